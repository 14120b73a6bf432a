"""Runs the two arms of an expectation in the same futures and says what came out."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sim.engines.ensemble import Luck, Series, simulate_series
from sim.files import library
from sim.files.context import Context
from sim.files.plan import Plan, Trigger
from sim.files.scenario import Scenario
from sim.results.outcomes import live, losses, working_at_the_end
from sim.robustness.matched import realised
from sim.world.assembly import build_world, parameter_table
from sim.world.levers import ACTIVITIES
from sim.world.measures import MEASURES, PRIMARY
from tests.behaviour.arms import Arm, Expectation, Kept, Lost, Mean, Statistic, Working
from tests.behaviour.fixed import BLOW, CRITERION, FIRST_FUTURE, FUTURES, LATER, SEED

COLUMN = {measure.name: number for number, measure in enumerate(MEASURES)}
BLOCK = np.arange(FIRST_FUTURE, FIRST_FUTURE + FUTURES)
KEPT_IN_MEMORY = 8
"""Arms whose series are kept for the next comparison (13 MB each): most comparisons share one with a neighbour."""

PerFuture = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Finding:
    """What came out of a comparison.

    Attributes
    ----------
    first, second : means of the arms over futures (or the share working).
    error : standard error of the mean paired difference.
    z : difference over error; infinite where every future differs by the same, 0 where none differs at all.
    """

    first: float
    second: float
    error: float
    z: float
    verdict: str

    @property
    def difference(self) -> float:
        """How much larger the first arm is."""
        return self.first - self.second


def context_of(arm: Arm) -> Context:
    """Return where an arm takes place."""
    return Context.model_validate(dict(arm.context))


def scenario_of(arm: Arm) -> Scenario:
    """Return what happens in an arm."""
    if isinstance(arm.scenario, str):
        return library.scenario(arm.scenario)
    return Scenario.model_validate({"event": [dict(event) for event in arm.scenario]})


def plan_of(arm: Arm) -> Plan:
    """Return what an arm does."""
    shipped = library.plan(arm.plan)
    effort = arm.effort if arm.matched is None else realised_effort(arm.matched)
    laid_over = Plan.model_validate(
        {"effort": {**shipped.effort, **effort}, "levers": {**shipped.levers, **arm.levers}}
    )
    stages = [Trigger(name="always where the money is", month=1, retarget=True)] if arm.retargets else []
    stages += [Trigger(name="later", month=LATER, levers=dict(arm.later))] if arm.later else []
    return laid_over.model_copy(update={"triggers": (*shipped.triggers, *stages)})


def run(arm: Arm, futures: npt.NDArray[np.int64]) -> Series:
    """Return the measures of every month of some futures of an arm."""
    context = context_of(arm)
    world = build_world(scenario_of(arm), plan_of(arm), context)
    return simulate_series(world, parameter_table(context, [arm.parameters]), futures, Luck(SEED))


_kept: OrderedDict[str, Series] = OrderedDict()


def series_of(arm: Arm) -> Series:
    """Return the measures of every month of every future of the block."""
    key = repr(arm)
    if key not in _kept:
        _kept[key] = run(arm, BLOCK)
    _kept.move_to_end(key)
    while len(_kept) > KEPT_IN_MEMORY:
        _kept.popitem(last=False)
    return _kept[key]


def twin_of(arm: Arm) -> Arm:
    """Return the same arm without its events."""
    return replace(arm, scenario="calm-decade")


def realised_effort(arm: Arm) -> dict[str, float]:
    """Return the shares of effort that an adaptive plan had on average over the block's futures and months."""
    shares, _ = realised(plan_of(arm), context_of(arm), series_of(arm))
    return {activity.name: float(share) for activity, share in zip(ACTIVITIES, shares, strict=True)}


def column(series: Series, measure: str) -> Series:
    """Return a measure of every month."""
    return np.asarray(series[:, :, COLUMN[measure]])


def values(arm: Arm, statistic: Statistic) -> PerFuture:
    """Return a statistic of each future of an arm; its mean is what the arm is compared by."""
    series = series_of(arm)
    match statistic:
        case Mean(measure, first, last):
            return np.asarray(column(series, measure)[:, first : last + 1].mean(axis=1))
        case Working():
            return working_at_the_end(series).astype(float)
        case Lost(measure):
            return _lost(series, series_of(twin_of(arm)), measure)
        case Kept(measure, first, last):
            run, twin = (
                column(one, measure)[:, first : last + 1].mean(axis=1) for one in (series, series_of(twin_of(arm)))
            )
            ratio = run.mean() / twin.mean()
            return np.asarray(ratio + (run - ratio * twin) / twin.mean())


def _lost(series: Series, twin: Series, measure: str) -> PerFuture:
    """Return the months of work lost of one measure, by the product's own rule."""
    run, calm = (np.repeat(column(one, measure)[:, :, None], len(PRIMARY), axis=2) for one in (series, twin))
    return losses(run, calm, live(twin), BLOW).lost[:, 0]


def compare(first: PerFuture, second: PerFuture, side: str) -> Finding:
    """Judge a paired difference by the criterion that was fixed beforehand."""
    difference = first - second
    mean = float(difference.mean())
    error = float(difference.std(ddof=1) / math.sqrt(len(difference)))
    z = mean / error if error > 0.0 else math.copysign(math.inf, mean) if mean else 0.0
    towards = z if side == "higher" else -z
    verdict = "holds" if towards > CRITERION else "contradicted" if towards < -CRITERION else "not shown"
    return Finding(float(first.mean()), float(second.mean()), error, z, verdict)


def measure(expectation: Expectation) -> Finding:
    """Run both arms of an expectation and compare them."""
    return compare(
        values(expectation.first, expectation.statistic),
        values(expectation.second, expectation.statistic),
        expectation.side,
    )


def overlay(arm: Arm, parameters: Mapping[str, float]) -> Arm:
    """Return an arm that lives with other parameters besides its own."""
    return replace(arm, parameters={**arm.parameters, **parameters})
