"""Dials whose answers are known, because they were put there: no future is lived through."""

from __future__ import annotations

import numpy as np
import pytest

from sim.choices import study
from sim.choices.study import OUTCOMES, Arm, Levers, levers
from sim.files.plan import Plan
from sim.robustness.trial import Trial

FUTURES = 200
CALM, FUNDERS = "calm-decade", "big-funders-go"
ASKED = ("breadth", "reserve_months", "voice", "publish", "mobilise", "diversification")
MIDDLE = 100


def working_under(plan: Plan, scenario: str) -> int:
    """Return how many of 200 futures work.

    Breadth: 5 themes are best in calm, 1 when funders go. Publish: less and more than the plan's cost. Diversification:
    the more the better. Mobilise: twice as much is better. Reserve and voice: nothing.
    """
    side = 1 if scenario == CALM else -1
    number = MIDDLE + 15 * side * (int(plan.levers["breadth"]) - 3)
    number += round(50 * (plan.levers["diversification"] - 0.3))
    weight = plan.effort["publish"]
    number -= round(40 * abs(np.log2(max(weight, 0.25))))
    return int(number) + {2.0: 30}.get(plan.effort["mobilise"], 0)


def outcomes_under(plan: Plan) -> dict[str, float]:
    """Return the mean of each outcome: a reserve costs the first three years, mobilising costs cover and runway."""
    found = {
        "years": 6.0,
        "people": 50.0,
        "reuse": 4.0,
        "cover": 0.5,
        "runway": 12.0,
        "early_people": 60.0,
        "early_reuse": 5.0,
    }
    found["early_people"] -= 2.0 * plan.levers["reserve_months"] - 6.0
    found["cover"] -= 0.1 * (plan.effort["mobilise"] - 1.0)
    found["runway"] -= 3.0 * (plan.effort["mobilise"] - 1.0)
    return found


def lived(plan: Plan, trials: list[Trial]) -> Arm:
    """Return what was put there; every future differs a little from the next."""
    working, outcomes = [], []
    for trial in trials:
        for scenario in trial.scenarios:
            working.append(np.arange(FUTURES) < working_under(plan, scenario.name))
            spread = 1.0 + 0.01 * np.sin(np.arange(FUTURES))
            outcomes.append(np.stack([outcomes_under(plan)[name] * spread for name in OUTCOMES], axis=1))
    return Arm(np.stack(working), np.stack(outcomes))


@pytest.fixture
def planted_levers(monkeypatch: pytest.MonkeyPatch) -> Levers:
    """The dials above in two scenarios."""
    monkeypatch.setattr(study, "lived", lived)
    return levers((CALM, FUNDERS), only=ASKED, futures=FUTURES, parameters="default")
