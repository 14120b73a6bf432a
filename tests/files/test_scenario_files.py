"""What a scenario may say, and when its events must lie."""

from __future__ import annotations

import pytest

from sim.files import library
from sim.files.mistakes import Mistake
from sim.files.scenario import Scenario

EVENT = '[[event]]\nkind = "turnover"\nwhen = 24\nshare = 0.5\n'


def scenario(text: str) -> Scenario:
    model = library.parse("scenario", text.encode(), "mine")
    assert isinstance(model, Scenario)
    return model


def test_events_keep_the_order_of_the_file() -> None:
    both = scenario('[[event]]\nkind = "pandemic"\nwhen = 24\nlevel = 1\nmonths = 2\n' + EVENT)
    assert [one.kind for one in both.events] == ["pandemic", "turnover"]


def test_dates_and_month_numbers_are_both_kept_as_written() -> None:
    assert scenario(EVENT).events[0].when == 24
    assert scenario(EVENT.replace("24", '"2029-01"')).events[0].when == "2029-01"


def test_defaults_of_events() -> None:
    salience = '[[event]]\nkind = "salience"\nwhen = 1\ntheme = "housing"\nchange = -1'
    grant = '\n[[event]]\nkind = "new_grant"\nwhen = 1\nstaff_months = 2\nmonths = 3'
    attention, money = scenario(salience + grant).events
    assert (attention.months, money.theme, money.unrestricted) == (None, None, True)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("0.5", "1.5", "mine: event 1: share is 1.5, but must be a number from 0 to 1"),
        ("0.5", "-0.1", "event 1: share is -0.1, but must be a number from 0 to 1"),
        ("0.5", "nan", "event 1: share is nan, but must be a number from 0 to 1"),
        ("0.5", "inf", "event 1: share is inf, but must be a number from 0 to 1"),
        ("0.5", "true", "event 1: share is true, but must be a number from 0 to 1"),
        ("0.5", '"0.5"', "event 1: share is '0.5', but must be a number from 0 to 1"),
        ("0.5", "[0.5]", "event 1: share is a list, but must be a number from 0 to 1"),
        ("0.5", "{}", "event 1: share is a table, but must be a number from 0 to 1"),
        ("share", "shares", "event 1: shares is not a key of this file; did you mean 'share'? (and 1 more)"),
        ("share", "level", "event 1: level is not a key of this file; there are kind, when, share"),
        ("share = 0.5\n", "", "event 1: share is missing; it must be a number from 0 to 1"),
        ("turnover", "turnovr", "event 1: kind 'turnovr' does not exist; did you mean 'turnover'?"),
        ('kind = "turnover"\n', "", "event 1: kind is missing; there are turnover, hostile_turnover"),
        ('"turnover"', "7", "event 1: kind 7 does not exist"),
        ('"turnover"', '"pandemic"\nlevel = 1', "event 1: share is not a key of this file"),
        ("24", "0", 'event 1: when is 0, but must be a month number from 1 to 600 or a date such as "2029-03"'),
        ("24", "-3", "event 1: when is -3, but must be a month number"),
        ("24", "601", "event 1: when is 601, but must be a month number"),
        ("24", "24.0", "event 1: when is 24.0, but must be a month number"),
        ("24", '"2029"', "event 1: when is '2029', but must be a month number"),
        ("24", '"2029-13"', "event 1: when is '2029-13', but must be a month number"),
        ("24", "2029-03", 'line 3: this is no valid TOML'),
        ("24", "2029-03", '; write the date in quotes: "2029-03"'),
        ("24", "2029-03-01", 'event 1: when is the bare date 2029-03-01, but must be a month number from 1 to 600 '
         'or a date such as "2029-03", in quotes: "2029-03"'),
        ("[[event]]", "[event]", "event is a table, but must be a list: write [[event]]"),
        ("[[event]]", "[[events]]", "events is not a key of this file; did you mean 'event'?"),
    ],
)  # fmt: skip
def test_mistakes_in_an_event(before: str, after: str, said: str) -> None:
    assert before in EVENT
    with pytest.raises(Mistake) as caught:
        scenario(EVENT.replace(before, after))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "event",
    [
        'kind = "pandemic"\nwhen = 1\nlevel = 1',
        'kind = "new_grant"\nwhen = 1\nmonths = 3\nstaff_months = 0',
        'kind = "new_grant"\nwhen = 1\nmonths = 3\nstaff_months = 10001',
        'kind = "salience"\nwhen = 1\ntheme = "outside"\nchange = 1',
        'kind = "salience"\nwhen = 1\ntheme = "housing"\nchange = -1.5',
        'kind = "donors_move"\nwhen = 1\nshare = 1',
        'kind = "donors_move"\nwhen = 1\nshare = 1\ntheme = "space"',
    ],
)
def test_events_that_lack_or_exceed_something(event: str) -> None:
    with pytest.raises(Mistake, match=r"^mine: event 1: "):
        scenario(f"[[event]]\n{event}")


def test_the_number_of_the_event_is_said() -> None:
    with pytest.raises(Mistake, match=r"event 3: share is 2"):
        scenario(EVENT + EVENT + EVENT.replace("0.5", "2"))


def test_too_many_events() -> None:
    with pytest.raises(Mistake, match=r"event has more than 1000 entries"):
        scenario(EVENT * 1001)


@pytest.mark.parametrize("when", ["121", '"2037-02"', '"2027-01"', '"1999-05"'])
def test_events_outside_the_horizon(when: str) -> None:
    late = scenario(EVENT + EVENT.replace("24", when))
    with pytest.raises(Mistake) as caught:
        library.check_fit(late, library.plan("baseline"), library.context("uruguay"))
    said = str(caught.value)
    assert said.startswith("scenario 'mine': event 2: when is ")
    assert "in context 'uruguay' must be from month 1 (2027-02) to month 120 (2037-01)" in said


def test_a_shorter_context_refuses_later_events() -> None:
    short = library.parse("context", b"months = 12", "short")
    with pytest.raises(Mistake, match=r"must be from month 1 \(2027-02\) to month 12 \(2028-01\)"):
        library.check_fit(library.scenario("pandemic"), library.plan("baseline"), short)  # type: ignore[arg-type]


def test_the_fingerprint_is_that_of_what_happens() -> None:
    one = scenario(EVENT)
    assert scenario('title = "Other"\n' + EVENT).fingerprint() == one.fingerprint()
    assert scenario(EVENT.replace("0.5", "0.50")).fingerprint() == one.fingerprint()
    assert scenario(EVENT.replace("0.5", "0.51")).fingerprint() != one.fingerprint()
    assert len(one.fingerprint()) == 64
