"""Second lives: the same communities with another luck, which tell where the spread comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from sim.engines.ensemble import Luck, simulate_series
from sim.results.compare import Cell, Comparison
from sim.results.counting import Counter, Progress
from sim.results.outcomes import live, outcome_table
from sim.results.simulate import future_numbers
from sim.world.assembly import build_world, parameter_table

if TYPE_CHECKING:
    import pandas as pd

    from sim.files.scenario import Scenario

BRANCH: Final = 1
BRANCH_MONTH: Final = 1
"""A second life has everything of month 0: the parameter set, how the community differs for good, how it begins."""


def with_second_lives(
    comparison: Comparison,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Comparison:
    """Return the comparison with as many more lives as its first plan had, which tell what the spread comes from.

    Where there are at least two futures for each parameter set, each is lived again with another luck. Elsewhere the
    first half is, and beside it another community with the same parameter set: the future with that set that comes
    next. Then :meth:`sim.results.compare.Cell.spread_of` says how much is which community it is. Rulings of the
    comparison, if there were any, are not in these lives.
    """
    plan, place, sets = comparison.plans[0], comparison.context, comparison.parameter_sets
    records, trunk = parameter_table(place, sets.sets), Luck(comparison.seed)
    first = future_numbers(comparison.futures)
    few = comparison.futures < 2 * len(sets)
    again = first[: len(first) // 2] if few else first
    others = again + len(sets) if few else first[:0]
    others = others[others >= len(first)]  # those that are there need not be lived again
    events = [one for one in comparison.scenarios if one.events]
    calm = [one for one in comparison.scenarios if not one.events]
    counter = Counter((len(again) + len(others)) * (len(events) + bool(calm)), progress)

    def lived(scenario: Scenario, numbers: npt.NDArray[np.int64], luck: Luck) -> pd.DataFrame | None:
        if not len(numbers):
            return None
        series = simulate_series(
            build_world(scenario, plan, place), records, numbers, luck,
            threads=threads, progress=counter.add, cancelled=cancelled,
        )  # fmt: skip
        lives = live(series, comparison.thresholds)
        return outcome_table(numbers, len(sets), series, lives, None, comparison.thresholds)

    found: dict[tuple[str, str], Cell] = {}
    for alike in (*([one] for one in events), calm):  # without events they are all the same
        if alike:
            more = lived(alike[0], again, Luck(comparison.seed, BRANCH, BRANCH_MONTH)), lived(alike[0], others, trunk)
        for one in alike:
            cell = comparison.cell(one.name, plan.name)
            found[one.name, plan.name] = replace(cell, again=more[0], others=more[1])
    return replace(comparison, cells={**comparison.cells, **found})
