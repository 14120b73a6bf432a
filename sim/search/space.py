"""What a search may turn: the free dials of a plan, and the plan that a setting of them makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.files.mistakes import Mistake, unknown
from sim.files.plan import Plan, Trigger, measure_range
from sim.world.levers import ACTIVITIES, LEVERS

GROUPS: Final = ("effort", "levers", "triggers")
"""Words that free all dials of a kind."""

HEAVIEST: Final = 3.0
"""Weight up to which the search tries an activity, where the mean of the plan's own weights is 1."""

DIGITS: Final = 2
"""Decimals of what the search writes: nobody can steer more finely, and files stay readable."""

FURTHEST: Final = 2.0
"""A signpost's threshold is moved up to so many times its own."""

LEAST_SHIFT: Final = 0.05

_ACTIVITY_NAMES: Final = tuple(one.name for one in ACTIVITIES)
_LEVER_NAMES: Final = tuple(one.name for one in LEVERS)
NAMES: Final = (*GROUPS, *_ACTIVITY_NAMES, *_LEVER_NAMES)


@dataclass(frozen=True)
class Dial:
    """One thing that the search may turn.

    Attributes
    ----------
    name : the activity, the lever, or "<trigger>: threshold" and "<trigger>: shift".
    low, high : ends of its range; values have two decimals, or none.
    """

    name: str
    low: float
    high: float
    whole: bool = False

    def value(self, place: float) -> float:
        """Return the value at a place of the range from 0 to 1."""
        value = round(self.low + (self.high - self.low) * place, 0 if self.whole else DIGITS)
        return float(min(self.high, max(self.low, value))) + 0.0  # no file tells -0.0 from 0.0

    def place(self, value: float) -> float:
        """Return where in its range a value lies, 0 to 1; what lies outside is moved to the end."""
        return float(min(1.0, max(0.0, (value - self.low) / (self.high - self.low))))


@dataclass(frozen=True)
class Space:
    """The dials that are free, and the plan that the others are taken from."""

    plan: Plan
    dials: tuple[Dial, ...]

    def values(self, places: Sequence[float] | npt.NDArray[np.float64]) -> dict[str, float]:
        """Return the setting at a point of the search space, each coordinate from 0 to 1."""
        return {dial.name: dial.value(float(place)) for dial, place in zip(self.dials, places, strict=True)}

    def own(self) -> dict[str, float]:
        """Return the plan's own setting, with the decimals of the search."""
        return self.values(self.places(self.plan))

    def places(self, plan: Plan) -> list[float]:
        """Return where another plan lies, as far as the free dials can say; triggers are the own plan's."""
        known = {**_scaled(plan), **plan.levers, **_of_triggers(self.plan.triggers)}
        return [dial.place(known[dial.name]) for dial in self.dials]

    def made(self, values: Mapping[str, float], name: str) -> Plan:
        """Return the plan of a setting; where nothing is to be done at all, everything is done alike.

        Its weights are those of the dials, and the others as the plan has them, on the same scale.
        """
        effort = {**_scaled(self.plan), **{one: values[one] for one in _ACTIVITY_NAMES if one in values}}
        if not any(effort.values()):
            effort = dict.fromkeys(effort, 1.0)
        levers: dict[str, float] = {**self.plan.levers}
        for lever in LEVERS:
            if lever.name in values:
                levers[lever.name] = int(values[lever.name]) if lever.whole else values[lever.name]
        triggers = tuple(_turned(one, values) for one in self.plan.triggers)
        return self.plan.model_copy(update={"name": name, "effort": effort, "levers": levers, "triggers": triggers})


def space(plan: Plan, free: Sequence[str] = GROUPS) -> Space:
    """Return the search space of a plan.

    Parameters
    ----------
    free : "effort", "levers", "triggers", or names of activities and levers.

    Raises
    ------
    Mistake
        A name that does not exist, or nothing that could be turned.
    """
    for name in free:
        if name not in NAMES:
            raise unknown("free lever", name, NAMES)
    dials = (*_effort_dials(plan, free), *_lever_dials(free), *_trigger_dials(plan, free))
    if not dials:
        why = f"plan '{plan.name}' has no signposts" if "triggers" in free else "none is named"
        raise Mistake(f"there is no free lever to search over: {why}; free effort, levers, or some of them by name")
    if len(dials) == 1 and dials[0].name in _ACTIVITY_NAMES and sum(plan.effort.values()) == plan.effort[dials[0].name]:
        raise Mistake(f"there is no free lever to search over: plan '{plan.name}' does nothing but {dials[0].name}")
    return Space(plan, dials)


def _scaled(plan: Plan) -> dict[str, float]:
    """Return a plan's weights with a mean of 1."""
    mean = sum(plan.effort.values()) / len(plan.effort)
    return {name: round(weight / mean, DIGITS) for name, weight in plan.effort.items()}


def _effort_dials(plan: Plan, free: Sequence[str]) -> list[Dial]:
    """Return a dial for each activity that is free."""
    own = _scaled(plan)
    return [Dial(one, 0.0, max(HEAVIEST, own[one])) for one in _ACTIVITY_NAMES if "effort" in free or one in free]


def _lever_dials(free: Sequence[str]) -> list[Dial]:
    """Return a dial for each lever that is free."""
    return [Dial(one.name, one.low, one.high, one.whole) for one in LEVERS if "levers" in free or one.name in free]


def _trigger_dials(plan: Plan, free: Sequence[str]) -> list[Dial]:
    """Return two dials for each signpost: where it fires, and how much effort it moves."""
    dials = []
    for trigger in plan.triggers if "triggers" in free else ():
        if trigger.measure is None:
            continue
        allowed, own = measure_range(trigger.measure), _threshold(trigger)
        step = 10.0**-DIGITS
        high = min(allowed.high - step, FURTHEST * own)
        dials.append(Dial(f"{trigger.name}: threshold", min(allowed.low + step, own), max(high, own)))
        if trigger.shift is not None:
            dials.append(Dial(f"{trigger.name}: shift", min(LEAST_SHIFT, trigger.shift), 1.0))
    return [dial for dial in dials if dial.low < dial.high]


def _threshold(trigger: Trigger) -> float:
    """Return where a signpost fires."""
    threshold = trigger.above if trigger.below is None else trigger.below
    assert threshold is not None
    return threshold


def _of_triggers(triggers: Sequence[Trigger]) -> dict[str, float]:
    """Return the settings of signposts."""
    watching = [one for one in triggers if one.measure is not None]
    shifts = {f"{one.name}: shift": one.shift for one in watching if one.shift is not None}
    return {**{f"{one.name}: threshold": _threshold(one) for one in watching}, **shifts}


def _turned(trigger: Trigger, values: Mapping[str, float]) -> Trigger:
    """Return a signpost with the threshold and shift of a setting; its release keeps its distance."""
    update: dict[str, float] = {}
    threshold = values.get(f"{trigger.name}: threshold")
    if threshold is not None:
        assert trigger.measure is not None
        update["above" if trigger.below is None else "below"] = threshold
        if trigger.release is not None:
            allowed = measure_range(trigger.measure)
            moved = round(trigger.release + threshold - _threshold(trigger), DIGITS)
            outermost = max if trigger.above is None else min
            update["release"] = float(outermost(threshold, min(allowed.high, max(allowed.low, moved))))
    if f"{trigger.name}: shift" in values:
        update["shift"] = values[f"{trigger.name}: shift"]
    return trigger.model_copy(update=update)
