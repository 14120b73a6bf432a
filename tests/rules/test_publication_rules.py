"""Governments by hand: open doors, publication, use, wins, routine, buy-in. Formulas: docs/model.md."""

from __future__ import annotations

import math

import pytest

from sim.rules.governments import (
    count_reuse,
    decide_buy_in,
    envy,
    learn_routine,
    open_door,
    publish,
    willingness,
    working_capacity,
)
from sim.world.dice import Decision
from sim.world.tables import World
from tests.rules.worlds import close_to, context_of, dial, happens_below, put, quiet_world, tend

USUAL = 2 / 3
"""At this level records, relations and standing help as usual: by a factor of 1."""

# --- doors ------------------------------------------------------------------------------------------------------------


def test_a_willing_leader_or_routine_keeps_the_door_open() -> None:
    world = quiet_world()
    world.commons[0].civic_space = 0.6
    put(world.governments[0], buy_in=0.5, institutionalised=0.4, capacity=0.8, posts=2, hands=0.1)
    put(world.governments[1], buy_in=0.2, capacity=0.3, posts=2, hands=0.1)
    open_door(world, 0)
    open_door(world, 1)
    assert world.governments[0].open_door == close_to(0.49)  # (1 - .5 x .6) x (1 - .6 / 2)
    assert world.governments[1].open_door == close_to(0.14)  # .2 x .7
    assert world.commons[0].mean_door == close_to(0.28)  # .5 x .49 + .25 x .14
    assert world.commons[0].national_will == close_to(0.42)  # (1 - .5 x .8) x .7
    assert world.commons[0].national_capacity == close_to(0.8)  # closed civic space does not count here
    assert world.governments["hands"][:2].tolist() == [0.1, 0.1]


def test_national_will_and_capacity_are_plain_means() -> None:
    size = {"national_governments": 2, "local_governments": 1, "champions": 6, "donors": 4, "activists": 10}
    world = quiet_world(context=context_of(size=size))
    put(world.governments[0], buy_in=0.5, capacity=0.8)
    put(world.governments[1], buy_in=0.1, capacity=0.6)
    put(world.governments[2], buy_in=0.9, capacity=0.3)
    for index in range(3):
        open_door(world, index)
    assert world.commons[0].national_will == close_to(0.3)
    assert world.commons[0].national_capacity == close_to(0.7)


def test_where_there_are_no_posts_routine_works() -> None:
    world = quiet_world()
    put(world.governments[1], posts=0, institutionalised=0.3, hands=0.0)
    open_door(world, 1)
    assert world.governments[1].hands == close_to(0.3)


# --- publication ------------------------------------------------------------------------------------------------------


def publishing_world(**parameters: float) -> World:
    """Return a world in which a city publishes on two themes, half of the work going through a national agency."""
    fixed = {"publication_rate": 1.0, "default_rate": 0.8, "catalogue_ageing": 2.0, "partner_capacity": 0.8}
    world = quiet_world(**{**fixed, **parameters})
    dial(world, purpose_share=0.6, partnering=0.5)
    tend(world, publish=0.5)
    put(world.commons[0], national_capacity=0.9, national_will=0.2, records=USUAL, relations=USUAL)
    put(world.commons[0], publishing=0.4, targeted=[1, 0, 1, 0, 0])
    put(world.governments[1], buy_in=0.75, open_door=0.8, hands=0.5, capacity=0.5, datasets=[1] * 5)
    put(world.governments[1], institutionalised=0.4, open_by_default=0.1)
    return world


def published(world: World, government: int = 1) -> list[float]:
    """Publish a month and return the data of each theme."""
    publish(world, government)
    return [float(data) for data in world.governments[government].datasets]


def test_publishing_with_purpose() -> None:
    world = publishing_world()
    # capacity .5 + .5 x .8 x .4 = .66; will .5 x .8 + .5 x .2 = .5; flow .6 x .4 x .5 x .5 x .66 = .0396
    # kept: officials .8 x .5 = .4, and where the community publishes another .4 / 2: 1 - .6 x .8 = .52
    targeted, other = 1 + 0.0396 - 0.048, 1 - 0.06
    assert published(world) == close_to([targeted, other, targeted, other, other])
    assert world.governments[1].reuse > 0


@pytest.mark.parametrize(
    ("fields", "factor"),
    [
        ({"records": 0.0}, 0.5),
        ({"relations": 0.0}, 0.5),
        ({"publishing": 0.0}, 0.0),
    ],
)
def test_what_publishing_needs(fields: dict[str, float], factor: float) -> None:
    world = publishing_world()
    put(world.commons[0], **fields)
    kept = 1 - 0.6 * (1 - world.commons[0].publishing / 2)
    assert published(world)[0] == close_to(1 + 0.0396 * factor - (1 - kept) / 10)


@pytest.mark.parametrize(
    ("buy_in", "routine", "space", "will"),
    [(0.75, 0.0, 0.0, 0.75), (0.0, 0.4, 0.0, 0.2), (0.75, 0.4, 0.0, 0.8), (0.75, 0.4, 0.5, 0.6), (0.0, 1.0, 0.0, 0.5)],
)
def test_a_willing_leader_or_half_as_far_a_routine_publishes(
    buy_in: float, routine: float, space: float, will: float
) -> None:
    world = publishing_world(partners_gain=0)
    world.commons[0].civic_space = space
    put(world.governments[1], buy_in=buy_in, institutionalised=routine)
    assert willingness(world, 1) == close_to(will)
    assert published(world)[0] == close_to(1 + 0.06 * will - 0.048)  # .6 x .4 x .5 x .5; the door stands open as before


def test_without_officials_nothing_new_is_published_and_only_the_community_keeps_data() -> None:
    world = publishing_world()
    world.governments[1].hands = 0.0
    targeted, other = 1 - 0.08, 1 - 0.1  # .4 / 2 is kept where the community publishes
    assert published(world) == close_to([targeted, other, targeted, other, other])


def test_good_times_for_officials_and_slow_ageing() -> None:
    world = publishing_world()
    put(world.community[0], publishing_now=1.5, rot_time=20.0)
    assert published(world)[0] == close_to(1 + 0.0594 - 0.024)


def test_partners_lend_a_city_their_capacity_and_their_leaders_will() -> None:
    world = publishing_world()
    assert working_capacity(world, 1) == close_to(0.66)  # .5 + .5 x .8 x .4
    assert working_capacity(publishing_world(partners_gain=0), 1) == 0.5
    world.commons[0].national_capacity = 0.4
    assert working_capacity(world, 1) == 0.5  # partners take nothing away
    dial(world, partnering=0.0)
    assert published(world)[0] == close_to(1 + 0.048 - 0.048)  # .6 x .4 x .8 x .5 x .5


def test_a_national_agency_is_its_own_partner_and_without_one_there_is_none() -> None:
    world = publishing_world()
    put(world.governments[0], capacity=0.5, buy_in=0.5, open_door=0.8, hands=0.5, datasets=[1] * 5)
    assert published(world, 0)[0] == close_to(1 + 0.03 - 0.048)
    world.scale["national_governments"] = 0
    assert published(world, 1)[0] == close_to(1 + 0.048 - 0.048)


def test_opening_by_default() -> None:
    world = publishing_world()
    publish(world, 1)
    # gate 2 x .8 - 1 = .6; .8 x .5 x .4 x .6 x .66 x .9 / 20 = .0028512
    # neither routine (.4) nor officials (.8 x .5) keep it up: closing .1 x .6 x .6 / 20 = .0018
    assert world.governments[1].open_by_default == close_to(0.1010512)


@pytest.mark.parametrize(
    ("fields", "factor"), [({"relations": 0.0}, 0.5), ({"relations": 1.0}, 1.25), ({"records": 0.0}, 1.0)]
)
def test_relations_open_by_default_and_records_do_not(fields: dict[str, float], factor: float) -> None:
    world = publishing_world()
    put(world.commons[0], **fields)
    publish(world, 1)
    assert world.governments[1].open_by_default == close_to(0.1 + 0.0028512 * factor - 0.0018)


@pytest.mark.parametrize("door", [0.5, 0.3])
def test_nothing_opens_by_default_until_leaders_are_won(door: float) -> None:
    world = publishing_world()
    world.governments[1].open_door = door
    publish(world, 1)
    # routine .4, officials door x .5
    assert world.governments[1].open_by_default == close_to(0.1 - 0.1 * 0.6 * (1 - door / 2) / 20)


def test_a_plan_that_only_serves_purposes_opens_nothing_by_default() -> None:
    world = publishing_world()
    dial(world, purpose_share=1.0)
    publish(world, 1)
    assert world.governments[1].open_by_default == close_to(0.0982)


# --- use --------------------------------------------------------------------------------------------------------------


def test_use_is_the_harmonic_mean_of_data_and_users() -> None:
    world = quiet_world(outside_users=0.6, default_worth=1.5)
    put(world.commons[0], use=[2, 0, 0, 0, 0], salience=[1.5, 1, 1, 1, 1], standing=0.5)
    put(world.commons[0], collected=[0.2, 0, 0, 0, 0])
    put(world.governments[0], datasets=[1.1, 0, 0.3, 0, 0], open_by_default=0.2)
    put(world.governments[1], datasets=[2.0, 0, 0, 0, 0])
    count_reuse(world, 0)
    # theme 0: data 1.1 + 1.5 x .2 + .2 = 1.6, users .6 x 2 x .5 + .4 x 2 = 1.4: 1.5 x 2 x 1.6 x 1.4 / 3 = 2.24
    # theme 2: data .6, users .6: .6; all others: data .3, users .6: 2 x .18 / .9 = .4
    first = (2.24 + 0.6 + 3 * 0.4) / 5
    assert world.governments[0].reuse == close_to(first)
    count_reuse(world, 1)
    second = 1.5 * 2 * 2.2 * 1.4 / 3.6 / 5  # the other themes have no data
    assert world.governments[1].reuse == close_to(second)
    assert world.commons[0].reuse == close_to(0.5 * first + 0.25 * second)
    assert world.commons[0].best_reuse == close_to(first)


@pytest.mark.parametrize(
    ("data", "standing", "use"), [(0.0, 0.5, 3.0), (5.0, 0.0, 0.0), (0.0, 0.0, 0.0)], ids=["data", "users", "both"]
)
def test_without_data_or_without_users_there_is_no_use(data: float, standing: float, use: float) -> None:
    world = quiet_world()
    put(world.commons[0], standing=standing, use=[use] * 5)
    put(world.governments[1], datasets=[data] * 5)
    count_reuse(world, 1)
    assert world.governments[1].reuse == 0
    assert world.commons[0].reuse == world.commons[0].best_reuse == 0


def test_without_the_catalogues_worth_only_purpose_data_is_used() -> None:
    world = quiet_world(outside_users=1.0, default_worth_gain=0)
    put(world.governments[1], datasets=[1.0] * 5, open_by_default=1.0)
    count_reuse(world, 1)
    assert world.governments[1].reuse == close_to(1.0)  # one dataset, and 2 x .5 users


# --- wins and routine -------------------------------------------------------------------------------------------------


def test_the_odds_of_a_visible_win() -> None:
    world = quiet_world(win_rate=0.2)
    world.commons[0].records = 0.4
    world.governments[1].reuse = 2.5

    def won() -> bool:
        world.commons[0].wins = 0.0
        learn_routine(world, 1)
        assert world.commons[0].wins == (0.25 if world.governments[1].won else 0)  # its share of what matters
        return bool(world.governments[1].won)

    happens_below(world, Decision.WIN, 1, 1 - math.exp(-0.4), won)  # .2 x 2.5 x .8


@pytest.mark.parametrize(
    ("course", "routine"),
    [
        (False, 0.401),  # .4 + .5 x .6 x .6 / 20 - .4 / 50
        (True, 0.42),  # .4 + (.5 x .6 + .5) x .6 / 20 - .4 / 2 / 50
    ],
)
def test_practice_becomes_routine_and_fades(course: bool, routine: float) -> None:
    world = quiet_world(course_routine=0.5)
    put(world.governments[1], trained_share=0.5, open_door=0.6, institutionalised=0.4, course=course)
    learn_routine(world, 1)
    assert world.governments[1].institutionalised == close_to(routine)


@pytest.mark.parametrize(("gain", "probability"), [(1.0, 0.049), (0.5, 0.0245)])
def test_the_odds_of_a_course_rise_with_routine_and_buy_in(gain: float, probability: float) -> None:
    world = quiet_world(course_adoption=0.2, course_gain=gain)

    def adopted() -> bool:
        put(world.governments[1], institutionalised=0.5, buy_in=0.5, course=False)
        learn_routine(world, 1)
        return bool(world.governments[1].course)

    happens_below(world, Decision.COURSE, 1, probability, adopted)  # .2 x .49 x .5: a fiftieth has faded


def test_a_course_once_adopted_stays() -> None:
    world = quiet_world(course_adoption=0.0)
    world.governments[1].course = True
    learn_routine(world, 1)
    assert world.governments[1].course


# --- buy-in -----------------------------------------------------------------------------------------------------------


def wooing_world(stance: float, **parameters: float) -> World:
    """Return a world in which a leader of disposition .4 has a buy-in of .5, and half as much use as the best."""
    fixed = {
        "relations_weight": 0.6, "hostile_ally": 0.4, "ranking": 0.1, "win_credit": 0.05, "confrontation_price": 0.05,
    }  # fmt: skip
    world = quiet_world(**{**fixed, **parameters})
    dial(world, stance=stance)
    put(world.commons[0], relations=0.5, coverage=0.4, standing=0.6, best_reuse=4)
    put(world.calendars[1], disposition=0.4)
    put(world.governments[1], buy_in=0.5, reuse=2)
    return world


def wooed(world: World) -> float:
    """Let buy-in move for a month."""
    decide_buy_in(world, 1)
    return float(world.governments[1].buy_in)


def test_relations_and_ranking_draw_buy_in() -> None:
    # relations .6 x .5 = .3; ranking .1 x 4 x .5 x .5 x (.5 + .75 x .6) = .095; target .4 + .6 x .395 = .637
    assert wooed(wooing_world(0.0)) == close_to(0.5 + 0.137 / 20)


def test_a_win_that_is_seen_lifts_it() -> None:
    world = wooing_world(0.0)
    world.governments[1].won = True
    assert wooed(world) == close_to(0.5 + 0.137 / 20 + 0.05 * 0.8 * 0.5)  # helped by coverage: .5 + .75 x .4


def test_confrontation_costs_relations_and_buy_in() -> None:
    # relations .3 x (1 - .5) = .15; target .4 + .6 x .245 = .547; price .05 x .5 x (1 - .6) x .5 = .005
    assert wooed(wooing_world(0.5)) == close_to(0.5 + 0.047 / 20 - 0.005)


def test_a_community_of_good_standing_may_confront() -> None:
    world = wooing_world(1.0)
    put(world.commons[0], standing=1.0, best_reuse=0.0)
    assert wooed(world) == close_to(0.5 - 0.1 / 20)  # relations do nothing, and confrontation costs nothing


@pytest.mark.parametrize(
    ("stance", "relations", "lift"),
    [
        (-0.5, 0.5, 0.745),  # relations .3 or the ear of those in office .5: 1 - .7 x .5; ranking .095
        (-0.5, 0.0, 0.595),
        (-1.0, 0.0, 1.0),  # and no more than full buy-in
    ],
)
def test_an_insider_has_the_ear_of_those_in_office(stance: float, relations: float, lift: float) -> None:
    world = wooing_world(stance)
    world.commons[0].relations = relations
    assert wooed(world) == close_to(0.5 + (0.4 + 0.6 * lift - 0.5) / 20)


@pytest.mark.parametrize("stance", [0.0, -1.0])
def test_a_hostile_leader_hears_little_and_does_not_want_to_be_first(stance: float) -> None:
    world = wooing_world(stance)
    world.calendars[1].hostile = True
    assert wooed(world) == close_to(0.5 - 0.028 / 20)  # relations .3 x .4 = .12; target .4 + .6 x .12 = .472


@pytest.mark.parametrize("reuse", [4.0, 0.0])
def test_ranking_moves_neither_the_first_nor_the_hopeless(reuse: float) -> None:
    world = wooing_world(0.0)
    world.governments[1].reuse = reuse
    assert envy(world, 1) == 0
    assert wooed(world) == close_to(0.5 + 0.08 / 20)  # .4 + .6 x .3 = .58


def test_where_nobody_uses_data_nobody_is_ranked() -> None:
    world = wooing_world(0.0)
    put(world.governments[1], reuse=0)
    world.commons[0].best_reuse = 0.0
    assert wooed(world) == close_to(0.5 + 0.08 / 20)


@pytest.mark.parametrize(
    ("gains", "change"),
    [
        ({"relations_gain": 0}, -0.043),  # .4 + .6 x .095 = .457
        ({"ranking_gain": 0}, 0.08),
        ({"relations_weight": 3.0}, 0.5),  # no more than full buy-in
    ],
)
def test_taken_out_or_overdone(gains: dict[str, float], change: float) -> None:
    assert wooed(wooing_world(0.0, **gains)) == close_to(0.5 + change / 20)


def test_buy_in_stays_a_share() -> None:
    world = wooing_world(1.0, confrontation_price=10.0)
    assert wooed(world) == 0
    world = wooing_world(0.0, win_credit=10.0)
    world.governments[1].won = True
    assert wooed(world) == 1
