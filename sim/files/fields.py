"""What pydantic found wrong in a file, as one sentence in the words of the file.

For that, a field is found again in its format: which keys may stand beside it, and what it must be.
"""

from __future__ import annotations

import datetime
import typing
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from sim.files.format import Dials, FileModel, Part
from sim.files.mistakes import Mistake, shown, suggestion

FOLLOWS_FROM_OTHERS: Final = "default_factory_not_called"
"""Pydantic's word for a default that could not be worked out because another field is wrong: no mistake of its own."""

Error = Mapping[str, Any]
"""One of pydantic's errors: its type, place, value and context."""


def from_validation(error: ValidationError, model: type[BaseModel], where: str) -> Mistake:
    """Return pydantic's errors as one sentence: the first mistake in full, and the number of the others.

    Parameters
    ----------
    error : ValidationError
        What pydantic raised.
    model : type[BaseModel]
        The file format that was checked, to name its keys and ranges.
    where : str
        The file, as the user named it.
    """
    errors = [dict(one) for one in error.errors(include_url=False)]
    found = [one for one in errors if one["type"] != FOLLOWS_FROM_OTHERS] or errors
    found.sort(key=lambda one: one["type"] != "extra_forbidden")  # a wrong key explains a missing one
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return Mistake(f"{where}: {_sentence(found[0], model)}{more}")


def _sentence(error: Error, model: type[BaseModel]) -> str:
    """Return one of pydantic's errors as a sentence about a field of the file."""
    place = error["loc"]
    field = field_name(place, tags(model)) or "the file"
    if error["type"] in _SENTENCES:
        return _SENTENCES[error["type"]](field, error, model)
    wanted = _WANTED.get(error["type"])
    if wanted is not None:
        several = f": write [[{place[-1]}]]" if wanted == A_LIST and isinstance(error["input"], Mapping) else ""
        return f"{field} is {shown(error['input'])}, but must be {wanted}{several}"
    return f"{field} is {shown(error.get('input'))}: {error['msg']}"


def _contradiction(field: str, error: Error, model: type[BaseModel]) -> str:
    """Say which fields contradict one another."""
    return f"{field}: {error['msg']}" if error["loc"] else str(error["msg"])


def _not_as_expected(field: str, error: Error, model: type[BaseModel]) -> str:
    """Say what a value of a wrong type or outside its range must be."""
    value = error["input"]
    hint = f', in quotes: "{value:%Y-%m}"' if isinstance(value, datetime.date) else ""
    return f"{field} is {shown(value)}, but must be {error['ctx']['expected']}{hint}"


def _unknown_name(field: str, error: Error, model: type[BaseModel]) -> str:
    """Say that a name is not in its list."""
    return f"{field} {shown(error['input'])} does not exist{suggestion(error['input'], error['ctx']['valid'])}"


def _unknown_key(field: str, error: Error, model: type[BaseModel]) -> str:
    """Say that the format has no such key."""
    return f"{field} is not a key of this file{suggestion(error['loc'][-1], keys_beside(model, error['loc']))}"


def _missing(field: str, error: Error, model: type[BaseModel]) -> str:
    """Say which key the format needs."""
    return f"{field} is missing{expectation(model, error['loc'])}"


def _no_kind(field: str, error: Error, model: type[BaseModel]) -> str:
    """Say that an event does not tell what it is."""
    return f"{field}: kind is missing{suggestion(None, tags(model))}"


def _unknown_kind(field: str, error: Error, model: type[BaseModel]) -> str:
    """Say that an event is of a kind that does not exist."""
    kind = error["input"]["kind"] if isinstance(error["input"], Mapping) else None
    return f"{field}: kind {shown(kind)} does not exist{suggestion(kind, tags(model))}"


def _too_long(field: str, error: Error, model: type[BaseModel]) -> str:
    """Say that a list has more entries than allowed."""
    return f"{field} has more than {error['ctx']['max_length']} entries, which is the most allowed"


_SENTENCES: Final[Mapping[str, Callable[[str, Error, type[BaseModel]], str]]] = {
    "contradiction": _contradiction,
    "expected": _not_as_expected,
    "unknown_name": _unknown_name,
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "union_tag_not_found": _no_kind,
    "union_tag_invalid": _unknown_kind,
    "too_long": _too_long,
}

A_LIST: Final = "a list"

_WANTED: Final[Mapping[str, str]] = {
    "bool_type": "true or false",
    "string_type": "a text in quotes",
    "tuple_type": A_LIST,
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}


def field_name(place: Sequence[str | int], kinds: Sequence[str] = ()) -> str:
    """Return a place in a file as users count: ``("event", 1, "share")`` becomes ``event 2: share``."""
    name, after_number = "", False
    for part in place:
        if isinstance(part, int):
            name, after_number = f"{name} {part + 1}", True
        elif after_number and part in kinds:
            continue
        else:
            name, after_number = name + (": " if after_number else "." if name else "") + shown(part)[1:-1], False
    return name


def tags(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the kinds of table that a format distinguishes by their key `kind` (events), or nothing."""
    events = model.model_fields.get("events")
    return tuple(kind for part in _parts(events.annotation) for kind in _kinds(part)) if events is not None else ()


def keys_beside(model: type[BaseModel], place: Sequence[str | int]) -> tuple[str, ...]:
    """Return the keys that are allowed where an unknown one was found."""
    inside = _inside(model, place[:-1])
    if isinstance(inside, Dials):
        return tuple(inside.numbers)
    if inside is None:
        return ()
    hidden = {"name"} if issubclass(inside, FileModel) else set()
    keys = tuple(_key(name, inside) for name in inside.model_fields if name not in hidden)
    return keys + tuple(getattr(inside, "also_written", ()))


def expectation(model: type[BaseModel], place: Sequence[str | int]) -> str:
    """Return what a missing field must be, as the end of a sentence."""
    inside = _inside(model, place[:-1])
    if inside is None or isinstance(inside, Dials):
        return ""
    for name, field in inside.model_fields.items():
        if _key(name, inside) == place[-1]:
            words = [one.expected for one in field.metadata if hasattr(one, "expected")]
            return f"; it must be {words[0]}" if words else ""
    return ""


def _inside(model: type[BaseModel], place: Sequence[str | int]) -> type[BaseModel] | Dials | None:
    """Return the format of the table at a place of the file."""
    here: type[BaseModel] | Dials | None = model
    candidates: list[type[BaseModel]] = []
    for part in place:
        if isinstance(part, int) or not isinstance(here, type):
            continue
        tagged = [one for one in candidates if part in _kinds(one)]
        if tagged:
            here, candidates = tagged[0], []
            continue
        field = next((one for name, one in here.model_fields.items() if _key(name, here) == part), None)
        if field is None:
            return None
        dials = [one for one in _metadata(field) if isinstance(one, Dials)]
        candidates = _parts(field.annotation)
        here = dials[0] if dials else candidates[0] if candidates else None
    return here


def _metadata(field: Any) -> list[Any]:
    """Return the checks attached to a field, also where it may be left out (``Annotated[...] | None``)."""
    inner = [extra for one in typing.get_args(field.annotation) for extra in getattr(one, "__metadata__", ())]
    return [*field.metadata, *inner]


def _parts(annotation: Any) -> list[type[BaseModel]]:
    """Return the formats of table that an annotation mentions."""
    if isinstance(annotation, type):
        return [annotation] if issubclass(annotation, BaseModel) else []
    return [part for argument in typing.get_args(annotation) for part in _parts(argument)]


def _kinds(part: type[BaseModel]) -> tuple[str, ...]:
    """Return the values of `kind` that a table may have."""
    field = part.model_fields.get("kind")
    names = typing.get_args(field.annotation) if field is not None else ()
    return tuple(name for name in names if isinstance(name, str))


def _key(name: str, model: type[BaseModel]) -> str:
    """Return the key of the file for an attribute."""
    alias = model.model_fields[name].validation_alias
    return alias if isinstance(alias, str) else name


def dotted_fields(model: type[BaseModel], prefix: str = "") -> tuple[str, ...]:
    """Return the names of all fields of a file, those of its tables with a dot: ``size.donors``."""
    names: list[str] = []
    for name, field in model.model_fields.items():
        key = prefix + _key(name, model)
        names.append(key)
        if isinstance(field.annotation, type) and issubclass(field.annotation, Part):
            names += dotted_fields(field.annotation, key + ".")
    return tuple(names)


def meanings_of(model: type[BaseModel], prefix: str = "") -> dict[str, str]:
    """Return what each field of a file means, by the names of :func:`dotted_fields`."""
    meanings: dict[str, str] = {}
    for name, field in model.model_fields.items():
        key = prefix + _key(name, model)
        meanings[key] = field.description or ""
        if isinstance(field.annotation, type) and issubclass(field.annotation, Part):
            meanings |= meanings_of(field.annotation, key + ".")
    return meanings
