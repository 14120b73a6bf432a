"""Small worlds for rules traced by hand: three governments, six posts, four donors, ten members, round numbers.

Nothing is drawn: a test sets what its rule reads. Luck is forced by a probability of 0 or 1, or compared with the
number that stands at the rule's own address.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import sim.world.compiled_world  # noqa: F401  (teaches Numba what a world is)
from sim.files.context import Context
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.world.assembly import build_world
from sim.world.dice import Decision, throw_for_future, turn_to_month, uniform
from sim.world.levers import ACTIVITIES, LEVERS, N_THEMES
from sim.world.parameters import ALL_PARAMETERS
from sim.world.tables import NOBODY, World

SEED = 20270101
NEVER = 10**9
MONTHS_TRIED = 2000
"""Months whose luck a chance is compared with: an error of a thousandth in a probability shows."""

SIZE = {"national_governments": 1, "local_governments": 2, "champions": 6, "donors": 4, "activists": 10}

MULTIPLIERS = (
    "recruiting", "turnover", "drive", "money", "officials", "freshness", "joining_now", "leaving_now", "granting_now",
    "publishing_now",
)  # fmt: skip
"""All that tells a community, or the times, from the usual ones: 1 where they are usual."""

ROUND = {"fast_time": 5.0, "medium_time": 20.0, "slow_time": 50.0, "rot_time": 10.0, "half_effort": 0.5}
"""Times and the half of all curves, in numbers that are easily divided by."""


def close_to(number: float) -> Any:
    """Compare with a number worked out by hand to some ten digits."""
    return pytest.approx(number, rel=1e-9, abs=1e-12)


def words(name: str) -> dict[str, str]:
    """Return what every file says of itself."""
    return {"name": name, "title": name, "story": name, "idea": name}


def plan_of(**content: Any) -> Plan:
    """Return a plan with these tables (keys as in a file)."""
    return Plan.model_validate({**words("plan"), **content})


def scenario_of(*events: dict[str, Any]) -> Scenario:
    """Return a scenario with these events."""
    return Scenario.model_validate({**words("scenario"), "event": list(events)})


def context_of(**content: Any) -> Context:
    """Return the small community, or one that differs from it."""
    return Context.model_validate({**words("context"), "size": SIZE, **content})


@cache
def traced() -> dict[str, float]:
    """Return the parameters with which rules were traced by hand; the defaults may move on, the arithmetic does not."""
    values = json.loads((Path(__file__).parent / "traced.json").read_text())
    known = {name: row for name, row in ALL_PARAMETERS.items() if not row.set_by_context}
    return {name: float(values.get(name, row.default)) for name, row in known.items()}


def quiet_world(
    *events: dict[str, Any],
    plan: Plan | None = None,
    context: Context | None = None,
    month: int = 10,
    **parameters: float,
) -> World:
    """Return a world in which nobody is active, no post is filled and no donor gives, in a month of its own luck.

    The community is a usual one in usual times, with a usual income of 4; an even share of its expected effort is 10.
    Half of the data that matters lies with the national agency.

    Parameters
    ----------
    parameters : what differs from those traced with; facts of a place too.
    """
    world = build_world(scenario_of(*events), plan or plan_of(), context or context_of())
    for name, value in {**traced(), **ROUND, **parameters}.items():
        world.parameters[name] = value
    commons = world.commons[0]
    commons.salience[:] = 1.0
    commons.theme_order[:] = range(N_THEMES)
    commons.theme_rank[:] = range(N_THEMES)
    commons.standing = 0.5
    world.scale["expected_effort"] = 90.0
    put(world.community[0], **dict.fromkeys(MULTIPLIERS, 1.0), base_income=4.0, rot_time=10.0)
    national = world.scale[0].national_governments
    for index, government in enumerate(world.governments):
        government.calendar = index
        government.national = index < national
        government.weight = 0.5 if index < national else 0.5 / (len(world.governments) - national)
    for index, champion in enumerate(world.champions):
        champion.government = index % 3
        champion.peers[:] = NOBODY
    for index, donor in enumerate(world.donors):
        donor.is_open = True
        donor.monthly = 10.0 - index
        donor.nth_largest = index
        donor.government = NOBODY
    for member in world.activists:
        member.neighbours[:] = NOBODY
        member.arrived = NOBODY
    throw_for_future(world, SEED, 0, 0, NEVER)
    to_month(world, month)
    return world


def to_month(world: World, month: int) -> None:
    """Turn to a month, without anything that happens in it."""
    world.commons[0].month = month
    turn_to_month(world.dice[0], month)


def put(row: Any, **fields: Any) -> Any:
    """Set fields of a row and return it."""
    for name, value in fields.items():
        if isinstance(value, (list, tuple)):
            getattr(row, name)[:] = value
        else:
            setattr(row, name, value)
    return row


def dial(world: World, **dials: float) -> None:
    """Set levers of this month by name."""
    for place, lever in enumerate(LEVERS):
        if lever.name in dials:
            world.levers[0].dial[place] = dials[lever.name]


def tend(world: World, **activities: float) -> None:
    """Set how far activities keep up their stocks this month, by name."""
    for place, activity in enumerate(ACTIVITIES):
        if activity.name in activities:
            world.commons[0].tended[place] = activities[activity.name]


def spend_effort(world: World, **activities: float) -> None:
    """Set the effort on activities this month by name, in even shares of expected effort."""
    for place, activity in enumerate(ACTIVITIES):
        if activity.name in activities:
            world.commons[0].effort[place] = activities[activity.name]


def shares(**activities: float) -> list[float]:
    """Return effort by name as a row of shares."""
    return [activities.get(activity.name, 0.0) for activity in ACTIVITIES]


def drawn(world: World, decision: Decision, actor: int) -> float:
    """Return the number at an address of this month."""
    return uniform(world, int(decision), actor)


def happens_below(
    world: World, decision: Decision, actor: int, probability: float, happens: Callable[[], bool]
) -> None:
    """Check in many months that something happens exactly where the number at its address is below a probability.

    Parameters
    ----------
    happens : sets the world up, calls the rule, and says whether it happened.
    """
    happened = 0
    for month in range(1, MONTHS_TRIED + 1):
        turn_to_month(world.dice[0], month)
        number = drawn(world, decision, actor)
        outcome = happens()
        assert outcome == (number < probability), f"month {month}: {number} against {probability}, but {outcome}"
        happened += outcome
    assert 0 < happened < MONTHS_TRIED, "the months tried show nothing"
