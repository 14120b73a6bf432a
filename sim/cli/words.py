"""Results in words: shares as so many of 100 futures, differences as more or fewer, months with their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.results.intervals import of_hundred

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.files.context import Context
    from sim.results.compare import Comparison, Spread
    from sim.results.intervals import Difference, Mean, Share, Waiting

MOST_PLANS_IN_DETAIL: Final = 3
"""More plans than these are printed side by side; a table and a sentence for each would be too long to read."""

GIVEN_UP: Final = {"people": "people", "reuse": "data in use", "cover": "political cover", "runway": "runway"}
"""What a plan may give up at the end, as it is called."""

LEAST_GIVEN_UP: Final = 0.05
"""A smaller loss, as a share of what the first plan has, is not named. Convention."""

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def of_100(share: Share) -> str:
    """Return a share with its interval, of 100 futures: ``63 (60-66)``."""
    return f"{of_hundred(share.share)} ({of_hundred(share.low)}-{of_hundred(share.high)})"


def difference_in_words(difference: Difference) -> str:
    """Return a paired difference: ``12 more of 100 futures (9-15)``, or that it is too close to call."""
    if difference.too_close:
        return f"too close to call ({of_hundred(difference.low)} to {of_hundred(difference.high)})"
    figures = (difference.difference, difference.low, difference.high)
    exact = not all(of_hundred(one) for one in figures)
    size, low, high = (_size(one, exact=exact) for one in figures)
    if difference.difference > 0:
        return f"{size} more of 100 futures ({low}-{high})"
    return f"{size} fewer of 100 futures ({high}-{low})"


def _size(difference: float, *, exact: bool) -> str:
    """Return a difference of 100 futures without its sign; exactly, where a clear one would otherwise read 0."""
    if not exact:
        return str(abs(of_hundred(difference)))
    tenths = abs(of_hundred(10 * difference))
    return f"{tenths / 10:.1f}" if tenths else "under 0.1"


def years_difference_in_words(difference: Difference) -> str:
    """Return a paired difference of years of work: ``0.8 more (0.5-1.1)``, or that it is too close to call."""
    if difference.too_close:
        return f"too close to call ({difference.low:.1f} to {difference.high:.1f})"
    low, high = sorted(abs(one) for one in (difference.low, difference.high))
    return f"{abs(difference.difference):.1f} {'more' if difference.difference > 0 else 'fewer'} ({low:.1f}-{high:.1f})"


def mean_in_words(mean: Mean) -> str:
    """Return a mean with its interval: ``6.2 (5.9 to 6.5)``."""
    return f"{mean.mean:.1f} ({mean.low:.1f} to {mean.high:.1f})"


def signed(difference: Difference) -> str:
    """Return a difference in futures of 100 with its sign: ``+12``; a tilde where it is too close to call."""
    if difference.too_close:
        return "~"
    sign = "+" if difference.difference > 0 else "-"
    return sign + _size(difference.difference, exact=not of_hundred(difference.difference))


def spread_in_words(spread: Spread | None) -> str:
    """Return median and quartiles: ``11.2 (7.4-16.0)``; a dash where there is nothing to measure."""
    return "-" if spread is None else f"{spread.median:.1f} ({spread.low:.1f}-{spread.high:.1f})"


def waiting_in_words(waiting: Waiting | None) -> str:
    """Return how long recovery took, counting those who had not recovered by the end."""
    if waiting is None or waiting.futures == 0:
        return "-"
    never = f"{of_hundred(waiting.never)} of 100"
    if waiting.median == 0:
        return f"at least half never fell below nine tenths of it; {never} not back by the end"
    median = "more than half never did" if waiting.median is None else f"median {waiting.median:.0f} months"
    return f"{median}; not back by the end in {never} futures"


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
    """Return what a comparison says: a sentence for each plan, or of many plans only which is best and worst."""
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
    if len(comparison.plans) > MOST_PLANS_IN_DETAIL:
        return f"{sentence}. {_best_and_worst(comparison)}".rstrip()
    return " ".join([sentence + ".", *(_plan_sentence(comparison, plan.name) for plan in comparison.plans[1:])])


def given_up_in_words(comparison: Comparison, plan: str) -> str:
    """Return what a plan gives up at the end of the first scenario against the first plan."""
    found = comparison.given_up(comparison.scenarios[0].name, plan, tuple(GIVEN_UP), LEAST_GIVEN_UP)
    losses = [f"{GIVEN_UP[name]} {-loss:.0%}" for name, loss in found.items()]
    return f"{plan} gives up: {', '.join(losses) or f'nothing clear of {LEAST_GIVEN_UP:.0%} or more'}."


def _best_and_worst(comparison: Comparison) -> str:
    """Return which of many plans does best and which worst against the first, by the mean over the scenarios.

    Nothing is said of a plan that differs clearly in no scenario.
    """
    first, *others = [plan.name for plan in comparison.plans]
    found = {
        name: [comparison.against_first_plan(scenario.name, name) for scenario in comparison.scenarios]
        for name in others
    }
    order = sorted(found, key=lambda name: sum(one.difference for one in found[name]))
    best, worst = order[-1], order[0]
    more = _clear_on_one_side(found[best], 1)
    fewer = _clear_on_one_side(found[worst], -1)
    parts = []
    if more:
        parts.append(f"{best} holds up best: clearly more futures still working in {more}")
    if fewer:
        verdict = "worst: clearly fewer" if more else "holds up worst: clearly fewer futures still working"
        parts.append(f"{worst} {verdict} in {fewer}")
    if not parts:
        return ""
    return f"Of {len(comparison.plans)} plans, against {first}, {'; '.join(parts)}."


def _clear_on_one_side(differences: Sequence[Difference], side: int) -> str:
    """Return in how many scenarios a plan is clearly better (side 1) or worse (-1), and by how much; "" where in none.

    Also "" where its mean lies on the other side: the first plan, or another, then does better (or worse) than it.
    """
    clear = [one for one in differences if not one.too_close]
    there = [one for one in clear if one.difference * side > 0]
    if not there or sum(one.difference for one in differences) * side <= 0:
        return ""
    others = len(clear) - len(there)
    other_side = f", clearly {'fewer' if side > 0 else 'more'} in {others}" if others else ""
    return f"{len(there)} of {len(differences)} scenarios ({_span(there)}){other_side}"


def _span(differences: Sequence[Difference]) -> str:
    """Return the smallest and the largest of differences of one sign: ``+7 to +24 of 100``."""
    ordered = sorted(differences, key=lambda one: abs(one.difference))
    return " to ".join(dict.fromkeys((signed(ordered[0]), signed(ordered[-1]))))


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
