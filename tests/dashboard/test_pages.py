"""Every page, in every language, from the address that people type."""

from __future__ import annotations

import re

import pytest

from dashboard import computing, stress_answers
from dashboard.pages import PAGES, pages
from dashboard.state import LANGUAGES
from sim.language.catalogue import read_entries, texts
from tests.dashboard.conftest import words_on

KEY = re.compile(
    r"\b(?:dashboard|evidence|short|state|table|title|reading|axis)\.[a-z_]+(?:\.[a-z_]+)*\b(?<!\.csv)(?<!\.parquet)"
)
"""What a text that does not exist would look like; files to take away end otherwise."""

GAP = re.compile(r"(?<!%)\{[a-z_]+\}")
"""A gap that nobody filled; pictures have gaps of their own, with a percent sign before them."""

each_page = pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def test_the_three_languages_are_there():
    assert LANGUAGES == ("en", "es", "fr")


def test_addresses_are_those_that_links_use():
    addresses = [page.address for page in PAGES]
    assert addresses[0] == ""
    assert len(set(addresses)) == len(addresses)
    assert {"", "build", "compare", "stress", "future", "why", "report", "about"} <= set(addresses)


def english_sentences(language: str) -> list[str]:
    """English texts of pages that a translation says otherwise, as far as they have no gaps: in quotes of the page."""
    english, other = read_entries("en"), read_entries(language)
    return [
        text for key, text in english.items()
        if key.startswith("dashboard.") and other.get(key, text) != text and "{" not in text and len(text) > len("abcd")
    ]  # fmt: skip


@each_page
@each_language
def test_page_answers_its_question_wholly_in_the_language_of_its_address(page, language, opened, monkeypatch):
    """One test, so that each page is opened once: no text is missing, no gap unfilled, nothing left in English."""
    # What settles behind the page of stress is seen by nobody, and is as much as all other pages compute.
    monkeypatch.setattr(stress_answers, "FUTURES", computing.LIVE + 50)
    shown = opened(page.address, lang=language)
    assert not shown.exception
    assert [one.value for one in shown.error] == []
    assert shown.title[0].value == texts(language)(f"dashboard.question.{page.name}")
    assert shown.query_params["lang"] == language
    said = words_on(shown)
    assert KEY.findall("\n".join(said)) == []
    assert GAP.findall("\n".join(said)) == []
    labels = {found for one in said for found in re.findall(r'(?:label|body|value): "((?:[^"\\]|\\.)*)"', one)}
    assert len(labels) > 5
    assert labels.intersection(english_sentences(language)) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@each_language
def test_every_page_has_a_name_in_the_menu_and_a_question(page, language):
    for key in (f"dashboard.page.{page.name}", f"dashboard.question.{page.name}"):
        assert key in read_entries(language)


def test_a_language_that_nobody_speaks_here_becomes_the_first(opened):
    assert opened(lang="tlh").query_params["lang"] == LANGUAGES[0]


def test_language_is_switched_and_stays_on_the_next_page(opened):
    page = opened(lang="en")
    page.selectbox(key="field language").set_value("fr").run()
    assert page.query_params["lang"] == "fr"
    assert page.title[0].value == texts("fr")("dashboard.question.start")


def test_a_failing_panel_leaves_the_page_standing(opened, monkeypatch):
    from sim.report import charts

    def break_down(*given: object) -> None:
        raise RuntimeError("secret of the machine")

    monkeypatch.setattr(charts, "hundred_dots", break_down)
    page = opened(lang="en")
    assert [one.value for one in page.error] == [texts("en")("dashboard.frame.failed")]
    assert page.header
    assert len(page.slider) == 3
    assert not any("secret of the machine" in said for said in words_on(page))
