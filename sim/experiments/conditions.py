"""A box in words: each restriction as part of a sentence, months as dates, inputs by what they mean."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.experiments.boxes import Box, Restriction
from sim.experiments.varying import Place, find_place
from sim.files.context import Context
from sim.world.events import EVENT_KINDS, KIND_NUMBER
from sim.world.levers import ACTIVITIES, LEVERS
from sim.world.parameters import ALL_PARAMETERS

if TYPE_CHECKING:
    from sim.language.catalogue import Texts

_LEVERS: Final = {lever.name: lever for lever in LEVERS}
_ACTIVITIES: Final = {activity.name: activity for activity in ACTIVITIES}

DIGITS: Final = 4
"""Limits are rounded before they are said, so this leaves none out."""


def title_of(name: str, texts: Texts) -> str:
    """Return what an input is, to stand in a sentence or beside a bar.

    Examples
    --------
    >>> from sim.language.catalogue import texts
    >>> title_of("donors_exit_share", texts())
    'the share of donors that leave'
    """
    place = find_place(name)
    if place is None:
        return name
    if place.home == "lever":
        return _LEVERS[place.name].title.lower()
    if place.home == "effort":
        return texts("condition.weight", title=_ACTIVITIES[place.name].title)
    if place.home == "parameter":
        return texts("condition.parameter", meaning=ALL_PARAMETERS[place.name].meaning, name=place.name)
    what = _of_event(place, texts)
    return texts("condition.moment", what=what) if place.field == "when" else what


def _of_event(place: Place, texts: Texts) -> str:
    """Return what a property of an event is; of its month, what happens then."""
    if place.field == "months":
        what = texts("condition.lasts", event=EVENT_KINDS[KIND_NUMBER[place.name]].title)
    else:
        what = texts(f"condition.{'when' if place.field == 'when' else 'size'}.{place.name}")
    return what if place.number == 1 else texts("condition.second", what=what, number=place.number)


def in_words(box: Box, texts: Texts) -> str:
    """Return the conditions of a box as part of a sentence."""
    return texts.listed([condition(one, texts) for one in box])


def condition(one: Restriction, texts: Texts) -> str:
    """Return one condition as part of a sentence: *the largest donors leave before June 2029*."""
    factor = one.factor
    if factor.choices:
        *others, last = one.allowed
        names = texts("condition.or", one=", ".join(others), other=last) if others else last
        return texts("condition.any_of", kind=factor.name, names=names)
    place = find_place(factor.name)
    if place is not None and place.field == "when":
        return _in_time(one, _of_event(place, texts), texts)
    what = title_of(factor.name, texts)
    low, high = (amount(limit, place, texts) for limit in (one.low, one.high))
    if math.isinf(one.low):
        return texts(f"condition.{'at_most' if factor.stepwise else 'below'}", what=what, high=high)
    if math.isinf(one.high):
        return texts(f"condition.{'at_least' if factor.stepwise else 'above'}", what=what, low=low)
    if one.low == one.high:
        return texts("condition.exactly", what=what, low=low)
    return texts("condition.between", what=what, low=low, high=high)


def _in_time(one: Restriction, what: str, texts: Texts) -> str:
    """Return a condition on the month of an event: with dates where they are known."""
    first = None if math.isinf(one.low) else int(one.low)
    last = None if math.isinf(one.high) else int(one.high)
    beginning = one.factor.beginning

    def date(month: int) -> str:
        return texts.date(Context(start=beginning).date_of(month))

    if last is None and first is not None:
        if beginning:
            return texts("condition.from", what=what, date=date(first))
        return texts("condition.from_month", what=what, month=first)
    if first is None and last is not None:
        if beginning:
            return texts("condition.before", what=what, date=date(last + 1))
        return texts("condition.before_month", what=what, month=last + 1)
    assert first is not None and last is not None
    if beginning:
        return texts("condition.during", what=what, first=date(first), last=date(last))
    return texts("condition.during_months", what=what, first=first, last=last)


def is_share(place: Place | None) -> bool:
    """Return whether an input is a share or a probability, which reads best in hundredths."""
    if place is None:
        return False
    if place.home == "event":
        return place.field in ("share", "level")
    unit = {"lever": lambda: _LEVERS[place.name].unit, "parameter": lambda: ALL_PARAMETERS[place.name].unit}
    return place.home in unit and unit[place.home]() in ("share", "probability")


def amount(value: float, place: Place | None, texts: Texts) -> str:
    """Return a limit as it is said; "" where there is none."""
    if math.isinf(value):
        return ""
    if is_share(place):
        exact = round(100 * value, 6)
        return texts.per_cent(value, 0 if exact.is_integer() else 1)
    return texts.significant(value, DIGITS)
