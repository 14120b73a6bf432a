"""The equal-effort null: random plans that spend as much effort as a named one, but on a random mix of activities.

A plan whose choice of activities means something must do better than most of them; that it differs from another named
plan may only say that the other one is bad.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.files.plan import Plan
from sim.robustness.trial import Figures
from sim.world.levers import ACTIVITIES

RANDOM_PLANS: Final = 60
TO_BEAT: Final = 0.9
"""A named plan must do better than this share of random plans. Convention."""

DIGITS: Final = 6
"""Decimals of random shares, so that a random plan can be written to a file and read back the same."""


@dataclass(frozen=True, eq=False)
class Null:
    """How often communities are still working under random plans of equal effort.

    Attributes
    ----------
    shares : one for each random plan: futures still working, over all scenarios. Sorted.
    own : the same of the named plan, in the same futures.
    """

    shares: Figures
    own: float

    @property
    def bar(self) -> float:
        """What a plan has to exceed."""
        return float(np.quantile(self.shares, TO_BEAT))

    @property
    def beaten(self) -> bool:
        """Whether the named plan does better than nine in ten of the random ones."""
        return self.own > self.bar

    @property
    def rank(self) -> float:
        """Share of random plans that do worse than the named one; ties count half."""
        below, level = np.count_nonzero(self.shares < self.own), np.count_nonzero(self.shares == self.own)
        return float((below + level / 2) / len(self.shares))


def random_plans(plan: Plan, number: int, seed: int) -> list[Plan]:
    """Return plans of equal effort: random shares, every mix as likely as any other, and nothing that reacts.

    Themes, levers and grants stay the plan's own; triggers are dropped. The same seed gives the same mixes for every
    plan, so that plans with the same levers meet the same opponents.
    """
    generator = np.random.default_rng(seed)
    mixes = generator.dirichlet(np.ones(len(ACTIVITIES)), size=number)
    return [_with_shares(plan, mix, f"random {place + 1}") for place, mix in enumerate(mixes)]


def _with_shares(plan: Plan, mix: npt.NDArray[np.float64], name: str) -> Plan:
    """Return a plan with other shares of effort, and without triggers."""
    effort = {one.name: round(float(share), DIGITS) for one, share in zip(ACTIVITIES, mix, strict=True)}
    return plan.model_copy(update={"name": name, "effort": effort, "triggers": ()})


def equal_effort_null(
    plan: Plan, own: float, share_working: Callable[[Plan], float], number: int, seed: int = 1
) -> Null:  # fmt: skip
    """Return how a plan stands among random plans of equal effort.

    Parameters
    ----------
    own : the share of futures still working under the plan itself.
    share_working : returns the same share under another plan, in the same futures.
    number : of random plans.
    """
    return Null(np.sort([share_working(one) for one in random_plans(plan, number, seed)]), own)
