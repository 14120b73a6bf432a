"""Governments by hand: elections, what survives them, how a change settles. Formulas: docs/model.md."""

from __future__ import annotations

import pytest

from sim.rules.governments import carry_relations, change_hands, hold_election, retention, settle, take_office
from sim.world.dice import Decision
from tests.rules.worlds import close_to, dial, drawn, happens_below, put, quiet_world

# --- elections --------------------------------------------------------------------------------------------------------


def test_the_party_loses_in_the_month_of_the_election() -> None:
    world = quiet_world(turnover_probability=1, hostile_probability=0, early_exit=0, month=10)
    put(world.calendars[1], next_election=10)
    hold_election(world, 1)
    assert world.calendars[1].changed
    assert not world.calendars[1].leader_changed
    assert world.calendars[1].next_election == 58  # 10 + 48


def test_no_election_is_held_in_another_month() -> None:
    world = quiet_world(turnover_probability=1, early_exit=0, month=10)
    put(world.calendars[1], next_election=11, disposition=0.7, changed=True, leader_changed=True)
    hold_election(world, 1)
    calendar = world.calendars[1]
    assert (calendar.changed, calendar.leader_changed, calendar.next_election) == (False, False, 11)
    assert calendar.disposition == 0.7


def test_the_odds_of_an_election() -> None:
    world = quiet_world(turnover_probability=0.55)

    def lost() -> bool:
        put(world.calendars[2], next_election=10)
        hold_election(world, 2)
        return bool(world.calendars[2].changed)

    happens_below(world, Decision.ELECTION, 2, 0.55, lost)


def test_the_party_stays_and_its_leader_goes() -> None:
    world = quiet_world(turnover_probability=0, leader_change=1, disposition_floor=0.3, disposition_spread=0.6)
    put(world.calendars[0], next_election=10, hostile=True)
    hold_election(world, 0)
    calendar = world.calendars[0]
    assert (calendar.changed, calendar.leader_changed, calendar.hostile) == (False, True, False)
    assert calendar.disposition == close_to(0.3 + 0.6 * drawn(world, Decision.DISPOSITION, 0))


def test_the_odds_of_a_new_leader_of_the_same_party() -> None:
    world = quiet_world(turnover_probability=0, leader_change=0.3)

    def gone() -> bool:
        put(world.calendars[0], next_election=10)
        hold_election(world, 0)
        return bool(world.calendars[0].leader_changed)

    happens_below(world, Decision.NEW_LEADER, 0, 0.3, gone)


@pytest.mark.parametrize("parliamentary", [False, True])
def test_an_early_exit_moves_no_election(parliamentary: bool) -> None:
    world = quiet_world(early_exit=1)
    world.scale["parliamentary"] = parliamentary
    put(world.calendars[1], next_election=30, hostile=True)
    hold_election(world, 1)
    calendar = world.calendars[1]
    assert (calendar.changed, calendar.leader_changed, calendar.hostile) == (False, True, False)
    assert calendar.next_election == 30


@pytest.mark.parametrize(("parliamentary", "next_election"), [(False, 30), (True, 58)])
def test_a_forced_change_moves_the_calendar_only_in_parliamentary_systems(
    parliamentary: bool, next_election: int
) -> None:
    world = quiet_world(early_exit=0, hostile_probability=0)
    world.scale["parliamentary"] = parliamentary
    put(world.calendars[1], next_election=30, forced=1)
    hold_election(world, 1)
    calendar = world.calendars[1]
    assert (calendar.changed, calendar.hostile, calendar.next_election) == (True, False, next_election)


def test_a_forced_change_is_not_also_an_early_exit() -> None:
    world = quiet_world(early_exit=1)
    put(world.calendars[1], next_election=30, forced=1)
    hold_election(world, 1)
    assert world.calendars[1].changed
    assert not world.calendars[1].leader_changed


def test_without_turnover_no_party_loses() -> None:
    world = quiet_world(turnover_probability=1, turnover_gain=0, leader_change=0)
    put(world.calendars[1], next_election=10)
    hold_election(world, 1)
    assert not world.calendars[1].changed
    assert world.calendars[1].next_election == 58


# --- who takes office -------------------------------------------------------------------------------------------------


def test_a_hostile_successor_is_badly_disposed() -> None:
    world = quiet_world(hostile_probability=0, hostile_disposition=0.25)
    put(world.calendars[0], forced=2)
    take_office(world, 0)
    assert world.calendars[0].hostile
    assert world.calendars[0].disposition == close_to(0.25 * drawn(world, Decision.DISPOSITION, 0))


def test_an_ordinary_successor() -> None:
    world = quiet_world(hostile_probability=0, disposition_floor=0.3, disposition_spread=0.6)
    put(world.calendars[0], forced=1, hostile=True)
    take_office(world, 0)
    assert not world.calendars[0].hostile
    assert world.calendars[0].disposition == close_to(0.3 + 0.6 * drawn(world, Decision.DISPOSITION, 0))


def test_no_disposition_is_more_than_full() -> None:
    world = quiet_world(hostile_probability=0, disposition_floor=0.99, disposition_spread=0.6)
    assert drawn(world, Decision.DISPOSITION, 0) > 0.02
    take_office(world, 0)
    assert world.calendars[0].disposition == 1


@pytest.mark.parametrize(
    ("relations", "gain", "probability"),
    [
        (0.4, 1, 0.32),  # .4 x (1 - .5 x .4)
        (0.0, 1, 0.4),
        (0.4, 0, 0.4),  # relations taken out
    ],
)
def test_relations_with_every_side_make_hostility_rarer(relations: float, gain: float, probability: float) -> None:
    world = quiet_world(hostile_probability=0.4, bridge_against_hostility=0.5, relations_gain=gain)
    world.commons[0].relations = relations

    def hostile() -> bool:
        take_office(world, 1)
        return bool(world.calendars[1].hostile)

    happens_below(world, Decision.HOSTILITY, 1, probability, hostile)


def test_without_hostile_successors_even_a_forced_one_is_ordinary() -> None:
    world = quiet_world(hostile_probability=1, hostile_gain=0)
    put(world.calendars[0], forced=2)
    take_office(world, 0)
    assert not world.calendars[0].hostile


# --- what survives ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("routine", "gain", "kept"), [(0.0, 1, 0.0), (0.5, 1, 0.4), (1.0, 1, 0.8), (0.5, 0.5, 0.2), (0.5, 0, 0.0)]
)
def test_routine_shields_from_a_change(routine: float, gain: float, kept: float) -> None:
    world = quiet_world(shield=0.8, shield_gain=gain)
    put(world.governments[1], institutionalised=routine)
    assert retention(world, 1) == close_to(kept)


def test_what_a_change_of_party_brings() -> None:
    world = quiet_world(shield=0.8, upheaval_months=12, month=10)
    put(world.calendars[1], changed=True, disposition=0.4)
    put(world.governments[1], buy_in=0.8, institutionalised=0.5, upheaval=0.5, upheaval_months=3)
    change_hands(world, 1)
    government = world.governments[1]
    assert government.retention == close_to(0.4)
    assert government.pull == close_to(-0.24)  # .6 x (.4 - .8): what routine shields, it keeps
    assert government.buy_in == 0.8  # the fall comes later
    assert (government.upheaval, government.upheaval_months, government.changed_month) == (1, 12, 10)
    assert world.commons[0].changed_weight == close_to(0.25)
    assert world.commons[0].withdrawn == 0  # a successor who is not hostile withdraws nothing


def test_a_better_disposed_successor_pulls_buy_in_up() -> None:
    world = quiet_world()
    put(world.calendars[1], changed=True, disposition=0.7)
    put(world.governments[1], buy_in=0.2)
    change_hands(world, 1)
    assert world.governments[1].pull == close_to(0.5)


def test_all_governments_of_a_calendar_change_together() -> None:
    world = quiet_world(month=10)
    world.governments[1].calendar = 0
    put(world.calendars[0], changed=True)
    for index in range(3):
        change_hands(world, index)
    assert world.governments["changed_month"].tolist() == [10, 10, 0]
    assert world.commons[0].changed_weight == close_to(0.75)


def test_a_new_leader_of_the_same_party_brings_half_of_the_upheaval_and_ends_a_pull() -> None:
    world = quiet_world(month=10, leader_upheaval=0.5, upheaval_months=12)
    put(world.calendars[1], leader_changed=True, disposition=0.9)
    put(world.governments[1], buy_in=0.2, pull=-0.1)
    change_hands(world, 1)
    government = world.governments[1]
    assert (government.pull, government.upheaval, government.upheaval_months) == (0, 0.5, 12)
    assert government.changed_month == 0
    assert world.commons[0].changed_weight == 0


def test_without_any_change_a_pull_and_the_upheaval_go_on() -> None:
    world = quiet_world()
    put(world.governments[1], buy_in=0.2, pull=-0.1, upheaval=1.0, upheaval_months=7)
    change_hands(world, 1)
    government = world.governments[1]
    assert (government.pull, government.upheaval, government.upheaval_months) == (-0.1, 1, 7)


def test_what_a_hostile_successor_withdraws_is_noticed_by_its_weight() -> None:
    world = quiet_world(shield=0.8)
    for index in (0, 1):
        put(world.calendars[index], changed=True, hostile=True)
    put(world.governments[1], institutionalised=0.5)
    change_hands(world, 0)
    change_hands(world, 1)
    assert world.commons[0].withdrawn == close_to(0.65)  # .5 x 1 and .25 x (1 - .4)


def test_the_odds_that_a_hostile_successor_ends_a_course() -> None:
    world = quiet_world(shield=0.8)
    put(world.calendars[1], changed=True, hostile=True)

    def lost() -> bool:
        put(world.governments[1], institutionalised=0.5, course=True)
        change_hands(world, 1)
        return not world.governments[1].course

    happens_below(world, Decision.COURSE_LOST, 1, 0.6, lost)


def test_an_ordinary_successor_ends_no_course() -> None:
    world = quiet_world()
    put(world.calendars[1], changed=True)
    put(world.governments[1], course=True)
    change_hands(world, 1)
    assert world.governments[1].course


@pytest.mark.parametrize(
    ("stance", "left"),
    [
        (0.0, 0.54),  # .6 x (1 - .25 x .4)
        (0.8, 0.54),  # who confronts loses no more than who stands in the middle
        (-0.5, 0.495),  # .6 x (1 - .25 x (.4 + .6 x .5))
        (-1.0, 0.45),  # an insider loses all relations with what changed: .6 x (1 - .25)
    ],
)
def test_relations_go_with_the_people_in_office(stance: float, left: float) -> None:
    world = quiet_world(relations_lost=0.4)
    dial(world, stance=stance)
    put(world.commons[0], relations=0.6, changed_weight=0.25)
    carry_relations(world)
    assert world.commons[0].relations == close_to(left)


def test_where_nothing_changed_no_relations_are_lost() -> None:
    world = quiet_world(relations_lost=1.0)
    world.commons[0].relations = 0.6
    carry_relations(world)
    assert world.commons[0].relations == 0.6


# --- how a change settles ---------------------------------------------------------------------------------------------


def test_buy_in_settles_over_months() -> None:
    world = quiet_world(fast_time=5)
    put(world.governments[1], buy_in=0.6, pull=-0.3)
    settle(world, 1)
    assert world.governments[1].buy_in == close_to(0.54)  # .6 - .3 / 5
    assert world.governments[1].pull == close_to(-0.24)
    settle(world, 1)
    assert world.governments[1].buy_in == close_to(0.492)  # .54 - .24 / 5


@pytest.mark.parametrize(("buy_in", "pull", "share"), [(0.98, 0.3, 1.0), (0.02, -0.3, 0.0)])
def test_buy_in_stays_a_share_while_it_settles(buy_in: float, pull: float, share: float) -> None:
    world = quiet_world()  # wins, or confrontation, moved buy-in the same way while the change was still coming
    put(world.governments[1], buy_in=buy_in, pull=pull)
    settle(world, 1)
    assert world.governments[1].buy_in == share


def test_upheaval_ends_after_its_months() -> None:
    world = quiet_world()
    world.governments[1].upheaval_months = 2
    left = []
    for _ in range(4):
        settle(world, 1)
        left.append(int(world.governments[1].upheaval_months))
    assert left == [1, 0, 0, 0]


def test_a_hostile_government_takes_data_down_month_by_month_as_long_as_it_is_there() -> None:
    world = quiet_world(withdrawal=0.05, shield=0.8)
    world.calendars[1].hostile = True
    put(world.governments[1], institutionalised=0.5, datasets=[2, 0, 1, 0, 0], open_by_default=0.5)
    settle(world, 1)
    # 1 - .05 x (1 - .4) = .97
    assert world.governments[1].datasets.tolist() == close_to([1.94, 0, 0.97, 0, 0])
    assert world.governments[1].open_by_default == close_to(0.485)
    for _ in range(23):
        settle(world, 1)
    assert world.governments[1].open_by_default == close_to(0.5 * 0.97**24)
    world.calendars[1].hostile = False
    settle(world, 1)
    assert world.governments[1].open_by_default == close_to(0.5 * 0.97**24)


def test_what_shields_data_is_the_routine_of_this_month() -> None:
    world = quiet_world(withdrawal=0.05, shield=0.8)
    world.calendars[1].hostile = True
    put(world.governments[1], institutionalised=0.0, retention=0.8, open_by_default=1.0)  # routine has faded since
    settle(world, 1)
    assert world.governments[1].open_by_default == close_to(0.95)


def test_what_lies_with_hostile_leaders_is_counted_by_weight() -> None:
    world = quiet_world()
    for index, hostile in enumerate((True, False, True)):
        world.calendars[index].hostile = hostile
        settle(world, index)
    assert world.commons[0].hostile_weight == close_to(0.75)


def test_settling_counts_courses_by_weight_and_clears_the_count_of_officials() -> None:
    world = quiet_world()
    put(world.governments[0], course=True, hands=0.4, trained_share=0.3)
    put(world.governments[2], course=True)
    for index in range(3):
        settle(world, index)
    assert world.commons[0].course_share == close_to(0.75)
    assert world.governments[0].hands == world.governments[0].trained_share == 0
