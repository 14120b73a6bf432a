"""Compare: which plan holds up? Up to four scenarios under up to four plans, in the very same futures."""

from __future__ import annotations

import html
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import computing, exports, frame
from dashboard.grids import key, overview, regret, regret_table, states_key, working_table
from dashboard.state import MOST_COMPARED, State, current, put
from sim.language.catalogue import Texts
from sim.report import alternatives, charts, findings, ranking
from sim.results.compare import Cell, Comparison

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from sim.files.plan import Plan
    from sim.files.scenario import Scenario

SMALL: Final = 210
"""Pixels of a picture that stands beside others."""


def show(words: Texts, state: State) -> None:
    """Draw the page: what is compared, the finding in words, the tables, the pictures."""
    st.markdown(words("dashboard.compare.intro"))
    _choose(words, state)
    state = current()
    question = computing.question(state, state.scenarios, state.plans)
    sentence, progress = st.container(key="answer"), st.container()
    with progress:
        comparison = frame.answered(words, question, "compare").comparison
    with sentence, frame.panel(words):
        _in_words(words, comparison)
    with frame.panel(words):
        _tables(words, comparison)
    with frame.panel(words):
        _differences(words, comparison)
    with frame.panel(words):
        _over_time(words, comparison)
    _foot(words, question, comparison)


def _choose(words: Texts, state: State) -> None:
    """Choose scenarios, plans, and which plan the others are compared with."""
    left, right = st.columns(2)
    for column, kind in ((left, "scenario"), (right, "plan")):
        names, shown = frame.choices(state, kind)
        widget = f"compare {kind}s"
        put(widget, list(getattr(state, f"{kind}s")))
        column.multiselect(
            words(f"dashboard.compare.{kind}s", most=MOST_COMPARED), names, format_func=shown, key=widget,
            max_selections=MOST_COMPARED, on_change=_chosen, args=(kind, widget),
        )  # fmt: skip


def _chosen(kind: str, widget: str) -> None:
    """Keep what was chosen; the last one cannot be taken away."""
    names: list[Any] = st.session_state[widget]
    if names:
        current().change(**{f"{kind}s": tuple(names)})


def _in_words(words: Texts, comparison: Comparison) -> None:
    """Say which plan holds up best, or that it is too close to call."""
    best = ranking.best_and_worst(comparison, words)
    if best:
        st.markdown(frame.plain(best))
    elif len(comparison.plans) > 1:
        for sentence in ranking.plans_in_short(comparison, words):
            st.markdown(frame.plain(sentence))
    st.markdown(frame.plain(findings.headline(comparison, words)))


def _tables(words: Texts, comparison: Comparison) -> None:
    """Show how many futures are still working, and what a choice would cost where another scenario comes."""
    st.subheader(words("dashboard.compare.overview"), anchor=False)
    st.html(overview(comparison, words))
    if len(comparison.plans) > 1:
        st.subheader(words("dashboard.compare.regret"), anchor=False)
        st.html(regret_table(comparison, words))
        st.caption(words("dashboard.compare.regret_explained"))


def _differences(words: Texts, comparison: Comparison) -> None:
    """Draw and say the paired differences of every plan against the first."""
    if len(comparison.plans) < 2:
        st.info(words("dashboard.compare.one_plan"))
        return
    first = frame.title_of(comparison.plans[0])
    st.subheader(words("dashboard.compare.differences", plan=first), anchor=False)
    for plan in comparison.plans[1:]:
        contrasts = findings.contrasts_of_plan(comparison, plan.name, words.language)
        said = alternatives.paired_differences(contrasts, words)
        frame.chart(_difference(plan, words, comparison), said, f"differences {plan.name}")


def _difference(plan: Plan, words: Texts, comparison: Comparison) -> go.Figure:
    """Return the picture of what one plan changes, against the first."""
    contrasts = findings.contrasts_of_plan(comparison, plan.name, words.language)
    title = ranking.plan_in_short(contrasts, frame.called(plan), frame.called(comparison.plans[0]), words)
    return charts.paired_differences(contrasts, title, words)


def _over_time(words: Texts, comparison: Comparison) -> None:
    """Draw, for each scenario, the curves of all plans, and below them the states under each plan on the same axes."""
    st.subheader(words("dashboard.compare.survival"), anchor=False)
    st.html(key([frame.called(plan) for plan in comparison.plans]))
    for column, scenario in zip(st.columns(len(comparison.scenarios)), comparison.scenarios, strict=True):
        with column:
            said = alternatives.survival_curves(_curves(scenario, comparison), comparison.context, words)
            _small(_survival(scenario, words, comparison), frame.called(scenario), said, f"survival {scenario.name}")
    st.subheader(words("dashboard.compare.states"), anchor=False)
    names = tuple(one.name for one in comparison.scenarios)
    titles = {one.name: frame.title_of(one) for one in comparison.scenarios}
    chosen = st.segmented_control(
        words("dashboard.start.scenario"), names, format_func=titles.__getitem__, default=names[-1],
        key=f"states of {names}", label_visibility="collapsed",
    )  # fmt: skip
    for column, plan in zip(st.columns(len(comparison.plans)), comparison.plans, strict=True):
        cell = comparison.cell(chosen or names[-1], plan.name)
        with column:
            said = alternatives.states_over_time(cell, comparison.context, words)
            figure = charts.states_over_time(cell, comparison.context, words)
            _small(figure, frame.called(plan), said, f"states {plan.name}")
    st.html(states_key(words))
    st.caption(findings.states_in_short(comparison, words))


def _curves(scenario: Scenario, comparison: Comparison) -> dict[str, Cell]:
    """Return the cells of one scenario, by the title of their plan."""
    return {frame.called(plan): comparison.cell(scenario.name, plan.name) for plan in comparison.plans}


def _survival(scenario: Scenario, words: Texts, comparison: Comparison) -> go.Figure:
    """Return the curves of all plans in one scenario."""
    return charts.survival_curves(_curves(scenario, comparison), comparison.context, words)


def _small(figure: go.Figure, title: str, alternative: str, name: str) -> None:
    """Draw a picture that stands beside others with the same axes."""
    small = charts.as_small_multiple(figure, SMALL).update_layout(title_text=html.escape(title, quote=False))
    small.update_yaxes(title_text="")
    frame.chart(small, alternative, name)


def _foot(words: Texts, question: computing.Question, comparison: Comparison) -> None:
    """End the page."""
    pictures, called = {}, {}
    for plan in comparison.plans[1:]:
        pictures[f"differences-{plan.name}"] = partial(_difference, plan, words, comparison)
        called[f"differences-{plan.name}"] = words("dashboard.picture.differences", plan=frame.title_of(plan))
    for scenario in comparison.scenarios:
        pictures[f"survival-{scenario.name}"] = partial(_survival, scenario, words, comparison)
        title = frame.title_of(scenario)
        called[f"survival-{scenario.name}"] = words("dashboard.picture.survival_in", scenario=title)
    exports.foot(
        words, question, futures=comparison.futures,
        compared=words("dashboard.compare.compared", plan=frame.title_of(comparison.plans[0])),
        sure=words("dashboard.compare.sure", n=comparison.futures, comparisons=comparison.comparisons),
        assumed=words("dashboard.start.assumed"),
        tables={"outcomes": comparison.outcomes, "working": lambda: working_table(comparison),
                "regret": lambda: regret(comparison)},
        pictures=pictures, called=called,
    )  # fmt: skip
