"""Files from outside are data, and may be anything: too large, no text, no TOML. Here they become a plain table."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Any, Final

from sim.files.mistakes import Mistake, printable

LARGEST_FILE: Final = 1_000_000
"""Bytes; a shipped file has about two thousand."""

_PART_OF_KEY: Final = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP_KEY: Final = re.compile(rf"(?<![A-Za-z0-9_\-])(?:{_PART_OF_KEY}[ \t]*+\.[ \t]*+){{16}}")
"""More than sixteen parts in one key: no format here has more than three, and the TOML reader takes very long."""

_BARE_MONTH: Final = re.compile(r"=\s*(\d{4}-\d{2})\s*(#.*)?$")
_PLACE: Final = re.compile(r" \(at line (\d+), column \d+\)$| \(at end of document\)$")


def read_bytes(path: Path) -> bytes:
    """Return what an ordinary file holds; a link counts as what it leads to.

    Raises
    ------
    Mistake
        Where it does not exist, is no file, may not be read, or is larger than `LARGEST_FILE`, which is found out
        without reading it.
    """
    where = printable(str(path))
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except (OSError, ValueError) as error:
        raise Mistake(_why_unreadable(path, error)) from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Mistake(f"{where}: this is {_what(status.st_mode)}, but must be a TOML file")
        if status.st_size > LARGEST_FILE:
            raise Mistake(_too_large(where, status.st_size))
        with open(descriptor, "rb", closefd=False) as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Mistake(_why_unreadable(path, error)) from error
    finally:
        os.close(descriptor)
    check_size(content, where)
    return content


def check_size(content: bytes, where: str) -> None:
    """Refuse content that is larger than `LARGEST_FILE`."""
    if len(content) > LARGEST_FILE:
        raise Mistake(_too_large(where, len(content)))


def table(content: bytes, where: str) -> dict[str, Any]:
    """Return a TOML text as a table.

    Raises
    ------
    Mistake
        Where it is no UTF-8, nested deeper than any format here, or no TOML; with the line.
    """
    text = _text(content, where)
    deep = _DEEP_KEY.search(text)
    if deep:
        raise Mistake(f"{where}: line {_line(text, deep.start())}: a key with more than 16 parts is too deep")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise Mistake(f"{where}: tables or lists are nested too deeply") from error
    except ValueError as error:
        raise Mistake(_syntax_error(str(error), text, where)) from error


def _text(content: bytes, where: str) -> str:
    """Return the content as text."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Mistake(f"{where}: line {line}: this is no text in UTF-8; save the file as UTF-8") from error


def _syntax_error(message: str, text: str, where: str) -> str:
    """Return what the TOML reader found, the line first, and how to write a date where that was the mistake."""
    place = _PLACE.search(message)
    reason = message[: place.start()] if place else message
    lines = text.split("\n")
    line = int(place.group(1)) if place and place.group(1) else len(lines)
    month = _BARE_MONTH.search(lines[line - 1])
    hint = f'; write the date in quotes: "{month.group(1)}"' if month else ""
    at_line = f"line {line}: " if place else ""
    return f"{where}: {at_line}this is no valid TOML: {printable(reason)}{hint}"


def _line(text: str, position: int) -> int:
    """Return the number of the line at a position."""
    return text.count("\n", 0, position) + 1


def _too_large(where: str, size: int) -> str:
    """Return the sentence about a file's size."""
    return f"{where}: the file has {size / 1e6:.1f} MB, but must have at most {LARGEST_FILE / 1e6:.0f} MB"


def _what(mode: int) -> str:
    """Return in words what is there in place of a file."""
    return "a folder" if stat.S_ISDIR(mode) else "a device, pipe or socket"


def _why_unreadable(path: Path, error: OSError | ValueError) -> str:
    """Return why a file cannot be opened."""
    where = f"'{printable(str(path))}'"
    if path_is_link(path) and isinstance(error, FileNotFoundError):
        return f"file {where} is a link to a file that does not exist"
    if isinstance(error, FileNotFoundError):
        return f"file {where} does not exist"
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"file {where} cannot be read: {reason}"


def path_is_link(path: Path) -> bool:
    """Return whether a path is a link; a path that no file can have is none."""
    try:
        return path.is_symlink()
    except (OSError, ValueError):
        return False
