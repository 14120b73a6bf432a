"""Every kind of happening has its words in every language, and sentences say what the numbers say."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

import sim
from sim.causes import sentences
from sim.causes.attribution import Why
from sim.causes.case import Fate, case_of
from sim.causes.collapses import Collapses, KindOfCause
from sim.causes.happenings import Happening, happenings
from sim.causes.kinds import CAUSE_KINDS
from sim.language.catalogue import LANGUAGES, texts
from sim.report import causes_chart
from sim.results.intervals import wilson
from tests.world.communities import EVERY_KIND, plan_of, scenario_of

LEFT_OVER = re.compile(r"\{\w+\}|why\.\w+|fork\.\w+|  |None")
each_language = pytest.mark.parametrize("language", list(LANGUAGES))


def one_of_each() -> tuple[Happening, ...]:
    """Return happenings of every kind, from a future in which everything happens."""
    plan = plan_of(
        trigger=[
            {"name": "people go", "measure": "people", "above": 0.01, "shift": 0.5, "effort": {"mobilise": 1.0}},
            {"name": "second half", "month": 60, "levers": {"breadth": 2}},
        ],
        grant=[{"from": 10, "months": 5, "staff_months": 1.0}],
    )
    turnover = [event for event in EVERY_KIND if event["kind"] != "hostile_turnover"]
    found: dict[str, Happening] = {}
    for future in range(30):
        case = case_of(scenario_of(*EVERY_KIND, *turnover[:1]), plan, "uruguay", future=future)
        found |= {one.kind: one for one in happenings(case)}
        if set(found) == set(CAUSE_KINDS):
            break
    return tuple(found.values())


ALL = one_of_each()


def test_every_kind_of_happening_is_found_somewhere() -> None:
    assert {one.kind for one in ALL} == set(CAUSE_KINDS)


@each_language
@pytest.mark.parametrize("kind", sorted(CAUSE_KINDS))
def test_every_kind_has_words(kind: str, language: str) -> None:
    (one,) = [one for one in ALL if one.kind == kind]
    case = case_of(scenario_of(*EVERY_KIND, EVERY_KIND[0]), plan_of(), "uruguay", future=0)
    for who in (one.who[:1], one.who):
        said = sentences.what_happened(replace(one, who=who), case, texts(language))
        assert not LEFT_OVER.search(said), said
        assert said
    called = sentences.kind_in_words(kind, case, texts(language))
    assert called
    assert not LEFT_OVER.search(called)


@each_language
def test_whole_stories_have_no_gaps(language: str) -> None:
    words = texts(language)
    found = sim.why("everything-at-once", "adaptive", "argentina", future=3)
    collapses = sim.collapse_causes("everything-at-once", futures=40)
    fork = sim.fork("pandemic", ["adaptive", "baseline", "watchdog"], future=3, month=30, branches=12)
    said = [
        sentences.headline(found, words), *(sentence for _, sentence in sentences.story(found, words)),
        sentences.together(found, words), *sentences.collapses_in_words(collapses, words),
        *sentences.fork_in_words(fork, words), causes_chart.shares_in_words(found, words),
        causes_chart.necessary_in_words(collapses, words),
    ]  # fmt: skip
    for sentence in said:
        assert not LEFT_OVER.search(sentence), sentence
        assert sentence.endswith(".")


@each_language
@pytest.mark.parametrize("tied", [1, 2, 3, 4, 6])
def test_all_kinds_that_were_necessary_most_often_are_named(language: str, tied: int) -> None:
    words, kinds = texts(language), list(CAUSE_KINDS)[:7]
    made = tuple(KindOfCause(kind, 9, wilson(3 if place < tied else 2, 10)) for place, kind in enumerate(kinds))
    case = case_of("calm-decade", "baseline", "uruguay", future=0)
    found = Collapses(case, 40, wilson(10, 40), tuple(range(10)), made, wilson(4, 10))
    said = " ".join(sentences.collapses_in_words(found, words))
    assert not LEFT_OVER.search(said)
    for place, kind in enumerate(kinds):
        name = sentences.kind_in_words(kind, case, words)
        assert (words("why.collapses.tied_kind", kind=name) in said) == (place < min(tied, 3))
    if language == "en":
        assert (" and one other: each was" in said, " and others: each was" in said) == (tied == 4, tied == 6)


UP, DOWN = Fate(50.0, 60, None, True), Fate(10.0, 5, 40, False)
LIMP = Fate(30.0, 20, None, False)


@pytest.mark.parametrize(
    ("fate", "other", "said"),
    [
        (DOWN, UP, "would have had 40 more months of data use, would never have collapsed, and would still be working"),
        (DOWN, LIMP, "would have had 20 more months of data use, and would never have collapsed."),
        (UP, DOWN, "would have had 40 fewer months of data use, and would have collapsed in May 2030."),
        (UP, LIMP, "would have had 20 fewer months of data use, and would no longer be working at the end."),
        (LIMP, UP, "would have had 20 more months of data use, and would still be working at the end."),
        (LIMP, replace(LIMP, months_of_work=31.2), "would have had 1 more month of data use."),
        (LIMP, replace(LIMP, months_of_work=29.8), "would have had up to a month less of data use."),
        (LIMP, LIMP, "would have had as much data use."),
    ],
)
def test_what_would_have_been_is_said_as_it_is(fate: Fate, other: Fate, said: str) -> None:
    case = case_of("calm-decade", "baseline", "uruguay", future=0)
    assert case.context.date_of(40) == "2030-05"
    found = Why(case, fate, other, (), {}, ())
    cause_like = sentences._otherwise("why.", found.difference, fate, other, case.context, texts("en"))
    assert said in cause_like


def test_the_story_is_in_the_order_of_the_dates() -> None:
    found = sim.why("everything-at-once", "adaptive", "uruguay", future=3)
    dates = [cause.happening.date for cause, _ in sentences.story(found, texts("en"))]
    assert dates == sorted(dates)
    assert {cause for cause, _ in sentences.story(found, texts("en"))} == set(found.causes)


def test_many_names_are_counted() -> None:
    case = case_of("calm-decade", "baseline", "uruguay", future=0)
    many = Happening("", "donor_exit", 5, "2027-06", tuple(f"donor {number}" for number in range(1, 10)))
    said = sentences.what_happened(many, case, texts("en"))
    assert said == "9 donors leave: donor 1, donor 2, donor 3, donor 4 and 5 others"


@each_language
def test_pictures_show_the_numbers(language: str) -> None:
    words = texts(language)
    found = sim.why("everything-at-once", "adaptive", "uruguay", future=3)
    figure = causes_chart.shares_of_causes(found, words)
    drawn = {round(x, 9) for trace in figure.data for x in trace.x}
    assert drawn == {round(-cause.share, 9) for cause in found.causes if cause.share}
    collapses = sim.collapse_causes("everything-at-once", futures=12)
    figure = causes_chart.necessary_kinds(collapses, words)
    necessary = [100 * one.necessary.share for one in collapses.kinds if one.necessary.count]
    assert list(figure.data[0].x) == necessary[: causes_chart.MOST_KINDS]
    assert list(figure.data[0].x) == sorted(figure.data[0].x, reverse=True)


def test_markup_in_a_users_file_is_no_markup_in_a_picture() -> None:
    strange = sim.plan("adaptive").model_copy(update={"title": "<b>bold</b>", "name": "strange"})
    names = [one for one in happenings(case_of("calm-decade", strange, "uruguay", future=1)) if one.kind == "plan"]
    found = sim.why("calm-decade", strange, future=1, without=[names[0].name])
    figure = causes_chart.shares_of_causes(found, texts("en"))
    assert "<b>" not in "".join(figure.layout.yaxis.ticktext)
