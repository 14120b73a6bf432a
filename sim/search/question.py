"""What is asked of a search: which plan, where, in which scenarios, what may be turned, and on which futures."""

from __future__ import annotations

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
from sim.search.checking import FULL, Check
from sim.search.checking import within as within
from sim.search.judging import Block
from sim.search.space import GROUPS, Space, space

FUTURES: Final = 100
SEEDS: Final = 3
"""Searching, choosing and reporting have a luck of their own each: seed, seed + 1 and seed + 2."""


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

    def blocks(self, check: Check = FULL) -> tuple[Block, Block, Block]:
        """Return the futures to search on, to choose on, and to report on; the last are numbered from 0."""
        there, numbers = len(self.parameters), (self.futures, check.chosen * self.futures)
        searched, chosen = (futures_of_sets(number, there, number) for number in numbers)
        return (
            Block(self.seed, tuple(searched.tolist())),
            Block(self.seed + 1, tuple(chosen.tolist())),
            Block(self.seed + 2, tuple(range(check.reported * self.futures))),
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
