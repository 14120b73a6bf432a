"""Screening finds what matters, by how much, and says what it left out."""

import numpy as np
import pandas as pd
import pytest

from sim.calibration.screening import SCREENED_NAMES, effects, importance, screening_sets
from sim.calibration.sets import NAMES, SCREENED, latin_hypercube
from sim.world.parameters import ALL_PARAMETERS, UNCERTAIN

RANGES = {one.name: one.high - one.low for one in SCREENED}


def planted() -> pd.DataFrame:
    sets = screening_sets(4, seed=1)
    table = pd.DataFrame(sets).add_prefix("parameter ")
    scaled = {
        name: (pd.Series([one[name] for one in sets]) - ALL_PARAMETERS[name].low) / RANGES[name] for name in RANGES
    }
    table["figure"] = 3 * scaled["burnout"] - 1 * scaled["asking"]
    table["other"] = 5 * scaled["asking_gain"]
    return table


def test_every_uncertain_parameter_and_every_mechanism_is_screened():
    assert set(SCREENED_NAMES) == set(NAMES) | {name for name in ALL_PARAMETERS if name.endswith("_gain")}
    assert not any(one.set_by_context for one in UNCERTAIN)


def test_planted_effects_are_found_over_the_whole_range():
    found = effects(planted(), ["figure", "other"])
    assert found.loc["burnout", "figure"] == pytest.approx(3)
    assert found.loc["asking", "figure"] == pytest.approx(1)
    assert found.loc["asking_gain", "other"] == pytest.approx(5)
    untouched = found.drop(["burnout", "asking", "asking_gain"])
    assert (untouched.abs() < 1e-12).all(axis=None)
    ranked = importance(found)
    assert ranked["burnout"] == ranked["asking_gain"] == pytest.approx(1)
    assert ranked["asking"] == pytest.approx(1 / 3)


def test_a_trajectory_with_a_hole_is_left_out_and_counted():
    table = planted()
    table.loc[5, "figure"] = np.nan
    found = effects(table, ["figure", "other"])
    assert found.attrs["trajectories left out"] == {"figure": 1, "other": 0}
    assert found.loc["burnout", "figure"] == pytest.approx(3)


def test_sets_fill_their_ranges_evenly():
    points = latin_hypercube(100, seed=1)
    for column, one in enumerate(UNCERTAIN):
        share = (points[:, column] - one.low) / (one.high - one.low)
        assert sorted(np.floor(share * 100).astype(int)) == list(range(100))
