"""The command ``sobremesa``. Importing it loads nothing heavy, so that help is there at once.

One file for each command; ``failures`` turns whatever goes wrong into one line and an exit code.
"""

from __future__ import annotations

from sim.cli.application import app, main

__all__ = ["app", "main"]
