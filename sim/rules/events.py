"""Step 0: what the world does to the community this month. Events act in file order, before elections."""

from __future__ import annotations

from typing import Any

from sim.rules.activists import join, lose_key_person
from sim.rules.donors import announce_exit, break_contracts, close_donor, cut_grant
from sim.world import events as kinds
from sim.world.compiled import rule
from sim.world.dice import Decision, chance, turn_to_month
from sim.world.elementary import rounded_up
from sim.world.levers import N_THEMES
from sim.world.tables import NOBODY

ROUNDING = 1e-9
"""So that a tenth of thirty donors is three and not, by a rounding error, four."""


@rule
def begin_month(world: Any, month: int) -> None:
    """Turn the calendar page: the levels of the world are those of the events that last through this month."""
    commons = world.commons[0]
    commons.month = month
    turn_to_month(world.dice[0], month)
    commons.withdrawn = 0.0
    commons.changed_weight = 0.0
    commons.course_share = 0.0
    commons.hostile_weight = 0.0
    commons.pandemic = 0.0
    commons.funding_squeeze = 0.0
    commons.funding_boom = 0.0
    commons.civic_space = 0.0
    for theme in range(N_THEMES):
        commons.salience[theme] = 1.0
    for index in range(len(world.calendars)):
        calendar = world.calendars[index]
        calendar.forced = 0
    for index in range(len(world.events)):
        event = world.events[index]
        if event.first_month <= month <= event.last_month:
            last(commons, event)
    for theme in range(N_THEMES):
        commons.salience[theme] = max(0.0, commons.salience[theme])


@rule
def last(commons: Any, event: Any) -> None:
    """Keep up a level of the world; where two events overlap, the larger counts."""
    if event.kind == kinds.PANDEMIC:
        commons.pandemic = max(commons.pandemic, event.amount)
    elif event.kind == kinds.SQUEEZE:
        commons.funding_squeeze = max(commons.funding_squeeze, event.amount)
    elif event.kind == kinds.BOOM:
        commons.funding_boom = max(commons.funding_boom, event.amount)
    elif event.kind == kinds.CIVIC_SPACE:
        commons.civic_space = max(commons.civic_space, event.amount)
    elif event.kind == kinds.SALIENCE:
        commons.salience[event.theme] += event.amount


@rule
def strike_events(world: Any) -> None:
    """Let the events that happen once happen."""
    month = world.commons[0].month
    for index in range(len(world.events)):
        event = world.events[index]
        if event.first_month == month:
            strike(world, index)
    meet_elections(world)


@rule
def strike(world: Any, index: int) -> None:
    """Let one event happen."""
    event = world.events[index]
    if event.kind == kinds.TURNOVER or event.kind == kinds.HOSTILE_TURNOVER:
        if event.at_election:
            await_election(world, event)
        else:
            force_turnover(world, event.amount, event.kind == kinds.HOSTILE_TURNOVER)
    elif event.kind == kinds.DONORS_EXIT:
        close_largest_donors(world, event.amount)
    elif event.kind == kinds.DONOR_LEAVES:
        announce_exit(world, index)
    elif event.kind == kinds.DONORS_MOVE:
        move_donors(world, event)
    elif event.kind == kinds.CHAMPIONS_LEAVE:
        send_champions_away(world, event.amount)
    elif event.kind == kinds.SCANDAL:
        world.commons[0].standing *= 1.0 - event.amount
    elif event.kind == kinds.RADICALISE:
        radicalise(world, event.amount)
    elif event.kind == kinds.NEWCOMERS:
        flood_in(world, event.amount)
    elif event.kind == kinds.KEY_PEOPLE:
        lose_key_people(world, event.amount)


@rule
def force_turnover(world: Any, share: float, hostile: bool) -> None:
    """Mark the calendars on which another party takes office this month; their elections do the rest."""
    for index in range(len(world.calendars)):
        force(world, index, share, hostile)


@rule
def force(world: Any, index: int, share: float, hostile: bool) -> None:
    """Mark one calendar, by its own luck.

    Without the mechanism of turnover nothing is forced; without hostility the successor is an ordinary one.
    """
    calendar = world.calendars[index]
    decision = Decision.EVENT_HOSTILE_TURNOVER if hostile else Decision.EVENT_TURNOVER
    if chance(world, decision, index, share * world.parameters[0].turnover_gain):
        calendar.forced = max(calendar.forced, 2 if hostile else 1)


@rule
def await_election(world: Any, event: Any) -> None:
    """Tie another party to the next election of every calendar; of two events the likelier counts."""
    for index in range(len(world.calendars)):
        calendar = world.calendars[index]
        if event.kind == kinds.HOSTILE_TURNOVER:
            calendar.hostile_awaited = max(calendar.hostile_awaited, event.amount)
        else:
            calendar.turnover_awaited = max(calendar.turnover_awaited, event.amount)


@rule
def meet_elections(world: Any) -> None:
    """Let what was tied to the next election happen, or not, on the calendars that vote this month; it is over then."""
    for index in range(len(world.calendars)):
        calendar = world.calendars[index]
        if calendar.next_election == world.commons[0].month:
            if calendar.hostile_awaited > 0.0:
                force(world, index, calendar.hostile_awaited, True)
            if calendar.turnover_awaited > 0.0:
                force(world, index, calendar.turnover_awaited, False)
            calendar.hostile_awaited = 0.0
            calendar.turnover_awaited = 0.0


@rule
def close_largest_donors(world: Any, share: float) -> None:
    """Close the largest open donors at once, unpaid months, signed or not, and all; the number is rounded up."""
    donors = world.donors
    still_open = 0
    for index in range(len(donors)):
        donor = donors[index]
        still_open += donor.is_open
    leaving = rounded_up(share * still_open - ROUNDING)
    for rank in range(len(donors)):
        donor = donors[donors[rank].nth_largest]
        if leaving > 0 and donor.is_open:
            break_contracts(donor)
            close_donor(donor, 0)
            leaving -= 1


@rule
def move_donors(world: Any, event: Any) -> None:
    """Open donors turn to another theme, each by its own luck; running grants are cut short, but what is signed."""
    commons = world.commons[0]
    theme = event.theme if event.theme != NOBODY else commons.theme_rank[N_THEMES - 1]
    longest = int(world.parameters[0].moved_grant_months)
    for index in range(len(world.donors)):
        donor = world.donors[index]
        if donor.is_open and chance(world, Decision.EVENT_DONORS_MOVE, index, event.amount):
            donor.theme = theme
            cut_grant(donor, longest)


@rule
def send_champions_away(world: Any, share: float) -> None:
    """Champions in post leave, each by their own luck."""
    for index in range(len(world.champions)):
        champion = world.champions[index]
        if champion.in_post and chance(world, Decision.EVENT_CHAMPIONS_LEAVE, index, share):
            champion.in_post = False


@rule
def radicalise(world: Any, share: float) -> None:
    """Active members move towards the radical end, each by their own luck."""
    step = world.parameters[0].radicalised_step
    for index in range(len(world.activists)):
        member = world.activists[index]
        if member.active and chance(world, Decision.EVENT_RADICALISE, index, share):
            member.stance = min(1.0, member.stance + step)


@rule
def flood_in(world: Any, share: float) -> None:
    """Inactive people join without the basics, each by their own luck, also who left before."""
    parameters = world.parameters[0]
    for index in range(len(world.activists)):
        member = world.activists[index]
        if not member.active and chance(world, Decision.EVENT_NEWCOMERS, index, share):
            join(world, index, parameters.newcomer_literacy)


@rule
def lose_key_people(world: Any, share: float) -> None:
    """Active members with more literacy than the mean leave for good, without notice; somebody else takes the seat."""
    members = 0
    literacy = 0.0
    for index in range(len(world.activists)):
        member = world.activists[index]
        if member.active:
            members += 1
            literacy += member.literacy
    mean = literacy / members if members > 0 else 0.0
    for index in range(len(world.activists)):
        member = world.activists[index]
        if member.active and member.literacy > mean and chance(world, Decision.EVENT_KEY_PEOPLE, index, share):
            lose_key_person(world, index)
