"""What a comparison found, in sentences: the page's text and the titles of the pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.files.format import MONTHS_IN_YEAR
from sim.language.catalogue import ENGLISH, Texts
from sim.language.files import horizon, name_in, title_of
from sim.report.shares import Contrast, end_states, rounded, signed
from sim.results.intervals import of_hundred
from sim.results.outcomes import STATES
from sim.world.measures import PRIMARY

if TYPE_CHECKING:
    from sim.files.context import Context
    from sim.files.plan import Plan
    from sim.results.compare import Cell, Comparison
    from sim.results.intervals import Difference, Share


FRACTIONS: Final = {0.5: "half", 1 / 3: "third", 2 / 3: "two_thirds"}


def place(context: Context, texts: Texts) -> str:
    """Return where, as a sentence begins: "In Uruguay," or the community's own title and a colon."""
    if context.country is None or context.title.removeprefix("The ") != context.country:
        return texts("where.title", title=title_of(context, texts.language))
    key = f"country.{context.country}"
    if key in texts.entries:
        return texts("where.country", country=texts(key))
    return texts("where.other_country", country=name_in(context, context.country, texts.language))


def ordered_scenarios(comparison: Comparison) -> list[str]:
    """Return the scenarios' names from mild to hard: by the working share under the first plan."""
    first = comparison.plans[0].name
    names = [one.name for one in comparison.scenarios]
    return sorted(names, key=lambda name: -comparison.cell(name, first).working.share)


def best_other_plan(comparison: Comparison, scenario: str) -> str | None:
    """Return the plan, other than the first, under which most futures work; None where there is only one plan."""
    others = [one.name for one in comparison.plans[1:]]
    return max(others, key=lambda name: comparison.cell(scenario, name).working.share, default=None)


def contrasts_of_plan(comparison: Comparison, plan: str, language: str = ENGLISH) -> list[Contrast]:
    """Return what a plan changes in each scenario, from mild to hard."""
    titles = {one.name: title_of(one, language) for one in comparison.scenarios}
    return [Contrast(titles[name], comparison.against_first_plan(name, plan)) for name in ordered_scenarios(comparison)]


def headline(comparison: Comparison, texts: Texts) -> str:
    """Return the one sentence to remember: the first plan, if nothing unusual happens and in the hardest scenario."""
    plan, names = comparison.plans[0], ordered_scenarios(comparison)
    calm = next((one.name for one in comparison.scenarios if not one.events), None)
    titles = {one.name: title_of(one, texts.language) for one in comparison.scenarios}
    mild, hard = calm or names[0], names[-1]
    gaps = {
        "where": place(comparison.context, texts), "plan": title_of(plan, texts.language),
        "years": horizon(comparison.context, texts),
        "n": of_hundred(comparison.cell(mild, plan.name).working.share), "mild": titles[mild],
        "m": of_hundred(comparison.cell(hard, plan.name).working.share), "hard": titles[hard],
    }  # fmt: skip
    if mild == hard:
        return texts("headline.only_calm" if calm else "headline.only_one", **gaps)
    return texts("headline.calm_and_hard" if calm else "headline.mild_and_hard", **gaps)


def share_in_words(share: Share, key: str, texts: Texts) -> str:
    """Return a share with its interval, such as "Still working in 83 of 100 futures (81-85)"."""
    low, high = of_hundred(share.low), of_hundred(share.high)
    return texts(key, n=of_hundred(share.share), low=low, high=high)


def difference_in_words(difference: Difference, plan: str, texts: Texts) -> str:
    """Return what a plan changes: "... in 12 more of 100 futures; 9-15", or that it is too close to call."""
    contrast = Contrast(plan, difference)
    return texts(f"plan.{contrast.verdict}", plan=plan, **_bounds(difference))


def difference_in_short(difference: Difference, texts: Texts) -> str:
    """Return a difference for a table: "12 more", "3 fewer", "too close to call"."""
    return texts(f"short.{Contrast('', difference).verdict}", n=abs(of_hundred(difference.difference)))


def difference_range(difference: Difference, texts: Texts) -> str:
    """Return the interval of a difference for a table, with signs."""
    return texts("short.range", low=signed(difference.low), high=signed(difference.high))


def _bounds(difference: Difference) -> dict[str, object]:
    """Return the gaps of a sentence on a difference; without its sign where the sentence says more or fewer."""
    if difference.too_close:
        return {"low": signed(difference.low), "high": signed(difference.high)}
    low, high = sorted(abs(of_hundred(one)) for one in (difference.low, difference.high))
    return {"n": abs(of_hundred(difference.difference)), "low": low, "high": high}


def years_difference(difference: Difference, texts: Texts) -> str:
    """Return a paired difference of years of work with its interval: 0.8 more (0.5-1.1), or too close to call."""
    if difference.too_close:
        return texts("short.close")
    low, middle, high = (texts.number(abs(one), 1) for one in (difference.low, difference.difference, difference.high))
    key = "short.more" if difference.difference > 0 else "short.fewer"
    low, high = (low, high) if difference.difference > 0 else (high, low)
    return texts("table.years_change", change=texts(key, n=middle), low=low, high=high)


def years_lost_in_words(cell: Cell, texts: Texts) -> str | None:
    """Return how many years of work the events cost, against the same futures without them; None where none struck."""
    lost = cell.years_lost
    if lost is None:
        return None
    low, middle, high = (texts.number(one, 1) for one in (lost.low, lost.mean, lost.high))
    years, all_years = texts.number(cell.years.mean, 1), texts.significant(cell.all_years, 3)
    return texts("lost.years", years=years, all=all_years, lost=middle, low=low, high=high)


def against_twin_in_words(cell: Cell, texts: Texts) -> str | None:
    """Return what the scenario's events cost in the same futures; None where it has none."""
    difference = cell.against_twin
    if difference is None:
        return None
    twin = of_hundred(cell.working.share - difference.difference)
    return texts(f"twin.{Contrast('', difference).verdict}", twin=twin, **_bounds(difference))


def loss_in_words(cell: Cell, context: Context, window: int, texts: Texts) -> str:
    """Return the months of work lost after the first blow, against the same futures without it."""
    lost = cell.months_lost()
    if cell.blow is None or lost is None:
        return texts("lost.no_blow" if cell.blow is None else "lost.all_down")
    watched = min(window, context.months - cell.blow + 1)
    return texts(
        "lost.some", months=texts.counted("month", rounded(lost.median)), low=rounded(lost.low),
        high=rounded(lost.high), date=texts.date(context.date_of(cell.blow)), window=texts.counted("month", watched),
    )  # fmt: skip


def recovery_in_words(cell: Cell, texts: Texts) -> str | None:
    """Return how long it took until the data was used as before, and how many were never back."""
    if cell.recovery is None or cell.recovery.futures == 0:
        return None
    never = of_hundred(cell.recovery.never)
    if cell.recovery.median is None:
        return texts("recovery.fewer_than_half", never=never)
    if rounded(cell.recovery.median) == 0:
        return texts("recovery.at_once", never=never)
    return texts("recovery.half", months=texts.counted("month", rounded(cell.recovery.median)), never=never)


def collapse_in_words(cell: Cell, texts: Texts) -> str:
    """Return how many futures collapse at some time, and how many of all recover from it."""
    shares = {"collapse.some": cell.collapsed, "collapse.back": cell.recovered}
    return " ".join(share_in_words(share, key, texts) for key, share in shares.items())


def tipping_in_words(cell: Cell, context: Context, texts: Texts) -> str | None:
    """Return the month from which on fewer than half of the futures work; None where that never comes."""
    fewer = cell.state_shares[:, STATES.index("working")] < 0.5
    if not fewer[-1]:
        return None
    lasting = int(np.nonzero(~fewer)[0][-1]) + 1 if not fewer.all() else 0
    return texts("tipping.half", date=texts.date(context.date_of(lasting)), year=lasting // MONTHS_IN_YEAR + 1)


def dots_title(cell: Cell, texts: Texts) -> str:
    """Return the finding of the hundred dots."""
    return texts("title.dots", n=end_states(cell)["working"])


def survival_title(cells: Mapping[str, Cell], texts: Texts) -> str:
    """Return in how many futures each community never collapses."""
    ends = {label: of_hundred(1 - cell.collapsed.share) for label, cell in cells.items()}
    (first, n), *others = ends.items()
    if not others:
        return texts("title.survival_one", label=first, n=n)
    return texts("title.survival", label=first, n=n, other=others[0][0], m=others[0][1])


def fan_title(cell: Cell, measure: str, texts: Texts) -> str:
    """Return a measure's median at the beginning and at the end."""
    middle = cell.quantiles[3, :, PRIMARY.index(measure)]
    start, end = (figure_in_words(float(one), measure, texts) for one in (middle[0], middle[-1]))
    return texts("title.fan", measure=texts(f"measure.{measure}"), start=start, end=end)


def figure_in_words(value: float, measure: str, texts: Texts) -> str:
    """Return a value of a measure as people say it: shares as per cent, everything else with few digits."""
    if measure in ("memory", "standing", "cover"):
        return texts.per_cent(rounded(100 * value) / 100)
    digits = 0 if measure == "people" or value >= 10 else 1
    return texts.number(value, digits)


def states_title(cell: Cell, context: Context, texts: Texts) -> str:
    """Return how many futures work halfway and at the end."""
    working = cell.state_shares[:, STATES.index("working")]
    half = context.months // 2
    return texts(
        "title.states", n=of_hundred(working[half]), m=of_hundred(working[-1]),
        half=texts.date(context.date_of(half)), end=texts.date(context.end),
    )  # fmt: skip


def signposts_title(cell: Cell, plan: Plan, texts: Texts) -> str:
    """Return which trigger fires in most futures."""
    if not cell.first_fired:
        return texts("title.no_signposts")
    shares = {name: float(np.mean(~np.isnan(months))) for name, months in cell.first_fired.items()}
    name = max(shares, key=lambda one: shares[one])
    return texts("title.signposts", name=name_in(plan, name, texts.language), n=of_hundred(shares[name]))


def states_in_short(comparison: Comparison, texts: Texts) -> str:
    """Return what working, struggling, on paper only and collapsed mean, in one paragraph."""
    return texts("intro.states", **lines(comparison, texts))


def lines(comparison: Comparison, texts: Texts) -> dict[str, str]:
    """Return the lines between the states, in words."""
    drawn = comparison.thresholds
    gaps = {name: _fraction(getattr(drawn, name), texts) for name in ("working", "collapsed", "recovered")}
    return gaps | {"last": texts.counted("month", drawn.last_months), "run": texts.counted("month", drawn.in_a_row)}


def _fraction(share: float, texts: Texts) -> str:
    return texts(f"fraction.{FRACTIONS[share]}") if share in FRACTIONS else texts.significant(share)
