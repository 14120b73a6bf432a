"""The README's commands and its Python are run as a reader would run them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _console() -> list[tuple[str, str]]:
    """Return each command of the console blocks with what the README says that it prints (often nothing)."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", README, flags=re.DOTALL):
        for part in block.split("$ ")[1:]:
            command, _, printed = part.partition("\n")
            found.append((command, printed.strip()))
    return found


COMMANDS = [(command, printed) for command, printed in _console() if command.startswith("sobremesa ")]


def test_the_readme_shows_commands_and_the_two_make_targets() -> None:
    shown = [command for command, _ in _console()]
    assert "make demo" in shown
    assert "make test" in shown
    assert len(COMMANDS) >= 8


@pytest.mark.slow
@pytest.mark.parametrize(("command", "printed"), COMMANDS)
def test_a_command_does_what_the_readme_says(command: str, printed: str, tmp_path: Path) -> None:
    arguments = shlex.split(command)[1:]
    if arguments[0] == "query":  # it asks what the command before it made
        before = COMMANDS[COMMANDS.index((command, printed)) - 1][0]
        subprocess.run(
            [sys.executable, "-m", "sim.cli", *shlex.split(before)[1:]],
            cwd=tmp_path, env=_environment(), capture_output=True, timeout=300, check=True,
        )  # fmt: skip
    finished = subprocess.run(
        [sys.executable, "-m", "sim.cli", *arguments],
        cwd=tmp_path, env=_environment(), capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    if printed:
        assert finished.returncode == 2
        assert finished.stderr.strip() == printed
        assert not list(tmp_path.iterdir())
    else:
        # A plan that a shock breaks is an answer, too: 1, or 3 where it is too close to call.
        assert finished.returncode in ((0, 1, 3) if arguments[0] == "stress" else (0,)), finished.stderr
        assert "Traceback" not in finished.stderr
        assert finished.stdout.strip()
    if "--report" in arguments:
        assert (tmp_path / arguments[arguments.index("--report") + 1]).stat().st_size > 10_000


@pytest.mark.slow
def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    program = "\n".join(re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL))
    finished = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=_environment(), capture_output=True, text=True, timeout=300,
        check=False,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stderr
    assert len(finished.stdout.splitlines()) == 2


def _environment() -> dict[str, str]:
    """Return this process's environment with the checkout importable from any folder."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
