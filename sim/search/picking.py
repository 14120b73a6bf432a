"""From the front to a few plans with names: which are worth showing, and which of their dials matter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.robustness.rankings import clear_difference
from sim.robustness.trial import Numbers
from sim.search.evolution import SIGNS, Candidate, Values
from sim.search.judging import GOALS, Judgement
from sim.search.notebook import Goals

ROLES: Final[Mapping[str, str]] = {
    "most-working": "working", "least-regret": "regret", "fewest-months-lost": "months_lost", "least-money": "money",
}  # fmt: skip
"""Each name stands for being best at a goal."""

BALANCED: Final = "balanced"
"""The plan that ranks best over all goals together."""

KEPT_GAIN: Final = 0.9
"""A dial is not credited if without it this share of what the plan gains on its goal stays."""


@dataclass(frozen=True)
class Pick:
    """A candidate that is worth a name.

    Attributes
    ----------
    roles : what it is best at; the first gives its name.
    """

    roles: tuple[str, ...]
    values: Values
    goals: Goals


def thinned(front: Sequence[Candidate], most: int) -> list[Candidate]:
    """Return the best of a front on each goal in turn, until there are enough."""
    orders = [np.argsort([sign * one.goals[goal] for one in front], kind="stable") for goal, sign in enumerate(SIGNS)]
    chosen: dict[int, None] = {}
    for rank in range(len(front)):
        for order in orders:
            if len(chosen) < most:
                chosen[int(order[rank])] = None
    return [front[place] for place in sorted(chosen)]


def picks(candidates: Sequence[Candidate], shipped: Goals) -> list[Pick]:
    """Return the candidates that are best at something, each once.

    Only those count, for goals other than the share working, that keep at least as many futures working as the shipped
    plan: saving money by giving up is no plan.
    """
    working = GOALS.index("working")
    sound = [one for one in candidates if one.goals[working] >= shipped[working]]
    found: dict[int, list[str]] = {}
    for role, goal in ROLES.items():
        among = candidates if role == "most-working" else sound
        if among:
            place, sign = GOALS.index(goal), SIGNS[GOALS.index(goal)]
            best = min(among, key=lambda one, p=place, s=sign: (s * one.goals[p], -one.goals[working]))  # type: ignore[misc]
            found.setdefault(candidates.index(best), []).append(role)
    if sound:
        found.setdefault(candidates.index(_most_balanced(sound)), []).append(BALANCED)
    return [Pick(tuple(roles), candidates[place].values, candidates[place].goals) for place, roles in found.items()]


def _most_balanced(candidates: Sequence[Candidate]) -> Candidate:
    """Return the candidate with the smallest sum of ranks; of equals the first."""
    from scipy.stats import rankdata

    goals = np.array([one.goals for one in candidates]) * SIGNS
    return candidates[int(np.argmin(sum(rankdata(column) for column in goals.T)))]


def simplified(
    pick: Pick, own: Values, judge: Callable[[Values], Judgement], best_shipped: tuple[float, ...], sets: Numbers
) -> tuple[Values, tuple[str, ...]]:
    """Return the setting without what does not matter, and the dials that do.

    One dial after the other is put back to what the shipped plan has. It stays there unless the share working becomes
    clearly smaller, or a tenth of what the plan gains on its goal is lost; compared with the full setting each time, so
    that small losses do not add up.

    Parameters
    ----------
    judge : what becomes of a setting, always in the same futures.
    sets : the parameter set of each of these futures.
    """
    full, shipped = judge(pick.values), judge(own)
    goal = GOALS.index(ROLES.get(pick.roles[0], "working"))
    gain = SIGNS[goal] * (shipped.goals(best_shipped)[goal] - full.goals(best_shipped)[goal])
    values, credited = dict(pick.values), []
    for name, value in pick.values.items():
        if value == own[name]:
            continue
        without = {**values, name: own[name]}
        found = judge(without)
        worse = clear_difference(full.working, found.working, sets).low > 0.0
        kept = SIGNS[goal] * (shipped.goals(best_shipped)[goal] - found.goals(best_shipped)[goal])
        if worse or (GOALS[goal] != "working" and kept < KEPT_GAIN * gain):
            credited.append(name)
        else:
            values = without
    return values, tuple(credited)
