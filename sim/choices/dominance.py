"""Looks for a plan that is best everywhere: random plans, the best of them varied, the best of these judged anew.

If one is found that beats every shipped plan everywhere and gives nothing up, there is nothing to choose.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.choices.prices import ALL, CONTEXT, SCENARIO, Group, Price, prices_of
from sim.choices.study import Arm, lived
from sim.files import library
from sim.files.context import Context
from sim.files.parameter_sets import PLAUSIBLE, ParameterSets, parameter_sets
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.results.counting import Counter, Progress
from sim.results.intervals import Difference
from sim.robustness.assessment import SCENARIOS
from sim.robustness.equal_effort import random_plans
from sim.robustness.rankings import clear_difference
from sim.robustness.trial import Trial
from sim.search.space import DIGITS, Space, space
from sim.world.assembly import parameter_table

PLANS: Final = 200
"""Random plans: half of them with the levers of the baseline plan and any mix of activities, half with any levers and
milder mixes."""

KEPT: Final = 10
CHILDREN: Final = 10
"""So many of the best are varied, each so often."""

SCREENED, CHOSEN, REPORTED = BLOCKS = (100, 200, 400)
"""Futures of each place to screen plans with, to choose the best with, and to report it with: others each time."""

MILD: Final = 4.0
"""Concentration of the milder mixes: most weights lie between a third of the mean and twice the mean."""

STEP: Final = 0.15
"""How far a varied plan's dials lie from its parent's: standard deviation, as a share of their range."""


@dataclass(frozen=True)
class Cell:
    """One place: what the found plan does there, and the shipped plan that does best."""

    context: str
    scenario: str
    found: float
    best_shipped: str
    shipped: float
    difference: Difference


@dataclass(frozen=True)
class Dominance:
    """What a search for a plan that is best everywhere came to.

    Attributes
    ----------
    plan : the best that was found, by the mean over all places.
    tried : plans that were looked at.
    cells : against the best shipped plan of each place.
    rival : the shipped plan that is best on average.
    against_rival : the found plan less that one, over all places.
    given_up : what is clearly worse than under that plan, each where it is worst.
    """

    plan: Plan
    tried: int
    cells: tuple[Cell, ...]
    rival: str
    against_rival: Difference
    given_up: tuple[Price, ...]
    futures: int
    parameters: str
    seed: int
    seconds: float = field(default=0.0, compare=False)

    @property
    def dominates(self) -> bool:
        """Whether it is nowhere clearly behind the best shipped plan, somewhere clearly ahead, and gives nothing up."""
        apart = [one.difference for one in self.cells]
        holds = all(one.high >= 0.0 for one in apart) and any(one.low > 0.0 for one in apart)
        return holds and not self.given_up

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return {
            "plan": {"effort": dict(self.plan.effort), "levers": dict(self.plan.levers)},
            "tried": self.tried,
            "cells": [{**vars(one), "difference": vars(one.difference)} for one in self.cells],
            "rival": self.rival,
            "against_rival": vars(self.against_rival),
            "given_up": [{"outcome": one.outcome, **vars(one.difference)} for one in self.given_up],
            "dominates": self.dominates,
            "futures": self.futures,
            "parameters": self.parameters,
            "seed": self.seed,
        }


def search_for_dominance(
    contexts: Sequence[Context | str],
    scenarios: Sequence[Scenario | str] = SCENARIOS,
    *,
    plans: int = PLANS,
    blocks: tuple[int, int, int] = BLOCKS,
    seed: int = 1,
    parameters: ParameterSets | str | os.PathLike[str] = PLAUSIBLE,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Dominance:
    """Look for a plan that is best in every scenario and context.

    Random plans live through the first block of futures; the best and their variations through the same; the best of
    all through the second block, and the best of these, with all shipped plans, through the third.

    Parameters
    ----------
    plans : random ones to begin with.
    blocks : futures of each place to screen, to choose and to report with.
    progress : called with the number of futures done and of all.
    """
    began = time.perf_counter()
    worlds = tuple(library.scenario(one) if isinstance(one, str) else one for one in scenarios)
    places = tuple(library.context(one) if isinstance(one, str) else one for one in contexts)
    known, shipped = parameter_sets(parameters), shipped_plans()
    screened, chosen, reported = blocks
    runs = (plans + KEPT + KEPT * CHILDREN) * screened + KEPT * chosen + (1 + len(shipped)) * reported
    done = Counter(runs * len(worlds) * len(places), progress)
    first = [
        Trial(one, worlds, parameter_table(one, known.sets), np.arange(0), seed, done.add, cancelled) for one in places
    ]
    starts = np.cumsum([0, screened, chosen])
    screen, choose, report = (
        [replace(one, futures=np.arange(start, start + number)) for one in first]
        for start, number in zip(starts, blocks, strict=True)
    )
    generator = np.random.default_rng(seed)
    around = space(library.plan("baseline"), ("effort", "levers"))
    parents = best_of(beginners(around, plans, seed, generator), screen)
    children = [varied(around, parent, generator) for parent in parents for _ in range(CHILDREN)]
    finalists = best_of([*parents, *children], screen)
    plan = best_of(finalists, choose)[0].model_copy(update={"name": "best found"})
    arms = {one.name: lived(one, report) for one in shipped}
    return _judged(
        plan, lived(plan, report), arms, report, plans + len(children), known.name, time.perf_counter() - began
    )


def shipped_plans() -> list[Plan]:
    """Return the plans that a better one is held against."""
    return [library.plan(name) for name in library.names("plan")]


def beginners(around: Space, number: int, seed: int, generator: np.random.Generator) -> list[Plan]:
    """Return random plans: half with the levers of the plan that the space is around, half with any."""
    half = number // 2
    found = random_plans(around.plan, half, seed)
    for place in range(number - half):
        weights = generator.dirichlet(np.full(len(around.plan.effort), MILD)) * len(around.plan.effort)
        point = generator.random(len(around.dials))
        values = {**around.values(point), **_rounded(dict(zip(around.plan.effort, weights, strict=True)))}
        found.append(around.made(values, f"random {half + place + 1}"))
    return found


def varied(around: Space, parent: Plan, generator: np.random.Generator) -> Plan:
    """Return a plan near another: every dial a little elsewhere."""
    point = np.array(around.places(parent)) + generator.normal(0.0, STEP, len(around.dials))
    return around.made(around.values(np.clip(point, 0.0, 1.0)), "varied")


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(float(value), DIGITS) for name, value in values.items()}


def best_of(plans: Sequence[Plan], trials: Sequence[Trial]) -> list[Plan]:
    """Return the plans under which most futures work, every place counting alike, the best first."""
    shares: npt.NDArray[np.float64] = np.array([lived(one, trials).working.mean() for one in plans])
    return [plans[place] for place in np.argsort(-shares, kind="stable")[:KEPT]]


def _judged(
    plan: Plan, arm: Arm, shipped: dict[str, Arm], trials: Sequence[Trial], tried: int, parameters: str, seconds: float
) -> Dominance:
    """Hold a plan against all shipped ones."""
    places = [(trial.context.name, scenario.name) for trial in trials for scenario in trial.scenarios]
    sets = trials[0].sets_lived_with
    cells = []
    for row, (context, scenario) in enumerate(places):
        best = max(shipped, key=lambda name: shipped[name].working[row].mean())
        own, other = arm.working[[row]], shipped[best].working[[row]]
        difference = clear_difference(own, other, sets)
        cells.append(Cell(context, scenario, float(own.mean()), best, float(other.mean()), difference))
    rival = max(shipped, key=lambda name: shipped[name].working.mean())
    given_up = prices_of(arm, shipped[rival], shipped[rival], _groups(places), sets)
    against = clear_difference(arm.working, shipped[rival].working, sets)
    return Dominance(
        plan, tried, tuple(cells), rival, against, given_up, len(sets), parameters, trials[0].seed, seconds
    )  # fmt: skip


def _groups(places: Sequence[tuple[str, str]]) -> list[Group]:
    """Return every context, every scenario, and all places."""
    groups = [Group(ALL, ALL, tuple(range(len(places))))]
    for kind, column in ((CONTEXT, 0), (SCENARIO, 1)):
        for name in dict.fromkeys(place[column] for place in places):
            groups.append(Group(kind, name, tuple(row for row, place in enumerate(places) if place[column] == name)))
    return groups
