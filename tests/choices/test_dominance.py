"""The search for a plan that is best everywhere, where it is known whether there is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest

from docs import real_choices
from sim.choices import dominance, sentences
from sim.choices.answers import findings
from sim.choices.dominance import Dominance, beginners, search_for_dominance
from sim.choices.study import OUTCOMES, Arm, Levers
from sim.files import library
from sim.files.plan import Plan
from sim.language.catalogue import texts
from sim.robustness.trial import Trial
from sim.search.space import space
from sim.world.levers import LEVERS


def planted(*, priced: bool, split: bool) -> dominance.Dominance:
    """Search where more breadth keeps more futures working: in one scenario only (split), or at a price."""

    def lived(plan: Plan, trials: Sequence[Trial]) -> Arm:
        working, outcomes = [], []
        for trial in trials:
            number = len(trial.futures)
            for scenario in trial.scenarios:
                side = -1 if split and scenario.name == "big-funders-go" else 1
                share = 0.5 + side * 0.1 * (plan.levers["breadth"] - 3)
                working.append(np.arange(number) < share * number)
                cover = 0.5 - (0.1 * plan.levers["breadth"] if priced else 0.0)
                means = np.array([cover if name == "cover" else 10.0 for name in OUTCOMES])
                outcomes.append(np.tile(means, (number, 1)))
        return Arm(np.stack(working), np.stack(outcomes))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dominance, "lived", lived)
        patch.setattr(dominance, "shipped_plans", lambda: [library.plan("baseline")])
        return search_for_dominance(
            ("uruguay",), ("calm-decade", "big-funders-go"), plans=20, blocks=(40, 40, 60), parameters="default"
        )


def test_a_plan_that_is_best_everywhere_is_found() -> None:
    found = planted(priced=False, split=False)
    assert found.plan.levers["breadth"] == 5
    assert found.dominates
    assert found.given_up == ()
    assert found.tried == 20 + dominance.KEPT * dominance.CHILDREN


def test_what_it_gives_up_is_named() -> None:
    found = planted(priced=True, split=False)
    assert not found.dominates
    assert [one.outcome for one in found.given_up] == ["cover"]


def test_where_scenarios_contradict_one_another_none_is_best_everywhere() -> None:
    found = planted(priced=False, split=True)
    assert not found.dominates
    assert real_choices.dominant(recorded(found)).startswith("**No plan")


def test_random_plans_keep_to_the_ranges() -> None:
    around = space(library.plan("baseline"), ("effort", "levers"))
    plans = beginners(around, 12, 1, np.random.default_rng(1))
    own = around.plan.levers
    assert sum(one.levers == own for one in plans) == 6
    for plan in plans:
        assert all(lever.low <= plan.levers[lever.name] <= lever.high for lever in LEVERS)
        assert sum(plan.effort.values()) > 0.0


def recorded(found: Dominance) -> dict[str, object]:
    return {"dominant": found.to_dict()}


@pytest.mark.parametrize("priced", [True, False])
def test_the_document_says_what_was_found(priced: bool) -> None:
    said = real_choices.dominant(recorded(planted(priced=priced, split=False)))
    assert ("there is nothing left to choose" in said) == (not priced)
    assert ("It has a price." in said) == priced
    assert ("political cover at the end, -" in said) == priced
    assert len(re.findall(r"^\| uruguay \|", said, re.MULTILINE)) == 2


def test_the_document_has_the_bottom_line_and_the_tables(planted_levers: Levers) -> None:
    words, known = texts(), findings(planted_levers)
    results = {
        "levers": {
            "contexts": ["uruguay"], "futures": 200, "parameters": "default",
            "bottom": sentences.bottom_line(planted_levers, known, words, typed=True),
            "tables": [list(one) for one in sentences.overviews(planted_levers, known, words, typed=True)],
            "dials": [sentences.dial_sentences(planted_levers, one, words, typed=True) for one in known],
        }
    }  # fmt: skip
    said = real_choices.levers(results)
    assert said.startswith("**For 1 of 6 dials")
    assert "| breadth | 3 | 5 (+15) | 1 (+15) | depends |" in said
    assert real_choices.levers({}) == "Not measured yet: `python -m tests.behaviour.update_results levers`."
