"""What needs a process of its own: pipes that close, and Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

COMMAND = [sys.executable, "-m", "sim.cli"]


def test_a_reader_that_leaves(tmp_path):
    process = subprocess.Popen(
        [*COMMAND, "list", "parameters", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(60) == 0


def test_piped_output_is_plain():
    compare = ["compare", "calm-decade", "--futures", "20"]
    environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM", "COLUMNS")}
    ended = subprocess.run(
        [*COMMAND, *compare], capture_output=True, text=True, check=True, env={**environment, "TERM": "xterm-256color"}
    )
    assert "\x1b" not in ended.stdout + ended.stderr
    assert "futures" not in ended.stderr


def test_a_terminal_without_unicode():
    ended = subprocess.run(
        [*COMMAND, "show", "context", "gambia"], capture_output=True, check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert ended.stdout.isascii()
    assert ended.stderr == b""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_ctrl_c_ends_within_a_second_and_says_what_was_written(tmp_path):
    out = tmp_path / "out"
    watch = (
        "import sys, sim.engines.ensemble as engine\n"
        "begin = engine.simulate_series\n"
        "def told(*given, **named):\n    print('begun', flush=True)\n    return begin(*given, **named)\n"
        "engine.simulate_series = told\n"
        "from sim.cli import main\n"
        f"sys.argv = ['sobremesa', 'compare', '--futures', '10000', '--out', {str(out)!r}]\n"
        "main()\n"
    )
    process = subprocess.Popen([sys.executable, "-c", watch], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.splitlines()[-1] == "stopped; nothing was written"
    assert "Traceback" not in said
    assert not out.exists()


def test_it_is_said_that_rules_are_compiled_once(sobremesa, monkeypatch):
    monkeypatch.setattr("sim.engines.ensemble.is_compiled", lambda: False)
    answer = sobremesa("run", "calm-decade", "--futures", "2", "--json")
    assert answer.json["futures"] == 2
    assert answer.err == "The rules are compiled once on this machine; this takes about half a minute.\n"
