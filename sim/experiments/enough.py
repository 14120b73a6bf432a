"""How many futures are enough: a point stops when the interval of its outcome is narrower than the design wants.

Points go on in batches. The next batch follows from the outcomes so far and from nothing else, so that an experiment
that was stopped goes on exactly as it would have.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from sim.engines.ensemble import BLOCK
from sim.experiments.design import Design
from sim.experiments.parts import OUTCOMES, part_files
from sim.results.intervals import Z, wilson

FIRST_BATCH: Final = 100
LARGEST_STEP: Final = 4
"""A point gets at most so many times the futures that it has: an early estimate of how many it needs may be far off."""

MARGIN: Final = 1.05
"""A little more than the estimate, so that one more batch is usually the last."""

SHARES: Final = ("working", "collapsed", "recovered")


def next_wanted(
    design: Design, had: Mapping[str, int], points: Sequence[str], folder: Path, names: Iterable[str] | None = None
) -> dict[str, int]:
    """Return how many futures each point is to have next; equal to ``had`` when all is done.

    Parameters
    ----------
    names : the files of outcomes to look into; by default all that are there.
    """
    if not had:
        return dict.fromkeys(points, min(FIRST_BATCH, design.futures))
    found = widths(design, had, folder, names)
    return {point: _next(design, futures, found.get(point)) for point, futures in had.items()}


def still_wide(design: Design, had: Mapping[str, int], folder: Path) -> frozenset[str]:
    """Return the points whose interval is still too wide."""
    assert design.enough is not None
    return frozenset(point for point, width in widths(design, had, folder).items() if width >= design.enough)


def _next(design: Design, futures: int, width: float | None) -> int:
    """Return how many futures a point is to have next; the same number where it is done or failed."""
    assert design.enough is not None
    if width is None or width < design.enough:
        return futures
    needed = MARGIN * futures * (width / design.enough) ** 2
    step = math.ceil(min(needed, LARGEST_STEP * futures) / BLOCK) * BLOCK
    return min(design.futures, max(step, futures + BLOCK))


def widths(
    design: Design, had: Mapping[str, int], folder: Path, names: Iterable[str] | None = None
) -> dict[str, float]:  # fmt: skip
    """Return the width of the 95 % interval of each point's outcome, over the futures that it had.

    Of a share Wilson's interval, of a measure that of its mean. A point that failed has none.
    """
    import duckdb
    import pyarrow as pa

    files = [
        str(folder / OUTCOMES / name) for name in (part_files(folder / OUTCOMES).values() if names is None else names)
    ]
    if not files:
        return {}
    targets = pa.table({"point": list(had), "futures": list(had.values())})
    with duckdb.connect() as connection:
        connection.register("targets", targets)
        rows = connection.execute(
            f"""
            select targets.point, any_value(targets.futures), count(*), sum(x), coalesce(var_samp(x), 0) from (
                select point, future, {design.outcome}::double as x from read_parquet($files)
            ) as lived join targets on lived.point = targets.point and lived.future < targets.futures
            group by targets.point
            """,
            {"files": files},
        ).fetchall()
    return {
        point: _width(design, there, total, variance)
        for point, wanted, there, total, variance in rows
        if there == wanted
    }


def _width(design: Design, futures: int, total: float, variance: float) -> float:
    """Return the width of an interval."""
    if design.outcome in SHARES:
        share = wilson(round(total), futures)
        return share.high - share.low
    return 2 * Z * math.sqrt(variance / futures) if futures > 1 else math.inf
