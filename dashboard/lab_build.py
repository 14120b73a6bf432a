"""The panel of the lab in which an experiment is built: what varies, how points are chosen, how long it takes."""

from __future__ import annotations

import shlex
from functools import partial
from typing import Any, Final

import streamlit as st

from dashboard import exports, frame, lab_design, lab_runs, lab_shelf
from dashboard.files import free_name
from dashboard.lab_design import VARY, Span
from dashboard.lab_words import duration, title_of
from dashboard.state import State, bound, bound_setting, complain, current
from sim.files import library
from sim.files.mistakes import Mistake
from sim.language.catalogue import Texts

NAME: Final = "lab name"
"""Key of the widget in which an experiment is named; no part of a link, because each needs a name of its own."""

LONG: Final = 3600.0
"""Seconds from which on somebody has to say that it is meant."""

HOMES: Final = ("event", "lever", "effort", "parameter")


def build(words: Texts, state: State) -> None:
    """Build a design and begin it."""
    st.subheader(words("dashboard.lab.build"), anchor=False)
    columns = st.columns(3)
    for column, kind in zip(columns, ("scenario", "plan", "context"), strict=True):
        names, shown = frame.choices(state, kind)
        column.selectbox(words(f"dashboard.start.{kind}"), names, format_func=shown, **bound(kind))
    state = current()
    spans = lab_design.spans(state.scenario_file(), state.context_file())
    _choose(words, state, spans)
    for name, ends in lab_design.varied(state).items():
        _range(words, state, name, spans[name], ends)
    _sampling(words, state)
    if not lab_design.varied(state):
        st.info(words("dashboard.lab.nothing_varies"), icon=":material/edit:")
        return
    with frame.panel(words):
        _start(words, state, _extent(words, state))
    with frame.panel(words), st.expander(words("dashboard.lab.design"), icon=":material/terminal:"):
        _as_files(words, state)


def _choose(words: Texts, state: State, spans: dict[str, Span]) -> None:
    """Choose what varies: events, levers, effort, parameters."""
    varied = lab_design.varied(state)
    st.markdown(words("dashboard.lab.vary", most=lab_design.MOST_VARIED))
    of_homes = {home: [column for column, span in spans.items() if span.place.home == home] for home in HOMES}
    shown = {home: options for home, options in of_homes.items() if options}
    places = [place for _ in range(0, len(shown), 2) for place in st.columns(2)]
    for place, (home, options) in zip(places, shown.items(), strict=False):
        widget, chosen = f"lab {home}", [column for column in options if column in varied]
        if st.session_state.get(widget) != chosen:
            st.session_state[widget] = chosen
        place.multiselect(
            words(f"dashboard.lab.home.{home}"), options, key=widget, placeholder=words("dashboard.lab.choose"),
            format_func=lambda column: title_of(column, words), on_change=partial(_chosen, widget, options, spans),
            max_selections=lab_design.MOST_VARIED - len(varied) + len(chosen),
        )  # fmt: skip


def _chosen(widget: str, options: list[str], spans: dict[str, Span]) -> None:
    """Keep what varies; what is new varies over all that is declared."""
    wanted = st.session_state[widget]
    settings = {
        name: value for name, value in current().settings.items()
        if name.removeprefix(VARY) not in options or name.removeprefix(VARY) in wanted
    }  # fmt: skip
    for column in wanted:
        settings.setdefault(VARY + column, lab_design.said(spans[column].low, spans[column].high))
    _change(settings=settings)


def _change(**fields: Any) -> None:
    try:
        current().change(**fields)
    except Mistake as mistake:
        complain(mistake)


def _range(words: Texts, state: State, column: str, span: Span, ends: tuple[float, float]) -> None:
    """Choose between which ends something varies; months are shown as dates."""
    label = frame.plain(title_of(column, words))
    if span.place.field == "when":
        _months(words, state, column, span, (int(ends[0]), int(ends[1])))
        return
    widget = f"lab span {column}"
    shown: tuple[float, float] = (int(ends[0]), int(ends[1])) if span.whole else ends
    if st.session_state.get(widget) != shown:
        st.session_state[widget] = shown

    def changed() -> None:
        _keep(column, *st.session_state[widget])

    if span.whole:
        st.slider(label, int(span.low), int(span.high), key=widget, on_change=changed)
    else:
        step = (span.high - span.low) / 100
        st.slider(label, span.low, span.high, step=step, format="%.3g", key=widget, on_change=changed)


def _months(words: Texts, state: State, column: str, span: Span, ends: tuple[int, int]) -> None:
    """Choose the first and the last month of an event."""
    context = state.context_file()
    low, high = ends
    options = {"from": range(int(span.low), high), "until": range(low + 1, int(span.high) + 1)}
    for place, shown, end in zip(st.columns(2), ends, options, strict=True):
        widget = f"lab {end} {column}"
        if st.session_state.get(widget) != shown:
            st.session_state[widget] = shown

        def changed(widget: str = widget, end: str = end) -> None:
            month = st.session_state[widget]
            _keep(column, *((month, high) if end == "from" else (low, month)))

        place.selectbox(
            words(f"dashboard.lab.{end}", what=frame.plain(title_of(column, words))), options[end], key=widget,
            format_func=lambda month: words.short_date(context.date_of(month)), on_change=changed,
        )  # fmt: skip


def _keep(column: str, low: float, high: float) -> None:
    """Keep both ends of a range, unless they are one."""
    if low < high:
        _change(settings={**current().settings, VARY + column: lab_design.said(low, high)})


def _sampling(words: Texts, state: State) -> None:
    """Choose how points are chosen, how many, and how many futures each is lived through in."""
    sampling = lab_design.choice(state, "lab.sampling")
    first, second, third = st.columns(3)
    first.selectbox(
        words("dashboard.lab.sampling"), lab_design.SAMPLINGS,
        format_func=lambda one: words(f"dashboard.lab.sampling_of.{one}"),
        help=words("dashboard.lab.sampling_help"), **bound_setting("lab.sampling", sampling),
    )  # fmt: skip
    sized = "lab.steps" if sampling == "full" else "lab.points"
    second.select_slider(
        words(f"dashboard.{sized}_of.{sampling}"), lab_design.CHOICES[sized],
        **bound_setting(sized, lab_design.choice(state, sized)),
    )  # fmt: skip
    third.select_slider(
        words("dashboard.lab.futures"), lab_design.FUTURES, help=words("dashboard.lab.futures_help"),
        **bound_setting("lab.futures", lab_design.choice(state, "lab.futures")),
    )  # fmt: skip


def _extent(words: Texts, state: State) -> lab_design.Extent:
    """Say how large it is and how long it takes."""
    found = lab_design.extent(state)
    st.markdown(words(
        "dashboard.lab.extent", points=found.points, futures=found.futures, time=duration(found.seconds, words),
        rate=round(found.rate), size=words.number(found.megabytes, 1),
    ))  # fmt: skip
    return found


def _start(words: Texts, state: State, extent: lab_design.Extent) -> None:
    """Name it and begin it."""
    if NAME not in st.session_state:
        st.session_state[NAME] = free_name(f"{state.scenario}-{state.plan}", lab_shelf.taken())
    meant = extent.seconds <= LONG or st.checkbox(words("dashboard.lab.meant", time=duration(extent.seconds, words)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            words("dashboard.lab.name"), key=NAME, max_chars=lab_shelf.LONGEST_NAME, width=360,
            help=words("dashboard.lab.name_help"),
        )  # fmt: skip
        st.button(
            words("dashboard.lab.run"), type="primary", icon=":material/play_arrow:", disabled=not meant,
            on_click=_begin,
        )  # fmt: skip
    st.caption(words("dashboard.lab.kept_in", folder=frame.plain(lab_shelf.given())))


def _begin() -> None:
    """Begin the experiment of the page, and open it."""
    state, name = current(), str(st.session_state.get(NAME, "")).strip()
    try:
        design, folder = lab_design.put_on_shelf(state, name)
        lab_runs.begin_experiment(name, design, folder)
        state.change(settings={**state.settings, "lab.opened": name})
    except Mistake as mistake:
        complain(mistake)
        return
    st.session_state.pop(NAME, None)


def _as_files(words: Texts, state: State) -> None:
    """Show the design as a file, and how to run it without the page."""
    content = lab_design.toml(state)
    st.code(content.decode(), language="toml", wrap_lines=True)
    files = {"design.toml": content} | {
        f"{file.name}.toml": exports.toml_of(file)
        for kind, file in lab_design.files_of(state).items()
        if file.name not in library.names(kind)
    }
    for name, inside in files.items():
        st.download_button(
            words("dashboard.frame.file", file=name), inside, file_name=name, mime="application/toml",
            on_click="ignore", key=f"lab file {name}", icon=":material/download:",
        )  # fmt: skip
    st.write(words("dashboard.frame.same_explained"))
    out = f"{lab_shelf.given()}/{st.session_state.get(NAME, 'results')}"
    command = shlex.join(["sobremesa", "experiment", "run", "design.toml", "--out", out])
    st.code(command, language="bash", wrap_lines=True)
