"""The tables of a page: plain rows of ready-made texts, so that the page itself decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.language.catalogue import Texts
from sim.language.files import name_in, title_of
from sim.report import findings
from sim.report.shares import Contrast, rounded
from sim.results.intervals import of_hundred
from sim.world.measures import BY_DOMAIN

if TYPE_CHECKING:
    from sim.files.context import Context
    from sim.results.compare import Cell, Comparison, Spread
    from sim.results.intervals import Mean, Share

SHADES: Final = (
    "#08306b", "#0b4788", "#175fa3", "#3a80bb", "#5598cb", "#77b0d9", "#9ac6e3", "#bcd9ed", "#d8e7f5", "#eef5fb",
)  # fmt: skip
"""Ten blues, one for every ten futures of 100, dark for few: they differ in lightness alone."""

DARK_TEXT_FROM: Final = 3
"""From this step on, black is easier to read than white (both contrasts are above 4.5)."""


@dataclass(frozen=True)
class OverviewCell:
    """One scenario under one plan in the overview."""

    working: str
    interval: str
    years: str
    change: str
    background: str
    ink: str


@dataclass(frozen=True)
class PlanRow:
    """One plan in one scenario."""

    plan: str
    name: str
    working: str
    collapsed: str
    recovered: str
    lost: str
    change: str
    range: str
    verdict: str
    years: str
    years_change: str
    years_verdict: str


@dataclass(frozen=True)
class SignpostRow:
    """One trigger in one scenario."""

    scenario: str
    plan: str
    name: str
    ever: str
    when: str
    held: str


def overview(comparison: Comparison, texts: Texts) -> list[tuple[str, str, list[OverviewCell]]]:
    """Return the working shares: a row for each scenario from mild to hard, a column for each plan."""
    titles = {one.name: title_of(one, texts.language) for one in comparison.scenarios}
    return [
        (titles[name], name, [_overview_cell(comparison, name, plan.name, texts) for plan in comparison.plans])
        for name in findings.ordered_scenarios(comparison)
    ]


def _overview_cell(comparison: Comparison, scenario: str, plan: str, texts: Texts) -> OverviewCell:
    cell = comparison.cell(scenario, plan)
    working = cell.working
    step = min(int(working.share * len(SHADES)), len(SHADES) - 1)
    change = ""
    if plan != comparison.plans[0].name:
        change = findings.difference_in_short(comparison.against_first_plan(scenario, plan), texts)
    ink = "#000000" if step >= DARK_TEXT_FROM else "#ffffff"
    years = texts("short.years", n=texts.number(cell.years.mean, 1))
    return OverviewCell(str(of_hundred(working.share)), _interval(working, texts), years, change, SHADES[step], ink)


def plans_in(comparison: Comparison, scenario: str, texts: Texts) -> list[PlanRow]:
    """Return what became of one scenario under every plan."""
    rows = []
    for plan in comparison.plans:
        cell, nothing = comparison.cell(scenario, plan.name), texts("short.nothing")
        change, bounds, verdict = nothing, "", "first"
        years_change, years_verdict = nothing, "first"
        if plan is not comparison.plans[0]:
            difference = comparison.against_first_plan(scenario, plan.name)
            change = findings.difference_in_short(difference, texts)
            bounds = findings.difference_range(difference, texts)
            verdict = Contrast("", difference).verdict
            years = comparison.years_against_first_plan(scenario, plan.name)
            years_change, years_verdict = findings.years_difference(years, texts), Contrast("", years).verdict
        rows.append(
            PlanRow(
                plan=title_of(plan, texts.language), name=plan.name, working=_share(cell.working, texts),
                collapsed=_share(cell.collapsed, texts), recovered=_share(cell.recovered, texts),
                lost=_lost(cell.months_lost(), texts), change=change, range=bounds, verdict=verdict,
                years=_mean(cell.years, texts), years_change=years_change, years_verdict=years_verdict,
            )
        )  # fmt: skip
    return rows


def measures_in(comparison: Comparison, scenario: str, texts: Texts) -> list[tuple[str, list[str]]]:
    """Return the last year's measures under every plan: low, middle and high over futures."""
    rows = []
    for plan in comparison.plans:
        cell = comparison.cell(scenario, plan.name)
        rows.append(
            (title_of(plan, texts.language), [_spread(cell.at_the_end(name), name, texts) for name in BY_DOMAIN])
        )
    return rows


def signposts(comparison: Comparison, texts: Texts) -> list[SignpostRow]:
    """Return when the triggers of each plan fired first, in every scenario."""
    titles = {one.name: title_of(one, texts.language) for one in comparison.scenarios}
    rows = []
    for plan in comparison.plans:
        for scenario in findings.ordered_scenarios(comparison):
            cell = comparison.cell(scenario, plan.name)
            for trigger in cell.first_fired:
                ever, when, held = _firing(cell, trigger, comparison.context, texts)
                rows.append(
                    SignpostRow(
                        titles[scenario],
                        title_of(plan, texts.language),
                        name_in(plan, trigger, texts.language),
                        ever,
                        when,
                        held,
                    )
                )
    return rows


def _firing(cell: Cell, trigger: str, context: Context, texts: Texts) -> tuple[str, str, str]:
    """Return in how many futures a trigger ever fired, when first, and in which share of all months it held."""
    first = cell.first_fired[trigger]
    fired = first[~np.isnan(first)]
    when = texts("short.nothing")
    if len(fired):
        months = (context.date_of(rounded(float(one))) for one in np.quantile(fired, [0.25, 0.5, 0.75]))
        low, middle, high = (texts.date(one) for one in months)
        when = middle if low == high else texts("table.when_between", low=low, middle=middle, high=high)
    held = texts.per_cent(of_hundred(float(cell.trigger_months[trigger][1:].mean())) / 100)
    return str(of_hundred(len(fired) / max(1, len(first)))), when, held


def _interval(share: Share, texts: Texts) -> str:
    return texts("short.interval", low=of_hundred(share.low), high=of_hundred(share.high))


def _share(share: Share, texts: Texts) -> str:
    low, high = of_hundred(share.low), of_hundred(share.high)
    return texts("short.months", n=of_hundred(share.share), low=low, high=high)


def _lost(lost: Spread | None, texts: Texts) -> str:
    if lost is None:
        return texts("short.nothing")
    return texts("short.months", n=rounded(lost.median), low=rounded(lost.low), high=rounded(lost.high))


def _mean(mean: Mean, texts: Texts) -> str:
    low, middle, high = (texts.number(one, 1) for one in (mean.low, mean.mean, mean.high))
    return texts("short.months", n=middle, low=low, high=high)


def _spread(spread: Spread, measure: str, texts: Texts) -> str:
    low, median, high = (
        findings.figure_in_words(one, measure, texts) for one in (spread.low, spread.median, spread.high)
    )
    return texts("table.spread", median=median, low=low, high=high)
