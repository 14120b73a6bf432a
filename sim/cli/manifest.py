"""The manifest beside results: what they were computed from, by which versions, and the command that repeats them."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.results.compare import Comparison


def manifest(comparison: Comparison, command: str, files: Mapping[str, bytes]) -> bytes:
    """Return the manifest as JSON.

    Parameters
    ----------
    files : the files that it describes; their hashes show later whether they still belong to it.
    """
    from sim.results.fingerprint import fingerprint
    from sim.versions import versions
    from sim.world.compiled import rules_version
    from sim.world.parameters import MODEL_VERSION

    content = {
        "command": command,
        "seed": comparison.seed,
        "futures": comparison.futures,
        "parameters": comparison.parameters,
        "parameter_sets": len(comparison.parameter_sets),
        "parameters_fingerprint": comparison.parameter_sets.fingerprint(),
        "thresholds": asdict(comparison.thresholds),
        "inputs": {
            "scenarios": {one.name: one.fingerprint() for one in comparison.scenarios},
            "plans": {one.name: one.fingerprint() for one in comparison.plans},
            "context": {comparison.context.name: comparison.context.fingerprint()},
        },
        "model": MODEL_VERSION,
        "rules": rules_version(),
        "fingerprint": fingerprint(),
        "versions": versions(),
        "machine": f"{platform.system()} {platform.machine()}",
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    return json.dumps(content, indent=2).encode() + b"\n"
