"""Governments by hand: elections, what survives them, publication, routine, buy-in. Formulas: docs/model.md."""

from __future__ import annotations

import pytest

from sim.rules.governments import (
    change_hands,
    count_reuse,
    decide_buy_in,
    hold_election,
    learn_routine,
    open_door,
    publish,
    retention,
    settle,
    take_office,
)
from sim.world.dice import Decision
from sim.world.tables import World
from tests.rules.worlds import close_to, dial, drawn, happens_below, intensity, put, quiet_world

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
    world = quiet_world(turnover_probability=0, leader_change=1)
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


def test_a_hostile_successor_is_badly_disposed_and_relations_help_a_little() -> None:
    world = quiet_world(hostile_probability=0)
    world.commons[0].bridge = 0.4
    put(world.calendars[0], forced=2)
    take_office(world, 0)
    own = 0.25 * drawn(world, Decision.DISPOSITION, 0)
    assert world.calendars[0].hostile
    assert world.calendars[0].disposition == close_to(own + 0.08 * (1 - own))  # .2 x .4 = .08


def test_an_ordinary_successor() -> None:
    world = quiet_world(hostile_probability=0)
    world.commons[0].bridge = 0.4
    take_office(world, 0)
    own = 0.3 + 0.6 * drawn(world, Decision.DISPOSITION, 0)
    assert not world.calendars[0].hostile
    assert world.calendars[0].disposition == close_to(own + 0.08 * (1 - own))


def test_relations_with_every_side_make_hostility_rarer() -> None:
    world = quiet_world(hostile_probability=0.3)
    world.commons[0].bridge = 0.4

    def hostile() -> bool:
        take_office(world, 1)
        return bool(world.calendars[1].hostile)

    happens_below(world, Decision.HOSTILITY, 1, 0.24, hostile)  # .3 x (1 - .5 x .4)


def test_without_the_bridge_relations_do_nothing() -> None:
    world = quiet_world(hostile_probability=0, bridge_gain=0)
    world.commons[0].bridge = 0.4
    take_office(world, 0)
    assert world.calendars[0].disposition == close_to(0.3 + 0.6 * drawn(world, Decision.DISPOSITION, 0))


def test_without_hostile_successors_even_a_forced_one_is_ordinary() -> None:
    world = quiet_world(hostile_probability=1, hostile_gain=0)
    put(world.calendars[0], forced=2)
    take_office(world, 0)
    assert not world.calendars[0].hostile


# --- what survives ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("routine", "commitment", "kept"),
    [
        (0.0, False, 0.0),
        (0.5, False, 0.35),  # .7 x .5
        (0.0, True, 0.3),
        (0.5, True, 0.545),  # 1 - .65 x .7
        (1.0, True, 0.79),  # 1 - .3 x .7
    ],
)
def test_what_survives_people(routine: float, commitment: bool, kept: float) -> None:
    world = quiet_world()
    put(world.governments[1], institutionalised=routine, commitment=commitment)
    assert retention(world, 1) == close_to(kept)


def test_what_a_change_of_party_pulls() -> None:
    world = quiet_world(month=10)
    dial(world, stance=-0.5)
    put(world.calendars[1], changed=True, disposition=0.4)
    put(world.governments[1], buy_in=0.8, institutionalised=0.5, commitment=True, withdrawing_months=5)
    change_hands(world, 1)
    government = world.governments[1]
    # .545 x .8 + .455 x .4 x (1 - .5 x .5) - .8 = .436 + .1365 - .8
    assert government.pull == close_to(-0.2275)
    assert government.buy_in == 0.8  # the fall comes later
    assert government.changed_month == 10
    assert government.withdrawing_months == 0  # a successor who is not hostile ends it
    assert world.commons[0].withdrawn == 0


def test_all_governments_of_a_calendar_change_together() -> None:
    world = quiet_world(month=10)
    world.governments[1].calendar = 0
    put(world.calendars[0], changed=True)
    for index in range(3):
        change_hands(world, index)
    assert world.governments["changed_month"].tolist() == [10, 10, 0]


def test_a_new_leader_of_the_same_party_pulls_nothing() -> None:
    world = quiet_world(month=10)
    put(world.calendars[1], leader_changed=True, disposition=0.9)
    put(world.governments[1], buy_in=0.2, pull=-0.1)
    change_hands(world, 1)
    assert world.governments[1].pull == 0
    assert world.governments[1].changed_month == 0


def test_without_any_change_a_pull_goes_on() -> None:
    world = quiet_world()
    put(world.governments[1], buy_in=0.2, pull=-0.1)
    change_hands(world, 1)
    assert world.governments[1].pull == -0.1


def test_a_hostile_successor_withdraws_for_a_year_and_it_is_noticed() -> None:
    world = quiet_world()
    put(world.calendars[1], changed=True, hostile=True)
    put(world.governments[1], institutionalised=0.5, commitment=True)
    change_hands(world, 1)
    assert world.governments[1].withdrawing_months == 12
    assert world.commons[0].withdrawn == 1  # .056 x .455 = .02548, above .01


def test_hardly_anything_withdrawn_is_not_noticed() -> None:
    world = quiet_world(shield_of_routine=1)
    put(world.calendars[1], changed=True, hostile=True)
    put(world.governments[1], institutionalised=0.9)
    change_hands(world, 1)
    assert world.governments[1].withdrawing_months == 12
    assert world.commons[0].withdrawn == 0  # .056 x .1 = .0056, below .01


def test_the_odds_that_a_hostile_successor_ends_a_course() -> None:
    world = quiet_world()
    put(world.calendars[1], changed=True, hostile=True)

    def lost() -> bool:
        put(world.governments[1], institutionalised=0.5, commitment=False, course=True)
        change_hands(world, 1)
        return not world.governments[1].course

    happens_below(world, Decision.COURSE_LOST, 1, 0.65, lost)  # 1 - .7 x .5


def test_the_odds_that_a_hostile_successor_repeals_a_commitment() -> None:
    world = quiet_world()
    put(world.calendars[1], changed=True, hostile=True)

    def repealed() -> bool:
        put(world.governments[1], commitment=True)
        change_hands(world, 1)
        return not world.governments[1].commitment

    happens_below(world, Decision.COMMITMENT_REPEALED, 1, 0.3, repealed)


def test_an_ordinary_successor_ends_neither() -> None:
    world = quiet_world(commitment_repeal=1)
    put(world.calendars[1], changed=True)
    put(world.governments[1], course=True, commitment=True)
    change_hands(world, 1)
    assert world.governments[1].course
    assert world.governments[1].commitment


def test_buy_in_settles_over_months() -> None:
    world = quiet_world()
    put(world.governments[1], buy_in=0.6, pull=-0.3)
    settle(world, 1)
    assert world.governments[1].buy_in == close_to(0.55)  # .6 - .3 / 6
    assert world.governments[1].pull == close_to(-0.25)
    settle(world, 1)
    assert world.governments[1].buy_in == close_to(0.5083333333333333)  # .55 - .25 / 6


@pytest.mark.parametrize(("buy_in", "pull", "share"), [(0.98, 0.3, 1.0), (0.02, -0.3, 0.0)])
def test_buy_in_stays_a_share_while_it_settles(buy_in: float, pull: float, share: float) -> None:
    world = quiet_world()  # wins, or confrontation, moved buy-in the same way while the change was still coming
    put(world.governments[1], buy_in=buy_in, pull=pull)
    settle(world, 1)
    assert world.governments[1].buy_in == share


def test_without_delay_buy_in_falls_at_once() -> None:
    world = quiet_world(delay_gain=0)
    put(world.governments[1], buy_in=0.6, pull=-0.3)
    settle(world, 1)
    assert world.governments[1].buy_in == close_to(0.3)
    assert world.governments[1].pull == 0


def test_data_is_withdrawn_month_by_month() -> None:
    world = quiet_world()
    put(world.governments[1], institutionalised=0.5, withdrawing_months=2)
    put(world.governments[1], datasets=[2, 0, 1, 0, 0], open_by_default=0.5)
    settle(world, 1)
    government = world.governments[1]
    # 1 - .056 x (1 - .35) = .9636
    assert government.datasets.tolist() == close_to([1.9272, 0, 0.9636, 0, 0])
    assert government.open_by_default == close_to(0.4818)
    assert government.withdrawing_months == 1
    settle(world, 1)
    settle(world, 1)  # the third month withdraws nothing
    assert government.open_by_default == close_to(0.46426248)  # .5 x .9636 x .9636
    assert government.withdrawing_months == 0


def test_half_is_withdrawn_in_a_year_where_nothing_shields() -> None:
    world = quiet_world()
    put(world.governments[1], withdrawing_months=12, open_by_default=1.0)
    for _ in range(12):
        settle(world, 1)
    assert world.governments[1].open_by_default == pytest.approx(0.5008, abs=1e-4)  # .944 ** 12


def test_settling_counts_courses_and_clears_the_count_of_champions() -> None:
    world = quiet_world()
    put(world.governments[0], course=True, champion_energy=0.4, champions_trained=0.3)
    put(world.governments[2], course=True)
    for index in range(3):
        settle(world, index)
    assert world.commons[0].course_share == close_to(2 / 3)
    assert world.governments[0].champion_energy == world.governments[0].champions_trained == 0


# --- publication ------------------------------------------------------------------------------------------------------


def test_cover_or_routine_keeps_the_door_open() -> None:
    world = quiet_world()
    world.commons[0].civic_space = 0.6
    put(world.governments[0], buy_in=0.5, institutionalised=0.4, capacity=0.8)
    open_door(world, 0)
    assert world.governments[0].open_door == close_to(0.49)  # (1 - .5 x .6) x (1 - .5 x .6)
    assert world.commons[0].mean_door == close_to(0.49 / 3)
    assert world.commons[0].national_capacity == close_to(0.56)  # .8 x .7; closed civic space does not count here


def test_only_national_agencies_lend_capacity() -> None:
    world = quiet_world()
    put(world.governments[1], buy_in=0.5, institutionalised=0.4, capacity=0.8)
    open_door(world, 1)
    assert world.commons[0].national_capacity == 0


def publishing_world(**parameters: float) -> World:
    world = quiet_world(**parameters)
    intensity(world, publish=0.5)
    dial(world, purpose_share=0.6, breadth=2, partnering=0.5)
    put(world.commons[0], national_capacity=0.9, documentation=0.2, targeted=[1, 0, 1, 0, 0])
    put(world.governments[1], champion_energy=0.4, open_door=0.5, capacity=0.5, datasets=[1] * 5)
    put(world.governments[1], buy_in=0.75, institutionalised=0.2, open_by_default=0.1)
    return world


def test_publishing_with_purpose() -> None:
    world = publishing_world()
    publish(world, 1)
    # capacity .5 + .7 x .5 x .4 = .64, output 1 - .25 x .5 = .875
    # new: 1.5 x .5 x .6 x .4 x .5 x .64 x .875 x 1.2 / 2 = .03024
    # lost: (1 - .75 x .5 x (.5 + .5 x .4)) / 18 = .7375 / 18 = .0409722222
    targeted, other = 0.9892677777777778, 0.9590277777777778
    assert world.governments[1].datasets.tolist() == close_to([targeted, other, targeted, other, other])


def test_opening_by_default() -> None:
    world = publishing_world()
    publish(world, 1)
    # gate (.75 - .5) / .5 = .5; .5 x .4 x (.5 + .2) x 2 x .64 x .9 / 18 = .00896; lost .1 x .5 / 48 = .0010416667
    assert world.governments[1].open_by_default == close_to(0.10791833333333333)


def test_without_partners_and_records_it_is_slower_but_whole() -> None:
    world = publishing_world(partners_gain=0, documentation_gain=0)
    publish(world, 1)
    # 1.5 x .5 x .6 x .4 x .5 x .5 / 2 = .0225
    assert world.governments[1].datasets[0] == close_to(1 + 0.0225 - 0.7375 / 18)
    # .5 x .4 x .7 x 2 x .5 x .9 / 18 = .007
    assert world.governments[1].open_by_default == close_to(0.1 + 0.007 - 0.05 / 48)


def test_partners_cost_nothing_where_they_add_nothing() -> None:
    world = publishing_world(documentation_gain=0)
    world.commons[0].national_capacity = 0.5
    publish(world, 1)
    assert world.governments[1].datasets[0] == close_to(1 + 0.0225 - 0.7375 / 18)


def test_without_champions_nothing_new_is_published_and_more_is_lost() -> None:
    world = publishing_world()
    world.governments[1].champion_energy = 0
    publish(world, 1)
    # (1 - .75 x .5 x .5) / 18 = .8125 / 18
    assert world.governments[1].datasets.tolist() == close_to([1 - 0.8125 / 18] * 5)


def test_below_the_threshold_of_buy_in_only_routine_opens_by_default() -> None:
    world = publishing_world(partners_gain=0)
    world.governments[1].buy_in = 0.4
    publish(world, 1)
    # .5 x .4 x .2 x 2 x .5 x .9 / 18 = .002
    assert world.governments[1].open_by_default == close_to(0.1 + 0.002 - 0.05 / 48)


def test_reuse_counts_data_as_far_as_a_public_cares() -> None:
    world = quiet_world()
    put(world.commons[0], use=[2, 0.4, 0, 0, 0], salience=[1.5, 1, 1, 1, 1], collected=[0.2, 0.2, 5, 5, 5])
    put(world.governments[1], datasets=[0.5, 2.5, 1, 1, 1], open_by_default=0.1)
    count_reuse(world, 1)
    # data .5 + 3 x .1 + .2 = 1 and 2.5 + .3 + .2 = 3: 2 x 1.5 x 1/2 + .4 x 1 x 3/4
    assert world.governments[1].reuse == close_to(1.8)
    assert world.commons[0].reuse == close_to(1.8)
    put(world.governments[2], datasets=[0.5, 0, 0, 0, 0], open_by_default=0.1)
    count_reuse(world, 2)
    # theme 1 has .3 + .2 = .5 datasets: 1.5 + .4 / 3
    assert world.governments[2].reuse == close_to(1.6333333333333333)
    assert world.commons[0].reuse == close_to(3.4333333333333333)
    assert world.commons[0].best_reuse == close_to(1.8)


# --- wins and routine -------------------------------------------------------------------------------------------------


def test_the_odds_of_a_visible_win() -> None:
    world = quiet_world()
    world.commons[0].documentation = 0.2
    world.governments[1].reuse = 2

    def won() -> bool:
        learn_routine(world, 1)
        return bool(world.governments[1].won)

    happens_below(world, Decision.WIN, 1, 0.4511883639, won)  # 1 - exp(-.25 x 2 x 1.2)
    assert world.commons[0].wins > 0


@pytest.mark.parametrize(
    ("course", "routine"),
    [
        (False, 0.4016666666666667),  # .4 + .5 x .6 x .6 / 18 - .4 / 48
        (True, 0.42666666666666667),  # .4 + (.5 x .6 + .5) x .6 / 18
    ],
)
def test_practice_becomes_routine(course: bool, routine: float) -> None:
    world = quiet_world()
    put(world.governments[1], champions_trained=0.5, open_door=0.6, institutionalised=0.4, course=course)
    learn_routine(world, 1)
    assert world.governments[1].institutionalised == close_to(routine)


@pytest.mark.parametrize(
    ("routine", "buy_in", "adopted"), [(0.32, 0.41, True), (0.3, 0.9, False), (0.32, 0.4, False), (0.9, 0.2, False)]
)
def test_a_course_needs_routine_and_buy_in(routine: float, buy_in: float, adopted: bool) -> None:
    world = quiet_world(course_adoption=1)
    put(world.governments[1], institutionalised=routine, buy_in=buy_in)
    learn_routine(world, 1)  # forgetting takes routine / 48 first: .32 becomes .3133, .3 becomes .29375
    assert world.governments[1].course == adopted


def test_the_odds_of_a_course() -> None:
    world = quiet_world(course_adoption=0.1, course_gain=0.5)

    def adopted() -> bool:
        put(world.governments[1], institutionalised=0.9, buy_in=0.5, course=False)
        learn_routine(world, 1)
        return bool(world.governments[1].course)

    happens_below(world, Decision.COURSE, 1, 0.05, adopted)


def test_the_odds_of_a_commitment_rise_with_buy_in() -> None:
    world = quiet_world(commitment_adoption=0.03)

    def adopted() -> bool:
        put(world.governments[1], buy_in=0.8, commitment=False)
        learn_routine(world, 1)
        return bool(world.governments[1].commitment)

    happens_below(world, Decision.COMMITMENT, 1, 0.024, adopted)


def test_a_commitment_needs_buy_in() -> None:
    world = quiet_world(commitment_adoption=10)
    world.governments[1].buy_in = 0.6
    learn_routine(world, 1)
    assert not world.governments[1].commitment


# --- buy-in -----------------------------------------------------------------------------------------------------------


def wooing_world(stance: float, **parameters: float) -> World:
    world = quiet_world(**parameters)
    dial(world, stance=stance)
    intensity(world, ally=0.4)
    put(world.commons[0], gap=0.1, coverage=0.3, trust=0.6, best_reuse=4)
    put(world.calendars[1], disposition=0.4)
    put(world.governments[1], buy_in=0.5, won=True, reuse=3)
    return world


def test_buy_in_of_a_confrontational_community() -> None:
    world = wooing_world(0.5)
    decide_buy_in(world, 1)
    # (.4 - .5) / 18 = -.0055555556; confrontation .05 x (.5 + .1) x .5 = .015
    # win .05 x 1.6 = .08; ally .05 x .4 x .75 x 1.2 = .018; rank .05 x 4 x .25 x .75 x (.3 + .21) = .019125
    # .5 - .0055555556 - .015 + .5 x .117125
    assert world.governments[1].buy_in == close_to(0.5380069444444444)


def test_a_hostile_leader_hears_little_and_does_not_want_to_be_first() -> None:
    world = wooing_world(0.5)
    world.calendars[1].hostile = True
    decide_buy_in(world, 1)
    # .5 - .0055555556 - .015 + .5 x (.08 + .4 x .018)
    assert world.governments[1].buy_in == close_to(0.5230444444444444)


def test_an_insider_is_heard_more() -> None:
    world = wooing_world(-0.5, ranking_gain=0)
    decide_buy_in(world, 1)
    # gap .05 x .1 x .5 = .0025; ally .05 x .4 x 1.5 x 1.2 = .036: .5 - .0055555556 - .0025 + .5 x .116
    assert world.governments[1].buy_in == close_to(0.5499444444444445)


@pytest.mark.parametrize("reuse", [4.0, 0.0])
def test_ranking_moves_neither_the_first_nor_the_hopeless(reuse: float) -> None:
    world = wooing_world(0.0)
    put(world.governments[1], reuse=reuse, won=False)
    put(world.commons[0], gap=0.0)
    decide_buy_in(world, 1)
    assert world.governments[1].buy_in == close_to(0.5 - 0.1 / 18 + 0.5 * 0.024)  # ally .05 x .4 x 1.2


def test_where_nobody_uses_data_nobody_is_ranked() -> None:
    world = wooing_world(0.0)
    put(world.governments[1], reuse=0, won=False)
    put(world.commons[0], gap=0.0, best_reuse=0.0)
    decide_buy_in(world, 1)
    assert world.governments[1].buy_in == close_to(0.5 - 0.1 / 18 + 0.5 * 0.024)
