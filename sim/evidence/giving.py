"""Whether donors stay, and whether they stay for merit."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.evidence.observer import Array
from sim.evidence.tallies import THIRDS, TOO_SHORT, YEAR, Counted, Totals, difference_of_shares, tally
from sim.evidence.watching import Watched

TWO_YEARS: Final = 24
"""Longer than any grant: what is paid then was decided in between."""

NO_DONORS: Final = "the context has no donors"


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


def _paying(watched: Watched) -> Array:
    """Return which donors pay in each month from 1 on."""
    return np.asarray(watched.notes.paying_months[:, :-1] > 0)


def _compared_months(watched: Watched) -> range:
    """Return the months, a year apart, from which is looked ahead for two years."""
    return range(YEAR, watched.months - TWO_YEARS + 1, YEAR)


def habit(watched: Watched) -> Counted:
    """Count donors paying two years later: of those paying today, then of open ones that do not."""
    if watched.notes.donor_family.shape[1] == 0:
        return NO_DONORS
    if not _compared_months(watched):
        return TOO_SHORT
    paying = _paying(watched)
    counts = np.zeros((len(paying), 4))
    for month in _compared_months(watched):
        today, later = paying[:, month - 1], paying[:, month - 1 + TWO_YEARS]
        idle = ~today & watched.notes.donor_open[:, month].astype(bool)
        found = (today & later, today, idle & later, idle)
        counts += np.stack([one.sum(axis=1) for one in found], axis=1)
    return counts


def habit_over_merit(watched: Watched) -> Counted:
    """Count what habit counts; then, of donors paying today, those of the best and of the worst third."""
    return _with_merit(watched, slice(1, TWO_YEARS + 1))


def habit_over_earlier_merit(watched: Watched) -> Counted:
    """Count the same with performance as it is today, before any money of the two years could change it."""
    return _with_merit(watched, slice(0, 1))


def _with_merit(watched: Watched, judged: slice) -> Counted:
    """Count habit and merit, where performance is the mean of some of the months from today on."""
    counted = habit(watched)
    if isinstance(counted, str):
        return counted
    paying, months = _paying(watched), list(_compared_months(watched))
    performance = watched.notes.performance
    merit = np.stack([performance[:, month:][:, judged].mean(axis=1) for month in months], axis=1)
    low, high = np.quantile(merit, THIRDS)
    counts = np.zeros((len(paying), 4))
    for place, month in enumerate(months):
        today, later = paying[:, month - 1], paying[:, month - 1 + TWO_YEARS]
        best, worst = (merit[:, place] >= high)[:, None], (merit[:, place] <= low)[:, None]
        found = (today & later & best, today & best, today & later & worst, today & worst)
        counts += np.stack([one.sum(axis=1) for one in found], axis=1)
    return np.concatenate([counted, counts], axis=1)


def habit_less_merit(totals: Totals) -> float:
    """Return the difference that habit makes less the difference that merit makes."""
    return difference_of_shares(totals[:4]) - difference_of_shares(totals[4:])
