"""Members by hand: effort, energy, leaving, joining. Formulas: docs/model.md."""

from __future__ import annotations

import math

import pytest

from sim.rules.activists import become_someone_else, contribute, decide, peer_members, perhaps_join, stay_or_leave
from sim.world.dice import Decision, normal
from sim.world.tables import World
from tests.rules.worlds import close_to, dial, drawn, happens_below, intensity, put, quiet_world

STAYING = {"rotation": 0.0, "burnout": 0.0, "newcomer_exit": 0.0}


def test_effort_and_public_of_a_member() -> None:
    world = quiet_world()
    put(world.activists[3], active=True, reach=2.0, energy=0.5, literacy=0.4, stance=0.6, theme=2, kind=1)
    contribute(world, 3)
    commons = world.commons[0]
    assert commons.members == 1
    assert commons.member_effort == close_to(0.7)  # 2 x .5 x (.5 + .5 x .4)
    assert commons.use.tolist() == close_to([0, 0, 0.6, 0, 0])  # 1.5 x 2 x .4 / (.2 x 10)
    assert commons.stance_sum == close_to(0.6)
    assert commons.stance_square_sum == close_to(0.36)
    assert commons.radicals == 1  # .6 is beyond the window at .5
    assert commons.journalists == 0
    assert world.activists[3].was_active


@pytest.mark.parametrize(("kind", "use"), [(0, 0.4), (1, 0.6), (2, 0.6)])
def test_organisations_and_journalists_use_more(kind: int, use: float) -> None:
    world = quiet_world()
    put(world.activists[3], active=True, reach=2.0, energy=0.5, literacy=0.4, kind=kind)
    contribute(world, 3)
    assert world.commons[0].use[0] == close_to(use)
    assert world.commons[0].journalists == (kind == 2)


def test_who_is_inactive_gives_nothing() -> None:
    world = quiet_world()
    put(world.activists[3], was_active=True, reach=2.0, energy=0.5, literacy=0.4)
    contribute(world, 3)
    assert world.commons[0].members == 0
    assert not world.activists[3].was_active


def test_peers_are_those_active_last_month_out_of_six() -> None:
    world = quiet_world()
    put(world.activists[0], neighbours=[1, 2, 3, 4, 5, -1])
    for index in (1, 3, 5):
        world.activists[index].was_active = True
    world.activists[2].active = True  # became active this month: not yet seen
    assert peer_members(world, 0) == close_to(0.5)


def tired_world(**parameters: float) -> World:
    """Member 0 has the six supports .6 .3 .5 .4 .8 .4, a mean of .5."""
    world = quiet_world(**parameters)
    intensity(world, teach=0.2)
    put(world.commons[0], momentum=0.3, vision=0.4, overload=0.2, mean_door=0.4, documentation=0.4)
    put(world.activists[0], active=True, was_active=True, drive=0.6, stance=0.5, energy=0.8, literacy=0.4)
    put(world.activists[0], neighbours=[1, 2, 3, 4, 5, 6], months_since_joining=100)
    for index in (2, 4, 6):
        world.activists[index].was_active = True
    return world


def test_energy_follows_six_equal_supports() -> None:
    world = tired_world(**STAYING)
    stay_or_leave(world, 0)
    assert world.activists[0].energy == close_to(0.75)  # .8 + (.5 - .8) / 6
    assert world.activists[0].literacy == close_to(0.41)  # .4 + .6 x (.2 + .4) / 36
    assert world.activists[0].months_since_joining == 101


@pytest.mark.parametrize(
    ("stance", "energy"),
    [
        (0.56, 0.7333333333333333),  # above .5 + .05: .5 - .2 x .5 = .4; .8 - .4 / 6
        (0.54, 0.75),
        (0.06, 0.75),
        (0.04, 0.7333333333333333),  # below .5 - .45
    ],
)
def test_being_outside_the_window_unheard_costs_energy(stance: float, energy: float) -> None:
    world = tired_world(**STAYING)
    dial(world, voice=0.5)
    world.activists[0].stance = stance
    stay_or_leave(world, 0)
    assert world.activists[0].energy == close_to(energy)


def test_hard_times_cost_energy() -> None:
    world = tired_world(**STAYING)
    dial(world, voice=0.5)
    put(world.commons[0], pandemic=0.4, fight=0.2, civic_space=0.5)
    world.activists[0].stance = 0.9
    stay_or_leave(world, 0)
    # .5 - .2 x .5 - .15 x .4 - .25 x .2 - .2 x .5 = .19; .8 + (.19 - .8) / 6
    assert world.activists[0].energy == close_to(0.6983333333333334)


def test_support_never_falls_below_nothing() -> None:
    world = tired_world(**STAYING)
    put(world.commons[0], pandemic=1.0, fight=1.0, civic_space=1.0, momentum=0, vision=0, mean_door=0, overload=1.0)
    world.activists[0].drive = 0.0
    stay_or_leave(world, 0)
    assert world.activists[0].energy == close_to(0.8 - 0.8 / 6)


def test_records_off_means_less_learning() -> None:
    world = tired_world(**STAYING, documentation_gain=0)
    stay_or_leave(world, 0)
    assert world.activists[0].literacy == close_to(0.4 + 0.6 * 0.2 / 36)


@pytest.mark.parametrize(
    ("months", "probability"),
    [
        (0, 0.053875),  # energy .75, literacy .41: .02 + .07 x .0625 + .05 x .59
        (5, 0.053875),  # the sixth month
        (6, 0.024375),  # the seventh
    ],
)
def test_the_odds_of_leaving(months: int, probability: float) -> None:
    world = tired_world()

    def left() -> bool:
        put(world.activists[0], active=True, energy=0.8, literacy=0.4, months_since_joining=months, left_before=False)
        stay_or_leave(world, 0)
        assert world.activists[0].left_before == (not world.activists[0].active)
        return not world.activists[0].active

    happens_below(world, Decision.MEMBER_EXIT, 0, probability, left)


def joining_world(**parameters: float) -> World:
    world = quiet_world(replacement=0, **parameters)
    dial(world, purpose_share=0.6, stance=0.4)
    intensity(world, mobilise=0.5, teach=0.4)
    put(world.commons[0], trust=0.6, documentation=0.9, civic_space=0.5, salience=[1, 2, 1, 1, 1])
    put(world.activists[0], neighbours=[1, 2, 3, 4, 5, 6])
    for index in (2, 4, 6):
        world.activists[index].was_active = True
    return world


@pytest.mark.parametrize(
    ("targeted", "gains", "probability"),
    [
        # literacy .48 - .48/48 = .47; barrier .47 + .53 x .5 x (.6 + .4) = .735
        # (.16 x .5 + .05 x .5) x 2 x .735 x (.5 + .6) x .5 x (1 + .5 x .4)
        (True, {}, 0.101871),
        (False, {}, 0.0305613),  # x .3
        (True, {"asking_gain": 0}, 0.024255),  # .025 in place of .105
        (True, {"peer_recruiting_gain": 0}, 0.077616),  # .08
    ],
)
@pytest.mark.parametrize(("before", "readiness"), [(False, 1.0), (True, 0.25)])
def test_the_odds_of_joining(
    targeted: bool, gains: dict[str, float], probability: float, before: bool, readiness: float
) -> None:
    world = joining_world(**gains, returning=0.25)
    world.commons[0].targeted[1] = targeted

    def joined() -> bool:
        put(world.activists[0], active=False, was_active=False, theme=1, literacy=0.48, energy=0.1, left_before=before)
        put(world.activists[0], months_since_joining=99)
        perhaps_join(world, 0)
        member = world.activists[0]
        if member.active:
            assert member.energy == 0.6
            assert member.literacy == close_to(0.54)  # .6 x .9, more than .47
            assert member.months_since_joining == 0
        else:
            assert member.literacy == close_to(0.47)
        return bool(member.active)

    happens_below(world, Decision.JOIN, 0, probability * readiness, joined)


def test_who_knows_more_than_the_records_loses_nothing_by_joining() -> None:
    world = joining_world(asking=100)
    put(world.activists[0], literacy=0.96)
    perhaps_join(world, 0)
    assert world.activists[0].active
    assert world.activists[0].literacy == close_to(0.94)


def test_nobody_joins_where_civic_space_is_closed() -> None:
    world = joining_world(asking=100)
    world.commons[0].civic_space = 1.0
    perhaps_join(world, 0)
    assert not world.activists[0].active


def test_who_left_for_good_never_comes_back_but_another_person_does() -> None:
    world = joining_world(asking=100, returning=0)
    world.activists[0].left_before = True
    for _ in range(100):
        perhaps_join(world, 0)
    assert not world.activists[0].active
    become_someone_else(world, 0)
    perhaps_join(world, 0)
    assert world.activists[0].active


def test_the_odds_that_another_person_comes() -> None:
    world = quiet_world(asking=0, peer_recruiting=0)

    def replaced() -> bool:
        put(world.activists[0], literacy=0.9, stance=2.0, drive=0.7, left_before=True)
        perhaps_join(world, 0)
        assert world.activists[0].drive == 0.7
        return bool(world.activists[0].stance != 2.0)

    happens_below(world, Decision.REPLACED, 0, 0.02, replaced)


def test_another_person() -> None:
    world = quiet_world()
    put(world.activists[0], drive=0.7, left_before=True)
    become_someone_else(world, 0)
    member = world.activists[0]
    assert member.literacy == close_to(0.1 + 0.2 * drawn(world, Decision.NEW_LITERACY, 0))
    assert member.theme == math.floor(5 * drawn(world, Decision.NEW_THEME, 0))
    stance = 0.45 + 0.22 * normal(world, int(Decision.NEW_STANCE), 0)
    assert member.stance == close_to(min(1, max(0, stance)))
    assert member.reach == close_to(math.exp(normal(world, int(Decision.NEW_REACH), 0) - 0.5))
    assert (member.drive, member.left_before) == (0.7, False)


def test_who_was_active_decides_to_stay_and_who_was_not_to_join() -> None:
    world = joining_world(asking=100, rotation=1)
    put(world.activists[0], active=True, was_active=True)
    decide(world, 0)
    assert not world.activists[0].active  # left, and did not join again in the same month
    put(world.activists[1], active=False, was_active=False)
    decide(world, 1)
    assert world.activists[1].active
