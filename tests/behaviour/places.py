"""The places in which choices are tried, and what becomes of a plan there: four scenarios in each of four contexts.

Every plan meets the same futures with the same luck. Of a future only the figures are kept that questions are about.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import product
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.files import library
from sim.files.parameter_sets import DEFAULT, parameter_sets
from sim.files.plan import Plan
from sim.results.outcomes import live
from sim.robustness.trial import Trial
from sim.world.assembly import parameter_table
from sim.world.measures import COVER, OPEN_BY_DEFAULT, PEOPLE, REUSE

SCENARIOS: Final = ("calm-decade", "hostile-successors", "big-funders-go", "everything-at-once")
CALM, HOSTILE, FUNDERS_GO, EVERYTHING = SCENARIOS

CONTEXTS: Final = ("uruguay", "kenya", "us-city-chapter", "donor-dependent-african-organisation")
"""A middle-sized community, a poorer state, volunteers without money, and an organisation that lives on grants."""

FUNDED: Final = (CONTEXTS[0], CONTEXTS[1], CONTEXTS[3])
"""Where there are officials of a state to train and donors to lose."""

SHORT: Final = dict(zip(CONTEXTS, ("Uruguay", "Kenya", "chapter", "African"), strict=True))
PLACES: Final = tuple(product(SCENARIOS, CONTEXTS))

LAST_YEAR, LAST_FIVE = slice(-12, None), slice(-60, None)
FIRST_THREE, THIRD_YEAR = slice(1, 37), slice(24, 37)
A_YEAR_IN: Final = 12

NOT_NOTHING: Final = 0.02
"""Added before a logarithm is taken, as a share of the beginning: nothing at all has none."""

MATTERS: Final = {"effort", "levers", "themes", "triggers", "grants"}
"""What plans differ by; the rest is words."""

PerFuture = npt.NDArray[np.float64]
Place = tuple[str, str]


@dataclass(frozen=True, eq=False)
class Fates:
    """What became of some futures, one figure for each.

    Attributes
    ----------
    working, collapsed, recovered : 1 or 0.
    log_people, log_use : logarithms of the last year's mean, as a share of the future's own beginning.
    first_use, people_in_month_12 : as shares of the beginning.
    early_people, early_use : means of the first three years.
    early_cover : political cover in the third year.
    late_cover, late_openness : means of the last five years.
    """

    working: PerFuture
    collapsed: PerFuture
    recovered: PerFuture
    log_people: PerFuture
    log_use: PerFuture
    first_use: PerFuture
    people_in_month_12: PerFuture
    early_people: PerFuture
    early_use: PerFuture
    early_cover: PerFuture
    late_cover: PerFuture
    late_openness: PerFuture

    @classmethod
    def of(cls, series: npt.NDArray[np.float64]) -> Fates:
        """Read the figures off every measure of every month."""
        lives = live(series)
        people, use, cover, openness = (series[:, :, one] for one in (PEOPLE, REUSE, COVER, OPEN_BY_DEFAULT))
        people_kept, use_kept = (one[:, LAST_YEAR].mean(axis=1) / one[:, 0] for one in (people, use))
        return cls(
            working=lives.working.astype(float),
            collapsed=(~np.isnan(lives.collapse_month)).astype(float),
            recovered=(~np.isnan(lives.recovery_month)).astype(float),
            log_people=np.log(people_kept + NOT_NOTHING),
            log_use=np.log(use_kept + NOT_NOTHING),
            first_use=use[:, 1] / use[:, 0],
            people_in_month_12=people[:, A_YEAR_IN] / people[:, 0],
            early_people=people[:, FIRST_THREE].mean(axis=1),
            early_use=use[:, FIRST_THREE].mean(axis=1),
            early_cover=cover[:, THIRD_YEAR].mean(axis=1),
            late_cover=cover[:, LAST_FIVE].mean(axis=1),
            late_openness=openness[:, LAST_FIVE].mean(axis=1),
        )

    def first(self, futures: int) -> Fates:
        """Return the first futures only."""
        return Fates(**{one.name: getattr(self, one.name)[:futures] for one in fields(self)})

    def and_then(self, other: Fates) -> Fates:
        """Return these futures and those that come after them."""
        both = {one.name: (getattr(self, one.name), getattr(other, one.name)) for one in fields(self)}
        return Fates(**{name: np.concatenate(pair) for name, pair in both.items()})


class Luck:
    """The futures of one seed, each lived through once for every place and plan that asks for it."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._known: dict[tuple[str, str, str], Fates] = {}

    def fates(self, place: Place, plan: Plan, futures: int) -> Fates:
        """Return what becomes of the first futures under a plan in a place."""
        key = (*place, plan.model_dump_json(include=MATTERS))
        known = self._known.get(key)
        have = 0 if known is None else len(known.working)
        if have < futures:
            more = self._lived(place, plan, np.arange(have, futures))
            known = more if known is None else known.and_then(more)
            self._known[key] = known
        assert known is not None
        return known.first(futures)

    def working(self, place: Place, plan: Plan, futures: int) -> PerFuture:
        """Return which of the first futures are working at the end."""
        return self.fates(place, plan, futures).working

    def _lived(self, place: Place, plan: Plan, futures: npt.NDArray[np.int64]) -> Fates:
        scenario, context = library.scenario(place[0]), library.context(place[1])
        table = parameter_table(context, parameter_sets(DEFAULT).sets)
        return Fates.of(Trial(context, (scenario,), table, futures, self.seed).series(scenario, plan))


def turned(effort: dict[str, float] | None = None, levers: dict[str, float] | None = None) -> Plan:
    """Return the baseline plan with some weights and levers changed."""
    usual = library.plan("baseline")
    return usual.model_copy(
        update={"effort": {**usual.effort, **(effort or {})}, "levers": {**usual.levers, **(levers or {})}}
    )
