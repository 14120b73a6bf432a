"""What a session has chosen: one typed, validated value that every page reads and that the share link carries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Annotated, Any, Final, Self

import streamlit as st
from pydantic import Field, ValidationError, model_validator

from sim.files import library
from sim.files.context import Context
from sim.files.format import FileModel, Name, Number, OneOf, Part, contradiction
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import DEFAULT, PLAUSIBLE
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.language.catalogue import FOLDER
from sim.language.catalogue import LANGUAGES as ALL_LANGUAGES

LANGUAGES: Final = tuple(code for code in ALL_LANGUAGES if (FOLDER / f"{code}.toml").is_file())
"""The first one is used where a browser asks for none of them."""

MOST_COMPARED: Final = 4
"""More scenarios or plans side by side could not be told apart in one picture."""

MOST_OWN: Final = 8
"""Files of the user's own of each kind."""

MOST_SETTINGS: Final = 60
LARGEST_SEED: Final = 2**31 - 1
"""Larger ones a browser would round."""

FUTURES: Final = 1000
"""Futures behind a settled answer; one of them is looked at on the page of one future."""

_STATE: Final = "state"
_UNHEARD: Final = "unheard"

Names = Annotated[tuple[Name, ...], Field(strict=False, min_length=1, max_length=MOST_COMPARED)]
SettingValue = bool | int | float | Annotated[str, Field(max_length=200)]


_shipped_scenario = cache(library.scenario)
_shipped_plan = cache(library.plan)
_shipped_context = cache(library.context)
"""Shipped files do not change while a server runs, and every page shows all their titles."""

shipped = cache(library.names)


class State(Part):
    """What a session has chosen.

    Attributes
    ----------
    scenario, plan, context : names: of shipped files, or of the user's own, which are kept here too.
    scenarios, plans : what is compared side by side; the first plan is what the others are compared with.
    future : the number of the one future that is looked into.
    parameters : the set of parameters (see :func:`sim.compare`).
    settings : choices that only one page knows, under ``page.name``.
    """

    language: Annotated[str, OneOf(LANGUAGES)] = LANGUAGES[0]
    context: Name = "uruguay"
    scenario: Name = "calm-decade"
    plan: Name = "baseline"
    scenarios: Names = ("calm-decade", "hostile-successors", "big-funders-go")
    plans: Names = ("baseline", "institution-builder", "grassroots")
    seed: Annotated[int, Number(0, LARGEST_SEED, whole=True)] = 1
    future: Annotated[int, Number(0, FUTURES - 1, whole=True)] = 0
    parameters: Annotated[str, OneOf((PLAUSIBLE, DEFAULT))] = PLAUSIBLE
    own_scenarios: Annotated[tuple[Scenario, ...], Field(strict=False, max_length=MOST_OWN)] = ()
    own_plans: Annotated[tuple[Plan, ...], Field(strict=False, max_length=MOST_OWN)] = ()
    own_contexts: Annotated[tuple[Context, ...], Field(strict=False, max_length=MOST_OWN)] = ()
    settings: Annotated[dict[Name, SettingValue], Field(max_length=MOST_SETTINGS)] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _refuse_strangers(self) -> Self:
        """Refuse names that no file has, names given twice, and own files under the names of shipped ones."""
        for kind in library.FORMATS:
            own = [file.name for file in self.own(kind)]
            for name in own:
                if own.count(name) > 1 or name in shipped(kind):
                    raise contradiction(f"{kind} '{name}' exists already; give yours another name")
        for kind, chosen in (
            ("scenario", (self.scenario, *self.scenarios)),
            ("plan", (self.plan, *self.plans)),
            ("context", (self.context,)),
        ):
            for name in chosen:
                if name not in self.names(kind):
                    raise contradiction(f"{kind} '{name}' does not exist")
        for compared in (self.scenarios, self.plans):
            if len(set(compared)) < len(compared):
                raise contradiction("a scenario or plan is compared with itself; name each once")
        return self

    def own(self, kind: str) -> tuple[FileModel, ...]:
        """Return the user's own files of a kind."""
        return {"scenario": self.own_scenarios, "plan": self.own_plans, "context": self.own_contexts}[kind]

    def names(self, kind: str) -> tuple[str, ...]:
        """Return everything that can be chosen: the shipped files in their order, then the user's own."""
        return (*shipped(kind), *(file.name for file in self.own(kind)))

    def scenario_file(self, name: str | None = None) -> Scenario:
        """Return a scenario by name; without one, the chosen scenario."""
        wanted = name or self.scenario
        return next((file for file in self.own_scenarios if file.name == wanted), None) or _shipped_scenario(wanted)

    def plan_file(self, name: str | None = None) -> Plan:
        """Return a plan by name; without one, the chosen plan."""
        wanted = name or self.plan
        return next((file for file in self.own_plans if file.name == wanted), None) or _shipped_plan(wanted)

    def context_file(self, name: str | None = None) -> Context:
        """Return a context by name; without one, the chosen context."""
        wanted = name or self.context
        return next((file for file in self.own_contexts if file.name == wanted), None) or _shipped_context(wanted)

    def changed(self, **fields: Any) -> State:
        """Return the state with other values.

        Raises
        ------
        Mistake
            Where they are not allowed.
        """
        return validated({**dict(self), **fields})

    def with_own(self, file: FileModel) -> State:
        """Return the state with a file of the user's own, in place of one with its name, and chosen."""
        kind = file.kind_of_file
        others = tuple(one for one in self.own(kind) if one.name != file.name)
        return self.changed(**{f"own_{kind}s": (*others, file), kind: file.name})

    def without_own(self, kind: str, name: str) -> State:
        """Return the state without one of the user's own files; the defaults take its place where it was chosen."""
        fresh: Mapping[str, Any] = dict(State())
        kept = tuple(one for one in self.own(kind) if one.name != name)
        fields: dict[str, Any] = {f"own_{kind}s": kept}
        if getattr(self, kind) == name:
            fields[kind] = fresh[kind]
        if kind != "context":
            several = f"{kind}s"
            fields[several] = tuple(one for one in getattr(self, several) if one != name) or fresh[several]
        return self.changed(**fields)

    def change(self, **fields: Any) -> State:
        """Keep other values for the session, and return the new state."""
        return remember(self.changed(**fields))

    def keep(self, file: FileModel) -> State:
        """Keep a file of the user's own for the session, choose it, and return the new state."""
        return remember(self.with_own(file))

    def setting(self, name: str, default: SettingValue) -> Any:
        """Return a choice that only one page knows."""
        return self.settings.get(name, default)


def validated(fields: Mapping[str, Any]) -> State:
    """Return fields as a state; what is wrong is said in one sentence."""
    try:
        return State.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Mistake(f"{where}: {first['msg']}" if where else first["msg"]) from None


def current() -> State:
    """Return what this session has chosen."""
    found = st.session_state.get(_STATE)
    return found if isinstance(found, State) else remember(State())


def remember(state: State) -> State:
    """Keep a state for the session."""
    st.session_state[_STATE] = state
    return state


def bound(field: str) -> dict[str, Any]:
    """Return the key and the callback of a widget that shows a field of the state, by its name, and changes it."""
    return _bound(f"field {field}", getattr(current(), field), lambda value: {field: value})


def bound_setting(name: str, default: SettingValue) -> dict[str, Any]:
    """Return the key and the callback of a widget that shows and changes a choice that only one page knows."""

    def fields(value: SettingValue) -> dict[str, Any]:
        return {"settings": {**current().settings, name: value}}

    return _bound(f"setting {name}", current().setting(name, default), fields)


def _bound(key: str, value: Any, fields: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """Show a value in a widget, and change the state when the user changes the widget."""
    put(key, value)

    def changed() -> None:
        try:
            current().change(**fields(st.session_state[key]))
        except Mistake as mistake:
            complain(mistake)

    return {"key": key, "on_change": changed}


def put(key: str, value: Any) -> None:
    """Have the widget of a key show a value.

    A browser hears only once of a value that was put, and not at all where that run of the script was broken off: its
    messages are thrown away. So what a run has put is put again until one run has come to its end (`drawn`).
    """
    unheard: set[str] = st.session_state.setdefault(_UNHEARD, set())
    if key in unheard or key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
        unheard.add(key)


def drawn() -> None:
    """Say that a run of the script has come to its end: the browser hears of all that it has put."""
    st.session_state[_UNHEARD] = set()


def complain(what: str | Mistake) -> None:
    """Have a sentence, or what a mistake says, said at the top of the page when it is drawn next."""
    st.session_state.setdefault("complaints", []).append(what)


def complaints() -> Iterable[str | Mistake]:
    """Give what is to be said, once."""
    return st.session_state.pop("complaints", [])  # type: ignore[no-any-return]
