"""Which plans hold up best against the first one, over all scenarios: their order, and that order in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sim.language.catalogue import Texts
from sim.language.files import title_of
from sim.report import findings
from sim.report.shares import Contrast, signed
from sim.results.intervals import of_hundred

if TYPE_CHECKING:
    from sim.files.plan import Plan
    from sim.results.compare import Comparison

FEWEST_RANKED: Final = 2
"""With a single further plan there is nothing to put in order."""


def mean_difference(contrasts: Sequence[Contrast]) -> float:
    """Return what a plan changes in the working share, on average over scenarios."""
    return sum(one.difference.difference for one in contrasts) / len(contrasts)


def ranked_plans(comparison: Comparison) -> list[Plan]:
    """Return every plan but the first, from the one that gains most, on average over scenarios, to the worst."""
    return sorted(
        comparison.plans[1:],
        key=lambda plan: -mean_difference(findings.contrasts_of_plan(comparison, plan.name)),
    )


def best_and_worst(comparison: Comparison, texts: Texts) -> str:
    """Return which plan holds up best and which is worst, as a sentence or two; empty with fewer than three plans."""
    ranked = ranked_plans(comparison)
    if len(ranked) < FEWEST_RANKED:
        return ""
    best, worst = (findings.contrasts_of_plan(comparison, one.name) for one in (ranked[0], ranked[-1]))
    return texts(
        "headline.best_plan" if mean_difference(best) > 0 else "headline.first_plan_best",
        all=len(comparison.plans), first=title_of(comparison.plans[0], texts.language),
        best=title_of(ranked[0], texts.language), best_finding=_sizes(best, texts),
        worst=title_of(ranked[-1], texts.language), worst_finding=_sizes(worst, texts),
    )  # fmt: skip


def plans_in_short(comparison: Comparison, texts: Texts) -> list[str]:
    """Return for each plan but the first, from best to worst, what it changes in how many scenarios."""
    first = title_of(comparison.plans[0], texts.language)
    return [
        plan_in_short(
            findings.contrasts_of_plan(comparison, plan.name), title_of(plan, texts.language), first, texts
        )
        for plan in ranked_plans(comparison)
    ]  # fmt: skip


def plan_in_short(contrasts: Sequence[Contrast], plan: str, first: str, texts: Texts) -> str:
    """Return in how many scenarios one plan does clearly better or worse than the first, and by how much."""
    close = sum(one.verdict == "close" for one in contrasts)
    finding = _sizes(contrasts, texts)
    if 0 < close < len(contrasts):
        finding = texts("ranking.and", one=finding, other=texts("ranking.also_close", n=close))
    return texts("title.differences", plan=plan, first=first, finding=finding)


def _sizes(contrasts: Sequence[Contrast], texts: Texts) -> str:
    """Return the clear differences: in how many scenarios, and from which size to which."""
    found: list[str] = []
    for verdict in sorted(("more", "fewer"), key=lambda one: -_number(contrasts, one)):
        sizes = sorted((one.difference.difference for one in contrasts if one.verdict == verdict), key=abs)
        if sizes:
            key = f"ranking.also_{verdict}" if found else f"ranking.{verdict}"
            where = _where(len(sizes), len(contrasts), texts)
            found.append(texts(key, n=len(sizes), where=where, sizes=_range(sizes, texts)))
    if not found:
        return texts("ranking.close", where=_where(len(contrasts), len(contrasts), texts))
    return texts("ranking.and", one=found[0], other=found[1]) if len(found) > 1 else found[0]


def _where(number: int, every: int, texts: Texts) -> str:
    """Return in how many scenarios of all: languages count the one or the other."""
    form = "single" if every == 1 else texts.plural(number)
    return texts(f"ranking.of.{form}", n=number, all=every)


def _number(contrasts: Sequence[Contrast], verdict: str) -> int:
    return sum(one.verdict == verdict for one in contrasts)


def _range(sizes: Sequence[float], texts: Texts) -> str:
    """Return the smallest and the largest of some differences, or the one size that all have."""
    if of_hundred(sizes[0]) == of_hundred(sizes[-1]):
        return signed(sizes[0])
    return texts("short.range", low=signed(sizes[0]), high=signed(sizes[-1]))
