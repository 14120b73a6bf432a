"""A design as a model of the EMA Workbench (Python 3.12 and newer; ``pip install ema_workbench``)."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.experiments.design import Design
from sim.experiments.points import KINDS
from sim.files.mistakes import Mistake
from sim.interop.function import DesignFunction, as_function

if TYPE_CHECKING:
    from sim.experiments.varying import Variation


OWN_NAMES: Final = {"scenario": "world_scenario"}
"""The workbench calls its own samples of uncertainties scenarios, in a column of that name."""


@dataclass(frozen=True, eq=False)
class Forgiving:
    """A design as a function that never raises because of a point: one that cannot be has no outcomes (NaN).

    One experiment that fails would end the whole run of the workbench, or make its pool of processes wait for ever.
    """

    function: DesignFunction

    def __call__(self, **values: Any) -> dict[str, float]:
        """Return the outcomes of a point."""
        try:
            return self.function(**values)
        except Mistake:
            return dict.fromkeys(self.function.outcomes, float("nan"))


def ema_model(
    design: Design | str | os.PathLike[str],
    outcomes: Sequence[str] = ("working",),
    futures: int | None = None,
) -> Any:
    """Return a design as an ``ema_workbench.Model``.

    Parameters and properties of events become uncertainties, and so do scenario (as ``world_scenario``) and context
    where there are several; levers and efforts become levers, and so does the plan. Outcomes are means over futures.

    Parameters
    ----------
    outcomes : columns of outcomes.
    futures : how many futures an experiment lives through; by default those of the design.

    Raises
    ------
    Mistake
        Where the workbench is not installed, or the design is wrong.
    """
    try:
        from ema_workbench import Model, ScalarOutcome
    except ImportError as error:
        raise Mistake(
            "the EMA Workbench is not installed; it needs Python 3.12 or newer: pip install ema_workbench"
        ) from error
    function = as_function(design, outcomes, futures)
    model = Model(_identifier(function.design.name), function=Forgiving(function))
    sides: dict[str, list[Any]] = {"uncertainties": [], "levers": []}
    named = (function.inputs.scenarios, function.inputs.plans, function.inputs.contexts)
    for kind, there in zip(KINDS, named, strict=True):
        if len(there) > 1:
            side = "levers" if kind == "plan" else "uncertainties"
            sides[side].append(_choice(OWN_NAMES.get(kind, kind), tuple(there), kind))
    for name, one in function.design.vary.items():
        of_community = one.place.home in ("lever", "effort")
        sides["levers" if of_community else "uncertainties"].append(_parameter(name, one))
    if sides["uncertainties"]:
        model.uncertainties = sides["uncertainties"]
    if sides["levers"]:
        model.levers = sides["levers"]
    model.outcomes = [ScalarOutcome(name) for name in function.outcomes]
    return model


def _identifier(name: str) -> str:
    """Return a name that the workbench takes for a model."""
    plain = re.sub(r"\W", "_", name)
    return plain if plain.isidentifier() else f"design_{plain}"


def _choice(name: str, choices: Sequence[Any], variable: str) -> Any:
    from ema_workbench import CategoricalParameter

    return CategoricalParameter(name, list(choices), variable_name=variable)


def _parameter(name: str, one: Variation) -> Any:
    """Return a varied value as a parameter of the workbench."""
    from ema_workbench import IntegerParameter, RealParameter

    if one.values:
        return _choice(name, one.values, name)
    if one.whole:
        return IntegerParameter(name, int(one.low), int(one.high))
    return RealParameter(name, one.low, one.high)
