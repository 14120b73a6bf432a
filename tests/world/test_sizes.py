"""Size: what is extensive is tied to the context, so that small and large communities work alike."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.world.assembly import expected_effort, expected_income
from sim.world.levers import PUBLISH, TELL_STORIES
from sim.world.parameters import defaults
from tests.world.communities import context_of, run, sets_of, world_of

D = defaults()

SIZES = {
    # of the default size: national, local, champions, donors, activists
    0.25: (1, 2, 10, 3, 40),
    0.5: (1, 5, 20, 6, 80),
    1: (2, 10, 40, 12, 160),
    2: (4, 20, 80, 24, 320),
    4: (8, 40, 160, 48, 640),
    16: (32, 160, 640, 192, 2560),
}
ACTORS_LIVED = 3_000_000
"""Activists over all futures of one size: the mean effort is then known within some .5 %."""

TOLERANCE = 0.02
ALIKE = {"community_gain": 0.0, "tides_gain": 0.0}


def size_of(scale: float) -> dict[str, int]:
    fields = ("national_governments", "local_governments", "champions", "donors", "activists")
    return dict(zip(fields, SIZES[scale], strict=True))


def mean_effort(scale: float) -> float:
    """Return the mean effort on an activity in month 1, in even shares of expected effort; usual communities."""
    context = context_of(size=size_of(scale))
    world, sets = world_of(context=context), sets_of(context, ALIKE)
    efforts = []
    for future in range(int(ACTORS_LIVED / 10 / size_of(scale)["activists"])):
        run(world, (future,), parameters=sets, months=1)
        effort = world.commons[0].effort
        assert effort[TELL_STORIES] == effort[PUBLISH]  # neither pandemics nor want of continuity act on these
        efforts.append(float(effort[TELL_STORIES]))
    return float(np.mean(efforts))


@pytest.mark.slow
@pytest.mark.parametrize("scale", [scale for scale in SIZES if scale != 1])
def test_the_effort_of_an_even_share_does_not_depend_on_size(scale: float) -> None:
    found, usual = mean_effort(scale), mean_effort(1)
    assert found == pytest.approx(usual, abs=TOLERANCE)
    assert 0.5 < usual < 2, "an even share of what is expected is about what there is"


def test_usual_income_and_effort_by_hand() -> None:
    # so many donors, of whom a part pays the mean of a log-normal
    mean = math.exp(D["grant_size_log_mean"] + D["grant_size_log_spread"] ** 2 / 2)
    income = 12 * D["funded_start"] * mean
    assert expected_income(context_of()) == pytest.approx((0.0, income))
    effort = D["usual_effort"] * (160 * D["volunteer_effort"] + D["effort_of_money"] * income)
    assert expected_effort(context_of()) == pytest.approx(effort)


@pytest.mark.parametrize("scale", [0.25, 2, 4, 16])
def test_usual_income_and_effort_grow_with_size(scale: float) -> None:
    context = context_of(size=size_of(scale))
    assert sum(expected_income(context)) == pytest.approx(scale * sum(expected_income(context_of())))
    assert expected_effort(context) == pytest.approx(scale * expected_effort(context_of()))


def test_a_community_without_donors_is_expected_to_live_from_its_members() -> None:
    context = context_of(size={**size_of(1), "donors": 0})
    assert sum(expected_income(context)) == 0
    assert expected_effort(context) == pytest.approx(D["usual_effort"] * 160 * D["volunteer_effort"])


def test_a_listed_donor_counts_as_what_it_gives() -> None:
    size = {**size_of(1), "donors": 3}
    donors = [
        {"name": "sure", "monthly": 4.0, "ends": 6},
        {"name": "likely", "monthly": 2.0},
        {"name": "over", "monthly": 9.0, "ends": 0},
    ]
    assert expected_income(context_of(size=size, donor=donors)) == pytest.approx((4 + 2 * D["funded_start"], 0.0))


@pytest.mark.parametrize(
    "size",
    [
        {"national_governments": 0, "local_governments": 1, "champions": 0, "donors": 0, "activists": 1},
        {"national_governments": 1, "local_governments": 0, "champions": 1, "donors": 1, "activists": 2},
        {"national_governments": 0, "local_governments": 5, "champions": 2, "donors": 2, "activists": 7},
        {"national_governments": 40, "local_governments": 0, "champions": 0, "donors": 0, "activists": 3},
    ],
)
def test_the_smallest_communities_live(size: dict[str, int]) -> None:
    series = run(world_of(context=context_of(size=size)), range(20))
    assert np.isfinite(series).all()
