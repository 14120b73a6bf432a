"""Why: what matters most? One thing at a time, what collapses hang on, and the story of one future's causes."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import causes, choices, computing, exports, forks, frame
from dashboard.state import State, bound, current
from sim.causes.attribution import Why
from sim.causes.collapses import Collapses
from sim.causes.forking import Fork
from sim.causes.swings import Swings
from sim.choices.answers import findings
from sim.choices.study import Levers
from sim.choices.tables import table
from sim.language.catalogue import Texts
from sim.report import causes_chart
from sim.report.fork_chart import fork_picture
from sim.report.levers_chart import response_curve

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

Tables = dict[str, Callable[[], "pd.DataFrame"]]
Pictures = dict[str, Callable[[], "go.Figure"]]


def show(words: Texts, state: State) -> None:
    """Draw the page: what moves it most, what collapses hang on, one future."""
    st.markdown(words("dashboard.why.intro"))
    for column, kind in zip(st.columns(3), ("context", "scenario", "plan"), strict=True):
        names, shown = frame.choices(state, kind)
        column.selectbox(words(f"dashboard.start.{kind}"), names, format_func=shown, **bound(kind))
    state = current()
    future, collapses, swings, turned, fork = None, None, None, None, None
    with frame.panel(words):
        st.subheader(words("dashboard.why.moves"), anchor=False)
        st.markdown(words("dashboard.why.moves_explained", n=causes.FUTURES))
        swings = causes.swings(words, state, causes.choose_group(words))
        if swings is not None:
            causes.draw_swings(words, swings)
    with frame.panel(words):
        st.subheader(words("dashboard.why.levers"), anchor=False)
        st.markdown(words("dashboard.why.levers_explained", n=causes.FUTURES))
        turned = choices.turned(words, state, choices.choose(words, state))
        if turned is not None:
            choices.draw(words, turned)
    with frame.panel(words):
        st.subheader(words("dashboard.why.collapses"), anchor=False)
        collapses = causes.collapses(words, state)
        if collapses is not None:
            causes.draw_collapses(words, collapses)
    with frame.panel(words):
        st.subheader(words("dashboard.why.future"), anchor=False)
        causes.choose_future(words)
        future = causes.one_future(words, state)
        causes.draw_future(words, future)
    with frame.panel(words):
        st.subheader(words("dashboard.why.fork"), anchor=False)
        month, other = forks.choose(words, state)
        fork = forks.forked(words, current(), month, other)
        if fork is not None:
            forks.draw(words, fork)
    _foot(words, current(), Shown(future, swings, turned, collapses, fork))


@dataclass(frozen=True)
class Shown:
    """What the page shows now; None where it is still being computed."""

    future: Why | None
    swings: Swings | None
    turned: Levers | None
    collapses: Collapses | None
    fork: Fork | None


def _files(words: Texts, shown: Shown) -> tuple[Tables, Pictures]:
    """Return what can be downloaded: tables and pictures by file name, made when they are asked for."""
    tables: Tables = {}
    pictures: Pictures = {}
    future, swings, collapses, fork = shown.future, shown.swings, shown.collapses, shown.fork
    if swings is not None:
        tables["swings"], pictures["swings"] = swings.table, lambda: causes.swings_picture(swings, words)
    turned = shown.turned
    if turned is not None:
        tables["levers"] = lambda: table(turned)
        pictures["levers"] = lambda: response_curve(turned, findings(turned)[0], words)
    if collapses is not None:
        tables["collapses"] = collapses.table
        pictures["necessary"] = lambda: causes_chart.necessary_kinds(collapses, words)
    if future is not None and future.causes:
        tables["causes"], pictures["shares"] = future.table, lambda: causes_chart.shares_of_causes(future, words)
    if fork is not None:
        tables["fork"], pictures["fork"] = fork.outcomes, lambda: fork_picture(fork, words)
    return tables, pictures


def _foot(words: Texts, state: State, shown: Shown) -> None:
    """End the page: how sure, downloads, and the same numbers elsewhere."""
    tables, pictures = _files(words, shown)
    with frame.panel(words):
        frame.reading(
            words, words("dashboard.why.compared"), words("dashboard.why.sure"), words("dashboard.start.assumed")
        )
    with frame.panel(words), st.expander(words("dashboard.frame.downloads"), icon=":material/download:"):
        exports.downloads(words, tables, pictures)
    with frame.panel(words), st.expander(words("dashboard.frame.same_numbers"), icon=":material/terminal:"):
        _same_numbers(words, state)


def _same_numbers(words: Texts, state: State) -> None:
    """Say how the command line and Python give the numbers that the page shows."""
    question = computing.question(state)
    st.write(words("dashboard.frame.same_explained"))
    st.code("\n".join(commands(state)), language="bash", wrap_lines=True)
    st.code(python_lines(state), language="python", wrap_lines=True)
    _, other = forks.chosen(state)
    exports.give(words, (*question.scenarios, *question.plans, state.plan_file(other), question.context))


def commands(state: State) -> list[str]:
    """Return the commands that print why the future went as it did, and what collapses hang on."""
    scenario, plan, context = (
        exports.given(file) for file in (state.scenario_file(), state.plan_file(), state.context_file())
    )
    usual = ["--seed", str(state.seed), "--parameters", state.parameters]
    first = ["sobremesa", "why", scenario, "--plan", plan, "--context", context]
    return [
        shlex.join([*first, "--future", str(state.future), *usual]),
        shlex.join([*first, "--futures", str(causes.FUTURES), *usual]),
        shlex.join([*_levers_words(state, plan, context), *usual]),
        shlex.join(_fork_words(state, scenario, plan, context) + usual),
    ]


def _levers_words(state: State, plan: str, context: str) -> list[str]:
    """Return the words of the command that turns the dial as it is chosen."""
    worlds = ",".join(exports.given(one) for one in choices.scenarios(state))
    first = ["sobremesa", "levers", choices.chosen(state).name, "--plan", plan, "--context", context]
    return [*first, "--scenarios", worlds, "--futures", str(causes.FUTURES)]


def _fork_words(state: State, scenario: str, plan: str, context: str) -> list[str]:
    """Return the words of the command that forks the future as it is chosen."""
    month, other = forks.chosen(state)
    plans = f"{plan},{exports.given(state.plan_file(other))}"
    words = ["sobremesa", "fork", scenario, "--future", str(state.future), "--month", str(month), "--plans", plans]
    return [*words, "--branches", str(forks.BRANCHES), "--context", context]


def python_lines(state: State) -> str:
    """Return the Python that computes what the page shows."""
    scenario, plan, context = map(exports.in_python, (state.scenario_file(), state.plan_file(), state.context_file()))
    files = f"{scenario}, {plan}, {context}"
    luck = f'seed={state.seed}, parameters="{state.parameters}"'
    group, dial = state.setting("why.group", "plan"), choices.chosen(state).name
    worlds = ", ".join(exports.in_python(one) for one in choices.scenarios(state))
    month, other = forks.chosen(state)
    plans, when = f"[{plan}, {exports.in_python(state.plan_file(other))}]", f"month={month}, branches={forks.BRANCHES}"
    return "\n".join(
        [
            "import sim",
            "from sim.causes.swings import one_at_a_time",
            "from sim.choices.study import levers",
            "",
            f"sim.why({files}, future={state.future}, {luck})",
            f"sim.collapse_causes({files}, futures={causes.FUTURES}, {luck})",
            f"sim.fork({scenario}, {plans}, {context}, future={state.future}, {when}, {luck})",
            f'one_at_a_time({files}, group="{group}", futures={causes.FUTURES}, {luck})',
            f'levers([{worlds}], {plan}, [{context}], only=["{dial}"], futures={causes.FUTURES}, {luck})',
        ]
    )
