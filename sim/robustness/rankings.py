"""Which of two plans is ahead, and in how many parameter sets, thresholds and variants of the model that holds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.results.intervals import CONFIDENCE, Difference
from sim.robustness.equal_effort import Null
from sim.robustness.reasons import NOT_BEYOND_CHANCE, NOT_BY_REACTING, TOO_CLOSE
from sim.robustness.trial import Endings, Figures, Flags, Numbers
from sim.robustness.variants import THRESHOLDS

FEWEST_GROUPS: Final = 20
"""With fewer parameter sets than that, differences are averaged over futures: a few sets tell nothing of all."""

_LEVEL: Final = 1e-12
"""Shares of the same number of futures that differ by less are equal."""


def share(flags: Flags) -> float:
    """Return the share of futures still working, every scenario counting the same."""
    return float(flags.mean())


def clear_difference(
    first: Flags | Figures, second: Flags | Figures, sets: Numbers, comparisons: int = 1
) -> Difference:  # fmt: skip
    """Return how much larger the share working, or the mean of a figure, is in the first, with its interval (95 %).

    Both are of the same futures, shape (scenarios, futures). Futures are taken together by their parameter set,
    because those of one set are more alike than others, and the same luck in several scenarios counts once.

    Parameters
    ----------
    sets : the parameter set of each future.
    comparisons : of how many such differences the largest is taken; the intervals of all of them together then hold
        with 95 % (Bonferroni).
    """
    from scipy.stats import t

    apart = (first.astype(float) - second.astype(float)).mean(axis=0)
    groups = by_set(apart, sets)
    if len(groups) < FEWEST_GROUPS:
        groups = apart
    middle = float(apart.mean())
    if len(groups) < 2:
        return Difference(middle, -1.0, 1.0)
    either_side = (1.0 - CONFIDENCE) / (2.0 * comparisons)
    half = float(t.ppf(1.0 - either_side, len(groups) - 1)) * float(groups.std(ddof=1)) / math.sqrt(len(groups))
    return Difference(middle, middle - half, middle + half)


def by_set(values: Figures, sets: Numbers) -> Figures:
    """Return the mean of the futures of each parameter set."""
    _, place = np.unique(sets, return_inverse=True)
    return np.asarray(np.bincount(place, weights=values) / np.bincount(place))


@dataclass(frozen=True, eq=False)
class Standing:
    """What is known of one plan.

    Attributes
    ----------
    endings : in the futures of all parameter sets.
    variants : in some of these futures, by variant.
    null : against random plans of equal effort.
    against_control : against its effort-matched static control; None for a plan that does not react.
    """

    name: str
    endings: Endings
    variants: Mapping[str, Endings]
    null: Null
    against_control: Difference | None

    @property
    def is_better_than_control(self) -> bool:
        """Whether reacting clearly pays; true where there is nothing to react with."""
        return self.against_control is None or self.against_control.low > 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return it as ``--json`` prints it."""
        return {
            "plan": self.name,
            "working": share(self.endings.working()),
            "equal_effort": {
                "plans": len(self.null.shares), "own": self.null.own, "to_beat": self.null.bar,
                "rank": self.null.rank, "beaten": self.null.beaten,
            },
            "against_control": None if self.against_control is None else {**vars(self.against_control)},
        }  # fmt: skip


@dataclass(frozen=True)
class Ranking:
    """Two plans, the first of them ahead on average, and where that holds.

    Attributes
    ----------
    difference : in the share of futures still working, over all sets and scenarios.
    sets : parameter sets in which the first plan is ahead, level and behind.
    thresholds, variants : the difference under each.
    beats_null, beats_control : what the first plan must also do before it is called better.
    """

    ahead: str
    behind: str
    difference: Difference
    sets: tuple[int, int, int]
    thresholds: Mapping[str, Difference]
    variants: Mapping[str, Difference]
    beats_null: bool
    beats_control: bool

    @property
    def is_level(self) -> bool:
        """Whether no future tells the two plans apart."""
        return abs(self.difference.difference) < _LEVEL

    @property
    def better(self) -> bool:
        """Whether the first plan may be called better; see :func:`reasons`."""
        return not self.reasons

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the first plan may not be called better, in words; empty where it may."""
        found = []
        if self.difference.too_close:
            found.append(TOO_CLOSE)
        if not self.beats_null:
            found.append(NOT_BEYOND_CHANCE)
        if not self.beats_control:
            found.append(NOT_BY_REACTING)
        return tuple(found)

    @property
    def thresholds_held(self) -> int:
        """Under how many thresholds the first plan is ahead."""
        return sum(one.difference > _LEVEL for one in self.thresholds.values())

    @property
    def variants_held(self) -> int:
        """Under how many variants the first plan is ahead."""
        return sum(one.difference > _LEVEL for one in self.variants.values())

    def sentence(self, parameters: str) -> str:
        """Return the finding in words."""
        if self.is_level:
            return f"{self.ahead} and {self.behind} are level."
        number = sum(self.sets)
        kind = {"default": "", "plausible": "plausible "}.get(parameters, "given ")
        inside = "in the one parameter set"
        if number > 1:
            ahead, level, behind = self.sets
            inside = f"in {ahead} of {number} {kind}parameter sets (level in {level}, behind in {behind})"
        thresholds = _of_all(self.thresholds_held, len(self.thresholds), "thresholds")
        variants = _of_all(self.variants_held, len(self.variants), "variants")
        held = f"{inside}, under {thresholds} and {variants}"
        verdict = "it may be called better" if self.better else "; ".join(self.reasons)
        return f"{self.ahead} is ahead of {self.behind} {held}; {verdict}."

    def to_dict(self) -> dict[str, Any]:
        """Return it as ``--json`` prints it."""
        return {
            "ahead": self.ahead,
            "behind": self.behind,
            "difference": {**vars(self.difference)},
            "parameter_sets": dict(zip(("ahead", "level", "behind"), self.sets, strict=True)),
            "thresholds": {name: {**vars(one)} for name, one in self.thresholds.items()},
            "variants": {name: {**vars(one)} for name, one in self.variants.items()},
            "beats_random_plans": self.beats_null,
            "beats_control": self.beats_control,
            "better": self.better,
            "reasons": list(self.reasons),
        }


def _of_all(held: int, number: int, what: str) -> str:
    """Return how many of all, in words."""
    return f"all {number} {what}" if held == number else f"{held} of {number} {what}"


def rank(first: Standing, second: Standing, sets: Numbers) -> Ranking:
    """Return which of two plans is ahead and where that holds; where they are level, they keep their order.

    Parameters
    ----------
    sets : the parameter set of each future of the endings.
    """
    if share(first.endings.working()) < share(second.endings.working()):
        first, second = second, first
    usual = first.endings.working(), second.endings.working()
    apart = by_set((usual[0].astype(float) - usual[1].astype(float)).mean(axis=0), sets)
    ahead, behind = int(np.count_nonzero(apart > _LEVEL)), int(np.count_nonzero(apart < -_LEVEL))
    return Ranking(
        first.name,
        second.name,
        clear_difference(*usual, sets),
        (ahead, len(apart) - ahead - behind, behind),
        {
            name: clear_difference(first.endings.working(least), second.endings.working(least), sets)
            for name, least in THRESHOLDS.items()
        },
        {
            name: clear_difference(mine.working(), second.variants[name].working(), sets[: mine.means.shape[1]])
            for name, mine in first.variants.items()
        },
        first.null.beaten,
        first.is_better_than_control,
    )
