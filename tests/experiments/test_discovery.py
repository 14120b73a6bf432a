"""Planted boxes are found, noise is not credited, and coverage and density are what a hand counts."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiments import discovery
from sim.experiments.boxes import Restriction, inside, rounded, score, size_of, without_idle
from sim.experiments.cart import cart_box
from sim.experiments.discovery import check, discover, held_out
from sim.experiments.factors import Factor, matrix
from sim.experiments.prim import prim_box
from sim.files.mistakes import Mistake
from sim.results.intervals import wilson

PLAN = Factor("plan", choices=("baseline", "adaptive", "insider", "watchdog"))
MONTH = Factor("when", low=1, high=120, stepwise=True, beginning="2027-01")
NUMBERS = tuple(Factor(name) for name in ("a", "b", "c", "d", "e"))
ALL = (*NUMBERS, MONTH, PLAN)


def points_of(number: int, seed: int = 5) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    points = pd.DataFrame({factor.name: rng.random(number) for factor in NUMBERS})
    points["when"] = rng.integers(1, 121, number)
    points["plan"] = rng.choice(PLAN.choices, number)
    return points


def lived(chance: pd.Series, futures: int, seed: int = 6) -> pd.Series:
    """The share of so many futures in which it happens, each with this chance."""
    return pd.Series(np.random.default_rng(seed).binomial(futures, chance) / futures)


def by_name(box: tuple[Restriction, ...]) -> dict[str, Restriction]:
    return {one.factor.name: one for one in box}


@pytest.mark.parametrize("method", ["prim", "cart"])
@pytest.mark.parametrize("futures", [1, 50])
def test_a_planted_box_is_found_with_its_limits(method: str, futures: int) -> None:
    points = points_of(3000)
    planted = (points.a < 0.4) & (points.when <= 60)
    happens = lived(planted * 0.62 + 0.21, futures)
    found = discover(points, happens, ALL, method)
    assert found.holds
    box = by_name(found.box)
    assert set(box) == {"a", "when"}
    assert box["a"].high == pytest.approx(0.4, abs=0.04)
    assert box["when"].high == pytest.approx(60, abs=5)
    assert (box["a"].low, box["when"].low) == (-math.inf, -math.inf)
    assert found.held_out.density == pytest.approx(0.83, abs=0.06)
    assert found.held_out.elsewhere == pytest.approx(0.21, abs=0.06)
    assert {name for name, share in found.stability.items() if share > 0.8} == {"a", "when"}
    assert set(found.without) == {"a", "when"}
    assert all(one.chance < 0.001 for one in found.without.values())


@pytest.mark.parametrize("method", ["prim", "cart"])
def test_planted_choices_and_two_sided_limits_are_found(method: str) -> None:
    points = points_of(3000)
    planted = points.plan.isin(["insider", "watchdog"]) & points.b.between(0.3, 0.8)
    found = discover(points, lived(planted * 0.7 + 0.1, 20), ALL, method)
    box = by_name(found.box)
    assert set(box) == {"b", "plan"}
    assert (box["b"].low, box["b"].high) == pytest.approx((0.3, 0.8), abs=0.04)
    assert set(box["plan"].allowed) <= {"insider", "watchdog"}
    assert box["plan"].allowed
    if method == "prim":
        assert set(box["plan"].allowed) == {"insider", "watchdog"}
    assert found.holds


@pytest.mark.parametrize("value", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("each", [1, 4])
def test_where_all_held_out_points_are_alike_there_is_still_doubt(value: float, each: int) -> None:
    """Six groups that say the same tell as much as six futures, however many points stand in each."""
    low, high = discovery._interval(np.full(6 * each, value), np.repeat(np.arange(6), each))
    assert (low, high) == (wilson(math.floor(6 * value), 6).low, wilson(math.ceil(6 * value), 6).high)
    assert high - low > 0.3


@pytest.fixture
def no_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    """How stable a box is takes most of the time, and decides nothing of whether it holds."""
    monkeypatch.setattr(discovery, "RESAMPLES", 1)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["prim", "cart"])
def test_noise_is_not_credited_more_often_than_its_test_says(method: str, no_resamples: None) -> None:
    credited = 0
    for seed in range(40):
        points = points_of(300, seed)
        found = discover(points, lived(pd.Series(0.4, points.index), 5, 1000 + seed), NUMBERS, method)
        assert found.learned.density >= found.learned.elsewhere  # a search always finds something
        credited += found.holds
    assert credited <= 5  # 40 x 2.5 %, and luck


@pytest.mark.slow
def test_alike_points_are_not_counted_as_many(no_resamples: None) -> None:
    """One base point's rows are nearly the same point: taken for new ones, they would confirm any noise."""
    credited = 0
    for seed in range(40):
        rng = np.random.default_rng(1000 + seed)
        base = points_of(60, seed)
        points = base.loc[np.repeat(base.index, 10)].reset_index(drop=True)
        groups = np.repeat(np.arange(60), 10)
        happens = pd.Series(np.repeat(rng.random(60), 10))
        credited += discover(points, happens, NUMBERS, "prim", groups).holds
    assert credited <= 5


def test_coverage_and_density_by_hand() -> None:
    # Six points: in the first three it happens in all, none and half of the futures; elsewhere in 0, 0 and a half.
    mask = np.array([True, True, True, False, False, False])
    size = size_of(mask, np.array([1.0, 0.0, 0.5, 0.0, 0.0, 0.5]))
    assert (size.density, size.elsewhere, size.coverage, size.mass) == pytest.approx((1.5 / 3, 0.5 / 3, 1.5 / 2, 0.5))
    assert (size.points_inside, size.points) == (3, 6)
    assert score(mask, np.array([1.0, 0.0, 0.5, 0.0, 0.0, 0.5])) == pytest.approx(0.5 * (0.5 - 2 / 6))


def test_the_check_by_hand() -> None:
    mask = np.array([True] * 5 + [False] * 5)
    rate = np.array([1, 1, 1, 1, 0, 0, 0, 0, 0, 1], dtype=float)
    found = check(mask, rate, np.arange(10))
    # Sum of squares on either side 0.8: variance (0.8 + 0.8) / 25 x 10 / 9; t of 9 degrees of freedom 2.262.
    error = math.sqrt(1.6 / 25 * 10 / 9)
    assert (found.difference, found.low) == pytest.approx((0.6, 0.6 - 2.2622 * error), abs=1e-4)
    assert math.isnan(check(mask[:8], rate[:8], np.arange(8)).difference)
    four = np.array([0, 0, 1, 2, 3, 5, 6, 7, 8, 9])
    assert math.isnan(check(mask, rate, four).difference), "five points inside, but of four groups"


def test_a_third_is_put_aside_whatever_happens_and_groups_stay_whole() -> None:
    groups = np.repeat(np.arange(300), 4)
    aside = held_out(groups)
    assert aside.sum() == 400
    assert all(len(set(aside[groups == group])) == 1 for group in range(300))
    longer = held_out(np.repeat(np.arange(600), 4))
    assert np.array_equal(longer[:1200], aside)


@given(st.integers(0, 10_000), st.sampled_from(["prim", "cart"]))
@settings(max_examples=100, deadline=None)
def test_a_box_never_holds_less_than_it_says(seed: int, method: str) -> None:
    points = points_of(90, seed)
    rate = np.random.default_rng(20_000 + seed).random(90)
    box = (prim_box if method == "prim" else cart_box)(ALL, matrix(points, ALL), rate)
    mask = inside(box, points)
    assert mask.any()
    assert score(mask, rate) >= 0.0
    for one in box:
        assert one.low <= one.high
        assert one.allowed != one.factor.choices or not one.factor.choices
    kept = without_idle(rounded(box, points), points, rate, 0.1)
    assert set(by_name(kept)) <= set(by_name(box))


def test_limits_are_rounded_before_they_are_measured() -> None:
    points = pd.DataFrame({"a": [0.101, 0.302, 0.4999, 0.511, 1.0], "when": [1, 2, 3, 4, 5]})
    box = (Restriction(NUMBERS[0], high=0.50545), Restriction(MONTH, low=2.0))
    found = rounded(box, points)
    assert (found[0].high, found[1].low) == (0.505, 2.0)
    assert inside(found, points).tolist() == [False, True, True, False, False]


def test_idle_restrictions_go() -> None:
    points = points_of(400)
    rate = (points.a < 0.5).to_numpy(dtype=float)
    box = (Restriction(NUMBERS[0], high=0.5), Restriction(NUMBERS[1], low=0.02), Restriction(NUMBERS[2], high=0.97))
    assert set(by_name(without_idle(box, points, rate, 0.1))) == {"a"}


def test_points_without_a_value_are_counted_not_taken_for_zero() -> None:
    points = points_of(900)
    happens = lived((points.a < 0.4) * 0.8 + 0.1, 10)
    happens.iloc[::9] = np.nan
    found = discover(points, happens, NUMBERS)
    assert (found.points, found.missing) == (800, 100)
    assert found.holds


@pytest.mark.parametrize(
    ("number", "value", "message"),
    [
        (59, None, "there are 59 points with a value, but discovery needs at least 60"),
        (100, 0.0, "it happens in 0% of the futures of every point"),
        (100, 1.0, "it happens in 100% of the futures of every point"),
    ],
)
def test_what_cannot_be_discovered_is_said(number: int, value: float | None, message: str) -> None:
    points = points_of(number)
    happens = points.a if value is None else pd.Series(value, points.index)
    with pytest.raises(Mistake, match=message):
        discover(points, happens, NUMBERS)


def test_unknown_methods_are_said() -> None:
    with pytest.raises(Mistake, match="method 'prime' does not exist; did you mean 'prim'"):
        discover(points_of(100), pd.Series(0.5, range(100)), NUMBERS, "prime")


def test_an_experiment_that_varies_nothing_is_refused() -> None:
    with pytest.raises(Mistake, match="nothing varies that could be a condition"):
        discover(points_of(100), points_of(100).a, ())
