from __future__ import annotations

import numpy as np
import pytest

from sim.engines.ensemble import Luck
from sim.engines.mesa_model import CommunityModel
from sim.files import library
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.world.dice import Decision
from sim.world.measures import MEASURES, TURNED_OVER
from sim.world.parameters import UNCERTAIN
from tests.engines.communities import (
    EMPTY_SIZES,
    assert_engines_agree,
    assert_same_world,
    community,
    ensemble_world,
)

SCENARIOS = library.names("scenario")
PLANS = library.names("plan")
OTHER_CONTEXTS = ("canada", "us-city-chapter", "donor-dependent-african-organisation")


@pytest.mark.slow
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_scenario_under_every_plan(scenario: str) -> None:
    for number, plan in enumerate(PLANS):
        assert_engines_agree(scenario, plan, library.context("uruguay"), future=number)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_scenario(scenario: str) -> None:
    assert_engines_agree(scenario, PLANS[SCENARIOS.index(scenario) % len(PLANS)], library.context("uruguay"), future=17)


@pytest.mark.parametrize("context", OTHER_CONTEXTS)
@pytest.mark.parametrize("scenario", ["everything-at-once", "donor-fashion-changes", "civic-space-closes"])
def test_other_contexts(scenario: str, context: str) -> None:
    assert_engines_agree(scenario, "adaptive", library.context(context), future=3)


@pytest.mark.parametrize("size", EMPTY_SIZES.values(), ids=EMPTY_SIZES)
def test_contexts_in_which_actors_are_missing(size: dict[str, int]) -> None:
    context = community(36, size=size)
    model = assert_engines_agree("everything-at-once", "adaptive", context)
    assert np.isfinite(model.world.history["measure"]).all()


def test_signed_grants_announced_exits_and_awaited_elections() -> None:
    donors = [{"name": "Avina", "monthly": 2.0, "ends": 20}, {"name": "Hivos", "monthly": 1.0}]
    fixed = {"recruiting": 1.5, "freshness": 0.8}
    context = community(60, donor=donors, size={"donors": 5}, community=fixed, elections={"term_months": 24})
    scenario = Scenario.model_validate({"name": "exits", "event": [
        {"kind": "donor_leaves", "announced": 6, "last_paid": 40, "donor": "Avina", "taper": [1, 0.5]},
        {"kind": "donor_leaves", "when": 12, "notice": 6, "breaks_contracts": True},
        {"kind": "hostile_turnover", "when": 3, "at": "next election", "chance": 0.5},
        {"kind": "new_grant", "when": 30, "months": 12, "staff_months": 2, "donor": "Hivos"},
    ]})  # fmt: skip
    plan = Plan.model_validate({"name": "signed", "grant": [
        {"donor": "Hivos", "from": 1, "months": 12, "staff_months": 1.5, "theme": "poverty"},
        {"donor": "Avina", "from": 22, "months": 6, "staff_months": 3.0},
    ]})  # fmt: skip
    for future in range(4):
        assert_engines_agree(scenario, plan, context, future=future, parameters={})


OTHER_PARAMETERS = (
    {row.name: float(row.high) for row in UNCERTAIN}, {"hostile_gain": 0.0, "tides_gain": 0.0},
    {"community_gain": 0.0, **{row.name: float(row.low) for row in UNCERTAIN}},
)  # fmt: skip


@pytest.mark.parametrize("parameters", OTHER_PARAMETERS, ids=("high", "gains", "low"))
def test_another_seed_and_other_parameters(parameters: dict[str, float]) -> None:
    context = library.context("kenya")
    assert_engines_agree("hostile-successors", "insider", context, luck=Luck(2**62 + 7), parameters=parameters)


def test_rulings() -> None:
    context = library.context("uruguay")
    trunk = ensemble_world("calm-decade", "baseline", context, future=4)
    month = int(CommunityModel("calm-decade", "baseline", context, future=4).world.calendars["next_election"][0])
    happened = bool(trunk.history["measure"][month, TURNED_OVER] > 0)
    others = ((4, month + 9, "donor_exit", 0, True), (4, month + 10, "course", 5, True), (5, 3, "grant", 1, True))
    rulings = ((4, month, "election", 0, not happened), *others)
    model = assert_engines_agree("calm-decade", "baseline", context, future=4, rulings=rulings)
    months = np.flatnonzero((model.world.history["measure"] != trunk.history["measure"]).any(axis=1))
    assert months[0] == month, "nothing may differ before the first ruling of this future"
    unchanged = ((4, month, "election", 0, happened), *others[2:])
    assert_same_world(ensemble_world("calm-decade", "baseline", context, future=4, rulings=unchanged), trunk,
                      but=("rulings", "dice"))  # fmt: skip


def test_a_branch_has_the_same_past_and_another_luck() -> None:
    context = library.context("uruguay")
    trunk = ensemble_world("calm-decade", "baseline", context, future=2)
    branches = [
        assert_engines_agree("calm-decade", "baseline", context, future=2, luck=Luck(1, branch, 40)).world.history
        for branch in (1, 2)
    ]
    for branch in branches:
        assert np.array_equal(branch["measure"][:40], trunk.history["measure"][:40])
        assert not np.array_equal(branch["measure"][40], trunk.history["measure"][40])
    assert not np.array_equal(branches[0]["measure"][40], branches[1]["measure"][40])


def test_the_same_future_twice_and_models_side_by_side() -> None:
    context = community(24)
    one, other, different = (CommunityModel("pandemic", "adaptive", context, future=number) for number in (6, 6, 7))
    while one.running:
        for model in (different, one, other):
            model.step()
    assert_same_world(one.world, other.world)
    assert not np.array_equal(one.world.history["measure"], different.world.history["measure"])


@pytest.mark.parametrize("removed", ["activists", "donors", "champions", "local_governments"])
def test_one_removed_actor_changes_nobody_elses_luck(removed: str) -> None:
    """The last row of a table goes. Everybody else's own draws of month 0, and every draw of later months, stay."""
    uruguay = library.context("uruguay")
    size = uruguay.size.model_copy(update={removed: getattr(uruguay.size, removed) - 1})
    whole = CommunityModel(context=uruguay, future=9)
    smaller = CommunityModel(context=uruguay.model_copy(update={"size": size}), future=9)
    own_draws = {
        "calendars": ("disposition", "next_election"),
        "governments": ("capacity", "buy_in"),
        "community": ("recruiting", "turnover", "drive", "money", "officials", "freshness"),
        "champions": ("in_post", "trained"),
        "donors": ("monthly", "theme", "months_left", "family"),
        "activists": ("kind", "theme", "active", "left_before", "energy", "literacy", "stance", "drive", "reach"),
    }
    for table, fields in own_draws.items():
        for field in fields:
            theirs = getattr(smaller.world, table)[field]
            assert np.array_equal(getattr(whole.world, table)[field][: len(theirs)], theirs), (table, field)
    for _ in range(12):
        whole.step()
        smaller.step()
        assert all(
            whole.world.community[name] == smaller.world.community[name]
            for name in ("joining_now", "leaving_now", "granting_now", "publishing_now")
        )
        for decision in Decision:
            for actors in zip(whole.agents, smaller.agents, strict=False):
                if actors[0].index == actors[1].index:
                    assert actors[0].uniform(decision) == actors[1].uniform(decision)


def test_measures_are_those_of_the_ensemble() -> None:
    context = library.context("gambia")
    model = CommunityModel("long-squeeze", "watchdog", context, future=1)
    model.run_model()
    table = model.datacollector.get_model_vars_dataframe()
    history = ensemble_world("long-squeeze", "watchdog", context, future=1).history["measure"]
    assert list(table.columns) == [measure.name for measure in MEASURES]
    assert list(table.index) == list(range(1, 121))
    assert table.index.name == "month"
    assert np.array_equal(table.to_numpy(), history[1:])
    assert model.measures == dict(zip(table.columns, history[-1], strict=True))
