"""Lab: what does an experiment say? Build one, run it, open any that lies in the folder, look for better plans."""

from __future__ import annotations

import streamlit as st

from dashboard import frame, lab_build, lab_choices, lab_improve, lab_open
from dashboard.state import State, current
from sim.language.catalogue import Texts


def show(words: Texts, state: State) -> None:
    """Draw the page: an experiment to build, one to open, a search for better plans."""
    st.markdown(words("dashboard.lab.intro"))
    lab_choices.cleaned(state)
    with frame.panel(words):
        lab_build.build(words, current())
    with frame.panel(words):
        lab_open.opened(words, current())
    with frame.panel(words):
        lab_improve.better(words, current())
    with frame.panel(words):
        frame.reading(
            words, words("dashboard.lab.compared"), words("dashboard.lab.sure"), words("dashboard.start.assumed")
        )
