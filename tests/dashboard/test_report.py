"""Report: what the page gives away is the report of the command line, in the chosen language."""

from __future__ import annotations

import os
import subprocess

import pytest

from dashboard import printing
from dashboard.views import report
from sim.files.mistakes import Mistake
from sim.language.catalogue import texts

WORDS = texts("en")


def made(page, seconds: float = 120):
    """Wait for the report as the page does, and look again."""
    page.session_state["jobs"][report.SLOT].wait(seconds)
    return page.run()


def choose(page, scenarios: list[str], plans: list[str]):
    page.multiselect(key="report scenarios").set_value(scenarios).run()
    return page.multiselect(key="report plans").set_value(plans).run()


def make(page):
    next(one for one in page.button if one.label == WORDS("dashboard.report.make")).click().run()
    return made(page)


def test_a_report_is_made_in_the_chosen_language(opened):
    page = choose(opened("report", lang="en"), ["big-funders-go"], ["baseline", "fund-first"])
    page.selectbox(key="report language").set_value("es").run()
    page = make(page)
    assert not page.exception
    html = page.session_state["report made"].html
    assert '<html lang="es"' in html
    assert texts("es")("section.short") in html
    comparison = page.session_state["report made"].comparison
    assert [one.name for one in comparison.plans] == ["baseline", "fund-first"]
    assert comparison.futures == 1000
    command = next(one.value for one in page.code if one.value.endswith("--report report.html"))
    assert command.split(" --context")[0] == "sobremesa compare big-funders-go --plans baseline,fund-first"
    assert command.replace("'", "&#39;") in html or command in html
    assert len(page.get("download_button")) >= 1


def test_another_choice_says_that_the_report_is_of_the_last_one(opened):
    page = make(choose(opened("report", lang="en"), ["calm-decade"], ["baseline"]))
    said = WORDS("dashboard.report.old")
    assert said not in [one.value for one in page.caption]
    page.multiselect(key="report plans").set_value(["baseline", "insider"]).run()
    assert not page.exception
    assert said in [one.value for one in page.caption]


def test_nothing_chosen_is_said(opened):
    page = choose(opened("report", lang="en"), [], ["baseline"])
    assert not page.exception
    assert [one.value for one in page.info] == [WORDS("dashboard.report.nothing")]


def test_a_report_that_fails_is_one_sentence(opened, monkeypatch):
    def break_down(*given: object, **more: object) -> str:
        raise RuntimeError("secret of the machine")

    monkeypatch.setattr(report, "report_html", break_down)
    page = make(choose(opened("report", lang="en"), ["calm-decade"], ["baseline"]))
    assert not page.exception
    assert [one.value for one in page.error] == [WORDS("dashboard.frame.failed")]


def test_without_a_browser_the_page_says_what_to_do(opened, monkeypatch):
    monkeypatch.setattr(report, "browser", lambda: None)
    page = make(choose(opened("report", lang="en"), ["calm-decade"], ["baseline"]))
    assert WORDS("dashboard.report.no_printer") in [one.value for one in page.caption]


def test_a_browser_that_prints_nothing_is_a_sentence(monkeypatch):
    monkeypatch.setattr(printing, "browser", lambda: "/bin/false")
    with pytest.raises(Mistake, match="false printed nothing"):
        printing.pdf_of("<p>x</p>")


def test_a_browser_that_hangs_is_given_up(monkeypatch):
    def hang(*given: object, **more: object) -> None:
        raise subprocess.TimeoutExpired("browser", 1)

    monkeypatch.setattr(printing, "browser", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(printing.subprocess, "run", hang)
    with pytest.raises(Mistake, match="chromium printed nothing"):
        printing.pdf_of("<p>x</p>")


@pytest.mark.slow
def test_a_page_is_printed():
    if printing.browser() is None and os.environ.get("CI") != "true":
        pytest.skip("no browser is installed")
    printed = printing.pdf_of("<!doctype html><title>Kept</title><h1>Will it last?</h1>")
    assert printed.startswith(b"%PDF-")
    assert printed.rstrip().endswith(b"%%EOF")
