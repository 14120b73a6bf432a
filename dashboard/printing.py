"""A report as PDF: printed by a Chromium, Chrome or Edge that is installed, without a window and without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from sim.files.mistakes import Mistake

BROWSERS: Final = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
)  # fmt: skip
"""Programs on the search path that can print a page."""

INSTALLED: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
"""Where they lie on systems that put no programs on the search path."""

OPTIONS: Final = (
    "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--no-first-run",
    "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer",
    "--virtual-time-budget=8000",
)  # fmt: skip

LONGEST: Final = 120.0
"""Seconds after which printing is given up: a report of all scenarios takes about twenty."""


@cache
def browser() -> str | None:
    """Return the program that prints; None where none is installed."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    return found or next((path for path in INSTALLED if Path(path).is_file()), None)


def pdf_of(html: str) -> bytes:
    """Return a page as PDF.

    Raises
    ------
    Mistake
        Where no browser is installed, or it prints nothing in time.
    """
    program = browser()
    if program is None:
        raise Mistake(
            "no Chromium, Chrome or Edge is installed; open the HTML report in any browser and print it there"
        )
    with tempfile.TemporaryDirectory(prefix="report-", ignore_cleanup_errors=True) as folder:
        page, printed = Path(folder) / "report.html", Path(folder) / "report.pdf"
        page.write_text(html, encoding="utf-8")
        as_root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
        places = (f"--user-data-dir={folder}/profile", f"--print-to-pdf={printed}", page.as_uri())
        command = [program, *OPTIONS, *as_root, *places]
        try:
            subprocess.run(command, timeout=LONGEST, check=False, capture_output=True, stdin=subprocess.DEVNULL)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Mistake(_nothing(program)) from error
        if not printed.is_file() or printed.stat().st_size == 0:
            raise Mistake(_nothing(program))
        return printed.read_bytes()


def _nothing(program: str) -> str:
    return f"{Path(program).name} printed nothing; open the HTML report in a browser and print it there"
