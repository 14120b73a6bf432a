"""How far a parameter set's futures are from what was observed, and whether that makes the set implausible.

The words are those of ``sobremesa evidence``: a figure is near within twice the half-width of the observed interval.
A set is plausible when every comparison that decides is inside or near, with the doubt that the few futures of a set
leave to its figure counted in the set's favour. A sign passes unless it is clearly wrong, by two standard errors; there
is nothing near to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.calibration.measuring import ERROR, calibrated
from sim.evidence.pattern import Comparison
from sim.evidence.verdicts import NEAR

DOUBT: Final = 2.0
"""Standard errors of a figure that count in a set's favour."""

Line = npt.NDArray[np.float64]


def excess(comparison: Comparison, figures: Line, errors: Line) -> Line:
    """Return how far figures lie from what was observed: 1 is the border of the observed interval, 2 of what is near.

    Signs and bounds have no width of their own: a figure on the right side has 0; on the wrong side one standard error
    counts as 1. Shape and NaN follow the figures.
    """
    observed = comparison.observed
    scale = np.where(errors > 0, errors, np.inf)  # without any doubt about it, nothing happened at all
    if comparison.test == "interval":
        assert observed.figure is not None and observed.low is not None and observed.high is not None
        above = (figures - observed.figure) / (observed.high - observed.figure)
        below = (observed.figure - figures) / (observed.figure - observed.low)
        return np.maximum(above, below)
    if comparison.test == "at most":
        assert observed.high is not None
        return np.maximum(0.0, figures - observed.high) / scale
    sign = 1.0 if comparison.test == "positive" else -1.0
    return np.maximum(0.0, -sign * figures) / scale


def favourable(comparison: Comparison, figures: Line, errors: Line) -> Line:
    """Return the same with the doubt about each figure counted in its favour."""
    if comparison.test != "interval":
        return np.where(excess(comparison, figures, errors) <= DOUBT, 0.0, np.inf)
    observed = comparison.observed
    assert observed.figure is not None
    gap = figures - observed.figure
    nearest = observed.figure + np.sign(gap) * np.maximum(0.0, np.abs(gap) - DOUBT * errors)
    return excess(comparison, nearest, errors)


def passes(comparison: Comparison, figures: Mapping[str, Line]) -> npt.NDArray[np.bool_]:
    """Return which sets a comparison does not rule out; a figure, or its doubt, that is missing rules a set out."""
    found, errors = figures[comparison.measure], figures[comparison.measure + ERROR]
    return np.asarray((favourable(comparison, found, errors) <= NEAR) & np.isfinite(errors))


def plausible(figures: Mapping[str, Line]) -> npt.NDArray[np.bool_]:
    """Return which sets no comparison rules out."""
    kept = np.stack([passes(comparison, figures) for _, comparison in calibrated()])
    return np.asarray(kept.all(axis=0))


def distances(figures: Mapping[str, Line]) -> Line:
    """Return each set's distance from the observations: the root of the mean square over comparisons (see `excess`)."""
    squares = [
        excess(comparison, figures[comparison.measure], figures[comparison.measure + ERROR]) ** 2
        for _, comparison in calibrated()
    ]
    return np.asarray(np.sqrt(np.mean(squares, axis=0)))
