"""Luck by address: every random number is a pure function of (seed, future, month, decision, actor).

There is no generator with a state. Future 17 has the same luck in every scenario and under every plan; removing an
actor changes nobody else's luck; results depend neither on order, threads, blocks nor on the engine.

The generator is SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014). Its
outputs can be computed in any order: the seed's stream gives a key for each future, the future's stream a key for each
month, and the month's stream a number for each pair of decision and actor.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import Any

import numpy as np

from sim.world.compiled import rule
from sim.world.elementary import cos_turns, log

Row = Any
"""A row of a table of the world (NumPy record)."""


class Decision(IntEnum):
    """What a number is drawn for. Numbers are never changed or used again: append only.

    A person of month 0 is drawn by the same decisions as a new one later; the month tells them apart. 46, 48 and 62
    were decisions of earlier versions of the model.
    """

    START_NEXT_ELECTION = 0
    START_DISPOSITION = 1
    START_CAPACITY = 2
    START_POST = 3
    START_TRAINED = 4
    START_PEER_1 = 5
    START_PEER_2 = 6
    START_PEER_3 = 7
    START_PEER_4 = 8
    START_GRANT_SIZE = 9
    START_DONOR_THEME = 10
    START_FUNDED = 11
    START_GRANT_LEFT = 12
    START_FAMILY = 13
    START_GOVERNMENT_DONOR = 14
    START_WHICH_GOVERNMENT = 15
    START_KIND = 16
    START_ACTIVE = 18
    START_ENERGY = 19
    START_DRIVE = 22
    START_REWIRED_1 = 24
    START_REWIRED_2 = 25
    START_REWIRED_3 = 26
    START_REWIRED_4 = 27
    START_REWIRED_5 = 28
    START_REWIRED_6 = 29
    START_NEIGHBOUR_1 = 30
    START_NEIGHBOUR_2 = 31
    START_NEIGHBOUR_3 = 32
    START_NEIGHBOUR_4 = 33
    START_NEIGHBOUR_5 = 34
    START_NEIGHBOUR_6 = 35
    START_THEME_ORDER = 36
    ELECTION = 40
    EARLY_EXIT = 41
    NEW_LEADER = 42
    HOSTILITY = 43
    DISPOSITION = 44
    TURNOVER_EXIT = 45
    COURSE_LOST = 47
    TRAINED = 50
    CHAMPION_EXIT = 51
    REFILLED = 52
    REFILL_TRAINED = 53
    WIN = 60
    COURSE = 61
    MEMBER_EXIT = 70
    REPLACED = 71
    JOIN = 72
    NEW_LITERACY = 73
    NEW_STANCE = 74
    NEW_THEME = 75
    NEW_REACH = 76
    DONOR_EXIT = 80
    FAMILY_EXIT = 81
    FAMILY_DONOR_EXIT = 82
    GOVERNMENT_DONOR_EXIT = 83
    DONOR_DRIFT = 84
    DONOR_NEW_THEME = 85
    DONOR_ENTRY = 86
    RENEWAL = 87
    GRANT = 88
    GRANT_LENGTH = 89
    EVENT_TURNOVER = 100
    EVENT_HOSTILE_TURNOVER = 101
    EVENT_DONORS_MOVE = 102
    EVENT_CHAMPIONS_LEAVE = 103
    EVENT_RADICALISE = 104
    EVENT_NEWCOMERS = 105
    EVENT_KEY_PEOPLE = 106
    COMMUNITY_RECRUITING = 110
    COMMUNITY_TURNOVER = 111
    COMMUNITY_DRIVE = 112
    COMMUNITY_MONEY = 113
    COMMUNITY_OFFICIALS = 114
    COMMUNITY_AGEING = 115
    TIDE_RECRUITING = 116
    TIDE_TURNOVER = 117
    TIDE_MONEY = 118
    TIDE_OFFICIALS = 119


RULABLE = (
    Decision.ELECTION,
    Decision.HOSTILITY,
    Decision.TURNOVER_EXIT,
    Decision.DONOR_EXIT,
    Decision.FAMILY_DONOR_EXIT,
    Decision.GOVERNMENT_DONOR_EXIT,
    Decision.RENEWAL,
    Decision.GRANT,
    Decision.COURSE,
)
"""Draws that a ruling may overrule: what a strategist could imagine having gone the other way."""

ACTORS_IN_A_DECISION = 1 << 20
"""Room for actors in the address of a decision; more than any community may have."""

FIRST_BRANCH = 1 << 32
"""Places in a future's stream before this one are keys of months; keys of branches lie beyond it."""

_UNIT = 1.0 / 9007199254740992.0  # 2 ** -53: the 53 upper bits become a float in [0, 1)


@rule
def mix(word: Any) -> Any:
    """Return 64 bits finalised as SplitMix64 does (wrapping multiplication)."""
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


@rule
def splitmix(seed: Any, place: Any) -> Any:
    """Return output number ``place`` (from 0) of SplitMix64 started with ``seed``, without those before it."""
    return mix(np.uint64(seed) + (np.uint64(place) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15))


@rule
def future_key(seed: int, future: int, branch: int) -> Any:
    """Return the key of one future of one seed; branch 0 is the trunk."""
    key = splitmix(splitmix(np.uint64(seed), np.uint64(0)), np.uint64(future))
    if branch > 0:
        key = splitmix(key, np.uint64(FIRST_BRANCH + branch))
    return key


@rule
def turn_to_month(dice: Row, month: int) -> None:
    """Set the key of a month, from which all of its draws are made."""
    dice.month_key = key_of_month(dice, month)


@rule
def key_of_month(dice: Row, month: int) -> Any:
    """Return the key of a month; from the branch month on, the branch's luck takes the place of the trunk's."""
    key = dice.key if month < dice.branch_month else dice.branch_key
    return splitmix(key, np.uint64(month))


@rule
def bits_at(world: Any, decision: int, actor: int) -> Any:
    """Return the 64 random bits of this month at (decision, actor)."""
    return bits_of(world.dice[0].month_key, decision, actor)


@rule
def bits_of(month_key: Any, decision: int, actor: int) -> Any:
    """Return the 64 random bits of the month with this key at (decision, actor)."""
    return splitmix(month_key, np.uint64(decision * ACTORS_IN_A_DECISION + actor))


@rule
def unit_interval(bits: Any) -> float:
    """Return 64 bits as a float in [0, 1)."""
    return float(bits >> np.uint64(11)) * _UNIT


@rule
def uniform(world: Any, decision: int, actor: int) -> float:
    """Draw from [0, 1) at the address of this month."""
    return unit_interval(bits_at(world, decision, actor))


@rule
def normal(world: Any, decision: int, actor: int) -> float:
    """Draw from the standard normal distribution at the address of this month."""
    return normal_of(world.dice[0].month_key, decision, actor)


@rule
def normal_of(month_key: Any, decision: int, actor: int) -> float:
    """Draw from the standard normal distribution (Box and Muller 1958), one address for each draw."""
    bits = bits_of(month_key, decision, actor)
    radius = math.sqrt(-2.0 * log(1.0 - unit_interval(bits)))
    return radius * cos_turns(unit_interval(mix(bits)))


@rule
def chance(world: Any, decision: int, actor: int, probability: float) -> bool:
    """Return whether something of this probability happens."""
    return uniform(world, decision, actor) < probability


@rule
def overruled(world: Any, decision: int, actor: int, drawn: bool) -> bool:
    """Return what a ruling says of this draw, or the draw itself where none speaks of it."""
    dice = world.dice[0]
    month = world.commons[0].month
    outcome = drawn
    for index in range(dice.rulings):
        ruling = world.rulings[index]
        if (
            ruling.future == dice.future
            and ruling.month == month
            and ruling.decision == decision
            and ruling.actor == actor
        ):
            outcome = ruling.outcome
    return outcome


@rule
def ruled_chance(world: Any, decision: int, actor: int, probability: float) -> bool:
    """Return whether something of this probability happens, unless a ruling says otherwise (see ``RULABLE``)."""
    drawn = chance(world, decision, actor, probability)
    if world.dice[0].rulings > 0:
        drawn = overruled(world, decision, actor, drawn)
    return drawn


@rule
def pick(world: Any, decision: int, actor: int, choices: int) -> int:
    """Return one of 0 .. ``choices`` - 1, all equally likely."""
    return int(uniform(world, decision, actor) * choices)


@rule
def throw_for_future(world: Any, seed: int, future: int, branch: int, branch_month: int) -> None:
    """Set the keys of one future; without a branch (0) the branch month is never reached."""
    dice = world.dice[0]
    dice.future = future
    dice.key = future_key(seed, future, 0)
    dice.branch_key = future_key(seed, future, branch)
    dice.branch_month = branch_month
