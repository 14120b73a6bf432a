"""How large a shock must be before too few futures work, and which of two shocks together a plan gets through."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np

from sim.engines.ensemble import Luck, simulate_series
from sim.files import library
from sim.files.context import Context
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import PLAUSIBLE, ParameterSets, parameter_sets
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.results.fingerprint import fingerprint
from sim.results.intervals import Share, share_of
from sim.results.outcomes import working_at_the_end
from sim.results.simulate import future_numbers
from sim.stress.dials import Dial, dial, scenario_of
from sim.stress.thresholds import COARSE, HALVINGS, Flags, Threshold, find_threshold
from sim.stress.verdicts import BREAKS, HOLDS, REQUIRED, check_requirement, verdict_of
from sim.world.assembly import build_world, parameter_table
from sim.world.tables import Table

STEPS: Final = 5
"""Sizes of each of two shocks: from none to all in quarters."""

Done = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Ground:
    """Where, how and with which luck futures are lived through; the same for every size of a shock.

    Attributes
    ----------
    futures : their numbers, from 0.
    """

    scenario: Scenario
    plan: Plan
    context: Context
    futures: int
    seed: int
    parameter_sets: ParameterSets
    cancelled: Callable[[], bool] | None = None
    progress: Callable[[int], None] | None = None

    def working(self, scenario: Scenario) -> Flags:
        """Return which futures are still working at the end in a variant of the scenario."""
        world = build_world(scenario, self.plan, self.context)
        series = simulate_series(
            world, self._records, np.arange(self.futures), Luck(self.seed),
            progress=self.progress, cancelled=self.cancelled,
        )  # fmt: skip
        return working_at_the_end(series)

    @cached_property
    def _records(self) -> Table:
        """The parameters of all sets, made once: that takes as long as some twenty futures."""
        return parameter_table(self.context, self.parameter_sets.sets)

    def to_dict(self) -> dict[str, Any]:
        """Return what the results depend on."""
        return {
            "scenario": self.scenario.name, "plan": self.plan.name, "context": self.context.name,
            "futures": self.futures, "seed": self.seed, "parameters": self.parameter_sets.name,
            "fingerprint": fingerprint(),
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class BreakingPoint:
    """How large one shock must be."""

    ground: Ground
    dial: Dial
    threshold: Threshold
    seconds: float = field(default=0.0)

    def to_dict(self) -> dict[str, Any]:
        """Return the breaking point as ``sobremesa breaking-point --json`` prints it."""
        found = self.threshold
        return {
            **self.ground.to_dict(),
            "vary": [self.dial.name],
            "require": found.require,
            "breaking_point": None if found.first is None else vars(found.first),
            "crossings": [vars(one) for one in found.crossings],
            "steady": not found.turns,
            "turns": [list(pair) for pair in found.turns],
            "sizes": [_row(share, size=size) for size, share in zip(found.sizes, found.shares, strict=True)],
        }


@dataclass(frozen=True, eq=False)
class Frontier:
    """Two shocks at once.

    Attributes
    ----------
    dials : of the first shock (down) and of the second (across).
    sizes : of both.
    shares : futures that are working, by size of the first and of the second shock.
    """

    ground: Ground
    dials: tuple[Dial, Dial]
    sizes: tuple[tuple[float, ...], tuple[float, ...]]
    shares: tuple[tuple[Share, ...], ...]
    require: float
    seconds: float = field(default=0.0)

    def verdict(self, down: int, across: int) -> str:
        """Return whether the plan holds in one cell."""
        return verdict_of(self.shares[down][across], self.require)

    def scenario(self, down: int, across: int) -> Scenario:
        """Return the scenario of one cell."""
        first = self.dials[0].turned(self.ground.scenario, self.sizes[0][down])
        return self.dials[1].turned(first, self.sizes[1][across])

    def breaks_between(self, down: int) -> tuple[float | None, float | None]:
        """Return between which sizes of the second shock a row breaks: the last that holds, the first that breaks.

        Both by their verdicts; what lies between is too close to call. The first is None where none holds before, the
        second where none breaks.
        """
        before: float | None = None
        for across, size in enumerate(self.sizes[1]):
            verdict = self.verdict(down, across)
            if verdict == BREAKS:
                return before, size
            if verdict == HOLDS:
                before = size
        return before, None

    def to_dict(self) -> dict[str, Any]:
        """Return the frontier as ``sobremesa breaking-point --json`` prints it."""
        down, across = self.dials
        rows = [
            _row(self.shares[i][j], **{down.name: self.sizes[0][i], across.name: self.sizes[1][j]})
            | {"verdict": self.verdict(i, j)}
            for i in range(len(self.sizes[0]))
            for j in range(len(self.sizes[1]))
        ]
        return {**self.ground.to_dict(), "vary": [down.name, across.name], "require": self.require, "cells": rows}


def _row(share: Share, **sizes: float) -> dict[str, Any]:
    return {**sizes, "working": {"share": share.share, "low": share.low, "high": share.high, "count": share.count}}


def ground(
    vary: list[str],
    scenario: Scenario | str | None = None,
    plan: Plan | str = "baseline",
    context: Context | str = "uruguay",
    *,
    futures: int = 1000,
    seed: int = 1,
    parameters: ParameterSets | str | os.PathLike[str] = PLAUSIBLE,
    cancelled: Callable[[], bool] | None = None,
) -> Ground:
    """Return where, how and with which luck futures are lived through.

    Parameters
    ----------
    vary : names of dials; without a scenario, its events are those that they name.

    Raises
    ------
    Mistake
        A name that does not exist, or dates outside the context's months.
    """
    place = context if isinstance(context, Context) else library.context(context)
    how = plan if isinstance(plan, Plan) else library.plan(plan)
    if scenario is None:
        what = scenario_of(vary, place)
    else:
        what = scenario if isinstance(scenario, Scenario) else library.scenario(scenario)
    library.check_fit(what, how, place)
    sets = parameter_sets(parameters)
    return Ground(what, how, place, len(future_numbers(futures)), seed, sets, cancelled)


def breaking_point(
    vary: str, on: Ground, *, require: float = REQUIRED, progress: Done | None = None
) -> BreakingPoint:  # fmt: skip
    """Return how large a shock must be before fewer futures work than are required.

    Parameters
    ----------
    vary : the dial (see :func:`sim.stress.dials.dial`).
    progress : called with the futures done and about how many there will be.
    """
    began = time.perf_counter()
    share = check_requirement(require)
    turned = dial(vary, on.scenario, on.context)
    counted = _counting(on, (COARSE + 2 * HALVINGS) * on.futures, progress)
    threshold = find_threshold(lambda size: counted.working(turned.turned(on.scenario, size)), turned.scale, share)
    return BreakingPoint(on, turned, threshold, time.perf_counter() - began)


def frontier(
    vary: tuple[str, str], on: Ground, *, require: float = REQUIRED, progress: Done | None = None, steps: int = STEPS
) -> Frontier:
    """Return in how many futures a plan works for each pair of sizes of two shocks, all in the same futures.

    Raises
    ------
    Mistake
        Where both are the same.
    """
    began = time.perf_counter()
    share = check_requirement(require)
    down, across = (dial(name, on.scenario, on.context) for name in vary)
    if (down.event, down.of) == (across.event, across.of):
        raise Mistake(f"--vary names the {down.of} of event {down.event + 1} twice; name two that differ")
    sizes = tuple(down.scale.spread(steps)), tuple(across.scale.spread(steps))
    counted = _counting(on, len(sizes[0]) * len(sizes[1]) * on.futures, progress)
    shares = []
    for first in sizes[0]:
        half = down.turned(on.scenario, first)
        shares.append(tuple(share_of(counted.working(across.turned(half, second))) for second in sizes[1]))
    return Frontier(on, (down, across), sizes, tuple(shares), share, time.perf_counter() - began)


def _counting(on: Ground, total: int, progress: Done | None) -> Ground:
    """Return the ground with its futures counted; more than were expected only make the end come later."""
    done = 0

    def count(futures: int) -> None:
        nonlocal done
        done += futures
        if progress is not None:
            progress(done, max(total, done))

    return Ground(on.scenario, on.plan, on.context, on.futures, on.seed, on.parameter_sets, on.cancelled, count)
