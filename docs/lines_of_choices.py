"""The table of docs/validation.md that says which lines about choices hold; written by docs/make_validation.py."""

from __future__ import annotations

from typing import Any, Final

from docs.generated import table
from tests.behaviour.choices import LINES, RANDOM_FUTURES, RANDOM_PLACES, RANDOM_PLANS, SEEDS, UNMET
from tests.behaviour.lines import DEEP
from tests.behaviour.places import PLACES

NOT_MEASURED: Final = "Not measured yet: `python -m tests.behaviour.update_results choices`."
AIM: Final = 0.1
"""Of the variance of working, at least a tenth was meant to be the plan's."""

ESTABLISHED: Final = "established_collapse"
"""What is compared with how often established organisations were seen to end."""

Results = dict[str, Any]


def lines(results: Results) -> str:
    """Return how many lines hold, the table of all, why some do not, and how much of working is the plan's."""
    found = results.get("choices")
    if found is None:
        return NOT_MEASURED
    head = ("what a user asks", "wanted", f"found (seed {SEEDS[0]})", *(f"seed {seed}" for seed in SEEDS))
    rows = []
    for one in LINES:
        answers = [found["lines"][one.name][str(seed)] for seed in SEEDS]
        verdicts = ("holds" if answer["holds"] else "**fails**" for answer in answers)
        rows.append([one.question, one.wanted, told(answers[0]["figures"]), *verdicts])
    return "\n\n".join([counted(found), table(head, rows), *reasons(results), decided(found)])


def told(figures: dict[str, str]) -> str:
    """Return the figures of a line."""
    return "; ".join(f"{name}: {figure}" for name, figure in figures.items())


def counted(found: Results) -> str:
    """Return how many lines fail with each luck."""
    said = []
    for seed in SEEDS:
        failing = [one for one in LINES if not found["lines"][one.name][str(seed)]["holds"]]
        said.append(f"{len(failing)} of {len(LINES)} with the luck of seed {seed}")
    return (
        f"**Lines that fail: {', '.join(said)}.** The baseline plan where nothing else is said, default parameters, "
        f"{DEEP} futures of each place for most lines, the same ones in both arms."
    )


def reasons(results: Results) -> list[str]:
    """Return why each line fails that does: what the list says, or that it lies near what is wanted."""
    found, said = results["choices"], []
    for one in LINES:
        failing = [seed for seed in SEEDS if not found["lines"][one.name][str(seed)]["holds"]]
        if not failing:
            continue
        if one.name in UNMET:
            why = UNMET[one.name].format(**background(results))
        else:
            each = (f"seed {seed}: {told(found['lines'][one.name][str(seed)]['figures'])}" for seed in failing)
            border = "It fails with one luck and holds with another, so that it lies at the border"
            why = f"{border if len(failing) < len(SEEDS) else 'It fails'}: {'; '.join(each)}."
        said.append(f"- **{one.question}** {why}")
    return ["Why lines fail:", "\n".join(said)] if said else []


def background(results: Results) -> dict[str, Any]:
    """Return the figures that reasons speak of."""
    tied = results["choices"]["tied"]
    seen = next(
        one for pattern in results["evidence"]["plausible"]["patterns"] for one in pattern["comparisons"]
        if one["measure"] == ESTABLISHED
    )  # fmt: skip
    yearly = seen["observed"]["figure"]
    return {
        "observed_end": yearly,
        "in_ten_years": 100 * (1 - (1 - yearly) ** 10),
        "collapsed": " to ".join(f"{100 * each(one['collapsed'] for one in tied.values()):.0f}" for each in (min, max)),
        "alone": ", ".join(f"{one['never collapsed']:.2f} ({name})" for name, one in tied.items()),
    }


def decided(found: Results) -> str:
    """Return how much of the variance of working is the plan's."""
    shipped, anything = [found["plans' share"][str(seed)] for seed in SEEDS], found["random plans' share"]
    each = " and ".join(f"{100 * one:.1f} %" for one in shipped)
    words = {True: "is reached", False: "is not reached"}
    return (
        "**How much the plan decides.** Of the variance of working within a place, what the shipped plans differ by "
        f"is {each} (seeds {' and '.join(map(str, SEEDS))}; average of {len(PLACES)} places; what luck makes "
        "of so few futures is taken off). The aim was a tenth; with "
        f"these plans it {words[min(shipped) >= AIM]}. Of {RANDOM_PLANS} random plans, half of them with any levers, "
        f"it is {100 * anything:.1f} % ({RANDOM_FUTURES} futures in each of {len(RANDOM_PLACES)} places); among plans "
        f"of any kind it {words[anything >= AIM]}. The rest is luck and what a community is like. So one future says "
        "little about the plan it was lived with; what a plan changes is seen by comparing the same futures."
    )
