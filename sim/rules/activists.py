"""Activists, organisations and journalists: what they contribute (step 3), whether they stay or join (step 9)."""

from __future__ import annotations

from typing import Any

from sim.rules.curves import diminishing, helped_by, helped_by_records, usable_records, within
from sim.rules.governments import confrontation
from sim.world.compiled import rule
from sim.world.dice import Decision, chance, key_of_month, normal_of, pick, uniform
from sim.world.elementary import exp
from sim.world.levers import BREADTH, MOBILISE, N_THEMES, PURPOSE_SHARE, TEACH, VOICE
from sim.world.tables import NEIGHBOURS, NOBODY

ACTIVIST_KIND, ORGANISATION_KIND, JOURNALIST_KIND = range(3)


@rule
def work_of(member: Any) -> float:
    """Return the effort that an active member gives in a month."""
    return float(member.reach * member.energy * (1.0 + member.literacy) / 2.0)


@rule
def contribute(world: Any, index: int) -> None:
    """Give this month's effort, and count as one who uses the data of one's theme."""
    member = world.activists[index]
    member.was_active = member.active
    if not member.active:
        return
    commons = world.commons[0]
    parameters = world.parameters[0]
    commons.members += 1
    commons.member_effort += work_of(member)
    commons.stance_sum += member.stance
    commons.stance_square_sum += member.stance * member.stance
    commons.journalists += member.kind == JOURNALIST_KIND
    weight = 1.0 if member.kind == ACTIVIST_KIND else parameters.organised_weight
    usual = parameters.public_unit * len(world.activists)
    commons.use[member.theme] += weight * member.reach * member.literacy / usual


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
def become_someone_else(world: Any, index: int) -> None:
    """Put another person, inactive, in a seat: literacy and theme are drawn anew, drive stays.

    Stance and reach are luck of this month too, but show only when somebody joins (see ``get_to_know``).
    """
    member = world.activists[index]
    parameters = world.parameters[0]
    draw = uniform(world, Decision.NEW_LITERACY, index)
    member.literacy = within(parameters.newcomer_literacy + parameters.newcomer_literacy_spread * (draw - 0.5))
    member.theme = pick(world, Decision.NEW_THEME, index, N_THEMES)
    member.left_before = False
    member.person += 1
    member.arrived = world.commons[0].month


@rule
def get_to_know(world: Any, index: int) -> None:
    """Draw stance and reach of a person whom nobody has met yet, with the luck of the month in which the person came.

    They are drawn late because most people are replaced before they ever join: it saves a third of all time.
    """
    member = world.activists[index]
    parameters = world.parameters[0]
    key = key_of_month(world.dice[0], member.arrived)
    stance = parameters.stance_mean + parameters.stance_spread * normal_of(key, Decision.NEW_STANCE, index)
    member.stance = within(stance)
    spread = parameters.reach_spread
    member.reach = exp(spread * normal_of(key, Decision.NEW_REACH, index) - spread * spread / 2.0)
    member.arrived = NOBODY


@rule
def join(world: Any, index: int, literacy: float) -> None:
    """Become active, as a newcomer with all of one's drive."""
    member = world.activists[index]
    if member.arrived != NOBODY:
        get_to_know(world, index)
    member.active = True
    member.energy = member.drive
    member.literacy = literacy
    member.months_since_joining = 0


@rule
def meet_people(world: Any) -> None:
    """Find what is the same for everybody this month: what keeps members going, and how the community invites others.

    (Source text, tips 2, 3, 7 and 10.)
    """
    parameters = world.parameters[0]
    commons = world.commons[0]
    levers = world.levers[0]
    times = world.community[0]
    free = 1.0 - commons.civic_space / 2.0
    strained = commons.pandemic + commons.fight + commons.civic_space / 2.0
    commons.encouraged = (commons.momentum + commons.vision) / 5.0 - parameters.strain * strained
    commons.unheard = parameters.unheard * parameters.window_gain * (1.0 - levers.dial[VOICE])
    learning = commons.tended[TEACH] + usable_records(world)
    commons.learning = learning / (2.0 * parameters.medium_time)
    attention = commons.effort[MOBILISE] * parameters.asking_reach / max(1.0, levers.dial[BREADTH])
    commons.asked = parameters.asking * parameters.asking_gain * diminishing(attention, parameters.half_effort)
    commons.helped = within(parameters.literacy_help * (levers.dial[PURPOSE_SHARE] + commons.tended[TEACH]))
    at_stake = confrontation(world) * (1.0 + commons.hostile_weight)
    commons.welcome = helped_by(world, commons.standing) * (1.0 + parameters.confrontation_draw * at_stake)
    commons.welcome *= free * times.joining_now
    commons.unasked = parameters.founding * parameters.founding_gain * helped_by_records(world)
    commons.unasked *= free * times.joining_now
    most = commons.asked + parameters.peer_recruiting * parameters.peer_recruiting_gain
    in_focus = 0.0
    for theme in range(N_THEMES):
        in_focus = max(in_focus, commons.salience[theme])
    commons.likeliest = most * in_focus * commons.welcome + commons.unasked


@rule
def decide(world: Any, index: int) -> None:
    """Stay or leave, if active; make room for another person or join, if not. (Source text: tips 9, 10.)"""
    if world.activists[index].was_active:
        stay_or_leave(world, index)
    else:
        perhaps_join(world, index)


@rule
def is_unheard(world: Any, index: int) -> bool:
    """Return whether a member stands beyond the Overton window: what the community may ask for in public."""
    return bool(world.activists[index].stance > world.commons[0].standing + world.parameters[0].window_width)


@rule
def stay_or_leave(world: Any, index: int) -> None:
    """Draw energy from values, wins, peers and a vision, learn, and leave by rotation, burnout or for want of basics.

    (Source text: tips 9 and 10; shared values count twice.)
    """
    member = world.activists[index]
    parameters = world.parameters[0]
    commons = world.commons[0]
    level = (2.0 * member.drive + peer_members(world, index)) / 5.0 + commons.encouraged
    if is_unheard(world, index):
        level -= commons.unheard
    member.energy += (within(level) - member.energy) / parameters.fast_time
    member.literacy += (1.0 - member.literacy) * commons.learning
    member.months_since_joining += 1
    if chance(world, Decision.MEMBER_EXIT, index, leaving(world, index)):
        hand_over(world, index, parameters.take_over * (1.0 + usable_records(world)) / 2.0)
        member.active = False
        member.left_before = True


@rule
def leaving(world: Any, index: int) -> float:
    """Return how likely a member leaves this month: for reasons of life, of burnout, or for want of basics."""
    member = world.activists[index]
    parameters = world.parameters[0]
    tired = 1.0 - member.energy
    rate = parameters.rotation + parameters.burnout * parameters.burnout_gain * tired * tired
    rate *= world.community[0].leaving_now
    if member.months_since_joining <= parameters.newcomer_months:
        rate += parameters.newcomer_exit * parameters.newcomer_exit_gain * (1.0 - member.literacy)
    return float(rate)


@rule
def hand_over(world: Any, index: int, share: float) -> None:
    """Pass on a share of a leaving lead's role (reach above 1) to active acquaintances, in equal parts.

    What nobody takes over is lost. (Observed: after a key person left, others did half as much again.)
    """
    member = world.activists[index]
    above = member.reach - 1.0
    if above <= 0.0:
        return
    member.reach = 1.0
    heirs = 0
    for place in range(NEIGHBOURS):
        neighbour = member.neighbours[place]
        if neighbour != NOBODY and world.activists[neighbour].active:
            heirs += 1
    for place in range(NEIGHBOURS):
        neighbour = member.neighbours[place]
        if neighbour != NOBODY:
            heir = world.activists[neighbour]
            if heir.active:
                heir.reach += world.parameters[0].take_over_gain * share * above / heirs


@rule
def lose_key_person(world: Any, index: int) -> None:
    """Lose a member without notice: only what is on record is handed over, and what the person carried goes along."""
    member = world.activists[index]
    commons = world.commons[0]
    parameters = world.parameters[0]
    carried = work_of(member) / commons.member_effort if commons.member_effort > 0.0 else 0.0
    lost = within(carried) * (1.0 - usable_records(world))
    commons.relations *= 1.0 - lost
    commons.roles *= 1.0 - lost
    commons.vision *= 1.0 - lost
    hand_over(world, index, parameters.take_over * usable_records(world))
    member.active = False
    become_someone_else(world, index)


@rule
def perhaps_join(world: Any, index: int) -> None:
    """Make room for another person, and join when asked, when acquaintances are active, or unasked."""
    member = world.activists[index]
    parameters = world.parameters[0]
    commons = world.commons[0]
    if chance(world, Decision.REPLACED, index, parameters.replacement):
        become_someone_else(world, index)
    if member.left_before:
        return
    luck = uniform(world, Decision.JOIN, index)
    if luck < commons.likeliest and luck < joining(world, index):  # most are spared a look at their acquaintances
        records = parameters.onboarding * usable_records(world)
        join(world, index, max(member.literacy, records))


@rule
def joining(world: Any, index: int) -> float:
    """Return how likely somebody outside joins this month: asked, drawn by acquaintances, or unasked."""
    member = world.activists[index]
    parameters = world.parameters[0]
    commons = world.commons[0]
    rate = commons.asked + parameters.peer_recruiting * parameters.peer_recruiting_gain * peer_members(world, index)
    if not commons.targeted[member.theme]:
        rate *= parameters.off_theme_joining
    rate *= commons.salience[member.theme] * (member.literacy + (1.0 - member.literacy) * commons.helped)
    return float(rate * commons.welcome + commons.unasked)
