"""What the scenario does to everybody: its events, when they strike and when they are over."""

from __future__ import annotations

from collections.abc import Iterator

from sim.story.entries import Entry, Figure, Page
from sim.world.events import EVENT_KINDS, KIND_NUMBER


def tell_events(page: Page) -> Iterator[Entry]:
    """Tell which events strike this month, and which that lasted are over."""
    context = page.model.context
    for event in page.model.world_scenario.events:
        if event.kind == "new_grant":
            continue
        began = context.month_of(event.when)
        months = getattr(event, "months", None)
        size = float(getattr(event, EVENT_KINDS[KIND_NUMBER[event.kind]].size))
        figures: dict[str, Figure] = {"event": event.kind, "amount": size}
        if months is not None:
            figures["months"] = months
        if hasattr(event, "theme"):
            figures["theme"] = event.theme
        if began == page.month:
            yield page.entry("event", figures)
        elif months is not None and began + months == page.month:
            yield page.entry("event_over", figures)
