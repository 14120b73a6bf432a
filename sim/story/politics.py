"""Elections and falls of governments, officials who leave and arrive, courses and commitments."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np

from sim.story.entries import LISTED, Entry, Figure, Page, how_many, listed
from sim.world.tables import Table

MANY_POSTS: Final = 0.075
"""Share of all posts from which on leaving or arriving in one month is notable."""

HOSTILE, CHANGED, NEW_LEADER, KEPT = "hostile", "changed", "new leader", "kept"

OUTCOMES: Final = {
    HOSTILE: "another party takes office, hostile to open data",
    CHANGED: "another party takes office",
    NEW_LEADER: "the party stays in office, under another leader",
    KEPT: "the party and its leader stay in office",
}


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
    for national in (True, False):
        for outcome in OUTCOMES:
            rows = [
                row
                for row in np.flatnonzero(due == scheduled).tolist()
                if _is_national(page, row) == national and _outcome(calendars[row]) == outcome
            ]
            if rows:
                yield outcome, rows, national


def _is_national(page: Page, calendar: int) -> bool:
    governments = page.now("governments")
    return bool(governments["national"][governments["calendar"] == calendar].any())


def _governments(page: Page, calendars: list[int]) -> tuple[str, ...]:
    """Return the names of the governments that hang on some calendars."""
    return page.names("governments", np.flatnonzero(np.isin(page.now("governments")["calendar"], calendars)))


def _where(who: tuple[str, ...], national: bool) -> str:
    return f"the national government ({listed(who)})" if national else listed(who)


def _about(page: Page, calendars: list[int], outcome: str, national: bool) -> dict[str, Figure]:
    disposition = float(page.now("calendars")["disposition"][calendars].mean())
    return {"outcome": outcome, "hostile": outcome == HOSTILE, "national": national, "disposition": disposition}


def _elections(page: Page) -> Iterator[Entry]:
    """Tell what regular elections brought."""
    for outcome, calendars, national in _groups(page, scheduled=True):
        who = _governments(page, calendars)
        what = "Election" if len(calendars) == 1 else f"{len(calendars)} elections"
        sentence = f"{what} in {_where(who, national)}: {OUTCOMES[outcome]}."
        yield page.entry("election", sentence, _about(page, calendars, outcome, national), who)


def _between_elections(page: Page) -> Iterator[Entry]:
    """Tell which governments fell, and which leaders went, in months without an election of theirs."""
    for outcome, calendars, national in _groups(page, scheduled=False):
        who = _governments(page, calendars)
        where = _where(who, national)
        about = _about(page, calendars, outcome, national)
        if outcome in (HOSTILE, CHANGED):
            hostile = ", hostile to open data" if outcome == HOSTILE else ""
            sentence = f"Without an election, another party takes office in {where}{hostile}."
            yield page.entry("government_falls", sentence, about, who)
        elif outcome == NEW_LEADER:
            goes = "the leader goes" if len(calendars) == 1 else "the leaders go"
            sentence = f"In {where} {goes} before the end of the term; others of the same party follow."
            yield page.entry("new_leader", sentence, about, who)


def _champions(page: Page) -> Iterator[Entry]:
    """Tell who left and who came.

    An official who is replaced in the same month shows by the energy of a new one, which a month in office changes.
    """
    before, now = page.before["champions"], page.now("champions")
    fresh = now["energy"] == page.now("parameters")["champion_energy_start"][0]
    replaced = before["in_post"] & now["in_post"] & fresh
    left = np.flatnonzero(before["in_post"] & (~now["in_post"] | replaced))
    came = np.flatnonzero(now["in_post"] & (~before["in_post"] | replaced))
    yield from _moves(page, "champions_leave", left, before, "champion leaves", "champions leave")
    yield from _moves(page, "champions_arrive", came, now, "champion arrives", "champions arrive")


def _moves(page: Page, kind: str, rows: Table, table: Table, one: str, many: str) -> Iterator[Entry]:
    """Tell of some posts that were left or filled; a few in a month are usual in a large community."""
    if len(rows) == 0:
        return
    who = page.names("champions", rows)
    places = Counter(page.names("governments", page.now("champions")["government"][rows]))
    trained = int(table["trained"][rows].sum())
    if len(rows) == 1:
        sentence = f"One {one}: {who[0]} in {next(iter(places))}, {'trained' if trained else 'not trained'}."
    else:
        sentence = f"{len(rows)} {many}: {_spread(places)}; {trained or 'none'} trained."
    notable = len(rows) >= math.ceil(MANY_POSTS * len(table))
    figures: dict[str, Figure] = {"count": len(rows), "trained": trained, "governments": dict(places)}
    yield page.entry(kind, sentence, figures, who, notable=notable)


def _spread(places: Counter[str]) -> str:
    """Return in which governments how many posts are, the most first."""
    if max(places.values()) == 1:
        return f"in {listed(list(places))}"
    shown = places.most_common(LISTED)
    others = places.total() - sum(number for _, number in shown)
    parts = [f"{number} in {place}" for place, number in shown]
    return listed([*parts, f"{others} elsewhere"] if others else parts)


_LASTING: Final = (
    ("course", True, "course_adopted", "government adopts a training course", "governments adopt a training course"),
    ("course", False, "course_lost", "government gives up its training course",
     "governments give up their training courses"),
    ("commitment", True, "commitment_made", "government commits itself by a charter, decree or law",
     "governments commit themselves by a charter, decree or law"),
    ("commitment", False, "commitment_repealed", "government repeals its commitment",
     "governments repeal their commitments"),
)  # fmt: skip


def _kept_promises(page: Page) -> Iterator[Entry]:
    """Tell which courses and commitments came and went."""
    before, now = page.before["governments"], page.now("governments")
    for field, gained, kind, one, many in _LASTING:
        rows = np.flatnonzero((before[field] != now[field]) & (now[field] == gained))
        if len(rows):
            who = page.names("governments", rows)
            yield page.entry(kind, f"{how_many(len(rows), one, many)}: {listed(who)}.", {"count": len(rows)}, who)
