"""The observed figures, as they were found: none missing, none changed."""

from __future__ import annotations

import pytest

from sim.evidence.pattern import CONTEXTS, COUNTED_ROLES
from sim.evidence.patterns import PATTERNS
from sim.files import library

ROLES = {
    "input": [1, 2, 3, 8], "calibration": [6, 10, 12, 15], "check": [9, 13, 19], "written with": [4, 7, 14, 18],
    "no counterpart": [5, 11, 16, 17],
}  # fmt: skip

FIGURES = {
    "leader_exit": (282 / 16_730, 0.0150, 0.0189),
    "party_loss": (0.59, 0.54, 0.64),
    "senior_exit": (0.635, 0.57, 0.70),
    "open_next_year": (-5.4, -5.4 - 1.96 * 1.6, -5.4 + 1.96 * 1.6),
    "open_same_year": (1.3, 1.3 - 1.96 * 1.5, 1.3 + 1.96 * 1.5),
    "stay_median": (15.8, 5.9, 25.7),
    "work_of_three": (13 / 18, 0.4913, 0.875),
    "listed": (0.845, 0.79, 0.90),
    "active_last_year": (0.53, 0.4466, 0.6075),
    "family_exit": (0.845, 0.83, 0.86),
    "established_collapse": (0.0195, 0.011, 0.028),
    "post_turnover": (0.175, 0.14, 0.21),
    "after_key_person": (0.79, 0.28, 0.99),
    "others_after_key_person": (1.45, 0.44, 1.86),
    "recovery_after_key_person": (23 / 32, 0.5463, 0.8444),
    "funded_again": (0.20, 0.125, 0.31),
    "grant_length": (34.7, 18.0, 41.0),
    "short_grants": (0.25, 0.2093, 0.2956),
    "long_grants": (0.25, 0.2093, 0.2956),
}
COMPARISONS = {comparison.measure: comparison for pattern in PATTERNS for comparison in pattern.comparisons}


def test_every_pattern_has_its_number_and_the_role_that_was_written_down():
    assert [pattern.number for pattern in PATTERNS] == list(range(1, 20))
    assert {role: [one.number for one in PATTERNS if one.role == role] for role in ROLES} == ROLES


def test_no_more_patterns_choose_parameters_than_are_left_to_judge_them():
    counted = [one for one in PATTERNS if one.role in COUNTED_ROLES]
    assert 2 * sum(one.role == "calibration" for one in counted) < len(counted)


@pytest.mark.parametrize("measure", sorted(FIGURES))
def test_observed_figures_and_intervals(measure):
    observed = COMPARISONS[measure].observed
    assert (observed.figure, observed.low, observed.high) == pytest.approx(FIGURES[measure], abs=5e-5)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda one: str(one.number))
def test_every_pattern_says_what_was_found_by_whom_and_what_is_compared(pattern):
    assert pattern.found
    assert pattern.source
    assert pattern.trust
    assert set(pattern.contexts) <= set(CONTEXTS) <= set(library.names("context"))
    if pattern.role == "no counterpart":
        assert not pattern.comparisons
        assert pattern.note
    else:
        assert any(comparison.decides for comparison in pattern.comparisons)
        assert pattern.contexts
    for comparison in pattern.comparisons:
        assert comparison.observed.interval
        assert comparison.what.endswith(".")
        if comparison.test == "interval":
            assert comparison.observed.low <= comparison.observed.figure <= comparison.observed.high
