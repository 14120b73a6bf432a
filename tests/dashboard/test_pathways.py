"""The page Pathways: the numbers of the API, in the background, and choices that travel with the link."""

from __future__ import annotations

import html
import re
import shlex
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import computing, course, frame, share
from dashboard.memory import answers
from dashboard.state import FUTURES, LANGUAGES, State
from sim.language.catalogue import texts
from sim.pathways.pathways import Pathways, pathways
from sim.report.pathways_chart import pathways_sentences
from sim.results.intervals import Difference
from tests.dashboard.conftest import words_on

FEW = 24
Opened = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _few_futures(monkeypatch: pytest.MonkeyPatch, nothing_remembered: None) -> None:
    """As many futures as a test has time for, and nothing remembered from another test."""
    monkeypatch.setattr(course, "FUTURES", FEW)


def finished(page: AppTest) -> AppTest:
    """Return a page whose work in the background is done."""
    for _ in range(3):
        computing.rest()
        page.run()
    return page


def asking(**fields: object) -> str:
    """Return the token of a link."""
    return share.encode(State(scenario="everything-at-once", **fields))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_the_api_says(opened: Opened, language: str) -> None:
    state = State(scenario="everything-at-once", plan="adaptive", language=language)
    found = pathways("everything-at-once", ["adaptive", *course.USUAL], "uruguay", futures=FEW)
    answers.put(course.asked_by(state).key(), found)
    page = opened("pathways", lang=language, s=share.encode(state))
    assert not page.exception
    assert [one.value for one in page.error] == []
    assert bullets(found, language) in [one.value for one in page.markdown]
    words, captions = texts(language), [one.value for one in page.caption]
    assert words("dashboard.why.basis", n=FEW, all=FUTURES) in captions
    table = course.plan_table(found, texts(language))
    shown = rows_of(page.get("html"))
    for head, *row in zip(table.columns, *table.astype(str).to_numpy(), strict=True):
        assert [head, *row] in shown
    warnings = course.signpost_table(found, texts(language))
    assert all(list(row) in shown for row in warnings.astype(str).to_numpy())


def rows_of(blocks: Iterable[Any]) -> list[list[str]]:
    """Return the rows of all tables of a page, as texts."""
    rows = re.findall(r"<tr>(.*?)</tr>", "".join(one.proto.body for one in blocks))
    return [[html.unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]


def test_an_answer_that_others_pushed_out_is_still_there_where_it_was_made() -> None:
    asked, jobs = course.asked_by(State()), {}
    _, job = course.answer(asked, jobs)
    assert job is not None and job.wait(120)
    answers.clear()
    assert course.answer(asked, jobs) == (job.result, None)


def test_an_answer_that_is_computed_in_the_background_is_that_of_the_api(opened: Opened) -> None:
    page = finished(opened("pathways", s=asking()))
    found = pathways("everything-at-once", ["baseline", *course.USUAL], "uruguay", futures=FEW)
    assert bullets(found, "en") in [one.value for one in page.markdown]


def test_signposts_of_the_plan_are_spoken_of_only_where_there_are_any(opened: Opened) -> None:
    words = texts("en")
    for plan, has_own in (("adaptive", True), ("baseline", False)):
        state = State(scenario="everything-at-once", plan=plan)
        found = pathways("everything-at-once", [plan, *course.USUAL], "uruguay", futures=80)
        assert bool(found.own) == has_own
        assert found.signposts
        answers.put(course.asked_by(state).key(), found)
        page = opened("pathways", s=share.encode(state))
        said = "\n".join(one.value for one in page.caption)
        assert (words("dashboard.pathways.warnings_own") in said) == has_own


def test_a_change_is_said_with_its_range_or_too_close_to_call() -> None:
    words = texts("en")
    found = pathways("everything-at-once", ["baseline", *course.USUAL], "uruguay", futures=FEW)
    change = next(one for one in found.switches.values() if one is not None)
    planted = replace(change, gain=Difference(0.2, 0.1, 0.3), cost=Difference(-0.01, -0.05, 0.03))
    said = pathways_sentences(replace(found, switches={change.plan: planted}), words)
    told = next(one for one in said if words("pathways.gain.clear", n="+20", low="+10", high="+30") in one)
    assert told.endswith(words("pathways.cost.close", low="\N{MINUS SIGN}5", high="+3"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_could_not_be_judged_is_not_called_unreliable(language: str) -> None:
    words = texts(language)
    found = pathways("calm-decade", ["baseline", *course.USUAL], "uruguay", futures=4)
    assert not found.signposts
    said = pathways_sentences(found, words)
    assert words("pathways.no_warning") not in said
    assert words("dashboard.pathways.too_few", n=found.collapses, all=4) in said


def bullets(found: Pathways, language: str) -> str:
    """Return the sentences on a map as the page shows them."""
    return "\n".join(f"- {frame.plain(one)}" for one in pathways_sentences(found, texts(language)))


def test_alternatives_are_chosen_kept_and_never_the_plan_itself(opened: Opened) -> None:
    page = finished(opened("pathways", s=asking()))
    page.multiselect(key="pathways plans").set_value(["insider"]).run()
    page = finished(page)
    state = share.decode(page.query_params["s"], "en")
    assert course.alternatives(state) == ("insider",)
    assert "baseline" not in page.multiselect(key="pathways plans").options
    assert course.alternatives(State(plan="grassroots")) == ("fund-first",)
    assert course.alternatives(State(settings={course.PLANS: "baseline,nobody"})), "there is always one to turn to"


def test_the_same_numbers_elsewhere(opened: Opened) -> None:
    page = finished(opened("pathways", s=asking()))
    command = shlex.split(next(one.value for one in page.code if one.value.startswith("sobremesa pathways")))
    assert command[command.index("--plans") + 1] == "baseline,grassroots,fund-first"
    lines = next(one.value for one in page.code if one.value.startswith("import sim\nfrom sim.pathways"))
    printed: dict[str, object] = {}
    exec(lines.replace("print(found.to_dict())", "result = found.to_dict()"), printed)  # noqa: S102
    assert printed["result"] == pathways(
        "everything-at-once", ["baseline", *course.USUAL], "uruguay", futures=FEW
    ).to_dict()  # fmt: skip


def test_what_goes_wrong_leaves_the_page_standing(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(course, "pathways", broken)
    page = finished(opened("pathways", s=asking()))
    assert not page.exception
    assert page.error[0].value == texts("en")("dashboard.frame.failed")
    assert words_on(page)
