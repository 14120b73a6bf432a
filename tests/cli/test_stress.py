"""``sobremesa stress``: exit codes of the real command, the files that it writes, and what it refuses."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from sim.stress.suite import shocks
from sim.stress.verdicts import stress_test

ROOT = Path(__file__).resolve().parents[2]

FEW = ("--futures", "40", "--parameters", "default", "--context", "argentina")

OWN = """# scenario
title = "Quakes & <floods>"
[[event]]
kind = "scandal"
when = 24
share = 0.01
"""


def typed(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the real command as a build would."""
    return subprocess.run(
        [sys.executable, "-m", "sim.cli", "stress", *arguments], cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("baseline", "--require", "0", "--shocks", "landslide", *FEW), 0),
        (("baseline", "--require", "1", "--shocks", "four-blows-in-a-year", *FEW), 1),
        (("baseline", "--require", "1.5", *FEW), 2),
        (("baseline", "--shocks", "lanslide", *FEW), 2),
    ],
)
def test_exit_codes(arguments, code, tmp_path):
    finished = typed(*arguments, "--junit", "verdicts.xml", "--report", "verdicts.html", folder=tmp_path)
    assert finished.returncode == code, finished.stderr
    written = {path.name for path in tmp_path.iterdir()}
    assert written == (set() if code == 2 else {"verdicts.xml", "verdicts.html"})
    assert finished.stderr.count("\n") == (1 if code == 2 else 0)


@pytest.mark.slow
def test_the_exit_code_says_when_one_is_too_close(tmp_path):
    """Required is exactly the share of working futures, which lies inside its own interval."""
    test = stress_test(["baseline"], "argentina", shocks(["landslide"]), futures=40, parameters="default")
    share = test.verdict("baseline", "landslide").working.share
    finished = typed("baseline", "--require", str(share), "--shocks", "landslide", *FEW, folder=tmp_path)
    assert finished.returncode == 3, finished.stderr
    assert "too close to call" in finished.stdout


def test_the_numbers_are_those_of_python(sobremesa):
    answer = sobremesa("stress", "baseline", "adaptive", "--shocks", "landslide,pandemic", "--json", *FEW)
    test = stress_test(
        ["baseline", "adaptive"], "argentina", shocks(["landslide", "pandemic"]), futures=40, parameters="default"
    )
    assert answer.code == test.exit_code
    assert answer.json == json.loads(json.dumps(test.to_dict()))
    assert answer.json["suite"] is None


def test_what_is_printed_has_every_verdict_and_the_command(sobremesa):
    answer = sobremesa("stress", "baseline", "adaptive", "--shocks", "landslide,closing-door", *FEW)
    for word in ("landslide", "closing-door", "“Adaptive”", "against baseline", "Required: still working after"):
        assert word in answer.out
    assert "sobremesa stress baseline adaptive --shocks landslide,closing-door --require 0.5" in answer.out


@pytest.mark.parametrize("columns", [80, 100])
def test_no_figure_of_the_table_is_cut(sobremesa, columns, monkeypatch, tmp_path):
    """The longest shipped name, a longer one of the user's, both comparisons, and every column whole."""
    monkeypatch.setenv("COLUMNS", str(columns))
    own = tmp_path / "a-very-long-name-of-a-shock-that-somebody-once-thought-of.toml"
    own.write_text(OWN, encoding="utf-8")
    tested = f"donors-turn-away-as-officials-go,landslide,{own}"
    answer = sobremesa("stress", "baseline", "adaptive", "--shocks", tested, *FEW)
    table = answer.out.split("Plan adaptive against")[1].splitlines()
    assert table[1].split() == ["shock", "verdict", "working", "by", "shock", "by", "plan"]
    rows = [line for line in table if re.search(r"\d \(", line) and "If nothing" not in line]
    assert len(rows) == 3
    for row in rows:
        assert re.search(r"(holds|too close|breaks) +\d+ \(\d+-\d+\) +(~|[+-][\d.]+) +(~|[+-][\d.]+) *$", row), row
        assert len(row) <= columns


def test_a_shock_of_the_user_s_own(sobremesa, tmp_path):
    own, junit = tmp_path / "quakes.toml", tmp_path / "verdicts.xml"
    own.write_text(OWN, encoding="utf-8")
    answer = sobremesa(
        "stress", "baseline", "--shocks", f"landslide,{own}", "--require", "0", "--junit", str(junit), *FEW
    )
    assert answer.code == 0
    names = [case.get("name") for case in ElementTree.fromstring(junit.read_bytes()).iter("testcase")]
    assert names == ["landslide", "quakes"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("baselin", "plan 'baselin' does not exist; did you mean 'baseline'?"),
        ("baseline baseline", "plan 'baseline' is given 2 times; give it once"),
        ("baseline --require 1.5", "--require is '1.5', but must be a share from 0 to 1, such as 0.5"),
        ("baseline --require -0.1", "--require is '-0.1', but must be a share from 0 to 1, such as 0.5"),
        ("baseline --require nan", "--require is 'nan', but must be a share from 0 to 1, such as 0.5"),
        ("baseline --require half", "--require is 'half', but must be a share from 0 to 1, such as 0.5"),
        ("baseline --context atlantis", "context 'atlantis' does not exist; there are"),
        ("baseline --shocks lanslide", "shock 'lanslide' does not exist; did you mean 'landslide'?"),
        ("baseline --shocks suite,landslide", "shock 'landslide' is given 2 times; give it once"),
        ("baseline --shocks adaptive", "shock 'adaptive' does not exist; that is the name of a plan"),
        ("baseline --shocks late.toml", "scenario 'late': event 1: when is 300, but in context 'uruguay' must be from"),
        ("baseline --junit plan.toml", "--junit is 'plan.toml', but must end in .xml"),
        ("baseline --junit no/where.xml", "--junit 'no/where.xml' cannot be written: there is no folder 'no'"),
        ("baseline --language xx", "language 'xx' does not exist; there are en, es, fr"),
        ("baseline --parameters best", "parameters is 'best', but must be default, plausible or a .parquet file"),
        ("", "missing argument 'PLAN...'"),
    ],
)
def test_mistakes(sobremesa, arguments, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "late.toml").write_text(OWN.replace("when = 24", "when = 300"), encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    wanted = [] if "--junit" in arguments else ["--junit", "verdicts.xml"]
    assert sobremesa("stress", *arguments.split(), *wanted).mistake.startswith(said)
    assert sorted(tmp_path.iterdir()) == before
