"""Start: will it last ten years? A sentence, a hundred dots and a curve, before anything is clicked."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import computing, frame
from dashboard.state import State
from sim.language.catalogue import Texts
from sim.report import alternatives, charts
from sim.results.intervals import of_hundred

STORIES: Final = {"steady": "calm-decade", "hostile": "hostile-successors", "donor": "big-funders-go"}
"""What a story card chooses."""


def show(words: Texts, state: State) -> None:
    """Draw the page."""
    question = computing.question(state)
    answer = frame.answered(words, question, "start")
    comparison = answer.comparison
    cell = comparison.cell(state.scenario, state.plan)
    st.subheader(words("dashboard.start.answer", n=of_hundred(cell.working.share)))
    frame.chart(charts.hundred_dots(cell, words), alternatives.hundred_dots(cell, words), "dots")
