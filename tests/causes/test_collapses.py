"""What collapses hang on: counted by another route, future by future."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import sim
from sim.causes import collapses
from sim.causes.case import case_of
from sim.causes.collapses import Collapses, collapse_causes, necessary_kinds
from sim.causes.happenings import happenings
from sim.engines.ensemble import Cancelled
from sim.files.mistakes import Mistake
from sim.results.intervals import wilson
from tests.world.communities import scenario_of

FUTURES = 40
HARD = ("everything-at-once", "baseline", "uruguay")


@cache
def found() -> Collapses:
    return collapse_causes(*HARD, futures=FUTURES)


def test_the_collapses_are_those_of_the_outcomes() -> None:
    table = sim.outcomes(sim.simulate(*HARD, futures=FUTURES))
    collapsed = table.index[table["collapsed"]].tolist()
    assert collapsed, "nothing collapses, so this shows nothing"
    assert list(found().examined) == collapsed
    assert found().collapsed == wilson(len(collapsed), FUTURES)


def test_a_kind_is_necessary_where_the_future_without_one_such_event_never_collapses() -> None:
    """The same, by the public route: each future simulated anew without each of the scenario's events."""
    scenario = sim.scenario(HARD[0])
    tried = 0
    for place, event in enumerate(scenario.events):
        kept = tuple(one for number, one in enumerate(scenario.events) if number != place)
        without = sim.simulate(scenario.model_copy(update={"events": kept}), *HARD[1:], futures=list(found().examined))
        prevented = int((~sim.outcomes(without)["collapsed"]).sum())
        (kind,) = [one for one in found().kinds if one.kind == event.kind]
        if kind.happened == len(found().examined):  # an event after a collapse is not tried
            assert kind.necessary == wilson(prevented, len(found().examined))
            tried += 1
    assert tried


def test_draws_are_necessary_by_the_same_rule() -> None:
    future = found().examined[0]
    case = case_of(*HARD, future=future)
    month = int(sim.outcomes(sim.simulate(*HARD, futures=[future]))["collapse_month"].iloc[0])
    there, necessary = necessary_kinds(case, month)
    expected = set()
    for one in happenings(case):
        if one.month <= month + 5:
            scenario, plan, rulings = case.files((one,))
            table = sim.outcomes(sim.simulate(scenario, plan, HARD[2], futures=[future], rulings=rulings))
            expected |= {one.kind} if not table["collapsed"].iloc[0] else set()
    assert necessary == expected
    assert necessary <= there


def test_what_comes_after_the_collapse_was_never_necessary() -> None:
    future = found().examined[0]
    case = case_of(*HARD, future=future)
    month = int(sim.outcomes(sim.simulate(*HARD, futures=[future]))["collapse_month"].iloc[0])
    later = [one for one in happenings(case) if one.month > month + 5]
    assert later
    for one in later:
        assert case.fates([(one,)])[0].collapse_month == month


def test_shares_are_of_the_collapses_that_were_looked_into() -> None:
    number = len(found().examined)
    assert all(one.necessary.futures == number and one.happened <= number for one in found().kinds)
    assert all(one.necessary.count <= one.happened for one in found().kinds)
    counts = [one.necessary.count for one in found().kinds]
    assert counts == sorted(counts, reverse=True)
    assert found().no_single.count + max(counts) <= number


def test_of_many_collapses_the_first_by_number_are_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collapses, "MOST_EXAMINED", 3)
    some = collapse_causes(*HARD, futures=FUTURES)
    assert some.examined == found().examined[:3]
    assert some.collapsed == found().collapsed
    assert some.no_single.futures == 3


def test_a_planted_cause_is_found() -> None:
    """Nobody can meet for the rest of the time: what collapses and would not have without that hangs on it alone."""
    nothing = {"kind": "boom", "when": 13, "level": 0.0, "months": 2}
    planted = collapse_causes(
        scenario_of({"kind": "pandemic", "when": 12, "level": 1.0, "months": 108}, nothing), futures=12
    )
    without = sim.outcomes(sim.simulate(scenario_of(nothing), futures=list(planted.examined)))
    by_kind = {one.kind: one.necessary.count for one in planted.kinds}
    assert by_kind.pop("pandemic") == int((~without["collapsed"]).sum()) > max(by_kind.values())
    assert by_kind["boom"] == 0, "a boom of nothing is nothing"


def test_without_any_collapse_there_is_nothing_to_say() -> None:
    seed = next(
        seed
        for seed in range(100)
        if not sim.outcomes(sim.simulate("calm-decade", futures=1, seed=seed))["collapsed"].iloc[0]
    )
    none = collapse_causes("calm-decade", futures=1, seed=seed)
    assert (none.examined, none.kinds, none.no_single.futures) == ((), (), 0)
    assert np.isnan(none.no_single.share)


def test_it_can_be_stopped() -> None:
    asked = iter([False] * 3)
    with pytest.raises(Cancelled):
        collapse_causes(*HARD, futures=FUTURES, cancelled=lambda: next(asked, True))


def test_no_future_is_refused() -> None:
    with pytest.raises(Mistake, match="futures is 0, but must be at least 1"):
        collapse_causes(*HARD, futures=0)
