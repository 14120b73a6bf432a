"""The words of reports, pictures and pages by language: whole sentences with named gaps, made to be translated."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Texts:
    """All texts of one language.

    Attributes
    ----------
    language : its code, such as en.
    entries : texts by dotted key.
    """

    language: str
    entries: Mapping[str, str]

    def __call__(self, key: str, **gaps: object) -> str:
        """Return a text with its gaps filled; a key that does not exist is a programming error (KeyError)."""
        return self.entries[key].format_map(gaps)

    def counted(self, what: str, number: int) -> str:
        """Return a number with its noun: 1 month, 5 months."""
        return self(f"count.{what}.{'one' if number == 1 else 'many'}", n=number)

    def keys_of(self, table: str) -> list[str]:
        """Return the keys of a table of the file, in its order."""
        return [key for key in self.entries if key.startswith(table + ".")]

    def date(self, month: str) -> str:
        """Return a calendar month (2029-03) as it is written in a sentence."""
        year, number = month.split("-")
        return self("date.month_of_year", month=self(f"month.{number}"), year=year)


@cache
def texts(language: str = "en") -> Texts:
    """Return the texts of a language (read once)."""
    entries: dict[str, str] = {}
    _flatten(tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8")), "", entries)
    return Texts(language, entries)


def _flatten(table: Mapping[str, Any], prefix: str, into: dict[str, str]) -> None:
    """Name every text by the path that leads to it."""
    for key, value in table.items():
        if isinstance(value, dict):
            _flatten(value, f"{prefix}{key}.", into)
        else:
            into[prefix + key] = value.strip()
