"""Mesa's own tools work on the model: collector, batch runner, loops that look at ``running``."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Callable
from pathlib import Path

import mesa
import numpy as np
import pytest
from mesa.batchrunner import batch_run

from sim.engines.agents import Donor
from sim.engines.mesa_model import CommunityModel
from sim.files import library
from sim.files.mistakes import Mistake
from tests.engines.communities import assert_same_world, community

TAKES_RNG = "rng" in inspect.signature(batch_run).parameters
QUIET = {"display_progress": False, "number_processes": 1}


def test_a_run_ends_with_the_last_month() -> None:
    model = CommunityModel(context=community(12))
    assert (model.month, model.date, model.running) == (0, "2027-01", True)
    months = 0
    while model.running:
        model.step()
        months += 1
        assert model.month == model.steps == months
    assert months == 12
    assert model.date == "2028-01"
    with pytest.raises(Mistake, match="month 13 does not exist: context 'community' ends with month 12"):
        model.step()
    assert len(model.datacollector.get_model_vars_dataframe()) == 12


def test_the_collector_can_be_pickled_and_read_at_any_time() -> None:
    model = CommunityModel(context=community(12))
    assert model.datacollector.get_model_vars_dataframe().empty
    model.step()
    model.step()
    copy = pickle.loads(pickle.dumps(model.datacollector))
    table = copy.get_model_vars_dataframe()
    assert table.equals(model.datacollector.get_model_vars_dataframe())
    assert list(table.index) == [1, 2]
    assert table.loc[2, "people"] == model.measures["people"]


@pytest.mark.parametrize(
    "copied", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))], ids=["copy", "pickle"]
)
def test_a_copy_of_a_model_lives_a_life_of_its_own(copied: Callable[[CommunityModel], CommunityModel]) -> None:
    model = CommunityModel("everything-at-once", "adaptive", future=2)
    for _ in range(24):
        model.step()
    other, led_astray = copied(model), copied(model)
    assert_same_world(model.world, other.world)
    assert other.actor("donor", 3).model is other
    for agent in led_astray.champions:
        agent.in_post = False
    for one in (led_astray, other, model):
        one.run_model()
    assert_same_world(model.world, other.world)
    assert not np.array_equal(led_astray.world.history["measure"], model.world.history["measure"])
    assert np.array_equal(led_astray.world.history["measure"][:25], model.world.history["measure"][:25])


def test_mesas_generators_are_not_drawn_from_and_change_nothing() -> None:
    context = community(12)
    models = [CommunityModel(context=context, future=3, rng=rng) for rng in (None, None, 5, 17)]
    states = [(model.random.getstate(), model.rng.bit_generator.state) for model in models]
    for model in models:
        model.run_model()
    assert states == [(model.random.getstate(), model.rng.bit_generator.state) for model in models]
    assert states[0] == states[1] != states[2]
    for model in models[1:]:
        assert_same_world(models[0].world, model.world)


def test_the_name_scenario_is_left_to_mesa() -> None:
    model = CommunityModel("pandemic", context=community(60))
    assert model.world_scenario.name == "pandemic"
    assert not hasattr(model, "scenario") or model.scenario is not model.world_scenario


def test_batch_run_over_scenarios_plans_and_futures() -> None:
    parameters = {
        "scenario": ["calm-decade", "long-squeeze"], "plan": "adaptive", "context": "us-city-chapter",
        "future": range(3),
    }  # fmt: skip
    rows = batch_run(CommunityModel, parameters, data_collection_period=-1, **QUIET)
    assert len(rows) == 6
    for row in rows:
        model = CommunityModel(row["scenario"], row["plan"], row["context"], future=row["future"])
        model.run_model()
        assert {name: row[name] for name in model.measures} == model.measures


def test_batch_run_keeps_every_month() -> None:
    parameters = {"context": [community(24)], "plan": ["baseline", "watchdog"]}
    rows = batch_run(CommunityModel, parameters, data_collection_period=1, **QUIET)
    assert len(rows) == 2 * 24
    model = CommunityModel("calm-decade", "watchdog", community(24))
    model.run_model()
    people = [row["people"] for row in rows if row["plan"] == "watchdog"]
    assert people == model.datacollector.get_model_vars_dataframe()["people"].tolist()


def test_batch_run_over_seeds() -> None:
    seeds = [1, 2, 3]
    parameters = {"context": [community(12)]}
    if TAKES_RNG:
        rows = batch_run(CommunityModel, parameters, rng=seeds, **QUIET)
    else:
        rows = batch_run(CommunityModel, {**parameters, "seed": seeds}, **QUIET)
    models = [CommunityModel(context=community(12), seed=seed) for seed in seeds]
    for model in models:
        model.run_model()
    assert [row["people"] for row in rows] == [model.measures["people"] for model in models]
    assert len({row["energy"] for row in rows}) == 3


def test_no_seed_means_the_default() -> None:
    context = community(12)
    assert_same_world(CommunityModel(context=context, seed=None).world, CommunityModel(context=context).world)


def test_a_file_of_the_users_own(tmp_path: Path) -> None:
    path = library.save(library.plan("adaptive"), tmp_path / "mine.toml")
    for given in (path, str(path)):
        model = CommunityModel("calm-decade", given, community(12))
        assert model.plan.name == "mine"
        model.run_model()
    shipped = CommunityModel("calm-decade", "adaptive", community(12))
    shipped.run_model()
    assert_same_world(model.world, shipped.world)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"plan": "basline"}, "plan 'basline' does not exist; did you mean 'baseline'?"),
        ({"future": -1}, "future is -1, but numbers of futures begin with 0"),
        ({"seed": -4}, "seed is -4, but must be a whole number from 0"),
        ({"scenario": "pandemic"}, "but in context 'community' must be from month 1"),
        ({"parameters": {"burnuot": 1.0}}, "parameter 'burnuot' does not exist; did you mean 'burnout'?"),
        ({"parameters": {"term": 36}}, "parameter term is a fact of a place; set it in the context"),
        ({"parameters": {"burnout": float("nan")}}, "parameter burnout is nan, but must be from"),
        ({"parameters": {"burnout": -1}}, "parameter burnout is -1, but must be from"),
        ({"rulings": [(0, 1, "lunch", 0, True)]}, "ruling 1: decision 'lunch' does not exist"),
    ],
)
def test_mistakes_are_said(given: dict[str, object], message: str) -> None:
    with pytest.raises(Mistake) as caught:
        CommunityModel(**{"context": community(12), **given})
    assert message in str(caught.value)


def test_parameters_are_used() -> None:
    usual, gentle = CommunityModel("long-squeeze"), CommunityModel("long-squeeze", parameters={"burnout_gain": 0.0})
    usual.run_model()
    gentle.run_model()
    assert gentle.world.parameters["burnout_gain"][0] == 0.0
    assert not np.array_equal(usual.world.history["measure"], gentle.world.history["measure"])


def test_it_is_a_mesa_model() -> None:
    assert issubclass(CommunityModel, mesa.Model)
    assert len(CommunityModel(context=community(12)).agents.select(agent_type=Donor)) == 4
