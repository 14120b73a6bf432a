"""The whole assessment, against the product's own comparison."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engines.ensemble import Cancelled
from sim.files import library
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import ParameterSets
from sim.results.compare import compare
from sim.robustness.assessment import futures_needed, robust
from sim.robustness.rankings import share
from sim.robustness.trial import Trial, futures_of_sets
from sim.robustness.variants import VARIANTS
from sim.world.assembly import parameter_table
from sim.world.parameters import ALL_PARAMETERS
from tests.robustness.communities import SMALL, plan

PLANS = (library.plan("baseline"), library.plan("adaptive"), plan("idle", effort={"document": 900.0}))
SCENARIOS = ("calm-decade", "long-squeeze")
SEVERAL = ParameterSets("several", tuple({"competition": level} for level in (0.0, 0.2, 0.4, 0.6)))


def test_futures_are_those_of_every_comparison() -> None:
    sets = parameter_table(SMALL, SEVERAL.sets)
    trial = Trial(SMALL, tuple(map(library.scenario, SCENARIOS)), sets, np.arange(80), seed=3)
    compared = compare(SCENARIOS, PLANS, SMALL, futures=80, seed=3, parameters=SEVERAL)
    for one in PLANS:
        flags = trial.endings(one).working()
        for place, scenario in enumerate(SCENARIOS):
            outcomes = compared.cell(scenario, one.name).outcomes
            assert flags[place].tolist() == outcomes["working"].tolist()
            assert trial.sets_lived_with.tolist() == outcomes["parameter_set"].tolist()


def test_a_pair_is_what_the_comparison_says() -> None:
    asked = {"futures": 80, "seed": 3, "parameters": SEVERAL}
    found = robust(PLANS, SCENARIOS, SMALL, sets=4, random_plans=3, **asked)
    compared = compare(SCENARIOS, PLANS, SMALL, **asked)
    assert len(found.rankings) == 3
    assert found.sets == 4
    for one in found.rankings:
        apart = [
            compared.cell(scenario, one.ahead).working.share - compared.cell(scenario, one.behind).working.share
            for scenario in SCENARIOS
        ]
        assert one.difference.difference == pytest.approx(np.mean(apart))
    standings = {one.name: one for one in found.standings}
    assert standings["adaptive"].against_control is not None
    assert standings["baseline"].against_control is None
    assert standings["idle"].null.own == share(standings["idle"].endings.first(found.in_null).working())
    assert set(found.to_dict()["pairs"][0]["variants"]) == {one.name for one in VARIANTS}


def test_a_variant_is_lived_through_with_its_parameters() -> None:
    (no_competition,) = (one for one in VARIANTS if one.name == "no-competition")
    sets = parameter_table(SMALL, SEVERAL.sets)
    trial = Trial(SMALL, (library.scenario("long-squeeze"),), sets, np.arange(40))
    own = Trial(SMALL, trial.scenarios, no_competition.of(sets), trial.futures)
    none = parameter_table(SMALL, [{"competition": 0.0}])
    other = Trial(SMALL, trial.scenarios, none, trial.futures)
    assert (own.endings(PLANS[0]).means == other.endings(PLANS[0]).means).all()
    assert (own.endings(PLANS[0]).means != trial.endings(PLANS[0]).means).any()
    assert sets["competition"].tolist() == [0.0, 0.2, 0.4, 0.6], "the sets themselves stay as they were"


def test_variants_lie_within_the_ranges() -> None:
    for variant in VARIANTS:
        for name, value in variant.parameters.items():
            known = ALL_PARAMETERS[name]
            assert known.low <= value <= known.high
            assert value != known.default


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 500), st.integers(1, 700), st.integers(1, 200))
def test_every_set_gets_as_many_futures(futures: int, there: int, wanted: int) -> None:
    numbers = futures_of_sets(futures, there, wanted)
    sets, counts = np.unique(numbers % there, return_counts=True)
    assert len(sets) == min(there, wanted, futures)
    assert len(set(counts.tolist())) == 1
    assert len(set(numbers.tolist())) == len(numbers) <= futures < len(numbers) + len(sets)
    assert set(numbers[: len(sets)] % there) == set(sets.tolist())


def test_progress_ends_at_all_futures_and_cancelling_stops() -> None:
    seen: list[tuple[int, int]] = []
    asked = {"futures": 60, "sets": 4, "random_plans": 2, "parameters": SEVERAL}
    robust(PLANS[:2], SCENARIOS, SMALL, progress=lambda *both: seen.append(both), **asked)
    assert seen[-1] == (futures_needed(PLANS[:2], 2, 60, 2),) * 2
    with pytest.raises(Cancelled):
        robust(PLANS[:2], SCENARIOS, SMALL, cancelled=lambda: True, **asked)


def test_what_cannot_be_ranked_is_refused() -> None:
    with pytest.raises(Mistake, match="at least 2 are needed"):
        robust(["baseline"], SCENARIOS, SMALL)
    with pytest.raises(Mistake, match="'baseline' is given twice"):
        robust(["baseline", "baseline"], SCENARIOS, SMALL)
    with pytest.raises(Mistake, match="parameters is 'plausble'"):
        robust(PLANS, SCENARIOS, SMALL, parameters="plausble")
    with pytest.raises(Mistake, match="at least 1"):
        robust(PLANS, SCENARIOS, SMALL, futures=0)
