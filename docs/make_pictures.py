"""Take the pictures of the dashboard that stand in docs/pictures: every page on a desk, some on a phone.

    python docs/make_pictures.py [PAGE ...]

Needs what the browser's tests need: Playwright, and Chromium or a browser named in SOBREMESA_BROWSER. Takes some
minutes: every page is waited for until nothing on it is computing any more.
"""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
PICTURES: Final = ROOT / "docs" / "pictures"
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from dashboard.pages import pages  # noqa: E402
from tests.dashboard.browser.conftest import FLAGS, browser_program  # noqa: E402

DESK: Final = {"width": 1280, "height": 900}
PHONE: Final = {"width": 390, "height": 844}
ON_PHONES: Final = ("start", "compare", "stress")

COLOURS: Final = 96
"""Enough for pages of few colours, and a fifth of the bytes."""

TALLEST: Final = 5200
PATIENCE: Final = 240_000
"""Milliseconds that a page may compute."""

QUIET: Final = """() => !document.querySelector('[data-testid=stProgress], [data-testid=stSpinner]')
    && !document.querySelector('[data-testid=stSkeleton]')
    && document.querySelector('[data-testid=stApp]')?.getAttribute('data-test-script-state') === 'notRunning'
    && !/\\d+ futures so far/.test(document.body.innerText)"""
"""Nothing is on its way: no bar, no empty place of a picture, no number that is still provisional."""


def take(chromium: Any, server: str, name: str, address: str, size: dict[str, int], suffix: str = "") -> None:
    """Photograph one page, whole."""
    context = chromium.new_context(viewport=size, locale="en-GB", color_scheme="light")
    page = context.new_page()
    page.goto(f"{server}/{address}")
    page.locator("h1").first.wait_for()
    page.wait_for_timeout(2000)
    page.wait_for_function(QUIET, timeout=PATIENCE)
    height = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({**size, "height": min(height + 60, TALLEST)})
    page.wait_for_timeout(2500)
    page.wait_for_function(QUIET, timeout=PATIENCE)
    save(page.screenshot(), PICTURES / f"{name}{suffix}.png")
    context.close()


def save(content: bytes, path: Path) -> None:
    """Keep a picture in few bytes."""
    from PIL import Image

    Image.open(io.BytesIO(content)).convert("RGB").quantize(COLOURS).save(path, optimize=True)
    sys.stdout.write(f"{path.relative_to(ROOT)}\n")


def main() -> None:
    """Serve the dashboard, and photograph its pages."""
    wanted = sys.argv[1:]
    program = browser_program()
    if program is None:
        sys.exit("no browser: install Chromium, or name one in SOBREMESA_BROWSER")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "sim.cli", "dashboard", "--no-browser", "--port", str(port)]
        own = {**os.environ, "PYTHONPATH": str(ROOT)}  # this checkout, whatever is installed
        process = subprocess.Popen(command, cwd=folder, env=own, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            process.stdout.readline()
            with sync_playwright() as playwright:
                chromium = playwright.chromium.launch(executable_path=program, headless=True, args=list(FLAGS))
                for page in pages():
                    if wanted and page.name not in wanted:
                        continue
                    take(chromium, f"http://localhost:{port}", page.name, page.address, DESK)
                    if page.name in ON_PHONES:
                        take(chromium, f"http://localhost:{port}", page.name, page.address, PHONE, "-phone")
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)


if __name__ == "__main__":
    main()
