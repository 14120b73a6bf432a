"""Every dial of the baseline plan at a few values, in all places, against the plan itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.files import library
from tests.behaviour.places import CONTEXTS, PLACES, SCENARIOS, Luck, PerFuture, turned

EACH_VALUE: Final = 150
"""Futures of each value and place."""

LEVERS: Final[dict[str, tuple[float, ...]]] = {
    "stance": (-0.6, 0.4),
    "purpose_share": (0.2, 1.0),
    "voice": (0.0, 1.0),
    "breadth": (1, 2, 5),
    "ambition": (1.0, 12.0),
    "reserve_months": (0.0, 9.0),
    "diversification": (0.0, 1.0),
    "partnering": (0.0, 1.0),
}
WEIGHTS: Final = (0.0, 4.0)
"""What each activity is tried at."""

POINTS: Final = 3.0
"""Of 100 futures: fewer do not count."""

ERRORS: Final = 2.0
"""Standard errors from zero: less is not clear."""

LEVEL: Final = 1.0
"""Where no value is ahead of the plan's own by so many points, the plan's own is the best."""


@dataclass(frozen=True, eq=False)
class DialArm:
    """A dial at a value, less the plan itself.

    Attributes
    ----------
    difference : of each place and future, -1, 0 or 1.
    """

    dial: str
    value: float
    difference: PerFuture

    @property
    def by_place(self) -> PerFuture:
        """Points gained in each place."""
        return np.asarray(100.0 * self.difference.mean(axis=1))

    def points(self, rows: list[int]) -> float:
        """Points gained in some places together."""
        return 100.0 * float(self.difference[rows].mean())

    def is_clear(self, rows: list[int]) -> bool:
        """Whether that is enough to count, and not luck."""
        apart, points = self.difference[rows], self.points(rows)
        return abs(points) >= max(POINTS, ERRORS * 100.0 * float(apart.std()) / np.sqrt(apart.size))


@dataclass(frozen=True, eq=False)
class Turned:
    """All dials at all values; places are looked at by context and by scenario."""

    own: dict[str, float]
    arms: list[DialArm]
    activities: tuple[str, ...]

    @classmethod
    def of(cls, luck: Luck) -> Turned:
        """Turn every dial in the futures of a seed."""
        usual = library.plan("baseline")
        base = np.stack([luck.working(place, usual, EACH_VALUE) for place in PLACES])
        plans = [(dial, value, turned(levers={dial: value})) for dial, values in LEVERS.items() for value in values]
        plans += [(dial, value, turned({dial: value})) for dial in usual.effort for value in WEIGHTS]
        arms = [
            DialArm(dial, value, np.stack([luck.working(place, plan, EACH_VALUE) for place in PLACES]) - base)
            for dial, value, plan in plans
        ]
        return cls({**usual.levers, **usual.effort}, arms, tuple(usual.effort))

    def of_dial(self, dial: str) -> list[DialArm]:
        """Return a dial at each of its values."""
        return [one for one in self.arms if one.dial == dial]

    def silent(self) -> list[str]:
        """Return the dials that move nothing clearly in any context or scenario."""
        return [
            dial for dial in dict.fromkeys(one.dial for one in self.arms)
            if not any(one.is_clear(rows) for one in self.of_dial(dial) for rows in GROUPS)
        ]  # fmt: skip

    def free_at(self, value: float) -> list[str]:
        """Return the activities that clearly lose nowhere with this weight."""
        there = [one for one in self.arms if one.dial in self.activities and one.value == value]
        return [
            one.dial for one in there if not any(one.is_clear(rows) and one.points(rows) < 0.0 for rows in GROUPS)
        ]  # fmt: skip

    def least_moved(self) -> tuple[str, float]:
        """Return the dial that moves working least where it moves it most, and by how many points."""
        most = {
            dial: max(abs(one.points(rows)) for one in self.of_dial(dial) for rows in GROUPS)
            for dial in dict.fromkeys(one.dial for one in self.arms)
        }
        return min(most.items(), key=lambda item: item[1])

    def least_harmed(self, value: float) -> tuple[str, float]:
        """Return the activity whose weight costs least where it costs most, and the points that it gains there."""
        there = [one for one in self.arms if one.dial in self.activities and one.value == value]
        lowest = {one.dial: min(one.points(rows) for rows in GROUPS) for one in there}
        return max(lowest.items(), key=lambda item: item[1])

    def best_at_one_end(self) -> list[str]:
        """Return the dials whose best value is the same end in every context and scenario."""
        found = []
        for dial in dict.fromkeys(one.dial for one in self.arms):
            values = [one.value for one in self.of_dial(dial)] + [self.own[dial]]
            best = {self._best(dial, rows) for rows in GROUPS}
            if len(best) == 1 and best <= {min(values), max(values)}:
                found.append(f"{dial} {best.pop():g}")
        return found

    def _best(self, dial: str, rows: list[int]) -> float:
        """Return the best value of a dial in some places."""
        top = max(self.of_dial(dial), key=lambda one: one.points(rows))
        return top.value if top.points(rows) >= LEVEL else self.own[dial]


GROUPS: Final = [
    *([row for row, (_, one) in enumerate(PLACES) if one == context] for context in CONTEXTS),
    *([row for row, (one, _) in enumerate(PLACES) if one == scenario] for scenario in SCENARIOS),
]
"""Each context over all scenarios, and each scenario over all contexts."""
