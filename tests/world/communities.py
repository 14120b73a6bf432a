"""Communities for tests of the whole world: contexts, plans and scenarios made in place, run by the ensemble engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.engines.ensemble import NEVER, simulate_block
from sim.files.context import Context
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.world.assembly import Ruling, build_world, parameter_table
from sim.world.measures import N_MEASURES
from sim.world.tables import Table, World

SEED = 41

EVERY_KIND: tuple[dict[str, Any], ...] = (
    {"kind": "turnover", "when": 6, "share": 0.5},
    {"kind": "hostile_turnover", "when": 9, "share": 0.6},
    {"kind": "donors_exit", "when": 12, "share": 0.3},
    {"kind": "donors_move", "when": 14, "share": 0.8, "theme": "outside"},
    {"kind": "champions_leave", "when": 16, "share": 0.5},
    {"kind": "pandemic", "when": 18, "level": 0.6, "months": 6},
    {"kind": "squeeze", "when": 20, "level": 0.6, "months": 12},
    {"kind": "boom", "when": 4, "level": 0.9, "months": 10},
    {"kind": "civic_space", "when": 26, "level": 0.5, "months": 9},
    {"kind": "scandal", "when": 28, "share": 0.3},
    {"kind": "radicalise", "when": 10, "share": 0.5},
    {"kind": "newcomers", "when": 8, "share": 0.3},
    {"kind": "key_people", "when": 30, "share": 0.6},
    {"kind": "salience", "when": 3, "theme": "housing", "change": 0.6},
    {"kind": "new_grant", "when": 2, "staff_months": 1.5, "months": 20, "theme": "poverty", "unrestricted": False},
    {"kind": "donor_leaves", "when": 22, "notice": 12, "taper": [1, 0.5]},
)
"""One event of each kind."""


def words(name: str) -> dict[str, str]:
    """Return what every file says of itself."""
    return {"name": name, "title": name, "story": name, "idea": name}


def context_of(**content: Any) -> Context:
    """Return the default community, or one that differs from it (keys as in a file)."""
    return Context.model_validate({**words("somewhere"), **content})


def plan_of(**content: Any) -> Plan:
    """Return the default plan, or one that differs from it."""
    return Plan.model_validate({**words("somehow"), **content})


def scenario_of(*events: Mapping[str, Any]) -> Scenario:
    """Return a scenario with these events."""
    return Scenario.model_validate({**words("something"), "event": list(events)})


def world_of(
    scenario: Scenario | None = None,
    plan: Plan | None = None,
    context: Context | None = None,
    rulings: Sequence[Ruling] = (),
) -> World:
    """Return the world of a scenario, a plan and a context; by default of nothing special."""
    return build_world(
        scenario or scenario_of(), plan or plan_of(), context or context_of(), rulings=rulings,
    )  # fmt: skip


def run(
    world: World,
    futures: Sequence[int] = (0,),
    *,
    parameters: Table | None = None,
    months: int | None = None,
    seed: int = SEED,
    branch: int = 0,
    branch_month: int = NEVER,
) -> npt.NDArray[np.float64]:
    """Live through some futures in one block; afterwards the world is that of the last one.

    Parameters
    ----------
    parameters : one record for each parameter set; by default the world's own.
    months : how long; by default as long as the context says.

    Returns
    -------
    Shape (futures, months + 1, measures).
    """
    if months is not None:
        world.scale["months"] = months
    sets = world.parameters.copy() if parameters is None else parameters
    series = np.full((len(futures), int(world.scale["months"][0]) + 1, N_MEASURES), np.nan)
    simulate_block(world, sets, np.asarray(futures, dtype=np.int64), seed, branch, branch_month, series)
    return series


def sets_of(context: Context, *changes: Mapping[str, float]) -> Table:
    """Return a parameter set for each change from the defaults; facts of a place may be changed too."""
    table = parameter_table(context, changes)
    for index, one in enumerate(changes):
        for name, value in one.items():
            table[name][index] = value
    return table
