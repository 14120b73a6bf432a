"""The few shapes that the rules share: how effort, stocks and supports turn into effects."""

from __future__ import annotations

from typing import Any

from sim.world.compiled import rule


@rule
def either(first: float, second: float) -> float:
    """Return the share that at least one of two independent supports holds up."""
    return 1.0 - (1.0 - first) * (1.0 - second)


@rule
def within(value: float) -> float:
    """Return a share kept between 0 and 1."""
    return min(1.0, max(0.0, value))


@rule
def diminishing(effort: float, half: float) -> float:
    """Return the effect of effort whose returns fall from the first bit on: a half at ``half``, never quite 1."""
    return effort / (effort + half)


@rule
def after_a_minimum(effort: float, half: float) -> float:
    """Return the effect of effort that achieves little below a minimum: nearly nothing far below ``half``."""
    square = effort * effort
    return square / (square + half * half)


@rule
def helped_by(world: Any, stock: float) -> float:
    """Return how a stock between 0 and 1 helps or hinders: 1 at the usual two thirds, its floor without any of it."""
    floor = world.parameters[0].helped_floor
    return float(floor + (1.0 - floor) * stock * 3.0 / 2.0)


@rule
def usable_records(world: Any) -> float:
    """Return what is written down, as far as it helps to teach, to welcome and to hand over."""
    return float(world.parameters[0].records_gain * world.commons[0].records)


@rule
def helped_by_records(world: Any) -> float:
    """Return how what is written down helps; as usual where the mechanism is taken out."""
    gain = world.parameters[0].records_gain
    return 1.0 + gain * (helped_by(world, world.commons[0].records) - 1.0)


@rule
def helped_by_relations(world: Any) -> float:
    """Return how relations with every side help; as usual where the mechanism is taken out."""
    gain = world.parameters[0].relations_gain
    return 1.0 + gain * (helped_by(world, world.commons[0].relations) - 1.0)
