"""What breaks it: two shocks against one another, and in how many of 100 futures the community still works."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from sim.report.drawing import new_figure, plain
from sim.report.tables import DARK_TEXT_FROM, SHADES
from sim.results.intervals import of_hundred

if TYPE_CHECKING:
    from sim.language.catalogue import Texts

SQUARE: Final = 44
"""Pixels of a square. They are points of a scatter, because a heatmap cannot be clicked in a page."""


def stress_grid(
    shares: npt.ArrayLike, columns: Sequence[str], rows: Sequence[str], names: tuple[str, str], texts: Texts
) -> go.Figure:
    """Return a grid of squares, coloured and numbered by the working share.

    Parameters
    ----------
    shares : working shares (0-1), shape (rows, columns); NaN where nothing has been computed yet.
    columns, rows : how strong each shock is, in words, from none to strongest.
    names : what the columns' and the rows' shock are called; they stand on the axes.

    Returns
    -------
    A figure whose points carry (row, column) as ``customdata``, for pages that open the square that is chosen.
    """
    grid = np.asarray(shares, dtype=float)
    known = [(row, column) for row, column in np.ndindex(grid.shape) if not np.isnan(grid[row, column])]
    steps = {place: min(int(grid[place] * len(SHADES)), len(SHADES) - 1) for place in known}
    figure = new_figure(texts, _title(grid, names, texts), height=130 + (SQUARE + 4) * len(rows))
    figure.add_scatter(
        x=[column for _, column in known], y=[row for row, _ in known], mode="markers+text", showlegend=False,
        marker={
            "symbol": "square", "size": SQUARE, "opacity": 1, "line": {"width": 0},
            "color": [SHADES[steps[place]] for place in known],
        },
        text=[str(of_hundred(float(grid[place]))) for place in known],
        textfont={"size": 14, "color": ["#000000" if steps[place] >= DARK_TEXT_FROM else "#ffffff" for place in known]},
        customdata=[list(place) for place in known], hoverinfo="text", meta="square",
        hovertext=[plain(_square(grid, place, columns, rows, names, texts)) for place in known],
    )  # fmt: skip
    figure.update_xaxes(
        title_text=plain(names[0]), tickvals=list(range(len(columns))), ticktext=[plain(one) for one in columns],
        range=[-0.6, len(columns) - 0.4], showgrid=False,
    )  # fmt: skip
    figure.update_yaxes(
        title_text=plain(names[1]), tickvals=list(range(len(rows))), ticktext=[plain(one) for one in rows],
        range=[-0.6, len(rows) - 0.4], showgrid=False,
    )  # fmt: skip
    return figure


def stress_grid_words(
    shares: npt.ArrayLike, columns: Sequence[str], rows: Sequence[str], names: tuple[str, str], texts: Texts
) -> str:
    """Say the corners of the grid: neither shock, each alone at its strongest, and both."""
    grid = np.asarray(shares, dtype=float)
    corners = dict.fromkeys((row, column) for row in (0, len(rows) - 1) for column in (0, len(columns) - 1))
    return " ".join(_square(grid, place, columns, rows, names, texts) for place in corners if not np.isnan(grid[place]))


def _title(grid: npt.NDArray[np.float64], names: tuple[str, str], texts: Texts) -> str:
    """Return from where to where the share goes, once all is computed."""
    if np.isnan(grid).any():
        return texts("stressing.title", column=names[0], row=names[1])
    return texts("stressing.found", best=of_hundred(grid.max()), worst=of_hundred(grid.min()))


def _square(
    grid: npt.NDArray[np.float64], place: tuple[int, int], columns: Sequence[str], rows: Sequence[str],
    names: tuple[str, str], texts: Texts,
) -> str:  # fmt: skip
    """Say what one square shows."""
    row, column = place
    return texts(
        "stressing.square", column=names[0], column_size=columns[column], row=names[1], row_size=rows[row],
        n=of_hundred(float(grid[place])),
    )  # fmt: skip
