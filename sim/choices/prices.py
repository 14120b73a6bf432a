"""What a value of a dial costs: which outcomes are clearly worse than at another value, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.choices.study import OUTCOMES, SHARES_OF_OWN, Arm, Levers
from sim.results.intervals import Difference
from sim.robustness.rankings import clear_difference
from sim.robustness.trial import Numbers

SCENARIO, CONTEXT, ALL = "scenario", "context", "all"

LEAST_PRICE: Final[dict[str, float]] = {**dict.fromkeys(OUTCOMES, 0.02), "years": 0.2, "runway": 0.5}
"""What is called a price at least: years; shares of what the plan has, of governments; months of runway. Convention."""


@dataclass(frozen=True)
class Group:
    """Places that are taken together: one scenario in all contexts, one context in all scenarios, or all."""

    kind: str
    name: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Price:
    """What is clearly worse at one value than at another."""

    outcome: str
    difference: Difference


def groups_of(found: Levers) -> tuple[Group, ...]:
    """Return the groups that are looked at: scenarios, contexts where there are several, and all taken together."""
    places = found.places
    groups = []
    if len(found.scenarios) > 1 or len(found.contexts) == 1:
        groups += [
            Group(SCENARIO, one.name, tuple(row for row, (_, scenario) in enumerate(places) if scenario is one))
            for one in found.scenarios
        ]
    if len(found.contexts) > 1:
        groups += [
            Group(CONTEXT, one.name, tuple(row for row, (context, _) in enumerate(places) if context is one))
            for one in found.contexts
        ]
    if len(places) > 1:
        groups.append(Group(ALL, ALL, tuple(range(len(places)))))
    return tuple(groups)


def prices_of(
    arm: Arm, other: Arm, usual: Arm, groups: Sequence[Group], sets: Numbers
) -> tuple[Price, ...]:  # fmt: skip
    """Return what is clearly worse in one arm than in another, each where it is worst.

    Intervals of one outcome in all groups hold together with 95 %.
    """
    prices = []
    for name in OUTCOMES:
        apart = [outcome_difference(arm, other, usual, name, one.rows, sets, len(groups)) for one in groups]
        worst = min(apart, key=lambda one: one.difference)
        clear = [one for one in apart if one.high < 0.0 and one.difference <= -LEAST_PRICE[name]]
        if clear:
            prices.append(Price(name, worst if worst in clear else min(clear, key=lambda one: one.difference)))
    return tuple(prices)


def outcome_difference(
    arm: Arm, other: Arm, usual: Arm, name: str, rows: Sequence[int], sets: Numbers, comparisons: int = 1
) -> Difference:  # fmt: skip
    """Return how much more of an outcome there is in one arm than in another, with its interval (95 %).

    People and data in use: as a share of what the usual arm has in each place, so that places count alike. Cover: the
    share of governments. Runway: months. Years of work: years.

    Parameters
    ----------
    rows : the places that are taken together.
    comparisons : of how many such differences the largest is taken.
    """
    one, two, scale = (each.outcomes[list(rows)][:, :, OUTCOMES.index(name)] for each in (arm, other, usual))
    if name in SHARES_OF_OWN:
        there = scale.mean(axis=1, keepdims=True)
        one, two = (np.divide(each, there, out=np.zeros_like(each), where=there > 0.0) for each in (one, two))
    return clear_difference(one, two, sets, comparisons)
