"""What the scenario does to everybody: its events, when they strike and when they are over."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.files.scenario import DonorLeaves, size_of
from sim.story.entries import Entry, Figure, Page
from sim.world.events import LARGEST


def tell_events(page: Page) -> Iterator[Entry]:
    """Tell which events strike this month, and which that lasted are over."""
    context = page.model.context
    events = [event for event in page.model.world_scenario.events if event.kind != "new_grant"]
    for row, event in enumerate(events):
        began = context.month_of(event.when)
        months = getattr(event, "months", None)
        figures: dict[str, Figure] = {"event": event.kind, "amount": size_of(event)}
        if getattr(event, "at", None) is not None:
            figures["at_election"] = True
        if isinstance(event, DonorLeaves) and event.donor != LARGEST:
            figures["donor"] = event.donor
        if months is not None:
            figures["months"] = months
        if hasattr(event, "theme"):
            figures["theme"] = event.theme
        if began == page.month:
            announced = page.now("donors")["announced_by"] == row
            if isinstance(event, DonorLeaves):
                signed = _signed_beyond(page, announced, event.notice)
                figures |= {"signed": signed} if signed else {}
            yield page.entry("event", figures, page.names("donors", np.flatnonzero(announced)))
        elif months is not None and began + months == page.month:
            yield page.entry("event_over", figures)


def _signed_beyond(page: Page, announced: np.ndarray, notice: int) -> int:
    """Return how many more months a donor that announces its exit pays for certain, where it signed beyond them."""
    left = page.now("donors")["signed_left"][announced]
    longest = int(left.max()) if len(left) else 0
    return longest if longest > notice else 0
