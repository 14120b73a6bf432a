"""The share link: everything that a session has chosen, in the address, short, bounded and checked.

The address carries ``?lang=`` and ``?s=TOKEN``: the differences from the first screen as JSON, compressed, in letters
that an address may hold. Whoever opens it gets the same numbers; whatever else stands there is refused in one sentence.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from pydantic import ValidationError

from dashboard.editing import Slip
from dashboard.state import State, validated
from sim.files import library
from sim.files.fields import from_validation
from sim.files.format import FileModel
from sim.files.mistakes import Mistake

VERSION: Final = 1
LONGEST_TOKEN: Final = 4096
"""Characters; longer addresses are cut by some programs."""

LARGEST_CONTENT: Final = 64 * 1024
"""Bytes that a token may unpack to: a small token could hold gigabytes of zeros."""

_OWN: Final = {"own_scenarios": "scenario", "own_plans": "plan", "own_contexts": "context"}
_NOT_IN_TOKEN: Final = "language"
"""It stands in the address by itself, where people can read and change it."""


def encode(state: State) -> str:
    """Return a state as a token; the first screen's is empty.

    Raises
    ------
    Mistake
        Where the token would be too long for an address.
    """
    usual = dict(State())
    content: dict[str, Any] = {
        field: value for field, value in dict(state).items() if field != _NOT_IN_TOKEN and value != usual[field]
    }
    for field in _OWN.keys() & content.keys():
        content[field] = [{"name": file.name, **file.file_content()} for file in content[field]]
    if not content:
        return ""
    text = json.dumps({"v": VERSION, "p": content}, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    packed = zlib.compress(text.encode(), 9)
    token = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    if len(token) > LONGEST_TOKEN or len(text.encode()) > LARGEST_CONTENT:
        raise Mistake(f"the link would have {len(token)} characters, but must have at most {LONGEST_TOKEN}")
    return token


def decode(token: str, language: str) -> State:
    """Return the state that a token stands for.

    Raises
    ------
    Slip
        Where it is too long, damaged, of another version, or says what no state may say.
    """
    if not token:
        return validated({"language": language})
    content = _content(token)
    fields = {key: value for key, value in content.items() if key != _NOT_IN_TOKEN}
    try:
        for field, kind in _OWN.items():
            if field in fields:
                fields[field] = tuple(_file(kind, one) for one in _list(field, fields[field]))
        return validated({**fields, "language": language})
    except Slip:
        raise
    except Mistake as mistake:
        raise Slip("link_content", what=str(mistake)) from None


def address(base: str, state: State) -> str:
    """Return the whole link to a page."""
    token = encode(state)
    return f"{base}?{urlencode({'lang': state.language, **({'s': token} if token else {})})}"


def _content(token: str) -> Mapping[str, Any]:
    """Return what a token holds, without unpacking more than is allowed."""
    if len(token) > LONGEST_TOKEN:
        raise Slip("link_too_long", n=len(token), most=LONGEST_TOKEN)
    unpack = zlib.decompressobj()
    try:
        packed = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
        text = unpack.decompress(packed, LARGEST_CONTENT)
        whole = unpack.eof and not unpack.unused_data
        content = json.loads(text.decode()) if whole else None
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        raise Slip("link_damaged") from error
    if unpack.unconsumed_tail:
        raise Slip("link_holds_too_much")
    if not whole:
        raise Slip("link_damaged")
    if not isinstance(content, dict) or content.get("v") != VERSION or not isinstance(content.get("p"), dict):
        raise Slip("link_version")
    found: Mapping[str, Any] = content["p"]
    return found


def _list(field: str, value: object) -> list[Any]:
    """Return a list of files, or refuse what is none."""
    if not isinstance(value, list):
        raise Slip("link_damaged")
    return value


def _file(kind: str, table: object) -> FileModel:
    """Return a file of the user's own, checked like any file from outside."""
    if not isinstance(table, dict):
        raise Slip("link_damaged")
    model = library.FORMATS[kind]
    try:
        return model.model_validate(table, by_alias=True, by_name=False)
    except ValidationError as error:
        raise from_validation(error, model, f"the {kind} in the link") from None
