"""The same things as were observed, counted in simulated futures: each as its comparison says in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sim.evidence import communities, giving, governing, key_people, people, tallies
from sim.evidence.tallies import Counted, Totals
from sim.evidence.watching import Pair, Watched
from sim.world.measures import OPEN_BY_DEFAULT, REUSE


@dataclass(frozen=True)
class Measure:
    """How something is counted, and how its figure follows from the counts.

    Attributes
    ----------
    count : takes the futures of one context; gives a tally, or a sentence that says why there is nothing to count.
    figure : takes the counts of all futures.
    pair : the paired futures that it looks at, if any.
    """

    count: Callable[[Watched], Counted]
    figure: Callable[[Totals], float]
    pair: Pair | None = None


MEASURES: Final[Mapping[str, Measure]] = {
    "leader_exit": Measure(governing.leader_exit, tallies.share_of_totals),
    "party_loss": Measure(governing.party_loss, tallies.share_of_totals),
    "senior_exit": Measure(governing.senior_exit, tallies.share_of_totals),
    "open_next_year": Measure(governing.after_change(OPEN_BY_DEFAULT), governing.next_year, "change"),
    "open_delay": Measure(governing.after_change(OPEN_BY_DEFAULT), governing.delay, "change"),
    "reuse_next_year": Measure(governing.after_change(REUSE), governing.next_year, "change"),
    "reuse_delay": Measure(governing.after_change(REUSE), governing.delay, "change"),
    "open_same_year": Measure(governing.after_change(OPEN_BY_DEFAULT), governing.same_year, "change"),
    "reuse_same_year": Measure(governing.after_change(REUSE), governing.same_year, "change"),
    "stay_median": Measure(people.stays, tallies.median_stay),
    "stay_five_years": Measure(people.stays, tallies.staying_beyond(people.FIVE_YEARS)),
    "work_of_three": Measure(people.work_of_three, tallies.share_of_totals),
    "listed": Measure(communities.share_after_seven_years(communities.listed), tallies.share_of_totals),
    "active_last_year": Measure(
        communities.share_after_seven_years(communities.active_last_year), tallies.share_of_totals
    ),
    "anybody_last_year": Measure(
        communities.share_after_seven_years(communities.anybody_last_year), tallies.share_of_totals
    ),
    "family_exit": Measure(giving.family_exit, tallies.share_of_totals),
    "habit": Measure(giving.habit, tallies.difference_of_shares),
    "habit_over_merit": Measure(giving.habit_over_merit, giving.habit_less_merit),
    "funded_again": Measure(giving.funded_again, tallies.share_of_totals),
    "grant_length": Measure(giving.grant_lengths, tallies.median_length),
    "short_grants": Measure(giving.grant_lengths, tallies.share_of_lengths(1, giving.SHORT)),
    "long_grants": Measure(giving.grant_lengths, tallies.share_of_lengths(giving.LONG)),
    "small_first": Measure(communities.small_first, tallies.difference_of_rates),
    "young_first": Measure(communities.young_first, tallies.difference_of_rates),
    "established_collapse": Measure(communities.established_collapse, tallies.yearly_rate),
    "post_turnover": Measure(governing.post_turnover, tallies.yearly_rate),
    "member_turnover": Measure(people.member_turnover, tallies.yearly_rate),
    "training_routine": Measure(governing.training_routine, tallies.share_of_totals, "training"),
    "training_reuse": Measure(governing.training_reuse, tallies.share_of_totals, "training"),
    "after_key_person": Measure(key_people.after_key_person, tallies.median_ratio),
    "others_after_key_person": Measure(key_people.others_after_key_person, tallies.median_ratio),
    "recovery_after_key_person": Measure(key_people.recovery_after_key_person, tallies.share_of_totals),
    "ordinary_year": Measure(key_people.ordinary_years, tallies.median_ratio),
    "falling_catalogues": Measure(governing.falling_catalogues, tallies.share_of_totals),
    "open_unpublished": Measure(governing.open_unpublished, tallies.share_of_totals, "unpublished"),
    "open_after_ten_years": Measure(governing.open_after_ten_years, tallies.share_of_totals),
}
"""Every measure that a comparison names."""
