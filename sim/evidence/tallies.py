"""What is counted in each future, from which the figures follow.

A tally has a row for each future, so that futures can be pooled over contexts, and so that the spread over groups of
futures tells how sure a figure is (delete-a-group jackknife).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Tally = npt.NDArray[np.float64]
"""Shape (futures, counts)."""

Totals = npt.NDArray[np.float64]
"""Counts summed over futures."""

Counted = Tally | str
"""A tally, or why there is none."""

YEAR: Final = 12
THIRDS: Final = (1 / 3, 2 / 3)
TOO_SHORT: Final = "the context's horizon is too short"

GROUPS: Final = 20
"""Groups of futures of which one at a time is left out."""

STEPS: Final = 200
"""Steps into which ratios are sorted, from 0 to ``HIGHEST``; what is higher has one more."""

HIGHEST: Final = 4.0

_TWO_SIDED: Final = 0.975


@dataclass(frozen=True)
class Estimate:
    """A simulated figure with its interval (95 %), which tells of the number of futures only."""

    figure: float
    low: float
    high: float


def tally(*columns: npt.NDArray[np.generic]) -> Tally:
    """Return counts, each of shape (futures,), as a tally."""
    return np.stack([np.asarray(column, dtype=float) for column in columns], axis=1)


def estimate(tallies: list[Tally], figure: Callable[[Totals], float]) -> Estimate | None:
    """Return a figure of all futures, pooled; None where there was nothing to measure.

    The interval is missing (NaN) where fewer than two groups can be made, or a group alone decides whether there is
    anything to measure.
    """
    from scipy.stats import t

    pooled = np.concatenate(tallies)
    totals = pooled.sum(axis=0)
    value = figure(totals)
    if not np.isfinite(value):
        return None
    groups = min(GROUPS, max(map(len, tallies)))
    # A future's luck is the same in every context, so that it belongs to one group wherever it was lived through.
    group_of = np.concatenate([np.arange(len(one)) % groups for one in tallies])
    without = np.array([figure(totals - pooled[group_of == group].sum(axis=0)) for group in range(groups)])
    if groups < 2 or not np.isfinite(without).all():
        return Estimate(value, np.nan, np.nan)
    error = np.sqrt((groups - 1) / groups * np.sum((without - without.mean()) ** 2))
    half = float(t.ppf(_TWO_SIDED, groups - 1) * error)
    return Estimate(value, value - half, value + half)


def ratio(part: float, whole: float) -> float:
    """Return a part of a whole; NaN where there is no whole."""
    return float(part / whole) if whole > 0 else float("nan")


def share_of_totals(totals: Totals) -> float:
    """Return the first count over the second."""
    return ratio(totals[0], totals[1])


def yearly_rate(totals: Totals) -> float:
    """Return events, the first count, for each year; the second counts months."""
    return 12 * ratio(totals[0], totals[1])


def difference_of_shares(totals: Totals) -> float:
    """Return the first count over the second, less the third over the fourth."""
    return share_of_totals(totals[:2]) - share_of_totals(totals[2:])


def difference_of_rates(totals: Totals) -> float:
    """Return the same as rates for each year."""
    return yearly_rate(totals[:2]) - yearly_rate(totals[2:])


def staying(totals: Totals) -> npt.NDArray[np.float64]:
    """Return the share of people whose stay exceeds 0, 1, 2 ... months, by Kaplan and Meier.

    Parameters
    ----------
    totals : how many stays ended after 1, 2 ... months, then how many were still going on after so many.
    """
    ended, going_on = totals.reshape(2, -1)
    at_risk = np.cumsum((ended + going_on)[::-1])[::-1]
    leaving = np.divide(ended, at_risk, out=np.zeros_like(ended), where=at_risk > 0)
    share = np.concatenate([[1.0], np.cumprod(1.0 - leaving)])
    share[1:][at_risk == 0] = np.nan
    return share


def median_stay(totals: Totals) -> float:
    """Return the stay that half of the people exceed, between two months where the curve crosses between them."""
    share = staying(totals)
    crossed = np.flatnonzero(share <= 0.5)
    if len(crossed) == 0:
        return float("nan")
    month = int(crossed[0])
    return month - 1 + float((share[month - 1] - 0.5) / (share[month - 1] - share[month]))


def staying_beyond(months: int) -> Callable[[Totals], float]:
    """Return the function that gives the share of people whose stay exceeds so many months."""

    def figure(totals: Totals) -> float:
        share = staying(totals)
        return float(share[months]) if months < len(share) else float("nan")

    return figure


def count_ratios(futures: int, future: npt.NDArray[np.integer], ratios: npt.NDArray[np.float64]) -> Tally:
    """Return, for each future, how many of its ratios fall into each step."""
    counts = np.zeros((futures, STEPS + 1))
    step = np.minimum(ratios / HIGHEST * STEPS, STEPS).astype(int)
    np.add.at(counts, (future, step), 1.0)
    return counts


def median_ratio(totals: Totals) -> float:
    """Return the median of sorted ratios, evenly spread within a step; NaN where there is none, or it is beyond all."""
    return HIGHEST / STEPS * _half(totals[:STEPS], totals.sum())


def median_length(totals: Totals) -> float:
    """Return the median of lengths, of which the totals count those of 0, 1, 2 ... months; NaN where there is none."""
    reached = np.cumsum(totals)
    return float(np.searchsorted(reached, reached[-1] / 2)) if reached[-1] > 0 else float("nan")


def share_of_lengths(first: int, last: int | None = None) -> Callable[[Totals], float]:
    """Return the function that gives the share of lengths from the first to the last, both included."""

    def figure(totals: Totals) -> float:
        among = totals[first:] if last is None else totals[first : last + 1]
        return ratio(among.sum(), totals.sum())

    return figure


def _half(counts: Totals, whole: float) -> float:
    """Return the place, in steps, up to which half of the whole lies; NaN where it lies beyond, or there is none."""
    reached = np.concatenate([[0.0], np.cumsum(counts)])
    if whole <= 0 or reached[-1] < whole / 2:
        return float("nan")
    step = max(int(np.searchsorted(reached, whole / 2)), 1)
    return step - 1 + float((whole / 2 - reached[step - 1]) / counts[step - 1])
