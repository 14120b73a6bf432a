"""What all share: roles and records (step 4), themes (6), standing (7), milestones (8), record (11)."""

from __future__ import annotations

import math
from typing import Any

from sim.rules.curves import after_a_minimum, diminishing, within
from sim.rules.donors import promised_by
from sim.rules.governments import confrontation, partisanship
from sim.world import measures
from sim.world.compiled import rule
from sim.world.levers import AMBITION, BREADTH, COORDINATE, DOCUMENT, N_THEMES, TELL_STORIES
from sim.world.tables import NOBODY

# --- step 4: coordination, records ------------------------------------------------------------------------------------


@rule
def coordinate(world: Any) -> None:
    """Make roles clearer and write down; both fade when nobody keeps them up. A crowd on many themes needs more."""
    commons = world.commons[0]
    parameters = world.parameters[0]
    usual = parameters.active_start * len(world.activists)
    crowd = max(parameters.smallest_crowd, commons.members / usual)
    crowd *= (1.0 + world.levers[0].dial[BREADTH]) / (1.0 + parameters.usual_breadth)
    clear = diminishing(commons.effort[COORDINATE], parameters.half_effort * crowd)
    commons.roles += (clear - commons.roles) / parameters.fast_time
    commons.records += (commons.tended[DOCUMENT] - commons.records) / parameters.medium_time


# --- step 6: themes ---------------------------------------------------------------------------------------------------


@rule
def rank_themes(world: Any) -> None:
    """Choose what to work on: by public attention, and while retargeting by where open donors' money is.

    Ties fall by the plan's own order of themes, or else by the future's. (Source text, tip 3.)
    """
    commons = world.commons[0]
    worth = commons.theme_worth
    money = commons.theme_money
    total = 0.0
    for theme in range(N_THEMES):
        worth[theme] = commons.salience[theme]
        money[theme] = 0.0
    if commons.retargeting:
        for index in range(len(world.donors)):
            donor = world.donors[index]
            if donor.is_open:
                money[donor.theme] += donor.monthly
                total += donor.monthly
        for index in range(len(world.grants)):
            grant = world.grants[index]
            if grant.theme != NOBODY and grant.first_month <= commons.month <= grant.last_month:
                money[grant.theme] += grant.staff_months
                total += grant.staff_months
        if total > 0.0:
            for theme in range(N_THEMES):
                worth[theme] += money[theme] / total
    for place in range(N_THEMES):
        commons.theme_rank[place] = commons.theme_order[place]
    for place in range(1, N_THEMES):
        theme = commons.theme_rank[place]
        above = place
        while above > 0 and worth[commons.theme_rank[above - 1]] < worth[theme]:
            commons.theme_rank[above] = commons.theme_rank[above - 1]
            above -= 1
        commons.theme_rank[above] = theme
    for place in range(N_THEMES):
        commons.targeted[commons.theme_rank[place]] = place < int(world.levers[0].dial[BREADTH])


@rule
def collect_data(world: Any) -> None:
    """Collect data at the grassroots on the themes worked on. (Source text: Gambia.) Opens the month's publication."""
    commons = world.commons[0]
    parameters = world.parameters[0]
    rate = parameters.collection_rate * parameters.grassroots_data_gain * commons.collecting
    for theme in range(N_THEMES):
        added = rate if commons.targeted[theme] else 0.0
        commons.collected[theme] += added - commons.collected[theme] / world.community[0].rot_time
    open_publication(commons)


@rule
def open_publication(commons: Any) -> None:
    """Begin the month's count of doors, reuse and wins."""
    commons.mean_door = 0.0
    commons.national_will = 0.0
    commons.national_capacity = 0.0
    commons.reuse = 0.0
    commons.best_reuse = 0.0
    commons.wins = 0.0


@rule
def gather_momentum(world: Any) -> None:
    """Count the month's wins, as many as a community of standard size would see, and judge them."""
    commons = world.commons[0]
    parameters = world.parameters[0]
    commons.wins *= parameters.standard_governments
    commons.wins_fast += (commons.wins - commons.wins_fast) / parameters.fast_time
    commons.wins_slow += (commons.wins - commons.wins_slow) / parameters.slow_time
    commons.momentum = judge_wins(world)
    commons.milestone_wins += commons.wins


@rule
def judge_wins(world: Any) -> float:
    """Judge the wins of late: half against the usual of any community, half against what this one got used to."""
    commons = world.commons[0]
    total = commons.wins_fast + math.sqrt(commons.wins_slow * usual_wins(world))
    return float(commons.wins_fast / total) if total > 0.0 else 0.0


@rule
def usual_wins(world: Any) -> float:
    """Return the wins a month that data in usual use brings."""
    return float(world.parameters[0].standard_governments * world.parameters[0].win_rate)


# --- step 7: coverage, standing ---------------------------------------------------------------------------------------


@rule
def face_the_public(world: Any) -> None:
    """Be reported on, and win or lose public standing. (Source text, tips 6 and 10.)"""
    commons = world.commons[0]
    parameters = world.parameters[0]
    share = commons.journalists / commons.members if commons.members > 0 else 0.0
    known = share / (share + parameters.journalist_half)
    reported = parameters.unreported + (1.0 - parameters.unreported) * known
    news = min(1.0, commons.momentum + confrontation(world) / 2.0)
    commons.coverage = commons.tended[TELL_STORIES] * reported * news * parameters.coverage_gain
    told = parameters.known + (1.0 - parameters.known) * min(1.0, 2.0 * commons.coverage)
    against = parameters.partisan_price * partisanship(world) + commons.fight + 2.0 * commons.withdrawn
    change = (told - commons.standing * (1.0 + 2.0 * against)) / parameters.medium_time
    commons.standing = within(commons.standing + change)


# --- step 8: milestones -----------------------------------------------------------------------------------------------


@rule
def review_milestones(world: Any) -> None:
    """Keep the vision alive by clear roles; reach or miss the half-year's promise. (Source text, tip 9.)"""
    commons = world.commons[0]
    parameters = world.parameters[0]
    commons.vision += (commons.roles - commons.vision) / parameters.medium_time
    if commons.month % int(parameters.milestone_months) != 0:
        return
    promised = world.levers[0].dial[AMBITION]
    if commons.milestone_wins >= promised:
        lift = parameters.milestone_lift * after_a_minimum(promised, parameters.milestone_half)
        commons.vision += parameters.milestones_gain * lift * (1.0 - commons.vision)
    else:
        commons.vision *= 1.0 - parameters.milestones_gain * parameters.milestone_loss
    commons.milestone_wins = 0.0


# --- step 11: record --------------------------------------------------------------------------------------------------


@rule
def record_month(world: Any) -> None:
    """Write down every measure of this month."""
    commons = world.commons[0]
    row = world.history[commons.month].measure
    usual = world.community[0].base_income
    active = 0
    energy = 0.0
    for index in range(len(world.activists)):
        member = world.activists[index]
        if member.active:
            active += 1
            energy += member.energy
    promised = commons.reserve
    for index in range(len(world.donors)):
        promised += promised_by(world, index)
    for index in range(len(world.grants)):
        grant = world.grants[index]
        if grant.first_month <= commons.month <= grant.last_month:
            promised += (grant.last_month - commons.month) * grant.staff_months
    row[measures.PEOPLE] = active + commons.staff
    row[measures.RUNWAY] = min(measures.RUNWAY_CAP, promised / usual) if usual > 0.0 else 0.0
    row[measures.REUSE] = commons.reuse
    row[measures.STANDING] = commons.standing
    row[measures.ACTIVE_MEMBERS] = active
    row[measures.ACTIVE_SHARE] = active / len(world.activists)
    row[measures.ENERGY] = energy / active if active > 0 else 0.0
    row[measures.SPENDING] = commons.staff
    row[measures.INCOME] = commons.income + commons.restricted
    record_governments(world, row)
    signposts = 0
    for index in range(len(world.triggers)):
        if world.triggers[index].holds:
            signposts += 1 << index
    row[measures.SIGNPOSTS] = signposts


@rule
def record_governments(world: Any, row: Any) -> None:
    """Write down the measures that are shares or means over governments, weighted by the data that matters."""
    commons = world.commons[0]
    changed = 0.0
    courses = 0.0
    routine = 0.0
    buy_in = 0.0
    by_default = 0.0
    for index in range(len(world.governments)):
        government = world.governments[index]
        weight = government.weight
        lately = government.changed_month > 0 and government.changed_month >= commons.month - 1
        changed += weight * lately
        courses += weight * government.course
        routine += weight * government.institutionalised
        buy_in += weight * government.buy_in
        by_default += weight * government.open_by_default
    row[measures.COVER] = commons.mean_door
    row[measures.TURNED_OVER] = changed
    row[measures.COURSE_SHARE] = courses
    row[measures.MEMORY] = (commons.records + routine) / 2.0
    row[measures.BUY_IN] = buy_in
    row[measures.OPEN_BY_DEFAULT] = by_default
