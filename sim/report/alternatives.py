"""What each picture shows, as sentences for those who do not see it; named as in :mod:`sim.report.charts`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.language.catalogue import Texts
from sim.language.files import name_in
from sim.report import findings
from sim.report.shares import Contrast, end_states
from sim.results.compare import QUANTILES
from sim.results.intervals import of_hundred
from sim.results.outcomes import STATES
from sim.world.measures import PRIMARY

if TYPE_CHECKING:
    from sim.files.context import Context
    from sim.files.plan import Plan
    from sim.results.compare import Cell


def hundred_dots(cell: Cell, texts: Texts) -> str:
    """Say what became of 100 futures."""
    return texts("alternative.dots", **end_states(cell))


def survival_curves(cells: Mapping[str, Cell], context: Context, texts: Texts) -> str:
    """Say how many futures have not collapsed halfway and at the end."""
    half = context.months // 2
    return " ".join(
        texts(
            "alternative.survival", label=label, n=of_hundred(cell.survival.share[half]),
            half=texts.date(context.date_of(half)), m=of_hundred(cell.survival.share[-1]),
            end=texts.date(context.end),
        )
        for label, cell in cells.items()
    )  # fmt: skip


def fan(cell: Cell, measure: str, context: Context, texts: Texts) -> str:
    """Say where half and nine tenths of the futures lie at the end."""
    column = PRIMARY.index(measure)
    ends = {
        key: findings.figure_in_words(float(cell.quantiles[QUANTILES.index(share), -1, column]), measure, texts)
        for key, share in (("low", 0.05), ("quarter", 0.25), ("median", 0.5), ("three_quarters", 0.75), ("high", 0.95))
    }
    gaps = {"measure": texts(f"measure.{measure}"), "unit": texts(f"unit.{measure}"), "end": texts.date(context.end)}
    return texts("alternative.fan", **gaps, **ends)


def states_over_time(cell: Cell, context: Context, texts: Texts) -> str:
    """Say how many futures are in each state halfway and at the end."""
    return " ".join(
        texts(
            "alternative.states", date=texts.date(context.date_of(month)),
            **{state: of_hundred(cell.state_shares[month, number]) for number, state in enumerate(STATES)},
        )
        for month in (context.months // 2, context.months)
    )  # fmt: skip


def paired_differences(contrasts: Sequence[Contrast], texts: Texts) -> str:
    """Say every difference with its interval."""
    return " ".join(
        texts(
            "alternative.difference", label=one.label, difference=findings.difference_in_short(one.difference, texts),
            interval=findings.difference_range(one.difference, texts),
        )
        for one in contrasts
    )  # fmt: skip


def signposts(cell: Cell, plan: Plan, context: Context, texts: Texts) -> str:
    """Say when each trigger holds in most futures."""
    return " ".join(
        texts(
            "alternative.signpost", name=name_in(plan, name, texts.language), n=of_hundred(float(shares.max())),
            date=texts.date(context.date_of(int(shares.argmax()))),
        )
        for name, shares in cell.trigger_months.items()
    )  # fmt: skip
