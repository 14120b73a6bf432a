"""Luck by address: the published generator, uniform and independent, and one address a draw."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from numba import njit
from scipy import stats

import sim.rules
from sim.files.actors import MOST_ACTORS
from sim.world.dice import (
    ACTORS_IN_A_DECISION,
    RULABLE,
    Decision,
    bits_at,
    future_key,
    normal,
    pick,
    splitmix,
    throw_for_future,
    turn_to_month,
    uniform,
    unit_interval,
)
from sim.world.tables import World
from tests.world.communities import context_of, world_of

NEVER = 10**9
SEED = 7
DRAWS = 1 << 16
LEAST_P = 1e-4
"""Fixed before the first run: about thirty tests, so a sound generator fails one in three hundred times."""

Numbers = npt.NDArray[np.float64]


def published_splitmix(seed: int, count: int) -> list[int]:
    """Return the first outputs of SplitMix64, by whole numbers of any size."""
    numbers, word = [], seed
    for _ in range(count):
        word = (word + 0x9E3779B97F4A7C15) % 2**64
        mixed = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB % 2**64
        numbers.append(mixed ^ (mixed >> 31))
    return numbers


# --- known answers ----------------------------------------------------------------------------------------------------

KNOWN = {
    1234567: [
        6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821,
    ],
    0: [16294208416658607535, 7960286522194355700, 487617019471545679],
}  # fmt: skip


@pytest.mark.parametrize("seed", KNOWN)
def test_published_outputs(seed: int) -> None:
    assert published_splitmix(seed, len(KNOWN[seed])) == KNOWN[seed]
    assert [int(splitmix(np.uint64(seed), place)) for place in range(len(KNOWN[seed]))] == KNOWN[seed]


@pytest.mark.parametrize("seed", [1, 2**63 - 1, 2**64 - 1, 0xDEADBEEF])
def test_any_output_without_those_before_it(seed: int) -> None:
    expected = published_splitmix(seed, 1000)
    assert [int(splitmix(np.uint64(seed), place)) for place in (0, 1, 17, 999)] == [
        expected[place] for place in (0, 1, 17, 999)
    ]


def address(seed: int, future: int, month: int, decision: int, actor: int) -> int:
    """Return the 64 bits of an address, by whole numbers of any size."""

    def output(key: int, place: int) -> int:
        return published_splitmix((key + place * 0x9E3779B97F4A7C15) % 2**64, 1)[0]

    key = output(output(output(seed, 0), future), month)
    return output(key, decision * ACTORS_IN_A_DECISION + actor)


@pytest.mark.parametrize(
    ("seed", "future", "month", "decision", "actor"),
    [(1, 0, 0, 0, 0), (1, 17, 38, Decision.ELECTION, 3), (2**62, 999_999, 120, Decision.EVENT_KEY_PEOPLE, 99_999)],
)
def test_an_address_is_seed_future_month_decision_actor(
    seed: int, future: int, month: int, decision: int, actor: int
) -> None:
    world = world_of()
    throw_for_future(world, seed, future, 0, NEVER)
    turn_to_month(world.dice[0], month)
    bits = address(seed, future, month, int(decision), actor)
    assert int(bits_at(world, int(decision), actor)) == bits
    assert uniform(world, int(decision), actor) == (bits >> 11) / 2**53


def test_the_ends_of_the_unit_interval() -> None:
    assert unit_interval(np.uint64(0)) == 0.0
    assert unit_interval(np.uint64(2**64 - 1)) == 1.0 - 2.0**-53


def test_a_branch_has_the_trunks_past_and_another_future() -> None:
    world = world_of()
    keys = {}
    for branch in (0, 1, 2):
        throw_for_future(world, SEED, 5, branch, 12)
        keys[branch] = []
        for month in range(1, 24):
            turn_to_month(world.dice[0], month)
            keys[branch].append(int(world.dice[0].month_key))
    assert keys[0][:11] == keys[1][:11] == keys[2][:11]
    assert len({*keys[0][11:], *keys[1][11:], *keys[2][11:]}) == 36
    assert int(future_key(SEED, 5, 0)) == int(world.dice[0].key)


# --- uniform and independent ------------------------------------------------------------------------------------------


@njit
def fill(world: Any, seed: int, start: Any, step: Any, numbers: Any, kind: int) -> None:
    """Draw along a line of addresses (future, month, decision, actor); kind 0 uniform, 1 normal, 2 one of seven."""
    for index in range(len(numbers)):
        throw_for_future(world, seed + index * step[4], start[0] + index * step[0], 0, NEVER)
        turn_to_month(world.dice[0], start[1] + index * step[1])
        decision, actor = start[2] + index * step[2], start[3] + index * step[3]
        if kind == 0:
            numbers[index] = uniform(world, decision, actor)
        elif kind == 1:
            numbers[index] = normal(world, decision, actor)
        else:
            numbers[index] = pick(world, decision, actor, 7)


START = (3, 11, 40, 2)
STEPS = {
    "future": (1, 0, 0, 0, 0),
    "month": (0, 1, 0, 0, 0),
    "decision": (0, 0, 1, 0, 0),
    "actor": (0, 0, 0, 1, 0),
    "seed": (0, 0, 0, 0, 1),
    "future and month": (1, 1, 0, 0, 0),
    "month and actor": (0, 1, 0, 1, 0),
}


@pytest.fixture(scope="module")
def world() -> World:
    return world_of()


def line(world: World, name: str, kind: int = 0, shift: int = 0) -> Numbers:
    """Return draws along a line of addresses, perhaps shifted by some steps."""
    step = np.array(STEPS[name])
    start = np.array(START) + shift * step[:4]
    numbers = np.empty(DRAWS)
    fill(world, SEED + shift * int(step[4]), start, step, numbers, kind)
    return numbers


@pytest.mark.parametrize("name", STEPS)
def test_draws_are_uniform_along_every_line(world: World, name: str) -> None:
    numbers = line(world, name)
    assert stats.kstest(numbers, "uniform").pvalue > LEAST_P
    counts = np.bincount((numbers * 256).astype(int), minlength=256)
    assert stats.chisquare(counts).pvalue > LEAST_P


@pytest.mark.parametrize("distance", [1, 2])
@pytest.mark.parametrize("name", STEPS)
def test_neighbours_know_nothing_of_each_other(world: World, name: str, distance: int) -> None:
    here, there = line(world, name), line(world, name, shift=distance)
    assert abs(np.corrcoef(here, there)[0, 1]) < 4 / np.sqrt(DRAWS)
    pairs = np.bincount((here * 16).astype(int) * 16 + (there * 16).astype(int), minlength=256)
    assert stats.chisquare(pairs).pvalue > LEAST_P


@pytest.mark.parametrize("bit", [0, 1, 26, 51, 52])
def test_every_bit_is_a_fair_coin(world: World, bit: int) -> None:
    ones = int((((line(world, "actor") * 2**53).astype(np.uint64) >> np.uint64(bit)) & np.uint64(1)).sum())
    assert stats.binomtest(ones, DRAWS).pvalue > LEAST_P


@pytest.mark.parametrize("name", ["future", "month", "actor"])
def test_normals_are_normal(world: World, name: str) -> None:
    numbers = line(world, name, kind=1)
    assert abs(numbers.mean()) < 4 / np.sqrt(DRAWS)
    assert abs(numbers.std() - 1) < 4 / np.sqrt(2 * DRAWS)
    assert stats.kstest(numbers, "norm").pvalue > LEAST_P
    assert np.isfinite(numbers).all()


def test_a_pick_favours_nobody(world: World) -> None:
    counts = np.bincount(line(world, "actor", kind=2).astype(int), minlength=7)
    assert len(counts) == 7
    assert stats.chisquare(counts).pvalue > LEAST_P


# --- addresses --------------------------------------------------------------------------------------------------------

NUMBERED = """
START_NEXT_ELECTION 0 START_DISPOSITION 1 START_CAPACITY 2 START_POST 3 START_TRAINED 4 START_PEER_1 5 START_PEER_2
6 START_PEER_3 7 START_PEER_4 8 START_GRANT_SIZE 9 START_DONOR_THEME 10 START_FUNDED 11 START_GRANT_LEFT 12
START_FAMILY 13 START_GOVERNMENT_DONOR 14 START_WHICH_GOVERNMENT 15 START_KIND 16 START_ACTIVE 18 START_ENERGY 19
START_DRIVE 22 START_REWIRED_1 24 START_REWIRED_2 25 START_REWIRED_3 26 START_REWIRED_4 27 START_REWIRED_5 28
START_REWIRED_6 29 START_NEIGHBOUR_1 30 START_NEIGHBOUR_2 31 START_NEIGHBOUR_3 32 START_NEIGHBOUR_4 33
START_NEIGHBOUR_5 34 START_NEIGHBOUR_6 35 START_THEME_ORDER 36 ELECTION 40 EARLY_EXIT 41 NEW_LEADER 42 HOSTILITY 43
DISPOSITION 44 TURNOVER_EXIT 45 COURSE_LOST 47 TRAINED 50 CHAMPION_EXIT 51 REFILLED 52 REFILL_TRAINED 53 WIN 60
COURSE 61 MEMBER_EXIT 70 REPLACED 71 JOIN 72 NEW_LITERACY 73 NEW_STANCE 74 NEW_THEME 75 NEW_REACH 76 DONOR_EXIT 80
FAMILY_EXIT 81 FAMILY_DONOR_EXIT 82 GOVERNMENT_DONOR_EXIT 83 DONOR_DRIFT 84 DONOR_NEW_THEME 85 DONOR_ENTRY 86
RENEWAL 87 GRANT 88 GRANT_LENGTH 89 EVENT_TURNOVER 100 EVENT_HOSTILE_TURNOVER 101 EVENT_DONORS_MOVE 102
EVENT_CHAMPIONS_LEAVE 103 EVENT_RADICALISE 104 EVENT_NEWCOMERS 105 EVENT_KEY_PEOPLE 106 COMMUNITY_RECRUITING 110
COMMUNITY_TURNOVER 111 COMMUNITY_DRIVE 112 COMMUNITY_MONEY 113 COMMUNITY_OFFICIALS 114 COMMUNITY_AGEING 115
TIDE_RECRUITING 116 TIDE_TURNOVER 117 TIDE_MONEY 118 TIDE_OFFICIALS 119
"""
"""The numbers of all decisions as they were first given: a changed number gives every future another luck."""


RETIRED = {46, 48, 62}
"""Numbers of decisions that an earlier version of the model drew; nothing else may ever be drawn there."""


def test_numbers_of_decisions_are_for_ever() -> None:
    words = NUMBERED.split()
    given = {name: int(number) for name, number in zip(words[::2], words[1::2], strict=True)}
    assert {decision.name: int(decision) for decision in Decision} == given
    assert not RETIRED & set(given.values())


def test_no_two_decisions_share_a_number() -> None:
    assert len(Decision.__members__) == len(set(Decision))
    assert len(set(RULABLE)) == len(RULABLE)


def test_there_is_room_for_every_actor_of_every_decision() -> None:
    assert ACTORS_IN_A_DECISION > MOST_ACTORS
    assert (max(Decision) + 1) * ACTORS_IN_A_DECISION < 2**63
    assert min(Decision) == 0


def drawn_by() -> dict[str, set[str]]:
    """Return, for each decision, the functions that name it."""
    package = Path(sim.rules.__path__[0]).parent
    found: dict[str, set[str]] = defaultdict(set)
    for path in (*(package / "rules").glob("*.py"), package / "world" / "beginning.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "Decision":
                        found[node.attr].add(function.name)
    return found


def test_no_two_rules_draw_at_the_same_address() -> None:
    shared = {name: functions for name, functions in drawn_by().items() if len(functions) > 1}
    # A government gets either a hostile leader or an ordinary one; whoever sits in a seat at the beginning may have
    # been a member before, and later another person may sit there: the month tells them apart.
    assert shared == {
        "DISPOSITION": {"ordinary_disposition", "take_office"}, "REPLACED": {"begin_member", "perhaps_join"},
    }  # fmt: skip


def test_an_actor_fewer_changes_nobody_elses_beginning() -> None:
    from sim.world.beginning import begin

    many = {"national_governments": 2, "local_governments": 4, "champions": 12, "donors": 6, "activists": 30}
    few = {**many, "champions": 11, "donors": 5, "activists": 29}
    worlds = [world_of(context=context_of(size=size)) for size in (many, few)]
    for one in worlds:
        begin(one, SEED, 3, 0, NEVER)
    for table, fields in {
        "champions": ("in_post", "trained"),
        "donors": ("monthly", "theme", "months_left", "family", "government"),
        "activists": ("kind", "theme", "active", "left_before", "energy", "literacy", "stance", "drive", "reach"),
        "governments": ("capacity", "buy_in"),
        "calendars": ("next_election", "disposition"),
    }.items():
        more, less = (getattr(one, table) for one in worlds)
        for field in fields:
            assert more[field][: len(less)].tolist() == less[field].tolist(), (table, field)


# --- compiled and not -------------------------------------------------------------------------------------------------

ADDRESSES = [(1, 0, 0, 0, 0), (7, 17, 38, 40, 3), (2**62, 999_999, 120, 106, 99_999), (3, 4, 5, 6, 7)]
PROGRAM = """
import json, sys
from numba import config
from sim.world.dice import normal, throw_for_future, turn_to_month, uniform
from tests.world.communities import world_of
assert config.DISABLE_JIT
world, found = world_of(), []
for seed, future, month, decision, actor in json.loads(sys.argv[1]):
    throw_for_future(world, seed, future, 0, 10**9)
    turn_to_month(world.dice[0], month)
    found.append([float(uniform(world, decision, actor)).hex(), float(normal(world, decision, actor)).hex()])
print(json.dumps(found))
"""


def test_compiled_and_uncompiled_draws_are_equal(world: World, uncompiled: Callable[..., str]) -> None:
    found = []
    for seed, future, month, decision, actor in ADDRESSES:
        throw_for_future(world, seed, future, 0, NEVER)
        turn_to_month(world.dice[0], month)
        found.append([uniform(world, decision, actor).hex(), normal(world, decision, actor).hex()])
    assert json.loads(uncompiled(PROGRAM, json.dumps(ADDRESSES))) == found


@pytest.fixture
def uncompiled() -> Callable[..., str]:
    """Return what runs a program without Numba's compiler and gives what it prints."""
    top = Path(sim.rules.__path__[0]).parent.parent

    def call(program: str, *arguments: str) -> str:
        environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(top), "PYTHONWARNINGS": "ignore"}
        command = [sys.executable, "-c", program, *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return call
