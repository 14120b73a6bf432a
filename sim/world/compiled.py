"""How rules are compiled, and where the machine code is kept between runs.

Numba keeps compiled code on disk, but does not notice when a function that was compiled *into* another one changes. So
the folder is named after a hash of every source that takes part and of the versions of Numba and Python.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numba
import numpy as np
from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])

SOURCES = Path(__file__).resolve().parent.parent
COMPILED_SOURCES = ("world/*.py", "rules/*.py", "engines/ensemble.py", "evidence/observer.py")


def rules_version() -> str:
    """Return the hash of every source that takes part in the compiled model (16 hexadecimal digits)."""
    digest = hashlib.sha256()
    for pattern in COMPILED_SOURCES:
        for path in sorted(SOURCES.glob(pattern)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def user_cache() -> Path:
    """Return the folder for what may be computed again: ``SOBREMESA_CACHE``, or the user's usual cache folder."""
    chosen = os.environ.get("SOBREMESA_CACHE")
    if chosen:
        return Path(chosen)
    usual = os.environ.get("XDG_CACHE_HOME")
    return (Path(usual) if usual else Path.home() / ".cache") / "sobremesa"


@cache
def code_cache() -> Path:
    """Return the folder of the machine code for exactly these sources, this Numba and this Python; made if missing.

    Where the user's cache cannot be written, a folder of this process's own serves instead. It is never one with a name
    that others could guess: what lies in the folder is executed.
    """
    place = hashlib.sha256(str(SOURCES).encode()).hexdigest()[:8]  # Numba knows a function by where its source lies
    name = f"{rules_version()}-{place}-{sys.implementation.cache_tag}-numba{numba.__version__}"
    folder = user_cache() / "code" / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="sobremesa-code-"))


@contextmanager
def _cached_in(folder: Path) -> Iterator[None]:
    """Point Numba at ``folder`` while a function is declared; other users of Numba in the process keep theirs."""
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(folder)
    try:
        yield
    finally:
        numba.config.CACHE_DIR = before


def _compiled(function: Function, *, inlined: bool) -> Function:
    if numba.config.DISABLE_JIT:  # for debugging: the generator's multiplications wrap, as they do compiled
        return np.errstate(over="ignore")(function)
    with _cached_in(code_cache()):
        return njit(nogil=True, cache=True, error_model="numpy", forceinline=inlined)(function)


def rule(function: Function) -> Function:
    """Compile a rule of the model. It is inlined into what calls it and may also be called from Python.

    Never with ``fastmath``: both engines must give the same bits.
    """
    return _compiled(function, inlined=True)


def as_python(function: Function) -> Function:
    """Return a rule that calls no other as the Python function it was: for numbers computed before any future lives."""
    return getattr(function, "py_func", function)


def engine(function: Function) -> Function:
    """Compile an entry point that Python calls once for many futures; it releases the interpreter's lock."""
    return _compiled(function, inlined=False)
