"""How sure one may be of a share, of a difference of shares, and of a waiting time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np
import numpy.typing as npt

CONFIDENCE: Final = 0.95
Z: Final = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2.0)
"""So many standard errors of a normal distribution lie on either side."""

_HALF: Final = 1e-9
"""57 of 200 are 28.5 of 100, though the computer holds a little less."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Share:
    """A share of futures with its interval (Wilson 1927, 95 %)."""

    count: int
    futures: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Difference:
    """A difference between the same futures, with its paired interval (of shares: Newcombe 1998; of means: t; 95 %)."""

    difference: float
    low: float
    high: float

    @property
    def too_close(self) -> bool:
        """Whether the interval spans zero: too close to call."""
        return self.low <= 0.0 <= self.high


@dataclass(frozen=True)
class Mean:
    """A mean over futures with its interval (t, 95 %)."""

    mean: float
    low: float
    high: float


def mean_of(values: npt.NDArray[np.float64], least: float = -math.inf, most: float = math.inf) -> Mean:
    """Return the mean over futures of a figure between two bounds; with a single future it may be anything there."""
    middle = float(values.mean())
    if len(values) < 2:
        return Mean(middle, least, most)
    from scipy.special import stdtrit

    error = float(values.std(ddof=1)) / math.sqrt(len(values))
    half = float(stdtrit(len(values) - 1, 0.5 + CONFIDENCE / 2.0)) * error
    return Mean(middle, max(least, middle - half), min(most, middle + half))


def mean_difference(apart: npt.NDArray[np.float64], most: float = math.inf) -> Difference:
    """Return the mean of differences (of at most so much) between the same futures, with its interval (t, 95 %)."""
    found = mean_of(apart, -most, most)
    return Difference(found.mean, found.low, found.high)


def of_hundred(share: float) -> int:
    """Return a share, or a difference of shares, as a number of 100 futures; halves are rounded away from zero."""
    return 0 if math.isnan(share) else int(math.copysign(math.floor(abs(share) * 100 + 0.5 + _HALF), share))


def wilson(count: int, futures: int) -> Share:
    """Return a share with Wilson's interval; without any future it may be anything."""
    if futures == 0:
        return Share(0, 0, math.nan, 0.0, 1.0)
    share = count / futures
    middle = (share + Z**2 / (2 * futures)) / (1 + Z**2 / futures)
    half = Z / (1 + Z**2 / futures) * math.sqrt(share * (1 - share) / futures + Z**2 / (4 * futures**2))
    low = 0.0 if count == 0 else max(0.0, middle - half)
    high = 1.0 if count == futures else min(1.0, middle + half)
    return Share(count, futures, share, low, high)


def share_of(flags: Flags) -> Share:
    """Return the share of futures in which something is so."""
    return wilson(int(np.count_nonzero(flags)), len(flags))


def paired_difference(first: Flags, second: Flags) -> Difference:
    """Return the share of ``first`` less that of ``second``, future by future.

    Newcombe's method 10 (Statistics in Medicine 17, 2635-2650, 1998): Wilson's limits joined by the correlation between
    the two, which the same luck makes large.
    """
    both = int(np.count_nonzero(first & second))
    only_first = int(np.count_nonzero(first & ~second))
    only_second = int(np.count_nonzero(second & ~first))
    neither = len(first) - both - only_first - only_second
    one, other = wilson(both + only_first, len(first)), wilson(both + only_second, len(first))
    correlation = _correlation(both, only_first, only_second, neither)
    difference = (only_first - only_second) / len(first)
    below, above = one.share - one.low, other.high - other.share
    low = difference - math.sqrt(max(0.0, below**2 - 2 * correlation * below * above + above**2))
    below, above = other.share - other.low, one.high - one.share
    high = difference + math.sqrt(max(0.0, below**2 - 2 * correlation * below * above + above**2))
    return Difference(difference, low, high)


def _correlation(both: int, only_first: int, only_second: int, neither: int) -> float:
    """Return the correlation of two flags, with Newcombe's continuity correction where it is positive."""
    margins = (both + only_first) * (only_second + neither) * (both + only_second) * (only_first + neither)
    if margins == 0:
        return 0.0
    excess = float(both * neither - only_first * only_second)
    if excess > 0:
        excess = max(0.0, excess - (both + only_first + only_second + neither) / 2)
    return excess / math.sqrt(margins)


@dataclass(frozen=True)
class Waiting:
    """How long something took, when some had not seen it by the end.

    Attributes
    ----------
    median : months, by Kaplan and Meier; None where fewer than half got there.
    never : share of futures that had not by the end of the run.
    futures : how many there were.
    """

    median: float | None
    never: float
    futures: int


def waiting_time(months: npt.NDArray[np.float64], censored: Flags) -> Waiting:
    """Return the censored median; never the mean of those who got there only.

    All futures are watched to the same last month, so the estimate of Kaplan and Meier is the plain share of those that
    got there by a month; the median is the month in which it reaches one half.
    """
    if len(months) == 0:
        return Waiting(None, math.nan, 0)
    arrived = np.sort(months[~censored])
    half = math.ceil(len(months) / 2)
    median = float(arrived[half - 1]) if len(arrived) >= half else None
    return Waiting(median, float(np.mean(censored)), len(months))


@dataclass(frozen=True, eq=False)
class Survival:
    """Share of futures that had not collapsed by each month, with its band; each shape (months + 1,)."""

    share: npt.NDArray[np.float64]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]


def survival(collapse_month: npt.NDArray[np.float64], months: int) -> Survival:
    """Return the survival curve of first collapses (NaN: none).

    All futures are watched to the end, so plain shares serve.
    """
    futures = len(collapse_month)
    shares = [wilson(futures - int(np.count_nonzero(collapse_month <= month)), futures) for month in range(months + 1)]
    return Survival(*(np.array([getattr(one, field) for one in shares]) for field in ("share", "low", "high")))
