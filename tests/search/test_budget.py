"""The time that a search and its check take stays within the budget; lives are counted, not seconds of this machine."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from sim.files.plan import Plan
from sim.robustness.trial import Flags
from sim.search.checking import FULL, LEAST, fitted, within
from sim.search.improvement import Improvement, improve
from sim.search.judging import Block, Judgement
from sim.search.space import space
from tests.search.planted import PlantedJudge, question
from tests.search.test_improvement import good_at_training

FUTURES = 4


@dataclass
class SlowJudge(PlantedJudge):
    """A judge whose time is the number of lives that it was asked for, each of so many planted seconds."""

    seconds: float = 0.01
    first: float = 0.0
    lives: int = 0

    def judge(self, plan: Plan, block: Block) -> Judgement:
        self.lives += len(block.futures)
        return super().judge(plan, block)

    def control(self, plan: Plan, block: Block) -> Flags:
        self.lives += len(block.futures)  # the plan itself, whose effort is matched
        return super().control(plan, block)

    def clock(self) -> float:
        """Return the planted time; the first judgement takes longer, as where something is compiled."""
        return self.seconds * self.lives + (self.first if self.lives else 0.0)


def searched(folder: Path, minutes: float, seconds: float, first: float = 0.0) -> tuple[Improvement, SlowJudge, list]:
    judge, said = SlowJudge(good_at_training, seconds=seconds, first=first), []
    asked = question("adaptive", "effort", "levers", futures=FUTURES)
    more = within(minutes, len(space(asked.plan, asked.free).dials), said.append)
    return improve(asked, folder, more, judge, clock=judge.clock), judge, said


@pytest.mark.parametrize("seconds", [0.01, 0.03, 0.08])
def test_search_and_check_stay_within_the_budget(tmp_path: Path, seconds: float) -> None:
    found, judge, said = searched(tmp_path, 1.0, seconds)
    assert judge.seconds * judge.lives <= 60.0
    assert said == []
    assert found.generations >= 1
    assert bool(found.check.reduced(found.full_check)) == (found.check != FULL)


def test_the_slower_the_judge_the_less_is_checked_and_it_is_said(tmp_path: Path) -> None:
    checks = []
    for number, seconds in enumerate((0.01, 0.03, 0.08)):
        folder = tmp_path / str(number)
        folder.mkdir()
        checks.append(searched(folder, 1.0, seconds)[0].check)
    costs = [check.cost(10) for check in checks]
    assert checks[0] == FULL
    assert costs == sorted(costs, reverse=True)
    assert costs[0] > costs[1] > costs[2] >= LEAST.cost(10)


def test_a_budget_that_is_too_short_is_said_beforehand_and_only_the_least_is_done(tmp_path: Path) -> None:
    found, judge, said = searched(tmp_path, 1.0, 5.0)
    (needed,) = said
    assert found.check == LEAST
    assert found.generations == 1
    assert judge.seconds * judge.lives <= 60.0 * needed


def test_what_is_prepared_once_does_not_count_as_slowness(tmp_path: Path) -> None:
    """Compiling takes half a minute, once: the check is not made thin by it."""
    found, _, said = searched(tmp_path, 1.0, 0.01, first=20.0)
    assert said == []
    assert found.check.cost(10) > FULL.cost(10) / 2


@pytest.mark.parametrize("rounds", [0.0, 80.0, 200.0, 500.0, 900.0, 5000.0])
def test_the_check_that_fits_is_the_most_thorough_one(rounds: float) -> None:
    check = fitted(FULL, rounds, 17)
    assert check.cost(17) <= max(rounds, LEAST.cost(17))
    for name, value in vars(check).items():
        assert getattr(LEAST, name) <= value <= getattr(FULL, name)
