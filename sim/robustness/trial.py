"""What plans are put through so that they can be ranked: the same scenarios, futures and parameter sets for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.engines.ensemble import Luck, Series, simulate_series
from sim.files.context import Context
from sim.files.mistakes import Mistake
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.results.outcomes import ANYTHING, JUDGED, Thresholds, last_means
from sim.world.assembly import build_world
from sim.world.tables import Table

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Figures = npt.NDArray[np.float64]

USUAL: Final = Thresholds()


@dataclass(frozen=True, eq=False)
class Endings:
    """How the futures of some scenarios end under one plan.

    Attributes
    ----------
    means : people and reuse, each its mean of the last year; shape (scenarios, futures, 2).
    starts : both in month 0 of the same futures, shaped alike.
    """

    means: Figures
    starts: Figures

    @classmethod
    def of(cls, ends: Sequence[tuple[Figures, Figures]]) -> Endings:
        """Return the endings of several scenarios (see :meth:`Trial.ends`)."""
        means, starts = zip(*ends, strict=True)
        return cls(np.stack(means), np.stack(starts))

    def working(self, share: float = USUAL.working) -> Flags:
        """Return which futures are still working when at least this share of their own beginning is asked for.

        Shape (scenarios, futures). With the usual share this is the headline of every report.
        """
        return np.asarray((self.means >= np.maximum(share * self.starts, ANYTHING)).all(axis=2))

    def first(self, futures: int) -> Endings:
        """Return the same of the first futures only."""
        return Endings(self.means[:, :futures], self.starts[:, :futures])


@dataclass(frozen=True, eq=False)
class Trial:
    """The futures of some scenarios in one context, which every plan is put through alike.

    Attributes
    ----------
    parameter_sets : records; future k lives with set k modulo their number.
    futures : numbers of the futures. Their order is that of every result.
    done : called with the number of futures just lived through.
    """

    context: Context
    scenarios: tuple[Scenario, ...]
    parameter_sets: Table
    futures: Numbers
    seed: int = 1
    done: Callable[[int], None] | None = field(default=None, repr=False)
    cancelled: Callable[[], bool] | None = field(default=None, repr=False)

    def series(self, scenario: Scenario, plan: Plan) -> Series:
        """Return every measure of every month, shape (futures, months + 1, measures)."""
        world = build_world(scenario, plan, self.context)
        return simulate_series(
            world, self.parameter_sets, self.futures, Luck(self.seed), progress=self.done, cancelled=self.cancelled
        )

    def endings(self, plan: Plan) -> Endings:
        """Return how a plan's futures end in every scenario."""
        return Endings.of([self.ends(self.series(scenario, plan)) for scenario in self.scenarios])

    @staticmethod
    def ends(series: Series) -> tuple[Figures, Figures]:
        """Return the means of people and reuse over the last year, and both in month 0; each of shape (futures, 2)."""
        return last_means(series, JUDGED, USUAL.last_months), series[:, 0, JUDGED]

    @property
    def sets_lived_with(self) -> Numbers:
        """The parameter set of each future."""
        return np.asarray(self.futures % len(self.parameter_sets))


def futures_of_sets(futures: int, sets_there: int, sets_wanted: int) -> Numbers:
    """Return the numbers of futures that give as many to each of some parameter sets.

    The sets are spread evenly over all that there are. Any first part of the answer is spread over the sets as evenly
    as its length allows.

    Parameters
    ----------
    futures : how many are wanted in all; rounded down to as many for each set, but at least one.
    """
    if futures < 1 or sets_wanted < 1:
        raise Mistake(f"{futures} futures of {sets_wanted} parameter sets are asked for, but both must be at least 1")
    number = min(sets_there, sets_wanted, futures)
    chosen = np.arange(number) * sets_there // number
    rounds = np.arange(futures // number)
    return np.asarray((rounds[:, None] * sets_there + chosen).ravel())
