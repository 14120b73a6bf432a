"""What the futures of one parameter set look like, in the terms of the observed patterns.

Every set is lived through with the same luck, so that two sets differ by their parameters and by nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Final

import numpy as np

from sim.engines.ensemble import Cancelled, Luck, thread_count
from sim.evidence.measures import MEASURES
from sim.evidence.pattern import CONTEXTS, Comparison, Pattern
from sim.evidence.patterns import PATTERNS
from sim.evidence.tallies import estimate
from sim.evidence.watching import Asked, Watched, watch_context
from sim.files import library
from sim.files.parameter_sets import ParameterSets
from sim.results.outcomes import PRIMARY_COLUMNS
from sim.world.measures import PRIMARY

CALIBRATION_SEED: Final = 2_026
"""A luck of its own: no future that anybody looks at was used to choose parameters."""

ERROR: Final = "_error"
"""Ending of the column that holds a figure's standard error."""

LAST_YEAR: Final = slice(-12, None)

Row = dict[str, float]


def calibrated() -> list[tuple[Pattern, Comparison]]:
    """Return the comparisons that decide on the patterns meant for calibration."""
    return [
        (pattern, comparison)
        for pattern in PATTERNS
        if pattern.role == "calibration"
        for comparison in pattern.comparisons
        if comparison.decides
    ]


def measure_set(parameters: Mapping[str, float], futures: int) -> Row:
    """Return the figures of one set: of every comparison with its standard error, and outcomes by context.

    Outcomes are ``working``, the share still working at the end, and the primary measures' means over the last year.
    A figure that nothing happened to measure is NaN.
    """
    asked = Asked(np.arange(futures), Luck(CALIBRATION_SEED), ParameterSets("one", (parameters,)))
    row: Row = {}
    watched: dict[str, Watched] = {}
    pairs = {pair for _, one in calibrated() if (pair := MEASURES[one.measure].pair) is not None}
    for name in CONTEXTS:
        place = library.context(name)
        watched[name] = watch_context(place, asked, pairs=pairs)
    for pattern, comparison in calibrated():
        row |= _figure(comparison, [watched[name] for name in pattern.contexts])
    for name, one in watched.items():
        row[f"working, {name}"] = float(one.lives.working.mean())
        means = one.notes.series[:, LAST_YEAR][:, :, list(PRIMARY_COLUMNS)].mean(axis=(0, 1))
        row |= {f"{measure}, {name}": float(mean) for measure, mean in zip(PRIMARY, means, strict=True)}
    return row


def _figure(comparison: Comparison, places: Sequence[Watched]) -> Row:
    """Return one comparison's figure over its contexts, and the standard error that luck leaves to it."""
    measure = MEASURES[comparison.measure]
    counted = [measure.count(one) for one in places]
    tallies = [one for one in counted if not isinstance(one, str)]
    found = estimate(tallies, measure.figure) if tallies else None
    if found is None:
        return {comparison.measure: math.nan, comparison.measure + ERROR: math.nan}
    return {comparison.measure: found.figure, comparison.measure + ERROR: (found.high - found.low) / 4.0}


def measure_sets(
    sets: Sequence[Mapping[str, float]], futures: int, cancelled: Callable[[], bool]
) -> Iterator[tuple[int, Row]]:
    """Give the figures of many sets as they are ready, with each set's place.

    Raises
    ------
    Cancelled
        ``cancelled`` said so; what was given before stands.
    """
    waiting = list(enumerate(sets))[::-1]
    # One more than there are processors: while one set is counted, which holds the interpreter, others are simulated.
    with ThreadPoolExecutor(thread_count() + 1, thread_name_prefix="calibration") as pool:
        running: dict[Future[Row], int] = {}
        while waiting or running:
            while waiting and len(running) <= thread_count():
                place, one = waiting.pop()
                running[pool.submit(measure_set, one, futures)] = place
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for task in done:
                yield running.pop(task), task.result()
            if cancelled():
                raise Cancelled
