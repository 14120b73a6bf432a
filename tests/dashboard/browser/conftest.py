"""A real browser against the running server."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking")
PATIENCE = 300_000
"""Milliseconds that a busy machine may take."""

NOT_OURS = ("_stcore/health", "_stcore/host-config")
"""Below the address of a page Streamlit's own client looks for its server there first, is told 404, and goes on."""


def browser_program() -> str | None:
    """Return the path of a browser, or None."""
    chosen = os.environ.get("SOBREMESA_BROWSER")
    return chosen or next((path for path in map(shutil.which, BROWSERS) if path), None)


@pytest.fixture(scope="session")
def program() -> str:
    """The browser; where there is none, a developer's tests are skipped, and those of CI fail."""
    found = browser_program()
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no browser: install Chromium, or name one in SOBREMESA_BROWSER")
        pytest.skip("no browser is installed")
    return found


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The dashboard as ``sobremesa dashboard`` serves it; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "sim.cli", "dashboard", "--no-browser", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert f"http://localhost:{port}" in line
        yield f"http://localhost:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


@pytest.fixture(scope="session")
def chromium(program):
    """A running browser without windows."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=list(FLAGS))
        yield browser
        browser.close()


class Visit:
    """A person with a browser of their own; what the browser complains about and whom it asks is written down."""

    def __init__(self, chromium, server: str, **options: object) -> None:
        self.server = server
        self.context = chromium.new_context(accept_downloads=True, **options)
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.outside: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._asked)

    def _heard(self, message) -> None:
        if message.type == "error" and not any(one in message.location.get("url", "") for one in NOT_OURS):
            self.complaints.append(f"{message.text} {message.location.get('url', '')}")

    def _asked(self, request) -> None:
        ours = (self.server, self.server.replace("http", "ws", 1), "data:", "blob:")
        if not request.url.startswith(ours):
            self.outside.append(request.url)

    def open(self, address: str):
        """Open a page and wait until its title is there."""
        self.page.goto(address if address.startswith("http") else f"{self.server}/{address}")
        self.page.locator("h1").first.wait_for()
        return self.page

    def calm(self) -> None:
        """Wait until the page has stopped working."""
        self.page.wait_for_timeout(400)
        self.page.wait_for_function(
            '() => !document.querySelector(\'[data-testid="stApp"][data-test-script-state="running"]\')'
        )


@pytest.fixture
def visit(chromium, server):
    """A function that begins a visit."""
    begun: list[Visit] = []

    def begin(**options: object) -> Visit:
        begun.append(Visit(chromium, server, **options))
        return begun[-1]

    yield begin
    for one in begun:
        one.context.close()
