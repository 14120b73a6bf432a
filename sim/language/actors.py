"""What an actor of a future is called in a reader's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sim.engines.names import LOCAL, NATIONAL
from sim.language.files import name_in
from sim.world.assembly import MEMBER_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.files.context import Context
    from sim.language.catalogue import Texts

LISTED: Final = 4
"""So many names are listed before the others are only counted."""

_KEYS: Final = {NATIONAL: "national", LOCAL: "local", **{kind: kind for kind in ("champion", "donor", *MEMBER_KINDS)}}
_UNNAMED: Final = re.compile(rf"({'|'.join(_KEYS)}) (\d+)")


def shown_name(name: str, context: Context, texts: Texts) -> str:
    """Return what the context calls an actor, or else its kind and number: national agency 1, city 3, donor 2."""
    unnamed = None if name in context.own_names() else _UNNAMED.fullmatch(name)
    if unnamed is None:
        return _listed(name, context, texts)
    return texts(f"actor.{_KEYS[unnamed[1]]}", number=unnamed[2])


def listed_names(names: Sequence[str], texts: Texts) -> str:
    """Return names as part of a sentence; of many the first ones, and how many others."""
    if len(names) > LISTED + 1:
        names = [*names[:LISTED], texts("actor.others", n=len(names) - LISTED)]
    return texts.listed(names)


def _listed(name: str, context: Context, texts: Texts) -> str:
    """Return what the context calls an actor; the seats of a group have its name and a number of their own."""
    group, _, number = name.rpartition(" ")
    several = any(one.name == group and one.count > 1 for one in context.members)
    if several and number.isdecimal() and name not in context.own_names():
        return f"{name_in(context, group, texts.language)} {number}"
    return name_in(context, name, texts.language)
