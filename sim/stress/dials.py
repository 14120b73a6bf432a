"""What can be made larger or smaller until a plan breaks: the size, the month or the duration of an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sim.files.context import Context
from sim.files.mistakes import Mistake, shown, unknown
from sim.files.scenario import Event, Scenario
from sim.stress.thresholds import Scale
from sim.world.events import EVENT_KINDS, KIND_NUMBER

ALIASES: Final = {
    "funding_cut": "donors_exit",
    "change_of_government": "turnover",
    "hostile_government": "hostile_turnover",
    "funding_squeeze": "squeeze",
    "officials_leave": "champions_leave",
}
"""Everyday names of kinds of event."""

PROPERTIES: Final = ("size", "month", "duration")

MOST_STAFF_MONTHS: Final = 10.0
"""The largest monthly grant that is looked at: ten people's work."""

USUAL_MONTH: Final = 24
"""When an event comes that no scenario dates: after two years, as in the shipped scenarios."""

USUAL_MONTHS: Final = 24
"""How long an event lasts that no scenario dates."""

_OTHER_FIELDS: Final[dict[str, dict[str, Any]]] = {
    "donors_move": {"theme": "outside"}, "salience": {"theme": "climate"}, "donor_leaves": {"notice": 12},
}  # fmt: skip
"""What else an event of a kind needs."""


@dataclass(frozen=True)
class Dial:
    """One property of one event of a scenario.

    Attributes
    ----------
    name : as the user wrote it.
    event : number of the event in the scenario, from 0.
    kind : its kind.
    of : "size", "month" or "duration".
    field : the key of the file behind it.
    """

    name: str
    event: int
    kind: str
    of: str
    field: str
    scale: Scale

    def turned(self, scenario: Scenario, value: float) -> Scenario:
        """Return the scenario with this property set to a value."""
        event = scenario.events[self.event]
        set_to = int(value) if self.scale.whole else value
        other = type(event).model_validate({**event.model_dump(), self.field: set_to})
        events = (*scenario.events[: self.event], other, *scenario.events[self.event + 1 :])
        return scenario.model_copy(update={"events": events})


def scenario_of(names: list[str], context: Context) -> Scenario:
    """Return a decade in which nothing happens but the named events, at their usual month, for their usual duration."""
    kinds = [_kind_of(name) for name in names]
    for kind in kinds:
        if kinds.count(kind) > 1:
            raise Mistake(f"--vary names {kind} twice; without a scenario, each event can be varied once")
    month = min(USUAL_MONTH, context.months)
    events = tuple(_usual(kind, month, context.months - month) for kind in kinds)
    return Scenario(name="-and-".join(kinds), events=events)


def dial(name: str, scenario: Scenario, context: Context) -> Dial:
    """Return a dial by its name: ``funding_cut``, ``donors_exit.month``, or ``2.duration`` for the second event.

    Raises
    ------
    Mistake
        A kind, event or property that does not exist, or an event that the name leaves open.
    """
    which, _, wanted = name.partition(".")
    of = wanted or "size"
    if of not in PROPERTIES:
        raise unknown("property", of, PROPERTIES)
    index = _event_number(which, scenario)
    event = scenario.events[index]
    kind = EVENT_KINDS[KIND_NUMBER[event.kind]]
    field = {"size": kind.size, "month": "when", "duration": "months"}[of]
    if of == "duration" and kind.lasts == "once":
        raise Mistake(
            f"event {index + 1} of scenario {shown(scenario.name)}, {event.kind}, happens once and has no duration"
        )
    return Dial(name, index, event.kind, of, field, _scale(event, of, kind.size, context))


def _kind_of(name: str) -> str:
    """Return the kind of event that a name means."""
    which = name.partition(".")[0]
    kind = ALIASES.get(which, which)
    if kind not in KIND_NUMBER:
        raise unknown("event", which, (*ALIASES, *KIND_NUMBER))
    return kind


def _event_number(which: str, scenario: Scenario) -> int:
    """Return which event of a scenario is meant, from 0."""
    where = f"scenario {shown(scenario.name)}"
    if which.isascii() and which.isdigit():
        if not 1 <= int(which[:6]) <= len(scenario.events):
            count = len(scenario.events)
            has = f"has {count} event{'s' * (count != 1)}" if count else "has no events"
            raise Mistake(f"event {shown(which)} does not exist: {where} {has}")
        return int(which) - 1
    kind = _kind_of(which)
    found = [number for number, event in enumerate(scenario.events) if event.kind == kind]
    if not found:
        there = ", ".join(dict.fromkeys(event.kind for event in scenario.events)) or "none"
        raise Mistake(f"event {shown(which)} does not exist in {where}; its events are: {there}")
    if len(found) > 1:
        numbers = " or ".join(str(number + 1) for number in found)
        raise Mistake(f"{where} has {len(found)} events of kind {kind}; say which by its number: {numbers}")
    return found[0]


def _scale(event: Event, of: str, size: str, context: Context) -> Scale:
    """Return among which values a threshold is looked for."""
    month = context.month_of(event.when)
    if of == "month":
        return Scale(1, context.months, whole=True)
    if of == "duration":
        return Scale(1, context.months - month + 1, whole=True)
    if size == "change":
        return Scale(-1.0, 1.0)
    if size == "notice":
        return Scale(0, context.months - month, whole=True)
    return Scale(0.01, MOST_STAFF_MONTHS) if size == "staff_months" else Scale(0.0, 1.0)


def _usual(kind: str, month: int, left: int) -> Event:
    """Return an event as it is where nobody says more, with so many months left after it.

    Its size is set by whoever turns the dial.
    """
    about = EVENT_KINDS[KIND_NUMBER[kind]]
    fields: dict[str, Any] = {"kind": kind, "when": month, about.size: 0.5, **_OTHER_FIELDS.get(kind, {})}
    if about.lasts == "months":
        fields["months"] = USUAL_MONTHS
    if "notice" in fields:
        fields["notice"] = min(fields["notice"], left)
    return Scenario.model_validate({"event": [fields]}).events[0]
