"""What the three file formats share: strict numbers, names, months and texts, and how a field is found again.

Every type here says in words what it expects, so that the same declaration checks a file, explains a mistake and
fills the JSON Schema that editors use.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from sim.files.mistakes import shown, suggestion
from sim.world.levers import THEMES

MONTHS_IN_YEAR: Final = 12

LONGEST_RUN: Final = 600
"""Months; a horizon of fifty years is already far beyond what the model can say."""

FURTHEST_MONTH: Final = 1200
"""The largest month number that a file may hold (an election may lie beyond the horizon)."""

DATE: Final = re.compile(r"(19|20|21)\d\d-(0[1-9]|1[0-2])")
"""A month of a year, such as 2029-03."""

LONGEST_TEXT: Final = 5000
LONGEST_NAME: Final = 100
MOST_TRANSLATED: Final = 1000

TRANSLATED: Final = ("es", "fr")
"""The languages into which a file may be translated; the file itself may be in any language."""

TURNS_TEXT_AROUND: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that make a terminal show a text in another order than it is stored."""


def expected(words: str) -> PydanticCustomError:
    """Return the error for a value that is not what was expected; ``sim.files.mistakes`` makes the sentence."""
    return PydanticCustomError("expected", "must be {expected}", {"expected": words})


def contradiction(sentence: str) -> PydanticCustomError:
    """Return the error for fields that contradict one another."""
    return PydanticCustomError("contradiction", "{sentence}", {"sentence": sentence})


class Checked:
    """A type of value that checks itself and describes itself."""

    def check(self, value: Any) -> Any:
        """Return the value as it is kept, or raise what `expected` returns."""
        raise NotImplementedError

    def describe(self) -> dict[str, Any]:
        """Return the JSON Schema of the type."""
        raise NotImplementedError

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return self.describe()


def _written(number: float) -> str:
    """Return an end of a range, a whole number to its last digit."""
    return str(number) if isinstance(number, int) else f"{number:g}"


@dataclass(frozen=True)
class Number(Checked):
    """A finite number in a range; neither a truth value nor a text counts as one."""

    low: float
    high: float
    whole: bool = False
    above_low: bool = False

    @property
    def expected(self) -> str:
        """The range in words."""
        what = "a whole number" if self.whole else "a number"
        if self.above_low:
            return f"{what} above {_written(self.low)} and at most {_written(self.high)}"
        return f"{what} from {_written(self.low)} to {_written(self.high)}"

    def check(self, value: Any) -> int | float:
        """Return the number, as float unless whole; zero has no sign."""
        right_type = isinstance(value, int if self.whole else (int, float)) and not isinstance(value, bool)
        if not right_type or not self.low <= value <= self.high or (self.above_low and value == self.low):
            raise expected(self.expected)
        return int(value) if self.whole else float(value) + 0.0  # so that -0.0 is the 0 that it equals

    def describe(self) -> dict[str, Any]:
        """Return type, minimum and maximum."""
        low = "exclusiveMinimum" if self.above_low else "minimum"
        return {"type": "integer" if self.whole else "number", low: self.low, "maximum": self.high}


@dataclass(frozen=True)
class OneOf(Checked):
    """A name from a list, such as a theme."""

    names: tuple[str, ...]

    @property
    def expected(self) -> str:
        """The names."""
        return "one of " + ", ".join(self.names)

    def check(self, value: Any) -> str:
        """Return the name where it exists."""
        if not isinstance(value, str):
            raise expected(self.expected)
        if value not in self.names:
            raise PydanticCustomError("unknown_name", "does not exist", {"valid": list(self.names)})
        return value

    def describe(self) -> dict[str, Any]:
        """Return the list of names."""
        return {"type": "string", "enum": list(self.names)}


@dataclass(frozen=True)
class Words(Checked):
    """A text for people: no control characters (they could steer a terminal), line breaks only in a long one."""

    longest: int = LONGEST_TEXT
    lines: bool = True
    shortest: int = 0

    @property
    def expected(self) -> str:
        """The limits in words."""
        few = "at least one and " if self.shortest else ""
        return f"a text of {few}at most {self.longest} characters, without control characters"

    def check(self, value: Any) -> str:
        """Return the text where it is safe to print."""
        if not isinstance(value, str) or not self.shortest <= len(value) <= self.longest:
            raise expected(self.expected)
        if not all(letter in "\n\t" if unicodedata.category(letter) in ("Cc", "Cs") else True for letter in value):
            raise expected(self.expected)
        if not self.lines and ("\n" in value or "\t" in value):
            raise expected(self.expected + " or line breaks")
        if not TURNS_TEXT_AROUND.isdisjoint(value):
            raise expected("a text without characters that turn the direction of writing around")
        return value

    def describe(self) -> dict[str, Any]:
        """Return the type and the length."""
        return {"type": "string", "minLength": self.shortest, "maxLength": self.longest}


@dataclass(frozen=True)
class Moment(Checked):
    """A month: its number, or a date of the context's calendar."""

    first: int = 1
    last: int = LONGEST_RUN

    @property
    def expected(self) -> str:
        """Both ways to write it."""
        return f'a month number from {self.first} to {self.last} or a date such as "2029-03"'

    def check(self, value: Any) -> int | str:
        """Return the month number or the date."""
        if isinstance(value, str) and DATE.fullmatch(value):
            return value
        if isinstance(value, int) and not isinstance(value, bool) and self.first <= value <= self.last:
            return value
        raise expected(self.expected)

    def describe(self) -> dict[str, Any]:
        """Return both ways."""
        number = {"type": "integer", "minimum": self.first, "maximum": self.last}
        return {"anyOf": [number, {"type": "string", "pattern": f"^{DATE.pattern}$"}]}


@dataclass(frozen=True)
class YesNoOrShare(Checked):
    """True, false, or a share of many."""

    expected: str = "true, false, or a share from 0 to 1"

    def check(self, value: Any) -> bool | float:
        """Return the truth value or the share."""
        if isinstance(value, bool):
            return value
        if not isinstance(value, (int, float)) or not 0 <= value <= 1:
            raise expected(self.expected)
        return float(value)

    def describe(self) -> dict[str, Any]:
        """Return both ways."""
        return {"anyOf": [{"type": "boolean"}, {"type": "number", "minimum": 0, "maximum": 1}]}


@dataclass(frozen=True)
class CalendarMonth(Checked):
    """A month of a year."""

    expected: str = 'a date such as "2027-01"'

    def check(self, value: Any) -> str:
        """Return the date."""
        if not isinstance(value, str) or not DATE.fullmatch(value):
            raise expected(self.expected)
        return value

    def describe(self) -> dict[str, Any]:
        """Return the pattern."""
        return {"type": "string", "pattern": f"^{DATE.pattern}$"}


@dataclass(frozen=True, eq=False)
class Dials(Checked):
    """A table of named numbers, such as the weights of the activities.

    Attributes
    ----------
    numbers : the range of each name.
    meanings : what each name means, for editors.
    unset : the value of a name that the file leaves out; a name without one stays out.
    some_above_zero : whether at least one must be above zero.
    """

    numbers: Mapping[str, Number]
    meanings: Mapping[str, str]
    unset: Mapping[str, float]
    some_above_zero: bool = False

    def complete(self, given: dict[str, float]) -> dict[str, float]:
        """Return the table in the usual order, with what was left out."""
        table = {name: given.get(name, self.unset.get(name)) for name in self.numbers}
        filled = {name: value for name, value in table.items() if value is not None}
        if self.some_above_zero and not any(value > 0 for value in filled.values()):
            raise contradiction("all weights are zero; at least one must be above zero")
        return filled

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        fields = {
            name: core_schema.typed_dict_field(
                core_schema.no_info_plain_validator_function(number.check), required=False
            )
            for name, number in self.numbers.items()
        }
        table = core_schema.typed_dict_schema(fields, extra_behavior="forbid")
        return core_schema.no_info_after_validator_function(self.complete, table)

    def describe(self) -> dict[str, Any]:
        """Return the names with their ranges, meanings and defaults."""
        properties = {}
        for name, number in self.numbers.items():
            default = {"default": self.unset[name]} if name in self.unset else {}
            properties[name] = number.describe() | {"description": self.meanings[name]} | default
        return {"type": "object", "additionalProperties": False, "properties": properties}


def month_count(when: int | str) -> int:
    """Return a month number as it is, and a date as the number of its month since the year zero."""
    if isinstance(when, int):
        return when
    year, month = when.split("-")
    return int(year) * MONTHS_IN_YEAR + int(month) - 1


def refuse_restricted(donor: str | None, unrestricted: bool) -> None:
    """Refuse a restricted grant of a listed donor: part of what such a donor gives may be put aside."""
    if donor is not None and not unrestricted:
        raise contradiction("donor and unrestricted = false contradict one another; leave out one of them")


Share = Annotated[float, Number(0, 1)]
Duration = Annotated[int, Number(1, LONGEST_RUN, whole=True)]
StaffMonths = Annotated[float, Number(0, 10_000, above_low=True)]
Theme = Annotated[str, OneOf(THEMES)]
When = Annotated[int | str, Moment()]
Name = Annotated[str, Words(LONGEST_NAME, lines=False, shortest=1)]
Text = Annotated[str, Words()]


class Part(BaseModel):
    """A table of a file: strict, frozen, and without room for unknown keys."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, validate_by_name=True, validate_by_alias=True
    )


class Translation(Part):
    """What people read of a file, in another language. Nothing of it enters a result.

    Attributes
    ----------
    names : names that the file itself gives (of triggers, actors, the country) with what they are called here.
    sources : for a context, where its figures come from, under the same dotted names.
    """

    title: Annotated[str, Words(LONGEST_NAME, lines=False)] = Field(default="", description="a short title")
    story: Text = Field(default="", description="two to four plain sentences")
    idea: Text = Field(default="", description="the idea that it comes from")
    names: Annotated[dict[str, Name], Field(max_length=MOST_TRANSLATED)] = Field(
        default_factory=dict, description="names in the file, such as those of triggers, and what they are called here"
    )
    sources: Annotated[dict[str, Text], Field(max_length=MOST_TRANSLATED)] = Field(
        default_factory=dict, description="sources of a context's figures, by the same names as in sources"
    )


class FileModel(Part):
    """A whole file: what it is called, and the words that explain it to a board member.

    The name is the file's name without ``.toml``; it is no key of the file.
    """

    kind_of_file: ClassVar[str]
    only_words: ClassVar[frozenset[str]] = frozenset({"name", "title", "story", "idea", "es", "fr"})
    """Fields that no result depends on."""

    name: Annotated[str, Words(LONGEST_NAME, lines=False, shortest=1)] = "unnamed"
    title: Annotated[str, Words(LONGEST_NAME, lines=False)] = Field(default="", description="a short title")
    story: Text = Field(default="", description="two to four plain sentences")
    idea: Text = Field(default="", description="the idea that it comes from")
    es: Translation | None = Field(default=None, description="title, story, idea and names in Spanish")
    fr: Translation | None = Field(default=None, description="title, story, idea and names in French")

    @model_validator(mode="after")
    def _refuse_strange_translations(self) -> FileModel:
        """Refuse translations of names and sources that the file does not have."""
        known = {"names": self.own_names(), "sources": tuple(self.own_sources())}
        for language in TRANSLATED:
            for table, valid in known.items():
                for one in getattr(getattr(self, language), table, ()):
                    if one not in valid:
                        raise contradiction(
                            f"{language}.{table}: {shown(one)} stands nowhere else in the file{suggestion(one, valid)}"
                        )
        return self

    def own_names(self) -> tuple[str, ...]:
        """Return the names that the file gives to what it lists."""
        return ()

    def own_sources(self) -> Mapping[str, str]:
        """Return where the file's figures come from, by dotted name."""
        return {}

    def fingerprint(self) -> str:
        """Return the SHA-256 of everything that a result depends on.

        Names, titles and stories do not count; neither does the difference between a default that is written out and
        one that is left out.
        """
        content = self.model_dump(mode="json", by_alias=True, exclude=set(self.only_words))
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def file_content(self) -> dict[str, Any]:
        """Return what a file holds: only what was set, under the keys of the file."""
        return self.model_dump(mode="json", by_alias=True, exclude={"name"}, exclude_unset=True, exclude_none=True)


def kept_translations(file: FileModel, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the translations in the content of a file that was changed, without those of what is no longer there.

    Parameters
    ----------
    file : what the content says, without its translations.
    content : under the keys of the file, with them.
    """
    known: Mapping[str, Any] = {"names": file.own_names(), "sources": file.own_sources()}
    return {
        language: {
            key: {one: said for one, said in value.items() if one in known[key]} if key in known else value
            for key, value in content[language].items()
        }
        for language in TRANSLATED
        if language in content
    }
