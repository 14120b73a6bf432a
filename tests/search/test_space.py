"""What a search may turn, and that everything that it makes is a plan."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.files import library
from sim.files.mistakes import Mistake
from sim.files.plan import Plan
from sim.search.space import GROUPS, space
from tests.robustness.communities import plan

RELEASED = plan(
    "released",
    effort={"train": 7.5, "ally": 0.0},
    trigger=[
        {"name": "a", "measure": "runway", "below": 6.25, "release": 9.0, "levers": {"stance": -1.0}},
        {"name": "b", "measure": "turned_over", "above": 0.9, "release": 0.3, "shift": 1.0, "effort": {"ally": 2.0}},
        {"name": "c", "measure": "people", "above": 0.0, "retarget": True},
        {"name": "d", "month": 12, "levers": {"voice": 1.0}},
        {"name": "e", "measure": "standing", "below": 0.004, "latch": True, "retarget": True},
    ],
)
SPACES = [space(library.plan(name)) for name in library.names("plan")] + [space(RELEASED)]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SPACES), st.data())
def test_every_point_is_a_plan_that_a_file_can_hold(searched, data) -> None:  # type: ignore[no-untyped-def]
    places = data.draw(st.lists(st.floats(0, 1), min_size=len(searched.dials), max_size=len(searched.dials)))
    values = searched.values(places)
    made = searched.made(values, "made")
    again = Plan.model_validate({**made.file_content(), "name": "made"}, by_alias=True, by_name=False)
    assert again.fingerprint() == made.fingerprint()
    for dial in searched.dials:
        assert dial.low <= values[dial.name] <= dial.high
        assert dial.value(dial.place(values[dial.name])) == values[dial.name]


@pytest.mark.parametrize("name", library.names("plan"))
def test_the_own_setting_is_the_plan_itself(name: str) -> None:
    shipped = library.plan(name)
    searched = space(shipped)
    made = searched.made(searched.own(), name)
    assert made.levers == shipped.levers
    assert made.triggers == shipped.triggers
    total = sum(shipped.effort.values())
    for activity, weight in made.effort.items():
        assert weight / sum(made.effort.values()) == pytest.approx(shipped.effort[activity] / total, abs=0.002)


def test_only_what_is_free_is_turned() -> None:
    searched = space(library.plan("adaptive"), ["stance", "train"])
    assert [dial.name for dial in searched.dials] == ["train", "stance"]
    made = searched.made(searched.values([1.0, 0.0]), "made")
    assert made.effort == {**library.plan("adaptive").effort, "train": 3.0}
    assert made.levers == {**library.plan("adaptive").levers, "stance": -1.0}
    assert made.triggers == library.plan("adaptive").triggers


def test_signposts_are_turned_with_their_release() -> None:
    searched = space(RELEASED, ["triggers"])
    names = [dial.name for dial in searched.dials]
    assert names == ["a: threshold", "b: threshold", "b: shift", "e: threshold"], "twice zero is zero"
    made = searched.made({**searched.own(), "a: threshold": 10.25, "b: shift": 0.5}, "made")
    assert (made.triggers[0].below, made.triggers[0].release) == (10.25, 13.0)
    assert made.triggers[1].shift == 0.5
    assert made.triggers[3] == RELEASED.triggers[3], "stages are planned, not watched"


def test_doing_nothing_at_all_is_doing_everything_alike() -> None:
    searched = space(library.plan("baseline"), ["effort"])
    assert set(searched.made(searched.values([0.0] * 9), "idle").effort.values()) == {1.0}


@pytest.mark.parametrize(
    ("name", "free", "mistake"),
    [
        ("baseline", [], "there is no free lever to search over: none is named"),
        ("baseline", ["triggers"], "plan 'baseline' has no signposts"),
        ("baseline", ["stanse"], "free lever 'stanse' does not exist; did you mean 'stance'?"),
    ],
)
def test_a_search_without_free_levers_is_refused(name: str, free: list[str], mistake: str) -> None:
    with pytest.raises(Mistake, match=mistake.replace("?", r"\?")):
        space(library.plan(name), free)


def test_the_only_activity_of_a_plan_is_no_free_lever() -> None:
    nothing_else = dict.fromkeys(library.plan("baseline").effort, 0.0)
    only = plan("only", effort={**nothing_else, "ally": 5.0})
    with pytest.raises(Mistake, match="does nothing but ally"):
        space(only, ["ally"])
    assert len(space(only, GROUPS).dials) == 17
