"""What matters most: one thing at a time goes from the low to the high end of its range, in the same futures.

Of the plan: each of the eight levers over its range, and each activity from no effort to a third of all effort (what is
left is shared out as before). Of what nobody knows: each parameter over its range, in every parameter set, with all
others as they are; there are so many that those that move a few futures most are then moved in all. One at a time says
nothing of what two things do together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from sim.causes.case import Case, File, case_of
from sim.engines.ensemble import simulate_series
from sim.files.context import Context
from sim.files.mistakes import unknown
from sim.files.parameter_sets import PLAUSIBLE, ParameterSets
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.results.intervals import Difference, Flags, Share, paired_difference, share_of
from sim.results.outcomes import working_at_the_end
from sim.results.simulate import future_numbers
from sim.world.assembly import build_world, parameter_table
from sim.world.levers import ACTIVITIES, LEVERS
from sim.world.parameters import PARAMETERS

if TYPE_CHECKING:
    import pandas as pd

    from sim.world.tables import Table

PLAN, ASSUMED = "plan", "parameters"
GROUPS: Final = (PLAN, ASSUMED)
"""What can be moved: the plan's levers and efforts, or the model's parameters."""

MOST_EFFORT: Final = 1 / 3
"""Share of all effort at the high end of an activity."""

FUTURES: Final = 200

MOST_MOVED: Final = 20
SCREENED: Final = 40
"""Of more things than ``MOST_MOVED``, those are moved in all futures that matter most in so many."""

Numbers = npt.NDArray[np.int64]

End = tuple[str, str, float, float]
"""Kind, name, low and high end of something that can be moved."""


@dataclass(frozen=True)
class Moved:
    """One thing that was moved.

    Attributes
    ----------
    kind : lever, activity or parameter.
    low, high : the ends of its range; of an activity, shares of all effort.
    working_low, working_high : futures still working at the end with it at either end.
    difference : the share at the high end less that at the low end, future by future.
    """

    kind: str
    name: str
    low: float
    high: float
    working_low: Share
    working_high: Share
    difference: Difference


@dataclass(frozen=True, eq=False)
class Swings:
    """What moves the share of futures that are still working.

    Attributes
    ----------
    group : one of ``GROUPS``.
    usual : the share with everything as it is.
    moved : the thing that moves it most first.
    """

    case: Case
    group: str
    futures: int
    usual: Share
    moved: tuple[Moved, ...]

    def table(self) -> pd.DataFrame:
        """Return a row for each thing."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "kind": one.kind, "name": one.name, "low": one.low, "high": one.high,
                    "working_low": one.working_low.share, "working_high": one.working_high.share,
                    "difference": one.difference.difference, "difference_low": one.difference.low,
                    "difference_high": one.difference.high, "too_close": one.difference.too_close,
                }
                for one in self.moved
            ]
        )  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values, ready for JSON."""
        case = self.case
        return {
            "scenario": case.scenario.name,
            "plan": case.plan.name,
            "context": case.context.name,
            "seed": case.luck.seed,
            "parameters": case.parameters.name,
            "group": self.group,
            "futures": self.futures,
            "usual": asdict(self.usual),
            "moved": [asdict(one) for one in self.moved],
        }


def one_at_a_time(
    scenario: Scenario | File,
    plan: Plan | File = "baseline",
    context: Context | File = "uruguay",
    *,
    group: str = PLAN,
    futures: int = FUTURES,
    seed: int = 1,
    parameters: ParameterSets | File = PLAUSIBLE,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Swings:
    """Return how far each thing of a group moves the share of futures that are still working at the end.

    Parameters
    ----------
    group : "plan" (levers and efforts) or "parameters".
    progress : called with the futures lived through, and all of them.
    cancelled : asked between blocks of futures.

    Raises
    ------
    Mistake
        A name that does not exist, or fewer than one future.
    Cancelled
        ``cancelled`` said so.
    """
    if group not in GROUPS:
        raise unknown("group", group, GROUPS)
    numbers = future_numbers(futures)
    case = case_of(scenario, plan, context, future=0, seed=seed, parameters=parameters)
    records = parameter_table(case.context, case.parameters.sets)

    def working(way: Plan, sets: Table, of: Numbers) -> Flags:
        world = build_world(case.scenario, way, case.context)
        series = simulate_series(world, sets, of, case.luck, cancelled=cancelled)
        return working_at_the_end(series)

    def moved(thing: End, of: Numbers) -> Moved:
        kind, name, low, high = thing
        first, second = (working(*_at(case.plan, records, kind, name, end), of) for end in (low, high))
        difference = paired_difference(second, first)
        return Moved(kind, name, low, high, share_of(first), share_of(second), difference)

    things = list(_plan_ends(case.plan) if group == PLAN else _parameter_ends())
    screened = len(things) > MOST_MOVED and len(numbers) > SCREENED
    runs = SCREENED * len(things) + MOST_MOVED * len(numbers) if screened else len(things) * len(numbers)
    done = 0

    def moved_all(some: list[End], of: Numbers) -> list[Moved]:
        nonlocal done
        found = []
        for thing in some:
            found.append(moved(thing, of))
            done += len(of)
            if progress is not None:
                progress(done, runs)
        return sorted(found, key=lambda one: -abs(one.difference.difference))

    if screened:
        first = moved_all(things, numbers[:SCREENED])[:MOST_MOVED]
        things = [(one.kind, one.name, one.low, one.high) for one in first]
    usual = share_of(working(case.plan, records, numbers))
    return Swings(case, group, len(numbers), usual, tuple(moved_all(things, numbers)))


def _plan_ends(plan: Plan) -> Iterator[End]:
    """Yield the levers and activities with the ends of their ranges; an activity that is all of the effort is left."""
    for lever in LEVERS:
        yield "lever", lever.name, lever.low, lever.high
    for activity in ACTIVITIES:
        if plan.effort[activity.name] < sum(plan.effort.values()):
            yield "activity", activity.name, 0.0, MOST_EFFORT


def _parameter_ends() -> Iterator[End]:
    """Yield the parameters that somebody could doubt: no facts of a place, no definitions."""
    for parameter in PARAMETERS:
        if not parameter.set_by_context and parameter.low < parameter.high:
            yield "parameter", parameter.name, parameter.low, parameter.high


def _at(plan: Plan, records: Table, kind: str, name: str, end: float) -> tuple[Plan, Table]:
    """Return the plan and the parameter sets with one thing at one end."""
    if kind == "parameter":
        changed = records.copy()
        changed[name] = end
        return plan, changed
    if kind == "lever":
        return plan.model_copy(update={"levers": {**plan.levers, name: end}}), records
    return plan.model_copy(update={"effort": with_effort(plan.effort, name, end)}), records


def with_effort(effort: dict[str, float], name: str, share: float) -> dict[str, float]:
    """Return weights in which one activity has a share of all effort, and the others what is left, as before.

    Examples
    --------
    >>> with_effort({"train": 1.0, "ally": 2.0, "teach": 2.0}, "train", 0.5)
    {'train': 0.5, 'ally': 0.25, 'teach': 0.25}
    """
    others = sum(weight for other, weight in effort.items() if other != name)
    return {other: share if other == name else (1.0 - share) * weight / others for other, weight in effort.items()}
