"""What a plan is worth in some futures: four goals, and who is still working in which future."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Protocol

import numpy as np

from sim.engines.ensemble import Luck, Series, simulate_series
from sim.files.context import Context
from sim.files.parameter_sets import ParameterSets
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.results.outcomes import PRIMARY_COLUMNS, first_blow, live, losses, working_at_the_end
from sim.robustness.matched import matched_control
from sim.robustness.trial import Flags, Numbers
from sim.world.assembly import build_world, parameter_table
from sim.world.measures import PRIMARY, SPENDING
from sim.world.tables import Table

GOALS: Final = ("working", "regret", "months_lost", "money")
"""Share of futures still working (more is better); the others: less is better."""

_REUSE: Final = PRIMARY.index("reuse")


@dataclass(frozen=True, eq=False)
class Judgement:
    """What became of a plan in some futures.

    Attributes
    ----------
    working : shape (places, futures): a place is a context and a scenario.
    months_lost : months of data use lost after the first blow, against the same future without the scenario's events;
        mean over futures and over the places that are struck at all (0 where none is).
    money : staff-months spent in a month, mean over months, futures and places.
    """

    working: Flags
    months_lost: float
    money: float

    @property
    def shares(self) -> tuple[float, ...]:
        """The share of futures still working in each place."""
        return tuple(float(share) for share in self.working.mean(axis=1))

    def goals(self, best_shipped: tuple[float, ...]) -> tuple[float, float, float, float]:
        """Return the four goals.

        Parameters
        ----------
        best_shipped : in each place the largest share of any shipped plan. Regret is by how much the plan falls short
            of it where it falls short most; below zero where it is better than all of them everywhere.
        """
        regret = max(best - own for best, own in zip(best_shipped, self.shares, strict=True))
        return float(self.working.mean()), regret, self.months_lost, self.money


@dataclass(frozen=True)
class Block:
    """Some futures: their numbers and their luck. Blocks with different seeds have nothing in common."""

    seed: int
    futures: tuple[int, ...]

    def first(self, number: int) -> Block:
        """Return the first of these futures."""
        return Block(self.seed, self.futures[:number])


class Judge(Protocol):
    """Whoever says what a plan is worth in some futures: the model, or a planted answer in tests."""

    def judge(self, plan: Plan, block: Block) -> Judgement:
        """Return what becomes of a plan."""

    def control(self, plan: Plan, block: Block) -> Flags:
        """Return in which futures the plan's effort-matched static control is still working, shaped as above."""


@dataclass(frozen=True, eq=False)
class Simulation:
    """Judges plans by living through the futures of some scenarios in some contexts."""

    contexts: tuple[Context, ...]
    scenarios: tuple[Scenario, ...]
    parameters: ParameterSets
    done: Callable[[int], None] | None = field(default=None, repr=False)
    cancelled: Callable[[], bool] | None = field(default=None, repr=False)

    def judge(self, plan: Plan, block: Block) -> Judgement:
        """Return what becomes of a plan in every context and scenario."""
        working, lost, money = [], [], []
        for context in self.contexts:
            twin: Series | None = None
            for scenario in sorted(self.scenarios, key=lambda one: bool(one.events)):
                series = self._series(context, scenario, plan, block)
                working.append(working_at_the_end(series))
                money.append(float(series[:, 1:, SPENDING].mean()))
                blow = first_blow(scenario, context)
                if not scenario.events:
                    twin = series
                if blow is not None:
                    twin = self._series(context, scenario.twin(), plan, block) if twin is None else twin
                    run, calm = series[:, :, list(PRIMARY_COLUMNS)], twin[:, :, list(PRIMARY_COLUMNS)]
                    lost.append(float(losses(run, calm, live(twin), blow).lost[:, _REUSE].mean()))
        return Judgement(np.stack(working), float(np.mean(lost)) if lost else 0.0, float(np.mean(money)))

    def control(self, plan: Plan, block: Block) -> Flags:
        """Return where a plan that spends the same without reacting is still working."""
        working = []
        for context in self.contexts:
            for scenario in sorted(self.scenarios, key=lambda one: bool(one.events)):
                series = self._series(context, scenario, plan, block)
                fixed = matched_control(plan, context, series)
                working.append(working_at_the_end(self._series(context, scenario, fixed, block)))
        return np.stack(working)

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """Context and scenario of each place, in the order of every judgement."""
        calm_first = sorted(self.scenarios, key=lambda one: bool(one.events))
        return tuple((context.name, scenario.name) for context in self.contexts for scenario in calm_first)

    def runs(self) -> int:
        """Return how many times a block is lived through for one judgement."""
        struck = any(one.events for one in self.scenarios)
        calm = any(not one.events for one in self.scenarios)
        return len(self.contexts) * (len(self.scenarios) + (struck and not calm))

    @cached_property
    def _records(self) -> dict[str, Table]:
        """The parameters of all sets in each context, made once: that takes as long as some twenty futures."""
        return {context.name: parameter_table(context, self.parameters.sets) for context in self.contexts}

    def _series(self, context: Context, scenario: Scenario, plan: Plan, block: Block) -> Series:
        """Live through a block."""
        world = build_world(scenario, plan, context)
        numbers: Numbers = np.array(block.futures, dtype=np.int64)
        return simulate_series(
            world, self._records[context.name], numbers, Luck(block.seed),
            progress=self.done, cancelled=self.cancelled,
        )  # fmt: skip


def best_of(judgements: Mapping[str, Judgement]) -> tuple[float, ...]:
    """Return the largest share in each place."""
    return tuple(max(shares) for shares in zip(*(one.shares for one in judgements.values()), strict=True))
