"""What could still become of a future: the same past, and from a month on many continuations under each plan.

A continuation has another luck from its month on: branch 1, 2, 3 ... of the future's luck. Branch 5 is the same luck
under every plan, so that plans are compared in pairs. The past is that of the first plan, bit for bit.

What a community changes when it turns to another plan: its effort, its levers, its signposts and stages (a stage that
the other plan had planned for an earlier month acts at once), its order of themes if it has one of its own. A signpost
that both plans have, alike in all but its name, goes on as it was: one that holds, for good or until the danger is
over, still does. What it cannot change: all that exists by then (people, posts, reserve, data, routine, standing),
the scenario, and the grants that have begun, which are paid to their end. Grants of the other plan come as far as they
begin later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.causes.case import Case, Fate, File, case_of, fates_of
from sim.engines.ensemble import NEVER, Cancelled, Series, thread_count
from sim.files import library
from sim.files.context import Context
from sim.files.mistakes import Mistake, shown
from sim.files.parameter_sets import PLAUSIBLE, ParameterSets
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.results.intervals import Difference, Share, paired_difference, share_of
from sim.results.outcomes import Lives, live
from sim.rules.month import live_month
from sim.world.assembly import build_world
from sim.world.beginning import begin
from sim.world.dice import throw_for_future
from sim.world.tables import World

if TYPE_CHECKING:
    import pandas as pd

BRANCHES: Final = 100
MOST_BRANCHES: Final = 10_000
BLOCK: Final = 25
"""Continuations that one thread lives through before it tells how far it is."""

_STATE: Final = (
    "commons",
    "community",
    "calendars",
    "governments",
    "champions",
    "donors",
    "activists",
    "levers",
    "last_levers",
    "history",
)
"""What a past leaves behind; all other tables are what scenario, plan and context say."""


@dataclass(frozen=True, eq=False)
class Continuations:
    """What becomes of a future under one plan, from the month of the fork on.

    Attributes
    ----------
    series : shape (branches, months + 1, measures); up to the month before the fork all are the same.
    working : share of the continuations in which the community is still working at the end.
    collapsed : share in which it collapses at some time (which may lie in the past).
    against_first : the share working less that of the first plan, branch by branch; None for the first plan.
    """

    plan: Plan
    series: Series
    lives: Lives
    working: Share
    collapsed: Share
    months_of_work: tuple[float, ...]
    against_first: Difference | None


@dataclass(frozen=True, eq=False)
class Fork:
    """One past, and what could come of it.

    Attributes
    ----------
    case : the future, under the plan of its past.
    month : the first month that has another luck.
    branches : continuations under each plan.
    plans : the plan of the past first.
    itself : what becomes of the future with its own luck, under the plan of its past.
    """

    case: Case
    month: int
    branches: int
    plans: tuple[Continuations, ...]
    itself: Fate

    @property
    def date(self) -> str:
        """The month of the fork, such as 2029-03."""
        return self.case.context.date_of(self.month)

    @property
    def past(self) -> Series:
        """Every measure of months 0 to the one before the fork, shape (month, measures)."""
        return self.plans[0].series[0, : self.month]

    def outcomes(self) -> pd.DataFrame:
        """Return a row for each plan and branch: working, collapse month and months of work."""
        import pandas as pd

        tables = [
            pd.DataFrame(
                {
                    "plan": one.plan.name,
                    "branch": np.arange(1, self.branches + 1),
                    "working": one.lives.working,
                    "collapse_month": one.lives.collapse_month,
                    "months_of_work": one.months_of_work,
                }
            )
            for one in self.plans
        ]
        return pd.concat(tables, ignore_index=True)

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the series as plain values, ready for JSON."""
        case = self.case
        return {
            "scenario": case.scenario.name,
            "context": case.context.name,
            "seed": case.luck.seed,
            "parameters": case.parameters.name,
            "future": case.future,
            "month": self.month,
            "date": self.date,
            "branches": self.branches,
            "itself": asdict(self.itself),
            "plans": [
                {
                    "plan": one.plan.name,
                    "working": asdict(one.working),
                    "collapsed": asdict(one.collapsed),
                    "months_of_work": float(np.mean(one.months_of_work)),
                    "against_first": None if one.against_first is None else asdict(one.against_first),
                }
                for one in self.plans
            ],
        }


def fork(
    scenario: Scenario | File,
    plans: Sequence[Plan | File],
    context: Context | File = "uruguay",
    *,
    future: int,
    month: int | str,
    branches: int = BRANCHES,
    seed: int = 1,
    parameters: ParameterSets | File = PLAUSIBLE,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Fork:
    """Return what could become of one future from a month on, under each of some plans.

    Parameters
    ----------
    plans : the first is the one that the past was lived under.
    month : the first month with another luck (and another plan): a number, or a date such as 2029-03.
    branches : how many continuations under each plan.
    progress : called with the continuations done, and all of them.
    cancelled : asked between some of them.

    Raises
    ------
    Mistake
        A name or a month that does not exist, no plan, one plan twice, branches outside 1 to 10,000.
    Cancelled
        ``cancelled`` said so.

    Examples
    --------
    >>> found = fork("hostile-successors", ["baseline", "adaptive"], "uruguay", future=17, month=24, branches=10)
    >>> bool((found.plans[0].series[:, :24] == found.plans[1].series[:, :24]).all())
    True
    """
    ways = [one if isinstance(one, Plan) else library.plan(one) for one in plans]
    if not ways:
        raise Mistake("plans is empty, but a fork needs at least one plan, that of the past")
    names = [one.name for one in ways]
    for name in names:
        if names.count(name) > 1:
            raise Mistake(f"plan {shown(name)} is given {names.count(name)} times; give it once")
    if not 1 <= branches <= MOST_BRANCHES:
        raise Mistake(f"branches is {branches}, but must be a whole number from 1 to {MOST_BRANCHES:,}")
    case = case_of(scenario, ways[0], context, future=future, seed=seed, parameters=parameters)
    first = fork_month(case.context, month)
    for way in ways[1:]:
        library.check_fit(case.scenario, way, case.context)
    past = lived_until(case, first - 1)
    made: list[Continuations] = []
    for place, way in enumerate(ways):

        def told(done: int, place: int = place) -> None:
            if progress is not None:
                progress(place * branches + done, len(ways) * branches)

        start = past if place == 0 else turned_to(case, past, way, first)
        series = _continued(case, start, first, branches, told, cancelled)
        made.append(_judged(case, way, series, made[0].lives if made else None))
    return Fork(case, first, branches, tuple(made), case.fates([()])[0])


def fork_month(context: Context, month: int | str) -> int:
    """Return the number of the month of a fork.

    Raises
    ------
    Mistake
        A month that is none, or lies outside the context's months.
    """
    number = context.month_of(month, "month")
    if not 1 <= number <= context.months:
        raise Mistake(
            f"month is {shown(month)}, but in context '{context.name}' must be from month 1 ({context.date_of(1)}) to "
            f"month {context.months} ({context.date_of(context.months)})"
        )
    return number


def lived_until(case: Case, month: int) -> World:
    """Return the world of a future after a month of the trunk."""
    world = case.world()
    world.parameters[0] = case.own_set[0]
    begin(world, case.luck.seed, case.future, 0, NEVER)
    for number in range(1, month + 1):
        live_month(world, number)
    return world


def turned_to(case: Case, past: World, plan: Plan, month: int) -> World:
    """Return the world of a past whose community turns to another plan from a month on."""
    old = [grant for grant in case.plan.grants if case.context.month_of(grant.start) < month]
    new = [grant for grant in plan.grants if case.context.month_of(grant.start) >= month]
    world = build_world(
        case.scenario, plan.model_copy(update={"grants": (*old, *new)}), case.context,
    )  # fmt: skip
    world.parameters[0] = case.own_set[0]
    begin(world, case.luck.seed, case.future, 0, NEVER)
    order = world.commons["theme_order"].copy()
    for name in _STATE:
        getattr(world, name)[...] = getattr(past, name)
    _keep_signposts(past, world)
    if plan.themes:
        world.commons["theme_order"] = order
    return world


def _keep_signposts(past: World, world: World) -> None:
    """Let every signpost that the past had too stand as it stood there; of several that are alike, each its own."""
    held: dict[bytes, list[bool]] = {}
    for row in past.triggers:
        held.setdefault(_without_state(row), []).append(bool(row["holds"]))
    for row in world.triggers:
        same = held.get(_without_state(row))
        if same:
            row["holds"] = same.pop(0)


def _without_state(trigger: Any) -> bytes:
    """Return all that a plan says of a trigger, and not whether it holds."""
    return b"".join(trigger[name].tobytes() for name in trigger.dtype.names if name != "holds")


def _continued(
    case: Case,
    start: World,
    first: int,
    branches: int,
    told: Callable[[int], None],
    cancelled: Callable[[], bool] | None,
) -> Series:
    """Return the continuations of a world that stands before the month of the fork."""
    series = np.empty((branches, *start.history["measure"].shape))

    def live_on(block: range) -> int:
        for branch in block:
            if cancelled is not None and cancelled():
                raise Cancelled
            world = start.duplicate()
            throw_for_future(world, case.luck.seed, case.future, branch, first)
            for month in range(first, case.context.months + 1):
                live_month(world, month)
            series[branch - 1] = world.history["measure"]
        return len(block)

    blocks = [range(one, min(one + BLOCK, branches + 1)) for one in range(1, branches + 1, BLOCK)]
    done = 0
    with ThreadPoolExecutor(max_workers=thread_count(), thread_name_prefix="continuations") as pool:
        for lived in pool.map(live_on, blocks):
            done += lived
            told(done)
    if not np.isfinite(series).all():
        raise FloatingPointError(f"future {case.future}: a measure of a continuation is not a finite number")
    return series


def _judged(case: Case, plan: Plan, series: Series, first: Lives | None) -> Continuations:
    """Return the continuations under one plan with what became of them."""
    lives = live(series)
    work = tuple(fate.months_of_work for fate in fates_of(series))
    against = None if first is None else paired_difference(lives.working, first.working)
    collapsed = share_of(~np.isnan(lives.collapse_month))
    return Continuations(plan, series, lives, share_of(lives.working), collapsed, work, against)
