"""Start: how sure the answer is, with what nobody knows where futures share parameters."""

from __future__ import annotations

import re

import pytest

import sim
from dashboard.state import LANGUAGES
from dashboard.views import start
from sim.language.catalogue import texts
from sim.results.intervals import of_hundred
from sim.results.second_lives import with_second_lives


def settle(page, name):
    """Wait for what is computed, unless an earlier test asked the same: then it is remembered, and nothing is."""
    if "jobs" in page.session_state and name in page.session_state["jobs"]:
        page.session_state["jobs"][name].wait(120)
    page.run()


def test_who_asks_is_told_which_community_it_is(opened):
    page = opened(lang="en")
    settle(page, "start")
    next(one for one in page.button if one.label == texts("en")("dashboard.start.tell_apart")).click().run()
    settle(page, start.TWICE)
    assert not page.exception
    assert any("the others is which community it is" in one.value for one in page.markdown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_ignorance_is_told_where_futures_share_parameters_and_only_there(language):
    words = texts(language)
    told = {}
    for futures in (90, 1800):
        compared = sim.compare(["calm-decade"], ["baseline"], "uruguay", futures=futures, parameters="plausible")
        cell = compared.cell("calm-decade", "baseline")
        told[futures] = start._sure(words, cell, futures), cell.spread_of("working"), cell.working
    sentence, spread, working = told[90]
    assert spread is None
    assert sentence == words("dashboard.start.sure", n=90, low=of_hundred(working.low), high=of_hundred(working.high))
    sentence, spread, working = told[1800]
    assert spread is not None
    usual = words("dashboard.start.sure", n=1800, low=of_hundred(working.low), high=of_hundred(working.high))
    assert sentence.startswith(f"{usual} ")
    numbers = [int(one) for one in re.findall(r"\d+", sentence.removeprefix(usual))]
    assert numbers == [
        of_hundred(spread.ignorance), of_hundred(spread.low), of_hundred(spread.high),
    ]  # fmt: skip
    cell = with_second_lives(compared).cell("calm-decade", "baseline")
    spread = cell.spread_of("working")
    numbers = [int(one) for one in re.findall(r"\d+", start._sure(words, cell, 1800).removeprefix(usual))]
    community = (spread.community, spread.community_low, spread.community_high)
    shares = (*community, spread.ignorance, spread.low, spread.high, spread.luck)
    assert numbers == [of_hundred(one) for one in shares]
