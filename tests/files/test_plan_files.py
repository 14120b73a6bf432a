"""What a plan may say, and what contradicts itself."""

from __future__ import annotations

from typing import Any

import pytest

from sim.files import library
from sim.files.mistakes import Mistake
from sim.files.plan import Plan
from sim.world.levers import ACTIVITIES, LEVERS, THEMES

SIGNPOST = """
[[trigger]]
name = "people drift away"
measure = "active_share"
below = 0.28
months = 3
seen_late = 2
shift = 0.3

[trigger.effort]
mobilise = 1
"""


def plan(text: str) -> Plan:
    model = library.parse("plan", text.encode(), "mine")
    assert isinstance(model, Plan)
    return model


def sentence(text: str) -> str:
    with pytest.raises(Mistake) as caught:
        plan(text)
    return str(caught.value)


def test_what_is_left_out_is_as_usual() -> None:
    empty = plan("")
    assert empty.effort == {one.name: 1.0 for one in ACTIVITIES}
    assert empty.levers == {one.name: one.default for one in LEVERS}
    assert (empty.themes, empty.triggers, empty.grants) == ((), (), ())


def test_effort_and_levers_are_always_complete_and_in_order() -> None:
    some = plan("[effort]\ntrain = 3\npublish = 0\n[levers]\nstance = -0.5\nbreadth = 5")
    assert list(some.effort) == [one.name for one in ACTIVITIES]
    assert (some.effort["train"], some.effort["publish"], some.effort["ally"]) == (3.0, 0.0, 1.0)
    assert list(some.levers) == [one.name for one in LEVERS]
    assert (some.levers["stance"], some.levers["breadth"]) == (-0.5, 5)


def test_themes_that_are_not_listed_follow() -> None:
    assert plan('themes = ["poverty", "climate"]').themes == (
        "poverty", "climate", "housing", "smart-city", "anti-corruption",
    )  # fmt: skip
    assert sorted(plan('themes = ["housing"]').themes) == sorted(THEMES)


def test_a_signpost_has_a_complete_target() -> None:
    trigger = plan(SIGNPOST).triggers[0]
    assert trigger.effort is not None
    assert list(trigger.effort) == [one.name for one in ACTIVITIES]
    assert sum(trigger.effort.values()) == 1
    assert (trigger.latch, trigger.release, trigger.month, trigger.levers) == (False, None, None, {})


def test_a_stage_sets_only_the_levers_that_it_names() -> None:
    stage = plan('[[trigger]]\nname = "later"\nmonth = "2030-01"\n[trigger.levers]\nvoice = 0.9').triggers[0]
    assert (stage.month, stage.levers) == ("2030-01", {"voice": 0.9})


def test_a_grant() -> None:
    grant = plan('[[grant]]\nfrom = "2028-01"\nmonths = 12\nstaff_months = 1.5\ntheme = "housing"').grants[0]
    assert (grant.start, grant.months, grant.staff_months, grant.unrestricted) == ("2028-01", 12, 1.5, True)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("below = 0.28", "below = 0.28\nabove = 0.5", "it needs exactly one of below and above"),
        ("below = 0.28\n", "", "it needs exactly one of below and above"),
        ('measure = "active_share"\n', "", "it needs a measure with below or above, or else a month"),
        ("below = 0.28", "below = 0.28\nrelease = 0.2",
         "release is 0.2, but must be at least the threshold below = 0.28"),
        ("below = 0.28", "above = 0.28\nrelease = 0.3",
         "release is 0.3, but must be at most the threshold above = 0.28"),
        ("below = 0.28", "below = 0.28\nrelease = 0.3\nlatch = true", "release and latch contradict one another"),
        ("below = 0.28", "below = 0.28\nrelease = 3", "release is 3, but active_share must be a number from 0 to 1"),
        ("below = 0.28", "below = 28", "below is 28, but active_share must be a number from 0 to 1"),
        ("below = 0.28", "below = 0", "below is 0, but active_share is never below that"),
        ("below = 0.28", "above = 1", "above is 1, but active_share is never above that"),
        ("below = 0.28", 'below = 0.28\nmonth = "2029-01"', "month and measure contradict one another"),
        ("shift = 0.3\n", "", "effort needs shift"),
        ("[trigger.effort]\nmobilise = 1", "", "shift needs a table [trigger.effort]"),
        ("shift = 0.3\n\n[trigger.effort]\nmobilise = 1", "", "it does nothing"),
        ("mobilise = 1", "mobilise = 0", "effort: all weights are zero; at least one must be above zero"),
        ("mobilise = 1", "mobilize = 1", "effort.mobilize is not a key of this file; did you mean 'mobilise'?"),
        ("shift = 0.3", "shift = 0", "trigger 1: shift is 0, but must be a number above 0 and at most 1"),
        ("months = 3", "months = 0", "trigger 1: months is 0, but must be a whole number from 1 to 600"),
        ("seen_late = 2", "seen_late = 25", "trigger 1: seen_late is 25, but must be a whole number from 0 to 24"),
        ('"active_share"', '"active_shares"', "measure 'active_shares' does not exist; did you mean 'active_share'?"),
        ('"active_share"', '"signposts"', "trigger 1: measure 'signposts' does not exist"),
        ('name = "people drift away"\n', "", "trigger 1: name is missing"),
    ],
)  # fmt: skip
def test_contradictory_triggers(before: str, after: str, said: str) -> None:
    assert before in SIGNPOST
    assert said in sentence(SIGNPOST.replace(before, after))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[effort]\nmobilise = -1", "effort.mobilise is -1, but must be a number from 0 to 1000"),
        ("[effort]\nmobilise = '1'", "effort.mobilise is '1', but must be a number from 0 to 1000"),
        ("[effort]\nmobilise = true", "effort.mobilise is true, but must be a number from 0 to 1000"),
        ("[effort]\nmobilise = nan", "effort.mobilise is nan, but must be a number from 0 to 1000"),
        ("[effort]\n" + "\n".join(f"{one.name} = 0" for one in ACTIVITIES), "all weights are zero"),
        ("[levers]\nbreadth = 3.0", "levers.breadth is 3.0, but must be a whole number from 1 to 5"),
        ("[levers]\nstance = 2", "levers.stance is 2, but must be a number from -1 to 1"),
        ("[levers]\nstanse = 0", "levers.stanse is not a key of this file; did you mean 'stance'?"),
        ('themes = ["climate", "climate"]', "themes: 'climate' is listed twice"),
        ('themes = ["climat"]', "themes 1 'climat' does not exist; did you mean 'climate'?"),
        ('themes = "climate"', "themes is 'climate', but must be a list"),
        ("trigger = 3", "trigger is 3, but must be a list"),
        ("[trigger]\nmonth = 3", "trigger is a table, but must be a list: write [[trigger]]"),
        (SIGNPOST * 9, "trigger has more than 8 entries"),
        (SIGNPOST * 2, "two triggers have the name 'people drift away'; each needs its own"),
        ('[[trigger]]\nname="a"\nmonth=3\nretarget=true\n[[trigger]]\nname="b"\nmonth=3\nretarget=true',
         "two triggers have the month '3'; each needs its own"),
        ("[[grant]]\nmonths = 3\nstaff_months = 1", "grant 1: from is missing; it must be a month number from 1"),
        ("[[grant]]\nfrom = 3\nmonths = 3\nstaff_months = 0", "staff_months is 0, but must be a number above 0"),
        ('name = "x"', "name is not a key of this file"),
    ],
)  # fmt: skip
def test_mistakes_in_a_plan(text: str, said: str) -> None:
    assert said in sentence(text)


def test_the_same_stage_as_month_and_as_date() -> None:
    stages = '[[trigger]]\nname="a"\nmonth=12\nretarget=true\n[[trigger]]\nname="b"\nmonth="2028-01"\nretarget=true'
    with pytest.raises(Mistake, match=r"plan 'mine': trigger 2: month is '2028-01', the same month as trigger 1"):
        library.check_fit(library.scenario("calm-decade"), plan(stages), library.context("uruguay"))


@pytest.mark.parametrize("stage", [{"month": 121}, {"month": "2027-01"}, {"month": "2037-02"}])
def test_stages_outside_the_horizon(stage: dict[str, Any]) -> None:
    late = Plan.model_validate({"name": "mine", "trigger": [{"name": "a", "retarget": True, **stage}]})
    with pytest.raises(Mistake, match=r"must be from month 1 \(2027-02\) to month 120 \(2037-01\)"):
        library.check_fit(library.scenario("calm-decade"), late, library.context("uruguay"))


def test_grants_outside_the_horizon() -> None:
    late = plan('[[grant]]\nfrom = "2040-01"\nmonths = 12\nstaff_months = 1')
    with pytest.raises(Mistake, match=r"plan 'mine': grant 1: from is '2040-01' \(month 156\)"):
        library.check_fit(library.scenario("calm-decade"), late, library.context("uruguay"))
