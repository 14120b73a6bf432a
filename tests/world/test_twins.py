"""A twin lives the same life until the first event; any future can be lived alone; a branch has the same past."""

from __future__ import annotations

import numpy as np
import pytest

from sim.files import library
from sim.world.assembly import build_world
from tests.world.communities import EVERY_KIND, context_of, plan_of, run, scenario_of, world_of

FUTURES = tuple(range(8))


@pytest.mark.parametrize("plan", ["baseline", "adaptive"])
@pytest.mark.parametrize("name", library.names("scenario"))
def test_a_twin_is_equal_up_to_the_first_event(name: str, plan: str) -> None:
    scenario, context = library.scenario(name), library.context("uruguay")
    first = min((context.month_of(event.when) for event in scenario.events), default=context.months + 1)
    worlds = [build_world(one, library.plan(plan), context) for one in (scenario, scenario.twin())]
    lived, twin = (run(world, FUTURES) for world in worlds)
    assert np.array_equal(lived[:, :first], twin[:, :first])
    if scenario.events:
        assert not np.array_equal(lived[:, first], twin[:, first])
    else:
        assert np.array_equal(lived, twin)


@pytest.mark.parametrize("event", EVERY_KIND, ids=lambda event: event["kind"])
def test_every_kind_of_event_changes_something_from_its_month_on(event: dict[str, object]) -> None:
    context = context_of(months=48)
    lived = run(world_of(scenario_of(event), context=context), FUTURES)
    twin = run(world_of(context=context), FUTURES)
    first = int(event["when"])  # type: ignore[call-overload]
    assert np.array_equal(lived[:, :first], twin[:, :first])
    assert not np.array_equal(lived[:, first:], twin[:, first:])


def test_a_future_does_not_depend_on_those_lived_before_it() -> None:
    scenario, context = scenario_of(*EVERY_KIND), context_of(months=48)
    trigger = {"name": "t", "measure": "runway", "below": 12, "shift": 0.4, "effort": {"raise_funds": 1}, "latch": True}
    world = world_of(scenario, plan_of(trigger=[trigger]), context)
    together = run(world, FUTURES)
    for future in reversed(FUTURES):
        assert np.array_equal(run(world, (future,))[0], together[future])


def test_one_more_month_does_not_change_those_before() -> None:
    world = world_of(scenario_of(*EVERY_KIND), context=context_of(months=48))
    long = run(world, FUTURES)
    assert np.array_equal(run(world, FUTURES, months=31), long[:, :32])


@pytest.mark.parametrize("month", [1, 17])
def test_a_branch_has_the_same_past_and_another_luck(month: int) -> None:
    world = world_of(scenario_of(*EVERY_KIND), context=context_of(months=36))
    trunk = run(world, FUTURES)
    branches = [run(world, FUTURES, branch=branch, branch_month=month) for branch in (1, 2)]
    for branch in branches:
        assert np.array_equal(branch[:, :month], trunk[:, :month])
        assert not np.array_equal(branch[:, month], trunk[:, month])
    assert not np.array_equal(branches[0], branches[1])


def test_seeds_and_futures_differ() -> None:
    world = world_of(context=context_of(months=12))
    assert not np.array_equal(run(world, FUTURES), run(world, FUTURES, seed=42))
    series = run(world, FUTURES)
    assert len({series[future].tobytes() for future in FUTURES}) == len(FUTURES)
