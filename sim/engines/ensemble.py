"""The ensemble engine: thousands of futures, compiled, over threads.

A block of futures runs inside one compiled call that releases the interpreter's lock; blocks are shared over one pool of
threads per process. Nothing depends on how futures are divided.
"""

from __future__ import annotations

from typing import Any

from sim.rules.month import live_month
from sim.world.beginning import begin
import sim.world.compiled_world  # noqa: F401  (teaches Numba what a world is)
from sim.world.compiled import engine, rule
from sim.world.measures import N_MEASURES


@rule
def write_down(world: Any, series: Any) -> None:
    """Copy the record of one future."""
    for month in range(len(world.history)):
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
