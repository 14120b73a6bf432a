"""The patterns of the world held against simulated futures: a row for each, as it falls.

>>> from sim.evidence.assessment import assess
>>> evidence = assess(futures=200, seed=1)
>>> evidence.to_dict()["counted"]["patterns"]
[4, 6, 7, 9, 10, 12, 13]
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sim.engines.ensemble import Luck
from sim.evidence.measures import MEASURES
from sim.evidence.pattern import CONTEXTS, COUNTED_ROLES, Comparison, Pattern
from sim.evidence.patterns import PATTERNS
from sim.evidence.tallies import Counted, Estimate, estimate
from sim.evidence.verdicts import VERDICTS, Verdict, distance, verdict, worst
from sim.evidence.watching import Asked, Watched, steps, watch_context
from sim.files import library
from sim.files.context import Context
from sim.files.parameter_sets import PLAUSIBLE, ParameterSets, parameter_sets
from sim.results.simulate import future_numbers

FUTURES: Final = 1000
"""Of each context, unless somebody asks for another number."""

NOT_THERE: Final = "not measured in this context"


@dataclass(frozen=True)
class Finding:
    """One figure of the world beside the simulated one.

    Attributes
    ----------
    simulated : over all contexts in which it is measured; None where there was nothing to measure.
    by_context : the same for each of them.
    why_not : for each context in which there was nothing to measure, the reason.
    """

    comparison: Comparison
    simulated: Estimate | None
    by_context: Mapping[str, Estimate]
    why_not: Mapping[str, str]

    @property
    def distance(self) -> float | None:
        """In half-widths of the observed interval; None where only a sign was observed."""
        return distance(self.comparison, self.simulated)

    @property
    def verdict(self) -> Verdict:
        """Inside, near, outside or not comparable."""
        return verdict(self.comparison, self.simulated)


@dataclass(frozen=True)
class Row:
    """One pattern with all its findings."""

    pattern: Pattern
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of those findings on which the pattern's depends."""
        return worst(finding.verdict for finding in self.findings if finding.comparison.decides)

    @property
    def shown(self) -> Finding | None:
        """The finding that decided the verdict: the first of those that fit worst."""
        deciding = [one for one in self.findings if one.comparison.decides and one.verdict == self.verdict]
        return max(deciding, key=lambda one: abs(one.distance or 0.0), default=None)

    @property
    def contexts(self) -> tuple[str, ...]:
        """Where the pattern was measured."""
        return tuple(dict.fromkeys(name for finding in self.findings for name in finding.by_context))

    @property
    def note(self) -> str:
        """What the comparison cannot say, and why it was not made where it was not."""
        reasons = [f"{name}: {why}." for one in self.findings for name, why in one.why_not.items()]
        return " ".join(dict.fromkeys([*filter(None, [self.pattern.note]), *reasons]))


@dataclass(frozen=True)
class Evidence:
    """All patterns, held against the same futures."""

    rows: tuple[Row, ...]
    futures: int
    seed: int
    contexts: tuple[str, ...]
    parameters: str = PLAUSIBLE

    @property
    def counted(self) -> tuple[Row, ...]:
        """The patterns that the model has to reproduce."""
        return tuple(row for row in self.rows if row.pattern.role in COUNTED_ROLES)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data, for JSON; what is missing is None."""
        counted = self.counted
        verdicts = {name: sum(row.verdict == name for row in counted) for name in VERDICTS}
        return {
            "patterns": [_row(row) for row in self.rows],
            "counted": {
                "patterns": [row.pattern.number for row in counted],
                **verdicts,
                "inside or near": verdicts["inside"] + verdicts["near"],
            },
            "futures": self.futures,
            "seed": self.seed,
            "parameters": self.parameters,
            "contexts": list(self.contexts),
        }


def _row(row: Row) -> dict[str, Any]:
    """Return a pattern as plain data: the finding that decided it, then all of them."""
    pattern, shown = row.pattern, row.shown
    facts = {
        "id": pattern.number,
        "title": pattern.title,
        "role": pattern.role,
        "trust": pattern.trust,
        "found": pattern.found,
        "source": pattern.source,
        "contexts": list(row.contexts),
        "counted": pattern.role in COUNTED_ROLES,
        "verdict": row.verdict,
        "note": row.note,
    }
    keys = ("measure", "label", "what", "unit", "observed", "simulated", "distance")
    leading = dict.fromkeys(keys) if shown is None else {key: _finding(shown)[key] for key in keys}
    return facts | leading | {"comparisons": [_finding(one) for one in row.findings]}


def _finding(finding: Finding) -> dict[str, Any]:
    """Return one comparison as plain data."""
    comparison, observed = finding.comparison, finding.comparison.observed
    return {
        "measure": comparison.measure,
        "label": comparison.label,
        "what": comparison.what,
        "unit": comparison.unit,
        "observed": {
            "figure": observed.figure,
            "low": observed.low,
            "high": observed.high,
            "unit": comparison.observed_unit or comparison.unit,
            "interval": observed.interval,
            "n": observed.n,
        },
        "simulated": _estimate(finding.simulated),
        "by_context": {name: _estimate(one) for name, one in finding.by_context.items()},
        "distance": finding.distance,
        "verdict": finding.verdict,
        "required": comparison.test,
        "decides": comparison.decides,
    }


def _estimate(simulated: Estimate | None) -> dict[str, float | None] | None:
    """Return a simulated figure as plain data."""
    if simulated is None:
        return None
    figures = {"figure": simulated.figure, "low": simulated.low, "high": simulated.high}
    return {name: value if math.isfinite(value) else None for name, value in figures.items()}


def assess(
    contexts: Sequence[Context | str] | None = None,
    *,
    futures: int | Sequence[int] = FUTURES,
    seed: int = 1,
    parameters: ParameterSets | str | os.PathLike[str] = PLAUSIBLE,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Evidence:
    """Hold every pattern against futures of the calm decade under the baseline plan.

    Parameters
    ----------
    contexts : shipped names, or contexts; by default each pattern is measured where it belongs.
    futures : of each context: how many, or their numbers.
    parameters : see :func:`sim.results.simulate.simulate`.
    progress : called with the futures done, and all of them.
    cancelled : asked now and then.

    Raises
    ------
    Mistake
        A context that does not exist, or no future.
    Cancelled
        ``cancelled`` said so.
    """
    asked_for = CONTEXTS if contexts is None else contexts
    places = [library.context(one) if isinstance(one, str) else one for one in asked_for]
    numbers = future_numbers(futures)
    total, done = steps(len(places), len(numbers)), 0

    def advance(more: int) -> None:
        nonlocal done
        done += more
        progress(done, total)

    sets = parameter_sets(parameters)
    asked = Asked(numbers, Luck(seed), sets, advance, cancelled)
    counted: dict[str, dict[str, Counted]] = {}
    for place in places:
        counted[place.name] = _count(place, watch_context(place, asked), chosen=contexts is not None)
    rows = tuple(
        Row(pattern, tuple(_compare(comparison, counted) for comparison in pattern.comparisons)) for pattern in PATTERNS
    )
    return Evidence(rows, len(numbers), seed, tuple(counted), sets.name)


def _count(context: Context, watched: Watched, *, chosen: bool) -> dict[str, Counted]:
    """Count everything that is to be measured in one context; one that a user chose serves every pattern it can."""
    counts: dict[str, Counted] = {}
    for pattern in PATTERNS:
        belongs = context.name in pattern.contexts
        for comparison in pattern.comparisons:
            if belongs or (chosen and pattern.elsewhere):
                counts[comparison.measure] = MEASURES[comparison.measure].count(watched)
            elif chosen:
                counts[comparison.measure] = NOT_THERE
    return counts


def _compare(comparison: Comparison, counted: Mapping[str, Mapping[str, Counted]]) -> Finding:
    """Work out one figure, for all contexts together and for each."""
    measure = MEASURES[comparison.measure]
    found = {name: counts[comparison.measure] for name, counts in counted.items() if comparison.measure in counts}
    why_not = {name: one for name, one in found.items() if isinstance(one, str)}
    tallies = {name: one for name, one in found.items() if not isinstance(one, str)}
    by_context: dict[str, Estimate] = {}
    for name, one in tallies.items():
        alone = estimate([one], measure.figure)
        if alone is None:
            why_not[name] = "nothing of the kind happened in these futures"
        else:
            by_context[name] = alone
    simulated = estimate(list(tallies.values()), measure.figure) if tallies else None
    return Finding(comparison, simulated, by_context, why_not)
