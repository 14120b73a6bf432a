"""Measures everything that docs/validation.md reports, and writes it to results.json. Says what changed.

    python -m tests.behaviour.update_results                  # everything but the second program: some minutes
    python -m tests.behaviour.update_results expectations     # only one part
    python -m tests.behaviour.update_results independent      # the second program: ten minutes

Run it when a change of the rules is meant; then `python docs/make_validation.py`. Verdicts are not written here: they
are recorded by hand in verdicts.py, so that none changes unseen.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from sim.evidence.assessment import assess
from sim.files.writing import replace_file
from sim.results.fingerprint import fingerprint
from tests.behaviour import explorations, independent
from tests.behaviour.expectations import EXPECTATIONS, FUTURES
from tests.behaviour.measuring import Finding, measure

RESULTS: Final = Path(__file__).with_name("results.json")
EVIDENCE_FUTURES: Final = 1000
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
        scenario: {"plain": independent.plain_figures(scenario), "product": independent.product_figures(scenario)}
        for scenario in independent.SCENARIOS
    }


def evidence() -> dict[str, Any]:
    """Return how observed patterns compare with simulated futures, as ``sobremesa evidence --json`` says."""
    return assess(futures=EVIDENCE_FUTURES).to_dict()


PARTS: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "expectations": expectations,
    "scenarios": explorations.scenarios,
    "parameters": explorations.parameters,
    "ablations": explorations.ablations,
    "competition": explorations.competition,
    "spread": explorations.spread,
    "adaptation": explorations.adaptation,
    "evidence": evidence,
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
    found = dict(before)
    for part in parts:
        print(f"measuring {part} ...", file=sys.stderr, flush=True)  # noqa: T201 - a script
        found[part] = rounded(PARTS[part]())
        found["fingerprint"] = fingerprint()
        replace_file(RESULTS, (json.dumps(found, indent=1, sort_keys=False) + "\n").encode())
    differing = list(changes(before, found))
    print("\n".join(differing) or "nothing changed")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
