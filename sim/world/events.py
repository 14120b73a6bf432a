"""What the world can do to a community: the kinds of event, with what each needs. Declared once, here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class EventKind:
    """A kind of event.

    Attributes
    ----------
    size : name of the field that says how large it is ("share", "level", "change" or "staff_months").
    lasts : "once", "months" (required) or "open" (months may be left out: to the end).
    harmful : whether it counts as the first blow from which losses are measured.
    """

    name: str
    title: str
    size: str
    lasts: str
    harmful: bool
    meaning: str


EVENT_KINDS: Final[tuple[EventKind, ...]] = (
    EventKind("turnover", "Change of government", "share", "once", True,
              "another party takes office: each calendar whose own luck is below the share"),
    EventKind("hostile_turnover", "Hostile change of government", "share", "once", True,
              "another party takes office and is hostile: each calendar whose own luck is below the share"),
    EventKind("donors_exit", "Donors leave", "share", "once", True,
              "the largest open donors close at once, rounded up; they may come back later"),
    EventKind("donors_move", "Donors change priorities", "share", "once", True,
              "open donors move to another theme, by their own luck; running grants are cut to six months"),
    EventKind("champions_leave", "Champions leave", "share", "once", True, "those in post leave, by their own luck"),
    EventKind("pandemic", "Pandemic", "level", "months", True, "meeting, asking and training become hard"),
    EventKind("squeeze", "Funding squeeze", "level", "months", True, "fewer grants are given or renewed"),
    EventKind("boom", "Funding boom", "level", "months", False, "running grants pay more"),
    EventKind("civic_space", "Civic space closes", "level", "months", True, "joining, cover and posts suffer"),
    EventKind("scandal", "Scandal", "share", "once", True, "this share of public trust is lost"),
    EventKind("radicalise", "Members radicalise", "share", "once", True,
              "active members move towards the radical end, by their own luck"),
    EventKind("newcomers", "Newcomers", "share", "once", False,
              "people from outside join without the basics, by their own luck"),
    EventKind("key_people", "Key people leave", "share", "once", True,
              "active members with more literacy than the mean leave for good, by their own luck"),
    EventKind("salience", "Attention to a theme", "change", "open", True,
              "public attention to a theme rises or falls (harmful where it falls)"),
    EventKind("new_grant", "New grant", "staff_months", "months", False, "money comes in every month"),
)  # fmt: skip

(TURNOVER, HOSTILE_TURNOVER, DONORS_EXIT, DONORS_MOVE, CHAMPIONS_LEAVE, PANDEMIC, SQUEEZE, BOOM, CIVIC_SPACE, SCANDAL,
 RADICALISE, NEWCOMERS, KEY_PEOPLE, SALIENCE, NEW_GRANT) = range(len(EVENT_KINDS))  # fmt: skip

KIND_NUMBER: Final[dict[str, int]] = {kind.name: number for number, kind in enumerate(EVENT_KINDS)}
