"""A report in Spanish or French is wholly in that language."""

from __future__ import annotations

import re

import pytest

from sim.language.catalogue import LANGUAGES, texts
from sim.report import report_html
from sim.results.compare import Comparison
from tests.report.reading_pages import COMMAND, DAY, read

OTHERS = tuple(language for language in LANGUAGES if language != "en")

ENGLISH = re.compile(
    r"\b(the|of|and|which|with|are|is|their|from|to|in|futures|still|working|month|months|year|January|July)\b"
)
"""Words that stand in every English sentence and in no Spanish or French one."""

CODE = (COMMAND, "insider", "Open Data", "Data Barometer")
"""What is no sentence: commands, names of files and of publications."""


@pytest.mark.parametrize("language", OTHERS)
def test_a_report_has_no_english_sentence(comparison: Comparison, language: str) -> None:
    found = read(report_html(comparison, command=COMMAND, generated=DAY, language=language))
    said = [found.text, *found.values("aria-label")]
    figures = found.data()["figures"]
    said += [note["text"] for one in figures for note in one["layout"].get("annotations", ())]
    said += [one["layout"][axis].get("title", {}).get("text", "") for one in figures for axis in ("xaxis", "yaxis")]
    said += [trace["name"] for one in figures for trace in one["data"] if "name" in trace]
    for text in said:
        for code in CODE:
            text = text.replace(code, "")
        assert not ENGLISH.search(re.sub(r"[\w-]*[_-][\w-]*|\w+\.\w+", "", text)), ENGLISH.search(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_says_its_language_and_writes_numbers_as_it_does(comparison: Comparison, language: str) -> None:
    page = report_html(comparison, command=COMMAND, generated=DAY, language=language)
    found = read(page)
    assert next(attributes for tag, attributes in found.elements if tag == "html")["lang"] == language
    words = texts(language)
    assert words.day(DAY) in found.text
    assert words.date(comparison.context.end) in found.text
    separators = {one["layout"]["separators"] for one in found.data()["figures"]}
    assert separators == {words.separators}


def test_the_same_numbers_stand_in_every_language(comparison: Comparison) -> None:
    def bare(language: str) -> list[list[str]]:
        html = report_html(comparison, command=COMMAND, generated=DAY, language=language)
        table = re.search(r'<table class="overview".*?</table>', html, re.DOTALL)
        assert table
        return [re.findall(r"<b>(\d+)</b>", row) for row in table.group().split("<tr>")]

    assert bare("en") == bare("es") == bare("fr")
