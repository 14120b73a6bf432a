"""The patient rule induction method: peel a box down, a few points at a time, to where something happens often.

Friedman and Fisher (1999, Statistics and Computing 9, 123-143), with the objective that Kwakkel and Jaxa-Rozen (2016,
Environmental Modelling & Software 79, 311-321) propose for choices and whole numbers: the gain for each point given
up. Why not a package: docs/analysis.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.experiments.boxes import Box, Mask, Restriction
from sim.experiments.factors import Factor, Values

PATIENCE: Final = 0.05
"""Share of the points in the box that one peel may take, where values allow it."""

SMALLEST_BOX: Final = 0.05
"""Share of all points below which a box is not peeled further."""


@dataclass(frozen=True, eq=False)
class _Column:
    """One input, its different values in order, and the place of each point's value among them."""

    factor: Factor
    levels: Values
    places: npt.NDArray[np.int64]


def prim_box(factors: Sequence[Factor], inputs: Values, happens: Values) -> Box:
    """Return the box that explains most of where something happens.

    Of the boxes on the way of peeling, the one with the highest score (see :func:`sim.experiments.boxes.score`) is
    taken, and then widened wherever that raises its score.

    Parameters
    ----------
    inputs : codes of the points, shape (points, factors).
    happens : of each point's futures, the share in which it happens.
    """
    columns = [_column(factor, inputs[:, number]) for number, factor in enumerate(factors)]
    base = float(happens.mean())
    ways = [list(_whole(columns))]
    best, best_score = ways[0], 0.0
    for kept in _peeled(columns, happens):
        mask = _inside(columns, kept)
        reached = float(mask.mean()) * (float(happens[mask].mean()) - base)
        if reached > best_score + 1e-12:
            best, best_score = kept, reached
    return _as_box(columns, _pasted(columns, best, happens, best_score))


Kept = list[Mask]
"""For each column, which of its levels are in the box."""


def _column(factor: Factor, values: Values) -> _Column:
    levels, places = np.unique(values, return_inverse=True)
    return _Column(factor, levels, np.asarray(places))


def _whole(columns: Sequence[_Column]) -> Iterator[Mask]:
    """Give all levels of every column."""
    for column in columns:
        yield np.ones(len(column.levels), dtype=bool)


def _inside(columns: Sequence[_Column], kept: Sequence[Mask]) -> Mask:
    """Return which points lie in a box."""
    mask = np.ones(len(columns[0].places), dtype=bool)
    for column, levels in zip(columns, kept, strict=True):
        if not levels.all():
            mask &= levels[column.places]
    return mask


def _peeled(columns: Sequence[_Column], happens: Values) -> Iterator[Kept]:
    """Give ever smaller boxes; each takes away what raises the density most for the points given up."""
    kept = list(_whole(columns))
    mask = np.ones(len(happens), dtype=bool)
    fewest = max(2, math.ceil(SMALLEST_BOX * len(happens)))
    while True:
        best_gain, best = 0.0, None
        for number, column in enumerate(columns):
            for gain, gone in _peels(column, mask, happens, fewest):
                if gain > best_gain + 1e-12:
                    best_gain, best = gain, (number, gone)
        if best is None:
            return
        number, gone = best
        kept = [levels.copy() for levels in kept]
        kept[number] &= ~gone
        mask &= ~gone[columns[number].places]
        yield kept


def _peels(column: _Column, mask: Mask, happens: Values, fewest: int) -> Iterator[tuple[float, Mask]]:
    """Give what may be peeled off one input, with the gain in density for each point given up."""
    places, inside = column.places[mask], happens[mask]
    counts = np.bincount(places, minlength=len(column.levels))
    sums = np.bincount(places, weights=inside, minlength=len(column.levels))
    all_points, everything = len(places), float(inside.sum())
    for gone in _slices(column, counts):
        points = int(counts[gone].sum())
        if all_points - points < fewest:
            continue
        rest = (everything - float(sums[gone].sum())) / (all_points - points)
        yield (rest - everything / all_points) / points, gone


def _slices(column: _Column, counts: npt.NDArray[np.int64]) -> Iterator[Mask]:
    """Give the levels that one peel may take: each choice alone; of a number, the lowest and the highest few.

    Levels at an end that other inputs have emptied before go with them.
    """
    present = np.flatnonzero(counts)
    if len(present) < 2:
        return
    if column.factor.choices:
        for place in present:
            yield np.arange(len(counts)) == place
        return
    most = PATIENCE * counts.sum()
    taken = max(1, int(np.searchsorted(np.cumsum(counts[present]), most, side="right")))
    yield np.arange(len(counts)) <= present[taken - 1]
    taken = max(1, int(np.searchsorted(np.cumsum(counts[present[::-1]]), most, side="right")))
    yield np.arange(len(counts)) >= present[-taken]


def _pasted(columns: Sequence[_Column], kept: Kept, happens: Values, reached: float) -> Kept:
    """Return a box widened again, wherever that raises its score: peeling many inputs takes too much off each."""
    base = float(happens.mean())
    while True:
        best: Kept | None = None
        mask = _inside(columns, kept)
        for number, column in enumerate(columns):
            if kept[number].all():
                continue
            others = _inside(columns, [*kept[:number], np.ones(len(column.levels), dtype=bool), *kept[number + 1 :]])
            for wider in _widened(column, kept[number], others, int(mask.sum())):
                inside = others & wider[column.places]
                found = float(inside.mean()) * (float(happens[inside].mean()) - base)
                if found > reached + 1e-12:
                    reached, best = found, [*kept[:number], wider, *kept[number + 1 :]]
        if best is None:
            return kept
        kept = best


def _widened(column: _Column, levels: Mask, others: Mask, points: int) -> Iterator[Mask]:
    """Give the next wider ranges of one input: one choice more, or a few values more at either end."""
    if column.factor.choices:
        for place in np.flatnonzero(~levels):
            wider = levels.copy()
            wider[place] = True
            yield wider
        return
    counts = np.bincount(column.places[others], minlength=len(levels))
    first, last = np.flatnonzero(levels)[[0, -1]]
    for order in (np.arange(first - 1, -1, -1), np.arange(last + 1, len(levels))):
        if len(order) == 0:
            continue
        added = np.cumsum(counts[order])
        wider = levels.copy()
        wider[order[: int(np.searchsorted(added, PATIENCE * points)) + 1]] = True
        yield wider


def _as_box(columns: Sequence[_Column], kept: Kept) -> Box:
    """Return a box by its limits; a limit lies half-way between the last value inside and the first outside."""
    box = []
    for column, levels in zip(columns, kept, strict=True):
        if levels.all():
            continue
        factor = column.factor
        if factor.choices:
            names = tuple(factor.choices[int(code)] for code in column.levels[levels])
            box.append(Restriction(factor, allowed=names))
            continue
        first, last = np.flatnonzero(levels)[[0, -1]]
        box.append(Restriction(factor, _limit(column, first, -1), _limit(column, last, 1)))
    return tuple(box)


def _limit(column: _Column, place: int, side: int) -> float:
    """Return the limit at one end of a range; infinite where nothing lies outside."""
    beyond = place + side
    if not 0 <= beyond < len(column.levels):
        return side * math.inf
    if column.factor.stepwise:
        return float(column.levels[place])
    return float(column.levels[place] + column.levels[beyond]) / 2
