"""The dashboard: navigation only. ``sobremesa dashboard`` runs this file.

How a page is added
-------------------
1. Write ``dashboard/views/NAME.py`` with one function ``show(words: Texts, state: State) -> None``, at most about 80
   lines. The page's title is drawn for it, and an exception in it leaves the rest of the page standing.
2. Add a row to the table in ``dashboard/pages.py``; a row whose module does not exist is not listed. The tests of
   every page in every language find it there.
3. Put its words into ``sim/language/texts/LANGUAGE.toml``: ``dashboard.page.NAME`` (the menu),
   ``dashboard.question.NAME`` (the title, a question), and a table ``[dashboard.NAME]`` for the rest. A view says
   ``words("dashboard.NAME.key", n=3)``.

What a view uses
----------------
``dashboard.state``
    ``state.plan`` and so on are names; ``state.plan_file()`` is the file behind it. ``state.change(future=17)`` keeps a
    change for the session and the link; ``state.keep(file)`` keeps and chooses a file of the user's own.
    ``st.slider(label, 0, 999, **bound("future"))`` is a widget that shows a field of the state and changes it, on
    every page; ``bound_setting("stress.rows", "default")`` does so for a choice that only one page knows.
``dashboard.computing``
    ``question(state)`` is what a state asks: its scenario under its plan, or those named (``frame.answered`` asks it);
    ``begin(key, work)`` computes anything else in the background, with progress and a way to cancel it.
``dashboard.frame``, ``dashboard.exports``
    ``panel(words)`` catches what goes wrong inside it; ``chart(figure, alternative, key)`` draws a picture of
    :mod:`sim.report.charts`; ``answered(words, question, slot)`` asks and says how far it is; ``exports.foot(...)``
    ends the page: compared with what, how sure, what is assumed, downloads, and the same numbers without the page.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import frame, login
from dashboard.pages import Page, pages


def _draw(page: Page) -> None:
    """Draw one page in its frame."""
    frame.draw(page.name, page.view())


def main() -> None:
    """Show the page that the address names."""
    words = frame.begin()
    login.ask(words)
    listed = [
        st.Page(
            partial(_draw, page), title=words(f"dashboard.page.{page.name}"), url_path=page.address,
            default=not page.address,
        )
        for page in pages()
    ]  # fmt: skip
    chosen = st.navigation(listed, position="top")
    frame.head(words)
    chosen.run()


if __name__ == "__main__":
    main()
