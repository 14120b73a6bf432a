"""One future of one scenario, plan and context, and the same future without some of what happened in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from sim.causes.happenings import Happening
from sim.engines.ensemble import Cancelled, Luck, Series, simulate_series
from sim.files import library
from sim.files.context import Context
from sim.files.parameter_sets import PLAUSIBLE, ParameterSets, parameter_sets
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.results.outcomes import WORKING, live
from sim.results.simulate import future_numbers
from sim.world.assembly import Ruling, build_world, parameter_table, ruling_table
from sim.world.measures import REUSE
from sim.world.tables import Table, World

NAMED: Final = "baseline"
"""The plan that stands in the place of another one, unless somebody chooses a third."""

Worlds = dict[tuple[Any, ...], World]
_TRIGGERS: Final = ("signpost", "stage")

File = str | os.PathLike[str]


@dataclass(frozen=True)
class Fate:
    """What became of one future.

    Attributes
    ----------
    months_of_work : data in use added up over all months, as a multiple of what was in use in month 0: a month with as
        much use as in the beginning is one month of work. 0 where nothing was in use then.
    working_months : months in which the community was working.
    collapse_month : first month of the first collapse, or None.
    working : whether it is still working at the end, on average over the last year.
    """

    months_of_work: float
    working_months: int
    collapse_month: int | None
    working: bool


@dataclass(frozen=True, eq=False)
class Case:
    """One future.

    Attributes
    ----------
    instead : the plan that is followed where the community's own is taken away.
    parameters : the sets of parameters; the future lives with one of them.
    own_set : that one, as a table of one row.
    worlds : those that were built already, by what was left out of the files; draws are ruled on in copies.
    """

    scenario: Scenario
    plan: Plan
    context: Context
    instead: Plan
    future: int
    luck: Luck
    parameters: ParameterSets
    own_set: Table
    worlds: Worlds = field(default_factory=dict, repr=False)

    def world(self, without: Collection[Happening] = ()) -> World:
        """Return the world without some happenings, before it is begun."""
        scenario, plan, rulings = self.files(without)
        key = (
            frozenset(place for one in without for place in one.events),
            "plan" if plan is self.instead else frozenset(one.who[0] for one in without if one.kind in _TRIGGERS),
            frozenset(place for one in without for place in one.grants),
        )
        if key not in self.worlds:
            self.worlds[key] = build_world(scenario, plan, self.context)
        world = self.worlds[key].duplicate()
        world.rulings[:] = ruling_table(rulings)
        world.dice["rulings"] = len(rulings)
        return world

    def files(self, without: Collection[Happening]) -> tuple[Scenario, Plan, list[Ruling]]:
        """Return the scenario, the plan and the rulings of this future without some happenings.

        Anybody gets the same future from :func:`sim.simulate` with these three.
        """
        dropped = {place for one in without for place in one.events}
        kept = tuple(event for place, event in enumerate(self.scenario.events) if place not in dropped)
        scenario = self.scenario.model_copy(update={"events": kept}) if dropped else self.scenario
        rulings = [ruling for one in without for ruling in one.rulings]
        if any(one.kind == "plan" for one in without):
            return scenario, self.instead, rulings
        names = {one.who[0] for one in without if one.kind in _TRIGGERS}
        grants = {place for one in without for place in one.grants}
        if not names and not grants:
            return scenario, self.plan, rulings
        triggers = tuple(trigger for trigger in self.plan.triggers if trigger.name not in names)
        left = tuple(grant for place, grant in enumerate(self.plan.grants) if place not in grants)
        return scenario, self.plan.model_copy(update={"triggers": triggers, "grants": left}), rulings

    def series(self, without: Collection[Happening] = ()) -> Series:
        """Return every measure of every month of the future without some happenings, shape (months + 1, measures)."""
        (series,) = simulate_series(self.world(without), self.own_set, [self.future], self.luck)
        return np.asarray(series)

    def fates(
        self,
        variants: Sequence[Collection[Happening]],
        *,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> list[Fate]:
        """Return what becomes of the future without each of some lists of happenings.

        Raises
        ------
        Cancelled
            ``cancelled`` said so.
        """
        lived = []
        for number, without in enumerate(variants):
            if cancelled is not None and cancelled():
                raise Cancelled
            lived.append(self.series(without))
            if progress is not None:
                progress(number + 1, len(variants))
        return fates_of(np.stack(lived)) if lived else []


def fates_of(series: Series) -> list[Fate]:
    """Return what became of some futures, shape (futures, months + 1, measures)."""
    lives = live(series)
    begun, used = series[:, 0, REUSE], series[:, 1:, REUSE].sum(axis=1)
    work = np.divide(used, begun, out=np.zeros_like(used), where=begun > 0)
    months = (lives.states[:, 1:] == WORKING).sum(axis=1)
    return [
        Fate(
            float(work[row]),
            int(months[row]),
            None if np.isnan(lives.collapse_month[row]) else int(lives.collapse_month[row]),
            bool(lives.working[row]),
        )
        for row in range(len(series))
    ]


def case_of(
    scenario: Scenario | File,
    plan: Plan | File,
    context: Context | File,
    *,
    future: int,
    seed: int = 1,
    parameters: ParameterSets | File = PLAUSIBLE,
    instead: Plan | File = NAMED,
) -> Case:
    """Return one future by names or files.

    Raises
    ------
    Mistake
        A name that does not exist, dates outside the context's months, a number of a future below 0.
    """
    what = scenario if isinstance(scenario, Scenario) else library.scenario(scenario)
    how = plan if isinstance(plan, Plan) else library.plan(plan)
    where = context if isinstance(context, Context) else library.context(context)
    other = instead if isinstance(instead, Plan) else library.plan(instead)
    library.check_fit(what, how, where)
    library.check_fit(what, other, where)
    number = int(future_numbers([future])[0])
    sets = parameter_sets(parameters)
    own = parameter_table(where, [sets.of_future(number)])
    return Case(what, how, where, other, number, Luck(seed), sets, own)


def another_future(case: Case, future: int) -> Case:
    """Return another future of the same scenario, plan and context; it shares the worlds that were built."""
    return replace(case, future=future, own_set=parameter_table(case.context, [case.parameters.of_future(future)]))
