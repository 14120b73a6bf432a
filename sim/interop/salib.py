"""A design as a SALib problem."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.experiments.design import Design, read_design
from sim.files.mistakes import Mistake

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.varying import Variation


def salib_problem(design: Design | str | os.PathLike[str]) -> dict[str, Any]:
    """Return what a design varies as the ``problem`` that SALib's samplers and analyses take.

    A range has its limits as bounds. Of whole numbers and lists SALib draws places: give its sample to
    :func:`values_of`, which turns places into values, each as likely as the others.

    Raises
    ------
    Mistake
        A design that varies nothing.
    """
    varied = _varied(design)
    return {"num_vars": len(varied), "names": list(varied), "bounds": [_bounds(one) for one in varied.values()]}


def values_of(design: Design | str | os.PathLike[str], sample: npt.NDArray[np.float64]) -> pd.DataFrame:
    """Return a sample that SALib drew for :func:`salib_problem` as values, a row for each point.

    Raises
    ------
    Mistake
        A sample of another problem.
    """
    import pandas as pd

    varied = _varied(design)
    rows = np.asarray(sample, dtype=float)
    if rows.ndim != 2 or rows.shape[1] != len(varied):
        raise Mistake(f"the sample has shape {rows.shape}, but must have a column for each of {', '.join(varied)}")
    columns = {}
    for place, (name, one) in enumerate(varied.items()):
        low, high = _bounds(one)
        if ((rows[:, place] < low) | (rows[:, place] > high)).any():
            raise Mistake(f"column {name} of the sample must lie between {low:g} and {high:g}")
        if one.values or one.whole:
            columns[name] = np.array([one.at(float(share)) for share in (rows[:, place] - low) / (high - low)])
        else:
            columns[name] = rows[:, place]
    return pd.DataFrame(columns)


def _varied(design: Design | str | os.PathLike[str]) -> dict[str, Variation]:
    """Return what a design varies."""
    read = design if isinstance(design, Design) else read_design(design)
    if not read.vary:
        raise Mistake(f"{read.name}: it has no [vary], so there is nothing to sample")
    return dict(read.vary)


def _bounds(one: Variation) -> list[float]:
    """Return the limits of a range, or of the places of a list or of whole numbers."""
    if one.values:
        return [0.0, float(len(one.values))]
    if one.whole:
        return [one.low, one.high + 1.0]
    return [one.low, one.high]
