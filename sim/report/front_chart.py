"""The front of a search as parallel coordinates: a line for each plan, an axis for each goal, better is always up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import plotly.graph_objects as go

from sim.language.catalogue import Texts
from sim.report.drawing import new_figure, plain
from sim.report.theme import DASHES, NEUTRAL, PALETTE
from sim.results.intervals import of_hundred
from sim.search.judging import GOALS

BETTER: Final = (1.0, -1.0, -1.0, -1.0)
"""Which way is better; each axis is turned so that it is up."""

HEIGHT: Final = 430
MOST_NAMED: Final = 6
"""More lines than that cannot be told apart; further ones stay in the background."""

Goals = Sequence[float]


def parallel_coordinates(
    front: Sequence[Goals], named: Mapping[str, Goals], shipped: tuple[str, Goals], texts: Texts, *, title: str = ""
) -> go.Figure:
    """Return the front of a search.

    Parameters
    ----------
    front : goals of the plans that no other one beats, drawn thinly.
    named : goals of the plans with names, in the same futures; drawn thickly, told apart by colour, dash and sign.
    shipped : name and goals of the plan that was to be improved.
    """
    shown = dict(list(named.items())[:MOST_NAMED])
    table = np.array([*front, *shown.values(), shipped[1]], dtype=float)
    lows, highs = table.min(axis=0), table.max(axis=0)
    figure = new_figure(texts, title, HEIGHT)
    for goals in front:
        _line(figure, goals, lows, highs, {"color": NEUTRAL, "width": 1}, "", texts)
    _line(figure, shipped[1], lows, highs, {"color": NEUTRAL, "width": 5, "dash": "dot"}, shipped[0], texts)
    for place, (name, goals) in enumerate(shown.items()):
        dash = DASHES[(place + place // len(PALETTE)) % len(DASHES)]
        line = {"color": PALETTE[place % len(PALETTE)], "width": 3, "dash": dash}
        _line(figure, goals, lows, highs, line, name, texts)
    _axes(figure, lows, highs, texts)
    return figure


def _line(
    figure: go.Figure, goals: Goals, lows: np.ndarray, highs: np.ndarray, line: Mapping[str, object], name: str,
    texts: Texts,
) -> None:  # fmt: skip
    """Draw one plan."""
    heights = [
        _height(value, low, high, sign) for value, low, high, sign in zip(goals, lows, highs, BETTER, strict=True)
    ]
    figure.add_scatter(
        x=list(range(len(GOALS))), y=heights, mode="lines+markers" if name else "lines", line=dict(line),
        name=plain(name), showlegend=bool(name), opacity=1.0 if name else 0.35, meta="named" if name else "front",
        text=[_figure(goal, value, texts) for goal, value in zip(GOALS, goals, strict=True)],
        hovertemplate="%{text}<extra>" + plain(name) + "</extra>",
    )  # fmt: skip


def _height(value: float, low: float, high: float, sign: float) -> float:
    """Return where a value lies on its axis: 0 the worst that is drawn, 1 the best; in the middle where all are one."""
    if high == low:
        return 0.5
    share = (value - low) / (high - low)
    return float(round(share if sign > 0 else 1.0 - share, 4))


def _figure(goal: str, value: float, texts: Texts) -> str:
    """Return a value of a goal in its unit: shares as futures of 100."""
    if goal == "working":
        return texts("front.value.working", n=of_hundred(value))
    if goal == "regret":
        return texts("front.value.ahead" if value < 0 else "front.value.regret", n=abs(of_hundred(value)))
    return texts(f"front.value.{goal}", n=texts.number(value, 1))


def _axes(figure: go.Figure, lows: np.ndarray, highs: np.ndarray, texts: Texts) -> None:
    """Name the axes, and write the best and the worst value at their ends."""
    for place, (goal, low, high, sign) in enumerate(zip(GOALS, lows, highs, BETTER, strict=True)):
        best, worst = (high, low) if sign > 0 else (low, high)
        figure.add_shape(type="line", x0=place, x1=place, y0=0, y1=1, line={"color": NEUTRAL, "width": 1})
        for value, height, anchor in ((best, 1.0, "bottom"), (worst, 0.0, "top")):
            figure.add_annotation(
                x=place, y=height, text=_figure(goal, float(value), texts), showarrow=False, yanchor=anchor,
                font={"size": 12},
            )  # fmt: skip
    figure.update_xaxes(
        tickmode="array", tickvals=list(range(len(GOALS))), ticktext=[texts(f"front.goal.{goal}") for goal in GOALS],
        range=[-0.35, len(GOALS) - 0.65], showgrid=False,
    )  # fmt: skip
    figure.update_yaxes(visible=False, range=[-0.12, 1.12])
    figure.update_layout(legend={"y": -0.16, "yanchor": "top"}, margin_b=90)


def front_in_words(named: Mapping[str, Goals], shipped: tuple[str, Goals], texts: Texts) -> str:
    """Return what the picture shows, for those who do not see it."""
    sentences = []
    for name, goals in {shipped[0]: shipped[1], **named}.items():
        values = [_figure(goal, value, texts) for goal, value in zip(GOALS, goals, strict=True)]
        sentences.append(texts("front.sentence", plan=name, values=texts.listed(values)))
    return " ".join(sentences)
