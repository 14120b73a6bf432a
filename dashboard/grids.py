"""Tables of a comparison as HTML that a phone can hold, and as frames that a spreadsheet can read."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from sim.language.catalogue import Texts
from sim.language.files import title_of
from sim.report import tables
from sim.report.theme import DASHES, PALETTE, STATE_STYLES
from sim.results.intervals import of_hundred, paired_difference

if TYPE_CHECKING:
    from sim.results.compare import Comparison

STROKES: Final = {"solid": (12,), "dash": (9, 4), "dot": (3, 3), "dashdot": (9, 3, 3, 3)}
"""How a legend draws the dashes of the curves: pixels drawn, pixels left out, and so on."""

DOTS: Final = {"circle": "●", "diamond": "◆", "circle-open": "○", "x-thin-open": "✕"}
"""How a legend writes the shapes of dots."""


def working_table(comparison: Comparison) -> pd.DataFrame:
    """Return, for every scenario and plan, the share of futures that still work and what the plan changes."""
    first = comparison.plans[0].name
    rows = []
    for (scenario, plan), cell in comparison.cells.items():
        change = comparison.against_first_plan(scenario, plan)
        rows.append({
            "scenario": scenario, "plan": plan, "working": cell.working.share, "low": cell.working.low,
            "high": cell.working.high, "collapsed": cell.collapsed.share, "against": first,
            "difference": change.difference, "difference_low": change.low, "difference_high": change.high,
            **_years(comparison, scenario, plan),
        })  # fmt: skip
    return pd.DataFrame(rows)


def _years(comparison: Comparison, scenario: str, plan: str) -> dict[str, float]:
    """Return the years of work of one plan in one scenario, and what the plan changes in them."""
    years, change = comparison.cell(scenario, plan).years, comparison.years_against_first_plan(scenario, plan)
    return {
        "years_working": years.mean, "years_low": years.low, "years_high": years.high,
        "years_difference": change.difference, "years_difference_low": change.low, "years_difference_high": change.high,
    }  # fmt: skip


def regret(comparison: Comparison) -> pd.DataFrame:
    """Return what each plan gives up, in each scenario, against the best of the compared plans there.

    Columns: ``scenario``, ``plan``, ``best`` (the plan with most futures working), ``regret`` (a share of futures),
    ``low`` and ``high`` (its paired interval, 95 %) and ``too_close`` (whether that includes none at all).
    """
    rows = []
    for scenario in comparison.scenarios:
        cells = [comparison.cell(scenario.name, plan.name) for plan in comparison.plans]
        best = max(cells, key=lambda cell: cell.working.share)
        for cell in cells:
            gap = paired_difference(*(one.outcomes["working"].to_numpy(dtype=bool) for one in (best, cell)))
            rows.append({
                "scenario": scenario.name, "plan": cell.plan, "best": best.plan, "regret": gap.difference,
                "low": gap.low, "high": gap.high, "too_close": cell is not best and gap.too_close,
            })  # fmt: skip
    return pd.DataFrame(rows)


def overview(comparison: Comparison, words: Texts) -> str:
    """Return the table of futures still working: scenarios from mild to hard, a column for each plan."""
    language = words.language
    titles = {one.name: title_of(one, language) for one in comparison.scenarios}
    rows = []
    for _, name, cells in tables.overview(comparison, words):
        shown = [
            f'<td style="background:{cell.background};color:{cell.ink}"><b>{_safe(cell.working)}</b>'
            f'<small class="range">{_safe(cell.interval)}</small><small>{_safe(cell.years)}</small>'
            f"<small>{_safe(cell.change)}</small></td>"
            for cell in cells
        ]
        rows.append(_row(titles[name], shown))
    heads = [title_of(plan, language) for plan in comparison.plans]
    return _table(words("dashboard.compare.overview"), words("table.scenario"), heads, rows)


def regret_table(comparison: Comparison, words: Texts) -> str:
    """Return the regret of each plan in each scenario, and the largest of each plan below."""
    language, found = words.language, regret(comparison)
    rows = []
    for scenario in comparison.scenarios:
        of_scenario = found[found["scenario"] == scenario.name].set_index("plan")
        shown = [_regret_cell(of_scenario.loc[plan.name], words) for plan in comparison.plans]
        rows.append(_row(title_of(scenario, language), shown))
    worst = found.groupby("plan")["regret"].max()
    largest = [f"<td><b>{of_hundred(float(worst[plan.name]))}</b></td>" for plan in comparison.plans]
    rows.append(_row(words("dashboard.compare.regret_largest"), largest))
    heads = [title_of(plan, language) for plan in comparison.plans]
    return _table(words("dashboard.compare.regret"), words("table.scenario"), heads, rows)


def _regret_cell(row: Any, words: Texts) -> str:
    """Return one cell of the table; `row` is a row of :func:`regret`, named after its plan."""
    if row.name == row["best"]:
        return f"<td><b>0</b><small>{_safe(words('dashboard.compare.best_here'))}</small></td>"
    close = f"<small>{_safe(words('short.close'))}</small>" if row["too_close"] else ""
    return f"<td><b>{of_hundred(float(row['regret']))}</b>{close}</td>"


def words_table(table: pd.DataFrame, caption: str) -> str:
    """Return a small table of words and numbers; its first column names the rows. Long words and heads are broken."""
    corner, *heads = map(str, table.columns)
    rows = [_row(str(first), [f"<td>{_safe(str(one))}</td>" for one in others]) for first, *others in table.to_numpy()]
    return _table(caption, corner, heads, rows)


def key(names: list[str]) -> str:
    """Return which colour and dash each plan has in the small pictures."""
    parts = []
    for name, colour, dash in zip(names, PALETTE, DASHES, strict=False):
        stops, reached = [], 0
        for place, length in enumerate(STROKES[dash]):
            ink = "transparent" if place % 2 else colour
            stops.append(f"{ink} {reached}px {reached + length}px")
            reached += length
        line = f'<i class="stroke" style="background:repeating-linear-gradient(90deg,{",".join(stops)})"></i>'
        parts.append(f"<span>{line} {_safe(name)}</span>")
    return f'<div class="key">{"".join(parts)}</div>'


def states_key(words: Texts) -> str:
    """Return which colour each state has, in the order in which they are stacked."""
    parts = []
    for state, style in STATE_STYLES.items():
        box = f'<i class="box" style="background:{style.colour}"></i>'
        parts.append(f"<span>{box} {_safe(words(f'state.{state}'))}</span>")
    return f'<div class="key">{"".join(parts)}</div>'


def dots_key(words: Texts) -> str:
    """Return which colour and shape each state has among the 100 dots."""
    parts = []
    for state, style in STATE_STYLES.items():
        mark = f'<b style="color:{style.colour}" aria-hidden="true">{DOTS[style.symbol]}</b>'
        parts.append(f"<span>{mark} {_safe(words(f'state.{state}'))}</span>")
    return f'<div class="key">{"".join(parts)}</div>'


def _row(title: str, cells: list[str]) -> str:
    return f'<tr><th scope="row">{_safe(title)}</th>{"".join(cells)}</tr>'


def _table(caption: str, corner: str, heads: list[str], rows: list[str]) -> str:
    columns = "".join(f'<th scope="col">{_safe(head)}</th>' for head in heads)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{_safe(caption)}"><table class="grid">'
        f'<thead><tr><th scope="col">{_safe(corner)}</th>{columns}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _safe(text: str) -> str:
    return html.escape(text)
