"""The commands: what a researcher types, and what is said."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.application import app
from sim.cli.failures import answer
from sim.experiments.preparing import design_as_toml
from sim.experiments.reading import open_experiment
from tests.experiments.small import design


@pytest.fixture
def design_file(files: Path) -> Path:
    path = files / "design.toml"
    path.write_bytes(design_as_toml(design(futures=20, series=["people"]).file_content()))
    return path


def sobremesa(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Return exit code, output and error output of a command."""
    import typer

    code = answer(typer.main.get_command(app), "sobremesa", [str(word) for word in words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_run_show_status_query_and_row(design_file, tmp_path, capsys):
    out = tmp_path / "results"
    code, said, _ = sobremesa(capsys, "experiment", "run", design_file, "--out", out)
    assert code == 0 and "240 futures of 12 points are kept" in said and "failed" not in said
    _, said, _ = sobremesa(capsys, "experiment", "run", design_file, "--out", out, "--json")
    assert json.loads(said) == {
        "folder": str(out), "points": 12, "futures": 240, "computed": 0, "failed": 0, "failed_futures": 0,
        "surplus": {"points": 0, "futures": 0, "beyond": 0}, "damaged": [], "enough": None,
    }  # fmt: skip
    _, said, _ = sobremesa(capsys, "experiment", "status", out)
    assert "complete: 240 of 240 futures of 12 points" in said
    _, said, _ = sobremesa(capsys, "experiment", "show", out, "--json")
    experiment = open_experiment(out)
    rows = json.loads(said)["rows"]
    shares = experiment.summary().groupby(["scenario", "plan"])["working"].mean()
    assert {(row["scenario"], row["plan"]): row["working"] for row in rows} == pytest.approx(shares.to_dict())
    _, said, _ = sobremesa(capsys, "experiment", "show", out)
    assert "hostile_probability" in said and "blows" in said
    code, said, _ = sobremesa(capsys, "query", out, "select command from outcomes order by point limit 1", "--json")
    (first,) = json.loads(said)
    code, said, _ = sobremesa(capsys, *first["command"].split()[1:])
    assert code == 0 and "the same bits as the row that is kept" in said


def test_a_row_that_is_kept_wrong_is_told_from_its_model(design_file, tmp_path, capsys):
    out = tmp_path / "results"
    sobremesa(capsys, "experiment", "run", design_file, "--out", out)
    point = open_experiment(out).points.index[0]
    swapped = tmp_path / "swapped"
    text = (design_file.parent / "blows.toml").read_text()
    (design_file.parent / "blows.toml").write_text(text.replace("share = 0.5", "share = 1.0"))
    sobremesa(capsys, "experiment", "run", design_file, "--out", swapped)
    assert point not in open_experiment(swapped).points.index
    code, _, said = sobremesa(capsys, "experiment", "row", swapped, point)
    assert code == 2 and "is not in" in said
    _, said, _ = sobremesa(capsys, "experiment", "row", out, point, "--future", "19", "--json")
    assert json.loads(said)["same_bits"] is True
    _, said, _ = sobremesa(capsys, "experiment", "row", out, point, "--future", "20", "--json")
    assert json.loads(said)["same_bits"] is None


def test_the_beginning_of_a_point_is_enough_where_only_one_begins_so(design_file, tmp_path, capsys):
    out = tmp_path / "results"
    sobremesa(capsys, "experiment", "run", design_file, "--out", out)
    experiment = open_experiment(out)
    names = list(experiment.points.index)
    length = next(length for length in range(1, 17) if len({name[:length] for name in names}) == len(names))
    assert [experiment.find_point(name[:length]).identity for name in names] == names
    code, said, _ = sobremesa(capsys, "experiment", "row", out, names[3][:length])
    assert code == 0 and "the same bits" in said
    for shorter in range(1, length):
        shared = [name for name in names if name[:shorter] == names[0][:shorter]]
        if len(shared) > 1:
            code, _, said = sobremesa(capsys, "experiment", "row", out, names[0][:shorter])
            assert code == 2 and f"is the beginning of {len(shared)} points" in said


def test_csv_is_for_spreadsheets(design_file, tmp_path, capsys):
    import io

    import pandas as pd

    out = tmp_path / "results"
    sobremesa(capsys, "experiment", "run", design_file, "--out", out)
    _, said, _ = sobremesa(capsys, "query", out, "select point, future, reuse from outcomes", "--csv")
    assert len(pd.read_csv(io.StringIO(said))) == 240


def test_rows_with_gaps_lists_and_many_columns_are_printed_whole(design_file, tmp_path, capsys):
    out = tmp_path / "results"
    sobremesa(capsys, "experiment", "run", design_file, "--out", out)
    question = "select * from outcomes where twin_collapsed is null limit 1"
    code, said, errors = sobremesa(capsys, "query", out, question)
    assert (code, errors) == (0, "")
    head, _, line = said.rstrip("\n").split("\n")
    first = open_experiment(out).query(question).iloc[0]
    assert head.split() == list(first.index) and str(first["command"]) in line and " - " in line
    code, said, _ = sobremesa(capsys, "query", out, "select [1, 2] as pair, null as nothing")
    assert code == 0 and "-" in said.split("\n")[2] and "1" in said.split("\n")[2]


def test_failed_points_are_said_in_plain_sight(files, tmp_path, capsys):
    vary = {"train": [0, 1], **{name: [0] for name in (
        "mobilise", "publish", "ally", "tell_stories", "teach", "raise_funds", "coordinate", "document")}}  # fmt: skip
    made = design(sampling="full", points=None, vary=vary, plans=["baseline"], futures=5)
    (files / "failing.toml").write_bytes(design_as_toml(made.file_content()))
    out = tmp_path / "out"
    code, said, _ = sobremesa(capsys, "experiment", "run", files / "failing.toml", "--out", out)
    assert "10 futures of 4 points are kept in" in said and "10 more could not be simulated" in " ".join(
        said.split()
    )
    assert code == 0 and "2 of 4 failed" in said and "select * from failures" in said
    _, said, _ = sobremesa(capsys, "experiment", "status", out)
    assert "complete: 10 of 20 futures of 4 points are kept; 10 belong to points that failed" in " ".join(said.split())
    _, said, _ = sobremesa(capsys, "experiment", "show", out)
    assert said.count("1 of 2") == 2
    for command in (("sensitivity", out), ("discover", out)):
        code, _, errors = sobremesa(capsys, *command)
        assert code == 2 and "2 of 4 points failed" in errors and errors.count("\n") == 1
    for words in (("experiment", "show", out), ("experiment", "status", out)):
        assert "2 of 4 points failed" in sobremesa(capsys, *words)[1]
    assert "2 of 4 points failed" in sobremesa(capsys, "query", out, "select 1")[2]
    point = open_experiment(out).failures["point"].iloc[0]
    code, _, said = sobremesa(capsys, "experiment", "row", out, point)
    assert code == 2 and "all weights are zero" in said


def test_enough_says_how_many_futures_it_took(files, tmp_path, capsys):
    made = design(sampling="full", points=None, vary={}, futures=400, enough=0.1, scenarios=["blows.toml"])
    (files / "enough.toml").write_bytes(design_as_toml(made.file_content()))
    _, said, _ = sobremesa(capsys, "experiment", "run", files / "enough.toml", "--out", tmp_path / "out")
    assert "The interval of working is narrower than 0.1 after" in " ".join(said.split())


def test_enough_that_is_never_reached_is_not_said_to_be_reached(files, tmp_path, capsys):
    made = design(sampling="full", points=None, vary={}, futures=60, enough=0.01, scenarios=["blows.toml"])
    (files / "enough.toml").write_bytes(design_as_toml(made.file_content()))
    _, said, _ = sobremesa(capsys, "experiment", "run", files / "enough.toml", "--out", tmp_path / "out")
    said = " ".join(said.split())
    assert "None of 2 points reached an interval of working narrower than 0.01 within 60 futures." in said
    assert "is narrower" not in said


def test_a_smaller_design_counts_the_same_futures_everywhere(files, tmp_path, capsys):
    out = tmp_path / "out"
    for name, made in (("large", design(futures=120, points=2)), ("fewer", design(futures=30, points=3))):
        (files / f"{name}.toml").write_bytes(design_as_toml(made.file_content()))
        _, ran, _ = sobremesa(capsys, "experiment", "run", files / f"{name}.toml", "--out", out)
    large = "8 points with 960 futures of an earlier design stay in the folder"
    assert large in " ".join(ran.split())
    assert large in " ".join(sobremesa(capsys, "experiment", "status", out)[1].split())
    (files / "few.toml").write_bytes(design_as_toml(design(futures=20, points=3).file_content()))
    _, ran, _ = sobremesa(capsys, "experiment", "run", files / "few.toml", "--out", out)
    for said in (ran, sobremesa(capsys, "experiment", "status", out)[1]):
        said = " ".join(said.split())
        assert "240 " in said and "120 futures beyond what this design wants of each point" in said
    experiment = open_experiment(out)
    assert experiment.progress.kept == len(experiment.outcomes()) == sum(map(len, experiment.blocks())) == 240
    assert experiment.query("select count(*) as n from outcomes")["n"].tolist() == [240]
    assert experiment.summary()["futures"].unique().tolist() == [20] == [experiment.lazily().sizes["future"]]
    rows = json.loads(sobremesa(capsys, "experiment", "show", out, "--json")[1])["rows"]
    assert sum(row["futures"] for row in rows) == 240


def test_a_design_with_a_million_points_says_so_first(files, tmp_path, capsys):
    made = design(sampling="latin-hypercube", points=250_000, futures=10)
    (files / "large.toml").write_bytes(design_as_toml(made.file_content()))
    code, _, said = sobremesa(capsys, "experiment", "run", files / "large.toml", "--out", tmp_path / "out")
    assert code == 2 and not (tmp_path / "out").exists()
    assert said.startswith("1,000,000 points with 10,000,000 futures in all (15,000,000 with those without the events)")
    assert "would take about" in said and "of disk" in said and "--yes" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "nowhere.toml", "--out", "x"), "file 'nowhere.toml' does not exist"),
        (("run", "DESIGN", "--out", ""), "--out is '', but must be a path"),
        (("run", "DESIGN", "--out", "x", "--workers", "0"), "--workers is '0', but must be a whole number from 1"),
        (("run", "DESIGN", "--out", "x", "--workers", "2", "--cluster", "tcp://a:1"), "contradict one another"),
        (("show", "nowhere"), "folder 'nowhere' does not exist"),
        (("status", "FILES"), "holds no experiment"),
        (("rum", "DESIGN"), "did you mean 'run'?"),
    ],
)
def test_mistakes_are_one_sentence(words, said, design_file, capsys, monkeypatch):
    monkeypatch.chdir(design_file.parent.parent)
    places = {"DESIGN": str(design_file), "FILES": str(design_file.parent)}
    code, _, errors = sobremesa(capsys, "experiment", *(places.get(word, word) for word in words))
    assert code == 2 and said in errors and errors.count("\n") == 1
    assert not Path("x").exists()


def test_help_has_examples():
    for words in ([], ["run"], ["status"], ["show"], ["row"]):
        assert CliRunner().invoke(app, ["experiment", *words, "--help"]).exit_code == 0
