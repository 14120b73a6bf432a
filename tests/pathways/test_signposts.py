"""Signposts: alarms that are true, false, early or too late."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.pathways.signposts import PATIENCE, SEEN_LATE, alarms, best_signposts, enough_collapses, judged, own_signposts
from sim.world.measures import MEASURES, N_MEASURES, STANDING

NAN = np.nan


def test_an_alarm_needs_months_in_a_row_and_time_to_be_seen() -> None:
    values = np.array([
        [9, 1, 1, 9, 1, 1, 1, 9, 9, 9, 9],  # low in months 4 to 6: seen in month 6 + 2, acted on in the next
        [0, 0, 9, 9, 9, 9, 9, 9, 9, 9, 9],  # month 0 is not watched
        [9, 9, 9, 9, 9, 9, 9, 1, 1, 1, 1],  # too late to be acted on before the end
    ])  # fmt: skip
    found = alarms(values.astype(float), 2.0)
    assert found[0] == 4 + PATIENCE - 1 + SEEN_LATE + 1
    assert np.isnan(found[1:]).all()


def test_alarms_after_the_collapse_warn_of_nothing() -> None:
    found = judged(
        "standing", 0.4, np.array([10.0, 30.0, 20.0, NAN, 15.0, NAN]), np.array([25.0, 20.0, 20.0, 30.0, NAN, NAN])
    )
    assert (found.true.count, found.true.futures) == (1, 4)
    assert (found.false.count, found.false.futures) == (1, 2)
    assert found.lead == (15.0, 15.0, 15.0)
    assert found.first == 10.0
    assert not found.reliable


def planted(futures: int = 200, lead: int = 24) -> tuple[np.ndarray, np.ndarray]:
    """Return futures in which standing falls two years before every collapse, and everything else is noise."""
    generator = np.random.default_rng(3)
    series = generator.random((futures, 121, N_MEASURES))
    collapse = np.where(np.arange(futures) % 4 < 2, NAN, 60.0 + np.arange(futures) % 30)
    series[:, :, STANDING] = 0.9
    for future, month in enumerate(collapse):
        if not np.isnan(month):
            series[future, int(month) - lead :, STANDING] = 0.2
    return series, collapse


def test_a_planted_warning_is_found_and_is_first() -> None:
    series, collapse = planted()
    found = best_signposts(series, collapse)
    assert found[0].name == "standing"
    assert found[0].reliable
    assert (found[0].true.share, found[0].false.share) == (1.0, 0.0)
    assert found[0].lead == (24 - PATIENCE - SEEN_LATE,) * 3
    assert found[0].true.futures == 50, "judged on one half of the futures"
    assert not any(one.reliable for one in found[1:]), "noise warns of nothing"


def test_too_few_collapses_say_nothing() -> None:
    series, collapse = planted()
    collapse[np.cumsum(~np.isnan(collapse)) > 12] = NAN
    assert not enough_collapses(collapse)
    assert best_signposts(series, collapse) == []
    assert own_signposts({"t": collapse}, collapse) == []


def test_the_own_triggers_of_a_plan_are_judged_alike() -> None:
    _, collapse = planted()
    (early,) = own_signposts({"early": collapse - 7.0}, collapse)
    assert (early.true.share, early.false.share, early.threshold) == (1.0, 0.0, None)
    assert early.lead == (7.0, 7.0, 7.0)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.floats(0.05, 0.95))
def test_a_higher_threshold_never_warns_later(seed: int, threshold: float) -> None:
    values = np.random.default_rng(seed).random((8, 40))
    lower, higher = alarms(values, threshold), alarms(values, threshold + 0.05)
    warned = ~np.isnan(lower)
    assert not np.isnan(higher[warned]).any()
    assert (higher[warned] <= lower[warned]).all()


def test_what_is_watched_exists() -> None:
    from sim.pathways.signposts import WATCHED

    assert set(WATCHED) <= {measure.name for measure in MEASURES}
    with pytest.raises(AttributeError):
        judged("standing", 1.0, np.array([NAN]), np.array([NAN])).name = "x"  # type: ignore[misc]
