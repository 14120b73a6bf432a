"""How pictures look: colours that colour-blind readers can tell apart, and one template each for light and dark."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import plotly.graph_objects as go

PALETTE: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")
"""Okabe and Ito's colours that stand out 3:1 on white and on the dark background; a picture needs no fifth."""

DASHES: Final = ("solid", "dash", "dot", "dashdot")
"""A second sign beside each colour."""

NEUTRAL: Final = "#808080"
"""Whatever is too close to call, or stands in the background."""

FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
DIRECT_LABEL: Final = "direct label"
"""Name of the annotations that stand beside their lines: on a narrow screen a legend takes their place."""


@dataclass(frozen=True)
class StateStyle:
    """How one state of a community is drawn: never by colour alone."""

    colour: str
    symbol: str
    pattern: str


STATE_STYLES: Final = {
    "working": StateStyle(PALETTE[0], "circle", ""),
    "struggling": StateStyle(PALETTE[2], "diamond", ""),
    "paper": StateStyle(PALETTE[3], "circle-open", "."),
    "collapsed": StateStyle(PALETTE[1], "x-thin-open", "/"),
}
"""From best to worst, which is the order in which they are stacked."""


@cache
def template(*, dark: bool = False) -> go.layout.Template:
    """Return the template that every picture uses; the page behind shows through."""
    ink, line = ("#e9e6df", "#3a434b") if dark else ("#1f262b", "#dedad1")
    axis: dict[str, Any] = {
        "gridcolor": line, "linecolor": line, "zerolinecolor": line, "zeroline": False, "showline": False,
        "ticks": "outside", "ticklen": 5, "tickcolor": "rgba(0,0,0,0)", "tickfont": {"size": 12},
        "title": {"standoff": 8, "font": {"size": 12}}, "automargin": True, "fixedrange": True,
    }  # fmt: skip
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 13, "color": ink},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": list(PALETTE),
            "title": {"x": 0, "xanchor": "left", "font": {"size": 15}},
            "margin": {"l": 8, "r": 16, "t": 12, "b": 8},
            "xaxis": axis,
            "yaxis": axis,
            "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12}},
            "hoverlabel": {"font": {"family": FONT, "size": 12}},
            "dragmode": False,
        },
    )


def faint(colour: str, opacity: float) -> str:
    """Return a palette colour made transparent, for bands."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"
