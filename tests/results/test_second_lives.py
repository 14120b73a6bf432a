"""Second lives: the same parameter set and month 0, another luck, and what they say of the spread."""

import numpy as np
import pytest

import sim
from sim.files import library
from sim.files.parameter_sets import ParameterSets
from sim.results.compare import compare
from sim.results.second_lives import with_second_lives
from sim.world.parameters import UNCERTAIN

SCENARIOS = ["calm-decade", "big-funders-go"]


def drawn_sets(number: int) -> ParameterSets:
    random = np.random.default_rng(5)
    sets = ({one.name: float(random.uniform(one.low, one.high)) for one in UNCERTAIN} for _ in range(number))
    return ParameterSets("drawn", tuple(sets))


@pytest.fixture(scope="module")
def comparison():
    return compare(SCENARIOS, ["baseline", "adaptive"], "uruguay", futures=120, parameters=drawn_sets(40))


def test_a_second_life_has_the_same_beginning_and_another_luck(comparison):
    done = []
    twice = with_second_lives(comparison, progress=lambda *how_far: done.append(how_far))
    assert done[-1] == (240, 240)
    for scenario in SCENARIOS:
        given = {"context": "uruguay", "futures": 120, "parameters": comparison.parameter_sets}
        once = sim.simulate(scenario, "baseline", **given)
        again = sim.simulate(scenario, "baseline", **given, branch=1, branch_month=1)
        assert (once["start_people"] == again["start_people"]).all()
        assert (once["start_reuse"] == again["start_reuse"]).all()
        cell = twice.cell(scenario, "baseline")
        assert cell.outcomes is comparison.cell(scenario, "baseline").outcomes
        for name in ("working", "reuse", "years_working"):
            np.testing.assert_array_equal(cell.again[name], sim.outcomes(again)[name])
            assert (cell.again[name] != cell.outcomes[name]).any()
        split = cell.spread_of("reuse")
        assert split.luck + split.community + split.ignorance == pytest.approx(1)
        assert twice.cell(scenario, "adaptive") is comparison.cell(scenario, "adaptive")
    rows = {(one["scenario"], one["plan"]): one["ignorance"]["reuse"] for one in twice.to_dict()["rows"]}
    assert rows["calm-decade", "baseline"]["community"] is not None
    assert rows["calm-decade", "adaptive"]["community"] is None


def test_where_futures_hardly_share_a_set_other_communities_of_theirs_are_lived(comparison):
    few = compare(["calm-decade"], ["baseline"], "uruguay", futures=80, parameters=drawn_sets(60))
    assert few.cell("calm-decade", "baseline").spread_of("reuse") is not None  # 20 sets twice
    cell = with_second_lives(few).cell("calm-decade", "baseline")
    assert list(cell.again.index) == list(range(40))
    assert list(cell.others.index) == list(range(80, 100))  # 60 to 79, with sets 0 to 19, are there
    assert list(cell.others["parameter_set"]) == list(range(20, 40))
    assert cell.spread_of("reuse").futures == 80
    assert cell.spread_of("reuse").sets == 40


def test_calm_scenarios_are_lived_again_once(comparison):
    calm = comparison.scenarios[0]
    other = calm.model_copy(update={"name": "another-calm"})
    both = compare([calm, other], ["baseline"], "uruguay", futures=40, parameters=comparison.parameter_sets)
    twice = with_second_lives(both)
    assert twice.cell("calm-decade", "baseline").again is twice.cell("another-calm", "baseline").again


def test_communities_that_a_context_makes_alike_differ_less():
    place = library.context("uruguay")
    usual = dict.fromkeys(type(place.community).model_fields, 1.0)
    alike = place.model_copy(update={"community": place.community.model_copy(update=usual)})
    shares = []
    for one in (place, alike):
        found = compare(["calm-decade"], ["baseline"], one, futures=600, parameters=drawn_sets(60))
        shares.append(with_second_lives(found).cell("calm-decade", "baseline").spread_of("reuse"))
    assert shares[0].shows_community
    assert shares[1].community < shares[0].community / 2
