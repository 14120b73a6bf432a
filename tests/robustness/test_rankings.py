"""Pairs of plans: who is ahead, where that holds, and when one may be called better."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.stats import sem, t

from sim.results.intervals import Difference
from sim.robustness.equal_effort import Null
from sim.robustness.rankings import Standing, by_set, clear_difference, rank
from sim.robustness.reasons import NOT_BEYOND_CHANCE, NOT_BY_REACTING, TOO_CLOSE
from sim.robustness.trial import Endings
from sim.robustness.variants import VARIANTS

SETS = np.arange(200) % 40
START = np.array([10.0, 5.0])


def standing(name: str, means: np.ndarray, *, own: float = 1.0, control: Difference | None = None) -> Standing:
    """Return a plan whose futures end at some share of their beginning, the same in every variant."""
    endings = Endings(means[:, :, None] * START, np.broadcast_to(START, (*means.shape, 2)))
    variants = {one.name: endings.first(100) for one in VARIANTS}
    return Standing(name, endings, variants, Null(np.linspace(0.0, 0.5, 11), own), control)


def ends(*shares: float, scenarios: int = 2, futures: int = 200) -> np.ndarray:
    """Return futures that end at these shares of their beginning, in turn."""
    return np.resize(np.array(shares), (scenarios, futures))


def test_the_better_plan_is_ahead_everywhere_and_may_be_called_so() -> None:
    found = rank(standing("poor", ends(0.1)), standing("good", ends(0.9)), SETS)
    assert (found.ahead, found.behind) == ("good", "poor")
    assert found.difference.difference == 1.0
    assert found.sets == (40, 0, 0)
    assert (found.thresholds_held, found.variants_held) == (3, 4)
    assert found.better
    assert found.sentence("plausible") == (
        "good is ahead of poor in 40 of 40 plausible parameter sets (level in 0, behind in 0), "
        "under all 3 thresholds and all 4 variants; "
        "it may be called better."
    )


def test_a_ranking_that_turns_with_the_threshold_is_counted() -> None:
    always_middling, half_splendid = standing("middling", ends(0.55)), standing("splendid", ends(0.9, 0.1))
    found = rank(always_middling, half_splendid, SETS)
    assert found.ahead == "middling"
    assert found.thresholds_held == 2, "at two thirds the other plan is ahead"
    assert found.thresholds["two thirds"].difference == -0.5
    assert "under 2 of 3 thresholds" in found.sentence("default")


@pytest.mark.parametrize("sets", [np.arange(100), np.arange(100) % 25])
def test_of_several_differences_each_has_its_part_of_the_error(sets: np.ndarray) -> None:
    luck = np.random.default_rng(3)
    first, second = (luck.random((2, 100)) < chance for chance in (0.7, 0.5))
    groups = by_set((first.astype(float) - second).mean(axis=0), sets)
    for comparisons, level in ((1, 0.95), (5, 0.99)):
        found = clear_difference(first, second, sets, comparisons)
        expected = t.interval(level, len(groups) - 1, found.difference, sem(groups))
        assert (found.low, found.high) == pytest.approx(expected)


def test_parameter_sets_are_counted_by_who_is_ahead_in_each() -> None:
    first, second = np.ones((1, 200)), np.ones((1, 200))
    second[0, SETS < 25] = 0.0
    first[0, (SETS >= 25) & (SETS < 30)] = 0.0
    found = rank(standing("first", first), standing("second", second), SETS)
    assert found.sets == (25, 10, 5)
    assert "in 25 of 40 given parameter sets (level in 10, behind in 5), under" in found.sentence("mine.parquet")
    assert found.difference.difference == pytest.approx(20 / 40)


def test_every_reason_not_to_call_a_plan_better_is_given() -> None:
    poor = standing("poor", ends(0.1))
    assert rank(standing("good", ends(0.9), own=0.4), poor, SETS).reasons == (NOT_BEYOND_CHANCE,)
    idle = standing("good", ends(0.9), control=Difference(0.01, -0.01, 0.03))
    assert rank(idle, poor, SETS).reasons == (NOT_BY_REACTING,)
    assert rank(standing("good", ends(0.9), control=Difference(0.1, 0.05, 0.15)), poor, SETS).better
    even = rank(standing("one", ends(0.9, 0.1)), standing("two", ends(0.1, 0.9)), SETS)
    assert even.is_level
    assert TOO_CLOSE in even.reasons
    assert even.sentence("plausible") == "one and two are level."


def test_the_same_luck_in_several_scenarios_counts_once() -> None:
    generator = np.random.default_rng(1)
    first, second = generator.random((2, 1, 400)) < np.array([0.6, 0.5])[:, None, None]
    sets = np.zeros(400, dtype=np.int64)
    once = clear_difference(first, second, sets)
    often = clear_difference(np.repeat(first, 9, axis=0), np.repeat(second, 9, axis=0), sets)
    assert (often.difference, often.low) == pytest.approx((once.difference, once.low))


def test_futures_of_one_set_are_taken_together() -> None:
    """Where all futures of a set say the same, a thousand of them are worth no more than one each."""
    apart = np.repeat([True, False], [30, 20])
    few = clear_difference(apart[None], np.zeros((1, 50), dtype=bool), np.arange(50))
    many = clear_difference(
        np.tile(apart, 20)[None], np.zeros((1, 1000), dtype=bool), np.tile(np.arange(50), 20)
    )  # fmt: skip
    assert (many.low, many.high) == pytest.approx((few.low, few.high))


@settings(max_examples=150, deadline=None)
@given(
    arrays.arrays(np.float64, (2, 60), elements=st.floats(0, 1.5)),
    arrays.arrays(np.float64, (2, 60), elements=st.floats(0, 1.5)),
    st.integers(1, 60),
)
def test_whoever_is_named_first_the_ranking_is_the_same(first: np.ndarray, second: np.ndarray, number: int) -> None:
    sets = np.arange(60) % number
    one, other = standing("one", first), standing("other", second)
    there, back = rank(one, other, sets), rank(other, one, sets)
    assert there.difference == back.difference or there.is_level
    assert sum(there.sets) == number
    assert there.difference.difference >= 0
    if not there.is_level:
        assert (there.ahead, there.sets, there.better) == (back.ahead, back.sets, back.better)


def test_means_by_set() -> None:
    assert by_set(np.array([1.0, 2.0, 3.0, 6.0]), np.array([7, 2, 7, 2])).tolist() == [4.0, 2.0]
