"""Sobremesa from other tools: the same numbers, and every example of docs/interop.md run."""

from __future__ import annotations

import csv
import importlib.util
import os
import pickle
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from SALib.sample import sobol as sobol_sample

import sim
import sim.interop
from sim.experiments.reading import open_experiment
from sim.files.mistakes import Mistake
from sim.world.levers import ACTIVITIES
from tests.experiments.small import design, run

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "interop.md").read_text(encoding="utf-8")
HAS_WORKBENCH = importlib.util.find_spec("ema_workbench") is not None
needs_workbench = pytest.mark.skipif(
    not HAS_WORKBENCH, reason="ema_workbench is not installed (an optional extra, Python 3.12 and newer)"
)


@pytest.fixture
def here(files: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(files)
    return files


def test_the_function_of_a_design_gives_what_an_experiment_stores(here: Path, tmp_path: Path) -> None:
    wanted = design(futures=20, plans=["baseline", "adaptive"])
    run(wanted, here, tmp_path / "out")
    experiment = open_experiment(tmp_path / "out")
    stored = experiment.outcomes().set_index("point")
    live = sim.interop.as_function(wanted)
    names = ["scenario", "plan", "context", *wanted.vary]
    for point, values in experiment.points[names].iterrows():
        expected = stored.loc[[point]].set_index("future")
        found = live.lived(**values.to_dict())
        for name in found.columns:
            got, kept = found[name].to_numpy(), expected[name].to_numpy()
            assert pd.Series(got).astype(object).equals(pd.Series(kept).astype(object)), name
    assert len(experiment.points) == 12


def test_what_is_left_out_is_as_usual_and_the_first_of_the_design(here: Path) -> None:
    live = sim.interop.as_function(design(), ["reuse", "working"], futures=10)
    usual = sim.outcomes(sim.simulate(here / "blows.toml", "baseline", here / "small.toml", futures=10, seed=5))
    assert live() == {"reuse": usual["reuse"].mean(), "working": usual["working"].mean()}
    assert live(stance=-1) != live()
    assert live(plan="adaptive") != live()


def test_the_function_can_be_sent_to_other_processes(here: Path) -> None:
    live = sim.interop.as_function(design(), futures=10)
    assert pickle.loads(pickle.dumps(live))(train=2) == live(train=2)


def test_an_outcome_that_some_futures_do_not_have_is_nan_not_zero(here: Path) -> None:
    live = sim.interop.as_function(design(), ["collapse_month", "recovery_time"], futures=10)
    found = live(scenario="calm-decade")
    assert np.isnan(found["collapse_month"]) and np.isnan(found["recovery_time"])


def test_points_that_cannot_be_are_rows_of_nan(here: Path) -> None:
    wanted = design(plans=["nothing.toml"], vary={"train": {"low": 0, "high": 3}})
    idle = "".join(f"{one.name} = {int(one.name == 'train')}\n" for one in ACTIVITIES)
    (here / "nothing.toml").write_text(f'title = "Only training"\n[effort]\n{idle}')
    live = sim.interop.as_function(wanted, futures=5)
    found = live.table(pd.DataFrame({"train": [0.0, 1.0]}))
    assert found["working"].isna().tolist() == [True, False]
    with pytest.raises(Mistake):
        live(train=0.0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sim.interop.as_function(design(), ["workin"]), "outcome 'workin' does not exist; did you mean 'work"),
        (lambda: sim.interop.as_function(design(), futures=0), "futures is 0, but must be at least 1"),
        (lambda: sim.interop.as_function(design())(stanc=1), "varied value 'stanc' does not exist; did you mean 'stan"),
        (lambda: sim.interop.as_function(design())(plan="insider"), "plan of the design 'insider' does not exist"),
        (lambda: sim.interop.salib_problem(design(vary={}, sampling="full", points=None)), r"it has no \[vary\]"),
        (lambda: sim.interop.values_of(design(), np.zeros((4, 2))), "must have a column for each of hostile_prob"),
        (lambda: sim.interop.values_of(design(), np.full((4, 3), 9.0)), "must lie between 0.3 and 0.5"),
    ],
)
def test_mistakes_are_said(here: Path, call: Callable[[], Any], message: str) -> None:
    with pytest.raises(Mistake, match=message):
        call()


def test_a_salib_problem_has_ranges_and_places() -> None:
    wanted = design(vary={"stance": [-1, 0, 1], "breadth": {"low": 1, "high": 5}, "voice": {"low": 0.2, "high": 0.4}})
    problem = sim.interop.salib_problem(wanted)
    assert problem == {
        "num_vars": 3,
        "names": ["stance", "breadth", "voice"],
        "bounds": [[0.0, 3.0], [1.0, 6.0], [0.2, 0.4]],
    }
    values = sim.interop.values_of(wanted, sobol_sample.sample(problem, 256, calc_second_order=False, seed=1))
    assert sorted(values["stance"].unique()) == [-1, 0, 1]
    assert sorted(values["breadth"].unique()) == [1, 2, 3, 4, 5]
    assert values["stance"].value_counts(normalize=True).to_numpy() == pytest.approx(1 / 3, abs=0.02)
    assert values["voice"].between(0.2, 0.4).all()
    edges = sim.interop.values_of(wanted, np.array([[0, 1, 0.2], [3, 6, 0.4]]))
    assert edges.to_numpy().tolist() == [[-1, 1, 0.2], [1, 5, 0.4]]


@needs_workbench
def test_a_model_of_the_workbench_has_the_design_s_sides_and_numbers(here: Path) -> None:
    from ema_workbench import CategoricalParameter, IntegerParameter, Sample, SequentialEvaluator

    wanted = design(
        vary={
            "stance": [-1, 0, 1],
            "breadth": {"low": 1, "high": 5},
            "hostile_probability": {"low": 0.3, "high": 0.5},
            "donors_exit": {"share": {"low": 0.1, "high": 0.6}},
        },
        scenarios=["blows.toml", "later.toml"],
    )
    model = sim.interop.ema_model(wanted, ["working", "reuse"], futures=10)
    assert {one.name for one in model.uncertainties} == {"world_scenario", "hostile_probability", "donors_exit_share"}
    assert {one.name for one in model.levers} == {"plan", "stance", "breadth"}
    assert isinstance(model.levers["breadth"], IntegerParameter)
    assert isinstance(model.levers["stance"], CategoricalParameter)
    scenario = Sample("one", world_scenario="later", hostile_probability=0.35, donors_exit_share=0.3)
    policy = Sample("other", plan="adaptive", stance=-1.0, breadth=2)
    with SequentialEvaluator(model) as evaluator:
        _, results = evaluator.perform_experiments(scenarios=[scenario], policies=[policy])
    live = sim.interop.as_function(wanted, ["working", "reuse"], futures=10)
    expected = live(
        scenario="later", plan="adaptive", hostile_probability=0.35, donors_exit_share=0.3, stance=-1, breadth=2
    )
    assert {name: float(values[0]) for name, values in results.items()} == expected


@pytest.mark.skipif(HAS_WORKBENCH, reason="ema_workbench is installed")
def test_without_the_workbench_it_says_what_to_install(here: Path) -> None:
    with pytest.raises(Mistake, match=r"needs Python 3.12 or newer: pip install ema_workbench"):
        sim.interop.ema_model(design())


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, flags=re.DOTALL)


def in_folder(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    finished = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=600,
        check=False,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which somebody has followed the whole page."""
    folder = tmp_path_factory.mktemp("reader")
    (design_file,) = blocks("toml")
    (folder / "donors.toml").write_text(design_file, encoding="utf-8")
    before = len(re.findall("```python\n", PAGE.split("```console")[0]))  # the others read what the commands wrote
    in_folder(folder, "-c", "\n".join(blocks("python")[:before]))
    for command in re.findall(r"^\$ sobremesa (.*)$", "\n".join(blocks("console")), flags=re.MULTILINE):
        (folder / "printed.txt").write_text(in_folder(folder, "-m", "sim.cli", *shlex.split(command)))
        if "query" in command:
            (folder / "query.csv").write_text((folder / "printed.txt").read_text())
    in_folder(folder, "-c", "\n".join(["import sim", *blocks("python")[before:]]))
    return folder


@pytest.mark.slow
def test_every_example_of_the_page_runs(reader: Path) -> None:
    assert len(blocks("python")) == 6
    for name in (
        "futures.nc", "experiment.nc", "futures.csv", "comparison.csv", "results/outcomes.parquet",
        "experiment/manifest.json",
    ):  # fmt: skip
        assert (reader / name).stat().st_size > 0


@pytest.mark.slow
@needs_workbench
def test_the_example_of_the_workbench_runs(reader: Path) -> None:
    (example,) = blocks("python ema")
    program = f"import sim.interop\nif __name__ == '__main__':\n    {example.replace(chr(10), chr(10) + '    ')}"
    assert in_folder(reader, "-c", program).strip().startswith("[")


@pytest.mark.slow
def test_csv_files_are_as_the_page_says(reader: Path) -> None:
    for name in ("futures.csv", "comparison.csv", "query.csv"):
        content = (reader / name).read_bytes()
        content.decode("ascii")
        assert not content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content and b";" not in content and content.endswith(b"\n")
        rows = list(csv.reader(content.decode().splitlines()))
        assert len({len(row) for row in rows}) == 1 and len(rows) > 1
        table = duckdb.sql(f"select * from read_csv('{reader / name}')").df()
        assert list(table.columns) == rows[0]


@pytest.mark.slow
def test_reading_a_csv_gives_the_same_bits(reader: Path) -> None:
    original = sim.outcomes(sim.simulate("big-funders-go", futures=5))
    with (reader / "futures.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["future"]) for row in rows] == original.index.to_list()
    for name, column in original.items():
        written = [row[str(name)] for row in rows]
        if column.dtype == float:
            assert [float(cell or "nan") for cell in written] == pytest.approx(
                column.to_list(), rel=0, abs=0, nan_ok=True
            )
        else:
            assert written == [str(value) for value in column]


def test_importing_the_package_loads_nothing(tmp_path: Path) -> None:
    code = "import sys, sim.interop; print(sorted(m for m in sys.modules if m in ('numpy', 'SALib', 'pandas')))"
    assert in_folder(tmp_path, "-c", code).strip() == "[]"
