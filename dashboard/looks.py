"""How pages look: widths, spaces, and pictures that fit a phone and a dark room."""

from __future__ import annotations

import html
import textwrap
from typing import TYPE_CHECKING, Final

from sim.report.theme import DIRECT_LABEL, template

if TYPE_CHECKING:
    import plotly.graph_objects as go

LABEL_WIDTH: Final = 13
"""Characters in a line of a label beside a curve: what a phone has room for."""

STYLE: Final = """<style>
.stMainBlockContainer { max-width: 70rem; padding-top: 4.2rem; padding-bottom: 4rem; }
.stMainBlockContainer h1 { font-size: clamp(1.6rem, 1.2rem + 2vw, 2.4rem); line-height: 1.2; padding-top: 0; }
.stMainBlockContainer h2 { font-size: 1.35rem; }
.stMainBlockContainer h3 { font-size: 1.1rem; }
.stMainBlockContainer p { max-width: 68ch; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding-left: 1rem; padding-right: 1rem; padding-top: 4rem; }
}
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
</style>"""


def prepared(figure: go.Figure, *, dark: bool) -> tuple[str, go.Figure]:
    """Return a picture's title as a text, and the picture without it, in the colours of the page.

    Labels beside curves are broken into short lines, so that on a phone room is left for the curves.
    """
    title = html.unescape((figure.layout.title.text or "").replace("<br>", " "))
    figure.update_layout(template=template(dark=dark), title_text="")
    longest = 0
    for note in figure.layout.annotations:
        if note.name == DIRECT_LABEL:
            mark, _, name = note.text.partition("</span> ")
            lines = textwrap.wrap(html.unescape(name), LABEL_WIDTH, break_long_words=False)
            longest = max(longest, *map(len, lines))
            broken = "<br>".join(html.escape(line, quote=False) for line in lines)
            note.update(text=f"{mark}</span> {broken}", align="left")
    figure.update_layout(margin_t=30 if figure.layout.shapes or figure.layout.showlegend else 12)
    if longest:
        figure.update_layout(margin_r=32 + 7 * longest)
    return title, figure


def on_paper(figure: go.Figure) -> go.Figure:
    """Return a picture as it is downloaded: light, on white, with its title."""
    figure.update_layout(template=template(), paper_bgcolor="#ffffff", plot_bgcolor="#ffffff", margin_t=70)
    return figure
