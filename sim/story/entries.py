"""What a story is made of: entries, and the page of a month on which they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.world.tables import Table

if TYPE_CHECKING:
    from sim.engines.mesa_model import CommunityModel

Figure = bool | int | float | str | Mapping[str, int]

KINDS: Final[Mapping[str, str]] = {
    "beginning": "who is there in month 0",
    "event": "something of the scenario happens or begins",
    "event_over": "something of the scenario that lasted is over",
    "grant_begins": "a grant of the plan or the scenario begins",
    "grant_over": "such a grant is over",
    "election": "governments take office after an election, the old ones or others",
    "government_falls": "another party takes office between elections",
    "new_leader": "a leader goes between elections and another of the same party follows",
    "champions_leave": "officials leave their posts",
    "champions_arrive": "posts are filled",
    "course_adopted": "governments adopt a training course",
    "course_lost": "governments give up their course",
    "donors_close": "donors close",
    "donors_return": "donors that were closed give again",
    "donors_move": "donors turn to another theme",
    "grants_given": "donors give a new grant",
    "grants_renewed": "donors renew a running grant",
    "grants_cut": "running grants are cut short",
    "grants_end": "grants end, and nothing follows",
    "members": "members join and leave; notable where many do",
    "signpost_on": "a signpost of the plan is passed",
    "signpost_off": "what a signpost warned of is over",
    "stage": "a planned stage begins",
    "milestone_reached": "the half-year's promise is kept",
    "milestone_missed": "the half-year's promise is not kept",
    "state": "the community changes its state, such as from working to struggling",
    "end": "what became of it",
}
"""Every kind of entry, with what it tells."""

ACTORS: Final = ("calendars", "governments", "champions", "donors", "activists", "triggers", "commons", "events")


@dataclass(frozen=True)
class Entry:
    """Something that happened.

    Attributes
    ----------
    date : the calendar month, such as 2029-03.
    kind : one of ``KINDS``.
    who : the names of those whom it happened to.
    figures : all the rest, by names that belong to the kind; :mod:`sim.story.sentences` makes a sentence of it.
    notable : False for what happens every month.
    """

    month: int
    date: str
    kind: str
    who: tuple[str, ...]
    figures: Mapping[str, Figure]
    notable: bool = True

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as plain values, ready for JSON."""
        return {**vars(self), "who": list(self.who), "figures": dict(self.figures)}


@dataclass(frozen=True)
class Page:
    """A month: what every table was before it, and is now.

    Attributes
    ----------
    before : copies of the tables, by name, from before the month.
    """

    model: CommunityModel
    before: Mapping[str, Table]

    @property
    def month(self) -> int:
        """The month that has just been lived through."""
        return self.model.month

    def now(self, table: str) -> Table:
        """Return a table as it is after the month."""
        found: Table = getattr(self.model.world, table)
        return found

    def names(self, table: str, rows: Sequence[int] | Table) -> tuple[str, ...]:
        """Return the names of some rows."""
        return tuple(self.model.names[table][int(row)] for row in rows)

    def entry(
        self,
        kind: str,
        figures: Mapping[str, Figure],
        who: Sequence[str] = (),
        *,
        notable: bool = True,
    ) -> Entry:
        """Return an entry of this month."""
        if kind not in KINDS:
            raise KeyError(kind)
        return Entry(self.month, self.model.date, kind, tuple(who), figures, notable)


def snapshot(model: CommunityModel) -> dict[str, Table]:
    """Return copies of the tables that stories look back at."""
    return {name: getattr(model.world, name).copy() for name in ACTORS}
