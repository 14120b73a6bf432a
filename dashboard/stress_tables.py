"""The verdicts of the stress suite as HTML: a line for each shock, with its range against the requirement."""

from __future__ import annotations

import html

from sim.language.catalogue import Texts
from sim.language.files import title_of
from sim.report.stress_page import key, line, signed
from sim.stress.verdicts import HOLDS, StressTest

STYLE = """<style>
.verdicts { border-collapse: collapse; width: 100%; font-size: .95rem; }
.verdicts th, .verdicts td { padding: .4rem .5rem; text-align: left; font-weight: 400;
  border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
.verdicts thead th { font-weight: 600; }
.verdicts .line { width: 34%; min-width: 8rem; }
.verdicts .word { font-weight: 600; white-space: nowrap; }
.verdicts .ends { display: flex; justify-content: space-between; }
.strip { position: relative; height: 1.5rem;
  border-bottom: 1px solid color-mix(in srgb, currentColor 30%, transparent); }
.strip i, .strip b { position: absolute; }
.strip .need { top: 0; bottom: 0; border-left: 2px dashed #808080; margin-left: -1px; }
.strip .range { top: .62rem; height: .25rem; background: currentColor; }
.strip b { top: .37rem; width: .75rem; height: .75rem; margin-left: -.375rem; border-radius: 50%; line-height: .75rem;
  text-align: center; }
.strip .holds { background: currentColor; }
.strip .too-close { border: 2px solid currentColor; }
@media (max-width: 640px) {
  .verdicts thead { display: none; }
  .verdicts tr, .verdicts th, .verdicts td { display: block; border: 0; padding: .1rem 0; width: auto; }
  .verdicts .line { width: auto; }
  .verdicts tr { padding: .5rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
  .verdicts td[data-head]::before { content: attr(data-head) ": "; opacity: .75; }
}
</style>"""


def verdict_rows(test: StressTest, plan: str, words: Texts) -> str:
    """Return the verdicts on one plan as a table."""
    heads = ["shock", "verdict", "", "working", "by_shock"]
    first = title_of(test.plans[0], words.language)
    titles = [words(f"stress.page.{head}") if head else _ENDS for head in heads]
    if plan != test.plans[0].name:
        titles.append(words("stress.page.by_plan", first=first))
    rows = []
    for verdict in test.verdicts(plan):
        title = title_of(test.shock(verdict.shock), words.language)
        row = line(title, verdict.working, test.require, words)
        figures = [f"{row.share} ({row.interval})", signed(verdict.against_calm, words)]
        figures += [signed(verdict.against_first, words)] if plan != test.plans[0].name else []
        cells = "".join(
            f'<td data-head="{_safe(head)}">{_safe(figure)}</td>'
            for head, figure in zip(titles[3:], figures, strict=True)
        )
        mark = "✕" if row.verdict == "breaks" else ""
        rows.append(
            f'<tr><th scope="row">{_safe(title)}</th>'
            f'<td class="word"><span style="color:{row.colour}" aria-hidden="true">{row.sign}</span> '
            f"{_safe(row.word)}</td>"
            f'<td class="line"><div class="strip" role="img" aria-label="{_safe(row.alternative)}" '
            f'style="color:{row.colour}"><i class="need" style="left:{100 * test.require:g}%"></i>'
            f'<i class="range" style="left:{row.low:.2f}%;width:{row.high - row.low:.2f}%"></i>'
            f'<b class="{row.verdict}" style="left:{row.middle:.2f}%">{mark}</b></div></td>{cells}</tr>'
        )
    columns = "".join(f'<th scope="col">{title if title == _ENDS else _safe(title)}</th>' for title in titles)
    return f'{STYLE}<table class="verdicts"><thead><tr>{columns}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


_ENDS = '<span class="ends" aria-hidden="true"><span>0</span><span>100</span></span>'


def square_key(words: Texts) -> str:
    """Return which sign stands beside the number of a square, in the ink of the page: squares show no other colour."""
    parts = []
    for word, _, sign in key(words):
        if word == words(f"stress.verdict.{HOLDS}"):
            parts.append(f"<span>{_safe(words('dashboard.stress.no_sign', verdict=word))}</span>")
        else:
            parts.append(f'<span><b aria-hidden="true">{sign}</b> {_safe(word)}</span>')
    return f'<div class="key">{"".join(parts)}</div>'


def verdict_key(words: Texts) -> str:
    """Return which sign each verdict has."""
    parts = [
        f'<span><b style="color:{colour}" aria-hidden="true">{sign}</b> {_safe(word)}</span>'
        for word, colour, sign in key(words)
    ]
    return f'<div class="key">{"".join(parts)}</div>'


def _safe(text: str) -> str:
    return html.escape(text)
