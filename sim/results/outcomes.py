"""What became of each future: working, collapsed or recovered; years of work; months of work lost, time to recover.

Definitions are those of docs/model.md ("Outcomes"). Each future is measured against its own beginning, month 0, and
against nothing else: everything looks at the present and the past of one future, never at other futures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from sim.world.events import EVENT_KINDS, KIND_NUMBER
from sim.world.measures import (
    ACTIVE_MEMBERS,
    COURSE_SHARE,
    MEASURES,
    OPEN_BY_DEFAULT,
    PEOPLE,
    PRIMARY,
    REUSE,
    RUNWAY,
)

if TYPE_CHECKING:
    import pandas as pd

    from sim.engines.ensemble import Series
    from sim.files.context import Context
    from sim.files.scenario import Scenario

STATES: Final = ("working", "collapsed", "paper", "struggling")
"""In "paper" (on paper only), something formal remains of a community that has lost most of its people or its use."""
WORKING, COLLAPSED, PAPER, STRUGGLING = range(len(STATES))

MONTHS_IN_YEAR: Final = 12

ANYTHING: Final = float(np.nextafter(0.0, 1.0))
"""The least that is more than nothing. Half of nothing is nothing; so where a future began without people or without
data in use, it has kept that as long as there is anything of it, and lost it while there is nothing."""

PRIMARY_COLUMNS: Final = tuple(number for number, measure in enumerate(MEASURES) if measure.primary)

JUDGED: Final = [PEOPLE, REUSE]
"""What must be there for a community to work: people, and use of data."""


@dataclass(frozen=True)
class Thresholds:
    """Where the lines are drawn; assumptions all, so that users may draw them elsewhere and see what changes.

    Shares are of what the same future had in month 0.
    """

    working: float = 1 / 2
    collapsed: float = 1 / 3
    recovered: float = 1 / 2
    in_a_row: int = 6
    paper_runway: float = 3.0
    paper_courses: float = 0.25
    paper_open: float = 0.2
    last_months: int = 12
    loss_window: int = 36
    back_to: float = 0.9
    back_for: int = 3
    no_drop: float = 0.1


@dataclass(frozen=True, eq=False)
class Lives:
    """The states of some futures, month by month.

    Attributes
    ----------
    states : shape (futures, months + 1), indices of ``STATES``.
    collapse_month : first of the months that made the first collapse; NaN where there was none. Shape (futures,).
    recovery_month : first month after the first collapse in which a future counted as recovered; NaN: none.
    working : whether the future is still working at the end (the headline).
    years_working : months in state working, from month 1 to the horizon, in years; so that timing decides less.
    """

    states: npt.NDArray[np.int8]
    collapse_month: npt.NDArray[np.float64]
    recovery_month: npt.NDArray[np.float64]
    working: npt.NDArray[np.bool_]
    years_working: npt.NDArray[np.float64]


def live(series: Series, thresholds: Thresholds = Thresholds()) -> Lives:
    """Judge every month of every future.

    Parameters
    ----------
    series : shape (futures, months + 1, measures), as the ensemble engine gives it; month 0 is what is compared with.
    """
    kept = series[:, :, JUDGED]
    working = np.asarray((kept >= own_bounds(series, thresholds.working)[:, None]).all(axis=2))
    high = np.asarray((kept >= own_bounds(series, thresholds.recovered)[:, None]).all(axis=2))
    lost = kept < own_bounds(series, thresholds.collapsed)[:, None]
    low, either_low = np.asarray(lost.all(axis=2)), np.asarray(lost.any(axis=2))
    formal = is_formal(series, thresholds)
    futures, months = working.shape
    states = np.full((futures, months), STRUGGLING, dtype=np.int8)
    down = np.zeros(futures, dtype=bool)
    low_run, high_run = np.zeros(futures, dtype=int), np.zeros(futures, dtype=int)
    collapse, recovery = np.full(futures, np.nan), np.full(futures, np.nan)
    for month in range(months):
        counted = month > 0
        low_run = np.where(low[:, month] & counted, low_run + 1, 0)
        high_run = np.where(high[:, month] & counted, high_run + 1, 0)
        back = down & (high_run >= thresholds.in_a_row)
        recovery = np.where(back & np.isnan(recovery), month, recovery)
        down &= ~back
        falling = ~down & (low_run >= thresholds.in_a_row)
        collapse = np.where(falling & np.isnan(collapse), month - thresholds.in_a_row + 1, collapse)
        down |= falling
        now = states[:, month]
        now[either_low[:, month] & formal[:, month]] = PAPER
        now[down] = COLLAPSED
        now[working[:, month]] = WORKING
    years = (states[:, 1:] == WORKING).sum(axis=1) / MONTHS_IN_YEAR
    return Lives(states, collapse, recovery, working_at_the_end(series, thresholds), years)


def own_bounds(series: Series, share: float) -> Series:
    """Return a share of each future's own people and data in use in month 0, shape (futures, 2).

    Of a beginning with nothing the bound is the least that is more than nothing.
    """
    return np.maximum(share * series[:, 0, JUDGED], ANYTHING)


def added_up(values: Series) -> Series:
    """Return sums over months, of an array of shape (futures, months, measures).

    Months are added one after another, from the first to the last, on every machine: NumPy's own sum promises no order,
    and another order changes the last bits.
    """
    total = np.zeros_like(values[:, 0])
    for month in range(values.shape[1]):
        total = total + values[:, month]
    return total


def last_means(series: Series, columns: Sequence[int], months: int) -> Series:
    """Return the means of some measures over the last months, shape (futures, measures)."""
    last = series[:, -months:][:, :, list(columns)]
    return np.asarray(added_up(last) / last.shape[1])


def is_formal(series: Series, thresholds: Thresholds = Thresholds()) -> npt.NDArray[np.bool_]:
    """Return where something formal remains: promised money, courses, or open catalogues."""
    return (
        (series[:, :, RUNWAY] >= thresholds.paper_runway)
        | (series[:, :, COURSE_SHARE] >= thresholds.paper_courses)
        | (series[:, :, OPEN_BY_DEFAULT] >= thresholds.paper_open)
    )


def is_listed(series: Series) -> npt.NDArray[np.bool_]:
    """Return where a community would still be listed: any active member, or anything formal."""
    return (series[:, :, ACTIVE_MEMBERS] > 0) | is_formal(series)


def working_at_the_end(series: Series, thresholds: Thresholds = Thresholds()) -> npt.NDArray[np.bool_]:
    """Return whether people and reuse, on average over the last year, are each at least half of their own beginning."""
    means = last_means(series, JUDGED, thresholds.last_months)
    return np.asarray((means >= own_bounds(series, thresholds.working)).all(axis=1))


def first_blow(scenario: Scenario, context: Context) -> int | None:
    """Return the month of a scenario's first harmful event; None where there is none.

    A boom, a grant and newcomers are no blow; attention to a theme is one where it falls.
    """
    months = []
    for event in scenario.events:
        harmful = EVENT_KINDS[KIND_NUMBER[event.kind]].harmful
        if event.kind == "salience":
            harmful = event.change < 0
        if harmful:
            months.append(context.month_of(event.when))
    return min(months, default=None)


@dataclass(frozen=True, eq=False)
class Losses:
    """What a blow cost, against the twin of each future. Arrays have shape (futures,) or (futures, six measures).

    Attributes
    ----------
    drop : the largest drop within the window, as a share of the twin.
    lost : months of work lost within the window (36 months from the blow, or to the horizon).
    lost_to_horizon : the same to the end of the run.
    recovery_time : months from the blow until reuse was back; 0 without a drop; at the end of the run if it was not.
    not_back : whether reuse was not back by then.
    twin_collapsed : futures whose twin had already collapsed at the blow; they are counted apart.
    twin_years : the twin's years of work.
    """

    drop: npt.NDArray[np.float64]
    lost: npt.NDArray[np.float64]
    lost_to_horizon: npt.NDArray[np.float64]
    recovery_time: npt.NDArray[np.float64]
    not_back: npt.NDArray[np.bool_]
    twin_collapsed: npt.NDArray[np.bool_]
    twin_years: npt.NDArray[np.float64]


def losses(
    series: Series, twin: Series, twin_lives: Lives, blow: int, thresholds: Thresholds = Thresholds()
) -> Losses:  # fmt: skip
    """Measure what a blow cost.

    ``series`` and ``twin`` hold the six primary measures, shape (futures, months + 1, 6).
    """
    window = slice(blow, blow + thresholds.loss_window)
    lost, drop = _lost(series[:, window], twin[:, window])
    to_horizon, _ = _lost(series[:, blow:], twin[:, blow:])
    reuse = PRIMARY.index("reuse")
    time, not_back = _recovery(series[:, blow:, reuse], twin[:, blow:, reuse], thresholds)
    states_at_blow = twin_lives.collapse_month <= blow
    return Losses(drop, lost, to_horizon, time, not_back, np.asarray(states_at_blow), twin_lives.years_working)


def _lost(run: Series, twin: Series) -> tuple[Series, Series]:
    """Return months of work lost and the largest drop; months in which the twin has nothing are left out."""
    there = twin > 0
    missing = np.where(there, np.maximum(0.0, twin - run), 0.0)
    usual = added_up(np.where(there, twin, 0.0)) / np.maximum(1, there.sum(axis=1))
    lost = np.divide(added_up(missing), usual, out=np.zeros_like(usual), where=usual > 0)
    share = np.divide(missing, twin, out=np.zeros_like(missing), where=there)
    return lost, share.max(axis=1)


def _recovery(
    run: Series, twin: Series, thresholds: Thresholds
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return the months from the blow until the run was back at its twin's level for some months in a row."""
    futures, months = run.shape
    share = np.divide(twin - run, twin, out=np.zeros_like(run), where=twin > 0)
    window = share[:, : thresholds.loss_window]
    deepest = window.argmax(axis=1)
    back = run >= thresholds.back_to * twin
    row = np.zeros((futures, months), dtype=bool)
    last = months - thresholds.back_for + 1
    if last > 0:
        row[:, :last] = np.lib.stride_tricks.sliding_window_view(back, thresholds.back_for, axis=1).all(axis=2)
    row &= np.arange(months) >= deepest[:, None]
    found = row.any(axis=1)
    time = np.where(found, row.argmax(axis=1), months - 1).astype(float)
    no_drop = window.max(axis=1) < thresholds.no_drop
    return np.where(no_drop, 0.0, time), ~(found | no_drop)


def outcome_table(
    futures: npt.NDArray[np.int64],
    parameter_sets: int,
    series: Series,
    lives: Lives,
    lost: Losses | None,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """Return a row for each future, indexed by its number.

    Columns: ``parameter_set`` (the future's number modulo the number of sets), ``working``, ``state`` (of the last
    month), ``years_working``, ``collapsed``, ``collapse_month``, ``recovered``, ``recovery_month``; each primary
    measure's mean of the last year; and, where the scenario strikes a blow, ``years_lost`` (the twin's years of work
    less its own), ``lost_<measure>`` and ``lost_to_horizon_<measure>`` (months), ``drop_<measure>`` (share),
    ``recovery_time`` (months of reuse), ``not_back`` and ``twin_collapsed``. Months are NaN where a thing did not
    happen.
    """
    import pandas as pd

    columns: dict[str, npt.NDArray[np.generic]] = {
        "parameter_set": futures % parameter_sets,
        "working": lives.working,
        "state": np.asarray(STATES)[lives.states[:, -1]],
        "years_working": lives.years_working,
        "collapsed": ~np.isnan(lives.collapse_month),
        "collapse_month": lives.collapse_month,
        "recovered": ~np.isnan(lives.recovery_month),
        "recovery_month": lives.recovery_month,
    }
    means = last_means(series, PRIMARY_COLUMNS, thresholds.last_months)
    columns |= {name: means[:, place] for place, name in enumerate(PRIMARY)}
    if lost is not None:
        columns["years_lost"] = lost.twin_years - lives.years_working
        for place, name in enumerate(PRIMARY):
            columns[f"lost_{name}"] = lost.lost[:, place]
            columns[f"lost_to_horizon_{name}"] = lost.lost_to_horizon[:, place]
            columns[f"drop_{name}"] = lost.drop[:, place]
        columns |= {
            "recovery_time": lost.recovery_time, "not_back": lost.not_back, "twin_collapsed": lost.twin_collapsed,
        }  # fmt: skip
    return pd.DataFrame(columns, index=pd.Index(futures, name="future"))
