"""What an experiment may vary, by name: parameters, levers, the effort of activities, and properties of events."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from sim.files.format import LONGEST_RUN, Checked, Number, contradiction
from sim.files.mistakes import nearest, shown, suggestion
from sim.files.plan import HEAVIEST_WEIGHT
from sim.world.events import EVENT_KINDS, EventKind
from sim.world.levers import ACTIVITIES, LEVERS
from sim.world.parameters import ALL_PARAMETERS

MOST_VALUES: Final = 10_000
"""Values in one list; a longer one belongs into a table of points."""

MOST_STEPS: Final = 1000
MOST_VARIED: Final = 250

Home = Literal["parameter", "lever", "effort", "event"]

_KINDS: Final[Mapping[str, EventKind]] = {kind.name: kind for kind in EVENT_KINDS}
_EVENT: Final = re.compile(r"([a-z_]+?)(?:_([2-9]|[1-9]\d+))?")
_SIZES: Final[Mapping[str, Number]] = {
    "share": Number(0, 1),
    "level": Number(0, 1),
    "change": Number(-1, 5),
    "staff_months": Number(0, 10_000, above_low=True),
    "notice": Number(0, LONGEST_RUN, whole=True),
}


@dataclass(frozen=True)
class Place:
    """Where a varied value belongs.

    Attributes
    ----------
    column : its name in every table, such as ``stance`` or ``donors_exit_share``.
    home : parameter, lever, effort or event.
    name : the parameter, lever, activity or kind of event.
    allowed : the numbers that it may take.
    number : which event of its kind in the scenario, from 1.
    field : the property of the event.
    """

    column: str
    home: Home
    name: str
    allowed: Number
    number: int = 1
    field: str = ""


@dataclass(frozen=True)
class Variation:
    """A varied value with what it is varied over: a range, or a list.

    Attributes
    ----------
    values : the list; empty where it is a range.
    steps : how many equally spaced values of a range a full design takes.
    """

    place: Place
    low: float
    high: float
    values: tuple[float, ...] = ()
    steps: int | None = None

    @property
    def whole(self) -> bool:
        """Whether only whole numbers make sense."""
        return self.place.allowed.whole

    def at(self, share: float) -> float:
        """Return the value at a share (0 to below 1) of the way: along the range, or through the list.

        Whole numbers and lists have as many equal pieces of the way as they have values.
        """
        if self.values:
            return self.values[min(len(self.values) - 1, int(share * len(self.values)))]
        if self.whole:
            return float(min(self.high, self.low + int(share * (self.high - self.low + 1))))
        return self.low + share * (self.high - self.low)

    def written(self) -> list[float] | dict[str, float]:
        """Return the variation as a design file writes it."""
        if self.values:
            return [self._plain(value) for value in self.values]
        steps = {} if self.steps is None else {"steps": self.steps}
        return {"low": self._plain(self.low), "high": self._plain(self.high), **steps}

    def _plain(self, value: float) -> float:
        """Return a whole number as one."""
        return int(value) if self.whole else value

    def levels(self) -> tuple[float, ...]:
        """Return the values that a full design takes: the list, every whole number, or the steps of the range."""
        if self.values:
            return self.values
        if self.steps is None:
            return tuple(float(value) for value in range(int(self.low), int(self.high) + 1)) if self.whole else ()
        if self.steps == 1:
            return (self.low,)
        width = (self.high - self.low) / (self.steps - 1)
        spaced = (*(self.low + step * width for step in range(self.steps - 1)), self.high)
        return tuple(dict.fromkeys(float(round(value)) for value in spaced)) if self.whole else spaced


def places() -> dict[str, Place]:
    """Return everything that may be varied but events: parameters, levers, activities, by column."""
    found: dict[str, Place] = {}
    for parameter in ALL_PARAMETERS.values():
        if not parameter.set_by_context and parameter.low < parameter.high:
            name = parameter.name
            found[name] = Place(name, "parameter", name, Number(parameter.low, parameter.high))
    for lever in LEVERS:
        allowed = Number(int(lever.low) if lever.whole else lever.low, lever.high, whole=lever.whole)
        found[lever.name] = Place(lever.name, "lever", lever.name, allowed)
    for activity in ACTIVITIES:
        found[activity.name] = Place(activity.name, "effort", activity.name, Number(0, HEAVIEST_WEIGHT))
    return found


def event_properties(kind: EventKind) -> dict[str, Number]:
    """Return the properties of a kind of event that may be varied: its month, its size, and how long it lasts."""
    lasting = {} if kind.lasts == "once" else {"months": Number(1, LONGEST_RUN, whole=True)}
    size = {} if kind.name == "donors_move" else {kind.size: _SIZES[kind.size]}
    if kind.name == "donors_move":
        size = {"share": _SIZES["share"]}
    return {"when": Number(1, LONGEST_RUN, whole=True), **size, **lasting}


def find_place(column: str) -> Place | None:
    """Return where a column of a table of points belongs; None where there is no such thing to vary."""
    plain = places().get(column)
    if plain is not None:
        return plain
    for kind in EVENT_KINDS:
        for field, allowed in event_properties(kind).items():
            matched = re.fullmatch(rf"{kind.name}(?:_([2-9]|[1-9]\d))?_{field}", column)
            if matched:
                return Place(column, "event", kind.name, allowed, int(matched.group(1) or 1), field)
    return None


def column_names() -> tuple[str, ...]:
    """Return every name that a column of a table of points may have; of events, the first of each kind."""
    events = (f"{kind.name}_{field}" for kind in EVENT_KINDS for field in event_properties(kind))
    return (*places(), *events)


class VaryTable(Checked):
    """The table ``[vary]`` of a design: for each name a range or a list; for an event, a table of its properties."""

    def check(self, value: Any) -> dict[str, Variation]:
        """Return the variations by column."""
        if not isinstance(value, Mapping):
            raise contradiction("it must be a table such as [vary] with lines such as stance = [-1, 0, 1]")
        found = dict(_variations(value))
        if len(found) > MOST_VARIED:
            raise contradiction(f"{len(found)} values vary, but at most {MOST_VARIED} may")
        return found

    def describe(self) -> dict[str, Any]:
        """Return that it is a table."""
        return {"type": "object"}


def _variations(table: Mapping[str, Any]) -> Iterator[tuple[str, Variation]]:
    """Give every variation with its column."""
    known = places()
    for name, given in table.items():
        if name in known:
            yield name, _variation(known[name], given, name)
            continue
        matched = _EVENT.fullmatch(name)
        kind = _KINDS.get(name) or (_KINDS.get(matched.group(1)) if matched else None)
        if kind is None:
            raise contradiction(_no_such(name, known))
        number = int(matched.group(2) or 1) if matched and kind.name != name else 1
        if not isinstance(given, Mapping) or not given:
            raise contradiction(f"{name} must be a table of the event's properties, such as {name}.when = [12, 24]")
        properties = event_properties(kind)
        for field, inner in given.items():
            if field not in properties:
                raise contradiction(f"{name}.{shown(field)[1:-1]} cannot vary{suggestion(field, tuple(properties))}")
            column = f"{name}_{field}"
            place = Place(column, "event", kind.name, properties[field], number, field)
            yield column, _variation(place, inner, f"{name}.{field}")


def _no_such(name: str, known: Mapping[str, Place]) -> str:
    """Return why a name cannot vary."""
    parameter = ALL_PARAMETERS.get(name)
    if parameter is not None and parameter.set_by_context:
        return f"{name} is a fact of a place and cannot vary; list several contexts instead"
    if parameter is not None:
        return f"{name} is a definition and cannot vary"
    return f"{shown(name)} cannot vary: it is no parameter, lever, activity or kind of event" + suggestion(
        name, (*known, *_KINDS)
    )


def _variation(place: Place, given: Any, name: str) -> Variation:
    """Return one variation as it was written: a list, or a table with low and high."""
    if isinstance(given, list | tuple):
        return _listed(place, given, name)
    if not isinstance(given, Mapping):
        hint = "{ low = ..., high = ... }"
        raise contradiction(f"{name} is {shown(given)}, but must be a list of values or a range such as {hint}")
    for key in given:
        if key not in ("low", "high", "steps"):
            kind = nearest(place.name, [kind.name for kind in EVENT_KINDS if key in event_properties(kind)])
            if kind is not None and place.home != "event":
                raise contradiction(f"{name} has no {key}, it is no event; did you mean '{kind}.{key}'?")
            raise contradiction(
                f"{name}.{shown(key)[1:-1]} is no key of a range{suggestion(key, ('low', 'high', 'steps'))}"
            )
    for key in ("low", "high"):
        if key not in given:
            raise contradiction(f"{name}.{key} is missing; it must be {place.allowed.expected}")
    low, high = (_number(place, given[key], f"{name}.{key}") for key in ("low", "high"))
    if not low < high:
        raise contradiction(f"{name}.low is {shown(given['low'])}, but must be below high = {shown(given['high'])}")
    steps = given.get("steps")
    if steps is not None and (not isinstance(steps, int) or isinstance(steps, bool) or not 2 <= steps <= MOST_STEPS):
        raise contradiction(f"{name}.steps is {shown(steps)}, but must be a whole number from 2 to {MOST_STEPS}")
    return Variation(place, low, high, steps=steps)


def _listed(place: Place, given: Any, name: str) -> Variation:
    """Return a variation over a list of values."""
    if not 1 <= len(given) <= MOST_VALUES:
        raise contradiction(f"{name} lists {len(given)} values, but must list from 1 to {MOST_VALUES}")
    values = tuple(_number(place, value, f"{name}: value {place_in}") for place_in, value in enumerate(given, 1))
    if len(set(values)) < len(values):
        twice = next(value for value in values if values.count(value) > 1)
        raise contradiction(f"{name} lists {shown(twice)} twice; list each value once")
    return Variation(place, min(values), max(values), values)


def _number(place: Place, value: Any, name: str) -> float:
    """Return a number that the place may take."""
    allowed = place.allowed
    if isinstance(value, bool) or not isinstance(value, int | float) or not _inside(allowed, value):
        raise contradiction(f"{name} is {shown(value)}, but must be {allowed.expected}")
    return float(value)


def _inside(allowed: Number, value: float) -> bool:
    """Return whether a number lies in the range; a whole number may also be written as 3.0."""
    if not allowed.low <= value <= allowed.high or (allowed.above_low and value == allowed.low):
        return False
    return not allowed.whole or float(value).is_integer()
