"""Month 0: what a context lists is there, everything else is drawn from the ranges of the model."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.engines.ensemble import NEVER
from sim.rules.governments import publish
from sim.world.beginning import begin
from sim.world.dice import Decision, normal, uniform
from sim.world.levers import BREADTH, N_ACTIVITIES, PARTNERING, PURPOSE_SHARE
from sim.world.measures import MEASURES
from sim.world.parameters import defaults
from sim.world.tables import NOBODY, World
from tests.world.communities import SEED, context_of, plan_of, world_of

D = defaults()
LARGE = {"national_governments": 100, "local_governments": 400, "champions": 4000, "donors": 3000, "activists": 6000}


def begun(future: int = 3, *, plan: Any = None, fixed: dict[str, float] | None = None, **content: Any) -> World:
    """Return the world of a context at month 0 of a future.

    Parameters
    ----------
    fixed : how this community differs from others, by name; 1 where nothing is said.
    """
    world = world_of(plan=plan, context=context_of(**content))
    for name in world.community_starts.dtype.names or ():
        world.community_starts[name] = (fixed or {}).get(name, 1.0)
    begin(world, SEED, future, 0, NEVER)
    return world


def near(values: Any, mean: float, spread: float) -> bool:
    """Return whether many draws have this mean, up to four standard errors."""
    return bool(abs(np.mean(values) - mean) < 4 * spread / math.sqrt(len(values)))


def drawn(world: World, decision: Decision, actors: int) -> Any:
    return np.array([uniform(world, int(decision), actor) for actor in range(actors)])


def test_what_all_share() -> None:
    world = begun(fixed={"money": 2.25})
    commons = world.commons[0]
    income = float(world.community[0].base_income)
    assert income == pytest.approx(2.25 * world.scale["drawn_income"][0])
    assert commons.reserve == pytest.approx(D["reserve_start"] * income)
    assert commons.income_slow == pytest.approx(income)
    for name in ("roles", "vision", "records", "standing", "relations", "experience"):
        assert commons[name] == D[f"{name}_start"], name
    assert commons.momentum == pytest.approx(0.5)  # as many wins as usual
    assert commons.wins_fast == commons.wins_slow == D["standard_governments"] * D["win_rate"]
    assert commons.salience.tolist() == [1] * 5
    assert commons.collected.tolist() == [0] * 5


def test_the_team_is_paid_by_the_grants_that_run_and_dues_are_those_of_a_usual_plan() -> None:
    world = begun(fixed={"money": 2.25})
    donors = world.donors
    assert world.commons[0].staff == pytest.approx(donors["monthly"][donors["months_left"] > 0].sum())
    members = D["active_start"] * len(world.activists)
    asking = D["usual_diversification"] / (D["usual_diversification"] + D["half_effort"])
    assert world.commons[0].dues == pytest.approx(D["own_income"] * 2.25 * members * asking)


def test_without_donors_nobody_is_used_to_money() -> None:
    size = {"national_governments": 1, "local_governments": 2, "champions": 4, "donors": 0, "activists": 10}
    world = begun(size=size)
    assert world.commons[0].staff == world.commons[0].income_slow == world.commons[0].reserve == 0
    assert world.commons[0].dues > 0


@pytest.mark.parametrize(("national", "local"), [(2, 10), (1, 3), (3, 0), (0, 4)])
def test_the_data_that_matters_is_divided_among_governments(national: int, local: int) -> None:
    size = {
        "national_governments": national, "local_governments": local, "champions": 4, "donors": 2, "activists": 10,
    }  # fmt: skip
    weights = begun(size=size).governments["weight"]
    assert weights.sum() == pytest.approx(1)
    both = national > 0 and local > 0
    assert weights[:national].sum() == pytest.approx(D["national_weight"] if both else float(national > 0))
    for tier in (weights[:national], weights[national:]):
        assert len(set(tier.tolist())) <= 1


def test_governments_and_their_calendars() -> None:
    world = begun(size=LARGE)
    governments = world.governments
    assert world.calendars.shape == (401,)
    assert governments["calendar"].tolist() == [0] * 100 + list(range(1, 401))
    assert governments["national"].tolist() == [True] * 100 + [False] * 400
    assert set(governments["capacity"][:100]) == {D["national_capacity_start"]}
    local = D["local_capacity"] + D["local_capacity_spread"] * (drawn(world, Decision.START_CAPACITY, 500)[100:] - 0.5)
    assert governments["capacity"][100:] == pytest.approx(np.maximum(0, local))
    draws = drawn(world, Decision.START_DISPOSITION, 401)
    disposition = D["leaders_disposition_start"] + D["disposition_spread_start"] * (draws - 0.5)
    disposition = np.clip(disposition, 0, 1)
    assert world.calendars["disposition"] == pytest.approx(disposition)
    own = disposition[governments["calendar"]]
    assert governments["buy_in"] == pytest.approx(own + (1 - own) * D["relations_weight"] * D["relations_start"])
    elections = 1 + np.floor(D["term"] * drawn(world, Decision.START_NEXT_ELECTION, 401))
    assert world.calendars["next_election"].tolist() == elections.tolist()
    assert set(governments["institutionalised"]) == {D["institutionalised_start"]}
    assert set(governments["open_by_default"]) == {D["open_by_default_start"]}
    assert not governments["course"].any()


def test_the_officials_of_a_community_have_more_or_less_capacity() -> None:
    usual, strong = begun(size=LARGE), begun(size=LARGE, fixed={"officials": 1.5})
    expected = np.minimum(1, 1.5 * usual.governments["capacity"])
    assert strong.governments["capacity"] == pytest.approx(expected)


@pytest.mark.parametrize("fixed", [{}, {"freshness": 2.0, "officials": 0.7}])
def test_data_at_the_beginning_is_so_many_times_what_an_even_plan_keeps_up(fixed: dict[str, float]) -> None:
    world = begun(fixed=fixed)
    beginning = world.governments["datasets"].copy()
    commons = world.commons[0]
    a_theme = world.scale[0].expected_effort / N_ACTIVITIES / D["usual_breadth"]
    commons.publishing = a_theme**2 / (a_theme**2 + D["theme_effort"] ** 2)
    commons.targeted[:] = 1
    world.levers[0].dial[PURPOSE_SHARE] = D["usual_purpose_share"]
    world.levers[0].dial[BREADTH] = D["usual_breadth"]
    world.levers[0].dial[PARTNERING] = 0
    skill = D["untrained"] + (1 - D["untrained"]) * D["officials_trained_start"]
    world.governments["hands"] = D["post_filled_start"] * skill
    world.parameters["default_rate"] = 0
    for _ in range(600):
        for index in range(len(world.governments)):
            publish(world, index)
    kept_up = world.governments["datasets"]
    assert (kept_up > 0).all()
    assert beginning == pytest.approx(D["data_start"] * kept_up, rel=1e-6)


def test_champions() -> None:
    world = begun(size=LARGE)
    champions = world.champions
    assert champions["government"].tolist() == [post % 500 for post in range(4000)]
    assert world.governments["posts"].tolist() == [8] * 500
    assert champions["senior"].tolist() == [post < 1000 for post in range(4000)]  # two of eight
    assert champions["in_post"].tolist() == (drawn(world, Decision.START_POST, 4000) < D["post_filled_start"]).tolist()
    trained = drawn(world, Decision.START_TRAINED, 4000) < D["officials_trained_start"]
    assert champions["trained"].tolist() == trained.tolist()
    assert not champions["is_new"].any()
    assert near(champions["peers"].ravel(), 1999.5, 4000 / math.sqrt(12))
    assert champions["peers"].min() >= 0


@pytest.mark.parametrize(("posts", "senior"), [(1, 1), (4, 1), (5, 2), (8, 2), (9, 3)])
def test_a_quarter_of_the_posts_rounded_up_are_political(posts: int, senior: int) -> None:
    size = {"national_governments": 1, "local_governments": 0, "champions": posts, "donors": 0, "activists": 1}
    assert begun(size=size).champions["senior"].tolist() == [post < senior for post in range(posts)]


def test_donors() -> None:
    world = begun(size=LARGE)
    donors = world.donors
    normals = np.array([normal(world, int(Decision.START_GRANT_SIZE), donor) for donor in range(3000)])
    monthly = np.exp(D["grant_size_log_mean"] + D["grant_size_log_spread"] * normals)
    assert donors["monthly"] == pytest.approx(monthly)
    assert donors["theme"].tolist() == np.floor(5 * drawn(world, Decision.START_DONOR_THEME, 3000)).tolist()
    assert donors["family"].tolist() == np.floor(3 * drawn(world, Decision.START_FAMILY, 3000)).tolist()
    funded = donors["months_left"] > 0
    months = 1 + np.floor(int(D["grant_months"]) * drawn(world, Decision.START_GRANT_LEFT, 3000))
    assert donors["months_left"].tolist() == np.where(funded, months, 0).tolist()
    official = drawn(world, Decision.START_GOVERNMENT_DONOR, 3000) < D["government_donor_share"]
    which = np.floor(500 * drawn(world, Decision.START_WHICH_GOVERNMENT, 3000))
    assert donors["government"].tolist() == np.where(official, which, NOBODY).tolist()
    assert donors["is_open"].all()
    richer = begun(size=LARGE, fixed={"money": 4.0})
    assert richer.donors["monthly"] == pytest.approx(2 * monthly)  # the root of 4


@pytest.mark.parametrize(("money", "factor"), [(1.0, 1.0), (0.25, 0.5), (100.0, 10.0)])
def test_exactly_the_expected_number_of_donors_pays_whoever_they_are(money: float, factor: float) -> None:
    share = min(D["funded_ceiling"], D["funded_start"] * factor)
    paying = np.array([begun(future, fixed={"money": money}).donors["months_left"] > 0 for future in range(300)])
    number = paying.sum(axis=1)
    donors = paying.shape[1]
    assert (np.abs(number - share * donors) < 1).all()
    assert near(number, share * donors, 0.5)  # a whole number or the next
    for donor in range(donors):
        assert near(paying[:, donor], share, 0.5), donor


def test_members() -> None:
    world = begun(size=LARGE)
    members = world.activists
    kind = drawn(world, Decision.START_KIND, 6000)
    organised = D["activist_share"] + D["organisation_share"]
    expected = np.where(kind < D["activist_share"], 0, np.where(kind < organised, 1, 2))
    assert members["kind"].tolist() == expected.tolist()
    active = drawn(world, Decision.START_ACTIVE, 6000) < D["active_start"]
    assert members["active"].tolist() == members["was_active"].tolist() == active.tolist()
    energy = D["member_energy_start"] + D["member_energy_spread_start"] * (
        drawn(world, Decision.START_ENERGY, 6000) - 0.5
    )
    assert members["energy"] == pytest.approx(energy)
    drive = D["drive"] + D["drive_spread"] * (drawn(world, Decision.START_DRIVE, 6000) - 0.5)
    assert members["drive"] == pytest.approx(np.clip(drive, 0, 1))
    assert set(members["literacy"][active]) == {D["active_literacy_start"]}
    outside = members["literacy"][~active]
    spread = D["newcomer_literacy_spread"]
    assert near(outside, D["newcomer_literacy"], spread / math.sqrt(12))
    assert (np.abs(outside - D["newcomer_literacy"]) <= spread / 2).all()
    assert near(members["stance"], D["stance_mean"], D["stance_spread"])
    assert near(members["reach"], 1.0, math.sqrt(math.exp(D["reach_spread"] ** 2) - 1))
    assert near(members["theme"], 2.0, math.sqrt(2))
    assert (members["months_since_joining"] > 1000).all()  # no newcomers
    left = drawn(world, Decision.REPLACED, 6000) < D["left_before_start"]
    assert members["left_before"].tolist() == (left & ~active).tolist()


def test_the_drive_of_a_community_multiplies_the_odds() -> None:
    usual, driven = begun(size=LARGE), begun(size=LARGE, fixed={"drive": 2.0})
    before, after = usual.activists["drive"], driven.activists["drive"]
    assert after / (1 - after) == pytest.approx(2 * before / (1 - before))
    assert ((after > 0) & (after < 1)).all()


def test_acquaintances_are_a_small_world() -> None:
    members = begun(size=LARGE).activists
    seats = np.arange(6000)
    ring = np.stack([(seats + offset) % 6000 for offset in (1, -1, 2, -2, 3, -3)], axis=1)
    rewired = (members["neighbours"] != ring).ravel()
    assert near(rewired, D["rewiring"], math.sqrt(D["rewiring"] * (1 - D["rewiring"])))
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
    assert world.donors["monthly"] == pytest.approx(math.exp(D["grant_size_log_mean"]))
    draws = drawn(world, Decision.START_DISPOSITION, 401)
    disposition = 0.9 + D["disposition_spread_start"] * (draws - 0.5)
    assert world.calendars["disposition"] == pytest.approx(np.minimum(1, disposition))


def test_month_0_is_recorded() -> None:
    world = begun()
    row = dict(zip([measure.name for measure in MEASURES], world.history[0].measure.tolist(), strict=True))
    active = int(world.activists["active"].sum())
    governments, commons = world.governments, world.commons[0]
    weights = governments["weight"]
    assert row["active_members"] == active
    assert row["people"] == pytest.approx(active + commons.staff)
    assert row["spending"] == pytest.approx(commons.staff)
    assert row["memory"] == pytest.approx((D["records_start"] + D["institutionalised_start"]) / 2)
    assert row["standing"] == D["standing_start"]
    assert row["turned_over"] == row["signposts"] == row["course_share"] == 0
    doors = 1 - (1 - governments["buy_in"]) * (1 - D["institutionalised_start"])
    assert row["cover"] == pytest.approx((weights * doors).sum())
    data = governments["datasets"] + D["default_worth"] * D["open_by_default_start"]
    users = D["outside_users"] * 2 * D["standing_start"] + (1 - D["outside_users"]) * commons.use
    use = 2 * data * users / (data + users)
    assert row["reuse"] == pytest.approx((weights * use.mean(axis=1)).sum())
    income = world.community[0].base_income
    promised = (world.donors["months_left"] * world.donors["monthly"]).sum() / income
    assert row["runway"] == pytest.approx(min(36, D["reserve_start"] + promised))


def test_a_world_begins_anew_whatever_was_lived_in_it_before() -> None:
    from tests.world.communities import run

    world = world_of(context=context_of(**LISTED))
    begin(world, SEED, 3, 0, NEVER)
    fields = ("community", "calendars", "governments", "champions", "donors", "activists", "levers")
    fresh = {name: getattr(world, name).copy() for name in fields}
    run(world, (8,))
    begin(world, SEED, 3, 0, NEVER)
    for name, before in fresh.items():
        now = getattr(world, name)
        for field in before.dtype.names or ():
            assert np.array_equal(now[field], before[field]), (name, field)
