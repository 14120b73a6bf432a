"""What is said when a file or an option is wrong: one sentence with file, field, value, range and the nearest name."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

LONGEST_VALUE_SHOWN: Final = 60
"""Characters of a wrong value that are repeated to the user."""

LARGEST_NUMBER_SHOWN: Final = 10**18

SIMILAR_ENOUGH: Final = 0.6
"""How alike two names must be (0-1) before one is offered for the other."""

MOST_NAMES_LISTED: Final = 20
"""When nothing is similar, up to so many valid names are listed."""


class Mistake(ValueError):  # noqa: N818 - the word that users and documents use
    """Something that the user wrote is wrong. The message is one sentence that says what and what would be right."""


def shown(value: object) -> str:
    """Return a value as the user wrote it, short and safe to print on a terminal."""
    if isinstance(value, str):
        text = value if len(value) <= LONGEST_VALUE_SHOWN else value[: LONGEST_VALUE_SHOWN - 3] + "..."
        return f"'{printable(text)}'"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value) if abs(value) < LARGEST_NUMBER_SHOWN else "a very large number"
    if isinstance(value, datetime.date | datetime.time):
        return f"the bare date {value.isoformat()}"
    return repr(float(value)) if isinstance(value, float) else _kind_in_words(value)


def _kind_in_words(value: object) -> str:
    """Return what sort of thing a value is, where it is too long to be shown."""
    if isinstance(value, Mapping):
        return "a table"
    return "a list" if isinstance(value, list | tuple) else f"a {type(value).__name__}"


def printable(text: str) -> str:
    """Return a text that is safe to print on a terminal: other characters as escape sequences, on one line."""
    return "".join(letter if letter.isprintable() else _escaped(letter) for letter in text)


def _escaped(letter: str) -> str:
    """Return an unprintable character as its escape sequence."""
    return letter.encode("unicode_escape").decode("ascii")


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """Return the valid name that is most like a wrong one, or None where none is similar."""
    found = difflib.get_close_matches(name[:100].lower(), sorted(valid), n=1, cutoff=SIMILAR_ENOUGH)
    return found[0] if found else None


def suggestion(name: object, valid: Sequence[str]) -> str:
    """Return the end of a sentence: the nearest valid name, or the valid names where none is near."""
    close = nearest(name, valid) if isinstance(name, str) else None
    if close is not None:
        return f"; did you mean '{close}'?"
    if 0 < len(valid) <= MOST_NAMES_LISTED:
        return "; there " + (f"is only '{valid[0]}'" if len(valid) == 1 else f"are {', '.join(valid)}")
    return ""


def unknown(what: str, name: object, valid: Sequence[str]) -> Mistake:
    """Return the mistake for a name that does not exist.

    Examples
    --------
    >>> str(unknown("plan", "basline", ["baseline", "insider"]))
    "plan 'basline' does not exist; did you mean 'baseline'?"
    """
    return Mistake(f"{what} {shown(name)} does not exist{suggestion(name, valid)}")
