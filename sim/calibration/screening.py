"""Morris screening: which parameters and mechanisms matter at all, and for what.

Each trajectory moves one parameter at a time through its range (Morris 1991; Campolongo, Cariboni and Saltelli 2007).
All sets are lived through with the same luck, so that a parameter without any effect has an elementary effect of 0.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.calibration.sets import SCREENED, Points, as_sets

if TYPE_CHECKING:
    import pandas as pd

LEVELS: Final = 4
SCREENED_NAMES: Final = tuple(one.name for one in SCREENED)

MATTERS: Final = 0.1
"""Of the largest mean effect on a figure: what has less on every figure hardly matters. A convention."""


def problem() -> dict[str, Any]:
    """Return the parameters and ranges as SALib wants them."""
    bounds = [[one.low, one.high] for one in SCREENED]
    return {"num_vars": len(SCREENED), "names": list(SCREENED_NAMES), "bounds": bounds}


def trajectories(number: int, seed: int) -> Points:
    """Return the points of some trajectories, shape (number x (parameters + 1), parameters)."""
    from SALib.sample import morris

    return np.asarray(morris.sample(problem(), number, num_levels=LEVELS, seed=seed))


def screening_sets(number: int, seed: int) -> list[dict[str, float]]:
    """Return the same as sets of parameters."""
    return as_sets(trajectories(number, seed), SCREENED_NAMES)


def effects(measured: pd.DataFrame, figures: list[str]) -> pd.DataFrame:
    """Return the mean absolute elementary effect of each parameter on each figure, over its whole range.

    Trajectories on which a figure could not be measured somewhere are left out for that figure; ``trajectories left
    out`` says how many. A row for each parameter, a column for each figure.
    """
    import pandas as pd
    from SALib.analyze import morris

    points = measured[[f"parameter {name}" for name in SCREENED_NAMES]].to_numpy()
    steps = len(SCREENED) + 1
    found: dict[str, Any] = {}
    left_out = {}
    for figure in figures:
        values = measured[figure].to_numpy(dtype=float)
        whole = np.isfinite(values.reshape(-1, steps)).all(axis=1)
        left_out[figure] = int((~whole).sum())
        if whole.sum() < 2:
            found[figure] = np.full(len(SCREENED), np.nan)
            continue
        rows = np.repeat(whole, steps)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            analysed = morris.analyze(problem(), points[rows], values[rows], num_levels=LEVELS)
        found[figure] = np.asarray(analysed["mu_star"], dtype=float)
    table = pd.DataFrame(found, index=pd.Index(SCREENED_NAMES, name="parameter"))
    table.attrs["trajectories left out"] = left_out
    return table


def importance(table: pd.DataFrame) -> pd.Series[float]:
    """Return each parameter's largest effect, as a share of the largest that any parameter has on the same figure."""
    largest = table.max(axis=0)
    return (table / largest.where(largest > 0)).max(axis=1).sort_values(ascending=False)
