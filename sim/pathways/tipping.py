"""When a plan stops being good enough: its tipping point, future by future."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.results.intervals import Waiting, waiting_time
from sim.results.outcomes import WORKING, Lives, Thresholds

USUAL: Final = Thresholds()

Months = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Tipping:
    """When the community stops working under one plan.

    Attributes
    ----------
    months : the tipping point of each future; NaN where there was none up to the horizon.
    waiting : the median with the futures that never tipped counted, and their share.
    """

    months: Months
    waiting: Waiting

    def quartile(self, share: float) -> int | None:
        """Return the month by which this share of all futures has tipped; None where fewer do."""
        return arrived_by(self.months, share)


def arrived_by(months: Months, share: float) -> int | None:
    """Return the month by which a share of all futures has seen something (NaN: never); None where fewer have."""
    seen = np.sort(months[~np.isnan(months)])
    needed = max(1, int(np.ceil(share * len(months))))
    return int(seen[needed - 1]) if len(seen) >= needed else None


def tipping_months(states: npt.NDArray[np.int8], in_a_row: int = USUAL.in_a_row) -> Months:
    """Return the first month from which the community is not working for some months in a row; NaN: never.

    As many months as make a collapse: a single bad month is no tipping point. Month 0, the beginning, does not count.

    Parameters
    ----------
    states : shape (futures, months + 1).
    """
    down = states[:, 1:] != WORKING
    if down.shape[1] < in_a_row:
        return np.full(len(states), np.nan)
    rows = np.asarray(np.lib.stride_tricks.sliding_window_view(down, in_a_row, axis=1).all(axis=2))
    return np.where(rows.any(axis=1), rows.argmax(axis=1) + 1.0, np.nan)


def tipping(lives: Lives) -> Tipping:
    """Return the tipping points of some futures."""
    months, horizon = tipping_months(lives.states), lives.states.shape[1] - 1
    never = np.isnan(months)
    return Tipping(months, waiting_time(np.where(never, horizon, months), never))
