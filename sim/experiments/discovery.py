"""Under which conditions something happens: a box found by PRIM or CART, checked on futures that it was not found in.

A search through many inputs always finds something. So a third of the points is put aside before the search, by a hash
of what they are and never of what happened there; the box is found, pruned and rounded on the others, and credited
only where it holds on the third put aside, once.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from sim.experiments.boxes import Box, Mask, Size, inside, rounded, size_of, without_idle
from sim.experiments.cart import cart_box
from sim.experiments.factors import Factor, Values, matrix
from sim.experiments.prim import prim_box
from sim.files.mistakes import Mistake, unknown
from sim.results.intervals import CONFIDENCE, wilson

if TYPE_CHECKING:
    import pandas as pd

METHODS: Final[Mapping[str, Callable[[Sequence[Factor], Values, Values], Box]]] = {"prim": prim_box, "cart": cart_box}

FEWEST_POINTS: Final = 60
"""With fewer, a third of them can tell nothing."""

FEWEST_INSIDE: Final = 5
"""Held-out points in the box (and outside) without which it cannot be checked."""

RESTRICTION_WORTH: Final = 0.05
"""A restriction that is worth less than this share of the box's score is dropped: a sentence should be short."""

_NO_SPREAD: Final = 1e-9
"""Groups whose standard error is below this are alike but for rounding."""

RESAMPLES: Final = 40
RESAMPLING_SEED: Final = 20262
MOST_RESAMPLED: Final = 5000
"""Points of one resample; stability is a rough figure, and more would only take longer."""

Groups = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Check:
    """How a difference in density stands on the held-out points (interval 95 %, robust to groups of alike points).

    Attributes
    ----------
    difference, low, high : density inside less density elsewhere; NaN where too few points are on one side.
    chance : how likely so large a difference is where there is none (one-sided); NaN likewise.
    """

    difference: float
    low: float
    high: float
    chance: float


@dataclass(frozen=True, eq=False)
class Discovery:
    """A box, and how far to trust it.

    Attributes
    ----------
    method : "prim" or "cart".
    box : the restrictions; empty where nothing was found.
    learned : what the box holds of the points it was found in; flattering.
    held_out : what it holds of the points put aside.
    inside_low, inside_high : interval of the density inside, on the points put aside (95 %, robust likewise).
    check : inside against elsewhere, on the points put aside.
    without : for each restricted input, the box against what lifting this restriction would add, likewise.
    stability : for each input, in which share of resamples a box found there restricts it.
    points, missing : points looked at, and points left out because they have no value.
    """

    method: str
    box: Box
    learned: Size
    held_out: Size
    inside_low: float
    inside_high: float
    check: Check
    without: Mapping[str, Check]
    stability: Mapping[str, float]
    points: int
    missing: int
    factors: tuple[Factor, ...] = field(repr=False)

    @property
    def holds(self) -> bool:
        """Whether it happens clearly more often inside than elsewhere, on the points put aside."""
        return bool(self.box) and self.check.low > 0.0


def discover(
    points: pd.DataFrame,
    happens: pd.Series,
    factors: Sequence[Factor],
    method: str = "prim",
    groups: Groups | None = None,
) -> Discovery:
    """Return the box in which something happens most tellingly often.

    Parameters
    ----------
    points : a row for each point, with a column for each factor.
    happens : of each point's futures, the share in which it happens, in the same order; NaN where that is not known.
    groups : a number for each point; points of one group are alike and never split, such as those of one base point
        of a Sobol' sample. Without, points with the same numbers form a group.

    Raises
    ------
    Mistake
        Too few points, or it happens everywhere alike.
    """
    if method not in METHODS:
        raise unknown("method", method, tuple(METHODS))
    if not factors:
        raise Mistake("all points are the same one: nothing varies that could be a condition")
    alike = _alike(points, factors) if groups is None else groups
    known = happens.notna().to_numpy()
    kept, rate, alike = points[known], happens.to_numpy(dtype=float)[known], alike[known]
    if len(kept) < FEWEST_POINTS:
        raise Mistake(f"there are {len(kept)} points with a value, but discovery needs at least {FEWEST_POINTS}")
    if np.ptp(rate) == 0.0:
        raise Mistake(f"it happens in {rate[0]:.0%} of the futures of every point: there is nothing to find")
    aside = held_out(alike)
    learning = ~aside
    if np.ptp(rate[learning]) == 0.0 or aside.sum() < FEWEST_INSIDE:
        raise Mistake("too few points differ in what happens; take more points")
    box = _found(method, kept[learning], rate[learning], factors)
    mask = inside(box, kept)
    within = mask & aside
    return Discovery(
        method, box, size_of(mask[learning], rate[learning]), size_of(mask[aside], rate[aside]),
        *_interval(rate[within], alike[within]),
        check(mask[aside], rate[aside], alike[aside]), _without_each(box, kept[aside], rate[aside], alike[aside]),
        stability(method, kept[learning], rate[learning], factors, alike[learning]), len(kept), int((~known).sum()),
        tuple(factors),
    )  # fmt: skip


def _found(method: str, points: pd.DataFrame, rate: Values, factors: Sequence[Factor]) -> Box:
    """Return a box that can be said in a sentence: rounded, and without restrictions that hardly matter."""
    varied = [factor for factor in factors if points[factor.name].nunique() > 1]
    if not varied:
        return ()
    raw = METHODS[method](varied, matrix(points, varied), rate)
    return without_idle(rounded(raw, points), points, rate, RESTRICTION_WORTH)


def _alike(points: pd.DataFrame, factors: Sequence[Factor]) -> Groups:
    """Return groups of points with the same numbers, such as one sampled row under several plans."""
    numbers = [factor for factor in factors if not factor.choices] or list(factors)
    _, groups = np.unique(matrix(points, numbers), axis=0, return_inverse=True)
    return np.asarray(groups, dtype=np.int64).reshape(-1)


def held_out(groups: Groups) -> Mask:
    """Return which points are put aside: the same third whatever happens there, groups whole.

    Groups are counted in the order of their numbers, and of each three the one that a hash of the count names is put
    aside: exactly a third, spread over the whole sample, and the same when the experiment grows.
    """
    _, places = np.unique(groups, return_inverse=True)
    triples = np.arange(int(places.max()) // 3 + 1)
    chosen = np.array([hashlib.sha256(b"held out %d" % triple).digest()[0] % 3 for triple in triples])
    return np.asarray(places % 3 == chosen[places // 3])


def check(mask: Mask, rate: Values, groups: Groups) -> Check:
    """Return density inside less density elsewhere, with an interval that knows that points of a group are alike."""
    from scipy.stats import t

    nothing = Check(math.nan, math.nan, math.nan, math.nan)
    within, outside = int(mask.sum()), int((~mask).sum())
    if min(within, outside) < FEWEST_INSIDE:
        return nothing
    means = rate[mask].mean(), rate[~mask].mean()
    if min(len(np.unique(groups[mask])), len(np.unique(groups[~mask]))) < FEWEST_INSIDE:
        return nothing
    pull = np.where(mask, (rate - means[0]) / within, (means[1] - rate) / outside)
    _, places = np.unique(groups, return_inverse=True)
    sums = np.bincount(places, weights=pull)
    number = len(sums)
    error = math.sqrt(number / (number - 1) * float((sums**2).sum()))
    difference = float(means[0] - means[1])
    if error == 0.0:
        return Check(difference, difference, difference, 0.0 if difference > 0 else 1.0)
    reach = float(t.ppf(0.5 + CONFIDENCE / 2, number - 1)) * error
    return Check(difference, difference - reach, difference + reach, float(t.sf(difference / error, number - 1)))


def _interval(rate: Values, groups: Groups) -> tuple[float, float]:
    """Return the interval of a density, robust to groups of alike points; all that there is where points are few.

    Where all groups are alike, their spread says nothing: then it is Wilson's interval, a future for each group.
    """
    from scipy.stats import t

    _, places = np.unique(groups, return_inverse=True)
    number = int(places.max()) + 1 if len(places) else 0
    if number < FEWEST_INSIDE:
        return 0.0, 1.0
    mean = float(rate.mean())
    sums = np.bincount(places, weights=rate - mean) / len(rate)
    error = math.sqrt(number / (number - 1) * float((sums**2).sum()))
    if error < _NO_SPREAD:
        count = mean * number
        fewest, most = math.floor(count + _NO_SPREAD), math.ceil(count - _NO_SPREAD)
        return wilson(fewest, number).low, wilson(most, number).high
    reach = float(t.ppf(0.5 + CONFIDENCE / 2, number - 1)) * error
    return max(0.0, mean - reach), min(1.0, mean + reach)


def _without_each(box: Box, points: pd.DataFrame, rate: Values, groups: Groups) -> dict[str, Check]:
    """Return for each restriction how the box stands against what would come in without it."""
    mask = inside(box, points)
    found = {}
    for place, one in enumerate(box):
        wider = inside((*box[:place], *box[place + 1 :]), points)
        found[one.factor.name] = check(mask[wider], rate[wider], groups[wider])
    return found


def stability(
    method: str, points: pd.DataFrame, rate: Values, factors: Sequence[Factor], groups: Groups
) -> dict[str, float]:  # fmt: skip
    """Return for each input in which share of resamples (whole groups, with replacement) a box restricts it."""
    luck = np.random.default_rng(RESAMPLING_SEED)
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(groups[order]) != 0])
    members = np.split(order, starts[1:])
    taken = max(1, min(len(members), MOST_RESAMPLED * len(members) // len(points)))
    restricted = dict.fromkeys((factor.name for factor in factors), 0)
    for _ in range(RESAMPLES):
        rows = np.concatenate([members[place] for place in luck.integers(len(members), size=taken)])
        if np.ptp(rate[rows]) == 0.0:
            continue
        for one in _found(method, points.iloc[rows].reset_index(drop=True), rate[rows], factors):
            restricted[one.factor.name] += 1
    return {name: count / RESAMPLES for name, count in restricted.items()}


def to_dict(found: Discovery) -> dict[str, Any]:
    """Return everything that was found, for JSON."""
    return {
        "method": found.method, "points": found.points, "points_without_value": found.missing,
        "holds": found.holds, "box": [one.to_dict() for one in found.box], "learned": vars(found.learned),
        "held_out": vars(found.held_out) | {"low": found.inside_low, "high": found.inside_high},
        "check": vars(found.check),
        "without_restriction": {name: vars(one) for name, one in found.without.items()},
        "stability": dict(found.stability),
    }  # fmt: skip
