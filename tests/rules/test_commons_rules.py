"""What all share, by hand: roles and records, themes, the public, milestones, the record. Formulas: docs/model.md."""

from __future__ import annotations

import math

import pytest

from sim.rules.commons import (
    collect_data,
    coordinate,
    face_the_public,
    gather_momentum,
    rank_themes,
    record_month,
    review_milestones,
    usual_wins,
)
from sim.world.measures import MEASURES
from sim.world.tables import World
from tests.rules.worlds import close_to, dial, plan_of, put, quiet_world, spend_effort, tend, to_month

# --- roles and records ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "breadth", "clear"),
    [
        (4, 3, 0.5),  # the usual number on the usual three themes: .5 / (.5 + .5)
        (8, 3, 1 / 3),  # twice as many need twice as much
        (4, 1, 2 / 3),  # one theme: half of it
        (4, 5, 0.4),  # five themes: half as much again
        (0, 3, 10 / 11),  # never fewer than a tenth of the usual
    ],
)
def test_a_crowd_on_many_themes_needs_more_coordination(members: int, breadth: int, clear: float) -> None:
    world = quiet_world(active_start=0.4, smallest_crowd=0.1, usual_breadth=3)
    dial(world, breadth=breadth)
    spend_effort(world, coordinate=0.5)
    put(world.commons[0], members=members, roles=0.3)
    coordinate(world)
    assert world.commons[0].roles == close_to(0.3 + (clear - 0.3) / 5)


def test_roles_blur_and_records_fade_when_nobody_keeps_them_up() -> None:
    world = quiet_world()
    put(world.commons[0], members=4, roles=0.6, records=0.6)
    coordinate(world)
    assert world.commons[0].roles == close_to(0.48)
    assert world.commons[0].records == close_to(0.57)


def test_records_follow_what_is_written_down() -> None:
    world = quiet_world()
    tend(world, document=0.8)
    world.commons[0].records = 0.4
    coordinate(world)
    assert world.commons[0].records == close_to(0.42)


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
    world.commons[0].salience[0] = 1.45
    rank_themes(world)
    assert world.commons[0].theme_rank.tolist() == [2, 3, 0, 1, 4]  # 1.45 against 1.5
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


@pytest.mark.parametrize(("gain", "new"), [(1.0, 0.02), (0.5, 0.01), (0.0, 0.0)])
def test_collecting_data_at_the_grassroots(gain: float, new: float) -> None:
    world = quiet_world(collection_rate=0.04, grassroots_data_gain=gain)
    put(world.commons[0], collecting=0.5, collected=[0.4, 0.4, 0, 0, 0], targeted=[1, 0, 1, 0, 0])
    put(world.commons[0], reuse=7, best_reuse=7, wins=3, mean_door=1, national_will=1, national_capacity=1)
    collect_data(world)
    commons = world.commons[0]
    assert commons.collected.tolist() == close_to([0.36 + new, 0.36, new, 0, 0])  # a tenth is out of date
    assert commons.reuse == commons.best_reuse == commons.wins == commons.mean_door == 0
    assert commons.national_will == commons.national_capacity == 0


def test_where_data_ages_slowly_what_was_collected_lasts() -> None:
    world = quiet_world()
    world.community[0].rot_time = 20.0
    world.commons[0].collected[:] = 0.4
    collect_data(world)
    assert world.commons[0].collected.tolist() == close_to([0.38] * 5)


# --- momentum ---------------------------------------------------------------------------------------------------------


def test_momentum_is_judged_against_the_usual_and_against_what_one_got_used_to() -> None:
    world = quiet_world(win_rate=0.1, standard_governments=12)
    put(world.commons[0], wins=0.5, wins_fast=1.0, wins_slow=1.0, milestone_wins=2)
    gather_momentum(world)
    commons = world.commons[0]
    assert usual_wins(world) == close_to(1.2)
    assert commons.wins == close_to(6)  # as of twelve governments
    assert commons.wins_fast == close_to(2)  # 1 + 5 / 5
    assert commons.wins_slow == close_to(1.1)  # 1 + 5 / 50
    assert commons.momentum == close_to(2 / (2 + math.sqrt(1.1 * 1.2)))
    assert commons.milestone_wins == close_to(8)


def test_at_the_usual_wins_momentum_is_a_half() -> None:
    world = quiet_world(win_rate=0.1, standard_governments=12)
    put(world.commons[0], wins=0.1, wins_fast=1.2, wins_slow=1.2)
    gather_momentum(world)
    assert world.commons[0].momentum == close_to(0.5)


def test_without_any_win_there_is_no_momentum() -> None:
    world = quiet_world()
    world.commons[0].momentum = 0.4
    gather_momentum(world)
    assert world.commons[0].momentum == 0


# --- standing ---------------------------------------------------------------------------------------------------------


def public_world(stance: float, **parameters: float) -> World:
    """Return a world in which one member of ten is a journalist, and half of all effort is told."""
    fixed = {"journalist_half": 0.1, "unreported": 0.5, "known": 0.3, "partisan_price": 0.6}
    world = quiet_world(**{**fixed, **parameters})
    dial(world, stance=stance)
    tend(world, tell_stories=0.5)
    put(world.commons[0], members=10, journalists=1, momentum=0.4, standing=0.6)
    return world


@pytest.mark.parametrize(
    ("stance", "fields", "coverage", "change"),
    [
        # reported .5 + .5 x .5 = .75; news .4: .5 x .75 x .4 = .15; told .3 + .7 x .3 = .51
        (0.0, {}, 0.15, 0.51 - 0.6),
        # confrontation is news: .4 + .4 / 2; told .3 + .7 x .45 = .615
        (0.4, {}, 0.225, 0.615 - 0.6),
        # taking sides: .6 x .5 = .3
        (-0.5, {}, 0.15, 0.51 - 0.6 * 1.6),
        # a fight and a quarter of the data withdrawn: .1 + 2 x .25 = .6
        (0.0, {"fight": 0.1, "withdrawn": 0.25}, 0.15, 0.51 - 0.6 * 2.2),
        (0.0, {"journalists": 0}, 0.1, 0.44 - 0.6),  # half is left: told .3 + .7 x .2
        (0.0, {"journalists": 10}, 0.5 * (0.5 + 0.5 / 1.1) * 0.4, 0.3 + 0.7 * 0.4 * (0.5 + 0.5 / 1.1) - 0.6),
        (1.0, {"momentum": 0.9}, 0.375, 0.825 - 0.6),  # no more news than all of it: told .3 + .7 x .75
        (0.0, {"members": 1}, 0.5 * (0.5 + 0.5 / 1.1) * 0.4, 0.3 + 0.7 * 0.4 * (0.5 + 0.5 / 1.1) - 0.6),
        (0.0, {"members": 0, "journalists": 0}, 0.1, 0.44 - 0.6),
    ],
)
def test_a_month_in_public(stance: float, fields: dict[str, float], coverage: float, change: float) -> None:
    world = public_world(stance)
    put(world.commons[0], **fields)
    face_the_public(world)
    assert world.commons[0].coverage == close_to(coverage)
    assert world.commons[0].standing == close_to(0.6 + change / 20)


def test_coverage_of_a_half_is_all_that_one_needs() -> None:
    world = public_world(1.0, unreported=1.0)
    tend(world, tell_stories=0.9)
    world.commons[0].momentum = 0.9
    face_the_public(world)
    assert world.commons[0].coverage == close_to(0.9)
    assert world.commons[0].standing == close_to(0.6 + (1.0 - 0.6) / 20)


def test_without_a_press() -> None:
    world = public_world(0.0, coverage_gain=0)
    face_the_public(world)
    assert world.commons[0].coverage == 0
    assert world.commons[0].standing == close_to(0.6 + (0.3 - 0.6) / 20)


def test_standing_stays_a_share() -> None:
    world = public_world(-1.0)
    put(world.commons[0], withdrawn=1.0, fight=20.0)
    face_the_public(world)
    assert world.commons[0].standing == 0


# --- milestones -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "promised", "wins", "gain", "vision", "left"),
    [
        # .4 + .3 / 20 = .415
        (5, 6, 9, 1, 0.415, 9),
        (6, 6, 6, 1, 0.649, 0),  # reached: .415 + .8 x .5 x .585
        (6, 2, 6, 1, 0.4618, 0),  # an easy promise: .8 x 4 / 40 x .585 = .0468
        (12, 18, 18, 1, 0.8362, 0),  # a great one: .8 x .9 x .585 = .4212
        (6, 6, 5.9, 1, 0.3818, 0),  # missed: x .92
        (18, 6, 9, 0, 0.415, 0),
        (18, 6, 0, 0, 0.415, 0),
    ],
)
def test_milestones(month: int, promised: float, wins: float, gain: float, vision: float, left: float) -> None:
    world = quiet_world(milestones_gain=gain, milestone_lift=0.8, milestone_loss=0.08, milestone_half=6, month=month)
    dial(world, ambition=promised)
    put(world.commons[0], vision=0.4, roles=0.7, milestone_wins=wins)
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
    grant = {"from": 10, "months": 3, "staff_months": 1.5}
    world = quiet_world(plan=plan_of(trigger=triggers, grant=[grant]), month=10)
    put(world.commons[0], reserve=6.0, reuse=4.5, standing=0.7, staff=3.0, income=2.0, restricted=0.5, records=0.4)
    world.commons[0].mean_door = 0.35
    put(world.champions[0], in_post=True)
    put(world.activists[1], active=True, energy=0.3)
    put(world.activists[2], active=True, energy=0.8)
    put(world.activists[3], energy=0.9)
    put(world.donors[0], monthly=2.0, months_left=4, is_open=False)
    put(world.donors[1], monthly=3.0, months_left=2)
    put(world.governments[0], course=True, institutionalised=0.3, buy_in=0.6, changed_month=9)
    put(world.governments[1], institutionalised=0.6, buy_in=0.2, changed_month=8)
    put(world.governments[2], open_by_default=0.6, changed_month=10)
    world.triggers[0].holds = True
    world.triggers[2].holds = True
    assert record(world) == close_to(
        {
            "people": 5,  # two members and a team of three; officials are no members
            "runway": 5.75,  # (6 + 2 x 4 + 3 x 2 + 1.5 x 2) / 4
            "reuse": 4.5,
            "memory": 0.35,  # (.4 + .5 x .3 + .25 x .6) / 2
            "standing": 0.7,
            "cover": 0.35,
            "active_members": 2,
            "active_share": 0.2,
            "turned_over": 0.75,  # this month and last
            "energy": 0.55,
            "buy_in": 0.35,  # .5 x .6 + .25 x .2
            "open_by_default": 0.15,
            "course_share": 0.5,
            "spending": 3.0,
            "income": 2.5,
            "signposts": 5,  # the first and the third: 1 + 4
        }
    )


def test_the_record_of_an_empty_community() -> None:
    world = quiet_world()
    world.community[0].base_income = 0.0
    world.commons[0].reserve = 3.0
    found = record(world)
    assert found["energy"] == found["runway"] == found["people"] == found["turned_over"] == 0


def test_a_runway_of_more_than_three_years_is_three_years() -> None:
    world = quiet_world()
    world.commons[0].reserve = 1000
    assert record(world)["runway"] == 36


def test_promised_money_is_counted_in_months_of_this_communitys_usual_income() -> None:
    world = quiet_world()
    world.community[0].base_income = 8.0
    world.commons[0].reserve = 16.0
    assert record(world)["runway"] == 2
