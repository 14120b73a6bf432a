"""Questions in SQL: DuckDB reads the files of one experiment, and can neither read nor write anything else."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim.experiments.earlier import summarised
from sim.experiments.parts import FAILURES, OUTCOMES, SERIES, failure_schema, series_schema
from sim.experiments.store import POINTS, SAMPLES
from sim.files.mistakes import Mistake, printable

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

QUESTION: Final = "SELECT"
"""The kind of statement that only reads. COPY, EXPORT and ATTACH could write into the experiment."""

_EXPLAINED: Final = re.compile(r"\s*explain\s+(?:analyze\s+)?(.*)", re.IGNORECASE | re.DOTALL)

LONGEST_QUESTION: Final = 100_000


@dataclass(frozen=True)
class Readable:
    """What a connection may see.

    Attributes
    ----------
    outcomes, series, failures : names of the files of parts.
    measures : the kept series.
    strangers : whether some parts also hold points of an earlier design, which then are left out.
    schema : the columns of outcomes.
    futures : how many of each point the design wants, where some parts hold more, which then are left out; else None.
    """

    folder: Path
    outcomes: Sequence[str]
    series: Sequence[str]
    failures: Sequence[str]
    measures: Sequence[str]
    strangers: bool
    schema: pa.Schema
    futures: int | None = None


def connect(readable: Readable) -> duckdb.DuckDBPyConnection:
    """Return a locked connection in which the experiment's tables are views.

    It sees the experiment's own files, one by one: nothing else in the folder, nothing outside, no network, and no
    setting can be changed any more.
    """
    import duckdb

    folder = readable.folder.resolve()
    files = [folder / POINTS, folder / SAMPLES]
    for kind, names in ((OUTCOMES, readable.outcomes), (SERIES, readable.series), (FAILURES, readable.failures)):
        files += [folder / kind / name for name in names]
    connection = duckdb.connect(":memory:")
    connection.execute("set temp_directory = ''")
    connection.execute(f"set allowed_paths = {_listed(files)}")
    connection.execute("set enable_external_access = false")
    for name, query in _views(readable, folder).items():
        connection.execute(f"create view {name} as {query}")
    connection.execute("set lock_configuration = true")
    return connection


def _views(readable: Readable, folder: Path) -> dict[str, str]:
    """Return the query of each view."""
    mine = " semi join points using (point)" if readable.strangers else ""
    place = _quoted(shlex.quote(str(folder)))
    row = f"'sobremesa experiment row ' || {place} || ' ' || point"
    outcomes = _table(folder / OUTCOMES, readable.outcomes, readable.schema)
    failures = _table(folder / FAILURES, readable.failures, failure_schema())
    summary = summarised(readable.schema)
    means = ", ".join(f"avg({name}::double) as {name}" for name in summary)
    few = "" if readable.futures is None else f" where future < {readable.futures}"
    first = few.replace("future", "first_future")
    views = {
        "points": f"select * from read_parquet({_quoted(str(folder / POINTS))})",
        "samples": f"select * from read_parquet({_quoted(str(folder / SAMPLES))})",
        "outcomes": f"select *, {row} || ' --future ' || future as command from {outcomes}{mine}{few}",
        "failures": f"select *, {row} || ' --future ' || first_future as command from {failures}{mine}{first}",
        "summary": f"select points.*, futures, {', '.join(summary)} from points left join "
        f"(select point, count(*) as futures, {means} from outcomes group by point) using (point) order by number",
    }
    if readable.measures:
        views["series"] = (
            f"select * from {_table(folder / SERIES, readable.series, series_schema(readable.measures))}{mine}{few}"
        )
    return views


def _table(folder: Path, names: Sequence[str], schema: pa.Schema) -> str:
    """Return where a view reads from: files, or an empty table where there are none yet."""
    if names:
        return f"read_parquet({_listed(folder / name for name in names)})"
    kinds = {"string": "varchar", "int64": "bigint", "int32": "integer", "bool": "boolean", "double": "double"}
    columns = ", ".join(f"null::{kinds[str(field.type)]} as {field.name}" for field in schema)
    return f"(select {columns} where false)"


def _listed(paths: Any) -> str:
    """Return paths as a list in SQL."""
    return "[" + ", ".join(_quoted(str(path)) for path in paths) + "]"


def _quoted(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _kind(statement: Any) -> str:
    """Return the kind of a statement; DuckDB's Python does not know all kinds that its parser does."""
    try:
        return str(statement.type.name)
    except ValueError:
        return "unknown"


def _refuse_writing(connection: duckdb.DuckDBPyConnection, question: str) -> None:
    """Refuse all but one statement that only reads; ``explain`` asks for a plan, and may run what it explains."""
    statements = connection.extract_statements(question)
    if len(statements) != 1:
        raise Mistake(f"the query has {len(statements)} statements, but must be one")
    kind = _kind(statements[0])
    if kind == "EXPLAIN":
        explained = _EXPLAINED.fullmatch(question)
        inner = connection.extract_statements(explained.group(1)) if explained else []
        kind = _kind(inner[0]) if len(inner) == 1 else kind
    if kind != QUESTION:
        raise Mistake(f"the query is of the kind {kind}, but must only read: begin it with select")


def ask(readable: Readable, question: str) -> pd.DataFrame:
    """Return the answer to one question in SQL.

    Raises
    ------
    Mistake
        More than one statement, one that would change something, or one that DuckDB refuses.
    """
    import duckdb

    if len(question) > LONGEST_QUESTION:
        raise Mistake(f"the query has {len(question):,} characters, but must have at most {LONGEST_QUESTION:,}")
    with connect(readable) as connection:
        try:
            _refuse_writing(connection, question)
            answer: pd.DataFrame = connection.execute(question).df()
        except duckdb.Error as error:
            words = " ".join(printable(line) for line in str(error).split("\n"))
            raise Mistake(f"the query cannot be answered: {' '.join(words.split())[:500]}") from None
        return answer
