"""Governments: elections and changes of government (step 1), publication and wins (step 6), buy-in (step 7)."""

from __future__ import annotations

from typing import Any

from sim.world.compiled import rule
from sim.world.dice import Decision, chance, ruled_chance, uniform
from sim.world.elementary import exp
from sim.world.levers import (
    ALLY,
    BREADTH,
    N_THEMES,
    PARTNERING,
    PUBLISH,
    PURPOSE_SHARE,
    STANCE,
)


@rule
def either(first: float, second: float) -> float:
    """Return the share that at least one of two independent supports holds up."""
    return 1.0 - (1.0 - first) * (1.0 - second)


@rule
def partisanship(world: Any) -> float:
    """Return how close the community stands to the party in office: 0 non-partisan, 1 insider."""
    return max(0.0, -world.levers[0].dial[STANCE])


@rule
def confrontation(world: Any) -> float:
    """Return how far the community confronts those in office: 0 not at all, 1 fully."""
    return max(0.0, world.levers[0].dial[STANCE])


# --- step 1: elections and turnover -----------------------------------------------------------------------------------


@rule
def hold_election(world: Any, index: int) -> None:
    """Roll the dice of one calendar: whether the party or only the leader changes, and who comes.

    All national agencies hang on one calendar, so they get one result, one hostility and one leader; every local
    government has its own. (Source text: open data is political; political change.)
    """
    calendar = world.calendars[index]
    parameters = world.parameters[0]
    scale = world.scale[0]
    month = world.commons[0].month
    calendar.changed = calendar.forced > 0
    calendar.leader_changed = False
    if month == calendar.next_election:
        lost = ruled_chance(world, Decision.ELECTION, index, parameters.turnover_probability * parameters.turnover_gain)
        calendar.changed = calendar.changed or lost
        calendar.leader_changed = not calendar.changed and chance(
            world, Decision.NEW_LEADER, index, parameters.leader_change
        )
        calendar.next_election = month + int(parameters.term)
    else:
        gone = chance(world, Decision.EARLY_EXIT, index, parameters.early_exit)
        calendar.leader_changed = not calendar.changed and gone
        if scale.parliamentary and calendar.changed:
            calendar.next_election = month + int(parameters.term)
    if calendar.changed:
        take_office(world, index)
    elif calendar.leader_changed:
        calendar.hostile = False
        calendar.disposition = ordinary_disposition(world, index)


@rule
def ordinary_disposition(world: Any, index: int) -> float:
    """Draw the disposition of a new leader who is not hostile."""
    parameters = world.parameters[0]
    draw = uniform(world, Decision.DISPOSITION, index)
    return min(1.0, parameters.leader_disposition_floor + parameters.leader_disposition_spread * draw)


@rule
def take_office(world: Any, index: int) -> None:
    """Let another party take office: hostile or not, and how its leader is disposed. Relations with all sides pay."""
    calendar = world.calendars[index]
    parameters = world.parameters[0]
    bridge = world.commons[0].bridge * parameters.bridge_gain
    hostility = parameters.hostile_probability * (1.0 - parameters.bridge_against_hostility * bridge)
    drawn = ruled_chance(world, Decision.HOSTILITY, index, hostility * parameters.hostile_gain)
    calendar.hostile = drawn or (calendar.forced == 2 and parameters.hostile_gain > 0.0)
    if calendar.hostile:
        disposition = parameters.hostile_disposition * uniform(world, Decision.DISPOSITION, index)
    else:
        disposition = ordinary_disposition(world, index)
    calendar.disposition = disposition + parameters.bridge_disposition * bridge * (1.0 - disposition)


@rule
def retention(world: Any, index: int) -> float:
    """Return the share of a government's practice that survives people: routine, and a charter, decree or law."""
    government = world.governments[index]
    parameters = world.parameters[0]
    routine = parameters.shield_of_routine * parameters.shield_gain * government.institutionalised
    promise = parameters.shield_of_commitment * parameters.commitment_gain * government.commitment
    return either(routine, promise)


@rule
def change_hands(world: Any, index: int) -> None:
    """Let a government go through what its calendar brought: what is kept, pulled, and undone by a hostile one."""
    government = world.governments[index]
    calendar = world.calendars[government.calendar]
    government.retention = retention(world, index)
    if calendar.leader_changed:
        government.pull = 0.0
    if not calendar.changed:
        return
    parameters = world.parameters[0]
    kept = government.retention
    new = calendar.disposition * (1.0 - parameters.partisan_memory * partisanship(world))
    government.pull = kept * government.buy_in + (1.0 - kept) * new - government.buy_in
    government.changed_month = world.commons[0].month
    government.withdrawing_months = 0
    if calendar.hostile:
        government.withdrawing_months = int(parameters.withdrawal_months)
        if parameters.withdrawal_rate * (1.0 - kept) > parameters.withdrawal_notice:
            world.commons[0].withdrawn += 1.0
        if government.course and chance(world, Decision.COURSE_LOST, index, 1.0 - kept):
            government.course = False
        if government.commitment and chance(world, Decision.COMMITMENT_REPEALED, index, parameters.commitment_repeal):
            government.commitment = False


@rule
def settle(world: Any, index: int) -> None:
    """Let the fall (or rise) of buy-in come after the change, and data be withdrawn month by month.

    (Observed: open data falls in the year after a change of party, not in the same year.)
    """
    government = world.governments[index]
    parameters = world.parameters[0]
    commons = world.commons[0]
    arriving = 1.0 - parameters.delay_gain * (1.0 - 1.0 / parameters.fast_time)
    government.buy_in = min(1.0, max(0.0, government.buy_in + government.pull * arriving))
    government.pull *= 1.0 - arriving
    if government.withdrawing_months > 0:
        kept = 1.0 - parameters.withdrawal_rate * (1.0 - retention(world, index))
        for theme in range(N_THEMES):
            government.datasets[theme] *= kept
        government.open_by_default *= kept
        government.withdrawing_months -= 1
    commons.course_share += government.course / len(world.governments)
    government.champion_energy = 0.0
    government.champions_trained = 0.0


# --- step 6: publication, reuse, wins, routine ------------------------------------------------------------------------


@rule
def open_door(world: Any, index: int) -> None:
    """Find out how far the door is open: political cover OR routine, less what closed civic space shuts."""
    government = world.governments[index]
    parameters = world.parameters[0]
    commons = world.commons[0]
    support = either(government.buy_in, government.institutionalised)
    government.open_door = support * (1.0 - parameters.civic_space_posts * commons.civic_space)
    commons.mean_door += government.open_door / len(world.governments)
    if government.national:
        commons.national_capacity += government.capacity * support / world.scale[0].national_governments


@rule
def publish(world: Any, index: int) -> None:
    """Publish with purpose, open by default, and count what is used. (Source text, tips 4 and 7; Gambia's partners.)"""
    government = world.governments[index]
    parameters = world.parameters[0]
    levers = world.levers[0]
    commons = world.commons[0]
    effort = commons.intensity[PUBLISH]
    champions = government.champion_energy
    door = government.open_door
    capacity = government.capacity
    output = 1.0
    if commons.national_capacity > capacity:
        partnering = levers.dial[PARTNERING] * parameters.partners_gain
        output = 1.0 - parameters.partner_price * partnering
        capacity += parameters.partner_capacity * partnering * (commons.national_capacity - capacity)
    written = 1.0 + parameters.documentation_gain * commons.documentation
    flow = (
        parameters.publication_rate
        * effort
        * levers.dial[PURPOSE_SHARE]
        * champions
        * door
        * capacity
        * output
        * written
    )
    kept = parameters.maintenance_floor + (1.0 - parameters.maintenance_floor) * champions
    decay = (1.0 - parameters.maintenance * door * kept) / parameters.medium_time
    share = 1.0 / max(1.0, levers.dial[BREADTH])
    for theme in range(N_THEMES):
        added = flow * share if commons.targeted[theme] else 0.0
        government.datasets[theme] += added - government.datasets[theme] * decay
    gate = max(0.0, (government.buy_in - parameters.default_threshold) / (1.0 - parameters.default_threshold))
    opening = effort * (1.0 - levers.dial[PURPOSE_SHARE]) * (gate + government.institutionalised)
    opening *= parameters.default_rate * capacity * (1.0 - government.open_by_default) / parameters.medium_time
    closing = government.open_by_default * (1.0 - door) / parameters.slow_time
    government.open_by_default = min(1.0, max(0.0, government.open_by_default + opening - closing))
    count_reuse(world, index)


@rule
def count_reuse(world: Any, index: int) -> None:
    """Count the data in use: what is there, as far as an informed public cares for its theme."""
    government = world.governments[index]
    parameters = world.parameters[0]
    commons = world.commons[0]
    by_default = parameters.default_spillover * parameters.default_spillover_gain * government.open_by_default
    reuse = 0.0
    for theme in range(N_THEMES):
        data = government.datasets[theme] + by_default + commons.collected[theme]
        reuse += commons.use[theme] * commons.salience[theme] * data / (data + 1.0)
    government.reuse = reuse
    commons.reuse += reuse
    commons.best_reuse = max(commons.best_reuse, reuse)


@rule
def learn_routine(world: Any, index: int) -> None:
    """Win by use, turn practice into routine, and adopt a course or a commitment. (Source text: Agesic in Uruguay.)"""
    government = world.governments[index]
    parameters = world.parameters[0]
    commons = world.commons[0]
    written = 1.0 + parameters.documentation_gain * commons.documentation
    win = 1.0 - exp(-parameters.win_rate * government.reuse * written)
    government.won = chance(world, Decision.WIN, index, win)
    commons.wins += government.won
    routine = government.institutionalised
    course = 1.0 if government.course else 0.0
    learning = government.champions_trained * government.open_door + parameters.course_routine * course
    routine += learning * (1.0 - routine) / parameters.medium_time
    routine -= government.institutionalised * (1.0 - course) / parameters.slow_time
    government.institutionalised = min(1.0, max(0.0, routine))
    ready = government.institutionalised > parameters.course_threshold and government.buy_in > parameters.course_buy_in
    if ready and not government.course:
        adoption = parameters.course_adoption * parameters.course_gain
        government.course = ruled_chance(world, Decision.COURSE, index, adoption)
    if government.buy_in > parameters.commitment_buy_in and not government.commitment:
        adoption = parameters.commitment_adoption * government.buy_in
        government.commitment = chance(world, Decision.COMMITMENT, index, adoption)


# --- step 7: buy-in ---------------------------------------------------------------------------------------------------


@rule
def decide_buy_in(world: Any, index: int) -> None:
    """Let the leader's commitment move: quick wins and credit, relations, ranking; confrontation costs.

    (Source text, tips 5, 8 and 10.)
    """
    government = world.governments[index]
    calendar = world.calendars[government.calendar]
    parameters = world.parameters[0]
    commons = world.commons[0]
    confronting = confrontation(world)
    credit = government.won * (1.0 + parameters.coverage_credit * commons.coverage)
    relations = 1.0 + partisanship(world) - parameters.confrontation_ally * confronting
    relations *= commons.intensity[ALLY] * 2.0 * commons.trust
    ranking = 0.0
    if calendar.hostile:
        relations *= parameters.hostile_ally
    elif commons.best_reuse > 0.0:
        behind = (commons.best_reuse - government.reuse) / commons.best_reuse
        heard = parameters.ranking_quiet + (1.0 - parameters.ranking_quiet) * commons.coverage
        ranking = 4.0 * behind * (1.0 - behind) * heard * parameters.ranking_gain
    won = parameters.win_buy_in * credit + parameters.ally_buy_in * relations + parameters.ranking_buy_in * ranking
    buy_in = government.buy_in
    change = (calendar.disposition - buy_in) / parameters.medium_time
    change -= parameters.confrontation_buy_in * (confronting + commons.gap) * buy_in
    change += (1.0 - buy_in) * won
    government.buy_in = min(1.0, max(0.0, buy_in + change))
