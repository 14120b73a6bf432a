"""What the page Why computes and draws: what moves it most, what collapses hang on, and why one future went so."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import computing, frame
from dashboard.computing import IsCancelled, Progress
from dashboard.memory import address, answers
from dashboard.state import FUTURES as MOST_FUTURES
from dashboard.state import State, bound, bound_setting
from sim.causes import sentences
from sim.causes.attribution import Cause, Why, why
from sim.causes.collapses import Collapses, collapse_causes
from sim.causes.swings import ASSUMED, PLAN, Moved, Swings, one_at_a_time
from sim.engines.ensemble import is_compiled
from sim.language import terms
from sim.language.catalogue import Texts
from sim.report import causes_chart
from sim.report.drawing import plain
from sim.report.tornado import MOST_ROWS, Swing, tornado, tornado_words

if TYPE_CHECKING:
    import plotly.graph_objects as go

FUTURES: Final = 200
"""Futures behind each end of a range, and those whose collapses are looked into."""

MORE_OF_A_ROW: Final = 22
"""Pixels that a row needs for the other lines of its label."""

LABEL: Final = 40
LINE: Final = 21
"""Characters of a label beside a bar, and of each of its lines: what a phone has room for."""

MONEY_GOES: Final = ("donor_exit", "donors_exit", "grant_refused")
"""Kinds of events with which money goes."""


def choose_group(words: Texts) -> str:
    """Choose what is moved: what the community decides, or what is only assumed."""
    chosen: str = st.radio(
        words("dashboard.why.group"), (PLAN, ASSUMED), format_func=lambda one: words(f"dashboard.why.group_{one}"),
        horizontal=True, **bound_setting("why.group", PLAN),
    )  # fmt: skip
    return chosen


def swings(words: Texts, state: State, group: str) -> Swings | None:
    """Return what moves it most, computed in the background; the old answer until the new one is there."""
    files = state.scenario_file(), state.plan_file(), state.context_file()

    def work(progress: Progress, cancelled: IsCancelled) -> Swings:
        return one_at_a_time(
            *files, group=group, futures=FUTURES, seed=state.seed, parameters=state.parameters, progress=progress,
            cancelled=cancelled,
        )  # fmt: skip

    found: Swings | None = in_background(words, f"why {group}", key_of(state, "moves", group), work)
    return found


def draw_swings(words: Texts, found: Swings) -> None:
    """Draw the tornado, and name what is too close to call."""
    rows, usual = [swing(one, words) for one in found.moved], 100 * found.usual.share
    said = tornado_words(rows, usual, words("dashboard.why.unit"), words)
    st.caption(words("dashboard.why.ends_explained"))
    frame.chart(swings_picture(found, words), said, "tornado")
    st.caption(words("dashboard.why.basis", n=FUTURES, all=MOST_FUTURES))
    with st.expander(words("dashboard.why.meanings")):
        st.markdown("\n".join(f"- {_explained(one, words)}" for one in found.moved[:MOST_ROWS]))
    close = [_called(one, words) for one in found.moved[:MOST_ROWS] if one.difference.too_close]
    if close:
        st.caption(frame.plain(words("dashboard.why.too_close", names=words.listed(close))))


def swings_picture(found: Swings, words: Texts) -> go.Figure:
    """Return the tornado; the numbers of both ends stand under each name, broken into lines that leave a phone bars."""
    rows = [swing(one, words) for one in found.moved]
    figure = tornado(rows, 100 * found.usual.share, words("dashboard.why.unit"), words)
    ends = {plain(one.label): plain(ends_in_words(one, words)) for one in rows}
    broken = {plain(one.label): "<br>".join(map(plain, textwrap.wrap(one.label, LINE))) for one in rows}
    labels = list(figure.data[0].y)
    figure.update_traces(text=None)
    figure.update_yaxes(
        tickmode="array", tickvals=labels, ticktext=[f"{broken[label]}<br>{ends[label]}" for label in labels],
        tickfont={"size": 11},
    )  # fmt: skip
    low, high = figure.layout.xaxis.range
    figure.update_xaxes(range=[max(0.0, low), min(100.0, high)])
    figure.update_layout(height=figure.layout.height + MORE_OF_A_ROW * len(labels))
    return figure


def ends_in_words(one: Swing, words: Texts) -> str:
    """Return the futures of 100 at both ends of a range."""
    return words("dashboard.why.ends", low=words.number(one.low), high=words.number(one.high))


def swing(one: Moved, words: Texts) -> Swing:
    """Return one thing as the picture wants it, in futures of 100."""
    ends = words.significant(one.low, 3), words.significant(one.high, 3)
    if one.kind == "activity":
        ends = words("dashboard.why.effort_low"), words("dashboard.why.effort_high")
    low, high = (100 * share.share for share in (one.working_low, one.working_high))
    return Swing(_called(one, words), low, high, *ends)


def _called(one: Moved, words: Texts) -> str:
    """Return what a thing is called; of a parameter, what it means, cut short."""
    if one.kind == "parameter":
        return textwrap.shorten(terms.meaning("parameter", one.name, words.language), LABEL, placeholder="…")
    title = terms.title(one.kind, one.name, words.language)
    return words("dashboard.why.effort", activity=title) if one.kind == "activity" else title


def _explained(one: Moved, words: Texts) -> str:
    """Return what a thing is called and what it means; a parameter is called what it means."""
    meaning = frame.plain(terms.meaning(one.kind, one.name, words.language))
    return meaning if one.kind == "parameter" else f"**{frame.plain(_called(one, words))}**: {meaning}"


def collapses(words: Texts, state: State) -> Collapses | None:
    """Return what collapses hang on, computed in the background; the old answer until the new one is there."""
    files = state.scenario_file(), state.plan_file(), state.context_file()

    def work(progress: Progress, cancelled: IsCancelled) -> Collapses:
        return collapse_causes(
            *files, futures=FUTURES, seed=state.seed, parameters=state.parameters, progress=progress,
            cancelled=cancelled,
        )  # fmt: skip

    found: Collapses | None = in_background(words, "why collapses", key_of(state, "collapses"), work)
    return found


def draw_collapses(words: Texts, found: Collapses) -> None:
    """Say and draw what collapses hang on."""
    for sentence in sentences.collapses_in_words(found, words):
        st.markdown(frame.plain(sentence))
    st.caption(words("dashboard.why.basis", n=FUTURES, all=MOST_FUTURES))
    if found.examined:
        figure = causes_chart.necessary_kinds(found, words)
        frame.chart(figure, causes_chart.necessary_in_words(found, words), "necessary")


def choose_future(words: Texts) -> None:
    """Choose the one future."""
    st.number_input(
        words("dashboard.why.number"), 0, MOST_FUTURES - 1, step=1, width=200,
        help=words("dashboard.why.same_future"), **bound("future"),
    )  # fmt: skip


def one_future(words: Texts, state: State) -> Why:
    """Return why the chosen future went as it did: a quarter of a second, or remembered."""
    key = key_of(state, "future", state.future)
    known: Why | None = answers.get(key)
    if known is not None:
        return known
    with st.spinner(words("dashboard.frame.compiling")) if not is_compiled() else nullcontext():
        found = why(
            state.scenario_file(), state.plan_file(), state.context_file(), future=state.future, seed=state.seed,
            parameters=state.parameters,
        )  # fmt: skip
    answers.put(key, found)
    return found


def draw_future(words: Texts, found: Why) -> None:
    """Tell the story of a future with its causes, each alone; and draw what each cost or gave with the rest."""
    st.markdown(f"**{frame.plain(sentences.headline(found, words))}**")
    if found.causes:
        st.markdown(f"**{words('dashboard.why.alone')}**")
    for line in story_lines(found, words):
        st.markdown(f"- {frame.plain(line)}")
    if any(money_helps_gone(cause) for cause in found.causes):
        st.caption(words("dashboard.why.less_money"))
    if found.causes:
        st.markdown(f"**{words('dashboard.why.together')}**")
    st.markdown(frame.plain(sentences.together(found, words)))
    if found.causes:
        figure = causes_chart.shares_of_causes(found, words)
        frame.chart(figure, causes_chart.shares_in_words(found, words), "shares")
        st.caption(f"{words('why.shares')} {words('why.month_of_work')}")


def story_lines(found: Why, words: Texts) -> list[str]:
    """Return a sentence for each cause alone; where it counts the other way together with the rest, that is said."""
    lines = []
    for cause, sentence in sentences.story(found, words):
        share = round(-cause.share)
        if share and cause.alone * cause.share < 0.0:
            sentence += " " + words("dashboard.why.opposite", months=words.signed(share))
        lines.append(sentence)
    return lines


def money_helps_gone(cause: Cause) -> bool:
    """Return whether more work is done because money went, alone or together with the rest."""
    return cause.happening.kind in MONEY_GOES and min(cause.alone, cause.share) <= -1.0


def key_of(state: State, *more: object) -> str:
    """Return the address of an answer: a hash of everything that it depends on."""
    files = (state.scenario_file(), state.plan_file(), state.context_file(), state.plan_file("baseline"))
    return address("why", files, state.seed, state.parameters, *more)


def in_background(words: Texts, slot: str, key: str, work: Callable[[Progress, IsCancelled], Any]) -> Any:
    """Return what work in the background gave; until it is over, how far it is, and what it gave last time."""
    jobs = frame.jobs()
    shown: dict[str, Any] = st.session_state.setdefault("why shown", {})
    known = computing.known(key, slot, jobs)
    if known is not None:
        shown[slot] = known
        return known
    job = computing.once(key, work, slot, jobs)
    if job.error is not None:
        raise job.error
    if job.cancelled:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(words("dashboard.why.stopped"), width="content")
            st.button(words("dashboard.why.again"), key=f"again {slot}", on_click=_forget, args=(slot,))
    else:
        frame.waiting(words, job)
    if slot in shown:
        st.caption(words("dashboard.why.old"))
    return shown.get(slot)


def _forget(slot: str) -> None:
    """Let work that was stopped begin again when the page is drawn next."""
    frame.jobs().pop(slot, None)
