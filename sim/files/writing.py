"""Files are written whole or not at all: to a temporary file beside the target, then renamed."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from sim.files.mistakes import Mistake, printable


def replace_file(path: str | os.PathLike[str], content: bytes) -> Path:
    """Write a file so that nobody ever sees half of it; a file that is already there keeps its permissions.

    Raises
    ------
    Mistake
        Where it cannot be written; then nothing was changed.
    """
    target = Path(path)
    temporary: str | None = None
    try:
        if target.exists() and not target.is_file():
            raise Mistake(f"cannot write {printable(str(target))}: it is no ordinary file")
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:50]}.", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(permissions(target))
        Path(temporary).replace(target)
        temporary = None
    except (OSError, ValueError) as error:
        if isinstance(error, Mistake):
            raise
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise Mistake(f"cannot write {printable(str(target))}: {reason}; nothing was written") from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
    return target


def permissions(target: Path) -> int:
    """Return the permissions of the file that is replaced, or those that a new file usually gets."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
