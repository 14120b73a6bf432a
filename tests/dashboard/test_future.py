"""One future: what is shown is the future of the engine and of the command line; forks share the past."""

from __future__ import annotations

import shlex
import sys
from functools import cache

import numpy as np
import pandas as pd
import pytest

from dashboard.looking import Choice, Life, lived, next_hostile, telling
from sim.engines.mesa_model import CommunityModel
from sim.files import library
from sim.language.catalogue import read_entries, texts
from sim.report.network import actors_now
from sim.results.outcomes import STATES
from sim.results.simulate import simulate
from sim.story import KINDS, sentence
from sim.world.measures import MEASURES
from tests.dashboard.conftest import words_on

WORDS = texts("en")


def choice(scenario="hostile-successors", plan="adaptive", future=17, **others) -> Choice:
    files = library.scenario(scenario), library.plan(plan), library.context("uruguay")
    return Choice(*files, seed=1, future=future, parameters="plausible", **others)


@cache
def life_of(scenario="hostile-successors", plan="adaptive", future=17) -> Life:
    """A future, lived through once for all tests that only look at it."""
    return lived(choice(scenario, plan, future))


def test_it_is_the_future_of_the_ensemble_to_the_last_bit():
    life = life_of()
    dataset = simulate("hostile-successors", "adaptive", "uruguay", futures=[17], seed=1, parameters="plausible")
    for measure in MEASURES:
        assert (dataset[measure.name].to_numpy()[0] == life.measure(measure.name)[1:]).all()
    assert (dataset["state"].to_numpy()[0] == life.states[1:]).all()


@pytest.mark.parametrize("month", [0, 1, 24, 25, 120])
def test_the_actors_of_a_month_are_those_of_the_model_in_that_month(month):
    life = life_of()
    model = CommunityModel("hostile-successors", "adaptive", "uruguay", seed=1, future=17)
    for _ in range(month):
        model.step()
    assert life.actors(month) == actors_now(model)


def test_other_luck_has_the_same_past_and_another_future():
    life, other = life_of(), lived(choice(branch_month=60))
    assert (life.series[:60] == other.series[:60]).all()
    assert (life.series[60:] != other.series[60:]).any()


def test_the_table_has_every_measure_and_month():
    table = life_of().table()
    assert list(table["month"]) == list(range(121))
    assert table["date"].iloc[0] == "2027-01"
    assert {measure.name for measure in MEASURES} <= set(table.columns)


OUTCOMES = pd.DataFrame(
    {"reuse": [5.0, 1.0, 9.0, 4.0, 3.0], "collapsed": [False, True, False, True, False]},
    index=pd.RangeIndex(5, name="future"),
)


@pytest.mark.parametrize(
    ("what", "after", "number"),
    [("best", 0, 2), ("middle", 0, 3), ("collapse", 0, 1), ("collapse", 1, 3), ("collapse", 3, 1), ("collapse", 4, 1)],
)
def test_telling_futures_by_hand(what, after, number):
    assert telling(OUTCOMES, what, after) == number


def test_no_collapse_is_no_number():
    assert telling(OUTCOMES.assign(collapsed=False), "collapse", 0) is None


def test_the_next_hostile_future_has_a_hostile_government_and_none_before_it_does():
    asked = choice("calm-decade", "baseline", future=0)
    found = next_hostile(asked, 999)
    assert found is not None

    def hostile(number: int) -> bool:
        life = life_of("calm-decade", "baseline", number)
        return any(bool(tables["calendars"]["hostile"][0]) for tables in life.months)

    future, month = found
    assert hostile(future)
    assert not any(hostile(number) for number in range(1, future))
    tables = life_of("calm-decade", "baseline", future).months
    assert [bool(one["calendars"]["hostile"][0]) for one in tables[: month + 1]] == [False] * month + [True]


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_everything_that_can_happen_has_its_sentence(language):
    """Every entry of some eventful futures is a whole sentence: no key, no gap, nothing of another language."""
    words, seen = texts(language), set()
    for scenario, plan in (
        ("everything-at-once", "adaptive"),
        ("boom-then-bust", "insider"),
        ("one-long-grant", "watchdog"),
    ):
        for future in range(4):
            life = life_of(scenario, plan, future)
            for entry in life.entries:
                said = sentence(entry, life.choice.context, life.choice.plan, words)
                assert "{" not in said and "story." not in said, said
                assert said.endswith("."), said
                seen.add(entry.kind)
    assert len(seen) > 20


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_kind_of_entry_is_in_the_catalogue(language):
    keys = read_entries(language)
    for kind in KINDS:
        assert any(key == f"story.{kind}" or key.startswith(f"story.{kind}.") for key in keys), kind
    for state in ("working", "struggling", "paper", "collapsed"):
        assert f"story.state.{state}" in keys


def test_page_and_command_line_tell_the_same_future(opened, monkeypatch, capsys):
    page = opened("future", lang="en")
    page.selectbox(key="field scenario").set_value("big-funders-go").run()
    page.number_input(key="field future").set_value(5).run()
    assert not page.exception
    command = next(one.value for one in page.code if one.value.startswith("sobremesa watch"))
    monkeypatch.setattr(sys, "argv", [*shlex.split(command), "--json"])
    from sim.cli import main

    with pytest.raises(SystemExit):
        main()
    import json

    told = json.loads(capsys.readouterr().out)
    assert (told["future"], told["scenario"]) == (5, "big-funders-go")
    life = lived(choice("big-funders-go", "baseline", future=5))
    everything = "\n".join(one.value for one in page.markdown).replace("\\", "")
    assert len(told["entries"]) == len(life.entries)
    for entry in told["entries"]:
        assert not entry["notable"] or entry["sentence"] in everything


def test_the_python_on_the_page_gives_the_measures(opened, capsys):
    page = opened("future", lang="en")
    lines = next(one.value for one in page.code if "CommunityModel" in one.value)
    exec(lines.replace("print(", "table = (").replace("import sim", "import sim\n"), found := {})  # noqa: S102
    life = lived(choice("calm-decade", "baseline", future=0))
    assert np.array_equal(found["table"].to_numpy(), life.series[1:])


def test_jumps_and_what_stands_beside(opened):
    page = opened("future", lang="en")
    for what in ("best", "middle", "collapse", "hostile"):
        page.button(key=f"jump {what}").click().run()
        assert not page.exception
    page.selectbox(key="setting future.beside").set_value("+").run()
    assert not page.exception
    assert any("branch=1, branch_month=60" in one.value for one in page.code)
    page.selectbox(key="setting future.beside").set_value("-").run()
    assert sum("CommunityModel" in one.value for one in page.code) == 1


def test_a_jump_goes_to_the_month_that_it_is_about(opened):
    page = opened("future", lang="en")
    page.selectbox(key="field scenario").set_value("everything-at-once").run()
    page.button(key="jump collapse").click().run()
    future, month = page.session_state["state"].future, page.session_state["future month"]
    states = lived(choice("everything-at-once", "baseline", future=future)).states
    assert STATES[states[month]] == "collapsed"
    assert STATES[states[month - 1]] != "collapsed"
    assert f" · {WORDS('state.collapsed')}" in "\n".join(words_on(page))
    page.button(key="jump hostile").click().run()
    future, month = page.session_state["state"].future, page.session_state["future month"]
    tables = lived(choice("everything-at-once", "baseline", future=future)).months
    assert [bool(one["calendars"]["hostile"][0]) for one in tables[: month + 1]] == [False] * month + [True]


def test_stepping_and_playing(opened):
    page = opened("future", lang="en")
    page.button(key="step on").click().run()
    page.button(key="step on").click().run()
    assert page.session_state["future month"] == 2
    page.button(key="step back").click().run()
    assert page.session_state["future month"] == 1
    page.button(key="play").click().run()
    assert not page.exception
    assert page.session_state["future plays"]
    page.button(key="play").click().run()
    assert not page.session_state["future plays"]


def test_a_shorter_horizon_does_not_break_the_month_or_the_fork(opened):
    page = opened("future", lang="en")
    page.selectbox(key="setting future.beside").set_value("+").run()
    page.session_state["future month"] = 120
    page.run()
    short = library.context("uruguay").model_copy(update={"name": "short", "months": 36})
    page.session_state["state"] = page.session_state["state"].with_own(short)
    page.run()
    assert not page.exception
    assert not page.error
    assert page.session_state["future month"] == 36


def test_names_of_actors_are_said_in_the_readers_language(opened):
    page = opened("future", lang="es")
    said = "\n".join(words_on(page))
    assert "donante 1" in said
    assert "ciudad 1" in said
    for counted_from_0 in ("donante 0", "ciudad 0", "gobierno 0", "donor 0", "government 0"):
        assert counted_from_0 not in said
