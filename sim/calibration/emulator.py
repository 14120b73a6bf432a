"""A quick stand-in for the model: what a set's figures would probably be, and how wrong that may be.

Extremely randomised trees, fitted to the sets that were run. Its own error is measured on trees that had not seen a set
(out of bag), and counts in a set's favour, so that a poor emulator rules out little.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.calibration.judging import plausible
from sim.calibration.measuring import ERROR, calibrated
from sim.calibration.sets import Points

TREES: Final = 200
BOUNDLESS: Final = 1e300
"""Doubt about a figure of which nothing was learned."""

FEWEST_SETS: Final = 50
"""With fewer measured sets of a figure there is nothing to learn from."""


class Emulator:
    """Predicts the figures of every comparison that decides.

    Attributes
    ----------
    errors : by figure, the root mean square error on sets that were not used for fitting.
    explained : by figure, the share of the variance that it predicts on them.
    """

    def __init__(self, points: Points, figures: Mapping[str, npt.NDArray[np.float64]], seed: int) -> None:
        from sklearn.ensemble import ExtraTreesRegressor

        self.errors: dict[str, float] = {}
        self.explained: dict[str, float] = {}
        self._fitted: dict[str, Any] = {}
        for _, comparison in calibrated():
            values = figures[comparison.measure]
            there = np.isfinite(values)
            if there.sum() < FEWEST_SETS:
                continue
            trees = ExtraTreesRegressor(
                TREES, bootstrap=True, oob_score=True, max_features=0.33, n_jobs=-1, random_state=seed
            ).fit(points[there], values[there])
            missed = values[there] - trees.oob_prediction_
            self.errors[comparison.measure] = float(np.sqrt(np.mean(missed**2)))
            self.explained[comparison.measure] = float(trees.oob_score_)
            self._fitted[comparison.measure] = trees

    def not_ruled_out(self, points: Points) -> npt.NDArray[np.bool_]:
        """Return which sets may be plausible as far as the emulator can tell."""
        figures: dict[str, npt.NDArray[np.float64]] = {}
        for _, comparison in calibrated():
            name = comparison.measure
            if name in self._fitted:
                figures[name] = self._fitted[name].predict(points)
                figures[name + ERROR] = np.full(len(points), self.errors[name])
            else:  # nothing was learned: everything is possible
                middle = comparison.observed.figure
                figures[name] = np.full(len(points), 0.0 if middle is None else middle)
                figures[name + ERROR] = np.full(len(points), BOUNDLESS)
        return plausible(figures)
