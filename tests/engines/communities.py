"""What the tests of the engines share: communities of several shapes, and the comparison of whole worlds."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.engines.ensemble import NEVER, Luck, simulate_block
from sim.engines.mesa_model import CommunityModel
from sim.files import library
from sim.files.context import Context
from sim.files.parameter_sets import parameter_sets
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.world.assembly import Ruling, build_world, parameter_table
from sim.world.measures import N_MEASURES
from sim.world.tables import TABLES, World

EMPTY_SIZES = {
    "no donors": {"donors": 0},
    "no champions": {"champions": 0},
    "no national tier": {"national_governments": 0},
    "no local tier": {"local_governments": 0},
    "one government and one activist": {
        "national_governments": 0, "local_governments": 1, "champions": 0, "donors": 0, "activists": 1,
    },
    "one of each": {"national_governments": 1, "local_governments": 0, "champions": 1, "donors": 1, "activists": 1},
}  # fmt: skip


def community(months: int = 24, *, name: str = "community", **content: Any) -> Context:
    """Return a context of a test's own; ``size`` holds what differs from a small one."""
    size = {"national_governments": 1, "local_governments": 3, "champions": 8, "donors": 4, "activists": 20}
    size |= content.pop("size", {})
    text = {"name": name, "title": "A community", "story": "It stands in a test.", "months": months, "size": size}
    return Context.model_validate({**text, **content})


def ensemble_world(
    scenario: Scenario | str,
    plan: Plan | str,
    context: Context,
    *,
    future: int = 0,
    luck: Luck | None = None,
    rulings: tuple[Ruling, ...] = (),
    parameters: dict[str, float] | None = None,
) -> World:
    """Return the world as the ensemble engine leaves it after the last month of one future."""
    what = library.scenario(scenario) if isinstance(scenario, str) else scenario
    how = library.plan(plan) if isinstance(plan, str) else plan
    world = build_world(what, how, context, rulings=rulings)
    series = np.zeros((1, context.months + 1, N_MEASURES))
    luck = luck or Luck()
    sets = parameter_table(context, parameter_sets().sets if parameters is None else [parameters])
    simulate_block(world, sets, np.array([future]), luck.seed, luck.branch, luck.branch_month, series)
    assert np.array_equal(series[0], world.history["measure"])
    return world


def assert_same_world(one: World, other: World, *, but: tuple[str, ...] = ()) -> None:
    """Fail at the first field of any actor, or measure of any month, that differs by a bit."""
    for table in TABLES:
        if table in but:
            continue
        for field in TABLES[table].names or ():
            ours, theirs = getattr(one, table)[field], getattr(other, table)[field]
            same = np.array_equal(ours, theirs, equal_nan=ours.dtype.kind == "f")
            assert same, f"{table}.{field}: {ours[ours != theirs]} and {theirs[ours != theirs]}"


def assert_engines_agree(scenario: Scenario | str, plan: Plan | str, context: Context, **given: Any) -> CommunityModel:
    """Live through one future in both engines and compare everything."""
    luck = given.pop("luck", Luck())
    branch_month = None if luck.branch_month == NEVER else luck.branch_month
    model = CommunityModel(
        scenario, plan, context, seed=luck.seed, branch=luck.branch, branch_month=branch_month, **given
    )
    model.run_model()
    assert_same_world(model.world, ensemble_world(scenario, plan, context, luck=luck, **given))
    return model
