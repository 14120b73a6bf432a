"""The panels of the stress page: the grid of two shocks, the opened square, and the verdicts of the suite."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from dashboard import computing, frame, stress_answers
from dashboard.grids import dots_key
from dashboard.looks import prepared
from dashboard.state import MOST_COMPARED, State, bound_setting, current, put
from dashboard.stress_answers import Asked
from dashboard.stress_tables import square_key, verdict_key, verdict_rows
from sim.files.scenario import Scenario
from sim.language import terms
from sim.language.catalogue import Texts, texts
from sim.language.files import idea_of, story_of
from sim.report import alternatives, charts, facts
from sim.report.stress_chart import with_opened, with_verdicts
from sim.report.stress_page import verdict_page
from sim.report.stressing import stress_grid, stress_grid_words
from sim.results.intervals import Share, of_hundred
from sim.stress import sentences
from sim.stress.breaking import STEPS, Frontier
from sim.stress.breaking_sentences import value_in_words
from sim.stress.junit import junit_xml
from sim.stress.verdicts import StressTest, verdict_of

DOTS_HEIGHT: Final = 260
SQUARE: Final = "stress-square"
"""The name of the scenario of an opened square."""


def sizes(found: Frontier, words: Texts) -> tuple[list[str], list[str]]:
    """Return both shocks' sizes in words: down, across."""
    down, across = (
        [value_in_words(dial, size, found.ground.context, words) for size in scale]
        for dial, scale in zip(found.dials, found.sizes, strict=True)
    )
    return down, across


def names(found: Frontier, words: Texts) -> tuple[str, str]:
    """Return what both shocks are called: across, down."""
    down, across = (terms.title("event", dial.kind, words.language) for dial in found.dials)
    return across, down


def pictured(found: Frontier, require: float, words: Texts) -> tuple[Any, str]:
    """Return the grid as a picture, with the verdict of each square, and the sentence that says it."""
    down, across = sizes(found, words)
    shares = [[share.share for share in row] for row in found.shares]
    given = shares, across, down, names(found, words), words
    return with_verdicts(stress_grid(*given), found, require), stress_grid_words(*given)


def grid(words: Texts, found: Frontier, require: float) -> None:
    """Draw the grid and the dials of its square; a square that is chosen is opened."""
    figure, said = pictured(found, require, words)
    row, column_number = opened()
    title, drawn = prepared(with_opened(figure, row, column_number), dark=frame.is_dark())
    st.markdown(f"**{frame.plain(title)}**")
    key = f"stress picture {found.dials[0].kind} {found.dials[1].kind} {row} {column_number}"

    def chosen() -> None:
        points = st.session_state[key].selection.points
        if points:
            row, column = (int(one) for one in points[0]["customdata"][:2])
            current().change(settings={**current().settings, "stress.row": row, "stress.column": column})

    st.plotly_chart(
        drawn, theme=None, key=key, alt=said, on_select=chosen, selection_mode="points",
        config={"displayModeBar": False, "responsive": True},
    )  # fmt: skip
    st.caption(words("dashboard.stress.futures", n=found.ground.futures))
    st.html(square_key(words))
    down, across = sizes(found, words)
    column_name, row_name = names(found, words)
    left, right = st.columns(2)
    for column, name, label, shown in ((left, "row", row_name, down), (right, "column", column_name, across)):
        column.select_slider(
            label, range(STEPS), format_func=shown.__getitem__, **bound_setting(f"stress.{name}", STEPS // 2)
        )


def opened() -> tuple[int, int]:
    """Return which row and column are open."""
    row, column = (current().setting(f"stress.{name}", STEPS // 2) for name in ("row", "column"))
    return row, column


def square(words: Texts, state: State, asked: Asked, found: Frontier, require: float) -> None:
    """Open one square: the sentence, the dots, and a way to keep it."""
    row, column = opened()
    scenario = _scenario(words, found, row, column)
    sentence = st.container(key="answer")
    comparison = frame.answered(words, _question(asked, scenario), "stress square").comparison
    cell = comparison.cell(scenario.name, asked.plans[0].name)
    with sentence:
        _said(words, found, cell.working, (row, column), require)
    picture = charts.as_small_multiple(charts.hundred_dots(cell, words), DOTS_HEIGHT)
    frame.chart(picture, alternatives.hundred_dots(cell, words), "stress dots")
    st.html(dots_key(words))
    if st.button(words("dashboard.stress.keep"), icon=":material/bookmark_add:"):
        state.keep(scenario)
        st.toast(words("dashboard.stress.kept", title=frame.title_of(scenario)))


def _said(words: Texts, found: Frontier, share: Share, place: tuple[int, int], require: float) -> None:
    """Say what becomes of the community in a square, and what each shock does alone."""
    row, column = place
    down, across = sizes(found, words)
    shocks = dict(zip(("across", "down"), map(frame.plain, names(found, words)), strict=True))
    st.header(words("dashboard.stress.answer", n=of_hundred(share.share)), anchor=False)
    st.markdown(words("dashboard.stress.both", **shocks, across_size=across[column], down_size=down[row]))
    verdict = words(f"stress.verdict.{verdict_of(share, require)}")
    st.markdown(words(
        "dashboard.stress.range", low=of_hundred(share.low), high=of_hundred(share.high),
        require=sentences.required(require, words), verdict=f"**{verdict}**",
    ))  # fmt: skip
    if found.ground.futures == share.futures:
        st.markdown(words(
            "dashboard.stress.neither", n=of_hundred(found.shares[0][0].share), **shocks,
            a=of_hundred(found.shares[0][column].share), d=of_hundred(found.shares[row][0].share),
        ))  # fmt: skip


def _scenario(words: Texts, found: Frontier, row: int, column: int) -> Scenario:
    """Return the scenario of a square, with a title."""
    down, across = sizes(found, words)
    column_name, row_name = names(found, words)
    title = words(
        "dashboard.stress.title_of_square", across=column_name, across_size=across[column], down=row_name,
        down_size=down[row],
    )  # fmt: skip
    return found.scenario(row, column).model_copy(update={"name": SQUARE, "title": title[:100]})


def _question(asked: Asked, scenario: Scenario) -> computing.Question:
    """Return what an opened square asks."""
    return computing.Question((scenario,), asked.plans, asked.context, asked.seed, asked.parameters)


def suite_verdicts(words: Texts, state: State, require: float) -> None:
    """Put plans through the suite when somebody asks for it, and show the verdicts."""
    st.subheader(words("dashboard.stress.suite"), anchor=False)
    st.markdown(words("dashboard.stress.suite_explained"))
    plans, shown = frame.choices(state, "plan")
    widget, chosen = "stress plans", stress_answers.suite_plans(state)
    put(widget, list(chosen))

    def choose() -> None:
        names_chosen = ",".join(st.session_state[widget])
        current().change(settings={**current().settings, stress_answers.PLANS: names_chosen})

    st.multiselect(
        words("dashboard.stress.plans", most=MOST_COMPARED), plans, format_func=shown,
        max_selections=MOST_COMPARED, key=widget, on_change=choose,
    )  # fmt: skip
    asked = stress_answers.asked_by(state, chosen)
    test = stress_answers.verdicts(asked, require, frame.jobs())
    job = frame.jobs().get(stress_answers.SUITE)
    at_it = job is not None and job.key == stress_answers.suite_key(asked) and not job.cancelled
    if test is not None:
        _verdicts(words, asked, test)
    elif at_it and job is not None and job.error is not None:
        raise job.error
    elif at_it and job is not None:
        frame.waiting(words, job, words("dashboard.stress.suite"))
    elif st.button(words("dashboard.stress.begin"), type="primary", icon=":material/play_arrow:"):
        stress_answers.begin_suite(asked, frame.jobs())
        st.rerun()


def _verdicts(words: Texts, asked: Asked, test: StressTest) -> None:
    """Show the verdicts on every plan, and offer them as files."""
    for plan in test.plans:
        st.markdown(f"**{frame.plain(sentences.summary(test, plan, words))}**")
        at_lower = sentences.summary_at_lower(test, plan, words)
        if at_lower:
            st.markdown(frame.plain(at_lower))
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
