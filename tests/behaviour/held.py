"""How little, or how much, the numbers that are held fixed matter: each is moved, everything else stays.

A number that nobody measured and that parameter sets do not vary ("assumption, held fixed") is moved half down and half
up, as far as its unit allows, in the same futures of three contexts, in the calm decade and with everything at once.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.engines.ensemble import Luck, simulate_series
from sim.files import library
from sim.results.outcomes import working_at_the_end
from sim.world.assembly import build_world, parameter_table
from sim.world.parameters import HELD, PARAMETERS, Parameter
from tests.behaviour.fixed import SEED

CONTEXTS: Final = ("uruguay", "us-city-chapter", "donor-dependent-african-organisation")
SCENARIOS: Final = ("calm-decade", "everything-at-once")
FUTURES: Final = np.arange(30_000, 30_200)
"""Two hundred that nothing else uses."""

FACTORS: Final = (0.5, 1.5)
SHARES: Final = ("share", "probability")
"""Units of numbers that cannot lie above 1."""


def held() -> tuple[Parameter, ...]:
    """Return the numbers that nobody measured and that are held fixed."""
    return tuple(one for one in PARAMETERS if one.source.startswith(HELD))


def moved(parameter: Parameter) -> list[float]:
    """Return half and one and a half times the default, at most 1 for a share."""
    most = 1.0 if parameter.unit in SHARES else math.inf
    return [min(most, factor * parameter.default) for factor in FACTORS]


def working(scenario: str, context: str, parameters: dict[str, float]) -> npt.NDArray[np.float64]:
    """Return which futures of a cell are working at the end, under the baseline plan."""
    place = library.context(context)
    world = build_world(library.scenario(scenario), library.plan("baseline"), place)
    series = simulate_series(world, parameter_table(place, [parameters]), FUTURES, Luck(SEED))
    return working_at_the_end(series).astype(float)


def screening() -> dict[str, Any]:
    """Return, for each number, what moving it changes in the share working: the largest change over cells, and where.

    With the largest are kept its standard error (paired), and the mean change over the six cells of each direction.
    """
    cells = [(scenario, context) for scenario in SCENARIOS for context in CONTEXTS]
    usual = {cell: working(*cell, {}) for cell in cells}
    found: dict[str, Any] = {}
    for parameter in held():
        changes = []
        for value in moved(parameter):
            for cell in cells:
                difference = working(*cell, {parameter.name: value}) - usual[cell]
                error = float(difference.std(ddof=1) / math.sqrt(len(difference)))
                changes.append((float(difference.mean()), error, value, *cell))
        largest = max(changes, key=lambda change: abs(change[0]))
        low, high = changes[: len(cells)], changes[len(cells) :]
        found[parameter.name] = {
            "default": parameter.default,
            "moved": moved(parameter),
            "largest": dict(zip(("change", "error", "value", "scenario", "context"), largest, strict=True)),
            "mean": [float(np.mean([change[0] for change in side])) for side in (low, high)],
        }
    return dict(sorted(found.items(), key=lambda item: -abs(item[1]["largest"]["change"])))
