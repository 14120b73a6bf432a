"""Donors by hand: what they pay, whom one applies to, when they leave, renew and give. Formulas: docs/model.md."""

from __future__ import annotations

import math

import pytest

from sim.rules.donors import choose_donors, decide_grant, pay
from sim.world.dice import Decision
from sim.world.tables import World
from tests.rules.worlds import (
    close_to,
    context_of,
    dial,
    drawn,
    happens_below,
    intensity,
    put,
    quiet_world,
)

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


def test_a_donor_that_has_closed_pays_to_the_end_of_its_grant() -> None:
    world = quiet_world()
    put(world.donors[0], monthly=2.0, months_left=2, is_open=False)
    pay(world, 0)
    assert world.commons[0].income == 2.0


def test_donors_judge_momentum_trust_and_open_doors_alike() -> None:
    world = quiet_world()
    put(world.commons[0], momentum=0.3, trust=0.6, mean_door=0.9)
    choose_donors(world)
    assert world.commons[0].performance == close_to(0.6)


@pytest.mark.parametrize(
    ("donors", "diversification", "places"),
    [
        (12, 0.4, 6),  # 2 + 10 x .4
        (12, 0.0, 2),
        (12, 1.0, 12),
        (6, 0.4, 3),
        (4, 0.0, 1),  # 2 / 3, rounded
        (1, 0.0, 1),  # 1 / 6, but at least one
        (10, 0.25, 4),  # 4.5 x 10 / 12 = 3.75
    ],
)
def test_how_many_donors_are_pursued(donors: int, diversification: float, places: int) -> None:
    size = {"national_governments": 1, "local_governments": 2, "champions": 6, "donors": donors, "activists": 10}
    world = quiet_world(context=context_of(size=size))
    dial(world, diversification=diversification)
    choose_donors(world)
    assert world.commons[0].pursued_donors == places
    assert world.donors["pursued"].tolist() == [True] * places + [False] * (donors - places)


def test_the_largest_open_donors_are_pursued() -> None:
    world = quiet_world()
    dial(world, diversification=0.4)  # 6 x 4 / 12 = 2 places
    for rank, index in enumerate((3, 1, 0, 2)):
        world.donors[rank].nth_largest = index
    world.donors[3].is_open = False
    choose_donors(world)
    assert world.donors["pursued"].tolist() == [True, True, False, False]


def test_one_cannot_pursue_more_donors_than_are_open() -> None:
    world = quiet_world()
    dial(world, diversification=1.0)
    for index in (0, 1, 3):
        world.donors[index].is_open = False
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
    world = quiet_world(donor_exit=1, renewal=10, application_success=100)
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
    world = quiet_world(**STAYING)
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
    intensity(world, raise_funds=1.0)
    put(world.commons[0], performance=1.0, pursued_donors=1, targeted=[1] * 5)

    def back() -> bool:
        put(world.donors[1], is_open=False, months_left=0, pursued=True)
        decide_grant(world, 1)
        assert world.donors[1].months_left == 0
        if world.donors[1].is_open:
            assert world.donors[1].theme == math.floor(5 * drawn(world, Decision.DONOR_NEW_THEME, 1))
        return bool(world.donors[1].is_open)

    happens_below(world, Decision.DONOR_ENTRY, 1, 0.05, back)


def asking_world(**parameters: float) -> World:
    """Donor 1 pays for theme 2, which is worked on; performance .5; fundraising .3; squeeze .25; a fight of .2."""
    world = quiet_world(**STAYING, **parameters)
    intensity(world, raise_funds=0.3)
    put(world.commons[0], performance=0.5, pursued_donors=2, targeted=[0, 0, 1, 0, 0], funding_squeeze=0.25, fight=0.2)
    put(world.donors[1], theme=2)
    put(world.governments[2], open_door=0.6)
    return world


@pytest.mark.parametrize(
    ("fields", "probability"),
    [
        ({"theme": 2}, 0.432),  # .9 x (.4 + .8 x .5) x (.5 + .3) x .75; the fight does not count here
        ({"theme": 1}, 0.108),  # x .25
        ({"theme": 2, "government": 2}, 0.3024),  # x (.25 + .75 x .6)
    ],
)
def test_the_odds_of_a_renewal(fields: dict[str, int], probability: float) -> None:
    world = asking_world()

    def renewed() -> bool:
        put(world.donors[1], months_left=1, **fields)
        decide_grant(world, 1)
        if world.donors[1].months_left == 1:
            return False
        length = math.floor(18 * (0.67 + 0.66 * drawn(world, Decision.GRANT_LENGTH, 1)))
        assert world.donors[1].months_left == 1 + length
        return True

    happens_below(world, Decision.RENEWAL, 1, probability, renewed)


@pytest.mark.parametrize(
    ("pursued", "fields", "probability"),
    [
        # 4 x 1.2 x 4/12 x .3 / 2 = .24; x (.4 + 1.2 x .5) x (1 - .2) x (1 - .25)
        (True, {"theme": 2}, 0.144),
        (True, {"theme": 0}, 0.036),
        (True, {"theme": 2, "government": 2}, 0.1008),
        # .1 x 1.2 x .5 x .75
        (False, {"theme": 2}, 0.045),
        (False, {"theme": 0, "government": 2}, 0.007875),  # x .25 x .7
    ],
)
def test_the_odds_of_a_new_grant(pursued: bool, fields: dict[str, int], probability: float) -> None:
    world = asking_world(application_success=1.2)  # ten times the default, so that chances show

    def granted() -> bool:
        put(world.donors[1], months_left=0, pursued=pursued, **fields)
        decide_grant(world, 1)
        if world.donors[1].months_left == 0:
            return False
        assert world.donors[1].months_left == math.floor(18 * (0.67 + 0.66 * drawn(world, Decision.GRANT_LENGTH, 1)))
        return True

    happens_below(world, Decision.GRANT, 1, probability, granted)


def test_a_donor_whose_grant_runs_decides_nothing() -> None:
    world = asking_world(renewal=100, application_success=100)
    put(world.donors[1], months_left=2, pursued=True)
    decide_grant(world, 1)
    assert world.donors[1].months_left == 2


def test_without_government_donors_politics_does_not_matter() -> None:
    world = asking_world(government_donors_gain=0)

    def renewed() -> bool:
        put(world.donors[1], months_left=1, government=2)
        decide_grant(world, 1)
        return bool(world.donors[1].months_left > 1)

    happens_below(world, Decision.RENEWAL, 1, 0.432, renewed)
