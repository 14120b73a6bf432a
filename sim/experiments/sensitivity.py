"""Which inputs drive an outcome: Sobol' indices and Morris' elementary effects (SALib), and how far to trust them.

SALib answers one undefined outcome with indices of zero and no warning, and takes any table for the sample that it
expects. So both are checked first: that the points are the rows of such a sample, and that each has a value. Where
some have none, whole base points (or trajectories) are left out, counted and said; where too many have none, the
answer is refused.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from sim.experiments.factors import Factor, Values, bounds, matrix, salib_problem
from sim.files.mistakes import Mistake, shown, unknown
from sim.results.intervals import CONFIDENCE

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.luck_share import LuckShare

METHODS: Final = ("sobol", "morris")
RESAMPLES: Final = 1000
BOOTSTRAP_SEED: Final = 20261
"""The same data give the same intervals."""

MOST_LEFT_OUT: Final = 0.1
"""With more base points gone than this, indices would be of other points than those that the design asked for."""

FEWEST: Final = {"sobol": 8, "morris": 4}
"""Base points or trajectories without which there is nothing to resample."""

NARROW: Final = 0.05
"""Half-width of an interval of a Sobol' index that counts as converged (Sarrazin, Pianosi and Wagener 2016,
Environmental Modelling & Software 79, 135-152); for Morris, of the largest effect."""

LEVELS: Final = 4
"""Levels of the grid on which Morris' trajectories walk, SALib's default."""


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """How strongly each input drives an outcome.

    Attributes
    ----------
    method : "sobol" or "morris".
    outcome : the outcome that was explained.
    table : a row for each input, the strongest first. Sobol': ``first`` and ``total`` with ``_low`` and ``_high``;
        Morris: ``effect`` (mu*) with ``_low`` and ``_high``, ``direction`` (mu) and ``spread`` (sigma).
    base : base points (Sobol') or trajectories (Morris) that the indices rest on.
    left_out : base points or trajectories that were left out because a point of theirs has no value.
    points, missing : points of the design, and how many have no value.
    settled : the strongest inputs, as far as their order is the same in each half of the sample.
    half_width : the widest half-width of an interval, of first-order and total indices alike; for Morris, as a share of
        the largest effect.
    luck : where the differences between single futures come from; None where that is not known.
    """

    method: str
    outcome: str
    table: pd.DataFrame
    base: int
    left_out: int
    points: int
    missing: int
    settled: tuple[str, ...]
    half_width: float
    luck: LuckShare | None = None

    @property
    def leading(self) -> str:
        """The column by which inputs are ordered."""
        return "total" if self.method == "sobol" else "effect"

    @property
    def converged(self) -> bool:
        """Whether all intervals are narrow and the order is the same in each half of the sample."""
        return self.half_width <= NARROW and len(self.settled) == len(self.table)


def sensitivity(
    points: pd.DataFrame, outcome: pd.Series, factors: Sequence[Factor], method: str, luck: LuckShare | None = None
) -> Sensitivity:
    """Return how strongly each input drives an outcome.

    Parameters
    ----------
    points : a row for each point in the order of the sample, with a column for each factor.
    outcome : the outcome of each point, in the same order; NaN where a point failed or has no such outcome.
    factors : what was varied.
    method : "sobol" (rows of Saltelli's scheme, with or without second order) or "morris" (trajectories).

    Raises
    ------
    Mistake
        Where the points are no such sample, too many have no value, or the outcome never differs.
    """
    if method not in METHODS:
        raise unknown("method", method, METHODS)
    if len(points) != len(outcome):
        raise Mistake(f"there are {len(points)} points, but {len(outcome)} values of '{outcome.name}'")
    inputs, values = matrix(points, factors), outcome.to_numpy(dtype=float)
    size = _rows_of_saltelli(inputs) if method == "sobol" else _rows_of_morris(inputs, factors)
    complete, left_out = _complete(values, size, str(outcome.name), FEWEST[method])
    kept = np.repeat(complete, size)
    inputs, values = inputs[kept], values[kept]
    if np.ptp(values) == 0.0:
        raise Mistake(
            f"outcome {shown(str(outcome.name))} is {values[0]:g} at every point: no input makes a difference"
        )
    analyse = _sobol if method == "sobol" else _morris
    table = analyse(inputs, values, size, factors)
    leading = "total" if method == "sobol" else "effect"
    table = table.sort_values(leading, ascending=False, kind="stable")
    judged = ("first", "total") if method == "sobol" else ("effect",)
    half_width = max(float((table[f"{column}_high"] - table[column]).max()) for column in judged)
    if method == "morris":
        half_width /= float(table[leading].max())
    return Sensitivity(
        method, str(outcome.name), table, int(complete.sum()), left_out, len(points),
        int(np.isnan(outcome.to_numpy(dtype=float)).sum()),
        _settled(table.index, leading, inputs, values, size, factors, analyse), half_width, luck,
    )  # fmt: skip


def _complete(values: Values, size: int, outcome: str, fewest: int) -> tuple[npt.NDArray[np.bool_], int]:
    """Return which base points have a value in all their rows, and how many have not."""
    if np.isinf(values).any():
        raise Mistake(f"outcome {shown(outcome)} is infinite at {int(np.isinf(values).sum())} points")
    complete = np.asarray(np.isfinite(values).reshape(-1, size).all(axis=1))
    left_out = int((~complete).sum())
    if left_out > MOST_LEFT_OUT * len(complete):
        missing = int(np.isnan(values).sum())
        raise Mistake(
            f"outcome {shown(outcome)} has no value at {missing:,} of {len(values):,} points, and {left_out:,} of "
            f"{len(complete):,} base points need them: too many to leave out (at most {MOST_LEFT_OUT:.0%}); run the "
            "experiment again where points failed, or take an outcome that every future has"
        )
    if complete.sum() < fewest:
        raise Mistake(f"there are {int(complete.sum())} complete base points, but indices need at least {fewest}")
    return complete, left_out


def _rows_of_saltelli(inputs: Values) -> int:
    """Return how many rows belong to one base point: A, then A with one column of B at a time, ..., then B.

    The order is that of SALib's ``sample.sobol``: inputs + 2 rows, or 2 inputs + 2 with second order.
    """
    number = int(inputs.shape[1])
    for size in (number + 2, 2 * number + 2):
        if len(inputs) % size or not len(inputs):
            continue
        rows = inputs.reshape(-1, size, number)
        first, last = rows[:, 0], rows[:, -1]
        expected = np.repeat(first[:, None, :], number, axis=1)
        for column in range(number):
            expected[:, column, column] = last[:, column]
        if np.array_equal(rows[:, 1 : number + 1], expected):
            return size
    raise Mistake(
        f"these {len(inputs):,} points are no Sobol' sample of {number} inputs (base points of {number + 2} or "
        f'{2 * number + 2} rows); a design with sampling = "sobol" gives one'
    )


def _rows_of_morris(inputs: Values, factors: Sequence[Factor]) -> int:
    """Return how many rows a trajectory has, after checking that each step moves one input, and each input once."""
    number = int(inputs.shape[1])
    size = number + 1
    if len(inputs) and len(inputs) % size == 0:
        moved = np.diff(inputs.reshape(-1, size, number), axis=1) != 0.0
        # A whole number may stay where it is: two steps of the grid can be rounded to the same number.
        blunt = np.array([factor.stepwise or bool(factor.choices) for factor in factors])
        once = moved.sum(axis=1)
        if (moved.sum(axis=2) <= 1).all() and (once <= 1).all() and (once[:, ~blunt] == 1).all():
            return size
    raise Mistake(
        f"these {len(inputs):,} points are no Morris sample of {number} inputs (trajectories of {size} rows, one input "
        'moved a step); a design with sampling = "morris" gives one'
    )


def _sobol(inputs: Values, values: Values, size: int, factors: Sequence[Factor]) -> pd.DataFrame:
    """Return first-order and total indices with bootstrap intervals (Saltelli and others 2010, in SALib)."""
    import pandas as pd
    from SALib.analyze import sobol

    number = len(factors)
    # Second-order rows are not used: first-order and total indices do not need them, and SALib is faster without.
    wanted = np.r_[0 : number + 1, size - 1]
    lean = values.reshape(-1, size)[:, wanted].ravel()
    found = sobol.analyze(
        salib_problem(factors), lean, calc_second_order=False, num_resamples=RESAMPLES, conf_level=CONFIDENCE,
        seed=BOOTSTRAP_SEED,
    )  # fmt: skip
    columns = {}
    for name, key in (("first", "S1"), ("total", "ST")):
        columns[name] = found[key]
        columns[f"{name}_low"] = found[key] - found[f"{key}_conf"]
        columns[f"{name}_high"] = found[key] + found[f"{key}_conf"]
    return pd.DataFrame(columns, index=pd.Index([factor.name for factor in factors], name="input"))


def _morris(inputs: Values, values: Values, size: int, factors: Sequence[Factor]) -> pd.DataFrame:
    """Return mean absolute effects (mu*) with bootstrap intervals, mean effects and their spread."""
    import pandas as pd
    from SALib.analyze import morris

    found = morris.analyze(
        salib_problem(factors), inputs, values, num_resamples=RESAMPLES, conf_level=CONFIDENCE,
        num_levels=_levels(inputs, size, factors), seed=BOOTSTRAP_SEED,
    )  # fmt: skip
    effect, half = np.asarray(found["mu_star"], dtype=float), np.asarray(found["mu_star_conf"], dtype=float)
    columns = {
        "effect": effect, "effect_low": np.maximum(0.0, effect - half), "effect_high": effect + half,
        "direction": np.asarray(found["mu"], dtype=float), "spread": np.asarray(found["sigma"], dtype=float),
    }  # fmt: skip
    return pd.DataFrame(columns, index=pd.Index([factor.name for factor in factors], name="input"))


def _levels(inputs: Values, size: int, factors: Sequence[Factor]) -> int:
    """Return the levels of the grid, from the step that inputs move by: levels / (2 levels - 2) of their range."""
    for column, factor in enumerate(factors):
        if factor.stepwise or factor.choices:
            continue
        low, high = bounds(factor)
        steps = np.abs(np.diff(inputs[:, column].reshape(-1, size), axis=1)).max(axis=1) / (high - low)
        step = float(np.median(steps))
        levels = round(2 * step / (2 * step - 1)) if step > 0.5 else 0
        if levels < 2 or not np.allclose(steps, levels / (2 * levels - 2), rtol=1e-6):
            raise Mistake(f"input {shown(factor.name)} does not move by the steps of a Morris sample over its range")
        return levels
    return LEVELS


Analyse = Callable[[Values, Values, int, Sequence[Factor]], "pd.DataFrame"]


def _settled(
    order: Iterable[str], leading: str, inputs: Values, values: Values, size: int, factors: Sequence[Factor],
    analyse: Analyse,
) -> tuple[str, ...]:  # fmt: skip
    """Return the strongest inputs, as far as both halves of the sample put them in the same order."""
    base = len(values) // size
    orders: list[list[str]] = [list(order)]
    for half in (slice(0, base // 2 * size), slice(base // 2 * size, base * size)):
        if np.ptp(values[half]) == 0.0:
            return ()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            table = analyse(inputs[half], values[half], size, factors)
        orders.append(list(table.sort_values(leading, ascending=False, kind="stable").index))
    agreed: list[str] = []
    for names in zip(*orders, strict=True):
        if len(set(names)) > 1:
            break
        agreed.append(names[0])
    return tuple(agreed)


def to_dict(found: Sensitivity) -> dict[str, Any]:
    """Return everything that was found, for JSON."""
    luck = None if found.luck is None else vars(found.luck)
    return {
        "method": found.method, "outcome": found.outcome, "points": found.points, "points_without_value": found.missing,
        "base": found.base, "base_left_out": found.left_out, "converged": found.converged,
        "widest_half_width": found.half_width, "same_order_in_both_halves": list(found.settled), "luck": luck,
        "inputs": [{"input": str(name)} | dict(row) for name, row in found.table.iterrows()],
    }  # fmt: skip
