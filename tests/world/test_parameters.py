"""The table of parameters: every number is there with its range and source, is read, and does something."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path

import numpy as np
import pytest

import sim.rules
from sim.files import library
from sim.world.assembly import build_world
from sim.world.parameters import (
    ALL_PARAMETERS,
    GAINS,
    MECHANISMS,
    PARAMETER_FIELDS,
    PARAMETERS,
    UNCERTAIN,
    Parameter,
    defaults,
    gain_name,
)
from sim.world.tables import TABLES, World
from tests.world.communities import EVERY_KIND, context_of, plan_of, run, scenario_of, sets_of, world_of

PACKAGE = Path(sim.rules.__path__[0]).parent
RULES = sorted((PACKAGE / "rules").glob("*.py"))
ROWS = list(ALL_PARAMETERS.values())


def named(row: Parameter) -> str:
    return row.name


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_a_row_is_complete(row: Parameter) -> None:
    assert row.low <= row.default <= row.high
    assert all(getattr(row, field) for field in ("name", "unit", "meaning", "source", "process"))
    assert row.name.isidentifier()
    assert row.name == row.name.lower()
    assert np.isfinite([row.low, row.default, row.high]).all()


def test_no_name_is_given_twice() -> None:
    assert len(ALL_PARAMETERS) == len(PARAMETERS) + len(GAINS)
    assert len({mechanism.name for mechanism in MECHANISMS}) == len(MECHANISMS)


def test_every_mechanism_has_a_gain_from_0_to_1() -> None:
    assert [gain.name for gain in GAINS] == [gain_name(mechanism.name) for mechanism in MECHANISMS]
    assert all((gain.low, gain.default, gain.high) == (0, 1, 1) for gain in GAINS)


def test_no_more_is_uncertain_than_can_be_studied() -> None:
    assert len(UNCERTAIN) <= 75
    assert all(row.low < row.default < row.high for row in UNCERTAIN), "a default at the end of its range"


def test_a_row_has_exactly_these_fields() -> None:
    fields = [field.name for field in dataclasses.fields(Parameter)]
    assert fields == [
        "name", "default", "low", "high", "unit", "meaning", "source", "process", "set_by_context",
    ]  # fmt: skip


def test_the_record_that_rules_read_has_exactly_these_fields() -> None:
    assert TABLES["parameters"].names == PARAMETER_FIELDS == tuple(ALL_PARAMETERS)


def test_a_parameter_set_is_the_defaults_its_changes_and_the_facts_of_the_place() -> None:
    context = context_of(elections={"term_months": 60, "turnover_probability": 0.25})
    world = world_of(context=context)
    found = {name: float(world.parameters[name][0]) for name in PARAMETER_FIELDS}
    expected = defaults() | {"term": 60.0, "turnover_probability": 0.25}
    facts = {row.name for row in PARAMETERS if row.set_by_context}
    assert {name for name in found if found[name] != expected[name]} <= facts


# --- no bare numbers --------------------------------------------------------------------------------------------------

ALWAYS_ALLOWED = {0: "nothing", 1: "the whole of a share; one month, one person", 2: "a half, or twice"}

ALLOWED: dict[str, dict[float, str]] = {
    "activists.py": {
        0.5: "the middle of a range that is drawn from",
        3: "kinds of member",
        5: "mean of drive (twice), wins, peers and vision",
    },
    "champions.py": {3: "mean of three supports"},
    "curves.py": {3: "1 at the usual two thirds"},
    "donors.py": {
        0.5: "half of the chance of renewal without asking; rounding",
        3: "mean of momentum, standing, open doors",
        12: "months of a year",
    },
    "events.py": {1e-9: "a rounding error"},
    "governments.py": {4: "height of 4r(1-r) is 1"},
}
"""Numbers that stand in a rule, with the reason why each is no parameter."""


def numbers_in(path: Path) -> set[float]:
    """Return the numbers of a file that are neither truth values nor always allowed."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return {value for value in found if type(value) in (int, float) and value not in ALWAYS_ALLOWED}


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_rules_hold_no_bare_numbers(path: Path) -> None:
    assert numbers_in(path) == set(ALLOWED.get(path.name, {})), "name it in sim/world/parameters.py"


# --- every number is used ---------------------------------------------------------------------------------------------


def words_in(path: Path) -> set[str]:
    """Return the attributes that a file reads and the texts in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return found


def test_every_parameter_is_read() -> None:
    readers = [*RULES, PACKAGE / "world" / "beginning.py", PACKAGE / "world" / "assembly.py"]
    read = set().union(*(words_in(path) for path in readers))
    assert set(ALL_PARAMETERS) - read == set()


FEW, MANY = range(12), range(200)
SIZE = {"national_governments": 2, "local_governments": 4, "champions": 24, "donors": 10, "activists": 60}
SIGNPOST = {
    "name": "money runs short", "measure": "runway", "below": 8, "shift": 0.3, "effort": {"raise_funds": 1},
}  # fmt: skip
LEVERS = {"partnering": 0.6, "reserve_months": 4}
UNMOVED = {
    "volunteer_effort": "read where the context is loaded, from the defaults: no parameter set changes it",
    "usual_effort": "likewise",
    "senior_posts": "likewise",
}


def eventful_world(stance: float) -> World:
    """Return a decade in which one of everything happens, in months when it shows."""
    events = (*EVERY_KIND, {"kind": "hostile_turnover", "when": 50, "share": 0.7})
    plan = plan_of(trigger=[SIGNPOST], levers={**LEVERS, "stance": stance})
    return world_of(scenario_of(*events), plan, context_of(size=SIZE))


def differ(one: dict[str, float], other: dict[str, float]) -> bool:
    """Return whether two parameter sets give different lives, of an insider or of a confrontational community."""
    sets = sets_of(context_of(size=SIZE), one, other)
    for futures in (FEW, MANY):
        for stance in (-0.4, 0.4):
            world = eventful_world(stance)
            lived = [run(world, futures, parameters=sets[number : number + 1]) for number in (0, 1)]
            assert np.isfinite(lived).all()
            if not np.array_equal(*lived):
                return True
    return False


@pytest.mark.parametrize("row", [row for row in ROWS if row.name not in UNMOVED], ids=named)
def test_every_parameter_changes_something(row: Parameter) -> None:
    low, high = (row.low, row.high) if row.low < row.high else (row.default, row.default / 2)
    assert differ({row.name: low}, {row.name: high})


SHIPPED = (
    ("everything-at-once", "watchdog", range(4)),
    ("everything-at-once", "insider", range(4)),
    *((scenario, "baseline", range(12)) for scenario in library.names("scenario")),
    ("everything-at-once", "watchdog", range(200)),
)
"""Where it is looked for whether something shows: first where nearly everything does, at last everywhere."""


@pytest.mark.parametrize("row", UNCERTAIN, ids=named)
def test_both_ends_of_what_is_uncertain_show_in_a_shipped_scenario(row: Parameter) -> None:
    context = library.context("uruguay")
    sets = sets_of(context, {}, {row.name: row.low}, {row.name: row.high})
    shown = set()
    for scenario, plan, futures in SHIPPED:
        world = build_world(library.scenario(scenario), library.plan(plan), context)
        usual, low, high = (run(world, futures, parameters=sets[number : number + 1]) for number in range(3))
        assert np.isfinite(low).all() and np.isfinite(high).all()
        shown |= {end for end, lived in (("low", low), ("high", high)) if not np.array_equal(lived, usual)}
        if len(shown) == 2:
            return
    raise AssertionError(f"only {shown or 'nothing'} shows")


@pytest.mark.parametrize("mechanism", [mechanism.name for mechanism in MECHANISMS])
def test_without_a_mechanism_something_is_different(mechanism: str) -> None:
    assert differ({}, {gain_name(mechanism): 0.0})


@pytest.mark.parametrize("mechanism", [mechanism.name for mechanism in MECHANISMS])
def test_every_mechanism_matters_in_a_shipped_scenario_and_can_be_taken_out_of_all(mechanism: str) -> None:
    context = library.context("uruguay")
    sets = sets_of(context, {}, {gain_name(mechanism): 0.0})
    changed = []
    for name in library.names("scenario"):
        world = build_world(library.scenario(name), library.plan("adaptive"), context)
        lived, without = (run(world, range(3), parameters=sets[number : number + 1]) for number in (0, 1))
        assert np.isfinite(without).all(), name
        changed.append(not np.array_equal(lived, without))
    assert any(changed)


def test_with_every_mechanism_taken_out_a_community_still_has_a_life() -> None:
    context = library.context("uruguay")
    sets = sets_of(context, {gain.name: 0.0 for gain in GAINS})
    world = build_world(library.scenario("everything-at-once"), library.plan("adaptive"), context)
    assert np.isfinite(run(world, range(6), parameters=sets)).all()


def test_with_every_mechanism_at_1_nothing_is_different() -> None:
    assert not differ({}, {gain.name: 1.0 for gain in GAINS})
