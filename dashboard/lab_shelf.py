"""The one folder in which the lab keeps experiments and searches; nothing outside it is read or written."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sim.experiments.design import Design, read_design
from sim.experiments.living import INPUTS
from sim.experiments.store import DESIGN, MANIFEST
from sim.files import library
from sim.files.mistakes import Mistake, printable, shown
from sim.files.parameter_sets import DEFAULT, PLAUSIBLE
from sim.search.notebook import FILE as SEARCH

VARIABLE: Final = "SOBREMESA_EXPERIMENTS"
"""The environment variable that names the folder when the dashboard is started."""

USUAL: Final = "sobremesa-experiments"
"""Where the variable says nothing: a folder where the dashboard was started."""

LONGEST_NAME: Final = 60
MOST_LISTED: Final = 500

_NAME: Final = re.compile(rf"[a-z0-9][a-z0-9-]{{0,{LONGEST_NAME - 1}}}")


def given() -> str:
    """Return the folder as whoever started the dashboard wrote it; commands on the page say it likewise."""
    return os.environ.get(VARIABLE, "").strip() or USUAL


def shelf() -> Path:
    """Return the folder; it need not exist."""
    return Path(given())


def checked(name: str) -> str:
    """Return a name of an experiment, after refusing whatever could be a path.

    Raises
    ------
    Mistake
        A name with anything but small letters, digits and hyphens.
    """
    if not _NAME.fullmatch(name):
        raise Mistake(
            f"the name is {shown(name)}, but must have small letters, digits and hyphens only, at most {LONGEST_NAME}"
        )
    return name


def folder_of(name: str) -> Path:
    """Return the folder of an experiment or a search, which lies on the shelf and nowhere else.

    Raises
    ------
    Mistake
        A name that could be a path, or a link that leads out of the shelf.
    """
    folder = shelf() / checked(name)
    if folder.is_symlink() or folder.resolve().parent != shelf().resolve():
        raise Mistake(f"'{printable(name)}' leads out of the folder of experiments; it is not opened")
    return folder


def experiments() -> list[str]:
    """Return the names of the experiments on the shelf, the one that was changed last first."""
    return [name for name in _folders() if any((shelf() / name / file).is_file() for file in (MANIFEST, DESIGN))]


def taken() -> list[str]:
    """Return every name that is taken on the shelf."""
    return list(_folders())


def _folders() -> Iterator[str]:
    """Give the names of folders on the shelf that the lab may open."""
    try:
        found = [one for one in shelf().iterdir() if _NAME.fullmatch(one.name)]
        found = [one for one in found if one.is_dir() and not one.is_symlink()]
        found.sort(key=lambda one: (-one.stat().st_mtime, one.name))
    except OSError:
        return
    yield from (one.name for one in found[:MOST_LISTED])


def new_folder(name: str) -> Path:
    """Make the folder of a new experiment; of two sessions that want the same name, the second one is told.

    Raises
    ------
    Mistake
        A name that is taken or could be a path; a folder that cannot be written.
    """
    folder = folder_of(name)
    try:
        shelf().mkdir(parents=True, exist_ok=True)
        folder.mkdir()
    except FileExistsError:
        raise Mistake(f"an experiment '{name}' exists already; give yours another name, or open it below") from None
    except OSError as error:
        raise Mistake(f"cannot write '{printable(given())}': {error.strerror or error}") from error
    return folder


def kept_design(name: str) -> Design:
    """Return the design that an experiment's folder keeps, if it asks for nothing outside the folder.

    Raises
    ------
    Mistake
        No design, a wrong one, or one that names files elsewhere.
    """
    folder = folder_of(name)
    design = read_design(folder / DESIGN)
    named = {"scenario": design.scenarios, "plan": design.plans, "context": design.contexts}
    outside = [one for kind, files in named.items() for one in files if not _inside(one, library.names(kind))]
    outside += [one for one in (design.parameters, design.table or DEFAULT) if not _inside(one, (DEFAULT, PLAUSIBLE))]
    if outside:
        raise Mistake(
            f"the design of '{name}' names {shown(outside[0])}, which does not lie in its own folder; it can be run "
            "with sobremesa experiment run"
        )
    return design


def _inside(file: str, shipped: tuple[str, ...]) -> bool:
    """Return whether a design's file is shipped, or lies where the experiment keeps its own."""
    parts = file.split("/")
    return file in shipped or (parts[0] == INPUTS and "\\" not in file and not {"", ".", ".."} & set(parts))


def state_of(folder: Path) -> str:
    """Return a text that is another one when something was added to an experiment: answers are remembered by it."""
    seen = [str(folder.resolve())]
    for name in (MANIFEST, "parts", "failures", "work"):
        try:
            path = folder / name
            entries = sorted(one.name for one in path.iterdir()) if path.is_dir() else [path.read_text("utf-8")]
        except (OSError, UnicodeDecodeError):
            entries = []
        seen += [name, *entries]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()


def search_name(plan: str, question: str) -> str:
    """Return the name of a search's folder: the same question finds what it found before."""
    digest = hashlib.sha256(question.encode()).hexdigest()[:8]
    stem = re.sub(r"[^a-z0-9]+", "-", plan.lower()).strip("-")[: LONGEST_NAME - 20] or "plan"
    return f"better-{stem}-{digest}"


def has_search(name: str) -> bool:
    """Return whether a search left something to go on from."""
    return (folder_of(name) / SEARCH).is_file()
