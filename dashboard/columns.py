"""The columns of the tables that people edit: what they are called, and what may be chosen in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from streamlit import column_config as columns

from dashboard.editing import ALL, EVENT_COLUMNS, month_choices
from dashboard.editing_contexts import COLUMNS, NO, YES
from dashboard.editing_plans import ABOVE, BELOW, TRIGGER_COLUMNS
from sim.files.actors import MOST_ACTORS
from sim.files.format import LONGEST_NAME, LONGEST_RUN
from sim.files.plan import LATEST_SIGHT, WATCHED
from sim.files.scenario import OUTSIDE
from sim.language import terms
from sim.world.assembly import MEMBER_KINDS
from sim.world.events import EVENT_KINDS
from sim.world.levers import ACTIVITIES, THEMES

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

    from sim.files.context import Context
    from sim.language.catalogue import Texts

Configuration = dict[str, "ColumnConfig"]
Rows = Sequence[Mapping[str, Any]]

_NUMBERS: Final = frozenset({
    "amount", "months", "chance", "threshold", "seen_late", "release", "shift", "monthly", "count", "buy_in", "active",
    "literacy", "stance",
})  # fmt: skip
_FLAGS: Final = frozenset({"unrestricted", "latch", "retarget", "breaks_contracts"})


def table(rows: Rows, names: Sequence[str]) -> pd.DataFrame:
    """Return rows as the table that an editor begins with, each column of its type even where there is no row."""
    made = pd.DataFrame({name: pd.Series([row.get(name) for row in rows], dtype=object) for name in names})
    for name in names:
        if name in _NUMBERS:
            made[name] = made[name].astype(float)
        elif name in _FLAGS:
            made[name] = made[name].map(bool).astype(bool)
    return made


def of_events(words: Texts, context: Context, rows: Rows) -> Configuration:
    """Return the columns of a scenario's events."""
    kinds = [kind.name for kind in EVENT_KINDS]
    themes = [*THEMES, OUTSIDE]
    named = [row["donor"] for row in rows if row["donor"] is not None]
    donors = list(dict.fromkeys([*(one.name for one in context.donors), *named]))
    dates = month_choices(context, 1, (row["when"] for row in rows))
    made = {
        "when": _month(words, "when", dates),
        "kind": _choice(words, "kind", kinds, lambda one: terms.title("event", one, words.language), width="medium"),
        "amount": _number(words, "amount", -1, None),
        "months": _number(words, "months", 1, LONGEST_RUN, whole=True),
        "theme": _choice(words, "theme", themes, lambda one: _theme(words, one)),
        "unrestricted": _flag(words, "unrestricted"),
        "donor": _choice(words, "donor", donors, lambda one: one),
        "breaks_contracts": _flag(words, "breaks_contracts"),
        "taper": _text(words, "taper"),
        "chance": _number(words, "chance", 0, ALL),
    }
    return {name: made[name] for name in EVENT_COLUMNS}


def of_triggers(words: Texts, context: Context, rows: Rows) -> Configuration:
    """Return the columns of a plan's triggers."""
    language = words.language
    activities = [one.name for one in ACTIVITIES]
    made = {
        "name": _text(words, "trigger"),
        "measure": _choice(words, "measure", WATCHED, lambda one: terms.title("measure", one, language)),
        "side": _choice(words, "side", (BELOW, ABOVE), lambda one: words(f"dashboard.build.side.{one}")),
        "threshold": _number(words, "threshold", 0, None),
        "months": _number(words, "in_a_row", 1, LONGEST_RUN, whole=True),
        "seen_late": _number(words, "seen_late", 0, LATEST_SIGHT, whole=True),
        "release": _number(words, "release", 0, None),
        "latch": _flag(words, "latch"),
        "month": _month(words, "stage", month_choices(context, 1, (row["month"] for row in rows))),
        "shift": _number(words, "shift", 0, ALL),
        "activities": columns.MultiselectColumn(
            words("dashboard.build.column.activities"), help=words("dashboard.build.help.activities"),
            options=activities, format_func=lambda one: terms.title("activity", one, language), width="medium",
        ),
        "retarget": _flag(words, "retarget"),
    }  # fmt: skip
    return {name: made[name] for name in TRIGGER_COLUMNS}


def of_actors(words: Texts, context: Context, key: str, rows: Mapping[str, Rows]) -> Configuration:
    """Return the columns of one of the four tables of actors."""
    listed = [row["name"] for row in rows["government"] if row["name"] is not None]
    named = [row["government"] for row in (*rows["donor"], *rows["champion"]) if row["government"] is not None]
    made: dict[str, Callable[[], ColumnConfig]] = {
        "name": lambda: _text(words, "name"),
        "tier": lambda: _said(words, "tier", ("national", "local")),
        "takes_office": lambda: _month(words, "takes_office", _dates(context, 1, rows[key], "takes_office")),
        "monthly": lambda: _number(words, "monthly", 0, None),
        "ends": lambda: _month(words, "ends", _dates(context, 0, rows[key], "ends"), none=context.date_of(0)),
        "theme": lambda: _choice(words, "theme", THEMES, lambda one: _theme(words, one)),
        "government": lambda: _choice(words, "government", list(dict.fromkeys([*listed, *named])), str),
        "count": lambda: _number(words, "count", 1, MOST_ACTORS, whole=True),
        "kind": lambda: _said(words, "member", MEMBER_KINDS),
    }
    shares = ("buy_in", "active", "literacy", "stance")
    return {
        name: made[name]() if name in made
        else _number(words, name, 0, ALL) if name in shares
        else _said(words, name, (YES, NO), "yes_no")
        for name in COLUMNS[key]
    }  # fmt: skip


def _dates(context: Context, first: int, rows: Rows, column: str) -> list[str]:
    return month_choices(context, first, (row[column] for row in rows))


def _theme(words: Texts, theme: str) -> str:
    """Return what a theme is called."""
    return words("dashboard.build.outside") if theme == OUTSIDE else terms.title("theme", theme, words.language)


def _labels(words: Texts, name: str) -> dict[str, Any]:
    return {"label": words(f"dashboard.build.column.{name}"), "help": words(f"dashboard.build.help.{name}")}


def _text(words: Texts, name: str) -> ColumnConfig:
    return columns.TextColumn(**_labels(words, name), max_chars=LONGEST_NAME, width="medium")


def _flag(words: Texts, name: str) -> ColumnConfig:
    return columns.CheckboxColumn(**_labels(words, name), default=name == "unrestricted")


def _number(words: Texts, name: str, low: float | None, high: float | None, *, whole: bool = False) -> ColumnConfig:
    return columns.NumberColumn(
        **_labels(words, name), min_value=low, max_value=high, step=1 if whole else None, width="small"
    )


def _choice(
    words: Texts, name: str, options: Sequence[str], shown: Callable[[Any], str], width: Any = None
) -> ColumnConfig:
    return columns.SelectboxColumn(**_labels(words, name), options=options, format_func=shown, width=width)


def _said(words: Texts, name: str, options: Iterable[str], table_of_words: str = "") -> ColumnConfig:
    """Return a choice among words of the catalogue."""
    where = f"dashboard.build.{table_of_words or name}"
    return _choice(words, name, tuple(options), lambda one: words(f"{where}.{one}"))


def _month(words: Texts, name: str, dates: Sequence[str], none: str = "") -> ColumnConfig:
    """Return a choice among months; one of them may stand for nothing."""
    return _choice(
        words, name, dates, lambda one: words(f"dashboard.build.none.{name}") if one == none else words.date(one)
    )
