"""Tipping points: the first month from which a plan is not good enough any more."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from sim.pathways.tipping import arrived_by, tipping, tipping_months
from sim.results.outcomes import COLLAPSED, PAPER, STRUGGLING, WORKING, Lives


def history(text: str) -> list[int]:
    """Return states from letters: w for working, anything else not."""
    return [{"w": WORKING, "c": COLLAPSED, "s": STRUGGLING, "x": PAPER}[letter] for letter in text]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("wwwwwwwwwwww", None),
        ("wwwsxcsscwww", 3),  # six months of any other state, and none of them working
        ("wwwsssssw" + "wwww", None),  # five are no tipping point
        ("wsssswssssss", 6),  # the row counts from its own beginning
        ("sssssssssssw", 1),  # the beginning is no month
        ("wwwwwwwsssss", None),  # too short to be seen by the end
        ("sssss", None),
    ],
)
def test_histories_traced_by_hand(text: str, month: int | None) -> None:
    (found,) = tipping_months(np.array([history(text)], dtype=np.int8))
    assert np.isnan(found) if month is None else found == month


@settings(max_examples=150, deadline=None)
@given(arrays.arrays(np.int8, (7, 30), elements=st.integers(0, 3)))
def test_the_same_as_looking_month_by_month(states: np.ndarray) -> None:
    for row, found in zip(states, tipping_months(states), strict=True):
        slow = next((m for m in range(1, 25) if all(state != WORKING for state in row[m : m + 6])), None)
        assert np.isnan(found) if slow is None else found == slow


def test_medians_count_those_that_never_tip() -> None:
    months = np.array([5.0, 9.0, np.nan, np.nan])
    assert arrived_by(months, 0.25) == 5
    assert arrived_by(months, 0.5) == 9
    assert arrived_by(months, 0.75) is None
    states = np.full((4, 31), WORKING, dtype=np.int8)
    states[0, 5:12] = STRUGGLING
    states[1, 9:] = COLLAPSED
    found = tipping(Lives(states, months, months, np.ones(4, dtype=bool), np.zeros(4)))
    assert found.quartile(0.5) == 9
    assert (found.waiting.median, found.waiting.never) == (9.0, 0.5)
