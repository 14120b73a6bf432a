"""The same community in a second program, written from the description alone: do both say the same?

`benchmarks/plain_mesa.py` shares no code with `sim` and draws its luck in another way, so single futures differ and
only averages can be compared.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from benchmarks import plain_mesa
from sim.engines.ensemble import Luck, Series, simulate_series
from sim.files import library
from sim.files.context import Context
from sim.results.outcomes import working_at_the_end
from sim.world.assembly import build_world, parameter_table
from sim.world.measures import N_MEASURES, PEOPLE, REUSE
from tests.behaviour.fixed import SEED
from tests.behaviour.measuring import BLOCK, column


class Cell(NamedTuple):
    """What is compared: shipped files by their names."""

    scenario: str
    plan: str = "baseline"
    context: str = "default"

    @property
    def label(self) -> str:
        """What the cell is called in the record."""
        return " / ".join(self)


CELLS: Final = (
    Cell("calm-decade"),
    Cell("everything-at-once"),
    Cell("hostile-successors", "insider", "united-kingdom"),
    Cell("donor-fashion-changes", "adaptive", "uruguay"),
    Cell("civic-space-closes", "watchdog", "donor-dependent-african-organisation"),
    Cell("largest-donor-announces-its-exit", "fund-first", "canada"),
    Cell("key-people-leave", "grassroots", "us-city-chapter"),
)
"""Between them: triggers, both stances, a parliament, few donors and none, one tier and two, most kinds of events."""

MONTHS: Final = (12, 60, 120)
FUTURES: Final = 200
PLAIN_SEED: Final = 8_000_000
MEASURES: Final = tuple(plain_mesa.MEASURES)
WORKING: Final = "working"

Figures = dict[str, dict[str, list[float]]]
"""By month, by measure: mean and standard error."""


def plain_futures(cell: Cell, numbers: Sequence[int]) -> list[Mapping[str, list[float]]]:
    """Return the measures of every month, from month 0 on, of some futures of the second program."""
    return [
        plain_mesa.live(PLAIN_SEED + number, cell.scenario, cell.plan, cell.context, max(MONTHS)) for number in numbers
    ]


def plain_figures(cell: Cell, futures: int = FUTURES) -> Figures:
    """Return what the second program gives."""
    run = plain_futures(cell, range(futures))
    series = np.zeros((futures, max(MONTHS) + 1, N_MEASURES))
    for place, name in ((PEOPLE, "people"), (REUSE, "reuse")):
        series[:, :, place] = [future[name] for future in run]
    return _figures({name: np.array([future[name] for future in run]) for name in MEASURES}, series)


def product_figures(cell: Cell) -> Figures:
    """Return what the product's ensemble engine gives with the numbers that the description shows, the defaults."""
    context = Context() if cell.context == "default" else library.context(cell.context)
    world = build_world(library.scenario(cell.scenario), library.plan(cell.plan), context)
    series = simulate_series(world, parameter_table(context, [{}]), BLOCK, Luck(SEED))
    return _figures({name: column(series, name) for name in MEASURES}, series)


def _figures(columns: Mapping[str, Series], series: Series) -> Figures:
    figures = {
        str(month): {name: _mean_and_error(values[:, month]) for name, values in columns.items()} for month in MONTHS
    }
    figures[str(max(MONTHS))][WORKING] = _mean_and_error(working_at_the_end(series).astype(float))
    return figures


def _mean_and_error(values: Any) -> list[float]:
    numbers = np.asarray(values, dtype=float)
    return [float(numbers.mean()), float(numbers.std(ddof=1) / math.sqrt(len(numbers)))]
