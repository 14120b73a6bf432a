"""Find, read, check and write scenarios, plans and contexts: the shipped ones by name, the user's own by path."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

import tomlkit
from pydantic import ValidationError

from sim.files import mistakes, reading
from sim.files.context import Context
from sim.files.fields import from_validation, keys_beside
from sim.files.format import FileModel
from sim.files.mistakes import Mistake, printable, shown
from sim.files.plan import Grant, Plan
from sim.files.scenario import DonorLeaves, NewGrant, Scenario
from sim.files.writing import replace_file
from sim.world.events import LARGEST

Model = TypeVar("Model", bound=FileModel)

FORMATS: Final[Mapping[str, type[FileModel]]] = {"scenario": Scenario, "plan": Plan, "context": Context}
"""The three kinds of file."""

FOLDERS: Final[Mapping[str, str]] = {"scenario": "futures", "plan": "plans", "context": "contexts"}

ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    "scenario": (
        "calm-decade", "everyone-votes-at-once", "hostile-successors", "champions-leave", "big-funders-go",
        "donor-fashion-changes", "long-squeeze", "boom-then-bust", "pandemic", "polarisation", "newcomers-flood-in",
        "everything-at-once", "civic-space-closes", "key-people-leave", "one-long-grant", "three-short-grants",
        "largest-donor-announces-its-exit",
    ),
    "plan": (
        "baseline", "quick-wins", "institution-builder", "grassroots", "watchdog", "insider", "fund-first", "adaptive",
    ),
    "context": (
        "uruguay", "costa-rica", "argentina", "mexico", "gambia", "kenya", "canada", "united-kingdom",
        "us-city-chapter", "donor-dependent-african-organisation",
    ),
}  # fmt: skip
"""The order in which shipped files are shown: from calm to wild, from plain to particular."""

_KIND_IN_FIRST_LINE: Final = re.compile(r"#.*\b(scenario|plan|context)\b")


def shipped_folder() -> Path:
    """Return the folder of the shipped files: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "shipped", package.parent / "scenarios"):
        if folder.is_dir():
            return folder
    raise Mistake("the shipped scenarios, plans and contexts are missing; install the package again")


def names(kind: str) -> tuple[str, ...]:
    """Return the names of the shipped files of a kind, in the order in which they are shown."""
    _check_kind(kind)
    found = sorted(path.stem for path in (shipped_folder() / FOLDERS[kind]).glob("*.toml"))
    known = [name for name in ORDER[kind] if name in found]
    return (*known, *(name for name in found if name not in known))


def scenario(name: str | os.PathLike[str]) -> Scenario:
    """Return a scenario by its shipped name or its path."""
    return _find(Scenario, name)


def plan(name: str | os.PathLike[str]) -> Plan:
    """Return a plan by its shipped name or its path."""
    return _find(Plan, name)


def context(name: str | os.PathLike[str]) -> Context:
    """Return a context by its shipped name or its path."""
    return _find(Context, name)


def find(kind: str, name: str | os.PathLike[str]) -> FileModel:
    """Return a file of a kind by its shipped name or its path.

    A name that ends in ``.toml`` or contains a slash is a path.

    Raises
    ------
    Mistake
        Where there is none, or it is wrong; one sentence.
    """
    _check_kind(kind)
    return _find(FORMATS[kind], name)


def load(path: str | os.PathLike[str]) -> FileModel:
    """Return the scenario, plan or context that a file holds.

    The kind is said by the first line (a comment that names it, such as the one for editors) or shown by the keys.
    """
    file = Path(path)
    content = reading.read_bytes(file)
    table = reading.table(content, printable(str(file)))
    return _checked(FORMATS[_kind_of(content, table, file)], table, file.stem, printable(str(file)))


def parse(kind: str, content: bytes, name: str) -> FileModel:
    """Return the scenario, plan or context in a text that lies in no file, such as an upload.

    Parameters
    ----------
    kind : str
        Scenario, plan or context.
    content : bytes
        The TOML text in UTF-8.
    name : str
        What it is to be called; messages name it too.
    """
    _check_kind(kind)
    reading.check_size(content, name)
    return _checked(FORMATS[kind], reading.table(content, name), name, name)


def save(model: FileModel, path: str | os.PathLike[str]) -> Path:
    """Write a scenario, plan or context as TOML, whole or not at all.

    The file holds what was set, not the defaults. Its name is the file's name: read back from another one, everything
    else is equal.
    """
    document = tomlkit.document()
    document.add(tomlkit.comment(f"Sobremesa {model.kind_of_file}"))
    document.update(model.file_content())
    return replace_file(path, tomlkit.dumps(document).encode())


def schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file, for editors."""
    _check_kind(kind)
    made = FORMATS[kind].model_json_schema(by_alias=True, mode="validation")
    made["properties"].pop("name")
    made["title"] = f"Sobremesa {kind}"
    made["description"] = made["description"].split("\n\n")[0]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def refuse_twice(kind: str, given: Sequence[FileModel]) -> None:
    """Refuse a file that is given twice: its results could not be told apart.

    Raises
    ------
    Mistake
        Two of them bear one name.
    """
    names = [one.name for one in given]
    for name in names:
        if names.count(name) > 1:
            raise Mistake(f"{kind} '{name}' is given twice; give it once")


def check_fit(scenario: Scenario, plan: Plan, context: Context) -> None:
    """Refuse a scenario or a plan whose dates lie outside the context's months, or whose donors it does not list.

    Raises
    ------
    Mistake
        With the file, the field, the value and the allowed months or the nearest name.
    """
    signed: list[tuple[str, Grant | NewGrant, int]] = []
    for number, event in enumerate(scenario.events, 1):
        field = f"scenario '{scenario.name}': event {number}"
        month = _check_month(event.when, f"{field}: when", context)
        if event.kind == "donor_leaves":
            _check_exit(event, field, month, context)
        if event.kind == "new_grant":
            signed.append((field, event, month))
    stages: dict[int, str] = {}
    for number, trigger in enumerate(plan.triggers, 1):
        if trigger.month is None:
            continue
        field = f"plan '{plan.name}': trigger {number}: month"
        month = _check_month(trigger.month, field, context)
        if month in stages:
            raise Mistake(f"{field} is {shown(trigger.month)}, the same month as {stages[month]}; each needs its own")
        stages[month] = f"trigger {number}"
    for number, grant in enumerate(plan.grants, 1):
        field = f"plan '{plan.name}': grant {number}"
        signed.append((field, grant, _check_month(grant.start, f"{field}: from", context)))
    _check_signed(signed, context)


def _check_exit(event: DonorLeaves, field: str, month: int, context: Context) -> None:
    """Refuse an exit of a donor that is not listed, or whose last payment lies beyond the horizon."""
    if event.donor != LARGEST:
        context.donor_number(event.donor, f"{field}: donor")
    last = month + event.notice
    if last > context.months:
        raise Mistake(
            f"{field}: last_paid is {context.date_of(last)} (month {last}), but in context '{context.name}' must be "
            f"month {context.months} ({context.end}) or earlier: a notice of at most {context.months - month}"
        )


def _check_signed(grants: Sequence[tuple[str, Grant | NewGrant, int]], context: Context) -> None:
    """Refuse grants of donors that are not listed, and two signed grants of one donor in one month."""
    running = {
        one.name: (f"donor {number} of context '{context.name}'", context.month_of(one.ends))
        for number, one in enumerate(context.donors, 1)
        if one.ends is not None and context.month_of(one.ends) > 0
    }
    for field, grant, month in sorted(grants, key=lambda one: one[2]):
        if grant.donor is None:
            continue
        context.donor_number(grant.donor, f"{field}: donor")
        other, ends = running.get(grant.donor, ("", 0))
        if month <= ends:
            raise Mistake(
                f"{field}: the grant of donor {shown(grant.donor)} begins in {context.date_of(month)}, but {other} "
                f"says that it pays until {context.date_of(ends)}; a donor has one grant at a time"
            )
        running[grant.donor] = (field, month + grant.months - 1)


def _check_month(when: int | str, field: str, context: Context) -> int:
    """Return the month number of a date inside the horizon."""
    month = context.month_of(when, field)
    if not 1 <= month <= context.months:
        known_as = f" (month {month})" if isinstance(when, str) else ""
        raise Mistake(
            f"{field} is {shown(when)}{known_as}, but in context '{context.name}' must be from month 1 "
            f"({context.date_of(1)}) to month {context.months} ({context.end})"
        )
    return month


def _check_kind(kind: str) -> None:
    """Refuse a kind of file that does not exist."""
    if kind not in FORMATS:
        raise mistakes.unknown("kind of file", kind, tuple(FORMATS))


def _find(model: type[Model], name: str | os.PathLike[str]) -> Model:
    """Return a file of a format by name or path."""
    kind, text = model.kind_of_file, os.fspath(name)
    if not isinstance(name, str) or text.endswith(".toml") or "/" in text or os.sep in text:
        file = Path(text)
        where = printable(str(file))
        return _checked(model, reading.table(reading.read_bytes(file), where), file.stem, where)
    if text not in names(kind):
        raise _no_such_name(kind, text)
    content = reading.read_bytes(shipped_folder() / FOLDERS[kind] / f"{text}.toml")
    found: Model = _read_once(model, content, text).model_copy(deep=True)
    return found


@lru_cache(maxsize=100)
def _read_once(model: type[Model], content: bytes, name: str) -> Model:
    """Return a shipped file; pages and calibrations ask for the same few again and again."""
    where = f"{model.kind_of_file} '{name}'"
    return _checked(model, reading.table(content, where), name, where)


def _no_such_name(kind: str, name: str) -> Mistake:
    """Return the mistake for a name that is not shipped: a name of another kind, a file nearby, or a slip."""
    for other in FORMATS:
        if other != kind and name in names(other):
            return Mistake(f"{kind} {shown(name)} does not exist; that is the name of a {other}")
    beside = f"{name[:100]}.toml"
    if beside.isprintable() and Path(beside).is_file():
        return Mistake(f"{kind} {shown(name)} does not exist; did you mean the file '{beside}'?")
    return mistakes.unknown(kind, name, names(kind))


def _checked(model: type[Model], table: Mapping[str, Any], name: str, where: str) -> Model:
    """Return a table as a scenario, plan or context."""
    if "name" in table:
        raise Mistake(f"{where}: name is not a key of this file; it is called after the file, write title for people")
    for key in table:
        kinds = [kind for kind in FORMATS if key in _keys(kind)]
        if kinds and model.kind_of_file not in kinds:
            raise Mistake(f"{where}: {key} is a key of a {kinds[0]}, but this must be a {model.kind_of_file}")
    try:
        return model.model_validate({**table, "name": name}, by_alias=True, by_name=False)
    except ValidationError as error:
        raise from_validation(error, model, where) from None


def _kind_of(content: bytes, table: Mapping[str, Any], file: Path) -> str:
    """Return the kind of a file by its first line, or else by its keys."""
    first = _KIND_IN_FIRST_LINE.match(content.decode("utf-8-sig").split("\n", 1)[0])
    if first:
        return first.group(1)
    own = {kind: _own_keys(kind) for kind in FORMATS}
    shown_by = {kind: [key for key in keys if key in table] for kind, keys in own.items()}
    kinds: Sequence[str] = [kind for kind, keys in shown_by.items() if keys]
    if len(kinds) == 1:
        return kinds[0]
    where = printable(str(file))
    if kinds:
        mixed = " and ".join(f"{shown_by[kind][0]} (of a {kind})" for kind in kinds)
        raise Mistake(f"{where}: this is no one kind of file: it has {mixed}")
    raise Mistake(
        f"{where}: nothing says what this is; begin the file with the line '# scenario', '# plan' or '# context'"
    )


def _keys(kind: str) -> tuple[str, ...]:
    """Return the keys of a kind of file."""
    return keys_beside(FORMATS[kind], ("",))


def _own_keys(kind: str) -> tuple[str, ...]:
    """Return the keys that no other kind of file has."""
    others = {key for other in FORMATS if other != kind for key in _keys(other)}
    return tuple(key for key in _keys(kind) if key not in others)
