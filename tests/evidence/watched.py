"""Futures written by hand: nobody active, every post vacant, no donor paying, until a test says otherwise."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.evidence.observer import Notes
from sim.evidence.watching import Watched
from sim.files.context import Context
from sim.results.outcomes import STRUGGLING, Lives
from sim.world.measures import N_MEASURES
from sim.world.tables import FAMILIES


def context_of(months: int = 120, **content: Any) -> Context:
    """Return a small community."""
    words = {"name": "here", "title": "Here", "story": "Here.", "idea": "Here."}
    size = {"national_governments": 1, "local_governments": 1, "champions": 2, "donors": 2, "activists": 2}
    return Context.model_validate({**words, "months": months, "size": size, **content})


def hand_made(
    futures: int = 1, months: int = 120, *, seats: int = 2, posts: int = 2, donors: int = 2, **content: Any
) -> Watched:
    """Return futures without any event; the first calendar and the first post are national."""
    rows = months + 1

    def room(kind: type, *shape: int) -> Any:
        return np.zeros((futures, *shape), dtype=kind)

    notes = Notes(
        series=room(float, rows, N_MEASURES), active=room(np.uint8, rows, seats),
        another_person=room(np.uint8, rows, seats), work=room(np.float32, rows, seats),
        posts=room(np.uint8, rows, posts), paying_months=room(np.int32, rows, donors),
        donor_open=room(np.uint8, rows, donors), family_left=room(np.uint8, rows, FAMILIES),
        changes=room(np.uint8, rows, 2), next_election=room(np.int32, rows, 2), routine=room(float, rows),
        open_by_default=room(np.float32, rows, 2), performance=room(float, rows), donor_family=room(np.int32, donors),
        person=room(np.int32, seats),
    )  # fmt: skip
    lives = Lives(
        np.full((futures, rows), STRUGGLING, dtype=np.int8), np.full(futures, np.nan), np.full(futures, np.nan),
        np.zeros(futures, dtype=bool), np.zeros(futures),
    )  # fmt: skip
    post_calendar = np.arange(posts) % 2
    return Watched(
        context_of(months, **content), notes, lives, post_calendar, np.ones(posts, dtype=bool),
        np.array([True, False]), None, None,
    )  # fmt: skip


def figure_of(measure: str, watched: Watched) -> float | None:
    """Return a measure's figure of these futures alone."""
    from sim.evidence.measures import MEASURES
    from sim.evidence.tallies import estimate

    counted = MEASURES[measure].count(watched)
    assert not isinstance(counted, str), counted
    found = estimate([counted], MEASURES[measure].figure)
    return None if found is None else found.figure
