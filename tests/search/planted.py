"""A judge that knows the answer: what plans are worth follows from a formula, with luck by future."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from sim.files import library
from sim.files.parameter_sets import ParameterSets, parameter_sets
from sim.files.plan import Plan
from sim.robustness.trial import Flags
from sim.search.judging import Block, Judgement
from sim.search.question import Question
from tests.robustness.communities import SMALL

Quality = Callable[[Plan], float]
SCENARIOS = ("calm-decade", "long-squeeze")


@dataclass
class PlantedJudge:
    """A future works if its luck is below the plan's quality; money is what fundraising and stance cost."""

    quality: Quality
    money: Quality = lambda plan: plan.effort["raise_funds"] / sum(plan.effort.values())
    judged: list[tuple[Plan, Block]] = field(default_factory=list)

    def judge(self, plan: Plan, block: Block) -> Judgement:
        self.judged.append((plan, block))
        luck = np.array([np.random.default_rng([block.seed, future]).random() for future in block.futures])
        working = np.stack([luck < self.quality(plan)] * len(SCENARIOS))
        return Judgement(working, 20.0 * (1.0 - self.quality(plan)), self.money(plan))

    def control(self, plan: Plan, block: Block) -> Flags:
        return self.judge(plan.model_copy(update={"triggers": ()}), block).working


def question(
    name: str = "baseline", *free: str, futures: int = 20, seed: int = 4, sets: ParameterSets | None = None
) -> Question:  # fmt: skip
    """Return a question about a small community."""
    return Question(
        library.plan(name), (SMALL,), tuple(map(library.scenario, SCENARIOS)), sets or parameter_sets("default"),
        free or ("effort", "levers", "triggers"), futures, seed,
    )  # fmt: skip


def generations(number: int) -> Callable[[int, float], bool]:
    """Return who stops a search after so many generations."""
    return lambda complete, _: complete < number
