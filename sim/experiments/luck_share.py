"""How much of an outcome is luck: its variance between single futures, shared out between inputs and luck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


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


def luck_share(outcome: pd.Series) -> LuckShare | None:
    """Share out the variance of an outcome between inputs and luck (analysis of variance, random effects).

    Where all points have the same futures, luck that moves every point alike is told apart from luck that acts
    differently at each point, and only the latter disturbs the points' means (two-way analysis). Elsewhere, one-way.

    Parameters
    ----------
    outcome : indexed by ``point`` and ``future``; futures without a value are left out.

    Returns
    -------
    LuckShare or None
        None where no point has two futures, or nothing varies.
    """
    values = outcome.astype(float).dropna()
    counts = values.groupby(level="point").size().to_numpy()
    points, total = len(counts), len(values)
    if points < 2 or counts.max() < 2:
        return None
    spread = float(((values - values.mean()) ** 2).sum())
    if spread == 0.0:
        return None
    futures = values.index.get_level_values("future").nunique()
    same = bool((counts == futures).all())
    means = values.groupby(level="point").mean().to_numpy()
    between = float((counts * (means - values.mean()) ** 2).sum())
    if same:
        by_future = values.groupby(level="future").mean().to_numpy()
        shared = points * float(((by_future - values.mean()) ** 2).sum())
        noise = max(0.0, spread - between - shared) / ((points - 1) * (futures - 1))
        of_luck = max(0.0, (shared / (futures - 1) - noise) / points) + noise
        size = float(futures)
    else:
        noise = max(0.0, spread - between) / (total - points)
        of_luck = noise
        size = float((total - (counts.astype(float) ** 2).sum() / total) / (points - 1))
    of_points = between / (points - 1)
    of_inputs = max(0.0, (of_points - noise) / size)
    whole = of_inputs + of_luck
    left_over = min(1.0, noise / of_points) if of_points > 0 else float(np.nan)
    return LuckShare(of_inputs / whole, of_luck / whole, left_over, points, total / points, same)
