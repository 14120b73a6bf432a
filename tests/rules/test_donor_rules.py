"""Donors by hand: what they pay, whom one applies to, when they leave, renew and give. Formulas: docs/model.md."""

from __future__ import annotations

import math

import pytest

from sim.rules.donors import choose_donors, decide_grant, grant_length, interest, pay
from sim.world.dice import Decision
from sim.world.tables import World
from tests.rules.worlds import close_to, context_of, dial, drawn, happens_below, put, quiet_world, spend_effort

STAYING = {"donor_exit": 0.0, "drift": 0.0}


def test_a_running_grant_pays_and_a_boom_pays_more() -> None:
    world = quiet_world()
    world.commons[0].funding_boom = 0.5
    put(world.donors[0], monthly=2.0, months_left=5)
    put(world.donors[1], monthly=9.0, months_left=0)
    pay(world, 0)
    pay(world, 1)
    assert world.commons[0].income == close_to(3.0)
    assert world.donors["months_left"].tolist()[:2] == [4, 0]
    assert world.commons[0].grants_running == 1


def test_a_donor_that_has_closed_pays_to_the_end_of_its_grant() -> None:
    world = quiet_world()
    put(world.donors[0], monthly=2.0, months_left=2, is_open=False)
    pay(world, 0)
    assert world.commons[0].income == 2.0


def test_donors_judge_momentum_standing_and_open_doors_alike() -> None:
    world = quiet_world()
    put(world.commons[0], momentum=0.3, standing=0.6, mean_door=0.9)
    choose_donors(world)
    assert world.commons[0].performance == close_to(0.6)


@pytest.mark.parametrize(("donors", "places"), [(12, 6), (5, 3), (4, 2), (3, 2), (2, 1), (1, 1)])
def test_half_of_the_donors_are_pursued(donors: int, places: int) -> None:
    size = {"national_governments": 1, "local_governments": 2, "champions": 6, "donors": donors, "activists": 10}
    world = quiet_world(context=context_of(size=size), pursued_share=0.5)
    choose_donors(world)
    assert world.commons[0].pursued_donors == places
    assert world.donors["pursued"].tolist() == [True] * places + [False] * (donors - places)


def test_the_largest_open_donors_are_pursued() -> None:
    world = quiet_world()  # two places
    for rank, index in enumerate((3, 1, 0, 2)):
        world.donors[rank].nth_largest = index
    world.donors[3].is_open = False
    choose_donors(world)
    assert world.donors["pursued"].tolist() == [True, True, False, False]


def test_one_cannot_pursue_more_donors_than_are_open() -> None:
    world = quiet_world()
    for index in (0, 1, 3):
        world.donors[index].is_open = False
    world.donors[0].pursued = True
    choose_donors(world)
    assert world.commons[0].pursued_donors == 1
    assert world.donors["pursued"].tolist() == [False, False, True, False]


def test_the_odds_that_a_family_leaves() -> None:
    world = quiet_world(family_exit=0.1)

    def left() -> bool:
        choose_donors(world)
        return bool(world.commons[0].family_left[2])

    happens_below(world, Decision.FAMILY_EXIT, 2, 0.1, left)
    world.parameters["donor_families_gain"] = 0
    assert not any(left() for _ in range(5))


@pytest.mark.parametrize(("running", "left"), [(10, 3), (3, 3), (2, 2), (0, 0)])
def test_a_closing_donor_pays_three_more_months_at_most(running: int, left: int) -> None:
    world = quiet_world(donor_exit=1, renewal=10, application_success=100, last_months=3)
    put(world.donors[1], months_left=running, pursued=True)
    put(world.commons[0], performance=0.5, pursued_donors=1)
    decide_grant(world, 1)
    assert not world.donors[1].is_open
    assert world.donors[1].months_left == left


def test_the_odds_that_a_donor_closes() -> None:
    world = quiet_world(drift=0)

    def closed() -> bool:
        put(world.donors[1], is_open=True, months_left=9)
        decide_grant(world, 1)
        return not world.donors[1].is_open

    world.parameters["donor_exit"] = 0.018
    happens_below(world, Decision.DONOR_EXIT, 1, 0.018, closed)


def test_the_odds_that_a_donor_leaves_with_its_family() -> None:
    world = quiet_world(**STAYING, family_share=0.85)
    put(world.commons[0], family_left=[0, 1, 0])
    world.donors[1].family = 1

    def closed() -> bool:
        put(world.donors[1], is_open=True, months_left=9)
        decide_grant(world, 1)
        return not world.donors[1].is_open

    happens_below(world, Decision.FAMILY_DONOR_EXIT, 1, 0.85, closed)
    put(world.commons[0], family_left=[1, 0, 1])
    assert not closed()


@pytest.mark.parametrize(("gain", "probability"), [(1.0, 0.6), (0.5, 0.3)])
def test_the_odds_that_a_government_closes_as_a_donor(gain: float, probability: float) -> None:
    world = quiet_world(**STAYING, government_donors_gain=gain)
    put(world.calendars[2], changed=True, hostile=True)
    world.governments[2].retention = 0.4

    def closed() -> bool:
        put(world.donors[1], is_open=True, months_left=9, government=2)
        decide_grant(world, 1)
        return not world.donors[1].is_open

    happens_below(world, Decision.GOVERNMENT_DONOR_EXIT, 1, probability, closed)


@pytest.mark.parametrize("fields", [{"changed": True, "hostile": False}, {"changed": False, "hostile": True}])
def test_a_government_stays_as_a_donor_unless_it_turned_hostile_this_month(fields: dict[str, bool]) -> None:
    world = quiet_world(**STAYING)
    put(world.calendars[2], **fields)
    put(world.donors[1], months_left=9, government=2)
    decide_grant(world, 1)
    assert world.donors[1].is_open


def test_a_donors_theme_drifts() -> None:
    world = quiet_world(donor_exit=0, drift=1)
    world.donors[1].months_left = 9
    decide_grant(world, 1)
    assert world.donors[1].theme == math.floor(5 * drawn(world, Decision.DONOR_NEW_THEME, 1))


def test_the_odds_that_a_closed_donor_comes_back_and_it_gives_nothing_at_once() -> None:
    world = quiet_world(donor_entry=0.05, application_success=1000, donor_exit=1)
    spend_effort(world, raise_funds=9.0)
    put(world.commons[0], performance=1.0, pursued_donors=1, targeted=[1] * 5)

    def back() -> bool:
        put(world.donors[1], is_open=False, months_left=0, pursued=True)
        decide_grant(world, 1)
        assert world.donors[1].months_left == 0
        if world.donors[1].is_open:
            assert world.donors[1].theme == math.floor(5 * drawn(world, Decision.DONOR_NEW_THEME, 1))
        return bool(world.donors[1].is_open)

    happens_below(world, Decision.DONOR_ENTRY, 1, 0.05, back)


# --- interest ---------------------------------------------------------------------------------------------------------


def asking_world(**parameters: float) -> World:
    """Donor 1 pays for theme 2, which is worked on; performance .5; a squeeze of .2; a fight of .2.

    Of fund-raising at an even share, three quarters go to donors: .75 / (.75 + .5) = .6 of full effect.
    """
    fixed = {
        "off_theme_grant": 0.4, "government_donor_floor": 0.25, "reserve_price": 0.25, "performance_floor": 0.5,
        "unasked_share": 0.15, "renewal": 0.5, "grant_months": 30.0, "shortest_grant": 0.5,
    }  # fmt: skip
    world = quiet_world(**STAYING, **{**fixed, **parameters})
    dial(world, diversification=0.25)
    spend_effort(world, raise_funds=1.0)
    put(world.commons[0], performance=0.5, targeted=[0, 0, 1, 0, 0], funding_squeeze=0.2, fight=0.2)
    put(world.donors[1], theme=2)
    put(world.governments[2], open_door=0.6)
    return world


@pytest.mark.parametrize(
    ("donor", "commons", "gain", "willing"),
    [
        ({}, {}, 1, 0.8),  # (1 - .2) x (.5 + .5)
        ({"theme": 1}, {}, 1, 0.32),  # x .4
        ({"government": 2}, {}, 1, 0.56),  # x (.25 + .75 x .6)
        ({"government": 2}, {}, 0, 0.8),
        ({"government": 0}, {}, 1, 0.2),  # behind a shut door
        ({}, {"reserve": 24.0}, 1, 0.7),  # half a year of the usual 4: x (1 - .25 x .5)
        ({}, {"reserve": 480.0}, 1, 0.6),  # no more than a quarter
        ({}, {"performance": 0.0}, 1, 0.4),
        ({}, {"funding_squeeze": 1.0}, 1, 0.0),
    ],
)
def test_what_interests_a_donor(donor: dict[str, int], commons: dict[str, float], gain: float, willing: float) -> None:
    world = asking_world(government_donors_gain=gain)
    put(world.donors[1], **donor)
    put(world.commons[0], **commons)
    assert interest(world, 1) == close_to(willing)


def test_where_no_income_is_usual_no_reserve_is_too_large() -> None:
    world = asking_world()
    world.community[0].base_income = 0.0
    world.commons[0].reserve = 100.0
    assert interest(world, 1) == close_to(0.8)


# --- grants -----------------------------------------------------------------------------------------------------------


def test_the_length_of_a_grant() -> None:
    world = asking_world()
    lengths = set()
    for donor in range(500):
        length = grant_length(world, donor)
        assert length == math.floor(30 * (0.5 + drawn(world, Decision.GRANT_LENGTH, donor)))
        lengths.add(length)
    assert lengths == set(range(15, 45))


@pytest.mark.parametrize(
    ("fields", "effort", "probability"),
    [
        ({"theme": 2}, 1.0, 0.44),  # .5 x .8 x (.5 + .6); the fight does not count here
        ({"theme": 1}, 1.0, 0.176),
        ({"theme": 2, "government": 2}, 1.0, 0.308),
        ({"theme": 2}, 0.0, 0.2),  # whoever does not ask is renewed less often
    ],
)
def test_the_odds_of_a_renewal(fields: dict[str, int], effort: float, probability: float) -> None:
    world = asking_world()
    spend_effort(world, raise_funds=effort)

    def renewed() -> bool:
        put(world.donors[1], months_left=1, **fields)
        decide_grant(world, 1)
        if world.donors[1].months_left == 1:
            return False
        assert world.donors[1].months_left == 1 + grant_length(world, 1)
        return True

    happens_below(world, Decision.RENEWAL, 1, probability, renewed)


@pytest.mark.parametrize(
    ("pursued", "fields", "effort", "probability"),
    [
        (True, {"theme": 2}, 1.0, 0.2304),  # .4 x 1.5 x .8 x .6 x (1 - .2)
        (True, {"theme": 0}, 1.0, 0.09216),
        (True, {"theme": 2, "government": 2}, 1.0, 0.16128),
        (False, {"theme": 2}, 1.0, 0.072),  # .4 x 1.5 x .8 x .15
        (True, {"theme": 2}, 0.0, 0.072),  # an application that is not worked on is no better than none
    ],
)
def test_the_odds_of_a_new_grant(pursued: bool, fields: dict[str, int], effort: float, probability: float) -> None:
    world = asking_world(application_success=0.4)
    world.community[0].granting_now = 1.5
    spend_effort(world, raise_funds=effort)

    def granted() -> bool:
        put(world.donors[1], months_left=0, pursued=pursued, **fields)
        decide_grant(world, 1)
        if world.donors[1].months_left == 0:
            return False
        assert world.donors[1].months_left == grant_length(world, 1)
        return True

    happens_below(world, Decision.GRANT, 1, probability, granted)


def test_income_of_ones_own_takes_effort_from_applications() -> None:
    world = asking_world(application_success=0.4)
    dial(world, diversification=1.0)

    def granted() -> bool:
        put(world.donors[1], months_left=0, pursued=True)
        decide_grant(world, 1)
        return bool(world.donors[1].months_left > 0)

    happens_below(world, Decision.GRANT, 1, 0.048, granted)  # .4 x .8 x .15


def test_a_donor_whose_grant_runs_decides_nothing() -> None:
    world = asking_world(renewal=100, application_success=100)
    put(world.donors[1], months_left=2, pursued=True)
    decide_grant(world, 1)
    assert world.donors[1].months_left == 2
