"""Breaking points of planted functions, where the answer is known, and of the model against every size one by one."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.files import library
from sim.files.context import Context
from sim.language.catalogue import LANGUAGES, texts
from sim.results.compare import compare
from sim.results.intervals import wilson
from sim.stress import breaking_sentences as sentences
from sim.stress.breaking import BreakingPoint, breaking_point, frontier, ground
from sim.stress.breaking_sentences import dial_in_words, value_in_words
from sim.stress.dials import dial, scenario_of
from sim.stress.thresholds import COARSE, HALVINGS, Scale, find_threshold
from sim.stress.verdicts import BREAKS, HOLDS, verdict_of

UNIT = Scale(0.0, 1.0)
STEP = 1 / (COARSE - 1) / 2**HALVINGS


def strengths(planted: float, futures: int = 1000) -> np.ndarray:
    """Return how much each future can bear: half of them bear any size below the planted one, and fewer the others."""
    return planted + (np.arange(futures) - futures // 2) / futures


@given(st.floats(0.05, 0.95))
def test_a_planted_threshold_is_found(planted):
    bears = strengths(planted)
    found = find_threshold(lambda size: bears > size, UNIT, 0.5)
    (crossing,) = found.crossings
    assert crossing.falls
    assert crossing.before < planted <= crossing.after
    assert crossing.after - crossing.before == pytest.approx(STEP)
    assert found.turns == ()


@given(st.integers(1, 119))
def test_a_planted_month_is_found_exactly(planted):
    found = find_threshold(lambda month: np.full(50, month <= planted), Scale(1, 120, whole=True), 0.5)
    (crossing,) = found.crossings
    assert (crossing.before, crossing.after) == (planted, planted + 1)
    assert (crossing.low, crossing.high) == (planted, planted + 1)
    assert len(found.sizes) <= COARSE + HALVINGS


@given(st.integers(1, 119))
def test_a_planted_month_from_which_on_it_works(planted):
    found = find_threshold(lambda month: np.full(50, month > planted), Scale(1, 120, whole=True), 0.5)
    (crossing,) = found.crossings
    assert (crossing.before, crossing.after, crossing.falls) == (planted, planted + 1, False)


@given(st.floats(0.3, 0.7), st.floats(0.1, 0.9), st.integers(30, 400))
def test_the_interval_holds_the_threshold_and_ends_where_the_verdict_is_clear(planted, require, futures):
    bears = strengths(planted, futures)
    found = find_threshold(lambda size: bears > size, UNIT, require)
    shares = dict(zip(found.sizes, found.shares, strict=True))
    for crossing in found.crossings:
        assert crossing.low <= crossing.before < crossing.after <= crossing.high
        if crossing.low_is_clear:
            assert verdict_of(shares[crossing.low], require) == HOLDS
            assert verdict_of(wilson(int((bears > crossing.low + STEP).sum()), futures), require) != HOLDS
        if crossing.high_is_clear:
            assert verdict_of(shares[crossing.high], require) == BREAKS
            assert verdict_of(wilson(int((bears > crossing.high - STEP).sum()), futures), require) != BREAKS


def test_what_never_breaks_and_what_is_broken_all_along():
    works = find_threshold(lambda size: np.ones(100, dtype=bool), UNIT, 0.5)
    fails = find_threshold(lambda size: np.zeros(100, dtype=bool), UNIT, 0.5)
    assert (works.crossings, fails.crossings) == ((), ())
    assert works.first is None


def test_an_end_of_the_range_that_is_never_clear_is_said():
    found = find_threshold(lambda size: np.arange(100) < 55 - 10 * size, UNIT, 0.5)
    (crossing,) = found.crossings
    assert (crossing.low, crossing.low_is_clear) == (0.0, False)
    assert (crossing.high, crossing.high_is_clear) == (1.0, False)


def test_a_share_that_falls_and_rises_again_is_not_called_steady():
    def valley(size: float) -> np.ndarray:
        return np.arange(400) < 400 * (0.3 if 0.3 < size < 0.7 else 0.8)

    found = find_threshold(valley, UNIT, 0.5)
    assert [crossing.falls for crossing in found.crossings] == [True, False]
    assert found.first.before <= 0.3 <= found.first.after
    assert found.turns


def test_a_dip_above_the_requirement_is_noticed_too():
    found = find_threshold(
        lambda size: np.arange(400) < 400 * (0.7 if 0.2 < size < 0.3 else 0.95 - 0.1 * size), UNIT, 0.5
    )
    assert found.crossings == ()
    assert found.turns == ((0.25, 0.375),)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=60), st.floats(0.01, 0.99))
def test_whatever_falls_steadily_is_called_steady_and_crosses_once_at_most(bears, require):
    strength = np.array(bears)
    found = find_threshold(lambda size: strength > size, UNIT, require)
    assert found.turns == ()
    assert len(found.crossings) <= 1
    counts = [share.count for share in found.shares]
    assert counts == sorted(counts, reverse=True)


def test_no_size_is_computed_twice():
    asked: list[float] = []

    def working(size: float) -> np.ndarray:
        asked.append(size)
        return strengths(0.4) > size

    find_threshold(working, UNIT, 0.5)
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    ("first", "last", "begins", "has"),
    # Of 200, 113 is the most that is too close to 0.5 and 86 the most that breaks (see test_verdicts.py).
    [
        (160, 40, "“{plan}”: fewer than 50 of 100 futures are still working once", "it is still enough"),
        (160, 120, "“{plan}” does not break", "at least 60 of 100"),
        (160, 105, "“{plan}” is nowhere clearly broken", "at least 53 of 100"),
        (113, 40, "Even without this shock, “{plan}” is working in 57 of 100", "The verdict is clear only from"),
        (90, 40, "Even without this shock, “{plan}” is working in 45 of 100", "nowhere clearly meets the requirement"),
        (80, 40, "Even without this shock, “{plan}” is working in only 40 of 100", "stays below the requirement"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_agrees_with_the_verdict_of_every_size(first, last, begins, has, language):
    on = ground(["funding_cut"], futures=1, parameters="default")
    turned = dial("funding_cut", on.scenario, on.context)
    threshold = find_threshold(lambda size: np.arange(200) < round(first + (last - first) * size), turned.scale, 0.5)
    said = sentences.breaking_point(BreakingPoint(on, turned, threshold), texts(language), typed=True)
    assert "stress." not in said
    assert "{" not in said
    if language != "en":
        return
    assert said.startswith(begins.format(plan=on.plan.title))
    assert has in said
    verdicts = {verdict_of(share, 0.5) for share in threshold.shares}
    assert ("stays below the requirement" in said) <= (verdicts == {BREAKS})
    assert ("does not break" in said) <= (verdicts == {HOLDS})
    assert ("still enough" in said) <= (verdict_of(threshold.shares[0], 0.5) == HOLDS)
    assert ("Try --require 0." in said) == (first < 114)


@pytest.mark.slow
def test_the_model_s_breaking_point_is_the_one_that_every_month_gives():
    """Two routes: halving, and compare with each duration of a squeeze, one by one."""
    on = ground(["1.duration"], _hard_squeeze(), "baseline", "argentina", futures=60, parameters="default")
    scale = dial("1.duration", on.scenario, on.context)
    ends = [on.working(scale.turned(on.scenario, size)).mean() for size in (scale.scale.low, scale.scale.high)]
    require = float(sum(ends)) / 2  # half-way between the shortest and the longest squeeze
    found = breaking_point("1.duration", on, require=require)
    shares = {}
    for size in found.threshold.sizes:
        scenario = found.dial.turned(on.scenario, size)
        shares[size] = compare([scenario], ["baseline"], "argentina", futures=60, parameters="default")
    for size, share in zip(found.threshold.sizes, found.threshold.shares, strict=True):
        assert shares[size].cell(on.scenario.name, "baseline").working == share
    crossing = found.threshold.first
    assert crossing is not None
    assert crossing.after - crossing.before == 1
    before, after = (
        shares[size].cell(on.scenario.name, "baseline").working for size in (crossing.before, crossing.after)
    )
    assert before.share >= require > after.share


def _hard_squeeze():
    text = b'# scenario\n[[event]]\nkind = "squeeze"\nwhen = 12\nlevel = 0.9\nmonths = 6\n'
    return library.parse("scenario", text, "hard-squeeze")


def test_a_donor_more_is_a_step_and_sizes_between_two_steps_are_the_same():
    """Half a donor more is no donor more: what leaves is rounded up to whole donors."""
    on = ground(["funding_cut"], None, "baseline", "uruguay", futures=40, parameters="default")
    turned = dial("funding_cut", on.scenario, on.context)
    none, tiny, whole = (on.working(turned.turned(on.scenario, size)) for size in (0.0, 0.001, 1.0))
    calm = compare(["calm-decade"], ["baseline"], "uruguay", futures=40, parameters="default")
    assert none.tolist() == calm.cell("calm-decade", "baseline").outcomes["working"].tolist()
    assert tiny.sum() > whole.sum()


def test_every_cell_of_a_frontier_is_a_scenario_of_its_own():
    on = ground(["change_of_government", "funding_cut"], None, "baseline", "uruguay", futures=20, parameters="default")
    found = frontier(("change_of_government", "funding_cut"), on, steps=3)
    assert found.sizes == ((0.0, 0.5, 1.0), (0.0, 0.5, 1.0))
    scenarios = [
        found.scenario(i, j).model_copy(update={"name": f"cell-{i}-{j}"})
        for i, j in itertools.product(range(3), range(3))
    ]
    compared = compare(scenarios, ["baseline"], "uruguay", futures=20, parameters="default")
    for i, j in itertools.product(range(3), range(3)):
        assert compared.cell(f"cell-{i}-{j}", "baseline").working == found.shares[i][j]
        assert found.verdict(i, j) == verdict_of(found.shares[i][j], 0.5)


def test_between_which_sizes_a_row_of_the_frontier_breaks():
    on = ground(["change_of_government", "funding_cut"], futures=1, parameters="default")
    found = frontier(("change_of_government", "funding_cut"), on, steps=2)
    shares = ((wilson(90, 100), wilson(30, 100)), (wilson(30, 100), wilson(10, 100)))
    planted = type(found)(on, found.dials, found.sizes, shares, 0.5)
    assert planted.breaks_between(0) == (0.0, 1.0)
    assert planted.breaks_between(1) == (None, 0.0)
    close = type(found)(on, found.dials, found.sizes, ((wilson(90, 200), wilson(20, 200)),) * 2, 0.5)
    assert sentences.frontier(close, texts()).startswith("Even without either shock")
    assert "too close to call from the beginning" in sentences.frontier_rows(close, texts())[0]
    assert "clearly below the requirement at 100%" in sentences.frontier_rows(close, texts())[0]
    never = type(found)(on, found.dials, found.sizes, ((wilson(9, 10), wilson(9, 10)),) * 2, 0.5)
    assert never.breaks_between(0) == (1.0, None)
    assert "never falls below" in sentences.frontier_rows(never, texts())[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_of_the_frontier_does_not_call_what_is_too_close(language):
    """A share below the requirement is no break, nor is one above it a hold: the interval decides."""
    on = ground(["change_of_government", "funding_cut"], futures=1, parameters="default")
    found = frontier(("change_of_government", "funding_cut"), on, steps=3)
    breaks = (wilson(170, 200), wilson(98, 200), wilson(20, 200))
    no_break = (wilson(170, 200), wilson(105, 200), wilson(98, 200))
    planted = type(found)(on, found.dials, found.sizes, (breaks, no_break, no_break), 0.5)
    assert planted.breaks_between(0) == (0.0, 1.0)
    first, *others = sentences.frontier_rows(planted, texts(language))
    assert len(others) == 1, "rows that say the same are told together"
    if language == "en":
        assert "falls below the requirement between 0% and 100%" in first
        assert "nowhere clearly below the requirement, but not everywhere clearly at or above" in others[0]


@pytest.mark.parametrize("calm", [80, 95])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_event_that_helps_is_told_as_one(language, calm):
    """Where the share rises with the event, nothing says that there is no crossing to find."""
    on = ground(["funding_cut"], futures=1, parameters="default")
    turned = dial("funding_cut", on.scenario, on.context)
    threshold = find_threshold(lambda size: np.arange(200) < round(calm + 100 * size), turned.scale, 0.5)
    said = sentences.breaking_point(BreakingPoint(on, turned, threshold), texts(language), typed=True)
    assert "--require" not in said
    if language == "en":
        assert said.startswith("Without this event, ")
        assert "no breaking point" not in said
        assert "at least 50 of 100 futures are still working once" in said


def test_a_shock_of_donors_where_there_are_none_says_so():
    on = ground(["funding_cut"], context="us-city-chapter", futures=4)
    said = sentences.breaking_point(breaking_point("funding_cut", on, require=0.05), texts())
    assert said.startswith("This community has no donors")
    elsewhere = ground(["turnover"], context="us-city-chapter", futures=4)
    found = sentences.breaking_point(breaking_point("turnover", elsewhere, require=0.05), texts())
    assert "no donors" not in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_two_shocks_it_is_said_that_it_fails_without_either(language):
    words = texts(language)
    on = ground(["turnover", "funding_cut"], futures=4)
    said = sentences.frontier(frontier(("turnover", "funding_cut"), on, require=1.0, steps=2), words)
    alone = {words(f"stress.breaking.neither_{way}", plan="", n="", low="", high="", require="")[:20]
             for way in ("below", "close")}  # fmt: skip
    assert said[:20] in alone


def test_notice_is_counted_in_months_and_none_of_it_is_an_exit_at_once() -> None:
    scenario = scenario_of(["donor_leaves"], Context())
    notice = dial("donor_leaves", scenario, Context())
    assert (notice.field, notice.scale) == ("notice", Scale(0, 96, whole=True))
    given = scenario.events[0].model_dump()
    assert given["notice"] == 12
    assert notice.turned(scenario, 24.0).events[0].model_dump() == {**given, "notice": 24}
    assert dial_in_words(notice, texts("en")) == "notice of “A donor announces its exit”"
    assert value_in_words(notice, 24.0, Context(), texts("en")) == "24 months"
