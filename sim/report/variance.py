"""How much of the difference between futures is luck, which community it is, and what we do not know of the world."""

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

LOOKS: Final = {
    "luck": (PALETTE[0], "#ffffff", ""), "community": (PALETTE[2], "#000000", "."),
    "unknown": (PALETTE[3], "#000000", "/"),
}  # fmt: skip
"""Of each part: its colour, that of what is written on it, and its pattern."""


@dataclass(frozen=True)
class Split:
    """The variance of one outcome: shares of luck, of what is not known and of which community it is, together 1.

    Where nobody told which community it is apart (None), it is in luck. ``doubtful``: it cannot be told from none.
    """

    label: str
    luck: float
    unknown: float
    community: float | None = None
    doubtful: bool = False


def _parts(splits: Sequence[Split], texts: Texts) -> dict[str, str]:
    """Return the attributes that are shown, each with what it is called."""
    if any(one.community is None for one in splits):
        return {"luck": texts("variance.luck_and_community"), "unknown": texts("variance.unknown")}
    return {part: texts(f"variance.{part}") for part in ("luck", "community", "unknown")}


def variance_split(splits: Sequence[Split], texts: Texts) -> go.Figure:
    """Return a bar for each outcome, divided into luck, which community it is, and what is not known."""
    figure = new_figure(texts, _title(splits, texts), height=130 + ROW * len(splits))
    labels, hatch = [plain(one.label) for one in splits], {"fgcolor": "#ffffff", "solidity": 0.1}
    for part, name in _parts(splits, texts).items():
        colour, ink, pattern = LOOKS[part]
        shares = [getattr(one, part) for one in splits]
        said = [texts.per_cent(share) for share in shares]
        figure.add_bar(
            y=labels, x=[100 * share for share in shares], orientation="h", name=name, meta=part,
            marker={"color": colour, "pattern": {**hatch, "shape": pattern, "bgcolor": colour}},
            text=[one if share >= LEAST_LABELLED else "" for share, one in zip(shares, said, strict=True)],
            textposition="inside", insidetextanchor="middle", textfont={"color": ink, "size": 13}, hoverinfo="text",
            hovertext=[
                texts("short.colon", what=label, said=f"{name} {one}")
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
    """Say all shares for each outcome."""
    parts = _parts(splits, texts)
    said = []
    for one in splits:
        shares = "; ".join(f"{name} {texts.per_cent(getattr(one, part))}" for part, name in parts.items())
        said.append(texts("variance.row", label=one.label, shares=shares))
        if one.doubtful and "community" in parts:
            said.append(texts("variance.doubtful"))
    return " ".join(said)


def _title(splits: Sequence[Split], texts: Texts) -> str:
    """Return the finding for the first outcome: which part is the largest."""
    if not splits:
        return ""
    parts, first = _parts(splits, texts), splits[0]
    largest = max(parts, key=lambda part: float(getattr(first, part)))
    share = texts.per_cent(getattr(first, largest))
    return texts("variance.largest", label=first.label, part=parts[largest], share=share)
