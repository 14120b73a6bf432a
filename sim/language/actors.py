"""What an actor of a future is called in a reader's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sim.language.files import name_in
from sim.world.assembly import MEMBER_KINDS

if TYPE_CHECKING:
    from sim.files.context import Context
    from sim.language.catalogue import Texts

_UNNAMED: Final = re.compile(rf"(government|champion|donor|{'|'.join(MEMBER_KINDS)}) (\d+)")


def shown_name(name: str, context: Context, texts: Texts, *, first: int = 1) -> str:
    """Return what the context calls an actor, or else its kind and number: national agency 1, city 3, donor 2.

    Parameters
    ----------
    first : the number of the first of a kind. People count from 1; 0 gives the numbers of rulings, tables and the
        command line, where national agencies and cities share theirs.
    """
    unnamed = None if name in context.own_names() else _UNNAMED.fullmatch(name)
    if unnamed is None:
        return _listed(name, context, texts, first)
    kind, number = unnamed[1], int(unnamed[2])
    if kind == "government" and first:
        national = context.size.national_governments
        kind, number = ("national", number) if number < national else ("local", number - national)
    return texts(f"actor.{kind}", number=str(number + first))


def _listed(name: str, context: Context, texts: Texts, first: int) -> str:
    """Return what the context calls an actor; the seats of a group have its name and a number of their own."""
    group, _, number = name.rpartition(" ")
    several = any(one.name == group and one.count > 1 for one in context.members)
    if several and number.isdecimal() and name not in context.own_names():
        return f"{name_in(context, group, texts.language)} {int(number) + first}"
    return name_in(context, name, texts.language)
