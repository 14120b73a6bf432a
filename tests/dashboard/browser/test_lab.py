"""The lab in a real browser: an experiment is run, its files come down, and a phone shows it without scrolling."""

from __future__ import annotations

import pytest

from dashboard import lab_shelf, share
from dashboard.state import State
from sim.experiments.design import read_design
from sim.language.catalogue import texts
from tests.dashboard.browser import conftest

pytestmark = pytest.mark.slow

WORDS = texts("en")
PHONE = {"width": 390, "height": 844}
TINY = {"lab.vary.donors_exit_share": "0.1 0.9", "lab.vary.stance": "-1 1", "lab.points": 4, "lab.futures": 2}


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The dashboard with a shelf of its own."""
    shelf = tmp_path_factory.mktemp("lab") / "shelf"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(lab_shelf.VARIABLE, str(shelf))
        yield from conftest.server.__wrapped__()


def link(**settings: object) -> str:
    """The address of the page with a tiny design."""
    state = State(scenario="big-funders-go", settings={**TINY, **settings})
    return f"lab?lang=en&s={share.encode(state)}"


def test_an_experiment_is_run_and_its_files_come_down(visit, tmp_path):
    person = visit(locale="en-GB")
    page = person.open(link())
    page.get_by_role("button", name=WORDS("dashboard.lab.run")).click()
    page.get_by_text("Complete: 8 futures of 4 points.").wait_for()
    page.locator('[data-testid="stRadio"]').get_by_text(WORDS("dashboard.lab.section_of.files")).click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download design.toml").last.click()
    coming.value.save_as(tmp_path / "design.toml")
    assert read_design(tmp_path / "design.toml").points == 4
    with page.expect_download() as coming:
        page.get_by_role("button", name="CSV").last.click()
    coming.value.save_as(tmp_path / "outcomes.csv")
    assert len((tmp_path / "outcomes.csv").read_text("utf-8-sig").splitlines()) == 1 + 8
    assert person.complaints == []
    assert person.outside == []


def test_a_phone_shows_the_lab_without_scrolling_sideways(visit):
    person = visit(locale="en-GB", viewport=PHONE)
    page = person.open(link())
    page.get_by_role("button", name=WORDS("dashboard.lab.search")).wait_for()
    person.calm()
    width = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth")
    assert width <= PHONE["width"]
    assert person.complaints == []
