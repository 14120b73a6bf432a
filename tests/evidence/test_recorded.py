"""The evidence that reports and the dashboard show at once is what would be measured now."""

from __future__ import annotations

import dataclasses
import json
import math

import pytest

from sim.evidence import recorded
from sim.evidence.assessment import assess
from sim.evidence.recorded import recorded_evidence
from sim.files.parameter_sets import DEFAULT, PLAUSIBLE, ParameterSets, parameter_sets

AT_LEAST: int = 6
"""Of the eleven patterns that the model should show: half, rounded up. Asked for before anything was calibrated."""


def same(one: object, other: object) -> bool:
    """Whether two results agree but for what another processor rounds otherwise."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)
    return one == other


@pytest.mark.slow
@pytest.mark.parametrize("name", recorded.SHIPPED)
def test_what_is_kept_is_what_is_measured(name: str) -> None:
    kept = recorded_evidence(parameter_sets(name))
    assert kept is not None, "run `python -m tests.behaviour.update_results evidence`"
    measured = assess(futures=kept.futures, seed=kept.seed, parameters=name)
    assert same(kept.to_dict(), measured.to_dict()), "run `python -m tests.behaviour.update_results evidence`"


@pytest.mark.parametrize("name", recorded.SHIPPED)
def test_at_least_half_of_what_the_model_should_show_is_inside_or_near(name: str) -> None:
    kept = recorded_evidence(parameter_sets(name))
    assert kept is not None
    counted = kept.to_dict()["counted"]
    assert counted["patterns"] == [4, 6, 7, 9, 10, 12, 13, 14, 15, 18, 19]
    assert counted["inside or near"] >= AT_LEAST


def test_it_tells_of_no_other_sets() -> None:
    shipped = parameter_sets(PLAUSIBLE)
    assert recorded_evidence(ParameterSets("mine.parquet", shipped.sets)) is None
    assert recorded_evidence(dataclasses.replace(shipped, sets=shipped.sets[:-1])) is None
    assert recorded_evidence(ParameterSets(DEFAULT, ({"hostile_probability": 0.2},))) is None


def test_it_tells_of_no_other_version_of_the_model_and_no_other_patterns(tmp_path, monkeypatch) -> None:
    content = json.loads(recorded.path().read_text(encoding="utf-8"))
    file = tmp_path / "evidence.json"
    monkeypatch.setattr(recorded, "path", lambda: file)
    default = content["evidence"][DEFAULT]
    without = {name: one for name, one in default["findings"].items() if name != "habit"}
    for changed in ({"model": "0"}, {"evidence": {DEFAULT: default | {"findings": without}}}):
        file.write_text(json.dumps(content | changed), encoding="utf-8")
        recorded._read.cache_clear()
        assert recorded_evidence(parameter_sets(DEFAULT)) is None
    recorded._read.cache_clear()
