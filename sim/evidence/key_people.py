"""What becomes of the work when the person leaves who did much of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.evidence.observer import Array
from sim.evidence.tallies import TOO_SHORT, YEAR, Counted, count_ratios
from sim.evidence.watching import Watched

KEY_SHARE: Final = 0.3
"""Of a year's work: who did as much is a key person."""

BACK: Final = 0.5
"""Of the work of the year before the loss: a second year with as much is a recovery."""


@dataclass(frozen=True, eq=False)
class Losses:
    """Key people who left: one entry for each.

    Attributes
    ----------
    future, month : where, and in which month they were last active.
    own, before : their own and everybody's work in the 12 months up to it.
    after, later : everybody's work in the 12 months after, and in the 12 after those (NaN beyond the horizon).
    """

    future: Array
    month: Array
    own: Array
    before: Array
    after: Array
    later: Array


def _sums(work: Array) -> Array:
    """Return the work done up to the end of each month, month 0 not counted."""
    done = np.cumsum(work, axis=1, dtype=np.float64)
    return np.asarray(done - done[:, :1])


def losses(watched: Watched) -> Losses:
    """Find the key people who left: key in the 12 months up to their last, and silent in the 12 months after."""
    notes, months = watched.notes, watched.months
    active, another = notes.active.astype(bool), notes.another_person.astype(bool)
    own, everybody = _sums(notes.work), _sums(notes.work.sum(axis=2, dtype=np.float64))
    futures, _, seats = active.shape
    before_arrival = np.zeros((futures, seats))
    key: list[tuple[Array, Array, int]] = []
    for month in range(1, months - YEAR + 1):
        before_arrival = np.where(another[:, month], own[:, month - 1], before_arrival)
        if month < YEAR:
            continue
        mine = own[:, month] - np.maximum(own[:, month - YEAR], before_arrival)
        total = everybody[:, month] - everybody[:, month - YEAR]
        likely = active[:, month] & ~active[:, month + 1] | another[:, month + 1]
        likely &= (mine >= KEY_SHARE * total[:, None]) & (mine > 0)
        for future, seat in zip(*np.nonzero(likely), strict=True):
            if active[future, month, seat] and _silent(active, another, int(future), int(seat), month):
                key.append((future, mine[future, seat], month))
    future = np.array([one for one, _, _ in key], dtype=int)
    month_of = np.array([one for _, _, one in key], dtype=int)
    until = [everybody[future, np.minimum(month_of + step, months)] for step in (-YEAR, 0, YEAR, 2 * YEAR)]
    later = np.where(month_of + 2 * YEAR <= months, until[3] - until[2], np.nan)
    own_work = np.array([one for _, one, _ in key], dtype=float)
    return Losses(future, month_of, own_work, until[1] - until[0], until[2] - until[1], later)


def _silent(active: Array, another: Array, future: int, seat: int, month: int) -> bool:
    """Return whether the person who sat there in a month does nothing in the 12 months after."""
    replaced = another[future, month + 1 : month + YEAR + 1, seat]
    still = ~np.logical_or.accumulate(replaced)
    return not (active[future, month + 1 : month + YEAR + 1, seat] & still).any()


def after_key_person(watched: Watched) -> Counted:
    """Count, for each loss, everybody's work in the next year over that of the last."""
    if watched.months < 2 * YEAR:
        return TOO_SHORT
    found = losses(watched)
    return count_ratios(len(watched.notes.active), found.future, found.after / found.before)


def others_after_key_person(watched: Watched) -> Counted:
    """Count the same for the others alone."""
    if watched.months < 2 * YEAR:
        return TOO_SHORT
    found = losses(watched)
    others = found.before - found.own
    there = others > 0
    return count_ratios(len(watched.notes.active), found.future[there], found.after[there] / others[there])


def recovery_after_key_person(watched: Watched) -> Counted:
    """Count losses after which the second year is back to half, and losses whose second year was seen."""
    if watched.months < 3 * YEAR:
        return TOO_SHORT
    found = losses(watched)
    counts = np.zeros((len(watched.notes.active), 2))
    np.add.at(counts[:, 0], found.future, found.later >= BACK * found.before)  # NaN is not
    np.add.at(counts[:, 1], found.future, ~np.isnan(found.later))
    return counts


def ordinary_years(watched: Watched) -> Counted:
    """Count everybody's work in a year over that of the year before, where no key person left in the year before."""
    if watched.months < 2 * YEAR:
        return TOO_SHORT
    everybody = _sums(watched.notes.work.sum(axis=2, dtype=np.float64))
    years = np.diff(everybody[:, ::YEAR], axis=1)
    found = losses(watched)
    ordinary = years[:, :-1] > 0
    year = (found.month - 1) // YEAR
    seen = year < ordinary.shape[1]
    ordinary[found.future[seen], year[seen]] = False
    future, year = np.nonzero(ordinary)
    return count_ratios(len(everybody), future, years[future, year + 1] / years[future, year])
