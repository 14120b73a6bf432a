"""How far an experiment is, by one rule everywhere: what counts is futures of the design's points below its futures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim.experiments.enough import next_wanted
from sim.experiments.parts import Unit

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.design import Design


def counted(number: int, what: str) -> str:
    """Return a number with its noun: "1 point", "2,000 points"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


@dataclass(frozen=True)
class Progress:
    """How far an experiment is.

    Attributes
    ----------
    points, futures : that the design wants; with ``enough``, as many futures as are known to be wanted by now.
    kept : futures whose outcomes are there.
    failed, failed_futures : points that could not be lived through, and their futures that were tried.
    unfinished : points that lack futures.
    """

    points: int
    futures: int
    kept: int
    failed: int
    failed_futures: int
    unfinished: frozenset[str] = frozenset()

    @property
    def missing(self) -> int:
        """How many futures nobody has tried yet."""
        return self.futures - self.kept - self.failed_futures

    @property
    def complete(self) -> bool:
        """Whether nothing is missing; what failed was tried, and is not missing."""
        return self.missing <= 0


@dataclass(frozen=True)
class Surplus:
    """What a folder keeps that is no part of the design that was run last: an earlier design wanted it.

    Attributes
    ----------
    points, futures : points that this design does not have, and their futures.
    beyond : futures of this design's points beyond as many as it wants of each.
    """

    points: int = 0
    futures: int = 0
    beyond: int = 0

    def sentences(self) -> list[str]:
        """Return what to say of it."""
        said = []
        if self.points:
            many = f"{counted(self.points, 'point')} with {counted(self.futures, 'future')}"
            said.append(f"{many} of an earlier design stay in the folder, but are no part of this one")
        if self.beyond:
            said.append(
                f"{counted(self.beyond, 'future')} beyond what this design wants of each point stay in the folder, "
                "but do not count"
            )
        return said


def futures_there(units: Iterable[Unit], wanted: Mapping[str, int]) -> dict[str, int]:
    """Return how many of the wanted futures of each point are held by units; others are not counted."""
    there = dict.fromkeys(wanted, 0)
    for unit in units:
        if unit.point in there:
            there[unit.point] += max(0, min(unit.last + 1, wanted[unit.point]) - unit.first)
    return there


def surplus(units: Iterable[Unit], points: Mapping[str, int], futures: int) -> Surplus:
    """Return what units hold that a design of these points, with so many futures each, does not want."""
    strangers: dict[str, int] = {}
    beyond = 0
    for unit in units:
        if unit.point in points:
            beyond += max(0, unit.last + 1 - max(unit.first, futures))
        else:
            strangers[unit.point] = strangers.get(unit.point, 0) + unit.futures
    return Surplus(len(strangers), sum(strangers.values()), beyond)


def wanted_by_now(design: Design, points: Sequence[str], folder: Path, names: Iterable[str]) -> dict[str, int]:
    """Return how many futures each point is to have, as far as that is known from the outcomes that are there.

    With ``enough``, the batches are gone through as a run does: a point whose batch is whole and whose interval is
    still too wide wants its next batch, also where no run has given that out yet.

    Parameters
    ----------
    names : the files of outcomes that are there and sound.
    """
    if design.enough is None:
        return dict.fromkeys(points, design.futures)
    files = list(names)
    wanted = next_wanted(design, {}, points, folder, files)
    while True:
        larger = next_wanted(design, wanted, points, folder, files)
        if larger == wanted:
            return wanted
        wanted = larger


def failed_futures(failures: pd.DataFrame, wanted: Mapping[str, int]) -> int:
    """Return how many of the wanted futures failed."""
    rows = zip(failures["point"], failures["first_future"], failures["last_future"], strict=True)
    return sum(futures_there((Unit(point, int(first), int(last)) for point, first, last in rows), wanted).values())


def progress_of(
    design: Design, points: Sequence[str], units: Sequence[Unit], failures: pd.DataFrame, wanted: Mapping[str, int]
) -> Progress:
    """Return how far an experiment is.

    Parameters
    ----------
    units : those of the parts that are there.
    wanted : from :func:`wanted_by_now`.
    """
    most = dict.fromkeys(points, design.futures)
    there = futures_there(units, most)
    of_wanted = there if design.enough is None else futures_there(units, wanted)
    missing = {point: wanted[point] - of_wanted[point] for point in points if of_wanted[point] < wanted[point]}
    tried, lost = sum(there.values()), failed_futures(failures, most)
    return Progress(
        len(points), tried + sum(missing.values()), tried - lost, failures["point"].nunique(), lost, frozenset(missing)
    )
