"""Live through a part: the futures of some points, reduced to outcomes as they come.

Points that share a twin (the same plan, context and parameters under several scenarios) live through it once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.engines.ensemble import Cancelled, Luck, Series, simulate_series
from sim.experiments.parts import DIGITS, Failure, Unit, series_schema, write_part
from sim.experiments.points import Point, parameters_at, plan_at, scenario_at
from sim.files import library
from sim.files.context import Context
from sim.files.mistakes import Mistake, printable
from sim.files.parameter_sets import DEFAULT, ParameterSets, parameter_sets
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.results.outcomes import PRIMARY_COLUMNS, Thresholds, first_blow, live, losses, outcome_table
from sim.world.assembly import build_world, parameter_table
from sim.world.measures import MEASURES
from sim.world.tables import Table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

INPUTS: Final = "inputs"

TOGETHER: Final = 1000
"""Futures that are judged in one go: more would take more memory, fewer more time."""

MEASURE_NUMBER: Final = {measure.name: number for number, measure in enumerate(MEASURES)}


@dataclass(frozen=True)
class Part:
    """What has to be lived through for one file; everything that a process on another machine needs besides the folder.

    Attributes
    ----------
    files : the hash of each file of the experiment, by kind and name; they lie in the folder's ``inputs``.
    sets : the name of the file of parameter sets in ``inputs``, or "default".
    points : the points, by identity.
    machine : what every machine that adds to the experiment must be (see :func:`sim.experiments.store.machine`).
    """

    folder: str
    key: str
    units: tuple[Unit, ...]
    points: dict[str, Point]
    files: dict[str, dict[str, str]]
    sets: str
    seed: int
    series: tuple[str, ...]
    machine: str

    @property
    def futures(self) -> int:
        """How many futures it holds."""
        return sum(unit.futures for unit in self.units)


@dataclass
class Lived:
    """What came of a part, before it is written."""

    outcomes: list[pd.DataFrame] = field(default_factory=list)
    series: list[pa.Table] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class _Run:
    """One unit that was lived through, to be judged with others of the same context and first blow."""

    unit: Unit
    context: Context
    sets: int
    blow: int | None
    series: Series
    twin: Series | None


Progress = Callable[[int], None]
Asked = Callable[[], bool]


def keep_part(part: Part, progress: Progress | None = None, cancelled: Asked | None = None) -> str:
    """Live through a part and write it into the experiment's folder; return the name of the file.

    Raises
    ------
    Mistake
        Where it cannot be written.
    Cancelled
        ``cancelled`` said so.
    """
    lived = live_through(part, progress, cancelled)
    return write_part(Path(part.folder), part.key, lived.outcomes, lived.series, lived.failures, part.machine)


def live_through(part: Part, progress: Progress | None = None, cancelled: Asked | None = None) -> Lived:
    """Live through a part; a point that cannot be lived through is noted with its reason, and the others go on."""
    lived, waiting, twins = Lived(), list[_Run](), _Twins()
    for unit in part.units:
        if cancelled is not None and cancelled():
            raise Cancelled
        files = files_of(part, part.points[unit.point])
        try:
            run = _live(part, unit, files, twins, cancelled)
        except (Cancelled, OSError, MemoryError):
            raise
        except Exception as error:
            lived.failures.append(Failure(unit, _reason(error)))
        else:
            if waiting and (_kind(run) != _kind(waiting[0]) or _futures(waiting) >= TOGETHER):
                _judge(waiting, part, lived)
                waiting = []
            waiting.append(run)
        if progress is not None:
            progress(unit.futures)
    if waiting:
        _judge(waiting, part, lived)
    return lived


def _reason(error: Exception) -> str:
    """Return in one line why a point failed."""
    words = " ".join(str(error).split())
    return words if isinstance(error, Mistake | FloatingPointError) else f"{type(error).__name__}: {words}"


def _kind(run: _Run) -> tuple[Any, ...]:
    """Return what runs must have in common to be judged together."""
    return run.context.name, run.blow, run.sets


def _futures(runs: Sequence[_Run]) -> int:
    return sum(run.unit.futures for run in runs)


class _Twins:
    """The twin that was lived through last."""

    def __init__(self) -> None:
        self._key: tuple[Any, ...] | None = None
        self._series: Series | None = None

    def series(self, key: tuple[Any, ...], live_twin: Callable[[], Series]) -> Series:
        """Return a twin's series; it is lived through where it is not the last one."""
        if self._series is None or key != self._key:
            self._key, self._series = key, live_twin()
        return self._series


def _live(part: Part, unit: Unit, files: Files, twins: _Twins, cancelled: Asked | None) -> _Run:
    """Live through the futures of one point, and of its twin where the scenario strikes a blow."""
    point = part.points[unit.point]
    scenario, plan, context, sets = files
    scenario, plan = scenario_at(scenario, point.values), plan_at(plan, point.values)
    library.check_fit(scenario, plan, context)
    place = part.folder, context.name, part.files["context"][context.name]
    records = parameters_at(_usual_records(*place, part.sets), point.values)
    numbers = np.arange(unit.first, unit.last + 1)

    def series_of(one: Scenario) -> Series:
        world = build_world(one, plan, context)
        return simulate_series(world, records, numbers, Luck(part.seed), threads=1, cancelled=cancelled)

    blow = first_blow(scenario, context)
    series = series_of(scenario)
    twin = None
    if blow is not None:
        key = (point.without_events, unit.first, unit.last)
        twin = twins.series(key, lambda: series_of(scenario.twin()))
    return _Run(unit, context, len(sets), blow, series, twin)


def _judge(runs: Sequence[_Run], part: Part, lived: Lived) -> None:
    """Reduce runs of one context and one blow to outcomes, and keep the series that the design wants."""
    first = runs[0]
    series = np.concatenate([run.series for run in runs])
    futures = np.concatenate([np.arange(run.unit.first, run.unit.last + 1) for run in runs])
    points = np.repeat([run.unit.point for run in runs], [run.unit.futures for run in runs])
    lost = None
    if first.blow is not None:
        twin = np.concatenate([run.twin for run in runs if run.twin is not None])
        primary = list(PRIMARY_COLUMNS)
        lost = losses(series[:, :, primary], twin[:, :, primary], live(twin), first.blow)
    table = outcome_table(futures, first.sets, series, live(series), lost, Thresholds())
    table = table.reset_index()
    table.insert(0, "point", points)
    lived.outcomes.append(table)
    if part.series:
        lived.series.append(_kept_series(points, futures, series, part.series))


def _kept_series(points: Any, futures: Any, series: Series, measures: Sequence[str]) -> pa.Table:
    """Return measures as a table with a row for each point, future and month (from 1)."""
    import pyarrow as pa

    months = series.shape[1] - 1
    columns = [
        np.repeat(points, months),
        np.repeat(futures, months),
        np.tile(np.arange(1, months + 1, dtype=np.int32), len(futures)),
    ]
    columns += [series[:, 1:, MEASURE_NUMBER[name]].reshape(-1) for name in measures]
    schema = series_schema(measures)
    return pa.table([pa.array(one, type=kind.type) for one, kind in zip(columns, schema, strict=True)], schema=schema)


Files = tuple[Scenario, Plan, Context, ParameterSets]


def files_of(part: Part, point: Point) -> Files:
    """Return the files that a point refers to, as the experiment's folder keeps them."""
    scenario = read_input(part.folder, "scenario", point.scenario, part.files["scenario"][point.scenario])
    plan = read_input(part.folder, "plan", point.plan, part.files["plan"][point.plan])
    context = read_input(part.folder, "context", point.context, part.files["context"][point.context])
    assert isinstance(scenario, Scenario) and isinstance(plan, Plan) and isinstance(context, Context)
    return scenario, plan, context, read_sets(part.folder, part.sets)


@lru_cache(maxsize=4096)
def read_input(folder: str, kind: str, name: str, fingerprint: str) -> Scenario | Plan | Context:
    """Return a file of an experiment from its folder (read once by each process)."""
    path = Path(folder, input_path(fingerprint, f"{name}.toml"))
    found = library.find(kind, path)
    if found.fingerprint() != fingerprint:
        raise Mistake(f"{printable(str(path))} is not what the experiment was made with: it was changed")
    assert isinstance(found, Scenario | Plan | Context)
    return found


def input_path(fingerprint: str, name: str) -> str:
    """Return where a file of an experiment lies in its folder."""
    return f"{INPUTS}/{fingerprint[:DIGITS]}/{name}"


@lru_cache(maxsize=16)
def read_sets(folder: str, name: str) -> ParameterSets:
    """Return an experiment's parameter sets from its folder (read once by each process)."""
    return parameter_sets(DEFAULT if name == DEFAULT else Path(folder, name))


@lru_cache(maxsize=256)
def _usual_records(folder: str, context: str, fingerprint: str, sets: str) -> Table:
    """Return the records of the experiment's parameter sets in a context (made once by each process)."""
    place = read_input(folder, "context", context, fingerprint)
    assert isinstance(place, Context)
    return parameter_table(place, read_sets(folder, sets).sets)
