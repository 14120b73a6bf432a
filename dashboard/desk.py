"""What is being edited in a session: tables that stay as they are while somebody writes in them, and what is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard.columns import Configuration, table
from dashboard.editing import Slip, checked, rows_of
from dashboard.files import free_name
from dashboard.frame import plain
from dashboard.frame import title_of as title_in_markdown
from dashboard.state import MOST_OWN, complain, current
from sim.files import library
from sim.files.format import LONGEST_NAME
from sim.files.mistakes import Mistake
from sim.language.catalogue import LANGUAGES
from sim.language.files import title_of

if TYPE_CHECKING:
    import pandas as pd

    from sim.files.format import FileModel
    from sim.language.catalogue import Texts

Row = dict[str, Any]

_DESKS: Final = "desks"

EMPTY: Final = "\N{EN DASH}"
"""What stands in a cell into which nothing was written."""

NO_LONGER_TRUE: Final = {"scenario": ("story", "idea"), "plan": ("story", "idea"), "context": ()}
"""What a shipped file says of itself that a changed one does not keep: a place stays the place that it is."""


@dataclass
class Desk:
    """One table that is being edited.

    Attributes
    ----------
    begun : the table that the editor began with. Streamlit keeps what was changed since, so it must not change.
    rows : what the file says that comes out of the table; where a file says something else, the editor begins anew.
    number : how often it was begun.
    """

    begun: pd.DataFrame
    rows: list[Row]
    number: int = 0


def edited(slot: str, rows: Sequence[Row], configuration: Configuration, label: str) -> list[Row]:
    """Draw the editor of a table and return its rows as they stand now.

    Parameters
    ----------
    slot : where it is on the page.
    rows : what the chosen file says.
    label : what the table is, to be read aloud.
    """
    desks: dict[str, Desk] = st.session_state.setdefault(_DESKS, {})
    desk = desks.get(slot)
    if desk is None or desk.rows != rows or _key(slot, desk) not in st.session_state:
        number = desk.number + 1 if desk else 0
        desk = desks[slot] = Desk(table(rows, tuple(configuration)), [dict(row) for row in rows], number)
    shown = st.data_editor(
        desk.begun,
        key=_key(slot, desk),
        column_config=configuration,
        num_rows="dynamic",
        hide_index=True,
        alt=label,
        placeholder=EMPTY,
    )
    return rows_of(shown.to_dict("records"))


def _key(slot: str, desk: Desk) -> str:
    return f"table {slot} {desk.number}"


def comes_out(slot: str, rows: Sequence[Row]) -> None:
    """Say what the file that was made of a table says, so that the editor is left as it is."""
    desk = st.session_state[_DESKS][slot]
    desk.rows = [dict(row) for row in rows]


def keep(file: FileModel, words: Texts) -> None:
    """Keep a changed file for the session and choose it; a shipped one becomes the user's own under another name.

    Raises
    ------
    Slip
        Where there are too many.
    """
    state, kind = current(), file.kind_of_file
    if file.name in library.names(kind):
        _room_for(kind)
        title = words("dashboard.build.mine", title=title_of(file, words.language))
        file = checked(type(file), _without(file.file_content(), NO_LONGER_TRUE[kind]), file.name)
        file = entitled(file, title[:LONGEST_NAME], free_name(f"my-{file.name}", state.names(kind)))
    state.keep(file)


def take(made: FileModel, words: Texts) -> None:
    """Keep a file that the lab made for the session under a free name, and choose it; say where there are too many."""
    state, kind = current(), made.kind_of_file
    try:
        _room_for(kind)
        state.keep(made.model_copy(update={"name": free_name(made.name, state.names(kind))}))
    except Slip as slip:
        complain(words(f"dashboard.slip.{slip.key}", **slip.gaps))
    except Mistake as mistake:
        complain(mistake)
    else:
        st.toast(words("dashboard.lab.taken", title=title_in_markdown(made)))


def _room_for(kind: str) -> None:
    """Refuse one more file of a session's own, where it has as many as it may."""
    if len(current().own(kind)) >= MOST_OWN:
        raise Slip("too_many", most=MOST_OWN)


def entitled(file: FileModel, title: str, name: str | None = None) -> FileModel:
    """Return a file with another title, in whatever language, and with another name where one is given."""
    content = _without(file.file_content(), ("title",))
    return checked(type(file), {"title": title, **content} if title else content, name or file.name)


def _without(content: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    """Return the content of a file without some of its words, in every language."""
    kept = {key: value for key, value in content.items() if key not in keys}
    for language in LANGUAGES:
        if language in kept:
            kept[language] = {key: value for key, value in kept[language].items() if key not in keys}
    return {key: value for key, value in kept.items() if value != {}}


def say(slip: Slip, words: Texts, place: str = "") -> None:
    """Say in the reader's language what a row still needs."""
    gaps = {key: plain(str(value)) for key, value in slip.gaps.items()}
    if "column" in gaps:
        gaps["column"] = words(f"dashboard.build.column.{slip.gaps['column']}")
    sentence = words(f"dashboard.slip.{slip.key}", **gaps)
    st.info(f"{place}: {sentence}" if place else sentence, icon=":material/edit:")
