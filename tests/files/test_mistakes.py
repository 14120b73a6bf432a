"""How a wrong value is shown, and which name is offered for it."""

from __future__ import annotations

import datetime

import pytest

from sim.files.fields import field_name
from sim.files.mistakes import Mistake, nearest, shown, suggestion, unknown


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "true"),
        (3, "3"),
        (10**30, "a very large number"),
        (0.1, "0.1"),
        (float("nan"), "nan"),
        ("half", "'half'"),
        ("x" * 100, "'" + "x" * 57 + "...'"),
        ("\x1b[2J\n", "'\\x1b[2J\\n'"),
        (datetime.date(2029, 3, 1), "the bare date 2029-03-01"),
        ({"a": 1}, "a table"),
        ([1], "a list"),
        (None, "a NoneType"),
    ],
)
def test_values_are_shown_short_and_safe(value: object, said: str) -> None:
    assert shown(value) == said


def test_the_nearest_name() -> None:
    assert nearest("basline", ["baseline", "insider"]) == "baseline"
    assert nearest("BASELINE", ["baseline", "insider"]) == "baseline"
    assert nearest("zzz", ["baseline", "insider"]) is None


def test_names_are_listed_where_none_is_near() -> None:
    assert suggestion("zzz", ["one", "two"]) == "; there are one, two"
    assert suggestion("zzz", ["one"]) == "; there is only 'one'"
    assert suggestion("zzz", []) == ""
    assert suggestion("zzz", [str(number) for number in range(50)]) == ""
    assert suggestion(7, ["one"]) == "; there is only 'one'"


def test_a_mistake_is_a_value_error() -> None:
    assert isinstance(unknown("plan", "x", ["y"]), Mistake)
    assert issubclass(Mistake, ValueError)


def test_fields_are_counted_as_people_count() -> None:
    assert field_name(("event", 1, "turnover", "share"), ("turnover",)) == "event 2: share"
    assert field_name(("trigger", 0, "effort", "mobilise")) == "trigger 1: effort.mobilise"
    assert field_name(("elections", "party_losses")) == "elections.party_losses"
    assert field_name(("themes", 0)) == "themes 1"
    assert field_name(()) == ""
