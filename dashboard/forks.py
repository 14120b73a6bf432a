"""What could still become of one future: a fork, chosen by month and plan."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import causes, frame
from dashboard.computing import IsCancelled, Progress
from dashboard.state import State, bound_setting, current
from sim.causes import sentences
from sim.causes.forking import BRANCHES as BRANCHES
from sim.causes.forking import Fork, fork
from sim.language.catalogue import Texts
from sim.report.fork_chart import fork_in_short, fork_picture

USUAL_MONTH: Final = 24
OTHERS: Final = ("adaptive", "baseline")
"""The plan that the community turns to, unless somebody chooses another one: the first that is not its own."""


def chosen(state: State) -> tuple[int, str]:
    """Return the month from which on all is open, and the plan that the community may turn to.

    What was chosen before may not be there in another context, or be the community's own plan now.
    """
    months = state.context_file().months
    others = [name for name in state.names("plan") if name != state.plan]
    month = state.setting("why.month", USUAL_MONTH)
    other = state.setting("why.other", "")
    if other not in others:
        other = next(name for name in OTHERS if name != state.plan)
    return (month if month in range(1, months + 1) else min(USUAL_MONTH, months)), other


def choose(words: Texts, state: State) -> tuple[int, str]:
    """Choose both; what can no longer be chosen gives way to what is usual."""
    month, other = chosen(state)
    for name, value in (("why.month", month), ("why.other", other)):
        if state.setting(name, value) != value:
            current().change(settings={**current().settings, name: value})
    context = state.context_file()
    plans, shown = frame.choices(state, "plan")
    left, right = st.columns([2, 1])
    left.select_slider(
        words("dashboard.why.month"), list(range(1, context.months + 1)),
        format_func=lambda one: words.short_date(context.date_of(one)), **bound_setting("why.month", month),
    )  # fmt: skip
    right.selectbox(
        words("dashboard.why.other"), [name for name in plans if name != state.plan], format_func=shown,
        **bound_setting("why.other", other),
    )  # fmt: skip
    return chosen(current())


def forked(words: Texts, state: State, month: int, other: str) -> Fork | None:
    """Return the fork, computed in the background; the old one until the new one is there."""
    files = state.scenario_file(), (state.plan_file(), state.plan_file(other)), state.context_file()

    def work(progress: Progress, cancelled: IsCancelled) -> Fork:
        return fork(
            *files, future=state.future, month=month, branches=BRANCHES, seed=state.seed, parameters=state.parameters,
            progress=progress, cancelled=cancelled,
        )  # fmt: skip

    key = causes.key_of(state, "fork", state.future, month, state.plan_file(other).model_dump_json())
    found: Fork | None = causes.in_background(words, "why fork", key, work)
    return found


def draw(words: Texts, found: Fork) -> None:
    """Say and draw what could become of the past."""
    for sentence in sentences.fork_in_words(found, words):
        st.markdown(frame.plain(sentence))
    frame.chart(fork_picture(found, words), fork_in_short(found, words), "fork")
    st.caption(words("fork.switch"))
