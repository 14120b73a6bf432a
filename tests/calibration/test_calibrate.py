"""A calibration that is killed goes on and ends as if it had not been; wrong folders are refused."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.calibration.emulator import Emulator
from sim.calibration.folder import Folder
from sim.calibration.judging import plausible
from sim.calibration.measuring import CALIBRATION_SEED, ERROR, calibrated, measure_set
from sim.calibration.sets import NAMES, latin_hypercube
from sim.evidence.assessment import assess
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import ParameterSets, parameter_sets
from sim.world.parameters import UNCERTAIN
from tests.calibration.test_judging import fitting

SMALL = ("--sets", "50", "--waves", "2", "--futures", "20", "--trajectories", "2")


def command(folder: Path) -> list[str]:
    return [sys.executable, "-m", "sim.cli", "calibrate", str(folder), *SMALL]


@pytest.mark.slow
def test_a_killed_calibration_goes_on_and_gives_the_same(tmp_path):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    subprocess.run(command(whole), check=True, capture_output=True)
    for parts in (2, 11):
        process = subprocess.Popen(command(broken), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(list(broken.rglob("*.parquet"))) < parts and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
    done = {path: path.stat().st_mtime_ns for path in broken.rglob("0*.parquet")}
    damaged = min(done)
    damaged.write_bytes(damaged.read_bytes()[:-100])
    subprocess.run(command(broken), check=True, capture_output=True)
    again = {path for path, then in done.items() if path.stat().st_mtime_ns != then}
    assert again == {damaged}
    one, other = (json.loads((folder / "calibration.json").read_text()) for folder in (whole, broken))
    assert one.pop("seconds") >= 0 and other.pop("seconds") >= 0
    assert one == other
    kept = [folder / "plausible.parquet" for folder in (whole, broken)]
    assert kept[0].exists() == kept[1].exists()
    if kept[0].exists():
        assert kept[0].read_bytes() == kept[1].read_bytes()
        assert len(parameter_sets(kept[0])) == sum(wave["plausible"] for wave in one["waves"])


def test_a_set_is_measured_as_the_evidence_measures():
    row = measure_set({"burnout": 0.2}, 30)
    evidence = assess(futures=30, seed=CALIBRATION_SEED, parameters=ParameterSets("one", ({"burnout": 0.2},)))
    found = {finding.comparison.measure: finding.simulated for one in evidence.rows for finding in one.findings}
    for _, comparison in calibrated():
        assert row[comparison.measure] == found[comparison.measure].figure


def test_a_folder_of_other_settings_is_refused(tmp_path):
    folder = Folder(tmp_path / "calibration")
    folder.agree({"sets": 50, "model": "2"})
    folder.agree({"sets": 50, "model": "2"})
    with pytest.raises(Mistake, match="was begun with sets 50, not 60; choose a new folder"):
        folder.agree({"sets": 60, "model": "2"})
    with pytest.raises(Mistake, match="was begun with model 2, not 3"):
        folder.agree({"sets": 50, "model": "3"})


def test_a_folder_that_holds_something_else_is_refused_and_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(Mistake, match="is not empty and holds no calibration"):
        Folder(tmp_path).agree({"sets": 50})
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_settings_that_are_none_are_refused(tmp_path):
    for content in ("[]", "{", "3"):
        (tmp_path / "settings.json").write_text(content)
        with pytest.raises(Mistake, match=r"settings\.json cannot be read"):
            Folder(tmp_path).agree({"sets": 50})


def test_a_folder_that_cannot_be_made_is_refused_in_words(tmp_path):
    (tmp_path / "screening").write_text("mine")
    with pytest.raises(Mistake, match="screening' cannot be made: "):
        Folder(tmp_path).measured("screening", [{"burnout": 0.2}], 20)
    with pytest.raises(Mistake, match="deeper' cannot be made: "):
        Folder(tmp_path / "screening" / "deeper").agree({"sets": 50})


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_a_calibration_that_is_stopped_says_where_finished_parts_lie(tmp_path):
    folder = tmp_path / "calibration"
    with subprocess.Popen(command(folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        while not process.stderr.readline().startswith("screening: "):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        last = process.stderr.read().splitlines()[-1]
    assert process.returncode == 130
    assert last == f"stopped; written before that, and whole: {folder}"


def test_the_emulator_looks_where_figures_may_fit_and_a_poor_one_rules_out_little():
    points = latin_hypercube(400, seed=3)
    place = NAMES.index("rotation")
    low, high = UNCERTAIN[place].low, UNCERTAIN[place].high
    share = (points[:, place] - low) / (high - low)
    figures = fitting(400)
    figures["stay_median"] = 60.0 * share  # fits (6 to 26, near to 36) where the share is small
    figures["stay_median" + ERROR] = np.full(400, 0.5)
    emulator = Emulator(points, figures, seed=1)
    assert emulator.explained["stay_median"] > 0.5
    new = latin_hypercube(400, seed=4)
    new_share = (new[:, place] - low) / (high - low)
    kept = emulator.not_ruled_out(new)
    assert kept[new_share < 0.59].all()
    assert kept[new_share > 0.95].mean() < 0.5
    noise = {**figures, "stay_median": np.random.default_rng(0).uniform(0, 60, 400)}
    assert Emulator(points, noise, seed=1).not_ruled_out(new).mean() > 0.9
    assert plausible(figures)[share < 0.5].all()


def test_with_too_few_sets_nothing_is_ruled_out():
    emulator = Emulator(latin_hypercube(20, seed=3), fitting(20), seed=1)
    assert emulator.explained == {}
    assert emulator.not_ruled_out(latin_hypercube(10, seed=5)).all()


def test_figures_are_plain_tables(tmp_path):
    table = Folder(tmp_path).measured("best", [{"burnout": 0.2}, {"burnout": 0.25}], 20)
    assert table["parameter burnout"].tolist() == [0.2, 0.25]
    assert isinstance(table, pd.DataFrame)
    assert Folder(tmp_path).measured("best", [{"burnout": 0.2}, {"burnout": 0.25}], 20).equals(table)
