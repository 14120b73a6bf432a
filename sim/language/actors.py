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


def shown_name(name: str, context: Context, texts: Texts) -> str:
    """Return what the context calls an actor, or else its kind and number."""
    unnamed = _UNNAMED.fullmatch(name)
    if unnamed:
        return texts(f"actor.{unnamed[1]}", number=unnamed[2])
    return name_in(context, name, texts.language)
