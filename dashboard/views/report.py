"""Report: what do I show the board? Choose, look at it, take it away as one HTML file or as PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard import computing, exports, frame
from dashboard.computing import IsCancelled, Job, Progress, Question
from dashboard.printing import browser, pdf_of
from dashboard.state import FUTURES, State, bound, current
from sim.files import library
from sim.language.catalogue import LANGUAGES, Texts
from sim.report import findings, ranking
from sim.report.page import report_html
from sim.results.compare import Comparison
from sim.results.second_lives import with_second_lives

SLOT: Final = "report"
PDF_SLOT: Final = "report pdf"

MOST: Final = {"scenario": 16, "plan": 8}
"""As many as are shipped; more would be no report."""

PREVIEW_HEIGHT: Final = 800


@dataclass(frozen=True)
class Made:
    """A report that is ready.

    Attributes
    ----------
    key : what it was made of, so that another choice does not show it any longer.
    """

    key: str
    comparison: Comparison
    html: str


def show(words: Texts, state: State) -> None:
    """Draw the page: what goes into the report, the button that makes it, the report."""
    st.markdown(words("dashboard.report.intro"))
    scenarios, plans, language = _choose(words, state)
    if not scenarios or not plans:
        st.info(words("dashboard.report.nothing"))
        return
    question = computing.question(state, scenarios, plans)
    key = f"{question.key(FUTURES)} {language}"
    made, job = st.session_state.get("report made"), frame.jobs().get(SLOT)
    if job is not None and job.key == key and job.ended and job.result is not None:
        made = st.session_state["report made"] = job.result
    running = job is not None and job.key == key and not job.ended and not job.cancelled
    if running and job is not None:
        frame.waiting(words, job)
    elif made is None or made.key != key:
        _offer(words, question, key, language)
        _failed(words, job, key)
    if made is not None:
        with frame.panel(words):
            if made.key != key:
                st.caption(words("dashboard.report.old"))
            _ready(words, made)
    with frame.panel(words):
        frame.reading(
            words, words("dashboard.report.compared", plan=frame.title_of(question.plans[0])),
            words("dashboard.report.sure", n=FUTURES), words("dashboard.report.assumed"),
        )  # fmt: skip
    with frame.panel(words), st.expander(words("dashboard.frame.same_numbers"), icon=":material/terminal:"):
        exports.same_numbers(words, question, FUTURES)
        st.code(
            f"{exports.command_line(question, FUTURES)} --split --report report.html", language="bash", wrap_lines=True
        )


def _choose(words: Texts, state: State) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Choose the place, scenarios, plans and the language of the report."""
    place, speech = st.columns([3, 1])
    names, shown = frame.choices(state, "context")
    place.selectbox(words("dashboard.start.context"), names, format_func=shown, **bound("context"))
    language = speech.selectbox(
        words("dashboard.report.language"), tuple(LANGUAGES), format_func=LANGUAGES.__getitem__,
        index=tuple(LANGUAGES).index(state.language), key="report language",
    )  # fmt: skip
    state = current()
    chosen: dict[str, tuple[str, ...]] = {}
    for column, kind in zip(st.columns(2), ("scenario", "plan"), strict=True):
        names, shown = frame.choices(state, kind)
        key = f"report {kind}s"
        if key not in st.session_state:
            st.session_state[key] = list(getattr(state, f"{kind}s"))
        st.session_state[key] = [name for name in st.session_state[key] if name in names]
        column.multiselect(
            words(f"dashboard.report.{kind}s"), names, format_func=shown, key=key, max_selections=MOST[kind],
        )  # fmt: skip
        column.button(words(f"dashboard.report.all_{kind}s"), key=f"all {kind}s", on_click=_all, args=(kind,))
        chosen[kind] = tuple(st.session_state[key])
    return chosen["scenario"], chosen["plan"], str(language)


def _all(kind: str) -> None:
    """Choose everything that is shipped."""
    st.session_state[f"report {kind}s"] = list(library.names(kind))


def _offer(words: Texts, question: Question, key: str, language: str) -> None:
    """Offer to make the report; many cells take a while, and can be stopped."""
    cells = len(question.scenarios) * len(question.plans)
    if st.button(words("dashboard.report.make"), type="primary", icon=":material/description:"):

        def work(progress: Progress, stop: IsCancelled) -> Made:
            comparison = computing.computed(question, FUTURES, progress, stop)
            comparison = with_second_lives(comparison, progress=progress, cancelled=stop)
            command = f"{exports.command_line(question, FUTURES)} --split --report report.html"
            return Made(key, comparison, report_html(comparison, command=command, language=language))

        computing.begin(key, work, SLOT, frame.jobs())
        st.rerun()
    st.caption(words("dashboard.report.size", cells=cells, n=FUTURES))


def _failed(words: Texts, job: Job | None, key: str) -> None:
    """Say why there is no report, where there should be one."""
    if job is None or job.key != key or job.error is None:
        return
    with frame.panel(words):
        raise job.error


def _ready(words: Texts, made: Made) -> None:
    """Say what the report says first; offer it as files, and show it."""
    with st.container(key="answer"):
        for said in (findings.headline(made.comparison, words), ranking.best_and_worst(made.comparison, words)):
            if said:
                st.markdown(frame.plain(said))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            words("dashboard.report.html"), made.html, file_name="report.html", mime="text/html", on_click="ignore",
            icon=":material/download:", key="report html",
        )  # fmt: skip
        _pdf(words, made)
    if st.toggle(words("dashboard.report.preview"), key="report preview"):
        st.iframe(made.html, height=PREVIEW_HEIGHT, alt=words("dashboard.report.preview"))


def _pdf(words: Texts, made: Made) -> None:
    """Offer the report as PDF: first to print it, then what was printed."""
    if browser() is None:
        st.caption(words("dashboard.report.no_printer"))
        return
    job = frame.jobs().get(PDF_SLOT)
    if job is not None and job.key == made.key and job.result is not None:
        st.download_button(
            words("dashboard.report.pdf"), job.result, file_name="report.pdf", mime="application/pdf",
            on_click="ignore", icon=":material/download:", key="report pdf",
        )  # fmt: skip
    elif job is not None and job.key == made.key and not job.ended:
        frame.waiting(words, job)
    elif st.button(words("dashboard.report.print"), icon=":material/print:", key="print"):
        if job is not None and job.key == made.key and job.error is not None:
            frame.jobs().pop(PDF_SLOT)
        computing.begin(made.key, lambda _progress, _stop: pdf_of(made.html), PDF_SLOT, frame.jobs())
        st.rerun()
    if job is not None and job.key == made.key and job.error is not None:
        st.warning(frame.plain(str(job.error)))
