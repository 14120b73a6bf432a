"""Shares as people say them: so many of 100 futures, without decimals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.language.catalogue import MINUS
from sim.report.theme import STATE_STYLES
from sim.results.intervals import Difference, of_hundred

if TYPE_CHECKING:
    from sim.results.compare import Cell


def signed(difference: float) -> str:
    """Return a difference as a number of 100 with its sign."""
    number = of_hundred(difference)
    return f"{number:+d}".replace("-", MINUS) if number else "0"


def rounded(value: float) -> int:
    """Return a number of months, halves rounded up."""
    return math.floor(value + 0.5)


def end_states(cell: Cell) -> dict[str, int]:
    """Return what became of 100 futures, from working to collapsed; the numbers add up to 100.

    The number working is the headline's (a mean over the last year). A future that works in its last month, but not on
    average over its last year, counts as struggling.
    """
    table = cell.outcomes
    others = table.loc[~table["working"].astype(bool), "state"].replace("working", "struggling").value_counts()
    working = of_hundred(cell.working.share)
    left = 100 - working
    names = [state for state in STATE_STYLES if state != "working"]
    exact = {state: left * int(others.get(state, 0)) / max(1, int(others.sum())) for state in names}
    counts = {state: int(exact[state]) for state in names}
    for state in sorted(names, key=lambda one: counts[one] - exact[one])[: left - sum(counts.values())]:
        counts[state] += 1
    return {"working": working, **counts}


@dataclass(frozen=True)
class Contrast:
    """One paired difference of the working share, with the name of what is compared."""

    label: str
    difference: Difference

    @property
    def verdict(self) -> str:
        """Whether it is more, fewer, or too close to call."""
        if self.difference.too_close:
            return "close"
        return "more" if self.difference.difference > 0 else "fewer"
