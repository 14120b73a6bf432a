"""Sensitivity indices of functions whose indices are known on paper, and what is said where values are missing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample

from sim.experiments.factors import Factor, salib_problem
from sim.experiments.luck_share import LuckShare, luck_share
from sim.experiments.saying import convergence
from sim.experiments.sensitivity import Sensitivity, sensitivity, to_dict
from sim.files.mistakes import Mistake
from sim.language.catalogue import texts

THREE = tuple(Factor(name, low=-np.pi, high=np.pi) for name in ("x1", "x2", "x3"))

ISHIGAMI = {"first": {"x1": 0.3139, "x2": 0.4424, "x3": 0.0}, "total": {"x1": 0.5576, "x2": 0.4424, "x3": 0.2437}}
"""Exact indices for a = 7 and b = 0.1 (Ishigami and Homma 1990, as given by Saltelli and others 2008)."""

Function = Callable[[pd.DataFrame], "pd.Series[float]"]


def ishigami(points: pd.DataFrame) -> pd.Series:
    values = np.sin(points.x1) + 7 * np.sin(points.x2) ** 2 + 0.1 * points.x3**4 * np.sin(points.x1)
    return values.rename("height")


def points_of(
    factors: tuple[Factor, ...], base: int, *, method: str = "sobol", second_order: bool = False
) -> pd.DataFrame:
    problem = salib_problem(factors)
    if method == "sobol":
        rows = sobol_sample.sample(problem, base, calc_second_order=second_order, seed=7)
    else:
        rows = morris_sample.sample(problem, base, seed=7)
    return pd.DataFrame(rows, columns=[factor.name for factor in factors])


@pytest.mark.parametrize("second_order", [False, True])
def test_sobol_indices_of_ishigamis_function_are_the_published_ones(second_order: bool) -> None:
    points = points_of(THREE, 1024, second_order=second_order)
    found = sensitivity(points, ishigami(points), THREE, "sobol")
    assert (found.base, found.left_out, found.missing) == (1024, 0, 0)
    for kind, exact in ISHIGAMI.items():
        for name, index in exact.items():
            row = found.table.loc[name]
            assert row[kind] == pytest.approx(index, abs=0.03)
            assert row[f"{kind}_low"] <= index <= row[f"{kind}_high"]
    assert list(found.table.index) == ["x1", "x2", "x3"]
    assert found.settled == ("x1", "x2", "x3")


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    inside = 0
    for seed in range(60):
        rows = sobol_sample.sample(salib_problem(THREE), 64, calc_second_order=False, seed=seed)
        points = pd.DataFrame(rows, columns=["x1", "x2", "x3"])
        row = sensitivity(points, ishigami(points), THREE, "sobol").table.loc["x3"]
        inside += row.total_low <= ISHIGAMI["total"]["x3"] <= row.total_high
    assert inside >= 48


def test_morris_effects_of_a_line_are_its_slopes_over_the_range() -> None:
    factors = (Factor("a", low=0, high=2), Factor("b", low=-1, high=3), Factor("c", low=0, high=1))
    points = points_of(factors, 10, method="morris")
    found = sensitivity(points, (3 * points.a - 0.5 * points.b).rename("y"), factors, "morris")
    assert list(found.table.index) == ["a", "b", "c"]
    assert found.table.effect.tolist() == pytest.approx([6.0, 2.0, 0.0])
    assert found.table.direction.tolist() == pytest.approx([6.0, -2.0, 0.0])
    assert found.table.spread.tolist() == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)
    assert found.converged


def test_morris_tells_an_interaction_by_its_spread() -> None:
    factors = tuple(Factor(name) for name in ("a", "b", "c"))
    points = points_of(factors, 40, method="morris")
    found = sensitivity(points, (points.a * points.b + points.c).rename("y"), factors, "morris")
    assert found.table.loc["c", "spread"] == pytest.approx(0.0, abs=1e-9)
    assert found.table.loc["a", "spread"] > 0.2
    assert found.table.loc["c", "effect"] == pytest.approx(1.0)


def test_other_grids_of_morris_are_recognised() -> None:
    factors = (Factor("a", low=0, high=2), Factor("b"))
    rows = morris_sample.sample(salib_problem(factors), 10, num_levels=6, seed=1)
    points = pd.DataFrame(rows, columns=["a", "b"])
    found = sensitivity(points, (3 * points.a + points.b).rename("y"), factors, "morris")
    assert found.table.effect.tolist() == pytest.approx([6.0, 1.0])


def test_one_undefined_outcome_takes_its_base_point_and_is_said() -> None:
    points = points_of(THREE, 256)
    values = ishigami(points)
    values.iloc[17] = np.nan
    found = sensitivity(points, values, THREE, "sobol")
    assert (found.points, found.missing, found.left_out, found.base) == (1280, 1, 1, 255)
    assert found.table.loc["x1", "total"] == pytest.approx(0.5576, abs=0.1)
    block = 17 // 5
    kept = np.delete(np.arange(1280), np.arange(5 * block, 5 * block + 5))
    without = sensitivity(points.iloc[kept], values.iloc[kept], THREE, "sobol")
    pd.testing.assert_frame_equal(found.table, without.table)


def test_too_many_undefined_outcomes_are_refused_not_zero() -> None:
    points = points_of(THREE, 64)
    values = ishigami(points)
    values.iloc[::40] = np.nan
    with pytest.raises(Mistake, match="'height' has no value at 8 of 320 points, and 8 of 64 base points need them"):
        sensitivity(points, values, THREE, "sobol")


def test_an_outcome_that_never_differs_is_refused() -> None:
    points = points_of(THREE, 16)
    with pytest.raises(Mistake, match="'height' is 1 at every point"):
        sensitivity(points, ishigami(points) * 0 + 1, THREE, "sobol")


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_points_that_are_no_such_sample_are_refused(method: str) -> None:
    rng = np.random.default_rng(1)
    points = pd.DataFrame(rng.random((80, 3)), columns=["x1", "x2", "x3"])
    with pytest.raises(Mistake, match=r"are no (Sobol'|Morris) sample of 3 inputs"):
        sensitivity(points, ishigami(points), THREE, method)
    swapped = points_of(THREE, 16, method=method)
    swapped.iloc[[1, 2]] = swapped.iloc[[2, 1]].to_numpy()
    with pytest.raises(Mistake, match="are no"):
        sensitivity(swapped, ishigami(swapped), THREE, method)


def test_names_are_inputs_too() -> None:
    factors = (Factor("plan", choices=("baseline", "adaptive", "insider")), Factor("x"))
    points = points_of(factors, 256)
    points["plan"] = [factors[0].choices[place] for place in np.minimum(2, (points.plan * 1.5).astype(int))]
    values = (points.plan == "insider") * 1.0 + 0.1 * points.x
    found = sensitivity(points, values.rename("y"), factors, "sobol")
    assert list(found.table.index) == ["plan", "x"]
    assert found.table.loc["plan", "first"] == pytest.approx(0.995, abs=0.03)


def test_a_small_noisy_sample_is_not_called_converged() -> None:
    points = points_of(THREE, 8)
    found = sensitivity(points, ishigami(points), THREE, "sobol")
    assert not found.converged
    assert found.half_width > 0.1


def test_convergence_is_that_of_first_order_and_total_indices_alike() -> None:
    """An outcome of interactions only: total indices are narrower than first-order ones."""
    points = points_of(THREE, 256)
    found = sensitivity(points, (np.sign(points.x1) * np.sign(points.x2) * points.x3).rename("height"), THREE, "sobol")
    widths = {column: (found.table[f"{column}_high"] - found.table[column]).max() for column in ("first", "total")}
    assert found.half_width == max(widths.values())


@pytest.mark.parametrize(
    ("language", "of_largest"),
    [("en", "of the largest effect"), ("es", "del mayor efecto"), ("fr", "du plus grand effet")],
)
def test_the_width_of_morris_is_said_to_be_a_share(language: str, of_largest: str) -> None:
    points = points_of(THREE, 8, method="morris")
    found = sensitivity(points, ishigami(points), THREE, "morris")
    said = texts(language)
    width = said.per_cent(found.half_width)
    assert f"{width} {of_largest}" in " ".join(convergence(found, said))


def test_the_same_data_give_the_same_intervals() -> None:
    points = points_of(THREE, 16)
    first, second = (sensitivity(points, ishigami(points), THREE, "sobol") for _ in range(2))
    assert isinstance(first, Sensitivity)
    assert to_dict(first) == to_dict(second)


def shared_out(outcome: pd.Series) -> LuckShare | None:
    by_point = outcome.groupby(level="point")
    return luck_share(
        by_point.size().to_numpy(), by_point.mean().to_numpy(), outcome.groupby(level="future").mean().to_numpy(),
        float(((outcome - outcome.mean()) ** 2).sum()),
    )  # fmt: skip


def outcomes_of(points: int, futures: int, inputs: float, shared: float, own: float, seed: int = 3) -> pd.Series:
    rng = np.random.default_rng(seed)
    table = (
        np.sqrt(inputs) * rng.normal(size=(points, 1))
        + np.sqrt(shared) * rng.normal(size=(1, futures))
        + np.sqrt(own) * rng.normal(size=(points, futures))
    )
    index = pd.MultiIndex.from_product([range(points), range(futures)], names=["point", "future"])
    return pd.Series(table.ravel(), index=index)


def test_luck_and_inputs_share_the_variance_that_was_planted() -> None:
    found = shared_out(outcomes_of(400, 400, inputs=2.0, shared=1.0, own=5.0))
    assert found is not None and found.same_luck
    assert found.inputs == pytest.approx(2 / 8, abs=0.04)
    assert found.inputs + found.luck == pytest.approx(1.0)
    assert found.left_over == pytest.approx((5 / 400) / (2 + 5 / 400), rel=0.2)


def test_shares_of_luck_by_hand() -> None:
    index = pd.MultiIndex.from_product([["a", "b"], [0, 1]], names=["point", "future"])
    found = shared_out(pd.Series([0.0, 2.0, 4.0, 6.0], index=index))
    # Means of the points 1 and 5, of the futures 2 and 4, nothing is left: variances 8 and 2.
    assert found is not None
    assert (found.inputs, found.luck, found.left_over) == pytest.approx((0.8, 0.2, 0.0))


def test_points_with_other_futures_are_judged_by_themselves() -> None:
    index = pd.MultiIndex.from_tuples([(0, 0), (0, 1), (1, 2), (1, 3), (1, 4)], names=["point", "future"])
    found = shared_out(pd.Series([0.0, 2.0, 4.0, 6.0, 5.0], index=index))
    # Within: (1 + 1 + 1 + 1) / 3. Between: 2 (1 - 3.4)^2 + 3 (5 - 3.4)^2 = 19.2; size (5 - 13 / 5) / 1 = 2.4.
    assert found is not None and not found.same_luck
    inputs = (19.2 - 4 / 3) / 2.4
    assert found.inputs == pytest.approx(inputs / (inputs + 4 / 3))


def test_single_futures_say_nothing_of_luck() -> None:
    assert shared_out(outcomes_of(10, 1, 1.0, 1.0, 1.0)) is None
    assert shared_out(outcomes_of(10, 5, 0.0, 0.0, 0.0)) is None
