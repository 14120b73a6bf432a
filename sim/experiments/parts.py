"""A part: the futures of some points that are computed together and kept in one file, whole or not at all.

The name of the file holds the hash of its bytes, so that damage is known without another file to compare with.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.files.mistakes import Mistake, printable
from sim.files.writing import replace_file
from sim.world.measures import PRIMARY

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

OUTCOMES: Final = "parts"
SERIES: Final = "series"
FAILURES: Final = "failures"
FOLDERS: Final = (OUTCOMES, SERIES, FAILURES)

DIGITS: Final = 16
_FILE_NAME: Final = re.compile(rf"([0-9a-f]{{{DIGITS}}})-([0-9a-f]{{{DIGITS}}})\.parquet")

BESIDE: Final = b"beside"
"""In the file of outcomes: the names of the files of series and failures that belong to it."""

MACHINE: Final = b"machine"
"""In the file of outcomes: the version of the model and the bits of the machine that it came from."""

ZSTD_LEVEL: Final = 1
"""Level 1 takes a quarter of the time of the default for a tenth more bytes."""


@dataclass(frozen=True)
class Unit:
    """Futures ``first`` to ``last`` of a point."""

    point: str
    first: int
    last: int

    @property
    def futures(self) -> int:
        """How many."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class Failure:
    """A point that could not be lived through."""

    unit: Unit
    reason: str


def part_key(seed: int, units: Sequence[Unit]) -> str:
    """Return the name of a part: the hash of what it holds."""
    content = [seed, [[unit.point, unit.first, unit.last] for unit in units]]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:DIGITS]


def outcome_schema() -> pa.Schema:
    """Return the columns of outcomes: the same in every part, those of a blow empty where there is none."""
    import pyarrow as pa

    columns: dict[str, pa.DataType] = {
        "point": pa.string(), "future": pa.int64(), "parameter_set": pa.int64(), "working": pa.bool_(),
        "state": pa.string(), "years_working": pa.float64(), "collapsed": pa.bool_(), "collapse_month": pa.float64(),
        "recovered": pa.bool_(), "recovery_month": pa.float64(), **dict.fromkeys(PRIMARY, pa.float64()),
    }  # fmt: skip
    columns["years_lost"] = pa.float64()
    for name in PRIMARY:
        numbers = [f"lost_{name}", f"lost_to_horizon_{name}", f"drop_{name}"]
        columns |= dict.fromkeys(numbers, pa.float64())
    columns |= {"recovery_time": pa.float64(), "not_back": pa.bool_(), "twin_collapsed": pa.bool_()}
    return pa.schema(list(columns.items()))


def failure_schema() -> pa.Schema:
    """Return the columns of failures."""
    import pyarrow as pa

    return pa.schema(
        [("point", pa.string()), ("first_future", pa.int64()), ("last_future", pa.int64()), ("reason", pa.string())]
    )


def series_schema(measures: Sequence[str]) -> pa.Schema:
    """Return the columns of series."""
    import pyarrow as pa

    keys = [("point", pa.string()), ("future", pa.int64()), ("month", pa.int32())]
    return pa.schema(keys + [(name, pa.float64()) for name in measures])


def write_part(
    folder: Path,
    key: str,
    outcomes: Sequence[pd.DataFrame],
    series: Sequence[pa.Table],
    failures: Sequence[Failure],
    machine: str,
) -> str:
    """Write a part and return the name of its file. What belongs to it is written first, so that it is whole.

    Raises
    ------
    Mistake
        Where it cannot be written; then the part is not there.
    """
    import pyarrow as pa

    beside = {}
    if series:
        beside[SERIES] = _write(folder / SERIES, key, pa.concat_tables(series))
    if failures:
        rows = [(one.unit.point, one.unit.first, one.unit.last, one.reason) for one in failures]
        columns = [list(column) for column in zip(*rows, strict=True)]
        beside[FAILURES] = _write(folder / FAILURES, key, pa.table(columns, schema=failure_schema()))
    schema = outcome_schema()
    tables = [as_outcomes(one) for one in outcomes] or [schema.empty_table()]
    about = {BESIDE: json.dumps(beside, sort_keys=True).encode(), MACHINE: machine.encode()}
    return _write(folder / OUTCOMES, key, pa.concat_tables(tables).replace_schema_metadata(about))


def as_outcomes(table: pd.DataFrame) -> pa.Table:
    """Return a table of outcomes with every column of the schema; what did not happen is empty."""
    import pyarrow as pa

    rows = len(table)
    columns = [
        pa.array(table[field.name], type=field.type, from_pandas=True)
        if field.name in table
        else pa.nulls(rows, field.type)
        for field in outcome_schema()
    ]
    return pa.table(columns, schema=outcome_schema())


def _write(folder: Path, key: str, table: pa.Table) -> str:
    """Write a table under its key and the hash of its bytes, flushed to the disk."""
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd", compression_level=ZSTD_LEVEL)
    content = buffer.getvalue()
    name = f"{key}-{hashlib.sha256(content).hexdigest()[:DIGITS]}.parquet"
    replace_file(folder / name, content)
    flush_folder(folder)
    return name


def flush_folder(folder: Path) -> None:
    """Make sure that a new name in a folder outlives a failure of the machine."""
    if os.name != "posix":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise Mistake(f"cannot write {printable(str(folder))}: {error.strerror or error}") from error


def part_files(folder: Path) -> dict[str, str]:
    """Return the file of each part that is there, by key; where a part is there twice, the first by name."""
    found: dict[str, str] = {}
    if folder.is_dir():
        for name in sorted(os.listdir(folder)):  # noqa: PTH208 - many thousand names, as plain text
            matched = _FILE_NAME.fullmatch(name)
            if matched:
                found.setdefault(matched.group(1), name)
    return found


def is_sound(path: Path) -> bool:
    """Return whether a file of a part holds the bytes that its name promises."""
    matched = _FILE_NAME.fullmatch(path.name)
    try:
        with path.open("rb") as file:
            return matched is not None and hashlib.file_digest(file, "sha256").hexdigest()[:DIGITS] == matched.group(2)
    except OSError as error:
        refuse_unreadable(path, error)
        return False


def refuse_unreadable(path: Path, error: Exception) -> None:
    """Refuse to take a file for damaged that this process may not or cannot read just now: it would be taken away.

    Raises
    ------
    Mistake
        The operating system says why, and it is neither that the file is missing nor that the disk has lost it.
    """
    if isinstance(error, OSError) and error.errno not in (None, errno.ENOENT, errno.EIO):
        raise Mistake(f"file '{printable(str(path))}' cannot be read: {error.strerror or error}") from error


def files_beside(path: Path) -> dict[str, str]:
    """Return the files of series and failures that belong to a file of outcomes, by folder."""
    names: dict[str, str] = json.loads(_about(path).get(BESIDE, b"{}"))
    return names


def made_by(path: Path) -> str:
    """Return which version of the model and which bits a file of outcomes came from."""
    return _about(path).get(MACHINE, b"").decode(errors="replace")


def _about(path: Path) -> Mapping[bytes, bytes]:
    import pyarrow.parquet as pq

    return pq.read_metadata(path).metadata or {}


def all_beside(folder: Path, kind: str, names: Iterable[str]) -> list[str]:
    """Return the files of series or failures that belong to files of outcomes; a killed run may leave others."""
    if not part_files(folder / kind):
        return []
    found = [files_beside(folder / OUTCOMES / name).get(kind) for name in names]
    return [name for name in found if name is not None]


def damaged_files(folder: Path, names: Iterable[str]) -> list[tuple[str, Path]]:
    """Return the files that do not hold what was written, or are missing, each with the outcome file it belongs to."""
    from concurrent.futures import ThreadPoolExecutor

    def check(name: str) -> list[tuple[str, Path]]:
        path = folder / OUTCOMES / name
        if not is_sound(path):
            return [(name, path)]
        beside = [folder / kind / other for kind, other in files_beside(path).items()]
        return [(name, other) for other in beside if not is_sound(other)]

    with ThreadPoolExecutor() as pool:
        return [wrong for found in pool.map(check, names) for wrong in found]


def read_failures(folder: Path, names: Iterable[str]) -> pd.DataFrame:
    """Return the failures in some files as one table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = [pq.read_table(folder / FAILURES / name) for name in names]
    table: pd.DataFrame = pa.concat_tables([failure_schema().empty_table(), *tables]).to_pandas()
    return table
