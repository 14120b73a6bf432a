"""Changes of government, what they do to officials and open data, and what training does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.evidence.observer import NEW_IN_POST, NO_CHANGE, PARTY_CHANGED, SERVING, VACANT
from sim.evidence.tallies import TOO_SHORT, YEAR, Counted, Totals, ratio, tally
from sim.evidence.watching import CHANGE_YEAR, NEXT_YEAR, TRAINING_MONTHS, Watched
from sim.world.measures import REUSE

NO_NATION = "the context has no national government"
NOT_PRESIDENTIAL = "the figure is of presidential systems"
NO_POSTS = "the context has no posts for champions"


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
    """Count champions who leave in months without a change in their government, and the months that they served."""
    if len(watched.post_calendar) == 0:
        return NO_POSTS
    posts = watched.notes.posts
    quiet = watched.notes.changes[:, 1:, watched.post_calendar] == NO_CHANGE
    serving = quiet & (posts[:, :-1] != VACANT)
    left = serving & ((posts[:, 1:] == VACANT) | (posts[:, 1:] == NEW_IN_POST))
    return tally(left.sum(axis=(1, 2)), serving.sum(axis=(1, 2)))
