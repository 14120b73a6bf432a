"""Activists, organisations and journalists: what they contribute (step 3), whether they stay or join (step 9)."""

from __future__ import annotations

from typing import Any

from sim.rules.champions import leaving_rate
from sim.rules.governments import confrontation
from sim.world.compiled import rule
from sim.world.dice import Decision, chance, normal, pick, uniform
from sim.world.elementary import exp
from sim.world.levers import MOBILISE, N_THEMES, PURPOSE_SHARE, TEACH, VOICE
from sim.world.tables import NEIGHBOURS, NOBODY

ACTIVIST_KIND, ORGANISATION_KIND, JOURNALIST_KIND = range(3)


@rule
def contribute(world: Any, index: int) -> None:
    """Give this month's effort, and count as part of the public of one's theme."""
    member = world.activists[index]
    member.was_active = member.active
    if not member.active:
        return
    commons = world.commons[0]
    parameters = world.parameters[0]
    floor = parameters.effort_floor
    commons.members += 1
    commons.member_effort += member.reach * member.energy * (floor + (1.0 - floor) * member.literacy)
    commons.stance_sum += member.stance
    commons.stance_square_sum += member.stance * member.stance
    commons.journalists += member.kind == JOURNALIST_KIND
    commons.radicals += member.stance > commons.window
    weight = 1.0 if member.kind == ACTIVIST_KIND else parameters.organised_weight
    full_public = parameters.public_share * len(world.activists)
    commons.use[member.theme] += weight * member.reach * member.literacy / full_public


@rule
def peer_members(world: Any, index: int) -> float:
    """Return the share of a member's acquaintances who were active last month."""
    member = world.activists[index]
    active = 0
    for place in range(NEIGHBOURS):
        neighbour = member.neighbours[place]
        if neighbour != NOBODY:
            active += world.activists[neighbour].was_active
    return active / NEIGHBOURS


@rule
def join(member: Any, energy: float, literacy: float) -> None:
    """Become active, as a newcomer."""
    member.active = True
    member.energy = energy
    member.literacy = literacy
    member.months_since_joining = 0


@rule
def become_someone_else(world: Any, index: int) -> None:
    """Put another person, inactive, in a seat: literacy, stance, theme and reach are drawn anew, drive stays."""
    member = world.activists[index]
    parameters = world.parameters[0]
    draw = uniform(world, Decision.NEW_LITERACY, index)
    member.literacy = parameters.newcomer_literacy + parameters.newcomer_literacy_spread * draw
    stance = parameters.stance_mean + parameters.stance_spread * normal(world, Decision.NEW_STANCE, index)
    member.stance = min(1.0, max(0.0, stance))
    member.theme = pick(world, Decision.NEW_THEME, index, N_THEMES)
    spread = parameters.reach_spread
    member.reach = exp(spread * normal(world, Decision.NEW_REACH, index) - spread * spread / 2.0)
    member.left_before = False


@rule
def decide(world: Any, index: int) -> None:
    """Stay or leave, if active; come nearer, be replaced or join, if not. (Source text: tips 9, 10.)"""
    if world.activists[index].was_active:
        stay_or_leave(world, index)
    else:
        perhaps_join(world, index)


@rule
def stay_or_leave(world: Any, index: int) -> None:
    """Draw energy from six equal supports, learn, and leave by rotation, burnout or for want of the basics."""
    member = world.activists[index]
    parameters = world.parameters[0]
    commons = world.commons[0]
    support = member.drive + commons.momentum + peer_members(world, index)
    support += commons.vision + (1.0 - commons.overload) + commons.mean_door
    level = support / 6.0
    above = member.stance > commons.window + parameters.window_above
    below = member.stance < commons.window - parameters.window_below
    if above or below:
        level -= parameters.unheard_price * (1.0 - world.levers[0].dial[VOICE])
    level -= parameters.pandemic_energy * commons.pandemic
    level -= parameters.fight_energy * commons.fight
    level -= parameters.civic_space_energy * commons.civic_space
    member.energy += (min(1.0, max(0.0, level)) - member.energy) / parameters.fast_time
    records = parameters.documentation_gain * commons.documentation
    learning = (commons.intensity[TEACH] + records) / (2.0 * parameters.medium_time)
    member.literacy += (1.0 - member.literacy) * learning
    member.months_since_joining += 1
    leaving = leaving_rate(world, parameters.rotation, member.energy)
    if member.months_since_joining <= parameters.newcomer_months:
        leaving += parameters.newcomer_exit * parameters.newcomer_exit_gain * (1.0 - member.literacy)
    if chance(world, Decision.MEMBER_EXIT, index, leaving):
        member.active = False
        member.left_before = True


@rule
def perhaps_join(world: Any, index: int) -> None:
    """Forget a little, perhaps make room for another person, and join when asked or when acquaintances are active."""
    member = world.activists[index]
    parameters = world.parameters[0]
    commons = world.commons[0]
    member.literacy -= member.literacy / parameters.slow_time
    if chance(world, Decision.REPLACED, index, parameters.replacement):
        become_someone_else(world, index)
    asked = parameters.asking * parameters.asking_gain * commons.intensity[MOBILISE]
    joining = asked + parameters.peer_recruiting * parameters.peer_recruiting_gain * peer_members(world, index)
    if not commons.targeted[member.theme]:
        joining *= parameters.off_theme_joining
    help_given = parameters.literacy_help * (world.levers[0].dial[PURPOSE_SHARE] + commons.intensity[TEACH])
    joining *= commons.salience[member.theme] * (member.literacy + (1.0 - member.literacy) * help_given)
    joining *= parameters.trust_floor + commons.trust
    joining *= 1.0 - commons.civic_space
    if member.left_before:
        joining *= parameters.returning
    joining *= 1.0 + parameters.confrontation_draw * confrontation(world)
    if chance(world, Decision.JOIN, index, joining):
        records = parameters.documentation_gain * commons.documentation
        join(member, parameters.joining_energy, max(member.literacy, parameters.onboarding * records))
