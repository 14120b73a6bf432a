"""The front: what no other candidate beats on every goal."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.search.checking import FULL
from sim.search.evolution import Candidate, front
from sim.search.picking import picks, thinned

goals = st.tuples(*[st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])] * 4)
candidates = st.lists(goals, min_size=1, max_size=40).map(
    lambda found: [Candidate({"stance": float(place)}, one) for place, one in enumerate(found)]
)


def beats(one: Candidate, other: Candidate) -> bool:
    """Return whether one is at least as good everywhere and better somewhere: more working, less of the rest."""
    mine, others = ((-c.goals[0], *c.goals[1:]) for c in (one, other))
    return all(a <= b for a, b in zip(mine, others, strict=True)) and mine != others


@settings(max_examples=200, deadline=None)
@given(candidates)
def test_nobody_beats_the_front_and_it_beats_everybody_else(tried: list[Candidate]) -> None:
    kept = front(tried)
    assert kept
    for one in kept:
        assert not any(beats(other, one) for other in tried)
    for one in tried:
        same = any(one.goals == other.goals for other in kept)
        assert same or any(beats(other, one) for other in kept)
    assert len({one.goals for one in kept}) == len(kept)


@settings(max_examples=200, deadline=None)
@given(candidates, goals)
def test_picks_are_best_at_what_they_are_named_for(tried: list[Candidate], shipped: tuple[float, ...]) -> None:
    found = picks(tried, shipped)  # type: ignore[arg-type]
    roles = {role: one for one in found for role in one.roles}
    assert roles["most-working"].goals[0] == max(one.goals[0] for one in tried)
    sound = [one for one in tried if one.goals[0] >= shipped[0]]
    if sound:
        assert roles["least-money"].goals[3] == min(one.goals[3] for one in sound)
        assert roles["balanced"].goals[0] >= shipped[0]
    else:
        assert set(roles) == {"most-working"}
    assert sum(len(one.roles) for one in found) == len(roles), "each role once"


@settings(max_examples=100, deadline=None)
@given(candidates)
def test_thinning_keeps_the_best_of_each_goal(tried: list[Candidate]) -> None:
    kept = thinned(tried, 4)
    assert len(kept) == min(4, len(tried))
    assert max(one.goals[0] for one in kept) == max(one.goals[0] for one in tried)
    assert len(thinned(tried, FULL.candidates)) == len(tried)
