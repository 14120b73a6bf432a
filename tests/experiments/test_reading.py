"""An experiment is opened as pandas, xarray and SQL; each says the same, and SQL can do nothing but read."""

import numpy as np
import pandas as pd
import pytest

import sim
from sim.experiments import reading
from sim.experiments.querying import connect
from sim.experiments.reading import open_experiment, same_row
from sim.experiments.runner import Ended
from sim.files.mistakes import Mistake
from tests.experiments.small import design, run, write_files


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    files = write_files(tmp_path_factory.mktemp("files"))
    folder = tmp_path_factory.mktemp("an 'odd' folder") / "out"
    assert isinstance(run(design(series=["people", "reuse"]), files, folder), Ended)
    return folder


def test_pandas_xarray_and_sql_agree(made):
    experiment = sim.open_experiment(made)
    outcomes = experiment.outcomes()
    lazily = experiment.lazily()
    summary = experiment.summary()
    assert list(summary.index) == list(experiment.points.index)
    for name in ("working", "reuse", "lost_reuse", "collapse_month"):
        table = outcomes.pivot(index="point", columns="future", values=name).loc[experiment.points.index]
        np.testing.assert_array_equal(lazily[name].to_numpy(), table.to_numpy(dtype=float))
    means = outcomes.groupby("point")["reuse"].mean().loc[summary.index]
    np.testing.assert_allclose(summary["reuse"], means, rtol=1e-12)
    asked = experiment.query("select point, future, working from outcomes order by point, future")
    sorted_here = outcomes.sort_values(["point", "future"]).reset_index(drop=True)
    assert asked["working"].tolist() == sorted_here["working"].tolist()


def test_lazy_means_lazy(made, monkeypatch):
    from sim.experiments import lazy

    read = []
    usual = lazy._read
    monkeypatch.setattr(lazy, "_read", lambda *arguments: (read.append(arguments[2]), usual(*arguments))[1])
    monkeypatch.setattr(lazy, "NUMBERS_AT_ONCE", 60 * 36 * 2)
    dataset = open_experiment(made).lazily("series")
    assert not read and dataset["people"].chunks[0] == (2,) * 6
    dataset["people"].isel(point=3).mean().compute()
    assert read == ["people"]


def test_blocks_hold_every_row_once(made):
    experiment = open_experiment(made)
    rows = pd.concat(list(experiment.blocks(["working"])))
    assert len(rows) == 720 and not rows.duplicated(["point", "future"]).any()
    assert list(rows.columns) == ["point", "future", "working"]


def test_a_table_larger_than_memory_is_refused_with_what_to_do_instead(made, monkeypatch):
    monkeypatch.setattr(reading, "SHARE_OF_MEMORY", 1e-9)
    with pytest.raises(Mistake, match=r"use blocks\(\), lazily\(\) or query\(\)"):
        open_experiment(made).outcomes()


def test_any_row_can_be_lived_through_alone_with_equal_bits(made):
    experiment = open_experiment(made)
    for place in range(0, 12, 3):
        point = experiment.points.index[place]
        for future in range(0, 60, 7):
            assert same_row(experiment.live_again(point, future), experiment.kept_row(point, future))
    other = experiment.kept_row(experiment.points.index[0], 1)
    assert not same_row(experiment.live_again(experiment.points.index[0], 0), other)
    assert experiment.kept_row(experiment.points.index[0], 60) is None


def test_names_that_do_not_exist_are_answered_with_the_nearest(made):
    experiment = open_experiment(made)
    with pytest.raises(Mistake, match="did you mean 'working'"):
        experiment.outcomes(["workin"])
    with pytest.raises(Mistake, match="table 'serie' does not exist; did you mean 'series'"):
        experiment.lazily("serie")
    with pytest.raises(Mistake, match="point 'nobody' is not in"):
        experiment.live_again("nobody", 0)


def test_what_is_no_experiment_is_refused(tmp_path):
    with pytest.raises(Mistake, match="holds no experiment"):
        open_experiment(tmp_path)
    with pytest.raises(Mistake, match="does not exist"):
        open_experiment(tmp_path / "nowhere")
    for content in (b"[]", b"{}", b"{", b'{"seed": 1}', b"\xff", b"[" * 100_000):
        (tmp_path / "manifest.json").write_bytes(content)
        with pytest.raises(Mistake, match=r"manifest\.json"):
            open_experiment(tmp_path)


READING = [
    "select count(*) from outcomes", "with a as (select 1 as x) select x from a", "explain select * from points",
    "explain analyze select * from points", "EXPLAIN\n with a as (select 1 as x) select x from a",
    "select * from points semi join outcomes using (point)", "from summary", "describe outcomes",
    "select command from outcomes limit 1", "select * from samples", "select * from failures",
]  # fmt: skip


@pytest.mark.parametrize("question", READING)
def test_questions_are_answered(question, made):
    assert isinstance(open_experiment(made).query(question), pd.DataFrame)


def test_the_command_of_a_row_names_the_folder_as_a_shell_reads_it(made):
    import shlex

    experiment = open_experiment(made)
    row = experiment.query("select point, future, command from outcomes where future = 7 limit 1").iloc[0]
    words = ["sobremesa", "experiment", "row", str(made), row["point"], "--future", "7"]
    assert shlex.split(row["command"]) == words == shlex.split(experiment.command(row["point"], 7))


WRITING = [
    "explain analyze copy (select 1) to '{folder}/points.parquet' (format parquet, use_tmp_file false)",
    "explain (analyze) copy (select 1) to '{folder}/points.parquet' (format parquet, use_tmp_file false)",
    "explain /**/ analyze copy (select 1) to '{folder}/points.parquet' (format csv, use_tmp_file false)",
    "/**/ explain analyze copy (select 1) to '{folder}/points.parquet' (format csv, use_tmp_file false)",
    "explain analyze\n/**/copy (select 1) to '{folder}/points.parquet' (format csv, use_tmp_file false)",
    "explain analyze create table t as select 1", "explain analyze analyze",
    "copy (select 1) to '{folder}/x.csv'", "copy outcomes to '{folder}/parts/x.parquet'",
    "export database '{folder}/e'",
    "attach '{folder}/a.db'", "create table t as select 1", "drop view outcomes", "insert into points values (1)",
    "create or replace view outcomes as select 1", "set enable_external_access = true", "pragma enable_profiling",
    "install httpfs", "load httpfs", "call pragma_version()", "select 1; select 2", "", "  ;", "vacuum", "checkpoint",
    "update extensions", "delete from points", "set memory_limit = '1GB'", "reset lock_configuration", "use memory",
]  # fmt: skip
PEEKING = [
    "select * from read_csv('/etc/passwd')", "select * from '/etc/passwd'", "select * from read_text('/etc/passwd')",
    "select * from read_blob('/etc/hostname')", "select * from glob('/etc/*')", "select * from glob('{folder}/*')",
    "select * from read_text('{folder}/manifest.json')", "select * from read_text('{folder}/../../files/small.toml')",
    "select * from read_parquet('https://example.org/x.parquet')", "select * from read_json('{folder}/manifest.json')",
    "select * from read_parquet('{folder}/link.parquet')", "select * from sniff_csv('/etc/passwd')",
    "select * from parquet_metadata('/etc/passwd')", "select getenv('HOME')",
]  # fmt: skip


@pytest.mark.parametrize("question", WRITING + PEEKING)
def test_a_question_can_neither_write_nor_look_elsewhere(question, made):
    link = made / "link.parquet"
    if not link.is_symlink():
        link.symlink_to("/etc/passwd")
    before = sorted((path, path.lstat().st_mtime_ns) for path in made.rglob("*"))
    with pytest.raises(Mistake):
        open_experiment(made).query(question.format(folder=str(made).replace("'", "''")))
    assert sorted((path, path.lstat().st_mtime_ns) for path in made.rglob("*")) == before


@pytest.mark.parametrize("question", [*PEEKING, "set enable_external_access = true", "install httpfs"])
def test_the_connection_itself_is_locked(question, made):
    import duckdb

    with connect(open_experiment(made).readable) as connection, pytest.raises(duckdb.Error):
        connection.execute(question.format(folder=str(made).replace("'", "''"))).fetchall()


def test_an_experiment_without_results_can_be_asked(files, tmp_path):
    from sim.experiments.preparing import prepare
    from sim.experiments.store import write_design

    write_design(tmp_path / "out", prepare(design(), files))
    experiment = open_experiment(tmp_path / "out")
    assert len(experiment.outcomes()) == 0 and len(experiment.failures) == 0
    assert experiment.query("select count(*) as n from outcomes")["n"].tolist() == [0]
    assert experiment.summary()["futures"].isna().all()
    assert not experiment.progress.complete or experiment.progress.futures == 720
