"""The part of docs/validation.md that says whether the choices are real; written by docs/make_validation.py."""

from __future__ import annotations

from typing import Any, Final

from docs.generated import table

NOT_MEASURED: Final = "Not measured yet: `python -m tests.behaviour.update_results {part}`."

WORSE: Final = {
    "years": "years of work, {months}",
    "people": "people active at the end, {share}",
    "reuse": "data in use at the end, {share}",
    "cover": "political cover at the end, {governments} of 100 governments",
    "runway": "runway at the end, {months} months",
    "early_people": "people active in the first three years, {share}",
    "early_reuse": "data in use in the first three years, {share}",
}
"""How a difference in each outcome is written."""

Results = dict[str, Any]


def levers(results: Results) -> str:
    """Return the bottom line, the best value of every dial by scenario and by context, and every dial's price."""
    found = results.get("levers")
    if found is None:
        return NOT_MEASURED.format(part="levers")
    asked = (
        f"All dials of the plan `baseline`, {found['futures']} futures of each value, scenario and context "
        f"({found['parameters']} parameter sets); a scenario stands for the {len(found['contexts'])} contexts together "
        "and a context for its scenarios."
    )
    tables = [
        f"{title} (= where the plan's own serves):\n\n{table(columns, rows)}"
        for title, columns, rows in found["tables"]
    ]
    prices = "\n".join(f"- {sentence}" for sentence in found["dials"])
    folded = f"<details><summary>Each dial, with its price</summary>\n\n{prices}\n\n</details>"
    return "\n\n".join([f"**{found['bottom']}**", asked, *tables, folded])


def dominant(results: Results) -> str:
    """Return what the search for a plan that is best everywhere found, where it is ahead, and what it gives up."""
    found = results.get("dominant")
    if found is None:
        return NOT_MEASURED.format(part="dominant")
    cells, rival = found["cells"], found["against_rival"]
    apart = [one["difference"] for one in cells]
    ahead, clear = sum(one["difference"] > 0.0 for one in apart), sum(one["low"] > 0.0 for one in apart)
    behind = sum(one["high"] < 0.0 for one in apart)
    verdict = "No plan was found that is nowhere behind the best shipped plan and somewhere clearly ahead."
    if found["dominates"]:
        verdict = "A plan was found that is nowhere behind and gives nothing up: there is nothing left to choose."
    elif clear and not behind:
        verdict = "A plan was found that is nowhere clearly behind the best shipped plan. It has a price."
    words = (
        f"**{verdict}** {found['tried']} plans were looked at: random ones, and variations of the best. The best is "
        f"ahead of the best shipped plan in {ahead} of {len(cells)} places, clearly in {clear}, and clearly behind in "
        f"{behind} ({found['futures']} other futures of each place). Against `{found['rival']}`, the best shipped plan "
        f"on average, it keeps {points(rival)} of 100 more futures working. It gives up, against that plan: "
        f"{given_up(found)}."
    )
    rows = []
    for one in cells:
        own, shipped = (f"{100 * one[name]:.0f}" for name in ("found", "shipped"))
        rows.append([one["context"], one["scenario"], own, one["best_shipped"], shipped, points(one["difference"])])
    head = ("context", "scenario", "best found, working in 100", "best shipped plan", "working in 100", "difference")
    dials = {**found["plan"]["effort"], **found["plan"]["levers"]}
    plan = ", ".join(f"{name} {value:.3g}" for name, value in dials.items())
    return "\n\n".join([words, table(head, rows), f"The plan that was found: {plan}."])


def points(difference: Results) -> str:
    """Return a difference in futures of 100, with its interval."""
    middle, low, high = (f"{100 * difference[name]:+.0f}" for name in ("difference", "low", "high"))
    return f"{middle} ({low} to {high})"


def given_up(found: Results) -> str:
    """Return what a plan has less of than its rival, each where it is worst."""
    said = []
    for one in found["given_up"]:
        size = one["difference"]
        gaps = {"share": f"{100 * size:+.0f} %", "governments": f"{100 * size:+.0f}", "months": f"{size:+.1f}"}
        said.append(WORSE[one["outcome"]].format(**gaps))
    return "; ".join(said) or "nothing that was looked at"
