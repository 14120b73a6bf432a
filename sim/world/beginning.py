"""Month 0: what a context lists is there, everything else is drawn, by decisions of its own."""

from __future__ import annotations

import math
from typing import Any

from sim.rules.activists import (
    ACTIVIST_KIND,
    JOURNALIST_KIND,
    ORGANISATION_KIND,
    become_someone_else,
    contribute,
    get_to_know,
)
from sim.rules.commons import judge_wins, open_publication, rank_themes, record_month, usual_wins
from sim.rules.community import begin_community
from sim.rules.curves import after_a_minimum, either, helped_by, within
from sim.rules.donors import order_donors
from sim.rules.events import begin_month
from sim.rules.governments import count_reuse, open_door, willingness
from sim.rules.money import dues, open_books
from sim.world.compiled import rule
from sim.world.dice import Decision, chance, normal, pick, throw_for_future, uniform
from sim.world.elementary import exp
from sim.world.levers import N_ACTIVITIES, N_LEVERS, N_THEMES
from sim.world.tables import FAMILIES, NEIGHBOURS, NOBODY, PEERS

LONG_AGO = 1_000_000
"""Months since joining of those who were there before the beginning: they are no newcomers."""


@rule
def begin(world: Any, seed: int, future: int, branch: int, branch_month: int) -> None:
    """Set the world to month 0 of one future, and record it."""
    throw_for_future(world, seed, future, branch, branch_month)
    begin_month(world, 0)
    begin_community(world)
    begin_commons(world)
    order_themes(world)
    for index in range(len(world.calendars)):
        begin_calendar(world, index)
    for index in range(len(world.governments)):
        begin_government(world, index)
    for index in range(len(world.champions)):
        begin_champion(world, index)
    for index in range(len(world.donors)):
        begin_donor(world, index)
    order_donors(world)
    for index in range(len(world.activists)):
        begin_member(world, index)
    begin_team(world)
    count_beginning(world)


@rule
def count_beginning(world: Any) -> None:
    """Count who is there and what is in use, and record month 0."""
    open_books(world)
    for index in range(len(world.activists)):
        contribute(world, index)
    rank_themes(world)
    open_publication(world.commons[0])
    for index in range(len(world.governments)):
        open_door(world, index)
    for index in range(len(world.governments)):
        count_reuse(world, index)
    record_month(world)


@rule
def begin_commons(world: Any) -> None:
    """Set what all share, the plan's levers and its triggers."""
    commons = world.commons[0]
    parameters = world.parameters[0]
    commons.reserve = parameters.reserve_start * world.community[0].base_income
    commons.experience = parameters.experience_start
    commons.roles = parameters.roles_start
    commons.vision = parameters.vision_start
    commons.records = parameters.records_start
    commons.standing = parameters.standing_start
    commons.relations = parameters.relations_start
    commons.wins_fast = usual_wins(world)
    commons.wins_slow = usual_wins(world)
    commons.momentum = judge_wins(world)
    commons.fight = 0.0
    commons.dues = 0.0
    commons.member_effort = 0.0
    commons.milestone_wins = 0.0
    commons.retargeting = False
    commons.changed_course = False
    for theme in range(N_THEMES):
        commons.collected[theme] = 0.0
    for activity in range(N_ACTIVITIES):
        world.levers[0].effort[activity] = world.base_levers[0].effort[activity]
    for dial in range(N_LEVERS):
        world.levers[0].dial[dial] = world.base_levers[0].dial[dial]
    for index in range(len(world.triggers)):
        trigger = world.triggers[index]
        trigger.holds = False


@rule
def order_themes(world: Any) -> None:
    """Take the plan's order of themes, or else one random order a future, the same for every plan."""
    commons = world.commons[0]
    plan = world.plan[0]
    for place in range(N_THEMES):
        commons.theme_order[place] = plan.themes[place] if plan.has_themes else place
    if plan.has_themes:
        return
    for place in range(N_THEMES - 1, 0, -1):
        other = pick(world, Decision.START_THEME_ORDER, place, place + 1)
        theme = commons.theme_order[place]
        commons.theme_order[place] = commons.theme_order[other]
        commons.theme_order[other] = theme


@rule
def begin_calendar(world: Any, index: int) -> None:
    """Set when the next government takes office, and how the present leader is disposed."""
    calendar = world.calendars[index]
    start = world.calendar_starts[index]
    parameters = world.parameters[0]
    spread = parameters.disposition_spread_start * (uniform(world, Decision.START_DISPOSITION, index) - 0.5)
    calendar.disposition = within(parameters.leaders_disposition_start + spread)
    if not math.isnan(start.disposition):
        calendar.disposition = start.disposition
    calendar.next_election = 1 + pick(world, Decision.START_NEXT_ELECTION, index, int(parameters.term))
    if start.next_election != NOBODY:
        calendar.next_election = start.next_election
    calendar.hostile = False
    calendar.forced = 0
    calendar.turnover_awaited = 0.0
    calendar.hostile_awaited = 0.0
    calendar.changed = False
    calendar.leader_changed = False


@rule
def weight_of(world: Any, national: bool) -> float:
    """Return the share of the data that matters that lies with one government of a tier."""
    nationals = world.scale[0].national_governments
    locals_ = len(world.governments) - nationals
    if nationals == 0 or locals_ == 0:
        return 1.0 / len(world.governments)
    share = world.parameters[0].national_weight
    return share / nationals if national else (1.0 - share) / locals_


@rule
def begin_government(world: Any, index: int) -> None:
    """Set a government's capacity, leadership, catalogue and data."""
    government = world.governments[index]
    start = world.government_starts[index]
    parameters = world.parameters[0]
    government.calendar = start.calendar
    government.national = start.national
    government.weight = weight_of(world, start.national)
    capacity = parameters.national_capacity_start
    if not start.national:
        spread = parameters.local_capacity_spread * (uniform(world, Decision.START_CAPACITY, index) - 0.5)
        capacity = max(0.0, parameters.local_capacity + spread)
    government.capacity = min(1.0, capacity * world.community[0].officials)
    government.buy_in = start.buy_in
    if math.isnan(start.buy_in):
        disposition = world.calendars[start.calendar].disposition
        won = parameters.relations_weight * parameters.relations_gain * parameters.relations_start
        government.buy_in = disposition + (1.0 - disposition) * won
    government.institutionalised = parameters.institutionalised_start
    government.open_by_default = parameters.open_by_default_start
    data = data_at_the_beginning(world, index)
    for theme in range(N_THEMES):
        government.datasets[theme] = data
    government.course = False
    government.pull = 0.0
    government.retention = 0.0
    government.upheaval = 0.0
    government.upheaval_months = 0
    government.changed_month = 0
    government.won = False
    government.hands = 0.0
    government.trained_share = 0.0


@rule
def data_at_the_beginning(world: Any, index: int) -> float:
    """Return the purpose data of each theme of a government: so many times what an even plan keeps up.

    With the officials of month 0, that is; they learn later.
    """
    government = world.governments[index]
    parameters = world.parameters[0]
    even = world.scale[0].expected_effort / N_ACTIVITIES
    publishing = after_a_minimum(even / parameters.usual_breadth, parameters.theme_effort)
    skill = parameters.untrained + (1.0 - parameters.untrained) * parameters.officials_trained_start
    hands = parameters.post_filled_start * skill
    door = either(government.buy_in, government.institutionalised)
    flow = parameters.publication_rate * parameters.usual_purpose_share * publishing
    flow *= willingness(world, index) * hands * government.capacity
    flow *= helped_by(world, parameters.records_start) * helped_by(world, parameters.relations_start)
    fading = (1.0 - either(door * hands, publishing / 2.0)) / world.community[0].rot_time
    return float(parameters.data_start * flow / fading)


@rule
def begin_champion(world: Any, index: int) -> None:
    """Fill a post or leave it vacant, and choose the other officials whom its holder met."""
    champion = world.champions[index]
    start = world.champion_starts[index]
    parameters = world.parameters[0]
    champion.government = start.government
    champion.senior = start.senior
    champion.is_new = False
    champion.in_post = chance(world, Decision.START_POST, index, parameters.post_filled_start)
    champion.trained = chance(world, Decision.START_TRAINED, index, parameters.officials_trained_start)
    if start.in_post != NOBODY:
        champion.in_post = start.in_post == 1
    if start.trained != NOBODY:
        champion.trained = start.trained == 1
    for place in range(PEERS):
        champion.peers[place] = another(world, Decision.START_PEER_1 + place, index, len(world.champions))


@rule
def another(world: Any, decision: int, index: int, number: int) -> int:
    """Return somebody else of ``number``, all equally likely; nobody if there is nobody else."""
    if number < 2:
        return NOBODY
    other = pick(world, decision, index, number - 1)
    return other + 1 if other >= index else other


@rule
def is_funding(world: Any, index: int) -> bool:
    """Return whether a donor pays at the beginning: exactly the expected number do, to within one, whoever they are."""
    parameters = world.parameters[0]
    share = min(parameters.funded_ceiling, parameters.funded_start * math.sqrt(world.community[0].money))
    begun = uniform(world, Decision.START_FUNDED, 0) + share * index
    return int(begun + share) > int(begun)


@rule
def begin_donor(world: Any, index: int) -> None:
    """Set how much a donor gives, to what, for how long still, and with whom it moves; what is listed is signed."""
    donor = world.donors[index]
    start = world.donor_starts[index]
    parameters = world.parameters[0]
    size = parameters.grant_size_log_spread * normal(world, Decision.START_GRANT_SIZE, index)
    donor.monthly = exp(parameters.grant_size_log_mean + size) * math.sqrt(world.community[0].money)
    donor.theme = pick(world, Decision.START_DONOR_THEME, index, N_THEMES)
    donor.is_open = True
    donor.pursued = False
    donor.months_left = 0
    donor.signed_left = 0
    donor.breaks_contracts = False
    donor.notice_left = 0
    donor.announced_by = NOBODY
    if is_funding(world, index):
        donor.months_left = 1 + pick(world, Decision.START_GRANT_LEFT, index, int(parameters.grant_months))
    donor.family = pick(world, Decision.START_FAMILY, index, FAMILIES)
    donor.government = NOBODY
    if not start.listed and chance(world, Decision.START_GOVERNMENT_DONOR, index, parameters.government_donor_share):
        donor.government = pick(world, Decision.START_WHICH_GOVERNMENT, index, len(world.governments))
    if start.government != NOBODY:
        donor.government = start.government
    if not math.isnan(start.monthly):
        donor.monthly = start.monthly
    if start.theme != NOBODY:
        donor.theme = start.theme
    if start.months_left != NOBODY:
        donor.months_left = start.months_left
        donor.signed_left = start.months_left


@rule
def begin_team(world: Any) -> None:
    """Employ the team that the running grants pay, and earn the dues of a usual plan."""
    commons = world.commons[0]
    parameters = world.parameters[0]
    commons.staff = 0.0
    for index in range(len(world.donors)):
        donor = world.donors[index]
        if donor.months_left > 0:
            commons.staff += donor.monthly
    usual = world.community[0].base_income
    commons.income_slow = usual if usual > 0.0 else commons.staff
    members = parameters.active_start * len(world.activists)
    commons.dues = dues(world, members, parameters.usual_diversification)


@rule
def begin_member(world: Any, index: int) -> None:
    """Draw a seat of the membership: who sits there, and whom they know."""
    member = world.activists[index]
    start = world.activist_starts[index]
    parameters = world.parameters[0]
    draw = uniform(world, Decision.START_KIND, index)
    member.kind = JOURNALIST_KIND
    if draw < parameters.activist_share:
        member.kind = ACTIVIST_KIND
    elif draw < parameters.activist_share + parameters.organisation_share:
        member.kind = ORGANISATION_KIND
    if start.kind != NOBODY:
        member.kind = start.kind
    become_someone_else(world, index)
    get_to_know(world, index)
    member.person = 0
    if start.theme != NOBODY:
        member.theme = start.theme
    if not math.isnan(start.stance):
        member.stance = start.stance
    active = parameters.active_start if math.isnan(start.active) else start.active
    member.active = chance(world, Decision.START_ACTIVE, index, active)
    member.was_active = member.active
    if member.active:
        member.literacy = parameters.active_literacy_start
    elif chance(world, Decision.REPLACED, index, parameters.left_before_start):
        member.left_before = True
    if not math.isnan(start.literacy):
        member.literacy = start.literacy
    spread = parameters.member_energy_spread_start * (uniform(world, Decision.START_ENERGY, index) - 0.5)
    member.energy = parameters.member_energy_start + spread
    drive = parameters.drive_spread * (uniform(world, Decision.START_DRIVE, index) - 0.5)
    drive = within(parameters.drive + drive)
    odds = drive * world.community[0].drive
    member.drive = odds / (odds + 1.0 - drive)
    member.months_since_joining = LONG_AGO
    choose_neighbours(world, index)


@rule
def choose_neighbours(world: Any, index: int) -> None:
    """Choose acquaintances: three on either side of a ring, each perhaps a random one instead (a small world)."""
    member = world.activists[index]
    number = len(world.activists)
    for place in range(NEIGHBOURS):
        offset = place // 2 + 1
        neighbour = (index + (offset if place % 2 == 0 else -offset)) % number
        if chance(world, Decision.START_REWIRED_1 + place, index, world.parameters[0].rewiring):
            neighbour = another(world, Decision.START_NEIGHBOUR_1 + place, index, number)
        member.neighbours[place] = neighbour if neighbour != index else NOBODY
