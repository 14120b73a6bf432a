"""Money, the team and effort by hand. Formulas: docs/model.md."""

from __future__ import annotations

import math

import pytest

from sim.rules.donors import pay
from sim.rules.money import (
    affordable,
    common_effort,
    continuity,
    disagreement,
    dues,
    earn_dues,
    employ,
    feel_scarcity,
    open_books,
    receive_grants,
    share_out_effort,
    team_effort,
)
from sim.world.levers import (
    ACTIVITIES,
    ALLY,
    COORDINATE,
    DOCUMENT,
    MOBILISE,
    N_ACTIVITIES,
    PUBLISH,
    RAISE_FUNDS,
    TEACH,
    TELL_STORIES,
    TRAIN,
)
from sim.world.tables import World
from tests.rules.worlds import close_to, context_of, dial, plan_of, put, quiet_world, shares, spend_effort, to_month

# --- the books --------------------------------------------------------------------------------------------------------


def test_the_books_are_opened_with_last_months_dues_and_nobody_counted() -> None:
    world = quiet_world()
    put(world.commons[0], dues=0.7, income=9, restricted=9, grants_running=9, members=9, member_effort=12.5)
    put(world.commons[0], stance_sum=9, stance_square_sum=9, journalists=9, use=[9] * 5)
    open_books(world)
    commons = world.commons[0]
    assert (commons.income, commons.dues, commons.effort_before) == (0.7, 0.7, 12.5)
    assert commons.restricted == commons.grants_running == commons.members == commons.member_effort == 0
    assert commons.stance_sum == commons.stance_square_sum == commons.journalists == 0
    assert not commons.use.any()


def test_grants_are_paid_in_their_months_and_restricted_money_is_kept_apart() -> None:
    grants = [
        {"from": 10, "months": 3, "staff_months": 2.0},
        {"from": 11, "months": 1, "staff_months": 0.5, "unrestricted": False},
    ]
    world = quiet_world(plan=plan_of(grant=grants))
    received = []
    for month in range(9, 14):
        to_month(world, month)
        open_books(world)
        receive_grants(world)
        commons = world.commons[0]
        received.append((float(commons.income), float(commons.restricted), int(commons.grants_running)))
    assert received == [(0, 0, 0), (2, 0, 1), (2, 0.5, 2), (2, 0, 1), (0, 0, 0)]


def test_grants_of_donors_and_of_the_plan_all_want_reports() -> None:
    world = quiet_world(plan=plan_of(grant=[{"from": 10, "months": 3, "staff_months": 2.0}]))
    for index, months in enumerate((5, 0, 1, 0)):
        world.donors[index].months_left = months
        pay(world, index)
    receive_grants(world)
    assert world.commons[0].grants_running == 3


# --- the team ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reserve", "income", "restricted", "staff", "team"),
    [
        # the usual income is 4, so the target of 3 months is 12
        (6.0, 8.0, 0.0, 0.0, 6.0),  # a quarter is put aside
        (6.0, 8.0, 2.0, 0.0, 8.0),  # nothing of restricted money
        (11.999, 8.0, 0.0, 0.0, 6.0),
        (12.0, 8.0, 0.0, 0.0, 8.0),  # at the target nothing is put aside
        (17.0, 8.0, 2.0, 0.0, 11.0),  # and what is beyond it goes over five months: 8 + 2 + 5 / 5
        (6.0, 0.0, 0.0, 5.0, 2 / 3),  # in need a ninth of the reserve
        (6.0, 8.0, 0.0, 6.5, 6.5),  # but no more than is lacking: .5 of .667
        (17.0, 0.0, 0.0, 5.0, 1 + 17 / 9),
        (0.0, 8.0, 0.0, 9.0, 6.0),
    ],
)
def test_the_team_that_this_months_money_pays(
    reserve: float, income: float, restricted: float, staff: float, team: float
) -> None:
    world = quiet_world(saving_share=0.25, reserve_stretch=9)
    dial(world, reserve_months=3)
    put(world.commons[0], reserve=reserve, income=income, restricted=restricted, staff=staff)
    assert affordable(world) == close_to(team)


def test_a_reserve_lasts_the_longer_the_more_of_it_is_kept() -> None:
    world = quiet_world(reserve_stretch=9, dismissal_time=1, saving_share=0.25)
    dial(world, reserve_months=12)
    put(world.commons[0], reserve=9.0, staff=20.0)
    paid = []
    for _ in range(4):
        employ(world)
        paid.append(float(world.commons[0].staff))
    # a ninth of what is left, month after month: 1, then 8 / 9 of the month before
    assert paid == close_to([1.0, 8 / 9, 64 / 81, 512 / 729])
    assert world.commons[0].reserve == close_to(9 - sum(paid))


TEAM = {"hiring_time": 12, "dismissal_time": 2, "staff_rotation": 0.02, "effort_of_money": 5, "saving_share": 0.25}


def employing_world(**parameters: float) -> World:
    """Return a world that puts nothing aside, with a team of 4 whose experience is .6, beside members' effort of 10."""
    world = quiet_world(**{**TEAM, **parameters})
    dial(world, reserve_months=0)
    put(world.commons[0], staff=4.0, experience=0.6, records=0.5, relations=0.8, roles=1.0, effort_before=10.0)
    return world


def test_hiring_is_slow_and_the_new_ones_begin_without_experience() -> None:
    world = employing_world()
    put(world.commons[0], income=10.0)
    employ(world)
    commons = world.commons[0]
    assert commons.staff == close_to(4.5)  # a twelfth of the six that could be hired
    assert commons.reserve == close_to(5.5)
    # .6 + .4 / 20 = .62; x .98 = .6076; a ninth of the team is new
    assert commons.experience == close_to(0.6076 * 4 / 4.5)
    assert (commons.records, commons.relations) == (0.5, 0.8)


def test_who_cannot_be_paid_leaves_within_months_and_takes_records_and_relations_along() -> None:
    world = employing_world()
    put(world.commons[0], income=1.0, reserve=2.0)
    employ(world)
    commons = world.commons[0]
    # beyond the target of 0 the reserve goes: 1 + 2 / 5 = 1.4, and a ninth for who is lacking: 1.4 + 2 / 9
    can = 1.4 + 2 / 9
    assert commons.staff == close_to((4 + can) / 2)
    assert commons.reserve == close_to(3 - (4 + can) / 2)
    assert commons.experience == close_to(0.6076)  # who stays keeps it
    lost = 5 * (4 - (4 + can) / 2) / (5 * 4 + 10)
    assert commons.records == close_to(0.5 * (1 - lost))
    assert commons.relations == close_to(0.8 * (1 - lost))


def test_nobody_is_paid_with_money_that_is_not_there() -> None:
    world = employing_world()
    put(world.commons[0], income=0.5, restricted=0.25)
    employ(world)
    assert world.commons[0].staff == close_to(0.75)
    assert world.commons[0].reserve == 0


def test_what_a_lost_team_knew_is_lost_for_longer_than_the_team() -> None:
    world = employing_world(staff_rotation=0.0)
    put(world.commons[0], staff=0.0, experience=0.9)
    employ(world)
    assert world.commons[0].staff == 0
    put(world.commons[0], income=12.0)
    employ(world)
    assert world.commons[0].staff == close_to(1.0)
    assert world.commons[0].experience == 0  # all new
    put(world.commons[0], income=12.0, reserve=0.0)
    employ(world)
    assert world.commons[0].experience == close_to(0.05 / (1 + 11 / 12))


def test_a_team_that_stays_grows_experienced_against_rotation() -> None:
    world = employing_world()
    put(world.commons[0], income=4.0)
    for _ in range(400):
        employ(world)
        world.commons[0].reserve = 0.0
    # where e = (.95 e + .05) x .98, that is .049 / .069
    assert world.commons[0].experience == close_to(0.049 / 0.069)


def test_a_community_without_money_has_no_team_and_loses_nothing() -> None:
    world = employing_world()
    put(world.commons[0], staff=0.0, effort_before=0.0)
    employ(world)
    commons = world.commons[0]
    assert (commons.staff, commons.reserve, commons.fight, commons.records, commons.relations) == (0, 0, 0, 0.5, 0.8)
    assert math.isfinite(commons.experience)


@pytest.mark.parametrize(("experience", "gain", "effort"), [(2 / 3, 1, 10), (0, 1, 5), (1, 1, 12.5), (0, 0, 10)])
def test_the_effort_of_the_team(experience: float, gain: float, effort: float) -> None:
    world = quiet_world(effort_of_money=5, experience_gain=gain, helped_floor=0.5)
    put(world.commons[0], staff=2.0, experience=experience)
    assert team_effort(world) == close_to(effort)


# --- fighting ---------------------------------------------------------------------------------------------------------


def scarce_world(**parameters: float) -> World:
    world = quiet_world(slow_time=50, effort_of_money=5, competition=0.5, **parameters)
    put(world.commons[0], income=2.0, restricted=1.0, income_slow=10.0, staff=4.93, effort_before=50.7, roles=0.6)
    return world


@pytest.mark.parametrize(("gain", "fight"), [(1.0, 0.0493), (0.5, 0.02465), (0.0, 0.0)])
def test_fighting_over_money_that_people_got_used_to(gain: float, fight: float) -> None:
    world = scarce_world(competition_gain=gain)
    feel_scarcity(world)
    assert world.commons[0].income_slow == close_to(9.86)  # 10 - 7 / 50
    # half of the usual is lacking; money is 49.3 of all effort of 100; .5 x (1 - .6) x .5 x .493
    assert world.commons[0].fight == close_to(fight)


def test_nobody_fights_where_roles_are_clear_where_money_grows_or_never_was() -> None:
    world = scarce_world()
    put(world.commons[0], roles=1.0)
    feel_scarcity(world)
    assert world.commons[0].fight == 0
    world = scarce_world()
    put(world.commons[0], staff=11.0, fight=0.3)
    feel_scarcity(world)
    assert world.commons[0].fight == 0
    put(world.commons[0], income=0.0, restricted=0.0, income_slow=0.0, staff=0.0, fight=0.3)
    feel_scarcity(world)
    assert world.commons[0].fight == 0


def test_where_all_is_done_for_money_its_loss_is_felt_wholly() -> None:
    world = scarce_world()
    put(world.commons[0], staff=0.0, roles=0.0, effort_before=0.0)
    feel_scarcity(world)
    assert world.commons[0].fight == close_to(0.5)


# --- effort -----------------------------------------------------------------------------------------------------------


def working_world(**parameters: float) -> World:
    """Two members whose stances differ by a standard deviation of .2 give 30, a team of four 20."""
    fixed = {
        "effort_of_money": 5, "friction": 0.25, "voice_price": 0.5, "reporting": 0.6, "volunteer_continuity": 0.85,
        "change_price": 0.2, "pandemic_meeting": 0.8, "theme_effort": 1.75, "own_income": 0.08,
    }  # fmt: skip
    world = quiet_world(**{**fixed, **parameters})
    world.levers[0].effort[:] = shares(publish=0.2, teach=0.2, ally=0.1, raise_funds=0.2, coordinate=0.1, document=0.2)
    dial(world, voice=0.5, stance=0.0, breadth=2, diversification=0.5)
    put(world.commons[0], members=2, stance_sum=0.8, stance_square_sum=0.4, member_effort=30.0)
    put(world.commons[0], staff=4.0, experience=2 / 3, fight=0.1, roles=0.6, grants_running=5, relations=0.4)
    return world


def test_how_far_members_disagree() -> None:
    assert disagreement(working_world()) == close_to(0.2)  # stances .2 and .6
    assert disagreement(quiet_world()) == 0


@pytest.mark.parametrize(
    ("fields", "dials", "parameters", "effort"),
    [
        # fight .1 and friction .25 x .4 leave .8, hearing everyone .95: 50 x .76, and five reports of .6
        ({}, {}, {}, 35.0),
        ({"changed_course": True}, {}, {}, 27.4),  # 38 x .8 - 3: reports are written all the same
        ({}, {"voice": 0.0}, {}, 37.0),
        ({}, {}, {"friction_gain": 0}, 39.75),  # 50 x .9 x .95 - 3
        ({"roles": 1.0, "fight": 0.0}, {"voice": 0.0}, {}, 47.0),
        ({"member_effort": 0.0, "staff": 0.0}, {}, {}, 0.0),  # never less than nothing
    ],
)
def test_effort_that_is_left(
    fields: dict[str, float], dials: dict[str, float], parameters: dict[str, float], effort: float
) -> None:
    world = working_world(**parameters)
    put(world.commons[0], **fields)
    dial(world, **dials)
    assert common_effort(world) == close_to(effort)


def test_volunteers_give_less_to_work_that_needs_continuity() -> None:
    world = working_world()
    assert continuity(world) == close_to(0.91)  # 1 - .6 x .15
    world.commons[0].staff = 0.0
    assert continuity(world) == close_to(0.85)
    put(world.commons[0], staff=4.0, member_effort=0.0)
    assert continuity(world) == 1
    assert continuity(quiet_world()) == 1  # nobody at all


def test_effort_by_activity_in_even_shares_of_expected_effort() -> None:
    world = working_world()
    share_out_effort(world)
    commons = world.commons[0]
    # an even share is 10; continuity .91
    expected = shares(publish=0.7, teach=0.7, ally=0.35, raise_funds=0.637, coordinate=0.3185, document=0.637)
    assert commons.effort.tolist() == close_to(expected)
    assert commons.tended.tolist() == close_to([effort / (effort + 0.5) for effort in expected])
    assert commons.publishing == commons.collecting == close_to(0.8)  # 3.5 a theme: 12.25 / (12.25 + 3.0625)
    assert commons.relations == close_to(0.4 + (0.35 / 0.85 - 0.4) / 20)


def test_a_pandemic_costs_what_people_do_together() -> None:
    world = working_world()
    world.levers[0].effort[:] = 1 / N_ACTIVITIES
    world.commons[0].pandemic = 0.5
    share_out_effort(world)
    usual = 35 / 9 / 10
    together = {MOBILISE, TRAIN, TEACH, ALLY}
    steady = {RAISE_FUNDS, COORDINATE, DOCUMENT}
    assert together | steady | {PUBLISH, TELL_STORIES} == set(range(len(ACTIVITIES)))
    for activity in range(N_ACTIVITIES):
        factor = 0.6 if activity in together else 0.91 if activity in steady else 1.0
        assert world.commons[0].effort[activity] == close_to(usual * factor), ACTIVITIES[activity].name


@pytest.mark.parametrize(("breadth", "publishing"), [(1, 49 / (49 + 3.0625)), (4, 0.5), (5, 1.96 / (1.96 + 3.0625))])
def test_every_theme_needs_a_minimum_of_effort(breadth: int, publishing: float) -> None:
    world = working_world()
    dial(world, breadth=breadth)
    share_out_effort(world)
    assert world.commons[0].publishing == close_to(publishing)  # 7, 1.75 and 1.4 a theme
    assert world.commons[0].collecting == close_to(publishing)


@pytest.mark.parametrize("stance", [-0.75, 0.75])
def test_whoever_takes_sides_wins_fewer_relations(stance: float) -> None:
    world = working_world()
    dial(world, stance=stance)
    share_out_effort(world)
    assert world.commons[0].relations == close_to(0.4 + (0.25 * 0.35 / 0.85 - 0.4) / 20)


def test_nobody_at_all() -> None:
    world = quiet_world()
    put(world.commons[0], relations=0.4)
    share_out_effort(world)
    assert not world.commons[0].effort.any()
    assert not world.commons[0].tended.any()
    assert world.commons[0].publishing == world.commons[0].dues == 0
    assert world.commons[0].relations == close_to(0.38)


# --- dues -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("members", "payers"), [(0, 0), (4, 4), (12, 6), (10**9, 8)])
def test_not_every_further_member_pays_as_much_as_the_first(members: int, payers: float) -> None:
    world = quiet_world(own_income=0.08, active_start=0.4)  # four of ten seats are the usual members
    world.community[0].money = 1.5
    # .08 x 1.5 = .12 a member; half of full effect at half an even share
    assert dues(world, float(members), 0.5) == pytest.approx(0.06 * payers, rel=1e-6)


@pytest.mark.parametrize(
    ("diversification", "effort", "gain", "income"),
    [
        (0.5, 1.0, 1, 0.16),  # .08 x 4 x .5 / (.5 + .5)
        (1.0, 0.25, 1, 0.32 / 3),  # .25 / .75
        (0.0, 9.0, 1, 0.0),
        (0.5, 0.0, 1, 0.0),
        (0.5, 1.0, 0, 0.0),
    ],
)
def test_dues_are_asked_for(diversification: float, effort: float, gain: float, income: float) -> None:
    world = quiet_world(own_income=0.08, active_start=0.4, own_income_gain=gain)
    dial(world, diversification=diversification)
    spend_effort(world, raise_funds=effort)
    put(world.commons[0], members=4, dues=9.0, income=7.0)
    earn_dues(world)
    assert world.commons[0].dues == close_to(income)
    assert world.commons[0].income == 7.0  # they come in next month


def test_dues_are_the_same_for_communities_of_every_size() -> None:
    incomes = []
    for seats in (10, 20):
        size = {"national_governments": 1, "local_governments": 2, "champions": 6, "donors": 4, "activists": seats}
        world = quiet_world(context=context_of(size=size), own_income=0.08)
        incomes.append(dues(world, seats * 0.6, 0.5) / seats)
    assert incomes[0] == close_to(incomes[1])
