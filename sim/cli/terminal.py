"""What is printed, and how: for people in a terminal, for pipes, and for other programs."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

NARROWEST = 80
"""Columns that tables need; a narrower terminal breaks their lines, which loses no figure."""

BAR_CHARACTERS = 20
"""How long a bar of 100 % is."""


def terminal(*, errors: bool = False) -> Console:
    """Return the console: colours only where a person looks, 80 columns where nobody says otherwise."""
    from rich.console import Console

    class Terminal(Console):
        def on_broken_pipe(self) -> NoReturn:
            """Leave it to whoever runs the command: a reader that has left is no failure."""
            raise BrokenPipeError

    console = Terminal(file=sys.stderr if errors else sys.stdout, highlight=False, emoji=False)
    if not errors:
        console.width = max(console.width, NARROWEST)
    return console


def print_json(content: Any) -> None:
    """Print something as JSON; what is not a number becomes null, which every reader of JSON understands."""
    text = json.dumps(plain(content), indent=2, ensure_ascii=not _is_unicode(), allow_nan=False)
    sys.stdout.write(text + "\n")


def _is_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")


def plain(content: Any) -> Any:
    """Return content with nothing in it that JSON does not know."""
    if isinstance(content, Mapping):
        return {str(key): plain(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [plain(value) for value in content]
    if isinstance(content, float):
        return content if math.isfinite(content) else None
    if hasattr(content, "item"):
        return plain(content.item())
    return content


def table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "", numbers: Sequence[int] = ()
) -> RenderableType:
    """Return a table with few lines, so that it stays readable when it is copied.

    Parameters
    ----------
    columns : what stands above each; "" for none.
    numbers : places of the columns that are set flush right.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    made = Table(box=SIMPLE_HEAD, show_edge=False, show_header=any(columns), pad_edge=False, padding=(0, 1, 0, 0))
    for place, column in enumerate(columns):
        flush_right = place in numbers
        made.add_column(
            Text(column, "bold"), justify="right" if flush_right else "left", no_wrap=flush_right or place == 0,
            overflow="fold",
        )  # fmt: skip
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    return Group(Text(title, "bold"), made) if title else made


def paragraph(console: Console, words: str, style: str = "", indent: int = 0) -> None:
    """Print words as a paragraph; nothing in them is taken for markup."""
    from rich.padding import Padding
    from rich.text import Text

    text = Text(" ".join(words.split()), style)
    console.print(Padding(text, (0, 0, 0, indent), expand=False) if indent else text)


def whole_line(console: Console, words: str, style: str = "") -> None:
    """Print a line that is never broken, such as a command to copy."""
    from rich.text import Text

    console.print(Text(words, style), soft_wrap=True)


def bar(share: float, full: float = 1.0) -> str:
    """Return a bar for a share."""
    filled = "█" if _is_unicode() else "#"
    return filled * round(BAR_CHARACTERS * share / full)
