"""Where a share crosses a requirement as something grows: found by halving, on the same futures at every size.

Nothing here knows the model: what is searched is any function from a size to the futures that are working at it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.results.intervals import Share, paired_difference, share_of
from sim.stress.verdicts import BREAKS, HOLDS, verdict_of

Flags = npt.NDArray[np.bool_]
Working = Callable[[float], Flags]

COARSE: Final = 9
"""Sizes that are looked at first, evenly spaced, so that a share that falls and rises again is noticed."""

HALVINGS: Final = 4
"""How often the distance between two of those is halved: to a 128th of the whole range."""


@dataclass(frozen=True)
class Scale:
    """The sizes among which a threshold is looked for.

    Attributes
    ----------
    whole : whether only whole numbers make sense, such as months.
    """

    low: float
    high: float
    whole: bool = False

    def spread(self, number: int) -> list[float]:
        """Return so many sizes, evenly spaced over the whole range; fewer where there are not so many."""
        sizes = [float(one) for one in np.linspace(self.low, self.high, number)]
        return sorted({float(round(one)) for one in sizes} if self.whole else {_short(one) for one in sizes})

    def between(self, low: float, high: float) -> float | None:
        """Return the size halfway between two; None where they are as near to one another as is looked for."""
        if self.whole:
            return float((low + high) // 2) if high - low > 1 else None
        step = (self.high - self.low) / (COARSE - 1) / 2**HALVINGS
        return _short((low + high) / 2) if high - low > step * (1 + 1e-9) else None


def _short(size: float) -> float:
    """Return a size without the tail that halving a decimal fraction leaves."""
    return float(f"{size:.10g}")


@dataclass(frozen=True)
class Crossing:
    """One place where the share of working futures crosses the requirement.

    Attributes
    ----------
    before, after : two neighbouring sizes; the share reaches the requirement at one of them and not at the other.
    low : the nearest smaller size at which the verdict is clear; the end of the range where there is none.
    high : the nearest larger size at which it is clear the other way; the end of the range where there is none.
    low_is_clear, high_is_clear : whether there is one.
    falls : whether the share falls below the requirement here, and does not rise above it.
    """

    before: float
    after: float
    low: float
    high: float
    low_is_clear: bool
    high_is_clear: bool
    falls: bool

    @property
    def middle(self) -> float:
        """The size halfway between both."""
        return (self.before + self.after) / 2


@dataclass(frozen=True, eq=False)
class Threshold:
    """The share of working futures as something grows, and where it crosses the requirement.

    Attributes
    ----------
    sizes, shares : everything that was looked at, by size.
    crossings : in order of size; the first is the breaking point.
    turns : pairs of sizes between which the share clearly goes against its general direction; empty where it is steady.
    """

    scale: Scale
    require: float
    futures: int
    sizes: tuple[float, ...]
    shares: tuple[Share, ...]
    crossings: tuple[Crossing, ...]
    turns: tuple[tuple[float, float], ...]

    @property
    def first(self) -> Crossing | None:
        """The breaking point; None where the share stays on one side."""
        return self.crossings[0] if self.crossings else None


def find_threshold(working: Working, scale: Scale, require: float) -> Threshold:
    """Find where the share of working futures crosses a requirement.

    First evenly spaced sizes are looked at, then every crossing between two of them is narrowed down by halving; and so
    are the nearest sizes on both sides at which the verdict is clear (see :func:`sim.stress.verdicts.verdict_of`).
    Between them, that many futures cannot tell.

    Parameters
    ----------
    working : which futures are working at a size; always the same futures, with the same luck.
    """
    search = _Search(working, scale, require)
    coarse = scale.spread(COARSE)
    turns = search.turns(coarse)
    pairs = itertools.pairwise(coarse)
    brackets = [(low, high) for low, high in pairs if search.reaches(low) != search.reaches(high)]
    crossings = tuple(search.crossing(*pair) for pair in brackets)
    sizes = tuple(sorted(search.seen))
    shares = tuple(search.share(size) for size in sizes)
    return Threshold(scale, require, shares[0].futures, sizes, shares, crossings, turns)


class _Search:
    """What has been looked at so far; no size is computed twice."""

    def __init__(self, working: Working, scale: Scale, require: float) -> None:
        self._working, self._scale, self._require = working, scale, require
        self.seen: dict[float, Flags] = {}

    def flags(self, size: float) -> Flags:
        """Return which futures are working at a size."""
        if size not in self.seen:
            self.seen[size] = self._working(size)
        return self.seen[size]

    def share(self, size: float) -> Share:
        """Return the share that is working at a size."""
        return share_of(self.flags(size))

    def reaches(self, size: float) -> bool:
        """Return whether the share reaches the requirement."""
        return self.share(size).share >= self._require

    def is_clear(self, size: float, verdict: str) -> bool:
        """Return whether a size clearly holds, or clearly breaks."""
        return verdict_of(self.share(size), self._require) == verdict

    def crossing(self, low: float, high: float) -> Crossing:
        """Narrow a crossing down."""
        falls = self.reaches(low)
        before, after = self._halve(low, high, lambda size: self.reaches(size) == falls)
        left, right = (HOLDS, BREAKS) if falls else (BREAKS, HOLDS)
        smaller = self._nearest_clear(before, left, down=True)
        larger = self._nearest_clear(after, right, down=False)
        return Crossing(
            before, after,
            self._scale.low if smaller is None else smaller, self._scale.high if larger is None else larger,
            smaller is not None, larger is not None, falls,
        )  # fmt: skip

    def _halve(self, low: float, high: float, belongs_low: Callable[[float], bool]) -> tuple[float, float]:
        """Return two neighbouring sizes of which only the smaller belongs to the lower side."""
        while (middle := self._scale.between(low, high)) is not None:
            low, high = (middle, high) if belongs_low(middle) else (low, middle)
        return low, high

    def _nearest_clear(self, start: float, verdict: str, *, down: bool) -> float | None:
        """Return the size nearest to a crossing on one side at which the verdict is clear; None where there is none."""
        if self.is_clear(start, verdict):
            return start
        last = start
        side = [size for size in sorted(self.seen, reverse=down) if (size < start if down else size > start)]
        for size in side:
            if self.is_clear(size, verdict):
                if down:
                    return self._halve(size, last, lambda one: self.is_clear(one, verdict))[0]
                return self._halve(last, size, lambda one: not self.is_clear(one, verdict))[1]
            last = size
        return None

    def turns(self, sizes: list[float]) -> tuple[tuple[float, float], ...]:
        """Return where the share clearly goes against the direction between its two ends, future by future."""
        general = int(self.flags(sizes[0]).sum()) - int(self.flags(sizes[-1]).sum())
        found: list[tuple[float, float]] = []
        extreme = sizes[0]
        for size in sizes[1:]:
            change = paired_difference(self.flags(size), self.flags(extreme))
            against = change.low > 0 if general >= 0 else change.high < 0
            along = change.difference <= 0 if general >= 0 else change.difference >= 0
            if against and (not found or found[-1][0] != extreme):
                found.append((extreme, size))
            if along:
                extreme = size
        return tuple(found)
