"""What a scenario, plan or context is called, and says, in a reader's language.

A file may carry translations (tables ``[es]`` and ``[fr]``, see scenarios/README.md); whatever is not translated is
shown as the file itself says it.
"""

from __future__ import annotations

from typing import Literal

from sim.files.context import Context
from sim.files.format import MONTHS_IN_YEAR, FileModel, Translation
from sim.language.catalogue import Texts, typeset


def title_of(file: FileModel, language: str) -> str:
    """Return a file's title, or its name where it has none."""
    return _said(file, "title", language) or file.name


def story_of(file: FileModel, language: str) -> str:
    """Return the sentences that explain a file."""
    return _said(file, "story", language)


def idea_of(file: FileModel, language: str) -> str:
    """Return the idea that a file comes from."""
    return _said(file, "idea", language)


def name_in(file: FileModel, name: str, language: str) -> str:
    """Return what something that a file names (a trigger, an actor, the country) is called."""
    translation = _translation(file, language)
    return typeset(translation.names.get(name, name), language) if translation else name


def horizon(context: Context, texts: Texts) -> str:
    """Return how long the futures of a context last: 10 years, or 30 months."""
    years, rest = divmod(context.months, MONTHS_IN_YEAR)
    return texts.counted("month", context.months) if rest else texts.counted("year", years)


def source_in(file: FileModel, field: str, language: str) -> str:
    """Return where a figure of a context comes from, by its dotted name."""
    source, translation = file.own_sources().get(field, ""), _translation(file, language)
    return (typeset(translation.sources.get(field, source), language) if translation else source).strip()


def _said(file: FileModel, what: Literal["title", "story", "idea"], language: str) -> str:
    """Return one of a file's texts, translated where it is."""
    translation = _translation(file, language)
    said: str = (getattr(translation, what) if translation else "") or getattr(file, what)
    return typeset(said.strip(), language) if translation else said.strip()


def _translation(file: FileModel, language: str) -> Translation | None:
    """Return a file's translation into a language, if it has one."""
    found: Translation | None = getattr(file, language, None) if language in type(file).model_fields else None
    return found
