"""Stress: the grid and the opened square have the numbers of the command line; settings of a link may be anything."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace

import numpy as np
import pytest
import typer

from dashboard import computing, frame, share, stress_answers, stress_panels
from dashboard.memory import answers
from dashboard.state import LANGUAGES, State
from dashboard.stress_tables import verdict_rows
from sim.cli import app
from sim.cli.failures import answer
from sim.language.catalogue import texts
from sim.results.compare import compare
from sim.results.intervals import of_hundred, wilson
from sim.stress import sentences
from sim.stress.breaking import STEPS, frontier, ground
from sim.stress.suite import shocks
from sim.stress.verdicts import HOLDS, stress_test, verdict_of

FEW = 20


@pytest.fixture(scope="module")
def found():
    on = ground(["hostile_turnover", "donors_exit"], futures=FEW)
    return frontier(("hostile_turnover", "donors_exit"), on)


@pytest.fixture(scope="module")
def tested():
    return stress_test(["baseline", "adaptive"], "uruguay", shocks(["landslide", "closing-door"]), futures=FEW)


@pytest.fixture
def few(monkeypatch):
    """Twenty futures in place of 200 and of 1,000: the same page, sooner."""
    monkeypatch.setattr(stress_answers, "LIVE", FEW)
    monkeypatch.setattr(stress_answers, "FUTURES", 2 * FEW)
    monkeypatch.setattr(computing, "LIVE", FEW)
    monkeypatch.setattr(computing, "FUTURES", 2 * FEW)


def settled(page, times=60):
    """Run a page until its work in the background is over."""
    for _ in range(times):
        for job in list(page.session_state["jobs"].values()):
            job.wait(60)
        page.run()
        if all(job.ended for job in page.session_state["jobs"].values()):
            return page.run()
    raise AssertionError("the page never settles")


def test_the_page_opens_a_square_and_runs_the_suite(opened, few):
    page = settled(opened("stress", lang="en"))
    assert not page.exception
    assert [one.value for one in page.error] == []
    shares = answers.get(stress_answers.asked_by(State(), ("baseline",)).key(2 * FEW)).shares
    middle = of_hundred(shares[STEPS // 2][STEPS // 2].share)
    assert page.header[0].value == f"Still working in {middle} of 100 futures"
    page.select_slider(key="setting stress.row").set_value(0)
    page.select_slider(key="setting stress.column").set_value(STEPS - 1).run()
    page = settled(page)
    assert page.header[0].value == f"Still working in {of_hundred(shares[0][STEPS - 1].share)} of 100 futures"
    (button,) = [one for one in page.button if one.label == texts()("dashboard.stress.begin")]
    button.click().run()
    page = settled(page)
    assert not page.exception
    # Either how many shocks the plan survives, or that it misses the requirement without any.
    assert any("of 12 shocks" in one.value or "cannot tell shocks apart" in one.value for one in page.markdown)
    test = stress_answers.verdicts(stress_answers.asked_by(State(), ("baseline",)), 0.5, {})
    lower = sentences.summary_at_lower(test, test.plans[0], texts())
    assert not lower or any(one.value == frame.plain(lower) for one in page.markdown), "as on the page to file"


def test_the_command_of_the_page_gives_the_numbers_of_the_page(found, capsys):
    asked = stress_answers.asked_by(State(), ("baseline",))
    words = shlex.split(stress_answers.grid_command(asked, FEW))
    assert answer(typer.main.get_command(app), words[0], [*words[1:], "--json"]) == 0
    cells = json.loads(capsys.readouterr().out)["cells"]
    flat = [share.count for row in found.shares for share in row]
    assert [cell["working"]["count"] for cell in cells] == flat


def test_the_python_of_the_page_gives_the_numbers_of_the_page(found, capsys):
    exec(stress_answers.grid_lines(stress_answers.asked_by(State(), ("baseline",)), FEW), {})  # noqa: S102 - the page's own
    printed = capsys.readouterr().out.splitlines()
    assert printed == [
        f"{size} {[share.share for share in row]}" for size, row in zip(found.sizes[0], found.shares, strict=True)
    ]


def test_the_command_of_the_suite_is_understood(monkeypatch, capsys):
    asked = stress_answers.asked_by(State(), ("baseline", "adaptive"))
    monkeypatch.setattr(stress_answers, "FUTURES", 1)
    words = shlex.split(stress_answers.suite_command(asked, 0.5))
    assert answer(typer.main.get_command(app), words[0], words[1:]) in {0, 1, 3}
    assert ": 12 shocks." in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_opened_square_is_the_scenario_of_its_cell(found, language):
    scenario = stress_panels._scenario(texts(language), found, 1, 3)
    assert [event.share for event in scenario.events] == [0.25, 0.75]
    compared = compare([scenario], ["baseline"], "uruguay", futures=FEW)
    assert compared.cell(scenario.name, "baseline").working == found.shares[1][3]
    assert scenario.title


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sign_stands_in_every_square_that_does_not_clearly_hold(found, language):
    figure, said = stress_panels.pictured(found, 0.5, texts(language))
    squares = figure.data[0]
    assert len(squares.text) == STEPS**2
    for (row, column), text in zip(np.asarray(squares.customdata), squares.text, strict=True):
        share = found.shares[int(row)][int(column)]
        assert text.split()[0] == str(of_hundred(share.share))
        assert (len(text.split()) == 1) == (verdict_of(share, 0.5) == HOLDS)
    assert said


def test_the_verdicts_of_the_page_are_those_of_the_test(tested):
    table = verdict_rows(tested, "adaptive", texts())
    assert table.count("<tr>") == 1 + len(tested.shocks)
    for verdict in tested.verdicts("adaptive"):
        assert f">{of_hundred(verdict.working.share)} (" in table
    assert re.findall(r'class="(holds|too-close|breaks)"', table) == [
        one.verdict for one in tested.verdicts("adaptive")
    ]
    rows = stress_answers.verdict_table(tested)
    assert list(rows["verdict"]) == [one.verdict for plan in tested.plans for one in tested.verdicts(plan.name)]


def test_markup_in_a_title_is_shown_and_not_run(tested):
    own = tested.shocks[0].model_copy(update={"title": "<script>alert(1)</script>"})
    table = verdict_rows(replace(tested, shocks=(own, *tested.shocks[1:])), "baseline", texts())
    assert "<script>" not in table
    assert "&lt;script&gt;" in table


def test_another_requirement_draws_the_line_elsewhere_and_computes_nothing(tested):
    asked = stress_answers.Asked("a", "b", tested.plans, tested.comparison.context, 1)
    answers.put(stress_answers.suite_key(asked), tested)
    strict, mild = (stress_answers.verdicts(asked, require, {}) for require in (1.0, 0.0))
    assert strict.comparison is mild.comparison is tested.comparison
    assert {one.verdict for one in mild.verdicts("baseline")} == {HOLDS}
    assert verdict_of(wilson(1, FEW), 1.0) != HOLDS


def test_answers_that_others_pushed_out_are_neither_lost_nor_begun_again(
    found, tested, monkeypatch, nothing_remembered
):
    asked = stress_answers.asked_by(State(), ("baseline", "adaptive"))
    monkeypatch.setattr(stress_answers, "frontier", lambda *given, **named: found)
    monkeypatch.setattr(stress_answers, "ground", lambda *given, **named: None)
    monkeypatch.setattr(stress_answers, "stress_test", lambda *given, **named: tested)
    jobs: dict[str, computing.Job] = {}
    for futures in (stress_answers.LIVE, stress_answers.FUTURES):
        _, job = stress_answers.grid(asked, jobs)
        assert job is not None and job.wait(60) and job.key == asked.key(futures)
        answers.clear()
    assert stress_answers.grid(asked, jobs) == (found, None)
    assert stress_answers.begin_suite(asked, jobs).wait(60)
    answers.clear()
    again = stress_answers.verdicts(asked, tested.require, jobs)
    assert again is not None and again.comparison is tested.comparison


@pytest.mark.parametrize(
    "settings",
    [
        {"stress.require": 1000}, {"stress.require": "all"}, {"stress.require": True}, {"stress.row": -1},
        {"stress.column": STEPS}, {"stress.down": "meteor"}, {"stress.across": "hostile_turnover"},
        {"stress.plans": "no-such-plan"}, {"stress.plans": 7}, {"stress.unknown": "x"},
    ],
)  # fmt: skip
def test_a_link_with_settings_that_make_no_sense_shows_the_usual_page(opened, few, settings):
    page = opened("stress", lang="en", s=share.encode(State(settings=settings)))
    assert not page.exception
    assert [one.value for one in page.error] == []
    assert page.slider(key="setting stress.require").value == 50
