"""Editing: what stands in a table comes back from the file, and unfinished rows are answered, never guessed."""

from __future__ import annotations

import math
import tomllib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import editing, files
from dashboard.editing import Slip, event_rows, from_per_cent, in_per_cent, rows_of, scenario_with
from dashboard.editing_contexts import actor_rows, context_with, size_of
from dashboard.editing_plans import plan_with, trigger_rows
from sim.files import library
from sim.files.context import Context
from sim.files.mistakes import Mistake
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.world.events import EVENT_KINDS
from sim.world.levers import THEMES
from tests.files import file_strategies

URUGUAY = library.context("uruguay")
EMPTY = Scenario(name="mine")

PER_CENT = st.integers(0, 1000).map(lambda tenths: tenths / 10).map(lambda one: int(one) if one.is_integer() else one)


@st.composite
def rows_of_events(draw: st.DrawFn) -> dict[str, object]:
    """Draw a finished row, as somebody would leave it in the table."""
    about = draw(st.sampled_from(EVENT_KINDS))
    row: dict[str, object] = dict.fromkeys(editing.EVENT_COLUMNS)
    row |= {"kind": about.name, "when": draw(st.sampled_from(editing.month_choices(URUGUAY, 1)))}
    if about.size in editing.IN_PER_CENT:
        row["amount"] = draw(PER_CENT)
    else:
        row["amount"] = draw(st.sampled_from([-1, -0.5, 2, 5]) if about.size == "change" else st.integers(1, 9999))
    if about.lasts == "months" or (about.lasts == "open" and draw(st.booleans())):
        row["months"] = draw(st.integers(1, 600))
    if about.name in editing.WITH_THEME:
        row["theme"] = draw(st.sampled_from(THEMES))
    if about.name == "new_grant":
        row["unrestricted"] = draw(st.booleans())
    if about.name == "donor_leaves":
        row["amount"] = draw(st.integers(0, 600))
        row["breaks_contracts"] = draw(st.booleans())
        row["taper"] = draw(st.sampled_from([None, "100 66.6 33", "0"]))
    if about.name in editing.WITH_DONOR and row["unrestricted"] is not False:
        row["donor"] = draw(st.sampled_from([None, "A foundation"]))
    if about.name in editing.AT_ELECTIONS:
        row["chance"] = draw(st.none() | PER_CENT)
    return row


@given(st.lists(rows_of_events(), max_size=8))
def test_a_table_of_events_survives_the_file_and_back(rows: list[dict[str, object]]) -> None:
    scenario = scenario_with(rows, EMPTY)
    read = library.parse("scenario", files.as_file(scenario), "mine")
    assert isinstance(read, Scenario)
    assert event_rows(read, URUGUAY) == rows
    assert read == scenario


@given(file_strategies.SCENARIOS)
def test_any_scenario_shows_as_a_table_that_gives_it_back(content: dict[str, object]) -> None:
    scenario = editing.checked(Scenario, content, "any")
    rows = event_rows(scenario, URUGUAY)
    again = scenario_with(rows, scenario)
    assert event_rows(again, URUGUAY) == rows
    assert (again.title, again.story, again.idea) == (scenario.title, scenario.story, scenario.idea)
    for one, other in zip(scenario.events, again.events, strict=True):
        assert URUGUAY.month_of(one.when) == URUGUAY.month_of(other.when)
        size = next(about.size for about in EVENT_KINDS if about.name == one.kind)
        assert math.isclose(getattr(one, size), getattr(other, size), rel_tol=1e-11)
        assert {**dict(one), "when": 0, size: 0} == {**dict(other), "when": 0, size: 0}


@given(file_strategies.plans())
def test_any_plan_shows_as_a_table_that_gives_it_back(content: dict[str, object]) -> None:
    plan = editing.checked(Plan, content, "any")
    rows = trigger_rows(plan, URUGUAY)
    again = plan_with(plan.effort, plan.levers, rows, plan)
    assert trigger_rows(again, URUGUAY) == rows
    assert (again.effort, again.levers, again.themes, again.grants) == (
        plan.effort, plan.levers, plan.themes, plan.grants,
    )  # fmt: skip
    for one, other in zip(plan.triggers, again.triggers, strict=True):
        assert math.isclose(one.shift or 0, other.shift or 0, abs_tol=1e-9)
        assert {**dict(one), "shift": 0, "month": 0} == {**dict(other), "shift": 0, "month": 0}
    assert library.parse("plan", files.as_file(again), "any") == again


@given(file_strategies.contexts())
def test_any_context_shows_as_tables_that_give_it_back(content: dict[str, object]) -> None:
    context = editing.checked(Context, content, "any")
    rows = actor_rows(context)
    again = context_with(rows, size_of(context), context)
    assert actor_rows(again) == rows
    assert again.size == context.size
    for one, other in zip(context.members, again.members, strict=True):
        assert other.active == one.active or math.isclose(one.active, other.active, rel_tol=1e-11)
    assert (again.elections, again.beginning, again.sources) == (context.elections, context.beginning, context.sources)
    assert library.parse("context", files.as_file(again), "any") == again


@pytest.mark.parametrize("name", library.names("scenario"))
def test_a_shipped_scenario_that_was_not_changed_gives_the_same_months(name: str) -> None:
    scenario = library.scenario(name)
    again = scenario_with(event_rows(scenario, URUGUAY), scenario)
    assert [URUGUAY.month_of(one.when) for one in again.events] == [
        URUGUAY.month_of(one.when) for one in scenario.events
    ]
    assert [one.model_dump(exclude={"when"}) for one in again.events] == [
        one.model_dump(exclude={"when"}) for one in scenario.events
    ]


@given(st.floats(0, 1))
def test_per_cent_goes_back_to_the_share(share: float) -> None:
    assert math.isclose(from_per_cent(in_per_cent(share), 1, "amount"), share, rel_tol=1e-11, abs_tol=0)


@pytest.mark.parametrize(("share", "shown"), [(0.07, 7), (0.29, 29), (0.285, 28.5), (1.0, 100), (0.0, 0)])
def test_per_cent_has_the_digits_of_the_share(share: float, shown: float) -> None:
    assert in_per_cent(share) == shown
    assert from_per_cent(shown, 1, "amount") == share


def test_one_row_by_hand() -> None:
    row = {"when": "2029-03", "kind": "donors_exit", "amount": 40, "months": None, "theme": None, "unrestricted": None}
    content = tomllib.loads(files.as_file(scenario_with([row], EMPTY)).decode())
    assert content == {"event": [{"kind": "donors_exit", "when": "2029-03", "share": 0.4}]}


FINISHED = {"when": "2029-03", "kind": "pandemic", "amount": 60, "months": 12, "theme": None, "unrestricted": None}


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"when": None}, "no_date"),
        ({"kind": None}, "no_kind"),
        ({"kind": "invasion"}, "no_kind"),
        ({"amount": None}, "no_amount"),
        ({"amount": 101}, "per_cent"),
        ({"amount": -0.5}, "per_cent"),
        ({"amount": "much"}, "per_cent"),
        ({"months": None}, "no_months"),
        ({"kind": "donors_move"}, "no_theme"),
    ],
)
def test_an_unfinished_row_is_named(change: dict[str, object], key: str) -> None:
    with pytest.raises(Slip) as found:
        scenario_with([FINISHED, {**FINISHED, **change}], EMPTY)
    assert (found.value.key, found.value.gaps["row"]) == (key, 2)


def test_empty_rows_are_left_out_and_do_not_shift_the_numbers_of_others() -> None:
    empty = dict.fromkeys(FINISHED)
    assert len(scenario_with([empty, FINISHED, empty], EMPTY).events) == 1
    with pytest.raises(Slip) as found:
        scenario_with([empty, {**FINISHED, "when": None}], EMPTY)
    assert found.value.gaps["row"] == 2


def test_what_only_the_file_format_knows_is_answered_in_its_words() -> None:
    with pytest.raises(Mistake, match=r"event 1: staff_months is 0"):
        scenario_with([{**FINISHED, "kind": "new_grant", "amount": 0}], EMPTY)


def test_a_table_of_the_page_is_read_as_plain_values() -> None:
    table = pd.DataFrame({
        "name": ["Ana", None], "amount": [np.float64(3), np.nan], "count": pd.array([4, None], "Int64"),
        "when": [pd.NaT, "2029-03"], "text": ["", "x"],
    })  # fmt: skip
    assert rows_of(table.to_dict("records")) == [
        {"name": "Ana", "amount": 3, "count": 4, "when": None, "text": None},
        {"name": None, "amount": None, "count": None, "when": "2029-03", "text": "x"},
    ]


def test_a_trigger_keeps_levers_and_proportions_that_no_column_shows() -> None:
    plan = editing.checked(
        Plan,
        {"trigger": [{"name": "t", "month": 12, "shift": 0.3, "effort": {"ally": 3.0, "train": 1.0},
                      "levers": {"voice": 0.9}}]},
        "p",
    )  # fmt: skip
    (row,) = trigger_rows(plan, URUGUAY)
    kept = plan_with(plan.effort, plan.levers, [{**row, "shift": 50}], plan).triggers[0]
    assert (kept.shift, kept.levers, kept.effort["ally"], kept.effort["train"]) == (0.5, {"voice": 0.9}, 3.0, 1.0)
    other = plan_with(plan.effort, plan.levers, [{**row, "activities": ["ally", "teach"]}], plan).triggers[0]
    assert (other.effort["ally"], other.effort["teach"], other.effort["train"]) == (1.0, 1.0, 0.0)


SIGNPOST = {
    "name": "t", "measure": "runway", "side": "below", "threshold": 6, "months": 3, "seen_late": 2, "release": None,
    "latch": False, "month": None, "shift": 30, "activities": ["ally"], "retarget": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"name": None}, "no_name"),
        ({"threshold": None}, "no_signpost"),
        ({"side": None}, "no_signpost"),
        ({"month": "2029-03"}, "stage_and_signpost"),
        ({"shift": None}, "no_shift"),
        ({"activities": []}, "no_activities"),
        ({"shift": None, "activities": []}, "does_nothing"),
        ({"shift": 120}, "per_cent"),
    ],
)
def test_an_unfinished_trigger_is_named(change: dict[str, object], key: str) -> None:
    plan = Plan(name="p")
    with pytest.raises(Slip) as found:
        plan_with(plan.effort, plan.levers, [{**SIGNPOST, **change}], plan)
    assert found.value.key == key


def test_a_community_of_its_own_makes_room_for_whoever_is_listed() -> None:
    place = library.context("uruguay")
    donors = [{"name": f"donor {number}", "monthly": 2.5, "ends": "2028-06", "theme": None, "government": None}
              for number in range(place.size.donors + 1)]  # fmt: skip
    made = context_with({"donor": donors}, size_of(place), place)
    assert made.size.donors == place.size.donors + 1
    assert made.size.champions == place.size.champions
    assert made.donors[0].ends == "2028-06"


@pytest.mark.parametrize(
    ("table", "row", "key"),
    [
        ("government", {"name": "Capital"}, "no_tier"),
        ("donor", {"name": "Fund"}, "no_monthly"),
        ("members", {"name": "Coders"}, "no_count"),
        ("members", {"count": 3}, "no_name"),
        ("members", {"name": "Coders", "count": 3, "active": 130}, "per_cent"),
    ],
)
def test_an_unfinished_actor_is_named(table: str, row: dict[str, object], key: str) -> None:
    with pytest.raises(Slip) as found:
        context_with({table: [row]}, size_of(URUGUAY), URUGUAY)
    assert found.value.key == key


def test_yes_no_and_nothing_are_three_things() -> None:
    rows = [{"name": name, "trained": said} for name, said in (("a", "yes"), ("b", "no"), ("c", None))]
    made = context_with({"champion": rows}, size_of(URUGUAY), URUGUAY)
    assert [one.trained for one in made.champions] == [True, False, None]
