"""Numbers in words."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim.cli.amount import Amount, refuse_absurd
from sim.cli.options import whole_number
from sim.cli.terminal import plain
from sim.cli.words import (
    _best_and_worst,
    difference_in_words,
    given_up_in_words,
    of_100,
    signed,
    spread_in_words,
    waiting_in_words,
    years_in_words,
)
from sim.files.mistakes import Mistake
from sim.results.compare import Comparison, Spread
from sim.results.intervals import Difference, Waiting, wilson


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (Difference(0.12, 0.09, 0.15), "12 more of 100 futures (9-15)"),
        (Difference(-0.12, -0.15, -0.09), "12 fewer of 100 futures (9-15)"),
        (Difference(0.01, -0.01, 0.03), "too close to call (-1 to 3)"),
        (Difference(0.0, 0.0, 0.0), "too close to call (0 to 0)"),
        (Difference(0.003, 0.001, 0.005), "0.3 more of 100 futures (0.1-0.5)"),
        (Difference(0.005, 0.0049, 0.0149), "0.5 more of 100 futures (0.5-1.5)"),
        (Difference(0.026, 0.002, 0.05), "2.6 more of 100 futures (0.2-5.0)"),
        (Difference(-0.026, -0.05, -0.0002), "2.6 fewer of 100 futures (under 0.1-5.0)"),
    ],
)
def test_differences(difference, words):
    assert difference_in_words(difference) == words


@pytest.mark.parametrize(
    ("runway", "said"), [(9.0, "reacts gives up: people -10%, runway -25%."), (12.0, "reacts gives up: people -10%.")]
)
def test_what_is_given_up_is_clear_and_not_small(runway, said):
    luck = np.sin(np.arange(100))
    first = pd.DataFrame({"people": 50.0 + luck, "reuse": 4.0 + luck, "cover": 0.5 + 0.1 * luck, "runway": 12.0 + luck})
    other = first.assign(people=45.0 + luck, reuse=3.9 + luck, cover=0.45 - 0.4 * luck, runway=runway + luck)
    cells = {"baseline": SimpleNamespace(outcomes=first), "reacts": SimpleNamespace(outcomes=other)}
    stub = SimpleNamespace(
        plans=[SimpleNamespace(name="baseline")], scenarios=[SimpleNamespace(name="calm")],
        cell=lambda _, plan: cells[plan],
    )  # fmt: skip
    stub.given_up = lambda *asked: Comparison.given_up(stub, *asked)
    assert given_up_in_words(stub, "reacts") == said


def test_signed_differences():
    assert signed(Difference(0.12, 0.09, 0.15)) == "+12"
    assert signed(Difference(-0.003, -0.005, -0.001)) == "-0.3"
    assert signed(Difference(0.01, -0.01, 0.03)) == "~"


def test_shares_and_spreads():
    assert of_100(wilson(630, 1000)) == "63 (60-66)"
    assert of_100(wilson(57, 200)).startswith("29 ")
    assert spread_in_words(Spread(7.44, 11.2, 16.0)) == "11.2 (7.4-16.0)"
    assert spread_in_words(None) == "-"
    assert years_in_words(120) == "10 years"
    assert years_in_words(12) == "one year"
    assert years_in_words(30) == "30 months"


def test_waiting():
    assert waiting_in_words(None) == "-"
    assert waiting_in_words(Waiting(14.0, 0.25, 100)) == "median 14 months; not back by the end in 25 of 100 futures"
    assert waiting_in_words(Waiting(0.0, 0.25, 100)) == (
        "at least half never fell below nine tenths of it; 25 of 100 not back by the end"
    )
    assert waiting_in_words(Waiting(None, 0.6, 100)).startswith("more than half never did")


@pytest.mark.parametrize(
    ("text", "number"), [("1000", 1000), ("1e4", 10_000), ("1_000", 1000), ("2.0", 2), (" 7 ", 7), ("+5", 5)]
)
def test_whole_numbers(text, number):
    assert whole_number("--futures", text, 1, 10**6) == number


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "nan", "inf", "1e400", "many", "0x10", "1,000", "9" * 5000])
def test_what_is_no_number(text):
    with pytest.raises(Mistake, match="must be a whole number from 1 to 1,000,000"):
        whole_number("--futures", text, 1, 10**6)


def test_json_knows_no_nan():
    assert plain({"a": [float("nan"), 1.5, (float("inf"),)]}) == {"a": [None, 1.5, [None]]}


def test_what_is_absurd_needs_a_yes():
    usual, endless = Amount(1000, 1000.0, 1.0, 1e6, 1e6), Amount(600_000, 600_000.0, 300.0, 1e6, 1e9)
    refuse_absurd(usual, confirmed=False, writes=True)
    refuse_absurd(endless, confirmed=True, writes=True)
    with pytest.raises(
        Mistake, match=r"600,000 futures in all would take about 5 minutes .* and 1.0 GB of disk; .*--yes"
    ):
        refuse_absurd(endless, confirmed=False, writes=True)
    beyond = Amount(10**9, 1e9, 1e6, 1e18, 1e9)
    with pytest.raises(Mistake, match="but this machine has"):
        refuse_absurd(beyond, confirmed=True, writes=False)


def test_best_and_worst_of_many_plans():
    clear, close, worse = Difference(0.1, 0.05, 0.15), Difference(0.0, -0.1, 0.1), Difference(-0.2, -0.25, -0.15)
    found = {"a": [clear, Difference(0.2, 0.1, 0.3), close], "b": [close] * 3, "c": [worse, worse, clear]}

    def said(names):
        scenarios = [SimpleNamespace(name=number) for number in range(3)]
        plans = [SimpleNamespace(name=name) for name in ("baseline", *names)]
        return _best_and_worst(
            SimpleNamespace(plans=plans, scenarios=scenarios, against_first_plan=lambda one, plan: found[plan][one])
        )

    assert said("abc") == (
        "Of 4 plans, against baseline, a holds up best: clearly more futures still working in 2 of 3 scenarios "
        "(+10 to +20); c worst: clearly fewer in 2 of 3 scenarios (-20), clearly more in 1."
    )
    assert said("bc").startswith("Of 3 plans, against baseline, c holds up worst: clearly fewer futures still working")
    assert said("b") == ""
