"""One scenario under one plan: every measure of every month of every future, as an xarray dataset."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engines.ensemble import Luck, Series, simulate_series
from sim.files import library
from sim.files.context import Context
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import PLAUSIBLE, ParameterSets, parameter_sets
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.results.fingerprint import fingerprint
from sim.results.outcomes import (
    JUDGED,
    PRIMARY_COLUMNS,
    STATES,
    Losses,
    Thresholds,
    first_blow,
    live,
    losses,
    outcome_table,
)
from sim.world.assembly import Ruling, build_world, parameter_table
from sim.world.measures import MEASURES, PRIMARY

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr


def future_numbers(futures: int | Sequence[int]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return the numbers of futures: so many from 0, or those that are listed."""
    if isinstance(futures, int) and not isinstance(futures, bool):
        if futures < 1:
            raise Mistake(f"futures is {futures}, but must be at least 1")
        return np.arange(futures)
    numbers = np.asarray(futures)
    if numbers.ndim != 1 or len(numbers) == 0 or numbers.dtype.kind not in "iu":
        raise Mistake(f"futures is {futures!r}, but must be a whole number from 1 or a list of numbers of futures")
    numbers = numbers.astype(np.int64)
    if numbers.min() < 0:
        raise Mistake(f"futures holds {numbers.min()}, but numbers of futures begin with 0")
    return numbers


def simulate(
    scenario: Scenario | str | os.PathLike[str],
    plan: Plan | str | os.PathLike[str] = "baseline",
    context: Context | str | os.PathLike[str] = "uruguay",
    *,
    futures: int | Sequence[int] = 1000,
    seed: int = 1,
    parameters: ParameterSets | str | os.PathLike[str] = PLAUSIBLE,
    rulings: Sequence[Ruling] = (),
    branch: int = 0,
    branch_month: int | None = None,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> xr.Dataset:
    """Live through the futures of one scenario under one plan.

    Parameters
    ----------
    scenario, plan, context : shipped names, or what :mod:`sim.files.library` read.
    futures : how many (numbers 0 to n - 1), or the numbers themselves: any future can be computed alone.
    parameters : "plausible", the shipped sets that agree with what was observed (future k lives with set k modulo their
        number); "default", the numbers as they stand in the model; or a Parquet file of sets
        (see :mod:`sim.files.parameter_sets`).
    rulings : single draws that are overruled, at most 64: (future, month, decision, actor, outcome).
    branch, branch_month : from this month on, another luck with the same past.
    progress : called with the number of futures just done.

    Returns
    -------
    xarray.Dataset
        Dimensions ``future`` and ``month`` (1 to the horizon). A variable for each measure with its unit, ``state``
        (indices of :data:`sim.results.outcomes.STATES`), and the twin's primary measures as ``twin_<measure>`` where
        the scenario strikes a blow. Coordinate ``date`` is by month. Month 0 is the beginning and stands in no row:
        ``start_people`` and ``start_reuse``, by future, are what it had then, and what "working" is measured against.

    Raises
    ------
    Mistake
        A name that does not exist, or dates outside the context's months.
    """
    sets = parameter_sets(parameters)
    what = scenario if isinstance(scenario, Scenario) else library.scenario(scenario)
    how = plan if isinstance(plan, Plan) else library.plan(plan)
    where = context if isinstance(context, Context) else library.context(context)
    library.check_fit(what, how, where)
    numbers = future_numbers(futures)
    luck = Luck(seed, branch, branch_month) if branch_month is not None else Luck(seed, branch)
    blow = first_blow(what, where)

    def series_of(one: Scenario) -> Series:
        world = build_world(one, how, where, rulings=rulings)
        records = parameter_table(where, sets.sets)
        return simulate_series(world, records, numbers, luck, threads=threads, progress=progress)

    series = series_of(what)
    twin = series_of(what.twin()) if blow is not None else None
    return _dataset(what, how, where, numbers, luck, sets, series, twin, blow)


def _dataset(
    scenario: Scenario,
    plan: Plan,
    context: Context,
    numbers: np.ndarray[Any, np.dtype[np.int64]],
    luck: Luck,
    sets: ParameterSets,
    series: Series,
    twin: Series | None,
    blow: int | None,
) -> xr.Dataset:
    """Name, date and explain what the engine gave."""
    import xarray as xr

    both = ("future", "month")
    months = np.arange(1, context.months + 1)
    states = live(series).states[:, 1:]
    variables: dict[str, Any] = {
        measure.name: (both, series[:, 1:, column], {"units": measure.unit, "long_name": measure.title})
        for column, measure in enumerate(MEASURES)
    }
    for column in JUDGED:
        measure = MEASURES[column]
        about = {"units": measure.unit, "long_name": f"{measure.title} in month 0"}
        variables[f"start_{measure.name}"] = (("future",), series[:, 0, column], about)
    variables["state"] = (both, states, {"flag_values": list(range(len(STATES))), "flag_meanings": " ".join(STATES)})
    if twin is not None:
        for column in PRIMARY_COLUMNS:
            measure = MEASURES[column]
            about = {"units": measure.unit, "long_name": f"{measure.title} without the scenario's events"}
            variables[f"twin_{measure.name}"] = (both, twin[:, 1:, column], about)
        twin_lives = live(twin)
        variables["twin_collapse_month"] = (("future",), twin_lives.collapse_month, {"units": "months"})
        variables["twin_years_working"] = (("future",), twin_lives.years_working, {"units": "years"})
    return xr.Dataset(
        variables,
        coords={
            "future": ("future", numbers),
            "parameter_set": ("future", numbers % len(sets)),
            "month": ("month", months, {"units": "months", "long_name": "months since the beginning"}),
            "date": ("month", [context.date_of(int(month)) for month in months]),
        },
        attrs={
            "scenario": scenario.name,
            "plan": plan.name,
            "context": context.name,
            "seed": luck.seed,
            "branch": luck.branch,
            "parameters": sets.name,
            "parameter_sets": len(sets),
            "parameters_fingerprint": sets.fingerprint(),
            "fingerprint": fingerprint(),
            "first_blow": 0 if blow is None else blow,
            "inputs": json.dumps({one.kind_of_file: one.fingerprint() for one in (scenario, plan, context)}),
        },
    )


def outcomes(dataset: xr.Dataset, thresholds: Thresholds = Thresholds()) -> pd.DataFrame:  # noqa: B008
    """Return what became of each future of :func:`simulate`, a row each.

    The columns are those of :func:`sim.results.outcomes.outcome_table`.

    Parameters
    ----------
    thresholds : where the lines are drawn; the defaults are those of every report.
    """
    series = _with_beginning([dataset[measure.name].to_numpy() for measure in MEASURES])
    for column in JUDGED:
        series[:, 0, column] = dataset[f"start_{MEASURES[column].name}"]
    lives = live(series, thresholds)
    lost: Losses | None = None
    blow = int(dataset.attrs["first_blow"])
    if blow > 0:
        twin = _with_beginning([dataset[f"twin_{name}"].to_numpy() for name in PRIMARY])
        collapse, years = (dataset[f"twin_{name}"].to_numpy() for name in ("collapse_month", "years_working"))
        twin_lives = replace(lives, collapse_month=collapse, years_working=years)
        twin = twin[:, :, list(range(len(PRIMARY)))]  # laid out in memory as the other one
        lost = losses(series[:, :, list(PRIMARY_COLUMNS)], twin, twin_lives, blow, thresholds)
    return outcome_table(
        dataset["future"].to_numpy(), int(dataset.attrs["parameter_sets"]), series, lives, lost, thresholds
    )


def _with_beginning(columns: Sequence[np.ndarray[Any, np.dtype[np.float64]]]) -> Series:
    """Return columns by month as a series whose month 0 repeats month 1, to be overwritten where an outcome looks."""
    # In the engine's own memory layout: NumPy adds up in another order in another one, and the last bits differ.
    table = np.ascontiguousarray(np.stack(columns, axis=2))
    return np.concatenate([table[:, :1], table], axis=1)
