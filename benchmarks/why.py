"""How long it takes to find out why: one future, the collapses of a thousand, a fork. Prints JSON; no test.

python benchmarks/why.py
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

import sim

TARGET_S = 3.0
"""Why of one future, with the rules compiled."""

FUTURES = 10


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that some work took, and its result."""
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def main() -> None:
    """Print the figures."""
    sim.why("calm-decade", future=0)  # compiles the rules, once on a machine
    seconds = [
        timed(lambda number=number: sim.why("everything-at-once", "adaptive", "uruguay", future=number))[0]
        for number in range(FUTURES)
    ]
    collapses, found = timed(lambda: sim.collapse_causes("everything-at-once", "adaptive", "uruguay", futures=1000))
    forked, _ = timed(
        lambda: sim.fork("everything-at-once", ["baseline", "adaptive"], "uruguay", future=3, month=24, branches=1000)
    )
    figures = {
        "why_one_future_median_s": statistics.median(seconds),
        "why_one_future_slowest_s": max(seconds),
        "why_target_s": TARGET_S,
        "collapses_of_1000_futures_s": collapses,
        "collapses_examined": len(found.examined),
        "fork_2_plans_1000_branches_s": forked,
        "cores": os.cpu_count(),
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
