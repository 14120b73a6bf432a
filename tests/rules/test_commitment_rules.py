"""What is signed, donors that announce their exit, and what it does to a team, by hand. Formulas: docs/model.md."""

from __future__ import annotations

from typing import Any

import pytest

from sim.rules.donors import choose_donors, decide_grant, pay, promised_by, sign_grants
from sim.rules.events import begin_month, strike_events
from sim.rules.governments import hold_election
from sim.rules.money import employ, open_books
from sim.world.dice import Decision
from sim.world.tables import NOBODY, World
from tests.rules.worlds import close_to, context_of, dial, drawn, plan_of, put, quiet_world, to_month

WHEN = 10
NAMES = ("first", "second", "third", "fourth")
LISTED = context_of(donor=[{"name": name, "monthly": 10.0 - place} for place, name in enumerate(NAMES)])


def leaving(notice: int = 5, **fields: Any) -> dict[str, Any]:
    """Return an exit that is announced in month 10."""
    return {"kind": "donor_leaves", "when": WHEN, "notice": notice, **fields}


def announced(event: dict[str, Any], *donors: dict[str, Any], **parameters: float) -> World:
    """Return a world of four donors, which give 10, 9, 8 and 7 a month, after step 0 of month 10."""
    world = quiet_world(event, context=LISTED, **parameters)
    for row, fields in zip(world.donors, donors, strict=False):
        put(row, **fields)
    begin_month(world, WHEN)
    strike_events(world)
    return world


def payments(world: World, donor: int, months: int) -> list[float]:
    """Let a donor pay for some months and return what it paid in each."""
    paid = []
    for month in range(WHEN, WHEN + months):
        to_month(world, month)
        world.commons[0].income = 0.0
        pay(world, donor)
        paid.append(float(world.commons[0].income))
    return paid


# --- what is signed ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("running", "signed", "left"), [(20, 12, 12), (20, 0, 3), (20, 2, 3), (2, 2, 2), (12, 12, 12)])
def test_a_donor_that_closes_pays_what_it_signed_and_else_three_months(running: int, signed: int, left: int) -> None:
    world = quiet_world(donor_exit=1.0, last_months=3)
    put(world.donors[0], months_left=running, signed_left=signed)
    decide_grant(world, 0)
    assert not world.donors[0].is_open
    assert world.donors[0].months_left == left


def test_a_donor_that_moves_its_money_pays_what_it_signed() -> None:
    move = {"kind": "donors_move", "when": WHEN, "share": 1.0, "theme": "poverty"}
    world = announced(move, {"months_left": 20, "signed_left": 12}, {"months_left": 20}, moved_grant_months=6)
    assert world.donors["months_left"].tolist()[:2] == [12, 6]


def test_donors_that_leave_at_once_break_what_they_signed() -> None:
    world = announced({"kind": "donors_exit", "when": WHEN, "share": 0.25}, {"months_left": 20, "signed_left": 20})
    donor = world.donors[0]
    assert (donor.months_left, donor.signed_left) == (0, 0)
    assert not donor.is_open and donor.breaks_contracts


def test_what_is_signed_is_counted_down_with_what_is_paid() -> None:
    world = quiet_world()
    put(world.donors[0], months_left=3, signed_left=1)
    payments(world, 0, 2)
    assert (world.donors[0].months_left, world.donors[0].signed_left) == (1, 0)


@pytest.mark.parametrize("before", [0, 5, 33])
def test_a_signed_grant_takes_the_place_of_what_its_donor_paid(before: int) -> None:
    grant = {"donor": "fourth", "from": WHEN, "months": 24, "staff_months": 9.5, "theme": "poverty"}
    world = quiet_world(plan=plan_of(grant=[grant]), context=LISTED)
    put(world.donors[3], months_left=before, is_open=False)
    sign_grants(world)
    donor = world.donors[3]
    assert (donor.monthly, donor.months_left, donor.signed_left, donor.theme) == (9.5, 24, 24, 2)
    assert not donor.is_open  # it has closed, and pays all the same
    assert world.donors["nth_largest"].tolist() == [0, 3, 1, 2]
    to_month(world, WHEN + 1)
    put(donor, months_left=7)
    sign_grants(world)
    assert donor.months_left == 7


def test_a_donor_that_breaks_contracts_does_not_begin_a_signed_grant() -> None:
    grant = {"donor": "fourth", "from": WHEN, "months": 24, "staff_months": 9.5}
    world = quiet_world(plan=plan_of(grant=[grant]), context=LISTED)
    world.donors[3].breaks_contracts = True
    sign_grants(world)
    assert (world.donors[3].monthly, world.donors[3].months_left) == (7.0, 0)


# --- a donor that leaves ----------------------------------------------------------------------------------------------


def test_the_largest_that_pays_leaves_and_tapers_off_in_equal_steps() -> None:
    world = announced(leaving(taper=[1, 0.5]), {}, {"months_left": 20}, {"months_left": 20})
    donor = world.donors[1]
    assert world.donors["is_open"].tolist() == [True, False, True, True]
    assert (donor.months_left, donor.notice_left) == (6, 6)  # six payments, and not twenty
    assert payments(world, 1, 1) == [9.0]
    assert promised_by(world, 1) == close_to(9 + 9 + 3 * 4.5)
    world = announced(leaving(taper=[1, 0.5]), {}, {"months_left": 20})
    assert payments(world, 1, 8) == [9, 9, 9, 4.5, 4.5, 4.5, 0, 0]


def test_three_steps_over_three_years() -> None:
    world = announced(leaving(35, taper=[1, 0.66, 0.33], donor="first"), {"months_left": 60})
    assert payments(world, 0, 37) == close_to([10.0] * 12 + [6.6] * 12 + [3.3] * 12 + [0.0])


def test_who_pays_at_the_announcement_pays_to_the_last_payment_even_if_its_grant_would_have_ended() -> None:
    world = announced(leaving(5, donor="second"), {}, {"months_left": 2})
    assert payments(world, 1, 8) == [9.0] * 6 + [0.0] * 2


def test_where_nobody_pays_the_largest_open_donor_leaves_and_pays_nothing() -> None:
    world = announced(leaving(), {"is_open": False})
    assert world.donors["is_open"].tolist() == [False, False, True, True]
    assert payments(world, 1, 7) == [0.0] * 7


def test_a_contract_is_honoured_in_full_to_its_end() -> None:
    world = announced(leaving(5, taper=[0.5]), {"months_left": 8, "signed_left": 8})
    assert world.donors[0].notice_left == 8
    assert payments(world, 0, 9) == [10.0] * 8 + [0.0]


def test_what_is_left_of_the_notice_after_a_contract_tapers_off() -> None:
    world = announced(leaving(5, taper=[1, 0.5]), {"months_left": 4, "signed_left": 4})
    assert payments(world, 0, 7) == [10, 10, 10, 10, 5, 5, 0]


def test_a_contract_is_broken() -> None:
    world = announced(leaving(5, taper=[0.5], breaks_contracts=True), {"months_left": 8, "signed_left": 8})
    assert payments(world, 0, 9) == [5.0] * 6 + [0.0] * 3
    assert world.donors[0].breaks_contracts


def test_a_donor_that_has_closed_announces_nothing_but_may_break_a_contract() -> None:
    closed = {"is_open": False, "months_left": 3}
    assert payments(announced(leaving(5, donor="first"), closed), 0, 4) == [10, 10, 10, 0]
    signed = {"is_open": False, "months_left": 9, "signed_left": 9}
    assert payments(announced(leaving(1, donor="first"), signed), 0, 10) == [10.0] * 9 + [0.0]
    broken = announced(leaving(1, donor="first", breaks_contracts=True), signed)
    assert payments(broken, 0, 4) == [10, 10, 0, 0]


def test_it_renews_nothing_gives_nothing_and_does_not_come_back_before_its_last_payment() -> None:
    certain = {"donor_entry": 1.0, "renewal": 9.0, "application_success": 99.0, "drift": 0.0, "donor_exit": 0.0}
    world = announced(leaving(2, donor="first"), {"months_left": 2}, **certain)
    left = []
    for month in range(WHEN, WHEN + 3):
        to_month(world, month)
        pay(world, 0)
        decide_grant(world, 0)
        left.append(int(world.donors[0].months_left))
    assert left == [2, 1, 0]
    assert world.donors[0].is_open  # its notice is over: it comes back as any closed donor may


@pytest.mark.parametrize(("heeded", "pursued"), [(1.0, [False, True, True, False]), (0.0, [True, True, False, False])])
def test_the_next_largest_takes_its_place_among_those_that_are_applied_to(heeded: float, pursued: list[bool]) -> None:
    world = announced(leaving(5, donor="first"), {"months_left": 9}, announcement_gain=heeded, pursued_share=0.5)
    choose_donors(world)
    assert world.donors["pursued"].tolist() == pursued


def test_paid_people_look_round_and_take_along_what_they_know() -> None:
    team = {"staff_rotation": 0.02, "looking_round": 2.0, "effort_of_money": 5, "saving_share": 0.0}
    world = announced(leaving(5, donor="fourth"), {}, {}, {}, {"months_left": 9}, **team)
    dial(world, reserve_months=0)
    commons = put(world.commons[0], staff=7.0, experience=0.6, records=0.5, relations=0.8, effort_before=15.0)
    commons.income_slow = 14.0
    open_books(world)
    put(commons, effort_before=15.0)
    pay(world, 3)
    assert commons.announced_loss == 7.0
    employ(world)
    # half of the usual money is announced to end: twice .02 a month go for half of the reasons, .02 on top
    assert commons.staff == close_to(7.0)
    assert commons.experience == close_to((0.6 + 0.4 / 20) * (1 - 0.04))
    lost = 5 * 0.02 * 7 / (5 * 7 + 15)
    assert (commons.records, commons.relations) == close_to((0.5 * (1 - lost), 0.8 * (1 - lost)))


def test_nobody_looks_round_where_announcements_are_not_heeded_or_nothing_is_paid() -> None:
    for gain, months in ((0.0, 9), (1.0, 0)):
        team = {"staff_rotation": 0.02, "looking_round": 2.0, "announcement_gain": gain}
        world = announced(leaving(5, donor="fourth"), {}, {}, {}, {"months_left": months}, **team)
        commons = put(world.commons[0], staff=0.0, experience=0.6, records=0.5, income_slow=14.0)
        open_books(world)
        pay(world, 3)
        employ(world)
        assert commons.records == 0.5


# --- elections that are awaited ---------------------------------------------------------------------------------------


def awaited(**fields: Any) -> World:
    """Return a world of 61 calendars that vote in months 10 to 30, in which an election is awaited from month 10."""
    size = {"national_governments": 1, "local_governments": 60, "champions": 0, "donors": 0, "activists": 1}
    event = {"kind": "hostile_turnover", "when": WHEN, "at": "next election", **fields}
    world = quiet_world(event, context=context_of(size=size), hostile_probability=0, early_exit=0)
    world.parameters["turnover_probability"] = 0.0
    for index, calendar in enumerate(world.calendars):
        calendar.next_election = WHEN + index % 21
    return world


@pytest.mark.parametrize("fields", [{"chance": 0.6}, {"share": 0.6}, {"share": 0.75, "chance": 0.8}])
def test_an_awaited_successor_comes_at_each_next_election_by_its_own_luck(fields: dict[str, float]) -> None:
    world = awaited(**fields)
    struck = 0
    for month in range(WHEN - 1, WHEN + 30):
        begin_month(world, month)
        strike_events(world)
        for index, calendar in enumerate(world.calendars):
            voting = month == WHEN + index % 21
            hit = voting and drawn(world, Decision.EVENT_HOSTILE_TURNOVER, index) < 0.6
            assert calendar.forced == (2 if hit else 0)
            if voting:
                hold_election(world, index)
                assert (bool(calendar.changed), bool(calendar.hostile)) == (hit, hit)
                assert calendar.hostile_awaited == 0
                struck += hit
    assert 20 < struck < 50


def test_an_awaited_election_happens_once_and_not_where_parties_never_change() -> None:
    world = awaited(chance=1.0)
    calendar = world.calendars[0]
    for month in (WHEN, WHEN + 1):
        calendar.next_election = month
        begin_month(world, month)
        strike_events(world)
        assert calendar.forced == (2 if month == WHEN else 0)
    world = awaited(chance=1.0)
    world.parameters["turnover_gain"] = 0.0
    begin_month(world, WHEN)
    strike_events(world)
    assert not world.calendars["forced"].any()


def test_nobody_is_meant_where_a_context_has_no_donors() -> None:
    size = {"national_governments": 1, "local_governments": 0, "champions": 0, "donors": 0, "activists": 1}
    world = quiet_world(leaving(), context=context_of(size=size))
    begin_month(world, WHEN)
    strike_events(world)
    assert world.events[0].donor == NOBODY
