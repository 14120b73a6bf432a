"""The page Why: the numbers of the API and the command line, in the background, and never an empty page."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer
from streamlit.testing.v1 import AppTest

import sim
from dashboard import causes, choices, computing, forks, frame
from dashboard.state import LANGUAGES, State
from dashboard.views import why as view
from sim.causes import sentences
from sim.causes.swings import one_at_a_time
from sim.choices.answers import findings
from sim.choices.sentences import dial_sentences as told
from sim.choices.study import levers
from sim.cli import app
from sim.cli.failures import answer
from sim.language.catalogue import texts
from sim.report.levers_chart import curve_in_words
from sim.report.tornado import tornado_words
from tests.dashboard.conftest import words_on

FEW = 12
ROOT = Path(__file__).parents[2]
Opened = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _few_futures(monkeypatch: pytest.MonkeyPatch, nothing_remembered: None) -> None:
    """As many futures as a test has time for, and nothing remembered from another test."""
    monkeypatch.setattr(causes, "FUTURES", FEW)
    monkeypatch.setattr(forks, "BRANCHES", FEW)


def finished(page: AppTest) -> AppTest:
    """Return a page whose work in the background is done."""
    for _ in range(3):
        computing.rest()
        page.run()
    return page


def said(page: AppTest) -> str:
    return "\n".join(words_on(page)).replace("\\\\", "")


def bare(text: str) -> str:
    """Return a text as it stands in what is sent to the browser."""
    return json.dumps(frame.plain(text), ensure_ascii=False)[1:-1].replace("\\\\", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_story_of_a_future_is_that_of_the_api(opened: Opened, language: str) -> None:
    page, words = opened("why", lang=language), texts(language)
    found = sim.why("calm-decade", future=0)
    shown = [one.value for one in page.markdown]
    assert f"**{frame.plain(sentences.headline(found, words))}**" in shown
    for line, (_, sentence) in zip(causes.story_lines(found, words), sentences.story(found, words), strict=True):
        assert line.startswith(sentence)
        assert f"- {frame.plain(line)}" in shown
    for heading in ("alone", "together"):
        assert f"**{words(f'dashboard.why.{heading}')}**" in shown
    assert frame.plain(sentences.together(found, words)) in shown


def test_opposite_signs_are_marked_and_money_that_helps_gone_is_explained() -> None:
    words = texts("en")
    found = sim.why("everything-at-once", "adaptive", future=3)
    first, second, *_ = found.causes
    exit_of_donor = replace(first.happening, kind="donor_exit")
    planted = replace(
        found,
        causes=(replace(first, happening=exit_of_donor, alone=-16.0, share=6.0), replace(second, share=4.0, alone=2.0)),
    )
    lines = dict(
        zip([one for one, _ in sentences.story(planted, words)], causes.story_lines(planted, words), strict=True)
    )
    opposite = words("dashboard.why.opposite", months="\N{MINUS SIGN}6")
    assert [line.endswith(opposite) for line in (lines[one] for one in planted.causes)] == [True, False]
    assert [causes.money_helps_gone(one) for one in planted.causes] == [True, False]
    assert not causes.money_helps_gone(replace(planted.causes[0], alone=16.0))


def test_the_tornado_has_both_numbers_of_each_row_on_an_axis_within_0_and_100() -> None:
    words = texts("en")
    found = one_at_a_time("everything-at-once", futures=FEW)
    figure = causes.swings_picture(found, words)
    low, high = figure.layout.xaxis.range
    assert 0 <= low < high <= 100
    rows = {causes.plain(one.label): one for one in (causes.swing(moved, words) for moved in found.moved)}
    for label, said in zip(figure.layout.yaxis.tickvals, figure.layout.yaxis.ticktext, strict=True):
        one = rows[label]
        name, _, ends = said.rpartition("<br>")
        assert name.replace("<br>", " ") == label
        assert ends == f"{one.low:.0f} → {one.high:.0f}"


def test_another_future_is_another_story(opened: Opened) -> None:
    page, words = opened("why", lang="en"), texts("en")
    page.number_input(key="field future").set_value(17).run()
    found = sim.why("calm-decade", future=17)
    assert f"**{frame.plain(sentences.headline(found, words))}**" in [one.value for one in page.markdown]


def test_what_is_computed_in_the_background_is_what_the_api_says(opened: Opened) -> None:
    page, words = finished(opened("why", lang="en")), texts("en")
    assert not page.exception
    assert not page.error
    collapses = sim.collapse_causes("calm-decade", futures=FEW)
    shown = [one.value for one in page.markdown]
    for sentence in sentences.collapses_in_words(collapses, words):
        assert frame.plain(sentence) in shown
    swings = one_at_a_time("calm-decade", futures=FEW)
    rows = [causes.swing(one, words) for one in swings.moved]
    text = tornado_words(rows, 100 * swings.usual.share, words("dashboard.why.unit"), words)
    assert json.dumps(text, ensure_ascii=False)[1:-1] in "\n".join(words_on(page))


def test_the_dial_is_told_and_drawn_as_the_api_says(opened: Opened) -> None:
    page, words = finished(opened("why", lang="en")), texts("en")
    page.selectbox(key="setting why.dial").set_value("train").run()
    finished(page)
    scenarios = [one.name for one in choices.scenarios(State())]
    found = levers(scenarios, only=["train"], futures=FEW)
    (one,) = findings(found)
    assert frame.plain(told(found, one, words)) in [each.value for each in page.markdown]
    assert json.dumps(curve_in_words(found, one, words), ensure_ascii=False)[1:-1] in "\n".join(words_on(page))
    state = State().changed(settings={"why.dial": "train"})
    assert "\n".join(view.commands(state)) in [each.value for each in page.code]


def test_a_dial_that_there_is_not_gives_way() -> None:
    for name in ("nonsense", 3, True):
        assert choices.chosen(State().changed(settings={"why.dial": name})).name == "breadth"
    worlds = [one.name for one in choices.scenarios(State().changed(scenario="pandemic"))]
    assert worlds == ["pandemic", "calm-decade", "hostile-successors", "big-funders-go"]


def test_the_fork_is_that_of_the_api(opened: Opened) -> None:
    page, words = finished(opened("why", lang="en")), texts("en")
    page.select_slider(key="setting why.month").set_value(60).run()
    page.selectbox(key="setting why.other").set_value("watchdog").run()
    finished(page)
    fork = sim.fork("calm-decade", ["baseline", "watchdog"], "uruguay", future=0, month=60, branches=FEW)
    shown = [one.value for one in page.markdown]
    for sentence in sentences.fork_in_words(fork, words):
        assert frame.plain(sentence) in shown
    state = State().changed(settings={"why.month": 60, "why.other": "watchdog"})
    assert "\n".join(view.commands(state)) in [one.value for one in page.code]


def test_what_can_no_longer_be_chosen_gives_way(opened: Opened) -> None:
    page = opened("why", lang="en")
    assert page.selectbox(key="setting why.other").value == "adaptive"
    page.selectbox(key="field plan").set_value("adaptive").run()
    assert not page.exception
    assert not page.error
    assert page.selectbox(key="setting why.other").value == "baseline"
    for month in (0, 999, "soon", True):
        state = State().changed(settings={"why.month": month, "why.other": "nobody"})
        assert forks.chosen(state) in ((24, "adaptive"), (1, "adaptive"))


def test_what_is_moved_is_chosen_and_stays_in_the_link(opened: Opened) -> None:
    page = opened("why", lang="en")
    before = page.query_params.get("s", "")
    page.radio(key="setting why.group").set_value("parameters").run()
    assert page.query_params["s"] != before
    assert not page.exception
    again = opened("why", lang="en", s=page.query_params["s"])
    assert again.radio(key="setting why.group").value == "parameters"


def test_the_old_answer_stays_until_the_new_one_is_there(opened: Opened) -> None:
    page, words = finished(opened("why", lang="en")), texts("en")
    page.selectbox(key="field scenario").set_value("pandemic").run()
    captions = [one.value for one in page.caption]
    first = sentences.collapses_in_words(sim.collapse_causes("calm-decade", futures=FEW), words)[0]
    if words("dashboard.why.old") in captions:
        assert frame.plain(first) in [one.value for one in page.markdown]
    finished(page)
    assert words("dashboard.why.old") not in [one.value for one in page.caption]
    second = sentences.collapses_in_words(sim.collapse_causes("pandemic", futures=FEW), words)[0]
    assert frame.plain(second) in [one.value for one in page.markdown]


def test_what_was_stopped_can_be_computed_again(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    words = texts("en")
    real = computing.begin

    def stopped(*given: Any) -> computing.Job:
        job = real(*given)
        job.cancel()
        return job

    monkeypatch.setattr(computing, "begin", stopped)
    page = opened("why", lang="en")
    computing.rest()
    page.run()
    assert words("dashboard.why.stopped") in [one.value for one in page.caption]
    monkeypatch.setattr(computing, "begin", real)
    for key in ("again why plan", "again why levers", "again why collapses", "again why fork"):
        page.button(key=key).click().run()
    finished(page)
    assert words("dashboard.why.stopped") not in [one.value for one in page.caption]


def test_a_failing_answer_leaves_the_page_standing(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: object, **more: object) -> None:
        raise RuntimeError("secret of the machine")

    monkeypatch.setattr(causes, "collapse_causes", broken)
    page = finished(opened("why", lang="en"))
    assert [one.value for one in page.error] == [texts("en")("dashboard.frame.failed")]
    assert "secret of the machine" not in said(page)
    assert page.number_input(key="field future").value == 0


def test_the_commands_give_the_numbers_of_the_page(opened: Opened, capsys: pytest.CaptureFixture[str]) -> None:
    page = opened("why", lang="en")
    state = State().changed(scenario="everything-at-once", plan="adaptive", future=3)
    assert "\n".join(view.commands(State())) in [one.value for one in page.code]
    for command, expected in (
        (view.commands(state)[0], sim.why("everything-at-once", "adaptive", future=3).to_dict()),
        (view.commands(state)[1], sim.collapse_causes("everything-at-once", "adaptive", futures=FEW).to_dict()),
    ):
        capsys.readouterr()
        assert answer(typer.main.get_command(app), "sobremesa", [*shlex.split(command)[1:], "--json"]) == 0
        printed = json.loads(capsys.readouterr().out)
        for key in ("difference", "alone", "fate", "kinds", "examined"):
            assert printed.get(key) == json.loads(json.dumps(expected)).get(key)


def test_the_python_runs_and_gives_the_numbers_of_the_page() -> None:
    state = State().changed(scenario="everything-at-once", plan="adaptive", future=3)
    *imports, one, many, _, moved, turned = view.python_lines(state).splitlines()
    shown = f"print({one}.difference, {many}.no_single.count, {moved}.moved[0].name, {turned}.dials[0].name)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", "\n".join([*imports, shown])],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    names = "everything-at-once", "adaptive"
    expected = (
        sim.why(*names, future=3).difference, sim.collapse_causes(*names, futures=FEW).no_single.count,
        one_at_a_time(*names, futures=FEW).moved[0].name, "breadth",
    )  # fmt: skip
    assert done.stdout == " ".join(map(str, expected)) + "\n"


def test_downloads_hold_what_is_shown() -> None:
    found = sim.why("everything-at-once", "adaptive", future=3)
    assert found.table()["share"].tolist() == [one.share for one in found.causes]
    collapses = sim.collapse_causes("everything-at-once", futures=FEW)
    assert collapses.table()["count"].tolist() == [one.necessary.count for one in collapses.kinds]
    swings = one_at_a_time("calm-decade", futures=FEW)
    assert swings.table()["name"].tolist() == [one.name for one in swings.moved]
