"""What the world can do to a community: the kinds of event, with what each needs. Declared once, here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class EventKind:
    """A kind of event.

    Attributes
    ----------
    size : name of the field that says how large it is ("share", "level", "change", "staff_months" or "notice").
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
              "each government passes to another party with this chance, now or at its next election; all national "
              "ones pass together"),
    EventKind("hostile_turnover", "Hostile change of government", "share", "once", True,
              "each government passes to a hostile party with this chance, now or at its next election; all "
              "national ones pass together"),
    EventKind("donors_exit", "Donors leave", "share", "once", True,
              "the largest open donors close at once and break what they signed, rounded up; they may come back later"),
    EventKind("donors_move", "Donors change priorities", "share", "once", True,
              "each open donor moves to another theme with this chance; running grants are cut to six months, but "
              "not what is signed"),
    EventKind("champions_leave", "Champions leave", "share", "once", True,
              "each of those in post leaves with this chance"),
    EventKind("pandemic", "Pandemic", "level", "months", True,
              "meeting, asking, training and keeping up relations become hard, and people tire"),
    EventKind("squeeze", "Funding squeeze", "level", "months", True, "fewer grants are given or renewed"),
    EventKind("boom", "Funding boom", "level", "months", False, "running grants pay more"),
    EventKind("civic_space", "Civic space closes", "level", "months", True,
              "fewer join, doors close and posts stay vacant: by half at the full level"),
    EventKind("scandal", "Scandal", "share", "once", True, "this share of public standing is lost"),
    EventKind("radicalise", "Members radicalise", "share", "once", True,
              "each active member moves towards the radical end with this chance"),
    EventKind("newcomers", "Newcomers", "share", "once", False,
              "each person from outside joins with this chance, without the basics"),
    EventKind("key_people", "Key people leave", "share", "once", True,
              "each active member who knows more about data than the mean leaves for good with this chance, "
              "without notice: only what is on record is handed over"),
    EventKind("salience", "Attention to a theme", "change", "open", True,
              "public attention to a theme rises or falls (harmful where it falls)"),
    EventKind("new_grant", "New grant", "staff_months", "months", False, "money comes in every month"),
    EventKind("donor_leaves", "A donor announces its exit", "notice", "once", True,
              "a donor gives nothing new and renews nothing, and pays for the last time so many months later; what it "
              "signed is paid to its end, unless it breaks contracts"),
)  # fmt: skip

MOST_STEPS: Final = 12
"""Steps in which a donor that leaves may taper off."""

LARGEST: Final = "largest"
"""In place of a donor's name: the largest that pays when the event strikes."""

(TURNOVER, HOSTILE_TURNOVER, DONORS_EXIT, DONORS_MOVE, CHAMPIONS_LEAVE, PANDEMIC, SQUEEZE, BOOM, CIVIC_SPACE, SCANDAL,
 RADICALISE, NEWCOMERS, KEY_PEOPLE, SALIENCE, NEW_GRANT, DONOR_LEAVES) = range(len(EVENT_KINDS))  # fmt: skip

KIND_NUMBER: Final[dict[str, int]] = {kind.name: number for number, kind in enumerate(EVENT_KINDS)}
