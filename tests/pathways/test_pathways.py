"""Pathways as a whole: against the product's comparison, and as a map."""

import json

import numpy as np
import pytest

from sim.engines.ensemble import Cancelled
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import ParameterSets
from sim.language.catalogue import LANGUAGES, texts
from sim.pathways.pathways import Pathways, pathways
from sim.pathways.signposts import judged
from sim.report.pathways_chart import pathways_in_words, pathways_map
from sim.results.compare import compare
from tests.robustness.communities import SMALL, plan

SETS = ParameterSets("two", ({"competition": 0.1}, {"competition": 0.6}))
PLANS = [plan("poor", title="<b>Poor</b>", effort={"document": 500.0}), "grassroots", "adaptive"]


@pytest.fixture(scope="module")
def found() -> Pathways:
    return pathways("long-squeeze", PLANS, SMALL, futures=60, seed=3, parameters=SETS)


def test_shares_are_those_of_the_comparison(found: Pathways) -> None:
    compared = compare(["long-squeeze"], list(found.plans), SMALL, futures=60, seed=3, parameters=SETS)
    for one in found.plans:
        cell = compared.cell("long-squeeze", one.name)
        assert found.working[one.name] == cell.working
    assert found.collapses == compared.cell("long-squeeze", "poor").collapsed.count
    assert set(found.switches) == {"grassroots", "adaptive"}
    tips = found.tipping["poor"].months
    usable = np.count_nonzero(tips + 6 + 12 <= 48)
    assert found.switches["grassroots"] is not None
    assert found.switches["grassroots"].futures == usable > 0
    json.dumps(found.to_dict(), allow_nan=False, default=float)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_has_a_line_for_each_plan_and_a_station_for_each_change(found: Pathways, language: str) -> None:
    words = texts(language)
    figure = pathways_map(found, words)
    traces = {trace.meta: trace for trace in figure.data}
    half = found.tipping["poor"].quartile(0.5)
    assert half is not None
    assert traces["poor:good"].x == (SMALL.date_of(0), SMALL.date_of(half))
    assert traces["poor:failing"].x == (SMALL.date_of(half), SMALL.date_of(48))
    assert traces["grassroots:in_time"].x == (SMALL.date_of(half + 6),) * 2
    assert traces["grassroots:late"].x == (SMALL.date_of(half + 18),) * 2
    assert traces["adaptive:in_time"].y == (2, 0)
    assert "&lt;b&gt;Poor&lt;/b&gt;" in figure.layout.yaxis.ticktext[0], "names of users are no markup"
    assert "<b>Poor" not in figure.layout.yaxis.ticktext[0]
    said = pathways_in_words(found, words)
    assert words.date(SMALL.date_of(half)) in said
    assert "pathways." not in said + str(figure.to_dict()).replace("pathways.map.title", ""), "every text exists"


def test_a_warning_is_drawn_where_there_is_one(found: Pathways) -> None:
    from dataclasses import replace

    sure = judged("standing", 0.25, np.array([12.0] * 20 + [np.nan] * 20), np.array([30.0] * 20 + [np.nan] * 20))
    warned = replace(found, signposts=(sure,))
    (diamond,) = (trace for trace in pathways_map(warned, texts()).data if trace.meta == "warning")
    assert diamond.x == (SMALL.date_of(12),)
    assert "18 months or more before the collapse" in pathways_in_words(warned, texts())


def test_the_same_question_has_the_same_answer(found: Pathways) -> None:
    seen: list[tuple[int, int]] = []
    again = pathways(
        "long-squeeze", PLANS, SMALL, futures=60, seed=3, parameters=SETS, progress=lambda *both: seen.append(both)
    )
    assert again.to_dict() == found.to_dict()
    assert seen[-1][0] == seen[-1][1]
    assert all(done <= total for done, total in seen)


def test_cancelling_stops() -> None:
    with pytest.raises(Cancelled):
        pathways("long-squeeze", PLANS, SMALL, futures=60, parameters=SETS, cancelled=lambda: True)


@pytest.mark.parametrize(
    ("plans", "mistake"),
    [
        (["baseline"], "at least 2 are needed"),
        (["baseline", "baseline"], "'baseline' is given twice"),
        (["baseline", "grasroots"], "did you mean 'grassroots'"),
    ],
)
def test_what_has_no_pathways_is_refused(plans: list[str], mistake: str) -> None:
    with pytest.raises(Mistake, match=mistake):
        pathways("long-squeeze", plans, SMALL)
