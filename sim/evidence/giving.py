"""Whether grants are followed by others, and whether they are for merit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.evidence.observer import Array
from sim.evidence.tallies import THIRDS, TOO_SHORT, YEAR, Counted, Totals, difference_of_shares, tally
from sim.evidence.watching import Watched

NO_DONORS: Final = "the context has no donors"

SHORT: Final = 18
LONG: Final = 41
"""Months: the quartiles of the grants that were observed."""

LONGEST: Final = 240
"""Months; longer grants count as this long."""


def family_exit(watched: Watched) -> Counted:
    """Count open donors whose family leaves, and those of them who close."""
    notes = watched.notes
    if notes.donor_family.shape[1] == 0:
        return NO_DONORS
    family = np.broadcast_to(notes.donor_family[:, None, :], notes.donor_open[:, 1:].shape)
    was_open, is_open = notes.donor_open[:, :-1].astype(bool), notes.donor_open[:, 1:].astype(bool)
    hit = was_open & np.take_along_axis(notes.family_left[:, 1:], family, axis=2).astype(bool)
    closed = hit & ~is_open
    return tally(closed.sum(axis=(1, 2)), hit.sum(axis=(1, 2)))


def _promised(watched: Watched) -> Array:
    """Return the months that each donor still pays after each month."""
    return np.asarray(watched.notes.paying_months.astype(int))


def _new(promised: Array) -> Array:
    """Return the length of each grant, in the month in which it is promised; 0 elsewhere. Shape as given, less a month.

    A promise shrinks by a month each month; what it grows beyond that is a new grant, even if the old one runs still.
    """
    left = np.maximum(promised[:, :-1] - 1, 0)
    return np.asarray(np.maximum(promised[:, 1:] - left, 0))


@dataclass(frozen=True, eq=False)
class Ends:
    """Grants at their end, and donors without a grant: one entry for each that could be watched for a year.

    Attributes
    ----------
    future, month : of each end, the last month that was paid.
    again : whether the donor paid again within a year.
    idle_future, idle_again : the same of open donors without a grant, looked at once a year.
    """

    future: Array
    month: Array
    again: Array
    idle_future: Array
    idle_again: Array


def ends(watched: Watched) -> Ends:
    """Find grants at their end, of donors that are open for the year after it."""
    promised, months = _promised(watched), watched.months
    new = _new(promised)
    is_open = watched.notes.donor_open.astype(bool)
    found: list[tuple[Array, Array, Array]] = []
    idle: list[tuple[Array, Array]] = []
    for month in range(1, months - YEAR + 1):
        stays = is_open[:, month : month + YEAR + 1].all(axis=1)
        within = slice(month + 1, month + YEAR)  # promised by then, it pays within the year
        over = (promised[:, month - 1] == 1) & stays
        follows = (promised[:, month] > 0) | (promised[:, within] > 0).any(axis=1)
        # Of a grant that was renewed before its last month the end lies where the first promise would have ended.
        overlap = np.zeros_like(over)
        if month > 1:
            overlap = (promised[:, month - 2] == 2) & (new[:, month - 2] > 0) & stays
        future, donor = np.nonzero(over | overlap)
        again: Array = follows | overlap
        found.append((future, np.full(len(future), month), again[future, donor]))
        if month % YEAR == 0:
            without, donor = np.nonzero((promised[:, month] == 0) & ~over & stays)
            idle.append((without, np.asarray((promised[:, within] > 0).any(axis=1))[without, donor]))
    joined = [np.concatenate(parts) for parts in zip(*found, strict=True)]
    return Ends(*joined, *(np.concatenate(parts) for parts in zip(*idle, strict=True)))


def funded_again(watched: Watched) -> Counted:
    """Count grants at their end that are followed by another, and grants at their end."""
    if watched.notes.donor_family.shape[1] == 0:
        return NO_DONORS
    if watched.months < 2 * YEAR:
        return TOO_SHORT
    found = ends(watched)
    return _counts(watched, (found.future, found.again))


def habit(watched: Watched) -> Counted:
    """Count the same; then open donors without a grant that begin one, and such donors."""
    if watched.notes.donor_family.shape[1] == 0:
        return NO_DONORS
    if watched.months < 2 * YEAR:
        return TOO_SHORT
    found = ends(watched)
    return _counts(watched, (found.future, found.again), (found.idle_future, found.idle_again))


def habit_over_merit(watched: Watched) -> Counted:
    """Count what habit counts; then, of grants at their end, those of the best and of the worst third."""
    counted = habit(watched)
    if isinstance(counted, str):
        return counted
    found = ends(watched)
    if len(found.future) == 0:
        return np.concatenate([counted, np.zeros((len(counted), 4))], axis=1)
    sums = np.cumsum(watched.notes.performance, axis=1)
    first = np.maximum(found.month - YEAR, 0)
    merit = (sums[found.future, found.month] - sums[found.future, first]) / (found.month - first)
    low, high = np.quantile(merit, THIRDS)
    best, worst = merit >= high, merit <= low
    thirds = _counts(watched, *((found.future[some], found.again[some]) for some in (best, worst)))
    return np.concatenate([counted, thirds], axis=1)


def _counts(watched: Watched, *groups: tuple[Array, Array]) -> Array:
    """Return, for each group, how many of its entries are so, and how many there are, by future."""
    counts = np.zeros((len(watched.notes.active), 2 * len(groups)))
    for place, (future, so) in enumerate(groups):
        np.add.at(counts[:, 2 * place], future, so)
        np.add.at(counts[:, 2 * place + 1], future, 1.0)
    return counts


def habit_less_merit(totals: Totals) -> float:
    """Return the difference that habit makes less the difference that merit makes."""
    return difference_of_shares(totals[:4]) - difference_of_shares(totals[4:])


def grant_lengths(watched: Watched) -> Counted:
    """Count new grants of each length, from 0 months on."""
    if watched.notes.donor_family.shape[1] == 0:
        return NO_DONORS
    new = _new(_promised(watched))
    counts = np.zeros((len(new), LONGEST + 1))
    future, month, donor = np.nonzero(new)
    np.add.at(counts, (future, np.minimum(new[future, month, donor], LONGEST)), 1.0)
    return counts
