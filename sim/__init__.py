"""Sobremesa: does an open data community last under changes of government and funding?

>>> import sim
>>> dataset = sim.simulate("hostile-successors", plan="adaptive", context="uruguay", futures=100, seed=1)
>>> table = sim.outcomes(dataset)
>>> comparison = sim.compare(["calm-decade", "big-funders-go"], ["baseline", "adaptive"], "uruguay", futures=100)
>>> model = sim.CommunityModel("hostile-successors", "baseline", "uruguay", seed=1, future=17)

Importing does nothing; each name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.causes.attribution import why
    from sim.causes.collapses import collapse_causes
    from sim.causes.forking import fork
    from sim.engines.mesa_model import CommunityModel
    from sim.experiments.reading import open_experiment
    from sim.files.library import context, load, plan, save, scenario
    from sim.files.mistakes import Mistake
    from sim.results.compare import compare
    from sim.results.simulate import outcomes, simulate

_HOMES = {
    "scenario": "sim.files.library",
    "plan": "sim.files.library",
    "context": "sim.files.library",
    "load": "sim.files.library",
    "save": "sim.files.library",
    "simulate": "sim.results.simulate",
    "outcomes": "sim.results.simulate",
    "compare": "sim.results.compare",
    "why": "sim.causes.attribution",
    "collapse_causes": "sim.causes.collapses",
    "fork": "sim.causes.forking",
    "CommunityModel": "sim.engines.mesa_model",
    "open_experiment": "sim.experiments.reading",
    "Mistake": "sim.files.mistakes",
}

__all__ = [
    "CommunityModel",
    "Mistake",
    "collapse_causes",
    "compare",
    "context",
    "fork",
    "load",
    "open_experiment",
    "outcomes",
    "plan",
    "save",
    "scenario",
    "simulate",
    "why",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
