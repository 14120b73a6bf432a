"""Pathways: when to change course? How long plans are good enough, what waiting costs, and what warns."""

from __future__ import annotations

import streamlit as st

from dashboard import course, exports, frame
from dashboard.course import Asked
from dashboard.grids import words_table
from dashboard.state import FUTURES, State, bound, current, put
from sim.language.catalogue import Texts
from sim.pathways.pathways import Pathways
from sim.report.pathways_chart import pathways_in_words, pathways_map, pathways_sentences


def show(words: Texts, state: State) -> None:
    """Draw the page: the choices, the map, the tables."""
    st.markdown(words("dashboard.pathways.intro"))
    _choose(words, state)
    asked = course.asked_by(current())
    found, job = course.answer(asked, frame.jobs())
    if found is not None:
        _draw(words, found)
    elif job is not None and job.error is not None:
        with frame.panel(words):
            raise job.error
    elif job is not None and job.cancelled:
        st.caption(words("dashboard.pathways.stopped"))
        st.button(words("dashboard.pathways.again"), on_click=_forget)
    elif job is not None:
        frame.waiting(words, job)
    _foot(words, asked, found)


def _forget() -> None:
    """Let work that was stopped begin again when the page is drawn next."""
    frame.jobs().pop(course.SLOT, None)


def _choose(words: Texts, state: State) -> None:
    """Choose where, what happens, the plan of the beginning, and those that one could turn to."""
    for column, kind in zip(st.columns(3), ("context", "scenario", "plan"), strict=True):
        names, shown = frame.choices(state, kind)
        column.selectbox(words(f"dashboard.start.{kind}"), names, format_func=shown, **bound(kind))
    names, shown = frame.choices(state, "plan")
    widget, chosen = "pathways plans", list(course.alternatives(current()))
    put(widget, chosen)

    def keep() -> None:
        now = current()
        now.change(settings={**now.settings, course.PLANS: ",".join(st.session_state[widget])})

    st.multiselect(
        words("dashboard.pathways.plans", most=course.MOST_ALTERNATIVES),
        [name for name in names if name != current().plan], format_func=shown, key=widget,
        max_selections=course.MOST_ALTERNATIVES, on_change=keep,
    )  # fmt: skip


def _draw(words: Texts, found: Pathways) -> None:
    """Draw the map and say what it shows; then the tables."""
    with frame.panel(words):
        said = pathways_in_words(found, words)
        frame.chart(pathways_map(found, words), said, "pathways")
        st.caption(words("dashboard.why.basis", n=found.futures, all=FUTURES))
        st.markdown("\n".join(f"- {frame.plain(sentence)}" for sentence in pathways_sentences(found, words)))
        st.caption(words("dashboard.pathways.reading"))
    with frame.panel(words):
        how_long = words("dashboard.pathways.how_long")
        st.subheader(how_long, anchor=False)
        st.html(words_table(course.by_plan(found, words), how_long))
    with frame.panel(words):
        warnings = words("dashboard.pathways.warnings")
        st.subheader(warnings, anchor=False)
        if found.signposts:
            st.html(words_table(course.signpost_table(found, words), warnings))
            explained = words("dashboard.pathways.warnings_explained", measures=course.measures_watched(words))
            below = words("dashboard.pathways.warnings_own") if found.own else ""
            st.caption(f"{explained} {below}")
        else:
            st.markdown(words("dashboard.pathways.too_few", n=found.collapses, all=found.futures))


def _foot(words: Texts, asked: Asked, found: Pathways | None) -> None:
    """End the page: how to read it, the tables, the same numbers elsewhere."""
    with frame.panel(words):
        frame.reading(
            words, words("dashboard.pathways.compared"), words("dashboard.pathways.sure", n=course.FUTURES),
            words("dashboard.start.assumed"),
        )  # fmt: skip
    if found is not None:
        with frame.panel(words), st.expander(words("dashboard.frame.downloads"), icon=":material/download:"):
            exports.downloads(
                words,
                {
                    "pathways": lambda: course.plan_table(found, words),
                    "signposts": lambda: course.signpost_table(found, words),
                },
                {"pathways": lambda: pathways_map(found, words)},
            )
    with frame.panel(words), st.expander(words("dashboard.frame.same_numbers"), icon=":material/terminal:"):
        st.write(words("dashboard.frame.same_explained"))
        st.code(course.command_line(asked), language="bash", wrap_lines=True)
        st.code(course.python_lines(asked), language="python", wrap_lines=True)
        exports.give(words, (asked.scenario, *asked.plans, asked.context))
