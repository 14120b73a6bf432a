"""How much of the spread between futures is luck, which community it is, and not knowing the parameters.

What parameter sets differ by on average, beyond what their few futures explain, is ignorance (analysis of variance
with sets as random groups). The rest is told apart where futures are lived a second time, with the same parameter set
and the same month 0 but another luck from month 1 on: what two such lives differ by is luck; what is left is which
community it is: how it differs for good, and how it begins, with what a difference does in one parameter set and not
in another.

The three variances are estimated without bias, their shares with one of less than a point from 500 futures on; but no
share is said to be below 0, so that one of 0 is on average said to be 1 to 3 points: whether it can be told from none
stands beside it. Of 1,000 futures the interval of the community's share reaches 7 points to each side with 100 sets
and 10 where no two share one; of 4,000, 4 to 5 (planted: it held the true share in 91 to 99 of 100 experiments).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    ignorance : the share that comes from the parameter sets, with its interval (95 %: low, high).
    sets, futures : how many it was worked out from.
    community : the share that comes from which community it is, with its interval; None where no future was lived
        a second time: then it is part of what :attr:`luck` says.
    """

    ignorance: float
    low: float
    high: float
    sets: int
    futures: int
    community: float | None = None
    community_low: float = 0.0
    community_high: float = 1.0

    @property
    def luck(self) -> float:
        """The share that remains where the parameters, and if it is known the community, are the same."""
        return 1.0 - self.ignorance - (self.community or 0.0)

    @property
    def shows_community(self) -> bool:
        """Whether the community's share can be told from none."""
        return self.community is not None and self.community_low > 0.0


def futures_needed(sets: int) -> int | None:
    """Return from how many futures on a split can be told: twenty sets with a second future; None: too few sets."""
    return sets + FEWEST_SETS if sets >= FEWEST_SETS else None


def split(
    values: npt.NDArray[np.float64], sets: npt.NDArray[np.int64], again: npt.NDArray[np.float64] | None = None
) -> Split | None:  # fmt: skip
    """Return how the variance of a value between futures splits.

    Parameters
    ----------
    values : of each future.
    sets : the parameter set that each future lived with.
    again : the value of each future's second life, with the same month 0 and another luck; NaN where it has none.

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
    squares = None if again is None else (values - again[counted]) ** 2
    _, group = np.unique(group[counted], return_inverse=True)
    shares = _shares(values, group, squares)
    without = []
    for left_out in range(GROUPS):
        kept = group % GROUPS != left_out
        without.append(_shares(values[kept], group[kept], None if squares is None else squares[kept]))
    error = np.sqrt((GROUPS - 1) / GROUPS * np.sum((np.array(without) - np.mean(without, axis=0)) ** 2, axis=0))
    half = t.ppf(0.5 + CONFIDENCE / 2.0, GROUPS - 1) * error
    (low, community_low), (high, community_high) = np.clip([shares - half, shares + half], 0.0, 1.0).tolist()
    ignorance = float(np.clip(shares[0], 0.0, 1.0))
    found = Split(ignorance, low, high, int(group.max()) + 1, len(group))
    if again is None:
        return found
    community = float(np.clip(shares[1], 0.0, 1.0 - ignorance))
    return replace(found, community=community, community_low=community_low, community_high=community_high)


def _shares(
    values: npt.NDArray[np.float64], group: npt.NDArray[np.int64], squares: npt.NDArray[np.float64] | None
) -> npt.NDArray[np.float64]:
    """Return the shares of sets and of communities, which chance may make a little negative.

    Parameters
    ----------
    squares : of what each future's two lives differ by; NaN without a second one. None: the second share is 0.
    """
    _, group, sizes = np.unique(group, return_inverse=True, return_counts=True)
    groups, futures = len(sizes), len(values)
    means = np.bincount(group, weights=values) / sizes
    within = float(np.sum((values - means[group]) ** 2)) / (futures - groups)
    between = float(np.sum(sizes * (means - values.mean()) ** 2)) / (groups - 1)
    usual = (futures - float(np.sum(sizes**2)) / futures) / (groups - 1)
    beyond = (between - within) / usual
    whole = beyond + within
    luck = within if squares is None else float(np.nanmean(squares)) / 2.0
    return np.array([beyond, within - luck]) / whole if whole > 0 else np.zeros(2)
