"""What matters most: how an outcome moves when one thing at a time goes from its low to its high end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import plotly.graph_objects as go

from sim.report.drawing import new_figure, plain
from sim.report.theme import NEUTRAL, PALETTE

if TYPE_CHECKING:
    from sim.language.catalogue import Texts

ROW: Final = 34
MOST_ROWS: Final = 12
"""More than that nobody reads; the largest are shown."""


@dataclass(frozen=True)
class Swing:
    """One thing that was moved.

    Attributes
    ----------
    low, high : the outcome with the thing at its low and at its high end.
    low_end, high_end : those ends, in words; may be empty.
    """

    label: str
    low: float
    high: float
    low_end: str = ""
    high_end: str = ""

    @property
    def span(self) -> float:
        """How far the outcome moves."""
        return abs(self.high - self.low)


def tornado(swings: Sequence[Swing], usual: float, unit: str, texts: Texts) -> go.Figure:
    """Return a bar for each thing, the one that matters most on top, from the outcome at its low end to its high end.

    Parameters
    ----------
    usual : the outcome with everything as usual, where the bars begin.
    unit : what the axis counts, such as futures of 100.
    """
    shown = _largest(swings)
    figure = new_figure(texts, _title(shown, texts), height=130 + ROW * len(shown))
    labels, hatch = [plain(one.label) for one in shown], {"fgcolor": "#ffffff", "solidity": 0.2}
    for end, colour, pattern in (("low", PALETTE[1], "/"), ("high", PALETTE[0], "")):
        values = [getattr(one, end) for one in shown]
        ends = [getattr(one, f"{end}_end") for one in shown]
        figure.add_bar(
            y=labels, x=[value - usual for value in values], base=usual, orientation="h", name=texts(f"tornado.{end}"),
            marker={"color": colour, "pattern": {**hatch, "shape": pattern, "bgcolor": colour}}, meta=end,
            text=[
                _label(value, said, texts) if _stands_free(one, end, usual) else ""
                for one, value, said in zip(shown, values, ends, strict=True)
            ],
            textposition="outside", textfont={"size": 11}, cliponaxis=False, hoverinfo="text",
            hovertext=[
                plain(texts(f"tornado.at_{end}", label=one.label, end=said or texts(f"tornado.{end}"),
                            value=texts.number(value)))
                for one, value, said in zip(shown, values, ends, strict=True)
            ],
        )  # fmt: skip
    figure.add_vline(x=usual, line={"color": NEUTRAL, "width": 2})
    every = [usual, *(value for one in shown for value in (one.low, one.high))]
    room = max(0.28 * (max(every) - min(every)), 1.0)
    figure.update_xaxes(title_text=plain(unit), range=[min(every) - room, max(every) + room])
    figure.update_yaxes(categoryorder="array", categoryarray=labels[::-1], showgrid=False)
    figure.update_layout(barmode="overlay", bargap=0.35, margin_t=80)
    return figure


def tornado_words(swings: Sequence[Swing], usual: float, unit: str, texts: Texts) -> str:
    """Say for each thing what the outcome is at both ends."""
    found = [texts("tornado.usual", value=texts.number(usual), unit=unit)]
    found += [
        texts(
            "tornado.row", label=one.label, low=texts.number(one.low), high=texts.number(one.high),
            low_end=one.low_end or texts("tornado.low"), high_end=one.high_end or texts("tornado.high"),
        )
        for one in _largest(swings)
    ]  # fmt: skip
    return " ".join(found)


def _largest(swings: Sequence[Swing]) -> list[Swing]:
    return sorted(swings, key=lambda one: -one.span)[:MOST_ROWS]


def _title(shown: Sequence[Swing], texts: Texts) -> str:
    return texts("tornado.title", label=shown[0].label) if shown else texts("tornado.nothing")


def _stands_free(one: Swing, end: str, usual: float) -> bool:
    """Return whether there is room for an end's number: not where the other end lies beyond it, on the same side."""
    low, high = one.low - usual, one.high - usual
    return low * high <= 0.0 or (abs(low) >= abs(high)) == (end == "low")


def _label(value: float, end: str, texts: Texts) -> str:
    number = texts.number(value)
    return plain(f"{number} ({end})" if end else number)
