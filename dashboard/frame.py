"""The frame of every page: its question, its pictures, what goes wrong in a panel, and what stands at its foot."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Final

import streamlit as st

import sim.language.files
from dashboard import computing, share
from dashboard.computing import Answer, Job, Question
from dashboard.editing import Slip
from dashboard.looks import ON_DARK, STYLE, prepared
from dashboard.state import FUTURES, LANGUAGES, State, bound, complain, complaints, current, drawn, remember
from sim.engines.ensemble import is_compiled
from sim.files.format import FileModel
from sim.files.mistakes import Mistake
from sim.language.catalogue import LANGUAGES as NAMES_OF_LANGUAGES
from sim.language.catalogue import Texts, texts

if TYPE_CHECKING:
    import plotly.graph_objects as go

log = logging.getLogger(__name__)

_ADDRESS: Final = re.compile(r"(?=://|@)|(?<=www)(?=\.)", re.IGNORECASE)

POLL: Final = 0.5
"""Seconds between two looks at work in the background."""


def begin() -> Texts:
    """Begin a run of the script: look and language; in a new session, take the state from the address."""
    st.set_page_config(page_title="Sobremesa", layout="wide", initial_sidebar_state="collapsed")
    if "state" not in st.session_state:
        _from_address()
    state = current()
    words = texts(state.language)
    st.html(STYLE + ON_DARK if is_dark() else STYLE)
    st.html(
        f"<script>document.documentElement.lang={json.dumps(state.language)}</script>", unsafe_allow_javascript=True
    )
    return words


def _from_address() -> None:
    """Take the language and the state from the address, or say what is wrong with it."""
    language = _language()
    state = State(language=language)
    try:
        state = share.decode(st.query_params.get("s", ""), language)
    except Slip as slip:
        words = texts(language)
        complain(words("dashboard.frame.broken_link", reason=words(f"dashboard.slip.{slip.key}", **slip.gaps)))
    remember(state)


def _language() -> str:
    """Return the language of the address, or of the browser, or the first."""
    for wanted in (st.query_params.get("lang", ""), st.context.locale or ""):
        code = wanted[:2].lower()
        if code in LANGUAGES:
            return code
    return LANGUAGES[0]


def head(words: Texts) -> None:
    """Draw what stands above every page: the language, the link to share, and what has to be said."""
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", key="head"):
        st.selectbox(
            words("dashboard.frame.language"), LANGUAGES, format_func=lambda code: NAMES_OF_LANGUAGES[code], width=130,
            label_visibility="collapsed", **bound("language"),
        )  # fmt: skip
        with st.popover(words("dashboard.frame.share"), icon=":material/share:"):
            _share(words)
    for what in complaints():
        st.warning(plain(what) if isinstance(what, str) else said(what, words))


def _share(words: Texts) -> None:
    """Offer the link that carries everything that was chosen."""
    state = current()
    try:
        link = share.address(st.context.url or "", state)
    except Mistake:
        st.write(words("dashboard.frame.share_too_long"))
        return
    st.write(words("dashboard.frame.share_explained"))
    st.code(link, language=None, wrap_lines=True)
    if any(state.own(kind) for kind in ("scenario", "plan", "context")):
        st.caption(words("dashboard.frame.share_own"))


def draw(name: str, view: Callable[[Texts, State], None]) -> None:
    """Draw a page under its question, and write what was chosen into the address."""
    state = current()
    words = texts(state.language)
    st.title(words(f"dashboard.question.{name}"), anchor=False)
    with computing.pages_first(), panel(words):
        view(words, state)
    _into_address()
    drawn()


def _into_address() -> None:
    """Write language and state into the address, so that it can be copied, and kept as a bookmark."""
    state = current()
    wanted = {"lang": state.language}
    try:
        token = share.encode(state)
    except Mistake:
        token = ""
    if token:
        wanted["s"] = token
    if dict(st.query_params) != wanted:
        st.query_params.from_dict(wanted)


@contextmanager
def panel(words: Texts) -> Iterator[None]:
    """Let the rest of the page stand, whatever goes wrong in here."""
    try:
        yield
    except Mistake as mistake:
        st.warning(said(mistake, words), icon=":material/edit:")
    except Exception:
        log.exception("a panel of the dashboard failed")
        st.error(words("dashboard.frame.failed"))


def said(mistake: Mistake, words: Texts) -> str:
    """Return what is wrong; what the files say about themselves is English, which other readers are told."""
    return words("dashboard.frame.mistake", what=plain(str(mistake)))


def chart(figure: go.Figure, alternative: str, key: str) -> None:
    """Draw a picture with the sentence that says what it shows, to be read aloud.

    Parameters
    ----------
    figure : a picture of :mod:`sim.report.charts`; its title becomes text above it, which wraps on a phone.
    alternative : its sentence (:mod:`sim.report.alternatives`).
    key : a name, once on a page.
    """
    title, drawn = prepared(figure, dark=is_dark())
    if title:
        st.markdown(f"**{plain(title)}**")
    st.plotly_chart(drawn, theme=None, key=key, alt=alternative, config={"displayModeBar": False, "responsive": True})


def is_dark() -> bool:
    """Return whether the reader sees the dark page."""
    return st.context.theme.type == "dark"


def plain(text: str) -> str:
    """Return a text of a file or a mistake in which Markdown finds nothing: no link, no picture, no colour.

    Addresses become links after backslashes are gone, so what makes them one is broken by a space without width.
    """
    broken = _ADDRESS.sub("\N{ZERO WIDTH SPACE}", text)
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()#+-!|<>$:~^&" else letter for letter in broken)


def answered(words: Texts, question: Question, slot: str) -> Answer:
    """Return the answer to a question; while the settled one is computed, say so, and draw the page again with it.

    Raises
    ------
    Mistake
        Dates outside the context's months.
    """
    if is_compiled():
        answer = computing.ask(question, slot, jobs())
    else:
        with st.spinner(words("dashboard.frame.compiling")):
            answer = computing.ask(question, slot, jobs())
    if answer.settled:
        st.caption(words("dashboard.frame.settled", n=FUTURES), width="content")
    else:
        _settling(words, slot, count())
    return answer


@st.fragment(run_every=POLL)
def _settling(words: Texts, slot: str, looks: Iterator[int]) -> None:
    """Say how far the settled answer is; draw the page again when it is there.

    The first of all looks belongs to the run that draws the page: to draw again at once would throw that page away.
    """
    first, job = next(looks) == 0, jobs().get(slot)
    if job is None or job.cancelled or job.error is not None:
        st.caption(words("dashboard.frame.stopped", n=computing.LIVE))
        return
    if job.ended and not first:
        st.rerun()
    share_done = round(100 * job.done / job.total) if job.total else 0
    st.caption(words("dashboard.frame.settling", n=computing.LIVE, all=FUTURES, share=share_done))


def waiting(words: Texts, job: Job, what: str = "") -> None:
    """Show how far work in the background is, with a way to stop it; draw the page again when it is over.

    Parameters
    ----------
    what : what is worked at, where a page can have more than one such bar.
    """
    _progress(words, job, count(), what)


@st.fragment(run_every=POLL)
def _progress(words: Texts, job: Job, looks: Iterator[int], what: str) -> None:
    if next(looks) and (job.ended or job.cancelled):
        st.rerun()
    share_done = job.done / job.total if job.total else 0.0
    with st.container(horizontal=True, vertical_alignment="center"):
        key = "dashboard.frame.progress_of" if what else "dashboard.frame.progress"
        st.progress(min(1.0, share_done), words(key, what=what, share=round(100 * share_done)))
        st.button(words("dashboard.frame.cancel"), key=f"cancel {job.key}", on_click=job.cancel)


def jobs() -> MutableMapping[str, Job]:
    """Return this session's work in the background, by slot."""
    found: MutableMapping[str, Job] = st.session_state.setdefault("jobs", {})
    return found


def called(file: FileModel) -> str:
    """Return what a scenario, plan or context is called in the session's language, for pictures and lists."""
    return sim.language.files.title_of(file, current().language)


def title_of(file: FileModel) -> str:
    """Return the same for texts, where it must not be read as Markdown."""
    return plain(called(file))


def choices(state: State, kind: str) -> tuple[tuple[str, ...], Callable[[str], str]]:
    """Return the names of a kind of file and how each is shown, for a widget that chooses one."""
    files: dict[str, Callable[[str], FileModel]] = {
        "scenario": state.scenario_file, "plan": state.plan_file, "context": state.context_file,
    }  # fmt: skip
    return state.names(kind), lambda name: called(files[kind](name))


def reading(words: Texts, compared: str, sure: str, assumed: str) -> None:
    """Say what an answer is compared with, how sure it is, and what is assumed: whole sentences of the page."""
    with st.container(border=True, key="reading"):
        for column, (heading, sentence) in zip(
            st.columns(3), (("compared", compared), ("sure", sure), ("assumed", assumed)), strict=True
        ):
            column.markdown(f"**{words(f'dashboard.frame.{heading}')}**")
            column.write(sentence)
