"""Inside, near, outside or not comparable."""

from __future__ import annotations

import math

import pytest

from sim.evidence.pattern import Comparison, Observed
from sim.evidence.tallies import Estimate
from sim.evidence.verdicts import distance, verdict, worst

WIDER_ABOVE = Observed(10.0, 8.0, 14.0)


def comparison(test="interval", observed=WIDER_ABOVE):
    return Comparison("listed", "label", "what", "unit", observed, test)


def simulated(figure, low=math.nan, high=math.nan):
    return Estimate(figure, low, high)


@pytest.mark.parametrize(
    ("figure", "apart", "expected"),
    [
        (10.0, 0.0, "inside"), (14.0, 1.0, "inside"), (14.1, 1.025, "near"), (18.0, 2.0, "near"),
        (18.1, 2.025, "outside"), (8.0, -1.0, "inside"), (7.9, -1.05, "near"), (6.0, -2.0, "near"),
        (5.9, -2.05, "outside"),
    ],
)  # fmt: skip
def test_an_interval_is_judged_by_the_half_on_the_figures_side(figure, apart, expected):
    assert distance(comparison(), simulated(figure)) == pytest.approx(apart)
    assert verdict(comparison(), simulated(figure)) == expected


@pytest.mark.parametrize(
    ("test", "low", "high", "expected"),
    [
        ("positive", 0.1, 0.3, "inside"), ("positive", 0.0, 0.4, "outside"), ("positive", -0.3, -0.1, "outside"),
        ("negative", -0.3, -0.1, "inside"), ("negative", -0.4, 0.0, "outside"), ("negative", 0.1, 0.3, "outside"),
        ("positive", math.nan, math.nan, "not comparable"),
    ],
)  # fmt: skip
def test_a_sign_has_to_be_clear(test, low, high, expected):
    found = simulated(0.2, low, high)
    assert verdict(comparison(test), found) == expected
    assert distance(comparison(test), found) is None


def test_a_bound_is_kept_or_not():
    bounded = comparison("at most", Observed(0.26, None, 0.26))
    assert verdict(bounded, simulated(0.26)) == "inside"
    assert verdict(bounded, simulated(0.27)) == "outside"
    assert distance(bounded, simulated(0.27)) is None


@pytest.mark.parametrize("test", ["interval", "at most", "positive", "negative", "none"])
def test_without_a_simulated_figure_nothing_is_comparable(test):
    assert verdict(comparison(test), None) == "not comparable"
    assert distance(comparison(test), None) is None


def test_what_is_only_shown_or_has_no_interval_is_not_comparable():
    assert verdict(comparison("none"), simulated(10.0)) == "not comparable"
    assert verdict(comparison(observed=Observed(10.0)), simulated(10.0)) == "not comparable"


def test_a_pattern_is_as_good_as_its_worst_comparison():
    assert worst(["inside", "near"]) == "near"
    assert worst(["inside", "outside", "near"]) == "outside"
    assert worst(["inside", "not comparable"]) == "inside"
    assert worst(["not comparable"]) == worst([]) == "not comparable"
