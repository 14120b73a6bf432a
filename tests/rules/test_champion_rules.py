"""Champions by hand: who goes in the year after a change, and a month in the post. Formulas: docs/model.md."""

from __future__ import annotations

import pytest

from sim.rules.champions import face_turnover, peer_officials, serve, training
from sim.rules.governments import change_hands, settle
from sim.world.dice import Decision
from sim.world.tables import World
from tests.rules.worlds import close_to, context_of, dial, happens_below, put, quiet_world, tend, to_month

SENIOR, CAREER = True, False
EXITS = {
    "senior_exit": 0.6, "career_exit": 0.2, "hostile_exit_factor": 0.5, "exit_ceiling": 0.95, "upheaval_months": 12,
}  # fmt: skip
SUPPORT = {"support_ceiling": 1.25, "post_rotation": 0.4}

# --- the year after a change ------------------------------------------------------------------------------------------


def monthly(yearly: float) -> float:
    """Return the probability of a month that gives a probability in twelve."""
    return float(1 - (1 - yearly) ** (1 / 12))


@pytest.mark.parametrize(
    ("senior", "upheaval", "hostile", "stance", "yearly"),
    [
        (SENIOR, 1.0, False, 0.0, 0.48),  # .6 x .8
        (CAREER, 1.0, False, 0.0, 0.16),  # .2 x .8
        (CAREER, 1.0, True, 0.0, 0.24),  # .2 x 1.5 x .8
        (CAREER, 1.0, True, -0.5, 0.36),  # .2 x 1.5 x 1.5 x .8
        (SENIOR, 0.5, False, 0.0, 0.24),  # a new leader of the same party: .6 / 2 x .8
        (SENIOR, 1.0, True, -0.5, 0.76),  # .6 x 1.5 x 1.5 = 1.35, at most .95; x .8
        (CAREER, 1.0, False, 0.9, 0.16),  # confrontation does not cost the post
    ],
)
def test_who_goes_in_a_month(senior: bool, upheaval: float, hostile: bool, stance: float, yearly: float) -> None:
    world = quiet_world(**EXITS)
    dial(world, stance=stance)
    world.calendars[1].hostile = hostile
    put(world.governments[1], retention=0.2, upheaval=upheaval, upheaval_months=7)

    def gone() -> bool:
        put(world.champions[4], in_post=True, senior=senior)
        face_turnover(world, 4)
        return not world.champions[4].in_post

    happens_below(world, Decision.TURNOVER_EXIT, 4, monthly(yearly), gone)


def test_nobody_goes_without_upheaval_and_who_is_gone_stays_gone() -> None:
    world = quiet_world(senior_exit=10, exit_ceiling=1.0 - 1e-12)
    put(world.champions[1], in_post=True, senior=True)
    put(world.governments[1], upheaval=1.0, upheaval_months=0)
    face_turnover(world, 1)
    assert world.champions[1].in_post
    put(world.champions[2], in_post=False, senior=True)
    put(world.governments[2], upheaval=1.0, upheaval_months=12)
    face_turnover(world, 2)
    assert not world.champions[2].in_post


def test_routine_shields_people_wholly_where_it_is_full() -> None:
    world = quiet_world(senior_exit=10, exit_ceiling=0.95)
    put(world.champions[1], in_post=True, senior=True)
    put(world.governments[1], retention=1.0, upheaval=1.0, upheaval_months=12)
    for month in range(1, 13):
        to_month(world, month)
        face_turnover(world, 1)
    assert world.champions[1].in_post


def test_twelve_months_add_up_to_the_yearly_probability_and_a_thirteenth_takes_nobody() -> None:
    size = {"national_governments": 1, "local_governments": 2, "champions": 900, "donors": 0, "activists": 1}
    world = quiet_world(context=context_of(size=size), shield=0.8, **EXITS)
    world.champions["government"] = 1
    world.champions["in_post"] = world.champions["senior"] = True
    put(world.calendars[1], changed=True)
    put(world.governments[1], institutionalised=0.25)
    left = []
    for month in range(10, 23):
        to_month(world, month)
        change_hands(world, 1)
        for champion in range(900):
            face_turnover(world, champion)
        settle(world, 1)
        world.calendars[1].changed = False
        left.append(int(world.champions["in_post"].sum()))
    gone = 1 - left[11] / 900
    assert gone == pytest.approx(0.48, abs=4 * 0.0167)  # .6 x (1 - .8 x .25), up to four standard errors
    assert left[0] < 900, "the first go in the month of the change"
    assert left[11] < left[10], "the last in the twelfth"
    assert left[12] == left[11]


# --- in the post ------------------------------------------------------------------------------------------------------


def acquainted_world(**parameters: float) -> World:
    """Champion 1 knows 2 and 4 (in post, trained), 3 (in post) and 5 (trained, gone)."""
    world = quiet_world(**parameters)
    put(world.champions[1], in_post=True, trained=True, peers=[2, 3, 4, 5])
    put(world.champions[2], in_post=True, trained=True)
    put(world.champions[3], in_post=True)
    put(world.champions[4], in_post=True, trained=True)
    put(world.champions[5], trained=True)
    put(world.governments[1], buy_in=0.5, institutionalised=0.2)
    return world


def test_a_tie_needs_training_at_both_ends() -> None:
    world = acquainted_world()
    assert peer_officials(world, 1) == 0.5
    world.champions[1].trained = False
    assert peer_officials(world, 1) == 0
    put(world.champions[1], trained=True, peers=[2, -1, -1, -1])
    assert peer_officials(world, 1) == 0.25


def test_support_from_above_from_peers_and_from_routine_keeps_officials() -> None:
    world = acquainted_world(**SUPPORT)

    def gone() -> bool:
        world.champions[1].in_post = True
        serve(world, 1)
        return not world.champions[1].in_post

    happens_below(world, Decision.CHAMPION_EXIT, 1, 0.34, gone)  # .4 x (1.25 - (.5 + .5 + .2) / 3)


def test_who_is_trained_this_month_has_had_no_peers_yet() -> None:
    world = acquainted_world(training_rate=1000.0, **SUPPORT)
    tend(world, train=1.0)

    def gone() -> bool:
        put(world.champions[1], in_post=True, trained=False)
        serve(world, 1)
        return not world.champions[1].in_post

    happens_below(world, Decision.CHAMPION_EXIT, 1, 0.4 * (1.25 - 0.7 / 3), gone)


@pytest.mark.parametrize(("trained", "hands", "share"), [(True, 0.5, 0.5), (False, 0.15, 0.0)])
def test_what_an_official_does(trained: bool, hands: float, share: float) -> None:
    world = quiet_world(untrained=0.3, training_rate=0, post_rotation=0)  # the government has two posts
    put(world.champions[1], in_post=True, trained=trained, is_new=True)
    serve(world, 1)
    assert world.governments[1].hands == close_to(hands)
    assert world.governments[1].trained_share == close_to(share)
    assert not world.champions[1].is_new


def test_the_officials_of_a_government_add_up() -> None:
    world = quiet_world(untrained=0.3, training_rate=0, post_rotation=0)
    put(world.champions[1], in_post=True, trained=True)
    put(world.champions[4], in_post=True)
    serve(world, 1)
    serve(world, 4)
    assert world.governments[1].hands == close_to(0.65)
    assert world.governments[1].trained_share == close_to(0.5)


def test_who_leaves_is_not_counted() -> None:
    world = quiet_world(post_rotation=1)
    put(world.champions[1], in_post=True, trained=True)
    serve(world, 1)
    assert not world.champions[1].in_post
    assert world.governments[1].hands == world.governments[1].trained_share == 0


# --- training ---------------------------------------------------------------------------------------------------------


def learning_world(course: bool, **parameters: float) -> World:
    world = quiet_world(training_rate=0.1, officials_teach=0.5, post_rotation=0, **parameters)
    tend(world, train=0.3)
    world.commons[0].course_share = 0.25
    put(world.governments[1], course=course)
    put(world.community[0], officials=2.0)
    return world


@pytest.mark.parametrize(
    ("course", "gain", "probability"),
    [
        (True, 1, 0.185),  # .1 x 2 x (.3 + .5 x (1 + .25))
        (False, 1, 0.085),  # other governments' courses help too
        (True, 0, 0.06),
    ],
)
def test_the_odds_of_training(course: bool, gain: float, probability: float) -> None:
    world = learning_world(course, officials_teach_gain=gain)
    assert training(world, 1) == close_to(probability)

    def trained() -> bool:
        put(world.champions[1], in_post=True, trained=False)
        serve(world, 1)
        return bool(world.champions[1].trained)

    happens_below(world, Decision.TRAINED, 1, probability, trained)


def test_nobody_forgets_training() -> None:
    world = quiet_world(training_rate=0, post_rotation=0)
    put(world.champions[1], in_post=True, trained=True)
    serve(world, 1)
    assert world.champions[1].trained


# --- vacant posts -----------------------------------------------------------------------------------------------------


def test_the_odds_that_a_vacant_post_is_filled() -> None:
    world = quiet_world(refill_rate=0.1, post_rotation=0)
    world.commons[0].civic_space = 0.4
    put(world.community[0], officials=1.5)
    put(world.governments[1], buy_in=0.5, institutionalised=0.6)

    def filled() -> bool:
        put(world.champions[1], in_post=False, is_new=False)
        serve(world, 1)
        assert world.champions[1].is_new == world.champions[1].in_post
        return bool(world.champions[1].in_post)

    happens_below(world, Decision.REFILLED, 1, 0.096, filled)  # .1 x 1.5 x (1 - .5 x .4) x .8


def test_a_new_official_is_trained_as_routine_has_it_and_works_at_once() -> None:
    world = quiet_world(refill_rate=10, untrained=0.3)
    put(world.governments[1], buy_in=0.5, institutionalised=0.4)

    def trained() -> bool:
        world.governments[1].hands = 0.0
        put(world.champions[1], in_post=False, trained=True)
        serve(world, 1)
        is_trained = bool(world.champions[1].trained)
        assert world.governments[1].hands == close_to(0.5 if is_trained else 0.15)
        return is_trained

    happens_below(world, Decision.REFILL_TRAINED, 1, 0.4, trained)


def test_behind_a_shut_door_no_post_is_filled() -> None:
    world = quiet_world(refill_rate=1000)
    serve(world, 1)
    assert not world.champions[1].in_post
