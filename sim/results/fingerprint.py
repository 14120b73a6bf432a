"""Whether a machine gives the bits that every machine gives.

A future's numbers are promised to the last bit, whatever the machine, the processor, the version of Python and the
mathematics library (:mod:`sim.world.elementary`). The fingerprint shows whether that holds here; it is stored with
every result, so that results of different rules, or of a machine that breaks the promise, are never mixed without a
word. The fingerprints of this version of the rules are kept with the tests (tests/behaviour/bits.json).
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Final

import numpy as np

from sim.engines.ensemble import Luck, Series, simulate_block
from sim.files import library
from sim.world.assembly import build_world, parameter_table
from sim.world.measures import N_MEASURES

CHECK_FUTURES: Final = 4
CHECK_WORLD: Final = ("everything-at-once", "adaptive", "uruguay")
DIGITS: Final = 16


def check_series(scenario: str, plan: str, context: str, futures: int) -> Series:
    """Live through the first futures of a shipped scenario, plan and context, with the default parameters."""
    place = library.context(context)
    world = build_world(library.scenario(scenario), library.plan(plan), place)
    luck = Luck()
    series = np.zeros((futures, place.months + 1, N_MEASURES))
    numbers = np.arange(futures)
    simulate_block(world, parameter_table(place), numbers, luck.seed, luck.branch, luck.branch_month, series)
    return series


def hash_of_bits(series: Series) -> str:
    """Return the SHA-256 of every bit of a series, its numbers written with the lowest byte first."""
    return hashlib.sha256(np.ascontiguousarray(series, dtype="<f8").tobytes()).hexdigest()


@cache
def fingerprint() -> str:
    """Return the hash of a few check futures, computed here and now (16 hexadecimal digits)."""
    return hash_of_bits(check_series(*CHECK_WORLD, CHECK_FUTURES))[:DIGITS]
