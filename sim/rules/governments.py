"""Governments: elections and changes of government (step 1), publication and wins (step 6), buy-in (step 7)."""

from __future__ import annotations

from typing import Any

from sim.rules.curves import either, helped_by, helped_by_records, helped_by_relations, within
from sim.world.compiled import rule
from sim.world.dice import Decision, chance, ruled_chance, uniform
from sim.world.elementary import exp
from sim.world.levers import N_THEMES, PARTNERING, PUBLISH, PURPOSE_SHARE, STANCE


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
    return min(1.0, parameters.disposition_floor + parameters.disposition_spread * draw)


@rule
def take_office(world: Any, index: int) -> None:
    """Let another party take office: hostile or not, and how its leader is disposed.

    Good relations with every side make a hostile successor less likely. (Source text, tip 5.)
    """
    calendar = world.calendars[index]
    parameters = world.parameters[0]
    prevented = parameters.bridge_against_hostility * parameters.relations_gain * world.commons[0].relations
    hostility = parameters.hostile_probability * (1.0 - prevented)
    drawn = ruled_chance(world, Decision.HOSTILITY, index, hostility * parameters.hostile_gain)
    calendar.hostile = drawn or (calendar.forced == 2 and parameters.hostile_gain > 0.0)
    if calendar.hostile:
        calendar.disposition = parameters.hostile_disposition * uniform(world, Decision.DISPOSITION, index)
    else:
        calendar.disposition = ordinary_disposition(world, index)


@rule
def retention(world: Any, index: int) -> float:
    """Return the share of a government's people, practice and data that routine keeps through a change."""
    parameters = world.parameters[0]
    return parameters.shield * parameters.shield_gain * world.governments[index].institutionalised


@rule
def change_hands(world: Any, index: int) -> None:
    """Let a government go through what its calendar brought: upheaval, what is pulled, what a hostile one undoes."""
    government = world.governments[index]
    calendar = world.calendars[government.calendar]
    parameters = world.parameters[0]
    commons = world.commons[0]
    government.retention = retention(world, index)
    if calendar.leader_changed:
        government.pull = 0.0
        government.upheaval = parameters.leader_upheaval
        government.upheaval_months = int(parameters.upheaval_months)
    if not calendar.changed:
        return
    lost = 1.0 - government.retention
    government.pull = lost * (calendar.disposition - government.buy_in)
    government.changed_month = commons.month
    government.upheaval = 1.0
    government.upheaval_months = int(parameters.upheaval_months)
    commons.changed_weight += government.weight
    if calendar.hostile:
        commons.withdrawn += government.weight * lost
        if government.course and chance(world, Decision.COURSE_LOST, index, lost):
            government.course = False


@rule
def carry_relations(world: Any) -> None:
    """Lose the relations that hung on the people in office: an insider loses all with what changed, others a part."""
    commons = world.commons[0]
    went = world.parameters[0].relations_lost
    went += (1.0 - went) * partisanship(world)
    commons.relations *= 1.0 - commons.changed_weight * went


@rule
def settle(world: Any, index: int) -> None:
    """Let the fall (or rise) of buy-in come after the change, and a hostile government take data down.

    (Observed: open data falls in the year after a change of party, not in the same year.)
    """
    government = world.governments[index]
    parameters = world.parameters[0]
    arriving = 1.0 / parameters.fast_time
    government.buy_in = within(government.buy_in + government.pull * arriving)
    government.pull *= 1.0 - arriving
    if government.upheaval_months > 0:
        government.upheaval_months -= 1
    if world.calendars[government.calendar].hostile:
        world.commons[0].hostile_weight += government.weight
        kept = 1.0 - parameters.withdrawal * (1.0 - retention(world, index))
        for theme in range(N_THEMES):
            government.datasets[theme] *= kept
        government.open_by_default *= kept
    world.commons[0].course_share += government.weight * government.course
    government.hands = 0.0
    government.trained_share = 0.0


# --- step 6: publication, reuse, wins, routine ------------------------------------------------------------------------


@rule
def open_door(world: Any, index: int) -> None:
    """Find out how far the door is open: a willing leader OR routine, less what closed civic space shuts."""
    government = world.governments[index]
    commons = world.commons[0]
    free = 1.0 - commons.civic_space / 2.0
    government.open_door = either(government.buy_in, government.institutionalised) * free
    commons.mean_door += government.weight * government.open_door
    if government.posts == 0:
        government.hands = government.institutionalised
    if government.national:
        commons.national_will += willingness(world, index) / world.scale[0].national_governments
        commons.national_capacity += government.capacity / world.scale[0].national_governments


@rule
def willingness(world: Any, index: int) -> float:
    """Return how far a government wants new data: a willing leader, or half as far a routine that goes on without."""
    government = world.governments[index]
    support = either(government.buy_in, government.institutionalised / 2.0)
    return float(support * (1.0 - world.commons[0].civic_space / 2.0))


@rule
def publish(world: Any, index: int) -> None:
    """Publish with purpose, keep what is there in date, and open by default. (Source text, tip 4.)

    New data needs a willing leader; what is there is kept up by officials behind an open door, by the community, or
    not at all. Opening by default needs leaders who are won already.
    """
    government = world.governments[index]
    parameters = world.parameters[0]
    commons = world.commons[0]
    purpose = world.levers[0].dial[PURPOSE_SHARE]
    capacity = working_capacity(world, index)
    inside = government.open_door * government.hands
    flow = publication_flow(world, index, capacity)
    fading = (1.0 - inside) / world.community[0].rot_time
    kept_up = (1.0 - either(inside, commons.publishing / 2.0)) / world.community[0].rot_time
    for theme in range(N_THEMES):
        data = government.datasets[theme]
        if commons.targeted[theme]:
            government.datasets[theme] = data + flow - data * kept_up
        else:
            government.datasets[theme] = data - data * fading
    gate = max(0.0, 2.0 * government.open_door - 1.0)
    opening = parameters.default_rate * commons.tended[PUBLISH] * helped_by_relations(world) * (1.0 - purpose) * gate
    opening *= capacity * (1.0 - government.open_by_default) / parameters.medium_time
    ageing = parameters.catalogue_ageing * world.community[0].rot_time
    closing = government.open_by_default * (1.0 - either(government.institutionalised, inside)) / ageing
    government.open_by_default = within(government.open_by_default + opening - closing)
    count_reuse(world, index)


@rule
def partnership(world: Any, index: int) -> float:
    """Return how far work with a government goes through national agencies: local ones only, where there are any."""
    if world.governments[index].national or world.scale[0].national_governments == 0:
        return 0.0
    return float(world.levers[0].dial[PARTNERING] * world.parameters[0].partners_gain)


@rule
def working_capacity(world: Any, index: int) -> float:
    """Return a government's data capacity, with what partners in national agencies lend it. (Source text: Gambia.)"""
    capacity = world.governments[index].capacity
    lent = max(0.0, world.commons[0].national_capacity - capacity)
    return float(capacity + partnership(world, index) * world.parameters[0].partner_capacity * lent)


@rule
def publication_flow(world: Any, index: int, capacity: float) -> float:
    """Return the purpose data that a government publishes this month on each theme worked on."""
    government = world.governments[index]
    parameters = world.parameters[0]
    commons = world.commons[0]
    partners = partnership(world, index)
    will = willingness(world, index)
    will = (1.0 - partners) * will + partners * commons.national_will
    rate = parameters.publication_rate * world.community[0].publishing_now * world.levers[0].dial[PURPOSE_SHARE]
    rate *= commons.publishing * will * government.hands * capacity
    return float(rate * helped_by_records(world) * helped_by_relations(world))


@rule
def count_reuse(world: Any, index: int) -> None:
    """Count the data in use: it needs data and people who use it, and whichever is scarcer decides (harmonic mean)."""
    government = world.governments[index]
    parameters = world.parameters[0]
    commons = world.commons[0]
    by_default = parameters.default_worth * parameters.default_worth_gain * government.open_by_default
    outside = parameters.outside_users
    reuse = 0.0
    for theme in range(N_THEMES):
        data = government.datasets[theme] + by_default + commons.collected[theme]
        users = outside * 2.0 * commons.standing + (1.0 - outside) * commons.use[theme]
        if data + users > 0.0:
            reuse += commons.salience[theme] * 2.0 * users * data / (users + data)
    government.reuse = reuse / N_THEMES
    commons.reuse += government.weight * government.reuse
    commons.best_reuse = max(commons.best_reuse, government.reuse)


@rule
def learn_routine(world: Any, index: int) -> None:
    """Win by use, turn practice into routine, and adopt a course. (Source text: Agesic in Uruguay.)"""
    government = world.governments[index]
    parameters = world.parameters[0]
    commons = world.commons[0]
    win = 1.0 - exp(-parameters.win_rate * government.reuse * helped_by_records(world))
    government.won = chance(world, Decision.WIN, index, win)
    commons.wins += government.weight * government.won
    routine = government.institutionalised
    course = 1.0 if government.course else 0.0
    learning = government.trained_share * government.open_door + parameters.course_routine * course
    routine += learning * (1.0 - routine) / parameters.medium_time
    routine -= government.institutionalised * (1.0 - course / 2.0) / parameters.slow_time
    government.institutionalised = within(routine)
    if not government.course:
        ready = government.institutionalised * government.buy_in * parameters.course_gain
        government.course = ruled_chance(world, Decision.COURSE, index, parameters.course_adoption * ready)


# --- step 7: buy-in ---------------------------------------------------------------------------------------------------


@rule
def envy(world: Any, index: int) -> float:
    """Return how far the wish to be number one closes a leader's gap to full buy-in: most in mid-field."""
    parameters = world.parameters[0]
    commons = world.commons[0]
    if commons.best_reuse <= 0.0:
        return 0.0
    behind = (commons.best_reuse - world.governments[index].reuse) / commons.best_reuse
    strength = parameters.ranking * parameters.ranking_gain * helped_by(world, commons.standing)
    return float(strength * 4.0 * behind * (1.0 - behind))


@rule
def decide_buy_in(world: Any, index: int) -> None:
    """Let the leader's commitment move: relations and ranking draw it, wins that are seen lift it, confrontation costs.

    An insider has the ear of those in office, as long as they are not hostile.

    (Source text, tips 5, 8 and 10.)
    """
    government = world.governments[index]
    calendar = world.calendars[government.calendar]
    parameters = world.parameters[0]
    commons = world.commons[0]
    confronting = confrontation(world)
    lift = parameters.relations_weight * parameters.relations_gain * commons.relations
    lift *= 1.0 - confronting
    if calendar.hostile:
        lift *= parameters.hostile_ally
    else:
        lift = either(within(lift), partisanship(world)) + envy(world, index)
    target = calendar.disposition + (1.0 - calendar.disposition) * within(lift)
    buy_in = government.buy_in
    change = (target - buy_in) / parameters.medium_time
    change += parameters.win_credit * government.won * helped_by(world, commons.coverage) * (1.0 - buy_in)
    change -= parameters.confrontation_price * confronting * (1.0 - commons.standing) * buy_in
    government.buy_in = within(buy_in + change)
