"""The same community in a second program, written from the description alone: do both say the same?

`benchmarks/plain_mesa.py` shares no code with `sim` and draws its luck in another way, so single futures differ and
only averages can be compared.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from benchmarks import plain_mesa
from sim.files.context import Context
from sim.results.outcomes import working_at_the_end
from sim.world.measures import N_MEASURES, PEOPLE, REUSE
from sim.world.parameters import ALL_PARAMETERS
from tests.behaviour.arms import Arm
from tests.behaviour.measuring import column, series_of
from tests.rules.worlds import traced

SCENARIOS: Final = ("calm-decade", "hostile-successors", "big-funders-go", "everything-at-once")
MONTHS: Final = (12, 60, 120)
FUTURES: Final = 200
PLAIN_SEED: Final = 8_000_000
MEASURES: Final = tuple(plain_mesa.MEASURES)
WORKING: Final = "working"

Figures = dict[str, dict[str, list[float]]]
"""By month, by measure: mean and standard error."""


def plain_context() -> plain_mesa.Context:
    """Return the default context in the words of the second program."""
    context = Context()
    size, elections = context.size, context.elections
    return plain_mesa.Context(
        national=size.national_governments,
        local=size.local_governments,
        champions=size.champions,
        donors=size.donors,
        activists=size.activists,
        term=elections.term_months,
        losing=elections.turnover_probability,
        early_exit=elections.early_exit,
    )


def plain_futures(scenario: str, numbers: Sequence[int], reference_use: float) -> list[Mapping[str, list[float]]]:
    """Return the measures of every month of some futures of the second program."""
    futures = []
    for number in numbers:
        community = plain_mesa.Community(
            plain_mesa.SCENARIOS[scenario],
            context=plain_context(),
            reference_use=reference_use,
            rng=PLAIN_SEED + number,
        )
        for _ in range(max(MONTHS)):
            community.step()
        futures.append(community.datacollector.model_vars)
    return futures


def plain_figures(scenario: str, futures: int = FUTURES) -> Figures:
    """Return what the second program gives."""
    run = plain_futures(scenario, range(futures), plain_mesa.estimate_reference_use())
    figures = {
        str(month): {name: _mean_and_error([future[name][month - 1] for future in run]) for name in MEASURES}
        for month in MONTHS
    }
    series = np.zeros((futures, max(MONTHS) + 1, N_MEASURES))
    for place, name in ((PEOPLE, "people"), (REUSE, "reuse")):
        series[:, 1:, place] = [future[name] for future in run]
    working = working_at_the_end(series)
    figures[str(max(MONTHS))][WORKING] = _mean_and_error(working.astype(float))
    return figures


def by_hand() -> dict[str, float]:
    """Return the parameters of the second program, which were set by hand before the defaults were calibrated."""
    return {name: value for name, value in traced().items() if value != ALL_PARAMETERS[name].default}


def product_figures(scenario: str, futures: int = FUTURES) -> Figures:
    """Return what the product's ensemble engine gives in as many futures."""
    series = series_of(Arm(scenario, parameters=by_hand()))[:futures]
    figures = {
        str(month): {name: _mean_and_error(column(series, name)[:, month]) for name in MEASURES} for month in MONTHS
    }
    working = working_at_the_end(series)
    figures[str(max(MONTHS))][WORKING] = _mean_and_error(working.astype(float))
    return figures


def _mean_and_error(values: Any) -> list[float]:
    numbers = np.asarray(values, dtype=float)
    return [float(numbers.mean()), float(numbers.std(ddof=1) / math.sqrt(len(numbers)))]


def z_between(first: Sequence[float], second: Sequence[float]) -> float:
    """Return by how many standard errors two independent means differ."""
    error = math.hypot(first[1], second[1])
    return (first[0] - second[0]) / error if error > 0.0 else 0.0
