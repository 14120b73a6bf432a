"""The few shapes that the rules share, by hand. Formulas: docs/model.md."""

from __future__ import annotations

import pytest

from sim.rules.curves import (
    after_a_minimum,
    diminishing,
    either,
    helped_by,
    helped_by_records,
    helped_by_relations,
    within,
)
from tests.rules.worlds import close_to, put, quiet_world


@pytest.mark.parametrize(("first", "second", "share"), [(0, 0, 0), (1, 0, 1), (0, 0.4, 0.4), (0.5, 0.4, 0.7)])
def test_either_of_two_supports(first: float, second: float, share: float) -> None:
    assert either(float(first), float(second)) == close_to(share)


@pytest.mark.parametrize(("value", "share"), [(-0.1, 0.0), (0.0, 0.0), (0.3, 0.3), (1.0, 1.0), (1.1, 1.0)])
def test_a_share_stays_a_share(value: float, share: float) -> None:
    assert within(value) == share


def test_returns_diminish_from_the_first_bit_on() -> None:
    assert [diminishing(effort, 0.5) for effort in (0.0, 0.25, 0.5, 1.0, 4.5)] == close_to([0, 1 / 3, 0.5, 2 / 3, 0.9])


def test_little_is_achieved_below_a_minimum() -> None:
    assert [after_a_minimum(effort, 2.0) for effort in (0.0, 0.2, 1.0, 2.0, 6.0)] == close_to(
        [0, 0.04 / 4.04, 0.2, 0.5, 0.9]
    )
    assert after_a_minimum(1.0, 2.0) < 1 / 2 * after_a_minimum(2.0, 2.0), "half of the effort is less than half of it"


def test_what_helps_is_1_at_the_usual_two_thirds() -> None:
    world = quiet_world(helped_floor=0.5)
    assert [helped_by(world, stock) for stock in (0.0, 2 / 3, 1.0)] == close_to([0.5, 1, 1.25])


@pytest.mark.parametrize(("gain", "factor"), [(1.0, 0.8), (0.5, 0.9), (0.0, 1.0)])
def test_records_and_relations_help_as_far_as_the_mechanism_is_in(gain: float, factor: float) -> None:
    world = quiet_world(helped_floor=0.5, records_gain=gain, relations_gain=1 - gain)
    put(world.commons[0], records=0.4, relations=1.0)
    assert helped_by_records(world) == close_to(factor)  # .5 + .75 x .4 = .8
    assert helped_by_relations(world) == close_to(1 + 0.25 * (1 - gain))  # .5 + .75 = 1.25
