"""A month in its order, by hand: what is read before it is computed is last month's. Steps: docs/model.md."""

from __future__ import annotations

from typing import Any

import pytest

from sim.rules.month import live_month
from sim.world.measures import INCOME, REUSE, TURNED_OVER
from sim.world.tables import World
from tests.rules.worlds import close_to, dial, put, quiet_world

STILL = {
    "rotation": 0.0, "burnout": 0.0, "newcomer_exit": 0.0, "asking": 0.0, "peer_recruiting": 0.0, "founding": 0.0,
    "early_exit": 0.0, "turnover_probability": 0.0, "leader_change": 0.0, "tides_gain": 0.0, "win_rate": 0.0,
}  # fmt: skip
"""Nobody comes or goes, no government changes, times are usual, and nobody wins."""


def living_world(*events: dict[str, Any], **parameters: float) -> World:
    """Return a world of four members with a plan of equal shares."""
    world = quiet_world(*events, **{**STILL, **parameters})
    world.levers[0].effort[:] = 1 / 9
    world.base_levers[:] = world.levers
    for member in world.activists[:4]:
        put(member, active=True, was_active=True, reach=2.0, energy=0.5, literacy=0.5)
    put(world.commons[0], roles=0.5, records=0.5, relations=0.5)
    world.calendars["next_election"] = 1000
    return world


def measured(world: World, measure: int) -> float:
    """Return a measure of this month."""
    return float(world.history[int(world.commons[0].month)].measure[measure])


def test_dues_earned_this_month_come_in_next_month() -> None:
    world = living_world(own_income=0.08)
    dial(world, diversification=1.0)
    world.base_levers[:] = world.levers
    world.commons[0].dues = 0.7
    live_month(world, 10)
    earned = float(world.commons[0].dues)
    assert measured(world, INCOME) == close_to(0.7)
    assert 0 < earned < 0.7
    live_month(world, 11)
    assert measured(world, INCOME) == close_to(earned)


def test_effort_before_is_that_of_the_month_before() -> None:
    world = living_world()
    live_month(world, 10)
    given = float(world.commons[0].member_effort)
    assert given == close_to(4 * 2 * 0.5 * 0.75)
    live_month(world, 11)
    assert world.commons[0].effort_before == close_to(given)


def test_new_data_is_in_use_in_the_month_in_which_it_is_published() -> None:
    world = living_world()
    for government in world.governments:
        put(government, buy_in=1.0, capacity=1.0)
    world.champions["in_post"] = True
    live_month(world, 10)
    assert measured(world, REUSE) > 0


@pytest.mark.parametrize(("hostile", "data"), [(False, 1.0), (True, 0.9)])
def test_a_change_of_party_in_its_first_month_and_in_the_year_after(hostile: bool, data: float) -> None:
    kind = "hostile_turnover" if hostile else "turnover"
    world = living_world(
        {"kind": kind, "when": 10, "share": 1.0}, hostile_probability=0.0, relations_lost=0.5, withdrawal=0.1,
        upheaval_months=12, half_effort=1e9, collection_rate=0.0, publication_rate=0.0, default_rate=0.0,
    )  # fmt: skip
    put(world.community[0], rot_time=1e9)
    for government in world.governments:
        put(government, buy_in=0.5, datasets=[1.0] * 5)
    live_month(world, 10)
    assert measured(world, TURNED_OVER) == 1
    # half goes with the people in office, a twentieth of the rest fades
    assert world.commons[0].relations == close_to(0.25 * 0.95)
    assert world.governments["datasets"].ravel().tolist() == pytest.approx([data] * 15, rel=1e-6)
    assert world.governments["upheaval_months"].tolist() == [11] * 3
    for month in range(11, 22):
        live_month(world, month)
    assert world.governments["upheaval_months"].tolist() == [0] * 3
    assert world.governments["datasets"].ravel().tolist() == pytest.approx([data**12] * 15, rel=1e-6)
    assert measured(world, TURNED_OVER) == 0


def test_newcomers_of_this_month_are_seen_by_others_only_next_month() -> None:
    world = living_world(replacement=0.0)
    world.parameters["founding"] = 1000.0
    live_month(world, 10)
    assert world.activists["active"].all()
    assert world.activists["was_active"].tolist() == [True] * 4 + [False] * 6
    live_month(world, 11)
    assert world.activists["was_active"].all()
