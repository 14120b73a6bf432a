"""How long people stay, and how much of the work a few of them do.

A person is not a seat: another person who takes a seat begins a stay of their own, and somebody who pauses and comes
back has one stay, from the first to the last month of activity, as in the histories of projects.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.evidence.observer import Array
from sim.evidence.tallies import Counted, Tally, tally
from sim.evidence.watching import Watched

FIVE_YEARS: Final = 60
SILENT: Final = 12
"""Months without activity after which somebody counts as gone; before, the stay may still go on."""

FEW: Final = 3
HALF: Final = 0.5

_NEVER: Final = -1


def stays(watched: Watched) -> Tally:
    """Count, for each length in months, the stays that ended and those still going on at the end.

    Only people who join after the beginning count: of the others nobody knows how long they had been there.
    """
    active = watched.notes.active.astype(bool)
    another = watched.notes.another_person.astype(bool)
    futures, _, seats = active.shape
    ended, going_on = (np.zeros((futures, watched.months)) for _ in range(2))
    first = np.full((futures, seats), _NEVER)
    last = np.full((futures, seats), _NEVER)
    counts = ~active[:, 0]
    for month in range(1, watched.months + 1):
        replaced = another[:, month]
        _add(ended, replaced & counts, first, last)
        first[replaced] = last[replaced] = _NEVER
        counts |= replaced
        now = active[:, month]
        first[now & (first == _NEVER)] = month
        last[now] = month
    gone = last <= watched.months - SILENT
    _add(ended, counts & gone, first, last)
    _add(going_on, counts & ~gone, first, last)
    return np.concatenate([ended, going_on], axis=1)


def _add(counts: Tally, among: Array, first: Array, last: Array) -> None:
    """Add the lengths of some stays, of those that ever began."""
    future, seat = np.nonzero(among & (first != _NEVER))
    np.add.at(counts, (future, (last - first)[future, seat]), 1.0)


def work_of_three(watched: Watched) -> Tally:
    """Count futures in which three people give half of all that members ever give, and futures with any work."""
    work = watched.notes.work.astype(float)
    person = np.cumsum(watched.notes.another_person, axis=1, dtype=np.int64)
    futures, _, seats = work.shape
    people = int(person.max()) + 1
    number = (np.arange(futures)[:, None, None] * seats + np.arange(seats)) * people + person
    each = np.bincount(number.ravel(), weights=work.ravel(), minlength=futures * seats * people)
    each = np.sort(each.reshape(futures, -1), axis=1)
    total = each.sum(axis=1)
    most = each[:, -FEW:].sum(axis=1)
    return np.stack([(total > 0) & (most >= HALF * total), total > 0], axis=1).astype(float)


def member_turnover(watched: Watched) -> Counted:
    """Count members who become inactive, and the months in which they were active."""
    active = watched.notes.active.astype(bool)
    return tally((active[:, :-1] & ~active[:, 1:]).sum(axis=(1, 2)), active[:, :-1].sum(axis=(1, 2)))
