"""How much of the spread between futures is luck, and how much is not knowing the parameters.

Futures that live with the same parameter set differ by luck alone; what sets differ by on average, beyond what their
few futures' luck explains, is ignorance (analysis of variance with sets as random groups).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.results.intervals import CONFIDENCE

FEWEST_SETS: Final = 20
GROUPS: Final = 20
"""Groups of sets of which one at a time is left out (delete-a-group jackknife)."""


@dataclass(frozen=True)
class Split:
    """Shares of the variance of something between futures.

    Attributes
    ----------
    ignorance : the share that comes from the parameter sets, with its interval (95 %); the rest is luck.
    sets, futures : how many it was worked out from.
    """

    ignorance: float
    low: float
    high: float
    sets: int
    futures: int

    @property
    def luck(self) -> float:
        """The share that remains where all parameters are the same."""
        return 1.0 - self.ignorance


def futures_needed(sets: int) -> int | None:
    """Return from how many futures on a split can be told: twenty sets with a second future; None: too few sets."""
    return sets + FEWEST_SETS if sets >= FEWEST_SETS else None


def split(values: npt.NDArray[np.float64], sets: npt.NDArray[np.int64]) -> Split | None:
    """Return how the variance of a value between futures splits.

    Parameters
    ----------
    values : of each future.
    sets : the parameter set that each future lived with.

    Returns
    -------
    None where it cannot be told: fewer than 20 sets have two futures or more, or all futures are alike.
    """
    from scipy.stats import t

    _, group, sizes = np.unique(sets, return_inverse=True, return_counts=True)
    counted = sizes[group] > 1
    if (sizes > 1).sum() < FEWEST_SETS or np.ptp(values[counted]) == 0:
        return None
    values = np.asarray(values[counted], dtype=float)
    _, group = np.unique(group[counted], return_inverse=True)
    share = _ignorance(values, group)
    number = int(group.max()) + 1
    without = []
    for left_out in range(GROUPS):
        kept = group % GROUPS != left_out
        without.append(_ignorance(values[kept], group[kept]))
    error = np.sqrt((GROUPS - 1) / GROUPS * np.sum((np.array(without) - np.mean(without)) ** 2))
    half = float(t.ppf(0.5 + CONFIDENCE / 2.0, GROUPS - 1) * error)
    low, high = (float(np.clip(edge, 0.0, 1.0)) for edge in (share - half, share + half))
    return Split(float(np.clip(share, 0.0, 1.0)), low, high, number, len(values))


def _ignorance(values: npt.NDArray[np.float64], group: npt.NDArray[np.int64]) -> float:
    """Return the estimated variance between groups over the whole, which chance may make a little negative."""
    _, group, sizes = np.unique(group, return_inverse=True, return_counts=True)
    groups, futures = len(sizes), len(values)
    means = np.bincount(group, weights=values) / sizes
    within = float(np.sum((values - means[group]) ** 2)) / (futures - groups)
    between = float(np.sum(sizes * (means - values.mean()) ** 2)) / (groups - 1)
    usual = (futures - float(np.sum(sizes**2)) / futures) / (groups - 1)
    beyond = (between - within) / usual
    whole = beyond + within
    return beyond / whole if whole > 0 else 0.0
