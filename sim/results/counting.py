"""Counts the futures done while many are lived through, for whoever shows how far a run is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with the futures done, and all of them."""


class Counter:
    """Adds up the futures done, over all parts of a run."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done, self._total, self._progress = 0, total, progress

    def add(self, futures: int) -> None:
        """Count futures, and tell whoever wants to know; never more than all of them, which may be an estimate."""
        self._done += futures
        self._tell(min(self._done, self._total))

    def end(self) -> None:
        """Say that all is done, also where fewer futures had to be lived through than were foreseen."""
        self._tell(self._total)

    def _tell(self, done: int) -> None:
        if self._progress is not None:
            self._progress(done, self._total)
