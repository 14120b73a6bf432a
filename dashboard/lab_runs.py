"""What runs on the shelf: one experiment or search at a time, for all sessions, in a thread behind the pages.

Each session sees what runs, whoever began it, because all of them look at the same folder. It is a thread of its own,
so that answers of other pages, which settle in theirs, need not wait for an hour; and it lets pages go first.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from dashboard import lab_shelf
from dashboard.computing import IsCancelled, Job, Progress
from sim.experiments.design import Design
from sim.experiments.runner import Ended, run_experiment
from sim.experiments.runner import Progress as Futures
from sim.files.mistakes import Mistake

Work = Callable[[Progress, IsCancelled], Any]

MOST_WAITING: Final = 8

MOST_KEPT: Final = 32
"""Runs that are remembered with what they gave; what is on the shelf stays there."""


class Run(Job):
    """Work on the shelf: how far it is, and since when it is at it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.began: float | None = None
        self.begun_with = 0

    @property
    def name(self) -> str:
        """The folder on the shelf."""
        return self.key

    def _advance(self, done: int, total: int) -> None:
        if self.began is None:
            self.began, self.begun_with = time.monotonic(), done
        super()._advance(done, total)

    @property
    def rate(self) -> float:
        """What is counted, a second, since it began; 0 where that is not known yet."""
        if self.began is None or self.done <= self.begun_with:
            return 0.0
        return (self.done - self.begun_with) / max(0.001, time.monotonic() - self.began)


_runs: dict[str, Run] = {}
_lock = threading.Lock()
_waiting: queue.SimpleQueue[tuple[Run, Work]] = queue.SimpleQueue()
_worker: threading.Thread | None = None


def of(name: str) -> Run | None:
    """Return what runs, or ran last, in a folder of the shelf."""
    with _lock:
        return _runs.get(_key(name))


def begin(name: str, work: Work) -> Run:
    """Begin work in a folder of the shelf, behind what runs already; what is at it there goes on.

    Raises
    ------
    Mistake
        Where too much waits already.
    """
    global _worker
    with _lock:
        before = _runs.get(_key(name))
        if before is not None and not before.ended and not before.cancelled:
            return before
        if sum(not run.ended for run in _runs.values()) > MOST_WAITING:
            raise Mistake(f"{MOST_WAITING} experiments wait already; wait until one is done, or stop one")
        _runs.pop(_key(name), None)
        ended = [key for key, one in _runs.items() if one.ended]
        for key in ended[: max(0, len(_runs) + 1 - MOST_KEPT)]:
            del _runs[key]
        run = _runs[_key(name)] = Run(name)
        _waiting.put((run, work))
        if _worker is None or not _worker.is_alive():
            _worker = threading.Thread(target=_serve, name="experiments", daemon=True)
            _worker.start()
    return run


def _serve() -> None:
    """Do what waits, one after the other, for as long as the server runs."""
    while True:
        run, work = _waiting.get()
        run.run(work)


def _key(name: str) -> str:
    return str(lab_shelf.shelf().resolve() / name)


def begin_experiment(name: str, design: Design, folder: Path) -> Run:
    """Run a design, or go on with one, in its folder, to which its paths are relative."""

    def work(progress: Progress, stop: IsCancelled) -> Ended:
        def tell(far: Futures) -> None:
            progress(far.done, far.total)

        return run_experiment(design, folder, design_folder=folder, progress=tell, cancelled=stop)

    return begin(name, work)
