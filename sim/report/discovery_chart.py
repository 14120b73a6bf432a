"""The picture of a discovered box: for each restricted input its whole range, and which part of it is in the box."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import plotly.graph_objects as go

from sim.experiments.conditions import amount, condition
from sim.experiments.varying import find_place
from sim.files.context import Context
from sim.language.catalogue import Texts
from sim.report.drawing import new_figure, plain
from sim.report.theme import NEUTRAL, PALETTE

if TYPE_CHECKING:
    from sim.experiments.boxes import Box, Restriction
    from sim.experiments.discovery import Discovery

ROW: Final = 64
"""Pixels for a restriction, which has its condition above its line."""


def box_ranges(found: Discovery, title: str, texts: Texts) -> go.Figure:
    """Return a thin line for the range of each restricted input, and on it a thick one for the part in the box."""
    figure = new_figure(texts, title, 110 + ROW * max(1, len(found.box)))
    spans = [_span(one) for one in found.box]
    names = [plain(one.factor.name) for one in found.box]
    for kind, colour, width, ends in (
        ("whole_range", NEUTRAL, 2, [[0.0, 1.0]] * len(spans)),
        ("range", PALETTE[1], 12, [list(span) for span in spans]),
    ):
        x: list[float | None] = []
        y: list[str | None] = []
        for name, (low, high) in zip(names, ends, strict=True):
            x += [low, high, None]
            y += [name, name, None]
        figure.add_scatter(
            x=x, y=y, mode="lines", name=texts(f"discovery.{kind}"), meta=kind, hoverinfo="skip",
            line={"color": colour, "width": width},
        )  # fmt: skip
    for name, one, (low, high) in zip(names, found.box, spans, strict=True):
        figure.add_annotation(
            x=0, y=name, text=plain(condition(one, texts)), showarrow=False, xanchor="left", yshift=18,
            name="condition", font={"size": 12},
        )  # fmt: skip
        for at, limit in ((low, one.low), (high, one.high)):
            if math.isfinite(limit):
                figure.add_annotation(
                    x=at, y=name, text=_limit(one, limit, texts), showarrow=False, yshift=-16, font={"size": 11},
                    name="limit",
                )  # fmt: skip
    figure.update_xaxes(visible=False, range=[-0.03, 1.03])
    figure.update_yaxes(categoryorder="array", categoryarray=names[::-1], range=[-0.7, len(names) - 0.3])
    figure.update_layout(showlegend=True, margin_t=84)
    return figure


def box_in_words(box: Box, texts: Texts) -> str:
    """Return the picture for those who do not see it."""
    return "; ".join(condition(one, texts) for one in box) + "."


def _limit(one: Restriction, limit: float, texts: Texts) -> str:
    """Return what stands at an end of the box: the first or last month in it as a date, or the limit."""
    if one.factor.beginning:
        return texts.short_date(Context(start=one.factor.beginning).date_of(int(limit)))
    return amount(limit, find_place(one.factor.name), texts)


def _span(one: Restriction) -> tuple[float, float]:
    """Return which part of its range a restriction leaves, from 0 to 1; of choices, from first to last."""
    factor = one.factor
    if factor.choices:
        places = [factor.choices.index(name) for name in one.allowed]
        return min(places) / len(factor.choices), (max(places) + 1) / len(factor.choices)
    width = factor.high - factor.low
    if width <= 0.0:
        return 0.0, 1.0
    low = 0.0 if math.isinf(one.low) else (one.low - factor.low) / width
    high = 1.0 if math.isinf(one.high) else (one.high - factor.low) / width
    return min(1.0, max(0.0, low)), min(1.0, max(0.0, high))
