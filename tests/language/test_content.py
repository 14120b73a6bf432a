"""Shipped files and everything that the model declares can be read in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.editing import checked
from sim.engines.names import name_rows
from sim.files import library
from sim.files.context import Context
from sim.files.mistakes import Mistake
from sim.files.plan import Plan
from sim.language import terms
from sim.language.actors import shown_name
from sim.language.catalogue import LANGUAGES, texts
from sim.language.files import idea_of, name_in, source_in, story_of, title_of
from sim.world.events import EVENT_KINDS
from sim.world.parameters import ALL_PARAMETERS

OTHERS = tuple(language for language in LANGUAGES if language != "en")
SHIPPED = [(kind, name) for kind in library.FORMATS for name in library.names(kind)]

SAME_TITLE = {"adaptive", "canada", "costa-rica", "kenya", "polarisation", "uruguay"}
"""Files whose titles are spelt alike in two languages."""

ENGLISH = re.compile(r"\b(the|of|and|which|with|are|is|their|from)\b")
"""Words that stand in nearly every English sentence, and in no Spanish or French one."""


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize(("kind", "name"), SHIPPED)
def test_every_shipped_file_is_translated(kind: str, name: str, language: str) -> None:
    file = library.find(kind, name)
    for said, original in ((story_of(file, language), file.story), (idea_of(file, language), file.idea)):
        assert said and said != original.strip()
        assert not ENGLISH.search(said), said
    assert title_of(file, language)
    assert title_of(file, language) != file.title or name in SAME_TITLE
    translation = getattr(file, language)
    assert set(translation.names) == set(file.own_names())
    assert set(translation.sources) == set(file.own_sources())
    for field in file.own_sources():
        assert not ENGLISH.search(re.sub(r"\([^)]*\)", "", source_in(file, field, language)))


@pytest.mark.parametrize(("kind", "name"), SHIPPED)
def test_no_result_depends_on_a_translation(kind: str, name: str) -> None:
    file = library.find(kind, name)
    bare = file.model_copy(update={"es": None, "fr": None})
    assert bare.fingerprint() == file.fingerprint()
    assert title_of(bare, "fr") == title_of(file, "en") == file.title


def test_a_file_of_the_user_s_own_keeps_its_translations(tmp_path: Path) -> None:
    text = (
        '# plan\ntitle = "Teach"\n[[trigger]]\nname = "later"\nmonth = 9\nretarget = true\n'
        '[es]\ntitle = "Enseñar"\n[es.names]\nlater = "después"\n[fr]\nstory = "Voici : un plan."\n'
    )
    plan = library.parse("plan", text.encode(), "mine")
    again = library.load(library.save(plan, tmp_path / "mine.toml"))
    assert again == plan
    assert [title_of(again, one) for one in LANGUAGES] == ["Teach", "Enseñar", "Teach"]
    assert [name_in(again, "later", one) for one in LANGUAGES] == ["later", "después", "later"]
    assert story_of(again, "fr") == "Voici\N{NO-BREAK SPACE}: un plan."


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ('[es]\ntitel = "x"', "x: es.titel is not a key of this file; did you mean 'title'?"),
        ('[fr]\ntitle = 3', "x: fr.title is 3, but must be a text of at most 100 characters"),
        ('[es.names]\nlatter = "y"', "x: es.names: 'latter' stands nowhere else in the file; did you mean 'later'?"),
        ('[fr.sources]\ntitle = "y"', "x: fr.sources: 'title' stands nowhere else in the file"),
        ('[de]\ntitle = "y"', "x: de is not a key of this file"),
    ],
)  # fmt: skip
def test_a_wrong_translation_is_one_sentence(table: str, sentence: str) -> None:
    text = f'[[trigger]]\nname = "later"\nmonth = 9\nretarget = true\n{table}\n'
    with pytest.raises(Mistake) as caught:
        library.parse("plan", text.encode(), "x")
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize("language", OTHERS)
def test_everything_that_is_declared_is_translated(language: str) -> None:
    for kind, table in terms.declared().items():
        for name, term in table.items():
            for what in ("title", "meaning"):
                english, said = term.get(what, ""), getattr(terms, what)(kind, name, language)
                assert said or not english
                assert not ENGLISH.search(said), (kind, name)
            assert bool(terms.unit(kind, name, language)) == bool(term.get("unit"))
            assert not ENGLISH.search(terms.unit(kind, name, language))


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_of_something_that_is_not_there(language: str) -> None:
    declared = terms.declared()
    strangers = {
        (kind, name)
        for kind, table in terms.read_file(language).items()
        for name in table
        if kind != "unit" and name not in declared[kind]
    }
    assert strangers == set()


def test_english_is_what_the_model_declares() -> None:
    for name, parameter in ALL_PARAMETERS.items():
        assert terms.parameter_meaning(name) == parameter.meaning
        assert terms.parameter_unit(name) == parameter.unit
    assert {one.name: terms.title("event", one.name) for one in EVENT_KINDS} == {
        one.name: one.title for one in EVENT_KINDS
    }
    assert terms.title("event", "no-such-event", "fr") == "no-such-event"


def test_actors_are_called_what_the_context_calls_them_or_by_kind_and_number() -> None:
    context = Context(
        name="c", donors=({"name": "donor 7 of old", "monthly": 1.0},),
        es={"names": {"donor 7 of old": "el viejo donante"}},
    )  # fmt: skip
    names = ("donor 4", "champion 13", "journalist 1", "donor 7 of old")
    assert [shown_name(one, context, texts("es")) for one in names] == [
        "donante 4", "aliado 13", "periodista 1", "el viejo donante",
    ]  # fmt: skip
    assert [shown_name(one, context, texts()) for one in names[:-1]] == list(names[:-1])


def test_people_count_actors_from_1_and_agencies_apart_from_cities() -> None:
    context = Context(
        name="c", size={"national_governments": 2, "local_governments": 2}, donor=[{"name": "donor 3", "monthly": 1.0}],
        members=[{"name": "youth", "count": 2}], fr={"names": {"youth": "les jeunes"}},
    )  # fmt: skip
    rows = name_rows(context, [0] * context.size.activists)
    names = [*rows["governments"], rows["donors"][0], *rows["activists"][:2]]
    assert [shown_name(one, context, texts("fr")) for one in names] == [
        "organisme national 1", "organisme national 2", "ville 1", "ville 2", "donor 3", "les jeunes 1", "les jeunes 2",
    ]  # fmt: skip
    assert [shown_name(one, context, texts()) for one in names] == names
    assert names == [
        "national agency 1", "national agency 2", "city 1", "city 2", "donor 3", "youth 1", "youth 2",
    ]  # fmt: skip


def test_a_plan_says_its_triggers_in_every_language() -> None:
    plan = library.plan("adaptive")
    assert isinstance(plan, Plan)
    for language in OTHERS:
        assert all(name_in(plan, one.name, language) != one.name for one in plan.triggers)


def test_an_edited_file_loses_the_translations_of_what_it_no_longer_names() -> None:
    content = library.plan("adaptive").file_content()
    content["trigger"] = content["trigger"][:1]
    edited = checked(Plan, content, "mine")
    assert [set(getattr(edited, language).names) for language in OTHERS] == [{"money runs short"}] * len(OTHERS)
    assert title_of(edited, "es") == "Adaptable"
    del content["trigger"]
    assert checked(Plan, content, "mine").es.names == {}
