"""What happened in one future that could have gone otherwise: the scenario's events, the draws, the plan's choices.

Draws that are one happening for whoever lives through them are one here: all champions who leave at one change of
government, all donors that leave in one month.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.causes.kinds import CAUSE_KINDS
from sim.engines.names import name_rows
from sim.files.mistakes import Mistake, printable, shown, suggestion
from sim.rules.month import live_month
from sim.story.entries import KINDS as STORY_KINDS
from sim.world.assembly import Ruling, ordered_triggers, ruling_table
from sim.world.beginning import begin
from sim.world.tables import MAX_RULINGS, NOBODY, TABLES, Table, World

if TYPE_CHECKING:
    from sim.causes.case import Case

MOST_NAMED: Final = 6
"""Names of the same kind that are listed where none is near."""

_EXITS: Final = ("donor_exit", "family_donor_exit", "government_donor_exit")
"""The draws by any of which a donor may leave."""


@dataclass(frozen=True)
class Happening:
    """Something that happened in one future and can be taken out of it.

    Attributes
    ----------
    name : its date and kind, such as ``2029-03:hostile_election``; a number where there are several in one month.
    kind : one of :data:`sim.causes.kinds.CAUSE_KINDS`.
    who : names of those whom it happened to; of the trigger or plan, where it is one.
    national : whether it is an election of the national government.
    events : places in the scenario's list of events that are dropped without it.
    rulings : draws that go the other way without it.
    grants : places in the plan's list of grants that are dropped without it.
    """

    name: str
    kind: str
    month: int
    date: str
    who: tuple[str, ...] = ()
    national: bool = False
    events: tuple[int, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    grants: tuple[int, ...] = ()

    @property
    def too_many(self) -> bool:
        """Whether it is more draws than one run can overrule."""
        return len(self.rulings) > MAX_RULINGS

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values, ready for JSON."""
        rulings = [list(ruling) for ruling in self.rulings]
        return {**vars(self), "who": list(self.who), "events": list(self.events), "rulings": rulings,
                "grants": list(self.grants)}  # fmt: skip


def happenings(case: Case, until: int | None = None) -> tuple[Happening, ...]:
    """Return all that happened in a future and can be taken out of it, in the order of the months.

    Parameters
    ----------
    until : the last month that is looked at; by default the horizon.
    """
    last = case.context.months if until is None else until
    found = [*_dated(case, last), *_chosen(case), *_drawn(case, last)]
    found.sort(key=lambda one: one.month)
    return _named(found)


def chosen_by_name(found: Sequence[Happening], names: Sequence[str]) -> list[Happening]:
    """Return the happenings that somebody asked for by name.

    Raises
    ------
    Mistake
        A name that is given twice, that no happening of this future has (with the nearest of the same kind or month),
        or of something that cannot be taken out.
    """
    by_name = {one.name: one for one in found}
    wanted = []
    for name in names:
        if names.count(name) > 1:
            raise Mistake(f"event '{printable(name)}' is given {names.count(name)} times; give it once")
        if name not in by_name:
            raise _no_such(name, found)
        if by_name[name].too_many:
            draws = len(by_name[name].rulings)
            raise Mistake(f"event '{name}' cannot be removed: it is {draws} draws, and at most {MAX_RULINGS} can be")
        wanted.append(by_name[name])
    return wanted


_BURNOUT: Final = "who burns out follows from how tired everybody is, person by person, in many draws"
_JOINING: Final = "who joins follows from what each of those outside sees, person by person, in many draws"

MANY_DRAWS: Final[Mapping[str, str]] = {
    "burnout": _BURNOUT, "joining": _JOINING, "members": "who joins and who leaves is drawn for everybody, every month",
}  # fmt: skip
"""What happens to members, and why it cannot be taken out."""


def _no_such(name: str, found: Sequence[Happening]) -> Mistake:
    """Return what is wrong with a name that no happening has; others are suggested from its kind or its month only."""
    month, _, rest = name.partition(":")
    kind = rest.partition(":")[0]
    if (kind in STORY_KINDS or kind in MANY_DRAWS) and kind not in CAUSE_KINDS:
        why = f": {MANY_DRAWS[kind]}" if kind in MANY_DRAWS else ""
        return Mistake(f"event '{printable(name)}' cannot be removed: no ruling can undo {shown(kind)}{why}")
    related = tuple(one.name for one in found if month == one.date or kind == one.kind)
    if not related:
        return Mistake(f"event '{printable(name)}' does not exist; nothing of its kind or in its month can be removed")
    near = suggestion(name, related) or f"; of its kind or month there are {', '.join(related[:MOST_NAMED])}, ..."
    return Mistake(f"event '{printable(name)}' does not exist{near}")


def _named(found: Sequence[Happening]) -> tuple[Happening, ...]:
    """Give each its name."""
    counts: dict[str, int] = {}
    named = []
    for one in found:
        name = f"{one.date}:{one.kind}"
        counts[name] = counts.get(name, 0) + 1
        named.append(replace(one, name=name if counts[name] == 1 else f"{name}:{counts[name]}"))
    return tuple(named)


def _happening(case: Case, kind: str, month: int, **content: Any) -> Happening:
    return Happening("", kind, month, case.context.date_of(month), **content)


def _dated(case: Case, last: int) -> Iterator[Happening]:
    """Yield the events of the scenario."""
    for place, event in enumerate(case.scenario.events):
        month = case.context.month_of(event.when)
        if month <= last:
            yield _happening(case, event.kind, month, events=(place,))


def _chosen(case: Case) -> Iterator[Happening]:
    """Yield what the plan is, and the grants that it brings; its triggers are told of when they act."""
    if case.plan.name != case.instead.name:
        yield _happening(case, "plan", 1, who=(case.plan.name,))
    for place, grant in enumerate(case.plan.grants):
        yield _happening(case, "plan_grant", case.context.month_of(grant.start), grants=(place,))


class _Lived:
    """A future as it is lived through, with a second world that stays a month behind.

    Attributes
    ----------
    now : the world after the month.
    before : the world before it, in which the month can be lived through another way.
    """

    def __init__(self, case: Case) -> None:
        self.now = case.world()
        self.now.parameters[0] = case.own_set[0]
        begin(self.now, case.luck.seed, case.future, case.luck.branch, case.luck.branch_month)
        self.before = self.now.duplicate()
        self.month = 0
        self.names = name_rows(case.context, self.now.activists["kind"].tolist())

    def step(self) -> None:
        """Live through the next month; until then ``before`` is the world that it began with."""
        if self.month:
            for name in TABLES:
                getattr(self.before, name)[...] = getattr(self.now, name)
        self.month += 1
        live_month(self.now, self.month)

    def otherwise(self, rulings: Sequence[Ruling]) -> World:
        """Return the world after the month if some draws of this month had gone another way."""
        world = self.before.duplicate()
        places = min(len(rulings), MAX_RULINGS)
        world.rulings[:] = ruling_table(rulings[:places])
        world.dice["rulings"] = places
        live_month(world, self.month)
        return world


def _drawn(case: Case, last: int) -> Iterator[Happening]:
    """Yield what was drawn, month by month."""
    lived = _Lived(case)
    triggers = ordered_triggers(case.plan, case.context)
    acted = np.zeros(len(triggers), dtype=bool)
    for _ in range(last):
        lived.step()
        for finder in (_elections, _turnover_exits, _courses, _donor_exits, _grants):
            yield from finder(case, lived)
        for row in np.flatnonzero(lived.now.triggers["holds"].astype(bool) & ~acted):
            acted[row] = True
            kind = "signpost" if triggers[row].month is None else "stage"
            yield _happening(case, kind, lived.month, who=(triggers[row].name,))


def _ruled(case: Case, lived: _Lived, decision: str, actors: Sequence[int] | Table, outcome: bool) -> list[Ruling]:
    return [(case.future, lived.month, decision, int(actor), outcome) for actor in actors]


def _elections(case: Case, lived: _Lived) -> Iterator[Happening]:
    """Yield elections that brought another party, and successors of the scenario's turnovers who are hostile by luck.

    All governments that hang on one calendar share its election; the local ones of one month are told together.
    """
    calendars, before = lived.now.calendars, lived.before.calendars
    governments = lived.now.governments
    national = np.isin(np.arange(len(calendars)), governments["calendar"][governments["national"].astype(bool)])
    changed, hostile = calendars["changed"].astype(bool), calendars["hostile"].astype(bool)
    lost = changed & (before["next_election"] == lived.month) & (calendars["forced"] == 0)
    unlucky = changed & hostile & (calendars["forced"] == 1)
    for kind, which, decision in (
        ("hostile_election", lost & hostile, "election"),
        ("election", lost & ~hostile, "election"),
        ("hostile_successor", unlucky, "hostility"),
    ):
        for tier in (True, False):
            rows = np.flatnonzero(which & (national == tier))
            if len(rows):
                who = np.flatnonzero(np.isin(governments["calendar"], rows))
                yield _happening(
                    case, kind, lived.month, who=tuple(lived.names["governments"][row] for row in who), national=tier,
                    rulings=tuple(_ruled(case, lived, decision, rows, False)),
                )  # fmt: skip


def _turnover_exits(case: Case, lived: _Lived) -> Iterator[Happening]:
    """Yield the champions who left in this month of an upheaval: those who would have stayed by ruling.

    Officials go over the year after a change of government; who goes in one month is one happening.
    """
    now, before = lived.now, lived.before.champions["in_post"].astype(bool)
    changed = now.calendars["changed"].astype(bool) | now.calendars["leader_changed"].astype(bool)
    upheaval = changed[now.governments["calendar"]] | (lived.before.governments["upheaval_months"] > 0)
    asked = np.flatnonzero(before & upheaval[now.champions["government"]])
    left: list[int] = []
    for first in range(0, len(asked), MAX_RULINGS):
        some = asked[first : first + MAX_RULINGS]
        other = lived.otherwise(_ruled(case, lived, "turnover_exit", some, False))
        left += [int(row) for row in some if _same_person(other, row) and not _same_person(now, row)]
    if left:
        who = tuple(lived.names["champions"][row] for row in left)
        rulings = tuple(_ruled(case, lived, "turnover_exit", left, False))
        yield _happening(case, "turnover_exit", lived.month, who=who, rulings=rulings)


def _same_person(world: World, post: int) -> bool:
    """Return whether a post that was held is held by the same person after the month."""
    champion = world.champions[post]
    return bool(champion["in_post"] and not champion["is_new"])


def _courses(case: Case, lived: _Lived) -> Iterator[Happening]:
    """Yield the governments that adopted a training course."""
    adopted = np.flatnonzero(lived.now.governments["course"] & ~lived.before.governments["course"])
    if len(adopted):
        who = tuple(lived.names["governments"][row] for row in adopted)
        rulings = tuple(_ruled(case, lived, "course", adopted, False))
        yield _happening(case, "course_adopted", lived.month, who=who, rulings=rulings)


def _donor_exits(case: Case, lived: _Lived) -> Iterator[Happening]:
    """Yield the donors that left of their own accord: those that would have stayed by ruling."""
    before, now = lived.before.donors, lived.now.donors
    closed = np.flatnonzero(before["is_open"] & ~now["is_open"])
    stayed: list[int] = []
    rulings: list[Ruling] = []
    for row in closed:
        ways = _EXITS if now["government"][row] != NOBODY else _EXITS[:-1]
        ruled = [(case.future, lived.month, way, int(row), False) for way in ways]
        if lived.otherwise(ruled).donors["is_open"][row]:
            stayed.append(int(row))
            rulings += ruled
    if stayed:
        who = tuple(lived.names["donors"][row] for row in stayed)
        yield _happening(case, "donor_exit", lived.month, who=who, rulings=tuple(rulings))


def _grants(case: Case, lived: _Lived) -> Iterator[Happening]:
    """Yield grants that donors refused to renew, gave, and renewed.

    A donor decides on renewal in the last month but one that it pays, after this month's payment.
    """
    before, now = lived.before.donors, lived.now.donors
    still = before["is_open"].astype(bool) & now["is_open"].astype(bool)
    had, has = np.maximum(0, before["months_left"] - 1), now["months_left"]
    kinds: Mapping[str, tuple[Any, str, bool]] = {
        "grant_refused": (still & (had == 1) & (has == 1), "renewal", True),
        "grant_given": (still & (had == 0) & (has > 0), "grant", False),
        "grant_renewed": (still & (had == 1) & (has > 1), "renewal", False),
    }
    for kind, (which, decision, outcome) in kinds.items():
        rows = np.flatnonzero(which)
        if len(rows):
            who = tuple(lived.names["donors"][row] for row in rows)
            rulings = tuple(_ruled(case, lived, decision, rows, outcome))
            yield _happening(case, kind, lived.month, who=who, rulings=rulings)
