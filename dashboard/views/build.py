"""Build: what could happen? The world, the community and the plan in tables, and what comes of them."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import computing, exports, frame
from dashboard.building import own_files, the_community, the_plan, the_world
from dashboard.state import State, bound, current
from sim.language.catalogue import Texts
from sim.report import alternatives, charts, findings
from sim.report.timeline import event_timeline, event_timeline_words
from sim.results.compare import Cell, Comparison
from sim.results.intervals import of_hundred
from sim.world.measures import BY_DOMAIN, DOMAINS

FAN_HEIGHT = 260


def show(words: Texts, state: State) -> None:
    """Draw the page: the three choices, their tables, the calendar, the answer and the ranges of the measures."""
    st.markdown(words("dashboard.build.intro"))
    for column, kind in zip(st.columns(3), ("context", "scenario", "plan"), strict=True):
        names, shown = frame.choices(state, kind)
        column.selectbox(words(f"dashboard.start.{kind}"), names, format_func=shown, **bound(kind))
    world, community, plan, files = st.tabs([words(f"dashboard.build.tab.{name}") for name in _TABS])
    for tab, draw in ((world, the_world), (community, the_community), (plan, the_plan), (files, own_files)):
        with tab, frame.panel(words):
            draw(words, state)
    state = current()
    with frame.panel(words):
        _calendar(words, state)
    question = computing.question(state)
    comparison = frame.answered(words, question, "build").comparison
    cell = comparison.cell(state.scenario, state.plan)
    with frame.panel(words):
        _answer(words, comparison, cell)
    with frame.panel(words):
        _ranges(words, comparison, cell)
    _foot(words, question, comparison, cell)


_TABS = ("world", "community", "plan", "files")


def _calendar(words: Texts, state: State) -> None:
    """Draw when things happen."""
    chosen = state.scenario_file(), state.context_file(), words, state.plan_file()
    frame.chart(event_timeline(*chosen), event_timeline_words(*chosen), "calendar")


def _answer(words: Texts, comparison: Comparison, cell: Cell) -> None:
    """Say what comes of it."""
    with st.container(key="answer"):
        st.header(words("dashboard.start.answer", n=of_hundred(cell.working.share)), anchor=False)
        for sentence in (findings.against_twin_in_words(cell, words), findings.collapse_in_words(cell, words)):
            if sentence:
                st.markdown(frame.plain(sentence))


def _ranges(words: Texts, comparison: Comparison, cell: Cell) -> None:
    """Draw the range of each measure, with nine sample futures."""
    st.subheader(words("dashboard.build.ranges"), anchor=False)
    st.caption(words("dashboard.build.ranges_explained"))
    with st.expander(words("dashboard.build.measures")):
        for domain, names in DOMAINS.items():
            st.markdown(f"*{words(f'domain.{domain}')}*")
            for measure in names:
                st.markdown(f"**{words(f'measure.{measure}')}**: {words(f'measure_meaning.{measure}')}.")
    for pair in zip(BY_DOMAIN[::2], BY_DOMAIN[1::2], strict=True):
        for column, measure in zip(st.columns(2, gap="medium"), pair, strict=True):
            with column:
                figure = charts.fan(cell, measure, comparison.context, words).update_layout(
                    height=FAN_HEIGHT, showlegend=False
                )
                said = alternatives.fan(cell, measure, comparison.context, words)
                frame.chart(figure, said, f"fan {measure}")


def _foot(words: Texts, question: computing.Question, comparison: Comparison, cell: Cell) -> None:
    """End the page."""
    context = comparison.context
    exports.foot(
        words, question, futures=comparison.futures,
        compared=words("dashboard.build.compared"),
        sure=words(
            "dashboard.start.sure", n=comparison.futures, low=of_hundred(cell.working.low),
            high=of_hundred(cell.working.high),
        ),
        assumed=words("dashboard.build.assumed"),
        tables={"outcomes": comparison.outcomes},
        pictures={
            "calendar": lambda: event_timeline(question.scenarios[0], context, words, question.plans[0]),
            **{name: partial(charts.fan, cell, name, context, words) for name in BY_DOMAIN},
        },
    )  # fmt: skip
