"""The panel of the lab that looks for better plans: a budget, how far it is, the front, and plans to take over."""

from __future__ import annotations

import textwrap
from functools import partial
from typing import Final

import streamlit as st

from dashboard import desk, exports, frame, lab_runs, lab_search, lab_shelf
from dashboard.lab_open import running
from dashboard.lab_search import FREE, WORLDS, Search
from dashboard.lab_words import title_of
from dashboard.state import MOST_COMPARED, State, bound_setting, complain, current, put
from sim.files.mistakes import Mistake
from sim.files.plan import Plan
from sim.language.catalogue import Texts
from sim.report.front_chart import front_in_words, parallel_coordinates
from sim.results.intervals import of_hundred
from sim.robustness.reasons import KEYS
from sim.search.improvement import Found, Improvement
from sim.search.judging import GOALS
from sim.search.space import GROUPS

LINE: Final = 12
"""Characters in a line at the end of an axis."""

TALL: Final = 520


def better(words: Texts, state: State) -> None:
    """Look for better plans than the one of the session."""
    st.subheader(words("dashboard.lab.improve"), anchor=False)
    st.markdown(words("dashboard.lab.improve_explained", plan=frame.title_of(state.plan_file())))
    _choose(words, state)
    state = current()
    search = lab_search.search_of(state)
    run = lab_runs.of(search.name)
    found = lab_search.found_by(search)
    if run is not None and not run.ended:
        running(words, run, timed=True)
    else:
        if run is not None and run.error is not None:
            with frame.panel(words):
                raise run.error
        _begin(words, search)
    if found is not None:
        with frame.panel(words):
            _found(words, found)
    with frame.panel(words), st.expander(words("dashboard.frame.same_numbers"), icon=":material/terminal:"):
        st.write(words("dashboard.frame.same_explained"))
        st.code(lab_search.command(state, search), language="bash", wrap_lines=True)


def _choose(words: Texts, state: State) -> None:
    """Choose what the plan must withstand, what may be turned, and how long the search may take."""
    left, right = st.columns(2)
    names, shown = frame.choices(state, "scenario")
    with left:
        _several(words("dashboard.lab.worlds", most=MOST_COMPARED), WORLDS, names, lab_search.worlds(state), shown)
    with right:
        _several(
            words("dashboard.lab.free"), FREE, tuple(one for one in GROUPS if one != "triggers" or _signposts(state)),
            lab_search.free(state), lambda one: words(f"dashboard.lab.free_of.{one}"),
        )  # fmt: skip
    left.select_slider(
        words("dashboard.lab.budget"), lab_search.BUDGETS,
        format_func=lambda one: words("dashboard.lab.budget_of", n=one),
        **bound_setting("lab.budget", lab_search.choice(state, "lab.budget")),
    )  # fmt: skip
    right.select_slider(
        words("dashboard.lab.looked"), lab_search.FUTURES, help=words("dashboard.lab.looked_help"),
        **bound_setting("lab.looked", lab_search.choice(state, "lab.looked")),
    )  # fmt: skip


def _signposts(state: State) -> bool:
    return bool(state.plan_file().triggers)


def _several(label: str, setting: str, options: tuple[str, ...], chosen: tuple[str, ...], shown) -> None:  # type: ignore[no-untyped-def]
    """Choose several things, which a setting keeps as one text."""
    widget = f"several {setting}"
    put(widget, list(chosen))

    def changed() -> None:
        try:
            current().change(settings={**current().settings, setting: ",".join(st.session_state[widget])})
        except Mistake as mistake:
            complain(mistake)

    st.multiselect(
        label, options, format_func=shown, key=widget, on_change=changed,
        max_selections=MOST_COMPARED if setting == WORLDS else None,
    )  # fmt: skip


def _begin(words: Texts, search: Search) -> None:
    """Offer to begin, or to go on with what was found before."""

    def begin() -> None:
        try:
            lab_search.begin(search)
        except Mistake as mistake:
            complain(mistake)

    key = "search_on" if lab_shelf.has_search(search.name) else "search"
    st.button(words(f"dashboard.lab.{key}"), type="primary", icon=":material/search:", on_click=begin)


def _found(words: Texts, found: Improvement) -> None:
    """Say whether anything better was found, show the front, and offer the plans."""
    shipped = found.question.plan
    best = found.best
    with st.container(key="answer better"):
        if best is None:
            st.markdown(f"**{words('dashboard.lab.not_better', plan=frame.title_of(shipped), tried=found.tried)}**")
        else:
            gap = best.difference
            st.markdown("**" + words(
                "dashboard.lab.better", plan=frame.title_of(shipped), tried=found.tried,
                n=of_hundred(best.goals[0]), before=of_hundred(found.shipped[0]),
                low=of_hundred(gap.low), high=of_hundred(gap.high), beaten=of_hundred(best.null.rank),
            ) + "**")  # fmt: skip
    _front(words, found)
    for one in found.found:
        _plan(words, found, one)


def _front(words: Texts, found: Improvement) -> None:
    """Draw all plans that no other one beats on every goal."""
    named = {frame.called(_named(words, found, one)): one.chosen_goals for one in found.found}
    shipped = (frame.called(found.question.plan), found.shipped_chosen)
    figure = parallel_coordinates(
        [one.goals for one in found.front], named, shipped, words, title=words("front.title")
    )  # fmt: skip
    for note in figure.layout.annotations:  # short lines, which do not run into one another on a phone
        note.text = "<br>".join(textwrap.wrap(note.text, LINE))
    ticks = ["<br>".join(textwrap.wrap(title, LINE)) for title in figure.layout.xaxis.ticktext]
    figure.update_xaxes(ticktext=ticks, tickangle=0)
    figure.update_yaxes(range=[-0.34, 1.34])
    figure.update_layout(height=TALL)
    frame.chart(figure, front_in_words(named, shipped, words), "lab front")


def _named(words: Texts, found: Improvement, one: Found) -> Plan:
    """Return a plan that was found with a title and a story in the reader's language."""
    shipped = found.question.plan
    roles = words.listed([words(f"dashboard.lab.role.{role}") for role in one.roles])
    title = words("dashboard.lab.title_of_plan", plan=frame.called(shipped), role=roles)
    story = words(
        "dashboard.lab.story_of_plan", plan=frame.called(shipped), n=of_hundred(one.goals[0]),
        before=of_hundred(found.shipped[0]), verdict=_verdict(words, one),
    )  # fmt: skip
    content = {key: value for key, value in one.plan.file_content().items() if key not in ("es", "fr", "idea")}
    content |= {"name": one.plan.name, "title": title[:100], "story": story}
    return Plan.model_validate(content, by_alias=True, by_name=False)


def _verdict(words: Texts, one: Found) -> str:
    """Return whether a plan may be called better, and why not."""
    if one.better:
        return words("dashboard.lab.may_be_called")
    reasons = [words(f"dashboard.lab.reason.{KEYS[reason]}") for reason in one.reasons]
    return words("dashboard.lab.may_not", reasons=words.listed(reasons))


def _plan(words: Texts, found: Improvement, one: Found) -> None:
    """Show a plan that was found, with its goals on fresh futures, and offer it."""
    made = _named(words, found, one)
    with st.container(border=True):
        st.markdown(f"**{frame.title_of(made)}**")
        st.markdown(frame.plain(_verdict(words, one)))
        rows = [
            {words("dashboard.lab.column.plan"): title} | _goals(words, goals)
            for title, goals in (
                (frame.called(found.question.plan), found.shipped), (frame.called(made), one.goals),
            )
        ]  # fmt: skip
        st.dataframe(rows, hide_index=True, key=f"lab goals {made.name}", alt=words("dashboard.lab.goals_alt"))
        turned = [f"{title_of(name, words)} {words.significant(one.values[name], 3)}" for name in one.credited]
        st.caption(words("dashboard.lab.turned", dials=frame.plain(", ".join(turned))))
        with st.container(horizontal=True):
            st.button(
                words("dashboard.lab.take_plan"), key=f"lab take {made.name}", icon=":material/bookmark_add:",
                on_click=partial(desk.take, made, words),
            )  # fmt: skip
            st.download_button(
                words("dashboard.frame.file", file=f"{made.name}.toml"), exports.toml_of(made),
                file_name=f"{made.name}.toml", mime="application/toml", on_click="ignore",
                key=f"lab plan {made.name}", icon=":material/download:",
            )  # fmt: skip


def _goals(words: Texts, goals: tuple[float, float, float, float]) -> dict[str, str]:
    """Return the four goals as the picture names them."""
    working, regret, lost, money = goals
    values = (str(of_hundred(working)), f"{of_hundred(regret):+d}", words.number(lost, 1), words.number(money, 1))
    return {words(f"front.goal.{goal}"): value for goal, value in zip(GOALS, values, strict=True)}
