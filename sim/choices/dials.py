"""The dials of a plan, the values that each is tried at, and the plan that a value makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sim.files.mistakes import unknown
from sim.files.plan import Plan
from sim.search.space import DIGITS
from sim.search.space import Dial as Range
from sim.world.levers import ACTIVITIES, LEVERS, Lever

ACTIVITY, LEVER = "activity", "lever"
GROUPS: Final = ("levers", "effort")
"""Words for all levers, and for all activities."""

PLACES: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Where in its range a lever is tried, beside the plan's own value."""

WEIGHTS: Final = (0.0, 0.5, 2.0, 4.0)
"""What an activity is tried at, where the mean of the plan's own weights is 1."""

NEAR: Final = 0.08
"""A place between the ends that is nearer than this share of the range to the plan's own value says nothing new."""

NAMES: Final = (*GROUPS, *(one.name for one in LEVERS), *(one.name for one in ACTIVITIES))


@dataclass(frozen=True)
class Dial:
    """One thing that a plan decides.

    Attributes
    ----------
    kind : lever or activity.
    own : the plan's value; of an activity, its weight where the mean of all weights is 1.
    values : all that it is tried at, the plan's own among them, from low to high.
    """

    kind: str
    name: str
    own: float
    values: tuple[float, ...]

    def at_an_end(self, value: float) -> bool:
        """Return whether nothing beyond a value was tried."""
        return value in (self.values[0], self.values[-1])

    def plan(self, plan: Plan, value: float) -> Plan:
        """Return the plan with this dial at a value, and all else as it is."""
        if value == self.own:
            return plan
        if self.kind == LEVER:
            whole = next(one.whole for one in LEVERS if one.name == self.name)
            return plan.model_copy(update={"levers": {**plan.levers, self.name: int(value) if whole else value}})
        return plan.model_copy(update={"effort": {**plan.effort, self.name: value * _mean(plan)}})


def dials_of(plan: Plan, names: Sequence[str] = ()) -> tuple[Dial, ...]:
    """Return the dials of a plan: levers, then activities.

    An activity that is all of the plan's effort is left out: whatever its weight, it stays all.

    Parameters
    ----------
    names : levers and activities, or "levers" and "effort" for all of a kind; by default all.

    Raises
    ------
    Mistake
        A name that does not exist.
    """
    for name in names:
        if name not in NAMES:
            raise unknown("lever", name, NAMES)
    every = (*(_lever(plan, one) for one in LEVERS), *_activities(plan))
    kinds = {LEVER: "levers", ACTIVITY: "effort"}
    return tuple(one for one in every if not names or one.name in names or kinds[one.kind] in names)


def _lever(plan: Plan, lever: Lever) -> Dial:
    """Return a lever with the values along its range."""
    along, own = Range(lever.name, lever.low, lever.high, lever.whole), float(plan.levers[lever.name])
    inside = [place for place in PLACES[1:-1] if abs(place - along.place(own)) >= NEAR]
    values = {along.value(place) for place in (PLACES[0], *inside, PLACES[-1])}
    return Dial(LEVER, lever.name, own, tuple(sorted({*values, own})))


def _activities(plan: Plan) -> list[Dial]:
    """Return the activities."""
    mean = _mean(plan)
    own = {name: round(weight / mean, DIGITS) for name, weight in plan.effort.items()}
    several = sum(weight > 0.0 for weight in own.values()) > 1
    names = [one.name for one in ACTIVITIES if several or not own[one.name]]
    return [Dial(ACTIVITY, name, own[name], tuple(sorted({*WEIGHTS, own[name]}))) for name in names]


def _mean(plan: Plan) -> float:
    """Return the mean of a plan's weights."""
    return sum(plan.effort.values()) / len(plan.effort)
