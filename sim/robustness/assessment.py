"""Puts plans through everything that could turn their ranking round, and ranks every pair."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Final

import numpy as np

from sim.files import library
from sim.files.context import Context
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import PLAUSIBLE, ParameterSets, parameter_sets
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.results.counting import Counter, Progress
from sim.results.fingerprint import fingerprint
from sim.results.intervals import Difference
from sim.robustness.equal_effort import RANDOM_PLANS, equal_effort_null
from sim.robustness.matched import is_adaptive, matched_control
from sim.robustness.rankings import Ranking, Standing, clear_difference, rank, share
from sim.robustness.trial import Endings, Trial, futures_of_sets
from sim.robustness.variants import VARIANTS
from sim.world.assembly import parameter_table

SCENARIOS: Final = ("calm-decade", "hostile-successors", "big-funders-go", "everything-at-once")
"""Calm, politics, money, and everything: what plans are ranked over where nobody says otherwise."""

FUTURES: Final = 2000
SETS: Final = 100
FEWER: Final = 20
"""Each random plan lives through one in so many of the futures; the named plan is then judged by the same ones."""

FEWER_IN_VARIANTS: Final = 4
"""Each variant is lived through in one in so many of the futures."""


@dataclass(frozen=True, eq=False)
class Robustness:
    """How well rankings of plans hold, in one context over some scenarios.

    Attributes
    ----------
    futures : of each scenario and plan, in all parameter sets together.
    sets : how many parameter sets were lived with.
    in_null, in_variants : futures of each scenario that random plans and variants lived through.
    """

    context: Context
    scenarios: tuple[Scenario, ...]
    standings: tuple[Standing, ...]
    rankings: tuple[Ranking, ...]
    parameters: str
    futures: int
    sets: int
    in_null: int
    in_variants: int
    random_plans: int
    seed: int
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """Return everything as ``sobremesa robust --json`` prints it."""
        return {
            "context": self.context.name,
            "scenarios": [one.name for one in self.scenarios],
            "parameters": self.parameters,
            "parameter_sets": self.sets,
            "futures": self.futures,
            "futures_of_random_plans": self.in_null,
            "futures_of_variants": self.in_variants,
            "random_plans": self.random_plans,
            "seed": self.seed,
            "fingerprint": fingerprint(),
            "plans": [one.to_dict() for one in self.standings],
            "pairs": [{**one.to_dict(), "sentence": one.sentence(self.parameters)} for one in self.rankings],
        }


def robust(
    plans: Sequence[Plan | str] | None = None,
    scenarios: Sequence[Scenario | str] = SCENARIOS,
    context: Context | str = "uruguay",
    *,
    futures: int = FUTURES,
    sets: int = SETS,
    random_plans: int = RANDOM_PLANS,
    seed: int = 1,
    parameters: ParameterSets | str | os.PathLike[str] = PLAUSIBLE,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Robustness:
    """Rank every pair of plans, and count where the ranking holds.

    Parameters
    ----------
    plans : shipped names or plans; by default all shipped ones. At least two.
    futures : of each scenario and plan, shared evenly by the parameter sets.
    sets : parameter sets to live with, spread evenly over those that there are.
    random_plans : of equal effort, for each plan.
    progress : called with the number of futures done and of all.

    Raises
    ------
    Mistake
        Fewer than two plans, one given twice, or names, dates and parameters that do not exist.
    """
    began = time.perf_counter()
    ways = tuple(library.plan(one) if isinstance(one, str) else one for one in plans or library.names("plan"))
    worlds = tuple(library.scenario(one) if isinstance(one, str) else one for one in scenarios)
    place = library.context(context) if isinstance(context, str) else context
    check_question(ways, worlds, place, random_plans)
    known = parameter_sets(parameters)
    numbers = futures_of_sets(futures, len(known), sets)
    in_null, in_variants = _parts(len(numbers))
    done = Counter(futures_needed(ways, len(worlds), len(numbers), random_plans), progress)
    table = parameter_table(place, known.sets)
    trial = Trial(place, worlds, table, numbers, seed, done.add, cancelled)
    standings = tuple(_standing(plan, trial, random_plans, in_null, in_variants) for plan in ways)
    rankings = tuple(rank(first, second, trial.sets_lived_with) for first, second in combinations(standings, 2))
    lived = len(np.unique(trial.sets_lived_with))
    return Robustness(
        place, worlds, standings, rankings, known.name, len(numbers), lived, in_null, in_variants, random_plans, seed,
        time.perf_counter() - began,
    )  # fmt: skip


def futures_needed(plans: Sequence[Plan], scenarios: int, futures: int, random_plans: int = RANDOM_PLANS) -> int:
    """Return how many futures must be lived through in all."""
    in_null, in_variants = _parts(futures)
    each = futures + len(VARIANTS) * in_variants + random_plans * in_null
    return scenarios * (len(plans) * each + sum(map(is_adaptive, plans)) * futures)


def _parts(futures: int) -> tuple[int, int]:
    """Return how many of the futures each random plan, and each variant, is lived through in."""
    return max(1, futures // FEWER), max(1, futures // FEWER_IN_VARIANTS)


def check_question(plans: Sequence[Plan], scenarios: Sequence[Scenario], context: Context, random_plans: int) -> None:
    """Refuse what cannot be ranked, before anything is computed."""
    if len(plans) < 2:
        raise Mistake(f"{len(plans)} plan is given, but at least 2 are needed for a ranking")
    if not scenarios:
        raise Mistake("no scenario is given, but at least 1 is needed")
    if random_plans < 1:
        raise Mistake(f"random_plans is {random_plans}, but must be at least 1")
    library.refuse_twice("plan", plans)
    library.refuse_twice("scenario", scenarios)
    for plan in plans:
        for scenario in scenarios:
            library.check_fit(scenario, plan, context)


def _standing(plan: Plan, trial: Trial, random_plans: int, in_null: int, in_variants: int) -> Standing:
    """Put one plan through all parameter sets, variants and comparisons."""
    endings, against = _endings_and_control(plan, trial)
    few = replace(trial, futures=trial.futures[:in_variants])
    variants = {
        one.name: replace(few, parameter_sets=one.of(trial.parameter_sets)).endings(plan) for one in VARIANTS
    }  # fmt: skip
    fewer = replace(trial, futures=trial.futures[:in_null])
    own = share(endings.first(in_null).working())
    null = equal_effort_null(plan, own, lambda one: share(fewer.endings(one).working()), random_plans, trial.seed)
    return Standing(plan.name, endings, variants, null, against)


def _endings_and_control(plan: Plan, trial: Trial) -> tuple[Endings, Difference | None]:
    """Return how a plan ends and, if it reacts, how much better than its effort-matched control in each scenario."""
    if not is_adaptive(plan):
        return trial.endings(plan), None
    own, fixed = [], []
    for scenario in trial.scenarios:
        only = replace(trial, scenarios=(scenario,))
        series = only.series(scenario, plan)
        own.append(trial.ends(series))
        fixed.append(trial.ends(only.series(scenario, matched_control(plan, trial.context, series))))
    endings, control = Endings.of(own), Endings.of(fixed)
    return endings, clear_difference(endings.working(), control.working(), trial.sets_lived_with)
