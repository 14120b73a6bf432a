"""Sets of the model's parameters: the defaults, the shipped plausible ones, or a Parquet file of the user's own.

A file has a row for each set. Its columns are names of parameters (those that it leaves out keep their defaults), a
column ``model`` with the version of the model that the sets were made for, and, where somebody measured it,
``distance``: how far a set's futures are from the observed patterns. Future k lives with set k modulo the number of
sets, in every scenario and under every plan.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim.files.mistakes import Mistake, printable, suggestion
from sim.world.parameters import ALL_PARAMETERS, MODEL_VERSION, UNCERTAIN

if TYPE_CHECKING:
    import pyarrow as pa

DEFAULT: Final = "default"
PLAUSIBLE: Final = "plausible"

MODEL: Final = "model"
DISTANCE: Final = "distance"

LARGEST_FILE: Final = 64 * 2**20
"""Bytes. The shipped sets take less than a hundredth of it."""

MOST_SETS: Final = 100_000

ROUNDING: Final = 1e-9
"""A value may lie outside its range by this share of the range: what writing and reading can do to a number."""


@dataclass(frozen=True, eq=False)
class ParameterSets:
    """Sets of parameters that futures live with in turn.

    Attributes
    ----------
    name : "default", "plausible" or the path of the file.
    sets : each a mapping from the names of parameters to values; what it leaves out keeps its default.
    distances : of each set from the observed patterns; empty where nobody measured them.
    """

    name: str
    sets: tuple[Mapping[str, float], ...]
    distances: tuple[float, ...] = ()

    def __len__(self) -> int:
        return len(self.sets)

    def of_future(self, future: int) -> Mapping[str, float]:
        """Return the set that a future lives with."""
        return self.sets[future % len(self.sets)]

    @property
    def incomplete(self) -> str:
        """Say how many uncertain parameters a file leaves at their defaults; empty where it leaves none."""
        if self.name in (DEFAULT, PLAUSIBLE):
            return ""
        given = sum(one.name in self.sets[0] for one in UNCERTAIN)
        if given == len(UNCERTAIN):
            return ""
        return (
            f"'{printable(self.name)}' gives {given} of {len(UNCERTAIN)} uncertain parameters; "
            "the others stand at their defaults."
        )

    def fingerprint(self) -> str:
        """Return the hash that a manifest stores (SHA-256): equal sets in equal order have equal hashes."""
        digest = hashlib.sha256(MODEL_VERSION.encode())
        for one in self.sets:
            digest.update(repr(sorted(one.items())).encode())
        return digest.hexdigest()


def parameter_sets(parameters: ParameterSets | str | os.PathLike[str] = PLAUSIBLE) -> ParameterSets:
    """Return the sets of a name or file.

    Raises
    ------
    Mistake
        A name that does not exist; a file that cannot be read, was made for another version of the model, or holds
        unknown, missing or impossible values: with the file, the set and the parameter.
    """
    if isinstance(parameters, ParameterSets):
        return parameters
    try:
        name = os.fspath(parameters)
    except TypeError:
        raise Mistake(
            f"parameters is {parameters!r}, but must be default, plausible, or the path of a .parquet file"
        ) from None
    if name == DEFAULT:
        return ParameterSets(DEFAULT, ({},))
    if name == PLAUSIBLE:
        return _shipped()
    if not name.endswith(".parquet"):
        near = suggestion(name, (DEFAULT, PLAUSIBLE))
        raise Mistake(f"parameters is '{printable(name)}', but must be default, plausible or a .parquet file{near}")
    return _read(Path(name), name)


@cache
def _shipped() -> ParameterSets:
    """Return the plausible sets that are shipped (read once)."""
    from sim.files import library

    return _read(library.shipped_folder() / "parameters" / f"{PLAUSIBLE}.parquet", PLAUSIBLE)


def _read(path: Path, name: str) -> ParameterSets:
    """Return the sets of a file, checked."""
    table = _table(path, name)
    _refuse_other_model(table, name)
    columns = [column for column in table.column_names if column not in (MODEL, DISTANCE)]
    for column in columns:
        if column not in ALL_PARAMETERS:
            near = suggestion(column, tuple(ALL_PARAMETERS))
            raise Mistake(f"'{printable(name)}': parameter '{printable(column)}' does not exist{near}")
        if ALL_PARAMETERS[column].set_by_context:
            raise Mistake(f"'{printable(name)}': {column} is a fact of a place; set it in the context")
    if not columns:
        raise Mistake(f"'{printable(name)}' gives no parameter; it needs a column for at least one, such as 'burnout'")
    values = {column: _values(table, column, name) for column in columns}
    sets = tuple(dict(zip(columns, row, strict=True)) for row in zip(*values.values(), strict=True))
    distances = _values(table, DISTANCE, name) if DISTANCE in table.column_names else []
    return ParameterSets(name, sets, tuple(distances))


def _table(path: Path, name: str) -> pa.Table:
    """Return what the file holds, bounded in size."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise Mistake(f"'{printable(name)}' has {size:,} bytes, but at most {LARGEST_FILE:,} are read")
        about = pq.read_metadata(path)
        if not 1 <= about.num_rows <= MOST_SETS:
            raise Mistake(f"'{printable(name)}' has {about.num_rows:,} sets, but must have from 1 to {MOST_SETS:,}")
        _refuse_repeated(about.schema.to_arrow_schema().names, name)
        return pq.read_table(path)
    except Mistake:
        raise  # it is a ValueError, too
    except FileNotFoundError:
        raise Mistake(f"'{printable(name)}' does not exist") from None
    except (OSError, ValueError, pa.ArrowException) as error:
        reason = printable(str(error).splitlines()[0] if str(error) else type(error).__name__)
        raise Mistake(f"'{printable(name)}' cannot be read as Parquet: {reason}") from None


def _refuse_repeated(columns: Sequence[str], name: str) -> None:
    """Refuse two columns of one name: nobody can say which is meant."""
    twice = [one for one, count in Counter(columns).items() if count > 1]
    if twice:
        raise Mistake(f"'{printable(name)}' has the column '{printable(twice[0])}' more than once; give it once")


def _refuse_other_model(table: pa.Table, name: str) -> None:
    """Refuse sets that were made for other rules: the same numbers would mean something else."""
    if MODEL not in table.column_names:
        raise Mistake(
            f"'{printable(name)}' has no column '{MODEL}'; it must say in each row for which version of the model the "
            f"set was made (this is version {MODEL_VERSION})"
        )
    made_for = sorted({str(one) for one in table.column(MODEL).to_pylist()})
    if made_for != [MODEL_VERSION]:
        others = " and ".join(printable(one) for one in made_for)
        raise Mistake(f"'{printable(name)}' was made for version {others} of the model, but this is {MODEL_VERSION}")


def _values(table: pa.Table, column: str, name: str) -> list[float]:
    """Return a column as numbers, each within the range of its parameter."""
    parameter = ALL_PARAMETERS.get(column)
    low, high = (parameter.low, parameter.high) if parameter is not None else (0.0, float("inf"))
    slack = ROUNDING * (high - low) if parameter is not None else 0.0
    numbers: list[float] = []
    for place, value in enumerate(table.column(column).to_pylist()):
        where = f"'{printable(name)}', set {place}: {column}"
        if value is None or value != value:
            raise Mistake(f"{where} is missing")
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise Mistake(f"{where} is '{printable(str(value))}', but must be a number")
        if not low - slack <= value <= high + slack:
            raise Mistake(f"{where} is {value:g}, but must be from {low:g} to {high:g}")
        numbers.append(float(value))
    return numbers


def written(sets: Sequence[Mapping[str, float]], distances: Sequence[float]) -> bytes:
    """Return sets as the content of a Parquet file; equal sets give equal bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = list(sets[0])
    columns: dict[str, Any] = {name: pa.array([one[name] for one in sets], pa.float64()) for name in names}
    columns[DISTANCE] = pa.array(distances, pa.float64())
    columns[MODEL] = pa.array([MODEL_VERSION] * len(sets), pa.string())
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink, compression="zstd")
    return bytes(sink.getvalue())
