"""How long a run takes and how much it needs, before it begins; what is absurd has to be confirmed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.files.mistakes import Mistake

if TYPE_CHECKING:
    from sim.files.context import Context

ASKED_FROM: Final = 500_000
"""Futures over all scenarios and plans, of the usual size and horizon, from which on the user must say ``--yes``."""

FUTURES_A_SECOND: Final = 1300.0
"""Of the usual size and horizon, on one core; see benchmarks/."""

USUAL_ACTORS: Final = 224
USUAL_MONTHS: Final = 120

BYTES_A_MONTH: Final = 240
"""Memory that one month of one future takes while its scenario is judged: some 30 numbers."""

BYTES_OF_OUTCOME: Final = 300
"""Memory of one future of one scenario and plan that stays until the end; about as much on disk."""


@dataclass(frozen=True)
class Amount:
    """What a run needs."""

    futures: int
    usual_futures: float
    seconds: float
    memory: float
    disk: float
    twins: bool = False
    """Whether futures without the events come on top of those that were asked for."""


def amount(futures: int, runs: int, cells: int, context: Context) -> Amount:
    """Return what a run needs.

    Parameters
    ----------
    futures : of each scenario and plan.
    runs : how often they are lived through: each scenario and plan, and the twins.
    cells : scenarios times plans.
    """
    from sim.engines.ensemble import thread_count

    size = context.size
    actors = size.national_governments + size.local_governments + size.champions + size.donors + size.activists
    usual = futures * runs * (actors / USUAL_ACTORS) * (context.months / USUAL_MONTHS)
    memory = futures * (BYTES_A_MONTH * (context.months + 1) + BYTES_OF_OUTCOME * cells)
    return Amount(
        futures * runs,
        usual,
        usual / (FUTURES_A_SECOND * thread_count()),
        memory,
        futures * cells * BYTES_OF_OUTCOME,
        twins=runs > cells,
    )


def refuse_absurd(needed: Amount, confirmed: bool, writes: bool) -> None:
    """Refuse what takes very long until it is confirmed, and what does not fit into this machine at all.

    Raises
    ------
    Mistake
        With the time, the memory and, where outcomes are written, the disk that it would take.
    """
    there = _memory_of_machine()
    too_large = there is not None and needed.memory > there
    if needed.usual_futures <= ASKED_FROM and not too_large:
        return
    size = f"{size_in_words(needed.memory)} of memory" + (
        f" and {size_in_words(needed.disk)} of disk" if writes else ""
    )
    why = " (the same futures without the events are simulated too)" if needed.twins else ""
    sentence = f"{needed.futures:,} futures in all{why} would take about {time_in_words(needed.seconds)} and {size}"
    if not confirmed:
        fits = f" (this machine has {size_in_words(there)})" if too_large and there is not None else ""
        raise Mistake(f"{sentence}{fits}; ask for fewer with --futures, or say --yes to run anyway")
    if too_large and there is not None:
        raise Mistake(
            f"{sentence}, but this machine has {size_in_words(there)} of memory; ask for fewer with --futures"
        )


def _memory_of_machine() -> float | None:
    """Return the memory of this machine in bytes, where the system says so."""
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):
        return None


def time_in_words(seconds: float) -> str:
    """Return a time in the largest unit that fits."""
    for unit, length in (("years", 365.25 * 86400), ("days", 86400.0), ("hours", 3600.0), ("minutes", 60.0)):
        if seconds >= 2 * length:
            return f"{seconds / length:,.0f} {unit}"
    return f"{max(1.0, seconds):.0f} seconds"


def size_in_words(size: float) -> str:
    """Return a size in the largest unit that fits."""
    for unit, length in (("TB", 1e12), ("GB", 1e9)):
        if size >= length:
            return f"{size / length:,.1f} {unit}"
    return f"{max(1.0, size / 1e6):,.0f} MB"
