"""The community itself: its members, its plan's signposts, its promises, and the state that it is in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from sim.story.entries import Entry, Figure, Page
from sim.world.assembly import ordered_triggers
from sim.world.levers import AMBITION
from sim.world.measures import MEASURES, PEOPLE, REUSE

MANY: Final = 0.05
"""Share of all seats of the membership that makes joining or leaving notable; about one month in a hundred."""


def tell_beginning(page: Page) -> Entry:
    """Tell who is there in month 0."""
    active, posts = page.now("activists")["active"], page.now("champions")["in_post"]
    paying = page.now("donors")["months_left"] > 0
    figures: dict[str, Figure] = {
        "members": int(active.sum()), "seats": len(active), "champions": int(posts.sum()), "posts": len(posts),
        "donors": int(paying.sum()), "all_donors": len(paying),
    }  # fmt: skip
    return page.entry("beginning", figures)


def tell_members(page: Page) -> Iterator[Entry]:
    """Tell how many joined and left."""
    before, now = page.before["activists"]["active"], page.now("activists")["active"]
    joined, left = int((~before & now).sum()), int((before & ~now).sum())
    if joined == left == 0:
        return
    many = max(joined, left) >= max(2.0, MANY * len(now))
    figures: dict[str, Figure] = {"joined": joined, "left": left, "active": int(now.sum())}
    yield page.entry("members", figures, notable=many)


def tell_plan(page: Page) -> Iterator[Entry]:
    """Tell which signposts are passed and which stages begin."""
    model = page.model
    before, now = page.before["triggers"]["holds"], page.now("triggers")["holds"]
    for row, trigger in enumerate(ordered_triggers(model.plan, model.context)):
        if before[row] == now[row]:
            continue
        if trigger.month is not None:
            yield page.entry("stage", {"trigger": trigger.name})
            continue
        measure = next(measure for measure in MEASURES if measure.name == trigger.measure)
        newest = max(0, page.month - 1 - trigger.seen_late)
        seen = float(model.world.history["measure"][newest, MEASURES.index(measure)])
        side, bound = ("below", trigger.below) if trigger.below is not None else ("above", trigger.above)
        assert bound is not None
        figures: dict[str, Figure] = {
            "trigger": trigger.name, "measure": measure.name, "seen": seen, "side": side, "bound": bound,
        }  # fmt: skip
        yield page.entry("signpost_on" if now[row] else "signpost_off", figures)


def tell_milestones(page: Page) -> Iterator[Entry]:
    """Tell whether the promise of the last half-year was kept."""
    months = int(page.now("parameters")["milestone_months"][0])
    if page.month % months != 0:
        return
    promised = float(page.now("levers")["dial"][0, AMBITION])
    won = float(page.before["commons"]["milestone_wins"][0] + page.now("commons")["wins"][0])
    kind = "milestone_reached" if won >= promised else "milestone_missed"
    yield page.entry(kind, {"wins": won, "promised": promised, "months": months})


def shares(month: int, history: np.ndarray) -> dict[str, float]:
    """Return people and reuse of a month as shares of what this future began with; 0 of a beginning with nothing."""
    begun, now = history[0], history[month]
    columns = {"people": PEOPLE, "reuse": REUSE}
    return {name: float(now[place] / begun[place]) if begun[place] > 0 else 0.0 for name, place in columns.items()}
