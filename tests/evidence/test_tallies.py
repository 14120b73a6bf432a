"""Figures that follow from counts, and how sure they are."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from sim.evidence.tallies import (
    HIGHEST,
    STEPS,
    count_ratios,
    estimate,
    median_length,
    median_ratio,
    median_stay,
    share_of_lengths,
    share_of_totals,
    staying,
    staying_beyond,
)


def counts_of(ended, going_on, months):
    counts = np.zeros((2, months))
    for row, lengths in zip(counts, (ended, going_on), strict=True):
        np.add.at(row, np.array(lengths, dtype=int) - 1, 1.0)
    return counts.ravel()


def test_the_median_lies_where_the_curve_crosses_one_half():
    assert median_stay(counts_of([1, 2, 3, 4], [], 5)) == 2  # half exceed two months
    assert median_stay(counts_of([1, 1, 1, 4], [], 5)) == pytest.approx(2 / 3)  # a third of the way below
    assert math.isnan(median_stay(counts_of([1], [5, 5, 5], 5)))


def test_stays_that_go_on_count_as_long_as_they_were_seen():
    share = staying(counts_of([1, 3], [2, 3], 4))
    assert share[:4].tolist() == [1.0, 0.75, 0.75, 0.375]
    assert math.isnan(share[4])
    assert staying_beyond(3)(counts_of([1, 3], [2, 3], 4)) == 0.375
    assert math.isnan(staying_beyond(9)(counts_of([1, 3], [2, 3], 4)))


@given(
    st.lists(st.integers(1, 12), min_size=1, max_size=40), st.lists(st.integers(1, 12), max_size=40)
)  # fmt: skip
def test_the_curve_is_that_of_scipy(ended, going_on):
    share = staying(counts_of(ended, going_on, 12))
    expected = ecdf(CensoredData(uncensored=ended, right=going_on)).sf
    for month in range(1, max(ended) + 1):
        assert share[month] == pytest.approx(float(expected.evaluate(month)))


def test_an_interval_covers_the_truth_about_as_often_as_it_says():
    luck = np.random.default_rng(1)
    covered = 0
    for _ in range(300):
        flags = luck.random(400) < 0.3
        found = estimate([np.stack([flags, np.ones(400)], axis=1).astype(float)], share_of_totals)
        covered += found.low <= 0.3 <= found.high
    assert 270 <= covered <= 297


def test_futures_are_pooled_over_contexts():
    first, second = np.array([[1.0, 1.0]] * 3), np.array([[0.0, 1.0]])
    assert estimate([first, second], share_of_totals).figure == 0.75


def test_one_future_has_a_figure_but_no_interval():
    found = estimate([np.array([[1.0, 2.0]])], share_of_totals)
    assert found.figure == 0.5
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_nothing_to_measure_is_no_figure():
    assert estimate([np.zeros((30, 2))], share_of_totals) is None


def test_the_median_of_ratios_lies_within_their_step():
    counted = count_ratios(2, np.array([0, 0, 1]), np.array([0.5, 1.0, 7.0]))
    assert counted.sum(axis=1).tolist() == [2, 1]
    assert median_ratio(counted.sum(axis=0)) == pytest.approx(1.0, abs=HIGHEST / STEPS)
    assert math.isnan(median_ratio(counted[1])), "beyond the highest step"
    assert math.isnan(median_ratio(np.zeros(STEPS + 1)))


@given(st.lists(st.floats(0, 3.9), min_size=1, max_size=40))
def test_the_median_of_ratios_is_that_of_numpy_to_a_step(ratios):
    found = median_ratio(count_ratios(1, np.zeros(len(ratios), dtype=int), np.array(ratios))[0])
    ordered = sorted(ratios)
    low, high = ordered[(len(ratios) - 1) // 2], ordered[len(ratios) // 2]
    assert low - HIGHEST / STEPS <= found <= high + HIGHEST / STEPS


def test_lengths_have_a_median_and_shares():
    totals = np.zeros(61)
    totals[[12, 24, 36, 60]] = [1, 2, 1, 1]
    assert median_length(totals) == 24
    assert share_of_lengths(1, 18)(totals) == 0.2
    assert share_of_lengths(36)(totals) == 0.4
    assert math.isnan(median_length(np.zeros(61)))
    assert math.isnan(share_of_lengths(36)(np.zeros(61)))
