"""Without the compiler (``NUMBA_DISABLE_JIT=1``, for debugging) both engines give the same bits as with it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engines import mesa_model
from sim.engines.ensemble import NEVER, simulate_block
from sim.files import library
from sim.files.parameter_sets import parameter_sets
from sim.world.assembly import parameter_table
from sim.world.measures import N_MEASURES
from sim.world.tables import TABLES, World
from tests.engines.communities import community

ROOT = Path(__file__).resolve().parents[2]

CASES: tuple[tuple[str, str, int, dict[str, Any]], ...] = (
    ("calm-decade", "baseline", 24, {"elections": {"term_months": 12, "early_exit": 0.05, "system": "parliamentary"}}),
    ("calm-decade", "adaptive", 12, {"size": {"donors": 0, "champions": 0, "activists": 3}}),
    ("everything-at-once", "adaptive", 44, {"size": {"activists": 8, "local_governments": 1, "champions": 3}}),
)


def digest(world: World) -> str:
    """Return a hash of every field of every table."""
    hashed = hashlib.sha256()
    for table, kind in TABLES.items():
        for field in kind.names or ():
            hashed.update(np.ascontiguousarray(getattr(world, table)[field]).tobytes())
    return hashed.hexdigest()


SMALL: dict[str, Any] = {
    "size": {"national_governments": 1, "local_governments": 2, "champions": 4, "donors": 3, "activists": 8}
}
PLANS = library.names("plan")
SHIPPED = tuple(
    (scenario, PLANS[number % len(PLANS)], 84, SMALL) for number, scenario in enumerate(library.names("scenario"))
)
"""Every shipped scenario in turn under every shipped plan, beyond the month in which the last event begins."""

Cases = tuple[tuple[str, str, int, dict[str, Any]], ...]


def digests(cases: Cases) -> list[str]:
    """Return the hashes of some futures, of the Mesa engine and of the ensemble engine."""
    found = []
    for scenario, plan, months, content in cases:
        context = community(months, **content)
        model = mesa_model.CommunityModel(scenario, plan, context, seed=2**63 - 1, future=1)
        beginning = model.world.duplicate()
        model.run_model()
        found.append(digest(model.world))
        series = np.zeros((1, months + 1, N_MEASURES))
        sets = parameter_table(context, parameter_sets().sets)
        simulate_block(beginning, sets, np.array([1]), 2**63 - 1, 0, NEVER, series)
        found.append(digest(beginning))
    return found


def assert_same_bits(name: str, cases: Cases) -> None:
    """Live through cases here and in a process without the compiler, and compare everything."""
    program = f"from tests.engines.test_uncompiled import {name}, digests; print(*digests({name}))"
    uncompiled = subprocess.run(
        [sys.executable, "-W", "ignore:overflow", "-c", program],
        cwd=ROOT,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert uncompiled.returncode == 0, uncompiled.stderr
    ours = digests(cases)
    assert uncompiled.stdout.split() == ours
    assert ours[::2] == ours[1::2]
    assert len(set(ours)) == len(cases)


def test_uncompiled_rules_give_the_same_bits() -> None:
    assert_same_bits("CASES", CASES)


@pytest.mark.slow
def test_uncompiled_rules_give_the_same_bits_in_every_shipped_scenario_and_plan() -> None:
    assert {plan for _, plan, _, _ in SHIPPED} == set(PLANS)
    assert_same_bits("SHIPPED", SHIPPED)
