"""How much a search finds in ten minutes: does it beat the shipped baseline on fresh futures, beyond chance?

    PYTHONPATH=. python benchmarks/improve.py [MINUTES]

Prints what was found, how many plans were tried, and the seconds that search and check took.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from sim.cli.improvements import headline
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
    print(headline(found))
    for one in found.found:
        print(f"{one.plan.name}: {one.goals}, {one.difference}, {one.reasons or 'better'}")
    seconds = time.perf_counter() - began
    print(f"{found.tried} plans in {found.generations} generations, {seconds:.0f} s of {60 * minutes:.0f} s")


if __name__ == "__main__":
    main()
