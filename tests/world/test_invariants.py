"""What holds in every world, however strange: shares stay shares, money is never negative, nobody is out of place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.world.measures import MEASURES, RUNWAY_CAP
from sim.world.tables import FAMILIES, NOBODY, World
from tests.world.communities import context_of, plan_of, run, scenario_of, sets_of, world_of
from tests.world.strange_worlds import DIFFERENCES, EVENTS, PARAMETER_SETS, contexts, parameters_of, plans

EXAMPLES = 120
ROUNDING = 1e-9

SHARES = {
    "governments": (
        "weight", "capacity", "buy_in", "institutionalised", "retention", "upheaval", "open_by_default", "hands",
        "trained_share", "open_door",
    ),
    "calendars": ("disposition",),
    "activists": ("energy", "literacy", "stance", "drive"),
    "commons": (
        "experience", "roles", "vision", "records", "standing", "relations", "momentum", "pandemic", "funding_squeeze",
        "civic_space", "withdrawn", "changed_weight", "course_share", "fight", "coverage", "tended", "publishing",
        "collecting", "targeted", "mean_door", "performance", "national_will", "national_capacity",
    ),
}  # fmt: skip
NEVER_NEGATIVE = {
    "governments": ("datasets", "reuse", "upheaval_months", "changed_month"),
    "donors": ("monthly", "months_left"),
    "activists": ("reach", "person", "months_since_joining"),
    "community": (
        "recruiting", "turnover", "drive", "money", "officials", "freshness", "joining_now", "leaving_now",
        "granting_now", "publishing_now", "base_income", "rot_time",
    ),
    "commons": (
        "reserve", "staff", "dues", "collected", "wins", "wins_fast", "wins_slow", "income", "income_slow",
        "restricted", "grants_running", "salience", "member_effort", "effort", "use", "reuse", "best_reuse",
    ),
}  # fmt: skip
SHARE_UNITS = ("share", "share of governments", "stance")


def measured(series: Any) -> dict[str, Any]:
    """Return every month of every future by measure."""
    return {measure.name: series[..., place] for place, measure in enumerate(MEASURES)}


def check_measures(series: Any, world: World) -> None:
    """Check what is recorded."""
    assert np.isfinite(series).all()
    assert (series >= 0).all()
    found = measured(series)
    for measure in MEASURES:
        if measure.unit in SHARE_UNITS:
            assert (found[measure.name] <= 1 + ROUNDING).all(), measure.name
    assert (found["active_members"] <= len(world.activists)).all()
    assert np.array_equal(found["people"], found["active_members"] + found["spending"])
    assert (found["runway"] <= RUNWAY_CAP).all()
    assert (found["signposts"] < 2 ** len(world.triggers)).all()
    assert np.array_equal(found["active_share"], found["active_members"] / len(world.activists))


def check_state(world: World) -> None:
    """Check what is left of the last future."""
    for kind, fields in SHARES.items():
        for field in fields:
            values = getattr(world, kind)[field]
            assert ((values >= -ROUNDING) & (values <= 1 + ROUNDING)).all(), (kind, field, values)
    for kind, fields in NEVER_NEGATIVE.items():
        for field in fields:
            values = getattr(world, kind)[field]
            assert (np.isfinite(values) & (values >= 0)).all(), (kind, field, values)
    assert world.levers["effort"].sum() == pytest.approx(1)
    assert (world.levers["effort"] >= 0).all()
    assert world.governments["weight"].sum() == pytest.approx(1)
    assert (world.community["rot_time"] >= 1).all()


def within(indices: Any, number: int, *, nobody: bool = False) -> bool:
    """Return whether all are indices of so many actors, or perhaps of nobody."""
    return bool(((indices >= (NOBODY if nobody else 0)) & (indices < number)).all())


def check_indices(world: World) -> None:
    """Check who points at whom."""
    governments, donors, champions, activists = world.governments, world.donors, world.champions, world.activists
    assert within(governments["calendar"], len(world.calendars))
    assert within(champions["government"], len(governments))
    assert np.array_equal(np.bincount(champions["government"], minlength=len(governments)), governments["posts"])
    assert within(champions["peers"], len(champions), nobody=True)
    assert not (champions["peers"] == np.arange(len(champions))[:, None]).any()
    assert within(activists["neighbours"], len(activists), nobody=True)
    assert not (activists["neighbours"] == np.arange(len(activists))[:, None]).any()
    assert within(activists["theme"], 5)
    assert within(activists["kind"], 3)
    assert within(donors["theme"], 5)
    assert within(donors["family"], FAMILIES)
    assert within(donors["government"], len(governments), nobody=True)
    assert (governments["upheaval_months"] <= world.parameters["upheaval_months"][0]).all()
    assert sorted(donors["nth_largest"]) == list(range(len(donors)))
    ranked = donors["monthly"][donors["nth_largest"]]
    assert (np.diff(ranked) <= 0).all()
    for name in ("theme_order", "theme_rank"):
        assert sorted(world.commons[name][0]) == [0, 1, 2, 3, 4]
    assert (world.calendars["next_election"] > world.commons["month"][0]).all()
    assert (governments["changed_month"] <= world.commons["month"][0]).all()


@settings(max_examples=EXAMPLES, derandomize=True, deadline=None)
@given(
    context=contexts(), plan=plans(), events=EVENTS, recipe=PARAMETER_SETS, future=st.integers(0, 10**6),
    differences=DIFFERENCES,
)  # fmt: skip
def test_every_world_is_possible(
    context: dict[str, Any],
    plan: dict[str, Any],
    events: list[Any],
    recipe: Any,
    future: int,
    differences: dict[str, float],
) -> None:
    place = context_of(**context)
    sets = sets_of(place, parameters_of(recipe))
    world = world_of(scenario_of(*events), plan_of(**plan), place)
    for name, multiplier in differences.items():
        world.community_starts[name] = multiplier
    given_before = {name: getattr(world, name).copy() for name in ("events", "grants", "base_levers", "rulings")}
    series = run(world, (future, future + 1), parameters=sets)
    check_measures(series, world)
    check_state(world)
    check_indices(world)
    assert all(np.array_equal(getattr(world, name), before) for name, before in given_before.items())
    alone = run(world, (future,), parameters=sets)[0]
    assert np.array_equal(alone, series[0])


@settings(max_examples=100, derandomize=True, deadline=None)
@given(context=contexts(), plan=plans(), events=EVENTS, future=st.integers(0, 10**6), months=st.integers(1, 24))
def test_every_month_is_possible(
    context: dict[str, Any], plan: dict[str, Any], events: list[Any], future: int, months: int
) -> None:
    world = world_of(scenario_of(*events), plan_of(**plan), context_of(**context))
    series = run(world, (future,), months=months)
    check_measures(series, world)
    check_state(world)
    check_indices(world)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(context=contexts(), plan=plans(), events=EVENTS, future=st.integers(0, 10**6))
def test_a_twin_lives_the_same_life_until_the_first_event(
    context: dict[str, Any], plan: dict[str, Any], events: list[Any], future: int
) -> None:
    place = context_of(**context)
    first = min((event["when"] for event in events), default=place.months + 1)
    lived = run(world_of(scenario_of(*events), plan_of(**plan), place), (future,))
    twin = run(world_of(scenario_of(), plan_of(**plan), place), (future,))
    assert np.array_equal(lived[:, :first], twin[:, :first])
