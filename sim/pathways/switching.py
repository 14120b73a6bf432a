"""Turning from one plan to another in the month in which the first is seen to fail, or a year later.

Every future keeps its own luck, so that what differs is owed to the switch and to its month. What a community can take
over from another plan, and what it cannot, is said in :mod:`sim.causes.forking`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.causes.case import Case, another_future, fates_of
from sim.causes.forking import lived_until, turned_to
from sim.engines.ensemble import Cancelled, Series, thread_count
from sim.files.plan import Plan
from sim.pathways.tipping import USUAL, Months
from sim.results.intervals import Difference, Share, mean_difference, paired_difference, share_of

LATE: Final = 12
"""Months that a community waits too long."""


@dataclass(frozen=True)
class Switch:
    """What turning to another plan does, in the futures in which the first plan stops being good enough in time.

    Attributes
    ----------
    futures : how many those are.
    never, in_time, late : share still working at the end without a switch, with one in the month in which six months
        without working have been seen, and with one a year later.
    gain : the share in time less the share without a switch, in the same futures.
    cost : what the year of waiting costs: the share in time less the share a year late.
    work_lost : months of work that the year costs, mean over these futures, with its interval (95 %).
    """

    plan: str
    futures: int
    never: Share
    in_time: Share
    late: Share
    gain: Difference
    cost: Difference
    work_lost: Difference


def decision_months(tipping: Months) -> Months:
    """Return when a community can know that its plan has stopped being good enough: after the months that say so."""
    return tipping + USUAL.in_a_row


def switched(case: Case, plan: Plan, month: int) -> Series:
    """Return every measure of every month of a future whose community turns to another plan in a month.

    Shape (months + 1, measures); up to the month before, it is the future as it was.
    """
    world = turned_to(case, lived_until(case, month - 1), plan, month)
    for number in range(month, case.context.months + 1):
        _live(world, number)
    return np.array(world.history["measure"])


def _live(world: object, month: int) -> None:
    """Live through one month."""
    from sim.rules.month import live_month

    live_month(world, month)


def switch(
    case: Case,
    futures: Sequence[int] | npt.NDArray[np.int64],
    unswitched: Series,
    decisions: Months,
    plan: Plan,
    *,
    done: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Switch | None:
    """Return what turning to a plan does; None where no future gives time to do so.

    Parameters
    ----------
    case : any of the futures, under the plan of the beginning.
    futures, unswitched, decisions : numbers, series and decision months (NaN: none) of all futures.
    done : called with the number of futures just lived through.
    """
    usable = [
        place for place, month in enumerate(decisions) if not math.isnan(month) and month + LATE <= case.context.months
    ]
    if not usable:
        return None

    def both(place: int) -> tuple[Series, Series]:
        if cancelled is not None and cancelled():
            raise Cancelled
        own, month = another_future(case, int(futures[place])), int(decisions[place])
        return switched(own, plan, month), switched(own, plan, month + LATE)

    pairs = []
    case.world()  # built once, before threads share it
    with ThreadPoolExecutor(max_workers=thread_count(), thread_name_prefix="switches") as pool:
        for pair in pool.map(both, usable):
            pairs.append(pair)
            if done is not None:
                done(len(pair))
    return _judged(case, plan, unswitched[usable], *(np.stack(side) for side in zip(*pairs, strict=True)))


def _judged(case: Case, plan: Plan, never: Series, in_time: Series, late: Series) -> Switch:
    """Compare the three courses, future by future."""
    fates = [fates_of(series) for series in (never, in_time, late)]
    working = [np.array([one.working for one in side]) for side in fates]
    work = [np.array([one.months_of_work for one in side]) for side in fates]
    return Switch(
        plan.name,
        len(never),
        share_of(working[0]),
        share_of(working[1]),
        share_of(working[2]),
        paired_difference(working[1], working[0]),
        paired_difference(working[1], working[2]),
        mean_difference(work[1] - work[2]),
    )
