"""What is asked of a search: which plan, where, in which scenarios, what may be turned, and on which futures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.files import library
from sim.files.context import Context
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import ParameterSets
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.results.fingerprint import fingerprint
from sim.robustness.trial import Numbers, futures_of_sets
from sim.search.evolution import POPULATION
from sim.search.judging import Block
from sim.search.space import GROUPS, Space, space

FUTURES: Final = 100
CHECKED: Final = 4
REPORTED: Final = 10
TRIED_WITHOUT: Final = 2
"""Futures as multiples of those that the search looks at: to choose from the front, to report, to credit dials."""

RANDOM_PLANS: Final = 60
LEAST_SEARCH: Final = 1 / 3
"""The part of the time that the search gets, however long the check takes."""

SEEDS: Final = 3
"""Searching, choosing and reporting have a luck of their own each: seed, seed + 1 and seed + 2."""

USUAL_PICKS: Final = 4
"""How many plans are usually named; to know beforehand how long the check takes."""


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked: which plan, where, in which scenarios, and what may be turned."""

    plan: Plan
    contexts: tuple[Context, ...]
    scenarios: tuple[Scenario, ...]
    parameters: ParameterSets
    free: tuple[str, ...] = GROUPS
    futures: int = FUTURES
    seed: int = 1

    def blocks(self) -> tuple[Block, Block, Block]:
        """Return the futures to search on, to choose on, and to report on; the last are numbered from 0."""
        there = len(self.parameters)
        searched, chosen = (futures_of_sets(number, there, number) for number in (self.futures, CHECKED * self.futures))
        return (
            Block(self.seed, tuple(searched.tolist())),
            Block(self.seed + 1, tuple(chosen.tolist())),
            Block(self.seed + 2, tuple(range(REPORTED * self.futures))),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return everything that the scores of a search depend on."""
        return {
            "plan": self.plan.fingerprint(),
            "contexts": [one.fingerprint() for one in self.contexts],
            "scenarios": [one.fingerprint() for one in self.scenarios],
            "parameters": self.parameters.fingerprint(),
            "free levers": list(self.free),
            "futures": self.futures,
            "seed": self.seed,
            "rules": fingerprint(),
        }

    def sets_of(self, block: Block) -> Numbers:
        """Return the parameter set of each future of a block."""
        return np.array(block.futures, dtype=np.int64) % len(self.parameters)


def check_question(question: Question) -> Space:
    """Return the search space, after refusing what cannot be searched.

    Raises
    ------
    Mistake
        No context or scenario, dates outside a context, no free lever, or no future.
    """
    for what, given in (("context", question.contexts), ("scenario", question.scenarios)):
        if not given:
            raise Mistake(f"no {what} is given, but at least 1 is needed")
        library.refuse_twice(what, given)
    for context in question.contexts:
        for scenario in question.scenarios:
            library.check_fit(scenario, question.plan, context)
    if question.futures < 1:
        raise Mistake(f"futures is {question.futures}, but must be at least 1")
    return space(question.plan, question.free)


def check_runs(dials: int) -> float:
    """Return how often the futures of the search must be lived through once more to check what was found."""
    each = TRIED_WITHOUT * dials + REPORTED + RANDOM_PLANS
    shipped = len(library.names("plan")) * (CHECKED + TRIED_WITHOUT + REPORTED)
    return CHECKED * POPULATION + USUAL_PICKS * each + shipped


def within(minutes: float, dials: int) -> Callable[[int, float], bool]:
    """Return who stops a search early enough to check what it found, all within so many minutes.

    How long the check takes is known from the search; but the search gets a third of the time in any case, and at
    least one generation.
    """
    budget = 60.0 * minutes

    def more(generations: int, seconds: float) -> bool:
        if generations == 0:
            return True
        a_generation = seconds / generations
        check = min(check_runs(dials) * a_generation / POPULATION, budget * (1.0 - LEAST_SEARCH))
        return seconds + a_generation + check <= budget

    return more
