"""About: can I trust this? Limits, evidence, every number with its source, and how to cite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from dashboard import computing, exports, frame
from dashboard.memory import address
from dashboard.state import State, bound
from sim.evidence.assessment import FUTURES, Evidence, assess
from sim.evidence.recorded import recorded_evidence
from sim.files.parameter_sets import DEFAULT, PLAUSIBLE, parameter_sets
from sim.language import terms
from sim.language.catalogue import Texts
from sim.report import evidence_chart as picture
from sim.report.facts import facts
from sim.versions import sobremesa_version
from sim.world.parameters import ASSUMPTION, PARAMETERS, UNCERTAIN

if TYPE_CHECKING:
    from collections.abc import Callable

LIMITS: Final = ("exploration", "futures", "same_luck", "own_start", "thresholds", "plausible", "competition")
"""What every report says too."""

EVIDENCE: Final = "evidence"

CHECKED_BY_SPEAKERS: Final = ("en",)


def show(words: Texts, state: State) -> None:
    """Draw the page, a tab for each reason to trust or to doubt."""
    st.markdown(words("dashboard.about.intro"))
    parts: dict[str, Callable[[Texts, State], None]] = {
        "limits": _limits, "evidence": _evidence, "parameters": _parameters, "place": _place, "cite": _cite,
    }  # fmt: skip
    tabs = st.tabs([words(f"dashboard.about.{name}") for name in parts])
    for tab, draw in zip(tabs, parts.values(), strict=True):
        with tab, frame.panel(words):
            draw(words, state)


def _limits(words: Texts, state: State) -> None:
    """Say what the model cannot say."""
    for name in LIMITS:
        st.markdown(f"- {words(f'reading.{name}')}")
    if words.language not in CHECKED_BY_SPEAKERS:
        st.info(words("dashboard.about.not_checked"))
    st.markdown(words("dashboard.about.private"))


def _evidence(words: Texts, state: State) -> None:
    """Show what was observed beside the same thing in simulated futures."""
    st.markdown(words("dashboard.about.evidence_explained"))
    found = _found(words, state)
    if found is None:
        return
    for sentence in picture.misfits(found, words)[:-1]:  # what does not fit comes first; the picture says the rest
        st.markdown(frame.plain(sentence))
    frame.chart(picture.evidence_picture(found, words), picture.alternative(found, words), "evidence")
    _table(_evidence_table(words, found), {"pattern": 270, "compared": 230, "role": 190}, "evidence.head", words)
    st.caption(words("dashboard.about.evidence_more"))
    exports.downloads(words, {"evidence": lambda: pd.DataFrame(found.to_dict()["patterns"]).astype(str)}, {})


def _found(words: Texts, state: State) -> Evidence | None:
    """Return the evidence: as it is kept, or computed once for all sessions; until it is there, say how far it is."""
    kept = recorded_evidence(parameter_sets(state.parameters))
    if kept is not None and kept.seed == state.seed:
        return kept
    key = address("evidence", (), state.seed, state.parameters)
    known: Evidence | None = computing.known(key, EVIDENCE, frame.jobs())
    if known is not None:
        return known

    def work(progress: computing.Progress, stop: computing.IsCancelled) -> Evidence:
        return assess(
            futures=FUTURES, seed=state.seed, parameters=state.parameters, progress=progress, cancelled=stop
        )  # fmt: skip

    job = computing.once(key, work, EVIDENCE, frame.jobs())
    if job.error is not None:
        raise job.error
    if job.cancelled:
        st.button(words("dashboard.about.again"), on_click=_begin_again)
    else:
        frame.waiting(words, job)
    return None


def _begin_again() -> None:
    frame.jobs().pop(EVIDENCE, None)


def _evidence_table(words: Texts, found: Evidence) -> pd.DataFrame:
    """Return every comparison of every pattern in words."""
    heads = [words(f"evidence.head.{name}") for name in ("pattern", "verdict", "observed", "simulated", "compared",
                                                        "role")]  # fmt: skip
    rows = [
        (
            f"{row.pattern.number}. {picture.pattern_title(row, words)}",
            picture.verdict_in_words(one.verdict, words), picture.observed_in_words(one, words),
            picture.simulated_in_words(one.simulated, words), picture.compared_in_words(one, words),
            picture.role_in_words(row.pattern.role, words),
        )
        for row in found.rows for one in row.findings
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=heads)


def _parameters(words: Texts, state: State) -> None:
    """Show every number of the model with its source."""
    assumed = sum(one.source.startswith(ASSUMPTION) for one in PARAMETERS)
    about = words(
        "dashboard.about.parameters_explained", n=len(PARAMETERS), assumed=assumed, uncertain=len(UNCERTAIN)
    )  # fmt: skip
    st.markdown(about)
    st.segmented_control(
        words("dashboard.about.lived_with"), (PLAUSIBLE, DEFAULT), required=True,
        format_func=lambda name: words(f"dashboard.about.lived_with_{name}"), **bound("parameters"),
    )  # fmt: skip
    widths = {"meaning": 330, "default": 70, "range": 110, "source": 330}
    _table(_parameter_table(words), widths, "dashboard.about.head", words)
    exports.downloads(words, {"parameters": lambda: pd.DataFrame([vars(one) for one in PARAMETERS])}, {})


def _parameter_table(words: Texts) -> pd.DataFrame:
    """Return the numbers of the model in the reader's language; sources as they are cited."""
    heads = ("meaning", "default", "range", "source", "unit", "process", "name")
    rows = [
        (
            terms.parameter_meaning(one.name, words.language), words.significant(one.default),
            words("short.range", low=words.significant(one.low), high=words.significant(one.high)),
            _source(one.source, words), terms.parameter_unit(one.name, words.language),
            terms.title("process", one.process, words.language), one.name,
        )
        for one in PARAMETERS
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[words(f"dashboard.about.head.{head}") for head in heads])


def _source(source: str, words: Texts) -> str:
    """Return a source; whether something is an assumption or a definition is said in the reader's language."""
    first, mark, rest = source.partition(";")
    key = f"dashboard.about.source.{first}"
    said = words(key) if key in words.entries else first
    return f"{said}{mark}{rest}"


def _place(words: Texts, state: State) -> None:
    """Show what is known about the chosen place."""
    context = state.context_file()
    st.subheader(frame.title_of(context), anchor=False)
    found = facts(context, words)
    if not found:
        st.markdown(words("intro.no_sources"))
        return
    st.markdown(words("intro.place"))
    rows = [(one.meaning, one.value, one.source) for one in found]
    heads = [words(f"table.{name}") for name in ("figure", "value", "source")]
    _table(pd.DataFrame(rows, columns=heads), {"figure": 330, "value": 110}, "table", words)


def _table(rows: pd.DataFrame, widths: Mapping[str, int], heads: str, words: Texts) -> None:
    """Draw a table; columns whose texts are long get so many pixels, and more of a text where it is chosen."""
    columns = {words(f"{heads}.{name}"): st.column_config.Column(width=width) for name, width in widths.items()}
    st.dataframe(rows, hide_index=True, column_config=columns)


def _cite(words: Texts, state: State) -> None:
    """Say how to cite it."""
    st.markdown(words("dashboard.about.cite_explained"))
    version = sobremesa_version()
    st.code(
        f"The Sobremesa maintainers. Sobremesa: futures of open data communities under political and funding change "
        f"(version {version}) [software]. Seed {state.seed}.",
        language=None, wrap_lines=True,
    )  # fmt: skip
    st.markdown(words("dashboard.about.licence"))
