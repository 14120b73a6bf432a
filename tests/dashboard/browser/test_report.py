"""Report in a real browser: made, looked at and taken away as HTML and as PDF; the file opens without a network."""

from __future__ import annotations

import pytest

from sim.language.catalogue import texts

pytestmark = pytest.mark.slow

WORDS = texts("en")


def test_a_report_is_made_and_taken_away(visit, chromium, tmp_path):
    person = visit(locale="en-GB")
    page = person.open("report")
    page.get_by_role("button", name=WORDS("dashboard.report.make")).click()
    button = page.get_by_role("button", name=WORDS("dashboard.report.html"))
    button.wait_for()
    with page.expect_download() as given:
        button.click()
    given.value.save_as(tmp_path / "report.html")
    page.get_by_role("button", name=WORDS("dashboard.report.print")).click()
    ready = page.get_by_role("button", name=WORDS("dashboard.report.pdf"))
    ready.wait_for()
    with page.expect_download() as given:
        ready.click()
    given.value.save_as(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert person.complaints == []
    assert person.outside == []

    offline = chromium.new_context(offline=True).new_page()
    offline.goto((tmp_path / "report.html").as_uri())
    offline.locator(".js-plotly-plot .main-svg").first.wait_for()
    assert "open data community" in offline.inner_text("body")
    offline.context.close()


def test_the_report_is_shown_on_the_page(visit):
    person = visit(locale="fr-FR")
    words = texts("fr")
    page = person.open("report")
    page.get_by_role("button", name=words("dashboard.report.make")).click()
    page.get_by_text(words("dashboard.report.preview")).first.wait_for()
    page.get_by_text(words("dashboard.report.preview")).first.click()
    inside = page.frame_locator("iframe").first
    inside.locator("h1").first.wait_for()
    assert inside.locator("html").get_attribute("lang") == "fr"
