"""What became of a future, by its own beginning: states, collapse, recovery and years of work, worked by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

import sim
from sim.results.outcomes import (
    COLLAPSED,
    PAPER,
    STRUGGLING,
    WORKING,
    Thresholds,
    last_means,
    live,
    losses,
    outcome_table,
    own_bounds,
    working_at_the_end,
)
from sim.world.levers import THEMES
from sim.world.measures import BY_DOMAIN, COURSE_SHARE, N_MEASURES, PEOPLE, PRIMARY, REUSE, RUNWAY
from tests.engines.communities import EMPTY_SIZES, community

BEGINNING = (12.0, 6.0)
"""People and data in use in month 0: half is 6 and 3, a third is 4 and 2."""


def future(*spells: tuple[int, float, float], beginning: tuple[float, float] = BEGINNING) -> np.ndarray:
    """Return the series of one future: its beginning, then spells of so many months with people and data in use."""
    months = [beginning] + [(people, reuse) for length, people, reuse in spells for _ in range(length)]
    series = np.zeros((1, len(months), N_MEASURES))
    series[0][:, [PEOPLE, REUSE]] = months
    return series


def states(series: np.ndarray) -> list[int]:
    """Return the states of one future from month 1 on."""
    return live(series).states[0, 1:].tolist()


# --- states -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "reuse", "state"),
    [
        (6.0, 3.0, WORKING),  # exactly half of both
        (12.0, 6.0, WORKING),
        (5.99, 3.0, STRUGGLING),  # one of the two is enough to be missed
        (6.0, 2.99, STRUGGLING),
        (100.0, 0.0, STRUGGLING),  # people do not make up for data in use
        (0.0, 100.0, STRUGGLING),
    ],
)
def test_a_month_works_with_half_of_both(people: float, reuse: float, state: int) -> None:
    assert states(future((1, people, reuse))) == [state]


def test_each_future_is_measured_against_its_own_beginning() -> None:
    large, small = future((12, 6.0, 3.0)), future((12, 6.0, 3.0), beginning=(12.5, 6.0))
    both = live(np.concatenate([large, small]))
    assert both.states[:, 1:].tolist() == [[WORKING] * 12, [STRUGGLING] * 12]
    assert both.working.tolist() == [True, False]


@pytest.mark.parametrize(
    ("people", "reuse", "state"),
    [
        (3.99, 2.0, PAPER),  # below a third of either, and something formal
        (4.0, 1.99, PAPER),
        (4.0, 2.0, STRUGGLING),  # exactly a third of both is not below
        (3.0, 1.0, PAPER),  # below both, but not yet for six months
    ],
)
def test_on_paper_only_with_something_formal(people: float, reuse: float, state: int) -> None:
    series = future((1, people, reuse))
    assert states(series) == [STRUGGLING], "nothing formal"
    for measure, enough in ((RUNWAY, 3.0), (COURSE_SHARE, 0.25)):
        formal = series.copy()
        formal[:, :, measure] = enough
        assert states(formal) == [state]


# --- collapse and recovery --------------------------------------------------------------------------------------------


def test_collapse_begins_with_the_first_of_six_months() -> None:
    # Months 1 to 3 work; from month 4 on both are below a third; month 9 is the sixth.
    series = future((3, 6.0, 3.0), (6, 3.9, 1.9))
    lives = live(series)
    assert lives.collapse_month.tolist() == [4.0]
    assert states(series) == [WORKING] * 3 + [STRUGGLING] * 5 + [COLLAPSED]


def test_five_months_are_no_collapse_and_neither_are_six_apart() -> None:
    five, apart = future((3, 6.0, 3.0), (5, 3.9, 1.9)), future((5, 3.9, 1.9), (1, 4.0, 1.9), (5, 3.9, 1.9))
    for series in (five, apart):
        assert np.isnan(live(series).collapse_month[0])
        assert COLLAPSED not in states(series)


def test_both_must_be_below_a_third() -> None:
    for series in (future((12, 3.9, 2.0)), future((12, 4.0, 1.9))):
        assert np.isnan(live(series).collapse_month[0])


def test_the_beginning_is_no_month_of_a_collapse() -> None:
    # Six months below a third are months 1 to 6: month 0 is what they are compared with.
    assert live(future((6, 0.0, 0.0))).collapse_month.tolist() == [1.0]
    assert np.isnan(live(future((5, 0.0, 0.0))).collapse_month[0])


def test_recovered_after_six_months_at_half_and_not_above_it() -> None:
    # Collapsed in months 1 to 6; from month 7 exactly half of both; month 12 is the sixth.
    series = future((6, 0.0, 0.0), (6, 6.0, 3.0))
    lives = live(series)
    assert (lives.collapse_month[0], lives.recovery_month[0]) == (1.0, 12.0)
    assert states(series) == [STRUGGLING] * 5 + [COLLAPSED] + [WORKING] * 6
    assert np.isnan(live(series[:, :-1]).recovery_month[0]), "five months are too few"


def test_not_recovered_where_one_stays_below_half_or_the_six_months_are_broken() -> None:
    for back in (((12, 5.9, 3.0),), ((12, 6.0, 2.9),), ((5, 6.0, 3.0), (1, 5.9, 3.0), (5, 6.0, 3.0))):
        assert np.isnan(live(future((6, 0.0, 0.0), *back)).recovery_month[0])


def test_months_before_a_collapse_do_not_count_towards_a_recovery() -> None:
    lives = live(future((24, 12.0, 6.0), (12, 0.0, 0.0)))
    assert lives.collapse_month.tolist() == [25.0]
    assert np.isnan(lives.recovery_month[0])
    assert np.isnan(live(future((36, 12.0, 6.0))).recovery_month[0]), "who never fell has nothing to recover from"


def test_a_collapsed_community_that_comes_half_back_is_still_collapsed() -> None:
    # From month 7 on both are between a third and half, which is neither working nor recovered.
    assert states(future((6, 0.0, 0.0), (8, 5.0, 2.5))) == [STRUGGLING] * 5 + [COLLAPSED] * 9


def test_of_two_collapses_the_first_is_told() -> None:
    series = future((6, 0.0, 0.0), (6, 6.0, 3.0), (7, 0.0, 0.0), (6, 6.0, 3.0))
    lives = live(series)
    assert (lives.collapse_month[0], lives.recovery_month[0]) == (1.0, 12.0)
    # Months 13 to 19 are low again; month 18 is the sixth of them.
    assert states(series)[12:19] == [STRUGGLING] * 5 + [COLLAPSED] * 2


# --- the end, and years -----------------------------------------------------------------------------------------------


def test_the_last_twelve_months_count_together() -> None:
    # Six months of nothing and six of the whole beginning are half of it on average; a month before does not count.
    assert working_at_the_end(future((1, 0.0, 0.0), (6, 0.0, 0.0), (6, 12.0, 6.0))).tolist() == [True]
    assert working_at_the_end(future((1, 99.0, 99.0), (6, 0.0, 0.0), (6, 11.9, 6.0))).tolist() == [False]
    assert working_at_the_end(future((6, 0.0, 0.0), (6, 12.0, 5.9))).tolist() == [False]


def test_means_add_months_one_after_another() -> None:
    values = np.random.default_rng(1).random(12) * 10.0 ** np.arange(-6, 6)
    series = future((1, 5.0, 5.0), *((1, one, one) for one in values))
    total = 0.0
    for one in values:
        total += one
    assert last_means(series, [PEOPLE], 12)[0, 0] == total / 12
    assert last_means(np.asfortranarray(series), [PEOPLE], 12)[0, 0] == total / 12


def test_years_working_count_months_from_the_first_on() -> None:
    # 9 months work, 6 do not, 3 work: a year. Month 0 works by definition and is no month that was lived through.
    lives = live(future((9, 6.0, 3.0), (6, 5.0, 3.0), (3, 12.0, 6.0)))
    assert lives.years_working.tolist() == [1.0]
    assert live(future((18, 5.0, 3.0))).years_working.tolist() == [0.0]


def years_lost(struck: np.ndarray, twin: np.ndarray) -> Sequence[float]:
    """Return how many years of work a blow in month 1 cost."""
    primary = [PEOPLE, REUSE, *[0] * (len(PRIMARY) - 2)]
    lost = losses(struck[:, :, primary], twin[:, :, primary], live(twin), 1)
    table = outcome_table(np.array([7]), 1, struck, live(struck), lost, Thresholds())
    assert table.index.tolist() == [7]
    return [float(one) for one in table["years_lost"]]


def test_years_lost_are_the_twins_less_its_own() -> None:
    struck, twin = future((6, 6.0, 3.0), (12, 0.0, 0.0)), future((15, 6.0, 3.0), (3, 0.0, 0.0))
    assert years_lost(struck, twin) == [0.75]
    assert years_lost(twin, struck) == [-0.75], "a blow may do good"


# --- beginnings with nothing ------------------------------------------------------------------------------------------


def test_half_of_nothing_is_anything_at_all() -> None:
    bounds = own_bounds(future((1, 0.0, 0.0), beginning=(12.0, 0.0)), 0.5)
    assert bounds[0, 0] == 6.0
    assert 0.0 < bounds[0, 1] < 1e-300


def test_who_began_without_data_in_use_works_as_soon_as_there_is_some() -> None:
    began = {"beginning": (12.0, 0.0)}
    assert states(future((2, 6.0, 0.0), (2, 6.0, 0.001), **began)) == [STRUGGLING] * 2 + [WORKING] * 2
    assert live(future((6, 3.9, 0.0), **began)).collapse_month.tolist() == [1.0], "without any, it counts as lost"
    assert np.isnan(live(future((6, 3.9, 0.001), **began)).collapse_month[0])


def test_where_nobody_is_and_nothing_is_used_nothing_works() -> None:
    lives = live(future((12, 0.0, 0.0), beginning=(0.0, 0.0)))
    assert not lives.working[0]
    assert lives.years_working.tolist() == [0.0]
    assert lives.collapse_month.tolist() == [1.0]


@pytest.mark.parametrize("size", EMPTY_SIZES.values(), ids=EMPTY_SIZES)
def test_empty_communities_have_outcomes_without_holes(size: dict[str, int]) -> None:
    context = community(48, size=size)
    table = sim.outcomes(sim.simulate("everything-at-once", "baseline", context, futures=4, parameters="default"))
    months = {"collapse_month", "recovery_month"}
    assert np.isfinite(table.drop(columns=["state", *months]).astype(float)).all(axis=None)


# --- the same from a dataset ------------------------------------------------------------------------------------------


def test_a_dataset_keeps_what_outcomes_need() -> None:
    asked = ("everything-at-once", "baseline", "uruguay")
    dataset = sim.simulate(*asked, futures=40, parameters="default")
    table = sim.outcomes(dataset)
    compared = sim.compare(asked[:1], asked[1:2], "uruguay", futures=40, parameters="default")
    assert table.equals(compared.cell(*asked[:2]).outcomes)
    assert dataset["start_people"].dims == dataset["start_reuse"].dims == ("future",)
    last = dataset.isel(month=slice(-12, None)).mean("month")
    half = (last["people"] >= dataset["start_people"] / 2) & (last["reuse"] >= dataset["start_reuse"] / 2)
    assert table["working"].tolist() == half.to_numpy().tolist()


def test_the_beginning_is_the_same_whatever_the_plan_and_the_scenario() -> None:
    asked = {"futures": 12, "parameters": "default"}
    first = sim.simulate("calm-decade", "baseline", "kenya", **asked)
    plan = sim.plan("insider").model_copy(update={"themes": tuple(reversed(THEMES))})
    other = sim.simulate("everything-at-once", plan, "kenya", **asked)
    for name in ("start_people", "start_reuse"):
        assert first[name].to_numpy().tolist() == other[name].to_numpy().tolist()


def test_years_are_compared_future_by_future() -> None:
    found = sim.compare(["calm-decade", "pandemic"], ["baseline", "grassroots"], futures=30, parameters="default")
    for scenario in ("calm-decade", "pandemic"):
        first, other = (found.cell(scenario, plan) for plan in ("baseline", "grassroots"))
        years = [cell.outcomes["years_working"].to_numpy() for cell in (first, other)]
        assert first.years.mean == pytest.approx(years[0].mean())
        assert 0.0 <= first.years.low <= first.years.mean <= first.years.high <= first.all_years == 10.0
        change = found.years_against_first_plan(scenario, "grassroots")
        assert change.difference == pytest.approx((years[1] - years[0]).mean())
        assert change.low <= change.difference <= change.high
        row = next(one for one in found.to_dict()["rows"] if (one["scenario"], one["plan"]) == (scenario, "grassroots"))
        assert row["against"]["years"] == vars(change)
    assert found.cell("calm-decade", "baseline").years_lost is None
    lost, calm = found.cell("pandemic", "baseline").years_lost, found.cell("calm-decade", "baseline").years
    assert lost is not None
    assert lost.mean == pytest.approx(calm.mean - found.cell("pandemic", "baseline").years.mean)


def test_a_single_future_says_nothing_of_the_mean() -> None:
    (cell,) = sim.compare(["pandemic"], futures=1, parameters="default").cells.values()
    assert (cell.years.low, cell.years.high) == (0.0, 10.0)
    assert cell.years_lost is not None
    assert (cell.years_lost.low, cell.years_lost.high) == (-10.0, 10.0)


def test_every_measure_that_is_shown_has_one_domain() -> None:
    assert sorted(BY_DOMAIN) == sorted(PRIMARY)
