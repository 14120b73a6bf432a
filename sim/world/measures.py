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
            "active activists, organisations and journalists, and champions in post", primary=True),
    Measure("runway", "Runway", "months",
            "reserve and promised grants, in months of the usual income, at most 36", primary=True),
    Measure("reuse", "Reuse", "active-use index",
            "data in use: one for each dataset in use by the full public of its theme", primary=True),
    Measure("memory", "Memory", "share",
            "what would remain if every person changed tomorrow: records and routine practice", primary=True),
    Measure("trust", "Trust", "share", "public legitimacy of the community", primary=True),
    Measure("cover", "Political cover", "share of governments",
            "governments whose leadership or routine keeps the door open (at least one half)", primary=True),
    Measure("active_members", "Active members", "persons", "active activists, organisations and journalists"),
    Measure("active_share", "Active share", "share", "active members among all who might be"),
    Measure("turned_over", "Governments changed", "share of governments",
            "governments whose party changed this month or last"),
    Measure("energy", "Energy", "share", "mean energy of the active members; 0 when nobody is active"),
    Measure("buy_in", "Buy-in", "share", "mean commitment of the governments' leaders"),
    Measure("window", "Overton window", "stance", "the most ambitious position that is still acceptable in public"),
    Measure("open_by_default", "Open by default", "share", "mean share of the governments' catalogues that is open"),
    Measure("course_share", "Courses adopted", "share of governments",
            "governments that give a training course as a regular activity"),
    Measure("spending", "Spending", "staff-months", "money spent this month"),
    Measure("income", "Income", "staff-months", "money that came in this month"),
    Measure("signposts", "Signposts", "bit mask", "which of the plan's triggers hold this month: 1, 2, 4 ..."),
)  # fmt: skip

(PEOPLE, RUNWAY, REUSE, MEMORY, TRUST, COVER, ACTIVE_MEMBERS, ACTIVE_SHARE, TURNED_OVER, ENERGY, BUY_IN, WINDOW,
 OPEN_BY_DEFAULT, COURSE_SHARE, SPENDING, INCOME, SIGNPOSTS) = range(len(MEASURES))  # fmt: skip

PRIMARY: Final[tuple[str, ...]] = tuple(measure.name for measure in MEASURES if measure.primary)
"""The six that are shown side by side and never summed."""

RUNWAY_CAP: Final = 36.0
"""Months; beyond three years nobody plans on promised money."""

COVER_THRESHOLD: Final = 0.5
"""A government counts as covered from here on."""

N_MEASURES: Final = len(MEASURES)
