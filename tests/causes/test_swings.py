"""One thing at a time: each end is what a plan or a parameter set with that value gives, by the public route."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.causes import swings
from sim.causes.swings import MOST_EFFORT, one_at_a_time, with_effort
from sim.engines.ensemble import Cancelled
from sim.files import library
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import ParameterSets, parameter_sets
from sim.results.intervals import share_of
from sim.world.levers import ACTIVITIES, LEVERS
from sim.world.parameters import PARAMETERS

FUTURES = 10
SCENARIO, CONTEXT = "hostile-successors", "uruguay"


def working(plan: object, parameters: object = "plausible") -> object:
    dataset = sim.simulate(SCENARIO, plan, CONTEXT, futures=FUTURES, parameters=parameters)  # type: ignore[arg-type]
    return share_of(sim.outcomes(dataset)["working"].to_numpy())


def test_a_lever_at_an_end_is_the_plan_with_that_value() -> None:
    found = one_at_a_time(SCENARIO, "watchdog", CONTEXT, futures=FUTURES)
    plan = library.plan("watchdog")
    assert {one.name for one in found.moved} == {one.name for one in (*LEVERS, *ACTIVITIES)}
    assert found.usual == working("watchdog")
    for one in found.moved[:6]:
        for end, share in ((one.low, one.working_low), (one.high, one.working_high)):
            if one.kind == "lever":
                other = plan.model_copy(update={"levers": {**plan.levers, one.name: end}})
            else:
                rest = sum(weight for name, weight in plan.effort.items() if name != one.name)
                own = end * rest / (1.0 - end)  # as a weight beside the others as they are
                other = plan.model_copy(update={"effort": {**plan.effort, one.name: own}})
            if one.kind == "lever":
                assert share == working(other)
            else:
                assert share.count == pytest.approx(working(other).count, abs=1)  # type: ignore[attr-defined]


def test_a_parameter_at_an_end_has_that_value_in_every_set() -> None:
    sets = parameter_sets()
    found = one_at_a_time(SCENARIO, "baseline", CONTEXT, group="parameters", futures=FUTURES)
    for one in found.moved[:3]:
        for end, share in ((one.low, one.working_low), (one.high, one.working_high)):
            changed = replace(sets, sets=tuple({**each, one.name: end} for each in sets.sets))
            assert isinstance(changed, ParameterSets)
            assert share == working("baseline", changed)


def test_facts_of_a_place_and_definitions_are_never_moved() -> None:
    names = {one.name for one in one_at_a_time("calm-decade", group="parameters", futures=2).moved}
    assert names == {one.name for one in PARAMETERS if not one.set_by_context and one.low < one.high}


def test_of_many_things_those_that_matter_most_are_moved_in_all_futures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swings, "SCREENED", 4)
    monkeypatch.setattr(swings, "MOST_MOVED", 5)
    few = one_at_a_time(SCENARIO, futures=4).moved
    all_few = {one.name: abs(one.difference.difference) for one in few}
    told: list[tuple[int, int]] = []
    found = one_at_a_time(SCENARIO, futures=FUTURES, progress=lambda done, total: told.append((done, total)))
    assert len(found.moved) == 5
    assert all(one.difference is not None and one.working_low.futures == FUTURES for one in found.moved)
    least = min(all_few[one.name] for one in found.moved)
    assert sum(size > least for size in all_few.values()) <= 5
    assert told[-1][0] == told[-1][1]


@given(
    st.dictionaries(st.sampled_from([one.name for one in ACTIVITIES]), st.floats(0.01, 100.0), min_size=2),
    st.floats(0.0, MOST_EFFORT),
)
@settings(max_examples=100)
def test_an_activity_gets_its_share_and_the_others_keep_their_proportions(
    effort: dict[str, float], share: float
) -> None:
    first, *others = effort
    made = with_effort(effort, first, share)
    assert made[first] / sum(made.values()) == pytest.approx(share)
    for one in others:
        assert made[one] / made[others[0]] == pytest.approx(effort[one] / effort[others[0]])


def test_what_moves_most_comes_first() -> None:
    sizes = [abs(one.difference.difference) for one in one_at_a_time(SCENARIO, futures=FUTURES).moved]
    assert sizes == sorted(sizes, reverse=True)


def test_bad_input_is_refused_and_it_can_be_stopped() -> None:
    with pytest.raises(Mistake, match="group 'levers' does not exist; there are plan, parameters"):
        one_at_a_time("calm-decade", group="levers")
    with pytest.raises(Mistake, match="futures is 0"):
        one_at_a_time("calm-decade", futures=0)
    with pytest.raises(Cancelled):
        one_at_a_time("calm-decade", futures=2, cancelled=lambda: True)
