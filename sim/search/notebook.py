"""What a search has found so far, kept in its folder so that nothing finished is lost when the search is stopped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sim.files.mistakes import Mistake, printable
from sim.files.writing import replace_file

FILE: Final = "search.json"
FORMAT: Final = 1
LARGEST: Final = 256 * 2**20
"""Bytes; a search of a week stays far below."""

Goals = tuple[float, float, float, float]


def key_of(values: Mapping[str, float]) -> str:
    """Return the name of a setting in the notebook."""
    return " ".join(repr(float(value)) for value in values.values())


@dataclass
class Notebook:
    """The scores of all plans that were tried, and how long that took.

    A search draws its luck from its seed and asks for plans in an order that depends on scores only. So a search that
    begins again with these scores takes the same way, without living through anything twice.

    Attributes
    ----------
    question : everything that scores depend on; a notebook answers no other question.
    scores : goals by setting (see :func:`key_of`).
    generations : how many are complete.
    seconds : spent on searching, over all sittings.
    """

    path: Path
    question: Mapping[str, Any]
    scores: dict[str, Goals] = field(default_factory=dict)
    generations: int = 0
    seconds: float = 0.0

    def keep(self) -> None:
        """Write it, whole or not at all."""
        content = {
            "format": FORMAT,
            "question": self.question,
            "generations": self.generations,
            "seconds": self.seconds,
            "scores": {key: list(goals) for key, goals in self.scores.items()},
        }
        replace_file(self.path, json.dumps(content).encode())


def opened(folder: Path, question: Mapping[str, Any]) -> Notebook:
    """Return the notebook of a folder, or a new one where there is none.

    Raises
    ------
    Mistake
        The folder holds a search that asks something else, or a file that is no notebook.
    """
    path = folder / FILE
    where = f"'{printable(str(path))}'"
    if not path.exists():
        return Notebook(path, question)
    try:
        if path.stat().st_size > LARGEST:
            raise Mistake(f"{where} is larger than any notebook of a search; choose another folder with --out")
        content = json.loads(path.read_text(encoding="utf-8"))
        kept, scores = content["question"], content["scores"]
        found = Notebook(
            path, question, {str(key): _goals(goals) for key, goals in scores.items()},
            int(content["generations"]), float(content["seconds"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, Mistake):
            raise
        raise Mistake(f"{where} cannot be read as the notebook of a search; choose another folder with --out") from None
    if content.get("format") != FORMAT or not isinstance(kept, dict):
        raise Mistake(f"{where} was written by another version of Sobremesa; choose another folder with --out")
    plain = json.loads(json.dumps(question))
    different = [name for name in plain if kept.get(name) != plain[name]]
    if different:
        raise Mistake(f"{where} belongs to a search with other {different[0]}; choose another folder with --out")
    return found


def _goals(goals: Any) -> Goals:
    """Return four finite numbers, or raise ValueError."""
    working, regret, months_lost, money = (float(goal) for goal in goals)
    found = (working, regret, months_lost, money)
    if any(goal - goal != 0.0 for goal in found):
        raise ValueError("not finite")
    return found
