"""Elections and falls of governments, officials who leave and arrive, courses."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np

from sim.story.entries import Entry, Figure, Page
from sim.world.tables import Table

MANY_POSTS: Final = 0.075
"""Share of all posts from which on leaving or arriving in one month is notable."""

HOSTILE, CHANGED, NEW_LEADER, KEPT = "hostile", "changed", "new leader", "kept"

OUTCOMES: Final = (HOSTILE, CHANGED, NEW_LEADER, KEPT)


def tell_politics(page: Page) -> Iterator[Entry]:
    """Tell who governs."""
    yield from _elections(page)
    yield from _between_elections(page)


def tell_officials(page: Page) -> Iterator[Entry]:
    """Tell who holds the door open, and what outlasts people."""
    yield from _champions(page)
    yield from _kept_promises(page)


def _outcome(calendar: Table) -> str:
    """Return what happened to one calendar this month."""
    if calendar["changed"]:
        return HOSTILE if calendar["hostile"] else CHANGED
    return NEW_LEADER if calendar["leader_changed"] else KEPT


def _groups(page: Page, *, scheduled: bool) -> Iterator[tuple[str, list[int], bool]]:
    """Yield each outcome with the calendars that it happened to; the national one stands alone."""
    calendars = page.now("calendars")
    due = page.before["calendars"]["next_election"] == page.month
    found: dict[tuple[bool, str], list[int]] = {}
    for row in np.flatnonzero(due == scheduled).tolist():
        found.setdefault((_is_national(page, row), _outcome(calendars[row])), []).append(row)
    for national in (True, False):
        for outcome in OUTCOMES:
            if (national, outcome) in found:
                yield outcome, found[national, outcome], national


def _is_national(page: Page, calendar: int) -> bool:
    governments = page.now("governments")
    return bool(governments["national"][governments["calendar"] == calendar].any())


def _governments(page: Page, calendars: list[int]) -> tuple[str, ...]:
    """Return the names of the governments that hang on some calendars."""
    return page.names("governments", np.flatnonzero(np.isin(page.now("governments")["calendar"], calendars)))


def _about(page: Page, calendars: list[int], outcome: str, national: bool) -> dict[str, Figure]:
    disposition = float(page.now("calendars")["disposition"][calendars].mean())
    return {
        "outcome": outcome, "hostile": outcome == HOSTILE, "national": national, "disposition": disposition,
        "count": len(calendars),
    }  # fmt: skip


def _elections(page: Page) -> Iterator[Entry]:
    """Tell what regular elections brought."""
    for outcome, calendars, national in _groups(page, scheduled=True):
        about = _about(page, calendars, outcome, national)
        yield page.entry("election", about, _governments(page, calendars))


def _between_elections(page: Page) -> Iterator[Entry]:
    """Tell which governments fell, and which leaders went, in months without an election of theirs."""
    for outcome, calendars, national in _groups(page, scheduled=False):
        about = _about(page, calendars, outcome, national)
        if outcome != KEPT:
            kind = "new_leader" if outcome == NEW_LEADER else "government_falls"
            yield page.entry(kind, about, _governments(page, calendars))


def _champions(page: Page) -> Iterator[Entry]:
    """Tell who left and who came; a post that falls vacant at a change of government may be filled the same month."""
    before, now = page.before["champions"], page.now("champions")
    replaced = before["in_post"] & now["in_post"] & now["is_new"]
    left = np.flatnonzero(before["in_post"] & (~now["in_post"] | replaced))
    came = np.flatnonzero(now["in_post"] & (~before["in_post"] | replaced))
    yield from _moves(page, "champions_leave", left, before)
    yield from _moves(page, "champions_arrive", came, now)


def _moves(page: Page, kind: str, rows: Table, table: Table) -> Iterator[Entry]:
    """Tell of some posts that were left or filled; a few in a month are usual in a large community."""
    if len(rows) == 0:
        return
    who = page.names("champions", rows)
    places = Counter(page.names("governments", page.now("champions")["government"][rows]))
    trained = int(table["trained"][rows].sum())
    notable = len(rows) >= math.ceil(MANY_POSTS * len(table))
    figures: dict[str, Figure] = {"count": len(rows), "trained": trained, "governments": dict(places)}
    yield page.entry(kind, figures, who, notable=notable)


_LASTING: Final = (
    ("course", True, "course_adopted"),
    ("course", False, "course_lost"),
)


def _kept_promises(page: Page) -> Iterator[Entry]:
    """Tell which courses came and went."""
    before, now = page.before["governments"], page.now("governments")
    for field, gained, kind in _LASTING:
        rows = np.flatnonzero((before[field] != now[field]) & (now[field] == gained))
        if len(rows):
            yield page.entry(kind, {"count": len(rows)}, page.names("governments", rows))
