"""Are the choices real? One dial of the plan along its range, in the scenarios that ask most of it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import causes, frame
from dashboard.computing import IsCancelled, Progress
from dashboard.memory import address
from dashboard.state import State, bound_setting, current
from sim.choices import sentences
from sim.choices.answers import findings
from sim.choices.dials import NAMES, Dial, dials_of
from sim.choices.study import Levers, levers
from sim.files import library
from sim.files.mistakes import Mistake
from sim.files.scenario import Scenario
from sim.language.catalogue import Texts
from sim.report.levers_chart import MOST_LINES, curve_in_words, response_curve
from sim.robustness.assessment import SCENARIOS

USUAL: Final = "breadth"
"""The dial that is looked at unless somebody chooses another."""

SETTING: Final = "why.dial"


def chosen(state: State) -> Dial:
    """Return the dial that is looked at; one that this plan does not have gives way."""
    dials = {one.name: one for one in dials_of(state.plan_file())}
    name = state.setting(SETTING, USUAL)
    return dials[name] if name in dials else dials[USUAL]


def choose(words: Texts, state: State) -> Dial:
    """Choose the dial."""
    dial = chosen(state)
    if state.setting(SETTING, dial.name) != dial.name:
        current().change(settings={**current().settings, SETTING: dial.name})
    dials = {one.name: one for one in dials_of(state.plan_file())}
    st.selectbox(
        words("dashboard.why.levers_dial"), [name for name in NAMES if name in dials],
        format_func=lambda name: sentences.dial_in_words(dials[name], words), **bound_setting(SETTING, dial.name),
    )  # fmt: skip
    return chosen(current())


def scenarios(state: State) -> tuple[Scenario, ...]:
    """Return the scenario of the page and the usual ones beside it, as many as can be drawn and fit the context."""
    names = dict.fromkeys((state.scenario, *SCENARIOS))
    files = [state.scenario_file(name) for name in names]
    return tuple(one for one in files if one.name == state.scenario or _fits(one, state))[:MOST_LINES]


def _fits(scenario: Scenario, state: State) -> bool:
    """Return whether everything in a scenario happens within the context's months."""
    try:
        library.check_fit(scenario, state.plan_file(), state.context_file())
    except Mistake:
        return False
    return True


def turned(words: Texts, state: State, dial: Dial) -> Levers | None:
    """Return the dial along its range, computed in the background; the old answer until the new one is there."""
    worlds = scenarios(state)

    def work(progress: Progress, cancelled: IsCancelled) -> Levers:
        return levers(
            worlds, state.plan_file(), (state.context_file(),), only=(dial.name,), futures=causes.FUTURES,
            seed=state.seed, parameters=state.parameters, progress=progress, cancelled=cancelled,
        )  # fmt: skip

    files = (*worlds, state.plan_file(), state.context_file())
    key = address("levers", files, dial.name, state.seed, state.parameters, causes.FUTURES)
    found: Levers | None = causes.in_background(words, "why levers", key, work)
    return found


def draw(words: Texts, found: Levers) -> None:
    """Draw the curve, and say where the best value lies and what it costs."""
    (one,) = findings(found)
    st.markdown(frame.plain(sentences.dial_sentences(found, one, words)))
    frame.chart(response_curve(found, one, words), curve_in_words(found, one, words), "levers")
    st.caption(" ".join(frame.plain(said) for said in sentences.notes(found, words)))
