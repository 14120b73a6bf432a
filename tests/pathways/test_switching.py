"""Switching from plan to plan: the same future, another plan from a month on."""

import numpy as np
import pytest

from sim.causes.case import case_of, fates_of
from sim.files import library
from sim.pathways.switching import LATE, decision_months, switch, switched
from sim.results.intervals import mean_difference
from tests.robustness.communities import SMALL

BASELINE, GRASSROOTS, ADAPTIVE = (library.plan(name) for name in ("baseline", "grassroots", "adaptive"))


@pytest.fixture
def case():  # type: ignore[no-untyped-def]
    return case_of("long-squeeze", BASELINE, SMALL, future=5, parameters="default")


@pytest.mark.parametrize("month", [1, 17, 48])
def test_turning_to_the_same_plan_changes_nothing(case, month: int) -> None:  # type: ignore[no-untyped-def]
    assert (switched(case, BASELINE, month) == case.series()).all()


def test_the_past_stays_and_the_rest_is_the_other_plan(case) -> None:  # type: ignore[no-untyped-def]
    found = switched(case, GRASSROOTS, 20)
    assert (found[:20] == case.series()[:20]).all()
    assert (found[20:] != case.series()[20:]).any()


@pytest.mark.parametrize("plan", [GRASSROOTS, ADAPTIVE])
def test_turning_at_once_is_beginning_with_the_other_plan(case, plan) -> None:  # type: ignore[no-untyped-def]
    whole = case_of("long-squeeze", plan, SMALL, future=5, parameters="default").series()
    assert (switched(case, plan, 1)[1:] == whole[1:]).all()


def test_a_switch_is_judged_future_by_future(case) -> None:  # type: ignore[no-untyped-def]
    numbers = np.arange(12)
    cases = [case_of("long-squeeze", BASELINE, SMALL, future=int(one), parameters="default") for one in numbers]
    own = np.stack([one.series() for one in cases])
    decisions = np.array([10.0, np.nan, 20.0, 48.0 - LATE, 48.0 - LATE + 1] + [15.0] * 7)
    counted: list[int] = []
    found = switch(case, numbers, own, decisions, GRASSROOTS, done=counted.append)
    assert found is not None
    usable = [0, 2, 3, *range(5, 12)]
    assert found.futures == len(usable), "the fifth decision leaves no year to wait"
    assert sum(counted) == 2 * len(usable)
    late = np.stack([switched(cases[one], GRASSROOTS, int(decisions[one]) + LATE) for one in usable])
    time = np.stack([switched(cases[one], GRASSROOTS, int(decisions[one])) for one in usable])
    fates = [fates_of(one) for one in (own[usable], time, late)]
    shares = [sum(one.working for one in side) / len(usable) for side in fates]
    assert [found.never.share, found.in_time.share, found.late.share] == shares
    assert found.gain.difference == pytest.approx(shares[1] - shares[0])
    assert found.cost.difference == pytest.approx(shares[1] - shares[2])
    work = [np.mean([one.months_of_work for one in side]) for side in fates]
    assert found.work_lost.difference == pytest.approx(work[1] - work[2])


def test_without_anything_to_switch_there_is_nothing_to_say(case) -> None:  # type: ignore[no-untyped-def]
    assert switch(case, [0], case.series()[None], np.array([np.nan]), GRASSROOTS) is None


def test_decisions_come_after_the_six_months_have_been_seen() -> None:
    assert decision_months(np.array([3.0, np.nan]))[0] == 9.0


def test_one_difference_alone_may_be_anything() -> None:
    assert mean_difference(np.array([2.0])).too_close
    assert mean_difference(np.array([2.0, 2.1, 1.9])).low > 1.0
