"""Size: what is extensive is tied to the context, so that small and large communities work alike."""

from __future__ import annotations

import numpy as np
import pytest

from sim.world.assembly import expected_effort, expected_income
from sim.world.levers import RAISE_FUNDS
from tests.world.communities import context_of, run, world_of

SIZES = {
    # of the default size: national, local, champions, donors, activists
    0.25: (1, 2, 10, 3, 40),
    0.5: (1, 5, 20, 6, 80),
    1: (2, 10, 40, 12, 160),
    2: (4, 20, 80, 24, 320),
    4: (8, 40, 160, 48, 640),
    16: (32, 160, 640, 192, 2560),
}
ACTORS_LIVED = 1_500_000
"""Activists over all futures of one size: the mean of a quarter's money is then known within some .5 %."""

TOLERANCE = 0.02


def size_of(scale: float) -> dict[str, int]:
    fields = ("national_governments", "local_governments", "champions", "donors", "activists")
    return dict(zip(fields, SIZES[scale], strict=True))


def mean_effort(scale: float) -> tuple[float, float]:
    """Return the mean effort of month 1 over many futures, and the effort at half of full activity."""
    world = world_of(context=context_of(size=size_of(scale)))
    half = float(world.parameters["saturation_share"][0] * world.scale["expected_effort"][0])
    efforts = []
    for future in range(int(ACTORS_LIVED / 10 / size_of(scale)["activists"])):
        run(world, (future,), months=1)
        # fundraising has a ninth of all effort and nothing else acts on it
        active = float(world.commons[0].intensity[RAISE_FUNDS])
        efforts.append(9 * half * active / (1 - active))
    return float(np.mean(efforts)), half


@pytest.mark.slow
@pytest.mark.parametrize("scale", [scale for scale in SIZES if scale != 1])
def test_intensities_at_the_mean_effort_do_not_depend_on_size(scale: float) -> None:
    intensities = [effort / 9 / (effort / 9 + half) for effort, half in (mean_effort(1), mean_effort(scale))]
    assert intensities[1] == pytest.approx(intensities[0], abs=TOLERANCE)


def test_usual_income_and_effort_by_hand() -> None:
    # 12 x .35 x exp(.1 + .49 / 2) = 5.930; 22.4 + 5 x 5.930, for .075 x 160 donors are the 12 that there are
    assert expected_income(context_of()) == pytest.approx(5.930, abs=5e-4)
    assert expected_effort(context_of()) == pytest.approx(52.05, abs=5e-3)


@pytest.mark.parametrize("scale", [0.25, 2, 4, 16])
def test_usual_income_and_effort_grow_with_size(scale: float) -> None:
    context = context_of(size=size_of(scale))
    assert expected_income(context) == pytest.approx(scale * expected_income(context_of()))
    assert expected_effort(context) == pytest.approx(scale * expected_effort(context_of()))


def test_a_community_without_donors_has_half_of_the_usual_needs_for_money() -> None:
    context = context_of(size={**size_of(1), "donors": 0})
    assert expected_income(context) == 0
    assert expected_effort(context) == pytest.approx(22.4 + 5 * 5.930 / 2, abs=5e-3)


def test_a_listed_donor_counts_as_what_it_gives() -> None:
    size = {**size_of(1), "donors": 3}
    donors = [
        {"name": "sure", "monthly": 4.0, "ends": 6},
        {"name": "likely", "monthly": 2.0},
        {"name": "over", "monthly": 9.0, "ends": 0},
    ]
    # 4 + .35 x 2
    assert expected_income(context_of(size=size, donor=donors)) == pytest.approx(4.7)


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
