"""The manifest beside results: what they were computed from, by which versions, and the command that repeats them."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sim.results.compare import Comparison

CHECK_FUTURES: Final = 3
"""Futures by which two machines find out whether they compute the same bits."""


def manifest(comparison: Comparison, command: str, files: Mapping[str, bytes]) -> bytes:
    """Return the manifest as JSON.

    Parameters
    ----------
    files : the files that it describes; their hashes show later whether they still belong to it.
    """
    from sim.cli.versions import versions
    from sim.world.compiled import rules_version

    content = {
        "command": command,
        "seed": comparison.seed,
        "futures": comparison.futures,
        "parameters": comparison.parameters,
        "thresholds": asdict(comparison.thresholds),
        "inputs": {
            "scenarios": {one.name: one.fingerprint() for one in comparison.scenarios},
            "plans": {one.name: one.fingerprint() for one in comparison.plans},
            "context": {comparison.context.name: comparison.context.fingerprint()},
        },
        "yardsticks": comparison.yardsticks.fingerprint(),
        "rules": rules_version(),
        "bits": fingerprint_of_bits(),
        "versions": versions(),
        "machine": f"{platform.system()} {platform.machine()}",
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    return json.dumps(content, indent=2).encode() + b"\n"


def fingerprint_of_bits() -> str:
    """Return the hash of a few futures: equal on two machines that compute equal bits (SHA-256)."""
    import numpy as np

    from sim.engines.ensemble import Luck, simulate_series
    from sim.files import library
    from sim.world.assembly import build_world, parameter_table

    context = library.context("uruguay")
    world = build_world(
        library.scenario("everything-at-once"), library.plan("adaptive"), context, reference_reuse=1.0
    )  # fmt: skip
    series = simulate_series(world, parameter_table(context), np.arange(CHECK_FUTURES), Luck())
    return hashlib.sha256(series.tobytes()).hexdigest()
