"""The generated parts of documents, which must say what the code and the results say; and their tables.

A generated part stands between ``<!-- begin generated: NAME -->`` and ``<!-- end generated: NAME -->``. What is written
by hand around the parts is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

_PART: Final = re.compile(r"(<!-- begin generated: ([a-z -]+) -->)\n.*?(<!-- end generated: \2 -->)", re.DOTALL)


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *([str(cell).replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def renewed(text: str, name: str, write: Callable[[str], str], parts: Iterable[str]) -> str:
    """Return a document with its generated parts written anew.

    Parameters
    ----------
    name : the document's, for messages.
    write : gives a part by its name.
    parts : the names of all that are generated.

    Raises
    ------
    LookupError
        Where a part is missing from the document, or the document has a part that nothing generates.
    """
    there = [match.group(2) for match in _PART.finditer(text)]
    if sorted(there) != sorted(parts):
        raise LookupError(f"{name} has the parts {sorted(there)}, but must have {sorted(parts)}, each once")
    return _PART.sub(lambda match: f"{match.group(1)}\n{write(match.group(2))}\n{match.group(3)}", text)
