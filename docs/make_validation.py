"""Writes the generated parts of docs/validation.md: what was measured, from tests/behaviour/results.json.

    python docs/make_validation.py            # rewrite them in place
    python docs/make_validation.py --check    # change nothing; exit code 1 where the document is out of date

Nothing is measured here; `python -m tests.behaviour.update_results` does that.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
DOCUMENT: Final = ROOT / "docs" / "validation.md"
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from docs import generated, lines_of_choices, real_choices  # noqa: E402  (the script runs from any folder)
from docs.ablation_picture import ablation_picture  # noqa: E402
from docs.generated import table  # noqa: E402
from sim.calibration.screening import MATTERS  # noqa: E402
from sim.evidence.patterns import PATTERNS  # noqa: E402
from sim.world.measures import PRIMARY  # noqa: E402
from sim.world.parameters import ALL_PARAMETERS, MECHANISMS  # noqa: E402
from tests.behaviour import held  # noqa: E402
from tests.behaviour.arms import Arm, Kept, Lost, Mean, Statistic, Working  # noqa: E402
from tests.behaviour.expectations import EXPECTATIONS  # noqa: E402
from tests.behaviour.fixed import FIRST_FUTURE, FUTURES, LATER, SEED  # noqa: E402
from tests.behaviour.verdicts import VERDICTS  # noqa: E402

RESULTS: Final = ROOT / "tests" / "behaviour" / "results.json"
CALIBRATION: Final = ROOT / "scenarios" / "parameters" / "calibration.json"
PICTURE: Final = ROOT / "docs" / "pictures" / "ablations.svg"
SIGNS: Final = {"positive": "above 0", "negative": "below 0"}
ROLE_TITLES: Final = {
    "check": "checks", "calibration": "that chose parameter sets", "written with": "that rules were written with",
}  # fmt: skip

RANGES: Final = "whole ranges"
MOST_SHOWN: Final = 20
NORMAL_BEYOND_TWO: Final = 0.0455
NORMAL_BEYOND_THREE: Final = 0.0027
CLEARLY: Final = 3.0
"""Standard errors beyond which the largest of twelve changes is hardly luck."""

HARDLY: Final = 0.03
"""A mechanism that moves no measure by more than this share hardly matters at the defaults."""

ENDLESS: Final = "all alike"
"""In place of z where every future differs by the same."""

Results = dict[str, Any]


def hundred(share: float) -> str:
    """Return a share as futures in a hundred."""
    return f"{100 * share:.1f}"


def interval(row: Results) -> str:
    """Return a share with its interval."""
    return f"{hundred(row['share'])} ({hundred(row['low'])}-{hundred(row['high'])})"


def signed(row: Results) -> str:
    """Return a difference in futures of a hundred, with its interval."""
    return f"{100 * row['difference']:+.1f} ({100 * row['low']:+.1f} to {100 * row['high']:+.1f})"


def z_of(finding: Results) -> str:
    """Return how many standard errors."""
    return ENDLESS if finding["z"] is None else f"{finding['z']:.1f}"


# --- expectations -----------------------------------------------------------------------------------------------------


def arm_in_words(arm: Arm) -> str:
    """Return what is particular about an arm."""
    words = [arm.scenario] if isinstance(arm.scenario, str) else [_event(event) for event in arm.scenario]
    if words == ["calm-decade"]:
        words = []
    words += [arm.plan] if arm.plan != "baseline" else []
    words += [f"{name} weight {weight:g}" for name, weight in arm.effort.items()]
    words += [f"{name} {value:g}" for name, value in (*arm.levers.items(), *arm.parameters.items())]
    words += [f"{name} {value:g} from month {LATER}" for name, value in arm.later.items()]
    words += [f"{key} {value}" for part in arm.context.values() for key, value in part.items()]
    words += ["turns to donors' themes"] if arm.retargets else []
    words += ["effort as the adaptive plan's on average"] if arm.matched else []
    return ", ".join(words) or "as usual"


def _event(event: Any) -> str:
    size = next(event[key] for key in ("share", "level") if key in event)
    return f"{event['kind']} {size:g}"


def statistic_in_words(statistic: Statistic) -> str:
    """Return what is read off each future."""
    match statistic:
        case Mean(measure, first, last):
            return f"{measure}, months {first}-{last}"
        case Working():
            return "working at the end, in 100"
        case Lost(measure):
            return f"months lost of {measure}"
        case Kept(measure, first, last):
            return f"{measure} kept, months {first}-{last}"


def expectation_rows(results: Results, verdict: str) -> Iterable[list[str]]:
    """Return a row for each expectation with this verdict."""
    for one in EXPECTATIONS:
        if VERDICTS.get(one.name) != verdict:
            continue
        finding = results["expectations"][one.name]
        scale = 100 if isinstance(one.statistic, Working) else 1
        first, second = (f"{scale * finding[side]:.4g}" for side in ("first", "second"))
        yield [
            one.name,
            f"{one.expected}{' *(tuned)*' if one.tuned else ''}",
            one.idea,
            f"{statistic_in_words(one.statistic)}: {one.side}",
            f"{arm_in_words(one.first)}: **{first}**",
            f"{arm_in_words(one.second)}: **{second}**",
            z_of(finding),
        ]


def verdict_table(verdict: str) -> Callable[[Results], str]:
    """Return what writes the table of one verdict."""
    head = ("", "expected", "idea of the source text", "read off, first expected", "first", "second", "z")
    return lambda results: table(head, expectation_rows(results, verdict))


def fixed(results: Results) -> str:
    """Say what was fixed beforehand, and how it came out in numbers."""
    counts = {verdict: sum(one == verdict for one in VERDICTS.values()) for verdict in set(VERDICTS.values())}
    tuned = sum(one.tuned for one in EXPECTATIONS)
    return (
        f"{len(EXPECTATIONS)} comparisons, each in the same n = {FUTURES} futures (numbers {FIRST_FUTURE} to "
        f"{FIRST_FUTURE + FUTURES - 1} of seed {SEED}): **{counts['contradicted']} contradicted, "
        f"{counts['not shown']} not shown, {counts['holds']} hold**. {tuned} of them are marked *tuned*. Of "
        f"comparisons without any effect about one in twenty would pass or fail by luck, here "
        f"{NORMAL_BEYOND_TWO * len(EXPECTATIONS):.0f}."
    )


def shield(results: Results) -> str:
    """Say by how much shields shrink losses."""
    rows = []
    for one in EXPECTATIONS:
        if one.name.startswith("H6"):
            finding = results["expectations"][one.name]
            rows.append([one.name, one.expected, f"{100 * (1 - finding['first'] / finding['second']):.0f} %"])
    return table(("", "", "smaller by"), rows)


def adaptation(results: Results) -> str:
    """Show the adaptive plan beside the fixed plan with the same effort."""
    columns = [key for key in next(iter(results["adaptation"].values())) if key != "switches"]
    rows = (
        [name, *(hundred(row[key]) for key in columns), f"{row['switches']:.1f}"]
        for name, row in results["adaptation"].items()
    )
    return table(("working at the end, in 100", *columns, "signposts switched, times a future"), rows)


# --- explorations -----------------------------------------------------------------------------------------------------


def scenario_table(results: Results) -> str:
    """Show what each scenario does to the baseline plan."""
    rows = []
    for name, row in results["scenarios"].items():
        lost = row["lost"] or {}
        months = [f"{lost[one]:.1f}" if lost else "" for one in ("people", "reuse", "cover")]
        rows.append(
            [name, interval(row["working"]), "" if name == "calm-decade" else signed(row["against_calm"]), *months]
        )
    return table(("scenario", "working in 100", "against calm", "people lost", "reuse lost", "cover lost"), rows)


def parameter_table(results: Results) -> str:
    """Show the parameters that matter most."""
    rows = [
        [f"`{name}`", row["process"], f"{row['low']:g} / {row['default']:g} / {row['high']:g}",
         *(" / ".join(hundred(share) for share in row[stage]) for stage in ("calm", "everything"))]
        for name, row in results["parameters"].items()
    ]  # fmt: skip
    return table(("parameter", "part", "low / default / high", "calm: low / high", "everything: low / high"), rows)


def ablation_table(results: Results) -> str:
    """Show what is left without each mechanism, and name those that hardly matter."""
    rows, moved, without_working, without_any = [], [], [], []
    meanings = {one.name: one.meaning for one in MECHANISMS}
    for name, row in results["ablations"].items():
        both = [row[stage] for stage in ("calm", "everything")]
        cells = [text for one in both for text in (interval(one), signed(one["against"]))]
        rows.append([f"`{name}`: {meanings[name]}", *cells])
        changes = [[one["moved"][measure] for one in both] for measure in PRIMARY]
        moved.append([f"`{name}`", *(" / ".join(f"{100 * one:+.0f}" for one in pair) for pair in changes)])
        if all(one["against"]["low"] <= 0.0 <= one["against"]["high"] for one in both):
            without_working.append(f"`{name}`")
        if all(abs(one) <= HARDLY for pair in changes for one in pair):
            without_any.append(f"`{name}`")
    head = ("without", "calm, working in 100", "difference", "everything, working in 100", "difference")
    on_working = ", ".join(without_working) or "none"
    on_anything = ", ".join(without_any) or "none"
    return (
        f"{table(head, rows)}\n\n"
        "Every measure, mean of the last year: change in %, calm / everything at once.\n\n"
        f"{table(('without', *PRIMARY), moved)}\n\n"
        f"Without measurable effect on the share working, in either scenario: {on_working}.\n\n"
        f"Moving none of the six measures of the last year by more than {100 * HARDLY:.0f} %: {on_anything}."
    )


def competition_table(results: Results) -> str:
    """Show the switch."""
    rows = [[name, interval(row["calm"]), interval(row["everything"])] for name, row in results["competition"].items()]
    return table(("`competition`", "calm, working in 100", "everything at once, working in 100"), rows)


def spread_table(results: Results) -> str:
    """Show where futures end."""
    rows = [[name, *(hundred(share) for share in row)] for name, row in results["spread"].items()]
    return table(("futures in 100", "below 1/4", "1/4-1/2", "1/2-3/4", "3/4-1", "above 1 of the beginning"), rows)


# --- the second program -----------------------------------------------------------------------------------------------


def _zs(cells: Results) -> Iterable[tuple[str, str, list[float], list[float], float]]:
    for month, measures in cells["plain"].items():
        for name, plain in measures.items():
            product = cells["product"][month][name]
            error = math.hypot(plain[1], product[1])
            yield month, name, plain, product, (product[0] - plain[0]) / error if error else 0.0


def independent(results: Results) -> str:
    """Show both programs' averages, and how often they differ by more than luck would have it."""
    parts = []
    every: dict[tuple[str, str, float], float] = {}
    for cell, cells in results["independent"].items():
        found = {(name, month): (plain, product, z) for month, name, plain, product, z in _zs(cells)}
        every |= {(name, month, plain[0]): z for (name, month), (plain, _, z) in found.items()}
        months = list(cells["plain"])
        rows = []
        for name in dict.fromkeys(name for name, _ in found):
            cells_of = [found.get((name, month)) for month in months]
            label = f"**{name}**" if name in (*PRIMARY, "working") else name
            rows.append([label, *("" if one is None else _both(*one) for one in cells_of)])
        parts.append(f"**{cell}**\n\n" + table(("second program / product (z)", *(f"month {m}" for m in months)), rows))
    beyond = [sum(abs(z) > bound for z in every.values()) for bound in (2, 3)]
    by_luck = [bound * len(every) for bound in (NORMAL_BEYOND_TWO, NORMAL_BEYOND_THREE)]
    summary = (
        f"{len(every)} averages (the first two cells share those before the blow): {beyond[0]} differ by more than "
        f"two standard errors, {beyond[1]} by more than three. By luck alone {by_luck[0]:.0f} and {by_luck[1]:.1f} "
        f"would, were they independent. The largest |z| is {max(map(abs, every.values())):.1f}."
    )
    return "\n\n".join([summary, *parts])


def _both(plain: list[float], product: list[float], z: float) -> str:
    return f"{plain[0]:.3g} / {product[0]:.3g} ({z:+.1f})"


def headline(results: Results) -> str:
    """Say what the second program gives for the headline."""
    rows = []
    for cell, cells in results["independent"].items():
        plain, product = (cells[side]["120"]["working"] for side in ("plain", "product"))
        rows.append([cell, hundred(plain[0]), hundred(product[0]), f"{100 * math.hypot(plain[1], product[1]):.1f}"])
    return table(("working in 100", "second program", "product", "standard error of the difference"), rows)


def figure_in_words(found: Results | None) -> str:
    """Return a figure with its interval; a dash where there is no figure."""
    if found is None or found["figure"] is None:
        return "-"
    words = f"{found['figure']:.3g}"
    if found["low"] is not None and found["high"] is not None:
        words += f" ({found['low']:.3g} to {found['high']:.3g})"
    return words


def observed_in_words(comparison: Results) -> str:
    """Return what was observed, as it is judged: an interval, a bound, or the sign that is required."""
    observed = comparison["observed"]
    unit = "" if observed["unit"] == comparison["unit"] else f" {observed['unit']}"
    if comparison["required"] == "at most":
        return f"at most {observed['figure']:.3g}"
    if comparison["required"] in SIGNS:
        size = "" if observed["figure"] is None else f"; seen: {figure_in_words(observed)}{unit}"
        return f"{SIGNS[comparison['required']]}{size}"
    return figure_in_words(observed) + ("" if observed["figure"] is None else unit)


def compared_in_words(comparison: Results) -> str:
    """Return what is compared, with the unit of the simulated figure; in brackets where it is only shown."""
    words = f"{comparison['label']}, {comparison['unit']}"
    return words if comparison["decides"] else f"({words})"


def evidence(results: Results) -> str:
    """Return the observed patterns, what misses first, each with the comparison that decided it."""
    found, default = results["evidence"]["plausible"], results["evidence"]["default"]
    others = [
        {one["id"]: one["verdict"] for one in results["evidence"][name]["patterns"]} for name in ("default", RANGES)
    ]
    order = {"outside": 0, "near": 1, "inside": 2}
    counted = sorted((one for one in found["patterns"] if one["counted"]), key=lambda one: order[one["verdict"]])
    counts = found["counted"]
    sentence = (
        f"Patterns that the model should show: {len(counted)}. **Missed: {counts['outside']}**; "
        f"near: {counts['near']}; met: {counts['inside']} ({found['futures']:,} futures of each context, plausible "
        f"parameter sets); with the defaults, missed: {default['counted']['outside']}. Of the "
        + "; of the ".join(_missed_of(role, title, counted) for role, title in ROLE_TITLES.items())
        + "."
    )
    rows = []
    for one in counted:
        shown = next(piece for piece in one["comparisons"] if piece["measure"] == one["measure"])
        figures = observed_in_words(shown), figure_in_words(shown["simulated"])
        elsewhere = (verdicts[one["id"]] for verdicts in others)
        rows.append(
            [str(one["id"]), one["title"], one["role"], compared_in_words(shown), *figures, f"**{one['verdict']}**",
             *elsewhere]
        )  # fmt: skip
    head = ("", "observed pattern", "role", "compared", "observed", "simulated", "verdict", "defaults", RANGES)
    return sentence + "\n\n" + table(head, rows)


def _missed_of(role: str, title: str, counted: Iterable[Results]) -> str:
    """Return how many patterns of a role there are, and which of them are missed."""
    mine = [one for one in counted if one["role"] == role]
    missed = sorted(one["id"] for one in mine if one["verdict"] == "outside")
    return f"{len(mine)} {title} missed: {', '.join(map(str, missed)) or 'none'}"


def misses(results: Results) -> str:
    """Return every comparison that decides and is not inside, those outside first."""
    found = [
        (pattern, one) for pattern in results["evidence"]["plausible"]["patterns"] if pattern["counted"]
        for one in pattern["comparisons"] if one["decides"] and one["verdict"] in ("outside", "near")
    ]  # fmt: skip
    found.sort(key=lambda pair: ("outside", "near").index(pair[1]["verdict"]))
    lines = [
        f"- **{pattern['id']}, {pattern['title']}** ({pattern['role']}): {compared_in_words(one)}, observed "
        f"{observed_in_words(one)}, simulated {figure_in_words(one['simulated'])}; {one['verdict']}."
        for pattern, one in found
    ]
    return "\n".join(lines) or "Every comparison that decides is inside."


def evidence_pieces(results: Results) -> str:
    """Return every comparison of the counted patterns, whether it decides or not."""
    rows = []
    for pattern in results["evidence"]["plausible"]["patterns"]:
        for one in pattern["comparisons"] if pattern["counted"] else ():
            figures = observed_in_words(one), figure_in_words(one["simulated"])
            rows.append([str(pattern["id"]), compared_in_words(one), *figures, one["verdict"]])
    return table(("", "compared (in brackets: shown only)", "observed", "simulated", "verdict"), rows)


def sources(results: Results) -> str:
    """Return what was observed, by whom, and how it is compared, for all patterns."""
    rows = []
    for one in PATTERNS:
        compared = [f"*{piece.label}*: {piece.what}" for piece in one.comparisons] + ([one.note] if one.note else [])
        where = ", ".join(one.contexts)
        rows.append([str(one.number), one.found, f"{one.source}; trust: {one.trust}", where, " ".join(compared)])
    return table(("", "found", "source", "measured in", "compared, and what that cannot say"), rows)


def alone(results: Results) -> str:
    """Return how many plausible sets show each pattern by themselves."""
    found = results["alone"]
    number, every = found["sets"], found["every pattern"]
    rows = [
        [name, next(one.role for one in PATTERNS if str(one.number) == name),
         *(str(counts[verdict]) for verdict in ("inside", "near", "outside", "not comparable"))]
        for name, counts in found["patterns"].items()
    ]  # fmt: skip
    sentence = (
        f"{number} of the plausible sets, evenly spread over all, each alone with {found['futures']} futures of each "
        f"context: inside or near on all checks: **{every['check']} of {number}**; on all patterns of the calibration: "
        f"{every['calibration']}; on all that rules were written with: {every['written with']}; on all of them: "
        f"{every['all']}."
    )
    verdicts = table(("pattern", "role", "inside", "near", "outside", "not comparable"), rows)
    pieces = {
        one["measure"]: (pattern["id"], one)
        for pattern in results["evidence"]["plausible"]["patterns"] for one in pattern["comparisons"]
    }  # fmt: skip
    spread = [
        [str(pieces[name][0]), compared_in_words(pieces[name][1]), observed_in_words(pieces[name][1]),
         *(f"{value:.3g}" for value in tenths)]
        for name, tenths in found["figures"].items()
    ]  # fmt: skip
    head = ("", "compared", "observed", "a tenth of the sets is below", "half", "nine tenths")
    return "\n\n".join([sentence, verdicts, "The figures of these sets:", table(head, spread)])


def held_fixed(results: Results) -> str:
    """Show what moving each number that is held fixed changes, the largest change first."""
    rows = []
    for name, row in results["held"].items():
        largest = row["largest"]
        where = f"{largest['value']:g}, {largest['context']}, {largest['scenario']}"
        change = f"{100 * largest['change']:+.1f} ({100 * largest['error']:.1f})"
        means = " / ".join(f"{100 * one:+.1f}" for one in row["mean"])
        rows.append([f"`{name}`", f"{row['default']:g}", change, where, means])
    head = (
        "number", "default", "largest change of working in 100 (standard error)", "where",
        "mean over all cells: half / one and a half",
    )  # fmt: skip
    beyond = sum(abs(row["largest"]["change"]) > CLEARLY * row["largest"]["error"] for row in results["held"].values())
    cells = len(held.FACTORS) * len(held.CONTEXTS) * len(held.SCENARIOS)
    sentence = (
        f"{len(rows)} numbers, n = {len(held.FUTURES)} futures in each of {cells} cells a number: half and one and a "
        f"half times the default (a share at most 1), in {', '.join(held.CONTEXTS)}, {' and '.join(held.SCENARIOS)}. "
        f"Shown is the largest of each number's {cells} changes, so that luck enlarges it; in {beyond} of them it "
        f"is beyond {CLEARLY:g} standard errors."
    )
    return f"{sentence}\n\n{table(head, rows)}"


def calibration_record() -> Results:
    """Return what the calibration of the shipped sets wrote."""
    found: Results = json.loads(CALIBRATION.read_text(encoding="utf-8"))
    return found


def calibration(results: Results) -> str:
    """Say how many sets were run and kept, and what each comparison let pass."""
    found = calibration_record()
    settings, waves = found["settings"], found["waves"]
    names = list(waves[0]["pass"])
    rows = [
        [str(number), f"{wave['sets']:,}", f"{wave['plausible']:,}", *(f"{wave['pass'][name]:,}" for name in names)]
        for number, wave in enumerate(waves, 1)
    ]
    run = sum(wave["sets"] for wave in waves)
    kept = sum(wave["plausible"] for wave in waves)
    sentence = (
        f"{found['uncertain']} parameters are uncertain. {kept:,} of {run:,} sets, the first wave drawn from "
        "their ranges and the others from what the emulator did not rule out, are "
        "plausible "
        f"({settings['futures']} futures of each set in each of three contexts). All of it took "
        f"{found['seconds'] / 60:.0f} minutes on two cores. Sets that each comparison let pass:"
    )
    return sentence + "\n\n" + table(("wave", "run", "plausible", *(f"`{name}`" for name in names)), rows)


def importance(results: Results) -> str:
    """Return what matters most, what hardly matters, and what moved nothing at all."""
    found = calibration_record()["importance"]
    most = [(name, share) for name, share in found.items() if share >= MATTERS]
    least = [name for name, share in found.items() if 0 < share < MATTERS]
    nothing = [name for name, share in found.items() if share == 0]
    words = (
        f"{len(most)} of {len(found)} parameters and mechanisms have at least a tenth of the largest effect on some "
        f"figure or outcome; {len(least)} have less; {len(nothing)} moved nothing in these contexts' calm decades: "
    )
    words += ", ".join(f"`{name}`" for name in nothing) + "."
    left_out = {name: number for name, number in calibration_record()["trajectories left out"].items() if number}
    if left_out:
        gone = ", ".join(f"`{name}` {number}" for name, number in left_out.items())
        words += f" Trajectories left out, of {calibration_record()['settings']['trajectories']}: {gone}."
    rows = [[f"`{name}`", f"{share:.2f}"] for name, share in most[:MOST_SHOWN]]
    return words + "\n\n" + table(("parameter or mechanism", "largest effect, as a share of the largest of all"), rows)


def best_set(results: Results) -> str:
    """Return the best single set of few moved parameters beside the defaults, and what both of them show."""
    found = calibration_record()
    moved = [
        [f"`{name}`", f"{ALL_PARAMETERS[name].default:g}", f"{value:g}", ALL_PARAMETERS[name].meaning]
        for name, value in found["best"].items()
    ]
    pieces = {one.measure: (pattern, one) for pattern in PATTERNS for one in pattern.comparisons}
    figures = [
        [str(pieces[name][0].number), f"{pieces[name][1].label}, {pieces[name][1].unit}",
         *(f"{found[whose][name]:.3g}" for whose in ("default figures", "best figures"))]
        for name in found["best figures"] if name in pieces
    ]  # fmt: skip
    return "\n\n".join(
        [table(("parameter", "default", "best single set", "meaning"), moved),
         table(("", "compared", "defaults", "best single set"), figures)]
    )  # fmt: skip


def ignorance(results: Results) -> str:
    """Return how many futures work, and how much of the spread is not knowing, and which community it is."""

    def said(one: Results | None, *keys: str) -> str:
        if one is None or one.get(keys[0]) is None:
            return "-"
        share, low, high = (100 * one[key] for key in keys)
        return f"{share:.0f} % ({low:.0f}-{high:.0f})"

    ignorance, community = ("ignorance", "low", "high"), ("community", "community_low", "community_high")
    rows = []
    for place, row in results["ignorance"].items():
        shares = [interval(row[name]) for name in ("plausible", "default")]
        parts = [
            said(row["ignorance"][name], *part) for name in ("working", "reuse") for part in (ignorance, community)
        ]
        rows.append([place, *shares, *parts[:2], said(row.get("alike"), *community), *parts[2:]])
    head = (
        "context, scenario", "working in 100, plausible sets", "defaults", "of the spread of working: not knowing",
        "which community it is", "the same where communities differ only in how they begin",
        "of the spread of reuse: not knowing", "which community it is",
    )  # fmt: skip
    return table(head, rows)


def rankings(results: Results) -> str:
    """Return each plan against random ones of equal effort, and for each pair of plans where its ranking holds."""
    found = results["rankings"]
    better = [one for one in found["pairs"] if one["better"]]
    words = (
        f"{len(found['pairs'])} pairs of plans in {found['context']}, scenarios {', '.join(found['scenarios'])}; "
        f"{found['futures']:,} futures of each, shared by {found['parameter_sets']} plausible sets; "
        f"{found['random_plans']} random plans of equal effort. **May be called better: {len(better)}.**"
    )
    plans = [
        [one["plan"], hundred(one["working"]), hundred(one["equal_effort"]["own"]),
         hundred(one["equal_effort"]["to_beat"]),
         "yes" if one["equal_effort"]["beaten"] else "no"]
        for one in found["plans"]
    ]  # fmt: skip
    pairs = [
        [one["ahead"], one["behind"], f"{100 * one['difference']['difference']:+.1f}",
         *(str(one["parameter_sets"][key]) for key in ("ahead", "level", "behind")),
         *(f"{sum(part['difference'] > 0 for part in one[key].values())} of {len(one[key])}"
           for key in ("thresholds", "variants")),
         "**better**" if one["better"] else "; ".join(one["reasons"])]
        for one in found["pairs"]
    ]  # fmt: skip
    head = (
        "ahead",
        "behind",
        "of 100",
        "sets: ahead",
        "level",
        "behind",
        "thresholds",
        "variants",
        "may it be called better?",
    )
    heads = (
        "plan",
        "working in 100",
        "in the futures of the random plans",
        "nine in ten of these are below",
        "beats them",
    )
    first = table(heads, plans)
    return "\n\n".join([words, first, table(head, pairs)])


PARTS: Final[dict[str, Callable[[Results], str]]] = {
    "fixed": fixed,
    "contradicted": verdict_table("contradicted"),
    "not-shown": verdict_table("not shown"),
    "holds": verdict_table("holds"),
    "shield": shield,
    "adaptation": adaptation,
    "scenarios": scenario_table,
    "parameters": parameter_table,
    "ablations": ablation_table,
    "competition": competition_table,
    "spread": spread_table,
    "headline": headline,
    "evidence": evidence,
    "misses": misses,
    "evidence-pieces": evidence_pieces,
    "sources": sources,
    "alone": alone,
    "held": held_fixed,
    "calibration": calibration,
    "importance": importance,
    "best-set": best_set,
    "ignorance": ignorance,
    "rankings": rankings,
    "choices": lines_of_choices.lines,
    "levers": real_choices.levers,
    "dominant": real_choices.dominant,
    "independent": independent,
}


def renewed(text: str, results: Results) -> str:
    """Return the document with its generated parts as the results have them."""
    return generated.renewed(text, DOCUMENT.name, lambda part: PARTS[part](results), PARTS)


def main() -> int:
    """Rewrite the document, or check it."""
    parser = argparse.ArgumentParser(description="Write the generated parts of docs/validation.md.")
    parser.add_argument("--check", action="store_true", help="change nothing; exit code 1 where it is out of date")
    only_check = parser.parse_args().check
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    before = {path: path.read_text(encoding="utf-8") if path.exists() else "" for path in (DOCUMENT, PICTURE)}
    after = {DOCUMENT: renewed(before[DOCUMENT], results), PICTURE: ablation_picture(results["ablations"])}
    for path in after:
        if after[path] == before[path]:
            continue
        if only_check:
            sys.stderr.write(
                f"docs/{path.relative_to(DOCUMENT.parent)} is out of date; run: python docs/make_validation.py\n"
            )
            return 1
        path.write_text(after[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
