"""``sobremesa schema``: the formats of the files, for editors."""

from __future__ import annotations

from typing import Annotated

import typer

Kind = Annotated[str, typer.Argument(metavar="scenario|plan|context", help="The kind of file.", show_default=False)]


def schema(kind: Kind) -> None:
    """Print the JSON Schema of a kind of file; with it, editors explain each key and mark mistakes."""
    from sim.cli.terminal import print_json
    from sim.files import library

    print_json(library.schema(kind))
