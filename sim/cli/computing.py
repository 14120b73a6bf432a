"""While futures are lived through: what is said, the progress bar, and how Ctrl-C ends it."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

from sim.cli.failures import STOPPED, Stopped, stopped_sentence
from sim.cli.terminal import terminal

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE: Final = 0.6
"""Seconds that a run has to end by itself after Ctrl-C; compiling, or a block of a huge community, takes longer."""

BAR_AFTER: Final = 0.5
"""Seconds after which a progress bar appears: what is over by then needs none."""


@dataclass(frozen=True)
class Run:
    """What a computation is given.

    Attributes
    ----------
    progress : to be called with the futures done, and all of them.
    cancelled : to be asked whether the user wants to stop.
    """

    progress: Callable[[int, int], None]
    cancelled: Callable[[], bool]


@contextmanager
def computing(kept: Path | None = None, what: str = "futures") -> Iterator[Run]:
    """Show progress on the error output, and end within a second when the user presses Ctrl-C.

    Parameters
    ----------
    kept : where finished parts are written while it runs; it is named when the user stops it, if it is there by then.
    what : what progress counts.

    Raises
    ------
    Stopped
        The user wanted to stop.
    """
    from sim.engines.ensemble import Cancelled, is_compiled

    if not is_compiled():
        print(
            "The rules are compiled once on this machine; this takes about half a minute.", file=sys.stderr, flush=True
        )
    bar, interrupt = _Bar(what), _Interrupt(kept)
    in_main_thread = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, interrupt.received) if in_main_thread else None
    try:
        yield Run(bar.advance, interrupt.asked.is_set)
        if interrupt.asked.is_set():
            raise Stopped(interrupt.written())
    except Cancelled:
        raise Stopped(interrupt.written()) from None
    finally:
        interrupt.close()
        bar.close()
        if before is not None:
            signal.signal(signal.SIGINT, before)


class _Interrupt:
    """What Ctrl-C does: ask the run to end, and end the process where it cannot in time.

    While futures are lived through nothing is written, or whole files only, so that ending the process loses nothing
    that was finished.
    """

    def __init__(self, kept: Path | None) -> None:
        self._kept = kept
        self.asked = threading.Event()
        self._timer = threading.Timer(PATIENCE, self._give_up)
        self._timer.daemon = True

    def received(self, number: int, frame: FrameType | None) -> None:
        """Take note of the first Ctrl-C; further ones change nothing."""
        if not self.asked.is_set():
            self.asked.set()
            self._timer.start()

    def written(self) -> list[Path]:
        """Return where the user finds what was finished."""
        return [] if self._kept is None or not self._kept.exists() else [self._kept]

    def _give_up(self) -> None:
        console = terminal(errors=True)
        if console.is_terminal:
            console.show_cursor()  # the progress bar hides it
            console.print()
        print(stopped_sentence(self.written()), file=sys.stderr, flush=True)
        os._exit(STOPPED)

    def close(self) -> None:
        """Forget it: the run has ended."""
        self._timer.cancel()


class _Bar:
    """A progress bar on the error output, where that is a terminal and the wait is worth one."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._began = time.perf_counter()
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._console = terminal(errors=True)

    def advance(self, done: int, total: int) -> None:
        """Show how far it is."""
        if not self._console.is_terminal or time.perf_counter() - self._began < BAR_AFTER:
            return
        if self._bar is None:
            self._open(total)
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done, total=total)

    def _open(self, total: int) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = TextColumn(self._what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        self._bar = Progress(*columns, console=self._console, transient=True)
        self._task = self._bar.add_task(self._what, total=total)
        self._bar.start()

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
