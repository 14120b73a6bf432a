"""Reads answers off the turned dials: which values serve everywhere, where the best one lies, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.choices.dials import Dial
from sim.choices.prices import ALL, CONTEXT, SCENARIO, Group, Price, groups_of, prices_of
from sim.choices.study import Arm, Levers
from sim.results.intervals import Difference, Share, share_of
from sim.robustness.rankings import clear_difference

LEAST: Final = 0.03
"""A difference of fewer futures still working, as a share of all, is no reason to choose anything. Convention."""

FEWEST_FUTURES: Final = 50
"""Fewer futures tell nothing of where a best value lies. Convention."""

DEPENDS, END, INSIDE, SILENT, FEW = VERDICTS = ("depends", "end", "inside", "silent", "few")
"""What is best in one place is clearly beaten in another; only an end of the range serves everywhere; a value inside it
does; it is seen to matter nowhere; there are too few futures to say."""


@dataclass(frozen=True)
class Answer:
    """What a dial does in one group.

    Attributes
    ----------
    shares : futures still working at each value.
    against : each value less the plan's own, with its interval (95 %).
    best : place of the value with the largest share; the plan's own where it has as large a one.
    behind : the best value less each. The intervals of all comparisons of one dial hold together with 95 %, because the
        best was chosen by its luck too.
    """

    group: Group
    shares: tuple[Share, ...]
    against: tuple[Difference, ...]
    best: int
    behind: tuple[Difference, ...]

    @property
    def beaten(self) -> tuple[bool, ...]:
        """Whether the best value is clearly ahead of each, by at least ``LEAST``."""
        return tuple(one.low > 0.0 and one.difference >= LEAST for one in self.behind)

    def clashes(self, other: Answer) -> bool:
        """Whether what is best in each of two groups is clearly beaten in the other."""
        return self.beaten[other.best] and other.beaten[self.best]

    @property
    def blur(self) -> float:
        """The smallest difference from the best value that would be clear at each value, where luck blurs it most."""
        return max(one.difference - one.low for one in self.behind)


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
class Runner:
    """The best value other than the plan's own, in all places that were asked taken together.

    Attributes
    ----------
    value : its place.
    difference : futures still working, against the plan's own value; the interval allows for the choice of the best.
    prices : what is clearly worse with it than with the plan's own value, each in the group where it is worst.
    """

    value: int
    difference: Difference
    prices: tuple[Price, ...]


@dataclass(frozen=True)
class Finding:
    """What is known of one dial.

    Attributes
    ----------
    serving : the values that are clearly beaten nowhere.
    depends_on : scenario, context or both, where what is best depends on it.
    end_prices : of a dial that is best at an end, what is worse there than at the nearest other value.
    runner : the best value other than the plan's own, whether or not it is clearly ahead of that.
    """

    dial: Dial
    answers: tuple[Answer, ...]
    serving: tuple[float, ...]
    depends_on: tuple[str, ...]
    verdict: str
    gain: Gain | None
    end_prices: tuple[Price, ...]
    runner: Runner

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
        """The group and the value that clearly lose most against the plan's own; None where none loses ``LEAST``."""
        losing = [
            (one.against[place].difference, number, place)
            for number, one in enumerate(self.answers)
            for place in range(len(one.against))
            if one.beaten[place] and one.against[place].high < 0.0 and one.against[place].difference <= -LEAST
        ]
        if not losing:
            return None
        _, number, place = min(losing)
        return self.answers[number], place

    @property
    def widest(self) -> tuple[Answer, int]:
        """The group and the value that are furthest behind the best value there, of those that are clearly so."""
        behind = [
            (one.behind[place].difference, number, place)
            for number, one in enumerate(self.answers)
            for place, beaten in enumerate(one.beaten)
            if beaten
        ]
        _, number, place = max(behind, key=lambda one: one[0])
        return self.answers[number], place


def smallest_clear(known: Sequence[Finding]) -> float:
    """Return how small a difference in one scenario or context so many futures tell from luck.

    Of each dial and group the half of the widest interval between its best value and another; of these the median.
    """
    blurs = [answer.blur for one in known for answer in one.answers if answer.group.kind != ALL]
    return max(LEAST, float(np.median(blurs)))


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
    verdict = FEW if found.futures < FEWEST_FUTURES else _verdict(dial, answers, serving, depends_on)
    end_prices: tuple[Price, ...] = ()
    if verdict == END:
        place = dial.values.index(serving[0])
        beside = place + 1 if place == 0 else place - 1
        end_prices = prices_of(arms[place], arms[beside], found.usual, groups, found.sets)
    gain, runner = _gain(found, dial, arms, answers), _runner(found, dial, arms, groups)
    return Finding(dial, answers, serving, depends_on, verdict, gain, end_prices, runner)


def _runner(found: Levers, dial: Dial, arms: Sequence[Arm], groups: Sequence[Group]) -> Runner:
    """Return the best value other than the plan's own in all places together, and what it costs."""
    own = dial.values.index(dial.own)
    others = [place for place in range(len(arms)) if place != own]
    best = max(others, key=lambda place: int(arms[place].working.sum()))
    apart = clear_difference(arms[best].working, arms[own].working, found.sets, len(others))
    return Runner(best, apart, prices_of(arms[best], arms[own], found.usual, groups, found.sets))


def _depends_on(dial: Dial, answers: Sequence[Answer]) -> tuple[str, ...]:
    """Return on what the best value depends: of two scenarios, or contexts, each clearly beats the other's best value.

    So it does, too, where no value serves in all of them.
    """
    kinds = [one for one in (SCENARIO, CONTEXT) if any(answer.group.kind == one for answer in answers)]
    found = []
    for kind in kinds:
        alike = [one for one in answers if one.group.kind == kind]
        turned = any(one.clashes(other) for one in alike for other in alike)
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
    return Answer(
        group,
        tuple(share_of(one.ravel()) for one in flags),
        tuple(clear_difference(one, flags[own], found.sets) for one in flags),
        best,
        tuple(clear_difference(flags[best], one, found.sets, comparisons) for one in flags),
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
