"""How a community differs, and its better and worse times: the same in every scenario and under every plan."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.files import library
from sim.world.assembly import build_world
from sim.world.beginning import begin
from sim.world.tables import COMMUNITY_START, World
from tests.world.communities import EVERY_KIND, SEED, context_of, plan_of, run, scenario_of, sets_of, world_of

MONTHS = 36
SIZE = {"national_governments": 1, "local_governments": 3, "champions": 8, "donors": 5, "activists": 20}
LASTING = COMMUNITY_START.names or ()
TIDES = ("recruiting_tide", "turnover_tide", "money_tide", "officials_tide")
OTHERS = (
    {"scenario": scenario_of(*EVERY_KIND)},
    {"plan": plan_of(effort={"raise_funds": 3.0}, levers={"breadth": 1, "stance": -1.0, "voice": 1.0})},
    {"context": context_of(size={**SIZE, "donors": 0, "champions": 0, "activists": 40}, months=MONTHS)},
)


def community_of(world: World, future: int = 5, **luck: int) -> dict[str, float]:
    """Return what tells a community, and its times, from the usual ones, at the end of a future."""
    run(world, (future,), **luck)
    return {name: float(world.community[name][0]) for name in (*LASTING, *TIDES)}


def usual(**given: Any) -> World:
    return world_of(**{"context": context_of(size=SIZE, months=MONTHS), **given})


@pytest.mark.parametrize("other", OTHERS, ids=lambda other: next(iter(other)))
def test_neither_events_nor_plans_nor_size_change_a_community_or_its_times(other: dict[str, Any]) -> None:
    assert community_of(usual(**other)) == community_of(usual())


@pytest.mark.parametrize("scenario", library.names("scenario"))
def test_the_same_communities_and_times_in_every_shipped_scenario_under_every_plan(scenario: str) -> None:
    context = library.context("uruguay")
    found = []
    for what, plan in ((scenario, name) for name in library.names("plan")):
        world = build_world(library.scenario(what), library.plan(plan), context)
        found.append(community_of(world))
    calm = build_world(library.scenario("calm-decade"), library.plan("baseline"), context)
    assert all(one == community_of(calm) for one in found)


def test_communities_and_times_differ_between_futures() -> None:
    found = [community_of(usual(), future) for future in range(6)]
    for name in (*LASTING, *TIDES):
        assert len({one[name] for one in found}) == 6, name


def test_a_branch_is_the_same_community_and_has_times_of_its_own_from_its_month_on() -> None:
    trunk = community_of(usual())
    early, late = (community_of(usual(), branch=1, branch_month=month) for month in (20, MONTHS + 1))
    assert late == trunk
    assert all(early[name] == trunk[name] for name in LASTING)
    assert all(early[name] != trunk[name] for name in TIDES)


def test_a_context_may_fix_how_its_community_differs() -> None:
    world = usual()
    for name in LASTING:
        world.community_starts[name] = 1.25
    fixed = community_of(world)
    assert all(fixed[name] == 1.25 for name in LASTING)
    assert [fixed[name] for name in TIDES] == [community_of(usual())[name] for name in TIDES]


@pytest.mark.parametrize(
    ("changes", "differing"),
    [
        ({"community_gain": 0.0, "tides_gain": 0.0}, ()),
        ({"community_gain": 0.0}, TIDES),
        ({"tides_gain": 0.0}, LASTING),
        ({"people_spread": 0.0, "money_spread": 0.0, "officials_spread": 0.0}, TIDES),
    ],
)
def test_taken_out_all_communities_or_all_times_are_alike(
    changes: dict[str, float], differing: tuple[str, ...]
) -> None:
    context = context_of(size=SIZE, months=MONTHS)
    world = usual()
    run(world, (5,), parameters=sets_of(context, changes))
    community = world.community[0]
    assert tuple(name for name in LASTING if community[name] != 1) == tuple(n for n in differing if n in LASTING)
    assert tuple(name for name in TIDES if community[name] != 0) == tuple(n for n in differing if n in TIDES)
    if "people_spread" in changes:  # times without any effect
        assert [community[f"{name}_now"] for name in ("joining", "leaving", "granting", "publishing")] == [1] * 4


def test_effects_spread_as_they_are_said_to() -> None:
    world = usual()
    logs = []
    for future in range(2000):
        begin(world, SEED, future, 0, 10**9)
        logs.append([float(world.community[name][0]) for name in LASTING])
    row = world.parameters[0]
    spreads = dict.fromkeys(("recruiting", "drive"), row.people_spread) | {"turnover": row.people_spread / 2}
    spreads |= {"money": row.money_spread, "officials": row.officials_spread, "freshness": row.officials_spread}
    drawn = np.log(np.array(logs))
    for place, name in enumerate(LASTING):
        deviation = row.lasting * spreads[name]
        assert abs(drawn[:, place].mean()) < 4 * deviation / np.sqrt(2000), name
        assert drawn[:, place].std() == pytest.approx(deviation, rel=0.07), name
    assert np.abs(np.corrcoef(drawn.T) - np.eye(6)).max() < 0.1, "the six know nothing of each other"


def test_times_spread_as_they_are_said_to() -> None:
    history = world_of(context=context_of(size=SIZE, months=120))
    tides = []
    for future in range(1500):
        run(history, (future,))
        tides.append([float(history.community[name][0]) for name in TIDES])
    found = np.array(tides)
    time = float(history.parameters["medium_time"][0])
    # a tide of 0 at the beginning; after ten years nearly the variance of the long run, 1 / (1 - 1 / (2 time))
    variance = (1 - (1 - 1 / time) ** 240) / (1 - 1 / (2 * time))
    assert variance == pytest.approx(1, abs=0.05)
    assert np.abs(found.mean(axis=0)).max() < 4 / np.sqrt(1500)
    assert found.var(axis=0) == pytest.approx([variance] * 4, rel=4 * np.sqrt(2 / 1500))
