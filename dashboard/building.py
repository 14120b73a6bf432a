"""The four parts of the page Build: tables of the world, the community and the plan, and the user's own files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import columns, desk, editing, editing_contexts, editing_plans, files
from dashboard.editing import Slip
from dashboard.frame import plain
from dashboard.state import State, complain, current, put, remember
from sim.files import library
from sim.files.actors import MOST_ACTORS
from sim.files.format import LONGEST_NAME
from sim.files.mistakes import Mistake
from sim.files.plan import Plan
from sim.language import terms
from sim.language.files import story_of, title_of
from sim.world.events import EVENT_KINDS
from sim.world.levers import ACTIVITIES, LEVERS, Lever

if TYPE_CHECKING:
    from sim.files.context import Context
    from sim.files.format import FileModel
    from sim.language.catalogue import Texts

HEAVIEST: Final = 5.0
"""The heaviest weight of an activity that a slider offers, where the plan has none that is heavier."""

OFFERED: Final[dict[str, dict[str, float]]] = {
    "hostile_turnover": {"amount": 50},
    "donors_exit": {"amount": 40},
    "squeeze": {"amount": 50, "months": 24},
    "champions_leave": {"amount": 40},
}
"""Events that a click adds, with the sizes to begin with: blows of the middle sort. Assumptions."""

STEP: Final = 0.25
LEVER_STEP: Final = 0.05


def the_world(words: Texts, state: State) -> None:
    """Draw the scenario: its story, its events as a table."""
    scenario, context = state.scenario_file(), state.context_file()
    _title(words, scenario)
    rows = editing.event_rows(scenario, context)
    _offers(words)
    st.caption(words("dashboard.build.events"))
    now = desk.edited("events", rows, columns.of_events(words, context, rows), words("dashboard.build.tab.world"))
    with st.expander(words("dashboard.build.kinds")):
        st.markdown("\n".join(f"- **{_term('event', one, words)}**: {_meaning('event', one, words)}" for one in _KINDS))
    try:
        made = editing.scenario_with(now, scenario)
    except Slip as slip:
        desk.say(slip, words)
        return
    seen = editing.event_rows(made, context)
    if seen != rows:
        desk.comes_out("events", seen)
        _keep(made, words)


def _offers(words: Texts) -> None:
    """Offer the commonest events at a click, for those who would rather change a row than begin with an empty one."""
    with st.container(horizontal=True):
        for kind in OFFERED:
            title = _term("event", kind, words)
            st.button(
                title, icon=":material/add:", key=f"add {kind}", on_click=_add, args=(kind, words),
                help=_meaning("event", kind, words),
            )  # fmt: skip


def _add(kind: str, words: Texts) -> None:
    """Add an event halfway through, after the others."""
    state = current()
    scenario, context = state.scenario_file(), state.context_file()
    new = {"kind": kind, "when": context.date_of(context.months // 2), **OFFERED[kind]}
    rows = [*editing.event_rows(scenario, context), new]
    _keep_or_complain(lambda: editing.scenario_with(rows, scenario), words)


_KINDS: Final = tuple(kind.name for kind in EVENT_KINDS)


def the_community(words: Texts, state: State) -> None:
    """Draw the context: how many actors there are, and those that are listed by name, in four tables."""
    context = state.context_file()
    _title(words, context)
    st.caption(words("dashboard.build.sizes"))
    for column, name in zip(st.columns(5, vertical_alignment="bottom"), editing_contexts.SIZES, strict=True):
        with column:
            _size(words, context, name)
    st.caption(words("dashboard.build.actors"))
    rows = editing_contexts.actor_rows(context)
    now = {}
    for key in editing_contexts.COLUMNS:
        label = words(f"dashboard.build.actor.{key}")
        with st.expander(f"{label} ({len(rows[key])})", key=f"actors {key}"):
            now[key] = desk.edited(key, rows[key], columns.of_actors(words, context, key, rows), label)
    try:
        made = editing_contexts.context_with(now, {}, context)
    except Slip as slip:
        desk.say(slip, words, words(f"dashboard.build.actor.{slip.table}"))
        return
    seen = editing_contexts.actor_rows(made)
    if seen != rows:
        for key, some in seen.items():
            desk.comes_out(key, some)
        _keep(made, words)


def _size(words: Texts, context: Context, name: str) -> None:
    """Draw how many of a kind there are."""
    key, number = f"size {name}", editing_contexts.size_of(context)[name]
    put(key, number)

    def resized() -> None:
        before = current().context_file()
        rows = editing_contexts.actor_rows(before)
        _keep_or_complain(lambda: editing_contexts.context_with(rows, {name: st.session_state[key]}, before), words)

    st.number_input(words(f"dashboard.build.size.{name}"), 0, MOST_ACTORS, key=key, on_change=resized)


def the_plan(words: Texts, state: State) -> None:
    """Draw the plan: where the effort goes, the other levers, and what changes it."""
    plan, context = state.plan_file(), state.context_file()
    _title(words, plan)
    st.caption(words("dashboard.build.effort"))
    total = sum(plan.effort.values())
    top = max(HEAVIEST, *plan.effort.values())
    for place, activity in enumerate(ACTIVITIES):
        if place % 3 == 0:
            row = st.columns(3, gap="medium")
        with row[place % 3]:
            _slider(words, plan, "effort", activity.name, 0.0, top, STEP)
            share = words.per_cent(plan.effort[activity.name] / total)
            st.caption(words("dashboard.build.effort_share", share=share))
    with st.expander(words("dashboard.build.levers")):
        for place, lever in enumerate(LEVERS):
            if place % 2 == 0:
                beside = st.columns(2, gap="medium")
            with beside[place % 2]:
                _lever(words, plan, lever)
    st.caption(words("dashboard.build.triggers"))
    rows = editing_plans.trigger_rows(plan, context)
    configuration = columns.of_triggers(words, context, rows)
    now = desk.edited("triggers", rows, configuration, words("dashboard.build.triggers"))
    try:
        made = editing_plans.plan_with(plan.effort, plan.levers, now, plan)
    except Slip as slip:
        desk.say(slip, words)
        return
    seen = editing_plans.trigger_rows(made, context)
    if seen != rows:
        desk.comes_out("triggers", seen)
        _keep(made, words)


def _lever(words: Texts, plan: Plan, lever: Lever) -> None:
    low, high = (int(lever.low), int(lever.high)) if lever.whole else (lever.low, lever.high)
    step: float = 1 if lever.whole else LEVER_STEP if lever.high <= 1 else HEAVIEST / 10
    _slider(words, plan, "levers", lever.name, low, high, step)
    st.caption(f"{_meaning('lever', lever.name, words)} ({terms.unit('lever', lever.name, words.language)})")


def _slider(words: Texts, plan: Plan, field: str, name: str, low: float, high: float, step: float) -> None:
    """Draw a slider that changes one number of the plan, and keeps the others to the last digit."""
    key = f"plan {field} {name}"
    put(key, getattr(plan, field)[name])

    def turned() -> None:
        before = current().plan_file()
        given = {one: dict(getattr(before, one)) for one in ("effort", "levers")}
        given[field][name] = st.session_state[key]
        rows = editing_plans.trigger_rows(before, current().context_file())
        _keep_or_complain(lambda: editing_plans.plan_with(given["effort"], given["levers"], rows, before), words)

    kind = "activity" if field == "effort" else "lever"
    meaning = _meaning(kind, name, words) if field == "effort" else None
    st.slider(_term(kind, name, words), low, high, step=step, key=key, on_change=turned, help=meaning)


def own_files(words: Texts, state: State) -> None:
    """Load files, save what is chosen, and take the user's own away."""
    st.markdown(words("dashboard.build.files"))
    sent = st.file_uploader(words("dashboard.build.load"), type=["toml"], max_upload_size=files.LARGEST_UPLOAD)
    if sent is not None and st.session_state.get("uploaded") != sent.file_id:
        shipped = {name for kind in library.FORMATS for name in library.names(kind)}
        file = files.uploaded(sent.getvalue(), sent.name, shipped)
        state.keep(file)
        st.session_state["uploaded"] = sent.file_id
        st.toast(words("dashboard.build.loaded", title=plain(title_of(file, words.language))))
        st.rerun()
    for kind, file in _chosen(state).items():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write(f"{words(f'dashboard.start.{kind}')}: **{plain(title_of(file, words.language))}**")
            st.download_button(
                words("dashboard.frame.file", file=f"{file.name}.toml"), partial(files.as_file, file),
                file_name=f"{file.name}.toml", mime="application/toml", on_click="ignore", key=f"save {kind}",
            )  # fmt: skip
            if file in state.own(kind):
                st.button(
                    words("dashboard.build.remove"), icon=":material/delete:", key=f"remove {kind}",
                    on_click=_remove, args=(kind, file.name),
                )  # fmt: skip


def _remove(kind: str, name: str) -> None:
    """Take one of the user's own files away."""
    remember(current().without_own(kind, name))


def _chosen(state: State) -> dict[str, FileModel]:
    return {"context": state.context_file(), "scenario": state.scenario_file(), "plan": state.plan_file()}


def _title(words: Texts, file: FileModel) -> None:
    """Show what a file is about, and what it is called; whoever changes the title has a file of their own."""
    story, kind = story_of(file, words.language), file.kind_of_file
    if story:
        st.markdown(plain(story))
    if file.name in library.names(kind):
        return
    key = f"title {kind}"
    put(key, title_of(file, words.language))

    def renamed() -> None:
        try:
            current().keep(desk.entitled(file, st.session_state[key]))
        except Mistake as mistake:
            complain(mistake)

    st.text_input(words("dashboard.build.title"), key=key, max_chars=LONGEST_NAME, on_change=renamed)


def _keep_or_complain(make: Callable[[], FileModel], words: Texts) -> None:
    """Keep what a click or a slider makes of a file, or have said on the next page why not."""
    try:
        desk.keep(make(), words)
    except Slip as slip:
        complain(words(f"dashboard.slip.{slip.key}", **slip.gaps))
    except Mistake as mistake:
        complain(mistake)


def _keep(file: FileModel, words: Texts) -> None:
    """Keep a changed file, and draw the page anew with it."""
    try:
        desk.keep(file, words)
    except Slip as slip:
        desk.say(slip, words)
        return
    st.rerun()


def _term(kind: str, name: str, words: Texts) -> str:
    return terms.title(kind, name, words.language)


def _meaning(kind: str, name: str, words: Texts) -> str:
    return terms.meaning(kind, name, words.language)
