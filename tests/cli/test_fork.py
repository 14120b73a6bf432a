"""``sobremesa fork``: what it prints and writes is what the API says; nothing is written for bad input."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest

import sim
from tests.cli.conftest import Sobremesa

FORK = (
    "fork",
    "everything-at-once",
    "--future",
    "3",
    "--month",
    "24",
    "--plans",
    "baseline,adaptive",
    "--branches",
    "20",
)


def test_it_prints_what_the_api_says(sobremesa: Sobremesa) -> None:
    answer = sobremesa(*FORK)
    assert (answer.code, answer.err) == (0, "")
    content = sobremesa(*FORK, "--json").json
    found = sim.fork("everything-at-once", ["baseline", "adaptive"], future=3, month=24, branches=20)
    for said, one in zip(content["plans"], found.plans, strict=True):
        assert said["plan"] == one.plan.name
        assert said["working"]["count"] == one.working.count
    assert content["plans"][1]["against_first"]["difference"] == found.plans[1].against_first.difference
    assert "one past to December 2028, and 20 continuations" in " ".join(answer.out.split())


def test_a_date_is_a_month(sobremesa: Sobremesa) -> None:
    by_date = sobremesa(*(word if word != "24" else "2029-01" for word in FORK), "--json").json
    by_number = sobremesa(*FORK, "--json").json
    assert by_date["plans"] == by_number["plans"]


def test_what_is_written_is_what_was_computed(sobremesa: Sobremesa, tmp_path: Path) -> None:
    folder = tmp_path / "forked"
    assert sobremesa(*FORK, "--out", str(folder)).code == 0
    table = pd.read_parquet(folder / "continuations.parquet")
    found = sim.fork("everything-at-once", ["baseline", "adaptive"], future=3, month=24, branches=20)
    pd.testing.assert_frame_equal(table, found.outcomes())
    manifest = json.loads((folder / "manifest.json").read_text())
    content = (folder / "continuations.parquet").read_bytes()
    assert manifest["files"]["continuations.parquet"] == hashlib.sha256(content).hexdigest()
    assert sorted(path.name for path in folder.iterdir()) == ["continuations.parquet", "manifest.json"]
    assert sobremesa(*manifest["command"].split()[1:], "--json").json["plans"] == manifest["plans"]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"--month": "300"}, "month is 300, but in context 'uruguay' must be from month 1"),
        ({"--month": "0"}, "month is 0, but"),
        ({"--month": "2029-13"}, "month is '2029-13', but must be a month number or a date"),
        ({"--plans": "baseline,adaptve"}, "did you mean 'adaptive'?"),
        ({"--plans": "baseline,,adaptive"}, "--plans is 'baseline,,adaptive'"),
        ({"--plans": "baseline,baseline"}, "plan 'baseline' is given 2 times"),
        ({"--future": "-3"}, "--future is '-3'"),
        ({"--branches": "0"}, "--branches is '0', but must be a whole number from 1 to 10,000"),
        ({"--branches": "1e9"}, "--branches is '1e9'"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_is_written(
    sobremesa: Sobremesa, tmp_path: Path, changed: dict[str, str], message: str
) -> None:
    words = list(FORK)
    for option, value in changed.items():
        words[words.index(option) + 1] = value
    folder = tmp_path / "forked"
    assert message in sobremesa(*words, "--out", str(folder)).mistake
    assert not folder.exists()


def test_a_file_is_no_folder(sobremesa: Sobremesa, tmp_path: Path) -> None:
    file = tmp_path / "taken"
    file.write_text("mine")
    assert "is a file, but must be a folder" in sobremesa(*FORK, "--out", str(file)).mistake
    assert file.read_text() == "mine"
