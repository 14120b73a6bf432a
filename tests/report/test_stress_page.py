"""The verdict page stands alone: what was tested and where, what "working" means, and how sure a verdict is."""

from __future__ import annotations

import datetime
import html
import re

import pytest

from sim.files import library
from sim.language import terms
from sim.language.catalogue import LANGUAGES, texts
from sim.language.files import name_in, story_of, title_of
from sim.report.stress_page import verdict_page
from sim.stress import sentences
from sim.stress.suite import shock, shocks
from sim.stress.verdicts import StressTest, stress_test
from sim.world.levers import ACTIVITIES, LEVERS

DAY = datetime.date(2026, 11, 29)


@pytest.fixture(scope="module")
def few_donors() -> StressTest:
    tested = shocks(["two-largest-donors-leave", "landslide"])
    return stress_test(["baseline", "adaptive"], "donor-dependent-african-organisation", tested, futures=10)


def page_of(test: StressTest, language: str) -> str:
    return verdict_page(test, command="sobremesa stress", language=language, generated=DAY)


def read(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.partition("</style>")[2])).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_without_the_files_sees_what_was_tested_and_where(few_donors, language):
    said = read(page_of(few_donors, language))
    for plan in few_donors.plans:
        assert " ".join(story_of(plan, language).split()) in said
        assert all(name_in(plan, one.name, language) in said for one in plan.triggers)
    assert " ".join(story_of(few_donors.comparison.context, language).split()) in said
    assert all(terms.title("activity", one.name, language) in said for one in ACTIVITIES)
    assert all(terms.title("lever", one.name, language) in said for one in LEVERS)
    assert title_of(few_donors.comparison.context, language) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_working_means_and_with_which_numbers_stands_on_the_page(few_donors, language):
    words = texts(language)
    said = read(page_of(few_donors, language))
    for sentence in (words("stress.working_meaning", share=words.per_cent(0.5)), words("reading.plausible")):
        assert " ".join(sentence.split()) in said


def test_everything_is_open_so_that_nothing_is_missing_on_paper(few_donors):
    page = page_of(few_donors, "en")
    assert "<details" in page
    assert re.findall(r"<details(?![^>]*\bopen\b)[^>]*>", page) == []


def test_the_part_of_verdicts_that_may_be_wrong_is_half_of_what_an_interval_misses(few_donors):
    said = " ".join(sentences.notes(few_donors, texts()))
    assert "of 4 such verdicts, about 0.1." in said
    assert "once in forty" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_two_of_twelve_are_not_two_the_reader_is_told(few_donors, language):
    words, tested = texts(language), [shock("two-largest-donors-leave")]
    assert sentences.donors(few_donors.comparison.context, tested, words) == [words("stress.other_donors", n=5, m=1)]
    assert sentences.donors(library.context("uruguay"), tested, words) == []
    assert sentences.donors(library.context("us-city-chapter"), tested, words) == [words("stress.no_donors")]
    assert sentences.donors(library.context("us-city-chapter"), [shock("landslide")], words) == []


def test_a_sixth_is_the_share_that_the_suite_takes():
    taken = [event.share for event in shock("two-largest-donors-leave").events]
    assert taken == [sentences.SIXTH]
