"""What a newcomer does on the first day, in a real browser."""

from __future__ import annotations

import csv
import re

import pytest

from dashboard.dials import dials
from dashboard.pages import pages
from dashboard.views.start import STORIES
from sim.files import library
from sim.language.catalogue import texts
from sim.language.files import title_of

pytestmark = pytest.mark.slow

PHONE = {"viewport": {"width": 390, "height": 844}}
WORDS = texts("en")
STANDS = """() => [...document.querySelectorAll('[role="slider"], input[type="range"]')]
    .map(one => Number(one.getAttribute('aria-valuenow') ?? one.value))"""
"""Where all sliders of the page stand, at one moment, whichever element they are made of."""


def answer(page) -> str:
    return page.locator(".st-key-answer h2").first.inner_text()


def settled(page) -> None:
    """Wait for the settled answer."""
    page.get_by_text(WORDS("dashboard.frame.settled", n=1000)).first.wait_for()


def share_link(page) -> str:
    page.get_by_test_id("stPopoverButton").first.click()
    link = page.locator("code", has_text="http://").first.inner_text()
    page.keyboard.press("Escape")
    return link


def test_the_newcomers_path(visit, tmp_path):
    """Open, read, move a slider, compare two plans, share, open the link in another browser, download."""
    first = visit(locale="en-GB")
    page = first.open("")
    assert page.title().startswith(WORDS("dashboard.page.start")) or "Sobremesa" in page.title()
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    settled(page)
    assert re.fullmatch(r"Still working in \d+ of 100 futures", answer(page))
    assert page.locator(".stPlotlyChart [aria-label], [aria-label*='100 dots']").count()

    page.get_by_role("button", name=title_of(library.scenario(STORIES["donor"]), "en")).click()
    first.calm()
    settled(page)
    before = answer(page)
    slider = page.get_by_role("slider").nth(1)
    slider.focus()
    for _ in range(12):
        slider.press("ArrowLeft")
    page.get_by_text(WORDS("dashboard.start.mine")).first.wait_for()
    first.calm()
    settled(page)
    mine = answer(page)
    assert mine != before

    link = share_link(page)
    other = visit(locale="en-GB")
    there = other.open(link)
    settled(there)
    assert answer(there) == mine

    there.get_by_role("link", name=WORDS("dashboard.page.compare")).first.click()
    there.get_by_role("heading", name=WORDS("dashboard.question.compare")).wait_for()
    there.locator("table.grid").first.wait_for()
    assert there.locator("table.grid").count() == 2
    settled(there)
    other.calm()
    there.get_by_text(WORDS("dashboard.frame.downloads")).click()
    with there.expect_download() as given:
        there.get_by_role("button", name="CSV").first.click()
    given.value.save_as(tmp_path / "outcomes.csv")
    with (tmp_path / "outcomes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["plan"] for row in rows} == {"baseline", "institution-builder", "grassroots"}
    assert len(rows) % 9 == 0
    for one in (first, other):
        assert one.complaints == []
        assert one.outside == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
@pytest.mark.parametrize(
    ("language", "options"), [("en", {}), ("es", PHONE)], ids=["English on a desk", "Spanish on a phone"]
)  # fmt: skip
def test_each_page_in_a_browser(visit, page, language, options):
    """No complaint in the console, no request to anybody else, no sideways scroll, and the language is declared."""
    person = visit(locale=language, **options)
    there = person.open(page.address)
    assert there.locator("h1").first.inner_text() == texts(language)(f"dashboard.question.{page.name}")
    person.calm()
    there.wait_for_timeout(1000)
    assert person.complaints == []
    assert person.outside == []
    width = there.evaluate("document.documentElement.clientWidth")
    assert there.evaluate("document.documentElement.scrollWidth") <= width
    main = there.evaluate(
        "() => { const m = document.querySelector('.stMainBlockContainer'); return [m.scrollWidth, m.clientWidth] }"
    )
    assert main[0] <= main[1]
    assert there.evaluate("document.documentElement.lang") == language
    assert there.locator(".stException").count() == 0


def test_the_language_of_the_browser_is_used_and_can_be_switched(visit):
    person = visit(locale="fr-CA")
    page = person.open("")
    french, spanish = texts("fr"), texts("es")
    assert page.locator("h1").inner_text() == french("dashboard.question.start")
    page.locator(".st-key-head [data-baseweb='select'], .st-key-head [role='combobox']").first.click()
    page.get_by_role("option", name="Español").click()
    page.get_by_role("heading", name=spanish("dashboard.question.start")).wait_for()
    page.wait_for_url("**lang=es**")
    page.get_by_role("link", name=spanish("dashboard.page.compare")).first.click()
    page.get_by_role("heading", name=spanish("dashboard.question.compare")).wait_for()
    page.wait_for_url("**lang=es**")


def test_markup_in_a_link_is_never_executed(visit):
    from dashboard.share import encode
    from dashboard.state import State
    from sim.files.plan import Plan

    markup = "<script>window.hit=1</script><img src=x onerror='window.hit=1'>"
    state = State(plans=("baseline", "adaptive")).with_own(Plan(name="x", title=markup))
    state = state.changed(plans=("baseline", "x"))
    person = visit(locale="en")
    for address in ("", "compare"):
        page = person.open(f"{address}?lang=en&s={encode(state)}")
        page.get_by_text("window.hit=1").first.wait_for()
        person.calm()
        page.wait_for_timeout(1000)
        assert page.evaluate("window.hit") is None
    assert person.outside == []


def test_dials_stand_where_the_plan_has_them(visit):
    person = visit(locale="en-GB")
    page = person.open("")
    for name in ("baseline", "watchdog", "fund-first"):
        if name != "baseline":
            page.get_by_role("combobox", name=WORDS("dashboard.start.plan")).click()
            page.get_by_role("option", name=title_of(library.plan(name), "en")).click()
        stand = dials(library.plan(name))
        due = [round(stand.reserve), round(100 * stand.people), round(100 * stand.governments)]
        page.wait_for_function(f"due => String(({STANDS})()) === String(due)", arg=due)
        settled(page)
        person.calm()
        assert page.evaluate(STANDS) == due, name


def test_everything_is_reached_by_keyboard(visit):
    """From the top of the page by Tab alone: a story is chosen with Enter, a slider moved with an arrow."""
    person = visit(locale="en")
    page = person.open("")
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    person.calm()

    def reach(kind: str, said: str = "") -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate(
                "([kind, said]) => { const a = document.activeElement;"
                " return a.matches(kind) && (a.innerText || '').includes(said) }",
                [kind, said],
            ):
                return
        raise AssertionError(f"{kind} {said} was not reached")

    reach("button", title_of(library.scenario(STORIES["hostile"]), "en"))
    page.keyboard.press("Enter")
    page.wait_for_url("**s=**")
    person.calm()
    reach("[role=slider], input[type=range]")
    page.keyboard.press("ArrowRight")
    page.get_by_text(WORDS("dashboard.start.mine")).first.wait_for()
