"""One future in a real browser: stepped through with the keyboard, and played."""

from __future__ import annotations

import pytest

from sim.language.catalogue import texts

pytestmark = pytest.mark.slow

WORDS = texts("en")


def test_a_future_is_stepped_through_and_played(visit):
    person = visit(locale="en-GB")
    page = person.open("future")
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    person.calm()
    slider = page.get_by_role("slider").first
    slider.focus()
    slider.press("ArrowRight")
    page.get_by_text("February 2027: ").first.wait_for()
    page.get_by_role("button", name=WORDS("dashboard.future.play")).click()
    page.get_by_text("August 2027: ").first.wait_for()
    page.get_by_role("button", name=WORDS("dashboard.future.pause")).click()
    page.get_by_role("button", name=WORDS("dashboard.future.play")).wait_for()
    assert person.complaints == []
    assert person.outside == []


def test_the_actors_are_described_for_those_who_do_not_see_them(visit):
    page = visit(locale="en-GB").open("future")
    page.locator('[aria-label*="Paying now"]').first.wait_for()
