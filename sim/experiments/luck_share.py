"""How much of an outcome is luck: its variance between single futures, shared out between inputs and luck."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class LuckShare:
    """Where the differences between single futures come from.

    Attributes
    ----------
    inputs : share of the variance between single futures that the inputs explain.
    luck : the rest: what differs between futures of one point.
    left_over : share of the variance between the points' means that is luck which a few futures did not average out.
    points, futures : how many points, and futures of each (the mean number where points have different numbers).
    same_luck : whether every point lived through the same futures, which takes much of the luck out of comparisons.
    """

    inputs: float
    luck: float
    left_over: float
    points: int
    futures: float
    same_luck: bool


def luck_share(
    counts: npt.NDArray[np.int64], point_means: Numbers, future_means: Numbers, squares: float
) -> LuckShare | None:  # fmt: skip
    """Share out the variance of an outcome between inputs and luck (analysis of variance, random effects).

    Where all points have the same futures, luck that moves every point alike is told apart from luck that acts
    differently at each point, and only the latter disturbs the points' means (two-way analysis). Elsewhere, one-way.

    Parameters
    ----------
    counts, point_means : of each point, how many futures have a value, and their mean.
    future_means : of each number of a future, the mean over the points that have it.
    squares : sum of the squared deviations of all values from their mean.

    Returns
    -------
    LuckShare or None
        None where no point has two futures, or nothing varies.
    """
    points, total = len(counts), int(counts.sum())
    if points < 2 or counts.max() < 2 or squares <= 0.0:
        return None
    mean = float((counts * point_means).sum()) / total
    futures = len(future_means)
    same = bool((counts == futures).all())
    between = float((counts * (point_means - mean) ** 2).sum())
    if same:
        shared = points * float(((future_means - mean) ** 2).sum())
        noise = max(0.0, squares - between - shared) / ((points - 1) * (futures - 1))
        of_luck = max(0.0, (shared / (futures - 1) - noise) / points) + noise
        size = float(futures)
    else:
        noise = max(0.0, squares - between) / (total - points)
        of_luck = noise
        size = (total - float((counts.astype(float) ** 2).sum()) / total) / (points - 1)
    of_points = between / (points - 1)
    of_inputs = max(0.0, (of_points - noise) / size)
    whole = of_inputs + of_luck
    if whole <= 0.0:
        return None
    left_over = min(1.0, noise / of_points) if of_points > 0 else 1.0
    return LuckShare(of_inputs / whole, of_luck / whole, left_over, points, total / points, same)
