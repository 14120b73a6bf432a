"""Reads answers off the turned dials: which values serve everywhere, where the best one lies, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.choices.dials import Dial
from sim.choices.study import OUTCOMES, SHARES_OF_OWN, Arm, Levers
from sim.results.intervals import Difference, Share, share_of
from sim.robustness.rankings import clear_difference
from sim.robustness.trial import Numbers

SCENARIO, CONTEXT, ALL = "scenario", "context", "all"

LEAST: Final = 0.03
"""A difference of fewer futures still working, as a share of all, is no reason to choose anything. Convention."""

LEAST_PRICE: Final[dict[str, float]] = {**dict.fromkeys(OUTCOMES, 0.02), "years": 0.2, "runway": 0.5}
"""What is called a price at least: years; shares of what the plan has, of governments; months of runway. Convention."""

DEPENDS, END, INSIDE, SILENT = VERDICTS = ("depends", "end", "inside", "silent")
"""What is best in one place is clearly beaten in another; only an end of the range serves everywhere; a value inside it
does; it matters nowhere."""


@dataclass(frozen=True)
class Group:
    """Places that are taken together: one scenario in all contexts, one context in all scenarios, or all."""

    kind: str
    name: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Answer:
    """What a dial does in one group.

    Attributes
    ----------
    shares : futures still working at each value.
    against : each value less the plan's own, with its interval (95 %).
    best : place of the value with the largest share; the plan's own where it has as large a one.
    beaten : whether the best value is clearly ahead of each, by at least ``LEAST``. The intervals of all comparisons of
        one dial hold together with 95 %, because the best was chosen by its luck too.
    """

    group: Group
    shares: tuple[Share, ...]
    against: tuple[Difference, ...]
    best: int
    beaten: tuple[bool, ...]


@dataclass(frozen=True)
class Price:
    """What is clearly worse at one value than at another."""

    outcome: str
    difference: Difference


@dataclass(frozen=True)
class Gain:
    """Where the plan's own value is clearly beaten most.

    Attributes
    ----------
    value : place of the value that beats it.
    prices : what is clearly worse with it than with the plan's own value, each in the group where it is worst.
    elsewhere : the group in which the same value loses most against the plan's own, where it clearly loses.
    """

    answer: Answer
    value: int
    prices: tuple[Price, ...]
    elsewhere: Answer | None


@dataclass(frozen=True)
class Finding:
    """What is known of one dial.

    Attributes
    ----------
    serving : the values that are clearly beaten nowhere.
    depends_on : scenario, context or both, where what is best depends on it.
    end_prices : of a dial that is best at an end, what is worse there than at the nearest other value.
    """

    dial: Dial
    answers: tuple[Answer, ...]
    serving: tuple[float, ...]
    depends_on: tuple[str, ...]
    verdict: str
    gain: Gain | None
    end_prices: tuple[Price, ...]

    @property
    def own_serves(self) -> bool:
        """Whether the plan's own value is clearly beaten nowhere."""
        return self.dial.own in self.serving

    @property
    def is_free(self) -> bool:
        """Whether it is best at one end, and nothing that was looked at is worse there."""
        return self.verdict == END and not self.end_prices

    @property
    def loss(self) -> tuple[Answer, int] | None:
        """The group and the value that clearly lose most against the plan's own; None where none does."""
        losing = [
            (one.against[place].difference, number, place)
            for number, one in enumerate(self.answers)
            for place in range(len(one.against))
            if one.beaten[place] and one.against[place].high < 0.0
        ]
        if not losing:
            return None
        _, number, place = min(losing)
        return self.answers[number], place


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


def findings(found: Levers) -> tuple[Finding, ...]:
    """Return what is known of each dial."""
    groups = groups_of(found)
    return tuple(_finding(found, dial, arms, groups) for dial, arms in zip(found.dials, found.arms, strict=True))


def _finding(found: Levers, dial: Dial, arms: Sequence[Arm], groups: Sequence[Group]) -> Finding:
    """Return what is known of one dial."""
    comparisons = len(groups) * (len(arms) - 1)
    answers = tuple(_answer(found, dial, arms, one, comparisons) for one in groups)
    serving = _serving(dial, answers)
    depends_on = _depends_on(dial, answers)
    verdict = _verdict(dial, answers, serving, depends_on)
    end_prices: tuple[Price, ...] = ()
    if verdict == END:
        place = dial.values.index(serving[0])
        beside = place + 1 if place == 0 else place - 1
        end_prices = prices_of(arms[place], arms[beside], found.usual, groups, found.sets)
    return Finding(dial, answers, serving, depends_on, verdict, _gain(found, dial, arms, answers), end_prices)


def _depends_on(dial: Dial, answers: Sequence[Answer]) -> tuple[str, ...]:
    """Return on what the best value depends: of two scenarios, or contexts, each clearly beats the other's best value.

    So it does, too, where no value serves in all of them.
    """
    kinds = [one for one in (SCENARIO, CONTEXT) if any(answer.group.kind == one for answer in answers)]
    found = []
    for kind in kinds:
        alike = [one for one in answers if one.group.kind == kind]
        turned = any(one.beaten[other.best] and other.beaten[one.best] for one in alike for other in alike)
        if turned or not _serving(dial, alike):
            found.append(kind)
    return tuple(found if found or _serving(dial, answers) else kinds)


def _verdict(dial: Dial, answers: Sequence[Answer], serving: Sequence[float], depends_on: Sequence[str]) -> str:
    """Return where the best value lies."""
    if not any(any(one.beaten) for one in answers):
        return SILENT
    if depends_on:
        return DEPENDS
    return END if all(dial.at_an_end(value) for value in serving) else INSIDE


def _serving(dial: Dial, answers: Sequence[Answer]) -> tuple[float, ...]:
    """Return the values that are clearly beaten in none of some groups."""
    return tuple(
        value for place, value in enumerate(dial.values) if not any(one.beaten[place] for one in answers)
    )  # fmt: skip


def _answer(found: Levers, dial: Dial, arms: Sequence[Arm], group: Group, comparisons: int) -> Answer:
    """Return what a dial does in one group."""
    rows, own = list(group.rows), dial.values.index(dial.own)
    flags = [one.working[rows] for one in arms]
    counts = [int(one.sum()) for one in flags]
    best = own if counts[own] == max(counts) else counts.index(max(counts))
    behind = [clear_difference(flags[best], one, found.sets, comparisons) for one in flags]
    return Answer(
        group,
        tuple(share_of(one.ravel()) for one in flags),
        tuple(clear_difference(one, flags[own], found.sets) for one in flags),
        best,
        tuple(one.low > 0.0 and one.difference >= LEAST for one in behind),
    )


def _gain(found: Levers, dial: Dial, arms: Sequence[Arm], answers: Sequence[Answer]) -> Gain | None:
    """Return where the plan's own value is clearly beaten most, and what that costs."""
    own = dial.values.index(dial.own)
    better = [one for one in answers if one.beaten[own]]
    if not better:
        return None
    most = max(better, key=lambda one: one.against[one.best].difference)
    prices = prices_of(arms[most.best], arms[own], found.usual, [one.group for one in answers], found.sets)
    lowest = min(answers, key=lambda one: one.against[most.best].difference)
    there = lowest.against[most.best]
    elsewhere = lowest if there.high < 0.0 and there.difference <= -LEAST else None
    return Gain(most, most.best, prices, elsewhere)


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
