"""One past, bit for bit, and continuations that are those of any other route to the same branch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.causes.case import case_of
from sim.causes.forking import Fork, fork, lived_until
from sim.engines.ensemble import Cancelled
from sim.files import library
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import ParameterSets
from sim.files.plan import Plan
from sim.pathways.switching import switched
from sim.results.intervals import paired_difference, share_of
from sim.world.measures import MEASURES
from sim.world.parameters import ALL_PARAMETERS
from tests.world.communities import plan_of

SCENARIO, CONTEXT, FUTURE, SEED = "everything-at-once", "uruguay", 3, 1


def forked(*plans: Any, month: int | str = 24, branches: int = 3, **more: Any) -> Fork:
    return fork(SCENARIO, plans, CONTEXT, future=FUTURE, month=month, branches=branches, seed=SEED, **more)


def simulated(plan: Any, **luck: Any) -> np.ndarray[Any, Any]:
    """Return every measure of months 1 to the horizon, by the public route."""
    dataset = sim.simulate(SCENARIO, plan, CONTEXT, futures=[FUTURE], seed=SEED, **luck)
    return np.stack([dataset[measure.name].to_numpy()[0] for measure in MEASURES], axis=1)


@given(month=st.integers(1, 120), plan=st.sampled_from(library.names("plan")))
@settings(max_examples=100)
def test_the_past_is_identical_bit_for_bit(month: int, plan: str) -> None:
    others = [name for name in ("watchdog", "adaptive") if name != plan][:1]
    found = forked(plan, *others, month=month, branches=2)
    trunk = simulated(plan)
    for one in found.plans:
        assert (one.series[:, 1:month] == trunk[: month - 1]).all()
        assert (one.series[:, 0] == found.past[0]).all()
    assert found.past.shape == (month, len(MEASURES))


@pytest.mark.parametrize("plan", ["baseline", "adaptive", "insider"])
@pytest.mark.parametrize("month", [1, 24, 77])
def test_under_the_plan_of_the_past_a_continuation_is_that_branch_of_the_future(plan: str, month: int) -> None:
    found = forked(plan, month=month)
    for branch in (1, 2, 3):
        expected = simulated(plan, branch=branch, branch_month=month)
        assert (found.plans[0].series[branch - 1, 1:] == expected).all()


@pytest.mark.parametrize("other", ["quick-wins", "institution-builder", "grassroots", "watchdog", "insider"])
def test_turning_to_another_plan_is_a_stage_that_sets_all_its_levers(other: str) -> None:
    """A second route: plans without triggers or themes of their own can be switched by a stage of the first plan."""
    first, second = library.plan("fund-first"), library.plan(other)
    for one in (first, second):
        assert not one.triggers
        assert not one.grants
        assert not one.themes  # a stage cannot set an order of themes
    month = 36
    stage = {
        "name": "turn", "month": month, "shift": 1.0, "effort": dict(second.effort), "levers": dict(second.levers),
    }  # fmt: skip
    composite = plan_of(effort=dict(first.effort), levers=dict(first.levers), trigger=[stage])
    found = forked(first, second, month=month)
    for branch in (1, 2, 3):
        expected = simulated(composite, branch=branch, branch_month=month)
        bits = [number for number, measure in enumerate(MEASURES) if measure.name != "signposts"]
        assert (found.plans[1].series[branch - 1, 1:][:, bits] == expected[:, bits]).all()


def test_turning_to_a_plan_that_differs_in_nothing_changes_nothing() -> None:
    for name in ("adaptive", "baseline"):
        plan = library.plan(name)
        again = plan.model_copy(update={"name": "again"})
        found = forked(plan, again, month=1)
        assert (found.plans[0].series == found.plans[1].series).all()


LASTING = plan_of(
    trigger=[
        {"name": "for good", "measure": "turned_over", "above": 0.1, "months": 1, "latch": True,
         "shift": 0.5, "effort": {"ally": 1.0}},
        {"name": "until it is over", "measure": "active_share", "below": 0.4, "release": 0.9, "months": 2,
         "shift": 0.5, "effort": {"mobilise": 1.0}},
    ]
)  # fmt: skip
"""A plan whose signposts stay on when what they watch is over."""


@pytest.mark.parametrize("plan", [library.plan("adaptive"), LASTING], ids=["adaptive", "lasting"])
@pytest.mark.parametrize("month", [2, 25, 48, 77, 120])
def test_turning_to_a_copy_of_the_plan_is_the_future_as_it_was(plan: Plan, month: int) -> None:
    again = plan.model_copy(update={"name": "again"})
    for future in range(20):
        case = case_of(SCENARIO, plan, CONTEXT, future=future, seed=SEED, parameters="default")
        never, turned = lived_until(case, case.context.months), switched(case, again, month)
        assert (turned == never.history["measure"]).all(), future


def test_a_signpost_that_differs_at_all_begins_anew() -> None:
    """Two routes: a plan whose signposts have another threshold, after a past in which they held, and after none."""
    always, other = (
        plan_of(trigger=[{"name": "x", "measure": "active_share", "above": bound, "release": 0.0, "shift": 1.0,
                          "effort": {"mobilise": 1.0}, "months": 3}])
        for bound in (0.001, 0.999)
    )  # fmt: skip
    case = case_of(SCENARIO, always, CONTEXT, future=FUTURE, seed=SEED, parameters="default")
    bits = next(number for number, measure in enumerate(MEASURES) if measure.name == "signposts")
    assert (switched(case, other, 30)[29:31, bits] == [1, 0]).all()


def test_turning_in_the_first_month_is_following_that_plan_all_along() -> None:
    found = forked("baseline", "adaptive", month=1)
    for branch in (1, 2, 3):
        expected = simulated("adaptive", branch=branch, branch_month=1)
        assert (found.plans[1].series[branch - 1, 1:] == expected).all()


def test_signposts_of_the_other_plan_watch_from_the_fork_on() -> None:
    alarm = plan_of(
        trigger=[{"name": "always", "measure": "people", "above": 0.001, "shift": 1.0, "effort": {"mobilise": 1.0}}]
    )
    found = forked("baseline", alarm, month=30)
    bits = next(number for number, measure in enumerate(MEASURES) if measure.name == "signposts")
    assert (found.plans[1].series[:, :30, bits] == 0).all()
    assert (found.plans[1].series[:, 30:, bits] == 1).all()
    assert (found.plans[0].series[:, :, bits] == 0).all()


def with_grant(start: int, months: int, name: str) -> Plan:
    plan = plan_of(grant=[{"from": start, "months": months, "staff_months": 4.0}])
    return plan.model_copy(update={"name": name})


def test_grants_that_have_begun_are_paid_to_their_end_and_later_ones_come_with_the_plan() -> None:
    plain = plan_of().model_copy(update={"name": "plain"})
    begun, later, past = with_grant(20, 20, "begun"), with_grant(40, 20, "later"), with_grant(5, 60, "past")
    after_begun = forked(begun, plain, month=30)
    assert (after_begun.plans[1].series == after_begun.plans[0].series).all()
    turned = forked(plain, later, month=30)
    assert (turned.plans[1].series[0, 1:] == simulated(later, branch=1, branch_month=30)).all()
    never = forked(plain, past, month=30)
    assert (never.plans[1].series == never.plans[0].series).all(), "nobody gives a grant for months that are over"


def test_plans_are_compared_branch_by_branch() -> None:
    found = forked("baseline", "adaptive", "watchdog", branches=40)
    first, *others = found.plans
    assert first.against_first is None
    for one in found.plans:
        assert one.working == share_of(one.lives.working)
        assert one.working.futures == 40
    for one in others:
        assert one.against_first == paired_difference(one.lives.working, first.lives.working)
    table = found.outcomes()
    assert len(table) == 3 * 40
    assert table.groupby("plan")["working"].sum().to_dict() == {
        one.plan.name: one.working.count for one in found.plans
    }  # fmt: skip


def test_branches_differ_and_more_of_them_change_no_earlier_one() -> None:
    few, many = forked("baseline", branches=3), forked("baseline", branches=60)
    assert (many.plans[0].series[:3] == few.plans[0].series).all()
    ends = many.plans[0].series[:, -1]
    assert len(np.unique(ends, axis=0)) > 50


def test_a_date_is_the_same_as_its_month() -> None:
    context = library.context(CONTEXT)
    assert (forked("baseline", month=context.date_of(24)).plans[0].series == forked("baseline").plans[0].series).all()


def test_the_parameters_are_those_of_the_set_that_the_future_lives_with() -> None:
    two = ParameterSets("two.parquet", ({}, {"rotation": ALL_PARAMETERS["rotation"].high}))
    found = forked("baseline", parameters=two)  # future 3 lives with the second
    expected = simulated("baseline", parameters=two, branch=1, branch_month=24)
    assert (found.plans[0].series[0, 1:] == expected).all()
    assert not (found.plans[0].series == forked("baseline", parameters="default").plans[0].series).all()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"month": 0}, r"month is 0, but in context 'uruguay' must be from month 1 \(2027-02\) to month 120"),
        ({"month": 121}, "month is 121, but"),
        ({"month": "2050-01"}, "month is '2050-01', but"),
        ({"month": "next year"}, "month is 'next year', but must be a month number or a date"),
        ({"branches": 0}, "branches is 0, but must be a whole number from 1 to 10,000"),
        ({"branches": 10**6}, "branches is 1000000"),
    ],
)
def test_bad_input_is_refused(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(Mistake, match=message):
        forked("baseline", **asked)


def test_plans_that_do_not_exist_or_come_twice_are_refused() -> None:
    with pytest.raises(Mistake, match="did you mean 'baseline'"):
        forked("basline")
    with pytest.raises(Mistake, match="plan 'baseline' is given 2 times"):
        forked("baseline", "baseline")
    with pytest.raises(Mistake, match="needs at least one plan"):
        forked()


def test_it_can_be_stopped() -> None:
    with pytest.raises(Cancelled):
        forked("baseline", cancelled=lambda: True)
