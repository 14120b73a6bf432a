"""The shipped stress suite: the same hard tests for every plan. Its version changes whenever one of them does."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from sim.files import library
from sim.files.mistakes import Mistake, shown, unknown
from sim.files.scenario import Scenario

SUITE_VERSION: Final = 2
"""Raised whenever a shock is added, removed or changed: verdicts of two versions are not to be compared."""

SUITE: Final = (
    "landslide", "hostile-election", "two-largest-donors-leave", "programmes-end-overnight", "aid-recession",
    "donors-after-hostile-election", "landslide-in-a-recession", "donors-turn-away-as-officials-go",
    "closing-door", "four-blows-in-a-year", "two-hostile-elections", "donor-after-donor",
)  # fmt: skip
"""The order in which shocks are shown: single, double, compound, repeated."""

WHOLE_SUITE: Final = "suite"
"""The word that stands for all shipped shocks in a list of shocks."""


def suite() -> tuple[Scenario, ...]:
    """Return the shocks of the shipped suite."""
    return tuple(shock(name) for name in SUITE)


def shock(name: str) -> Scenario:
    """Return a shock: one of the suite, a shipped scenario, or a scenario file of the user's.

    Raises
    ------
    Mistake
        Where there is none; with the nearest name of both lists.
    """
    if name in SUITE:
        path = library.shipped_folder() / "stress" / f"{name}.toml"
        return library.scenario(path)
    shipped = library.names("scenario")
    if name in shipped or name.endswith(".toml") or "/" in name:
        return library.scenario(name)
    for kind in ("plan", "context"):
        if name in library.names(kind):
            raise Mistake(f"shock {shown(name)} does not exist; that is the name of a {kind}")
    raise unknown("shock", name, (*SUITE, *shipped))


def shocks(names: Sequence[str]) -> tuple[Scenario, ...]:
    """Return shocks by name or path; ``suite`` stands for the whole suite.

    Raises
    ------
    Mistake
        A name that does not exist, or two shocks of one name, whose verdicts could not be told apart.
    """
    found: list[Scenario] = []
    for name in names:
        found += suite() if name == WHOLE_SUITE else [shock(name)]
    called = [one.name for one in found]
    for name in called:
        if called.count(name) > 1:
            raise Mistake(f"shock {shown(name)} is given {called.count(name)} times; give it once")
    return tuple(found)


def fingerprint(tested: Sequence[Scenario]) -> str:
    """Return the SHA-256 of everything in some shocks that a verdict depends on, and of their names and order."""
    parts = [f"{one.name} {one.fingerprint()}" for one in tested]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
