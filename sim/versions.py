"""Which versions made a result."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Final

MATTER: Final = ("numpy", "numba", "llvmlite", "mesa", "pandas", "pyarrow")
"""Packages whose version may change a result or how it is written."""


def sobremesa_version() -> str:
    """Return this program's version."""
    return _version("sobremesa")


def versions() -> dict[str, str]:
    """Return the versions of everything that may change a result."""
    return {
        "sobremesa": sobremesa_version(),
        "python": platform.python_version(),
        **{name: _version(name) for name in MATTER},
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
