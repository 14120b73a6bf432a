"""How one judges whether the model shows what the world shows."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final, Literal

from sim.evidence.pattern import Comparison
from sim.evidence.tallies import Estimate

Verdict = Literal["inside", "near", "outside", "not comparable"]

VERDICTS: Final[tuple[Verdict, ...]] = ("inside", "near", "outside", "not comparable")

NEAR: Final = 2.0
"""Half-widths of the observed interval within which a figure is near."""


def distance(comparison: Comparison, simulated: Estimate | None) -> float | None:
    """Return how far the simulated figure lies from the observed one, in half-widths of the observed interval.

    The half-width is that of the side on which the simulated figure lies; above is positive. None where only a sign or
    a bound was observed.
    """
    observed = comparison.observed
    if simulated is None or comparison.test != "interval":
        return None
    if observed.figure is None or observed.low is None or observed.high is None:
        return None
    gap = simulated.figure - observed.figure
    width = observed.high - observed.figure if gap > 0 else observed.figure - observed.low
    return gap / width if width > 0 else None


def verdict(comparison: Comparison, simulated: Estimate | None) -> Verdict:
    """Return how a simulated figure stands to the observed one.

    An interval counts from end to end. A sign has to be clear: the simulated interval lies on its side of zero.
    """
    if simulated is None or comparison.test == "none":
        return "not comparable"
    if comparison.test == "interval":
        apart = distance(comparison, simulated)
        if apart is None:
            return "not comparable"
        return "inside" if abs(apart) <= 1.0 else "near" if abs(apart) <= NEAR else "outside"
    if comparison.test == "at most":
        bound = comparison.observed.high
        return "not comparable" if bound is None else "inside" if simulated.figure <= bound else "outside"
    if math.isnan(simulated.low) or math.isnan(simulated.high):
        return "not comparable"
    clear = simulated.low > 0 if comparison.test == "positive" else simulated.high < 0
    return "inside" if clear else "outside"


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict that says least for the model; what was not comparable counts only where all is."""
    found = set(verdicts) - {"not comparable"}
    return max(found, key=VERDICTS.index, default="not comparable")
