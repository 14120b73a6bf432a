"""The picture of a sensitivity analysis: a bar for each input, with intervals; the strongest on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import plotly.graph_objects as go

from sim.experiments.conditions import title_of
from sim.language.catalogue import Texts
from sim.report.drawing import new_figure, plain, short
from sim.report.theme import NEUTRAL, PALETTE

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.sensitivity import Sensitivity

MOST_BARS: Final = 25
"""Further inputs, which are weaker, stand in the table only."""

ROW: Final = 34
"""Pixels for an input."""

LONGEST_LABEL: Final = 48
"""Characters of a title beside its bar; longer ones go on in the next line."""


def sensitivity_bars(found: Sensitivity, texts: Texts) -> go.Figure:
    """Return a bar for each input: its total index (or mean absolute effect) with its interval.

    Of Sobol' indices, the first-order index is a dot on the same line: what the bar goes beyond it is interaction.
    """
    table = found.table.iloc[:MOST_BARS]
    labels = [_label(str(name), texts) for name in table.index]
    figure = new_figure(texts, texts("sensitivity.title", outcome=found.outcome), 120 + ROW * len(table))
    leading = found.leading
    figure.add_bar(
        x=short(table[leading].to_numpy()), y=labels, orientation="h", name=texts(f"sensitivity.{leading}"),
        meta=leading, marker={"color": PALETTE[0]}, width=0.6, error_x=_interval(table, leading, NEUTRAL, 6),
        hovertemplate="%{y}: %{x:.3g}<extra>%{fullData.name}</extra>",
    )  # fmt: skip
    if found.method == "sobol":
        figure.add_scatter(
            x=short(table["first"].to_numpy()), y=labels, mode="markers", name=texts("sensitivity.first"),
            meta="first", marker={"symbol": "diamond", "size": 9, "color": PALETTE[1]},
            error_x=_interval(table, "first", PALETTE[1], 0),
            hovertemplate="%{y}: %{x:.3g}<extra>%{fullData.name}</extra>",
        )  # fmt: skip
    figure.update_xaxes(title_text=texts(f"sensitivity.axis_{found.method}"), rangemode="tozero", zeroline=True)
    figure.update_yaxes(categoryorder="array", categoryarray=labels[::-1])
    figure.update_layout(showlegend=True, margin_t=84)
    return figure


def sensitivity_in_words(found: Sensitivity, texts: Texts) -> str:
    """Return the picture for those who do not see it."""
    rows = [
        f"{title_of(str(name), texts)} {texts.significant(float(row[found.leading]), 2)} "
        f"({texts.significant(float(row[found.leading + '_low']), 2)} / "
        f"{texts.significant(float(row[found.leading + '_high']), 2)})"
        for name, row in found.table.iloc[:MOST_BARS].iterrows()
    ]
    return texts("short.colon", what=texts(f"sensitivity.{found.leading}"), said="; ".join(rows) + ".")


def _interval(table: pd.DataFrame, column: str, colour: str, ends: int) -> dict[str, object]:
    """Return the interval of a column as Plotly draws it: in its own colour, with or without strokes at the ends."""
    middle = table[column].to_numpy()
    above, below = table[f"{column}_high"].to_numpy() - middle, middle - table[f"{column}_low"].to_numpy()
    return {
        "type": "data", "symmetric": False, "array": short(np.maximum(0.0, above)),
        "arrayminus": short(np.maximum(0.0, below)), "color": colour, "thickness": 2, "width": ends,
    }  # fmt: skip


def _label(name: str, texts: Texts) -> str:
    """Return an input's title in lines that leave room for its bar."""
    lines, line = [], ""
    for word in title_of(name, texts).split():
        if line and len(line) + len(word) >= LONGEST_LABEL:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "<br>".join(plain(one) for one in (*lines, line))
