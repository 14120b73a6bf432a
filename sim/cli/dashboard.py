"""``sobremesa dashboard``: the dashboard in a browser, on this machine only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import Popen

HOST: Final = "127.0.0.1"
FIRST_PORT: Final = 8501
PORTS_TRIED: Final = 20
START: Final = 60.0
"""Seconds that the server has to start before nobody waits to open a browser any more."""

Port = Annotated[
    str | None,
    typer.Option(
        "--port", metavar="N", help="Where it listens; by default the first free one from 8501 on.", show_default=False
    ),
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", metavar="", help="Only print the address.")]


def dashboard(port: Port = None, no_browser: NoBrowser = False) -> int:
    """Explore futures in a browser: move a slider, compare plans, share what you see.

    It serves this machine only and asks nothing of the internet. It writes no files but the experiments that you run on
    its page Lab: into the folder sobremesa-experiments, or the one that the variable SOBREMESA_EXPERIMENTS names.
    Ctrl-C ends it.
    """
    import subprocess

    chosen = chosen_port(port)
    address = f"http://localhost:{chosen}"
    server = subprocess.Popen(command(chosen), env=environment(), stdout=subprocess.DEVNULL)
    try:
        if answers(server, chosen):
            print(f"The dashboard is at {address}; Ctrl-C ends it.", flush=True)
            if not no_browser:
                import webbrowser

                webbrowser.open(address)
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        end(server)


def chosen_port(port: str | None) -> int:
    """Return the port that a user wants, or the first free one.

    Raises
    ------
    Mistake
        Where it is none, or taken.
    """
    from sim.cli.options import whole_number
    from sim.files.mistakes import Mistake

    if port is None:
        tried = range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
        free = next((number for number in tried if is_free(number)), None)
        if free is None:
            raise Mistake(f"all ports from {tried[0]} to {tried[-1]} are taken; choose another one with --port")
        return free
    number = whole_number("--port", port, 1024, 65535)
    if not is_free(number):
        raise Mistake(f"--port is {number}, but another program listens there; choose another one, or leave it out")
    return number


def is_free(port: int) -> bool:
    """Return whether nobody listens at a port of this machine."""
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def folder() -> Path:
    """Return the folder in which both ``sim`` and ``dashboard`` lie: a checkout, or where packages are installed."""
    from pathlib import Path

    return Path(__file__).resolve().parents[2]


def command(port: int) -> list[str]:
    """Return the command that serves the dashboard; how safe it is stands in dashboard/.streamlit/config.toml too."""
    import sys

    settings = {
        "server.address": HOST,
        "server.port": str(port),
        "server.headless": "true",
        "server.enableXsrfProtection": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "viewer",
        "client.showErrorDetails": "type",
    }
    options = [f"--{name}={value}" for name, value in settings.items()]
    return [sys.executable, "-m", "dashboard.serve", "run", str(folder() / "dashboard" / "app.py"), *options]


def environment() -> dict[str, str]:
    """Return the environment of the server, in which it finds both packages wherever it is started."""
    import os

    paths = [str(folder()), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def answers(server: Popen[bytes], port: int) -> bool:
    """Wait until the server answers; return whether it does."""
    import time
    import urllib.error
    import urllib.request

    give_up = time.monotonic() + START
    without_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while server.poll() is None and time.monotonic() < give_up:
        try:
            with without_proxy.open(f"http://{HOST}:{port}/_stcore/health", timeout=1):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def end(server: Popen[bytes]) -> None:
    """End the server, however it goes on."""
    import subprocess

    if server.poll() is None:
        server.terminate()
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
