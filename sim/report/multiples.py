"""One measure in up to four cases, side by side on the same axes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from sim.report import alternatives
from sim.report.charts import BAND, INNER_BAND, MOST_CURVES
from sim.report.drawing import Line, dates_drawn, drawn_months, new_figure, plain, short, time_axis
from sim.report.theme import NEUTRAL, PALETTE, faint
from sim.results.compare import QUANTILES
from sim.world.measures import MEASURES, PRIMARY

if TYPE_CHECKING:
    from sim.files.context import Context
    from sim.language.catalogue import Texts
    from sim.results.compare import Cell

COLUMNS: Final = 2
ROW_HEIGHT: Final = 210
SAMPLES_DRAWN: Final = 7
"""Single futures in each picture: enough to see how much one differs from another."""


def small_multiples(cells: Mapping[str, Cell], measure: str, context: Context, texts: Texts) -> go.Figure:
    """Return the range of a measure (half and nine tenths of all futures) in up to four cases on shared axes.

    Parameters
    ----------
    cells : by the name that stands above each picture, such as a plan's title.
    """
    shown = dict(list(cells.items())[:MOST_CURVES])
    columns = min(COLUMNS, len(shown))
    rows = -(-len(shown) // columns)
    figure = new_figure(texts, texts("multiples.title", measure=texts(f"measure.{measure}")), 90 + ROW_HEIGHT * rows)
    grid = make_subplots(
        rows, columns, shared_xaxes="all", shared_yaxes="all", subplot_titles=[plain(label) for label in shown],
        horizontal_spacing=0.04, vertical_spacing=0.1,
    )  # fmt: skip
    grid.update_layout(figure.layout)
    for place, (cell, colour) in enumerate(zip(shown.values(), PALETTE, strict=False)):
        for trace in _traces(cell, measure, context, colour, texts):
            grid.add_trace(trace, row=place // columns + 1, col=place % columns + 1)
    time_axis(grid, context, texts)
    grid.update_yaxes(range=[0, _highest(shown, measure, context)])
    grid.update_yaxes(title_text=texts(f"unit.{measure}"), col=1)
    _share_axis(grid, measure, texts)
    for annotation, colour in zip(grid.layout.annotations, PALETTE, strict=False):
        mark = f'<span style="color:{colour}">■</span> {annotation.text}'
        annotation.update(text=mark, font={"size": 13}, xanchor="left", x=annotation.x - 0.5 / columns)
    every = -(-len(grid.layout.xaxis.tickvals) // 4)
    grid.update_xaxes(tickvals=grid.layout.xaxis.tickvals[::every], ticktext=grid.layout.xaxis.ticktext[::every])
    return grid


def small_multiples_words(cells: Mapping[str, Cell], measure: str, context: Context, texts: Texts) -> str:
    """Say for each case where half and nine tenths of the futures lie at the end."""
    shown = list(cells.items())[:MOST_CURVES]
    sentences = {label: alternatives.fan(cell, measure, context, texts) for label, cell in shown}
    return " ".join(texts("multiples.cell", label=label, sentence=one) for label, one in sentences.items())


def _traces(cell: Cell, measure: str, context: Context, colour: str, texts: Texts) -> list[go.Scatter]:
    """Return bands, sample futures and the middle future of one case."""
    column, drawn, dates = PRIMARY.index(measure), drawn_months(context), dates_drawn(context)
    low, quarter, middle, three_quarters, high = (
        short(cell.quantiles[QUANTILES.index(share), drawn, column]) for share in (0.05, 0.25, 0.5, 0.75, 0.95)
    )
    edge = {"x": dates, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    bands = [
        go.Scatter(y=y, fill=fill, fillcolor=faint(colour, opacity), meta=meta, **edge)
        for y, fill, opacity, meta in (
            (low, "none", BAND, "low"), (high, "tonexty", BAND, "high"),
            (quarter, "none", INNER_BAND, "low"), (three_quarters, "tonexty", INNER_BAND, "high"),
        )
    ]  # fmt: skip
    samples = [
        go.Scatter(
            x=dates, y=short(one), mode="lines", line={"color": NEUTRAL, "width": 1}, opacity=0.6, hoverinfo="skip",
            showlegend=False, meta="sample",
        )
        for one in cell.samples[:SAMPLES_DRAWN, drawn, column]
    ]  # fmt: skip
    median = go.Scatter(
        x=dates, y=middle, mode="lines", line={"color": colour, "width": 3}, name=texts("fan.median"),
        showlegend=False, meta="median",
    )  # fmt: skip
    return [*bands, *samples, median]


def _highest(cells: Mapping[str, Cell], measure: str, context: Context) -> float:
    """Return where the common axis ends: a little above everything that is drawn."""
    column, drawn = PRIMARY.index(measure), drawn_months(context)
    tops = [float(one[..., drawn, column].max()) for cell in cells.values() for one in _drawn_lines(cell)]
    return 1.05 * max(*tops, 0.1)


def _drawn_lines(cell: Cell) -> tuple[Line, Line]:
    """Return everything whose height counts: the quantiles up to the highest that is drawn, and the samples."""
    return cell.quantiles[: QUANTILES.index(0.95) + 1], cell.samples[:SAMPLES_DRAWN]


def _share_axis(figure: go.Figure, measure: str, texts: Texts) -> None:
    """Show a share as per cent, from none to all."""
    about = next(one for one in MEASURES if one.name == measure)
    if about.unit.startswith("share"):
        steps = [0, 0.5, 1]
        figure.update_yaxes(range=[0, 1.02], tickvals=steps, ticktext=[texts.per_cent(one) for one in steps])
