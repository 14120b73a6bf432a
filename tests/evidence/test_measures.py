"""Each measure on futures written by hand, with an answer that anybody can check."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.evidence.key_people import losses
from sim.evidence.measures import MEASURES
from sim.evidence.observer import LEADER_CHANGED, NEW_IN_POST, PARTY_CHANGED, SERVING
from sim.evidence.patterns import PATTERNS
from sim.results.outcomes import WORKING
from sim.world.measures import ACTIVE_MEMBERS, OPEN_BY_DEFAULT, PEOPLE, REUSE
from tests.evidence.watched import figure_of, hand_made

NATIONAL, LOCAL = 0, 1


def test_every_comparison_has_a_measure_and_every_measure_a_comparison():
    named = [comparison.measure for pattern in PATTERNS for comparison in pattern.comparisons]
    assert sorted(named) == sorted(MEASURES)


# --- governments ------------------------------------------------------------------------------------------------------


def test_leaders_going_counts_both_kinds_of_change_of_national_calendars_only():
    watched = hand_made()
    watched.notes.changes[0, 10, NATIONAL] = PARTY_CHANGED
    watched.notes.changes[0, 20, NATIONAL] = LEADER_CHANGED
    watched.notes.changes[0, 30:40, LOCAL] = PARTY_CHANGED
    assert figure_of("leader_exit", watched) == pytest.approx(2 / 120)


def test_elections_lost_counts_changes_of_party_in_months_of_elections():
    watched = hand_made()
    watched.notes.next_election[0, :10, NATIONAL] = 10
    watched.notes.next_election[0, 10:58, NATIONAL] = 58
    watched.notes.next_election[0, 58:, NATIONAL] = 1000
    watched.notes.changes[0, 58, NATIONAL] = PARTY_CHANGED
    watched.notes.changes[0, 70, NATIONAL] = PARTY_CHANGED  # forced, between elections
    assert figure_of("party_loss", watched) == 0.5


@pytest.mark.parametrize("measure", ["leader_exit", "party_loss"])
def test_figures_of_presidential_systems_are_not_compared_elsewhere(measure):
    watched = hand_made(elections={"system": "parliamentary"})
    assert MEASURES[measure].count(watched) == "the figure is of presidential systems"
    watched = replace(hand_made(), national=np.zeros(2, dtype=bool))
    assert MEASURES[measure].count(watched) == "the context has no national government"


def test_senior_officials_have_gone_where_somebody_else_holds_the_post_a_year_later():
    watched = hand_made(posts=6)  # posts 0, 2, 4 hang on the national calendar
    posts = watched.notes.posts
    posts[0] = SERVING
    watched.notes.changes[0, 50, NATIONAL] = PARTY_CHANGED
    posts[0, 50, 0] = NEW_IN_POST  # left and was replaced in the same month
    posts[0, 61, 2] = 0  # left within the year
    posts[0, 62, 4] = 0  # left after it
    assert figure_of("senior_exit", watched) == pytest.approx(2 / 3)


def test_a_change_too_late_to_see_its_first_year_does_not_count():
    watched = hand_made()
    watched.notes.posts[0] = SERVING
    watched.notes.changes[0, 110, NATIONAL] = PARTY_CHANGED
    assert figure_of("senior_exit", watched) is None


def test_effects_of_a_change_are_those_of_its_year_and_what_the_next_year_adds():
    watched = hand_made()
    watched.notes.series[0, :, [OPEN_BY_DEFAULT, REUSE]] = 2.0
    changed = watched.notes.series[:, :48].copy()
    changed[0, 24:36, OPEN_BY_DEFAULT] = 1.9
    changed[0, 36:48, OPEN_BY_DEFAULT] = 1.6
    watched = replace(watched, with_change=changed)
    assert figure_of("open_same_year", watched) == pytest.approx(-0.05)
    assert figure_of("open_next_year", watched) == pytest.approx(-0.15)
    assert figure_of("open_delay", watched) == pytest.approx(0.10)
    assert figure_of("reuse_next_year", watched) == pytest.approx(0)


def test_training_is_looked_for_from_the_sixth_to_the_eighteenth_month():
    watched, trained = hand_made(), hand_made(months=18).notes
    trained.routine[0, 6:19] = 0.25
    trained.routine[0, :6] = 9.0
    trained.series[0, 6:19, REUSE] = -1.0
    watched = replace(watched, with_training=trained)
    assert figure_of("training_routine", watched) == pytest.approx(0.25)
    assert figure_of("training_reuse", watched) == pytest.approx(-1)


# --- people -----------------------------------------------------------------------------------------------------------


def test_champions_leaving_counts_years_without_a_change_only():
    watched = hand_made(months=36, posts=2)
    posts = watched.notes.posts
    posts[0, :25, 0] = SERVING  # leaves in month 25 after 25 served months
    posts[0, :31, 1] = SERVING
    watched.notes.changes[0, 13, LOCAL] = LEADER_CHANGED
    posts[0, 20, 1] = NEW_IN_POST  # left in the year after the change, and was replaced: does not count
    # Served: months 1 to 25 of the first; of the second 1 to 12, 25 to 31, when the next one leaves.
    assert figure_of("post_turnover", watched) == pytest.approx(12 * 2 / (25 + 12 + 7))


def test_members_leaving_counts_each_active_month():
    watched = hand_made(months=24)
    watched.notes.active[0, :10, 0] = 1  # active at the ends of months 0 to 9, gone at the end of month 10
    assert figure_of("member_turnover", watched) == pytest.approx(12 / 10)


def stay_counts(watched):
    ended, going_on = MEASURES["stay_median"].count(watched).sum(axis=0).reshape(2, -1)
    return {int(m) + 1: int(ended[m]) for m in np.flatnonzero(ended)}, {
        int(m) + 1: int(going_on[m]) for m in np.flatnonzero(going_on)
    }


def test_a_stay_goes_from_the_first_to_the_last_month_of_activity_of_one_person():
    watched = hand_made()
    active = watched.notes.active
    active[0, 5:8, 0] = 1
    active[0, 20:25, 0] = 1  # the same person comes back: 5 to 24
    active[0, 30:32, 1] = 1
    watched.notes.another_person[0, 40, 1] = 1
    active[0, 40:43, 1] = 1  # another person, who joins in the month in which they take the seat
    assert stay_counts(watched) == ({20: 1, 2: 1, 3: 1}, {})


def test_those_who_were_there_from_the_beginning_do_not_count_but_their_successors_do():
    watched = hand_made()
    watched.notes.active[0, :30, 0] = 1
    watched.notes.another_person[0, 50, 0] = 1
    watched.notes.active[0, 60:70, 0] = 1
    assert stay_counts(watched) == ({10: 1}, {})


@pytest.mark.parametrize(("last", "over"), [(108, True), (109, False), (120, False)])
def test_a_stay_is_over_after_a_year_of_silence(last, over):
    watched = hand_made()
    watched.notes.active[0, 101 : last + 1, 0] = 1
    ended, going_on = stay_counts(watched)
    assert (ended if over else going_on) == {last - 100: 1}


def test_three_people_do_half_of_the_work():
    watched = hand_made(futures=3, months=12, seats=8)
    work = watched.notes.work
    work[0, 1] = 1.0  # eight equals: three do three eighths
    work[1, 1] = [3, 3, 3, 1, 1, 1, 1, 1]  # nine of fourteen
    work[2, 1:3, :4] = 1.0  # four equals, one of whom is another person in the second month
    watched.notes.another_person[2, 2, 3] = 1  # so five people: 2, 2, 2, 1, 1
    assert MEASURES["work_of_three"].count(watched).tolist() == [[0, 1], [1, 1], [1, 1]]


# --- communities ------------------------------------------------------------------------------------------------------


def test_listed_and_active_after_seven_years():
    watched = hand_made(futures=4)
    series = watched.notes.series
    series[0, :, ACTIVE_MEMBERS] = 1
    series[1, :80, ACTIVE_MEMBERS] = 1  # gone by then, active within the last 12 months (73 to 84)
    series[2, :73, ACTIVE_MEMBERS] = 1  # active in month 72 last
    series[3, :, OPEN_BY_DEFAULT] = 0.2  # nobody, but formal
    assert figure_of("listed", watched) == 0.5
    assert figure_of("anybody_last_year", watched) == 0.5


def test_active_is_a_quarter_of_the_people_it_began_with():
    watched = hand_made(futures=4)
    people = watched.notes.series[:, :, PEOPLE]
    people[:, 0] = 20
    people[0, 73] = 5
    people[1, 84] = 5
    people[2, 73:85] = 4
    people[3, [72, 85]] = 20
    assert figure_of("active_last_year", watched) == 0.5


def test_collapses_of_established_communities():
    watched = hand_made(futures=4)
    watched.lives.states[:3, 36] = WORKING
    watched.lives.collapse_month[:] = [60, np.nan, 20, 50]  # the third collapsed before, the fourth did not work
    assert figure_of("established_collapse", watched) == pytest.approx(12 * 1 / (24 + 84))


def test_small_and_young_communities():
    watched = hand_made(futures=3)
    watched.notes.series[:, 36, PEOPLE] = [1, 5, 9]
    watched.lives.collapse_month[:] = [48, 72, np.nan]
    assert figure_of("small_first", watched) == pytest.approx(12 / 12)
    watched.lives.collapse_month[:] = [12, np.nan, np.nan]
    assert figure_of("young_first", watched) == pytest.approx(12 / (12 + 36 + 36))


# --- donors -----------------------------------------------------------------------------------------------------------


def test_donors_of_a_family_that_leave_with_it():
    watched = hand_made(donors=4)
    notes = watched.notes
    notes.donor_open[0] = 1
    notes.donor_family[0] = [2, 2, 2, 0]
    notes.family_left[0, 30, 2] = 1
    notes.donor_open[0, 29:, 2] = 0  # had closed before
    notes.donor_open[0, 30:, 0] = 0  # closes with the family
    notes.donor_open[0, 30:, 3] = 0  # closes in the same month, of another family
    assert figure_of("family_exit", watched) == 0.5


def promise(watched, donor, first, months):
    """Let a donor promise a grant in a month, whatever it still pays; give its last paid month."""
    paying = watched.notes.paying_months
    promised = months + max(int(paying[0, first - 1, donor]) - 1, 0)
    last = first + promised
    paying[0, first : last + 1, donor] = np.arange(promised, -1, -1)[: watched.months + 1 - first]
    return last


def donors_of_one_future():
    watched = hand_made(donors=6, months=60)
    watched.notes.donor_open[0] = 1
    promise(watched, 0, 1, 10)  # pays months 2 to 11
    assert promise(watched, 0, 10, 20) == 31  # renewed in its last month but one
    promise(watched, 1, 1, 10)
    promise(watched, 1, 22, 40)  # eleven months later: pays again within the year
    promise(watched, 2, 1, 10)
    promise(watched, 2, 23, 40)  # a month too late
    promise(watched, 3, 1, 10)
    promise(watched, 3, 11, 40)  # in the month in which the first ends
    promise(watched, 4, 1, 10)
    watched.notes.donor_open[0, 15:, 4] = 0  # closes within the year: does not count
    return watched


def test_grants_at_their_end_and_those_that_are_followed_by_another():
    # Ends: of the first donor in 11 (followed) and 31 (not), of 1 (followed), of 2 (not), of 3 (followed).
    assert MEASURES["funded_again"].count(donors_of_one_future()).tolist() == [[3, 5]]


def test_habit_is_the_difference_to_open_donors_without_a_grant():
    counted = MEASURES["habit"].count(donors_of_one_future())
    # In month 12: 1 and 2 (both begin again by 23), and 5 does not. In 24, 36 and 48 only 5, and 0 from 36 on.
    assert counted.tolist() == [[3, 5, 2, 8]]


def test_habit_less_merit():
    watched = donors_of_one_future()
    watched.notes.performance[0, 20:] = 1.0  # only the end in month 31 had a good year before it
    counted = MEASURES["habit_over_merit"].count(watched)
    assert counted[0, 4:].tolist() == [3, 5, 3, 4], "ties belong to both thirds"


def test_lengths_are_those_that_were_promised():
    watched = donors_of_one_future()
    assert figure_of("grant_length", watched) == 10
    assert figure_of("short_grants", watched) == pytest.approx(5 / 9)
    assert figure_of("long_grants", watched) == 0
    promise(watched, 5, 10, 41)
    assert figure_of("long_grants", watched) == pytest.approx(1 / 10)


# --- key people -------------------------------------------------------------------------------------------------------


def with_a_key_person():
    """Two members; the first does 3 of 4 a month, leaves after month 24, and the second does 2 a month from then on."""
    watched = hand_made(months=60)
    watched.notes.active[0, 1:25, 0], watched.notes.active[0, 1:, 1] = 1, 1
    watched.notes.work[0, 1:25, 0], watched.notes.work[0, 1:, 1] = 3.0, 1.0
    watched.notes.work[0, 25:, 1] = 2.0
    return watched


def test_work_after_the_loss_of_a_key_person():
    watched = with_a_key_person()
    assert figure_of("after_key_person", watched) == pytest.approx(0.5, abs=0.02)
    assert figure_of("others_after_key_person", watched) == pytest.approx(2, abs=0.02)
    assert figure_of("recovery_after_key_person", watched) == 1
    watched.notes.work[0, 37:, 1] = 1.9
    assert figure_of("recovery_after_key_person", watched) == 0


@pytest.mark.parametrize(("back", "lost"), [(36, False), (37, True)])
def test_who_comes_back_within_a_year_was_not_lost(back, lost):
    watched = with_a_key_person()
    watched.notes.active[0, back, 0] = 1
    assert (figure_of("after_key_person", watched) is not None) == lost


def test_another_person_in_the_seat_is_another_person():
    watched = with_a_key_person()
    watched.notes.another_person[0, 30, 0] = 1
    watched.notes.active[0, 30:, 0], watched.notes.work[0, 30:, 0] = 1, 2.0
    assert figure_of("after_key_person", watched) == pytest.approx((12 * 2 + 7 * 2) / 48, abs=0.02)
    watched = with_a_key_person()
    watched.notes.another_person[0, 15, 0] = 1  # so that two people are lost, one after the other
    found = losses(watched)
    assert found.month.tolist() == [14, 24]
    assert found.own.tolist() == [12 * 3, 10 * 3]


def test_somebody_with_a_small_part_is_no_key_person():
    watched = with_a_key_person()
    watched.notes.work[0, 1:25, 0] = 0.4
    assert figure_of("after_key_person", watched) is None


def test_ordinary_years_are_those_without_such_a_loss():
    watched = with_a_key_person()  # years: 48, 48, 24 (after the loss), 24, 24
    assert MEASURES["ordinary_year"].count(watched).sum() == 3
    assert figure_of("ordinary_year", watched) == pytest.approx(1, abs=0.02)


# --- catalogues -------------------------------------------------------------------------------------------------------


def test_catalogues_that_fall_over_five_years():
    watched = hand_made()
    openness = watched.notes.open_by_default
    openness[0, :, 0] = np.linspace(0.4, 0.8, 121)
    openness[0, 0:60, 1] = 0.5
    openness[0, 60:, 1] = 0.3
    assert figure_of("falling_catalogues", watched) == 1 / 4


def test_openness_where_nobody_publishes():
    watched = hand_made()
    series = watched.notes.series[:, :61].copy()
    series[0, :, OPEN_BY_DEFAULT] = 0.4
    series[0, 49:, OPEN_BY_DEFAULT] = 0.1
    assert figure_of("open_unpublished", replace(watched, unpublished=series)) == pytest.approx(-0.3)
    watched.notes.series[0, 109:, OPEN_BY_DEFAULT] = 0.2
    assert figure_of("open_after_ten_years", watched) == pytest.approx(0.2)


# --- what cannot be measured ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_a_short_horizon_and_an_empty_community_are_answered_not_guessed(measure):
    for watched in (hand_made(months=12), hand_made(months=12, posts=0, donors=0, seats=1)):
        counted = MEASURES[measure].count(watched)
        assert isinstance(counted, str) or (np.isfinite(counted).all() and len(counted) == 1)
