"""Scenarios by plans, paired: every cell lives through the same futures, so differences have causes and not luck.

A comparison keeps outcomes per future, shares of states and quantiles of measures per month, and nine sample futures;
never all series at once.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from sim.engines.ensemble import Luck, Series, simulate_series
from sim.files import library
from sim.files.context import Context
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import PLAUSIBLE, ParameterSets, parameter_sets
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.results.counting import Counter, Progress
from sim.results.fingerprint import fingerprint
from sim.results.intervals import (
    Difference,
    Mean,
    Share,
    Survival,
    Waiting,
    mean_difference,
    mean_of,
    paired_difference,
    share_of,
    survival,
    waiting_time,
)
from sim.results.outcomes import (
    MONTHS_IN_YEAR,
    PRIMARY_COLUMNS,
    STATES,
    Lives,
    Losses,
    Thresholds,
    first_blow,
    live,
    losses,
    outcome_table,
)
from sim.results.simulate import future_numbers
from sim.results.variance import Split, split
from sim.world.assembly import Ruling, build_world, ordered_triggers, parameter_table
from sim.world.measures import PRIMARY, SIGNPOSTS
from sim.world.tables import Table

if TYPE_CHECKING:
    import pandas as pd

QUANTILES: Final = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
SAMPLES: Final = 9
"""Sample futures are the first nine numbers: chosen before anything is known of them."""

Names = Sequence[str]


@dataclass(frozen=True)
class Spread:
    """Median and quartiles, or the middle four fifths, of a figure over futures."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, eq=False)
class Cell:
    """One scenario under one plan.

    Attributes
    ----------
    outcomes : a row for each future (see :func:`sim.results.outcomes.outcome_table`).
    state_shares : shape (months + 1, 4), shares of futures in each of ``STATES``.
    quantiles : shape (quantiles, months + 1, 6) of the primary measures.
    samples : shape (up to 9, months + 1, 6), the first futures.
    trigger_months : for each trigger by name, the share of futures in which it holds by month, shape (months + 1,).
    first_fired : for each trigger by name, the month in which it first held in each future; NaN: never.
    blow : month of the first harmful event, or None.
    again, others : outcomes of futures' second lives, and of other communities with their parameter sets, or None
        (see :func:`sim.results.second_lives.with_second_lives`).
    """

    scenario: str
    plan: str
    outcomes: pd.DataFrame
    working: Share
    collapsed: Share
    recovered: Share
    state_shares: npt.NDArray[np.float64]
    survival: Survival
    quantiles: npt.NDArray[np.float64]
    samples: npt.NDArray[np.float64]
    trigger_months: dict[str, npt.NDArray[np.float64]]
    first_fired: dict[str, npt.NDArray[np.float64]]
    blow: int | None
    against_twin: Difference | None
    recovery: Waiting | None
    twins_collapsed: int
    again: pd.DataFrame | None = None
    others: pd.DataFrame | None = None

    def months_lost(self, measure: str = "reuse") -> Spread | None:
        """Return quartiles of the months of work lost after the blow; None where the scenario strikes none."""
        if self.blow is None:
            return None
        lost = self.outcomes.loc[~self.outcomes["twin_collapsed"], f"lost_{measure}"]
        if lost.empty:
            return None
        return Spread(*(float(value) for value in lost.quantile([0.25, 0.5, 0.75])))

    @property
    def years(self) -> Mean:
        """Years of work: months in which a future is working, on average over futures."""
        return mean_of(self.outcomes["years_working"].to_numpy(), 0.0, self.all_years)

    @property
    def years_lost(self) -> Mean | None:
        """Years of work lost against the same futures without the events; None where the scenario strikes no blow."""
        if self.blow is None:
            return None
        return mean_of(self.outcomes["years_lost"].to_numpy(), -self.all_years, self.all_years)

    @property
    def all_years(self) -> float:
        """The horizon in years."""
        return (len(self.state_shares) - 1) / MONTHS_IN_YEAR

    def spread_of(self, outcome: str = "working") -> Split | None:
        """Return how the spread of an outcome splits (:mod:`sim.results.variance`); None where that cannot be told."""
        import pandas as pd

        table = self.outcomes if self.others is None else pd.concat([self.outcomes, self.others])
        again = None if self.again is None else self.again[outcome].reindex(table.index).to_numpy(dtype=float)
        return split(table[outcome].to_numpy(dtype=float), table["parameter_set"].to_numpy(), again)

    def at_the_end(self, measure: str) -> Spread:
        """Return the 10th, 50th and 90th percentile over futures of a measure's mean of the last 12 months."""
        return Spread(*(float(value) for value in self.outcomes[measure].quantile([0.1, 0.5, 0.9])))


@dataclass(frozen=True, eq=False)
class Comparison:
    """Scenarios by plans for one context, in the same futures."""

    context: Context
    scenarios: tuple[Scenario, ...]
    plans: tuple[Plan, ...]
    futures: int
    seed: int
    parameter_sets: ParameterSets
    thresholds: Thresholds
    cells: dict[tuple[str, str], Cell]
    seconds: float = field(default=0.0)

    @property
    def parameters(self) -> str:
        """Which sets of parameters the futures lived with: default, plausible, or the path of a file."""
        return self.parameter_sets.name

    def cell(self, scenario: str, plan: str) -> Cell:
        """Return one scenario under one plan."""
        return self.cells[scenario, plan]

    def against_first_plan(self, scenario: str, plan: str) -> Difference:
        """Return the difference that a plan makes to the working share, against the first plan in the same futures."""
        mine, first = self.cell(scenario, plan), self.cell(scenario, self.plans[0].name)
        return paired_difference(*(one.outcomes["working"].to_numpy() for one in (mine, first)))

    def years_against_first_plan(self, scenario: str, plan: str) -> Difference:
        """Return the difference that a plan makes to the years of work, against the first plan in the same futures."""
        mine, first = self.cell(scenario, plan), self.cell(scenario, self.plans[0].name)
        years = (one.outcomes["years_working"].to_numpy() for one in (mine, first))
        return mean_difference(next(years) - next(years), self.cell(scenario, plan).all_years)

    def given_up(self, scenario: str, plan: str, measures: Names, least: float) -> dict[str, float]:
        """Return what is clearly lower at the end under a plan than under the first: losses as shares of the first's.

        Parameters
        ----------
        least : a smaller loss, as a share of what the first plan has, is not named.
        """
        mine, first = (self.cell(scenario, name).outcomes for name in (plan, self.plans[0].name))
        losses = {}
        for name in measures:
            apart = mean_difference((mine[name] - first[name]).to_numpy(dtype=float))
            whole = float(first[name].mean())
            if apart.high < 0.0 and -apart.difference >= least * whole > 0.0:
                losses[name] = -apart.difference / whole
        return losses

    @property
    def comparisons(self) -> int:
        """How many paired differences are reported: each plan against the first, each blow against its twin."""
        against_plans = len(self.scenarios) * (len(self.plans) - 1)
        return against_plans + sum(cell.against_twin is not None for cell in self.cells.values())

    def outcomes(self) -> pd.DataFrame:
        """Return every future of every cell, a row each, with columns ``scenario``, ``plan`` and ``future`` first."""
        import pandas as pd

        tables = [
            cell.outcomes.reset_index().assign(scenario=cell.scenario, plan=cell.plan) for cell in self.cells.values()
        ]
        table = pd.concat(tables, ignore_index=True)
        first = ["scenario", "plan", "future"]
        return table[first + [name for name in table.columns if name not in first]]

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as ``sobremesa compare --json`` prints it."""
        return {
            "seed": self.seed,
            "futures": self.futures,
            "context": self.context.name,
            "parameters": self.parameters,
            "parameter_sets": len(self.parameter_sets),
            "comparisons": self.comparisons,
            "fingerprint": fingerprint(),
            "rows": [self._row(*key) for key in self.cells],
        }

    def _row(self, scenario: str, plan: str) -> dict[str, Any]:
        cell = self.cell(scenario, plan)
        lost = cell.months_lost()
        row: dict[str, Any] = {"scenario": scenario, "plan": plan}
        for name in ("working", "collapsed", "recovered"):
            share: Share = getattr(cell, name)
            row[name] = {"share": share.share, "low": share.low, "high": share.high}
        row["years_working"] = vars(cell.years)
        row["years_lost"] = None if cell.years_lost is None else vars(cell.years_lost)
        spreads = {name: cell.spread_of(name) for name in ("working", "reuse")}
        row["ignorance"] = {name: None if one is None else vars(one) for name, one in spreads.items()}
        row["months_lost"] = None if lost is None else {"median": lost.median, "q25": lost.low, "q75": lost.high}
        ends = {name: cell.at_the_end(name) for name in PRIMARY}
        row["measures"] = {name: {"p10": end.low, "median": end.median, "p90": end.high} for name, end in ends.items()}
        if cell.against_twin is not None:
            row["against_twin"] = {**vars(cell.against_twin)}
        if plan != self.plans[0].name:
            years = vars(self.years_against_first_plan(scenario, plan))
            row["against"] = {"plan": self.plans[0].name, **vars(self.against_first_plan(scenario, plan))}
            row["against"]["years"] = years
        return row


@dataclass(frozen=True, eq=False)
class _Setting:
    """What all cells of a comparison share."""

    context: Context
    futures: npt.NDArray[np.int64]
    luck: Luck
    parameter_sets: Table
    thresholds: Thresholds
    rulings: tuple[Ruling, ...] = ()
    threads: int | None = None
    cancelled: Callable[[], bool] | None = None
    done: Callable[[int], None] | None = None

    def series(self, scenario: Scenario, plan: Plan) -> Series:
        """Live through one scenario under one plan."""
        world = build_world(scenario, plan, self.context, rulings=self.rulings)
        return simulate_series(
            world, self.parameter_sets, self.futures, self.luck,
            threads=self.threads, progress=self.done, cancelled=self.cancelled,
        )  # fmt: skip


def compare(
    scenarios: Sequence[Scenario | str] | None = None,
    plans: Sequence[Plan | str] = ("baseline",),
    context: Context | str = "uruguay",
    *,
    futures: int = 1000,
    seed: int = 1,
    parameters: ParameterSets | str | os.PathLike[str] = PLAUSIBLE,
    thresholds: Thresholds = Thresholds(),  # noqa: B008
    rulings: Sequence[Ruling] = (),
    threads: int | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Comparison:
    """Live through the same futures in every scenario under every plan, and compare.

    Parameters
    ----------
    scenarios, plans, context : shipped names, or what :mod:`sim.files.library` read; by default all shipped scenarios.
        The first plan is the one that the others are compared with.
    futures : how many; their numbers are 0 to ``futures`` - 1.
    parameters : see :func:`sim.results.simulate.simulate`.
    progress : called with the number of futures done and of all.

    Raises
    ------
    Mistake
        A name that does not exist, or dates outside the context's months.
    """
    began = time.perf_counter()
    sets = parameter_sets(parameters)
    numbers = future_numbers(futures)
    for what, given in (("scenarios", scenarios), ("plans", plans)):
        if isinstance(given, str) or (given is not None and not given):
            raise Mistake(f"{what} is {given!r}, but must be a list of at least one name")
    place = context if isinstance(context, Context) else library.context(context)
    worlds = tuple(
        library.scenario(one) if isinstance(one, str) else one for one in scenarios or library.names("scenario")
    )
    ways = tuple(library.plan(one) if isinstance(one, str) else one for one in plans)
    library.refuse_twice("scenario", worlds)
    library.refuse_twice("plan", ways)
    for scenario in worlds:
        for plan in ways:
            library.check_fit(scenario, plan, place)
    total = futures * sum(1 + sum(bool(one.events) for one in worlds) for _ in ways)
    counter = Counter(total, progress)
    setting = _Setting(
        place, numbers, Luck(seed), parameter_table(place, sets.sets), thresholds, tuple(rulings),
        threads, cancelled, counter.add,
    )  # fmt: skip
    cells = {}
    for plan in ways:
        cells.update(_cells_of_plan(worlds, plan, setting))
    ordered = {(scenario.name, plan.name): cells[scenario.name, plan.name] for scenario in worlds for plan in ways}
    return Comparison(
        place, worlds, ways, futures, seed, sets, thresholds, ordered,
        time.perf_counter() - began,
    )  # fmt: skip


def _cells_of_plan(worlds: Sequence[Scenario], plan: Plan, setting: _Setting) -> dict[tuple[str, str], Cell]:
    """Return the cells of one plan. The twin, which drops a scenario's events, is the same for all: it runs once."""
    twin_series = setting.series(worlds[0].twin(), plan)
    twin_lives = live(twin_series, setting.thresholds)
    twin_primary = twin_series[:, :, list(PRIMARY_COLUMNS)]
    calm = next((one for one in worlds if not one.events), None)
    cells = {}
    if calm is not None:
        cell = _cell(calm, plan, twin_series, twin_lives, None, None, setting)
        cells = {(one.name, plan.name): replace(cell, scenario=one.name) for one in worlds if not one.events}
    del twin_series
    for scenario in worlds:
        if scenario.events:
            series = setting.series(scenario, plan)
            lives = live(series, setting.thresholds)
            blow = first_blow(scenario, setting.context)
            lost = None
            if blow is not None:
                primary = series[:, :, list(PRIMARY_COLUMNS)]
                lost = losses(primary, twin_primary, twin_lives, blow, setting.thresholds)
                del primary
            cells[scenario.name, plan.name] = _cell(scenario, plan, series, lives, lost, twin_lives, setting)
            del series
    return cells


def _cell(
    scenario: Scenario,
    plan: Plan,
    series: Series,
    lives: Lives,
    lost: Losses | None,
    twin: Lives | None,
    setting: _Setting,
) -> Cell:
    """Reduce the series of one scenario under one plan to what a comparison keeps."""
    table = outcome_table(setting.futures, len(setting.parameter_sets), series, lives, lost, setting.thresholds)
    months = setting.context.months
    held = _held(series, plan, setting.context)
    apart = None if lost is None else ~lost.twin_collapsed
    return Cell(
        scenario=scenario.name,
        plan=plan.name,
        outcomes=table,
        working=share_of(lives.working),
        collapsed=share_of(table["collapsed"].to_numpy()),
        recovered=share_of(table["recovered"].to_numpy()),
        state_shares=np.stack([(lives.states == state).mean(axis=0) for state in range(len(STATES))], axis=1),
        survival=survival(lives.collapse_month, months),
        quantiles=_quantiles(series),
        samples=series[:SAMPLES][:, :, list(PRIMARY_COLUMNS)].copy(),
        trigger_months={name: flags.mean(axis=0) for name, flags in held.items()},
        first_fired={name: _first(flags) for name, flags in held.items()},
        blow=first_blow(scenario, setting.context),
        against_twin=None if twin is None else paired_difference(lives.working, twin.working),
        recovery=None if lost is None else waiting_time(lost.recovery_time[apart], lost.not_back[apart]),
        twins_collapsed=0 if lost is None else int(lost.twin_collapsed.sum()),
    )


def _quantiles(series: Series) -> npt.NDArray[np.float64]:
    """Return quantiles over futures, measure by measure to keep memory low; shape (quantiles, months + 1, 6)."""
    return np.stack([np.quantile(series[:, :, column], QUANTILES, axis=0) for column in PRIMARY_COLUMNS], axis=2)


def _held(series: Series, plan: Plan, context: Context) -> dict[str, npt.NDArray[np.bool_]]:
    """Return when each trigger of a plan held, by name, shape (futures, months + 1)."""
    if not plan.triggers:
        return {}
    bits = series[:, :, SIGNPOSTS].astype(np.int64)
    return {trigger.name: (bits >> place) & 1 == 1 for place, trigger in enumerate(ordered_triggers(plan, context))}


def _first(flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Return the first month in which something held; NaN: never."""
    return np.where(flags.any(axis=1), flags.argmax(axis=1), np.nan)
