"""The words of reports, pictures and pages by language: whole sentences with named gaps, made to be translated.

Numbers, percentages, dates, plurals and lists are written as each language writes them (Babel, which is imported only
when something needs it). A text or a gap that does not exist is shown as it is: readers never meet an exception.
"""

from __future__ import annotations

import datetime
import re
import string
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from babel import Locale

FOLDER: Final = Path(__file__).parent / "texts"

ENGLISH: Final = "en"

LANGUAGES: Final[Mapping[str, str]] = {"en": "English", "es": "Español", "fr": "Français"}
"""Every language by its code, with what its speakers call it."""

REGIONS: Final[Mapping[str, str]] = {"en": "en_GB"}
"""Where numbers and dates depend on more than the language."""

MINUS: Final = "\N{MINUS SIGN}"
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
LEAST_GROUPED: Final = 1000
"""From here on, languages differ in how they write a whole number."""

BEGINS_WITH_DATE: Final = "{date}"
"""A sentence that begins with a month begins with a capital letter, also where months are written small."""

_UNBROKEN: Final = {"fr": re.compile(r" (?=[:;?!»%])|(?<=«) "), "es": re.compile(r" (?=%)")}
"""Spaces at which a language never breaks a line; in the files they are plain ones, which everybody can type."""


@dataclass(frozen=True)
class Texts:
    """All texts of one language, and how it writes numbers and dates.

    Attributes
    ----------
    language : its code, such as en.
    entries : texts by dotted key; what is not translated is there in English.
    """

    language: str
    entries: Mapping[str, str]
    _gaps: _Gaps = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_gaps", _Gaps(self))

    def __call__(self, key: str, **gaps: object) -> str:
        """Return a text with its gaps filled.

        Numbers are written as the language writes them; what is no quantity (a year, a seed) is given as a text. A key
        that does not exist comes back as it is, and so does a gap that nobody fills.
        """
        entry = self.entries.get(key)
        if entry is None:
            return key
        said = self._gaps.vformat(entry, (), gaps) if "{" in entry else entry
        return said[:1].upper() + said[1:] if entry.startswith(BEGINS_WITH_DATE) else said

    def counted(self, what: str, number: int) -> str:
        """Return a number with its noun: 1 month, 5 months."""
        return self(f"count.{what}.{self.plural(number)}", n=number)

    def plural(self, number: float) -> str:
        """Return which form a noun takes beside a number: one or many (French counts 0 as one)."""
        return "one" if self.locale.plural_form(abs(number)) == "one" else "many"

    def keys_of(self, table: str) -> list[str]:
        """Return the keys of a table of the file, in its order."""
        return [key for key in self.entries if key.startswith(table + ".")]

    @property
    def locale(self) -> Locale:
        """Babel's idea of the language."""
        return _locale(self.language)

    @property
    def separators(self) -> str:
        """The signs before decimals and between thousands, as Plotly wants them."""
        symbols = self.locale.number_symbols["latn"]
        return f"{symbols['decimal']}{symbols['group']}"

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number with so many digits after the decimal sign: 1,000 or 12.5; in French 1 000 and 12,5."""
        return self.localised(f"{value:,.{digits}f}")

    def significant(self, value: float, digits: int = 6) -> str:
        """Return a number with so many significant digits, and no more of them than it needs: 0.25, 12.5, 3."""
        return self.localised(f"{value:.{digits}g}")

    def localised(self, number: str) -> str:
        """Return a number that Python wrote (1,234.5) as the language writes it."""
        symbols = self.locale.number_symbols["latn"]
        signs = {".": symbols["decimal"], ",": symbols["group"], "-": MINUS}
        return "".join(signs.get(sign, sign) for sign in number)

    def per_cent(self, share: float, digits: int = 0) -> str:
        """Return a share of 1 in hundredths: 12.5%; in Spanish and French 12,5 % with a space that does not break."""
        pattern = self.locale.percent_formats[None].pattern
        return str(pattern).replace("#,##0", self.localised(f"{share:,.{digits}%}"[:-1]))

    def signed(self, number: int) -> str:
        """Return a difference with its sign; none for no difference."""
        if number == 0:
            return "0"
        return ("+" if number > 0 else MINUS) + self.number(abs(number))

    def date(self, month: str) -> str:
        """Return a calendar month (2029-03) as it is written in a sentence."""
        return _month(self.language, month, "yMMMM")

    def short_date(self, month: str) -> str:
        """Return a calendar month (2029-03) as it is written where there is little room."""
        return _month(self.language, month, "yMMM")

    def day(self, day: datetime.date) -> str:
        """Return a day: 31 January 2027."""
        from babel.dates import format_date

        return format_date(day, "long", locale=self.locale)

    def listed(self, parts: Sequence[str]) -> str:
        """Return names as part of a sentence: Ana, Beto and Carla."""
        if len(parts) < len("ab"):
            return "".join(parts)
        from babel.lists import format_list

        return format_list(list(parts), locale=self.locale)


class _Gaps(string.Formatter):
    """Fills the gaps of a text; numbers are written as its language does."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Return what fills a gap, or the gap itself."""
        return kwargs.get(field_name, f"{{{field_name}}}"), field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return a value as text."""
        if isinstance(value, bool) or not isinstance(value, (int, float)) or format_spec:
            return str(format(value, format_spec))
        if isinstance(value, int):
            return str(value).replace("-", MINUS) if abs(value) < LEAST_GROUPED else self.texts.number(value)
        return self.texts.significant(value)


@cache
def texts(language: str = ENGLISH) -> Texts:
    """Return the texts of a language (read once)."""
    entries = read_entries(ENGLISH)
    if language != ENGLISH:
        entries |= {key: typeset(text, language) for key, text in read_entries(language).items()}
    return Texts(language, entries)


def read_entries(language: str) -> dict[str, str]:
    """Return the texts of a language's file by dotted key, as they stand there.

    Raises
    ------
    Mistake
        Where there is no such language.
    """
    check_language(language)
    entries: dict[str, str] = {}
    _flatten(tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8")), "", entries)
    return entries


def check_language(language: str) -> None:
    """Refuse a language that there is not.

    Raises
    ------
    Mistake
        With the languages that there are.
    """
    if language not in LANGUAGES:
        from sim.files.mistakes import unknown

        raise unknown("language", language, tuple(LANGUAGES))


def typeset(text: str, language: str) -> str:
    """Return a text with the spaces of its language that must not break."""
    return _UNBROKEN[language].sub(NO_BREAK, text) if language in _UNBROKEN else text


@cache
def _locale(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(REGIONS.get(language, language))


@cache
def _month(language: str, month: str, skeleton: str) -> str:
    from babel.dates import format_skeleton

    return format_skeleton(skeleton, datetime.date.fromisoformat(f"{month}-01"), locale=_locale(language))


def _flatten(table: Mapping[str, Any], prefix: str, into: dict[str, str]) -> None:
    """Name every text by the path that leads to it."""
    for key, value in table.items():
        if isinstance(value, dict):
            _flatten(value, f"{prefix}{key}.", into)
        else:
            into[prefix + key] = value.strip()
