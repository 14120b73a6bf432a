"""How much of the difference between futures is luck, and how much is what we do not know about the world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import plotly.graph_objects as go

from sim.report.drawing import new_figure, plain
from sim.report.theme import PALETTE

if TYPE_CHECKING:
    from sim.language.catalogue import Texts

ROW: Final = 44
LEAST_LABELLED: Final = 0.08
"""A part smaller than this has no room for its number."""


@dataclass(frozen=True)
class Split:
    """The variance of one outcome: shares of luck and of what is not known, which add up to 1."""

    label: str
    luck: float
    unknown: float


def variance_split(splits: Sequence[Split], texts: Texts) -> go.Figure:
    """Return a bar for each outcome, divided into luck and what is not known."""
    figure = new_figure(texts, _title(splits, texts), height=130 + ROW * len(splits))
    labels, hatch = [plain(one.label) for one in splits], {"fgcolor": "#ffffff", "solidity": 0.1}
    parts = (("luck", PALETTE[0], "#ffffff", ""), ("unknown", PALETTE[3], "#000000", "/"))
    for part, colour, ink, pattern in parts:
        shares = [getattr(one, part) for one in splits]
        said = [texts.per_cent(share) for share in shares]
        figure.add_bar(
            y=labels, x=[100 * share for share in shares], orientation="h", name=texts(f"variance.{part}"), meta=part,
            marker={"color": colour, "pattern": {**hatch, "shape": pattern, "bgcolor": colour}},
            text=[one if share >= LEAST_LABELLED else "" for share, one in zip(shares, said, strict=True)],
            textposition="inside", insidetextanchor="middle", textfont={"color": ink, "size": 13}, hoverinfo="text",
            hovertext=[
                texts("short.colon", what=label, said=f"{texts(f'variance.{part}')} {one}")
                for label, one in zip(labels, said, strict=True)
            ],
        )  # fmt: skip
    steps = [0, 0.25, 0.5, 0.75, 1]
    figure.update_xaxes(
        range=[0, 101], tickvals=[100 * one for one in steps], ticktext=[texts.per_cent(one) for one in steps],
        title_text=texts("variance.axis"),
    )  # fmt: skip
    figure.update_yaxes(categoryorder="array", categoryarray=labels[::-1], showgrid=False)
    figure.update_layout(barmode="stack", bargap=0.3, margin_t=80, legend={"traceorder": "normal"})
    return figure


def variance_split_words(splits: Sequence[Split], texts: Texts) -> str:
    """Say both shares for each outcome."""
    return " ".join(
        texts(
            "variance.row", label=one.label, luck=texts.per_cent(one.luck), unknown=texts.per_cent(one.unknown)
        )
        for one in splits
    )  # fmt: skip


def _title(splits: Sequence[Split], texts: Texts) -> str:
    """Return the finding for the first outcome."""
    if not splits:
        return ""
    key = "variance.more_luck" if splits[0].luck >= splits[0].unknown else "variance.more_unknown"
    return texts(key, label=splits[0].label, luck=texts.per_cent(splits[0].luck))
