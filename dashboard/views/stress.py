"""Stress: what breaks it? Two shocks at once in a grid, a square that is opened, and the verdicts of the suite."""

from __future__ import annotations

import streamlit as st

from dashboard import exports, frame, stress_answers, stress_panels
from dashboard.state import FUTURES, State, bound, bound_setting, current
from dashboard.stress_answers import KINDS, Asked
from sim.language import terms
from sim.language.catalogue import Texts
from sim.report.stress_chart import verdict_chart
from sim.stress.breaking import Frontier


def show(words: Texts, state: State) -> None:
    """Draw the page: the choices, the grid, the opened square, the suite."""
    st.markdown(words("dashboard.stress.intro"))
    _choose(words, stress_answers.cleaned(state))
    state = current()
    require = state.setting("stress.require", 50) / 100
    asked = stress_answers.asked_by(state, (state.plan,))
    found, job = stress_answers.grid(asked, frame.jobs())
    if found is not None:
        wide, narrow = st.columns((3, 2), gap="medium")
        with wide, frame.panel(words):
            stress_panels.grid(words, found, require)
        with narrow, frame.panel(words):
            stress_panels.square(words, state, asked, found, require)
    if job is not None and not job.cancelled and job.error is None:
        frame.waiting(words, job, words("dashboard.stress.grid"))
    elif job is not None and job.cancelled:
        st.caption(words("dashboard.frame.stopped", n=0 if found is None else found.ground.futures))
    elif job is not None and job.error is not None:
        with frame.panel(words):
            raise job.error
    with frame.panel(words):
        stress_panels.suite_verdicts(words, state, require)
    _foot(words, state, asked, found, require)


def _choose(words: Texts, state: State) -> None:
    """Choose the place, the plan, both shocks, and what is required."""
    asked = stress_answers.asked_by(state, (state.plan,))
    columns = [*st.columns(2), *st.columns(2)]
    for column, kind in zip(columns[:2], ("context", "plan"), strict=True):
        names, shown = frame.choices(state, kind)
        column.selectbox(words(f"dashboard.start.{kind}"), names, format_func=shown, **bound(kind))
    for column, place, other in ((columns[2], "down", asked.across), (columns[3], "across", asked.down)):
        column.selectbox(
            words(f"dashboard.stress.{place}"), [kind for kind in KINDS if kind != other],
            format_func=lambda kind: terms.title("event", kind, words.language),
            **bound_setting(f"stress.{place}", getattr(asked, place)),
        )  # fmt: skip
    st.slider(
        words("dashboard.stress.require"), 0, 100, step=5, help=words("dashboard.stress.require_help"),
        **bound_setting("stress.require", 50),
    )  # fmt: skip


def _foot(words: Texts, state: State, asked: Asked, found: Frontier | None, require: float) -> None:
    """End the page: how to read it, the tables, the commands."""
    futures = FUTURES if found is None else found.ground.futures
    suite = stress_answers.asked_by(state, stress_answers.suite_plans(state))
    with frame.panel(words):
        frame.reading(
            words, words("dashboard.stress.compared"), words("dashboard.stress.sure", n=futures, all=FUTURES),
            words("dashboard.start.assumed"),
        )  # fmt: skip
    if found is None:
        return
    with frame.panel(words), st.expander(words("dashboard.frame.downloads"), icon=":material/download:"):
        tables = {"grid": lambda: stress_answers.grid_table(found)}
        pictures = {"stress": lambda: stress_panels.pictured(found, require, words)[0]}
        test = stress_answers.verdicts(suite, require, frame.jobs())
        if test is not None:
            plan = test.plans[0].name
            tables["verdicts"] = lambda: stress_answers.verdict_table(test)
            pictures["verdicts"] = lambda: verdict_chart(test, plan, words)
        exports.downloads(words, tables, pictures)
    with frame.panel(words), st.expander(words("dashboard.frame.same_numbers"), icon=":material/terminal:"):
        st.write(words("dashboard.frame.same_explained"))
        st.code(stress_answers.grid_command(asked, futures), language="bash", wrap_lines=True)
        st.code(stress_answers.suite_command(suite, require), language="bash", wrap_lines=True)
        st.code(stress_answers.grid_lines(asked, futures), language="python", wrap_lines=True)
        exports.give(words, (*asked.plans, *suite.plans, asked.context))
