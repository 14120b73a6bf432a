"""The panel of the lab in which an experiment of the shelf is opened: how far it is, its points, its files."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import exports, frame, lab_analyses, lab_runs, lab_shelf
from dashboard.frame import POLL
from dashboard.lab_runs import Run
from dashboard.lab_words import duration, outcome_of, title_of
from dashboard.memory import answers
from dashboard.state import State, bound_setting, complain, current
from sim.experiments.points import KINDS
from sim.experiments.reading import Experiment, open_experiment
from sim.experiments.store import DESIGN, MANIFEST
from sim.experiments.studied import kept_file
from sim.experiments.varying import find_place
from sim.files.context import Context
from sim.files.mistakes import Mistake
from sim.language.catalogue import Texts

OPENED: Final = "lab.opened"
SECTION: Final = "lab.section"
SECTIONS: Final = ("points", "drives", "fails", "files")

MOST_SHOWN: Final = 1000
"""Points in the table of the page; all of them are in the files."""

MOST_DOWNLOADED: Final = 500_000
"""Futures in a file that the browser is sent; more are read where they lie."""


def opened(words: Texts, state: State) -> str:
    """Choose an experiment, and show it; return its name, or "" where none is open."""
    st.subheader(words("dashboard.lab.open"), anchor=False)
    names = lab_shelf.experiments()
    if not names:
        st.caption(words("dashboard.lab.none", folder=frame.plain(lab_shelf.given())))
        return ""
    st.selectbox(
        words("dashboard.lab.experiment"), ["", *names], format_func=lambda one: one or words("dashboard.lab.choose"),
        **bound_setting(OPENED, ""),
    )  # fmt: skip
    name = str(current().setting(OPENED, ""))
    if name not in names:
        return ""
    run = lab_runs.of(name)
    if run is not None and not run.ended:
        running(words, run)
        return name
    if run is not None and run.error is not None:
        with frame.panel(words):
            raise run.error
    with frame.panel(words):
        _show(words, name)
    return name


def running(words: Texts, run: Run, *, timed: bool = False) -> None:
    """Show how far something is that runs or waits, with a way to stop it; draw the page again when it is over.

    Parameters
    ----------
    timed : whether it counts seconds of a budget, and no futures.
    """
    _far(words, run, timed, count())


@st.fragment(run_every=POLL)
def _far(words: Texts, run: Run, timed: bool, looks: Iterator[int]) -> None:
    if next(looks) and run.ended:
        st.rerun()
    if run.cancelled:
        st.caption(words("dashboard.lab.stopping"))
        return
    if not run.total:
        said = words("dashboard.lab.waiting")
    elif timed:
        said = words("dashboard.lab.searching", time=duration(run.total - run.done, words))
    else:
        left = (run.total - run.done) / run.rate if run.rate else 0.0
        said = words("dashboard.lab.progress", done=run.done, all=run.total, rate=round(run.rate))
        if left:
            said += " " + words("dashboard.lab.left", time=duration(left, words))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(min(1.0, run.done / run.total) if run.total else 0.0, said)
        st.button(words("dashboard.frame.cancel"), key=f"cancel {run.key}", on_click=run.cancel)


def read(name: str) -> Experiment:
    """Return an experiment of the shelf, read once until something is added to it.

    Raises
    ------
    Mistake
        A folder that holds none.
    """
    folder = lab_shelf.folder_of(name)
    key = f"lab experiment {lab_shelf.state_of(folder)}"
    found: Experiment = answers.get(key) or answers.put(key, open_experiment(folder))
    return found


def _show(words: Texts, name: str) -> None:
    """Show an experiment that does not run now."""
    if not (lab_shelf.folder_of(name) / MANIFEST).is_file():
        st.warning(words("dashboard.lab.not_begun"), icon=":material/pause:")
        _go_on(words, name)
        return
    experiment = read(name)
    _status(words, name, experiment)
    _what(words, experiment)
    if experiment.progress.kept == 0:
        return
    section = st.radio(
        words("dashboard.lab.section"), SECTIONS, horizontal=True, label_visibility="collapsed",
        format_func=lambda one: words(f"dashboard.lab.section_of.{one}"), **bound_setting(SECTION, SECTIONS[0]),
    )  # fmt: skip
    with frame.panel(words):
        if section == "points":
            _points(words, experiment)
        elif section == "drives":
            lab_analyses.drives(words, name, experiment)
        elif section == "fails":
            lab_analyses.fails(words, name, experiment)
        else:
            _files(words, name, experiment)


def _status(words: Texts, name: str, experiment: Experiment) -> None:
    """Say how far it is, and first of all what failed."""
    far = experiment.progress
    key = "unfinished" if not far.complete else "tried" if far.failed else "complete"
    st.markdown(words(f"dashboard.lab.{key}", kept=far.kept, futures=far.futures, points=far.points))
    if far.failed:
        st.error(words("dashboard.lab.failed", n=far.failed, all=far.points), icon=":material/error:")
        with st.expander(words("dashboard.lab.why_failed")):
            table = experiment.failures[["point", "reason", "command"]].head(MOST_SHOWN)
            st.dataframe(table, hide_index=True, alt=words("dashboard.lab.why_failed"))
    if experiment.damaged:
        st.warning(words("dashboard.lab.damaged", n=len(experiment.damaged)), icon=":material/build:")
    if not far.complete or experiment.damaged:
        _go_on(words, name)


def _go_on(words: Texts, name: str) -> None:
    """Offer to go on with what was interrupted."""

    def go_on() -> None:
        try:
            lab_runs.begin_experiment(name, lab_shelf.kept_design(name), lab_shelf.folder_of(name))
        except Mistake as mistake:
            complain(mistake)

    st.button(words("dashboard.lab.go_on"), type="primary", icon=":material/play_arrow:", on_click=go_on)


def _what(words: Texts, experiment: Experiment) -> None:
    """Say what the experiment varies."""
    design = experiment.design
    ranges = []
    for column, one in design.vary.items():
        low, high = (_amount(words, experiment, column, end) for end in (one.low, one.high))
        ranges.append(frame.plain(words("dashboard.lab.range", what=title_of(column, words), low=low, high=high)))
    sampling = words(f"dashboard.lab.sampling_of.{design.sampling}")
    names = ", ".join(str(one) for kind in KINDS for one in dict.fromkeys(experiment.points[kind]))
    st.caption(words("dashboard.lab.what", names=frame.plain(names), sampling=sampling, vary="; ".join(ranges)))


def _amount(words: Texts, experiment: Experiment, column: str, value: float) -> str:
    """Return a number as people read it: of an event's month, its date, where all places begin alike."""
    place = find_place(column)
    if place is not None and place.field == "when":
        beginning = _beginning(experiment)
        if beginning is not None:
            return words.short_date(beginning.date_of(int(value)))
    return words.significant(value, 4)


def _beginning(experiment: Experiment) -> Context | None:
    """Return the place that the months of an experiment are counted in; None where places begin at different times."""
    places = [kept_file(experiment, "context", str(name)) for name in dict.fromkeys(experiment.points["context"])]
    found = [place for place in places if isinstance(place, Context)]
    return found[0] if len({place.date_of(0) for place in found}) == 1 else None


def _points(words: Texts, experiment: Experiment) -> None:
    """Show the points with what became of them."""
    table = experiment.query(f"select * from summary order by number limit {MOST_SHOWN}")
    titles = {}
    for column in table.columns:
        named = column in ("number", "futures", "point", *KINDS)
        titles[column] = words(f"dashboard.lab.column.{column}") if named else title_of(column, words)
        if titles[column] == column:
            titles[column] = outcome_of(column, words)
    for column in table.columns:
        place = find_place(column)
        if place is not None and place.field == "when":
            table[column] = [_amount(words, experiment, column, month) for month in table[column]]
    shown = table[[*(name for name in table.columns if name != "point"), "point"]]
    st.dataframe(
        shown, hide_index=True, alt=words("dashboard.lab.table_alt", n=len(shown)),
        column_config={name: st.column_config.Column(title) for name, title in titles.items()},
    )  # fmt: skip
    if len(experiment.points) > len(table):
        st.caption(words("dashboard.lab.first", n=len(table), all=len(experiment.points)))


def where(name: str) -> str:
    """Return the folder of an experiment as commands name it."""
    return str(Path(lab_shelf.given()) / name)


def _files(words: Texts, name: str, experiment: Experiment) -> None:
    """Offer everything as files, and say how the command line does the same."""
    st.download_button(
        words("dashboard.frame.file", file=DESIGN), (experiment.folder / DESIGN).read_bytes(), file_name=DESIGN,
        mime="application/toml", on_click="ignore", icon=":material/download:",
    )  # fmt: skip
    tables = {"lab_points": lambda: experiment.summary().reset_index()}
    if experiment.progress.kept <= MOST_DOWNLOADED:
        tables["lab_outcomes"] = lambda: experiment.points.join(
            experiment.outcomes().set_index("point"), on="point", how="inner"
        ).reset_index()
    else:
        st.caption(words("dashboard.lab.too_many", most=MOST_DOWNLOADED))
    exports.downloads(words, tables, {})
    st.write(words("dashboard.frame.same_explained"))
    st.code("\n".join(commands(name)), language="bash", wrap_lines=True)
    st.code(
        f'import sim\n\nexperiment = sim.open_experiment("{where(name)}")\nprint(experiment.summary())',
        language="python", wrap_lines=True,
    )  # fmt: skip


def commands(name: str) -> list[str]:
    """Return the command lines that do what the page does with an experiment."""
    folder = where(name)
    return [
        shlex.join(["sobremesa", *one])
        for one in (
            ["experiment", "run", f"{folder}/{DESIGN}", "--out", folder],
            ["experiment", "status", folder],
            ["experiment", "show", folder],
            ["sensitivity", folder],
            ["discover", folder],
            ["query", folder, "select * from summary"],
        )
    ]
