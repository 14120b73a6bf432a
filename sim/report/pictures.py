"""The pictures of one page as compact data: what many share is stored once; Plotly draws them in the browser."""

from __future__ import annotations

import html
import itertools
import json
import math
from dataclasses import dataclass, field
from typing import Any, Final

import plotly.graph_objects as go

from sim.report.theme import template

WORTH_SHARING: Final = 24
"""Lists at least this long, such as the dates of an axis, are stored once and referred to."""

LEAST_STEPS_DIGITS: Final = 3
"""A line is drawn in at least a thousand steps of height."""

PLAIN_MARGIN: Final = 30
LEGEND_MARGIN: Final = 52
"""Pixels above a picture whose title stands in the page: room for the mark of the blow, and for a legend."""


@dataclass(frozen=True)
class Picture:
    """A picture of the page: its number, the finding above it, and the sentences for those who do not see it."""

    number: int
    title: str
    alternative: str
    height: int


def packed_numbers(values: list[float]) -> dict[str, Any]:
    """Return a line as whole steps from one value to the next, which takes half as much room.

    The page adds the steps up again (``unpacked`` in report.js).
    """
    largest = max(abs(value) for value in values)
    decimals = LEAST_STEPS_DIGITS - math.floor(math.log10(largest)) if largest > 0 else 0
    heights = [round(value * 10**decimals) for value in values]
    return {"decimals": decimals, "steps": [heights[0], *(b - a for a, b in itertools.pairwise(heights))]}


@dataclass
class Album:
    """Collects the pictures of a page."""

    figures: list[dict[str, Any]] = field(default_factory=list)
    shared: list[Any] = field(default_factory=list)
    _places: dict[str, int] = field(default_factory=dict)

    def add(self, figure: go.Figure, alternative: str) -> Picture:
        """Take up a picture. Its title becomes text of the page, which can wrap on a narrow screen."""
        content = json.loads(figure.to_json())
        layout = content["layout"]
        title = html.unescape(layout.pop("title", {}).get("text", ""))
        layout.pop("template", None)
        height = int(layout.get("height", 300))
        if layout.get("margin", {}).get("t", 0) > PLAIN_MARGIN:
            legend = layout.get("showlegend", True) and any(
                one.get("name") and one.get("showlegend", True) for one in content["data"]
            )
            saved = layout["margin"]["t"] - (LEGEND_MARGIN if legend else PLAIN_MARGIN)
            layout["margin"]["t"] -= saved
            layout["height"] = height = height - saved
        self.figures.append({"data": [self._compact(one) for one in content["data"]], "layout": layout})
        return Picture(len(self.figures) - 1, title, alternative, height)

    def _compact(self, trace: dict[str, Any]) -> dict[str, Any]:
        """Replace long lists by the numbers under which they are shared."""
        if trace.get("type") == "scatter":
            del trace["type"]
        trace.pop("meta", None)
        for key, value in trace.items():
            if isinstance(value, list) and len(value) >= WORTH_SHARING:
                packed = value if isinstance(value[0], str) else packed_numbers(value)
                text = json.dumps(packed)
                if text not in self._places:
                    self._places[text] = len(self.shared)
                    self.shared.append(packed)
                trace[key] = {"shared": self._places[text]}
        return trace

    def to_json(self) -> str:
        """Return everything as JSON that may stand inside an HTML script element."""
        themes = {name: template(dark=dark).to_plotly_json() for name, dark in (("light", False), ("dark", True))}
        content = {"figures": self.figures, "shared": self.shared, "themes": themes}
        text = json.dumps(content, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
