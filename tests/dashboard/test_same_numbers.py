"""Page, command line and Python print the same numbers."""

from __future__ import annotations

import io
import json
import re
import shlex
import sys

import pandas as pd
import pytest

from dashboard import computing, course, exports
from dashboard.computing import LIVE, question
from dashboard.dials import with_reserve
from dashboard.grids import regret, working_table
from dashboard.share import encode
from dashboard.state import State
from sim.files import library
from sim.language.catalogue import texts
from sim.results.intervals import of_hundred


@pytest.fixture
def own_state() -> State:
    plan = with_reserve(library.plan("adaptive"), 9).model_copy(update={"name": "my-plan", "title": "Ours"})
    scenario = library.parse(
        "scenario",
        b'title = "Two blows"\n[[event]]\nkind = "donors_exit"\nwhen = "2029-03"\nshare = 0.4\n',
        "two-blows",
    )
    return State(seed=11).with_own(plan).with_own(scenario)


def test_command_line_and_python_give_what_the_page_shows(own_state, tmp_path, monkeypatch, capsys):
    """With files of the user's own, that the page offers to download."""
    asked = question(own_state, ("calm-decade", "two-blows"), ("baseline", "my-plan"))
    page = computing.computed(asked, 40)
    monkeypatch.chdir(tmp_path)
    for file in exports.own_files(asked):
        (tmp_path / f"{file.name}.toml").write_bytes(exports.toml_of(file))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["my-plan.toml", "two-blows.toml"]

    command = shlex.split(exports.command_line(asked, 40))
    monkeypatch.setattr(sys, "argv", [*command, "--json"])
    from sim.cli import main

    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in (0, None)
    assert json.loads(capsys.readouterr().out)["rows"] == json.loads(json.dumps(page.to_dict()["rows"]))

    exec(exports.python_lines(asked, 40), {})  # noqa: S102 - what the page tells people to run
    printed = capsys.readouterr().out.splitlines()
    assert printed == [f"{scenario} {plan} {cell.working.share}" for (scenario, plan), cell in page.cells.items()]


def test_the_first_page_says_the_number_of_its_question(opened):
    page = opened(lang="en")
    page.button(key="story donor").click().run()
    comparison = computing.computed(question(page.session_state["state"], plans=("baseline",)), LIVE)
    n = of_hundred(comparison.cell("big-funders-go", "baseline").working.share)
    shown = {one.value for one in page.header}
    settled = computing.remembered(question(page.session_state["state"], plans=("baseline",)), 1000)
    allowed = {texts("en")("dashboard.start.answer", n=n)}
    if settled is not None:
        n = of_hundred(settled.cell("big-funders-go", "baseline").working.share)
        allowed.add(texts("en")("dashboard.start.answer", n=n))
    assert shown <= allowed


def test_the_command_on_the_page_names_everything_that_the_numbers_depend_on(opened):
    page = opened("compare", lang="en")
    command = next(one.value for one in page.code if one.value.startswith("sobremesa compare"))
    state = page.session_state["state"]
    words = shlex.split(command)
    assert words[2:5] == list(state.scenarios)
    assert words[words.index("--plans") + 1] == ",".join(state.plans)
    assert words[words.index("--context") + 1] == state.context
    assert words[words.index("--seed") + 1] == str(state.seed)
    assert int(words[words.index("--futures") + 1]) in (LIVE, 1000)


def test_downloads_are_whole_tables(own_state):
    comparison = computing.computed(question(own_state, ("two-blows",), ("baseline", "my-plan")), 30)
    table = comparison.outcomes()
    again = pd.read_parquet(io.BytesIO(exports.parquet_of(table)))
    pd.testing.assert_frame_equal(again, table)
    from_csv = pd.read_csv(io.BytesIO(exports.csv_of(table)), encoding="utf-8-sig")
    assert list(from_csv.columns) == list(table.columns)
    assert from_csv["working"].tolist() == table["working"].tolist()
    assert from_csv["people"].tolist() == table["people"].tolist()


@pytest.mark.parametrize("start", "=+-@\t\r")
def test_no_spreadsheet_computes_a_title(start):
    table = pd.DataFrame({"title": [f"{start}HYPERLINK(1)", "plain"], "number": [-1.5, 2.0]})
    lines = exports.csv_of(table).decode("utf-8-sig")
    assert "'" + start in lines
    assert "-1.5" in lines and "'-1.5" not in lines


def test_regret_by_hand():
    """Against the best plan of each scenario, future by future; the best itself regrets nothing."""
    comparison = computing.computed(question(State(), ("big-funders-go",), ("baseline", "adaptive", "insider")), 60)
    table = regret(comparison).set_index("plan")
    shares = {one.name: comparison.cell("big-funders-go", one.name).working.share for one in comparison.plans}
    best = max(shares, key=shares.__getitem__)
    assert set(table["best"]) == {best}
    for plan, share in shares.items():
        assert table.loc[plan, "regret"] == pytest.approx(shares[best] - share)
    assert not table.loc[best, "too_close"]
    rows = working_table(comparison).set_index("plan")
    assert rows.loc["adaptive", "difference"] == pytest.approx(shares["adaptive"] - shares["baseline"])


@pytest.mark.parametrize("address", ["", "future", "pathways"])
def test_a_page_gives_the_files_that_its_commands_name(opened, own_state, address, monkeypatch):
    monkeypatch.setattr(course, "FUTURES", 24)
    page = opened(address, lang="en", s=encode(own_state))
    named = {name for one in page.code for name in re.findall(r"\./([\w-]+\.toml)", one.value)}
    assert named == {"my-plan.toml", "two-blows.toml"}
    offered = {one.proto.label for one in page.get("download_button")}
    assert {texts("en")("dashboard.frame.file", file=name) for name in named} <= offered
