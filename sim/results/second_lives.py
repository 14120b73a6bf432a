"""Second lives: the same communities with another luck, which tell what is luck and what is which community it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

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
    """Return the comparison with a second life of each future of its first plan, at no more futures than that plan had.

    Of its cells, :meth:`sim.results.compare.Cell.spread_of` then says how much is which community it is. Rulings of the
    comparison, if there were any, are not in the second lives.
    """
    plan, place, sets = comparison.plans[0], comparison.context, comparison.parameter_sets
    numbers, records = future_numbers(comparison.futures), parameter_table(place, sets.sets)
    events = [one for one in comparison.scenarios if one.events]
    calm = [one for one in comparison.scenarios if not one.events]
    counter = Counter(comparison.futures * (len(events) + bool(calm)), progress)

    def lived(scenario: Scenario) -> pd.DataFrame:
        series = simulate_series(
            build_world(scenario, plan, place), records, numbers, Luck(comparison.seed, BRANCH, BRANCH_MONTH),
            threads=threads, progress=counter.add, cancelled=cancelled,
        )  # fmt: skip
        lives = live(series, comparison.thresholds)
        return outcome_table(numbers, len(sets), series, lives, None, comparison.thresholds)

    found: dict[tuple[str, str], Cell] = {}
    for alike in (*([one] for one in events), calm):  # without events they are all the same
        again = lived(alike[0]) if alike else None
        found |= {(one.name, plan.name): replace(comparison.cell(one.name, plan.name), again=again) for one in alike}
    return replace(comparison, cells={**comparison.cells, **found})
