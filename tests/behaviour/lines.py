"""What is asked of the choices: lines, each a question in a user's words, and how its figures are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from scipy.stats import rankdata

from sim.files.plan import Plan
from tests.behaviour.dials_turned import Turned
from tests.behaviour.places import SHORT, Luck, PerFuture

DEEP: Final = 400
"""Futures of each place, for most questions."""

Figures = dict[str, str]
Answer = tuple[bool, Figures]
Ask = Callable[[Luck, Turned], Answer]


@dataclass(frozen=True)
class Line:
    """One thing that must hold.

    Attributes
    ----------
    question : what a user would ask.
    wanted : when the answer is good enough.
    answer : says whether it is, and the figures that show it.
    """

    name: str
    question: str
    wanted: str
    answer: Ask


def adding_to(lines: list[Line]) -> Callable[..., Callable[[Ask], Ask]]:
    """Return a decorator with which functions that answer a question are added to a list, as lines."""

    def line(name: str, question: str, wanted: str) -> Callable[[Ask], Ask]:
        def add(answer: Ask) -> Ask:
            lines.append(Line(name, question, wanted, answer))
            return answer

        return add

    return line


def hundred(share: float) -> str:
    """Return a share as a number of a hundred."""
    return f"{100 * share:.0f}"


def foretells(early: PerFuture, later: PerFuture) -> float:
    """Return how often an early figure is the larger one where the future works later (.5: it says nothing)."""
    yes = later.astype(bool)
    works, fails = int(yes.sum()), int((~yes).sum())
    if not works or not fails:
        return float("nan")
    return float((rankdata(early)[yes].sum() - works * (works + 1) / 2) / (works * fails))


def gain(luck: Luck, scenario: str, context: str, one: Plan, other: Plan) -> float:
    """Return how many more of 100 futures work under one plan than under another."""
    place = (scenario, context)
    return 100.0 * float((luck.working(place, one, DEEP) - luck.working(place, other, DEEP)).mean())


def told(figures: Mapping[str, float], form: str = "{:.2f}") -> Figures:
    """Return a figure of each context, or scenario, in words."""
    return {SHORT.get(name, name): form.format(value) for name, value in figures.items()}
