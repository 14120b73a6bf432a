"""The picture of the model held against the world: one panel for each pattern, each in its own unit."""

from __future__ import annotations

import html
import math
import textwrap
from typing import TYPE_CHECKING, Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from sim.evidence.pattern import COUNTED_ROLES, ROLES
from sim.language.catalogue import Texts
from sim.report.theme import NEUTRAL, PALETTE, faint, template

if TYPE_CHECKING:
    from sim.evidence.assessment import Evidence, Finding, Row
    from sim.evidence.tallies import Estimate

PANEL: Final = 124
"""Pixels for a panel with its title and axis."""

SYMBOLS: Final = {"inside": "circle", "near": "diamond", "outside": "x", "not comparable": "circle-open"}
"""The verdict has a shape of its own, never a colour alone."""

TITLE_CHARACTERS: Final = 44
"""In a line of a panel's title: what a phone has room for."""

SPACE: Final = 0.12
"""Free space at either end of an axis, of its length."""

DIGITS: Final = 3


def evidence_picture(evidence: Evidence, texts: Texts) -> go.Figure:
    """Return the observed and the simulated figure of every pattern that has both, with their intervals (95 %).

    A panel shows the comparison that decided the pattern's verdict. Where only a sign or a bound was observed, the side
    on which the figure has to lie is shaded.
    """
    rows = drawn(evidence)
    titles = [_title(row, finding, texts) for row, finding in rows]
    figure = make_subplots(rows=max(1, len(rows)), cols=1, subplot_titles=titles, vertical_spacing=_gap(len(rows)))
    for place, (row, finding) in enumerate(rows, 1):
        _draw(figure, place, row, finding, texts)
    figure.update_annotations(x=0, xanchor="left", align="left", font_size=12)
    figure.update_layout(
        template=template(), title_text=html.escape(headline(evidence, texts), quote=False),
        height=110 + PANEL * len(rows), margin={"t": 84, "b": 30}, showlegend=False,
        separators=texts.separators,
    )  # fmt: skip
    return figure


def headline(evidence: Evidence, texts: Texts) -> str:
    """Return the finding of the picture."""
    close = sum(row.verdict in ("inside", "near") for row in evidence.counted)
    return texts("evidence.headline", n=close, all=len(evidence.counted))


def alternative(evidence: Evidence, texts: Texts) -> str:
    """Return the picture as sentences for those who do not see it: every pattern, those without a panel too."""
    return " ".join([f"{headline(evidence, texts)}.", *(_sentence(row, texts) for row in evidence.rows)])


def misfits(evidence: Evidence, texts: Texts) -> list[str]:
    """Return how many patterns fit, after each that the model should show and does not."""
    missed = [row for row in evidence.counted if row.verdict not in ("inside", "near")]
    return [*(_sentence(row, texts) for row in missed), f"{headline(evidence, texts)}."]


def pattern_title(row: Row, texts: Texts) -> str:
    """Return what a pattern is called."""
    return texts(f"evidence.pattern.{row.pattern.number}")


def verdict_in_words(verdict: str, texts: Texts) -> str:
    """Return a verdict."""
    return texts(f"evidence.verdict.{verdict.replace(' ', '_')}")


def role_in_words(role: str, texts: Texts) -> str:
    """Return what a pattern is for."""
    return texts(f"evidence.role.{role.replace(' ', '_')}")


def compared_in_words(finding: Finding, texts: Texts) -> str:
    """Return what is compared, with its unit."""
    comparison = finding.comparison
    unit = texts(f"evidence.unit.{comparison.unit.replace(' ', '_').replace('-', '_')}")
    return texts("evidence.compared", label=texts(f"evidence.label.{comparison.measure}"), unit=unit)


def observed_in_words(finding: Finding, texts: Texts) -> str:
    """Return what was observed: with its interval, as a bound, or as the sign that is required."""
    comparison, observed = finding.comparison, finding.comparison.observed
    if comparison.test in ("positive", "negative"):
        return texts(f"evidence.{comparison.test}")
    if observed.figure is None:
        return texts("short.nothing")
    figure = texts.significant(observed.figure, DIGITS)
    if comparison.test == "at most":
        return texts("evidence.at_most", n=figure)
    return _with_interval(figure, observed.low, observed.high, texts)


def simulated_in_words(simulated: Estimate | None, texts: Texts) -> str:
    """Return a simulated figure with its interval; a dash where there was nothing to measure."""
    if simulated is None:
        return texts("short.nothing")
    return _with_interval(texts.significant(simulated.figure, DIGITS), simulated.low, simulated.high, texts)


def _with_interval(figure: str, low: float | None, high: float | None, texts: Texts) -> str:
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high)):
        return figure
    ends = (texts.significant(one, DIGITS) for one in (low, high))
    return texts("evidence.interval", n=figure, **dict(zip(("low", "high"), ends, strict=True)))


def _sentence(row: Row, texts: Texts) -> str:
    """Return one pattern as a sentence."""
    shown, title, verdict = row.shown, pattern_title(row, texts), verdict_in_words(row.verdict, texts)
    if shown is None or shown.simulated is None:
        return texts("evidence.sentence_without", number=row.pattern.number, title=title, verdict=verdict)
    return texts(
        "evidence.sentence", number=row.pattern.number, title=title, compared=compared_in_words(shown, texts),
        observed=observed_in_words(shown, texts), simulated=simulated_in_words(shown.simulated, texts), verdict=verdict,
    )  # fmt: skip


def drawn(evidence: Evidence) -> list[tuple[Row, Finding]]:
    """Return the patterns that can be drawn, those that count first."""
    rows = [(row, row.shown) for role in ROLES for row in evidence.rows if row.pattern.role == role]
    return [(row, shown) for row, shown in rows if shown is not None and shown.simulated is not None]


def _gap(panels: int) -> float:
    """Return the share of the height between two panels: room for a title and an axis."""
    return 0.7 / panels if panels > 1 else 0.0


def _title(row: Row, finding: Finding, texts: Texts) -> str:
    """Return what stands above a panel: pattern, what is compared, unit and verdict."""
    key = "evidence.panel" if row.pattern.role in COUNTED_ROLES else "evidence.panel_not_counted"
    words = texts(
        key, number=row.pattern.number, title=pattern_title(row, texts), verdict=verdict_in_words(row.verdict, texts),
        compared=compared_in_words(finding, texts),
    )  # fmt: skip
    lines = textwrap.wrap(words, TITLE_CHARACTERS)
    return "<br>".join(html.escape(line, quote=False) for line in lines)


def _draw(figure: go.Figure, place: int, row: Row, finding: Finding, texts: Texts) -> None:
    """Draw one panel."""
    simulated, comparison = finding.simulated, finding.comparison
    assert simulated is not None
    low, high = _ends(finding)
    if comparison.test == "interval":
        _draw_observed(figure, place, finding, texts)
    else:
        bound = comparison.observed.figure if comparison.test == "at most" else 0.0
        side = (bound, high) if comparison.test == "positive" else (low, bound)
        figure.add_vrect(
            x0=side[0], x1=side[1], fillcolor=faint(NEUTRAL, 0.25), line_width=0, layer="below", row=place, col=1,
            exclude_empty_subplots=False,
        )  # fmt: skip
    known = math.isfinite(simulated.high)
    error = {"type": "data", "array": [simulated.high - simulated.figure if known else 0.0], "thickness": 2, "width": 5}
    name = texts("evidence.simulated")
    figure.add_scatter(
        x=[simulated.figure], y=["simulated"], mode="markers", name=name, error_x=error,
        marker={"symbol": SYMBOLS[row.verdict], "size": 11, "color": PALETTE[0]}, showlegend=False,
        hovertemplate=f"{simulated_in_words(simulated, texts)}<extra></extra>", row=place, col=1,
    )  # fmt: skip
    figure.update_xaxes(range=[low, high], nticks=6, row=place, col=1)
    figure.update_yaxes(
        categoryorder="array", categoryarray=["simulated", "observed"], range=[-0.6, 1.6], showgrid=False,
        tickvals=["simulated", "observed"], ticktext=[name, texts("evidence.observed")], row=place, col=1,
    )  # fmt: skip


def _draw_observed(figure: go.Figure, place: int, finding: Finding, texts: Texts) -> None:
    """Draw the observed figure and its interval."""
    observed = finding.comparison.observed
    assert observed.figure is not None and observed.low is not None and observed.high is not None
    error = {
        "type": "data", "symmetric": False, "array": [observed.high - observed.figure],
        "arrayminus": [observed.figure - observed.low], "thickness": 5, "width": 0,
    }  # fmt: skip
    figure.add_scatter(
        x=[observed.figure], y=["observed"], mode="markers", name=texts("evidence.observed"), error_x=error,
        showlegend=False, marker={"symbol": "line-ns", "size": 12, "color": NEUTRAL, "line": {"width": 3,
                                                                                           "color": NEUTRAL}},
        hovertemplate=f"{observed_in_words(finding, texts)}<extra></extra>", row=place, col=1,
    )  # fmt: skip


def _ends(finding: Finding) -> tuple[float, float]:
    """Return the ends of a panel's axis: everything that is drawn, zero too where a sign is required."""
    simulated, comparison = finding.simulated, finding.comparison
    assert simulated is not None
    observed = comparison.observed
    values = [simulated.figure, simulated.low, simulated.high]
    if comparison.test in ("positive", "negative"):
        values += [0.0, -simulated.figure / 2]
    else:
        values += [one for one in (observed.figure, observed.low, observed.high, 0.0) if one is not None]
    known = [one for one in values if math.isfinite(one)]
    margin = SPACE * (max(known) - min(known)) or 1.0
    return min(known) - margin, max(known) + margin
