"""How fast the dashboard answers in a real browser. Prints JSON; nothing here is a test.

Needs Chromium or Chrome and the package playwright. One user unless it says otherwise. Times are milliseconds from the
key that moves a slider, or the click, to the last change of the pictures; the budgets stand beside them.

    python benchmarks/dashboard.py                 # about four minutes
    python benchmarks/dashboard.py --interactions 20
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from sim.cli.dashboard import chosen_port, command, environment

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
BUDGETS = {
    "first_chart_ms": 6000, "slider_to_chart_ms": 700, "page_switch_ms": 600, "four_sessions_ms": 2000,
    "memory_mb": 600,
}  # fmt: skip
QUIET = 250
"""Milliseconds after which pictures that changed are taken for finished."""

WATCH = """() => {
  if (window.watching) return;
  window.watching = true; window.changes = [];
  new MutationObserver((found) => {
    if (found.some((one) => one.target.closest && one.target.closest('.js-plotly-plot')
        || [...one.addedNodes].some((node) => node.querySelector && node.querySelector('.js-plotly-plot'))))
      window.changes.push(performance.now());
  }).observe(document.body, { subtree: true, childList: true, attributes: true });
  const begin = () => { window.began = performance.now(); window.changes = []; };
  document.addEventListener('keydown', begin, true);
  document.addEventListener('click', begin, true);
}"""
DONE = f"""() => {{
  const first = window.changes[0];
  if (first === undefined || performance.now() - window.changes[window.changes.length - 1] < {QUIET}) return false;
  let last = first;
  for (const one of window.changes) {{ if (one - last > {QUIET}) break; last = one; }}
  return last - window.began;
}}"""


@contextmanager
def serving() -> Iterator[tuple[str, int]]:
    """Serve the dashboard; give its address and its process."""
    port = chosen_port(None)
    server = subprocess.Popen(command(port), env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://localhost:{port}"
        while True:
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                    break
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait()


def memory(process: int) -> float | None:
    """Return the resident memory of a process in MB, where the system tells."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return None
    line = next(one for one in status.read_text().splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def opened(browser: Browser, address: str) -> tuple[Page, float]:
    """Open the first page; return it and the milliseconds until its first chart."""
    page = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(600_000)
    began = time.perf_counter()
    page.goto(address)
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    waited = 1000 * (time.perf_counter() - began)
    settle(page)
    page.evaluate(WATCH)
    return page, waited


def settle(page: Page) -> None:
    """Wait until 1,000 futures are there and the page is at rest."""
    page.get_by_text("1,000 futures of each").first.wait_for()
    page.wait_for_timeout(2 * QUIET)


def press(page: Page, number: int) -> None:
    """Move a slider by a step, back and forth over its range, so that answers are new ones."""
    slider = page.get_by_role("slider").nth(1 + number // 2 % 2)
    slider.focus()
    slider.press("ArrowLeft" if number // 20 % 2 == 0 else "ArrowRight")


def drawn(page: Page) -> float:
    """Return the milliseconds until the pictures were new."""
    return float(page.wait_for_function(DONE).json_value())


def slider_times(page: Page, moves: int) -> list[float]:
    """Move a slider so often, each time after the answer has settled."""
    times = []
    for number in range(moves):
        press(page, number)
        times.append(drawn(page))
        settle(page)
    return times


def switch_times(page: Page, switches: int) -> list[float]:
    """Go to and fro between two pages whose answers are known."""
    times = []
    for name in ["Compare", "Start"] * (switches + 1):
        page.get_by_role("link", name=name, exact=True).first.click()
        times.append(drawn(page))
        settle(page)
    return times[2:]


def set_apart(pages: list[Page]) -> None:
    """Let every session keep another reserve, so that none of them finds what another one has computed."""
    for place, page in enumerate(pages):
        slider = page.get_by_role("slider").first
        slider.focus()
        for _ in range(place + 1):
            slider.press("ArrowRight")
        drawn(page)
        settle(page)


def together(pages: list[Page], moves: int) -> list[float]:
    """Move the sliders of several sessions at the same time; every session asks something else."""
    set_apart(pages)
    times: list[float] = []
    for number in range(moves):
        for page in pages:
            press(page, 3 * number)
        times += [drawn(page) for page in pages]
        for page in pages:
            settle(page)
    return times


def summary(times: list[float], budget: int) -> dict[str, Any]:
    """Return median and worst of some times, beside what they may be."""
    return {
        "median": round(statistics.median(times)), "worst": round(max(times)), "n": len(times), "budget": budget,
    }  # fmt: skip


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interactions", type=int, default=200, help="for memory; 200 by default")
    parser.add_argument("--moves", type=int, default=15, help="of a slider, timed; 15 by default")
    wanted = parser.parse_args()
    program = os.environ.get("SOBREMESA_BROWSER") or next(path for path in map(shutil.which, BROWSERS) if path)
    with serving() as (address, process), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        page, first = opened(browser, address)
        _, second = opened(browser, address)
        sliders = slider_times(page, wanted.moves)
        switches = switch_times(page, 5)
        others = [opened(browser, address)[0] for _ in range(4)]
        at_once = together(others, 3)
        for one in others:
            one.context.close()
        kept = {0: memory(process)}
        for number in range(wanted.interactions):
            press(page, number)
            drawn(page)
            if (number + 1) % max(1, wanted.interactions // 4) == 0:
                kept[number + 1] = memory(process)
        browser.close()
    print(
        json.dumps(
            {
                "first_chart_ms": {"of_the_server": round(first), "of_a_session": round(second),
                                   "budget": BUDGETS["first_chart_ms"]},
                "slider_to_chart_ms": summary(sliders, BUDGETS["slider_to_chart_ms"]),
                "page_switch_ms": summary(switches, BUDGETS["page_switch_ms"]),
                "four_sessions_ms": summary(at_once, BUDGETS["four_sessions_ms"]),
                "memory_mb": {"after_interactions": kept, "budget": BUDGETS["memory_mb"]},
                "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1), "python": platform.python_version(),
            },
            indent=2,
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
