"""The response curve of one dial: futures still working along its range, a line for each scenario or context."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, Final

import plotly.graph_objects as go

from sim.choices.prices import CONTEXT, SCENARIO
from sim.choices.sentences import dial_in_words, group_in_words, value_in_words
from sim.report.drawing import new_figure, plain
from sim.report.theme import DASHES, NEUTRAL, PALETTE
from sim.results.intervals import of_hundred

if TYPE_CHECKING:
    from sim.choices.answers import Answer, Finding
    from sim.choices.study import Levers
    from sim.language.catalogue import Texts

MOST_LINES: Final = len(PALETTE)
"""More lines could not be told apart; the table has all."""

HEIGHT: Final = 320


def drawn(found: Levers, one: Finding) -> list[Answer]:
    """Return what is drawn: the scenarios, or the contexts where only one scenario is asked."""
    kind = CONTEXT if len(found.scenarios) == 1 and len(found.contexts) > 1 else SCENARIO
    return [answer for answer in one.answers if answer.group.kind == kind][:MOST_LINES]


def response_curve(found: Levers, one: Finding, words: Texts) -> go.Figure:
    """Return a line for each scenario; bars are paired intervals (95 %) of the difference to the plan's own value."""
    figure = new_figure(words, words("levers.picture.title", dial=dial_in_words(one.dial, words)), height=HEIGHT)
    own = one.dial.values.index(one.dial.own)
    for answer, colour, dash in zip(drawn(found, one), cycle(PALETTE), cycle(DASHES), strict=False):
        shares = [100 * share.share for share in answer.shares]
        figure.add_scatter(
            x=list(one.dial.values), y=shares, mode="lines+markers", meta=answer.group.name,
            name=plain(group_in_words(found, answer.group, words)), line={"color": colour, "dash": dash, "width": 2.5},
            error_y={
                "type": "data", "symmetric": False, "thickness": 1, "width": 3, "color": colour,
                "array": [100 * (each.high - each.difference) for each in answer.against],
                "arrayminus": [100 * (each.difference - each.low) for each in answer.against],
            },
            hovertemplate="%{x:.3g}: %{y:.0f}<extra>%{fullData.name}</extra>",
        )  # fmt: skip
    figure.add_vline(
        x=one.dial.values[own], line={"color": NEUTRAL, "dash": "dot"},
        annotation={"text": plain(words("levers.picture.own", own=value_in_words(one.dial.own, words))),
                    "font": {"size": 11}},
    )  # fmt: skip
    figure.update_xaxes(title_text=plain(dial_in_words(one.dial, words)), tickvals=list(one.dial.values))
    figure.update_yaxes(title_text=words("levers.picture.axis"), range=[0, 100])
    figure.update_layout(margin_t=90)
    return figure


def curve_in_words(found: Levers, one: Finding, words: Texts) -> str:
    """Say what the picture shows."""
    return " ".join(
        words(
            "levers.picture.row", group=group_in_words(found, answer.group, words),
            values=words.listed([
                words("levers.picture.point", n=of_hundred(share.share), value=value_in_words(value, words))
                for value, share in zip(one.dial.values, answer.shares, strict=True)
            ]),
        )
        for answer in drawn(found, one)
    )  # fmt: skip
