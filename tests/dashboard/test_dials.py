"""Three dials: each does what it says and leaves the others alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.dials import GROUPS, LARGEST_SHARE, RESERVE, dials, named, with_reserve, with_share
from sim.files import library
from sim.files.plan import Plan
from sim.language.files import story_of, title_of
from sim.world.levers import ACTIVITIES

weights = st.fixed_dictionaries({one.name: st.floats(0, 1000).map(lambda value: round(value, 3)) for one in ACTIVITIES})
plans = weights.filter(lambda table: any(table.values())).map(lambda table: Plan(name="x", effort=table))
shares = st.floats(0, LARGEST_SHARE)


def test_the_usual_plan_by_hand():
    """Nine activities with the same effort: three for people, two for governments."""
    stand = dials(library.plan("baseline"))
    assert (stand.reserve, stand.people, stand.governments) == (3.0, pytest.approx(3 / 9), pytest.approx(2 / 9))


def test_a_dial_turned_by_hand():
    turned = with_share(library.plan("baseline"), "people", 0.4)
    assert turned.effort["mobilise"] == pytest.approx(0.4 / 3)
    assert turned.effort["train"] == pytest.approx(1 / 9)
    assert turned.effort["publish"] == pytest.approx((1 - 0.4 - 2 / 9) / 4)


@settings(max_examples=200, deadline=None)
@given(plans, st.sampled_from(sorted(GROUPS)), shares)
def test_a_dial_of_work_stands_where_it_was_put_and_moves_no_other(plan, group, share):
    other = next(name for name in GROUPS if name != group)
    before = dials(plan)
    if getattr(before, other) > 1 - LARGEST_SHARE:
        return  # a plan of hardly anything else has no room
    turned = with_share(plan, group, share)
    after = dials(turned)
    assert sum(turned.effort.values()) == pytest.approx(1)
    assert getattr(after, group) == pytest.approx(share, abs=1e-9)
    assert getattr(after, other) == pytest.approx(getattr(before, other), abs=1e-9)
    assert after.reserve == before.reserve
    assert Plan.model_validate({"name": "x", "effort": turned.effort}).effort == turned.effort


@settings(max_examples=100, deadline=None)
@given(plans, st.integers(int(RESERVE.low), int(RESERVE.high)))
def test_the_reserve_changes_nothing_else(plan, months):
    turned = with_reserve(plan, months)
    assert turned.levers == {**plan.levers, RESERVE.name: months}
    assert turned.effort == plan.effort


@pytest.mark.parametrize("name", library.names("plan"))
def test_a_plan_under_another_name_carries_that_name_in_every_language(name, tmp_path):
    """Titles and stories of the plan that it was made from would be somebody else's; names of signposts stay."""
    mine = named(library.plan(name), "my-plan", {"en": "My plan", "es": "Mi plan", "fr": "Mon plan"})
    assert [title_of(mine, language) for language in ("en", "es", "fr")] == ["My plan", "Mi plan", "Mon plan"]
    assert [story_of(mine, language) for language in ("en", "es", "fr")] == ["", "", ""]
    assert mine.fingerprint() == library.plan(name).fingerprint()
    assert library.plan(library.save(mine, tmp_path / "my-plan.toml")) == mine


def test_a_turned_plan_is_saved_with_what_was_turned(tmp_path):
    """What Pydantic does not count as set would silently be missing from the file."""
    turned = with_reserve(with_share(library.plan("adaptive"), "governments", 0.35), 8)
    turned = turned.model_copy(update={"name": "my-plan", "title": "Ours"})
    assert library.plan(library.save(turned, tmp_path / "my-plan.toml")) == turned
