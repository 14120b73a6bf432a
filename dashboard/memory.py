"""Answers that all sessions share: each is computed once; those that nobody asked for longest are forgotten first.

Nothing here knows Streamlit: threads of several sessions call it at once.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Final

from sim.files.format import FileModel
from sim.results.compare import Comparison

MOST: Final = 300_000
"""What is remembered weighs no more, in futures of all cells: about 100 MB."""

LEAST: Final = 1_000
"""What an answer weighs that keeps no futures, or few."""


def address(kind: str, files: Iterable[FileModel], *more: object) -> str:
    """Return the address of an answer: a hash of what kind it is and of everything that stands in it."""
    parts = [kind, *(f"{type(file).__name__} {file.model_dump_json()}" for file in files), repr(more)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class Memory:
    """Answers by their addresses."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[str, Any] = OrderedDict()
        self._locks: dict[str, Lock] = {}
        self._lock = Lock()

    def get(self, key: str) -> Any:
        """Return what is remembered; None where there is nothing."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: str, answer: Any) -> Any:
        """Remember an answer, forget old ones where that is too much, and return it."""
        with self._lock:
            self._kept[key] = answer
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and self.weight > self._most:
                self._kept.popitem(last=False)
        return answer

    @property
    def weight(self) -> int:
        """What everything remembered weighs."""
        return sum(map(_weight, self._kept.values()))

    @contextmanager
    def alone(self, key: str) -> Iterator[None]:
        """Let only one thread compute an answer; the others wait and find it."""
        with self._lock:
            lock = self._locks.setdefault(key, Lock())
        try:
            with lock:
                yield
        finally:
            with self._lock:
                self._locks.pop(key, None)

    def clear(self) -> None:
        """Forget everything; for tests and measurements."""
        with self._lock:
            self._kept.clear()


answers: Final = Memory()
"""What this server remembers."""


def _weight(answer: Any) -> int:
    """Return how many futures an answer keeps: it is a comparison, or has one inside."""
    comparison = answer if isinstance(answer, Comparison) else getattr(answer, "comparison", None)
    if isinstance(comparison, Comparison):
        return max(LEAST, comparison.futures * len(comparison.cells))
    return LEAST
