"""Turns one dial of a plan at a time, in the same futures, and keeps what became of each of them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sim.choices.dials import Dial, dials_of
from sim.files import library
from sim.files.context import Context
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import PLAUSIBLE, ParameterSets, parameter_sets
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.results.counting import Counter, Progress
from sim.results.outcomes import live
from sim.results.simulate import future_numbers
from sim.robustness.assessment import SCENARIOS
from sim.robustness.trial import Figures, Flags, Numbers, Trial
from sim.world.assembly import parameter_table
from sim.world.measures import COVER, PEOPLE, REUSE, RUNWAY

FUTURES: Final = 200

LAST: Final = slice(-12, None)
"""Months of the last year, as in the definition of working."""

FIRST: Final = slice(1, 37)
"""Months of the first three years: what a choice costs before it pays."""

MEANS: Final[dict[str, tuple[int, slice]]] = {
    "people": (PEOPLE, LAST),
    "reuse": (REUSE, LAST),
    "cover": (COVER, LAST),
    "runway": (RUNWAY, LAST),
    "early_people": (PEOPLE, FIRST),
    "early_reuse": (REUSE, FIRST),
}
"""Outcomes that are means of a measure: which, and over which months."""

OUTCOMES: Final = ("years", *MEANS)
"""What a gain of working at the end may cost: years of work in all, and the means."""

SHARES_OF_OWN: Final = ("people", "reuse", "early_people", "early_reuse")
"""Outcomes that are compared as shares of what the plan itself has; the others in their own units."""


@dataclass(frozen=True, eq=False)
class Arm:
    """What becomes of the same futures with a dial at one value.

    Attributes
    ----------
    working : whether each is still working at the end, shape (places, futures); a place is a context and a scenario.
    outcomes : each of ``OUTCOMES``, shape (places, futures, outcomes).
    """

    working: Flags
    outcomes: Figures


@dataclass(frozen=True, eq=False)
class Levers:
    """A plan with one dial at a time turned along its range.

    Attributes
    ----------
    dials : what was turned.
    arms : for each dial, one for each of its values; the plan's own is the same everywhere.
    sets : the parameter set of each future.
    """

    plan: Plan
    contexts: tuple[Context, ...]
    scenarios: tuple[Scenario, ...]
    parameters: str
    seed: int
    sets: Numbers
    usual: Arm
    dials: tuple[Dial, ...]
    arms: tuple[tuple[Arm, ...], ...]
    seconds: float = field(default=0.0)

    @property
    def futures(self) -> int:
        """Futures of each place and value."""
        return len(self.sets)

    @property
    def places(self) -> tuple[tuple[Context, Scenario], ...]:
        """The places, in the order of every array."""
        return tuple((context, scenario) for context in self.contexts for scenario in self.scenarios)

    def dial(self, name: str) -> tuple[Dial, tuple[Arm, ...]]:
        """Return a dial by its name, and what became of it at each value."""
        return next((dial, arms) for dial, arms in zip(self.dials, self.arms, strict=True) if dial.name == name)


def levers(
    scenarios: Sequence[Scenario | str] = SCENARIOS,
    plan: Plan | str = "baseline",
    contexts: Sequence[Context | str] = ("uruguay",),
    *,
    only: Sequence[str] = (),
    futures: int = FUTURES,
    seed: int = 1,
    parameters: ParameterSets | str | os.PathLike[str] = PLAUSIBLE,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Levers:
    """Turn each dial of a plan along its range, in every scenario and context, with the same futures and luck.

    Parameters
    ----------
    scenarios, plan, contexts : shipped names, or what :mod:`sim.files.library` read.
    only : names of levers and activities, "levers" or "effort"; by default all.
    futures : of each scenario, context and value.
    progress : called with the number of futures done and of all.

    Raises
    ------
    Mistake
        A name that does not exist or is given twice, or dates outside a context's months.
    Cancelled
        ``cancelled`` said so.
    """
    began = time.perf_counter()
    way = library.plan(plan) if isinstance(plan, str) else plan
    worlds = tuple(library.scenario(one) if isinstance(one, str) else one for one in scenarios)
    grounds = tuple(library.context(one) if isinstance(one, str) else one for one in contexts)
    dials = check_question(worlds, way, grounds, only)
    known, numbers = parameter_sets(parameters), future_numbers(futures)
    done = Counter(futures * runs(dials, worlds, grounds), progress)
    trials = [
        Trial(one, worlds, parameter_table(one, known.sets), numbers, seed, done.add, cancelled) for one in grounds
    ]
    usual = lived(way, trials)
    arms = tuple(
        tuple(usual if value == dial.own else lived(dial.plan(way, value), trials) for value in dial.values)
        for dial in dials
    )
    sets = trials[0].sets_lived_with
    return Levers(way, grounds, worlds, known.name, seed, sets, usual, dials, arms, time.perf_counter() - began)


def check_question(
    scenarios: Sequence[Scenario], plan: Plan, contexts: Sequence[Context], only: Sequence[str] = ()
) -> tuple[Dial, ...]:
    """Refuse what cannot be asked, before anything is computed, and return the dials that are turned."""
    for kind, given in (("scenario", scenarios), ("context", contexts)):
        if not given:
            raise Mistake(f"no {kind} is given, but at least 1 is needed")
        library.refuse_twice(kind, given)
    for context in contexts:
        for scenario in scenarios:
            library.check_fit(scenario, plan, context)
    dials = dials_of(plan, only)
    if not dials:
        raise Mistake(f"plan '{plan.name}' does nothing but {' and '.join(only)}, so that its weight changes nothing")
    return dials


def runs(dials: Sequence[Dial], scenarios: Sequence[Scenario], contexts: Sequence[Context]) -> int:
    """Return how often the futures are lived through: every value of every dial in every place, the plan once."""
    return (1 + sum(len(one.values) - 1 for one in dials)) * len(scenarios) * len(contexts)


def lived(plan: Plan, trials: Sequence[Trial]) -> Arm:
    """Return what becomes of a plan in every place."""
    working, outcomes = [], []
    for trial in trials:
        for scenario in trial.scenarios:
            series = trial.series(scenario, plan)
            lives = live(series)
            working.append(lives.working)
            means = [series[:, months, measure].mean(axis=1) for measure, months in MEANS.values()]
            outcomes.append(np.stack([lives.years_working, *means], axis=1))
    return Arm(np.stack(working), np.stack(outcomes))
