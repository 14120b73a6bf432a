"""Sobremesa from other tools: a design as a plain function, as a SALib problem, and as a model of the EMA Workbench.

>>> import sim.interop
>>> live = sim.interop.as_function("design.toml")                    # a function from values to outcomes
>>> problem = sim.interop.salib_problem("design.toml")               # for SALib's samplers and analyses
>>> model = sim.interop.ema_model("design.toml")                     # for ema_workbench, where that is installed

docs/interop.md shows each, and Mesa's batch runner, CSV, Parquet, NetCDF, R and Excel.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.interop.ema import ema_model
    from sim.interop.function import as_function
    from sim.interop.salib import salib_problem, values_of

_HOMES = {
    "as_function": "sim.interop.function",
    "ema_model": "sim.interop.ema",
    "salib_problem": "sim.interop.salib",
    "values_of": "sim.interop.salib",
}

__all__ = ["as_function", "ema_model", "salib_problem", "values_of"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'sim.interop' has no attribute {name!r}")
