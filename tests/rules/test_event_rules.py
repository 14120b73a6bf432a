"""Every kind of event by hand. Table: docs/model.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.rules.events import begin_month, strike_events
from sim.rules.governments import hold_election
from sim.world.dice import Decision
from sim.world.events import EVENT_KINDS
from sim.world.tables import World
from tests.rules.worlds import close_to, context_of, drawn, put, quiet_world

WHEN = 10
MANY = {"national_governments": 1, "local_governments": 60, "champions": 122, "donors": 60, "activists": 100}


def blow(kind: str, share: float, **fields: Any) -> dict[str, Any]:
    """Return an event that strikes in month 10."""
    return {"kind": kind, "when": WHEN, "share": share, **fields}


def struck(*events: dict[str, Any], prepare: Any = None, month: int = WHEN, **fields: Any) -> World:
    """Return a world of many actors after step 0 of a month."""
    world = quiet_world(*events, context=context_of(size=MANY), month=month, **fields)
    if prepare is not None:
        prepare(world)
    begin_month(world, month)
    strike_events(world)
    return world


def below(world: World, decision: Decision, actors: Any, share: float) -> list[bool]:
    """Return whose own luck is below a share."""
    return [drawn(world, decision, int(actor)) < share for actor in actors]


@pytest.mark.parametrize("kind", ["turnover", "hostile_turnover"])
def test_a_wave_of_elections_forces_each_calendar_by_its_own_luck(kind: str) -> None:
    world = struck(blow(kind, 0.4))
    hostile = kind == "hostile_turnover"
    mark, decision = (2, Decision.EVENT_HOSTILE_TURNOVER) if hostile else (1, Decision.EVENT_TURNOVER)
    expected = below(world, decision, range(61), 0.4)
    assert 10 < sum(expected) < 40
    assert world.calendars["forced"].tolist() == [mark * hit for hit in expected]


def test_a_forced_hostile_turnover_is_hostile() -> None:
    world = struck(blow("hostile_turnover", 1.0), hostile_probability=0, early_exit=0)
    hold_election(world, 3)
    assert world.calendars[3].changed
    assert world.calendars[3].hostile


def test_of_two_waves_in_a_month_the_hostile_one_wins_and_it_is_over_the_month_after() -> None:
    world = struck(blow("hostile_turnover", 1.0), blow("turnover", 1.0))
    assert set(world.calendars["forced"].tolist()) == {2}
    begin_month(world, WHEN + 1)
    strike_events(world)
    assert not world.calendars["forced"].any()


def test_a_month_begins_with_nothing_withdrawn_changed_or_counted() -> None:
    world = quiet_world()
    put(world.commons[0], withdrawn=0.3, changed_weight=0.4, course_share=0.5, pandemic=0.6, funding_squeeze=0.7)
    put(world.commons[0], funding_boom=0.8, civic_space=0.9, hostile_weight=0.4, salience=[2] * 5)
    world.calendars[1].forced = 2
    begin_month(world, 11)
    commons = world.commons[0]
    assert commons.month == 11
    assert commons.withdrawn == commons.changed_weight == commons.course_share == commons.pandemic == 0
    assert commons.funding_squeeze == commons.funding_boom == commons.civic_space == commons.hostile_weight == 0
    assert commons.salience.tolist() == [1] * 5
    assert world.calendars[1].forced == 0


@pytest.mark.parametrize("kind", ["turnover", "hostile_turnover"])
def test_without_turnover_nothing_is_forced(kind: str) -> None:
    assert not struck(blow(kind, 1.0), turnover_gain=0).calendars["forced"].any()


@pytest.mark.parametrize(
    ("share", "still_open", "closed"),
    [(0.4, 12, 5), (0.4, 10, 4), (0.1, 30, 3), (0.7, 10, 7), (0.01, 30, 1), (0.0, 30, 0), (1.0, 60, 60), (0.5, 0, 0)],
)
def test_the_largest_open_donors_close_rounded_up(share: float, still_open: int, closed: int) -> None:
    def prepare(world: World) -> None:
        for index, donor in enumerate(world.donors):
            put(donor, nth_largest=59 - index, is_open=index >= 60 - still_open, months_left=9)

    world = struck(blow("donors_exit", share), prepare=prepare)
    gone = [index for index in range(60 - still_open, 60) if not world.donors[index].is_open]
    assert gone == list(range(60 - closed, 60))  # the last donors are the largest
    assert all(world.donors[index].months_left == 0 for index in gone)
    assert all(world.donors[index].months_left == 9 for index in range(60 - closed))


@pytest.mark.parametrize(("target", "theme"), [("poverty", 2), ("outside", 3)])
def test_open_donors_move_and_their_grants_are_cut(target: str, theme: int) -> None:
    def prepare(world: World) -> None:
        world.commons[0].theme_rank[:] = [4, 0, 2, 1, 3]  # theme 3 ranked lowest last month
        for index, donor in enumerate(world.donors):
            put(donor, theme=1, is_open=index % 3 > 0, months_left=index % 10)

    world = struck(blow("donors_move", 0.5, theme=target), prepare=prepare, moved_grant_months=6)
    lucky = below(world, Decision.EVENT_DONORS_MOVE, range(60), 0.5)
    for index, donor in enumerate(world.donors):
        moved = lucky[index] and index % 3 > 0
        assert donor.theme == (theme if moved else 1)
        assert donor.months_left == (min(6, index % 10) if moved else index % 10)
        assert donor.is_open == (index % 3 > 0)


def test_champions_leave() -> None:
    def prepare(world: World) -> None:
        for index, champion in enumerate(world.champions):
            champion.in_post = index % 4 > 0

    world = struck(blow("champions_leave", 0.6), prepare=prepare)
    unlucky = below(world, Decision.EVENT_CHAMPIONS_LEAVE, range(122), 0.6)
    assert world.champions["in_post"].tolist() == [index % 4 > 0 and not unlucky[index] for index in range(122)]


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("pandemic", "pandemic"),
        ("squeeze", "funding_squeeze"),
        ("boom", "funding_boom"),
        ("civic_space", "civic_space"),
    ],
)
def test_pressure_lasts_its_months_and_of_two_the_larger_counts(kind: str, field: str) -> None:
    events = (
        {"kind": kind, "when": 10, "level": 0.6, "months": 4},
        {"kind": kind, "when": 12, "level": 0.3, "months": 4},
    )
    world = quiet_world(*events)
    levels = []
    for month in range(9, 18):
        begin_month(world, month)
        levels.append(float(world.commons[0][field]))
    #                 9  10   11   12   13   14   15   16 17
    assert levels == [0, 0.6, 0.6, 0.6, 0.6, 0.3, 0.3, 0, 0]


def test_a_scandal_costs_its_share_of_standing_once() -> None:
    world = quiet_world(blow("scandal", 0.4))
    world.commons[0].standing = 0.5
    for month in (9, 10, 11):
        begin_month(world, month)
        strike_events(world)
    assert world.commons[0].standing == close_to(0.3)


def test_active_members_radicalise() -> None:
    def prepare(world: World) -> None:
        for index, member in enumerate(world.activists):
            put(member, active=index % 2 == 0, stance=index / 100)

    world = struck(blow("radicalise", 0.5), prepare=prepare, radicalised_step=0.35)
    lucky = below(world, Decision.EVENT_RADICALISE, range(100), 0.5)
    expected = [
        min(1.0, index / 100 + 0.35) if index % 2 == 0 and lucky[index] else index / 100 for index in range(100)
    ]
    assert world.activists["stance"].tolist() == close_to(expected)


def test_newcomers_flood_in_without_the_basics() -> None:
    def prepare(world: World) -> None:
        for index, member in enumerate(world.activists):
            put(
                member,
                active=index % 2 == 0,
                literacy=0.8,
                energy=0.3,
                drive=0.6,
                left_before=True,
                months_since_joining=77,
            )

    world = struck(blow("newcomers", 0.5), prepare=prepare, newcomer_literacy=0.1)
    lucky = below(world, Decision.EVENT_NEWCOMERS, range(100), 0.5)
    for index, member in enumerate(world.activists):
        joined = index % 2 == 1 and lucky[index]
        assert member.active == (index % 2 == 0 or joined)
        found = (member.literacy, member.energy, member.months_since_joining)
        assert found == ((0.1, 0.6, 0) if joined else (0.8, 0.3, 77))


def test_key_people_leave_for_good_and_take_along_what_they_carried() -> None:
    def prepare(world: World) -> None:
        for index, member in enumerate(world.activists):
            # the mean literacy of the active is .5; the inactive do not count
            put(member, active=index < 50, literacy=0.8 if index % 2 else 0.2, stance=2.0, left_before=True)
            put(member, reach=1.0, energy=0.5)
        # as many give .45 as .3: 18.75 in all
        put(world.commons[0], member_effort=18.75, records=0.5, relations=0.8, roles=0.6, vision=0.4)

    world = struck(blow("key_people", 0.7), prepare=prepare, newcomer_literacy=0.2, newcomer_literacy_spread=0.2)
    unlucky = below(world, Decision.EVENT_KEY_PEOPLE, range(100), 0.7)
    went = [index < 50 and index % 2 == 1 and unlucky[index] for index in range(100)]
    assert 10 < sum(went) < 25
    for index, member in enumerate(world.activists):
        gone = went[index]
        assert member.active == (index < 50 and not gone)
        assert (member.person == 1) == gone  # another person sits there
        assert member.left_before == (not gone)
        if gone:
            assert member.literacy == close_to(0.1 + 0.2 * drawn(world, Decision.NEW_LITERACY, index))
    kept = (1 - 0.5 * 0.45 / 18.75) ** sum(went)  # half is on record; one after another
    commons = world.commons[0]
    assert [commons.relations, commons.roles, commons.vision] == close_to([0.8 * kept, 0.6 * kept, 0.4 * kept])


def test_only_members_above_mean_literacy_are_key_people() -> None:
    def prepare(world: World) -> None:
        world.activists["active"] = True
        world.activists["literacy"] = 0.5
        world.activists[7].literacy = 0.51  # the mean is .5001

    struck_down = ~struck(blow("key_people", 1.0), prepare=prepare).activists["active"]
    assert [int(index) for index in struck_down.nonzero()[0]] == [7]


def test_attention_to_a_theme_strikes_nobody_down() -> None:
    def prepare(world: World) -> None:
        world.activists["active"] = True
        world.activists["literacy"][::2] = 0.5

    event = {"kind": "salience", "when": WHEN, "theme": "housing", "change": 1.0}
    assert struck(event, prepare=prepare).activists["active"].all()


def test_key_people_where_nobody_is_active() -> None:
    assert not struck(blow("key_people", 1.0)).activists["active"].any()


def test_attention_to_a_theme() -> None:
    events = (
        {"kind": "salience", "when": 10, "theme": "housing", "change": 0.5, "months": 2},
        {"kind": "salience", "when": 11, "theme": "housing", "change": 1.0},
        {"kind": "salience", "when": 10, "theme": "poverty", "change": -0.7, "months": 3},
        {"kind": "salience", "when": 11, "theme": "poverty", "change": -0.7, "months": 1},
    )
    world = quiet_world(*events)
    housing, poverty = [], []
    for month in (9, 10, 11, 12, 13, 120):
        begin_month(world, month)
        housing.append(float(world.commons[0].salience[1]))
        poverty.append(float(world.commons[0].salience[2]))
    assert housing == [1, 1.5, 2.5, 2, 2, 2]
    assert poverty == close_to([1, 0.3, 0, 0.3, 1, 1])  # never below nothing


def test_a_new_grant_is_income_for_its_months() -> None:
    event = {"kind": "new_grant", "when": 10, "staff_months": 2.5, "months": 3, "theme": "housing"}
    world = quiet_world({**event, "unrestricted": False})
    assert len(world.events) == 0
    grant = world.grants[0]
    assert (grant.first_month, grant.last_month, grant.staff_months) == (10, 12, 2.5)
    assert (bool(grant.unrestricted), grant.theme) == (False, 1)


def test_a_donor_that_leaves_gives_notice() -> None:
    def prepare(world: World) -> None:
        for index, donor in enumerate(world.donors):
            put(donor, months_left=40 if index == 7 else 0)

    world = struck({"kind": "donor_leaves", "when": WHEN, "notice": 11}, prepare=prepare)
    assert [index for index in range(60) if not world.donors[index].is_open] == [7]  # the largest that pays
    assert (world.donors[7].months_left, world.donors[7].notice_left) == (12, 12)


def test_events_of_a_month_act_in_the_order_of_the_file() -> None:
    events = (blow("newcomers", 1.0), blow("radicalise", 1.0))
    assert set(struck(*events, radicalised_step=0.35).activists["stance"].tolist()) == {0.35}
    assert set(struck(*reversed(events), radicalised_step=0.35).activists["stance"].tolist()) == {0.0}


def test_every_kind_is_traced_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert all(f'"{kind.name}"' in text for kind in EVENT_KINDS)
