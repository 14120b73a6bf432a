"""A grant is one thing, whichever file lists it; an exit changes nothing before it is announced."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.world.assembly import build_world
from sim.world.measures import INCOME
from tests.world.communities import context_of, plan_of, run, scenario_of, sets_of, world_of

FUTURES = range(24)
MONTHS = 72
SIZE = {"national_governments": 1, "local_governments": 3, "champions": 8, "donors": 6, "activists": 60}
OTHER = {"name": "another", "monthly": 1.0, "ends": 10}


def context(**donor: Any) -> Any:
    """Return a community with a donor Avina, another listed one, and four that are drawn."""
    return context_of(size=SIZE, months=MONTHS, donor=[{"name": "Avina", "monthly": 2.0, **donor}, OTHER])


def grant(**fields: Any) -> dict[str, Any]:
    """Return a grant of Avina for three years from the first month."""
    return {"donor": "Avina", "from": 1, "months": 36, "staff_months": 2.0, **fields}


BLOWS = (
    {"kind": "squeeze", "when": 6, "level": 0.5, "months": 12},
    {"kind": "donors_move", "when": 12, "share": 1.0, "theme": "outside"},
    {"kind": "donors_exit", "when": 50, "share": 0.5},
)


@pytest.mark.parametrize("events", [(), BLOWS], ids=["calm", "blows"])
@pytest.mark.parametrize("before", [{"ends": 0}, {}, {"monthly": 5.0}], ids=["none runs", "not said", "another size"])
def test_the_same_grant_in_context_and_plan_gives_equal_bits(events: Any, before: dict[str, Any]) -> None:
    scenario = scenario_of(*events)
    listed = run(world_of(scenario, context=context(ends=36)), FUTURES)
    planned = run(world_of(scenario, plan_of(grant=[grant()]), context(**before)), FUTURES)
    assert np.array_equal(listed, planned)


def test_the_same_grant_by_date_and_theme() -> None:
    listed = run(world_of(context=context(ends="2030-01", theme="poverty")), FUTURES)
    planned = run(world_of(None, plan_of(grant=[grant(**{"from": "2027-02", "theme": "poverty"})]), context()), FUTURES)
    assert np.array_equal(listed, planned)


@pytest.mark.parametrize("first", [1, 13])
def test_a_signed_grant_comes_to_its_end_whatever_its_donor_does(first: int) -> None:
    place = context_of(size={**SIZE, "donors": 1}, months=MONTHS, donor=[{"name": "Avina", "monthly": 2.0, "ends": 0}])
    world = world_of(None, plan_of(grant=[grant(**{"from": first})]), place)
    certain = sets_of(place, {"donor_exit": 1.0, "donor_entry": 0.0, "own_income_gain": 0.0})
    income = run(world, FUTURES, parameters=certain)[:, :, INCOME]
    paid = np.arange(first, first + 36)
    assert (income[:, paid] == 2.0).all()
    assert (np.delete(income, paid, axis=1) == 0.0).all()


LEAVES = {"kind": "donor_leaves", "when": 20, "notice": 12, "donor": "Avina"}


def test_futures_are_equal_until_the_exit_is_announced_and_income_until_the_last_payment() -> None:
    place = context(ends=60)
    calm = run(world_of(context=place), FUTURES)
    left = run(world_of(scenario_of(LEAVES), context=place), FUTURES)
    assert np.array_equal(calm[:, :20], left[:, :20])
    assert not np.array_equal(calm[:, 20:], left[:, 20:])
    broken = run(world_of(scenario_of({**LEAVES, "breaks_contracts": True}), context=place), FUTURES)
    mean = [lives[:, :, INCOME].mean(axis=0) for lives in (calm, left, broken)]
    assert mean[1][33:61].mean() > mean[2][33:61].mean() + 1.0  # the contract is honoured, or not


def test_an_exit_is_lived_through_alike_by_name_and_as_the_largest() -> None:
    donors = [{"name": "Avina", "monthly": 2.0, "ends": 60}, OTHER]
    place = context_of(size={**SIZE, "donors": 2}, months=MONTHS, donor=donors)
    staying = sets_of(place, {"donor_exit": 0.0, "donor_families_gain": 0.0})
    named, largest = (
        run(world_of(scenario_of({**LEAVES, "donor": donor}), context=place), FUTURES, parameters=staying)
        for donor in ("Avina", "largest")
    )
    assert np.array_equal(named, largest)


def test_a_context_may_fix_how_its_community_differs() -> None:
    fixed = {"recruiting": 2.0, "turnover": 0.5, "drive": 1.5, "money": 3.0, "officials": 0.8, "freshness": 1.25}
    world = world_of(context=context_of(size=SIZE, community=fixed))
    for future in (0, 5):
        run(world, (future,), months=1)
        assert {name: float(world.community[0][name]) for name in fixed} == fixed
    partly = build_world(scenario_of(), plan_of(), context_of(size=SIZE, community={"money": 3.0}))
    free = build_world(scenario_of(), plan_of(), context_of(size=SIZE))
    run(partly, (3,), months=1)
    run(free, (3,), months=1)
    assert partly.community[0].money == 3.0
    assert all(partly.community[0][name] == free.community[0][name] for name in fixed if name != "money")
