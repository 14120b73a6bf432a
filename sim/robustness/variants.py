"""Structural variants of the model: assumptions on how things work that somebody could reasonably make otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sim.world.parameters import ALL_PARAMETERS, gain_name
from sim.world.tables import Table


@dataclass(frozen=True)
class Variant:
    """The model with another structure, expressed by parameters that every set is given.

    Attributes
    ----------
    title : in words, as it stands in a sentence.
    parameters : what is set, in every parameter set.
    """

    name: str
    title: str
    parameters: Mapping[str, float]

    def of(self, parameter_sets: Table) -> Table:
        """Return parameter sets that live by this variant."""
        changed = parameter_sets.copy()
        for name, value in self.parameters.items():
            changed[name] = value
        return changed


VARIANTS: Final[tuple[Variant, ...]] = (
    Variant("no-tides", "times are never better or worse than usual", {gain_name("tides"): 0.0}),
    Variant("no-experience", "a new paid team knows at once what the old one knew", {gain_name("experience"): 0.0}),
    Variant("no-competition", "nobody fights over shrinking money", {gain_name("competition"): 0.0}),
    Variant("fierce-competition", "people fight fiercely over shrinking money",
            {"competition": ALL_PARAMETERS["competition"].high}),
)  # fmt: skip
"""Fierce competition lies at the end of its range."""

THRESHOLDS: Final[Mapping[str, float]] = {"a third": 1 / 3, "half": 1 / 2, "two thirds": 2 / 3}
"""The share of its own people and data use in month 0 that a community must have to count as working."""
