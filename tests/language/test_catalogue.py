"""Every text is there in every language, with the same gaps, and none is still in English."""

from __future__ import annotations

import ast
import datetime
import re
import string
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.files.mistakes import Mistake
from sim.language.catalogue import LANGUAGES, NO_BREAK, read_entries, texts, typeset

NARROW = "\N{NARROW NO-BREAK SPACE}"
PACKAGE = Path(sim.__file__).parent
FOLDERS = (PACKAGE, PACKAGE.parent / "dashboard")
OTHERS = tuple(language for language in LANGUAGES if language != "en")

CALLED = ("t", "texts", "words")
"""What texts are called in the sources."""

KEY = re.compile(r"[a-z_]+\.[\w. -]*")
TEMPLATE_CALL = re.compile(r"""\bt\(["']([a-z_]+\.[\w.-]+)["'][,)]""")
TEMPLATE_TEXT = re.compile(r"""["']([a-z_]+\.[\w.-]*)["']""")

WHOLE_TABLES = ("reading",)
"""Tables of which everything is shown, in the order of the file."""

SAME_WORD = {
    "es": {"no", "local", "plan {name}", "Plan", "{n} plan"},
    "fr": {
        "Date", "Verdict", "Source", "Plan", "Plans", "Pause", "Versions", "national", "local", "organisations",
        "organisation {number}", "{n} plan", "{n} plans", "plan {name}",
    },
}  # fmt: skip
"""Texts of words that are written as in English."""

NAMES = ("country.",)
"""Names of places, many of which are the same everywhere."""


def keys_asked_for(*, as_calls: bool) -> Iterator[str]:
    """Give the keys in the sources, as patterns: those that texts are called with, or every text that may be a key."""
    for path in (one for folder in FOLDERS for one in folder.rglob("*")):
        if path.suffix == ".html":
            found = TEMPLATE_CALL if as_calls else TEMPLATE_TEXT
            yield from (re.escape(key) for key in found.findall(path.read_text(encoding="utf-8")))
        elif path.suffix == ".py":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            nodes = [one for one in ast.walk(tree) if isinstance(one, ast.Call) and name_of(one) in CALLED]
            for node in [each for one in nodes for each in branches(one.args[:1])] if as_calls else ast.walk(tree):
                yield from patterns(node)


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def branches(arguments: Sequence[ast.expr]) -> Iterator[ast.expr]:
    """Give what an argument may be: both sides of a choice."""
    for one in arguments:
        yield from branches((one.body, one.orelse)) if isinstance(one, ast.IfExp) else (one,)


def patterns(node: ast.AST) -> Iterator[str]:
    """Give a text of the source as a pattern of keys; what is put in later may be anything."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
        yield re.escape(node.value) + (r"[\w.-]+" if node.value.endswith(".") else "")
    elif isinstance(node, ast.JoinedStr):
        parts = [re.escape(str(one.value)) if isinstance(one, ast.Constant) else r"[\w. -]+" for one in node.values]
        if KEY.match("".join(parts).replace("\\", "")):
            yield "".join(parts)


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_texts(language: str) -> None:
    assert set(read_entries(language)) == set(read_entries("en"))


def gaps_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_has_the_same_gaps(language: str) -> None:
    english, other = read_entries("en"), read_entries(language)
    assert {key: gaps_of(other[key]) for key in other} == {key: gaps_of(english[key]) for key in other}


@pytest.mark.parametrize("language", LANGUAGES)
def test_gaps_are_plain_names(language: str) -> None:
    """How a number is written is for the language to say, and not for a text."""
    for text in read_entries(language).values():
        for _, name, form, conversion in string.Formatter().parse(text):
            assert name is None or (name.isidentifier() and not form and not conversion), text


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_english(language: str) -> None:
    english, other = read_entries("en"), read_entries(language)
    has_words = re.compile(r"[^\W\d_]")
    same = {
        key: text
        for key, text in other.items()
        if text == english[key] and has_words.search(re.sub(r"\{\w+\}", "", text)) and not key.startswith(NAMES)
    }
    assert {key: text for key, text in same.items() if text not in SAME_WORD[language]} == {}


def test_texts_that_are_asked_for_exist() -> None:
    known, asked = texts().entries, set(keys_asked_for(as_calls=True))
    assert len(asked) > 200
    assert [key for key in asked if not any(re.fullmatch(key, one) for one in known)] == []


def test_every_text_is_asked_for_somewhere() -> None:
    asked = set(keys_asked_for(as_calls=False)) | {r"count\..*", *(rf"{table}\..*" for table in WHOLE_TABLES)}
    plain = {re.sub(r"\\(.)", r"\1", one) for one in asked}
    shapes = re.compile("|".join(one for one in asked if "[" in one or "*" in one))
    assert [key for key in texts().entries if key not in plain and not shapes.fullmatch(key)] == []


def test_numbers_are_written_as_in_each_language() -> None:
    english, spanish, french = (texts(language) for language in ("en", "es", "fr"))
    assert [one.number(1234.5, 1) for one in (english, spanish, french)] == ["1,234.5", "1.234,5", f"1{NARROW}234,5"]
    assert [one.per_cent(0.125, 1) for one in (english, spanish, french)] == [
        "12.5%", f"12,5{NO_BREAK}%", f"12,5{NO_BREAK}%",
    ]  # fmt: skip
    assert [one.signed(-1000) for one in (english, spanish)] == ["\N{MINUS SIGN}1,000", "\N{MINUS SIGN}1.000"]
    assert [french.signed(one) for one in (0, 12)] == ["0", "+12"]
    assert (french.significant(0.25), french.significant(1.5e-7, 2)) == ("0,25", "1,5e\N{MINUS SIGN}07")


def test_dates_are_written_as_in_each_language() -> None:
    day = datetime.date(2027, 1, 31)
    assert [texts(one).date("2029-03") for one in LANGUAGES] == ["March 2029", "marzo de 2029", "mars 2029"]
    assert [texts(one).short_date("2029-08") for one in LANGUAGES] == ["Aug 2029", "ago 2029", "août 2029"]
    assert [texts(one).day(day) for one in LANGUAGES] == ["31 January 2027", "31 de enero de 2027", "31 janvier 2027"]


def test_nouns_follow_their_number_as_in_each_language() -> None:
    counted = {one: [texts(one).counted("future", number) for number in (0, 1, 5, 1000)] for one in LANGUAGES}
    assert counted == {
        "en": ["0 futures", "1 future", "5 futures", "1,000 futures"],
        "es": ["0 futuros", "1 futuro", "5 futuros", "1.000 futuros"],
        "fr": ["0 futur", "1 futur", "5 futurs", f"1{NARROW}000 futurs"],
    }
    assert [texts("fr").counted("month", number) for number in (1, 5)] == ["1 mois", "5 mois"]


def test_lists_are_sentences() -> None:
    assert [texts(one).listed(["Ana", "Beto", "Carla"]) for one in LANGUAGES] == [
        "Ana, Beto and Carla", "Ana, Beto y Carla", "Ana, Beto et Carla",
    ]  # fmt: skip
    assert [texts().listed(one) for one in ([], ["Ana"], ["Ana", "Beto"])] == ["", "Ana", "Ana and Beto"]


def test_french_never_breaks_before_a_colon_or_inside_its_quotes() -> None:
    assert typeset("« Plan » : 5 % !", "fr") == f"«{NO_BREAK}Plan{NO_BREAK}»{NO_BREAK}: 5{NO_BREAK}%{NO_BREAK}!"
    assert typeset("one : two", "es") == "one : two"
    assert not any(re.search(r" [:;?!»%]|« ", one) for one in texts("fr").entries.values())


def test_a_sentence_that_begins_with_a_date_begins_with_a_capital() -> None:
    assert texts("es")("timeline.plain", date=texts("es").date("2029-03"), what="x").startswith("Marzo de 2029")


def test_readers_never_meet_an_exception() -> None:
    words = texts("es")
    assert words("no.such.key", n=1) == "no.such.key"
    assert words("working.in_short") == "sigue funcionando en {n} de 100 futuros"
    assert words.counted("nothing", 2) == "count.nothing.many"


@given(st.text(max_size=40), st.integers(-(10**9), 10**9))
def test_what_fills_a_gap_stays_as_it_is(title: str, number: int) -> None:
    """Braces and percent signs of a user's title are no gaps."""
    assert texts()("where.title", title=title) == f"{title}:"
    assert texts()("short.share", n=number) == f"{number:,} of 100".replace("-", "\N{MINUS SIGN}")


def test_a_language_that_there_is_not_is_a_mistake() -> None:
    with pytest.raises(Mistake, match="language 'de' does not exist; there are en, es, fr"):
        texts("de")


def test_babel_is_imported_only_when_it_is_needed() -> None:
    code = "import sys; from sim.language.catalogue import texts; texts('fr')('page.title', title='x'); "
    code += "print('babel' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_spanish_addresses_its_reader_with_respect_throughout() -> None:
    familiar = re.compile(r"^(Elige|Varía|Mueve|Escoge|Prueba a)\b")
    assert [key for key, text in read_entries("es").items() if familiar.match(text)] == []
