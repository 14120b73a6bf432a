"""Open an experiment: its points, outcomes, series and failures, as pandas, xarray, or answers in SQL.

>>> experiment = sim.open_experiment("results")
>>> experiment.points                                    # pandas: a row for each point
>>> experiment.outcomes(["working", "reuse"])            # pandas: a row for each point and future
>>> experiment.lazily("series")["people"].mean("future") # xarray: reads what is asked for, when it is asked for
>>> experiment.query("select scenario, avg(working) from summary group by all")
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.experiments.design import Design
from sim.experiments.earlier import kept_schema
from sim.experiments.ledger import Ledger, read_ledger
from sim.experiments.living import Lived, Part, live_through
from sim.experiments.parts import (
    FAILURES,
    OUTCOMES,
    SERIES,
    Unit,
    all_beside,
    as_outcomes,
    damaged_files,
    part_files,
    read_failures,
)
from sim.experiments.points import Point, Points
from sim.experiments.progress import Progress, Surplus, counted, progress_of, surplus, wanted_by_now
from sim.experiments.querying import Readable, ask
from sim.experiments.store import (
    damaged_inputs,
    is_of_this_version,
    read_design_of,
    read_manifest,
    read_points,
    read_samples,
)
from sim.files.mistakes import Mistake, printable, suggestion, unknown

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import xarray as xr

CHECKED_AT_ONCE: Final = 2_000_000_000
"""Bytes of outcomes that are checked whole when an experiment is opened; that takes a second or two."""

BYTES_OF_CELL: Final = 9
"""Memory of one figure of one future in pandas, with its share of the index."""

SHARE_OF_MEMORY: Final = 0.5
"""Of the machine's memory, what one table may take."""


def open_experiment(folder: str | os.PathLike[str]) -> Experiment:
    """Open the folder of an experiment, also while it runs or where another version of the model made it.

    Raises
    ------
    Mistake
        Where there is none.
    """
    return Experiment(Path(folder))


class Experiment:
    """An experiment on disk. What a run adds after it was opened is seen when it is opened again.

    Attributes
    ----------
    folder : where it lies.
    manifest : what it was made from.
    design : the design that was run last.
    damaged : files of parts that do not hold what was written; what they held is left out of everything.
    surplus : what the folder keeps of earlier designs, which is left out of everything too.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)
        self.design: Design = read_design_of(folder, self.manifest)
        self._points: Points = read_points(folder, self.manifest)
        ledger: Ledger = read_ledger(folder, int(self.manifest["seed"]))
        mine = {
            key: units
            for key, units in ledger.parts.items()
            if any(unit.point in self._points.numbers for unit in units)
        }
        there = part_files(folder / OUTCOMES)
        self._units = {there[key]: units for key, units in mine.items() if key in there}
        lived = (unit for key, units in ledger.parts.items() if key in there for unit in units)
        self.surplus: Surplus = surplus(lived, self._points.numbers, self.design.futures)
        self.damaged: list[Path] = [*damaged_inputs(folder, self.manifest), *ledger.damaged]
        if self.size <= CHECKED_AT_ONCE:
            self.check()

    @property
    def size(self) -> int:
        """Bytes of the files of outcomes."""
        return sum((self.folder / OUTCOMES / name).stat().st_size for name in self._units)

    def check(self) -> list[Path]:
        """Check every byte of every part, leave out what is damaged, and return those files."""
        found = damaged_files(self.folder, self._units)
        for name, path in found:
            self._units.pop(name, None)
            self.damaged.append(path)
        for stale in ("progress", "failures"):  # what they said was of files that are left out now
            self.__dict__.pop(stale, None)
        return [path for _, path in found]

    @cached_property
    def points(self) -> pd.DataFrame:
        """The points of the design, a row each: ``number``, files, and what varies; indexed by ``point``."""
        return self._points.table().set_index("point")

    @cached_property
    def samples(self) -> pd.DataFrame:
        """The sampled rows in the order of the sampling method, each with the point that it is."""
        return read_samples(self.folder, self.manifest)

    @cached_property
    def schema(self) -> pa.Schema:
        """The columns of outcomes, which are those of the version of the model that made them."""
        return kept_schema(self.folder, sorted(self._units))

    @cached_property
    def failures(self) -> pd.DataFrame:
        """What could not be lived through: point, futures, reason, and the command that tries it again."""
        table = read_failures(self.folder, self._beside(FAILURES))
        mine = table["point"].isin(self.points.index) & (table["first_future"] < self.design.futures)
        table = table[mine].reset_index(drop=True)
        table["command"] = [
            self.command(point, future) for point, future in zip(table["point"], table["first_future"], strict=True)
        ]
        return table

    @cached_property
    def progress(self) -> Progress:
        """How far it is."""
        points = self._points.identities
        units = [unit for units in self._units.values() for unit in units]
        wanted = wanted_by_now(self.design, points, self.folder, sorted(self._units))
        return progress_of(self.design, points, units, self.failures, wanted)

    def caveats(self) -> list[str]:
        """Return what every analysis has to say before anything else: failed points, missing futures, damaged files."""
        far, found = self.progress, []
        if far.failed:
            found.append(
                f"{far.failed:,} of {far.points:,} {'point' if far.points == 1 else 'points'} failed; see failures"
            )
        if self.damaged:
            first = printable(self.damaged[0].name)
            files = counted(len(self.damaged), "file")
            verb = "is" if len(self.damaged) == 1 else "are"
            which = "" if len(self.damaged) == 1 else "first "
            found.append(f"{files} {verb} damaged and left out, {which}{first}; run the design again")
        if not far.complete:
            wanted = "futures" if self.design.enough is None else "futures wanted by now"
            verb = "is" if far.missing == 1 else "are"
            found.append(f"{far.missing:,} of {far.futures:,} {wanted} {verb} missing; run the design again")
        return found

    def outcomes(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return outcomes, a row for each point and future, in the order of points and futures.

        Parameters
        ----------
        columns : of :func:`sim.results.outcomes.outcome_table`; by default all.

        Raises
        ------
        Mistake
            An outcome that does not exist; a table that does not fit into the memory of this machine.
        """
        import pandas as pd

        wanted = self._columns(columns)
        self._refuse_too_large(len(wanted) + 2)
        pieces = list(self.blocks(wanted))
        table = pd.concat(pieces) if pieces else as_pandas(self.schema.empty_table().select(wanted))
        numbers = table["point"].map(self._points.numbers).to_numpy(dtype=float)
        return table.iloc[np.lexsort((table["future"].to_numpy(), numbers))].reset_index(drop=True)

    def blocks(self, columns: Sequence[str] | None = None) -> Iterator[pd.DataFrame]:
        """Give outcomes part by part, for what does not fit into memory."""
        import pyarrow.parquet as pq

        wanted = self._columns(columns)
        strangers, futures = self._strangers(), self._futures()
        for name in sorted(self._units, key=lambda one: self._first(self._units[one])):
            table = as_pandas(pq.read_table(self.folder / OUTCOMES / name, columns=wanted))
            if futures is not None:
                table = table[table["future"] < futures]
            yield table[table["point"].isin(self.points.index)] if strangers else table

    def lazily(self, what: str = "outcomes") -> xr.Dataset:
        """Return outcomes or series as xarray that reads from disk what is asked for, when it is asked for.

        Parameters
        ----------
        what : "outcomes" (dimensions point and future) or "series" (point, future and month).
        """
        from sim.experiments.lazy import lazy_dataset

        if what not in ("outcomes", "series"):
            raise unknown("table", what, ("outcomes", "series"))
        return lazy_dataset(self, what)

    def summary(self) -> pd.DataFrame:
        """Return the points with the number of their futures and the mean of each outcome, indexed by ``point``."""
        return self.query("select * from summary").set_index("point")

    def query(self, question: str) -> pd.DataFrame:
        """Return the answer to a question in SQL.

        There are ``points``, ``samples``, ``outcomes``, ``series``, ``failures`` and ``summary``.
        """
        return ask(self.readable, question)

    @property
    def readable(self) -> Readable:
        """What a locked connection may see of it."""
        measures = self.design.series
        series = self._beside(SERIES) if measures else []
        return Readable(
            self.folder, sorted(self._units), series, self._beside(FAILURES), measures, self._strangers(),
            self.schema, self._futures(),
        )  # fmt: skip

    def command(self, point: str, future: int) -> str:
        """Return the command that lives through one row again."""
        return shlex.join(
            ["sobremesa", "experiment", "row", str(self.folder.resolve()), point, "--future", str(future)]
        )

    def live_again(self, point: str, future: int) -> Lived:
        """Live through one future of one point, alone, from what the folder keeps.

        Raises
        ------
        Mistake
            A point that the experiment does not have; a folder that another version of the model made.
        """
        if not is_of_this_version(self.manifest):
            raise Mistake(
                f"'{printable(str(self.folder))}' was made by another version of the model: it can be read and "
                "queried, but nothing in it can be simulated again"
            )
        return live_through(self._part_of(self.find_point(point), Unit(point, future, future)))

    def kept_row(self, point: str, future: int) -> pa.Table | None:
        """Return a row as it is kept; None where it is not there."""
        import pyarrow.parquet as pq

        for name, units in self._units.items():
            if any(unit.point == point and unit.first <= future <= unit.last for unit in units):
                filters = [("point", "=", point), ("future", "=", future)]
                table = pq.read_table(self.folder / OUTCOMES / name, filters=filters)
                return table.replace_schema_metadata(None) if len(table) else None
        return None

    def find_point(self, identity: str) -> Point:
        """Return a point by its identity, or the beginning of it where that is enough."""
        if identity in self._points.numbers:
            return self._points.point(identity)
        begun = [name for name in self._points.identities if identity and name.startswith(identity)]
        if len(begun) == 1:
            return self._points.point(begun[0])
        if begun:
            raise Mistake(
                f"point '{printable(identity[:60])}' is the beginning of {len(begun):,} points, such as {begun[0]} and "
                f"{begun[1]}; write more of it"
            )
        near = suggestion(identity, self._points.identities[:10_000])
        raise Mistake(f"point '{printable(identity[:60])}' is not in '{printable(str(self.folder))}'{near}")

    def _part_of(self, point: Point, unit: Unit) -> Part:
        manifest = self.manifest
        return Part(
            folder=str(self.folder.resolve()),
            key="",
            units=(unit,),
            points={point.identity: point},
            files=manifest["inputs"],
            sets=manifest["sets"],
            seed=manifest["seed"],
            series=tuple(manifest["series"]),
            machine="",
        )

    def _columns(self, columns: Sequence[str] | None) -> list[str]:
        """Return the columns of outcomes with point and future first."""
        known = self.schema.names
        for name in columns or ():
            if name not in known:
                raise unknown("outcome", name, known[2:])
        chosen = known[2:] if columns is None else [name for name in columns if name not in known[:2]]
        return ["point", "future", *chosen]

    def _refuse_too_large(self, columns: int) -> None:
        """Refuse a table that does not fit into memory."""
        needed = self.progress.kept * columns * BYTES_OF_CELL
        try:
            there = SHARE_OF_MEMORY * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        except (AttributeError, ValueError, OSError):
            return
        if needed > there:
            raise Mistake(
                f"the outcomes of {self.progress.kept:,} futures take {needed / 1e9:.1f} GB of memory; ask for fewer "
                "columns, or use blocks(), lazily() or query(), which read a piece at a time"
            )

    def _first(self, units: Sequence[Unit]) -> tuple[int, int]:
        """Return by what parts are ordered: the place of their first point in the design, and its first future."""
        return min((self._points.numbers.get(unit.point, len(self._points)), unit.first) for unit in units)

    def _strangers(self) -> bool:
        """Return whether some parts also hold points of an earlier design."""
        numbers = self._points.numbers
        return any(unit.point not in numbers for units in self._units.values() for unit in units)

    def _futures(self) -> int | None:
        """Return how many futures of each point count, where some parts hold more; else None."""
        most = self.design.futures
        return most if any(unit.last >= most for units in self._units.values() for unit in units) else None

    def _beside(self, kind: str) -> list[str]:
        """Return the files of series or failures that belong to the outcomes."""
        return all_beside(self.folder, kind, sorted(self._units))


def as_pandas(table: pa.Table) -> pd.DataFrame:
    """Return outcomes as pandas; truth values that may be missing as pandas' ``boolean``."""
    import pandas as pd

    frame: Any = table.to_pandas()
    for name in ("not_back", "twin_collapsed"):
        if name in frame:
            frame[name] = frame[name].astype(pd.BooleanDtype())
    found: pd.DataFrame = frame
    return found


def same_row(lived: Lived, kept: pa.Table) -> bool:
    """Return whether a row that was lived through again has the bits of the one that is kept."""
    if len(lived.outcomes) != 1:
        return False
    return bool(as_outcomes(lived.outcomes[0]).equals(kept))
