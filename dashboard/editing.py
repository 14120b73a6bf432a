"""Scenarios and plans as tables that people edit in a page, and back. Rows are plain values; nothing here draws.

Shares are shown in per cent and months as dates, since that is how people say them. A row that is not finished is
answered with a :class:`Slip`, which the page says in its own language.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import ValidationError

from sim.files.fields import from_validation
from sim.files.format import LONGEST_NAME, TRANSLATED, FileModel, kept_translations
from sim.files.mistakes import Mistake
from sim.files.scenario import NEXT_ELECTION, Scenario, Turnover
from sim.language.catalogue import texts
from sim.world.events import EVENT_KINDS, KIND_NUMBER, LARGEST

if TYPE_CHECKING:
    from sim.files.context import Context

Row = Mapping[str, Any]
Model = TypeVar("Model", bound=FileModel)

ALL: Final = 100
"""Per cent."""

EVENT_COLUMNS: Final = (
    "when", "kind", "amount", "months", "theme", "unrestricted", "donor", "breaks_contracts", "taper", "chance",
)  # fmt: skip

IN_PER_CENT: Final = frozenset({"share", "level"})
"""Sizes of events that are shares; the others are an amount of their own."""

WITH_THEME: Final = frozenset({"donors_move", "salience", "new_grant"})
WITHOUT_THEME_TOO: Final = frozenset({"new_grant"})
"""Kinds of event that have a theme, and those whose theme may be left open."""

WITH_DONOR: Final = frozenset({"donor_leaves", "new_grant"})
AT_ELECTIONS: Final = frozenset({"turnover", "hostile_turnover"})
"""Kinds of event that may name a donor, and those that may wait for the next election."""


class Slip(Mistake):
    """A row of a table that cannot be used yet.

    Attributes
    ----------
    key, gaps : the sentence, as a key of ``dashboard.slip`` in the catalogue of texts and what fills its gaps.
    table : the key of the table, where a page has several.
    """

    def __init__(self, key: str, table: str = "", **gaps: object) -> None:
        self.key, self.table, self.gaps = key, table, gaps
        super().__init__(texts("en")(f"dashboard.slip.{key}", **gaps))


def checked(model: type[Model], content: Mapping[str, Any], name: str) -> Model:
    """Return what a file of this content would hold; translations of what it no longer names are left out.

    Raises
    ------
    Mistake
        Where such a file would be refused; one sentence.
    """
    bare = {key: value for key, value in content.items() if key not in TRANSLATED} | {"name": name}
    try:
        made = model.model_validate(bare, by_alias=True, by_name=False)
        return model.model_validate({**bare, **kept_translations(made, content)}, by_alias=True, by_name=False)
    except ValidationError as error:
        raise from_validation(error, model, f"{model.kind_of_file} '{name}'") from None


def rows_of(table: Iterable[Mapping[Any, Any]]) -> list[dict[str, Any]]:
    """Return the rows of a table as plain values: whatever stands for an empty place is None."""
    return [{key: _plain(value) for key, value in row.items()} for row in table]


def _plain(value: Any) -> Any:
    """Return a value without the types of tables: numbers of NumPy, and the three ways to say nothing."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if value is None or value == "" or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, float):
        return None if math.isnan(value) else int(value) if value.is_integer() and abs(value) < 2**53 else value
    return list(value) if isinstance(value, tuple) else value


def is_empty(row: Row) -> bool:
    """Return whether nothing was written into a row."""
    return all(value is None or value is False or value == [] for value in row.values())


def in_per_cent(share: float | None) -> float | None:
    """Return a share as per cent, with at most twelve digits: 0.07 is 7, not 7.000000000000001."""
    return None if share is None else float(f"{Decimal(repr(float(share))) * ALL:.12g}")


def from_per_cent(value: Any, row: int, column: str, table: str = "") -> float | None:
    """Return per cent as a share.

    Raises
    ------
    Slip
        Where it is not from 0 to 100.
    """
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= ALL:
        raise Slip("per_cent", table, row=row, column=column, value=str(value)[:LONGEST_NAME])
    return float(Decimal(repr(value)) / ALL)


def dated(when: int | str | None, context: Context) -> str | None:
    """Return a month of a file as a date of the context's calendar."""
    return None if when is None else context.date_of(context.month_of(when))


def month_choices(context: Context, first: int, listed: Iterable[str | None] = ()) -> list[str]:
    """Return the dates that may be chosen in a table: those of the context's months, and those that it has already."""
    dates = {context.date_of(month) for month in range(first, context.months + 1)}
    return sorted(dates | {date for date in listed if date is not None})


def event_rows(scenario: Scenario, context: Context) -> list[dict[str, Any]]:
    """Return a scenario's events as rows with the columns ``EVENT_COLUMNS``.

    ``amount`` is in per cent for shares and levels, in staff-months a month for a grant, and as it is for attention.
    """
    found = []
    for event in scenario.events:
        size = EVENT_KINDS[KIND_NUMBER[event.kind]].size
        amount: float = getattr(event, size)
        donor = getattr(event, "donor", None)
        found.append({
            "when": dated(event.when, context),
            "kind": event.kind,
            "amount": _plain(in_per_cent(amount) if size in IN_PER_CENT else amount),
            "months": getattr(event, "months", None),
            "theme": getattr(event, "theme", None),
            "unrestricted": getattr(event, "unrestricted", None),
            "donor": None if donor == LARGEST else donor,
            "breaks_contracts": getattr(event, "breaks_contracts", None),
            "taper": _written(getattr(event, "taper", (1.0,))),
            "chance": _plain(in_per_cent(event.chance)) if isinstance(event, Turnover) and event.at else None,
        })  # fmt: skip
    return found


def _written(taper: Sequence[float]) -> str | None:
    """Return how a donor tapers off as per cent with spaces between them; nothing where it pays in full to the end."""
    steps = [_plain(in_per_cent(step)) for step in taper]
    return None if steps == [ALL] else " ".join(str(step) for step in steps)


def _taper(written: Any, row: int) -> list[float]:
    """Return the steps that were written with spaces between them."""
    try:
        numbers = [float(step) for step in str(written).replace("%", " ").split()]
    except ValueError:
        numbers = []
    if not numbers or not all(0 <= number <= ALL for number in numbers):
        raise Slip("no_taper", row=row, value=str(written)[:LONGEST_NAME])
    return [float(Decimal(repr(number)) / ALL) for number in numbers]


def scenario_with(rows: Sequence[Row], scenario: Scenario) -> Scenario:
    """Return a scenario with the events of a table; everything else stays.

    Raises
    ------
    Mistake
        Where a row is not finished or says what no file may say.
    """
    events = [_event(row, number) for number, row in enumerate(rows, 1) if not is_empty(row)]
    content = scenario.file_content()
    content.pop("event", None)
    return checked(Scenario, {**content, "event": events} if events else content, scenario.name)


def _event(row: Row, number: int) -> dict[str, Any]:
    """Return a row as the table of a file, with just what its kind has."""
    kind = row.get("kind")
    if kind not in KIND_NUMBER:
        raise Slip("no_kind", row=number)
    about = EVENT_KINDS[KIND_NUMBER[kind]]
    if row.get("when") is None:
        raise Slip("no_date", row=number)
    if row.get("amount") is None:
        raise Slip("no_amount", row=number)
    in_shares = about.size in IN_PER_CENT
    amount = from_per_cent(row["amount"], number, "amount") if in_shares else row["amount"]
    event = {"kind": kind, "when": row["when"], about.size: amount}
    if about.lasts == "months" and row.get("months") is None:
        raise Slip("no_months", row=number)
    if about.lasts != "once" and row.get("months") is not None:
        event["months"] = row["months"]
    if kind in WITH_THEME:
        if row.get("theme") is None and kind not in WITHOUT_THEME_TOO:
            raise Slip("no_theme", row=number)
        if row.get("theme") is not None:
            event["theme"] = row["theme"]
    if kind == "new_grant" and row.get("unrestricted") is not None:
        event["unrestricted"] = row["unrestricted"]
    return event | _further(row, kind, number)


def _further(row: Row, kind: str, number: int) -> dict[str, Any]:
    """Return what only some kinds have: a donor, how it leaves, and the chance at the next election."""
    found: dict[str, Any] = {}
    if kind in WITH_DONOR and row.get("donor") is not None:
        found["donor"] = row["donor"]
    if kind == "donor_leaves":
        if row.get("breaks_contracts"):
            found["breaks_contracts"] = True
        if row.get("taper") is not None:
            found["taper"] = _taper(row["taper"], number)
    if kind in AT_ELECTIONS and row.get("chance") is not None:
        found |= {"at": NEXT_ELECTION, "chance": from_per_cent(row["chance"], number, "chance")}
    return found
