"""What is recorded of a community every month. Declared once, here, in the order of every array of measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Measure:
    """A monthly figure of one future."""

    name: str
    title: str
    unit: str
    meaning: str
    primary: bool = False


MEASURES: Final[tuple[Measure, ...]] = (
    Measure("people", "People active", "persons",
            "active activists, organisations and journalists, and paid staff", primary=True),
    Measure("runway", "Runway", "months",
            "reserve and promised grants, in months of the usual income, at most 36", primary=True),
    Measure("reuse", "Reuse", "active-use index",
            "data in use: it needs data and people who use it, and the scarcer of the two decides", primary=True),
    Measure("memory", "Memory", "share",
            "what would remain if every person changed tomorrow: records and routine practice", primary=True),
    Measure("standing", "Standing", "share", "public standing: what the community may ask for in public", primary=True),
    Measure("cover", "Political cover", "share",
            "how far leaders or routine keep doors open, weighted by the data that matters", primary=True),
    Measure("active_members", "Active members", "persons", "active activists, organisations and journalists"),
    Measure("active_share", "Active share", "share", "active members among all who might be"),
    Measure("turned_over", "Governments changed", "share of governments",
            "governments whose party changed this month or last"),
    Measure("energy", "Energy", "share", "mean energy of the active members; 0 when nobody is active"),
    Measure("buy_in", "Buy-in", "share", "mean commitment of the governments' leaders"),
    Measure("open_by_default", "Open by default", "share", "mean share of the governments' catalogues that is open"),
    Measure("course_share", "Courses adopted", "share of governments",
            "governments that give a training course as a regular activity"),
    Measure("spending", "Spending", "staff-months", "wages of the paid team this month"),
    Measure("income", "Income", "staff-months", "money that came in this month"),
    Measure("signposts", "Signposts", "bit mask", "which of the plan's triggers hold this month: 1, 2, 4 ..."),
)  # fmt: skip

(PEOPLE, RUNWAY, REUSE, MEMORY, STANDING, COVER, ACTIVE_MEMBERS, ACTIVE_SHARE, TURNED_OVER, ENERGY, BUY_IN,
 OPEN_BY_DEFAULT, COURSE_SHARE, SPENDING, INCOME, SIGNPOSTS) = range(len(MEASURES))  # fmt: skip

PRIMARY: Final[tuple[str, ...]] = tuple(measure.name for measure in MEASURES if measure.primary)
"""The six that are shown side by side and never summed."""

DOMAINS: Final[dict[str, tuple[str, ...]]] = {
    "people": ("people", "standing"),
    "data": ("reuse",),
    "officials": ("cover", "memory"),
    "money": ("runway",),
}
"""To which part of a community's life each of the six belongs. The four stand side by side; nothing adds them up."""

BY_DOMAIN: Final[tuple[str, ...]] = tuple(name for names in DOMAINS.values() for name in names)
"""The six in the order of their domains, as tables and pictures show them."""

RUNWAY_CAP: Final = 36.0
"""Months; beyond three years nobody plans on promised money."""

N_MEASURES: Final = len(MEASURES)
