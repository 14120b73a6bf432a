"""A context's own governments, donors, champions and groups as tables that people edit in a page, and back.

What a row leaves empty is drawn for every future, as it is for actors that are not listed at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboard.editing import Row, Slip, checked, dated, from_per_cent, in_per_cent, is_empty, rows_of
from sim.files.context import Context

YES, NO = "yes", "no"

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "government": ("name", "tier", "takes_office", "buy_in"),
    "donor": ("name", "monthly", "ends", "theme", "government"),
    "champion": ("name", "government", "senior", "trained", "in_post"),
    "members": ("name", "count", "kind", "theme", "active", "literacy", "stance"),
}
"""The columns of each table, by the key of the file."""

_NEEDED: Final = {"government": ("tier",), "donor": ("monthly",), "champion": (), "members": ("count",)}
_SHARES: Final = frozenset({"buy_in", "active", "literacy", "stance"})
_YES_NO: Final = frozenset({"senior", "trained", "in_post"})

SIZES: Final = ("national_governments", "local_governments", "champions", "donors", "activists")


def actor_rows(context: Context) -> dict[str, list[dict[str, Any]]]:
    """Return the listed actors as rows, by the key of the file, with the columns ``COLUMNS``.

    Shares are in per cent, months dates (a grant that ends in month 0 does not run), and yes or no a word.
    """
    listed: Mapping[str, Sequence[Any]] = {
        "government": context.governments,
        "donor": context.donors,
        "champion": context.champions,
        "members": context.members,
    }
    return {
        key: rows_of({column: _shown(column, getattr(one, column), context) for column in COLUMNS[key]} for one in some)
        for key, some in listed.items()
    }


def _shown(column: str, value: Any, context: Context) -> Any:
    """Return a field of an actor as its place in the table."""
    if value is None:
        return None
    if column in _SHARES:
        return in_per_cent(float(value))
    if column in _YES_NO:
        return YES if value else NO
    return dated(value, context) if column in ("takes_office", "ends") else value


def context_with(rows: Mapping[str, Sequence[Row]], sizes: Mapping[str, int], context: Context) -> Context:
    """Return a context with the actors of four tables and other sizes; everything else stays.

    A size that is smaller than what is listed is raised to it, since whoever writes down a thirteenth donor has
    thirteen.

    Raises
    ------
    Mistake
        Where a row is not finished, or says what no file may say.
    """
    content = context.file_content()
    found: dict[str, Any] = {}
    for key in COLUMNS:
        content.pop(key, None)
        listed = [_actor(key, row, number) for number, row in enumerate(rows.get(key, ()), 1) if not is_empty(row)]
        if listed:
            found[key] = listed
    size = {**content.pop("size", {}), **_room(found, sizes, context)}
    return checked(Context, {**content, **({"size": size} if size else {}), **found}, context.name)


def _actor(key: str, row: Row, number: int) -> dict[str, Any]:
    """Return a row as the table of a file, with just what was written."""
    if row.get("name") is None:
        raise Slip("no_name", key, row=number)
    for column in _NEEDED[key]:
        if row.get(column) is None:
            raise Slip(f"no_{column}", key, row=number)
    written = {column: row[column] for column in COLUMNS[key] if row.get(column) is not None}
    for column, value in written.items():
        if column in _SHARES:
            written[column] = from_per_cent(value, number, column, key)
        elif column in _YES_NO:
            written[column] = value == YES
    return written


def _room(found: Mapping[str, Sequence[Row]], sizes: Mapping[str, int], context: Context) -> dict[str, int]:
    """Return the sizes that differ from the context's, each with room for all that are listed."""
    tiers = Counter(one["tier"] for one in found.get("government", ()))
    counts = [one["count"] for one in found.get("members", ()) if isinstance(one["count"], int)]
    listed = {
        "national_governments": tiers["national"],
        "local_governments": tiers["local"],
        "champions": len(found.get("champion", ())),
        "donors": len(found.get("donor", ())),
        "activists": sum(counts),
    }
    wanted = {key: max(sizes.get(key, getattr(context.size, key)), listed[key]) for key in SIZES}
    return {key: number for key, number in wanted.items() if number != getattr(context.size, key)}


def size_of(context: Context) -> dict[str, int]:
    """Return how many actors of each kind there are."""
    return {key: int(getattr(context.size, key)) for key in SIZES}
