"""Measures everything that docs/validation.md reports, and writes it to results.json. Says what changed.

    python -m tests.behaviour.update_results                  # everything but the second program
    python -m tests.behaviour.update_results expectations     # only one part
    python -m tests.behaviour.update_results independent      # the second program: six minutes or more

Run it when a change of the rules is meant; then `python docs/make_validation.py` and `python docs/make_model.py`. What
changed, verdicts first of all, is printed. Expectations take about a minute of one core, the numbers that are held
fixed ("held") about another.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from sim.calibration.sets import as_sets, latin_hypercube
from sim.evidence.assessment import assess
from sim.evidence.pattern import CONTEXTS
from sim.evidence.recorded import keep
from sim.evidence.verdicts import VERDICTS
from sim.files import library
from sim.files.parameter_sets import DEFAULT, PLAUSIBLE, ParameterSets, parameter_sets
from sim.files.writing import replace_file
from sim.results.compare import compare
from sim.results.fingerprint import fingerprint
from sim.results.second_lives import with_second_lives
from sim.robustness.assessment import robust
from tests.behaviour import choices, explorations, held, independent, turned
from tests.behaviour.expectations import EXPECTATIONS
from tests.behaviour.fixed import FUTURES
from tests.behaviour.measuring import Finding, measure

RESULTS: Final = Path(__file__).with_name("results.json")
EVIDENCE_FUTURES: Final = 1000
RANGE_SETS: Final = 600
RANGE_SEED: Final = 99
"""Sets that no observation has sorted, to see what sorting them does."""

ALONE_SETS: Final = 60
ALONE_FUTURES: Final = 500
"""Of each plausible set that is held against the patterns by itself."""

TENTHS: Final = (0.1, 0.5, 0.9)

SPLIT_FUTURES: Final = 2400
ROBUST_FUTURES: Final = 1000
STAGES: Final = ("calm-decade", "everything-at-once")
DIGITS: Final = 6
"""Significant digits that are kept: more would differ from machine to machine."""


def recorded(finding: Finding) -> dict[str, Any]:
    """Return a finding as it is kept. A z without end, where every future differs by the same, is kept as null."""
    return {
        "first": finding.first,
        "second": finding.second,
        "error": finding.error,
        "z": finding.z if math.isfinite(finding.z) else None,
        "verdict": finding.verdict,
        "futures": FUTURES,
    }


def expectations() -> dict[str, Any]:
    """Return what came out of every expectation."""
    return {one.name: recorded(measure(one)) for one in EXPECTATIONS}


def second_program() -> dict[str, Any]:
    """Return the averages of both programs."""
    return {
        cell.label: {"plain": independent.plain_figures(cell), "product": independent.product_figures(cell)}
        for cell in independent.CELLS
    }


def evidence() -> dict[str, Any]:
    """Return how observed patterns compare with simulated futures; keep what reports and the dashboard show of it."""
    ranges = ParameterSets("whole ranges", tuple(as_sets(latin_hypercube(RANGE_SETS, RANGE_SEED))))
    sets = {PLAUSIBLE: PLAUSIBLE, DEFAULT: DEFAULT, ranges.name: ranges}
    found = {name: assess(futures=EVIDENCE_FUTURES, parameters=one) for name, one in sets.items()}
    keep(found)
    return {name: one.to_dict() for name, one in found.items()}


def alone() -> dict[str, Any]:
    """Return how plausible sets, evenly spread over all, fare by themselves: by pattern, how many got each verdict."""
    every = parameter_sets(PLAUSIBLE).sets
    chosen = [every[place * len(every) // ALONE_SETS] for place in range(ALONE_SETS)]
    found: dict[str, Any] = {}
    figures: dict[str, list[float]] = {}
    held = {"check": 0, "calibration": 0, "written with": 0, "all": 0}
    for number, parameters in enumerate(chosen):
        rows = assess(futures=ALONE_FUTURES, parameters=ParameterSets(f"set {number}", (parameters,))).counted
        for row in rows:
            counts = found.setdefault(str(row.pattern.number), dict.fromkeys(VERDICTS, 0))
            counts[row.verdict] += 1
            for one in row.findings:
                if one.comparison.decides:
                    value = math.nan if one.simulated is None else one.simulated.figure
                    figures.setdefault(one.comparison.measure, []).append(value)
        for role in held:
            of_role = [row.verdict for row in rows if role in ("all", row.pattern.role)]
            held[role] += all(verdict in ("inside", "near") for verdict in of_role)
    spread = {name: [float(one) for one in np.nanquantile(each, TENTHS)] for name, each in figures.items()}
    return {"sets": len(chosen), "futures": ALONE_FUTURES, "patterns": found, "every pattern": held, "figures": spread}


def rankings() -> dict[str, Any]:
    """Return how far the rankings of the shipped plans can be trusted, as ``sobremesa robust --json`` says."""
    return robust(futures=ROBUST_FUTURES).to_dict()


def ignorance() -> dict[str, Any]:
    """Return how many futures work with plausible sets and with the defaults, and how the spread between them splits.

    ``alike``: the share of which community it is where the context makes all communities usual ones, which then differ
    only by how they begin.
    """
    found: dict[str, Any] = {}
    for context in CONTEXTS:
        compared = {
            name: compare(STAGES, context=context, futures=SPLIT_FUTURES, parameters=name)
            for name in (PLAUSIBLE, DEFAULT)
        }
        place = library.context(context)
        usual = place.community.model_copy(update=dict.fromkeys(type(place.community).model_fields, 1.0))
        alike = compare(STAGES, context=place.model_copy(update={"community": usual}), futures=SPLIT_FUTURES)
        compared[PLAUSIBLE], alike = with_second_lives(compared[PLAUSIBLE]), with_second_lives(alike)
        for scenario in STAGES:
            cells = {name: one.cell(scenario, "baseline") for name, one in compared.items()}
            row = {name: vars(cell.working) for name, cell in cells.items()}
            spreads = {name: cells[PLAUSIBLE].spread_of(name) for name in ("working", "reuse")}
            row["ignorance"] = {name: None if one is None else vars(one) for name, one in spreads.items()}
            of_alike = alike.cell(scenario, "baseline").spread_of("working")
            row["alike"] = None if of_alike is None else vars(of_alike)
            found[f"{context}, {scenario}"] = row
    return found


PARTS: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "expectations": expectations,
    "scenarios": explorations.scenarios,
    "parameters": explorations.parameters,
    "ablations": explorations.ablations,
    "competition": explorations.competition,
    "spread": explorations.spread,
    "adaptation": explorations.adaptation,
    "evidence": evidence,
    "alone": alone,
    "held": held.screening,
    "ignorance": ignorance,
    "rankings": rankings,
    "choices": choices.choices,
    "levers": turned.levers,
    "dominant": turned.dominant,
    "independent": second_program,
}
USUAL: Final = tuple(part for part in PARTS if part != "independent")


def rounded(value: Any) -> Any:
    """Return a result with the digits that are kept."""
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [rounded(one) for one in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def changes(before: Any, after: Any, place: str = "") -> Iterator[str]:
    """Say where two results differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            yield from changes(before.get(key), after.get(key), f"{place}/{key}")
    elif before != after:
        yield f"{place[1:]}: new" if before is None else f"{place[1:]}: {before} -> {after}"


def main() -> None:
    """Measure, write, say what changed."""
    parser = argparse.ArgumentParser(description="Measure what docs/validation.md reports.")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help=f"default: {', '.join(USUAL)}")
    parts = parser.parse_args().parts or USUAL
    before: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    found = {part: one for part, one in before.items() if part in (*PARTS, "fingerprint")}
    for part in parts:
        print(f"measuring {part} ...", file=sys.stderr, flush=True)  # noqa: T201 - a script
        found[part] = rounded(PARTS[part]())
        found["fingerprint"] = fingerprint()
        replace_file(RESULTS, (json.dumps(found, indent=1, sort_keys=False) + "\n").encode())
    differing = list(changes(before, found))
    print("\n".join(differing) or "nothing changed")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
