"""Stress: what breaks it? Two shocks at once in a grid, a square that is opened, and the verdicts of the suite."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from dashboard import computing, exports, frame, stress_answers
from dashboard.looks import prepared
from dashboard.state import FUTURES, MOST_COMPARED, State, bound, bound_setting, current
from dashboard.stress_answers import KINDS, Asked
from dashboard.stress_tables import verdict_key, verdict_rows
from sim.files.scenario import Scenario
from sim.language import terms
from sim.language.catalogue import Texts, texts
from sim.language.files import idea_of, story_of
from sim.report import alternatives, charts, facts
from sim.report.stress_page import verdict_page
from sim.report.stressing import stress_grid, stress_grid_words
from sim.results.intervals import of_hundred
from sim.stress import sentences
from sim.stress.breaking import STEPS, Frontier
from sim.stress.breaking_sentences import value_in_words
from sim.stress.junit import junit_xml
from sim.stress.verdicts import StressTest, verdict_of

DOTS_HEIGHT: Final = 260
SQUARE: Final = "stress-square"
"""The name of the scenario of an opened square."""


def show(words: Texts, state: State) -> None:
    """Draw the page: the choices, the grid, the opened square, the suite."""
    st.markdown(words("dashboard.stress.intro"))
    _choose(words, state)
    state = current()
    require = _require(state)
    asked = stress_answers.asked_by(state, (state.plan,))
    found, job = stress_answers.grid(asked, "stress grid", frame.jobs())
    if found is not None:
        with frame.panel(words):
            _grid(words, found)
        with frame.panel(words):
            _square(words, state, asked, found, require)
    if job is not None and not job.cancelled and job.error is None:
        frame.waiting(words, job)
    elif job is not None and job.cancelled:
        st.caption(words("dashboard.frame.stopped", n=0 if found is None else found.ground.futures))
    elif job is not None and job.error is not None:
        with frame.panel(words):
            raise job.error
    with frame.panel(words):
        _suite(words, state, require)
    _foot(words, state, asked, found, require)


def _require(state: State) -> float:
    """Return the share of futures that must still be working."""
    required = state.setting("stress.require", 50)
    return min(100, max(0, required if isinstance(required, int) else 50)) / 100


def _choose(words: Texts, state: State) -> None:
    """Choose the place, the plan, both shocks, and what is required."""
    asked = stress_answers.asked_by(state, (state.plan,))
    columns = st.columns(4)
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


def _sizes(found: Frontier, words: Texts) -> tuple[list[str], list[str]]:
    """Return both shocks' sizes in words: down, across."""
    down, across = (
        [value_in_words(dial, size, found.ground.context, words) for size in sizes]
        for dial, sizes in zip(found.dials, found.sizes, strict=True)
    )
    return down, across


def _names(found: Frontier, words: Texts) -> tuple[str, str]:
    """Return what both shocks are called: across, down."""
    down, across = (terms.title("event", dial.kind, words.language) for dial in found.dials)
    return across, down


def _pictured(found: Frontier, words: Texts) -> tuple[Any, str]:
    """Return the grid as a picture, and the sentence that says it."""
    down, across = _sizes(found, words)
    shares = [[share.share for share in row] for row in found.shares]
    given = shares, across, down, _names(found, words), words
    return stress_grid(*given), stress_grid_words(*given)


def _grid(words: Texts, found: Frontier) -> None:
    """Draw the grid; a square that is chosen is opened."""
    figure, said = _pictured(found, words)
    title, drawn = prepared(figure, dark=st.context.theme.type == "dark")
    st.markdown(f"**{frame.plain(title)}**")
    key = f"stress picture {found.dials[0].kind} {found.dials[1].kind}"

    def chosen() -> None:
        points = st.session_state[key].selection.points
        if points:
            row, column = (int(one) for one in points[0]["customdata"][:2])
            current().change(settings={**current().settings, "stress.row": row, "stress.column": column})

    st.plotly_chart(
        drawn, theme=None, key=key, alt=said, on_select=chosen, selection_mode="points",
        config={"displayModeBar": False, "responsive": True},
    )  # fmt: skip


def _square(words: Texts, state: State, asked: Asked, found: Frontier, require: float) -> None:
    """Open one square: the sentence, the dots, and a way to keep it."""
    down, across = _sizes(found, words)
    column_name, row_name = _names(found, words)
    left, right = st.columns(2)
    for column, name, label, sizes in ((left, "row", row_name, down), (right, "column", column_name, across)):
        column.select_slider(
            label, range(STEPS), format_func=sizes.__getitem__, **bound_setting(f"stress.{name}", STEPS // 2)
        )
    row, column_number = (_step(current(), name) for name in ("row", "column"))
    share = found.shares[row][column_number]
    with st.container(key="answer"):
        st.header(words("dashboard.stress.answer", n=of_hundred(share.share)), anchor=False)
        gaps = {"across": frame.plain(column_name), "down": frame.plain(row_name)}
        sizes = {"across_size": across[column_number], "down_size": down[row]}
        st.markdown(words("dashboard.stress.both", **gaps, **sizes))
        verdict = words(f"stress.verdict.{verdict_of(share, require)}")
        st.markdown(words(
            "dashboard.stress.range", low=of_hundred(share.low), high=of_hundred(share.high),
            require=sentences.required(require, words), verdict=f"**{verdict}**",
        ))  # fmt: skip
        st.markdown(words(
            "dashboard.stress.neither", n=of_hundred(found.shares[0][0].share), **gaps,
            a=of_hundred(found.shares[0][column_number].share), d=of_hundred(found.shares[row][0].share),
        ))  # fmt: skip
    scenario = _scenario(words, found, row, column_number)
    question = _question(asked, scenario)
    comparison = frame.answered(words, question, "stress square").comparison
    cell = comparison.cell(scenario.name, asked.plans[0].name)
    picture = charts.as_small_multiple(charts.hundred_dots(cell, words), DOTS_HEIGHT)
    frame.chart(picture, alternatives.hundred_dots(cell, words), "stress dots")
    if st.button(words("dashboard.stress.keep"), icon=":material/bookmark_add:"):
        state.keep(scenario)
        st.toast(words("dashboard.stress.kept", title=frame.title_of(scenario)))


def _step(state: State, name: str) -> int:
    """Return which row or column is open."""
    step = state.setting(f"stress.{name}", STEPS // 2)
    return step if isinstance(step, int) and 0 <= step < STEPS else STEPS // 2


def _scenario(words: Texts, found: Frontier, row: int, column: int) -> Scenario:
    """Return the scenario of a square, with a title."""
    down, across = _sizes(found, words)
    names = _names(found, words)
    title = words(
        "dashboard.stress.title_of_square", across=names[0], across_size=across[column], down=names[1],
        down_size=down[row],
    )  # fmt: skip
    return found.scenario(row, column).model_copy(update={"name": SQUARE, "title": title[:100]})


def _question(asked: Asked, scenario: Scenario) -> computing.Question:
    """Return what an opened square asks."""
    return computing.Question((scenario,), asked.plans, asked.context, asked.seed, asked.parameters)


def _suite(words: Texts, state: State, require: float) -> None:
    """Put plans through the suite when somebody asks for it, and show the verdicts."""
    st.subheader(words("dashboard.stress.suite"), anchor=False)
    st.markdown(words("dashboard.stress.suite_explained"))
    names, shown = frame.choices(state, "plan")
    chosen = st.multiselect(
        words("dashboard.stress.plans", most=MOST_COMPARED), names, format_func=shown, default=[state.plan],
        max_selections=MOST_COMPARED, key=f"stress plans {state.plan}",
    )  # fmt: skip
    if not chosen:
        return
    asked = stress_answers.asked_by(state, tuple(chosen))
    test = stress_answers.verdicts(asked, require)
    job = frame.jobs().get("stress suite")
    at_it = job is not None and job.key == stress_answers.suite_key(asked) and not job.cancelled
    if test is not None:
        _verdicts(words, asked, test)
    elif at_it and job is not None and job.error is not None:
        raise job.error
    elif at_it and job is not None:
        frame.waiting(words, job)
    elif st.button(words("dashboard.stress.begin"), type="primary", icon=":material/play_arrow:"):
        stress_answers.begin_suite(asked, "stress suite", frame.jobs())
        st.rerun()


def _verdicts(words: Texts, asked: Asked, test: StressTest) -> None:
    """Show the verdicts on every plan, and offer them as files."""
    for plan in test.plans:
        st.markdown(f"**{frame.plain(sentences.summary(test, plan, words))}**")
    st.html(verdict_key(words))
    for plan in test.plans:
        st.markdown(f"#### {frame.title_of(plan)}")
        st.markdown(frame.plain(sentences.without_shock(test, plan, words)))
        st.html(verdict_rows(test, plan.name, words))
    with st.expander(words("dashboard.stress.details")):
        for one in test.shocks:
            st.markdown(f"**{frame.title_of(one)}.** {frame.plain(story_of(one, words.language))}")
            st.caption(frame.plain(idea_of(one, words.language)))
    st.caption(" ".join(frame.plain(one) for one in sentences.notes(test, words)))
    command = stress_answers.suite_command(asked, test.require)
    with st.container(horizontal=True):
        st.download_button(
            words("dashboard.stress.page"),
            lambda: verdict_page(test, command=command, language=words.language).encode(),
            file_name="stress.html", mime="text/html", on_click="ignore", icon=":material/description:",
        )  # fmt: skip
        st.download_button(
            words("dashboard.stress.junit"), lambda: junit_xml(test, command, facts.day(None), texts()),
            file_name="stress.xml", mime="application/xml", on_click="ignore", icon=":material/code:",
        )  # fmt: skip


def _foot(words: Texts, state: State, asked: Asked, found: Frontier | None, require: float) -> None:
    """End the page: how to read it, the tables, the commands."""
    futures = FUTURES if found is None else found.ground.futures
    with frame.panel(words):
        frame.reading(
            words, words("dashboard.stress.compared"), words("dashboard.stress.sure", n=futures),
            words("dashboard.start.assumed"),
        )  # fmt: skip
    if found is None:
        return
    with frame.panel(words), st.expander(words("dashboard.frame.downloads"), icon=":material/download:"):
        tables = {"grid": lambda: stress_answers.grid_table(found)}
        test = stress_answers.verdicts(asked, require)
        if test is not None:
            tables["verdicts"] = lambda: stress_answers.verdict_table(test)
        exports.downloads(words, tables, {"stress": lambda: _pictured(found, words)[0]})
    with frame.panel(words), st.expander(words("dashboard.frame.same_numbers"), icon=":material/terminal:"):
        st.write(words("dashboard.frame.same_explained"))
        st.code(stress_answers.grid_command(asked, futures), language="bash", wrap_lines=True)
        st.code(stress_answers.suite_command(asked, require), language="bash", wrap_lines=True)
        st.code(stress_answers.grid_lines(asked, futures), language="python", wrap_lines=True)
