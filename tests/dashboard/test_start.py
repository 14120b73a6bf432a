"""Start: how sure the answer is, with what nobody knows where futures share parameters."""

from __future__ import annotations

import re

import pytest

import sim
from dashboard.state import LANGUAGES
from dashboard.views import start
from sim.language.catalogue import texts
from sim.results.intervals import of_hundred


@pytest.mark.parametrize("language", LANGUAGES)
def test_ignorance_is_told_where_futures_share_parameters_and_only_there(language):
    words = texts(language)
    told = {}
    for futures in (200, 1000):
        compared = sim.compare(["calm-decade"], ["baseline"], "uruguay", futures=futures, parameters="plausible")
        cell = compared.cell("calm-decade", "baseline")
        told[futures] = start._sure(words, cell, futures), cell.spread_of("working"), cell.working
    sentence, spread, working = told[200]
    assert spread is None
    assert sentence == words("dashboard.start.sure", n=200, low=of_hundred(working.low), high=of_hundred(working.high))
    sentence, spread, working = told[1000]
    assert spread is not None
    usual = words("dashboard.start.sure", n=1000, low=of_hundred(working.low), high=of_hundred(working.high))
    assert sentence.startswith(f"{usual} ")
    numbers = [int(one) for one in re.findall(r"\d+", sentence.removeprefix(usual))]
    assert numbers == [
        of_hundred(spread.ignorance), 100, of_hundred(spread.low), of_hundred(spread.high),
    ]  # fmt: skip
