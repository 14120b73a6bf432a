"""Results in words: shares as so many of 100 futures, differences as more or fewer, months with their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.results.intervals import of_hundred

if TYPE_CHECKING:
    from sim.files.context import Context
    from sim.results.compare import Comparison, Spread
    from sim.results.intervals import Difference, Share, Waiting

MOST_PLANS_IN_DETAIL: Final = 3
"""More plans than these are printed side by side; a table and a sentence for each would be too long to read."""

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def of_100(share: Share) -> str:
    """Return a share with its interval, of 100 futures: ``63 (60-66)``."""
    return f"{of_hundred(share.share)} ({of_hundred(share.low)}-{of_hundred(share.high)})"


def difference_in_words(difference: Difference) -> str:
    """Return a paired difference: ``12 more of 100 futures (9-15)``, or that it is too close to call."""
    low, high = of_hundred(difference.low), of_hundred(difference.high)
    if difference.too_close:
        return f"too close to call ({low} to {high})"
    size = abs(of_hundred(difference.difference)) or "under 1"
    if difference.difference > 0:
        return f"{size} more of 100 futures ({low}-{high})"
    return f"{size} fewer of 100 futures ({abs(high)}-{abs(low)})"


def spread_in_words(spread: Spread | None) -> str:
    """Return median and quartiles: ``11.2 (7.4-16.0)``; a dash where there is nothing to measure."""
    return "-" if spread is None else f"{spread.median:.1f} ({spread.low:.1f}-{spread.high:.1f})"


def waiting_in_words(waiting: Waiting | None) -> str:
    """Return how long recovery took, counting those who had not recovered by the end."""
    if waiting is None or waiting.futures == 0:
        return "-"
    median = "more than half never did" if waiting.median is None else f"median {waiting.median:.0f} months"
    return f"{median}; not back by the end in {of_hundred(waiting.never)} of 100 futures"


def month_in_words(context: Context, month: int) -> str:
    """Return a month with its date: ``January 2029 (month 24)``."""
    year, number = context.date_of(month).split("-")
    return f"{MONTHS[int(number) - 1]} {year} (month {month})"


def years_in_words(months: int) -> str:
    """Return a horizon: ten years, or so many months."""
    years, rest = divmod(months, 12)
    if rest:
        return f"{months} months"
    return "one year" if years == 1 else f"{years} years"


def headline(comparison: Comparison) -> str:
    """Return what a comparison says; where there are not too many plans, with a sentence for each."""
    first = comparison.plans[0].name
    cells = [comparison.cell(scenario.name, first) for scenario in comparison.scenarios]
    hard = min(cells, key=lambda cell: cell.working.share)
    calm = next((one.name for one in comparison.scenarios if not one.events), None)
    mild = max(cells, key=lambda cell: cell.working.share) if calm is None else comparison.cell(calm, first)
    where = comparison.context.title or comparison.context.name
    sentence = (
        f"{where}, plan {first}: after {years_in_words(comparison.context.months)} the community is still working in "
        f"{of_hundred(mild.working.share)} of 100 futures {_of_scenario(mild.scenario, calm)}"
    )
    if mild.scenario != hard.scenario:
        worst = of_hundred(hard.working.share)
        sentence += f", and in {worst} of {hard.scenario}, the hardest of {len(cells)} scenarios"
    others = comparison.plans[1:] if len(comparison.plans) <= MOST_PLANS_IN_DETAIL else ()
    return " ".join([sentence + ".", *(_plan_sentence(comparison, plan.name) for plan in others)])


def _of_scenario(scenario: str, calm: str | None) -> str:
    """Return in which scenario."""
    return f"of {scenario}" if scenario != calm else f"if nothing unusual happens ({scenario})"


def _plan_sentence(comparison: Comparison, plan: str) -> str:
    """Return what a further plan changes, over all scenarios."""
    found = {one.name: comparison.against_first_plan(one.name, plan) for one in comparison.scenarios}
    clear = {name: one for name, one in found.items() if not one.too_close}
    better = sum(one.difference > 0 for one in clear.values())
    first = comparison.plans[0].name
    if len(found) == 1:
        (only,) = found.values()
        if only.too_close:
            return f"Plan {plan} against {first}: {difference_in_words(only)}."
        return f"Under {plan} it is still working in {difference_in_words(only)}."
    parts = [f"more often in {better}", f"less often in {len(clear) - better}"]
    parts.append(f"too close to call in {len(found) - len(clear)}")
    return f"Under {plan} it is still working {', '.join(parts)} of {len(found)} scenarios."
