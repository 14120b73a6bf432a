"""``sobremesa query``: a question in SQL about an experiment."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from sim.cli.experiment import Folder
from sim.cli.options import Json

WIDEST: Final = 100_000
"""Columns of a table that is not printed to a terminal."""

Question = Annotated[
    str,
    typer.Argument(
        metavar="SQL", help="One select over points, samples, outcomes, series, failures and summary.",
        show_default=False,
    ),
]  # fmt: skip
Csv = Annotated[bool, typer.Option("--csv", metavar="", help="Print CSV, for spreadsheets and R.")]


def query(folder: Folder, question: Question, as_csv: Csv = False, as_json: Json = False) -> None:
    """Ask an experiment a question in SQL, answered by DuckDB.

    The question can read the experiment's own tables and nothing else, and can change nothing.
    """
    from sim.cli.terminal import paragraph, print_json, table, terminal
    from sim.experiments.reading import open_experiment
    from sim.files.mistakes import Mistake, printable

    if as_csv and as_json:
        raise Mistake("--csv and --json contradict one another; give one of them")
    experiment = open_experiment(Path(folder))
    answer = experiment.query(question)
    errors = terminal(errors=True)
    for caveat in experiment.caveats():
        paragraph(errors, caveat, "bold red")
    if as_csv:
        answer.to_csv(sys.stdout, index=False, lineterminator="\n")
        return
    if as_json:
        print_json(answer.to_dict("records"))
        return
    lines = [tuple(printable(_cell(value)) for value in row) for row in answer.itertuples(index=False)]
    numbers = [place for place, kind in enumerate(answer.dtypes) if kind.kind in "iuf"]
    console = terminal()
    if not console.is_terminal:  # a pipe has no edge at which a table would have to be cut
        console.width = WIDEST
    console.print(table([printable(str(name)) for name in answer.columns], lines, numbers=numbers))


def _cell(value: Any) -> str:
    """Return a value as a cell; what is missing is a dash."""
    import pandas as pd

    if pd.api.types.is_scalar(value) and pd.isna(value):  # a list in a cell is no scalar
        return "-"
    return f"{value:g}" if isinstance(value, float) else str(value)
