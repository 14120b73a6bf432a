"""Whether two machines give the same bits.

Equal bits are promised on one platform: architecture, mathematics library, package versions. The fingerprint is stored
with every result, so that results of machines that differ are never mixed without a word.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Final

import numpy as np

from sim.engines.ensemble import Luck, simulate_block
from sim.files import library
from sim.world.assembly import build_world, parameter_table
from sim.world.measures import N_MEASURES

CHECK_FUTURES: Final = 4


@cache
def fingerprint() -> str:
    """Return the hash of a few check futures, computed here and now (16 hexadecimal digits)."""
    context = library.context("uruguay")
    world = build_world(library.scenario("everything-at-once"), library.plan("adaptive"), context)
    luck = Luck()
    series = np.zeros((CHECK_FUTURES, context.months + 1, N_MEASURES))
    numbers = np.arange(CHECK_FUTURES)
    simulate_block(world, parameter_table(context), numbers, luck.seed, luck.branch, luck.branch_month, series)
    return hashlib.sha256(series.tobytes()).hexdigest()[:16]
