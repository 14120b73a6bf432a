"""How communities and times differ, by hand. Formulas: docs/model.md."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.rules.community import begin_community, feel_the_times, passing, turn_tide, turn_tides
from sim.world.dice import Decision, normal
from sim.world.tables import COMMUNITY_START, World
from tests.rules.worlds import close_to, put, quiet_world, to_month

SPREADS = {"people_spread": 1.5, "money_spread": 1.0, "officials_spread": 1.2, "lasting": 0.3}

LASTING = {
    "recruiting": (Decision.COMMUNITY_RECRUITING, 0.45),  # .3 x 1.5
    "turnover": (Decision.COMMUNITY_TURNOVER, 0.225),  # half of it
    "drive": (Decision.COMMUNITY_DRIVE, 0.45),
    "money": (Decision.COMMUNITY_MONEY, 0.3),
    "officials": (Decision.COMMUNITY_OFFICIALS, 0.36),
    "freshness": (Decision.COMMUNITY_AGEING, 0.36),
}
"""Of each lasting difference: its decision, and its standard deviation (of the logarithm)."""

TIDES = {
    "recruiting_tide": Decision.TIDE_RECRUITING,
    "turnover_tide": Decision.TIDE_TURNOVER,
    "money_tide": Decision.TIDE_MONEY,
    "officials_tide": Decision.TIDE_OFFICIALS,
}


def beginning_world(fixed: dict[str, float] | None = None, **parameters: float) -> World:
    """Return a world at its beginning, where a context fixes some differences."""
    world = quiet_world(month=0, **{**SPREADS, **parameters})
    for name in COMMUNITY_START.names or ():
        setattr(world.community_starts[0], name, (fixed or {}).get(name, math.nan))
    world.scale["listed_income"] = 1.5
    world.scale["drawn_income"] = 4.0
    return world


# --- what lasts -------------------------------------------------------------------------------------------------------


def test_six_differences_are_drawn_each_at_its_own_address() -> None:
    world = beginning_world()
    begin_community(world)
    for name, (decision, deviation) in LASTING.items():
        expected = math.exp(deviation * normal(world, int(decision), 0))
        assert world.community[0][name] == close_to(expected), name
    assert len({float(world.community[0][name]) for name in LASTING}) == len(LASTING)
    assert [float(world.community[0][name]) for name in TIDES] == [0, 0, 0, 0]


@pytest.mark.parametrize("name", LASTING)
def test_a_context_may_fix_any_of_them_and_moves_no_other(name: str) -> None:
    world, other = beginning_world(), beginning_world({name: 1.75})
    begin_community(world)
    begin_community(other)
    assert other.community[0][name] == 1.75
    assert [one for one in LASTING if other.community[0][one] != world.community[0][one]] == [name]


def test_what_follows_from_the_differences() -> None:
    world = beginning_world({"money": 2.25, "freshness": 1.2}, rot_time=8)
    begin_community(world)
    community = world.community[0]
    assert community.base_income == close_to(10.5)  # listed 1.5, and 4 x 2.25
    assert community.rot_time == close_to(9.6)  # 8 x 1.2
    assert community.granting_now == close_to(1.5)  # the root of 2.25
    assert community.joining_now == community.recruiting
    assert community.leaving_now == community.turnover
    assert community.publishing_now == 1


def test_however_fast_data_ages_it_lasts_a_month() -> None:
    world = beginning_world({"freshness": 0.05}, rot_time=8)
    begin_community(world)
    assert world.community[0].rot_time == 1


def test_without_differences_all_communities_are_usual_ones() -> None:
    world = beginning_world(community_gain=0)
    begin_community(world)
    assert [float(world.community[0][name]) for name in LASTING] == [1] * 6


# --- what passes ------------------------------------------------------------------------------------------------------


def test_what_lasts_and_what_passes_are_the_whole_variance() -> None:
    assert passing(quiet_world(lasting=0.6)) == close_to(0.8)  # .36 + .64
    assert passing(quiet_world(lasting=0.0)) == 1
    assert passing(quiet_world(lasting=1.0)) == 0
    assert passing(quiet_world(lasting=1.0 + 1e-12)) == 0
    assert passing(quiet_world(lasting=0.6, tides_gain=0)) == 0


def test_a_tide_comes_back_and_is_pushed_by_the_luck_of_its_month() -> None:
    world = quiet_world(medium_time=20)
    put(world.community[0], recruiting_tide=0.8, turnover_tide=-0.4, money_tide=1.0, officials_tide=0.0)
    turn_tides(world)
    before = {"recruiting_tide": 0.8, "turnover_tide": -0.4, "money_tide": 1.0, "officials_tide": 0.0}
    for name, decision in TIDES.items():
        # a twentieth comes back; a push has a variance of 2 / 20
        expected = 0.95 * before[name] + math.sqrt(0.1) * normal(world, int(decision), 0)
        assert world.community[0][name] == close_to(expected), name


def test_times_are_as_often_good_as_bad_and_differ_as_much_as_communities_would() -> None:
    world = quiet_world(medium_time=5)
    months = []
    tides = dict.fromkeys(TIDES, 0.0)
    for month in range(1, 4001):
        to_month(world, month)
        tides = {name: turn_tide(world, int(TIDES[name]), tide) for name, tide in tides.items()}
        months.append(list(tides.values()))
    lived = np.array(months)
    # in the long run (2 / 5) / (1 - .8 ** 2) = 1.111; 16,000 months are worth 3,500 independent ones: 2.4 % of error
    assert abs(lived.mean()) < 0.1
    assert lived.var() == pytest.approx(1 / 0.9, rel=0.1)
    assert np.abs(np.corrcoef(lived.T) - np.eye(4)).max() < 0.2, "the four know nothing of each other"


def test_what_good_and_bad_times_do() -> None:
    world = quiet_world(lasting=0.6, people_spread=1.5, money_spread=0.5, officials_spread=1.25)
    put(world.community[0], recruiting=2.0, turnover=0.5, money=4.0)
    put(world.community[0], recruiting_tide=0.5, turnover_tide=-1.0, money_tide=0.25, officials_tide=-0.5)
    feel_the_times(world)
    community = world.community[0]
    assert community.joining_now == close_to(2 * math.exp(0.6))  # .8 x 1.5 x .5
    assert community.leaving_now == close_to(0.5 * math.exp(-0.6))  # half of the spread: .8 x 1.5 x -1 / 2
    assert community.granting_now == close_to(2 * math.exp(0.1))  # the root of 4; .8 x .5 x .25
    assert community.publishing_now == close_to(math.exp(-0.5))  # .8 x 1.25 x -.5


def test_without_tides_times_are_always_the_same() -> None:
    world = quiet_world(tides_gain=0)
    for month in range(1, 10):
        to_month(world, month)
        turn_tides(world)
    assert [float(world.community[0][name]) for name in TIDES] == [0, 0, 0, 0]
    assert world.community[0].joining_now == world.community[0].publishing_now == 1
