"""What a plan misses: in each scenario, how many futures of 100 fewer are working than with the best plan there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from sim.language.files import title_of
from sim.results.intervals import of_hundred

if TYPE_CHECKING:
    from sim.language.catalogue import Texts
    from sim.results.compare import Comparison


@dataclass(frozen=True)
class Regret:
    """One plan.

    Attributes
    ----------
    missed : by scenario, futures of 100 that work with the best plan there and not with this one.
    worst : the largest of them.
    """

    plan: str
    title: str
    missed: dict[str, int]
    worst: int


def regrets(comparison: Comparison, texts: Texts) -> list[Regret]:
    """Return every plan, the one that misses least at its worst first."""
    shares = {
        one.name: {plan.name: comparison.cell(one.name, plan.name).working.share for plan in comparison.plans}
        for one in comparison.scenarios
    }
    rows = []
    for plan in comparison.plans:
        missed = {name: of_hundred(max(each.values()) - each[plan.name]) for name, each in shares.items()}
        rows.append(Regret(plan.name, title_of(plan, texts.language), missed, max(missed.values())))
    return sorted(rows, key=lambda one: (one.worst, sum(one.missed.values())))


def regret_table(comparison: Comparison, texts: Texts) -> pd.DataFrame:
    """Return the same as a table for a page: a row for each plan, a column for each scenario, and the worst."""
    titles = {one.name: title_of(one, texts.language) for one in comparison.scenarios}
    rows = regrets(comparison, texts)
    table = pd.DataFrame([one.missed for one in rows], index=pd.Index([one.title for one in rows]))
    table = table.rename(columns=titles).rename_axis(index=texts("table.plan"))
    return table.assign(**{texts("regret.worst"): [one.worst for one in rows]})


def regret_words(comparison: Comparison, texts: Texts) -> str:
    """Say which plan misses least at its worst, and what every plan misses at its worst."""
    rows = regrets(comparison, texts)
    found = [texts("regret.least", plan=rows[0].title, n=rows[0].worst)]
    found += [texts("regret.row", plan=one.title, n=one.worst) for one in rows[1:]]
    return " ".join(found)
