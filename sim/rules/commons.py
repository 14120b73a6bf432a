"""What all share: money, effort (step 3), roles (4), themes (6), standing (7), milestones (8), record (11)."""

from __future__ import annotations

import math
from typing import Any

from sim.rules.governments import confrontation, partisanship
from sim.world import measures
from sim.world.compiled import rule
from sim.world.elementary import exp
from sim.world.levers import (
    ALLY,
    AMBITION,
    BREADTH,
    COORDINATE,
    DOCUMENT,
    MOBILISE,
    N_ACTIVITIES,
    N_THEMES,
    PUBLISH,
    RESERVE_MONTHS,
    STANCE,
    TEACH,
    TELL_STORIES,
    TRAIN,
    VOICE,
)
from sim.world.tables import NOBODY

# --- step 3: money and effort -----------------------------------------------------------------------------------------


@rule
def open_books(world: Any) -> None:
    """Begin the month's accounts: nothing has come in yet, nobody has been counted."""
    commons = world.commons[0]
    commons.income = 0.0
    commons.restricted = 0.0
    commons.members = 0
    commons.member_effort = 0.0
    commons.stance_sum = 0.0
    commons.stance_square_sum = 0.0
    commons.journalists = 0
    commons.radicals = 0
    for theme in range(N_THEMES):
        commons.use[theme] = 0.0


@rule
def receive_grants(world: Any) -> None:
    """Receive the grants that the plan (or an event) brings; restricted money is kept apart."""
    commons = world.commons[0]
    for index in range(len(world.grants)):
        grant = world.grants[index]
        if grant.first_month <= commons.month <= grant.last_month:
            if grant.unrestricted:
                commons.income += grant.staff_months
            else:
                commons.restricted += grant.staff_months


@rule
def spend(world: Any) -> None:
    """Spend the month's money: save towards the reserve, draw on it in lean months, absorb only so much at once."""
    commons = world.commons[0]
    parameters = world.parameters[0]
    usual = world.scale[0].base_income
    income = commons.income
    target = world.levers[0].dial[RESERVE_MONTHS] * usual
    if commons.reserve < target:
        spending = parameters.saving_share * income
        lean = parameters.lean_spending * usual
        if spending < lean:
            spending += min(lean - spending, commons.reserve)
    else:
        spending = income + (commons.reserve - target) / parameters.fast_time
        if spending < usual:
            spending += max(0.0, min(usual - spending, commons.reserve + income - spending - target))
    most = parameters.absorption * usual
    spending = min(spending, most + parameters.absorption_slope * (spending - most))
    commons.reserve = max(0.0, commons.reserve + income - spending)
    commons.spending = spending + commons.restricted


@rule
def feel_scarcity(world: Any) -> None:
    """Compare money with what people got used to; where roles are unclear, shrinking money means fighting for it."""
    commons = world.commons[0]
    parameters = world.parameters[0]
    total = commons.income + commons.restricted
    commons.income_fast += (total - commons.income_fast) / parameters.fast_time
    commons.income_slow += (total - commons.income_slow) / parameters.slow_time
    usual = commons.income_slow * parameters.habituation_gain
    usual += world.scale[0].base_income * (1.0 - parameters.habituation_gain)
    scarcity = max(0.0, 1.0 - commons.income_fast / usual) if usual > 0.0 else 0.0
    commons.fight = parameters.competition * parameters.competition_gain * (1.0 - commons.roles) * scarcity


@rule
def share_out_effort(world: Any) -> None:
    """Turn people and money into effort, share it out, and find how intense each activity is.

    All nine activities saturate alike. Restricted money is spent the month it comes, on publishing, stories and
    training only. Success brings upkeep work: too little effort for it wears people out.
    """
    commons = world.commons[0]
    parameters = world.parameters[0]
    levers = world.levers[0]
    expected = world.scale[0].expected_effort
    variance = 0.0
    if commons.members > 0:
        mean = commons.stance_sum / commons.members
        variance = max(0.0, commons.stance_square_sum / commons.members - mean * mean)
    effort = commons.member_effort + parameters.effort_of_money * (commons.spending - commons.restricted)
    effort *= 1.0 - commons.fight
    effort *= 1.0 - parameters.voice_price * levers.dial[VOICE] * math.sqrt(variance)
    effort *= 1.0 - parameters.pandemic_effort * commons.pandemic
    if commons.changed_course:
        effort *= 1.0 - parameters.change_price
    paid = parameters.effort_of_money * commons.restricted
    allowed = levers.effort[PUBLISH] + levers.effort[TELL_STORIES] + levers.effort[TRAIN]
    half = parameters.saturation_share * expected
    for activity in range(N_ACTIVITIES):
        spent = levers.effort[activity] * effort
        restricted = activity == PUBLISH or activity == TELL_STORIES or activity == TRAIN
        if restricted and allowed > 0.0:
            spent += paid * levers.effort[activity] / allowed
        commons.intensity[activity] = spent / (spent + half)
    meeting = 1.0 - parameters.pandemic_meeting * commons.pandemic
    commons.intensity[MOBILISE] *= meeting
    commons.intensity[TRAIN] *= meeting
    commons.intensity[TEACH] *= meeting
    commons.intensity[ALLY] *= 1.0 - parameters.pandemic_relations * commons.pandemic
    workload = parameters.workload_floor
    workload += parameters.workload_of_reuse * commons.reuse / world.scale[0].reference_reuse
    needed = parameters.upkeep_share * expected * workload
    commons.overload = parameters.upkeep_gain * max(0.0, 1.0 - effort / needed)
    relations = commons.intensity[ALLY] * (1.0 - abs(levers.dial[STANCE]))
    commons.bridge += (relations - commons.bridge) / parameters.medium_time


# --- step 4: coordination, documentation ------------------------------------------------------------------------------


@rule
def coordinate(world: Any) -> None:
    """Make roles clearer, write down, and forget what nobody keeps up."""
    commons = world.commons[0]
    parameters = world.parameters[0]
    commons.roles += (commons.intensity[COORDINATE] - commons.roles) / parameters.fast_time
    written = commons.intensity[DOCUMENT] * (1.0 - commons.documentation) / parameters.medium_time
    commons.documentation += written - commons.documentation / parameters.slow_time


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
    share = 1.0 / max(1.0, world.levers[0].dial[BREADTH])
    rate = parameters.collection_rate * parameters.grassroots_data_gain * commons.intensity[TEACH] * share
    for theme in range(N_THEMES):
        added = rate if commons.targeted[theme] else 0.0
        commons.collected[theme] += added - commons.collected[theme] / parameters.medium_time
    open_publication(commons)


@rule
def open_publication(commons: Any) -> None:
    """Begin the month's count of doors, reuse and wins."""
    commons.mean_door = 0.0
    commons.national_capacity = 0.0
    commons.reuse = 0.0
    commons.best_reuse = 0.0
    commons.wins = 0.0


@rule
def gather_momentum(world: Any) -> None:
    """Judge the month's wins against what people got used to."""
    commons = world.commons[0]
    parameters = world.parameters[0]
    commons.wins *= parameters.standard_governments / len(world.governments)
    commons.wins_fast += (commons.wins - commons.wins_fast) / parameters.fast_time
    commons.wins_slow += (commons.wins - commons.wins_slow) / parameters.slow_time
    usual = parameters.habituation_gain * commons.wins_slow
    usual += (1.0 - parameters.habituation_gain) * parameters.wins_start
    commons.momentum = commons.wins_fast / (commons.wins_fast + usual + parameters.momentum_half)
    commons.milestone_wins += commons.wins


# --- step 7: coverage, window, trust ----------------------------------------------------------------------------------


@rule
def face_the_public(world: Any) -> None:
    """Be reported on, move the Overton window, win or lose trust. (Source text, tips 6 and 10.)"""
    commons = world.commons[0]
    parameters = world.parameters[0]
    confronting = confrontation(world)
    partisan = partisanship(world)
    members = commons.members
    journalists = commons.journalists / members if members > 0 else 0.0
    radicals = commons.radicals / members if members > 0 else 0.0
    mean_stance = commons.stance_sum / members if members > 0 else 0.5
    known = journalists / (journalists + parameters.journalist_half)
    news = 1.0 - exp(-(commons.wins + parameters.confrontation_news * confronting) / 2.0)
    reported = parameters.coverage_floor + (1.0 - parameters.coverage_floor) * known
    commons.coverage = commons.intensity[TELL_STORIES] * reported * news * parameters.coverage_gain
    good_news = commons.coverage if commons.wins > 0.0 else 0.0
    voice = radicals * min(1.0, parameters.voice_quiet + confronting)
    backlash = parameters.backlash_voice
    flank = voice * (1.0 - voice / backlash) * (1.0 - partisan) + parameters.window_coverage * good_news
    window = commons.window + parameters.window_speed * parameters.window_gain * flank
    window -= (commons.window - parameters.window_start) / parameters.slow_time
    commons.window = min(parameters.window_high, max(parameters.window_low, window))
    against = parameters.partisan_trust * partisan + commons.fight + max(0.0, voice - backlash)
    against += parameters.withdrawal_trust * commons.withdrawn / len(world.governments)
    trust = commons.trust
    change = (1.0 - trust) * good_news - parameters.trust_asymmetry * trust * against
    change = parameters.trust_speed * change - (trust - parameters.trust_start) / parameters.slow_time
    commons.trust = min(1.0, max(0.0, trust + change))
    commons.gap = max(0.0, mean_stance + parameters.confrontation_gap * confronting - commons.window)


# --- step 8: milestones -----------------------------------------------------------------------------------------------


@rule
def review_milestones(world: Any) -> None:
    """Keep the vision alive by coordination; reach or miss the half-year's promise. (Source text, tip 9.)"""
    commons = world.commons[0]
    parameters = world.parameters[0]
    kept = parameters.vision_speed * (commons.intensity[COORDINATE] - commons.vision)
    commons.vision += kept / parameters.medium_time
    if commons.month % int(parameters.milestone_months) != 0:
        return
    promised = world.levers[0].dial[AMBITION]
    if commons.milestone_wins >= promised:
        lift = parameters.milestone_lift * promised / (promised + parameters.milestone_ambition)
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
    usual = world.scale[0].base_income
    champions_in_post = 0
    for index in range(len(world.champions)):
        champion = world.champions[index]
        champions_in_post += champion.in_post
    active = 0
    energy = 0.0
    for index in range(len(world.activists)):
        member = world.activists[index]
        if member.active:
            active += 1
            energy += member.energy
    promised = commons.reserve
    for index in range(len(world.donors)):
        donor = world.donors[index]
        promised += donor.months_left * donor.monthly
    for index in range(len(world.grants)):
        grant = world.grants[index]
        if grant.first_month <= commons.month <= grant.last_month:
            promised += (grant.last_month - commons.month) * grant.staff_months
    row[measures.PEOPLE] = active + champions_in_post
    row[measures.RUNWAY] = min(measures.RUNWAY_CAP, promised / usual) if usual > 0.0 else 0.0
    row[measures.REUSE] = commons.reuse
    row[measures.TRUST] = commons.trust
    row[measures.ACTIVE_MEMBERS] = active
    row[measures.ACTIVE_SHARE] = active / len(world.activists)
    row[measures.ENERGY] = energy / active if active > 0 else 0.0
    row[measures.WINDOW] = commons.window
    row[measures.SPENDING] = commons.spending
    row[measures.INCOME] = commons.income + commons.restricted
    record_governments(world, row)
    signposts = 0
    for index in range(len(world.triggers)):
        if world.triggers[index].holds:
            signposts += 1 << index
    row[measures.SIGNPOSTS] = signposts


@rule
def record_governments(world: Any, row: Any) -> None:
    """Write down the measures that are shares or means over governments."""
    month = world.commons[0].month
    covered = 0
    changed = 0
    courses = 0
    routine = 0.0
    buy_in = 0.0
    by_default = 0.0
    for index in range(len(world.governments)):
        government = world.governments[index]
        covered += government.open_door >= measures.COVER_THRESHOLD
        changed += government.changed_month > 0 and government.changed_month >= month - 1
        courses += government.course
        routine += government.institutionalised
        buy_in += government.buy_in
        by_default += government.open_by_default
    number = len(world.governments)
    row[measures.COVER] = covered / number
    row[measures.TURNED_OVER] = changed / number
    row[measures.COURSE_SHARE] = courses / number
    row[measures.MEMORY] = (world.commons[0].documentation + routine / number) / 2.0
    row[measures.BUY_IN] = buy_in / number
    row[measures.OPEN_BY_DEFAULT] = by_default / number
