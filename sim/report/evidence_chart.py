"""The picture of the model held against the world: one panel for each pattern, each in its own unit."""

from __future__ import annotations

import html
import textwrap
from typing import TYPE_CHECKING, Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from sim.evidence.patterns import COUNTED_ROLES, ROLES
from sim.report.theme import NEUTRAL, PALETTE, faint, template

if TYPE_CHECKING:
    from sim.evidence.assessment import Evidence, Finding, Row

PANEL: Final = 92
"""Pixels for a panel with its title and axis."""

SYMBOLS: Final = {"inside": "circle", "near": "diamond", "outside": "x", "not comparable": "circle-open"}
"""The verdict has a shape of its own, never a colour alone."""

TITLE_CHARACTERS: Final = 74
SPACE: Final = 0.12
"""Free space at either end of an axis, of its length."""


def evidence_picture(evidence: Evidence) -> go.Figure:
    """Return the observed and the simulated figure of every pattern that has both, with their intervals (95 %).

    A panel shows the comparison that decided the pattern's verdict. Where only a sign or a bound was observed, the side
    on which the figure has to lie is shaded.
    """
    rows = _drawn(evidence)
    titles = [_title(row, finding) for row, finding in rows]
    figure = make_subplots(rows=max(1, len(rows)), cols=1, subplot_titles=titles, vertical_spacing=_gap(len(rows)))
    for place, (row, finding) in enumerate(rows, 1):
        _draw(figure, place, row, finding)
    figure.update_annotations(x=0, xanchor="left", align="left", font_size=12)
    figure.update_layout(
        template=template(), title_text=html.escape(headline(evidence), quote=False), height=110 + PANEL * len(rows),
        margin={"t": 84, "b": 30}, showlegend=False,
    )  # fmt: skip
    return figure


def headline(evidence: Evidence) -> str:
    """Return the finding of the picture."""
    close = sum(row.verdict in ("inside", "near") for row in evidence.counted)
    return f"{close} of {len(evidence.counted)} patterns that the model should show are inside or near"


def alternative(evidence: Evidence) -> str:
    """Return the picture as sentences for those who do not see it: every pattern, those without a panel too."""
    return " ".join([f"{headline(evidence)}.", *(_sentence(row) for row in evidence.rows)])


def _sentence(row: Row) -> str:
    """Return one pattern as a sentence."""
    shown = row.shown
    if shown is None or shown.simulated is None:
        return f"Pattern {row.pattern.number}, {_lower(row.pattern.title)}: {row.verdict}."
    figures = f"{shown.comparison.label}, observed {_observed(shown)}, simulated {shown.simulated.figure:.3g}"
    return f"Pattern {row.pattern.number}, {_lower(row.pattern.title)} ({row.pattern.role}): {figures}; {row.verdict}."


def _observed(finding: Finding) -> str:
    """Return what was observed, in words."""
    comparison = finding.comparison
    if comparison.test in ("positive", "negative"):
        return "above zero" if comparison.test == "positive" else "below zero"
    figure = comparison.observed.figure
    if figure is None:
        return "nothing"
    return f"at most {figure:.3g}" if comparison.test == "at most" else f"{figure:.3g}"


def _lower(title: str) -> str:
    return title[0].lower() + title[1:]


def _drawn(evidence: Evidence) -> list[tuple[Row, Finding]]:
    """Return the patterns that can be drawn, those that count first."""
    rows = [(row, row.shown) for role in ROLES for row in evidence.rows if row.pattern.role == role]
    return [(row, shown) for row, shown in rows if shown is not None and shown.simulated is not None]


def _gap(panels: int) -> float:
    """Return the share of the height between two panels: room for a title and an axis."""
    return 0.62 / panels if panels > 1 else 0.0


def _title(row: Row, finding: Finding) -> str:
    """Return what stands above a panel: pattern, what is compared, unit and verdict."""
    comparison = finding.comparison
    counted = "" if row.pattern.role in COUNTED_ROLES else ", not counted"
    words = f"{row.pattern.number}. {row.pattern.title}: {row.verdict}{counted} ({comparison.label}, {comparison.unit})"
    return "<br>".join(html.escape(line, quote=False) for line in textwrap.wrap(words, TITLE_CHARACTERS))


def _draw(figure: go.Figure, place: int, row: Row, finding: Finding) -> None:
    """Draw one panel."""
    simulated, comparison = finding.simulated, finding.comparison
    assert simulated is not None
    low, high = _ends(finding)
    if comparison.test == "interval":
        _draw_observed(figure, place, finding)
    else:
        bound = comparison.observed.figure if comparison.test == "at most" else 0.0
        side = (bound, high) if comparison.test == "positive" else (low, bound)
        figure.add_vrect(
            x0=side[0], x1=side[1], fillcolor=faint(NEUTRAL, 0.25), line_width=0, layer="below", row=place, col=1,
            exclude_empty_subplots=False,
        )  # fmt: skip
    known = simulated.high == simulated.high
    error = {"type": "data", "array": [simulated.high - simulated.figure if known else 0.0], "thickness": 2, "width": 5}
    figure.add_scatter(
        x=[simulated.figure], y=["simulated"], mode="markers", name="simulated", error_x=error,
        marker={"symbol": SYMBOLS[row.verdict], "size": 11, "color": PALETTE[0]}, showlegend=False,
        hovertemplate=f"simulated: {simulated.figure:.3g}<extra></extra>", row=place, col=1,
    )  # fmt: skip
    figure.update_xaxes(range=[low, high], nticks=6, row=place, col=1)
    figure.update_yaxes(
        categoryorder="array", categoryarray=["simulated", "observed"], range=[-0.6, 1.6], showgrid=False,
        tickvals=["simulated", "observed"], row=place, col=1,
    )  # fmt: skip


def _draw_observed(figure: go.Figure, place: int, finding: Finding) -> None:
    """Draw the observed figure and its interval."""
    observed = finding.comparison.observed
    assert observed.figure is not None and observed.low is not None and observed.high is not None
    error = {
        "type": "data", "symmetric": False, "array": [observed.high - observed.figure],
        "arrayminus": [observed.figure - observed.low], "thickness": 5, "width": 0,
    }  # fmt: skip
    figure.add_scatter(
        x=[observed.figure], y=["observed"], mode="markers", name="observed", error_x=error, showlegend=False,
        marker={"symbol": "line-ns", "size": 12, "color": NEUTRAL, "line": {"width": 3, "color": NEUTRAL}},
        hovertemplate=f"observed: {observed.figure:.3g} ({observed.low:.3g} to {observed.high:.3g})<extra></extra>",
        row=place, col=1,
    )  # fmt: skip


def _ends(finding: Finding) -> tuple[float, float]:
    """Return the ends of a panel's axis: everything that is drawn, zero too where a sign is required."""
    simulated, comparison = finding.simulated, finding.comparison
    assert simulated is not None
    observed = comparison.observed
    values = [simulated.figure, simulated.low, simulated.high]
    if comparison.test in ("positive", "negative"):
        values.append(0.0)
        values.append(-simulated.figure / 2)
    else:
        values += [one for one in (observed.figure, observed.low, observed.high, 0.0) if one is not None]
    known = [one for one in values if one == one]
    margin = SPACE * (max(known) - min(known)) or 1.0
    return min(known) - margin, max(known) + margin
