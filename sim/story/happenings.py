"""What the scenario does to everybody: its events, when they strike and when they are over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sim.story.entries import Entry, Figure, Page
from sim.world.events import EVENT_KINDS, KIND_NUMBER

_STRIKES: Final[Mapping[str, Callable[[Any], str]]] = {
    "turnover": lambda event: f"governments change: another party takes office, {event.share:.0%} of the calendars",
    "hostile_turnover": lambda event: f"hostile successors take office, {event.share:.0%} of the calendars",
    "donors_exit": lambda event: f"the largest donors leave, {event.share:.0%} of those that are open",
    "donors_move": lambda event: f"{event.share:.0%} of the donors turn to {_theme(event)}",
    "champions_leave": lambda event: f"{event.share:.0%} of the champions leave their posts",
    "pandemic": lambda event: f"a pandemic begins (level {event.level:g}, {event.months} months)",
    "squeeze": lambda event: f"funding gets scarce (level {event.level:g}, {event.months} months)",
    "boom": lambda event: f"money is plentiful (level {event.level:g}, {event.months} months)",
    "civic_space": lambda event: f"civic space closes (level {event.level:g}, {event.months} months)",
    "scandal": lambda event: f"a scandal costs {event.share:.0%} of public trust",
    "radicalise": lambda event: f"{event.share:.0%} of the active members radicalise",
    "newcomers": lambda event: f"newcomers flood in, {event.share:.0%} of those who were not active",
    "key_people": lambda event: f"{event.share:.0%} of the key people leave for good",
    "salience": lambda event: (
        f"attention to {event.theme} {'rises' if event.change > 0 else 'falls'} by {abs(event.change):g}"
    ),
}


def _theme(event: Any) -> str:
    return "themes outside the plan's" if event.theme == "outside" else str(event.theme)


def tell_events(page: Page) -> Iterator[Entry]:
    """Tell which events strike this month, and which that lasted are over."""
    context = page.model.context
    for event in page.model.world_scenario.events:
        if event.kind == "new_grant":
            continue
        began = context.month_of(event.when)
        months = getattr(event, "months", None)
        title = EVENT_KINDS[KIND_NUMBER[event.kind]].title
        size = float(getattr(event, EVENT_KINDS[KIND_NUMBER[event.kind]].size))
        figures: dict[str, Figure] = {"event": event.kind, "amount": size}
        if months is not None:
            figures["months"] = months
        if began == page.month:
            yield page.entry("event", f"What the world does: {_STRIKES[event.kind](event)}.", figures)
        elif months is not None and began + months == page.month:
            yield page.entry("event_over", f"Over: {title.lower()}, after {months} months.", figures)
