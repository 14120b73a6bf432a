"""Step 2: the plan reads its signposts and sets this month's levers. (Source text: change mindset; tip 9.)

A trigger is data. A *stage* begins in its month, stays until another stage names the same thing, and costs nothing: it
was planned. A *signpost* watches a recorded measure and holds while the measure stays beyond its threshold.
"""

from __future__ import annotations

from typing import Any

from sim.world.compiled import rule
from sim.world.levers import N_ACTIVITIES, N_LEVERS
from sim.world.measures import RUNWAY


@rule
def review_plan(world: Any) -> None:
    """Update the triggers, set the levers that follow from them, and note whether course was changed."""
    commons = world.commons[0]
    month = commons.month
    moved = False
    for index in range(len(world.triggers)):
        trigger = world.triggers[index]
        if trigger.stage_month > 0:
            trigger.holds = month >= trigger.stage_month
        else:
            before = trigger.holds
            trigger.holds = signpost_holds(world, trigger)
            moved = moved or (trigger.holds != before and names_levers(trigger))
    different = set_levers(world)
    commons.changed_course = moved and different and month > 1


@rule
def names_levers(trigger: Any) -> bool:
    """Return whether a trigger moves effort or sets a dial; retargeting alone is no change of course."""
    for dial in range(N_LEVERS):
        if trigger.sets[dial]:
            return True
    return bool(trigger.shifts)


@rule
def signpost_holds(world: Any, trigger: Any) -> bool:
    """Return whether a signpost holds: on after enough months beyond its threshold, off after as many back."""
    if not trigger.holds:
        return months_beyond(world, trigger, trigger.threshold) == trigger.months
    return trigger.latch or months_beyond(world, trigger, trigger.release) != 0 or not has_seen_enough(world, trigger)


@rule
def has_seen_enough(world: Any, trigger: Any) -> bool:
    """Return whether as many months as the signpost watches have been lived and can be seen by now."""
    return world.commons[0].month - trigger.seen_late - trigger.months >= 1


@rule
def months_beyond(world: Any, trigger: Any, bound: float) -> int:
    """Return in how many of the months that the signpost watches its measure lay beyond a bound.

    Where no income is usual, a runway in months of usual income says nothing, and no signpost on it holds.
    """
    if not has_seen_enough(world, trigger):
        return 0
    if trigger.measure == RUNWAY and world.community[0].base_income == 0.0:
        return 0
    newest = world.commons[0].month - 1 - trigger.seen_late
    beyond = 0
    for month in range(newest - trigger.months + 1, newest + 1):
        seen = world.history[month].measure[trigger.measure]
        beyond += seen > bound if trigger.above else seen < bound
    return beyond


@rule
def set_levers(world: Any) -> bool:
    """Set this month's levers and return whether they differ from last month's.

    Stages shape the plan's own base, the latest one that names a thing deciding. On top, the first signpost with an
    effort action shifts effort, and each dial is set by the first signpost that names it.
    """
    commons = world.commons[0]
    levers = world.levers[0]
    base = world.base_levers[0]
    before = world.last_levers[0]
    for activity in range(N_ACTIVITIES):
        before.effort[activity] = levers.effort[activity]
        levers.effort[activity] = base.effort[activity]
    for dial in range(N_LEVERS):
        before.dial[dial] = levers.dial[dial]
        levers.dial[dial] = base.dial[dial]
    commons.retargeting = False
    act_on_stages(world)
    act_on_signposts(world)
    for activity in range(N_ACTIVITIES):
        if levers.effort[activity] != before.effort[activity]:
            return True
    for dial in range(N_LEVERS):
        if levers.dial[dial] != before.dial[dial]:
            return True
    return False


@rule
def act_on_stages(world: Any) -> None:
    """Let the stages that have begun act; they stand in the order of their months, so the latest one decides."""
    for index in range(len(world.triggers)):
        trigger = world.triggers[index]
        if trigger.stage_month > 0 and trigger.holds:
            if trigger.shifts:
                for activity in range(N_ACTIVITIES):
                    world.levers[0].effort[activity] = world.base_levers[0].effort[activity]
            act(world, trigger, trigger.shifts, 0)


@rule
def act_on_signposts(world: Any) -> None:
    """Let the signposts that hold act, in file order: the first to shift effort and the first to name a dial decide."""
    shifted = False
    named = 0
    for index in range(len(world.triggers)):
        trigger = world.triggers[index]
        if trigger.stage_month == 0 and trigger.holds:
            named = act(world, trigger, trigger.shifts and not shifted, named)
            shifted = shifted or trigger.shifts


@rule
def act(world: Any, trigger: Any, shifting: bool, named: int) -> int:
    """Do what a trigger says, but for the dials whose bit is set in ``named``; return ``named`` with those it set."""
    levers = world.levers[0]
    if shifting:
        for activity in range(N_ACTIVITIES):
            kept = (1.0 - trigger.shift) * levers.effort[activity]
            levers.effort[activity] = kept + trigger.shift * trigger.effort[activity]
    for dial in range(N_LEVERS):
        if trigger.sets[dial] and not (named >> dial) & 1:
            levers.dial[dial] = trigger.dial[dial]
            named |= 1 << dial
    world.commons[0].retargeting = world.commons[0].retargeting or trigger.retarget
    return named
