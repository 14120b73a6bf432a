"""How points are chosen: sampled rows of shares between 0 and 1, and the values that they stand for.

Sampling draws from generators of its own, started with the design's seed: the same design has the same points anywhere.
A larger Sobol' design begins with the smaller one.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.experiments.design import MOST_POINTS, Design
from sim.experiments.varying import MOST_VARIED, column_names, find_place
from sim.files.mistakes import Mistake, printable, shown, unknown

if TYPE_CHECKING:
    import pandas as pd

Values = npt.NDArray[np.float64]

SEPARATORS = {";": "semicolons", "\t": "tabulators", "|": "vertical bars"}
"""What other programs put between columns, by language and habit."""

LARGEST_TABLE = 4_000_000_000
"""Bytes of a table of points."""

LARGEST_SAMPLING_SEED = 2**32
"""SALib's generators take seeds below this."""


def shares(design: Design) -> Values:
    """Return the sampled rows as shares of the way through each range or list, shape (rows, varied).

    For ``latin-hypercube``, ``sobol`` and ``morris``: what a sensitivity analysis is given as its inputs.
    """
    varied, seed = len(design.vary), design.seed % LARGEST_SAMPLING_SEED
    assert design.points is not None
    if design.sampling == "latin-hypercube":
        from scipy.stats import qmc

        return np.asarray(qmc.LatinHypercube(varied, rng=np.random.default_rng(seed)).random(design.points))
    problem = {"num_vars": varied, "names": list(design.vary), "bounds": [[0.0, 1.0]] * varied}
    if design.sampling == "sobol":
        from SALib.sample import sobol

        return np.asarray(sobol.sample(problem, design.points, calc_second_order=False, seed=seed))
    from SALib.sample import morris

    return np.asarray(morris.sample(problem, design.points, seed=seed))


def sampled_values(design: Design, folder: Path) -> tuple[list[str], Values]:
    """Return the columns that vary and the sampled rows, shape (rows, columns), in the order of the sampling method.

    Parameters
    ----------
    folder : the design's folder, to which the path of a table is relative.
    """
    columns = list(design.vary)
    if design.sampling == "table":
        assert design.table is not None
        return _table_of_points(folder / design.table)
    if design.sampling == "full":
        rows = list(itertools.product(*(one.levels() for one in design.vary.values())))
        return columns, np.array(rows, dtype=float).reshape(len(rows), len(columns))
    sampled = shares(design)
    values = np.empty_like(sampled)
    for place, one in enumerate(design.vary.values()):
        if one.values or one.whole:
            values[:, place] = [one.at(float(share)) for share in sampled[:, place]]
        else:
            values[:, place] = one.low + sampled[:, place] * (one.high - one.low)
    return columns, values


def table_rows(path: Path) -> int:
    """Return how many rows a table of points has, without reading all of it where it is Parquet."""
    if path.suffix.lower() == ".parquet":
        import pyarrow.parquet as pq

        try:
            return int(pq.read_metadata(path).num_rows)
        except (OSError, ValueError) as error:
            raise _unreadable(path, error) from error
    return len(_read(path))


def _table_of_points(path: Path) -> tuple[list[str], Values]:
    """Return a researcher's own table: every column is something that may vary, every value inside its range."""
    table = _read(path)
    where = printable(str(path))
    if table.empty:
        raise Mistake(f"{where}: the table has no rows")
    if not 1 <= len(table.columns) <= MOST_VARIED:
        raise Mistake(f"{where}: the table has {len(table.columns)} columns, but must have from 1 to {MOST_VARIED}")
    for column in table.columns:
        _check_column(table[column], str(column), where)
    return [str(column) for column in table.columns], table.to_numpy(dtype=float)


def _check_column(values: pd.Series[Any], column: str, where: str) -> None:
    """Refuse a column that nothing in the model is called, or a value outside the range."""
    place = find_place(column)
    if place is None:
        other = next((sign for sign in SEPARATORS if sign in column), None)
        if other is not None:
            raise Mistake(
                f"{where}: the first line reads {shown(column)}: columns must be separated by commas, not by "
                f"{SEPARATORS[other]}, and numbers written with a decimal point"
            )
        name, dot, copy = column.rpartition(".")
        if dot and copy.isdigit() and find_place(name) is not None:  # what pandas makes of a name that stands again
            raise Mistake(f"{where}: two columns are called {name}; keep one of them")
        raise unknown(f"{where}: column", column, column_names())
    if values.dtype.kind not in "iuf":
        row = _first_text(values)
        raise Mistake(
            f"{where}: row {row + 1}: column {column} holds something that is no number, "
            f"'{printable(str(values.iloc[row]))[:60]}'; it must be {place.allowed.expected}"
        )
    numbers = values.to_numpy(dtype=float)
    allowed = place.allowed
    wrong = ~((numbers >= allowed.low) & (numbers <= allowed.high))
    if allowed.whole:
        wrong |= numbers != np.floor(numbers)
    if allowed.above_low:
        wrong |= numbers == allowed.low
    if wrong.any():
        row = int(np.argmax(wrong))
        raise Mistake(
            f"{where}: row {row + 1}: {column} is {shown(float(numbers[row]))}, but must be {allowed.expected}"
        )


def _first_text(values: pd.Series[Any]) -> int:
    """Return the place of the first value that cannot be read as a number."""
    import pandas as pd

    return int(np.argmax(pd.to_numeric(values.astype(str), errors="coerce").isna()))


def _read(path: Path) -> pd.DataFrame:
    """Return a CSV or Parquet file as a table."""
    import pandas as pd

    endings: Sequence[str] = (".csv", ".parquet")
    where = printable(str(path))
    if path.suffix.lower() not in endings:
        raise Mistake(f"table is {shown(str(path))}, but must end in .csv or .parquet")
    try:
        if path.is_file() and os.stat(path).st_size > LARGEST_TABLE:  # noqa: PTH116 - a path that no file can have
            raise Mistake(f"{where}: the file is larger than {LARGEST_TABLE / 1e9:.0f} GB")
        table = pd.read_csv(path) if path.suffix.lower() == ".csv" else pd.read_parquet(path)
    except Mistake:
        raise
    except (OSError, ValueError, pd.errors.ParserError) as error:
        raise _unreadable(path, error) from error
    if path.suffix.lower() == ".csv" and not isinstance(table.index, pd.RangeIndex):  # pandas shifts the names then
        raise Mistake(
            f"{where}: its rows have more values than the first line has names ({len(table.columns)}); is there a "
            "comma at the end of the rows, or a name missing?"
        )
    if len(table) > MOST_POINTS:
        raise Mistake(f"{where}: the table has {len(table):,} rows, but must have at most {MOST_POINTS:,}")
    return table


def _unreadable(path: Path, error: Exception) -> Mistake:
    """Return why a table cannot be read."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else printable(str(error))[:200]
    return Mistake(f"file '{printable(str(path))}' cannot be read as a table of points: {reason}")
