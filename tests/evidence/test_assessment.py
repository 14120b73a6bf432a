"""Everything together, on few futures: the contract of the results, and that watching changes nothing."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pytest

from sim.engines.ensemble import Cancelled, Luck, simulate_series
from sim.evidence.assessment import assess
from sim.evidence.observer import PARTY_CHANGED
from sim.evidence.pattern import ROLES
from sim.evidence.watching import Asked, watch_context
from sim.files import library
from sim.files.mistakes import Mistake
from sim.world.assembly import build_world, parameter_table
from sim.world.measures import ACTIVE_MEMBERS, OPEN_BY_DEFAULT, PEOPLE

FUTURES = 60
VERDICTS = {"inside", "near", "outside", "not comparable"}
COUNTED = [4, 6, 7, 9, 10, 12, 13, 14, 15, 18, 19]


@cache
def found():
    return assess(futures=FUTURES, seed=3)


@cache
def watched(name="uruguay"):
    return watch_context(library.context(name), Asked(np.arange(FUTURES), Luck(3)))


def test_every_pattern_has_a_row_and_none_is_hidden():
    answer = found().to_dict()
    assert [row["id"] for row in answer["patterns"]] == list(range(1, 20))
    assert answer["counted"]["patterns"] == COUNTED
    counted = answer["counted"]
    assert sum(counted[name] for name in VERDICTS) == len(COUNTED)
    assert counted["inside or near"] == counted["inside"] + counted["near"]
    assert (answer["futures"], answer["seed"]) == (FUTURES, 3)
    assert answer["contexts"] == ["uruguay", "us-city-chapter", "donor-dependent-african-organisation"]


def test_rows_hold_what_other_programs_read():
    for row in json.loads(json.dumps(found().to_dict(), allow_nan=False))["patterns"]:
        assert row["verdict"] in VERDICTS
        assert row["role"] in ROLES
        assert {"title", "trust", "source", "found", "note", "contexts", "unit", "distance"} <= set(row)
        if row["role"] == "no counterpart":
            assert (row["observed"], row["simulated"], row["verdict"]) == (None, None, "not comparable")
            continue
        for one in (row, *row["comparisons"]):
            assert {"figure", "low", "high"} <= set(one["observed"])
            assert one["simulated"] is None or set(one["simulated"]) == {"figure", "low", "high"}
        deciding = [one["verdict"] for one in row["comparisons"] if one["decides"]]
        order = ["not comparable", "inside", "near", "outside"]
        assert row["verdict"] == max(deciding, key=order.index)
        assert row["measure"] in [one["measure"] for one in row["comparisons"] if one["decides"]]


def test_the_same_seed_gives_the_same_evidence():
    assert assess(futures=FUTURES, seed=3) is not found()
    assert assess(futures=FUTURES, seed=3).to_dict() == found().to_dict()
    assert assess(futures=FUTURES, seed=4).to_dict() != found().to_dict()


def test_watched_futures_are_those_of_the_ensemble():
    context = library.context("uruguay")
    world = build_world(library.scenario("calm-decade"), library.plan("baseline"), context)
    series = simulate_series(world, parameter_table(context), np.arange(FUTURES), Luck(3))
    assert np.array_equal(watched().notes.series, series)


def test_notes_agree_with_the_recorded_measures():
    notes = watched().notes
    members = notes.active.sum(axis=2)
    assert np.array_equal(members, notes.series[:, :, ACTIVE_MEMBERS])
    assert (members <= notes.series[:, :, PEOPLE]).all(), "staff comes on top"
    lowest, highest = notes.open_by_default.min(axis=2), notes.open_by_default.max(axis=2)
    mean = notes.series[:, :, OPEN_BY_DEFAULT]
    assert (lowest - 1e-6 <= mean).all() and (mean <= highest + 1e-6).all()
    assert ((notes.work > 0) == (notes.active > 0)).all()
    assert not notes.another_person[:, 0].any()
    assert not (notes.another_person[:, 1:] & notes.active[:, :-1]).any()  # nobody active is replaced


def test_the_change_of_party_comes_in_each_month_of_the_third_year_and_nothing_differs_before():
    one = watched()
    differs = (one.with_change != one.notes.series[:, :48]).any(axis=2)
    assert (differs.argmax(axis=1) == 24 + np.arange(FUTURES) % 12).all()


def test_national_agencies_change_together_and_local_ones_each_for_themselves():
    one = watched()
    assert one.national.tolist() == [True] + 10 * [False]
    changed = (one.notes.changes == PARTY_CHANGED).any(axis=0)
    assert np.flatnonzero(changed[:, 0]).tolist() == [38, 98]


def test_a_chosen_context_is_measured_wherever_a_pattern_may_be():
    one = assess(["us-city-chapter"], futures=20)
    rows = {row.pattern.number: row for row in one.rows}
    assert rows[7].contexts == ("us-city-chapter",)
    assert rows[8].verdict == "not comparable"
    assert "us-city-chapter: the context has no donors." in rows[8].note
    assert "no national government" in rows[1].note
    elsewhere = {row.pattern.number: row for row in assess(["kenya"], futures=20).rows}
    assert elsewhere[7].verdict == "not comparable"
    assert "kenya: not measured in this context." in elsewhere[7].note
    assert elsewhere[10].contexts == ("kenya",)


def test_one_future_is_enough_for_figures_but_not_for_signs():
    rows = {row.pattern.number: row for row in assess(["uruguay"], futures=1).rows}
    assert rows[13].verdict == "not comparable"
    assert rows[12].findings[0].simulated is not None


@pytest.mark.parametrize("months", [12, 30, 47, 60])
def test_a_short_horizon_is_no_failure(months):
    context = library.context("us-city-chapter").model_copy(update={"months": months})
    rows = {row.pattern.number: row for row in assess([context], futures=12).rows}
    assert rows[7].verdict == "not comparable"
    assert "the context's horizon is too short" in rows[7].note


def test_a_context_that_does_not_exist_is_refused():
    with pytest.raises(Mistake, match="did you mean 'uruguay'"):
        assess(["urugay"], futures=1)


def test_progress_never_exceeds_its_total_and_a_run_can_be_stopped():
    told = []
    assess(["uruguay"], futures=60, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (240, 240)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    with pytest.raises(Cancelled):
        assess(["uruguay"], futures=60, cancelled=lambda: True)
