"""Each measure on futures written by hand, with an answer that anybody can check."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.evidence.measures import MEASURES
from sim.evidence.observer import LEADER_CHANGED, NEW_IN_POST, PARTY_CHANGED, SERVING
from sim.evidence.patterns import PATTERNS
from sim.results.outcomes import COLLAPSED, PAPER, WORKING
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


def test_champions_leaving_counts_quiet_months_only():
    watched = hand_made(months=24, posts=2)
    posts = watched.notes.posts
    posts[0, :13, 0] = SERVING  # leaves in month 13 after 12 served months
    posts[0, :6, 1] = SERVING  # leaves in month 6 with the government
    watched.notes.changes[0, 6, LOCAL] = LEADER_CHANGED
    # Served: 13 months of the first (months 1-13), 5 of the second (months 1-5; month 6 is not quiet).
    assert figure_of("post_turnover", watched) == pytest.approx(12 * 1 / 18)


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


def test_a_spell_ends_with_the_first_month_without_activity():
    watched = hand_made()
    watched.notes.active[0, 5:8, 0] = 1
    watched.notes.active[0, 20:25, 0] = 1
    watched.notes.active[0, 119:, 1] = 1
    ended, going_on = MEASURES["spell_median"].count(watched).sum(axis=0).reshape(2, -1)
    assert {int(m) + 1 for m in np.flatnonzero(ended)} == {3, 5}
    assert {int(m) + 1 for m in np.flatnonzero(going_on)} == {2}


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
    series[1, :80, ACTIVE_MEMBERS] = 1  # gone by then
    series[2, :73, ACTIVE_MEMBERS] = 1
    series[3, :, OPEN_BY_DEFAULT] = 0.2  # nobody, but formal
    assert figure_of("listed", watched) == 0.5
    series[:, 0, PEOPLE] = 8.0  # a quarter is 2
    series[0, 84, PEOPLE] = series[1, 73, PEOPLE] = 2.0  # the last and the first of the last 12 months
    series[2, 73:85, PEOPLE] = 1.9
    series[3, 72, PEOPLE] = 8.0
    assert figure_of("active_last_year", watched) == 0.5


def test_more_than_a_shell_in_any_month_of_the_seventh_year():
    watched = hand_made(futures=3)
    watched.lives.states[:, 73:85] = np.array([PAPER, COLLAPSED, PAPER])[:, None]
    watched.lives.states[2, 84] = WORKING
    assert figure_of("not_a_shell", watched) == pytest.approx(1 / 3)


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


def donors_of_two_futures():
    """Two futures of 36 months: compared are month 12 and month 36."""
    watched = hand_made(futures=2, months=36, donors=4)
    paying, watched.notes.donor_open[:] = watched.notes.paying_months, 1
    paying[:, 11, :2] = 1  # two pay in month 12
    paying[0, 35, :2] = 1  # in the first future both pay two years later, and one that did not
    paying[0, 35, 2] = 1
    watched.notes.donor_open[1, 12, 3] = 0  # closed: could not have been asked
    return watched


def test_habit_is_the_difference_between_those_who_pay_and_open_ones_who_do_not():
    assert figure_of("habit", donors_of_two_futures()) == pytest.approx(2 / 4 - 1 / 3)


def test_habit_less_merit():
    watched = donors_of_two_futures()
    watched.notes.performance[0, 13:37] = 1.0  # the better future keeps both donors, the worse none
    assert figure_of("habit_over_merit", watched) == pytest.approx(2 / 4 - 1 / 3 - 1)
    watched.notes.performance[:, 12] = [0, 1]
    assert figure_of("habit_over_earlier_merit", watched) == pytest.approx(2 / 4 - 1 / 3 + 1)


# --- what cannot be measured ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_a_short_horizon_and_an_empty_community_are_answered_not_guessed(measure):
    for watched in (hand_made(months=12), hand_made(months=12, posts=0, donors=0, seats=1)):
        counted = MEASURES[measure].count(watched)
        assert isinstance(counted, str) or (np.isfinite(counted).all() and len(counted) == 1)
