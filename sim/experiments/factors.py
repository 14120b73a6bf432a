"""What an experiment varies, as its analyses see it: a column of the table of points, with its range and its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.files.mistakes import Mistake, shown, unknown

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Factor:
    """One thing that differs between the points of an experiment.

    Attributes
    ----------
    name : the column that holds it.
    title : what it is, to stand in a sentence: "the share of donors that leave".
    low, high : the range of a number; of no use where there are choices.
    choices : the names it may take, such as those of plans; empty for a number.
    stepwise : whether only some numbers occur: whole ones, or those of a list.
    beginning : for a month: the calendar month (2027-01) of month 0, so that sentences can say dates; else "".
    """

    name: str
    title: str = ""
    low: float = 0.0
    high: float = 1.0
    choices: tuple[str, ...] = ()
    stepwise: bool = False
    beginning: str = ""


Values = npt.NDArray[np.float64]


def codes(points: pd.DataFrame, factor: Factor) -> Values:
    """Return a column as numbers; a choice becomes its place in the list of choices.

    Raises
    ------
    Mistake
        Where the column is missing, a choice is not in the list, or a number is none.
    """
    if factor.name not in points.columns:
        raise unknown("column of the points", factor.name, [str(name) for name in points.columns])
    column = points[factor.name]
    if factor.choices:
        places = {name: place for place, name in enumerate(factor.choices)}
        strangers = sorted({str(value) for value in column} - set(places))
        if strangers:
            raise unknown(f"{factor.name}", strangers[0], factor.choices)
        return np.array([places[str(value)] for value in column], dtype=float)
    try:
        values = column.to_numpy(dtype=float)
    except (TypeError, ValueError):
        raise Mistake(f"column {shown(factor.name)} of the points holds something that is no number") from None
    if not np.isfinite(values).all():
        raise Mistake(f"column {shown(factor.name)} of the points has gaps; each point needs a value")
    return values


def matrix(points: pd.DataFrame, factors: Sequence[Factor]) -> Values:
    """Return the points as numbers, shape (points, factors)."""
    return np.column_stack([codes(points, factor) for factor in factors])


def bounds(factor: Factor) -> list[float]:
    """Return the range of a factor's numbers, as SALib wants it."""
    return [0.0, float(max(1, len(factor.choices) - 1))] if factor.choices else [factor.low, factor.high]


def salib_problem(factors: Sequence[Factor]) -> dict[str, object]:
    """Return factors as the ``problem`` that SALib's functions take.

    Examples
    --------
    >>> salib_problem([Factor("burnout", low=0.03, high=0.1), Factor("plan", choices=("baseline", "adaptive"))])
    {'num_vars': 2, 'names': ['burnout', 'plan'], 'bounds': [[0.03, 0.1], [0.0, 1.0]]}
    """
    return {
        "num_vars": len(factors),
        "names": [factor.name for factor in factors],
        "bounds": [bounds(factor) for factor in factors],
    }
