"""Members by hand: effort, energy, leaving, handing over, joining. Formulas: docs/model.md."""

from __future__ import annotations

import math

import pytest

from sim.rules import activists
from sim.rules.activists import (
    become_someone_else,
    contribute,
    decide,
    get_to_know,
    hand_over,
    is_unheard,
    lose_key_person,
    meet_people,
    peer_members,
)
from sim.world.dice import Decision, normal
from sim.world.tables import World
from tests.rules.worlds import close_to, dial, drawn, happens_below, put, quiet_world, spend_effort, tend, to_month

STAYING = {"rotation": 0.0, "burnout": 0.0, "newcomer_exit": 0.0}


def stay_or_leave(world: World, index: int) -> None:
    meet_people(world)
    activists.stay_or_leave(world, index)


def perhaps_join(world: World, index: int) -> None:
    meet_people(world)
    activists.perhaps_join(world, index)


# --- what members give ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "use"), [(0, 1.6), (1, 2.4), (2, 2.4)])
def test_effort_and_use_of_a_member(kind: int, use: float) -> None:
    world = quiet_world(public_unit=0.05, organised_weight=1.5)
    put(world.activists[3], active=True, reach=2.0, energy=0.5, literacy=0.4, stance=0.6, theme=2, kind=kind)
    contribute(world, 3)
    commons = world.commons[0]
    assert commons.members == 1
    assert commons.member_effort == close_to(0.7)  # 2 x .5 x (1 + .4) / 2
    assert commons.use.tolist() == close_to([0, 0, use, 0, 0])  # 2 x .4 / (.05 x 10), half as much again if organised
    assert commons.stance_sum == close_to(0.6)
    assert commons.stance_square_sum == close_to(0.36)
    assert commons.journalists == (kind == 2)
    assert world.activists[3].was_active


def test_who_is_inactive_gives_nothing() -> None:
    world = quiet_world()
    put(world.activists[3], was_active=True, reach=2.0, energy=0.5, literacy=0.4)
    contribute(world, 3)
    assert world.commons[0].members == world.commons[0].member_effort == 0
    assert not world.activists[3].was_active


def test_peers_are_those_active_last_month_out_of_six() -> None:
    world = quiet_world()
    put(world.activists[0], neighbours=[1, 2, 3, 4, 5, -1])
    for index in (1, 3, 5):
        world.activists[index].was_active = True
    world.activists[2].active = True  # became active this month: not yet seen
    assert peer_members(world, 0) == close_to(0.5)


# --- staying ----------------------------------------------------------------------------------------------------------


def tired_world(**parameters: float) -> World:
    """Member 0 has values of .6 (counted twice), wins of .3, peers of .5 and a vision of .5: a mean of .5."""
    world = quiet_world(**{"unheard": 0.4, "strain": 0.25, "window_width": 0.25, **parameters})
    tend(world, teach=0.4)
    put(world.commons[0], momentum=0.3, vision=0.5, records=0.4, standing=0.5)
    put(world.activists[0], active=True, was_active=True, drive=0.6, stance=0.5, energy=0.8, literacy=0.4)
    put(world.activists[0], neighbours=[1, 2, 3, 4, 5, 6], months_since_joining=100)
    for index in (2, 4, 6):
        world.activists[index].was_active = True
    return world


def test_energy_follows_values_wins_peers_and_vision() -> None:
    world = tired_world(**STAYING)
    stay_or_leave(world, 0)
    assert world.activists[0].energy == close_to(0.74)  # .8 + (.5 - .8) / 5
    assert world.activists[0].literacy == close_to(0.412)  # .4 + .6 x (.4 + .4) / 40
    assert world.activists[0].months_since_joining == 101
    assert world.activists[0].active


@pytest.mark.parametrize(
    ("stance", "standing", "voice", "energy"),
    [
        (0.76, 0.5, 0.5, 0.70),  # beyond .5 + .25: .5 - .4 x .5 = .3; .8 - .5 / 5
        (0.76, 0.5, 0.0, 0.66),
        (0.76, 0.5, 1.0, 0.74),  # heard
        (0.75, 0.5, 0.5, 0.74),  # just within
        (0.05, 0.5, 0.5, 0.74),  # nobody is too moderate
        (0.76, 0.6, 0.5, 0.74),  # better standing, a wider window
    ],
)
def test_standing_outside_the_window_unheard_costs_energy(
    stance: float, standing: float, voice: float, energy: float
) -> None:
    world = tired_world(**STAYING)
    dial(world, voice=voice)
    world.activists[0].stance = stance
    world.commons[0].standing = standing
    assert is_unheard(world, 0) == (stance > standing + 0.25)
    stay_or_leave(world, 0)
    assert world.activists[0].energy == close_to(energy)


def test_hard_times_cost_energy() -> None:
    world = tired_world(**STAYING)
    put(world.commons[0], pandemic=0.4, fight=0.2, civic_space=0.6)
    stay_or_leave(world, 0)
    assert world.activists[0].energy == close_to(0.695)  # .5 - .25 x (.4 + .2 + .3) = .275; .8 - .525 / 5


@pytest.mark.parametrize(("level", "energy"), [(0.0, 0.64), (1.0, 0.84)])
def test_energy_is_drawn_no_further_than_to_nothing_and_to_all(level: float, energy: float) -> None:
    world = tired_world(**STAYING)
    put(world.commons[0], pandemic=4 * (1 - level), vision=2 * level, momentum=2 * level)
    world.activists[0].drive = level
    stay_or_leave(world, 0)
    assert world.activists[0].energy == close_to(energy)


def test_without_records_one_learns_from_teachers_only() -> None:
    world = tired_world(**STAYING, records_gain=0)
    stay_or_leave(world, 0)
    assert world.activists[0].literacy == close_to(0.406)  # .4 + .6 x .4 / 40


@pytest.mark.parametrize(
    ("months", "gains", "probability"),
    [
        # energy .74, literacy .412: (.02 + .5 x .0676) x 1.5, and for newcomers .1 x .588
        (0, {}, 0.1395),
        (5, {}, 0.1395),  # the sixth month
        (6, {}, 0.0807),  # the seventh
        (6, {"burnout_gain": 0}, 0.03),
        (0, {"newcomer_exit_gain": 0}, 0.0807),
    ],
)
def test_the_odds_of_leaving(months: int, gains: dict[str, float], probability: float) -> None:
    world = tired_world(rotation=0.02, burnout=0.5, newcomer_exit=0.1, newcomer_months=6, **gains)
    world.community[0].leaving_now = 1.5

    def left() -> bool:
        put(world.activists[0], active=True, energy=0.8, literacy=0.4, months_since_joining=months, left_before=False)
        stay_or_leave(world, 0)
        assert world.activists[0].left_before == (not world.activists[0].active)
        return not world.activists[0].active

    happens_below(world, Decision.MEMBER_EXIT, 0, probability, left)


# --- handing over -----------------------------------------------------------------------------------------------------


def leading_world(**parameters: float) -> World:
    """Member 0 leads with a reach of 4; of their acquaintances 1, 2, 3 and 4 are active, and 1 counts twice."""
    world = quiet_world(**parameters)
    put(world.activists[0], active=True, was_active=True, reach=4.0, neighbours=[1, 2, 3, 4, 5, 1])
    for index in range(1, 7):
        put(world.activists[index], active=index < 5, reach=0.5)
    return world


@pytest.mark.parametrize(("gain", "passed_on"), [(1.0, 1.5), (0.5, 0.75), (0.0, 0.0)])
def test_what_is_passed_on_and_what_is_lost_is_what_was_above_1(gain: float, passed_on: float) -> None:
    world = leading_world(take_over_gain=gain)
    before = float(world.activists["reach"].sum())
    hand_over(world, 0, 0.5)
    assert world.activists[0].reach == 1
    # half of the 3 above 1, in equal parts for five acquaintances who are active, one of them counted twice
    part = passed_on / 5
    expected = [0.5 + 2 * part, 0.5 + part, 0.5 + part, 0.5 + part, 0.5, 0.5]
    assert world.activists["reach"][1:7].tolist() == close_to(expected)
    lost = before - float(world.activists["reach"].sum())
    assert passed_on + lost == close_to(3)


def test_without_active_acquaintances_a_role_is_lost() -> None:
    world = leading_world()
    world.activists["active"][1:] = False
    hand_over(world, 0, 0.5)
    assert world.activists[0].reach == 1
    assert world.activists["reach"][1:7].tolist() == [0.5] * 6


@pytest.mark.parametrize("reach", [1.0, 0.3])
def test_who_leads_nothing_hands_nothing_over(reach: float) -> None:
    world = leading_world()
    world.activists[0].reach = reach
    hand_over(world, 0, 0.5)
    assert world.activists[0].reach == reach
    assert world.activists["reach"][1:7].tolist() == [0.5] * 6


def test_a_role_is_handed_over_the_better_the_more_is_written_down() -> None:
    world = leading_world(take_over=0.8, **{**STAYING, "rotation": 1.0})
    world.commons[0].records = 0.5
    stay_or_leave(world, 0)
    assert not world.activists[0].active
    assert world.activists[2].reach == close_to(0.5 + 0.8 * 0.75 * 3 / 5)


def test_whatever_lies_above_1_is_handed_over() -> None:
    world = leading_world()
    world.activists[0].reach = 1.5
    hand_over(world, 0, 1.0)
    assert world.activists["reach"][:3].tolist() == close_to([1.0, 0.7, 0.6])


def test_a_key_person_lost_without_notice_takes_along_what_is_not_on_record() -> None:
    world = leading_world(take_over=0.8)
    put(world.activists[0], energy=0.5, literacy=0.5)  # effort 4 x .5 x .75 = 1.5
    put(world.commons[0], member_effort=5.0, records=0.6, relations=0.5, roles=0.4, vision=1.0)
    lose_key_person(world, 0)
    kept = 1 - 0.3 * 0.4  # three tenths of the effort, four tenths of it not written down
    commons = world.commons[0]
    assert [commons.relations, commons.roles, commons.vision] == close_to([0.5 * kept, 0.4 * kept, kept])
    assert commons.records == 0.6
    assert world.activists[2].reach == close_to(0.5 + 0.8 * 0.6 * 3 / 5)  # only what is on record
    assert not world.activists[0].active
    assert not world.activists[0].left_before  # somebody else sits there
    assert world.activists[0].person == 1


@pytest.mark.parametrize(("effort", "kept"), [(0.0, 1.0), (0.1, 0.0)])
def test_nobody_takes_along_more_than_there_is(effort: float, kept: float) -> None:
    world = leading_world()
    put(world.activists[0], energy=0.5, literacy=0.5)
    put(world.commons[0], member_effort=effort, relations=0.5, roles=0.5, vision=0.5)
    lose_key_person(world, 0)
    assert world.commons[0].relations == close_to(0.5 * kept)


# --- joining ----------------------------------------------------------------------------------------------------------


def joining_world(**parameters: float) -> World:
    """Half of member 0's acquaintances are active; asking reaches one theme with 3 x .5 / 3 of an even share."""
    fixed = {
        "asking": 0.2, "peer_recruiting": 0.1, "founding": 0.02, "off_theme_joining": 0.5, "literacy_help": 0.5,
        "confrontation_draw": 0.5, "asking_reach": 3.0, "onboarding": 0.6, "replacement": 0.0,
    }  # fmt: skip
    world = quiet_world(**{**fixed, **parameters})
    dial(world, purpose_share=0.6, stance=0.4, breadth=3)
    spend_effort(world, mobilise=0.5)
    tend(world, teach=0.2)
    put(world.commons[0], standing=0.4, records=0.8, civic_space=0.5, salience=[1, 2, 1, 1, 1])
    put(world.commons[0], targeted=[0, 1, 0, 0, 0])
    put(world.activists[0], theme=1, literacy=0.4, drive=0.6, neighbours=[1, 2, 3, 4, 5, 6])
    for index in (2, 4, 6):
        world.activists[index].was_active = True
    return world


ASKED, BY_PEERS = 0.1, 0.05
"""Half of the asking; half of the acquaintances."""
HELPED = 0.64 * 2 * 0.8 * 1.2
"""Literacy .4 + .6 x .5 x (.6 + .2); attention 2; standing .5 + .75 x .4; confrontation 1 + .5 x .4."""
FOUNDED = 0.02 * 1.1
"""Helped by records of .8."""


@pytest.mark.parametrize(
    ("fields", "gains", "probability"),
    [
        ({}, {}, (0.15 * HELPED + FOUNDED) * 0.75),
        ({"targeted": [0, 0, 1, 0, 0]}, {}, (0.075 * HELPED + FOUNDED) * 0.75),
        ({"civic_space": 1.0}, {}, (0.15 * HELPED + FOUNDED) * 0.5),
        ({"hostile_weight": 0.5}, {}, (0.15 * HELPED / 1.2 * 1.3 + FOUNDED) * 0.75),  # more is at stake: .5 x .4 x 1.5
        ({}, {"asking_gain": 0}, (BY_PEERS * HELPED + FOUNDED) * 0.75),
        ({}, {"peer_recruiting_gain": 0}, (ASKED * HELPED + FOUNDED) * 0.75),
        ({}, {"founding_gain": 0}, 0.15 * HELPED * 0.75),
        ({}, {"records_gain": 0}, (0.15 * HELPED + 0.02) * 0.75),
        ({}, {"literacy_help": 5.0}, (0.15 * HELPED / 0.64 + FOUNDED) * 0.75),  # nobody needs more help than all
    ],
)
def test_the_odds_of_joining(fields: dict[str, float], gains: dict[str, float], probability: float) -> None:
    world = joining_world(**gains)
    put(world.commons[0], **fields)
    world.community[0].joining_now = 1.5
    records = 0.48 if gains != {"records_gain": 0} else 0.4

    def joined() -> bool:
        put(world.activists[0], active=False, literacy=0.4, energy=0.1, months_since_joining=99)
        perhaps_join(world, 0)
        member = world.activists[0]
        if member.active:
            assert (member.energy, member.months_since_joining) == (0.6, 0)
            assert member.literacy == close_to(records)  # .6 x .8, more than .4
        else:
            assert member.literacy == 0.4
        return bool(member.active)

    happens_below(world, Decision.JOIN, 0, 1.5 * probability, joined)


@pytest.mark.parametrize(("breadth", "asked"), [(1, 0.15), (5, 0.2 * 0.3 / 0.8)])
def test_attention_is_divided_among_themes(breadth: int, asked: float) -> None:
    world = joining_world(peer_recruiting=0, founding=0)
    dial(world, breadth=breadth)

    def joined() -> bool:
        put(world.activists[0], active=False, literacy=0.4)
        perhaps_join(world, 0)
        return bool(world.activists[0].active)

    happens_below(world, Decision.JOIN, 0, asked * HELPED * 0.75, joined)


def test_an_insider_draws_no_fewer_than_who_stands_in_the_middle() -> None:
    world = joining_world(founding=0)
    dial(world, stance=-0.4)

    def joined() -> bool:
        put(world.activists[0], active=False, literacy=0.4)
        perhaps_join(world, 0)
        return bool(world.activists[0].active)

    happens_below(world, Decision.JOIN, 0, 0.15 * HELPED / 1.2 * 0.75, joined)


def test_who_knows_more_than_the_records_loses_nothing_by_joining() -> None:
    world = joining_world(asking=100)
    world.activists[0].literacy = 0.96
    perhaps_join(world, 0)
    assert world.activists[0].active
    assert world.activists[0].literacy == 0.96


def test_who_left_does_not_come_back_but_another_person_in_the_seat_does() -> None:
    world = joining_world(asking=10_000)
    world.activists[0].left_before = True
    for _ in range(100):
        perhaps_join(world, 0)
    assert not world.activists[0].active
    world.parameters["replacement"] = 1.0
    perhaps_join(world, 0)
    assert world.activists[0].active, "at once, and by the rules of anybody"
    assert world.activists[0].person == 1


def test_the_odds_that_another_person_comes() -> None:
    world = quiet_world(asking=0, peer_recruiting=0, founding=0, replacement=0.02)

    def replaced() -> bool:
        put(world.activists[0], stance=2.0, drive=0.7, left_before=True, person=0)
        perhaps_join(world, 0)
        assert world.activists[0].drive == 0.7
        assert world.activists[0].left_before == (world.activists[0].person == 0)
        return bool(world.activists[0].person == 1)

    happens_below(world, Decision.REPLACED, 0, 0.02, replaced)


def test_another_person() -> None:
    world = quiet_world(
        newcomer_literacy=0.2, newcomer_literacy_spread=0.2, stance_mean=0.45, stance_spread=0.22, reach_spread=1.2
    )
    put(world.activists[0], drive=0.7, left_before=True, person=3)
    become_someone_else(world, 0)
    month = int(world.commons[0].month)
    expected = normal(world, int(Decision.NEW_STANCE), 0), normal(world, int(Decision.NEW_REACH), 0)
    to_month(world, month + 7)
    get_to_know(world, 0)  # with the luck of the month of arrival
    to_month(world, month)
    member = world.activists[0]
    assert member.literacy == close_to(0.1 + 0.2 * drawn(world, Decision.NEW_LITERACY, 0))
    assert member.theme == math.floor(5 * drawn(world, Decision.NEW_THEME, 0))
    stance = 0.45 + 0.22 * expected[0]
    assert member.stance == close_to(min(1, max(0, stance)))
    assert member.reach == close_to(math.exp(1.2 * expected[1] - 0.72))  # a mean of 1
    assert (member.drive, bool(member.left_before), int(member.person)) == (0.7, False, 4)


def test_who_was_active_decides_to_stay_and_who_was_not_to_join() -> None:
    world = joining_world(asking=10_000, rotation=1)
    meet_people(world)
    put(world.activists[0], active=True, was_active=True)
    decide(world, 0)
    assert not world.activists[0].active  # left, and did not join again in the same month
    put(world.activists[1], active=False, was_active=False, theme=1, literacy=0.4)
    decide(world, 1)
    assert world.activists[1].active


def test_without_the_mechanism_of_records_nothing_is_handed_over_by_them() -> None:
    world = tired_world(records_gain=0, take_over=0.8)
    put(world.commons[0], records=1.0, relations=0.5, member_effort=10.0)
    put(world.activists[0], reach=3.0)
    world.activists[1].active = True
    lose_key_person(world, 0)
    assert world.activists[1].reach == world.activists[2].reach  # nobody took over
    assert world.commons[0].relations < 0.5


def test_without_the_window_nobody_is_unheard() -> None:
    world = tired_world(**STAYING, window_gain=0)
    world.activists[0].stance = 1.0
    stay_or_leave(world, 0)
    assert world.activists[0].energy == close_to(0.74)
