"""Changes of government, what they do to officials and open data, and what training does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.evidence.observer import NEW_IN_POST, NO_CHANGE, PARTY_CHANGED, SERVING, VACANT, Array
from sim.evidence.tallies import TOO_SHORT, YEAR, Counted, Totals, ratio, tally
from sim.evidence.watching import CHANGE_YEAR, NEXT_YEAR, TRAINING_MONTHS, Watched
from sim.world.measures import OPEN_BY_DEFAULT, REUSE

NO_NATION = "the context has no national government"
NOT_PRESIDENTIAL = "the figure is of presidential systems"
NO_POSTS = "the context has no posts for champions"
NO_GOVERNMENTS = "the context has no governments"

FIVE_YEARS = 60


def leader_exit(watched: Watched) -> Counted:
    """Count national leaders' exits, and the months of national calendars."""
    if watched.context.elections.system != "presidential":
        return NOT_PRESIDENTIAL
    if not watched.national.any():
        return NO_NATION
    changes = watched.notes.changes[:, 1:, watched.national]
    return tally((changes != NO_CHANGE).sum(axis=(1, 2)), np.full(len(changes), changes[0].size))


def party_loss(watched: Watched) -> Counted:
    """Count national elections that brought another party, and national elections."""
    if watched.context.elections.system != "presidential":
        return NOT_PRESIDENTIAL
    if not watched.national.any():
        return NO_NATION
    notes, national = watched.notes, watched.national
    months = np.arange(1, watched.months + 1)[None, :, None]
    election = notes.next_election[:, :-1, national] == months
    lost = election & (notes.changes[:, 1:, national] == PARTY_CHANGED)
    return tally(lost.sum(axis=(1, 2)), election.sum(axis=(1, 2)))


def senior_exit(watched: Watched) -> Counted:
    """Count senior champions in post before a change of party, and those of them who did not stay for a year."""
    senior = watched.post_senior
    if not senior.any():
        return NO_POSTS
    posts = watched.notes.posts[:, :, senior]
    changed = watched.notes.changes[:, :, watched.post_calendar[senior]] == PARTY_CHANGED
    gone = np.zeros(len(posts))
    there = np.zeros(len(posts))
    for month in range(1, watched.months - YEAR + 2):
        faced = changed[:, month] & (posts[:, month - 1] != VACANT)
        stayed = (posts[:, month : month + YEAR] == SERVING).all(axis=1)
        there += faced.sum(axis=1)
        gone += (faced & ~stayed).sum(axis=1)
    return tally(gone, there)


def after_change(column: int) -> Callable[[Watched], Counted]:
    """Return the count of a measure's sums: with the change and without, in its year and in the next."""

    def count(watched: Watched) -> Counted:
        if watched.with_change is None:
            return TOO_SHORT
        run, twin = watched.with_change, watched.notes.series
        years = (CHANGE_YEAR, NEXT_YEAR)
        return tally(*(one[:, year, column].sum(axis=1) for year in years for one in (run, twin)))

    return count


def same_year(totals: Totals) -> float:
    """Return the effect in the year of the change, as a share of the twin."""
    return ratio(totals[0], totals[1]) - 1.0


def next_year(totals: Totals) -> float:
    """Return what the next year adds to it."""
    return ratio(totals[2], totals[3]) - 1.0 - same_year(totals)


def delay(totals: Totals) -> float:
    """Return how much larger, in size, the next year's part is."""
    return abs(next_year(totals)) - abs(same_year(totals))


def training_routine(watched: Watched) -> Counted:
    """Sum the difference in routine practice that more training makes, month by month."""
    if watched.with_training is None:
        return TOO_SHORT
    gained = watched.with_training.routine[:, TRAINING_MONTHS] - watched.notes.routine[:, TRAINING_MONTHS]
    return tally(gained.sum(axis=1), np.full(len(gained), gained.shape[1]))


def training_reuse(watched: Watched) -> Counted:
    """Sum the difference in data in use that more training makes, month by month."""
    if watched.with_training is None:
        return TOO_SHORT
    run, twin = (one.series[:, TRAINING_MONTHS, REUSE] for one in (watched.with_training, watched.notes))
    return tally((run - twin).sum(axis=1), np.full(len(run), run.shape[1]))


def post_turnover(watched: Watched) -> Counted:
    """Count champions who leave where nothing changed in their government within a year, and the months they served.

    Who leaves with a government leaves in the course of a year.
    """
    if len(watched.post_calendar) == 0:
        return NO_POSTS
    posts = watched.notes.posts
    changes = np.cumsum(watched.notes.changes[:, :, watched.post_calendar] != NO_CHANGE, axis=1)
    a_year_ago = np.zeros_like(changes)
    a_year_ago[:, YEAR:] = changes[:, :-YEAR]
    quiet = (changes == a_year_ago)[:, 1:]
    serving = quiet & (posts[:, :-1] != VACANT)
    left = serving & ((posts[:, 1:] == VACANT) | (posts[:, 1:] == NEW_IN_POST))
    return tally(left.sum(axis=(1, 2)), serving.sum(axis=(1, 2)))


def falling_catalogues(watched: Watched) -> Counted:
    """Count catalogues that are less open after five years than before, and all that were open at all before."""
    if watched.notes.open_by_default.shape[2] == 0:
        return NO_GOVERNMENTS
    if watched.months < FIVE_YEARS:
        return TOO_SHORT
    ends = watched.notes.open_by_default[:, ::FIVE_YEARS]
    before, after = ends[:, :-1], ends[:, 1:]
    return tally((after < before).sum(axis=(1, 2)), (before > 0).sum(axis=(1, 2)))


def open_unpublished(watched: Watched) -> Counted:
    """Sum how much openness the fifth year has gained on the beginning, where nobody publishes, month by month."""
    if watched.unpublished is None:
        return TOO_SHORT
    return _gained(watched.unpublished[:, :, OPEN_BY_DEFAULT])


def open_after_ten_years(watched: Watched) -> Counted:
    """Sum the same for the last year, under the baseline plan."""
    if watched.months < YEAR:
        return TOO_SHORT
    return _gained(watched.notes.series[:, :, OPEN_BY_DEFAULT])


def _gained(openness: Array) -> Counted:
    gained = openness[:, -YEAR:] - openness[:, :1]
    return tally(gained.sum(axis=1), np.full(len(gained), YEAR))
