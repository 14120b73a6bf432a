"""Tell the story of one future: live through it and compare what was before each month with what is after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from sim.results.outcomes import STATES, Lives, live
from sim.story.community import shares, tell_beginning, tell_members, tell_milestones, tell_plan
from sim.story.entries import Entry, Page, snapshot
from sim.story.happenings import tell_events
from sim.story.money import tell_donors, tell_grants
from sim.story.politics import tell_officials, tell_politics

if TYPE_CHECKING:
    from sim.engines.mesa_model import CommunityModel

_TELLERS: Final[tuple[Callable[[Page], Iterator[Entry]], ...]] = (
    tell_events,
    tell_grants,
    tell_politics,
    tell_officials,
    tell_plan,
    tell_milestones,
    tell_members,
    tell_donors,
)
"""In the order of the month: what the world does comes first, donors come last."""


def tell(model: CommunityModel) -> Iterator[Entry]:
    """Live through the rest of a future and yield what happened, month by month.

    Parameters
    ----------
    model : a model of any month, such as a new one; it is at its horizon afterwards. Agents of the user's are told of
        like all others.

    Yields
    ------
    Entries in the order of the months; within a month what the world did first, the community's state last. The same
    model tells the same story every time.
    """
    first = model.month
    pages: list[list[Entry]] = [[tell_beginning(Page(model, {}))] if first == 0 else []]
    while model.running:
        before = snapshot(model)
        model.step()
        page = Page(model, before)
        pages.append([entry for teller in _TELLERS for entry in teller(page)])
    lives = live(model.world.history["measure"][None])
    for month, entries in enumerate(pages, first):
        yield from entries
        if month > first or month == 0:
            yield from _state(model, month, lives)
    state = STATES[int(lives.states[0, -1])]
    yield Entry(model.month, model.date, "end", (), {"working": bool(lives.working[0]), "state": state})


def _state(model: CommunityModel, month: int, lives: Lives) -> Iterator[Entry]:
    """Tell where the state changes."""
    states = lives.states[0]
    before = states[max(0, month - 1)]
    if month > 0 and states[month] == before:
        return
    kept = shares(month, model.world.history["measure"])
    figures = {"state": STATES[int(states[month])], "before": STATES[int(before)], **kept}
    yield Entry(month, model.context.date_of(month), "state", (), figures)
