"""The search itself: settings of the free dials that no other setting beats on every goal at once (NSGA-III)."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.search.judging import GOALS
from sim.search.notebook import Goals, Notebook, key_of
from sim.search.space import Space

POPULATION: Final = 40
SIGNS: Final = np.array([-1.0, 1.0, 1.0, 1.0])
"""What turns the goals into things to be made small, which is how the library thinks."""

Values = dict[str, float]


@dataclass(frozen=True)
class Candidate:
    """A setting of the dials and its goals."""

    values: Values
    goals: Goals


def search(
    space: Space,
    seeds: Sequence[Sequence[float]],
    score: Callable[[Values], Goals],
    notebook: Notebook,
    more: Callable[[int], bool],
    *,
    seed: int = 1,
    population: int = POPULATION,
    clock: Callable[[], float] = time.perf_counter,
) -> list[Candidate]:
    """Search until nobody wants more, and return the best of all that was tried: the front.

    What the notebook knows is not lived through again: a search that was stopped first takes the same way as before.

    Parameters
    ----------
    seeds : points of the space to begin with, beside random ones.
    score : lives through the futures of a setting; it is asked for each setting once.
    notebook : what was tried before; kept after every generation.
    more : asked before each new generation with the number of complete ones.
    clock : tells the seconds that the notebook adds up.
    """
    algorithm = _algorithm(len(space.dials), _beginning(seeds, len(space.dials), population, seed), seed)
    tried: dict[str, Values] = {}
    for generation in count():
        asked = algorithm.ask()
        settings = [space.values(point) for point in asked.get("X")]
        known = all(key_of(values) in notebook.scores for values in settings)
        if not (known and generation < notebook.generations) and not more(generation):
            break
        began = clock()
        for values in settings:
            if key_of(values) not in notebook.scores:
                notebook.scores[key_of(values)] = score(values)
            tried[key_of(values)] = values
        _answer(algorithm, asked, [notebook.scores[key_of(values)] for values in settings])
        if generation >= notebook.generations:
            notebook.generations = generation + 1
            notebook.seconds += clock() - began
            notebook.keep()
    return front([Candidate(values, notebook.scores[key]) for key, values in tried.items()])


def _beginning(seeds: Sequence[Sequence[float]], dials: int, population: int, seed: int) -> npt.NDArray[np.float64]:
    """Return the first generation: the seeds, and random points."""
    points = np.random.default_rng(seed).random((max(population, len(seeds)), dials))
    for place, point in enumerate(seeds):
        points[place] = point
    return points


def _algorithm(dials: int, beginning: npt.NDArray[np.float64], seed: int) -> Any:
    """Return the library's algorithm, ready to be asked for the first generation."""
    from pymoo.algorithms.moo.nsga3 import NSGA3
    from pymoo.config import Config
    from pymoo.core.problem import Problem
    from pymoo.util.ref_dirs import get_reference_directions

    Config.warnings["not_compiled"] = False  # it would print advice on how to install the library
    # Directions between the goals that the search looks into: at most as many as there are plans, 35 for 40 of them.
    partitions = max(p for p in range(1, len(beginning)) if math.comb(p + len(GOALS) - 1, p) <= len(beginning))
    directions = get_reference_directions("das-dennis", len(GOALS), n_partitions=partitions)
    algorithm = NSGA3(ref_dirs=directions, pop_size=len(beginning), sampling=beginning)
    problem = Problem(n_var=dials, n_obj=len(GOALS), xl=0.0, xu=1.0)
    algorithm.setup(problem, termination=("n_gen", np.iinfo(np.int64).max), seed=seed, verbose=False)
    return algorithm


def _answer(algorithm: Any, asked: Any, goals: Sequence[Goals]) -> None:
    """Tell the algorithm how good the settings were that it asked for."""
    from pymoo.core.evaluator import Evaluator
    from pymoo.problems.static import StaticProblem

    static = StaticProblem(algorithm.problem, F=np.array(goals) * SIGNS)
    Evaluator().eval(static, asked)
    algorithm.tell(infills=asked)


def front(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that no other one beats: as good on every goal, and better on one.

    Of candidates with the same goals the first stays. Their order is kept.
    """
    if not candidates:
        return []
    goals = np.array([one.goals for one in candidates]) * SIGNS
    _, first = np.unique(goals, axis=0, return_index=True)
    kept = []
    for place in sorted(first.tolist()):
        no_worse = (goals <= goals[place]).all(axis=1)
        better = (goals < goals[place]).any(axis=1)
        if not (no_worse & better).any():
            kept.append(candidates[place])
    return kept
