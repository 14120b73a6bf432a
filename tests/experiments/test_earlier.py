"""A folder that version 2 of the model made: read and asked like any other, never added to, never lived through again.

It was made with the version 2 of the rules from a design whose measure and one of whose varied parameters are gone.
"""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from sim.experiments.design import parse_design
from sim.experiments.reading import open_experiment
from sim.experiments.runner import run_experiment
from sim.experiments.studied import open_study
from sim.files.mistakes import Mistake
from tests.experiments.small import design, write_files

MADE: Path = Path(__file__).parent / "version-2"
ANOTHER = "was made by another version of the model"


@pytest.fixture
def earlier(tmp_path):
    return Path(shutil.copytree(MADE, tmp_path / "earlier"))


def test_its_names_are_gone_from_this_version():
    with pytest.raises(Mistake, match="'returning' cannot vary"):
        parse_design({"scenarios": ["calm-decade"], "vary": {"returning": [0.2, 0.5]}}, "mine", "mine.toml")
    with pytest.raises(Mistake, match="trust"):
        parse_design({"scenarios": ["calm-decade"], "series": ["trust"]}, "mine", "mine.toml")


def test_it_is_read_with_its_own_columns(earlier):
    experiment = open_experiment(earlier)
    assert experiment.design.title == "Does it matter who comes back?"
    assert (experiment.progress.complete, experiment.progress.kept, experiment.damaged) == (True, 16, [])
    assert experiment.points["returning"].tolist() == [0.2, 0.2, 0.5, 0.5]
    outcomes = experiment.outcomes()
    assert "trust" in outcomes and "standing" not in outcomes
    assert len(experiment.outcomes(["trust", "working"])) == 16
    with pytest.raises(Mistake, match="outcome 'standing' does not exist"):
        experiment.outcomes(["standing"])
    assert experiment.caveats() == []


def test_it_is_asked_in_sql_and_lazily(earlier):
    experiment = open_experiment(earlier)
    summary = experiment.summary()
    assert {"working", "collapsed", "recovered", "people", "trust"} <= set(summary.columns)
    means = experiment.outcomes().groupby("point")["trust"].mean().loc[summary.index]
    np.testing.assert_allclose(summary["trust"], means)
    asked = experiment.query("select point, avg(trust) as trust from outcomes group by point").set_index("point")
    np.testing.assert_allclose(asked["trust"].loc[summary.index], means)
    assert experiment.query("select count(trust) as n from series")["n"].item() == 4 * 4 * 24
    assert experiment.lazily()["trust"].shape == (4, 4)
    assert experiment.lazily("series")["trust"].shape == (4, 4, 24)


def test_what_varied_is_known_to_an_analysis(earlier):
    factors = open_study(earlier).factors
    assert [(one.name, one.low, one.high) for one in factors] == [("returning", 0.2, 0.5), ("breadth", 1, 2)]


def test_nothing_is_added_and_nothing_lived_through_again(earlier, tmp_path):
    before = {path: path.read_bytes() for path in sorted(earlier.rglob("*")) if path.is_file()}
    files = write_files(tmp_path / "files")
    with pytest.raises(Mistake, match=f"{ANOTHER}.*can be read and queried, but not added to; name a new folder"):
        run_experiment(design(seed=5, series=["people"]), earlier, design_folder=files)
    experiment = open_experiment(earlier)
    with pytest.raises(Mistake, match=f"{ANOTHER}.*nothing in it can be simulated again"):
        experiment.live_again(experiment.points.index[0], 0)
    assert all(path.read_bytes() == content for path, content in before.items())


def test_a_design_that_is_wrong_in_any_version_is_refused(earlier):
    path = earlier / "design.toml"
    path.write_text(path.read_text().replace("futures = 4", "futures = 'many'"))
    with pytest.raises(Mistake, match="futures is 'many'"):
        open_experiment(earlier)


def test_a_folder_of_this_version_is_read_strictly(earlier, monkeypatch):
    manifest = json.loads((earlier / "manifest.json").read_text())
    own = {name: manifest[name] for name in ("rules", "outcomes")}
    monkeypatch.setattr("sim.experiments.store.model_version", lambda: own)
    with pytest.raises(Mistake, match="'returning' cannot vary"):
        open_experiment(earlier)
