"""The picture of a fork: one past, and the range of what could come of it under each plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import plotly.graph_objects as go

from sim.language.files import title_of
from sim.report.drawing import band, dates_drawn, drawn_months, new_figure, plain, short, time_axis
from sim.report.theme import DASHES, NEUTRAL, PALETTE, faint
from sim.results.intervals import of_hundred
from sim.world.measures import REUSE

if TYPE_CHECKING:
    from sim.causes.forking import Fork
    from sim.language.catalogue import Texts

BAND: Final = 0.2


def fork_picture(fork: Fork, texts: Texts) -> go.Figure:
    """Return data in use: the past as a line, then the middle half of the continuations under each plan.

    At most four plans are drawn; more could not be told apart.
    """
    context = fork.case.context
    months, dates = drawn_months(context), dates_drawn(context)
    figure = new_figure(texts, _title(fork, texts), height=340)
    shown = list(zip(fork.plans, PALETTE, DASHES, strict=False))
    later = months >= fork.month - 1
    ahead = [date for date, after in zip(dates, later, strict=True) if after]
    for one, colour, _ in shown:
        low, high = np.quantile(one.series[:, months[later], REUSE], [0.25, 0.75], axis=0)
        band(figure, ahead, low, high, faint(colour, BAND))
    for one, colour, dash in shown:
        figure.add_scatter(
            x=ahead, y=short(np.median(one.series[:, months[later], REUSE], axis=0)), mode="lines", meta="median",
            name=plain(title_of(one.plan, texts.language)), line={"color": colour, "dash": dash, "width": 2.5},
        )  # fmt: skip
    before = months < fork.month
    figure.add_scatter(
        x=[date for date, past in zip(dates, before, strict=True) if past],
        y=short(fork.past[months[before], REUSE]), mode="lines", name=texts("fork.picture.past"), meta="past",
        line={"color": NEUTRAL, "width": 3},
    )  # fmt: skip
    figure.add_shape(
        type="line", x0=fork.date, x1=fork.date, y0=0, y1=1, yref="paper", line={"color": NEUTRAL, "dash": "dot"}
    )
    figure.update_yaxes(title_text=texts("unit.reuse"), rangemode="tozero")
    time_axis(figure, context, texts)
    figure.update_layout(margin_t=90)
    return figure


def fork_in_short(fork: Fork, texts: Texts) -> str:
    """Say what the picture shows."""
    return " ".join(
        texts(
            "fork.picture.alternative", plan=title_of(one.plan, texts.language), n=of_hundred(one.working.share),
            median=texts.significant(float(np.median(one.series[:, -1, REUSE])), 3),
        )
        for one in fork.plans
    )  # fmt: skip


def _title(fork: Fork, texts: Texts) -> str:
    return texts("fork.picture.title", date=texts.date(fork.date), n=fork.branches)
