"""What an opened experiment says: what drives an outcome, and under which conditions the community fails."""

from __future__ import annotations

import html
import shlex
import textwrap
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import computing, desk, exports, frame, lab_shelf
from dashboard.computing import Job
from dashboard.files import free_name
from dashboard.lab_words import outcome_of, title_of
from dashboard.memory import answers
from dashboard.state import bound_setting, current
from sim.experiments.box_scenario import scenario_of_box
from sim.experiments.discovery import Discovery, discover
from sim.experiments.reading import Experiment
from sim.experiments.saying import happens, of_discovery, of_missing, of_sensitivity
from sim.experiments.sensitivity import METHODS, Sensitivity, sensitivity
from sim.experiments.studied import (
    Happening,
    Study,
    Values,
    by_cell,
    groups_of,
    happening,
    luck_of,
    named_factors,
    open_study,
    outcome_expression,
    outcome_kinds,
    values_of,
)
from sim.language.catalogue import Texts, texts
from sim.report.discovery_chart import box_in_words, box_ranges
from sim.report.sensitivity_chart import sensitivity_bars, sensitivity_in_words

if TYPE_CHECKING:
    import plotly.graph_objects as go

OUTCOME: Final = "lab.outcome"
SIDE: Final = "lab.side"
LIMIT: Final = "lab.limit"
METHOD: Final = "lab.method"
SIDES: Final = ("below", "above")
SEARCHES: Final = ("prim", "cart")

LINE: Final = 44
"""Characters of a condition in one line of a picture on a phone."""

TALLER: Final = 1.2
"""What a second line of a condition needs."""

Cell = tuple[str, str, str]


def computed(words: Texts, key: str, slot: str, work: Callable[[], Any]) -> Any:
    """Return an analysis, computed behind the page; None while it is on its way.

    Raises
    ------
    Mistake
        Where there is nothing to find.
    """
    answer = answers.get(key)
    if answer is not None:
        return answer
    job = computing.once(key, lambda progress, stop: work(), slot, frame.jobs())
    if job.cancelled:
        st.caption(words("dashboard.lab.stopped"))
        if st.button(words("dashboard.lab.again"), key=f"again {slot}"):
            frame.jobs().pop(slot, None)
            st.rerun()
        return None
    if not job.ended:
        _analysing(words, job, count())
        return None
    if job.error is not None:
        raise job.error
    return job.result


@st.fragment(run_every=frame.POLL)
def _analysing(words: Texts, job: Job, looks: Iterator[int]) -> None:
    """Say that an analysis is on its way, with a way to stop it; draw the page again when it is there."""
    if next(looks) and (job.ended or job.cancelled):
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(words("dashboard.lab.analysing"))
        st.button(words("dashboard.frame.cancel"), key=f"cancel {job.key}", on_click=job.cancel)


def _outcome(words: Texts) -> str:
    """Choose an outcome."""
    st.selectbox(
        words("dashboard.lab.outcome"), list(outcome_kinds()), format_func=lambda one: outcome_of(one, words),
        **bound_setting(OUTCOME, "working"),
    )  # fmt: skip
    return str(current().setting(OUTCOME, "working"))


def drives(words: Texts, name: str, experiment: Experiment) -> None:
    """Say what drives an outcome."""
    if experiment.design.sampling not in METHODS:
        st.info(words("dashboard.lab.no_indices"), icon=":material/info:")
        return
    outcome = _outcome(words)
    folder = experiment.folder
    key = f"lab drives {outcome} {lab_shelf.state_of(folder)}"
    found = computed(words, key, "lab drives", lambda: sensitivities(folder, outcome))
    for place, (cell, one) in enumerate(found or ()):
        if len(found) > 1:
            st.markdown(f"#### {frame.plain(', '.join(cell))}")
        _indices(words, one, place)
    _command(words, ["sensitivity", str(Path(lab_shelf.given()) / name), "--outcome", outcome])


def sensitivities(folder: Path, outcome: str) -> list[tuple[Cell, Sensitivity]]:
    """Return the indices of each scenario, plan and context of an experiment."""
    study = open_study(folder)
    expression = outcome_expression(outcome)
    found = []
    for cell, rows in by_cell(study.samples):
        values = values_of(study, rows, expression, outcome)
        luck = luck_of(study, cell, expression)
        found.append((cell, sensitivity(rows, values.mean, study.factors, study.design.sampling, luck)))
    return found


def _indices(words: Texts, found: Sensitivity, place: int) -> None:
    """Show indices with their intervals, and say whether they have converged."""
    for sentence in of_sensitivity(found, words):
        st.markdown(frame.plain(sentence))
    frame.chart(sensitivity_bars(found, words), sensitivity_in_words(found, words), f"lab drives {place}")
    columns = ("total", "first") if found.method == "sobol" else ("effect",)
    rows = [
        {words("dashboard.lab.input"): title_of(str(name), words)}
        | {
            words(f"sensitivity.{column}"): words(
                "dashboard.lab.interval", value=words.significant(float(row[column]), 2),
                low=words.significant(float(row[f"{column}_low"]), 2),
                high=words.significant(float(row[f"{column}_high"]), 2),
            )
            for column in columns
        }
        for name, row in found.table.iterrows()
    ]  # fmt: skip
    st.dataframe(rows, hide_index=True, alt=sensitivity_in_words(found, words), key=f"lab indices {place}")


def fails(words: Texts, name: str, experiment: Experiment) -> None:
    """Say under which conditions the community fails, in a sentence that was checked on points put aside."""
    what, method = _looked_for(words)
    folder = experiment.folder
    key = f"lab fails {what} {method} {lab_shelf.state_of(folder)}"
    found = computed(words, key, "lab fails", lambda: discovered(folder, what, method))
    if found is not None:
        _box(words, name, what, *found)
    side = [] if what.side not in SIDES else [f"--{what.side}", f"{what.threshold:g}"]
    given = ["discover", str(Path(lab_shelf.given()) / name), "--outcome", what.outcome, *side, "--method", method]
    _command(words, given)


def _looked_for(words: Texts) -> tuple[Happening, str]:
    """Choose what is looked for, and how."""
    first, second = st.columns(2)
    with first:
        outcome = _outcome(words)
    with second:
        st.selectbox(
            words("dashboard.lab.method"), SEARCHES, format_func=str.upper, help=words("dashboard.lab.method_help"),
            **bound_setting(METHOD, SEARCHES[0]),
        )  # fmt: skip
    method = str(current().setting(METHOD, SEARCHES[0]))
    if outcome_kinds()[outcome] == "flag":
        return happening(outcome), method
    first.selectbox(
        words("dashboard.lab.side"), SIDES, format_func=lambda one: words(f"dashboard.lab.side_of.{one}"),
        **bound_setting(SIDE, SIDES[0]),
    )  # fmt: skip
    second.number_input(words("dashboard.lab.limit"), **bound_setting(LIMIT, 1.0))
    state = current()
    return happening(outcome, **{str(state.setting(SIDE, SIDES[0])): float(state.setting(LIMIT, 1.0))}), method


def discovered(folder: Path, what: Happening, method: str) -> tuple[Study, Values, Discovery]:
    """Return what was looked for at each point, and the box."""
    study = open_study(folder)
    values = values_of(study, study.samples, what.expression, what.outcome)
    groups = groups_of(study, study.samples)
    return study, values, discover(study.samples, values.mean, named_factors(study), method, groups)


def _box(words: Texts, name: str, what: Happening, study: Study, values: Values, found: Discovery) -> None:
    """Show the sentence, the picture, and how far to trust both."""
    first, *others = of_discovery(found, what, words)
    with st.container(key="answer"):
        st.markdown(f"**{frame.plain(first)}**")
    if found.box:
        title = words("discovery.title", outcome=happens(what, words))
        frame.chart(_narrow(box_ranges(found, title, words)), box_in_words(found.box, words), "lab box")
    missing = of_missing(values, words)
    for sentence in [*others, *([missing] if missing else [])]:
        st.markdown(frame.plain(sentence))
    if found.holds:
        with frame.panel(words):
            _as_scenario(words, name, what, study, found)


def _narrow(figure: go.Figure) -> go.Figure:
    """Return the picture of a box so that a phone shows it: conditions in short lines, and no names of columns."""
    figure.update_yaxes(showticklabels=False)
    for note in figure.layout.annotations:
        if note.name == "condition":
            lines = textwrap.wrap(html.unescape(note.text), LINE)
            text = "<br>".join(html.escape(line, quote=False) for line in lines)
            note.update(text=text, yanchor="bottom", yshift=8, align="left")
    figure.update_layout(height=figure.layout.height * TALLER)
    return figure


def _as_scenario(words: Texts, name: str, what: Happening, study: Study, found: Discovery) -> None:
    """Offer the middle of the box as a scenario: for this session, and as a file."""
    state = current()
    wanted = free_name(f"{name}-box", state.names("scenario"))
    made = scenario_of_box(study, found, what, wanted, None, texts())
    with st.container(horizontal=True):
        st.button(
            words("dashboard.lab.take_box"), icon=":material/bookmark_add:", on_click=lambda: desk.take(made, words)
        )
        st.download_button(
            words("dashboard.frame.file", file=f"{made.name}.toml"), exports.toml_of(made),
            file_name=f"{made.name}.toml", mime="application/toml", on_click="ignore", icon=":material/download:",
        )  # fmt: skip


def _command(words: Texts, given: list[str]) -> None:
    """Say which command says the same."""
    st.caption(words("dashboard.frame.same_numbers"))
    st.code(shlex.join(["sobremesa", *given]), language="bash", wrap_lines=True)
