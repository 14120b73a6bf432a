"""How long a stress test and a breaking point take. Prints JSON; nothing here is a test.

python benchmarks/stress.py            # about a minute
python benchmarks/stress.py --quick    # a tenth of the futures
"""

from __future__ import annotations

import argparse
import json
import os
import time
from typing import Any

from sim.engines.ensemble import thread_count
from sim.results.compare import compare
from sim.stress.breaking import breaking_point, frontier, ground
from sim.stress.verdicts import stress_test

CONTEXT = "argentina"


def timed(what: Any) -> tuple[float, Any]:
    """Return how many seconds something took, and what came out."""
    began = time.perf_counter()
    result = what()
    return time.perf_counter() - began, result


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    futures = 100 if parser.parse_args().quick else 1000
    compare(["calm-decade"], context=CONTEXT, futures=2)  # compiles
    plain, _ = timed(lambda: compare(["calm-decade"], context=CONTEXT, futures=futures))
    suite, test = timed(lambda: stress_test(["baseline"], CONTEXT, futures=futures))
    on = ground(["funding_cut"], context=CONTEXT, futures=futures)
    point, found = timed(lambda: breaking_point("funding_cut", on))
    both = ("hostile_turnover", "donors_exit")
    two = ground(list(both), context=CONTEXT, futures=futures)
    grid, _ = timed(lambda: frontier(both, two))
    print(json.dumps({
        "futures": futures,
        "threads": thread_count(),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "one_scenario_s": round(plain, 2),
        "suite_of_one_plan_s": round(suite, 2),
        "suite_in_scenarios": round(suite / plain, 1),
        "shocks": len(test.shocks),
        "breaking_point_s": round(point, 2),
        "sizes_looked_at": len(found.threshold.sizes),
        "frontier_s": round(grid, 2),
    }, indent=2))  # fmt: skip


if __name__ == "__main__":
    main()
