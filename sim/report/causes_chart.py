"""Pictures of causes: what each thing cost one future, and what the collapses of many hang on."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

import plotly.graph_objects as go

from sim.causes import sentences
from sim.report.drawing import new_figure, plain
from sim.report.theme import NEUTRAL, PALETTE
from sim.results.intervals import of_hundred

if TYPE_CHECKING:
    from sim.causes.attribution import Why
    from sim.causes.collapses import Collapses, KindOfCause
    from sim.language.catalogue import Texts

ROW: Final = 50
LINE: Final = 30
"""Characters in a line of a label; a label has three lines at most."""

MOST_KINDS: Final = 10

BAR: Final = 0.65
"""How much of its row a bar fills. Left to itself Plotly makes bars of a trace as wide as their distances allow."""

ROOM: Final = 0.35
"""Free space for the number beside a bar, as a share of the axis."""


def shares_of_causes(why: Why, texts: Texts) -> go.Figure:
    """Return a bar for each cause of one future, by date: the months of work that it cost or gave."""
    causes = [cause for cause, _ in sentences.story(why, texts)]
    figure = new_figure(texts, texts("why.picture.shares"), height=130 + ROW * len(causes))
    labels = [
        _label(texts(
            "why.picture.label", date=texts.short_date(one.happening.date),
            what=sentences.what_happened(one.happening, why.case, texts),
        ))
        for one in causes
    ]  # fmt: skip
    hatch = {"fgcolor": "#ffffff", "solidity": 0.2}
    for name, colour, pattern, side in (("cost", PALETTE[1], "/", 1), ("gave", PALETTE[0], "", -1)):
        places = [place for place, one in enumerate(causes) if one.share * side > 0]
        figure.add_bar(
            x=[-causes[place].share for place in places], y=places, orientation="h", width=BAR,
            name=texts(f"why.picture.{name}"), meta=name,
            marker={"color": colour, "pattern": {**hatch, "shape": pattern, "bgcolor": colour}},
            text=[texts.signed(round(-causes[place].share)) for place in places], textposition="outside",
            cliponaxis=False, hoverinfo="skip",
        )  # fmt: skip
    figure.add_vline(x=0, line={"color": NEUTRAL, "width": 1.5})
    sizes = [0.0, *(-one.share for one in causes)]
    room = ROOM * (max(sizes) - min(sizes)) or 1.0
    figure.update_xaxes(title_text=texts("why.picture.axis"), range=[min(sizes) - room, max(sizes) + room])
    figure.update_yaxes(tickvals=list(range(len(causes))), ticktext=labels, showgrid=False, autorange="reversed")
    figure.update_layout(barmode="overlay", margin_t=80)
    return figure


def shares_in_words(why: Why, texts: Texts) -> str:
    """Say for each cause what it cost or gave."""
    return " ".join(
        texts(
            "why.picture.row",
            date=texts.date(cause.happening.date),
            what=sentences.what_happened(cause.happening, why.case, texts),
            months=texts.signed(round(-cause.share)),
        )
        for cause, _ in sentences.story(why, texts)
    )


def necessary_kinds(found: Collapses, texts: Texts) -> go.Figure:
    """Return how many collapses of 100 each kind of event was necessary for, with its interval (95 %)."""
    kinds = drawn(found)
    figure = new_figure(texts, _title(kinds, found, texts), height=120 + ROW * max(1, len(kinds)))
    middle = [100 * one.necessary.share for one in kinds]
    labels = [_label(sentences.kind_in_words(one.kind, found.case, texts)) for one in kinds]
    figure.add_scatter(
        x=middle, y=list(range(len(kinds))), mode="markers", showlegend=False, meta="necessary",
        marker={"size": 11, "color": PALETTE[1], "symbol": "diamond"},
        error_x={
            "type": "data", "symmetric": False, "thickness": 2, "width": 5,
            "array": [100 * (one.necessary.high - one.necessary.share) for one in kinds],
            "arrayminus": [100 * (one.necessary.share - one.necessary.low) for one in kinds],
        },
        hoverinfo="text", hovertext=[plain(sentences.kind_alternative(one, found, texts)) for one in kinds],
    )  # fmt: skip
    for place, one in enumerate(kinds):
        figure.add_annotation(
            x=100 * one.necessary.high, y=place, text=str(of_hundred(one.necessary.share)), showarrow=False,
            xanchor="left", xshift=6,
        )  # fmt: skip
    figure.update_xaxes(title_text=texts("why.collapses.axis"), range=[-2, 108], tickvals=[0, 25, 50, 75, 100])
    figure.update_yaxes(tickvals=list(range(len(kinds))), ticktext=labels, range=[len(kinds) - 0.5, -0.5])
    return figure


def necessary_in_words(found: Collapses, texts: Texts) -> str:
    """Say for each kind that is drawn how many collapses it was necessary for."""
    said = " ".join(sentences.kind_alternative(one, found, texts) for one in drawn(found))
    return said or texts("why.picture.none")


def drawn(found: Collapses) -> list[KindOfCause]:
    """Return the kinds that are drawn: those that were necessary for any collapse, the first ten."""
    return [one for one in found.kinds if one.necessary.count][:MOST_KINDS]


def _title(kinds: list[KindOfCause], found: Collapses, texts: Texts) -> str:
    if not kinds:
        return texts("why.picture.none")
    first = kinds[0]
    kind = sentences.kind_in_words(first.kind, found.case, texts)
    return texts("why.picture.necessary", kind=kind, n=of_hundred(first.necessary.share))


def _label(text: str) -> str:
    """Return a label in at most three lines, as Plotly breaks them."""
    lines = textwrap.wrap(text, LINE, max_lines=3, placeholder="…")
    return "<br>".join(plain(line) for line in lines)
