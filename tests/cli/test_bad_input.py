"""Every mistake: one line on the error output, exit code 2, nothing written, nothing printed."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("run calm-decad", "scenario 'calm-decad' does not exist; did you mean 'calm-decade'?"),
        ("run calm-decade --plan basline", "plan 'basline' does not exist; did you mean 'baseline'?"),
        ("run calm-decade --context urugay", "context 'urugay' does not exist; did you mean 'uruguay'?"),
        (
            "run pandemic --plan baseline,adaptive",
            "--plan takes one plan; to compare several: sobremesa compare pandemic --plans baseline,adaptive",
        ),
        ("run baseline", "scenario 'baseline' does not exist; that is the name of a plan"),
        ("compare --plans basline", "plan 'basline' does not exist; did you mean 'baseline'?"),
        ("compare calm-decade calm-decade", "scenario 'calm-decade' is given 2 times; give it once"),
        ("compare calm-decade --plans baseline,baseline", "plan 'baseline' is given 2 times; give it once"),
        ("compare --plans baseline,", "--plans is 'baseline,', but must be names or paths with one comma between"),
        ("compare --plans=", "--plans is '', but must be names"),
        ("compare calm-decade --plans a --plans b", "option '--plans' is given 2 times; give it once"),
        ("show plan basline", "plan 'basline' does not exist; did you mean 'baseline'?"),
        ("show plam baseline", "kind 'plam' does not exist; did you mean 'plan'?"),
        ("show measure runaway", "measure 'runaway' does not exist; did you mean 'runway'?"),
        ("show parameter senior_exits", "parameter 'senior_exits' does not exist; did you mean 'senior_exit'?"),
        ("show plan", "missing argument 'NAME'; see 'sobremesa show --help'"),
        (
            "show hostile-successors",
            "'hostile-successors' alone does not say what to show; did you mean 'sobremesa show "
            "scenario hostile-successors'?",
        ),
        ("show basline", "'basline' alone does not say what to show; did you mean 'sobremesa show plan baseline'?"),
        ("show senior_exit", "'senior_exit' alone does not say what to show; did you mean 'sobremesa show parameter"),
        ("show qqqqqq", "'qqqqqq' alone does not say what to show; see 'sobremesa show --help'"),
        ("list plants", "list 'plants' does not exist; did you mean 'plans'?"),
        ("schema plans", "kind of file 'plans' does not exist; did you mean 'plan'?"),
        ("comprae", "command 'comprae' does not exist; did you mean 'compare'?"),
        ("compare --futuers 3", "option '--futuers' of 'sobremesa compare' does not exist; did you mean '--futures'?"),
        ("--vresion", "option '--vresion' of 'sobremesa' does not exist; did you mean '--version'?"),
        ("run", "missing argument 'SCENARIO'; see 'sobremesa run --help'"),
        ("run calm-decade pandemic", "got unexpected extra argument"),
        ("run calm-decade --plan", "option '--plan' requires an argument"),
        ("run calm-decade --futures 0", "--futures is '0', but must be a whole number from 1 to 1,000,000,000,000"),
        ("run calm-decade --futures -3", "--futures is '-3', but must be a whole number from 1"),
        ("run calm-decade --futures 2.5", "--futures is '2.5', but must be a whole number"),
        ("run calm-decade --futures nan", "--futures is 'nan', but must be a whole number"),
        ("run calm-decade --futures 1e13", "--futures is '1e13', but must be a whole number"),
        ("run calm-decade --seed -1", "--seed is '-1', but must be a whole number from 0 to 9,223,372,036,854,775,807"),
        ("run calm-decade --seed one", "--seed is 'one', but must be a whole number"),
        ("run no-such.toml", "file 'no-such.toml' does not exist"),
        ("check no-such.toml", "file 'no-such.toml' does not exist"),
        ("check", "missing argument 'FILE...'"),
    ],
)
def test_slips(sobremesa, typed, said):
    assert sobremesa(*typed.split(" ")).mistake.startswith(said)


def test_a_billion_futures_are_asked_about(sobremesa, tmp_path):
    out = tmp_path / "out"
    for command in ("run", "compare"):
        said = sobremesa(command, "pandemic", "--futures", "1e9", "--out", str(out)).mistake
        assert said.startswith(
            "2,000,000,000 futures in all (the same futures without the events are simulated too) would"
        )
        assert "TB of memory" in said
        assert "of disk" in said
        assert "--yes" in said
    assert not out.exists()


def test_a_billion_futures_fit_into_no_machine(sobremesa):
    said = sobremesa("run", "pandemic", "--futures", "1e9", "--yes").mistake
    assert "but this machine has" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('title = "x\n', "line 1: this is no valid TOML"),
        ("[[event]]\nkind = 'scandal'\nwhen = 200\nshare = 0.1\n", "but in context 'uruguay' must be from month 1"),
        ("[[event]]\nkind = 'scandal'\nwhen = 2029-03\nshare = 0.1\n", 'write the date in quotes: "2029-03"'),
        ("[[event]]\nkind = 'scandal'\nwhen = 20\nshare = 1.5\n", "must be a number from 0 to 1"),
        ("[[event]]\nkind = 'scandal'\nwhen = 20\nshare = nan\n", "must be a number from 0 to 1"),
        ("[[event]]\nkind = 'scandle'\nwhen = 20\nshare = 0.1\n", "did you mean 'scandal'?"),
        ("[[events]]\nkind = 'scandal'\n", "did you mean 'event'?"),
    ],
)
def test_wrong_files(sobremesa, tmp_path, content, said):
    file, out = tmp_path / "own.toml", tmp_path / "out"
    file.write_text(content)
    assert said in sobremesa("run", str(file), "--futures", "5", "--out", str(out)).mistake
    assert not out.exists()


def test_a_file_of_a_hundred_megabytes(sobremesa, tmp_path):
    file = tmp_path / "large.toml"
    with file.open("wb") as large:
        large.truncate(100_000_000)
    for command in (("run", str(file)), ("check", str(file)), ("show", "plan", str(file))):
        assert "the file has 100.0 MB, but must have at most 1 MB" in sobremesa(*command).mistake


def test_places_that_cannot_be_written(sobremesa, tmp_path):
    file, folder = tmp_path / "file", tmp_path / "folder"
    file.write_text("mine")
    folder.mkdir()
    before = sorted(tmp_path.rglob("*"))
    for options, said in (
        (("--out", str(file)), "is a file, but must be a folder"),
        (("--out", str(file / "below")), "cannot be written: Not a directory"),
        (("--out", ""), "--out is '', but must be a path"),
        (("--csv", str(folder)), "is a folder, but must be a file"),
        (("--report", str(tmp_path / "no" / "page.html")), "cannot be written: there is no folder"),
        (("--csv", str(tmp_path / "a.csv"), "--out", str(tmp_path / "a.csv")), "is given as the place of two outputs"),
        (("--csv", "/dev/null"), "is no ordinary file"),
        (("--csv", str(file)), f"--csv is '{file}', but must end in .csv"),
        (("--report", str(file)), f"--report is '{file}', but must end in .html or .htm"),
    ):
        assert said in sobremesa("compare", "calm-decade", "--futures", "5", *options).mistake
    assert sorted(tmp_path.rglob("*")) == before
    assert file.read_text() == "mine"


def test_a_folder_is_no_scenario(sobremesa, tmp_path, monkeypatch):
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path)
    for typed in ("run mine", "run calm-decade --plan mine/", "run calm-decade --context mine", "show plan mine"):
        assert "is a folder, but must be the name of a shipped" in sobremesa(*typed.split()).mistake


def test_a_folder_without_permission(sobremesa, tmp_path, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    said = sobremesa("run", "calm-decade", "--out", str(tmp_path / "new")).mistake
    assert said == f"--out '{tmp_path / 'new'}' cannot be written: Permission denied"


def test_an_input_is_never_overwritten(sobremesa, tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_text("# plan\n")
    said = sobremesa("compare", "calm-decade", "--plans", f"baseline,{plan}", "--csv", str(plan)).mistake
    assert said == f"'{plan}' is read by this command and cannot be its output too"
    assert plan.read_text() == "# plan\n"


def test_a_name_that_would_steer_the_terminal(sobremesa):
    assert sobremesa("run", "\x1b[2Jcalm\n\udc80").mistake.startswith(
        "scenario '\\x1b[2Jcalm\\n\\udc80' does not exist"
    )


def test_a_full_disk_is_one_line(sobremesa, tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    answer = sobremesa("run", "calm-decade", "--futures", "2", "--out", str(tmp_path))
    assert "No space left on device; nothing was written" in answer.mistake
    assert list(tmp_path.iterdir()) == []
