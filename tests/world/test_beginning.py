"""Month 0: what a context lists is there, everything else is drawn from the ranges of the model."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.engines.ensemble import NEVER
from sim.world.beginning import begin
from sim.world.dice import Decision, normal, uniform
from sim.world.measures import MEASURES
from sim.world.parameters import defaults
from sim.world.tables import NOBODY, World
from tests.world.communities import SEED, context_of, plan_of, world_of

LARGE = {"national_governments": 100, "local_governments": 400, "champions": 4000, "donors": 3000, "activists": 6000}


def begun(future: int = 3, *, plan: Any = None, **content: Any) -> World:
    """Return the world of a context at month 0 of a future."""
    world = world_of(plan=plan, context=context_of(**content))
    begin(world, SEED, future, 0, NEVER)
    return world


def near(values: Any, mean: float, spread: float) -> bool:
    """Return whether many draws have this mean, up to four standard errors."""
    return bool(abs(np.mean(values) - mean) < 4 * spread / math.sqrt(len(values)))


def drawn(world: World, decision: Decision, actors: int) -> Any:
    return np.array([uniform(world, int(decision), actor) for actor in range(actors)])


def test_what_all_share() -> None:
    world = begun()
    commons = world.commons[0]
    assert commons.reserve == pytest.approx(3 * world.scale["base_income"][0])
    assert commons.income_fast == commons.income_slow == world.scale["base_income"][0]
    found = [commons[name] for name in ("roles", "vision", "documentation", "window", "trust", "bridge", "momentum")]
    assert found == [0.5, 0.5, 0.3, 0.5, 0.5, 0.3, 0.3]
    assert (commons.wins_fast, commons.wins_slow) == (0.6, 0.6)
    assert commons.salience.tolist() == [1] * 5
    assert commons.collected.tolist() == [0] * 5


def test_governments_and_their_calendars() -> None:
    world = begun(size=LARGE)
    governments = world.governments
    assert world.calendars.shape == (401,)
    assert governments["calendar"].tolist() == [0] * 100 + list(range(1, 401))
    assert governments["national"].tolist() == [True] * 100 + [False] * 400
    assert set(governments["capacity"][:100]) == {0.8}
    local = governments["capacity"][100:]
    assert local == pytest.approx(0.2 + 0.4 * drawn(world, Decision.START_CAPACITY, 500)[100:])
    disposition = 0.2 + 0.7 * drawn(world, Decision.START_DISPOSITION, 401)
    assert world.calendars["disposition"] == pytest.approx(disposition)
    assert governments["buy_in"] == pytest.approx(disposition[governments["calendar"]])
    elections = 1 + np.floor(48 * drawn(world, Decision.START_NEXT_ELECTION, 401))
    assert world.calendars["next_election"].tolist() == elections.tolist()
    assert set(governments["institutionalised"]) == {0.1}
    assert set(governments["open_by_default"]) == {0.05}
    assert set(governments["datasets"].ravel()) == {0.2}
    assert not (governments["course"] | governments["commitment"]).any()


def test_champions() -> None:
    world = begun(size=LARGE)
    champions = world.champions
    assert champions["government"].tolist() == [post % 500 for post in range(4000)]
    assert world.governments["posts"].tolist() == [8] * 500
    assert champions["senior"].tolist() == [post < 1000 for post in range(4000)]  # two of eight
    assert champions["in_post"].tolist() == (drawn(world, Decision.START_POST, 4000) < 0.6).tolist()
    assert champions["trained"].tolist() == (drawn(world, Decision.START_TRAINED, 4000) < 0.15).tolist()
    assert set(champions["energy"]) == {0.6}
    assert near(champions["peers"].ravel(), 1999.5, 4000 / math.sqrt(12))
    assert champions["peers"].min() >= 0


@pytest.mark.parametrize(("posts", "senior"), [(1, 1), (4, 1), (5, 2), (8, 2), (9, 3)])
def test_a_quarter_of_the_posts_rounded_up_are_political(posts: int, senior: int) -> None:
    size = {"national_governments": 1, "local_governments": 0, "champions": posts, "donors": 0, "activists": 1}
    assert begun(size=size).champions["senior"].tolist() == [post < senior for post in range(posts)]


def test_donors() -> None:
    world = begun(size=LARGE)
    donors = world.donors
    normals = [normal(world, int(Decision.START_GRANT_SIZE), donor) for donor in range(3000)]
    assert donors["monthly"] == pytest.approx(np.exp(0.1 + 0.7 * np.array(normals)))
    assert donors["theme"].tolist() == np.floor(5 * drawn(world, Decision.START_DONOR_THEME, 3000)).tolist()
    assert donors["family"].tolist() == np.floor(3 * drawn(world, Decision.START_FAMILY, 3000)).tolist()
    funded = drawn(world, Decision.START_FUNDED, 3000) < 0.35
    months = 1 + np.floor(int(defaults()["grant_months"]) * drawn(world, Decision.START_GRANT_LEFT, 3000))
    assert donors["months_left"].tolist() == np.where(funded, months, 0).tolist()
    official = drawn(world, Decision.START_GOVERNMENT_DONOR, 3000) < 0.25
    which = np.floor(500 * drawn(world, Decision.START_WHICH_GOVERNMENT, 3000))
    assert donors["government"].tolist() == np.where(official, which, NOBODY).tolist()
    assert donors["is_open"].all()


def test_members() -> None:
    world = begun(size=LARGE)
    members = world.activists
    kind = drawn(world, Decision.START_KIND, 6000)
    assert members["kind"].tolist() == np.where(kind < 0.6, 0, np.where(kind < 0.88, 1, 2)).tolist()
    active = drawn(world, Decision.START_ACTIVE, 6000) < 0.4
    assert members["active"].tolist() == active.tolist()
    assert members["energy"] == pytest.approx(0.5 + 0.2 * (drawn(world, Decision.START_ENERGY, 6000) - 0.5))
    assert members["drive"] == pytest.approx(0.4 + 0.4 * drawn(world, Decision.START_DRIVE, 6000))
    assert set(members["literacy"][active]) == {0.4}
    outside = members["literacy"][~active]
    assert near(outside, 0.2, 0.2 / math.sqrt(12))
    assert ((outside >= 0.1) & (outside < 0.3)).all()
    assert near(members["stance"], 0.45, 0.22)
    assert near(members["reach"], 1.0, math.sqrt(math.e - 1))
    assert near(members["theme"], 2.0, math.sqrt(2))
    assert (members["months_since_joining"] > 1000).all()  # no newcomers
    assert not members["left_before"].any()


def test_acquaintances_are_a_small_world() -> None:
    members = begun(size=LARGE).activists
    seats = np.arange(6000)
    ring = np.stack([(seats + offset) % 6000 for offset in (1, -1, 2, -2, 3, -3)], axis=1)
    rewired = (members["neighbours"] != ring).ravel()
    assert near(rewired, 0.2, 0.4)
    assert near(members["neighbours"].ravel()[rewired], 2999.5, 6000 / math.sqrt(12))


def test_the_order_of_themes_is_the_plans_own_or_one_of_all_orders() -> None:
    ordered = begun(plan=plan_of(themes=["poverty", "climate"]))
    assert ordered.commons[0].theme_order.tolist() == [2, 0, 1, 3, 4]
    orders = [tuple(begun(future).commons[0].theme_order.tolist()) for future in range(400)]
    assert all(sorted(order) == [0, 1, 2, 3, 4] for order in orders)
    assert len(set(orders)) > 100  # of 120
    for place in range(5):
        assert near([order[place] for order in orders], 2.0, math.sqrt(2))


LISTED: dict[str, Any] = {
    "size": {"national_governments": 2, "local_governments": 2, "champions": 6, "donors": 3, "activists": 9},
    "elections": {"national": 7, "local": "2028-01", "term_months": 36},
    "government": [
        {"name": "City", "tier": "local", "takes_office": 5, "buy_in": 0.9},
        {"name": "Agency", "tier": "national", "buy_in": 0.7},
    ],
    "donor": [
        {"name": "Fund", "monthly": 2.5, "ends": 4, "theme": "poverty", "government": "City"},
        {"name": "Trust", "monthly": 7.0},
    ],
    "champion": [
        {"name": "A", "government": "City", "trained": True, "in_post": False},
        {"name": "B", "government": "City", "trained": False, "in_post": True, "senior": True},
        {"name": "C", "government": "City", "in_post": True},
    ],
    "members": [
        {"name": "press", "count": 2, "kind": "journalist", "theme": "housing", "active": True, "literacy": 0.8},
        {"name": "friends", "count": 3, "stance": 0.2, "active": False},
    ],
}


def test_what_a_context_lists_is_there() -> None:
    world = begun(**LISTED)
    # rows: Agency, another national one, City, another local one; calendars: national, City, the other
    assert world.governments["calendar"].tolist() == [0, 0, 1, 2]
    assert world.calendars["next_election"].tolist() == [7, 5, 12]
    assert world.governments["buy_in"][[0, 2]].tolist() == [0.7, 0.9]
    assert world.calendars["disposition"][[0, 1]].tolist() == [0.7, 0.9]
    assert world.donors["monthly"][:2].tolist() == [2.5, 7.0]
    assert world.donors["months_left"][0] == 4
    assert world.donors["theme"][0] == 2
    assert world.donors["government"].tolist()[:2] == [2, NOBODY]  # a listed donor is a government only if it says so
    posts = world.champions["government"] == 2
    assert posts.sum() == world.governments["posts"][2] == 3
    assert sorted(world.champions["in_post"][posts].tolist()) == [False, True, True]
    members = world.activists
    assert members["kind"][:2].tolist() == [2, 2]
    assert members["theme"][:2].tolist() == [1, 1]
    assert members["active"][:5].tolist() == [True, True, False, False, False]
    assert members["literacy"][:2].tolist() == [0.8, 0.8]
    assert members["stance"][2:5].tolist() == [0.2] * 3


def test_facts_of_the_place() -> None:
    beginning = {
        "open_by_default": 0.3, "institutionalised": 0.2, "officials_trained": 1.0, "leaders_disposition": 0.9,
    }  # fmt: skip
    world = begun(size=LARGE, beginning=beginning, funding={"government_donor_share": 0.0, "grant_size_log_spread": 0})
    assert set(world.governments["open_by_default"]) == {0.3}
    assert set(world.governments["institutionalised"]) == {0.2}
    assert world.champions["trained"].all()
    assert set(world.donors["government"]) == {NOBODY}
    assert world.donors["monthly"] == pytest.approx(math.exp(0.1))
    disposition = world.calendars["disposition"]
    assert disposition == pytest.approx(np.minimum(1, 0.55 + 0.7 * drawn(world, Decision.START_DISPOSITION, 401)))


def test_month_0_is_recorded() -> None:
    world = begun()
    row = dict(zip([measure.name for measure in MEASURES], world.history[0].measure.tolist(), strict=True))
    active = int(world.activists["active"].sum())
    assert row["active_members"] == active
    assert row["people"] == active + world.champions["in_post"].sum()
    assert row["memory"] == pytest.approx((0.3 + 0.1) / 2)
    assert row["turned_over"] == row["spending"] == row["income"] == row["signposts"] == row["course_share"] == 0
    # (1 - (1 - buy-in)(1 - .1)); data .2 + 3 x .05 = .35 a theme everywhere
    doors = 1 - (1 - world.governments["buy_in"]) * 0.9
    assert row["cover"] == pytest.approx((doors >= 0.5).mean())
    assert row["reuse"] == pytest.approx(12 * world.commons[0].use.sum() * 0.35 / 1.35)
    promised = (world.donors["months_left"] * world.donors["monthly"]).sum() / world.scale["base_income"][0]
    assert row["runway"] == pytest.approx(min(36, 3 + promised))


def test_a_world_begins_anew_whatever_was_lived_in_it_before() -> None:
    from tests.world.communities import run

    world = world_of(context=context_of(**LISTED))
    begin(world, SEED, 3, 0, NEVER)
    fields = ("calendars", "governments", "champions", "donors", "activists", "levers")
    fresh = {name: getattr(world, name).copy() for name in fields}
    run(world, (8,))
    begin(world, SEED, 3, 0, NEVER)
    for name, before in fresh.items():
        now = getattr(world, name)
        for field in before.dtype.names or ():
            assert np.array_equal(now[field], before[field]), (name, field)
