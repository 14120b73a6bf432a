"""How thoroughly a search checks what it found, and how that is fitted into the time that is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from sim.files import library
from sim.robustness.equal_effort import RANDOM_PLANS
from sim.search.evolution import POPULATION

LEAST_SEARCH: Final = 1 / 3
"""The part of the time that the search gets, however long the check takes."""

MARGIN: Final = 1.1
"""So much more time than a full check should take is left for it: plans that come twice make generations look cheap."""

STEPS: Final = 20
"""Between the most and the least thorough check, so many are to be had."""


@dataclass(frozen=True)
class Check:
    """How thoroughly what was found is checked.

    Attributes
    ----------
    candidates : so many of the front are judged again on other futures.
    chosen, tried, reported : futures of each place, as multiples of those that the search looks at: to choose from the
        front, to try what a dial is good for, to report.
    picks : at most so many plans are named.
    random_plans : of equal effort, for each named plan.
    """

    candidates: int = 40
    chosen: int = 4
    tried: int = 2
    picks: int = 5
    random_plans: int = RANDOM_PLANS
    reported: int = 10

    def cost(self, dials: int) -> float:
        """Return how often the futures of the search are lived through at most, for one plan after the other."""
        shipped = len(library.names("plan")) + 1
        blocks = self.chosen + self.reported + (self.tried if self.tried != self.chosen else 0)
        own_and_control = 3 * self.reported
        each = self.tried * (dials + 2) + self.chosen + own_and_control + self.random_plans
        return float(shipped * blocks + self.candidates * self.chosen + self.picks * each)

    def reduced(self, full: Check) -> list[tuple[str, int, int]]:
        """Return what is less than in a full check: its name, how many, and how many there usually are."""
        pairs = [(one.name, getattr(self, one.name), getattr(full, one.name)) for one in fields(self)]
        return [(name, own, usual) for name, own, usual in pairs if own < usual]


FULL: Final = Check()
LEAST: Final = Check(candidates=8, chosen=1, tried=1, picks=1, random_plans=20, reported=2)
"""A check that does less would say nothing: nine in ten of fewer random plans is no bar."""


def least(full: Check) -> Check:
    """Return the least thorough check; never more than the full one."""
    return replace(full, **{one.name: min(getattr(LEAST, one.name), getattr(full, one.name)) for one in fields(full)})


def fitted(full: Check, rounds: float, dials: int) -> Check:
    """Return the most thorough check that costs at most so many rounds through the futures of the search.

    The least thorough one, where even that does not fit.
    """
    lowest = least(full)
    for step in range(STEPS, 0, -1):
        numbers: dict[str, Any] = {}
        for one in fields(full):
            low, high = getattr(lowest, one.name), getattr(full, one.name)
            numbers[one.name] = low + (high - low) * step // STEPS
        check = Check(**numbers)
        if check.cost(dials) <= rounds:
            return check
    return lowest


@dataclass(frozen=True)
class Budget:
    """Stops a search early enough to check what it found, and makes the check fit into what is left.

    Attributes
    ----------
    minutes : for everything, over all sittings of the search; a check that was stopped does not count.
    dials : how many may be turned.
    too_short : told how many minutes are needed at least, before the search begins, where the budget has fewer.
    """

    minutes: float
    dials: int
    too_short: Callable[[float], None] | None = None

    def __call__(self, generations: int, seconds: float) -> bool:
        """Return whether there is time for another generation: at least one, and a third of the time in any case."""
        if generations == 0:
            return True
        a_generation, budget = seconds / generations, 60.0 * self.minutes
        a_round = a_generation / POPULATION
        check = min(MARGIN * FULL.cost(self.dials) * a_round, budget * (1.0 - LEAST_SEARCH))
        return seconds + a_generation + max(check, LEAST.cost(self.dials) * a_round) <= budget

    def look(self, a_round: float, spent: float, generations: int, population: int, full: Check) -> None:
        """Say that the budget is too short, where not even one generation and the least check fit.

        Parameters
        ----------
        a_round : seconds that one plan takes in the futures of the search, as measured.
        spent : seconds so far.
        """
        beginning = 0 if generations else population
        needed = spent + (beginning + least(full).cost(self.dials)) * a_round
        if needed > 60.0 * self.minutes and self.too_short is not None:
            self.too_short(needed / 60.0)

    def check(self, a_round: float, spent: float, full: Check) -> Check:
        """Return the most thorough check for which there is time."""
        left = 60.0 * self.minutes - spent
        return fitted(full, left / a_round, self.dials) if a_round > 0.0 else full


def within(minutes: float, dials: int, too_short: Callable[[float], None] | None = None) -> Budget:
    """Return who keeps a search and its check within so many minutes."""
    return Budget(minutes, dials, too_short)
