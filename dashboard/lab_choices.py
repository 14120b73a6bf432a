"""What a link may say of the page Lab; whatever else it says is left out, because a link may carry anything."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from dashboard import lab_analyses, lab_design, lab_open, lab_search, lab_shelf
from dashboard.lab_design import VARY
from dashboard.state import State
from sim.experiments.studied import outcome_kinds

_LISTS: Final[Mapping[str, tuple[object, ...]]] = {
    **lab_design.CHOICES, **lab_search.CHOICES,
    lab_open.SECTION: lab_open.SECTIONS, lab_analyses.SIDE: lab_analyses.SIDES,
    lab_analyses.METHOD: lab_analyses.SEARCHES,
}  # fmt: skip


def cleaned(state: State) -> State:
    """Return the state without settings of this page that the page could not have made."""
    varied = lab_design.varied(state)
    left = {name: value for name, value in state.settings.items() if _makes_sense(name, value, varied)}
    return state if left == state.settings else state.change(settings=left)


def _makes_sense(name: str, value: object, varied: Mapping[str, object]) -> bool:
    """Return whether a setting is one of another page, or one that this page could have made."""
    if not name.startswith("lab."):
        return True
    if name.startswith(VARY):
        return name.removeprefix(VARY) in varied
    if name in _LISTS:
        return value in _LISTS[name] and not isinstance(value, bool)
    if name == lab_open.OPENED:
        return value in lab_shelf.experiments()
    if name == lab_analyses.OUTCOME:
        return value in outcome_kinds()
    if name == lab_analyses.LIMIT:
        return isinstance(value, float) and math.isfinite(value)
    return name in (lab_search.WORLDS, lab_search.FREE) and isinstance(value, str)
