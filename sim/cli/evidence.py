"""``sobremesa evidence``: what the world shows, beside what the model gives."""

from __future__ import annotations

import math
import textwrap
import time
from typing import TYPE_CHECKING, Annotated, Final

import typer

from sim.cli import options
from sim.cli.options import Json, Parameters, Seed

if TYPE_CHECKING:
    from rich.console import Console

    from sim.evidence.assessment import Evidence, Finding, Row
    from sim.evidence.pattern import Comparison
    from sim.evidence.tallies import Estimate

MOST_FUTURES: Final = 5000
"""Everybody's every month is kept in memory; and what the world shows is never known as well as so many futures."""

FEW: Final = 200
"""With fewer futures a run says that its verdicts may be luck."""

LONGEST_LABEL: Final = 26
"""Characters of what is compared in a line; longer ones take two, so that no interval is broken at 80 columns."""

OneContext = Annotated[
    str | None,
    typer.Option(
        "--context", metavar="CONTEXT", help="Measure everything in this one: a shipped context, or a path. By "
        "default each pattern is measured where it belongs.", show_default=False,
    ),
]  # fmt: skip
Futures = Annotated[str, typer.Option("--futures", metavar="N", help="How many futures of each context, up to 5,000.")]


def evidence(
    context: OneContext = None,
    futures: Futures = "1000",
    seed: Seed = "1",
    parameters: Parameters = "plausible",
    as_json: Json = False,
) -> None:
    """Hold the model against the world: nineteen observed patterns, and the same measured in simulated futures.

    Patterns that set parameters, or that the model cannot show, are listed and not counted.
    """
    from sim.cli.options import seed_number, whole_number
    from sim.cli.terminal import print_json, terminal

    began = time.perf_counter()
    number, luck = whole_number("--futures", futures, 1, MOST_FUTURES), seed_number(seed)
    found = run_evidence(context, number, luck, parameters)
    if as_json:
        print_json(found.to_dict())
        return
    _print(terminal(), found, time.perf_counter() - began)


def run_evidence(context: str | None, futures: int, seed: int, parameters: str) -> Evidence:
    """Measure everything, with progress; a context that does not exist is refused before anything begins."""
    import sys

    from sim.cli.computing import computing
    from sim.engines import ensemble
    from sim.evidence import watching
    from sim.evidence.assessment import assess
    from sim.files import library

    places = None if context is None else [library.context(context)]
    sets = options.known_sets(parameters)
    with computing() as run:
        if ensemble.is_compiled() and not watching.is_compiled():
            print("The observer is compiled once on this machine; this takes up to half a minute.", file=sys.stderr)
        return assess(
            places, futures=futures, seed=seed, parameters=sets, progress=run.progress, cancelled=run.cancelled
        )


ROLE_TITLES: Final = {
    "calibration": "To be reproduced, and meant for setting parameters",
    "check": "To be reproduced, and kept back as a check",
    "written with": "To be reproduced, but a rule was written with it: it proves little",
    "input": "Built into the parameters: shown, not counted",
    "no counterpart": "Nothing in the model to compare with: shown, not counted",
}


def _print(console: Console, found: Evidence, seconds: float) -> None:
    """Print the headline, a table for each role, and how to read them."""
    from sim.cli.terminal import paragraph
    from sim.evidence.pattern import ROLES

    paragraph(console, headline(found), "bold")
    for role in ROLES:
        rows = [row for row in found.rows if row.pattern.role == role]
        console.print()
        console.print(_verdicts(ROLE_TITLES[role], rows))
        compared = _comparisons(rows)
        if compared is not None:
            console.print()
            console.print(compared)
    console.print()
    paragraph(console, " ".join(notes(found, seconds)))


def headline(found: Evidence) -> str:
    """Return how many of the counted patterns the model shows."""
    from sim.evidence.verdicts import VERDICTS

    numbers = {name: [row.pattern.number for row in found.counted if row.verdict == name] for name in VERDICTS}
    close = len(numbers["inside"]) + len(numbers["near"])
    sentence = f"{close} of {len(found.counted)} observed patterns that the model should show are inside or near"
    parts = [
        f"{name}: {', '.join(str(one) for one in those)}" for name, those in reversed(list(numbers.items())) if those
    ]
    return f"{sentence} ({'; '.join(parts)})."


def _verdicts(title: str, rows: list[Row]) -> object:
    """Return the table of a role's patterns."""
    from sim.cli.terminal import table

    lines = [(str(row.pattern.number), row.pattern.title, row.verdict) for row in rows]
    return table(("", "", ""), lines, title=title)


def _comparisons(rows: list[Row]) -> object | None:
    """Return the table of all comparisons of a role's patterns; None where there are none."""
    from sim.cli.terminal import table

    lines = [_line(row, finding) for row in rows for finding in row.findings]
    return table(("what", "observed", "simulated", "verdict"), lines, numbers=(1, 2, 3)) if lines else None


def _line(row: Row, finding: Finding) -> tuple[str, ...]:
    """Return one comparison: what it is, both figures with their intervals, and how they stand to one another."""
    comparison = finding.comparison
    unit = "" if comparison.unit.startswith("share") else f", {comparison.unit}"
    label = f"{comparison.label}{unit}" if comparison.decides else f"({comparison.label}{unit})"
    apart = "" if finding.distance is None else f" {finding.distance:+.1f}"
    verdict = "-" if comparison.test == "none" else f"{finding.verdict}{apart}"
    what = "\n".join(textwrap.wrap(f"{row.pattern.number} {label}", LONGEST_LABEL))
    return what, _observed(comparison), _simulated(finding.simulated), verdict


def _observed(comparison: Comparison) -> str:
    """Return an observed figure: with its interval, as a bound, or as the sign that is required."""
    observed, test = comparison.observed, comparison.test
    signs = {"positive": "above 0", "negative": "below 0"}
    if test in signs:
        return signs[test]
    if observed.figure is None:
        return "-"
    if test == "at most":
        return f"at most {_short(observed.figure)}"
    if observed.low is None or observed.high is None:
        return _short(observed.figure)
    between = "-" if observed.low >= 0 else " to "  # a hyphen before a minus would be hard to read
    return f"{_short(observed.figure)} ({_short(observed.low)}{between}{_short(observed.high)})"


def _short(figure: float) -> str:
    """Return a figure with two digits, which is all that its interval allows; --json has every digit."""
    return f"{figure:.2g}" if abs(figure) < 1 else f"{figure:.1f}"


def _simulated(simulated: Estimate | None) -> str:
    """Return a simulated figure with its interval; a dash where there was nothing to measure."""
    if simulated is None:
        return "-"
    half = simulated.high - simulated.figure
    return _short(simulated.figure) + ("" if math.isnan(half) else f" +/- {half:.1g}")


def notes(found: Evidence, seconds: float) -> list[str]:
    """Return the sentences on how to read the tables."""
    from sim.evidence.pattern import CONTEXTS
    from sim.files.parameter_sets import PLAUSIBLE

    mixture = "Figures are of all sets together: a single set fits less well than their mixture (docs/validation.md)."
    where = ", ".join(found.contexts)
    few = f"With {found.futures} futures a verdict may be luck: take at least {FEW}."
    elsewhere = "Observed figures are not of this place: what misses them may be how this place differs."
    return [
        *([few] if found.futures < FEW else []),
        *([elsewhere] if found.contexts != CONTEXTS else []),
        f"{found.futures:,} futures of each of {where}; seed {found.seed}; {seconds:.0f} seconds.",
        f"Calm decade, baseline plan, {found.parameters} parameters.",
        *([mixture] if found.parameters == PLAUSIBLE else []),
        "A pattern is as good as the worst of its comparisons; those in brackets are only shown.",
        "Inside: within the observed interval; near: within twice its half-width; the number: half-widths apart.",
        "Where only a sign is known, it has to be clear. +/- (95 %) tells of the number of futures only.",
        "With --json every comparison is explained, with its source and the figures of each context.",
    ]
