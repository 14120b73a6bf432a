"""What all pictures are drawn with: the empty figure, bands, axes of time and of shares, labels beside lines.

Texts of user files are escaped, because Plotly reads some HTML in texts.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from sim.files.format import MONTHS_IN_YEAR
from sim.language.catalogue import Texts
from sim.report.theme import DIRECT_LABEL, NEUTRAL, template

if TYPE_CHECKING:
    from sim.files.context import Context
    from sim.results.compare import Cell

LABEL_GAP: Final = 7.0
"""Least distance of two labels, in hundredths of the axis."""

MOST_MONTHS: Final = 120
"""Of longer runs only every second month is drawn, or every third ..., so that pictures stay light."""

HOVER: Final = "%{text}: %{y:.3g}<extra>%{fullData.name}</extra>"
"""What is shown under the pointer: the month, the value, and of what."""

Line = npt.NDArray[np.float64]


def new_figure(texts: Texts, title: str, height: int) -> go.Figure:
    """Return an empty picture in the common theme."""
    figure = go.Figure()
    figure.update_layout(template=template(), title_text=plain(title), height=height, separators=texts.separators)
    figure.update_layout(margin_t=56)
    return figure


def plain(text: str) -> str:
    """Return a text in which Plotly finds no markup."""
    return html.escape(text, quote=False)


def short(values: Line) -> list[float]:
    """Return values with three significant digits: as fine as a screen shows, and a third of the size."""
    return [float(f"{value:.3g}") for value in values]


def drawn_months(context: Context) -> npt.NDArray[np.int64]:
    """Return the months that are drawn, from the beginning to the horizon."""
    step = -(-context.months // MOST_MONTHS)
    return np.unique(np.append(np.arange(0, context.months + 1, step), context.months))


def dates_drawn(context: Context) -> list[str]:
    """Return the calendar months that are drawn."""
    return [context.date_of(int(month)) for month in drawn_months(context)]


def band(
    figure: go.Figure, dates: list[str], low: Line, high: Line, colour: str, name: str = "", shape: str = "linear"
) -> None:
    """Draw a filled band; only a band with a name stands in the legend."""
    line = {"width": 0, "shape": shape}
    figure.add_scatter(x=dates, y=short(low), mode="lines", line=line, hoverinfo="skip", showlegend=False, meta="low")
    figure.add_scatter(
        x=dates, y=short(high), mode="lines", line=line, fill="tonexty", fillcolor=colour, hoverinfo="skip",
        name=name, showlegend=bool(name), meta="high",
    )  # fmt: skip


def time_axis(figure: go.Figure, context: Context, texts: Texts) -> None:
    """Show calendar dates and the years since the beginning."""
    step = MONTHS_IN_YEAR * max(1, -(-context.months // (MONTHS_IN_YEAR * 6)))
    months = range(0, context.months + 1, step)
    from_january = context.start.endswith("-01")
    names = []
    for month in months:
        date = context.date_of(month)
        when = date[:4] if from_january else texts.short_date(date)
        names.append(texts("axis.beginning" if month == 0 else "axis.year", when=when, year=month // MONTHS_IN_YEAR))
    _name_dates(figure, texts)
    figure.update_xaxes(
        type="date", tickvals=[context.date_of(month) for month in months], ticktext=names, showgrid=False,
        range=[context.date_of(0), context.date_of(context.months)],
    )  # fmt: skip


def _name_dates(figure: go.Figure, texts: Texts) -> None:
    """Let what is shown under the pointer name its month in the language of the texts, which Plotly does not speak."""
    for trace in figure.data:
        if trace.hoverinfo != "skip" and trace.text is None:
            trace.text = [texts.short_date(date) for date in trace.x]
            if trace.hovertemplate is None:
                trace.hovertemplate = HOVER


def share_axis(figure: go.Figure, title: str) -> None:
    """Show futures of 100."""
    figure.update_yaxes(title_text=title, range=[0, 101], tickvals=[0, 25, 50, 75, 100])


def moved_apart(wanted: Sequence[float], sizes: Sequence[float], most: float = 100.0) -> list[float]:
    """Return where the middles of labels stand: as near to where they are wanted as their sizes allow, none above most.

    Parameters
    ----------
    wanted, sizes : in the units of the axis, in the same order, which is also that of the answer.
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    heights = list(wanted)
    for below, place in pairwise(order):
        heights[place] = max(heights[place], heights[below] + (sizes[below] + sizes[place]) / 2)
    if order:
        heights[order[-1]] = min(heights[order[-1]], most)
    for above, place in pairwise(reversed(order)):
        heights[place] = min(heights[place], heights[above] - (sizes[above] + sizes[place]) / 2)
    return heights


def label_ends(figure: go.Figure, date: str, ends: Mapping[str, float], colours: Sequence[str]) -> None:
    """Write each name beside the end of its line, moved apart where they would overlap."""
    heights = moved_apart(list(ends.values()), [LABEL_GAP] * len(ends))
    for name, height, colour in zip(ends, heights, colours, strict=False):
        figure.add_annotation(
            x=date, y=height, text=f'<span style="color:{colour}">■</span> {name}', name=DIRECT_LABEL,
            xanchor="left", xshift=4, showarrow=False, font={"size": 12},
        )  # fmt: skip
    longest = max((len(html.unescape(name)) for name in ends), default=0)
    figure.update_layout(showlegend=False, margin_r=32 + 7 * longest)


def with_blow(figure: go.Figure, cell: Cell, context: Context, texts: Texts) -> go.Figure:
    """Mark the month of the first harmful event."""
    if cell.blow is None:
        return figure
    date, line = context.date_of(cell.blow), {"color": NEUTRAL, "width": 1.5, "dash": "dot"}
    figure.add_shape(type="line", x0=date, x1=date, y0=0, y1=1, yref="paper", line=line)
    figure.add_annotation(
        x=date, y=1, yref="paper", text=texts("axis.blow"), showarrow=False, xanchor="left", xshift=3, yanchor="bottom",
        font={"size": 11},
    )  # fmt: skip
    return figure
