"""The state of the world: one table of records for each kind of actor, and one row for what all of them share.

Rules read and write rows by field name. Sizes are data, never part of a type, so that another context needs no other
compilation. The same rows are seen by both engines; in the Mesa engine every agent is a view of its row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

import numpy as np

from sim.world.events import MOST_STEPS
from sim.world.levers import N_ACTIVITIES, N_LEVERS, N_THEMES
from sim.world.measures import MEASURES
from sim.world.parameters import PARAMETER_FIELDS

PEERS = 4
"""Other officials that a champion met at a workshop."""
NEIGHBOURS = 6
"""Others whose activity a member sees."""
FAMILIES = 3
"""Groups of donors that share their fashions."""
MAX_RULINGS = 64

NOBODY = -1
"""In place of an index: no such actor."""

Table = np.ndarray[Any, np.dtype[Any]]

_FORBIDDEN = frozenset(dir(np.record))


def record(*fields: tuple[Any, ...]) -> np.dtype[Any]:
    """Return an aligned record type; refuse names that compiled and uncompiled code would read differently."""
    for name, *_ in fields:
        if name in _FORBIDDEN:
            raise ValueError(f"field {name!r} is also an attribute of numpy.record")
    return np.dtype((np.record, np.dtype(list(fields), align=True)))


_FLAG = np.bool_
_FLAGS = np.int8  # an array of flags inside a row: Numba has no nested arrays of booleans
_WHOLE = np.int64
_REAL = np.float64
_INDEX = np.int32

CALENDAR = record(
    ("disposition", _REAL),  # the leader's own, before anything the community does
    ("hostile", _FLAG),
    ("next_election", _WHOLE),  # month in which the next government takes office
    ("forced", _INDEX),  # by an event of this month: 0 no, 1 another party, 2 a hostile one
    ("turnover_awaited", _REAL),  # chance that an event ties another party to the next election
    ("hostile_awaited", _REAL),  # the same of a hostile one
    ("changed", _FLAG),  # another party took office this month
    ("leader_changed", _FLAG),  # same party, new leader, this month
)
GOVERNMENT = record(
    ("calendar", _INDEX),
    ("national", _FLAG),
    ("weight", _REAL),  # share of the data that matters; all governments together 1
    ("capacity", _REAL),
    ("buy_in", _REAL),
    ("institutionalised", _REAL),
    ("course", _FLAG),
    ("pull", _REAL),  # change of buy-in still to come after a change of government
    ("retention", _REAL),  # share that routine keeps through a change
    ("upheaval", _REAL),  # 1 in the year after a change of party, less after a new leader of the same one
    ("upheaval_months", _INDEX),  # months of it still to come
    ("changed_month", _INDEX),  # when another party last took office
    ("datasets", _REAL, (N_THEMES,)),  # maintained purpose datasets
    ("open_by_default", _REAL),
    ("open_door", _REAL),  # S: political cover or routine
    ("reuse", _REAL),
    ("won", _FLAG),  # a visible win this month
    ("posts", _INDEX),
    ("hands", _REAL),  # officials' work: 1 when every post is filled by somebody trained
    ("trained_share", _REAL),  # posts filled by somebody trained
)
CHAMPION = record(
    ("government", _INDEX),
    ("senior", _FLAG),
    ("in_post", _FLAG),
    ("trained", _FLAG),
    ("is_new", _FLAG),  # filled this month
    ("peers", _INDEX, (PEERS,)),
)
DONOR = record(
    ("monthly", _REAL),  # staff-months a month while a grant runs
    ("theme", _INDEX),
    ("is_open", _FLAG),
    ("months_left", _INDEX),  # paid months still to come
    ("signed_left", _INDEX),  # how many of them are signed: paid even if the donor closes
    ("breaks_contracts", _FLAG),  # an event let it break what is signed, now and later
    ("notice_left", _INDEX),  # months to the last payment of a donor that announced its exit
    ("announced_by", _INDEX),  # the event by which it did
    ("family", _INDEX),
    ("government", _INDEX),  # the government that it is, or NOBODY
    ("pursued", _FLAG),
    ("nth_largest", _INDEX),  # row r holds the index of the r-th largest donor
)
ACTIVIST = record(
    ("kind", _INDEX),  # 0 activist, 1 organisation, 2 journalist
    ("theme", _INDEX),
    ("active", _FLAG),
    ("was_active", _FLAG),  # as neighbours saw it last month
    ("left_before", _FLAG),  # this person was a member once, and left
    ("person", _INDEX),  # how many people sat here before this one
    ("arrived", _INDEX),  # when a person came whom nobody has met yet; NOBODY: the community knows this one
    ("months_since_joining", _INDEX),
    ("neighbours", _INDEX, (NEIGHBOURS,)),
    ("energy", _REAL),
    ("literacy", _REAL),
    ("stance", _REAL),
    ("drive", _REAL),
    ("reach", _REAL),
)
LEVER_ROW = record(
    ("effort", _REAL, (N_ACTIVITIES,)),  # shares, sum 1
    ("dial", _REAL, (N_LEVERS,)),
)
PLAN = record(
    ("has_themes", _FLAG),
    ("themes", _INDEX, (N_THEMES,)),  # the plan's own order, if it has one
)
TRIGGER = record(
    ("stage_month", _INDEX),  # a planned stage begins in this month; 0: a signpost
    ("measure", _INDEX),
    ("above", _FLAG),
    ("threshold", _REAL),
    ("release", _REAL),
    ("latch", _FLAG),
    ("months", _INDEX),
    ("seen_late", _INDEX),
    ("shifts", _FLAG),
    ("shift", _REAL),
    ("effort", _REAL, (N_ACTIVITIES,)),
    ("sets", _FLAGS, (N_LEVERS,)),
    ("dial", _REAL, (N_LEVERS,)),
    ("retarget", _FLAG),
    ("holds", _FLAG),  # state: the trigger is on
)
GRANT = record(
    ("first_month", _INDEX),
    ("last_month", _INDEX),
    ("staff_months", _REAL),
    ("unrestricted", _FLAG),
    ("theme", _INDEX),
)
COMMITMENT = record(  # a grant that a listed donor signed and that begins later
    ("donor", _INDEX),
    ("first_month", _INDEX),
    ("months", _INDEX),
    ("monthly", _REAL),
    ("theme", _INDEX),
)
EVENT = record(
    ("kind", _INDEX),
    ("first_month", _INDEX),
    ("last_month", _INDEX),  # of a donor that leaves: its last payment
    ("amount", _REAL),
    ("theme", _INDEX),  # a theme, or NOBODY for the lowest ranked one
    ("at_election", _FLAG),  # it waits for the next election
    ("donor", _INDEX),  # who leaves, or NOBODY for the largest
    ("breaks_contracts", _FLAG),
    ("steps", _INDEX),
    ("taper", _REAL, (MOST_STEPS,)),  # what is still paid, step by step
)
RULING = record(
    ("future", _WHOLE),
    ("month", _WHOLE),
    ("decision", _WHOLE),
    ("actor", _WHOLE),
    ("outcome", _FLAG),
)
DICE = record(
    ("key", np.uint64),
    ("branch_key", np.uint64),
    ("month_key", np.uint64),
    ("branch_month", _WHOLE),
    ("future", _WHOLE),
    ("rulings", _WHOLE),
)
SCALE = record(
    ("months", _WHOLE),
    ("parliamentary", _FLAG),
    ("national_governments", _WHOLE),
    ("listed_income", _REAL),  # expected from donors whom the context lists, staff-months a month
    ("drawn_income", _REAL),  # expected from all others, in a usual community of the context
    ("expected_effort", _REAL),  # E0
)
PARAMETERS = record(*((name, _REAL) for name in PARAMETER_FIELDS))

COMMUNITY = record(
    # how this community differs from others of its context: multipliers, 1 in a usual one
    ("recruiting", _REAL),
    ("turnover", _REAL),
    ("drive", _REAL),  # of the odds
    ("money", _REAL),
    ("officials", _REAL),
    ("freshness", _REAL),
    # better and worse times: standard deviations, 0 at the beginning
    ("recruiting_tide", _REAL),
    ("turnover_tide", _REAL),
    ("money_tide", _REAL),
    ("officials_tide", _REAL),
    # both together, this month: multipliers of joining, of leaving, of grants, of publication
    ("joining_now", _REAL),
    ("leaving_now", _REAL),
    ("granting_now", _REAL),
    ("publishing_now", _REAL),
    ("base_income", _REAL),  # usual income of this community, staff-months a month
    ("rot_time", _REAL),  # months in which data of this community is out of date
)
COMMONS = record(
    # what lasts
    ("month", _WHOLE),
    ("reserve", _REAL),
    ("staff", _REAL),  # paid team, staff-months a month
    ("experience", _REAL),  # what the paid team knows: 0 all new, 1 all old hands
    ("dues", _REAL),  # income of one's own, earned last month
    ("roles", _REAL),
    ("vision", _REAL),
    ("records", _REAL),
    ("standing", _REAL),
    ("relations", _REAL),
    ("collected", _REAL, (N_THEMES,)),  # data that the community collected itself
    ("wins_fast", _REAL),
    ("wins_slow", _REAL),
    ("momentum", _REAL),
    ("income_slow", _REAL),
    ("effort_before", _REAL),  # members' effort of last month
    ("theme_order", _INDEX, (N_THEMES,)),
    ("milestone_wins", _REAL),
    ("retargeting", _FLAG),
    ("changed_course", _FLAG),
    # the world this month
    ("pandemic", _REAL),
    ("funding_squeeze", _REAL),
    ("funding_boom", _REAL),
    ("civic_space", _REAL),
    ("salience", _REAL, (N_THEMES,)),
    # figures of this month, each set by the process that names it
    ("withdrawn", _REAL),  # share of the data that matters from which a hostile successor withdraws
    ("changed_weight", _REAL),  # share of the data that matters whose government changed
    ("course_share", _REAL),
    ("hostile_weight", _REAL),  # share of the data that matters that lies with hostile leaders
    ("income", _REAL),
    ("restricted", _REAL),
    ("announced_loss", _REAL),  # monthly money of donors that pay and have said that they leave
    ("grants_running", _WHOLE),
    ("fight", _REAL),
    ("members", _WHOLE),
    ("member_effort", _REAL),
    ("stance_sum", _REAL),
    ("stance_square_sum", _REAL),
    ("journalists", _WHOLE),
    ("use", _REAL, (N_THEMES,)),  # informed members by theme, of the usual number
    ("effort", _REAL, (N_ACTIVITIES,)),  # of an even share of expected effort
    ("tended", _REAL, (N_ACTIVITIES,)),  # how far each activity keeps up its stock, 0 to 1
    ("publishing", _REAL),  # the same for publishing on one theme, which needs a minimum
    ("collecting", _REAL),  # and for collecting
    ("national_will", _REAL),
    ("national_capacity", _REAL),
    ("theme_worth", _REAL, (N_THEMES,)),
    ("theme_money", _REAL, (N_THEMES,)),
    ("theme_rank", _INDEX, (N_THEMES,)),  # theme_rank[0] is worked on first
    ("targeted", _FLAGS, (N_THEMES,)),
    ("mean_door", _REAL),
    ("reuse", _REAL),
    ("best_reuse", _REAL),
    ("wins", _REAL),
    ("coverage", _REAL),
    # the same for everybody who stays, leaves or joins this month
    ("encouraged", _REAL),  # energy that momentum and vision give, less strain
    ("unheard", _REAL),  # energy that it costs to stand beyond the window
    ("learning", _REAL),
    ("asked", _REAL),
    ("helped", _REAL),  # share of the want of literacy that is made up for
    ("welcome", _REAL),
    ("unasked", _REAL),
    ("likeliest", _REAL),  # chance of joining that nobody exceeds
    ("performance", _REAL),
    ("pursued_donors", _WHOLE),
    ("family_left", _FLAGS, (FAMILIES,)),
)


# What a context says of its own actors at month 0. NaN, or NOBODY for whole numbers: not said, so it is drawn.

COMMUNITY_START = record(
    ("recruiting", _REAL), ("turnover", _REAL), ("drive", _REAL), ("money", _REAL), ("officials", _REAL),
    ("freshness", _REAL),
)  # fmt: skip
CALENDAR_START = record(("next_election", _WHOLE), ("disposition", _REAL))
GOVERNMENT_START = record(("calendar", _WHOLE), ("national", _FLAG), ("buy_in", _REAL))
CHAMPION_START = record(("government", _INDEX), ("senior", _FLAG), ("trained", _WHOLE), ("in_post", _WHOLE))
DONOR_START = record(
    ("listed", _FLAG), ("monthly", _REAL), ("months_left", _WHOLE), ("theme", _WHOLE), ("government", _WHOLE)
)
ACTIVIST_START = record(("kind", _WHOLE), ("theme", _WHOLE), ("active", _REAL), ("literacy", _REAL), ("stance", _REAL))
HISTORY = record(("measure", _REAL, (len(MEASURES),)))

TABLES: Final[Mapping[str, np.dtype[Any]]] = {
    "scale": SCALE,
    "parameters": PARAMETERS,
    "plan": PLAN,
    "base_levers": LEVER_ROW,
    "levers": LEVER_ROW,
    "last_levers": LEVER_ROW,
    "triggers": TRIGGER,
    "grants": GRANT,
    "commitments": COMMITMENT,
    "events": EVENT,
    "rulings": RULING,
    "dice": DICE,
    "commons": COMMONS,
    "community": COMMUNITY,
    "calendars": CALENDAR,
    "governments": GOVERNMENT,
    "champions": CHAMPION,
    "donors": DONOR,
    "activists": ACTIVIST,
    "community_starts": COMMUNITY_START,
    "calendar_starts": CALENDAR_START,
    "government_starts": GOVERNMENT_START,
    "champion_starts": CHAMPION_START,
    "donor_starts": DONOR_START,
    "activist_starts": ACTIVIST_START,
    "history": HISTORY,
}
"""Every table of the world with the type of its rows.

``history`` has months + 1 rows (row 0 is the beginning); actors have a row each; triggers, grants, commitments, events
and rulings as many as there are; all others one row.
"""


class World:
    """Everything that the rules read and write.

    Attributes are the tables named in ``TABLES``, as NumPy arrays of records; ``address`` is where compiled rules find
    them. Tables are never replaced, only written into, so that the addresses stay true.
    """

    __slots__ = ("_header", "address", *TABLES)
    _numba_type_: ClassVar[Any]

    def __init__(self, tables: Mapping[str, Table]) -> None:
        header = np.zeros((len(TABLES), 2), dtype=np.int64)
        for place, (name, kind) in enumerate(TABLES.items()):
            table = tables[name]
            if table.dtype != kind or not table.flags.c_contiguous:
                raise TypeError(f"table {name!r} must be a contiguous array of its own record type")
            object.__setattr__(self, name, table)
            header[place] = table.ctypes.data, len(table)
        object.__setattr__(self, "_header", header)
        object.__setattr__(self, "address", int(header.ctypes.data))

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse to replace a table: compiled rules would go on reading where the old one was."""
        raise AttributeError(f"table {name!r} cannot be replaced; write into its rows, as in world.{name}[...] = ...")

    def __reduce__(self) -> tuple[type[World], tuple[dict[str, Table]]]:
        """Copy and pickle the tables only: a copy has addresses of its own."""
        return World, ({name: getattr(self, name).copy() for name in TABLES},)

    def duplicate(self) -> World:
        """Return a world of its own with equal tables, for another thread."""
        return World({name: getattr(self, name).copy() for name in TABLES})

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Table: ...


def rows(name: str, number: int = 1) -> Table:
    """Return a table of so many empty rows."""
    return np.zeros(number, dtype=TABLES[name])
