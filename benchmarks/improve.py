"""How much a search finds in ten minutes: does it beat the shipped baseline on fresh futures, beyond chance?

    PYTHONPATH=. python benchmarks/improve.py [MINUTES]

Prints JSON: what was found, how many plans were tried, and the seconds that search and check took.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from sim.cli.improvements import to_dict
from sim.cli.terminal import plain
from sim.files import library
from sim.files.parameter_sets import parameter_sets
from sim.robustness.assessment import SCENARIOS
from sim.search.improvement import improve
from sim.search.question import Question, check_question, within

USUAL_MINUTES: Final = 10.0


def main() -> None:
    """Search from the baseline, in Uruguay, over four scenarios."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else USUAL_MINUTES
    question = Question(
        library.plan("baseline"), (library.context("uruguay"),), tuple(map(library.scenario, SCENARIOS)),
        parameter_sets("plausible"),
    )  # fmt: skip
    dials = len(check_question(question).dials)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        found = improve(question, Path(folder), within(minutes, dials))
    seconds = time.perf_counter() - began
    print(json.dumps(plain({**to_dict(found, []), "budget_seconds": 60 * minutes, "wall_seconds": seconds}), indent=1))


if __name__ == "__main__":
    main()
