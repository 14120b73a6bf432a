"""Pathways: a plan and its alternatives, when each stops being good enough, what waiting costs, and what warns."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from sim.causes.case import case_of
from sim.engines.ensemble import Luck, Series, simulate_series
from sim.files import library
from sim.files.context import Context
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import PLAUSIBLE, ParameterSets, parameter_sets
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.pathways.signposts import Signpost, best_signposts, own_signposts
from sim.pathways.switching import LATE, Switch, decision_months, switch
from sim.pathways.tipping import Months, Tipping, tipping
from sim.results.counting import Counter, Progress
from sim.results.fingerprint import fingerprint
from sim.results.intervals import Share, share_of
from sim.results.outcomes import Lives, live
from sim.results.simulate import future_numbers
from sim.world.assembly import build_world, ordered_triggers, parameter_table
from sim.world.measures import SIGNPOSTS

FUTURES = 300


@dataclass(frozen=True, eq=False)
class Pathways:
    """A plan, and the plans that its community could turn to.

    Attributes
    ----------
    plans : the first is the one that the community begins with.
    tipping, working : by plan, if it is followed from the beginning.
    switches : by alternative; None where no future gives time to switch a year late.
    signposts : what warns of collapses under the first plan, the best first; empty where there is too little to see.
    own : the same for the first plan's own triggers.
    collapses : futures that collapse under the first plan.
    recovered : by plan, futures in which it stopped being good enough and that are working at the end all the same.
    """

    scenario: Scenario
    plans: tuple[Plan, ...]
    context: Context
    tipping: dict[str, Tipping]
    working: dict[str, Share]
    switches: dict[str, Switch | None]
    signposts: tuple[Signpost, ...]
    own: tuple[Signpost, ...]
    collapses: int
    futures: int
    seed: int
    parameters: str
    recovered: dict[str, Share]

    @property
    def first(self) -> Plan:
        """The plan that the community begins with."""
        return self.plans[0]

    @property
    def warning(self) -> Signpost | None:
        """The reliable signpost that warns earliest; None where none is reliable."""
        return next((one for one in self.signposts if one.reliable), None)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as ``sobremesa pathways --json`` prints it."""
        return {
            "scenario": self.scenario.name,
            "context": self.context.name,
            "futures": self.futures,
            "seed": self.seed,
            "parameters": self.parameters,
            "fingerprint": fingerprint(),
            "collapses": self.collapses,
            "late": LATE,
            "plans": [self._plan(one.name) for one in self.plans],
            "signposts": [{**asdict(one), "reliable": one.reliable} for one in self.signposts],
            "own_signposts": [{**asdict(one), "reliable": one.reliable} for one in self.own],
        }

    def _plan(self, name: str) -> dict[str, Any]:
        tips, change = self.tipping[name], self.switches.get(name)
        quartiles = {f"q{round(100 * share)}": tips.quartile(share) for share in (0.25, 0.5, 0.75)}
        return {
            "plan": name,
            "working": asdict(self.working[name]),
            "recovered": asdict(self.recovered[name]),
            "tipping": {**quartiles, "never": tips.waiting.never},
            "switch": None if change is None else asdict(change),
        }


def pathways(
    scenario: Scenario | str | os.PathLike[str],
    plans: Sequence[Plan | str | os.PathLike[str]],
    context: Context | str | os.PathLike[str] = "uruguay",
    *,
    futures: int = FUTURES,
    seed: int = 1,
    parameters: ParameterSets | str | os.PathLike[str] = PLAUSIBLE,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Pathways:
    """Return when to change course, and what it costs to wait.

    Parameters
    ----------
    plans : the plan that the community begins with, then at least one that it could turn to.
    progress : called with the futures done, and about all of them.

    Raises
    ------
    Mistake
        Fewer than two plans, one given twice, or names, dates or parameters that do not exist.
    """
    what = scenario if isinstance(scenario, Scenario) else library.scenario(scenario)
    where = context if isinstance(context, Context) else library.context(context)
    ways = tuple(one if isinstance(one, Plan) else library.plan(one) for one in plans)
    check_question(what, ways, where)
    sets, numbers = parameter_sets(parameters), future_numbers(futures)
    counter = Counter(len(numbers) * (3 * len(ways) - 2), progress)
    records = parameter_table(where, sets.sets)

    def lived(plan: Plan) -> Series:
        world = build_world(what, plan, where)
        return simulate_series(world, records, numbers, Luck(seed), progress=counter.add, cancelled=cancelled)

    series = {one.name: lived(one) for one in ways}
    lives = {name: live(one) for name, one in series.items()}
    tips = {name: tipping(one) for name, one in lives.items()}
    first = ways[0]
    case = case_of(what, first, where, future=0, seed=seed, parameters=sets)
    decisions = decision_months(tips[first.name].months)
    switches = {
        one.name: switch(
            case, numbers, series[first.name], decisions, one, done=counter.add, cancelled=cancelled
        )
        for one in ways[1:]
    }  # fmt: skip
    collapse = lives[first.name].collapse_month
    counter.end()
    return Pathways(
        what, ways, where, tips, {name: share_of(one.working) for name, one in lives.items()}, switches,
        tuple(best_signposts(series[first.name], collapse)),
        tuple(own_signposts(_first_fired(first, where, series[first.name]), collapse)),
        _collapses(lives[first.name]), len(numbers), seed, sets.name,
        {name: share_of(~np.isnan(tips[name].months) & one.working) for name, one in lives.items()},
    )  # fmt: skip


def check_question(scenario: Scenario, plans: Sequence[Plan], context: Context) -> None:
    """Refuse what has no pathways, before anything is computed."""
    if len(plans) < 2:
        raise Mistake(
            f"{len(plans)} plan is given, but at least 2 are needed: the one to begin with, and one to turn to"
        )
    library.refuse_twice("plan", plans)
    for plan in plans:
        library.check_fit(scenario, plan, context)


def _collapses(lives: Lives) -> int:
    """Return how many futures collapse."""
    return int(np.count_nonzero(~np.isnan(lives.collapse_month)))


def _first_fired(plan: Plan, context: Context, series: Series) -> dict[str, Months]:
    """Return when each signpost of a plan first held; NaN: never. Stages warn of nothing."""
    bits = series[:, :, SIGNPOSTS].astype(np.int64)
    found = {}
    for place, trigger in enumerate(ordered_triggers(plan, context)):
        if trigger.month is None:
            held = (bits >> place) & 1 == 1
            found[trigger.name] = np.where(held.any(axis=1), held.argmax(axis=1), math.nan)
    return found
