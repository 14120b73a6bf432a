"""The evidence of the shipped parameter sets, measured once and kept with them, so that a page can show it at once."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from sim.evidence.assessment import Evidence, Finding, Row
from sim.evidence.patterns import PATTERNS
from sim.evidence.tallies import Estimate
from sim.files import library
from sim.files.parameter_sets import DEFAULT, PLAUSIBLE, ParameterSets, parameter_sets
from sim.files.writing import replace_file
from sim.world.parameters import MODEL_VERSION

SHIPPED: Final = (PLAUSIBLE, DEFAULT)


def path() -> Path:
    """Return the file: beside the plausible sets."""
    return library.shipped_folder() / "parameters" / "evidence.json"


def recorded_evidence(sets: ParameterSets) -> Evidence | None:
    """Return the evidence that is kept for the sets of a run.

    None for sets of a user's own, and where what is kept was measured with another version of the model, with other
    sets or for other patterns: it would not tell of this run. Then :func:`sim.evidence.assessment.assess` measures it.
    """
    if sets.name not in SHIPPED:
        return None
    kept = _read(sets.name)
    if kept is None or kept["sets"] != sets.fingerprint() or set(kept["findings"]) != _compared():
        return None
    return _evidence(kept, sets.name)


def _compared() -> set[str]:
    """Return the names of all measures that are compared."""
    return {comparison.measure for pattern in PATTERNS for comparison in pattern.comparisons}


def keep(evidence: Mapping[str, Evidence]) -> None:
    """Replace the file by what was measured, for each of the shipped sets."""
    found = {name: _plain(evidence[name]) | {"sets": parameter_sets(name).fingerprint()} for name in SHIPPED}
    content = json.dumps({"model": MODEL_VERSION, "evidence": found}, indent=1, ensure_ascii=False)
    replace_file(path(), f"{content}\n".encode())


@cache
def _read(name: str) -> dict[str, Any] | None:
    """Return what is kept of a name (read once); None where there is nothing of this version of the model."""
    file = path()
    if not file.is_file():
        return None
    kept = json.loads(file.read_text(encoding="utf-8"))
    found: dict[str, Any] | None = kept["evidence"].get(name) if kept["model"] == MODEL_VERSION else None
    return found


def _evidence(kept: Mapping[str, Any], name: str) -> Evidence:
    """Return evidence from what was kept of it."""
    findings = kept["findings"]
    rows = tuple(
        Row(pattern, tuple(
            Finding(
                comparison, _estimate(findings[comparison.measure]["simulated"]),
                {place: _known(one) for place, one in findings[comparison.measure]["by_context"].items()},
                findings[comparison.measure]["why_not"],
            ) for comparison in pattern.comparisons
        )) for pattern in PATTERNS
    )  # fmt: skip
    return Evidence(rows, kept["futures"], kept["seed"], tuple(kept["contexts"]), name)


def _plain(evidence: Evidence) -> dict[str, Any]:
    """Return all figures of evidence as plain data, by measure; what is said about them stands in the patterns."""
    findings = {
        one.comparison.measure: {
            "simulated": _figures(one.simulated),
            "by_context": {place: _figures(figure) for place, figure in one.by_context.items()},
            "why_not": dict(one.why_not),
        }
        for row in evidence.rows
        for one in row.findings
    }
    return {
        "futures": evidence.futures, "seed": evidence.seed, "contexts": list(evidence.contexts), "findings": findings,
    }  # fmt: skip


def _figures(one: Estimate | None) -> list[float | None] | None:
    """Return a figure and the ends of its interval; None for what is missing."""
    if one is None:
        return None
    return [value if math.isfinite(value) else None for value in (one.figure, one.low, one.high)]


def _estimate(kept: list[float | None] | None) -> Estimate | None:
    return None if kept is None else _known(kept)


def _known(kept: list[float | None]) -> Estimate:
    return Estimate(*(math.nan if value is None else value for value in kept))
