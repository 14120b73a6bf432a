"""docs/validation.md says what was recorded, and what was recorded is what the rules do."""

import json
import math

import numpy as np
import pytest

from docs import make_validation
from sim.evidence.recorded import SHIPPED, recorded_evidence
from sim.files.parameter_sets import parameter_sets
from sim.world.measures import PRIMARY
from sim.world.parameters import ALL_PARAMETERS, MECHANISMS
from tests.behaviour import explorations, held, independent
from tests.behaviour.arms import Arm, Working
from tests.behaviour.expectations import EXPECTATIONS
from tests.behaviour.measuring import column, measure, realised_effort, run, series_of, values
from tests.behaviour.update_results import PARTS, changes, recorded, rounded

UPDATE = "run `python -m tests.behaviour.update_results`, `python docs/make_validation.py`, `python docs/make_model.py`"
SAMPLE = ("H4", "H11", "H15", "H19")
"""Expectations that are measured again here; all are in test_expectations.py."""

CLOSE = 1e-4
"""Results are kept with six digits, and z divides by a small difference."""


@pytest.fixture(scope="module")
def results() -> make_validation.Results:
    found: make_validation.Results = json.loads(make_validation.RESULTS.read_text(encoding="utf-8"))
    return found


def test_document_says_what_was_recorded(results: make_validation.Results) -> None:
    text = make_validation.DOCUMENT.read_text(encoding="utf-8")
    assert make_validation.renewed(text, results) == text, "out of date; run: python docs/make_validation.py"
    picture = make_validation.PICTURE.read_text(encoding="utf-8")
    assert make_validation.ablation_picture(results["ablations"]) == picture, "run: python docs/make_validation.py"


def test_what_is_not_shown_comes_first() -> None:
    text = make_validation.DOCUMENT.read_text(encoding="utf-8")
    places = [text.index(f"\n## {title}\n") for title in ("Contradicted", "Not shown", "What holds")]
    assert places == sorted(places)


def test_every_part_was_recorded(results: make_validation.Results) -> None:
    assert set(PARTS) <= set(results), UPDATE
    assert list(results["expectations"]) == [one.name for one in EXPECTATIONS], UPDATE
    assert list(results["ablations"]) == [one.name for one in MECHANISMS], UPDATE
    assert set(results["parameters"]) <= set(ALL_PARAMETERS)
    assert set(results["held"]) == {one.name for one in held.held()}, UPDATE
    assert list(results["independent"]) == [cell.label for cell in independent.CELLS], UPDATE


def test_signs_bounds_and_units_stand_beside_observed_figures(results: make_validation.Results) -> None:
    found = {
        one["measure"]: make_validation.observed_in_words(one)
        for pattern in results["evidence"]["plausible"]["patterns"] for one in pattern["comparisons"]
    }  # fmt: skip
    assert found["open_next_year"] == "below 0; seen: -5.4 (-8.54 to -2.26) Barometer points"
    assert found["habit"] == "above 0"
    assert found["stay_five_years"] == "at most 0.26"
    assert found["post_turnover"] == "0.175 (0.14 to 0.21)"
    assert found["training_reuse"] == "-"


def test_single_sets_are_counted_for_every_pattern_that_counts(results: make_validation.Results) -> None:
    alone = results["alone"]
    counted = results["evidence"]["plausible"]["counted"]["patterns"]
    assert sorted(map(int, alone["patterns"])) == counted
    assert {sum(counts.values()) for counts in alone["patterns"].values()} == {alone["sets"]}


@pytest.mark.parametrize("name", SAMPLE)
def test_recorded_figures_are_what_the_rules_give(name: str, results: make_validation.Results) -> None:
    expectation = next(one for one in EXPECTATIONS if one.name == name)
    found, kept = recorded(measure(expectation)), results["expectations"][name]
    for figure in ("first", "second", "error", "z"):
        assert math.isclose(found[figure], kept[figure], rel_tol=CLOSE), f"{name}: {figure}; {UPDATE}"


def test_recorded_competition_is_what_the_rules_give(results: make_validation.Results) -> None:
    usual = results["competition"][f"{ALL_PARAMETERS['competition'].default:g}"]
    for stage, arm in explorations.STAGES.items():
        assert rounded(explorations.share_working(arm)) == usual[stage], UPDATE


@pytest.mark.slow
@pytest.mark.parametrize("part", ["scenarios", "ablations", "spread", "adaptation", "ignorance", "held"])
def test_recorded_tables_are_what_the_rules_and_the_shipped_sets_give(
    part: str, results: make_validation.Results
) -> None:
    assert not list(changes(results[part], rounded(PARTS[part]()))), UPDATE


@pytest.mark.parametrize("name", SHIPPED)
def test_the_evidence_of_the_document_is_that_of_reports(name: str, results: make_validation.Results) -> None:
    kept = recorded_evidence(parameter_sets(name))
    assert kept is not None
    assert not list(changes(results["evidence"][name], rounded(kept.to_dict()))), UPDATE


def test_second_program_gives_what_was_recorded() -> None:
    cell = independent.Cell("everything-at-once", "adaptive", "uruguay")
    two = independent.plain_futures(cell, range(2))
    again = independent.plain_futures(cell, range(1, 2))
    assert two[1] == again[0], "a future of the second program depends on its number only"
    assert {len(values) for values in two[0].values()} == {1 + max(independent.MONTHS)}


def test_a_matched_plan_shares_effort_as_the_adaptive_one_did() -> None:
    shares = realised_effort(Arm(plan="adaptive"))
    assert math.isclose(sum(shares.values()), 1.0)
    assert shares["publish"] < 1 / 9, "the shipped signposts shift effort away from publishing"
    assert math.isclose(*(share for name, share in shares.items() if name in ("publish", "tell_stories")))


def test_statistics_are_read_off_the_right_futures() -> None:
    arm = Arm("hostile-successors")
    assert (series_of(arm)[:3] == run(arm, make_validation.FIRST_FUTURE + explorations.SCREENING[:3] - 20_000)).all()
    team = column(series_of(arm), "people") - column(series_of(arm), "active_members")
    assert np.allclose(team, column(series_of(arm), "spending")), "people are members and the paid team"
    assert set(values(arm, Working())) <= {0.0, 1.0}


def test_what_changed_is_said() -> None:
    before = {"a": {"b": 1.0, "c": [1, 2], "n": None}, "d": PRIMARY}
    after = {"a": {"b": 2.0, "c": [1, 2], "n": None}, "e": 3}
    assert len(list(changes(before, after))) == 3
    assert not list(changes(before, before))
