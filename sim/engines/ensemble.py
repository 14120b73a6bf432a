"""The ensemble engine: thousands of futures, compiled, over threads.

A block of futures runs inside one compiled call that releases the interpreter's lock; blocks are shared over one pool
of threads per process, and runs that compete for it are served in turn. Nothing depends on how futures are divided.
"""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

import sim.world.compiled_world  # noqa: F401  (teaches Numba what a world is)
from sim.files.mistakes import Mistake
from sim.rules.month import live_month
from sim.world.beginning import begin
from sim.world.compiled import code_cache, engine, rule
from sim.world.measures import MEASURES, N_MEASURES
from sim.world.tables import Table, World

BLOCK = 50
"""Futures in one compiled call: long enough to make calls cheap, short enough to share threads and to stop soon."""

NEVER = 10**9
"""The branch month of a run without a branch."""

LARGEST_SEED = 2**63 - 1

Series = npt.NDArray[np.float64]
Progress = Callable[[int], None]


@rule
def write_down(world: Any, series: Any) -> None:
    """Copy the record of one future, as many months as there is room for."""
    for month in range(len(series)):
        for measure in range(N_MEASURES):
            series[month, measure] = world.history[month].measure[measure]


@engine
def simulate_block(
    world: Any, parameter_sets: Any, futures: Any, seed: int, branch: int, branch_month: int, series: Any
) -> None:
    """Live through some futures and write down every measure of every month.

    Parameters
    ----------
    world : the tables; all that is not a given of scenario, plan and context is overwritten.
    parameter_sets : records; future k lives with set k modulo their number.
    futures : numbers of the futures, shape (n,).
    series : written, shape (n, months + 1, measures); month 0 is the beginning.
    """
    months = world.scale[0].months
    for index in range(len(futures)):
        future = futures[index]
        world.parameters[0] = parameter_sets[future % len(parameter_sets)]
        begin(world, seed, future, branch, branch_month)
        for month in range(1, months + 1):
            live_month(world, month)
        write_down(world, series[index])


@dataclass(frozen=True)
class Luck:
    """Which luck a run has: its seed, and from which month on another branch of it.

    Branch 0 is the trunk. A branch has the same past as the trunk and, from its month on, another luck.
    """

    seed: int = 1
    branch: int = 0
    branch_month: int = NEVER

    def __post_init__(self) -> None:
        """Refuse what is no address."""
        for name in ("seed", "branch", "branch_month"):
            value = getattr(self, name)
            if not 0 <= value <= LARGEST_SEED:
                raise Mistake(f"{name} is {value}, but must be a whole number from 0 to {LARGEST_SEED}")
        if (self.branch == 0) != (self.branch_month == NEVER):
            raise Mistake("branch and branch_month belong together; branch 0, the trunk, has no month")


class Cancelled(Exception):  # noqa: N818 - not an error: somebody asked for it
    """A run was stopped between two blocks because its caller asked for it."""


def is_compiled() -> bool:
    """Return whether the rules are already compiled on this machine; if not, the first run takes half a minute more."""
    return any(code_cache().rglob("*simulate_block*.nbi"))


def thread_count() -> int:
    """Return the number of threads for futures: ``SOBREMESA_THREADS``, or the cores that this process may use."""
    chosen = os.environ.get("SOBREMESA_THREADS", "")
    if chosen.isdigit() and int(chosen) > 0:
        return int(chosen)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def _pool() -> ThreadPoolExecutor:
    """Return the process's only pool of threads."""
    return ThreadPoolExecutor(max_workers=thread_count(), thread_name_prefix="futures")


if hasattr(os, "register_at_fork"):  # a forked child has no threads: it makes a pool of its own
    os.register_at_fork(after_in_child=_pool.cache_clear)


def simulate_series(
    world: World,
    parameter_sets: Table,
    futures: Sequence[int] | npt.NDArray[np.int64],
    luck: Luck,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Series:
    """Live through futures and return every measure of every month.

    Parameters
    ----------
    world : what every future begins with; it is not changed.
    parameter_sets : one record for each set (see :func:`sim.world.assembly.parameter_table`).
    futures : numbers of the futures.
    threads : at most so many at once; by default all.
    progress : called in the caller's thread with the number of futures just done.
    cancelled : asked between blocks.

    Returns
    -------
    Shape (futures, months + 1, measures) in the order of ``MEASURES``; month 0 is the beginning.

    Raises
    ------
    Cancelled
        ``cancelled`` said so.
    FloatingPointError
        A measure is not a finite number, with the future and the measure.
    """
    if threads is not None and threads < 1:
        raise Mistake(f"threads is {threads}, but must be at least 1")
    numbers = np.asarray(futures, dtype=np.int64)
    series = np.empty((len(numbers), int(world.scale["months"][0]) + 1, N_MEASURES))
    starts = list(range(0, len(numbers), BLOCK))
    workers = min(threads or thread_count(), max(1, len(starts)))
    worlds = [world.duplicate() for _ in range(workers)]
    running: dict[Future[None], tuple[int, World]] = {}
    try:
        while starts or running:
            while starts and worlds:
                start = starts.pop(0)
                own = worlds.pop()
                block = slice(start, start + BLOCK)
                task = _pool().submit(
                    simulate_block, own, parameter_sets, numbers[block], luck.seed, luck.branch, luck.branch_month,
                    series[block],
                )  # fmt: skip
                running[task] = start, own
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for task in finished:
                start, own = running.pop(task)
                _result(task)
                _refuse_infinite(series[start : start + BLOCK], numbers[start : start + BLOCK])
                worlds.append(own)
                if progress is not None:
                    progress(min(BLOCK, len(numbers) - start))
            if cancelled is not None and cancelled():
                raise Cancelled
    finally:
        wait(running)
    return series


def _result(task: Future[None]) -> None:
    """Wait for a block; where the machine code on disk turns out to be damaged, delete it and say so."""
    try:
        task.result()
    except (EOFError, pickle.UnpicklingError) as error:
        folder = code_cache()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        what = f"the compiled rules in {folder} were damaged and have been deleted"
        raise Mistake(f"{what}; run the command again") from error


def _refuse_infinite(series: Series, numbers: npt.NDArray[np.int64]) -> None:
    """Refuse results that are not finite numbers: compiled code divides by zero without a word."""
    if not np.isfinite(series).all():
        future, month, measure = (int(place[0]) for place in np.nonzero(~np.isfinite(series)))
        raise FloatingPointError(
            f"future {numbers[future]}: {MEASURES[measure].name} of month {month} is not a finite number"
        )
