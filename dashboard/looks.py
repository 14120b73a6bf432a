"""How pages look: widths, spaces, and pictures that fit a phone and a dark room."""

from __future__ import annotations

import html
import textwrap
from typing import TYPE_CHECKING, Final

from sim.report.drawing import LABEL_GAP, moved_apart
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
.stMainBlockContainer p, .stMainBlockContainer li { max-width: 68ch; }
.st-key-answer { border-left: 4px solid #0072B2; padding-left: 1rem; margin: 0.5rem 0; }
.st-key-answer h2 { font-size: clamp(1.5rem, 1.2rem + 1.4vw, 2.1rem); padding: 0; }
.wide { overflow-x: auto; max-width: 100%; }
.grid { border-collapse: collapse; width: 100%; font-size: 0.95rem; table-layout: fixed; }
.grid th, .grid td { padding: 0.45rem 0.6rem; border: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
.grid th { text-align: left; font-weight: 600; }
.grid td { text-align: center; vertical-align: top; }
.grid td b { display: block; font-size: 1.15rem; }
.grid td small { display: block; font-size: 0.8rem; }
.grid td .range { white-space: nowrap; }
.key { display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; font-size: 0.95rem; }
.key .stroke { width: 36px; height: 4px; display: inline-block; }
.key .box { width: 1.1rem; height: 0.8rem; display: inline-block; }
.key span { display: inline-flex; align-items: center; gap: 0.4rem; }
@media (min-width: 900px) {
  .st-key-head { margin-bottom: -3.9rem; z-index: 1; position: relative; }
  .stMainBlockContainer h1 { max-width: calc(100% - 17rem); }
}
@media (max-width: 640px) {
  .stMainBlockContainer { padding-left: 1rem; padding-right: 1rem; padding-top: 4rem; }
  .grid { table-layout: fixed; font-size: 0.85rem; min-width: 20rem; }
  .grid th, .grid td { padding: 0.35rem 0.2rem; overflow-wrap: anywhere; hyphens: auto; }
  .grid th { font-size: 0.66rem; }
  .grid th:first-child { width: 26%; }
  .grid td small { font-size: 0.72rem; }
}
.stMultiSelect div[role="group"] { height: auto; max-height: none; }
.stMultiSelect [data-testid="stMultiSelectTagsContainer"] { height: auto; overflow: visible; mask-image: none;
  flex-wrap: wrap; gap: 0.25rem; padding-top: 0.25rem; padding-bottom: 0.25rem; }
.stMultiSelect [data-testid="stMultiSelectTagsContainer"] > span[role="group"] { display: contents; }
.stMultiSelect [data-tag], .stMultiSelect [data-tag] > span { max-width: 100%; flex-shrink: 0; }
[data-testid="stStatusWidget"] { display: none; }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
</style>"""


ON_DARK: Final = """<style>
[data-testid="stBaseButton-primary"], .stMultiSelect [data-tag] { color: #14191d; }
</style>"""
"""Words on the light blue of a dark page: white ones would hardly stand out."""


def prepared(figure: go.Figure, *, dark: bool) -> tuple[str, go.Figure]:
    """Return a picture's title as a text, and the picture without it, in the colours of the page.

    Labels beside curves are broken into short lines, and years left out where there is no room: a phone shows the
    curves.
    """
    title = html.unescape((figure.layout.title.text or "").replace("<br>", " "))
    figure.update_layout(template=template(dark=dark), title_text="")
    figure.update_xaxes(tickmode="auto", nticks=6, tickformat="%Y", selector={"type": "date"})
    above = figure.layout.shapes or figure.layout.showlegend or figure.layout.xaxis.type == "date"
    figure.update_layout(margin_t=30 if above else 12)
    _break_labels(figure)
    return title, figure


def _break_labels(figure: go.Figure) -> None:
    """Break the labels beside curves into short lines, and move those apart that then overlap."""
    notes = [note for note in figure.layout.annotations if note.name == DIRECT_LABEL]
    if not notes:
        return
    longest, sizes = 0, []
    for note in notes:
        mark, _, name = note.text.partition("</span> ")
        lines = textwrap.wrap(html.unescape(name), LABEL_WIDTH, break_long_words=False)
        longest = max(longest, *map(len, lines))
        sizes.append(LABEL_GAP * len(lines))
        broken = "<br>".join(html.escape(line, quote=False) for line in lines)
        note.update(text=f"{mark}</span> {broken}", align="left")
    for note, height in zip(notes, moved_apart([note.y for note in notes], sizes), strict=True):
        note.update(y=height)
    figure.update_layout(margin_r=32 + 7 * longest)


def on_paper(figure: go.Figure) -> go.Figure:
    """Return a picture as it is downloaded: light, on white, with its title."""
    figure.update_layout(template=template(), paper_bgcolor="#ffffff", plot_bgcolor="#ffffff", margin_t=70)
    return figure
