"""A point: one scenario, one plan, one context, and the values that a design varies.

A point is known by the hash of what it is, not by its place in a design: the same point in a larger design is the same
point, and what was computed of it is used again.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from sim.experiments.varying import Place, find_place
from sim.files.context import Context
from sim.files.fields import from_validation
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import DEFAULT, ParameterSets
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.world.parameters import defaults
from sim.world.tables import Table

if TYPE_CHECKING:
    import pandas as pd

KINDS: Final = ("scenario", "plan", "context")


@dataclass(frozen=True)
class Inputs:
    """The files that an experiment is made of, by name."""

    scenarios: Mapping[str, Scenario]
    plans: Mapping[str, Plan]
    contexts: Mapping[str, Context]
    sets: ParameterSets

    def hashes(self) -> dict[str, dict[str, str]]:
        """Return the hash of every file, by kind and name."""
        kinds = {"scenario": self.scenarios, "plan": self.plans, "context": self.contexts}
        return {kind: {name: one.fingerprint() for name, one in files.items()} for kind, files in kinds.items()}


@dataclass(frozen=True)
class Point:
    """A point.

    Attributes
    ----------
    identity : 16 hexadecimal digits.
    scenario, plan, context : names of files of the experiment.
    values : what is varied, by column.
    """

    identity: str
    scenario: str
    plan: str
    context: str
    values: Mapping[str, float]

    @property
    def without_events(self) -> tuple[Any, ...]:
        """What the point's twin depends on: points that agree in it share their twins."""
        own = tuple((name, value) for name, value in self.values.items() if _place(name).home != "event")
        return (self.context, self.plan, own)


@lru_cache(maxsize=4096)
def _place(column: str) -> Place:
    """Return where a column belongs."""
    place = find_place(column)
    if place is None:
        raise Mistake(f"column '{column}' is nothing that may vary")
    return place


class Naming:
    """Gives points their identities; made once for many points."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._hashes = inputs.hashes()
        self._sets = inputs.sets.fingerprint()
        self._defaults = defaults() if inputs.sets.name == DEFAULT else {}
        self._usual: dict[tuple[str, str, str], float | None] = {}

    def identity(self, scenario: str, plan: str, context: str, values: Mapping[str, float]) -> str:
        """Return the identity of a point.

        A value that is what it would be anyway is no part of the identity: a design that varies one thing more still
        finds the points that have it as usual.
        """
        given = [
            (name, float(value)) for name, value in values.items() if self._as_usual(name, scenario, plan) != value
        ]
        names = {"scenario": scenario, "plan": plan, "context": context}
        content = [[self._hashes[kind][name] for kind, name in names.items()], self._sets, sorted(given)]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]

    def _as_usual(self, column: str, scenario: str, plan: str) -> float | None:
        """Return the value that a column has where it is not varied; None where that is no number."""
        key = column, scenario, plan
        if key not in self._usual:
            self._usual[key] = self._usual_value(_place(column), scenario, plan)
        return self._usual[key]

    def _usual_value(self, place: Place, scenario: str, plan: str) -> float | None:
        if place.home == "parameter":
            return self._defaults.get(place.name)
        if place.home == "lever":
            return self._inputs.plans[plan].levers[place.name]
        if place.home == "effort":
            return self._inputs.plans[plan].effort[place.name]
        event = self._inputs.scenarios[scenario].events[_event_number(self._inputs.scenarios[scenario], place)]
        value = getattr(event, place.field)
        return None if value is None or isinstance(value, str) else float(value)


def check_events(scenarios: Mapping[str, Scenario], columns: Sequence[str], where: str) -> None:
    """Refuse a design that varies an event which one of its scenarios does not have.

    Raises
    ------
    Mistake
        With the column and the scenario.
    """
    for column in columns:
        place = _place(column)
        if place.home == "event":
            for scenario in scenarios.values():
                try:
                    _event_number(scenario, place)
                except LookupError:
                    which = place.name if place.number == 1 else f"{place.name} number {place.number}"
                    message = f"{where}: vary: {column}: scenario '{scenario.name}' has no event {which}"
                    raise Mistake(message) from None


def _event_number(scenario: Scenario, place: Place) -> int:
    """Return the place of an event among a scenario's events."""
    same_kind = [number for number, event in enumerate(scenario.events) if event.kind == place.name]
    return same_kind[place.number - 1]


def scenario_at(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """Return a scenario with the properties of its events as at a point."""
    events = list(scenario.events)
    for column, value in values.items():
        place = _place(column)
        if place.home == "event":
            number = _event_number(scenario, place)
            changed = int(value) if place.allowed.whole else float(value)
            events[number] = events[number].model_copy(update={place.field: changed})
    return scenario.model_copy(update={"events": tuple(events)})


def plan_at(plan: Plan, values: Mapping[str, float]) -> Plan:
    """Return a plan with its levers and weights as at a point.

    Raises
    ------
    Mistake
        Where no such plan can be, such as one that spends effort on nothing.
    """
    levers = {name: _typed(value, name) for name, value in values.items() if _place(name).home == "lever"}
    effort = {name: float(value) for name, value in values.items() if _place(name).home == "effort"}
    if not levers and not effort:
        return plan
    content = plan.file_content() | {"levers": {**plan.levers, **levers}, "effort": {**plan.effort, **effort}}
    try:
        return Plan.model_validate({**content, "name": plan.name}, by_alias=True, by_name=False)
    except ValidationError as error:
        raise from_validation(error, Plan, f"plan '{plan.name}' at this point") from None


def _typed(value: float, name: str) -> float:
    """Return a value as the plan's format wants it."""
    return int(value) if _place(name).allowed.whole else float(value)


def parameters_at(usual: Table, values: Mapping[str, float]) -> Table:
    """Return the records of a point's parameter sets: the usual ones, with what the point varies in each of them."""
    varied = {name: value for name, value in values.items() if _place(name).home == "parameter"}
    if not varied:
        return usual
    records = usual.copy()
    for name, value in varied.items():
        records[name] = value
    return records


@dataclass(frozen=True, eq=False)
class Points:
    """Many points, column by column.

    Attributes
    ----------
    identities : of each point; no two are equal.
    files : for each kind of file its names, and which of them each point has.
    columns, values : what is varied; values of shape (points, columns).
    """

    identities: list[str]
    files: Mapping[str, tuple[tuple[str, ...], npt.NDArray[np.int32]]]
    columns: tuple[str, ...]
    values: npt.NDArray[np.float64]
    numbers: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.identities)

    def point(self, identity: str) -> Point:
        """Return a point."""
        number = self.numbers[identity]
        scenario, plan, context = (names[which[number]] for names, which in (self.files[kind] for kind in KINDS))
        values = dict(zip(self.columns, (float(value) for value in self.values[number]), strict=True))
        return Point(identity, scenario, plan, context, values)

    def twin_groups(self) -> npt.NDArray[np.int64]:
        """Return for each point the number of its group: points of one group share their twins."""
        own = [place for place, column in enumerate(self.columns) if _place(column).home != "event"]
        which = [self.files[kind][1] for kind in ("context", "plan")]
        rows = np.column_stack([*which, *(self.values[:, place] for place in own)])
        _, first, group = np.unique(rows, axis=0, return_index=True, return_inverse=True)
        return np.argsort(np.argsort(first))[group.reshape(-1)]

    def table(self) -> pd.DataFrame:
        """Return the points as a table: identity, number, files, and what is varied."""
        import pandas as pd

        columns: dict[str, Any] = {"point": self.identities, "number": np.arange(len(self))}
        columns |= {kind: np.asarray(names, dtype=object)[which] for kind, (names, which) in self.files.items()}
        columns |= {name: self.values[:, place] for place, name in enumerate(self.columns)}
        return pd.DataFrame(columns)


def points_from(table: pd.DataFrame) -> Points:
    """Return the points in a table, as :meth:`Points.table` gives it."""
    columns = tuple(str(name) for name in table.columns[2 + len(KINDS) :])
    files = {}
    for kind in KINDS:
        names, which = np.unique(table[kind].to_numpy(dtype=str), return_inverse=True)
        files[kind] = (tuple(str(name) for name in names), which.astype(np.int32))
    identities = [str(one) for one in table["point"]]
    numbers = {identity: number for number, identity in enumerate(identities)}
    values = table[list(columns)].to_numpy(dtype=float).reshape(len(table), len(columns))
    return Points(identities, files, columns, values, numbers)


def points_of(inputs: Inputs, columns: Sequence[str], rows: npt.NDArray[np.float64]) -> tuple[Points, pd.DataFrame]:
    """Return the points of every sampled row under every scenario, plan and context, and the table of samples.

    A point that several rows hit stands once among the points and several times among the samples.
    """
    import pandas as pd

    naming = Naming(inputs)
    names = [tuple(one) for one in (inputs.scenarios, inputs.plans, inputs.contexts)]
    plain: list[list[float]] = rows.tolist()
    numbers: dict[str, int] = {}
    hit, kept = [], []
    cells = list(itertools.product(*(range(len(one)) for one in names)))
    for cell in cells:
        scenario, plan, context = (one[place] for one, place in zip(names, cell, strict=True))
        for sample, row in enumerate(plain):
            identity = naming.identity(scenario, plan, context, dict(zip(columns, row, strict=True)))
            if identity not in numbers:
                numbers[identity] = len(numbers)
                kept.append((*cell, sample))
            hit.append(identity)
    places = np.array(kept, dtype=np.int64).reshape(-1, len(KINDS) + 1)
    files_of_points = {
        kind: (names[place], places[:, place].astype(np.int32)) for place, kind in enumerate(KINDS)
    }  # fmt: skip
    points = Points(list(numbers), files_of_points, tuple(columns), rows[places[:, -1]], numbers)
    of_cell = np.repeat(np.array(cells), len(plain), axis=0)
    samples = pd.DataFrame({"sample": np.tile(np.arange(len(plain)), len(cells))})
    for place, kind in enumerate(KINDS):
        samples[kind] = np.asarray(names[place], dtype=object)[of_cell[:, place]]
    samples["point"] = hit
    return points, samples
