"""How the spread between futures splits into luck and ignorance."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.results.variance import futures_needed, split


def drawn(between: float, within: float, sets: int = 400, futures: int = 4, seed: int = 0):
    luck = np.random.default_rng(seed)
    group = np.tile(np.arange(sets), futures)
    return luck.normal(0, between, sets)[group] + luck.normal(0, within, sets * futures), group


@pytest.mark.parametrize(("between", "within", "share"), [(0, 1, 0.0), (1, 1, 0.5), (2, 1, 0.8), (1, 3, 0.1)])
def test_a_planted_share_is_found(between, within, share):
    found = split(*drawn(between, within))
    assert found is not None
    assert found.ignorance == pytest.approx(share, abs=0.06)
    assert found.low - 0.03 <= share <= found.high + 0.03
    assert (found.sets, found.futures) == (400, 1600)
    assert found.luck + found.ignorance == 1
    assert found.community is None
    assert not found.shows_community


def test_by_hand():
    # Twenty pairs: ten of 0 and 2, ten of 4 and 6. Means 1 and 5; within 2; between 2 x 20 x 4 / 19 = 160 / 19.
    values = np.array([0.0, 4.0] * 10 + [2.0, 6.0] * 10)
    found = split(values, np.tile(np.arange(20), 2))
    between = (160 / 19 - 2) / 2
    assert found.ignorance == pytest.approx(between / (between + 2))


def planted(ignorance: float, community: float, futures: int = 4000, sets: int = 400, seed: int = 0):
    """Return two lives of each future, and its set: normal numbers whose variance has these shares."""
    random = np.random.default_rng(seed)
    group = np.arange(futures) % sets
    alike = random.normal(0, ignorance**0.5, sets)[group] + random.normal(0, community**0.5, futures)
    luck = (1 - ignorance - community) ** 0.5
    first, second = (alike + random.normal(0, luck, futures) for _ in range(2))
    return first, group, second


@pytest.mark.parametrize(("ignorance", "community"), [(0.35, 0.2), (0.1, 0.0), (0.0, 0.4), (0.5, 0.5)])
def test_planted_shares_of_sets_and_communities_are_found(ignorance, community):
    found = split(*planted(ignorance, community))
    assert (found.ignorance, found.community) == pytest.approx((ignorance, community), abs=0.05)
    assert found.luck + found.ignorance + found.community == pytest.approx(1)
    assert found.community_low - 0.01 <= community <= found.community_high + 0.01
    assert found.shows_community == (community > 0)


def test_planted_shares_of_what_only_happens_or_not_are_found():
    # Above 0 or not: two normal numbers that correlate by r share 2 / pi x arcsin(r) of the variance of yes and no.
    first, group, second = planted(0.35, 0.2)
    found = split((first > 0).astype(float), group, (second > 0).astype(float))
    of_sets, of_both = 2 / np.pi * np.arcsin([0.35, 0.55])
    assert (found.ignorance, found.community) == pytest.approx((of_sets, of_both - of_sets), abs=0.05)


def test_in_many_experiments_shares_are_not_biased_and_intervals_hold_them():
    found = [split(*planted(0.2, 0.1, futures=500, sets=100, seed=seed)) for seed in range(60)]
    assert np.mean([one.community for one in found]) == pytest.approx(0.1, abs=0.02)
    assert np.mean([one.ignorance for one in found]) == pytest.approx(0.2, abs=0.02)
    assert sum(one.community_low <= 0.1 <= one.community_high for one in found) >= 50


def test_communities_by_hand():
    # The pairs of the other case by hand, within 2; the first of each pair has a second life, 1 apart: luck 1 / 2.
    values = np.array([0.0, 4.0] * 10 + [2.0, 6.0] * 10)
    again = np.append(values[:20] + 1, np.full(20, np.nan))
    found = split(values, np.tile(np.arange(20), 2), again)
    whole = (160 / 19 - 2) / 2 + 2
    assert found.community == pytest.approx(1.5 / whole)
    assert found.luck == pytest.approx(0.5 / whole)
    assert found.ignorance == split(values, np.tile(np.arange(20), 2)).ignorance


def test_what_cannot_be_told_is_none():
    values, group = drawn(1, 1, sets=19)
    assert split(values, group) is None  # too few sets
    assert split(np.arange(500.0), np.arange(500)) is None  # one future each
    assert split(np.ones(1600), drawn(1, 1)[1]) is None  # all alike


@settings(max_examples=100)
@given(st.integers(0, 10**6), st.floats(-1e6, 1e6), st.floats(1e-3, 1e3))
def test_shares_do_not_depend_on_unit_or_order(seed, shift, scale):
    values, group = drawn(1, 1, sets=30, futures=3, seed=seed)
    order = np.random.default_rng(seed).permutation(len(values))
    one, other = split(values, group), split(shift + scale * values[order], group[order])
    assert other.ignorance == pytest.approx(one.ignorance, abs=1e-4)
    assert 0 <= one.low <= one.ignorance <= one.high <= 1


def test_futures_without_a_second_of_their_set_do_not_count():
    values, group = drawn(1, 1, sets=50, futures=2)
    more = split(np.append(values, 99.0), np.append(group, 777))
    assert more == split(values, group)


def test_from_how_many_futures_on_a_split_is_told() -> None:
    for sets in (20, 35):
        needed = futures_needed(sets)
        assert needed is not None
        for futures, told in ((needed - 1, False), (needed, True)):
            lived = np.arange(futures) % sets
            assert (split((np.arange(futures) % 3 == 0).astype(float), lived) is not None) == told
    assert futures_needed(19) is None
