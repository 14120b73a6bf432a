"""Random plans of equal effort: what a named plan has to beat before anybody calls it good."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.files import library
from sim.files.plan import Plan
from sim.robustness.equal_effort import Null, equal_effort_null, random_plans
from sim.world.levers import ACTIVITIES
from tests.robustness.communities import plan


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 40), st.integers(0, 2**40))
def test_random_plans_spend_the_same_effort_and_never_react(number: int, seed: int) -> None:
    own = library.plan("adaptive").model_copy(update={"levers": {**library.plan("insider").levers}})
    made = random_plans(own, number, seed)
    assert len(made) == number
    for one in made:
        assert one.levers == own.levers
        assert not one.triggers
        assert abs(sum(one.effort.values()) - 1.0) < len(ACTIVITIES) * 1e-6
        Plan.model_validate({"name": "x", "effort": one.effort})  # what a file may hold
    assert [one.effort for one in random_plans(own, number, seed)] == [one.effort for one in made]


def test_every_mix_is_as_likely_as_any_other() -> None:
    shares = np.array([list(one.effort.values()) for one in random_plans(plan(), 4000, 1)])
    np.testing.assert_allclose(shares.mean(axis=0), 1 / 9, atol=0.006)
    # Of a flat Dirichlet distribution with nine parts each share has variance (1/9)(8/9)/10.
    np.testing.assert_allclose(shares.var(axis=0), 8 / 81 / 10, rtol=0.15)


def test_only_what_exceeds_nine_in_ten_beats_the_null() -> None:
    shares = np.arange(11) / 10
    assert not Null(shares, 0.9).beaten
    assert Null(shares, 0.9001).beaten
    assert Null(shares, 0.0).rank == 0.5 / 11
    assert Null(shares, 2.0).rank == 1.0


def test_a_plan_that_only_spends_effort_on_the_one_thing_that_counts_beats_the_null() -> None:
    def working(one: Plan) -> float:
        return one.effort["train"] / sum(one.effort.values())

    good, middling = plan("good", effort={"train": 30.0}), plan("middling")
    assert equal_effort_null(good, working(good), working, 50).beaten
    assert not equal_effort_null(middling, working(middling), working, 50).beaten
    useless = equal_effort_null(good, 0.5, lambda _: 0.5, 50)
    assert not useless.beaten, "where no choice of activities matters, no plan is better than chance"
    assert useless.rank == 0.5
