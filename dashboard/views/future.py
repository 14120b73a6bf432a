"""One future: look inside. Who is in post, who burns out, who pays, month by month; beside it another plan or luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
import streamlit as st

from dashboard import computing, exports, frame
from dashboard.looking import Choice, Life, lived, next_hostile, telling
from dashboard.state import FUTURES, State, bound, bound_setting, complain, current
from sim.language.catalogue import Texts
from sim.language.files import title_of
from sim.report.network import actor_network, actor_network_words
from sim.report.single import single_future, single_future_words
from sim.results.outcomes import Thresholds
from sim.story import sentence
from sim.world.measures import BY_DOMAIN

NOBODY, OTHER_LUCK = "-", "+"
"""What may stand beside a future apart from a plan; no file has such a name."""

MONTH: Final = "future month"
PLAYING: Final = "future plays"
FRAME: Final = 0.9
"""Seconds that a month stands still while a future plays."""

MONTHS_A_FRAME: Final = 2
NAME_ROOM: Final = 0.15
"""More room for names beside the actors than a wide page needs: on a phone they would be cut off."""

LOG_HEIGHT: Final = 380
MOST_KEPT: Final = 8
"""Lives that are remembered, of all sessions together: about three megabytes each."""


def show(words: Texts, state: State) -> None:
    """Draw the page: which future, the actors in a month, the log, the measures."""
    st.markdown(words("dashboard.future.intro"))
    for column, kind in zip(st.columns(3), ("context", "scenario", "plan"), strict=True):
        names, shown = frame.choices(state, kind)
        column.selectbox(words(f"dashboard.start.{kind}"), names, format_func=shown, **bound(kind))
    state = current()
    _choose(words, state)
    state = current()
    shown_lives = _lives(words, state)
    with frame.panel(words):
        _stage(words, shown_lives)
    with frame.panel(words):
        _logs(words, shown_lives)
    with frame.panel(words):
        _measures(words, shown_lives)
    _foot(words, shown_lives)


def _choose(words: Texts, state: State) -> None:
    """Choose the number of the future, or jump to one that shows something; and what stands beside it."""
    number, jumps = st.columns([1, 3], vertical_alignment="bottom")
    number.number_input(words("dashboard.future.number"), 0, FUTURES - 1, **bound("future"))
    with jumps.container(horizontal=True):
        for what in ("collapse", "hostile", "middle", "best"):
            st.button(
                words(f"dashboard.future.jump.{what}"), key=f"jump {what}", on_click=_jump, args=(what, words),
                help=words(f"dashboard.future.jump_help.{what}"),
            )  # fmt: skip
    plans, title = frame.choices(state, "plan")
    options = (NOBODY, OTHER_LUCK, *(plan for plan in plans if plan != state.plan))
    special = {NOBODY: words("dashboard.future.nobody"), OTHER_LUCK: words("dashboard.future.other_luck")}
    usual = next((plan for plan in state.plans if plan != state.plan), NOBODY)
    if state.setting("future.beside", usual) not in options or "future.beside" not in state.settings:
        state.change(settings={**state.settings, "future.beside": usual})
    left, right = st.columns(2)
    left.selectbox(
        words("dashboard.future.beside"), options, **bound_setting("future.beside", NOBODY),
        format_func=lambda one: special.get(one) or words("dashboard.future.plan", plan=title(one)),
    )  # fmt: skip
    if current().setting("future.beside", NOBODY) == OTHER_LUCK:
        context = state.context_file()
        right.select_slider(
            words("dashboard.future.fork"), range(1, context.months + 1), help=words("dashboard.future.fork_help"),
            format_func=lambda month: words.date(context.date_of(month)), **bound_setting("future.fork", _fork(state)),
        )  # fmt: skip


def _fork(state: State) -> int:
    """Return the month from which on there may be other luck, within the horizon of the place that is chosen now."""
    months = state.context_file().months
    return max(1, min(int(state.setting("future.fork", months // 2)), months))


def _jump(what: str, words: Texts) -> None:
    """Choose a future that shows something, and the month in which it does."""
    state = current()
    found = _found(what, state)
    if found is None:
        complain(words(f"dashboard.future.none.{what}"))
        return
    future, month = found
    st.session_state[PLAYING] = False
    if month is not None:
        st.session_state[MONTH] = month
    state.change(future=future)


def _found(what: str, state: State) -> tuple[int, int | None] | None:
    """Return a future that shows something, and the month in which it does; no month where it shows it all along."""
    if what == "hostile":
        return next_hostile(_choice(state), FUTURES - 1)
    asked = computing.question(state)
    outcomes = computing.ask(asked, "future", frame.jobs()).comparison.cell(state.scenario, state.plan).outcomes
    future = telling(outcomes, what, state.future)
    if future is None:
        return None
    if what != "collapse":
        return future, None
    choice = replace(_choice(state), future=future)
    return future, _remembered(choice.key(), choice).collapses_in()


def _choice(state: State, plan: str | None = None, branch_month: int | None = None) -> Choice:
    return Choice(
        state.scenario_file(), state.plan_file(plan), state.context_file(), state.seed, state.future,
        state.parameters, branch_month,
    )  # fmt: skip


def _lives(words: Texts, state: State) -> dict[str, Life]:
    """Return the chosen life, and the one beside it, by what they are called."""
    first = title_of(state.plan_file(), words.language)
    found = {first: _remembered(_choice(state).key(), _choice(state))}
    beside = str(state.setting("future.beside", NOBODY))
    if beside == OTHER_LUCK:
        fork = _fork(state)
        other = _choice(state, branch_month=fork)
        found[words("dashboard.future.forked", date=words.date(other.context.date_of(fork)))] = _remembered(
            other.key(), other
        )
    elif beside in state.names("plan"):
        other = _choice(state, plan=beside)
        found[title_of(other.plan, words.language)] = _remembered(other.key(), other)
    return found


@st.cache_resource(max_entries=MOST_KEPT, show_spinner=False)
def _remembered(key: str, _choice: Choice) -> Life:
    """Return a life that was lived through before, or live through it."""
    return lived(_choice)


def _stage(words: Texts, lives: Mapping[str, Life]) -> None:
    """Draw the actors; while the future plays, month after month."""
    playing = bool(st.session_state.get(PLAYING))
    st.fragment(_month_by_month, run_every=FRAME if playing else None)(words, lives, playing)


def _month_by_month(words: Texts, lives: Mapping[str, Life], playing: bool) -> None:
    """Draw the controls, and the actors of the month."""
    first = next(iter(lives.values()))
    context = first.choice.context
    now = min(int(st.session_state.get(MONTH, 0)), context.months)
    if playing:
        now = min(now + MONTHS_A_FRAME, context.months)
    st.session_state[MONTH] = now
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button("", icon=":material/skip_previous:", help=words("dashboard.future.back"), on_click=_step, args=(-1,),
                  key="step back")  # fmt: skip
        label, icon = ("pause", ":material/pause:") if playing else ("play", ":material/play_arrow:")
        if st.button(words(f"dashboard.future.{label}"), icon=icon, key="play"):
            st.session_state[PLAYING] = not playing
            if not playing and now == context.months:
                st.session_state[MONTH] = 0
            st.rerun()
        st.button("", icon=":material/skip_next:", help=words("dashboard.future.on"), on_click=_step, args=(1,),
                  key="step on")  # fmt: skip
    st.select_slider(
        words("dashboard.future.month"), range(context.months + 1), key=MONTH, label_visibility="collapsed",
        format_func=lambda month: words.date(context.date_of(month)),
    )  # fmt: skip
    for column, (label, life) in zip(st.columns(len(lives), gap="medium"), lives.items(), strict=True):
        with column:
            actors = life.actors(now)
            state = words(f"state.{life.state(now)}")
            st.markdown(f"**{frame.plain(label)}** · {state}")
            figure = actor_network(actors, words)
            left, right = figure.layout.xaxis.range
            figure.update_xaxes(range=[left - NAME_ROOM, right + 2 * NAME_ROOM])
            frame.chart(figure, actor_network_words(actors, words), f"network {label}")
            happened = [sentence(one, context, life.choice.plan, words) for one in life.entries if one.month == now]
            for said in happened:
                st.caption(frame.plain(said))
    if playing and now == context.months:
        st.session_state[PLAYING] = False
        st.rerun()


def _step(months: int) -> None:
    """Go to the month before or after."""
    st.session_state[PLAYING] = False
    st.session_state[MONTH] = max(0, st.session_state.get(MONTH, 0) + months)


def _logs(words: Texts, lives: Mapping[str, Life]) -> None:
    """Tell what happened."""
    st.subheader(words("dashboard.future.log"), anchor=False)
    everything = st.toggle(words("dashboard.future.everything"), key="future everything")
    for column, (label, life) in zip(st.columns(len(lives), gap="medium"), lives.items(), strict=True):
        with column:
            st.markdown(f"**{frame.plain(label)}**")
            lines, before = [], ""
            for entry in life.entries:
                if entry.notable or everything:
                    date = words.date(entry.date)
                    said = frame.plain(sentence(entry, life.choice.context, life.choice.plan, words))
                    lines.append(f"- {said}" if date == before else f"\n**{frame.plain(date)}**\n\n- {said}")
                    before = date
            with st.container(height=LOG_HEIGHT, key=f"log {label}"):
                st.markdown("\n".join(lines))


def _measures(words: Texts, lives: Mapping[str, Life]) -> None:
    """Draw every measure."""
    st.subheader(words("dashboard.future.measures"), anchor=False)
    context = next(iter(lives.values())).choice.context
    first, whole = next(iter(lives.values())), np.ones(context.months + 1)
    bars = {one: Thresholds().working * first.measure(one)[0] * whole for one in ("people", "reuse")}
    for pair in zip(BY_DOMAIN[::2], BY_DOMAIN[1::2], strict=True):
        for column, measure in zip(st.columns(2, gap="medium"), pair, strict=True):
            with column:
                lines = {label: life.measure(measure) for label, life in lives.items()}
                figure = single_future(lines, measure, context, words, bars.get(measure))
                frame.chart(figure, single_future_words(lines, measure, context, words), f"line {measure}")


def _foot(words: Texts, lives: Mapping[str, Life]) -> None:
    """End the page."""
    chosen, *others = (life.choice for life in lives.values())
    with frame.panel(words):
        frame.reading(
            words, words("dashboard.future.compared"), words("dashboard.future.sure", n=chosen.future),
            words("dashboard.future.assumed"),
        )  # fmt: skip
    with frame.panel(words), st.expander(words("dashboard.frame.downloads"), icon=":material/download:"):
        first = next(iter(lives.values()))
        exports.downloads(words, {"months": first.table}, {})
    with frame.panel(words), st.expander(words("dashboard.frame.same_numbers"), icon=":material/terminal:"):
        st.write(words("dashboard.frame.same_explained"))
        for choice in (chosen, *others):
            if choice.branch_month is None:
                st.code(choice.command(), language="bash", wrap_lines=True)
            st.code(choice.python(), language="python", wrap_lines=True)
        exports.give(words, [file for one in (chosen, *others) for file in (one.scenario, one.plan, one.context)])
