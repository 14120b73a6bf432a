"""What the shipped scenarios give today, so that nobody changes results without noticing."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from sim.engines.ensemble import Luck, Series, simulate_series
from sim.files import library
from sim.results.fingerprint import hash_of_bits
from sim.results.outcomes import working_at_the_end
from sim.world.assembly import build_world, parameter_table
from sim.world.measures import MEASURES

BASELINE: Final = Path(__file__).with_name("baseline.json")
CONTEXT: Final = "uruguay"
PLANS: Final = ("baseline", "adaptive")
FUTURES: Final = 100
EXACT: Final = 4
"""Futures whose every bit is checked."""

MONTHS: Final = (12, 60, 120)
TOLERANCE: Final = 1e-9


def series_of(scenario: str, plan: str) -> Series:
    """Return the baseline's futures under one scenario and plan."""
    context = library.context(CONTEXT)
    world = build_world(
        library.scenario(scenario),
        library.plan(plan),
        context,
    )
    return simulate_series(world, parameter_table(context), np.arange(FUTURES), Luck(1))


def summary(scenario: str, plan: str) -> dict[str, Any]:
    """Return what is kept of one scenario and plan."""
    series = series_of(scenario, plan)
    working = working_at_the_end(series)
    medians = np.median(series, axis=0)
    return {
        "working": int(working.sum()),
        "medians": {
            measure.name: [float(medians[month, column]) for month in MONTHS] for column, measure in enumerate(MEASURES)
        },
        "checksum": hash_of_bits(series[:EXACT]),
    }


def read() -> dict[str, Any]:
    """Return the committed baseline."""
    kept: dict[str, Any] = json.loads(BASELINE.read_text())
    return kept


def differences(kept: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    """Say in what a summary differs from the one that is kept."""
    if kept["working"] != found["working"]:
        yield f"still working in {kept['working']} of {FUTURES} futures -> {found['working']}"
    for name, medians in kept["medians"].items():
        for month, before, after in zip(MONTHS, medians, found["medians"].get(name, ()), strict=False):
            if not math.isclose(before, after, rel_tol=TOLERANCE, abs_tol=TOLERANCE):
                yield f"median {name} in month {month}: {before:.6g} -> {after:.6g}"
    if kept["medians"].keys() != found["medians"].keys():
        yield f"measures: {', '.join(kept['medians'])} -> {', '.join(found['medians'])}"
    if kept["checksum"] != found["checksum"]:
        yield f"bits of the first {EXACT} futures: {kept['checksum'][:12]} -> {found['checksum'][:12]}"
