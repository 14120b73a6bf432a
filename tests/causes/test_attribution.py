"""Without an event, the future is exactly the one that is simulated without it; shares sum to the difference."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.causes.attribution import MOST_CAUSES, shapley, why
from sim.causes.case import Case, case_of
from sim.causes.happenings import Happening, happenings
from sim.engines.ensemble import Cancelled
from sim.files import library
from sim.files.mistakes import Mistake
from sim.world.measures import MEASURES
from sim.world.tables import World
from tests.world.communities import EVERY_KIND, run, scenario_of

SEED = 1
TABLE_OF = {
    "election": "calendars", "hostile_election": "calendars", "hostile_successor": "calendars",
    "turnover_exit": "champions", "course_adopted": "governments",
}  # fmt: skip
"""Whose rows a ruling changes; all others are donors'."""

HARD = ("everything-at-once", "adaptive", "uruguay")
CASES = [
    (*HARD, 3),
    ("hostile-successors", "baseline", "argentina", 7),
    ("three-short-grants", "fund-first", "kenya", 2),
]


def simulated(
    scenario: Any, plan: Any, context: Any, future: int, *, rulings: Any = (), parameters: Any = "plausible"
) -> np.ndarray[Any, Any]:
    """Return every measure of months 1 to the horizon, by the public route."""
    dataset = sim.simulate(scenario, plan, context, futures=[future], seed=SEED, rulings=rulings, parameters=parameters)
    return np.stack([dataset[measure.name].to_numpy()[0] for measure in MEASURES], axis=1)


def of_kind(found: tuple[Happening, ...], kind: str) -> Happening:
    return next(one for one in found if one.kind == kind)


def a_case(*which: Any, **more: Any) -> Case:
    *names, future = which
    return case_of(*names, future=future, seed=SEED, **more)


def differing(one: World, other: World, table: str) -> list[int]:
    """Return the rows of a table in which two worlds differ."""
    pairs = zip(getattr(one, table), getattr(other, table), strict=True)
    return [index for index, (here, there) in enumerate(pairs) if here.tobytes() != there.tobytes()]


# --- without an event -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", CASES)
def test_with_everything_it_is_the_future_itself(which: Any) -> None:
    assert (a_case(*which).series()[1:] == simulated(*which)).all()


@pytest.mark.parametrize("which", CASES)
def test_without_an_event_of_the_scenario_it_is_the_scenario_without_it(which: Any) -> None:
    case = a_case(*which)
    content = library.scenario(which[0]).file_content()
    for place in range(len(content["event"])):
        (event,) = [one for one in happenings(case) if one.events == (place,)]
        kept = [one for number, one in enumerate(content["event"]) if number != place]
        without = sim.scenario(which[0]).model_validate(
            {**content, "event": kept, "name": "other"}, by_alias=True, by_name=False
        )
        assert (case.series((event,))[1:] == simulated(without, *which[1:])).all()


@pytest.mark.parametrize("which", CASES)
def test_without_a_draw_it_is_the_future_with_that_draw_overruled(which: Any) -> None:
    case = a_case(*which)
    drawn = [one for one in happenings(case) if one.rulings]
    assert {one.kind for one in drawn} >= {"grant_refused", "donor_exit", "turnover_exit"}
    itself = case.series()
    for one in drawn[::4]:
        without = case.series((one,))
        assert (without[1:] == simulated(*which, rulings=one.rulings)).all()
        assert (without[: one.month] == itself[: one.month]).all(), "what is over cannot change"


@pytest.mark.parametrize("which", CASES)
def test_every_draw_that_is_told_of_changes_whom_it_is_told_of(which: Any) -> None:
    """A draw that was never made, or had come out that way anyway, would be told of as a happening that mattered."""
    case = a_case(*which)
    drawn = [one for one in happenings(case) if one.rulings]
    assert drawn
    for one in drawn:
        itself, without = case.world(), case.world((one,))
        for world in (itself, without):
            run(world, [case.future], parameters=case.own_set, months=one.month, seed=SEED)
        table = TABLE_OF.get(one.kind, "donors")
        actors = {ruling[3] for ruling in one.rulings}
        assert actors <= set(differing(itself, without, table)), one.name


def test_without_the_plan_another_one_is_followed() -> None:
    case = a_case(*HARD, 3, instead="watchdog")
    plan = of_kind(happenings(case), "plan")
    assert (case.series((plan,))[1:] == simulated(HARD[0], "watchdog", HARD[2], 3)).all()


def test_the_plan_that_stands_in_the_place_of_others_has_nothing_in_its_place() -> None:
    assert "plan" not in {one.kind for one in happenings(a_case("calm-decade", "baseline", "uruguay", 3))}


def test_without_a_signpost_the_plan_has_no_such_trigger() -> None:
    case = a_case(*HARD, 3)
    plan = library.plan(HARD[1])
    signposts = [one for one in happenings(case) if one.kind == "signpost"]
    assert signposts
    for one in signposts:
        left = tuple(trigger for trigger in plan.triggers if trigger.name != one.who[0])
        other = plan.model_copy(update={"triggers": left})
        assert (case.series((one,))[1:] == simulated(HARD[0], other, HARD[2], 3)).all()


def test_several_at_once_are_all_left_out() -> None:
    case = a_case(*HARD, 3)
    found = happenings(case)
    some = [of_kind(found, kind) for kind in ("pandemic", "donor_exit", "signpost", "grant_refused")]
    scenario, plan, rulings = case.files(some)
    assert len(scenario.events) == len(case.scenario.events) - 1
    assert len(plan.triggers) == len(case.plan.triggers) - 1
    assert (case.series(some)[1:] == simulated(scenario, plan, HARD[2], 3, rulings=rulings)).all()


def test_every_kind_of_event_can_be_left_out() -> None:
    scenario = scenario_of(*EVERY_KIND)
    case = case_of(scenario, "baseline", "uruguay", future=1)
    dated = [one for one in happenings(case) if one.events]
    assert [one.kind for one in sorted(dated, key=lambda one: one.events)] == [one["kind"] for one in EVERY_KIND]
    everything = case.series(dated)
    assert (everything[1:] == simulated(scenario.twin(), "baseline", "uruguay", 1)).all()


def test_the_default_parameters_are_those_of_simulate() -> None:
    case = a_case(*HARD, 3, parameters="default")
    assert (case.series()[1:] == simulated(*HARD, 3, parameters="default")).all()


# --- what happened ----------------------------------------------------------------------------------------------------


def test_happenings_are_those_of_the_story() -> None:
    """The Mesa engine's story finds changes of government and exits by another way."""
    which = ("hostile-successors", "baseline", "argentina", 7)
    from sim.story import tell

    entries = list(tell(sim.CommunityModel(*which[:3], seed=SEED, future=which[3])))
    found = happenings(a_case(*which))
    blow = library.context(which[2]).date_of(24)  # what the scenario forces is no draw
    told = {
        (one.date, name)
        for one in entries
        if one.kind == "election" and one.figures["outcome"] in ("hostile", "changed") and one.date != blow
        for name in one.who
    }
    ours = {(one.date, name) for one in found if one.kind in ("election", "hostile_election") for name in one.who}
    assert ours == told
    closed = {(one.date, name) for one in entries if one.kind == "donors_close" for name in one.who}
    assert {(one.date, name) for one in found if one.kind == "donor_exit" for name in one.who} == closed
    renewed = {(one.date, name) for one in entries if one.kind == "grants_renewed" for name in one.who}
    assert {(one.date, name) for one in found if one.kind == "grant_renewed" for name in one.who} == renewed
    given = {(one.date, name) for one in entries if one.kind == "grants_given" for name in one.who}
    assert {(one.date, name) for one in found if one.kind == "grant_given" for name in one.who} == given


def test_champions_who_leave_in_one_month_of_an_upheaval_are_one_happening() -> None:
    found = happenings(a_case("hostile-successors", "baseline", "argentina", 7))
    exits = [one for one in found if one.kind == "turnover_exit"]
    assert len({one.month for one in exits}) == len(exits)
    assert max(len(one.who) for one in exits) > 1
    assert all(len(one.rulings) == len(one.who) for one in exits)


def test_names_are_unique_and_say_when_and_what() -> None:
    found = happenings(a_case(*HARD, 3))
    assert len({one.name for one in found}) == len(found)
    assert all(one.name.startswith(f"{one.date}:{one.kind}") for one in found)
    assert [one.month for one in found] == sorted(one.month for one in found)


# --- Shapley values ---------------------------------------------------------------------------------------------------


@given(
    st.integers(1, 5).flatmap(
        lambda n: st.tuples(st.just(n), st.lists(st.floats(-100, 100), min_size=2**n, max_size=2**n))
    )
)
@settings(max_examples=100)
def test_shapley_values_are_the_mean_over_all_orders(game: tuple[int, list[float]]) -> None:
    players, worths = game
    coalitions = [frozenset(one) for size in range(players + 1) for one in combinations(range(players), size)]
    values = dict(zip(coalitions, worths, strict=True))
    found = shapley(values, players)
    assert sum(found) == pytest.approx(values[frozenset(range(players))] - values[frozenset()], abs=1e-9)
    orders = list(permutations(range(players)))
    for player in range(players):
        added = [
            values[frozenset(order[: order.index(player) + 1])] - values[frozenset(order[: order.index(player)])]
            for order in orders
        ]
        assert found[player] == pytest.approx(sum(added) / len(orders), abs=1e-9)


@pytest.mark.parametrize("which", CASES)
def test_shares_sum_to_the_difference(which: Any) -> None:
    found = why(*which[:3], future=which[3], seed=SEED)
    assert 1 <= len(found.causes) <= MOST_CAUSES
    assert abs(sum(one.share for one in found.causes) - found.difference) < 1e-9
    everything = found.case.fates([[one.happening for one in found.causes]])[0]
    assert everything == found.without_all
    assert everything.months_of_work - found.fate.months_of_work == found.difference


def test_causes_are_those_that_matter_most_alone() -> None:
    found = why(*HARD, future=3, seed=SEED)
    sizes = sorted((abs(size) for size in found.alone.values()), reverse=True)
    assert [abs(one.alone) for one in found.causes] == sizes[: len(found.causes)]
    for one in found.causes:
        assert found.case.fates([(one.happening,)])[0] == one.without


def test_a_month_of_work_is_a_month_with_the_use_of_the_beginning() -> None:
    found = why(*HARD, future=3, seed=SEED)
    lived = sim.simulate(*HARD, futures=[3], seed=SEED)
    begun, used = float(lived["start_reuse"][0]), lived["reuse"].to_numpy()[0]
    assert found.fate.months_of_work == pytest.approx(sum(now / begun for now in used))
    row = sim.outcomes(sim.simulate(*HARD, futures=[3], seed=SEED)).iloc[0]
    assert found.fate.working == row["working"]
    assert (found.fate.collapse_month is None) == np.isnan(row["collapse_month"])


# --- what is asked for ------------------------------------------------------------------------------------------------


def test_events_that_are_asked_for_are_looked_at_in_place_of_the_largest() -> None:
    wanted = ["2029-07:pandemic", "2029-01:hostile_turnover"]
    found = why(*HARD, future=3, seed=SEED, without=wanted)
    assert {one.happening.name for one in found.causes} == set(wanted)
    assert abs(sum(one.share for one in found.causes) - found.difference) < 1e-9


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["2029-07:pandemc"], "event '2029-07:pandemc' does not exist; did you mean '2029-07:pandemic'"),
        (["2031-03:new_leader"], "event '2031-03:new_leader' cannot be removed: no ruling can undo 'new_leader'"),
        (["1999-01:election"], "event '1999-01:election' does not exist"),
    ],
)
def test_what_did_not_happen_or_cannot_be_undone_is_refused(names: list[str], message: str) -> None:
    with pytest.raises(Mistake, match=message):
        why(*HARD, future=3, seed=SEED, without=names)


def test_more_than_six_are_refused() -> None:
    names = [one.name for one in happenings(a_case(*HARD, 3))][:7]
    with pytest.raises(Mistake, match="7 events are to be looked at together, but at most 6 can be"):
        why(*HARD, future=3, seed=SEED, without=names)


def test_what_is_more_draws_than_can_be_ruled_on_is_left_out_and_said() -> None:
    """More than 64 champions leave at once: no run can hold so many rulings."""
    crowded = library.context("uruguay")
    crowded = crowded.model_copy(update={"size": crowded.size.model_copy(update={"champions": 8000})})
    landslide = scenario_of({"kind": "hostile_turnover", "when": 24, "share": 1.0})
    found = why(landslide, "baseline", crowded, future=1, seed=SEED)
    (many,) = [one for one in found.left_out if one.kind == "turnover_exit" and one.month == 24]
    assert len(many.rulings) > 64
    with pytest.raises(Mistake, match=r"cannot be removed: it is \d+ draws, and at most 64 can be"):
        why(landslide, "baseline", crowded, future=1, seed=SEED, without=[many.name])


@pytest.mark.parametrize(("field", "value"), [("future", -1), ("plan", "basline"), ("instead", "nobody")])
def test_bad_input_is_refused(field: str, value: Any) -> None:
    asked: dict[str, Any] = {"plan": "baseline", "future": 1, "instead": "baseline", field: value}
    with pytest.raises(Mistake):
        why("calm-decade", **asked)


def test_it_can_be_stopped() -> None:
    with pytest.raises(Cancelled):
        why(*HARD, future=3, cancelled=lambda: True)


def test_progress_ends_with_all_runs() -> None:
    told: list[tuple[int, int]] = []
    why(*HARD, future=3, progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1]
    assert [done for done, _ in told] == sorted(done for done, _ in told)
