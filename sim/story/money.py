"""Donors that close, return, move, give, renew and end; grants that the plan or the scenario brings."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.story.entries import Entry, Figure, Page
from sim.world.levers import THEMES
from sim.world.tables import Table


def tell_donors(page: Page) -> Iterator[Entry]:
    """Tell what donors did."""
    before, now = page.before["donors"], page.now("donors")
    stayed = before["is_open"] & now["is_open"]
    closed = before["is_open"] & ~now["is_open"] & (now["announced_by"] == before["announced_by"])
    had, has = np.maximum(0, before["months_left"] - 1), now["months_left"]
    yield from _did(page, "donors_close", closed)
    yield from _did(page, "donors_return", ~before["is_open"] & now["is_open"])
    for theme, name in enumerate(THEMES):
        moved = stayed & (before["theme"] != now["theme"]) & (now["theme"] == theme)
        yield from _did(page, "donors_move", moved, theme=name)
    cut = stayed & (has < had)
    yield from _did(page, "grants_cut", cut, months=has)
    signed = now["signed_left"] > np.maximum(0, before["signed_left"] - 1)  # began this month, so one is paid already
    given, renewed = (has > had) & (had == 0), (has > had) & (had > 0)
    yield from _did(page, "grants_given", given, months=has + signed)
    yield from _did(page, "grants_renewed", renewed, months=has + signed)
    ended = (before["months_left"] == 1) & (has == 0)
    yield from _did(page, "grants_end", ended)


def _did(page: Page, kind: str, which: Table, *, months: Table | None = None, theme: str = "") -> Iterator[Entry]:
    """Tell what some donors did, with what they give (or gave) a month; nothing where there are none."""
    rows = np.flatnonzero(which)
    if len(rows) == 0:
        return
    donors, before = page.now("donors"), page.before["donors"]
    paying = (before["months_left"][rows] > 0) | (donors["months_left"][rows] > 0)
    monthly = float(donors["monthly"][rows][paying].sum())
    figures: dict[str, Figure] = {"count": len(rows), "staff_months": monthly}
    if months is not None:
        figures["months"] = int(months[rows].max())
    if theme:
        figures["theme"] = theme
    yield page.entry(kind, figures, page.names("donors", rows), notable=not theme or monthly > 0)


def tell_grants(page: Page) -> Iterator[Entry]:
    """Tell which grants of the plan or the scenario begin and are over."""
    for grant in page.now("grants"):
        amount = float(grant["staff_months"])
        months = int(grant["last_month"] - grant["first_month"]) + 1
        figures: dict[str, Figure] = {
            "staff_months": amount, "months": months, "restricted": not grant["unrestricted"],
        }  # fmt: skip
        if grant["first_month"] == page.month:
            yield page.entry("grant_begins", figures)
        if grant["last_month"] + 1 == page.month:
            yield page.entry("grant_over", figures)
