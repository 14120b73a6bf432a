"""How fast the engines are, and what they cost. Prints JSON; nothing here is a test.

Machines are noisy, so rates come with ratios taken in the same run. Beside the two engines stands the same month in
plain Mesa (``plain_mesa.py``): what somebody would otherwise write.

    python benchmarks/engines.py            # about three minutes
    python benchmarks/engines.py --quick    # fewer futures, about one minute
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from typing import Any

import plain_mesa

from sim.engines.ensemble import Luck, simulate_series
from sim.engines.mesa_model import CommunityModel
from sim.files import library
from sim.files.context import Context, Size
from sim.world.assembly import build_world, parameter_table

DEFAULT = Context(name="default", title="Default sizes", story="Sizes and odds of the table of parameters.")

COLD_START = """
import json, time
began = time.perf_counter()
from sim.results.compare import compare
imported = time.perf_counter()
compare(["calm-decade"], futures=1)
print(json.dumps({"import_s": imported - began, "compile_and_run_s": time.perf_counter() - imported}))
"""

MEMORY = """
import json, resource, time
from sim.results.compare import compare
began = time.perf_counter()
compare(NAMES, futures=FUTURES)
print(json.dumps({"seconds": time.perf_counter() - began,
                  "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def timed_rate(context: Context, futures: int, threads: int, repeats: int = 3) -> float:
    """Return futures a second, the best of some repeats (the others met a busier machine)."""
    calm, baseline = library.scenario("calm-decade"), library.plan("baseline")
    world = build_world(calm, baseline, context)
    sets = parameter_table(context)
    simulate_series(world, sets, range(2), Luck(1))
    rates = []
    for _ in range(repeats):
        began = time.perf_counter()
        simulate_series(world, sets, range(futures), Luck(1), threads=threads)
        rates.append(futures / (time.perf_counter() - began))
    return max(rates)


def engines(futures: int) -> dict[str, float]:
    """Return futures a second of the ensemble engine, the Mesa engine and plain Mesa, and their ratios."""
    one, two = timed_rate(DEFAULT, futures, 1), timed_rate(DEFAULT, futures, 2)
    CommunityModel("calm-decade", "baseline", DEFAULT).run_model()
    began = time.perf_counter()
    for number in range(5):
        CommunityModel("calm-decade", "baseline", DEFAULT, future=number).run_model()
    mesa_rate = 5 / (time.perf_counter() - began)
    plain_rate = 1 / plain_mesa.run_futures("calm-decade", 5, 120, 1)["seconds_per_future"]
    return {
        "ensemble_one_core_futures_per_s": one,
        "ensemble_two_threads_futures_per_s": two,
        "two_threads_over_one": two / one,
        "mesa_engine_futures_per_s": mesa_rate,
        "plain_mesa_futures_per_s": plain_rate,
        "ensemble_over_mesa_engine": one / mesa_rate,
        "ensemble_over_plain_mesa": one / plain_rate,
        "mesa_engine_over_plain_mesa": mesa_rate / plain_rate,
    }


def sized(factor: float, months: int = 120) -> Context:
    """Return the default context at another size or horizon."""
    usual = Size()
    size = {name: max(1, round(value * factor)) for name, value in usual.model_dump().items()}
    return Context(name="sized", title="Sized", story="For timing.", months=months, size=Size(**size))


def curves(futures: int) -> dict[str, list[dict[str, float]]]:
    """Return seconds a future by actors and by months, and seconds by futures: all three should be straight lines."""
    by_actors = []
    for factor in (0.25, 1, 4, 16, 64):
        context = sized(factor)
        rate = timed_rate(context, max(4, round(futures / 4 / max(1, factor))), 1)
        actors = sum(context.size.model_dump().values())
        by_actors.append({"actors": actors, "ms_a_future": 1000 / rate, "us_an_actor": 1e6 / rate / actors})
    by_months = []
    for months in (30, 60, 120, 240, 480):
        rate = timed_rate(sized(1, months), futures // 4, 1)
        by_months.append({"months": months, "ms_a_future": 1000 / rate, "us_a_month": 1e6 / rate / months})
    by_futures = []
    for number in (100, 1000, 4000):
        rate = timed_rate(DEFAULT, number, 1, repeats=2)
        by_futures.append({"futures": number, "seconds": number / rate, "ms_a_future": 1000 / rate})
    return {"by_actors": by_actors, "by_months": by_months, "by_futures": by_futures}


def in_new_process(program: str, cache: str | None = None) -> Any:
    """Return the JSON that a program prints in a process of its own."""
    environment = dict(os.environ, **({"SOBREMESA_CACHE": cache} if cache else {}))
    command = [sys.executable, "-c", program]
    finished = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return json.loads(finished.stdout)


def starts() -> dict[str, Any]:
    """Return how long a cold start takes (it compiles), and a warm ``sobremesa run`` of 200 futures, as processes."""
    with tempfile.TemporaryDirectory() as cache:
        cold = in_new_process(COLD_START, cache)
    command = [sys.executable, "-m", "sim.cli", "run", "hostile-successors", "--futures", "200"]
    warm = []
    for _ in range(4):
        began = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        warm.append(time.perf_counter() - began)
    return {"cold": cold, "warm_run_of_200_futures_s": sorted(warm[1:])[1]}


def memory(futures: int) -> Any:
    """Return time and peak memory of a comparison of twelve scenarios, in a process of its own."""
    names = list(library.names("scenario"))[:12]
    return {"futures": futures, **in_new_process(MEMORY.replace("NAMES", repr(names)).replace("FUTURES", str(futures)))}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Times the engines: prints JSON.")
    parser.add_argument("--quick", action="store_true", help="fewer futures")
    quick = parser.parse_args().quick
    futures = 400 if quick else 2000
    result = {
        "machine": {"python": platform.python_version(), "processor": platform.machine(), "cores": os.cpu_count()},
        "engines": engines(futures),
        "curves": curves(futures),
        "starts": starts(),
        "memory_of_a_comparison": memory(1000 if quick else 10_000),
    }
    json.dump(result, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
