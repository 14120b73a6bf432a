"""The effort-matched static control spends what the plan that reacts really spent."""

import numpy as np
import pytest

from sim.engines.ensemble import Luck, simulate_series
from sim.engines.mesa_model import CommunityModel
from sim.files import library
from sim.files.plan import Plan
from sim.robustness.matched import is_adaptive, matched_control, realised
from sim.world.assembly import build_world, parameter_table
from sim.world.levers import ACTIVITIES, LEVERS
from sim.world.measures import N_MEASURES, SIGNPOSTS
from tests.robustness.communities import SMALL, plan

STAGED_AND_WATCHFUL = plan(
    "staged-and-watchful",
    effort={"train": 3.0},
    trigger=[
        {"name": "late", "month": 30, "shift": 0.8, "effort": {"publish": 1.0}, "levers": {"stance": 0.6}},
        {"name": "early", "month": 10, "shift": 0.5, "effort": {"ally": 1.0}, "levers": {"stance": -0.4}},
        {
            "name": "few people", "measure": "active_share", "below": 0.45, "shift": 0.3,
            "effort": {"mobilise": 1.0, "teach": 2.0}, "levers": {"voice": 0.9},
        },
        {
            "name": "money", "measure": "runway", "below": 30.0, "shift": 0.4, "effort": {"raise_funds": 1.0},
            "levers": {"voice": 0.1, "stance": 1.0},
        },
    ],
)  # fmt: skip


def series_of(way: Plan, futures: list[int]) -> np.ndarray:
    world = build_world(library.scenario("everything-at-once"), way, SMALL)
    return simulate_series(world, parameter_table(SMALL), futures, Luck(5))


def test_a_history_traced_by_hand() -> None:
    way = plan("w", trigger=[{
        "name": "t", "measure": "standing", "below": 0.5, "shift": 0.9, "effort": {"ally": 1.0},
        "levers": {"voice": 1.0},
    }])  # fmt: skip
    series = np.zeros((2, 5, N_MEASURES))
    series[0, 1:3, SIGNPOSTS] = 1  # two of the eight months of two futures; month 0 is no month of the plan
    series[:, 0, SIGNPOSTS] = 1
    shares, levers = realised(way, SMALL, series)
    ally = [one.name for one in ACTIVITIES].index("ally")
    voice = [one.name for one in LEVERS].index("voice")
    assert shares[ally] == pytest.approx((6 / 9 + 2 * (0.1 / 9 + 0.9)) / 8)
    assert shares.sum() == pytest.approx(1.0)
    assert levers[voice] == pytest.approx((6 * 0.5 + 2 * 1.0) / 8)


@pytest.mark.parametrize("future", [0, 3, 11])
def test_the_same_as_watching_the_levers_of_the_other_engine(future: int) -> None:
    model = CommunityModel(
        "everything-at-once", STAGED_AND_WATCHFUL, SMALL, seed=5, future=future, parameters="default"
    )
    efforts, dials = [], []
    while model.running:
        model.step()
        efforts.append(np.array(model.world.levers[0].effort))
        dials.append(np.array(model.world.levers[0].dial))
    shares, levers = realised(STAGED_AND_WATCHFUL, SMALL, series_of(STAGED_AND_WATCHFUL, [future]))
    np.testing.assert_allclose(shares, np.mean(efforts, axis=0), rtol=1e-12)
    np.testing.assert_allclose(levers, np.mean(dials, axis=0), rtol=1e-12, atol=1e-15)


def test_the_control_is_fixed_and_spends_the_same() -> None:
    series = series_of(STAGED_AND_WATCHFUL, list(range(20)))
    control = matched_control(STAGED_AND_WATCHFUL, SMALL, series)
    assert not control.triggers
    assert is_adaptive(STAGED_AND_WATCHFUL)
    assert not is_adaptive(control)
    shares, levers = realised(STAGED_AND_WATCHFUL, SMALL, series)
    again, kept = realised(control, SMALL, series_of(control, list(range(20))))
    np.testing.assert_allclose(again, shares, atol=1e-8)
    np.testing.assert_allclose(np.delete(kept, 3), np.delete(levers, 3), atol=1e-8)
    assert kept[3] == round(levers[3]), "breadth counts whole themes"


def test_stages_alone_are_no_reaction() -> None:
    staged = plan("s", trigger=[{"name": "later", "month": 5, "levers": {"stance": 0.3}}])
    assert not is_adaptive(staged)
