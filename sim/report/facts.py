"""What a report says about its place and about itself: figures with sources, versions, fingerprints, date."""

from __future__ import annotations

import datetime
import os
import platform
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

from sim.files.context import Context
from sim.files.format import DATE
from sim.language import terms
from sim.language.catalogue import Texts
from sim.language.files import name_in, source_in
from sim.results.compare import Comparison
from sim.world.parameters import ASSUMPTION

LISTED: Final = ("governments", "donors", "champions", "members")


@dataclass(frozen=True)
class Fact:
    """A figure of the context with where it comes from."""

    field: str
    meaning: str
    value: str
    source: str
    assumed: bool


def facts(context: Context, texts: Texts) -> list[Fact]:
    """Return every figure that the context gives a source for."""
    found = []
    for name, source in context.sources.items():
        value, assumed = _look_up(context, name), source.strip().lower().startswith(ASSUMPTION)
        said = _in_words(name_in(context, value, texts.language) if isinstance(value, str) else value, texts)
        about = terms.meaning("field", name, texts.language)
        found.append(Fact(name, about, said, source_in(context, name, texts.language), assumed))
    return found


def listed_by_name(context: Context, texts: Texts) -> list[str]:
    """Return how many actors the context lists by name, kind by kind."""
    counts = {kind: len(getattr(context, kind)) for kind in LISTED}
    return [texts("intro.listed", what=texts(f"listed.{kind}"), n=n) for kind, n in counts.items() if n]


def _look_up(part: BaseModel, name: str) -> Any:
    """Return what a dotted field holds."""
    key, _, rest = name.partition(".")
    for attribute, about in type(part).model_fields.items():
        if key in (attribute, about.validation_alias):
            value = getattr(part, attribute)
            return _look_up(value, rest) if rest and isinstance(value, BaseModel) else value
    return None


def _in_words(value: Any, texts: Texts) -> str:
    """Return a value of a file for readers."""
    if isinstance(value, bool):
        return texts("table.yes" if value else "table.no")
    if isinstance(value, float):
        return texts.significant(value)
    if isinstance(value, int):
        return texts.number(value)
    if isinstance(value, str):
        return texts.date(value) if DATE.fullmatch(value) else value
    if isinstance(value, (tuple, list)):
        return str(len(value))
    return texts("short.nothing")


def machine(texts: Texts) -> tuple[str, str]:
    """Return the platform on which equal numbers are promised."""
    return texts("made.platform"), f"{platform.system()} {platform.machine()}"


def fingerprints(comparison: Comparison, texts: Texts) -> dict[str, str]:
    """Return the fingerprint of every input by kind and name."""
    inputs = (comparison.context, *comparison.scenarios, *comparison.plans)
    return {texts(f"kind.{one.kind_of_file}", name=one.name): one.fingerprint() for one in inputs}


def day(generated: datetime.date | None) -> datetime.date:
    """Return the date to print: the one given, that of SOURCE_DATE_EPOCH (reproducible builds), or today (UTC)."""
    if generated is not None:
        return generated
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.datetime.now(datetime.UTC)
    if epoch.isascii() and epoch.isdigit() and len(epoch) <= len("99999999999"):
        moment = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    return moment.date()
