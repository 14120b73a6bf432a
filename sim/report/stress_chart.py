"""The verdicts in a picture: the sign of each square of a grid, and the shocks of the suite against the requirement."""

from __future__ import annotations

import html

import plotly.graph_objects as go

from sim.language.catalogue import Texts
from sim.language.files import title_of
from sim.report.stress_page import VERDICT_STYLES
from sim.report.theme import NEUTRAL, PALETTE, template
from sim.stress.breaking import Frontier
from sim.stress.verdicts import HOLDS, StressTest, verdict_of

SYMBOLS = {"holds": "circle", "too-close": "circle-open", "breaks": "x-thin-open"}

LINE_HEIGHT = 34
"""Pixels of one shock."""


def with_verdicts(figure: go.Figure, found: Frontier, require: float) -> go.Figure:
    """Return a grid of squares in which a sign stands beside each number that does not clearly hold.

    Parameters
    ----------
    figure : a grid whose points carry (row, column) as ``customdata`` (see :mod:`sim.report.stressing`).
    """
    squares = figure.data[0]
    signed = []
    for (row, column), text in zip(squares.customdata, squares.text, strict=True):
        verdict = verdict_of(found.shares[int(row)][int(column)], require)
        signed.append(text if verdict == HOLDS else f"{text} {VERDICT_STYLES[verdict][1]}")
    squares.text = signed
    return figure


def with_opened(figure: go.Figure, row: int, column: int) -> go.Figure:
    """Return a grid of squares in which a frame stands around one of them."""
    figure.add_shape(
        type="rect", x0=column - 0.42, x1=column + 0.42, y0=row - 0.46, y1=row + 0.46,
        line={"color": PALETTE[1], "width": 3}, layer="above",
    )  # fmt: skip
    return figure


def verdict_chart(test: StressTest, plan: str, words: Texts) -> go.Figure:
    """Return the share of working futures in every shock of one plan, with its range, against the requirement."""
    verdicts = list(reversed(test.verdicts(plan)))
    titles = [html.escape(title_of(test.shock(one.shock), words.language), quote=False) for one in verdicts]
    figure = go.Figure(layout={
        "template": template(), "height": 90 + LINE_HEIGHT * len(verdicts), "showlegend": False,
        "title": {"text": html.escape(_title(test, plan, words), quote=False)},
        "separators": words.separators,
    })  # fmt: skip
    figure.add_vline(x=100 * test.require, line={"color": NEUTRAL, "width": 2, "dash": "dash"})
    for place, one in enumerate(verdicts):
        share, (colour, _) = one.working, VERDICT_STYLES[one.verdict]
        figure.add_scatter(
            x=[100 * share.share], y=[place], mode="markers", hoverinfo="text",
            hovertext=[html.escape(words(f"stress.verdict.{one.verdict}"), quote=False)],
            marker={"symbol": SYMBOLS[one.verdict], "size": 12, "color": colour, "line": {"width": 2, "color": colour}},
            error_x={
                "type": "data", "symmetric": False, "array": [100 * (share.high - share.share)],
                "arrayminus": [100 * (share.share - share.low)], "color": colour, "thickness": 3, "width": 0,
            },
        )  # fmt: skip
    figure.update_xaxes(range=[0, 100], title_text=words("stress.page.working"))
    figure.update_yaxes(tickvals=list(range(len(titles))), ticktext=titles, range=[-0.6, len(titles) - 0.4])
    return figure


def _title(test: StressTest, plan: str, words: Texts) -> str:
    plans = {one.name: one for one in test.plans}
    return words("stress.page.verdicts", plan=title_of(plans[plan], words.language))
