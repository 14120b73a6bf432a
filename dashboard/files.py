"""A user's own files in the dashboard: what an upload holds, and the file to download. Uploads may be anything."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Collection
from pathlib import Path
from typing import Final

from sim.files import library
from sim.files.format import FileModel
from sim.files.mistakes import Mistake, printable

LARGEST_UPLOAD: Final = 5
"""Megabytes that the browser may send; a file of more than one is refused in a sentence."""

LONGEST_NAME: Final = 60

_IN_PLACE: Final = "upload.toml"


def uploaded(content: bytes, file_name: str, taken: Collection[str]) -> FileModel:
    """Return the scenario, plan or context in an upload, whichever it is, under a name that is safe and free.

    Parameters
    ----------
    file_name : what the browser calls it; used in messages and for the name, never as a path.
    taken : names of shipped files, under which nothing of the user's may hide.

    Raises
    ------
    Mistake
        Where it is too large, no TOML, of no known kind, or says what no file may say: file, field and what to write.
    """
    shown = printable(Path(file_name.replace("\\", "/")).name)[:100] or _IN_PLACE
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _IN_PLACE
        path.write_bytes(content)
        try:
            kind = library.load(path).kind_of_file
        except Mistake as mistake:
            raise Mistake(str(mistake).replace(printable(str(path)), shown)) from None
    return library.parse(kind, content, free_name(Path(shown).stem, taken))


def free_name(wanted: str, taken: Collection[str]) -> str:
    """Return a name of plain letters, digits and hyphens that nobody else has.

    Examples
    --------
    >>> free_name("Después de <2030>!", [])
    'despues-de-2030'
    >>> free_name("pandemic", ["pandemic", "my-pandemic"])
    'my-pandemic-2'
    """
    plain = unicodedata.normalize("NFKD", wanted).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].rstrip("-") or "unnamed"
    if name not in taken:
        return name
    own = name if name.startswith("my-") else f"my-{name}"
    candidates = [own, *(f"{own}-{number}" for number in range(2, len(taken) + 3))]
    return next(one for one in candidates if one not in taken)


def as_file(model: FileModel) -> bytes:
    """Return a scenario, plan or context as the TOML file that the command line reads."""
    with tempfile.TemporaryDirectory() as folder:
        return library.save(model, Path(folder) / f"{model.name}.toml").read_bytes()
