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


SYMMETRIC: Final = 1.0
"""Trust is lost as fast as it is won."""

VARIANTS: Final[tuple[Variant, ...]] = (
    Variant("no-habituation", "nobody gets used to success or poverty", {gain_name("habituation"): 0.0}),
    Variant("symmetric-trust", "trust is lost no faster than it is won", {"trust_asymmetry": SYMMETRIC}),
    Variant("no-competition", "nobody fights over shrinking money", {"competition": ALL_PARAMETERS["competition"].low}),
    Variant("fierce-competition", "people fight fiercely over shrinking money",
            {"competition": ALL_PARAMETERS["competition"].high}),
)  # fmt: skip
"""Competition lies at the two ends of its range."""

THRESHOLDS: Final[Mapping[str, float]] = {"a third": 1 / 3, "half": 1 / 2, "two thirds": 2 / 3}
"""The share of its own people and data use in month 0 that a community must have to count as working."""
