"""The plan's signposts and stages by hand. Rules: docs/model.md."""

from __future__ import annotations

from typing import Any

import pytest

from sim.rules.plan import review_plan
from sim.world.levers import ALLY, BREADTH, DOCUMENT, PUBLISH, RAISE_FUNDS, STANCE
from sim.world.measures import RUNWAY
from sim.world.tables import World
from tests.rules.worlds import close_to, plan_of, quiet_world, to_month

FUNDS = {"effort": {"raise_funds": 1}, "shift": 0.3}


def signpost(**fields: Any) -> dict[str, Any]:
    """Return a signpost on the runway; by default it fires below 6 and moves .3 of all effort to fundraising."""
    given = {"name": "signpost", "measure": "runway", **fields}
    if not {"below", "above"} & set(fields):
        given["below"] = 6
    return given if {"effort", "levers", "retarget"} & set(fields) else {**given, **FUNDS}


def planned(*triggers: dict[str, Any], **content: Any) -> World:
    """Return a world at its beginning with a plan of these triggers."""
    world = quiet_world(plan=plan_of(trigger=list(triggers), **content), month=1)
    world.levers[:] = world.base_levers
    return world


def reviews(world: World, runways: list[float], first: int = 1) -> list[bool]:
    """Review the plan month after month; the runway of a month is recorded after it. Return when signpost 0 holds."""
    held = []
    for month, runway in enumerate(runways, first):
        to_month(world, month)
        review_plan(world)
        held.append(bool(world.triggers[0].holds))
        world.history[month].measure[RUNWAY] = runway
    return held


def test_a_signpost_fires_the_month_after_it_was_crossed_and_releases_likewise() -> None:
    world = planned(signpost())
    assert reviews(world, [9, 5, 5, 9, 9]) == [False, False, True, True, False]


def test_month_1_is_the_first_that_it_can_see() -> None:
    world = planned(signpost())
    world.history[0].measure[RUNWAY] = 0
    assert reviews(world, [9, 9, 9]) == [False, False, False]
    world = planned(signpost())
    assert reviews(world, [0, 0]) == [False, True]


def test_so_many_months_in_a_row() -> None:
    world = planned(signpost(months=3))
    held = reviews(world, [5, 5, 9, 5, 5, 5, 9, 9, 9, 9])
    #      month            1      2      3      4      5      6      7     8     9     10
    assert held == [False, False, False, False, False, False, True, True, True, False]


def test_seen_late() -> None:
    world = planned(signpost(seen_late=2))
    assert reviews(world, [5, 9, 9, 9, 9]) == [False, False, False, True, False]


def test_late_and_in_a_row() -> None:
    # month t reads t-1-2 back to t-3-2: months 1 to 3 are first read in month 6
    world = planned(signpost(months=3, seen_late=2))
    assert reviews(world, [5] * 7).index(True) + 1 == 6


@pytest.mark.parametrize(("first", "second"), [(6.0, False), (5.999, True)])
def test_at_the_threshold_it_does_not_fire(first: float, second: bool) -> None:
    world = planned(signpost())
    assert reviews(world, [first, 9])[1] == second


def test_above() -> None:
    world = planned(signpost(above=6))
    assert reviews(world, [6, 7, 7, 5, 5]) == [False, False, True, True, False]


def test_a_release_of_its_own() -> None:
    world = planned(signpost(release=9))
    assert reviews(world, [5, 7, 8.9, 9, 9.1, 9.1]) == [False, True, True, True, False, False]


def test_a_latched_signpost_never_ends() -> None:
    world = planned(signpost(latch=True))
    assert reviews(world, [5, 30, 30, 30]) == [False, True, True, True]


def test_effort_moves() -> None:
    world = planned(signpost())
    reviews(world, [5, 5])
    effort = world.levers[0].effort
    assert effort[RAISE_FUNDS] == close_to(0.3777777777777778)  # .7 / 9 + .3
    assert effort[PUBLISH] == close_to(0.07777777777777778)  # .7 / 9
    assert effort.sum() == close_to(1.0)


def test_the_effort_of_the_first_signpost_and_the_dials_of_each_first() -> None:
    first = signpost(levers={"stance": 0.5})
    second = signpost(name="second", effort={"document": 1}, shift=1, levers={"stance": -1, "breadth": 5})
    third = signpost(name="third", **FUNDS)
    world = planned(first, second, third)
    reviews(world, [5, 5])
    effort, dials = world.levers[0].effort, world.levers[0].dial
    assert effort[DOCUMENT] == 1  # the first does not move effort, the third comes too late
    assert effort[RAISE_FUNDS] == 0
    assert dials[STANCE] == 0.5
    assert dials[BREADTH] == 5


def test_when_it_ends_the_plan_is_what_it_was() -> None:
    world = planned(signpost(levers={"stance": 0.5}))
    reviews(world, [5, 9, 9])
    assert world.levers[0].dial[STANCE] == 0


def test_changing_course_costs_that_month_only_going_and_coming_back() -> None:
    world = planned(signpost())
    changed = []
    for month, runway in enumerate([9, 5, 5, 9, 9], 1):
        to_month(world, month)
        review_plan(world)
        changed.append(bool(world.commons[0].changed_course))
        world.history[month].measure[RUNWAY] = runway
    assert changed == [False, False, True, False, True]


def test_turning_to_where_money_is_costs_nothing() -> None:
    world = planned(signpost(retarget=True))
    reviews(world, [5, 5])
    assert world.commons[0].retargeting
    assert not world.commons[0].changed_course


def test_a_signpost_that_changes_nothing_costs_nothing() -> None:
    world = planned(signpost(levers={"breadth": 3}))  # breadth is 3 anyway
    reviews(world, [5, 5])
    assert world.triggers[0].holds
    assert not world.commons[0].changed_course


def test_one_signpost_for_another_with_the_same_effect_costs_nothing() -> None:
    world = planned(signpost(), signpost(name="second", above=6))
    reviews(world, [5, 9, 5, 9])
    assert not world.triggers[0].holds or not world.triggers[1].holds
    assert not world.commons[0].changed_course


def test_a_stage_begins_in_its_month_stays_and_costs_nothing() -> None:
    stage = {"name": "stage", "month": 3, "shift": 0.5, "effort": {"ally": 1}, "levers": {"breadth": 1}}
    world = planned(stage)
    held, allied, changed = [], [], []
    for month in range(1, 6):
        to_month(world, month)
        review_plan(world)
        held.append(bool(world.triggers[0].holds))
        allied.append(float(world.levers[0].effort[ALLY]))
        changed.append(bool(world.commons[0].changed_course))
    assert held == [False, False, True, True, True]
    assert allied == close_to([1 / 9, 1 / 9, 5 / 9, 5 / 9, 5 / 9])  # .5 / 9 + .5
    assert not any(changed)
    assert world.levers[0].dial[BREADTH] == 1


def test_of_two_stages_the_later_decides_a_dial_whatever_their_order_in_the_file() -> None:
    late = {"name": "late", "month": 4, "levers": {"breadth": 5}}
    early = {"name": "early", "month": 2, "levers": {"breadth": 1, "stance": 0.2}}
    world = planned(late, early)
    seen = []
    for month in range(1, 6):
        to_month(world, month)
        review_plan(world)
        seen.append(float(world.levers[0].dial[BREADTH]))
    assert seen == [3, 1, 1, 5, 5]
    assert world.levers[0].dial[STANCE] == 0.2  # what the later one does not name stays


def test_signposts_act_on_top_of_stages() -> None:
    stage = {"name": "stage", "month": 1, "shift": 1, "effort": {"ally": 1}, "levers": {"breadth": 1}}
    world = planned(stage, signpost(levers={"breadth": 5}, **FUNDS))
    to_month(world, 1)
    review_plan(world)
    assert world.levers[0].effort[ALLY] == 1
    world.history[1].measure[RUNWAY] = 5
    to_month(world, 2)
    review_plan(world)
    assert world.levers[0].effort[ALLY] == close_to(0.7)
    assert world.levers[0].effort[RAISE_FUNDS] == close_to(0.3)
    assert world.levers[0].dial[BREADTH] == 5
    assert world.commons[0].changed_course


def test_a_runway_says_nothing_where_no_income_is_usual() -> None:
    world = planned(signpost())
    world.community[0].base_income = 0.0
    assert not any(reviews(world, [0, 0, 0, 0]))
