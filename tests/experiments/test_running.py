"""What an experiment keeps is what the model says, each row on its own, whatever was there before."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.engines.ensemble import Cancelled
from sim.experiments import living
from sim.experiments.ledger import Ledger, _gaps, divide
from sim.experiments.parts import OUTCOMES, Unit, part_files, part_key
from sim.experiments.preparing import prepare
from sim.experiments.reading import open_experiment, same_row
from sim.experiments.runner import Threads, run_experiment
from sim.files import library
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import ParameterSets, parameter_sets
from tests.experiments.small import SCENARIO, bits, design, run


def expected(point: pd.Series, files: Path, parameters: str, futures: list[int], seed: int) -> pd.DataFrame:
    """Return the outcomes of a point by the way that everybody else goes: changed files, and sim.simulate."""
    plan = library.plan(point["plan"])
    changed = {"levers": {**plan.levers, "stance": point["stance"]}, "effort": {**plan.effort, "train": point["train"]}}
    plan = plan.model_copy(update=changed)
    text = SCENARIO
    if "donors_exit_2_when" in point:
        text = text.replace("when = 20", f"when = {int(point['donors_exit_2_when'])}")
    blows = library.parse("scenario", text.encode(), "blows")
    scenario = blows if point["scenario"] == "blows" else library.scenario(point["scenario"])
    sets = [{**one, "hostile_probability": point["hostile_probability"]} for one in parameter_sets(parameters).sets]
    dataset = sim.simulate(
        scenario, plan, library.context(files / "small.toml"), futures=futures, seed=seed,
        parameters=ParameterSets("changed", tuple(sets)),
    )  # fmt: skip
    return sim.outcomes(dataset)


@pytest.mark.parametrize("parameters", ["default", "plausible"])
def test_every_row_has_the_bits_of_simulate(parameters, files, tmp_path):
    run(design(parameters=parameters), files, tmp_path / "out")
    experiment = sim.open_experiment(tmp_path / "out")
    outcomes = experiment.outcomes()
    assert len(outcomes) == 2 * 2 * 3 * 60
    for identity, point in experiment.points.iterrows():
        mine = outcomes[outcomes["point"] == identity].set_index("future").drop(columns="point")
        theirs = expected(point, files, parameters, list(range(60)), 5)
        assert list(mine.index) == list(range(60))
        for name in theirs.columns:
            pd.testing.assert_series_equal(mine[name], theirs[name], check_exact=True, check_dtype=False)
        assert mine[[name for name in mine.columns if name not in theirs.columns]].isna().all(axis=None)


def test_event_properties_change_the_events_of_their_number(files, tmp_path):
    vary = {"donors_exit_2": {"when": [15, 30]}, "stance": [0], "train": [1], "hostile_probability": [0.3]}
    run(design(scenarios=["blows.toml"], sampling="full", points=None, vary=vary), files, tmp_path / "out")
    experiment = open_experiment(tmp_path / "out")
    outcomes = experiment.outcomes(["reuse", "lost_people"])
    for identity, point in experiment.points.iterrows():
        mine = outcomes[outcomes["point"] == identity]
        theirs = expected(point, files, "plausible", list(range(60)), 5)
        assert mine["reuse"].tolist() == theirs["reuse"].tolist()
        assert mine["lost_people"].tolist() == theirs["lost_people"].tolist()
    assert experiment.outcomes(["reuse"]).groupby("point")["reuse"].sum().nunique() == 4  # two months under two plans


def test_kept_series_are_those_of_simulate(files, tmp_path):
    run(design(series=["people", "standing"], futures=7), files, tmp_path / "out")
    experiment = open_experiment(tmp_path / "out")
    table = experiment.query("select * from series order by point, future, month")
    assert list(table.columns) == ["point", "future", "month", "people", "standing"]
    point = experiment.points.iloc[0]
    assert len(table) == len(experiment.points) * 7 * 36
    mine = table[table["point"] == point.name]["standing"].to_numpy().reshape(7, 36)
    lazily = experiment.lazily("series")["standing"].sel(point=point.name).to_numpy()
    assert (mine == lazily).all()
    assert set(table["month"]) == set(range(1, 37))


def test_running_again_computes_nothing_and_a_larger_design_only_what_is_new(files, tmp_path):
    out = tmp_path / "out"
    first = run(design(), files, out)
    assert (first.computed, first.futures) == (720, 720)
    kept = bits(out)
    assert run(design(), files, out).computed == 0 and bits(out) == kept
    more_futures = run(design(futures=130), files, out)
    assert (more_futures.computed, more_futures.futures) == (720 // 60 * 70, 12 * 130)
    more_scenarios = run(design(futures=130, scenarios=["blows.toml", "calm-decade", "pandemic"]), files, out)
    assert more_scenarios.computed == 6 * 130
    assert kept.items() <= bits(out).items()


def test_an_experiment_that_grew_holds_what_one_made_at_once_holds(files, tmp_path):
    grown, made = tmp_path / "grown", tmp_path / "made"
    large = design(futures=90, scenarios=["blows.toml", "calm-decade"])
    run(design(futures=20, scenarios=["blows.toml"]), files, grown)
    run(design(futures=70, scenarios=["blows.toml"]), files, grown)
    run(large, files, grown)
    run(large, files, made)
    one, other = open_experiment(grown), open_experiment(made)
    pd.testing.assert_frame_equal(one.outcomes(), other.outcomes(), check_exact=True)
    pd.testing.assert_frame_equal(one.points, other.points)


def test_the_folder_stands_alone(files, tmp_path):
    out = tmp_path / "out"
    run(design(), files, out)
    for path in files.iterdir():
        path.unlink()
    moved = out.rename(tmp_path / "moved elsewhere")
    from sim.experiments.design import read_design

    again = run_experiment(read_design(moved / "design.toml"), moved, design_folder=moved)
    assert (again.computed, again.futures) == (0, 720)
    experiment = open_experiment(moved)
    point = experiment.points.index[5]
    assert same_row(experiment.live_again(point, 33), experiment.kept_row(point, 33))


def test_an_experiment_of_another_design_in_the_same_folder_shows_only_that_design(files, tmp_path):
    out = tmp_path / "out"
    run(design(), files, out)
    run(design(points=4), files, out)
    experiment = open_experiment(out)
    assert len(experiment.points) == 16
    assert set(experiment.outcomes(["working"])["point"]) == set(experiment.points.index)
    assert set(experiment.query("select distinct point from outcomes")["point"]) == set(experiment.points.index)
    assert experiment.progress.complete
    assert run(design(), files, out).computed == 0  # and back again


def test_points_that_share_a_twin_have_the_same_bits_as_alone(files, tmp_path):
    shared = design(scenarios=["blows.toml", "later.toml", "pandemic"], futures=100)
    run(shared, files, tmp_path / "shared")
    run(design(scenarios=["later.toml"], futures=100), files, tmp_path / "alone")
    both = [open_experiment(tmp_path / name).outcomes() for name in ("shared", "alone")]
    mine = both[0][both[0]["point"].isin(set(both[1]["point"]))].reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, both[1], check_exact=True)


def test_a_failing_point_is_recorded_and_the_rest_goes_on(files, tmp_path):
    vary = {"train": [0, 1], **{name: [0] for name in (
        "mobilise", "publish", "ally", "tell_stories", "teach", "raise_funds", "coordinate", "document")}}  # fmt: skip
    made = design(sampling="full", points=None, vary=vary, plans=["baseline"])
    ended = run(made, files, tmp_path / "out")
    assert (ended.points, ended.failed) == (4, 2)
    experiment = open_experiment(tmp_path / "out")
    assert experiment.caveats() == ["2 of 4 points failed; see failures"]
    assert set(experiment.failures["reason"]) == {
        "plan 'baseline' at this point: effort: all weights are zero; at least one must be above zero"
    }
    assert list(experiment.failures.columns) == ["point", "first_future", "last_future", "reason", "command"]
    asked = experiment.query("select * from failures")
    assert asked["command"].tolist() == experiment.failures["command"].tolist()
    assert experiment.outcomes(["working"])["point"].nunique() == 2
    assert experiment.progress.complete
    assert run(made, files, tmp_path / "out").computed == 0


def test_dates_beyond_the_horizon_of_one_context_fail_there_only(files, tmp_path):
    made = design(
        scenarios=["blows.toml"], contexts=["small.toml", "shorter.toml"], sampling="full", points=None,
        vary={"donors_exit_2": {"when": [20, 30]}}, plans=["baseline"],
    )  # fmt: skip
    assert run(made, files, tmp_path / "out").failed == 1
    (reason,) = set(open_experiment(tmp_path / "out").failures["reason"])
    assert "event 3: when is 30, but in context 'shorter' must be from month 1" in reason


def test_a_future_that_breaks_down_is_a_failure_with_the_future(files, tmp_path, monkeypatch):
    usual = living.simulate_series

    def breaks(world, records, numbers, luck, **keys):
        if records["hostile_probability"][0] > 0.4:
            raise FloatingPointError("future 7: standing of month 3 is not a finite number")
        return usual(world, records, numbers, luck, **keys)

    monkeypatch.setattr(living, "simulate_series", breaks)
    ended = run(design(), files, tmp_path / "out")
    experiment = open_experiment(tmp_path / "out")
    high = experiment.points[experiment.points["hostile_probability"] > 0.4]
    assert ended.failed == len(high) == experiment.progress.failed > 0
    assert set(experiment.failures["point"]) == set(high.index)
    assert experiment.failures["reason"].str.contains("future 7").all()


@pytest.mark.parametrize("wrong", [MemoryError(), OSError(5, "Input/output error")])
def test_what_is_wrong_with_the_machine_is_no_failure_of_a_point(wrong, files, tmp_path, monkeypatch):
    def breaks(*args, **keys):
        raise wrong

    usual = living.simulate_series
    monkeypatch.setattr(living, "simulate_series", breaks)
    with pytest.raises(type(wrong)):
        run(design(), files, tmp_path / "out")
    monkeypatch.setattr(living, "simulate_series", usual)
    assert run(design(), files, tmp_path / "out").failed == 0


@pytest.mark.slow
def test_stopping_keeps_what_is_whole_and_the_next_run_goes_on(files, tmp_path):
    asked = iter(range(10**6))
    with pytest.raises(Cancelled):
        run(design(futures=800), files, tmp_path / "out", executor=Threads(1), cancelled=lambda: next(asked) > 60)
    experiment = open_experiment(tmp_path / "out")
    far = experiment.progress
    assert 0 < far.kept < far.futures == 9600
    assert any("futures are missing" in caveat for caveat in experiment.caveats())
    ended = run(design(futures=800), files, tmp_path / "out")
    assert ended.computed == 9600 - far.kept
    run(design(futures=800), files, tmp_path / "at once")
    assert bits(tmp_path / "out") == bits(tmp_path / "at once")


def test_progress_ends_with_all(files, tmp_path):
    told = []
    run(design(), files, tmp_path / "out", progress=told.append)
    assert (told[0].done, told[-1].done) == (0, 720)
    assert all(one.total == 720 for one in told)
    assert [one.done for one in told] == sorted(one.done for one in told)


SECOND = """
import sys
from pathlib import Path
from sim.files.mistakes import Mistake
from tests.experiments.small import design, run
files, out = Path(sys.argv[1]), Path(sys.argv[2])
while True:
    try:
        print(run(design(futures=int(sys.argv[3])), files, out).computed)
        break
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
        if "another process (process " not in str(mistake):
            raise
"""


@pytest.mark.slow
def test_two_processes_on_one_folder_do_not_harm_it(files, tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-c", SECOND, str(files), str(out)]
    both = [subprocess.Popen([*command, futures], stdout=-1, stderr=-1, text=True) for futures in ("300", "400")]
    answers = [one.communicate(timeout=200) for one in both]
    assert [one.returncode for one in both] == [0, 0], answers
    assert sum(int(answer[0]) for answer in answers) in (400 * 12, 300 * 12 + 100 * 12)
    run(design(futures=400), files, tmp_path / "alone")
    one, other = open_experiment(out), open_experiment(tmp_path / "alone")
    run(design(futures=400), files, out)
    pd.testing.assert_frame_equal(open_experiment(out).outcomes(), other.outcomes(), check_exact=True)
    assert not one.damaged


def test_other_experiments_are_not_mixed_in(files, tmp_path):
    out = tmp_path / "out"
    run(design(futures=2), files, out)
    for other, words in (
        (design(seed=6), "has seed 5, but the design has 6"),
        (design(series=["people"]), "keeps no series, but the design wants people"),
    ):
        with pytest.raises(Mistake, match=words):
            run(other, files, out)
    with pytest.raises(Mistake, match=r"holds 'blows\.toml' and no experiment"):
        run(design(), files, files)
    with pytest.raises(Mistake, match="is a file, but must be a folder"):
        run(design(), files, files / "blows.toml")


def test_the_manifest_says_what_results_depend_on(files, tmp_path):
    out = tmp_path / "out"
    run(design(futures=2), files, out)
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["seed"] == 5 and manifest["points"] == 12
    assert manifest["inputs"]["context"] == {"small": library.context(files / "small.toml").fingerprint()}
    assert {"python", "numpy", "numba", "sobremesa"} <= set(manifest["versions"])
    assert manifest["parameter_sets"]["fingerprint"] == parameter_sets("plausible").fingerprint()
    text = (out / "manifest.json").read_text() + (out / "design.toml").read_text()
    assert str(tmp_path) not in text


def test_a_manifest_that_is_gone_is_written_anew_only_by_the_version_that_made_the_parts(files, tmp_path, monkeypatch):
    out = tmp_path / "out"
    run(design(futures=2), files, out)
    manifest = (out / "manifest.json").read_bytes()
    parts = part_files(out / OUTCOMES)
    (out / "manifest.json").unlink()
    with monkeypatch.context() as other:
        other.setattr("sim.experiments.store.machine", lambda: "another")
        with pytest.raises(Mistake, match=r"has no manifest\.json, and parts that another version of the model made"):
            run(design(futures=2), files, out)
    assert not (out / "manifest.json").exists()
    run(design(futures=2), files, out)
    assert (out / "manifest.json").read_bytes() == manifest
    assert part_files(out / OUTCOMES) == parts


@pytest.mark.parametrize(
    "change",
    [{"files": []}, {"seed": "5"}, {"series": "reuse"}, {"inputs": None}, {"points": {}}, {"rules": 3}],
    ids=str,
)
def test_a_manifest_with_fields_of_another_kind_is_refused(change, files, tmp_path):
    out = tmp_path / "out"
    run(design(futures=1), files, out)
    manifest = json.loads((out / "manifest.json").read_text())
    (out / "manifest.json").write_text(json.dumps({**manifest, **change}))
    with pytest.raises(Mistake, match=r"manifest\.json is not that of an experiment"):
        open_experiment(out)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=8), st.integers(1, 80))
@settings(max_examples=300)
def test_gaps_are_the_numbers_that_nobody_holds(ranges, futures):
    held = [(first, first + length) for first, length in ranges]
    covered = {number for first, last in held for number in range(first, last + 1)}
    found = [number for first, last in _gaps(held, futures) for number in range(first, last + 1)]
    assert found == [number for number in range(futures) if number not in covered]


@given(futures=st.integers(1, 3000), before=st.integers(0, 400), data=st.data())
@settings(max_examples=100)
def test_work_is_divided_without_loss_or_overlap(futures, before, data, prepared):
    points = prepared.points
    ledger = Ledger({"x": tuple(Unit(one, 0, before) for one in points.identities[:5])})
    wanted = {one: data.draw(st.integers(1, futures)) for one in points.identities}
    units = ledger.missing(wanted)
    parts = divide(units, points, sum(wanted.values()))
    found = {(unit.point, number) for units in parts for unit in units for number in range(unit.first, unit.last + 1)}
    assert sum(unit.futures for units in parts for unit in units) == len(found)
    start = dict.fromkeys(points.identities[:5], before + 1)
    assert found == {(one, number) for one, n in wanted.items() for number in range(start.get(one, 0), n)}
    keys = [part_key(1, units) for units in parts]
    assert len(set(keys)) == len(keys)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    from tests.experiments.small import write_files

    return prepare(design(), write_files(tmp_path_factory.mktemp("files")))


def test_twin_groups_hold_the_points_that_differ_in_events_only(prepared):
    points = prepared.points
    groups = points.twin_groups()
    for one in range(len(points)):
        for other in range(len(points)):
            same = (
                points.point(points.identities[one]).without_events
                == points.point(points.identities[other]).without_events
            )
            assert same == (groups[one] == groups[other])
    assert len(np.unique(groups)) == 6
