"""When a parameter set is implausible."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.calibration.judging import DOUBT, distances, excess, favourable, passes, plausible
from sim.calibration.measuring import ERROR, calibrated
from sim.evidence.pattern import Comparison, span

BY_NAME = {comparison.measure: comparison for _, comparison in calibrated()}
INTERVAL = Comparison("stay_median", "", "", "months", span(10.0, 20.0))


def line(*values: float) -> np.ndarray:
    return np.array(values)


def test_calibration_leaves_the_checks_alone():
    assert {pattern.number for pattern, _ in calibrated()} == {6, 10, 12, 15}


def test_an_interval_by_hand():
    figures = line(15, 20, 25, 30, 5, 0)
    assert excess(INTERVAL, figures, np.zeros(6)).tolist() == [0, 1, 2, 3, 2, 3]
    # with an error of 2.5, twice that counts in favour: 5 nearer
    assert favourable(INTERVAL, figures, np.full(6, 2.5)).tolist() == [0, 0, 1, 2, 1, 2]


@pytest.mark.parametrize(("test", "sign"), [("positive", 1), ("negative", -1)])
def test_signs_by_hand(test, sign):
    comparison = Comparison("habit", "", "", "share", test=test)
    figures, errors = sign * line(0.4, 0.0, -0.1, -0.3), np.full(4, 0.1)
    assert excess(comparison, figures, errors) == pytest.approx([0, 0, 1, 3])
    assert np.isfinite(favourable(comparison, figures, errors)).tolist() == [True, True, True, False]


def test_a_bound_by_hand():
    bound = BY_NAME["stay_five_years"]
    figures, errors = line(0.1, 0.26, 0.30, 0.40), np.full(4, 0.04)
    assert excess(bound, figures, errors) == pytest.approx([0, 0, 1, 3.5])


def fitting(number: int = 1) -> dict[str, np.ndarray]:
    figures: dict[str, np.ndarray] = {}
    for name, comparison in BY_NAME.items():
        middle = {"positive": 0.5, "at most": 0.1}.get(comparison.test, comparison.observed.figure)
        figures[name] = np.full(number, float(middle))
        figures[name + ERROR] = np.full(number, 0.001)
    return figures


def test_what_fits_everywhere_is_plausible_and_near():
    figures = fitting(3)
    assert plausible(figures).all()
    assert distances(figures) == pytest.approx([0, 0, 0])


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_each_comparison_alone_rules_a_set_out(name):
    figures = fitting(2)
    figures[name][1] = 99.0 if BY_NAME[name].test in ("interval", "at most") else -99.0
    assert plausible(figures).tolist() == [True, False]
    assert distances(figures)[1] > 3
    assert passes(BY_NAME[name], figures).tolist() == [True, False]


def test_a_figure_that_could_not_be_measured_rules_a_set_out():
    figures = fitting(2)
    figures["stay_median"][1] = np.nan
    assert plausible(figures).tolist() == [True, False]
    figures = fitting(2)
    figures["funded_again"][1], figures["funded_again" + ERROR][1] = 0.2, np.nan
    assert plausible(figures).tolist() == [True, False]


@given(st.floats(-50, 50), st.floats(0, 10), st.floats(0, 10))
def test_more_doubt_never_rules_out_more(figure, error, more):
    few, many = (favourable(INTERVAL, line(figure), line(one))[0] for one in (error, error + more))
    assert many <= few <= excess(INTERVAL, line(figure), line(error))[0]
    assert DOUBT > 0
