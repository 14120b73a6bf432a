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


def test_by_hand():
    # Twenty pairs: ten of 0 and 2, ten of 4 and 6. Means 1 and 5; within 2; between 2 x 20 x 4 / 19 = 160 / 19.
    values = np.array([0.0, 4.0] * 10 + [2.0, 6.0] * 10)
    found = split(values, np.tile(np.arange(20), 2))
    between = (160 / 19 - 2) / 2
    assert found.ignorance == pytest.approx(between / (between + 2))


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
