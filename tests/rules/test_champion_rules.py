"""Champions by hand: who goes with a government, and a month in the post. Formulas: docs/model.md."""

from __future__ import annotations

import pytest

from sim.rules.champions import face_turnover, leaving_rate, peer_officials, serve
from sim.world.dice import Decision
from sim.world.tables import World
from tests.rules.worlds import close_to, dial, drawn, happens_below, intensity, put, quiet_world

SENIOR, CAREER = True, False


@pytest.mark.parametrize(
    ("senior", "hostile", "stance", "probability"),
    [
        (SENIOR, False, 0.0, 0.48),  # .6 x .8
        (CAREER, False, 0.0, 0.136),  # .17 x .8
        (CAREER, True, 0.0, 0.1768),  # .17 x 1.3 x .8
        (CAREER, True, -0.5, 0.2652),  # .17 x 1.5 x 1.3 x .8
        (SENIOR, True, -0.5, 0.76),  # .6 x 1.5 x 1.3 = 1.17, at most .95, x .8
        (CAREER, False, 0.9, 0.136),  # confrontation does not cost the post
    ],
)
def test_who_goes_with_the_party(senior: bool, hostile: bool, stance: float, probability: float) -> None:
    world = quiet_world()
    dial(world, stance=stance)
    put(world.calendars[1], changed=True, hostile=hostile)
    world.governments[1].retention = 0.2

    def gone() -> bool:
        put(world.champions[4], in_post=True, senior=senior)
        face_turnover(world, 4)
        return not world.champions[4].in_post

    happens_below(world, Decision.TURNOVER_EXIT, 4, probability, gone)


def test_political_appointees_may_go_with_a_leader_of_the_same_party() -> None:
    world = quiet_world()
    put(world.calendars[1], leader_changed=True)
    world.governments[1].retention = 0.9  # shields only where the party changes

    def gone() -> bool:
        put(world.champions[1], in_post=True, senior=True)
        face_turnover(world, 1)
        return not world.champions[1].in_post

    happens_below(world, Decision.LEADER_EXIT, 1, 0.3, gone)  # .6 / 2


def test_career_officials_stay_with_a_new_leader_and_everyone_without_a_change() -> None:
    world = quiet_world(senior_exit=1, career_exit=1)
    put(world.calendars[1], leader_changed=True)
    put(world.champions[1], in_post=True)
    put(world.champions[2], in_post=True, senior=True)
    face_turnover(world, 1)
    face_turnover(world, 2)
    assert world.champions[1].in_post
    assert world.champions[2].in_post


def acquainted_world(**parameters: float) -> World:
    """Champion 1 knows 2 and 4 (in post, trained), 3 (in post) and 5 (trained, gone)."""
    world = quiet_world(burnout=0, post_rotation=0, **parameters)
    put(world.champions[1], in_post=True, trained=True, energy=0.8, peers=[2, 3, 4, 5])
    put(world.champions[2], in_post=True, trained=True)
    put(world.champions[3], in_post=True)
    put(world.champions[4], in_post=True, trained=True)
    put(world.champions[5], trained=True)
    put(world.governments[1], buy_in=0.5, institutionalised=0.2)
    put(world.commons[0], momentum=0.4, vision=0.2)
    return world


def test_a_tie_needs_training_at_both_ends() -> None:
    world = acquainted_world()
    assert peer_officials(world, 1) == 0.5
    world.champions[1].trained = False
    assert peer_officials(world, 1) == 0
    put(world.champions[1], trained=True, peers=[2, -1, -1, -1])
    assert peer_officials(world, 1) == 0.25


def test_energy_follows_support() -> None:
    world = acquainted_world()
    serve(world, 1)
    # (.5 + .5 + .2 + .5 x .4 + .5 x .2) / 3 = .5; .8 - .3 / 6
    assert world.champions[1].energy == close_to(0.75)
    assert world.governments[1].champion_energy == close_to(0.375)  # two posts
    assert world.governments[1].champions_trained == close_to(0.5)


def test_support_above_what_is_needed_counts_no_more() -> None:
    world = acquainted_world()
    put(world.governments[1], buy_in=1.0, institutionalised=1.0)
    put(world.commons[0], momentum=1.0, vision=1.0)
    serve(world, 1)
    assert world.champions[1].energy == close_to(0.8 + 0.2 / 6)  # 3.5 / 3, at most 1


def test_the_odds_of_training() -> None:
    world = quiet_world(burnout=0, post_rotation=0)
    intensity(world, train=0.3)
    world.commons[0].course_share = 0.25
    world.governments[1].course = True

    def trained() -> bool:
        put(world.champions[1], in_post=True, trained=False, energy=0.5)
        serve(world, 1)
        return bool(world.champions[1].trained)

    happens_below(world, Decision.TRAINED, 1, 0.0925, trained)  # .1 x (.3 + .5 x (1 + .25))


def test_without_officials_who_teach_only_workshops_train() -> None:
    world = quiet_world(burnout=0, post_rotation=0, officials_teach_gain=0)
    intensity(world, train=0.3)
    world.commons[0].course_share = 0.25
    world.governments[1].course = True

    def trained() -> bool:
        put(world.champions[1], in_post=True, trained=False, energy=0.5)
        serve(world, 1)
        return bool(world.champions[1].trained)

    happens_below(world, Decision.TRAINED, 1, 0.03, trained)


def test_leaving_by_rotation_and_burnout() -> None:
    world = quiet_world()
    assert leaving_rate(world, 0.02, 0.55) == close_to(0.034175)  # .02 + .07 x .2025
    assert leaving_rate(world, 0.02, 1.0) == close_to(0.02)
    world.parameters["burnout_gain"] = 0
    assert leaving_rate(world, 0.02, 0.0) == close_to(0.02)


def test_the_odds_of_leaving_come_after_this_months_energy() -> None:
    world = quiet_world()

    def gone() -> bool:
        put(world.champions[1], in_post=True, energy=0.6)
        serve(world, 1)
        return not world.champions[1].in_post

    # no support: .6 - .6 / 6 = .5; .01 + .07 x .25
    happens_below(world, Decision.CHAMPION_EXIT, 1, 0.0275, gone)


def test_who_leaves_is_not_counted() -> None:
    world = quiet_world(post_rotation=1)
    put(world.champions[1], in_post=True, energy=0.6, trained=True)
    serve(world, 1)
    assert world.governments[1].champion_energy == 0
    assert world.governments[1].champions_trained == 0


def test_the_odds_that_a_vacant_post_is_filled() -> None:
    world = quiet_world()
    world.commons[0].civic_space = 0.4
    put(world.governments[1], buy_in=0.9, institutionalised=0.6)

    def filled() -> bool:
        put(world.champions[1], in_post=False)
        serve(world, 1)
        return bool(world.champions[1].in_post)

    happens_below(world, Decision.REFILLED, 1, 0.048, filled)  # .08 x .5 x 1.5 x (1 - .5 x .4)


def test_a_new_champion_is_fresh_and_trained_as_routine_has_it() -> None:
    world = quiet_world(refill_rate=10)
    put(world.governments[1], buy_in=0.5, institutionalised=0.4)

    def trained() -> bool:
        put(world.governments[1], champion_energy=0.0)
        put(world.champions[1], in_post=False, energy=0.1, trained=False)
        serve(world, 1)
        assert world.champions[1].energy == 0.6
        assert world.governments[1].champion_energy == close_to(0.3)  # two posts
        return bool(world.champions[1].trained)

    happens_below(world, Decision.REFILL_TRAINED, 1, 0.4, trained)


def test_luck_is_ones_own() -> None:
    world = quiet_world()
    assert drawn(world, Decision.CHAMPION_EXIT, 1) != drawn(world, Decision.CHAMPION_EXIT, 2)
