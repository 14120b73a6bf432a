"""Money, the team that it pays, and the effort that people and team give (step 3)."""

from __future__ import annotations

import math
from typing import Any

from sim.rules.curves import after_a_minimum, diminishing, helped_by, within
from sim.world.compiled import rule
from sim.world.levers import (
    ALLY,
    BREADTH,
    COORDINATE,
    DIVERSIFICATION,
    DOCUMENT,
    MOBILISE,
    N_ACTIVITIES,
    N_THEMES,
    PUBLISH,
    RAISE_FUNDS,
    RESERVE_MONTHS,
    STANCE,
    TEACH,
    TRAIN,
    VOICE,
)


@rule
def open_books(world: Any) -> None:
    """Begin the month's accounts: last month's dues have come in, nobody has been counted."""
    commons = world.commons[0]
    commons.effort_before = commons.member_effort
    commons.income = commons.dues
    commons.restricted = 0.0
    commons.announced_loss = 0.0
    commons.grants_running = 0
    commons.members = 0
    commons.member_effort = 0.0
    commons.stance_sum = 0.0
    commons.stance_square_sum = 0.0
    commons.journalists = 0
    for theme in range(N_THEMES):
        commons.use[theme] = 0.0


@rule
def receive_grants(world: Any) -> None:
    """Receive the grants that the plan (or an event) brings; restricted money is kept apart."""
    commons = world.commons[0]
    for index in range(len(world.grants)):
        grant = world.grants[index]
        if grant.first_month <= commons.month <= grant.last_month:
            commons.grants_running += 1
            if grant.unrestricted:
                commons.income += grant.staff_months
            else:
                commons.restricted += grant.staff_months


@rule
def affordable(world: Any) -> float:
    """Return the team that this month's money pays: less what is put aside, and with a stretched reserve in need."""
    commons = world.commons[0]
    parameters = world.parameters[0]
    target = world.levers[0].dial[RESERVE_MONTHS] * world.community[0].base_income
    if commons.reserve < target:
        budget = commons.restricted + commons.income * (1.0 - parameters.saving_share)
    else:
        budget = commons.restricted + commons.income + (commons.reserve - target) / parameters.fast_time
    lacking = max(0.0, commons.staff - budget)
    return float(budget + min(lacking, commons.reserve / parameters.reserve_stretch))


@rule
def employ(world: Any) -> None:
    """Hire slowly, dismiss at once, pay. Who leaves takes along what is written nowhere, and relations.

    What a team knows is lost for longer than the team: newly hired people begin without experience. Where money is
    announced to end, people look round, and more of them go.
    """
    commons = world.commons[0]
    parameters = world.parameters[0]
    before = commons.staff
    can = affordable(world)
    team = before + (can - before) / (parameters.hiring_time if can > before else parameters.dismissal_time)
    available = commons.reserve + commons.income + commons.restricted
    commons.staff = max(0.0, min(team, available))
    commons.reserve = max(0.0, available - commons.staff)
    commons.experience += (1.0 - commons.experience) / parameters.medium_time
    looking_round = parameters.staff_rotation * unsettled(world)
    commons.experience *= 1.0 - within(parameters.staff_rotation + looking_round)
    if commons.staff > before:
        commons.experience *= before / commons.staff
    money = parameters.effort_of_money
    all_effort = money * max(before, commons.staff) + commons.effort_before
    if all_effort > 0.0:
        gone = max(0.0, before - commons.staff) + looking_round * min(before, commons.staff)
        lost = within(parameters.experience_gain * money * gone / all_effort)
        commons.records *= 1.0 - lost
        commons.relations *= 1.0 - lost
    feel_scarcity(world)


@rule
def unsettled(world: Any) -> float:
    """Return how much more often paid people leave because of the share of usual money that is announced to end."""
    commons = world.commons[0]
    parameters = world.parameters[0]
    if commons.announced_loss == 0.0:
        return 0.0
    usual = max(commons.income_slow, commons.announced_loss)
    return float(parameters.announcement_gain * parameters.looking_round * commons.announced_loss / usual)


@rule
def feel_scarcity(world: Any) -> None:
    """Compare wages with the income that people got used to; where roles are unclear, a gap means fighting for it."""
    commons = world.commons[0]
    parameters = world.parameters[0]
    commons.income_slow += (commons.income + commons.restricted - commons.income_slow) / parameters.slow_time
    usual = commons.income_slow
    commons.fight = 0.0
    if usual > 0.0:
        paid_effort = parameters.effort_of_money * usual
        weight = paid_effort / (paid_effort + commons.effort_before)
        scarcity = max(0.0, 1.0 - commons.staff / usual) * weight
        commons.fight = parameters.competition * parameters.competition_gain * (1.0 - commons.roles) * scarcity


@rule
def team_effort(world: Any) -> float:
    """Return the effort of the paid team: as usual with the usual experience, half of it when all are new."""
    commons = world.commons[0]
    parameters = world.parameters[0]
    skill = 1.0 + parameters.experience_gain * (helped_by(world, commons.experience) - 1.0)
    return float(parameters.effort_of_money * commons.staff * skill)


@rule
def disagreement(world: Any) -> float:
    """Return the standard deviation of members' stances."""
    commons = world.commons[0]
    if commons.members == 0:
        return 0.0
    mean = commons.stance_sum / commons.members
    return math.sqrt(max(0.0, commons.stance_square_sum / commons.members - mean * mean))


@rule
def common_effort(world: Any) -> float:
    """Return the effort that is left for the nine activities after friction, fights, hearing everyone and reports."""
    commons = world.commons[0]
    parameters = world.parameters[0]
    friction = parameters.friction * parameters.friction_gain * (1.0 - commons.roles)
    kept = 1.0 - commons.fight - friction
    kept *= 1.0 - parameters.voice_price * world.levers[0].dial[VOICE] * disagreement(world)
    if commons.changed_course:
        kept *= 1.0 - parameters.change_price
    given = commons.member_effort + team_effort(world)
    return float(max(0.0, given * kept - parameters.reporting * commons.grants_running))


@rule
def continuity(world: Any) -> float:
    """Return the share of effort that counts in work that needs continuity, which volunteers can give less of."""
    commons = world.commons[0]
    given = commons.member_effort + team_effort(world)
    if given == 0.0:
        return 1.0
    return float(1.0 - commons.member_effort / given * (1.0 - world.parameters[0].volunteer_continuity))


@rule
def share_out_effort(world: Any) -> None:
    """Share effort out, and find how far it keeps up what each activity tends.

    All nine share one concave curve, in units of an even share of expected effort: doing nothing of a thing lets its
    stock fade, doing four times as much of it gains little and costs all others. Publishing and collecting need a
    minimum of effort on each theme. (Source text, tip 3.)
    """
    commons = world.commons[0]
    parameters = world.parameters[0]
    levers = world.levers[0]
    even = world.scale[0].expected_effort / N_ACTIVITIES
    effort = common_effort(world)
    steady = continuity(world)
    meeting = 1.0 - parameters.pandemic_meeting * commons.pandemic
    for activity in range(N_ACTIVITIES):
        share = levers.effort[activity] * effort / even
        if activity == RAISE_FUNDS or activity == COORDINATE or activity == DOCUMENT:
            share *= steady
        elif activity == MOBILISE or activity == TRAIN or activity == TEACH or activity == ALLY:
            share *= meeting
        commons.effort[activity] = share
        commons.tended[activity] = diminishing(share, parameters.half_effort)
    a_theme = even / max(1.0, levers.dial[BREADTH])
    commons.publishing = after_a_minimum(commons.effort[PUBLISH] * a_theme, parameters.theme_effort)
    commons.collecting = after_a_minimum(commons.effort[TEACH] * a_theme, parameters.theme_effort)
    earn_dues(world)
    won = commons.tended[ALLY] * (1.0 - abs(levers.dial[STANCE]))
    commons.relations += (won - commons.relations) / parameters.medium_time


@rule
def earn_dues(world: Any) -> None:
    """Earn dues, fees and small gifts, which come in next month. Not every further member pays as much as the first."""
    commons = world.commons[0]
    asking = world.levers[0].dial[DIVERSIFICATION] * commons.effort[RAISE_FUNDS]
    commons.dues = dues(world, commons.members, asking)


@rule
def dues(world: Any, members: float, asking: float) -> float:
    """Return the income of one's own of so many members, at so much effort: at most twice the usual."""
    parameters = world.parameters[0]
    usual = parameters.active_start * len(world.activists)
    payers = 2.0 * usual * diminishing(members, usual)
    rate = parameters.own_income * parameters.own_income_gain * world.community[0].money
    return float(rate * payers * diminishing(asking, parameters.half_effort))
