"""What all share, by hand: money, effort, themes, the public, milestones, the record. Formulas: docs/model.md."""

from __future__ import annotations

import pytest

from sim.rules.commons import (
    collect_data,
    coordinate,
    face_the_public,
    feel_scarcity,
    gather_momentum,
    open_books,
    rank_themes,
    receive_grants,
    record_month,
    review_milestones,
    share_out_effort,
    spend,
)
from sim.world.levers import ALLY, DOCUMENT, MOBILISE, PUBLISH, RAISE_FUNDS, TEACH, TELL_STORIES, TRAIN
from sim.world.measures import MEASURES
from sim.world.tables import World
from tests.rules.worlds import close_to, dial, intensity, plan_of, put, quiet_world, shares, to_month

# --- money ------------------------------------------------------------------------------------------------------------


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
        received.append((float(world.commons[0].income), float(world.commons[0].restricted)))
    assert received == [(0, 0), (2, 0), (2, 0.5), (2, 0), (0, 0)]


@pytest.mark.parametrize(
    ("reserve", "income", "spending", "kept"),
    [
        # the usual income is 4, so the target of 3 months is 12 and 6 can be absorbed at once
        (5.0, 10.0, 7.25, 7.75),  # saves: .85 x 10 = 8.5; 6 + .5 x 2.5
        (5.0, 4.0, 3.4, 5.6),
        (5.0, 1.0, 2.0, 4.0),  # lean: .85, up to half of 4 from the reserve
        (0.5, 1.0, 1.35, 0.15),  # no more than there is
        (18.0, 5.0, 6.0, 17.0),  # above the target: 5 + 6 / 6
        (13.0, 1.0, 2.0, 12.0),  # 1 + 1/6 and then down to the target, no further
        (24.0, 0.0, 4.0, 20.0),  # 0 + 12 / 6, up to the usual 4
        (12.0, 20.0, 13.0, 19.0),  # 6 + .5 x 14
    ],
)
def test_spending(reserve: float, income: float, spending: float, kept: float) -> None:
    world = quiet_world()
    dial(world, reserve_months=3)
    put(world.commons[0], reserve=reserve, income=income)
    spend(world)
    assert world.commons[0].spending == close_to(spending)
    assert world.commons[0].reserve == close_to(kept)


def test_restricted_money_is_spent_the_month_it_comes() -> None:
    world = quiet_world()
    dial(world, reserve_months=3)
    put(world.commons[0], reserve=5.0, income=4.0, restricted=1.5)
    spend(world)
    assert world.commons[0].spending == close_to(4.9)
    assert world.commons[0].reserve == close_to(5.6)


@pytest.mark.parametrize(
    ("gains", "fight"),
    [
        # fast 4 - 3/6 = 3.5, slow 4 - 3/48 = 3.9375: scarcity 1/9; .3 x .6 / 9
        ({}, 0.02),
        ({"competition_gain": 0}, 0.0),
        ({"habituation_gain": 0}, 0.0225),  # against the usual 4: 1 - .875 = .125; .18 x .125
    ],
)
def test_fighting_over_shrinking_money(gains: dict[str, float], fight: float) -> None:
    world = quiet_world(**gains)
    put(world.commons[0], income=0.4, restricted=0.6, income_fast=4.0, income_slow=4.0, roles=0.4)
    feel_scarcity(world)
    assert world.commons[0].income_fast == close_to(3.5)
    assert world.commons[0].income_slow == close_to(3.9375)
    assert world.commons[0].fight == close_to(fight)


def test_nobody_fights_where_money_grows_or_never_was() -> None:
    world = quiet_world()
    put(world.commons[0], income=9.0, income_fast=4.0, income_slow=4.0)
    feel_scarcity(world)
    assert world.commons[0].fight == 0
    put(world.commons[0], income=0.0, income_fast=0.0, income_slow=0.0)
    feel_scarcity(world)
    assert world.commons[0].fight == 0


# --- effort -----------------------------------------------------------------------------------------------------------


def working_world(**parameters: float) -> World:
    """Two members whose stances differ by a standard deviation of .2; half of full activity is at an effort of 15."""
    world = quiet_world(**parameters)
    world.levers[0].effort[:] = shares(
        publish=0.2, tell_stories=0.2, train=0.1, mobilise=0.1, ally=0.1, teach=0.1, raise_funds=0.2
    )
    dial(world, voice=0.5, stance=-0.4)
    put(world.commons[0], members=2, stance_sum=0.8, stance_square_sum=0.4, member_effort=30.0, spending=5.0)
    put(world.commons[0], restricted=1.0, fight=0.2, reuse=5.0, bridge=0.3)
    return world


def test_effort_and_its_intensities() -> None:
    world = working_world()
    share_out_effort(world)
    # 30 + 5 x 4 = 50; x .8 x (1 - .5 x .5 x .2) = 38; restricted 5 x 1 as 2 : 2 : 1
    found = world.commons[0].intensity
    assert found[RAISE_FUNDS] == close_to(7.6 / 22.6)
    assert found[PUBLISH] == close_to(9.6 / 24.6)
    assert found[TELL_STORIES] == close_to(9.6 / 24.6)
    assert found[TRAIN] == close_to(4.8 / 19.8)
    assert found[MOBILISE] == close_to(3.8 / 18.8)
    assert found[TEACH] == close_to(3.8 / 18.8)
    assert found[DOCUMENT] == 0
    # workload .6 + .24 x 5 / 2 = 1.2; needed .95 x 100 x 1.2 = 114
    assert world.commons[0].overload == close_to(76 / 114)
    # .3 + (3.8 / 18.8 x .6 - .3) / 18
    assert world.commons[0].bridge == close_to(0.2900709219858156)


def test_a_pandemic_and_a_change_of_course_cost_effort_and_meetings() -> None:
    world = working_world()
    put(world.commons[0], pandemic=0.5, changed_course=True)
    share_out_effort(world)
    # 38 x (1 - .3 x .5) x .8 = 25.84
    found = world.commons[0].intensity
    assert found[RAISE_FUNDS] == close_to(5.168 / 20.168)
    assert found[PUBLISH] == close_to(7.168 / 22.168)
    assert found[TRAIN] == close_to(0.5 * 3.584 / 18.584)
    assert found[MOBILISE] == close_to(0.5 * 2.584 / 17.584)
    assert found[TEACH] == close_to(0.5 * 2.584 / 17.584)
    assert found[ALLY] == close_to(0.75 * 2.584 / 17.584)
    assert world.commons[0].overload == close_to(1 - 25.84 / 114)


def test_a_plan_without_publishing_stories_and_training_cannot_use_restricted_money() -> None:
    world = working_world()
    world.levers[0].effort[:] = shares(ally=1.0)
    share_out_effort(world)
    assert world.commons[0].intensity[ALLY] == close_to(38 / 53)
    assert world.commons[0].intensity[PUBLISH] == 0


def test_with_enough_effort_or_without_upkeep_nobody_is_overloaded() -> None:
    world = working_world()
    world.commons[0].reuse = 0  # needed .95 x 100 x .6 = 57
    world.commons[0].member_effort = 100
    share_out_effort(world)
    assert world.commons[0].overload == 0
    world = working_world(upkeep_gain=0)
    share_out_effort(world)
    assert world.commons[0].overload == 0


def test_nobody_at_all() -> None:
    world = quiet_world()
    share_out_effort(world)
    assert not world.commons[0].intensity.any()
    assert world.commons[0].overload == 1


def test_roles_and_records() -> None:
    world = quiet_world()
    intensity(world, coordinate=0.7, document=0.5)
    put(world.commons[0], roles=0.4, documentation=0.4)
    coordinate(world)
    assert world.commons[0].roles == close_to(0.45)  # .4 + .3 / 6
    assert world.commons[0].documentation == close_to(0.4083333333333333)  # .4 + .5 x .6 / 18 - .4 / 48


# --- themes -----------------------------------------------------------------------------------------------------------


def test_among_equal_themes_the_order_decides() -> None:
    world = quiet_world()
    dial(world, breadth=2)
    world.commons[0].theme_order[:] = [3, 0, 4, 1, 2]
    rank_themes(world)
    assert world.commons[0].theme_rank.tolist() == [3, 0, 4, 1, 2]
    assert world.commons[0].targeted.tolist() == [1, 0, 0, 1, 0]


def test_public_attention_ranks_themes() -> None:
    world = quiet_world()
    dial(world, breadth=3)
    world.commons[0].theme_order[:] = [3, 0, 4, 1, 2]
    world.commons[0].salience[:] = [1, 1.5, 1, 0.5, 1.5]
    rank_themes(world)
    assert world.commons[0].theme_rank.tolist() == [4, 1, 0, 2, 3]
    assert world.commons[0].targeted.tolist() == [1, 1, 0, 0, 1]


def test_retargeting_looks_for_open_donors_money() -> None:
    world = quiet_world()
    dial(world, breadth=1)
    for donor, monthly, theme, is_open in zip(
        world.donors, (2, 3, 50, 1), (2, 3, 4, 2), (True, True, False, True), strict=True
    ):
        put(donor, monthly=monthly, theme=theme, is_open=is_open)
    rank_themes(world)
    assert world.commons[0].theme_rank.tolist() == [0, 1, 2, 3, 4]  # nobody looks for money
    world.commons[0].retargeting = True
    rank_themes(world)
    assert world.commons[0].theme_rank.tolist() == [2, 3, 0, 1, 4]  # 3 and 3 of 6, then the order
    world.commons[0].salience[0] = 1.6
    rank_themes(world)
    assert world.commons[0].theme_rank.tolist() == [0, 2, 3, 1, 4]  # 1.6 against 1.5


def test_grants_with_a_theme_count_while_they_run() -> None:
    grants = [{"from": 10, "months": 1, "staff_months": 30.0, "theme": "anti-corruption"}]
    world = quiet_world(plan=plan_of(grant=grants), month=10)
    world.commons[0].retargeting = True
    rank_themes(world)
    assert world.commons[0].theme_rank[0] == 0  # the four donors give 34 to theme 0
    world.donors["monthly"] = 1.0
    rank_themes(world)
    assert world.commons[0].theme_rank[0] == 4
    to_month(world, 11)
    rank_themes(world)
    assert world.commons[0].theme_rank[0] == 0


def test_collecting_data_at_the_grassroots() -> None:
    world = quiet_world()
    dial(world, breadth=2)
    intensity(world, teach=0.5)
    put(world.commons[0], collected=[0.36, 0.36, 0, 0, 0], targeted=[1, 0, 1, 0, 0], reuse=7, wins=3, mean_door=1)
    collect_data(world)
    # .3 x .5 / 2 = .075; .36 / 18 = .02 is lost
    assert world.commons[0].collected.tolist() == close_to([0.415, 0.34, 0.075, 0, 0])
    assert world.commons[0].reuse == world.commons[0].wins == world.commons[0].mean_door == 0
    world.parameters["grassroots_data_gain"] = 0
    collect_data(world)
    assert world.commons[0].collected[2] == close_to(0.075 - 0.075 / 18)


# --- standing ---------------------------------------------------------------------------------------------------------


def test_momentum_is_judged_against_what_one_got_used_to() -> None:
    world = quiet_world()  # three governments: a win counts for four
    put(world.commons[0], wins=1, wins_fast=0.6, wins_slow=0.6, milestone_wins=2)
    gather_momentum(world)
    commons = world.commons[0]
    assert commons.wins_fast == close_to(1.1666666666666667)  # .6 + 3.4 / 6
    assert commons.wins_slow == close_to(0.6708333333333333)  # .6 + 3.4 / 48
    assert commons.momentum == close_to(0.49910873440285204)  # 1.1666667 / (1.1666667 + .6708333 + .5)
    assert commons.milestone_wins == close_to(6)


def test_momentum_without_habituation() -> None:
    world = quiet_world(habituation_gain=0)
    put(world.commons[0], wins=1, wins_fast=0.6, wins_slow=0.6)
    gather_momentum(world)
    assert world.commons[0].momentum == close_to(1.1666666666666667 / 2.2666666666666667)  # ... + .6 + .5


def public_world(stance: float, **parameters: float) -> World:
    world = quiet_world(**parameters)
    dial(world, stance=stance)
    intensity(world, tell_stories=0.4)
    put(world.commons[0], members=10, journalists=1, radicals=5, stance_sum=5.5, wins=0.5, window=0.6, trust=0.6)
    put(world.commons[0], withdrawn=3, fight=0.1)
    return world


def test_a_confrontational_community_in_public() -> None:
    world = public_world(0.5)
    face_the_public(world)
    commons = world.commons[0]
    # a tenth are journalists: .1 / .2 = .5; news 1 - exp(-(.5 + 1.5) / 2) = .6321205588; .4 x .75 x news
    assert commons.coverage == close_to(0.1896361676485673)
    # voice .5 x (.2 + .5) = .35, flank .35 x (1 - .35 / .3) = -.0583333
    # .6 + .03 x (-.0583333 + .5 x .1896362) - .1 / 48
    assert commons.window == close_to(0.5990112091813952)
    # against 2 x 3 / 3 + .1 + .05 = 2.15; .6 + .06 x (.4 x .1896362 - 2 x .6 x 2.15) - .1 / 48
    assert commons.trust == close_to(0.4476679346902323)
    # .55 + .4 x .5 - window
    assert commons.gap == close_to(0.1509887908186048)


def test_an_insider_in_public() -> None:
    world = public_world(-0.5)
    put(world.commons[0], withdrawn=0, fight=0.0)
    face_the_public(world)
    commons = world.commons[0]
    # news 1 - exp(-.25) = .2211992169; coverage .3 x that
    assert commons.coverage == close_to(0.06635976507857855)
    # voice .1, flank .1 x (2 / 3) x .5 = .0333333; .6 + .03 x (.0333333 + .0331799) - .1 / 48
    assert commons.window == close_to(0.5999120631428453)
    # against .15: .6 + .06 x (.4 x .0663598 - 1.2 x .15) - .1 / 48
    assert commons.trust == close_to(0.5887093010285525)
    assert commons.gap == 0


def test_without_a_win_news_is_not_good_news() -> None:
    world = public_world(0.5)
    put(world.commons[0], wins=0, withdrawn=0, fight=0.0)
    face_the_public(world)
    # news 1 - exp(-.75) = .5276334473
    assert world.commons[0].coverage == close_to(0.1582900341776956)
    # .6 - .03 x .0583333 - .1 / 48
    assert world.commons[0].window == close_to(0.5961666666666667)
    # .6 - .06 x 1.2 x .05 - .1 / 48
    assert world.commons[0].trust == close_to(0.5943166666666667)


def test_without_a_press_and_a_moving_window() -> None:
    world = public_world(0.5, coverage_gain=0, window_gain=0)
    put(world.commons[0], withdrawn=0, fight=0.0)
    face_the_public(world)
    assert world.commons[0].coverage == 0
    assert world.commons[0].window == close_to(0.6 - 0.1 / 48)


def test_where_nobody_is_active_stances_are_in_the_middle() -> None:
    world = quiet_world()
    dial(world, stance=0.5)
    put(world.commons[0], window=0.5, trust=0.5)
    face_the_public(world)
    assert world.commons[0].gap == close_to(0.2)  # .5 + .4 x .5 - .5
    assert world.commons[0].window == close_to(0.5)


@pytest.mark.parametrize(("window", "bound"), [(0.1, 0.1), (0.95, 0.95)])
def test_the_window_stays_in_its_frame(window: float, bound: float) -> None:
    world = quiet_world(window_start=0.0 if window < 0.5 else 1.0)
    world.commons[0].window = window
    face_the_public(world)
    assert world.commons[0].window == bound


# --- milestones -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "wins", "gain", "vision", "left"),
    [
        # .4 + .5 x .3 / 18 = .4083333333
        (5, 9, 1, 0.4083333333333333, 9),
        (6, 4, 1, 0.5266666666666667, 0),  # reached: + .5 x 4 / 10 x .5916666667
        (6, 3.9, 1, 0.32666666666666666, 0),  # missed: x .8
        (12, 3.9, 0, 0.4083333333333333, 0),
    ],
)
def test_milestones(month: int, wins: float, gain: float, vision: float, left: float) -> None:
    world = quiet_world(milestones_gain=gain, month=month)
    dial(world, ambition=4)
    intensity(world, coordinate=0.7)
    put(world.commons[0], vision=0.4, milestone_wins=wins)
    review_milestones(world)
    assert world.commons[0].vision == close_to(vision)
    assert world.commons[0].milestone_wins == left


# --- record -----------------------------------------------------------------------------------------------------------


def record(world: World) -> dict[str, float]:
    """Record the month and return its measures by name."""
    record_month(world)
    row = world.history[int(world.commons[0].month)].measure
    return {measure.name: float(row[place]) for place, measure in enumerate(MEASURES)}


def test_every_measure() -> None:
    triggers = [{"name": str(number), "month": number, "retarget": True} for number in (1, 2, 3)]
    world = quiet_world(plan=plan_of(trigger=triggers), month=10)
    put(world.commons[0], reserve=6.0, reuse=4.5, trust=0.7, window=0.55, spending=3.0, income=2.0, restricted=0.5)
    put(world.commons[0], documentation=0.4)
    put(world.champions[0], in_post=True)
    put(world.champions[3], in_post=True)
    put(world.activists[1], active=True, energy=0.3)
    put(world.activists[2], active=True, energy=0.8)
    put(world.activists[3], energy=0.9)
    put(world.donors[0], monthly=2.0, months_left=4, is_open=False)
    put(world.donors[1], monthly=3.0, months_left=2)
    put(world.governments[0], open_door=0.5, course=True, institutionalised=0.3, buy_in=0.6, changed_month=9)
    put(world.governments[1], open_door=0.4999, institutionalised=0.6, buy_in=0.3, changed_month=8)
    put(world.governments[2], open_by_default=0.6, changed_month=10)
    world.triggers[0].holds = True
    world.triggers[2].holds = True
    assert record(world) == close_to(
        {
            "people": 4,
            "runway": 5.0,  # (6 + 2 x 4 + 3 x 2) / 4
            "reuse": 4.5,
            "memory": 0.35,  # (.4 + .3) / 2
            "trust": 0.7,
            "cover": 1 / 3,  # .5 is enough
            "active_members": 2,
            "active_share": 0.2,
            "turned_over": 2 / 3,  # this month and last
            "energy": 0.55,
            "buy_in": 0.3,
            "window": 0.55,
            "open_by_default": 0.2,
            "course_share": 1 / 3,
            "spending": 3.0,
            "income": 2.5,
            "signposts": 5,  # the first and the third: 1 + 4
        }
    )


def test_the_record_of_an_empty_community() -> None:
    world = quiet_world()
    world.scale["base_income"] = 0.0
    found = record(world)
    assert found["energy"] == found["runway"] == found["people"] == found["turned_over"] == 0


def test_a_runway_of_more_than_three_years_is_three_years() -> None:
    world = quiet_world()
    world.commons[0].reserve = 1000
    assert record(world)["runway"] == 36
