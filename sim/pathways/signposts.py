"""What warns of a collapse in time: measures that fall below a threshold, with their true and false alarms.

A threshold is chosen on one half of the futures and judged on the other, so that no signpost looks good by luck.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.engines.ensemble import Series
from sim.pathways.tipping import Months
from sim.results.intervals import Share, share_of
from sim.world.measures import MEASURES

PATIENCE: Final = 3
"""Months in a row that a measure must lie below its threshold, as for the shipped signposts."""

SEEN_LATE: Final = 2
"""Months until a community sees a figure, as for the shipped signposts."""

WATCHED: Final = (
    "people", "active_share", "runway", "reuse", "memory", "standing", "cover", "energy", "buy_in", "income",
)  # fmt: skip
"""What a community can see, and whose fall is bad news."""

LEVELS: Final = tuple(np.round(np.linspace(0.02, 0.6, 30), 3).tolist())
"""Thresholds that are tried: these quantiles of the measure over all months of the futures that choose."""

TRUE_ENOUGH: Final = 0.8
FALSE_ENOUGH: Final = 0.2
"""A signpost is reliable if it warns of so many collapses, and cries wolf in so few of the other futures."""

FEWEST: Final = 10
"""Fewer collapses, or fewer futures without one, in either half say nothing about alarms."""

DIGITS: Final = 3

_COLUMN: Final = {measure.name: number for number, measure in enumerate(MEASURES)}

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Signpost:
    """How well something warns of collapses.

    Attributes
    ----------
    name : the measure, or the name of one of the plan's own triggers.
    threshold : the measure's; None for a trigger of the plan.
    true : share of collapses that it warned of before they began.
    false : share of the futures without any collapse in which it gave an alarm all the same.
    lead : months from alarm to the beginning of the collapse: quartiles over those warned of; None without any.
    first : median month of those alarms.
    """

    name: str
    threshold: float | None
    true: Share
    false: Share
    lead: tuple[float, float, float] | None
    first: float | None

    @property
    def reliable(self) -> bool:
        """Whether it warns of enough collapses with few enough false alarms."""
        return self.true.share >= TRUE_ENOUGH and self.false.share <= FALSE_ENOUGH


def alarms(values: Series, threshold: float) -> Months:
    """Return the first month in which a community may act on a measure below a threshold; NaN: never.

    Parameters
    ----------
    values : one measure, shape (futures, months + 1); month 0 is not watched.
    """
    below = values[:, 1:] < threshold
    if below.shape[1] < PATIENCE:
        return np.full(len(values), np.nan)
    rows = np.asarray(np.lib.stride_tricks.sliding_window_view(below, PATIENCE, axis=1).all(axis=2))
    first = rows.argmax(axis=1) + PATIENCE + 1 + SEEN_LATE
    there = rows.any(axis=1) & (first < values.shape[1])
    return np.where(there, first.astype(float), np.nan)


def judged(name: str, threshold: float | None, alarm: Months, collapse: Months) -> Signpost:
    """Return how well alarms warn of collapses (months; NaN: none of either)."""
    collapsed = ~np.isnan(collapse)
    warned = collapsed & (alarm < collapse)
    lead = (collapse - alarm)[warned]
    quartiles = np.quantile(lead, [0.25, 0.5, 0.75]) if len(lead) else None
    return Signpost(
        name,
        threshold,
        share_of(warned[collapsed]),
        share_of(~np.isnan(alarm[~collapsed])),
        None if quartiles is None else (float(quartiles[0]), float(quartiles[1]), float(quartiles[2])),
        float(np.median(alarm[warned])) if len(lead) else None,
    )


def enough_collapses(collapse: Months) -> bool:
    """Return whether both halves of the futures have enough collapses, and enough futures without one."""
    halves = (collapse[0::2], collapse[1::2])
    return all(FEWEST <= np.count_nonzero(~np.isnan(half)) <= len(half) - FEWEST for half in halves)


def best_signposts(series: Series, collapse: Months) -> list[Signpost]:
    """Return the best threshold of each measure, chosen on even futures and judged on odd ones.

    Reliable ones first, the earliest warning before later ones; then the others, by true less false alarms. Empty where
    there are too few collapses, or too few futures without one.
    """
    if not enough_collapses(collapse):
        return []
    found = []
    for name in WATCHED:
        values = series[:, :, _COLUMN[name]]
        levels = {float(f"{level:.{DIGITS}g}") for level in np.quantile(values[0::2, 1:], LEVELS)}
        tried = [judged(name, level, alarms(values[0::2], level), collapse[0::2]) for level in sorted(levels)]
        best = max(tried, key=_merit)
        assert best.threshold is not None
        found.append(judged(name, best.threshold, alarms(values[1::2], best.threshold), collapse[1::2]))
    return sorted(found, key=_merit, reverse=True)


def own_signposts(first_fired: dict[str, Months], collapse: Months) -> list[Signpost]:
    """Return how well a plan's own triggers warn; on odd futures, like all others."""
    if not enough_collapses(collapse):
        return []
    return [judged(name, None, fired[1::2], collapse[1::2]) for name, fired in first_fired.items()]


def _merit(one: Signpost) -> tuple[bool, float]:
    """Return what signposts are ordered by: reliable first and by lead, the others by true less false alarms."""
    if one.reliable and one.lead is not None:
        return True, one.lead[1]
    return False, one.true.share - one.false.share
