"""A box: the part of all points in which a few inputs are held to a range or to some of their choices."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from sim.experiments.factors import Factor, Values, codes

if TYPE_CHECKING:
    import pandas as pd

Mask = npt.NDArray[np.bool_]

STEPS_OF_RANGE: Final = 100
"""Limits are rounded to about a hundredth of the range, so that they can be said in a sentence."""


@dataclass(frozen=True)
class Restriction:
    """What a box asks of one input.

    Attributes
    ----------
    low, high : of a number: both included; infinite where it is free on that side.
    allowed : of a choice: the names that are in.
    """

    factor: Factor
    low: float = -math.inf
    high: float = math.inf
    allowed: tuple[str, ...] = ()

    def holds(self, values: Values) -> Mask:
        """Return which points fulfil it; ``values`` are the factor's codes."""
        if self.factor.choices:
            places = [self.factor.choices.index(name) for name in self.allowed]
            return np.isin(values, places)
        return np.asarray((values >= self.low) & (values <= self.high))

    def to_dict(self) -> dict[str, Any]:
        """Return it for JSON; a free side is null."""
        if self.factor.choices:
            return {"input": self.factor.name, "allowed": list(self.allowed)}
        sides = {"low": self.low, "high": self.high}
        return {"input": self.factor.name} | {key: v if math.isfinite(v) else None for key, v in sides.items()}


Box = tuple[Restriction, ...]
"""All restrictions hold at once; a box without any holds all points."""


def inside(box: Iterable[Restriction], points: pd.DataFrame) -> Mask:
    """Return which points lie in a box."""
    mask = np.ones(len(points), dtype=bool)
    for one in box:
        mask &= one.holds(codes(points, one.factor))
    return mask


@dataclass(frozen=True)
class Size:
    """What a box holds.

    Attributes
    ----------
    density : of the futures inside, the share in which it happens.
    elsewhere : of the futures outside, the same.
    coverage : of the futures in which it happens, the share that lies inside.
    mass : of all points, the share inside.
    points_inside, points : counts.
    """

    density: float
    elsewhere: float
    coverage: float
    mass: float
    points_inside: int
    points: int


def size_of(mask: Mask, happens: Values) -> Size:
    """Return what a box holds; every point counts alike.

    Parameters
    ----------
    happens : of each point's futures, the share in which it happens.
    """
    within, outside = happens[mask], happens[~mask]
    total = float(happens.sum())
    return Size(
        float(within.mean()) if len(within) else math.nan,
        float(outside.mean()) if len(outside) else math.nan,
        float(within.sum()) / total if total > 0 else math.nan,
        float(mask.mean()) if len(mask) else math.nan,
        int(mask.sum()),
        len(mask),
    )


def score(mask: Mask, happens: Values) -> float:
    """Return how much a box explains: its mass times how far its density lies above that of all points.

    Small boxes that are almost pure and large ones that are hardly different both score low (weighted relative
    accuracy: Lavrac, Flach and Zupan 1999).
    """
    if not mask.any():
        return 0.0
    return float(mask.mean() * (happens[mask].mean() - happens.mean()))


def rounded(box: Box, points: pd.DataFrame) -> Box:
    """Return a box with limits that can be said: about a hundredth of the range exact, names in their usual order."""
    return tuple(_rounded(one, codes(points, one.factor)) for one in box)


def _rounded(one: Restriction, values: Values) -> Restriction:
    """Round one restriction; whole numbers and listed values stay what they are."""
    if one.factor.choices or one.factor.stepwise:
        return one
    spread = float(np.ptp(values))
    if spread == 0.0:
        return one
    decimals = math.ceil(-math.log10(spread / STEPS_OF_RANGE))
    return replace(
        one,
        low=round(one.low, decimals) if math.isfinite(one.low) else one.low,
        high=round(one.high, decimals) if math.isfinite(one.high) else one.high,
    )


def without_idle(box: Sequence[Restriction], points: pd.DataFrame, happens: Values, least: float) -> Box:
    """Return a box without the restrictions that hardly matter, the idlest first.

    Parameters
    ----------
    least : share of the box's score that a restriction must be worth.
    """
    kept = list(box)
    while kept:
        whole = score(inside(kept, points), happens)
        losses = [whole - score(inside([*kept[:n], *kept[n + 1 :]], points), happens) for n in range(len(kept))]
        idlest = int(np.argmin(losses))
        if losses[idlest] >= least * whole and whole > 0:
            break
        del kept[idlest]
    return tuple(kept)
