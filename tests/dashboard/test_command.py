"""``sobremesa dashboard``: this machine only, safe by default, and a sentence where it cannot start."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tomllib
import urllib.request
from pathlib import Path

import pytest

from sim.cli.dashboard import chosen_port, command, environment, is_free
from sim.files.mistakes import Mistake

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "dashboard" / ".streamlit" / "config.toml"


def test_it_is_safe_by_default():
    """Both ways to start it: the command, and Streamlit's own, which reads the file."""
    settings = tomllib.loads(CONFIG.read_text())
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["server"]["allowedHosts"] == ["localhost", "127.0.0.1"]
    assert settings["server"]["enableXsrfProtection"] is True
    assert settings["server"]["enableCORS"] is True
    assert settings["server"]["enableStaticServing"] is False
    assert settings["server"]["fileWatcherType"] == "none"
    assert settings["server"]["maxUploadSize"] <= 5
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "type"
    given = command(8600)
    for option in ("--server.address=127.0.0.1", "--server.port=8600", "--browser.gatherUsageStats=false"):
        assert option in given
    assert (ROOT / "dashboard" / "app.py").samefile(given[given.index("run") + 1])
    assert environment()["PYTHONPATH"].split(os.pathsep)[0] == str(ROOT)


@pytest.mark.parametrize("port", ["0", "80", "65536", "many", "8501.5", ""])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(Mistake, match=r"--port is .* but must be a whole number from 1,024 to 65,535"):
        chosen_port(port)


def test_a_taken_port_is_refused_and_the_default_goes_on_to_the_next():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert not is_free(port)
        with pytest.raises(Mistake, match="another program listens there"):
            chosen_port(str(port))
    assert is_free(chosen_port(None))


@pytest.mark.slow
def test_the_server_answers_this_machine_only_and_ends_with_ctrl_c(tmp_path):
    port = chosen_port(None)
    started = subprocess.Popen(
        [sys.executable, "-m", "sim.cli", "dashboard", "--no-browser", "--port", str(port)],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    try:
        assert started.stdout is not None
        assert f"http://localhost:{port}" in started.stdout.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=10) as health:
            assert health.read() == b"ok"
        listening = Path("/proc/net/tcp")
        if listening.exists():
            rows = [line.split() for line in listening.read_text().splitlines()[1:]]
            mine = [row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{port:04X}")]
            assert mine == [f"0100007F:{port:04X}"], "127.0.0.1 and nothing else"
        started.send_signal(signal.SIGINT)
        assert started.wait(30) == 0
        assert is_free(port)
        assert list(tmp_path.iterdir()) == [], "it writes no files"
    finally:
        if started.poll() is None:
            started.kill()
            started.wait()
