"""The community itself: its members, its plan's signposts, its promises, and the state that it is in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from sim.results.outcomes import COLLAPSED, SHELL, STATES, STRUGGLING, WORKING, Lives
from sim.results.yardsticks import Yardsticks
from sim.story.entries import Entry, Figure, Page, how_many, listed
from sim.world.assembly import ordered_triggers
from sim.world.levers import AMBITION
from sim.world.measures import MEASURES, PEOPLE, REUSE

MANY: Final = 0.05
"""Share of all seats of the membership that makes joining or leaving notable; about one month in a hundred."""

STATE_SENTENCES: Final = {
    WORKING: "The community is working: at least half of the usual people and reuse",
    STRUGGLING: "The community is struggling: less than half of the usual people or reuse",
    SHELL: "The community is a shell: something formal remains, but few people or little reuse",
    COLLAPSED: "The community has collapsed: people and reuse were under a third of the usual for half a year",
}


def tell_beginning(page: Page) -> Entry:
    """Tell who is there in month 0."""
    active, posts = page.now("activists")["active"], page.now("champions")["in_post"]
    paying = page.now("donors")["months_left"] > 0
    sentence = (
        f"In the beginning {active.sum()} of {len(active)} members are active, {posts.sum()} of {len(posts)} posts for "
        f"champions are filled, and {paying.sum()} of {len(paying)} donors pay."
    )
    figures: dict[str, Figure] = {
        "members": int(active.sum()),
        "champions": int(posts.sum()),
        "donors": int(paying.sum()),
    }
    return page.entry("beginning", sentence, figures)


def tell_members(page: Page) -> Iterator[Entry]:
    """Tell how many joined and left."""
    before, now = page.before["activists"]["active"], page.now("activists")["active"]
    joined, left = int((~before & now).sum()), int((before & ~now).sum())
    if joined == left == 0:
        return
    changes = [
        words
        for number, words in ((joined, how_many(joined, "member joins", "members join")),
                              (left, how_many(left, "member leaves", "members leave")))
        if number
    ]  # fmt: skip
    sentence = f"{listed(changes)}; {now.sum()} are active.".replace("and One", "and one")
    many = max(joined, left) >= max(2.0, MANY * len(now))
    figures: dict[str, Figure] = {"joined": joined, "left": left, "active": int(now.sum())}
    yield page.entry("members", sentence, figures, notable=many)


def tell_plan(page: Page) -> Iterator[Entry]:
    """Tell which signposts are passed and which stages begin."""
    model = page.model
    before, now = page.before["triggers"]["holds"], page.now("triggers")["holds"]
    for row, trigger in enumerate(ordered_triggers(model.plan, model.context)):
        if before[row] == now[row]:
            continue
        if trigger.month is not None:
            yield page.entry("stage", f"The plan's stage '{trigger.name}' begins.", {"trigger": trigger.name})
            continue
        measure = next(measure for measure in MEASURES if measure.name == trigger.measure)
        newest = max(0, page.month - 1 - trigger.seen_late)
        seen = float(model.world.history["measure"][newest, MEASURES.index(measure)])
        side = f"below {trigger.below:g}" if trigger.below is not None else f"above {trigger.above:g}"
        figures: dict[str, Figure] = {"trigger": trigger.name, "measure": measure.name, "seen": seen}
        if now[row]:
            sentence = f"Signpost '{trigger.name}': {measure.title.lower()} is {seen:.3g}, {side}; the plan changes."
            yield page.entry("signpost_on", sentence, figures)
        else:
            sentence = f"Signpost '{trigger.name}' is over: {measure.title.lower()} is {seen:.3g}."
            yield page.entry("signpost_off", sentence, figures)


def tell_milestones(page: Page) -> Iterator[Entry]:
    """Tell whether the promise of the last half-year was kept."""
    months = int(page.now("parameters")["milestone_months"][0])
    if page.month % months != 0:
        return
    promised = float(page.now("levers")["dial"][0, AMBITION])
    won = float(page.before["commons"]["milestone_wins"][0] + page.now("commons")["wins"][0])
    kept = won >= promised
    kind, said = ("milestone_reached", "kept") if kept else ("milestone_missed", "not kept")
    sentence = f"The promise of the last {months} months is {said} (wins: {won:.3g}, promised: {promised:g})."
    yield page.entry(kind, sentence, {"wins": won, "promised": promised})


def tell_state(month: int, lives: Lives) -> str | None:
    """Return the sentence on a state that begins this month, or None where it is that of the month before."""
    states = lives.states[0]
    return STATE_SENTENCES[int(states[month])] if month == 0 or states[month] != states[month - 1] else None


def shares(month: int, history: np.ndarray, yardsticks: Yardsticks) -> dict[str, float]:
    """Return people and reuse of a month as shares of what is usual in this context."""
    return {
        "people": float(history[month, PEOPLE] / yardsticks.people[month]),
        "reuse": float(history[month, REUSE] / yardsticks.reuse[month]) if yardsticks.reuse[month] > 0 else 0.0,
    }


def end_sentence(lives: Lives) -> str:
    """Return what became of the community."""
    state = STATES[int(lives.states[0, -1])]
    if lives.working[0]:
        return f"At the end the community is still working, on average over the last year (last month: {state})."
    return f"At the end the community is not working, on average over the last year (last month: {state})."
