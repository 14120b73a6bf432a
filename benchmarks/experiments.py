"""What keeping an experiment costs over the bare engine, and how long large ones take. Prints JSON; no test.

Machines are noisy, so costs are ratios of runs that take turns in one process.

    python benchmarks/experiments.py            # some ten minutes
    python benchmarks/experiments.py --quick    # a tenth of the futures, without the Sobol' study
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from sim.engines.ensemble import Luck, simulate_series, thread_count
from sim.experiments.cluster import Cluster
from sim.experiments.design import Design, parse_design
from sim.experiments.reading import open_experiment
from sim.experiments.runner import run_experiment
from sim.files import library
from sim.files.parameter_sets import parameter_sets
from sim.world.assembly import build_world, parameter_table
from sim.world.parameters import PARAMETERS

TURNS = 3

OPENING = """
import json, resource, sys, time
began = time.perf_counter()
import sim
experiment = sim.open_experiment(sys.argv[1])
summary = experiment.summary()
seconds = time.perf_counter() - began
print(json.dumps({"seconds": seconds, "futures": int(summary["futures"].sum()), "points": len(summary),
                  "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def varied(futures: int, points: int, scenario: str = "calm-decade", parameters: str = "plausible") -> Design:
    """Return a design over three parameters."""
    vary = {name: {"low": 0.1, "high": 0.5} for name in ("hostile_probability", "bridge_against_hostility", "voice")}
    return parse_design(
        {"scenarios": [scenario], "sampling": "latin-hypercube", "points": points, "futures": futures, "vary": vary,
         "parameters": parameters}, "benchmark", "benchmark",
    )  # fmt: skip


def bare_engine(futures: int, blocks: int) -> None:
    """Live through as many futures with nothing but the engine, as many at a time as an experiment judges."""
    context = library.context("uruguay")
    world = build_world(library.scenario("calm-decade"), library.plan("baseline"), context)
    records = parameter_table(context, parameter_sets("plausible").sets)
    for block in range(blocks):
        simulate_series(world, records, range(block * futures, (block + 1) * futures), Luck(1))


def timed(work: Callable[[], Any]) -> float:
    """Return the seconds that something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def keeping(total: int) -> dict[str, float]:
    """Return the seconds of the bare engine and of experiments of equally many futures, in turns.

    Seconds of all threads' processor time (``cpu``) are less noisy than those of the clock where others are at work.
    """

    def kept(futures: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            run_experiment(varied(futures, total // futures), Path(folder, "out"))

    works: dict[str, Callable[[], None]] = {
        "bare_engine": lambda: bare_engine(1000, total // 1000),
        "kept_1000_a_point": lambda: kept(1000),
        "kept_50_a_point": lambda: kept(50),
    }
    clock: dict[str, list[float]] = {name: [] for name in works}
    cpu: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(TURNS):
        for name, work in works.items():
            before = time.process_time()
            clock[name].append(timed(work))
            cpu[name].append(time.process_time() - before)
    result: dict[str, float] = {"futures": total}
    for name in works:
        result |= {f"{name}_s": min(clock[name]), f"{name}_cpu_s": min(cpu[name])}
        if name != "bare_engine":
            result[f"{name}_over_bare"] = min(clock[name]) / min(clock["bare_engine"])
            result[f"{name}_over_bare_cpu"] = min(cpu[name]) / min(cpu["bare_engine"])
    return result


def on_dask(total: int) -> dict[str, float]:
    """Return the seconds of local threads and of as many worker processes (which are up already), in turns."""
    seconds: dict[str, list[float]] = {"threads": [], "dask": []}
    for _ in range(TURNS):
        for name in seconds:
            executor = Cluster(workers=thread_count()) if name == "dask" else None
            with tempfile.TemporaryDirectory() as folder:
                warm = varied(50, 8)
                if executor is not None:  # workers load the compiled rules once
                    executor.run(_parts(warm, Path(folder, "warm")), lambda futures: None, lambda: False)
                design = varied(1000, total // 1000)
                seconds[name].append(
                    timed(lambda: run_experiment(design, Path(folder, "out"), executor=executor))  # noqa: B023
                )
    best = {name: min(one) for name, one in seconds.items()}
    return {
        "futures": total,
        **{f"{name}_s": one for name, one in best.items()},
        "dask_over_threads": best["dask"] / best["threads"],
    }


def _parts(design: Design, folder: Path) -> Any:
    """Return the parts of a design that nobody has lived through yet."""
    from sim.experiments.ledger import divide
    from sim.experiments.parts import Unit, part_key
    from sim.experiments.preparing import prepare
    from sim.experiments.runner import Threads, _Run
    from sim.experiments.store import write_design

    prepared = prepare(design, Path())
    write_design(folder, prepared)
    run = _Run(folder, prepared, Threads(), None, lambda: False)
    units = [Unit(point, 0, design.futures - 1) for point in prepared.points.identities]
    parts = divide(units, prepared.points, len(units) * design.futures)
    return iter([run.part(part_key(design.seed, part), part) for part in parts])


def opening(folder: Path, total: int) -> dict[str, Any]:
    """Return what it takes to open and summarise an experiment, in a process of its own."""
    run_experiment(varied(1000, total // 1000), folder)
    finished = subprocess.run(
        [sys.executable, "-c", OPENING, str(folder)], capture_output=True, text=True, check=True
    )  # fmt: skip
    size = sum(path.stat().st_size for path in (folder / "parts").iterdir())
    return {**json.loads(finished.stdout), "bytes_a_future": size / total}


def sobol_study(folder: Path, base_points: int) -> dict[str, Any]:
    """Return how long a Sobol' study of 20 parameters takes to its indices, 50 futures a point."""
    from SALib.analyze import sobol

    names = [one.name for one in PARAMETERS if not one.set_by_context and one.low < one.high][:20]
    ranges = {one.name: {"low": one.low, "high": one.high} for one in PARAMETERS if one.name in names}
    design = parse_design(
        {"scenarios": ["calm-decade"], "sampling": "sobol", "points": base_points, "futures": 50, "vary": ranges,
         "parameters": "default"}, "sobol", "sobol",
    )  # fmt: skip
    began = time.perf_counter()
    ended = run_experiment(design, folder)
    ran = time.perf_counter() - began
    experiment = open_experiment(folder)
    working = experiment.summary()["working"].reindex(experiment.samples["point"]).to_numpy(dtype=float)
    problem = {"num_vars": 20, "names": names, "bounds": [[0.0, 1.0]] * 20}
    indices = sobol.analyze(problem, working, calc_second_order=False, seed=1)
    return {
        "points": ended.points, "futures": ended.futures, "run_s": ran, "to_indices_s": time.perf_counter() - began,
        "largest_total_index": names[int(np.argmax(indices["ST"]))], "usual_futures_a_second": ended.futures / ran,
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Times experiments: prints JSON.")
    parser.add_argument("--quick", action="store_true", help="fewer futures")
    parser.add_argument("--only", choices=("keeping", "dask", "opening", "sobol"), help="one of the measurements")
    arguments = parser.parse_args()
    total = 10_000 if arguments.quick else 100_000
    bare_engine(50, 1)
    result: dict[str, Any] = {
        "machine": {"python": platform.python_version(), "processor": platform.machine(), "cores": os.cpu_count()}
    }
    with tempfile.TemporaryDirectory() as folder:
        makers: dict[str, Callable[[], Any]] = {
            "keeping": lambda: keeping(total),
            "dask": lambda: on_dask(total),
            "opening": lambda: opening(Path(folder, "million"), 10 * total),
            "sobol": lambda: sobol_study(Path(folder, "sobol"), 1024),
        }
        for name, make in makers.items():
            if arguments.only in (None, name) and not (arguments.quick and name == "sobol" and arguments.only is None):
                result[name] = make()
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
