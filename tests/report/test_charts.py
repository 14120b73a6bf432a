"""Pictures show the comparison's numbers, on calendar dates, and every one can be told in a sentence."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import pytest

from sim.language.catalogue import texts
from sim.report import alternatives, charts, drawing, findings
from sim.report.shares import Contrast, end_states, of_hundred, signed
from sim.report.theme import PALETTE, STATE_STYLES
from sim.results.compare import QUANTILES, Comparison
from sim.results.intervals import Difference
from sim.results.outcomes import STATES
from sim.world.measures import PRIMARY

WORDS = texts()
BACKGROUNDS = ("#ffffff", "#1a2026")
ONE_IN_A_THOUSAND = {"rel": 5e-3, "abs": 1e-9}


def traces(figure: go.Figure, meta: str) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.meta == meta]


def test_a_hundred_dots_show_the_headline_number_and_add_up(comparison: Comparison) -> None:
    for cell in comparison.cells.values():
        figure = charts.hundred_dots(cell, WORDS)
        by_state = dict(zip(STATE_STYLES, (len(trace.x) for trace in figure.data), strict=True))
        assert sum(by_state.values()) == 100
        assert by_state["working"] == of_hundred(cell.working.share)
        places = {(x, y) for trace in figure.data for x, y in zip(trace.x, trace.y, strict=True)}
        assert places == {(x, y) for x in range(10) for y in range(10)}


def test_futures_that_work_in_their_last_month_only_count_as_struggling(comparison: Comparison) -> None:
    for cell in comparison.cells.values():
        shown, table = end_states(cell), cell.outcomes
        for state in ("paper", "collapsed"):
            share = float(((table["state"] == state) & ~table["working"].astype(bool)).mean())
            assert shown[state] == pytest.approx(100 * share, abs=1.5)


def test_survival_curves_are_the_cell_s_with_their_bands(comparison: Comparison) -> None:
    cells = {plan.title: comparison.cell("everything-at-once", plan.name) for plan in comparison.plans}
    figure = charts.survival_curves(cells, comparison.context, WORDS)
    for kind, field in (("curve", "share"), ("low", "low"), ("high", "high")):
        for trace, cell in zip(traces(figure, kind), cells.values(), strict=True):
            assert list(trace.y) == pytest.approx(list(100 * getattr(cell.survival, field)), **ONE_IN_A_THOUSAND)
    assert [trace.name for trace in traces(figure, "curve")] == [plan.title for plan in comparison.plans]
    assert len({trace.line.dash for trace in traces(figure, "curve")}) == len(cells)


@pytest.mark.parametrize("measure", PRIMARY)
def test_fans_hold_the_quantiles_and_the_sample_futures(comparison: Comparison, measure: str) -> None:
    cell, column = comparison.cell("big-funders-go", "baseline"), PRIMARY.index(measure)
    figure = charts.fan(cell, measure, comparison.context, WORDS)
    wide, narrow = zip(traces(figure, "low"), traces(figure, "high"), strict=True)
    for (low, high), (below, above) in ((wide, (0.05, 0.95)), (narrow, (0.25, 0.75))):
        for trace, share in ((low, below), (high, above)):
            assert list(trace.y) == pytest.approx(
                list(cell.quantiles[QUANTILES.index(share), :, column]), **ONE_IN_A_THOUSAND
            )
    assert list(traces(figure, "median")[0].y) == pytest.approx(list(cell.quantiles[3, :, column]), **ONE_IN_A_THOUSAND)
    for trace, sample in zip(traces(figure, "sample"), cell.samples[:, :, column], strict=True):
        assert list(trace.y) == pytest.approx(list(sample), **ONE_IN_A_THOUSAND)


def test_states_are_stacked_to_a_hundred_and_told_apart_without_colour(comparison: Comparison) -> None:
    cell = comparison.cell("everything-at-once", "insider")
    figure = charts.states_over_time(cell, comparison.context, WORDS)
    for trace in figure.data:
        expected = 100 * cell.state_shares[:, STATES.index(trace.meta)]
        assert list(trace.y) == pytest.approx(list(expected), **ONE_IN_A_THOUSAND)
    assert np.sum([trace.y for trace in figure.data], axis=0) == pytest.approx(100, abs=0.5)
    assert len({style.symbol for style in STATE_STYLES.values()}) == len(STATE_STYLES)


def test_time_is_shown_as_dates_and_as_years(comparison: Comparison) -> None:
    figure = charts.survival_curves({"a": comparison.cell("big-funders-go", "baseline")}, comparison.context, WORDS)
    dates = traces(figure, "curve")[0].x
    assert (dates[0], dates[-1], len(dates)) == ("2027-01", "2037-01", 121)
    assert figure.layout.xaxis.ticktext[0] == "2027<br>start"
    assert figure.layout.xaxis.ticktext[-1] == "2037<br>year 10"
    assert figure.layout.shapes[0].x0 == "2029-01"
    assert figure.layout.yaxis.title.text


def test_longer_runs_are_drawn_with_fewer_points_but_to_the_end(comparison: Comparison) -> None:
    long = comparison.context.model_copy(update={"months": 250})
    drawn = drawing.drawn_months(long)
    assert len(drawn) <= 122
    assert (drawn[0], drawn[-1]) == (0, 250)


def test_differences_carry_their_intervals_and_grey_what_is_too_close() -> None:
    rows = [
        Contrast("A", Difference(0.12, 0.09, 0.15)),
        Contrast("B", Difference(-0.01, -0.04, 0.02)),
        Contrast("C", Difference(-0.2, -0.25, -0.15)),
    ]
    figure = charts.paired_differences(rows, "what B changes", WORDS)
    (clear,), (close,) = traces(figure, "clear"), traces(figure, "close")
    assert (list(clear.y), list(clear.x), list(clear.text)) == (["A", "C"], [12, -20], ["+12", signed(-0.2)])
    assert (list(close.y), list(close.x)) == (["B"], [-1])
    assert list(clear.error_x.array) == pytest.approx([3, 5])
    assert list(clear.error_x.arrayminus) == pytest.approx([3, 5])
    assert clear.marker.color != close.marker.color
    assert clear.marker.symbol != close.marker.symbol


def test_signposts_show_when_triggers_hold(comparison: Comparison) -> None:
    cell = comparison.cell("everything-at-once", "adaptive")
    figure = charts.signposts(cell, comparison.plans[1], comparison.context, WORDS)
    assert [trace.name for trace in figure.data] == list(cell.trigger_months)
    for trace, shares in zip(figure.data, cell.trigger_months.values(), strict=True):
        assert list(trace.y) == pytest.approx(list(100 * shares), **ONE_IN_A_THOUSAND)


def test_names_of_users_are_no_markup_for_plotly(comparison: Comparison) -> None:
    name = '<a href="https://example.org">50 % & more</a>'
    figure = charts.survival_curves({name: comparison.cell("calm-decade", "baseline")}, comparison.context, WORDS)
    assert "<a" not in figure.layout.title.text
    assert all("<a" not in (trace.name or "") for trace in figure.data)
    assert all("<a" not in one.text for one in figure.layout.annotations)


@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("colour", PALETTE)
def test_every_colour_stands_out_on_light_and_dark(colour: str, background: str) -> None:
    lighter, darker = sorted((luminance(colour), luminance(background)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 3


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


def test_every_picture_has_its_sentences(comparison: Comparison) -> None:
    cell, context = comparison.cell("everything-at-once", "adaptive"), comparison.context
    working = of_hundred(cell.working.share)
    assert f"{working} working" in alternatives.hundred_dots(cell, WORDS)
    never = of_hundred(float(cell.survival.share[-1]))
    assert f"{never} of 100 by January 2037" in alternatives.survival_curves({"Adaptive": cell}, context, WORDS)
    for measure in PRIMARY:
        assert WORDS(f"measure.{measure}") in alternatives.fan(cell, measure, context, WORDS)
    assert "January 2037" in alternatives.states_over_time(cell, context, WORDS)
    rows = findings.contrasts_of_plan(comparison, "insider")
    sentence = alternatives.paired_differences(rows, WORDS)
    assert all(one.label in sentence for one in rows)
    assert "money runs short" in alternatives.signposts(cell, comparison.plans[1], context, WORDS)


@pytest.mark.parametrize(
    ("share", "number"), [(0.845, 85), (0.835, 84), (0.004, 0), (-0.125, -13), (1.0, 100), (0.575, 58)]
)
def test_shares_become_numbers_of_a_hundred(share: float, number: int) -> None:
    assert of_hundred(share) == number


def test_labels_of_any_size_stand_apart_in_the_order_of_their_lines() -> None:
    assert drawing.moved_apart([50.0, 20.0], [7.0, 7.0]) == [50.0, 20.0]
    heights = drawing.moved_apart([52.0, 53.0, 99.0, 98.0], [14.0, 21.0, 7.0, 14.0])
    assert heights == [52.0, 69.5, 100.0, 89.5]
    assert drawing.moved_apart([], []) == []


def test_small_pictures_beside_each_other_have_one_margin_with_and_without_a_blow(comparison: Comparison) -> None:
    cell = next(iter(comparison.cells.values()))
    figures = [charts.survival_curves({"a": cell}, comparison.context, WORDS) for _ in range(2)]
    figures[0].layout.shapes, figures[1].layout.shapes = (), ({"type": "line"},)
    assert len({charts.as_small_multiple(one, 200).layout.margin.t for one in figures}) == 1
