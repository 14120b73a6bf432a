"""The figures by month of a comparison, as one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.compare import Cell, Comparison


def monthly_table(comparison: Comparison) -> pd.DataFrame:
    """Return a row for each scenario, plan and month.

    Columns: ``date``; the share of futures in each state; ``not_collapsed`` with its band, the survival curve; and for
    each primary measure its quantiles over futures, such as ``people_q10``. Month 0 is the beginning.
    """
    import pandas as pd

    tables = [pd.DataFrame(_columns(cell, comparison)) for cell in comparison.cells.values()]
    return pd.concat(tables, ignore_index=True)


def _columns(cell: Cell, comparison: Comparison) -> dict[str, Any]:
    """Return the columns of one scenario under one plan."""
    from sim.results.compare import QUANTILES
    from sim.results.outcomes import STATES
    from sim.world.measures import PRIMARY

    months = range(comparison.context.months + 1)
    columns: dict[str, Any] = {
        "scenario": [cell.scenario] * len(months),
        "plan": [cell.plan] * len(months),
        "month": list(months),
        "date": [comparison.context.date_of(month) for month in months],
    }
    columns |= {state: cell.state_shares[:, place] for place, state in enumerate(STATES)}
    survival = cell.survival
    columns |= {
        "not_collapsed": survival.share, "not_collapsed_low": survival.low, "not_collapsed_high": survival.high,
    }  # fmt: skip
    for place, name in enumerate(PRIMARY):
        for row, quantile in enumerate(QUANTILES):
            columns[f"{name}_q{round(100 * quantile):02d}"] = cell.quantiles[row, :, place]
    return columns
