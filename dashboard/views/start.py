"""Start: will it last ten years? A sentence, a hundred dots and a curve, before anything is clicked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from dashboard import computing, exports, frame
from dashboard.dials import LARGEST_SHARE, RESERVE, dials, named, with_reserve, with_share
from dashboard.state import FUTURES, State, bound, current, put
from sim.files.plan import Plan
from sim.language.catalogue import LANGUAGES, Texts, texts
from sim.language.files import horizon
from sim.report import alternatives, charts, findings
from sim.results.compare import Cell, Comparison
from sim.results.intervals import of_hundred
from sim.results.second_lives import with_second_lives

STORIES: Final = {"steady": "calm-decade", "hostile": "hostile-successors", "donor": "big-funders-go"}
"""What each story card chooses."""

USUAL: Final = "baseline"
"""The plan that others are compared with."""

MINE: Final = "my-plan"

TWICE: Final = "start twice"
"""The slot of the work that tells luck from which community it is."""

DOTS_HEIGHT: Final = 300


def show(words: Texts, state: State) -> None:
    """Draw the page: the stories, the answer, the dials, the pictures."""
    st.markdown(words("dashboard.start.intro"))
    _stories(words, state)
    sentence = st.container(key="answer")
    _where(words, state)
    _dials(words, state)
    state = current()
    plans = (USUAL,) if state.plan == USUAL else (USUAL, state.plan)
    question = computing.question(state, plans=plans)
    pictures, progress = st.container(), st.container()
    with progress:
        answer = frame.answered(words, question, "start")
    comparison = answer.comparison
    with sentence:
        _answer(words, state, comparison)
    with pictures, frame.panel(words):
        _pictures(words, state, comparison)
    _foot(words, state, question, comparison)


def _stories(words: Texts, state: State) -> None:
    """Draw a card for each story; one of them is chosen."""
    for column, (story, scenario) in zip(st.columns(3), STORIES.items(), strict=True):
        chosen = state.scenario == scenario
        with column.container(border=True, height="stretch", key=f"card {story}"):
            st.button(
                frame.called(state.scenario_file(scenario)), key=f"story {story}", width="stretch",
                type="primary" if chosen else "secondary", icon=":material/check:" if chosen else None,
                on_click=_choose_story, args=(scenario,),
            )  # fmt: skip
            st.markdown(words(f"dashboard.start.told.{story}"))


def _choose_story(scenario: str) -> None:
    current().change(scenario=scenario)


def _where(words: Texts, state: State) -> None:
    """Choose the place, the scenario where it is another one, and the plan."""
    for column, kind in zip(st.columns(3), ("context", "scenario", "plan"), strict=True):
        names, shown = frame.choices(state, kind)
        column.selectbox(words(f"dashboard.start.{kind}"), names, format_func=shown, **bound(kind))


def _answer(words: Texts, state: State, comparison: Comparison) -> None:
    """Say it in a sentence, and what the plan changes."""
    cell = comparison.cell(state.scenario, state.plan)
    place = findings.place(comparison.context, words)
    years = horizon(comparison.context, words)
    st.header(words("dashboard.start.answer", n=of_hundred(cell.working.share)), anchor=False)
    st.markdown(
        words(
            "dashboard.start.answer_in_full", where=frame.plain(place), years=years,
            scenario=frame.title_of(state.scenario_file()), plan=frame.title_of(state.plan_file()),
            low=of_hundred(cell.working.low), high=of_hundred(cell.working.high),
        )
    )  # fmt: skip
    if cell.against_twin is not None:
        st.markdown(findings.against_twin_in_words(cell, words))
        st.markdown(findings.years_lost_in_words(cell, words) or "")
    if state.plan != USUAL:
        difference = comparison.against_first_plan(state.scenario, state.plan)
        usual = words(
            "dashboard.start.usual", n=of_hundred(comparison.cell(state.scenario, USUAL).working.share),
            plan=frame.title_of(state.plan_file(USUAL)),
        )  # fmt: skip
        st.markdown(f"{usual} {findings.difference_in_words(difference, frame.title_of(state.plan_file()), words)}")


def _dials(words: Texts, state: State) -> None:
    """Draw three sliders that make the chosen plan the user's own."""
    stand = dials(state.plan_file())
    st.markdown(f"**{words('dashboard.start.dials')}**")
    left, middle, right = st.columns(3, gap="medium", vertical_alignment="bottom")
    with left:
        _dial(words, "reserve", round(stand.reserve), int(RESERVE.high), with_reserve)
    for column, group in ((middle, "people"), (right, "governments")):
        with column:
            share = round(100 * getattr(stand, group))
            _dial(words, group, share, round(100 * LARGEST_SHARE), partial(_shared, group))


def _shared(group: str, plan: Plan, value: int) -> Plan:
    return with_share(plan, group, value / 100)


def _dial(words: Texts, name: str, stand: int, largest: int, turned: Callable[[Plan, int], Plan]) -> None:
    """Draw one slider."""
    key = f"dial {name}"
    put(key, min(stand, largest))

    def turn() -> None:
        plan = turned(current().plan_file(), st.session_state[key])
        titles = {language: texts(language)("dashboard.start.mine") for language in LANGUAGES}
        current().keep(named(plan, MINE, titles))

    st.slider(
        words(f"dashboard.start.dial.{name}"), 0, largest, key=key, on_change=turn,
        format="%d" if name == "reserve" else _per_cent(words), help=words(f"dashboard.start.dial_help.{name}"),
    )  # fmt: skip


def _per_cent(words: Texts) -> str:
    """Return how a slider writes per cent: 20%, in Spanish and French with a space."""
    return words.per_cent(0).replace("%", "%%").replace("0", "%d")


def _pictures(words: Texts, state: State, comparison: Comparison) -> None:
    """Draw a hundred dots and the curve, of the usual plan too where another one is chosen."""
    cell = comparison.cell(state.scenario, state.plan)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        figure = charts.hundred_dots(cell, words).update_layout(height=DOTS_HEIGHT)
        frame.chart(figure, alternatives.hundred_dots(cell, words), "dots")
    with right:
        cells = _curves(state, comparison)
        figure = charts.survival_curves(cells, comparison.context, words)
        frame.chart(figure, alternatives.survival_curves(cells, comparison.context, words), "survival")
    st.caption(findings.states_in_short(comparison, words))


def _curves(state: State, comparison: Comparison) -> dict[str, Cell]:
    """Return the cells whose curves are drawn, by the title of their plan."""
    names = dict.fromkeys((state.plan, USUAL))
    return {frame.called(state.plan_file(name)): comparison.cell(state.scenario, name) for name in names}


def _foot(words: Texts, state: State, question: computing.Question, comparison: Comparison) -> None:
    """End the page."""
    cell = comparison.cell(state.scenario, state.plan)
    settled = comparison.futures >= FUTURES and len(comparison.parameter_sets) > 1
    told = _told_apart(words, state, question, comparison) if settled else cell
    exports.foot(
        words, question, futures=comparison.futures,
        compared=_compared(words, state, cell),
        sure=_sure(words, told, comparison.futures),
        assumed=words("dashboard.start.assumed"),
        tables={"outcomes": comparison.outcomes},
        pictures={
            "dots": lambda: charts.hundred_dots(cell, words),
            "survival": lambda: charts.survival_curves(_curves(state, comparison), comparison.context, words),
        },
    )  # fmt: skip


def _told_apart(words: Texts, state: State, question: computing.Question, comparison: Comparison) -> Cell:
    """Return the cell, with the futures' second lives once somebody has asked for them; offer to ask."""
    plan = state.plan_file()
    key = f"{question.key(comparison.futures, plan)} lived twice"
    found: Comparison | None = computing.known(key, TWICE, frame.jobs())
    if found is not None:
        return found.cell(state.scenario, state.plan)
    job = frame.jobs().get(TWICE)
    if job is not None and job.key == key and not job.ended and not job.cancelled:
        frame.waiting(words, job)
    elif st.button(words("dashboard.start.tell_apart"), icon=":material/call_split:"):
        alone = replace(comparison, plans=(plan,))
        computing.begin(
            key, lambda progress, stop: with_second_lives(alone, progress=progress, cancelled=stop), TWICE, frame.jobs()
        )
        st.rerun()
    return comparison.cell(state.scenario, state.plan)


def _compared(words: Texts, state: State, cell: Cell) -> str:
    """Say with what the answer is compared: another plan, the same futures without the events, or nothing yet."""
    if state.plan != USUAL:
        return words("dashboard.start.compared", plan=frame.title_of(state.plan_file(USUAL)))
    return words("dashboard.start." + ("compared_nothing" if cell.against_twin is None else "compared_twin"))


def _sure(words: Texts, cell: Cell, futures: int) -> str:
    """Say how sure the answer is, and how much of the difference between futures nobody can know yet."""
    low, high = of_hundred(cell.working.low), of_hundred(cell.working.high)
    said = words("dashboard.start.sure", n=futures, low=low, high=high)
    spread = cell.spread_of("working")
    if spread is None:  # hardly any futures share their parameters, and nobody asked for second lives
        return said
    shares = {"n": spread.ignorance, "low": spread.low, "high": spread.high}
    if spread.community is None:
        told = words("dashboard.start.ignorance", **{name: of_hundred(share) for name, share in shares.items()})
        return f"{said} {told}"
    shares |= {"m": spread.community, "least": spread.community_low, "most": spread.community_high, "luck": spread.luck}
    told = words("dashboard.start.split", **{name: of_hundred(share) for name, share in shares.items()})
    return f"{said} {told}" if spread.shows_community else f"{said} {told} {words('variance.doubtful')}"
