"""One future, month by month: a measure as a line, beside another future or another plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import plotly.graph_objects as go

from sim.report.drawing import Line, dates_drawn, drawn_months, new_figure, plain, short, time_axis
from sim.report.findings import figure_in_words
from sim.report.theme import DASHES, NEUTRAL, PALETTE
from sim.world.measures import MEASURES

if TYPE_CHECKING:
    from sim.files.context import Context
    from sim.language.catalogue import Texts

HEIGHT: Final = 230


def single_future(
    lines: Mapping[str, Line], measure: str, context: Context, texts: Texts, bar: Line | None = None
) -> go.Figure:
    """Return a measure in single futures.

    Parameters
    ----------
    lines : the measure from month 0 on, by the name of its line.
    bar : what counts as working in each month, drawn as a thin line; None where nothing does.
    """
    figure = new_figure(texts, texts(f"measure.{measure}"), HEIGHT)
    dates, drawn = dates_drawn(context), drawn_months(context)
    if bar is not None:
        figure.add_scatter(
            x=dates, y=short(bar[drawn]), mode="lines", name=texts("single.bar"), meta="bar",
            line={"color": NEUTRAL, "width": 1.5, "dash": "dot"}, hoverinfo="skip",
        )  # fmt: skip
    for (label, line), colour, dash in zip(lines.items(), PALETTE, DASHES, strict=False):
        figure.add_scatter(
            x=dates, y=short(line[drawn]), mode="lines", name=plain(label), meta="line",
            line={"color": colour, "dash": dash, "width": 2.5},
        )  # fmt: skip
    about = next(one for one in MEASURES if one.name == measure)
    figure.update_yaxes(title_text=texts(f"unit.{measure}"), rangemode="tozero")
    if about.unit.startswith("share"):
        steps = [0, 0.5, 1]
        figure.update_yaxes(range=[0, 1.02], tickvals=steps, ticktext=[texts.per_cent(one) for one in steps])
    time_axis(figure, context, texts)
    figure.update_layout(showlegend=len(lines) > 1 or bar is not None)
    return figure


def single_future_words(lines: Mapping[str, Line], measure: str, context: Context, texts: Texts) -> str:
    """Say where each line begins and ends."""
    return " ".join(
        texts(
            "single.alternative", measure=texts(f"measure.{measure}"), unit=texts(f"unit.{measure}"), label=label,
            start=figure_in_words(float(line[0]), measure, texts), end=figure_in_words(float(line[-1]), measure, texts),
            date=texts.date(context.end),
        )
        for label, line in lines.items()
    )  # fmt: skip
