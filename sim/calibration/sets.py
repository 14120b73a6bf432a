"""How sets of the uncertain parameters are drawn from their ranges."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from sim.world.parameters import GAINS, UNCERTAIN, Parameter

NAMES: Final = tuple(one.name for one in UNCERTAIN)

SCREENED: Final[tuple[Parameter, ...]] = (*UNCERTAIN, *GAINS)
"""What the screening moves: every uncertain parameter, and every mechanism's gain, which takes it out as a whole."""

Points = npt.NDArray[np.float64]


def latin_hypercube(number: int, seed: int) -> Points:
    """Return sets spread evenly over the ranges, shape (number, uncertain parameters)."""
    from scipy.stats import qmc

    sample = qmc.LatinHypercube(len(UNCERTAIN), rng=np.random.default_rng(seed)).random(number)
    return np.asarray(qmc.scale(sample, [one.low for one in UNCERTAIN], [one.high for one in UNCERTAIN]))


def as_sets(points: Points, names: tuple[str, ...] = NAMES) -> list[dict[str, float]]:
    """Return points as sets of parameters by name."""
    return [dict(zip(names, map(float, point), strict=True)) for point in points]
