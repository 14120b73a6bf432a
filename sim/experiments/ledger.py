"""The ledger of work: which part holds which futures of which points. Written before anybody computes; only added to.

Because every future belongs to one part for good, computing a part twice is harmless, and what is missing is what the
ledger lists and no file holds.
"""

from __future__ import annotations

import errno
import io
import json
import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.engines.ensemble import BLOCK
from sim.experiments.parts import Unit, flush_folder, part_key, refuse_unreadable
from sim.files.mistakes import Mistake, printable
from sim.files.writing import permissions

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from sim.experiments.points import Points

WORK: Final = "work"
ABANDONED: Final = b"abandoned"
_FILE_NAME: Final = re.compile(r"(\d{6})\.parquet")

SMALLEST_PART: Final = 500
LARGEST_PART: Final = 20_000
"""Futures. A part takes from under a second to half a minute of one core; what is killed costs no more than that."""

PARTS_WANTED: Final = 400


@dataclass(eq=False)
class Ledger:
    """All work of an experiment that was ever given out.

    Attributes
    ----------
    parts : the units of each part, by key.
    damaged : files of the ledger that do not hold what was written; the work in them is given out again.
    """

    parts: dict[str, tuple[Unit, ...]] = field(default_factory=dict)
    damaged: list[Path] = field(default_factory=list)
    files: int = 0

    def missing(self, wanted: Mapping[str, int]) -> list[Unit]:
        """Return the futures of points that no part holds.

        Parameters
        ----------
        wanted : how many futures (from number 0 on) each point is to have.
        """
        held: dict[str, list[tuple[int, int]]] = {}
        for units in self.parts.values():
            for unit in units:
                if unit.point in wanted:
                    held.setdefault(unit.point, []).append((unit.first, unit.last))
        found = []
        for point, futures in wanted.items():
            found += [Unit(point, *gap) for gap in _gaps(held.get(point, ()), futures)]
        return found


def _gaps(held: Iterable[tuple[int, int]], futures: int) -> list[tuple[int, int]]:
    """Return the ranges of numbers below ``futures`` that no held range covers."""
    gaps, at = [], 0
    for first, last in sorted(held):
        if first >= futures:
            break
        if first > at:
            gaps.append((at, first - 1))
        at = max(at, last + 1)
    if at < futures:
        gaps.append((at, futures - 1))
    return gaps


def divide(units: Sequence[Unit], points: Points, total: int) -> list[tuple[Unit, ...]]:
    """Return units put together into parts.

    Points that share a twin stand beside one another with the same futures, so that the twin is lived through once.

    Parameters
    ----------
    total : futures of the whole experiment, by which the size of parts is chosen.
    """
    size = min(LARGEST_PART, max(SMALLEST_PART, total // PARTS_WANTED))
    groups = points.twin_groups()
    crowd = _largest_group(groups)
    longest = max(BLOCK, size // crowd // BLOCK * BLOCK)
    pieces = [piece for unit in units for piece in _cut(unit, longest)]
    pieces.sort(
        key=lambda one: (groups[points.numbers[one.point]], one.first, points.numbers[one.point])
    )  # fmt: skip
    parts: list[tuple[Unit, ...]] = []
    now: list[Unit] = []
    for piece in pieces:
        if now and sum_of(now) + piece.futures > size:
            parts.append(tuple(now))
            now = []
        now.append(piece)
    return [*parts, tuple(now)] if now else parts


def sum_of(units: Iterable[Unit]) -> int:
    """Return how many futures units have."""
    return sum(unit.futures for unit in units)


def _largest_group(groups: npt.NDArray[np.int64]) -> int:
    import numpy as np

    return int(np.bincount(groups).max(initial=1))


def _cut(unit: Unit, longest: int) -> list[Unit]:
    """Return a unit in pieces of at most so many futures."""
    starts = range(unit.first, unit.last + 1, longest)
    return [Unit(unit.point, first, min(first + longest - 1, unit.last)) for first in starts]


def read_ledger(folder: Path, seed: int) -> Ledger:
    """Return the ledger in an experiment's folder. A file that does not hold what was written is named and left out."""
    ledger = Ledger()
    names = sorted(name for name in os.listdir(folder / WORK) if _FILE_NAME.fullmatch(name))  # noqa: PTH208
    for name in names:
        ledger.files = int(name.split(".")[0])
        found = _read(folder / WORK / name, seed)
        if found is None:
            ledger.damaged.append(folder / WORK / name)
            continue
        parts, abandoned = found
        ledger.parts |= parts
        for key in abandoned:
            ledger.parts.pop(key, None)
    return ledger


def _read(path: Path, seed: int) -> tuple[dict[str, tuple[Unit, ...]], list[str]] | None:
    """Return what a file of the ledger says; None where it is damaged: every key must be the hash of its units."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(io.BytesIO(path.read_bytes()))
        abandoned: list[str] = json.loads((table.schema.metadata or {}).get(ABANDONED, b"[]"))
        rows = zip(*(table.column(name).to_pylist() for name in ("part", "point", "first", "last")), strict=True)
        parts: dict[str, list[Unit]] = {}
        for key, point, first, last in rows:
            parts.setdefault(key, []).append(Unit(point, first, last))
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        refuse_unreadable(path, error)
        return None
    whole = all(part_key(seed, units) == key for key, units in parts.items())
    return ({key: tuple(units) for key, units in parts.items()}, abandoned) if whole else None


def add_to_ledger(
    folder: Path, ledger: Ledger, parts: Sequence[Sequence[Unit]], abandoned: Iterable[str], seed: int
) -> bool:
    """Give out work: write it down under the next number, whole, and only if nobody else has taken that number.

    Returns
    -------
    Whether it was written; if not, somebody else has given out work, and the ledger must be read again.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [(part_key(seed, units), unit.point, unit.first, unit.last) for units in parts for unit in units]
    columns = dict(zip(("part", "point", "first", "last"), zip(*rows, strict=True), strict=True)) if rows else {}
    table = pa.table({name: pa.array(values) for name, values in columns.items()})
    buffer = io.BytesIO()
    pq.write_table(
        table.replace_schema_metadata({ABANDONED: json.dumps(sorted(abandoned))}), buffer, compression="zstd"
    )
    target = folder / WORK / f"{ledger.files + 1:06d}.parquet"
    return _write_once(target, buffer.getvalue())


def _write_once(target: Path, content: bytes) -> bool:
    """Write a file that must not be there yet, flushed; return False where it is there."""
    handle, temporary = -1, ""
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(permissions(target))
        _link(Path(temporary), target)
    except FileExistsError:
        return False
    except OSError as error:
        raise Mistake(f"cannot write {printable(str(target))}: {error.strerror or error}") from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
    flush_folder(target.parent)
    return True


def _link(temporary: Path, target: Path) -> None:
    """Give a file its name, unless the name is taken; where a file system knows no links, the lock has to be enough."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS):
            raise
        if target.exists():
            raise FileExistsError(str(target)) from None
        temporary.rename(target)
        temporary.touch()
