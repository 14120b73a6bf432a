"""A design as a function: values in, outcomes out. It holds no open file and can be sent to other processes."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engines.ensemble import Luck, Series, simulate_series
from sim.experiments.design import Design, read_design
from sim.experiments.points import KINDS, Inputs, parameters_at, plan_at, scenario_at
from sim.experiments.preparing import prepare
from sim.experiments.studied import outcome_kinds
from sim.files import library
from sim.files.mistakes import Mistake, unknown
from sim.results.outcomes import PRIMARY_COLUMNS, Losses, Thresholds, first_blow, live, losses, outcome_table
from sim.world.assembly import build_world, parameter_table

if TYPE_CHECKING:
    import pandas as pd

    from sim.files.context import Context
    from sim.files.plan import Plan
    from sim.files.scenario import Scenario


@dataclass(frozen=True, eq=False)
class DesignFunction:
    """What a design varies, as a function's arguments.

    Attributes
    ----------
    outcomes : what the function returns, each as the mean over the futures.
    futures : how many futures a call lives through; the same ones at every call.
    """

    design: Design
    inputs: Inputs = field(repr=False)
    outcomes: tuple[str, ...]
    futures: int

    def __call__(self, **values: Any) -> dict[str, float]:
        """Return the mean of each outcome over the futures; NaN where some of them have no such outcome.

        Parameters
        ----------
        values : columns of the design's ``[vary]``, and ``scenario``, ``plan`` and ``context`` by name. What is left
            out is as usual; of scenario, plan and context the first of the design.

        Raises
        ------
        Mistake
            A name that the design does not vary, or values that no plan can have.
        """
        table = self.lived(**values)
        return {
            name: float(table[name].mean(skipna=False)) if name in table else float("nan") for name in self.outcomes
        }

    def lived(self, **values: Any) -> pd.DataFrame:
        """Return what became of each future, a row each (see :func:`sim.results.outcomes.outcome_table`)."""
        named = {kind: self._named(kind, values.pop(kind, None)) for kind in KINDS}
        for name in values:
            if name not in self.design.vary:
                raise unknown("varied value", name, tuple(self.design.vary))
        numbers = {name: float(value) for name, value in values.items()}
        scenario: Scenario = self.inputs.scenarios[named["scenario"]]
        plan: Plan = self.inputs.plans[named["plan"]]
        return self._live(
            scenario_at(scenario, numbers), plan_at(plan, numbers), self.inputs.contexts[named["context"]], numbers
        )

    def table(self, points: pd.DataFrame) -> pd.DataFrame:
        """Return the outcomes of many points, a row each, in their order; a point that cannot be is a row of NaN."""
        import pandas as pd

        rows = []
        for _, point in points.iterrows():
            try:
                rows.append(self(**{str(name): value for name, value in point.items()}))
            except Mistake:
                rows.append(dict.fromkeys(self.outcomes, float("nan")))
        return pd.DataFrame(rows, index=points.index, columns=list(self.outcomes))

    def _named(self, kind: str, name: Any) -> str:
        """Return a name of the design's scenarios, plans or contexts; the first where none is given."""
        there: Mapping[str, Any] = {
            "scenario": self.inputs.scenarios, "plan": self.inputs.plans, "context": self.inputs.contexts,
        }[kind]  # fmt: skip
        if name is None:
            return next(iter(there))
        if name not in there:
            raise unknown(f"{kind} of the design", name, tuple(there))
        return str(name)

    def _live(self, scenario: Scenario, plan: Plan, context: Context, values: Mapping[str, float]) -> pd.DataFrame:
        """Live through the futures of one point."""
        library.check_fit(scenario, plan, context)
        records = parameters_at(parameter_table(context, self.inputs.sets.sets), values)
        futures = np.arange(self.futures)

        def series_of(one: Scenario) -> Series:
            world = build_world(one, plan, context)
            return simulate_series(world, records, futures, Luck(self.design.seed))

        series, blow = series_of(scenario), first_blow(scenario, context)
        lost: Losses | None = None
        if blow is not None:
            primary, twin = list(PRIMARY_COLUMNS), series_of(scenario.twin())
            lost = losses(series[:, :, primary], twin[:, :, primary], live(twin), blow)
        lives = live(series)
        return outcome_table(futures, len(self.inputs.sets), series, lives, lost, Thresholds())


def as_function(
    design: Design | str | os.PathLike[str],
    outcomes: Sequence[str] = ("working",),
    futures: int | None = None,
) -> DesignFunction:
    """Return a design as a function from values to the means of outcomes.

    Parameters
    ----------
    design : a design, or the path of its file. What it says of sampling does not matter here.
    outcomes : columns of outcomes.
    futures : how many futures a call lives through; by default those of the design.

    Examples
    --------
    >>> live = as_function("donors.toml", outcomes=["working", "reuse"], futures=200)
    >>> live(diversification=0.8, donors_exit_share=0.4)
    {'working': 0.61, 'reuse': 7.9}

    Raises
    ------
    Mistake
        A design that is wrong, or an outcome that does not exist.
    """
    read, folder = (design, Path()) if isinstance(design, Design) else (read_design(design), Path(design).parent)
    kinds = outcome_kinds()
    for name in outcomes:
        if name not in kinds:
            raise unknown("outcome", name, tuple(kinds))
    number = read.futures if futures is None else futures
    if number < 1:
        raise Mistake(f"futures is {number}, but must be at least 1")
    return DesignFunction(read, prepare(read, folder).inputs, tuple(outcomes), number)
