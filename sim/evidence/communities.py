"""Which communities last, fade or collapse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from sim.evidence.observer import Array
from sim.evidence.tallies import THIRDS, TOO_SHORT, YEAR, Counted, tally
from sim.evidence.watching import Watched
from sim.results.outcomes import WORKING, is_listed, own_bounds
from sim.world.measures import ACTIVE_MEMBERS, PEOPLE

SEVEN_YEARS: Final = 84
ESTABLISHED: Final = 36
"""Months after which a community counts as established."""

STILL_ACTIVE: Final = 1 / 4
"""Of the people it began with: a community that has as many is active."""


def share_after_seven_years(flags: Callable[[Watched], Array]) -> Callable[[Watched], Counted]:
    """Return the count of futures in which something is so after seven years."""

    def count(watched: Watched) -> Counted:
        if watched.months < SEVEN_YEARS:
            return TOO_SHORT
        found = flags(watched)
        return tally(found, np.ones(len(found)))

    return count


_LAST_OF_SEVEN: Final = slice(SEVEN_YEARS - YEAR + 1, SEVEN_YEARS + 1)


def listed(watched: Watched) -> Array:
    """Return which communities would still be listed."""
    return np.asarray(is_listed(watched.notes.series)[:, SEVEN_YEARS])


def active_last_year(watched: Watched) -> Array:
    """Return which had a good part of the people they began with, in some month of the last year."""
    series = watched.notes.series
    enough = own_bounds(series, STILL_ACTIVE)[:, :1]
    return np.asarray((series[:, _LAST_OF_SEVEN, PEOPLE] >= enough).any(axis=1))


def anybody_last_year(watched: Watched) -> Array:
    """Return where anybody was active within the last year."""
    return np.asarray((watched.notes.series[:, _LAST_OF_SEVEN, ACTIVE_MEMBERS] > 0).any(axis=1))


def _first_collapses(watched: Watched, since: int, among: Array) -> tuple[Array, Array]:
    """Return first collapses after a month, and the months at risk, of the futures that had none by then."""
    collapse = watched.lives.collapse_month
    at_risk = among & ~(collapse <= since)
    last = np.where(np.isnan(collapse), watched.months, collapse)
    return at_risk & ~np.isnan(collapse), np.where(at_risk, last - since, 0.0)


def established_collapse(watched: Watched) -> Counted:
    """Count the collapses of communities that work after three years, and their months at risk."""
    if watched.months <= ESTABLISHED:
        return TOO_SHORT
    return tally(*_first_collapses(watched, ESTABLISHED, watched.lives.states[:, ESTABLISHED] == WORKING))


def small_first(watched: Watched) -> Counted:
    """Count collapses after three years and months at risk: of the smallest third, then of the largest."""
    if watched.months <= ESTABLISHED:
        return TOO_SHORT
    people = watched.notes.series[:, ESTABLISHED, PEOPLE]
    alive = ~(watched.lives.collapse_month <= ESTABLISHED)
    if not alive.any():
        return "every community had collapsed by then"
    low, high = np.quantile(people[alive], THIRDS)
    small = _first_collapses(watched, ESTABLISHED, people <= low)
    return tally(*small, *_first_collapses(watched, ESTABLISHED, people >= high))


def young_first(watched: Watched) -> Counted:
    """Count collapses and months at risk in the first three years, then later."""
    if watched.months <= ESTABLISHED:
        return TOO_SHORT
    collapse = watched.lives.collapse_month
    early = collapse <= ESTABLISHED
    everybody = np.ones(len(collapse), dtype=bool)
    months = np.where(early, collapse, ESTABLISHED)
    return tally(early, months, *_first_collapses(watched, ESTABLISHED, everybody))
