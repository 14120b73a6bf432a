"""What actors are called: the names that a context lists, and for everybody else a kind and a number.

People count from 1: "donor 3" is in row 2 of its table, and is the actor 2 of a ruling.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sim.files import library
from sim.files.context import Context
from sim.files.format import Part
from sim.world.assembly import MEMBER_KINDS, build_world
from sim.world.tables import Table

Names = Mapping[str, Sequence[str]]
"""For each table of actors, the name of each row."""

NATIONAL: Final = "national agency"
LOCAL: Final = "city"
"""Kinds of governments, each with numbers of its own."""

_MARK: Final = 1_000_000
"""Added to the place in a list, so that a mark cannot be taken for a value."""


def actor_names(context: Context) -> dict[str, list[str | None]]:
    """Return the listed names of a context's actors, by table and row; None where a row is nobody who is listed."""
    size = context.size
    names: dict[str, list[str | None]] = {
        "governments": [None] * (size.national_governments + size.local_governments),
        "champions": [None] * size.champions,
        "donors": [None] * size.donors,
        "activists": [None] * size.activists,
    }
    if context.governments or context.champions:
        governments, champions = _places(context)
        for place, row in governments.items():
            names["governments"][row] = context.governments[place].name
        for place, row in champions.items():
            names["champions"][row] = context.champions[place].name
    names["donors"][: len(context.donors)] = [donor.name for donor in context.donors]
    seats = [seat for group in context.members for seat in _seats(group.name, group.count)]
    names["activists"][: len(seats)] = seats
    return names


def _seats(group: str, count: int) -> list[str]:
    """Return the names of a group's seats."""
    return [group] if count == 1 else [f"{group} {number}" for number in range(1, count + 1)]


def _places(context: Context) -> tuple[dict[int, int], dict[int, int]]:
    """Return in which row each listed government and champion sits.

    Where they sit is decided in one place, when the tables are made; so marked ones are sent there, and found again.
    """
    marked = context.model_copy(
        update={
            "governments": _marked(context.governments, "buy_in"),
            "champions": _marked(context.champions, "in_post"),
        }
    )
    calm, baseline = library.scenario("calm-decade"), library.plan("baseline")
    world = build_world(calm, baseline, marked)
    return _found(world.government_starts, "buy_in"), _found(world.champion_starts, "in_post")


def _marked(listed: Sequence[Part], field: str) -> tuple[Part, ...]:
    return tuple(one.model_copy(update={field: _MARK + place}) for place, one in enumerate(listed))


def _found(table: Table, field: str) -> dict[int, int]:
    return {int(mark) - _MARK: row for row, mark in enumerate(table[field]) if mark >= _MARK}


def name_rows(context: Context, member_kinds: Sequence[int]) -> dict[str, list[str]]:
    """Return a name for every actor.

    Parameters
    ----------
    member_kinds : the kind of each seat of the membership, as drawn at the beginning.
    """
    national = context.size.national_governments

    def unnamed(table: str, row: int) -> str:
        if table == "governments":
            return f"{NATIONAL} {row + 1}" if row < national else f"{LOCAL} {row - national + 1}"
        kind = MEMBER_KINDS[member_kinds[row]] if table == "activists" else table.removesuffix("s")
        return f"{kind} {row + 1}"

    return {
        table: [name or unnamed(table, row) for row, name in enumerate(names)]
        for table, names in actor_names(context).items()
    }
