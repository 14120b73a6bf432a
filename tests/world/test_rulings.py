"""A ruling overrules one draw: what came before stays, what nobody ruled on is drawn as before."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.engines.ensemble import NEVER
from sim.files.mistakes import Mistake
from sim.rules.champions import face_turnover
from sim.rules.donors import decide_grant
from sim.rules.events import begin_month, strike_events
from sim.rules.governments import change_hands, hold_election, learn_routine
from sim.world.assembly import Ruling
from sim.world.dice import RULABLE, Decision
from sim.world.tables import MAX_RULINGS, World
from tests.world.communities import context_of, plan_of, run, scenario_of, sets_of, world_of

MONTHS = 30
FUTURES = 12
SIZE = {"national_governments": 1, "local_governments": 3, "champions": 8, "donors": 5, "activists": 20}
ACTORS = {"election": 4, "hostility": 4, "turnover_exit": 8, "course": 4}
"""How many there are whom a decision concerns; all others concern donors."""

LIVELY = {
    "turnover_probability": 0.7, "hostile_probability": 0.6, "family_exit": 0.05, "donor_exit": 0.03, "term": 6,
    "government_donor_share": 0.8, "course_adoption": 0.2, "institutionalised_start": 0.5, "donor_entry": 0.2,
}  # fmt: skip
"""Makes all draws that may be overruled happen within the months tried."""


def world_with(*rulings: Ruling) -> World:
    return world_of(scenario_of(), plan_of(), context_of(size=SIZE, months=MONTHS), rulings=rulings)


def lived(future: int, *rulings: Ruling, **luck: int) -> Any:
    context = context_of(size=SIZE, months=MONTHS)
    return run(world_with(*rulings), (future,), parameters=sets_of(context, LIVELY), **luck)


@cache
def first_that_matters(decision: str, first: int = 1, branch: int = 0, branch_month: int = NEVER) -> Ruling:
    """Return the first ruling on this decision that changes a future."""
    luck = {"branch": branch, "branch_month": branch_month}
    for future in range(FUTURES):
        plain = lived(future, **luck)
        for month in range(first, MONTHS + 1):
            for actor in range(ACTORS.get(decision, SIZE["donors"])):
                for outcome in (True, False):
                    ruling = (future, month, decision, actor, outcome)
                    if not np.array_equal(lived(future, ruling, **luck), plain):
                        return ruling
    raise AssertionError(f"no ruling on {decision} changes anything")


def turned(ruling: Ruling) -> Ruling:
    """Return the ruling with the other outcome: what is drawn anyway."""
    return (*ruling[:4], not ruling[4])


@pytest.mark.parametrize("decision", [decision.name.lower() for decision in RULABLE])
def test_a_ruling_changes_its_draw_and_nothing_before(decision: str) -> None:
    ruling = first_that_matters(decision)
    future, month = ruling[:2]
    plain, ruled = lived(future), lived(future, ruling)
    assert np.array_equal(ruled[:, :month], plain[:, :month])
    assert not np.array_equal(ruled[:, month:], plain[:, month:])
    # what is drawn anyway may be ruled without any effect
    assert np.array_equal(lived(future, turned(ruling)), plain)
    # of two rulings on one draw the later counts
    assert np.array_equal(lived(future, ruling, turned(ruling)), plain)


@pytest.mark.parametrize("decision", [decision.name.lower() for decision in RULABLE])
def test_a_ruling_speaks_of_one_future_only(decision: str) -> None:
    ruling = first_that_matters(decision)
    futures = range(FUTURES)
    sets = sets_of(context_of(size=SIZE), LIVELY)
    plain, ruled = run(world_with(), futures, parameters=sets), run(world_with(ruling), futures, parameters=sets)
    changed = [future for future in futures if not np.array_equal(ruled[future], plain[future])]
    assert changed == [ruling[0]]


def test_a_ruling_on_a_draw_that_is_not_made_changes_nothing() -> None:
    assert np.array_equal(lived(4, (5, 5, "grant", 0, True)), lived(4))  # of another future


@pytest.mark.parametrize(
    ("ruling", "message"),
    [
        ((4, MONTHS + 1, "grant", 0, True), f"month is {MONTHS + 1}, but must be from 1 to {MONTHS}"),
        ((4, 0, "donor_exit", 0, True), "month is 0, but must be from 1"),
        ((4, 5, "grant", 99, True), "actor is 99, but there are 5 donors, numbered from 0"),
        ((4, 5, "election", 4, True), "actor is 4, but there are 4 calendars"),
    ],
)
def test_a_ruling_that_could_never_apply_is_refused(ruling: Ruling, message: str) -> None:
    with pytest.raises(Mistake, match=message):
        world_with(ruling)


def test_full_of_rulings_that_do_not_matter_is_the_same_as_none() -> None:
    rulings = [(6 + place, 3, "grant", 0, True) for place in range(MAX_RULINGS)]
    assert np.array_equal(lived(4, *rulings), lived(4))


def both(ruling: Ruling, until: Callable[[World], None]) -> tuple[World, World]:
    """Return the worlds without and with a ruling after the months before it and some rules."""
    found = []
    future, month = ruling[:2]
    for world in (world_with(), world_with(ruling)):
        run(world, (future,), parameters=sets_of(context_of(size=SIZE), LIVELY), months=month - 1)
        begin_month(world, month)
        strike_events(world)
        until(world)
        found.append(world)
    return found[0], found[1]


def elections(world: World) -> None:
    for index in range(len(world.calendars)):
        hold_election(world, index)
    for index in range(len(world.governments)):
        change_hands(world, index)
    for index in range(len(world.champions)):
        face_turnover(world, index)


def differing(one: World, other: World, table: str) -> list[int]:
    """Return the rows of a table in which two worlds differ."""
    pairs = zip(getattr(one, table), getattr(other, table), strict=True)
    return [index for index, (here, there) in enumerate(pairs) if here.tobytes() != there.tobytes()]


@pytest.mark.parametrize("decision", ["election", "hostility"])
def test_an_overruled_election_changes_no_other_calendar(decision: str) -> None:
    ruling = first_that_matters(decision)
    actor = ruling[3]
    plain, ruled = both(ruling, elections)
    assert differing(plain, ruled, "calendars") == [actor]
    assert set(differing(plain, ruled, "governments")) <= {actor}  # here each calendar has one government
    assert set(ruled.champions["government"][differing(plain, ruled, "champions")].tolist()) <= {actor}


def test_an_overruled_exit_changes_no_other_champion() -> None:
    ruling = first_that_matters("turnover_exit")
    plain, ruled = both(ruling, elections)
    assert differing(plain, ruled, "champions") == [ruling[3]]
    assert not differing(plain, ruled, "calendars")
    assert not differing(plain, ruled, "governments")


@pytest.mark.parametrize("decision", ["donor_exit", "family_donor_exit", "government_donor_exit", "renewal", "grant"])
def test_an_overruled_donor_changes_no_other_donor(decision: str) -> None:
    ruling = first_that_matters(decision)
    future, month = ruling[:2]
    sets, worlds = sets_of(context_of(size=SIZE), LIVELY), []
    for world in (world_with(), world_with(ruling)):
        # The month up to the donors' decisions is the same: live it without rulings, then let donors decide again.
        rulings = int(world.dice["rulings"][0])
        world.dice["rulings"] = 0
        run(world, (future,), parameters=sets, months=month - 1)
        before = world.donors.copy()
        run(world, (future,), parameters=sets, months=month)
        before["pursued"] = world.donors["pursued"]
        before["months_left"] -= before["months_left"] > 0  # what was paid this month
        world.donors[:] = before
        world.dice["rulings"] = rulings
        for index in range(len(world.donors)):
            decide_grant(world, index)
        worlds.append(world)
    assert differing(worlds[0], worlds[1], "donors") == [ruling[3]]


def test_an_overruled_course_changes_no_other_government() -> None:
    def adopt(world: World) -> None:
        for index in range(len(world.governments)):
            world.governments[index].course = False
            world.governments[index].institutionalised = world.governments[index].buy_in = 0.9
            learn_routine(world, index)

    plain, ruled = both((4, 3, "course", 2, True), adopt)
    if plain.governments[2].course:
        plain, ruled = both((4, 3, "course", 2, False), adopt)
    assert differing(plain, ruled, "governments") == [2]


def test_rulings_hold_in_a_branch_too() -> None:
    luck = {"branch": 1, "branch_month": 10}
    ruling = first_that_matters("donor_exit", 12, **luck)
    future, month = ruling[:2]
    branched, ruled = lived(future, **luck), lived(future, ruling, **luck)
    assert np.array_equal(ruled[:, :month], branched[:, :month])
    assert not np.array_equal(ruled[:, month:], branched[:, month:])


# --- what cannot be ruled ---------------------------------------------------------------------------------------------


def test_more_than_sixty_four_are_refused() -> None:
    rulings = [(0, 1, "grant", actor, True) for actor in range(65)]
    with pytest.raises(Mistake, match="65 rulings are given, but at most 64 are possible"):
        world_of(rulings=rulings)


@pytest.mark.parametrize("decision", ["win", "grnat", "", "GRANT", "member_exit"])
def test_an_unknown_decision_is_refused(decision: str) -> None:
    with pytest.raises(Mistake, match="ruling 2: decision"):
        world_of(rulings=[(0, 1, "grant", 0, True), (0, 1, decision, 0, True)])


def test_a_near_miss_is_told() -> None:
    with pytest.raises(Mistake, match="did you mean 'grant'"):
        world_of(rulings=[(0, 1, "grnat", 0, True)])


def test_whatever_may_be_ruled_is_drawn_as_ruled() -> None:
    assert {decision.name for decision in RULABLE} == {
        "ELECTION", "HOSTILITY", "TURNOVER_EXIT", "DONOR_EXIT", "FAMILY_DONOR_EXIT", "GOVERNMENT_DONOR_EXIT",
        "RENEWAL", "GRANT", "COURSE",
    }  # fmt: skip
    assert set(RULABLE) <= set(Decision)
