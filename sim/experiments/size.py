"""How large an experiment is, before it begins: points, futures, time and disk; what is absurd has to be confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim.experiments.design import Design
from sim.experiments.sampling import table_rows
from sim.files import library
from sim.files.context import Context
from sim.files.scenario import Scenario

BYTES_OF_OUTCOMES: Final = 150
"""On disk, of one future; see benchmarks/experiments.py."""

BYTES_OF_MONTH: Final = 5
"""On disk, of one measure of one month of one future."""

POINTS_ASKED_FROM: Final = 200_000
"""Points from which on a design has to be confirmed, however few futures each gets."""


@dataclass(frozen=True)
class Extent:
    """What an experiment asks for, all of it, whatever is there already.

    Attributes
    ----------
    sampled : rows of the sampling method.
    points : sampled rows under each scenario, plan and context.
    futures : of all points; with ``enough`` the most that there can be.
    lived : futures to live through, twins included (points that share them do so once, which is not counted).
    work : the same in months of one actor.
    disk : bytes.
    """

    sampled: int
    points: int
    futures: int
    lived: int
    work: float
    disk: float


def extent(design: Design, folder: Path) -> Extent:
    """Return how large an experiment is, without choosing its points.

    Parameters
    ----------
    folder : the design's folder.
    """
    from sim.experiments.preparing import path_of

    sampled = design.sampled_rows()
    if sampled is None:
        assert design.table is not None
        sampled = table_rows(folder / design.table)
    scenarios = [library.scenario(path_of(name, folder)) for name in design.scenarios]
    contexts = [library.context(path_of(name, folder)) for name in design.contexts]
    cells = len(design.plans) * len(scenarios) * len(contexts)
    futures = sampled * cells * design.futures
    runs = sum(_runs(scenario) for scenario in scenarios) * len(design.plans)
    of_each = sampled * design.futures
    work = sum(of_each * runs * _actors(context) * context.months for context in contexts)
    months = sum(context.months for context in contexts) / len(contexts)
    disk = futures * (BYTES_OF_OUTCOMES + BYTES_OF_MONTH * months * len(design.series))
    return Extent(sampled, sampled * cells, futures, of_each * runs * len(contexts), float(work), disk)


def _runs(scenario: Scenario) -> int:
    """Return how often a future is lived through: once, and once more without the events where there are any."""
    return 2 if scenario.events else 1


def _actors(context: Context) -> int:
    size = context.size
    return size.national_governments + size.local_governments + size.champions + size.donors + size.activists
