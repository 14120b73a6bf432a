"""Only one process at a time adds to an experiment."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sim.files.mistakes import Mistake, printable

LOCK: Final = "lock"

_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
"""A lock that is a link would have the file that it leads to written over."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Be the only process that adds to an experiment; the lock ends with the process, however it ends.

    Raises
    ------
    Mistake
        Another process has it, with who that is.
    """
    path = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o666)
    except OSError as error:
        raise Mistake(f"cannot write {printable(str(path))}: {error.strerror or error}") from error
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Mistake(f"cannot write {printable(str(path))}: it is no ordinary file")
        if not _taken(handle, folder):
            who = os.pread(handle, 200, 0).decode(errors="replace").strip() if hasattr(os, "pread") else ""
            raise Mistake(
                f"another process{f' ({printable(who)})' if who else ''} is adding to '{printable(str(folder))}'; "
                "wait until it is done, or stop it and run the command again"
            )
        os.ftruncate(handle, 0)
        os.write(handle, f"process {os.getpid()} on {socket.gethostname()}".encode())
        yield
    finally:
        os.close(handle)


def _taken(handle: int, folder: Path) -> bool:
    """Take the lock on an open file; return whether it was free.

    Raises
    ------
    Mistake
        A file system that knows no locks, such as Lustre that was mounted without them.
    """
    try:
        import fcntl
    except ImportError:  # Windows, which locks bytes
        return _taken_on_windows(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise Mistake(
            f"'{printable(str(folder))}' cannot be locked against other processes ({error.strerror or error}); name a "
            "folder on a file system with locks"
        ) from error
    return True


def _taken_on_windows(handle: int) -> bool:
    """Take the lock where there is no flock."""
    import msvcrt

    try:
        os.lseek(handle, 1 << 20, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        os.lseek(handle, 0, os.SEEK_SET)
    except OSError:
        return False
    return True
