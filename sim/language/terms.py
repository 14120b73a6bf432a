"""What the things of the model are called and mean in a reader's language: parameters, measures, levers, events.

Each of them is declared in English once, where it belongs (:mod:`sim.world`, :mod:`sim.files`). The files
``terms/LANGUAGE.toml`` hold the other languages, and in English only what is declared nowhere else. What is not
translated is shown in English.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from sim.files.context import Context
from sim.files.fields import meanings_of
from sim.language.catalogue import ENGLISH, check_language, typeset
from sim.world.events import EVENT_KINDS
from sim.world.levers import ACTIVITIES, LEVERS
from sim.world.measures import MEASURES
from sim.world.parameters import ALL_PARAMETERS, MECHANISMS

FOLDER: Final = Path(__file__).parent / "terms"

TITLE, MEANING, UNIT = "title", "meaning", "unit"

Term = Mapping[str, str]
"""A title, a meaning and a unit, as far as there are."""


def title(kind: str, name: str, language: str = ENGLISH) -> str:
    """Return what something is called.

    Parameters
    ----------
    kind : activity, event, field, lever, measure, mechanism, outcome, parameter, process, theme.
    name : its identifier, such as donors_exit; returned where there is no title.
    """
    return _said(kind, name, TITLE, language) or name


def meaning(kind: str, name: str, language: str = ENGLISH) -> str:
    """Return what something means, as part of a sentence; empty where there is nothing to say."""
    return _said(kind, name, MEANING, language)


def unit(kind: str, name: str, language: str = ENGLISH) -> str:
    """Return the unit of a parameter, measure, lever or outcome."""
    said = declared().get(kind, {}).get(name, {}).get(UNIT, "")
    return typeset(read_file(language)[UNIT].get(said, {}).get(TITLE, said), language)


def parameter_meaning(name: str, language: str = ENGLISH) -> str:
    """Return what a parameter means."""
    return meaning("parameter", name, language)


def parameter_unit(name: str, language: str = ENGLISH) -> str:
    """Return the unit of a parameter."""
    return unit("parameter", name, language)


def _said(kind: str, name: str, what: str, language: str) -> str:
    """Return a title or meaning in a language, or else in English."""
    translated = read_file(language).get(kind, {}).get(name, {}).get(what)
    return typeset(translated, language) if translated else declared().get(kind, {}).get(name, {}).get(what, "")


@cache
def declared() -> Mapping[str, Mapping[str, Term]]:
    """Return everything that has a name, kind by kind, in English."""
    terms: dict[str, dict[str, Term]] = {
        "activity": {one.name: {TITLE: one.title, MEANING: one.meaning} for one in ACTIVITIES},
        "event": {one.name: {TITLE: one.title, MEANING: one.meaning} for one in EVENT_KINDS},
        "field": {name: {MEANING: said} for name, said in meanings_of(Context).items()},
        "lever": {one.name: {TITLE: one.title, MEANING: one.meaning, UNIT: one.unit} for one in LEVERS},
        "measure": {one.name: {TITLE: one.title, MEANING: one.meaning, UNIT: one.unit} for one in MEASURES},
        "mechanism": {one.name: {MEANING: one.meaning} for one in MECHANISMS},
        "parameter": {name: {MEANING: one.meaning, UNIT: one.unit} for name, one in ALL_PARAMETERS.items()},
    }
    return {**terms, **{kind: table for kind, table in read_file(ENGLISH).items() if kind != UNIT}}


@cache
def read_file(language: str) -> Mapping[str, Mapping[str, Term]]:
    """Read the file of a language, by kind and name; what has one text only may stand there without a table."""
    check_language(language)
    tables: dict[str, Any] = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    tables.setdefault(UNIT, {})
    return {
        kind: {name: said if isinstance(said, dict) else {_only(kind): said} for name, said in table.items()}
        for kind, table in tables.items()
    }


def _only(kind: str) -> str:
    """Return what the one text of a kind is, where a kind has only titles or only meanings."""
    return MEANING if kind in ("field", "mechanism", "parameter") else TITLE
