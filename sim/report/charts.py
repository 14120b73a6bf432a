"""Pictures of results: a table in, a Plotly figure out. Each has its sentence in :mod:`sim.report.alternatives`.

No picture tells things apart by colour alone: lines have dashes and labels, dots have shapes. Texts of user files are
escaped, because Plotly reads some HTML in texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import plotly.graph_objects as go

from sim.language.catalogue import Texts
from sim.language.files import name_in
from sim.report import findings
from sim.report.drawing import (
    LABEL_GAP,
    band,
    dates_drawn,
    drawn_months,
    label_ends,
    new_figure,
    plain,
    share_axis,
    short,
    time_axis,
    with_blow,
)
from sim.report.shares import Contrast, end_states, signed
from sim.report.theme import DASHES, DIRECT_LABEL, NEUTRAL, PALETTE, STATE_STYLES, faint
from sim.results.compare import QUANTILES
from sim.results.outcomes import STATES
from sim.world.measures import MEASURES, PRIMARY

if TYPE_CHECKING:
    from sim.files.context import Context
    from sim.files.plan import Plan
    from sim.results.compare import Cell

MOST_CURVES: Final = 4
"""More lines than that in one picture cannot be told apart."""

BAND: Final = 0.16
INNER_BAND: Final = 0.3
"""How opaque the wide band is, and the narrow one that lies on it."""

ROW: Final = 30
"""Pixels for a row of a picture with one line per name."""

LABEL_ROOM: Final = 0.2
"""Room for a number beside the outermost dot, as a share of the axis."""


def hundred_dots(cell: Cell, texts: Texts) -> go.Figure:
    """Return 100 dots, one for each of 100 futures, grouped by what became of them."""
    counts = end_states(cell)
    figure = new_figure(texts, findings.dots_title(cell, texts), height=250)
    first = 0
    for state, style in STATE_STYLES.items():
        places = np.arange(first, first + counts[state])
        first += counts[state]
        thick = {"width": 2.5, "color": style.colour} if style.symbol.endswith("open") else {"width": 0}
        figure.add_scatter(
            x=(places % 10).tolist(), y=(places // 10).tolist(), mode="markers", name=texts(f"state.{state}"),
            marker={"symbol": style.symbol, "color": style.colour, "size": 13, "line": thick}, hoverinfo="skip",
            showlegend=counts[state] > 0,
        )  # fmt: skip
    figure.update_xaxes(visible=False, range=[-0.7, 9.7], constrain="domain")
    figure.update_yaxes(visible=False, range=[9.7, -0.7], scaleanchor="x", constrain="domain")
    return figure


def survival_curves(cells: Mapping[str, Cell], context: Context, texts: Texts) -> go.Figure:
    """Return in how many of 100 futures the community has not collapsed by each month, with bands (95 %).

    Parameters
    ----------
    cells : up to four, by the name that the curve is to have.
    """
    shown = dict(list(cells.items())[:MOST_CURVES])
    figure = new_figure(texts, findings.survival_title(shown, texts), height=330)
    dates, drawn = dates_drawn(context), drawn_months(context)
    for (_, cell), colour in zip(shown.items(), PALETTE, strict=False):
        low, high = (100 * limit[drawn] for limit in (cell.survival.low, cell.survival.high))
        band(figure, dates, low, high, faint(colour, BAND), shape="hv")
    for (label, cell), colour, dash in zip(shown.items(), PALETTE, DASHES, strict=False):
        figure.add_scatter(
            x=dates, y=short(100 * cell.survival.share[drawn]), mode="lines", name=plain(label), meta="curve",
            line={"color": colour, "dash": dash, "width": 2.5, "shape": "hv"},
        )  # fmt: skip
    ends = {plain(label): float(100 * cell.survival.share[-1]) for label, cell in shown.items()}
    label_ends(figure, dates[-1], ends, PALETTE)
    time_axis(figure, context, texts)
    share_axis(figure, texts("axis.not_collapsed"))
    return with_blow(figure, next(iter(shown.values())), context, texts)


def fan(cell: Cell, measure: str, context: Context, texts: Texts) -> go.Figure:
    """Return the range of a primary measure (half and nine tenths of all futures) with up to nine sample futures."""
    column = PRIMARY.index(measure)
    about = next(one for one in MEASURES if one.name == measure)
    figure = new_figure(texts, findings.fan_title(cell, measure, texts), height=290)
    dates, drawn = dates_drawn(context), drawn_months(context)
    low, quarter, middle, three_quarters, high = (
        cell.quantiles[QUANTILES.index(share), drawn, column] for share in (0.05, 0.25, 0.5, 0.75, 0.95)
    )
    band(figure, dates, low, high, faint(PALETTE[0], BAND), name=texts("fan.nine_tenths"))
    band(figure, dates, quarter, three_quarters, faint(PALETTE[0], INNER_BAND), name=texts("fan.half"))
    for number, sample in enumerate(cell.samples[:, drawn, column]):
        figure.add_scatter(
            x=dates, y=short(sample), mode="lines", line={"color": NEUTRAL, "width": 1}, opacity=0.7, meta="sample",
            name=texts("fan.sample", number=number) if number else texts("fan.samples"), showlegend=number == 0,
        )  # fmt: skip
    figure.add_scatter(
        x=dates, y=short(middle), mode="lines", name=texts("fan.median"), meta="median",
        line={"color": PALETTE[0], "width": 3}, hovertemplate="%{text}: %{y:.3g}<extra></extra>",
    )  # fmt: skip
    figure.update_yaxes(title_text=texts(f"unit.{measure}"), rangemode="tozero")
    if about.unit.startswith("share"):
        steps = [0, 0.25, 0.5, 0.75, 1]
        figure.update_yaxes(range=[0, 1.02], tickvals=steps, ticktext=[texts.per_cent(one) for one in steps])
    time_axis(figure, context, texts)
    return with_blow(figure, cell, context, texts)


def states_over_time(cell: Cell, context: Context, texts: Texts) -> go.Figure:
    """Return how many of 100 futures are in each of the four states, month by month, stacked."""
    figure = new_figure(texts, findings.states_title(cell, context, texts), height=310)
    dates, drawn = dates_drawn(context), drawn_months(context)
    middles, below = {}, 0.0
    for state, style in STATE_STYLES.items():
        pattern = {"shape": style.pattern, "fgcolor": "#ffffff", "bgcolor": style.colour, "size": 6, "solidity": 0.2}
        shares = 100 * cell.state_shares[drawn, STATES.index(state)]
        if shares[-1] >= LABEL_GAP / 2:
            middles[texts(f"state.{state}")] = below + float(shares[-1]) / 2
        below += float(shares[-1])
        figure.add_scatter(
            x=dates, y=short(shares), mode="lines", stackgroup="states", name=texts(f"state.{state}"), meta=state,
            line={"color": style.colour, "width": 0.5}, fillcolor=style.colour,
            fillpattern=pattern,
        )  # fmt: skip
    colours = [style.colour for state, style in STATE_STYLES.items() if texts(f"state.{state}") in middles]
    label_ends(figure, dates[-1], middles, colours)
    time_axis(figure, context, texts)
    share_axis(figure, texts("axis.futures"))
    figure.update_yaxes(range=[0, 100])
    return with_blow(figure, cell, context, texts)


def paired_differences(contrasts: Sequence[Contrast], title: str, texts: Texts) -> go.Figure:
    """Return differences of the working share with their intervals, in the order given; what is too close is grey."""
    figure = new_figure(texts, title, height=90 + ROW * len(contrasts))
    labels = [plain(one.label) for one in contrasts]
    for kind, colour, symbol in (("clear", PALETTE[0], "circle"), ("close", NEUTRAL, "circle-open")):
        rows = [one for one in contrasts if one.difference.too_close == (kind == "close")]
        values = [one.difference for one in rows]
        figure.add_scatter(
            x=short(100 * np.array([one.difference for one in values])), y=[plain(one.label) for one in rows],
            mode="markers+text" if kind == "clear" else "markers", name=texts(f"differences.{kind}"), meta=kind,
            text=[signed(one.difference) for one in values], textfont={"size": 11}, cliponaxis=False,
            showlegend=bool(rows),
            textposition=["top right" if one.difference > 0 else "top left" for one in values],
            marker={"color": colour, "symbol": symbol, "size": 7, "line": {"width": 2, "color": colour}},
            error_x={
                "array": short(100 * np.array([one.high - one.difference for one in values])),
                "arrayminus": short(100 * np.array([one.difference - one.low for one in values])),
                "color": colour, "thickness": 4, "width": 0,
            },
            hovertemplate="%{y}: %{x:.0f}<extra></extra>",
        )  # fmt: skip
    figure.update_yaxes(categoryorder="array", categoryarray=labels[::-1], range=[-0.7, len(labels) - 0.3])
    figure.update_xaxes(
        title_text=texts("axis.difference"),
        range=_reach(contrasts),
        zeroline=True,
        zerolinewidth=2,
        zerolinecolor=NEUTRAL,
    )
    return figure


def _reach(contrasts: Sequence[Contrast]) -> list[float]:
    """Return an axis that holds no difference and all intervals, with room for a number beside the outermost dots."""
    low = 100 * min(0.0, *(one.difference.low for one in contrasts), 0.0)
    high = 100 * max(0.0, *(one.difference.high for one in contrasts), 0.0)
    room = max(1.0, LABEL_ROOM * (high - low))
    return [low - room, high + room]


def signposts(cell: Cell, plan: Plan, context: Context, texts: Texts) -> go.Figure:
    """Return in how many of 100 futures each trigger of the plan holds, month by month."""
    figure = new_figure(texts, findings.signposts_title(cell, plan, texts), height=300)
    dates, drawn = dates_drawn(context), drawn_months(context)
    for number, (name, shares) in enumerate(cell.trigger_months.items()):
        line = {"color": PALETTE[number % 4], "dash": DASHES[(number + number // 4) % 4], "width": 2}
        figure.add_scatter(
            x=dates, y=short(100 * shares[drawn]), mode="lines", line=line, meta="trigger",
            name=plain(name_in(plan, name, texts.language)),
        )  # fmt: skip
    time_axis(figure, context, texts)
    share_axis(figure, texts("axis.holds"))
    figure.update_layout(showlegend=True)
    return with_blow(figure, cell, context, texts)


def as_small_multiple(figure: go.Figure, height: int) -> go.Figure:
    """Make a picture small, to stand beside others with the same axes; labels and legend are left to the page.

    Whatever has months leaves room for the mark of a first blow, even where none falls: else axes beside it differ.
    """
    figure.layout.annotations = [one for one in figure.layout.annotations if one.name != DIRECT_LABEL]
    above = 24 if figure.layout.shapes or figure.layout.xaxis.type == "date" else 8
    figure.update_layout(height=height, showlegend=False, margin={"l": 4, "r": 12, "t": above, "b": 4})
    figure.update_traces(marker_size=11, selector={"mode": "markers"})
    return figure
