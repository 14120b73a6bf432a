"""What docs/experiments.md shows is run as a reader would run it."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from sim.experiments.design import parse_design
from sim.experiments.preparing import prepare
from sim.experiments.reading import open_experiment
from sim.files import reading
from tests.experiments.small import design, run

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "experiments.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, flags=re.DOTALL)


def test_the_design_of_the_page_is_one():
    (text,) = blocks("toml")
    made = parse_design(reading.table(text.encode(), "page"), "page", "page")
    assert len(prepare(made, ROOT).points) == 2 * 64


@pytest.mark.slow
def test_the_commands_of_the_page_run(tmp_path):
    commands = [line.removeprefix("$ ") for block in blocks("console") for line in block.strip().split("\n")]
    assert len(commands) == 5
    for command in commands:
        words = shlex.split(command)[1:]
        words = [str(ROOT / word) if word.startswith("scenarios/") else word for word in words]
        if words[1] == "row":
            words[3] = open_experiment(tmp_path / "results").points.index[7]
        ended = subprocess.run(
            [sys.executable, "-m", "sim.cli", *words], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        assert ended.returncode == 0, ended.stderr
        assert ended.stdout.strip()
    assert "the same bits as the row that is kept" in ended.stdout


def test_the_python_of_the_page_runs(files, tmp_path, monkeypatch):
    run(design(series=["people"], futures=5), files, tmp_path / "results")
    monkeypatch.chdir(tmp_path)
    (program,) = blocks("python")
    names: dict[str, object] = {}
    exec(program, names)  # noqa: S102 - the page's own example
    assert len(names["block"]) == 60  # type: ignore[arg-type]
