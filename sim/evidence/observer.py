"""Watch futures month by month, actor by actor: what the recorded measures do not hold. It changes nothing."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

import sim.world.compiled_world  # noqa: F401  (teaches Numba what a world is)
from sim.engines.ensemble import write_down
from sim.rules.activists import work_of
from sim.rules.month import live_month
from sim.world.beginning import begin
from sim.world.compiled import engine, rule
from sim.world.measures import N_MEASURES
from sim.world.tables import FAMILIES, World

VACANT, SERVING, NEW_IN_POST = range(3)
"""A post at the end of a month: vacant, held as before, or filled this month."""

NO_CHANGE, LEADER_CHANGED, PARTY_CHANGED = range(3)
"""What a calendar brought in a month: nothing, another leader of the same party, another party."""

Array = np.ndarray[Any, np.dtype[Any]]


class Notes(NamedTuple):
    """What is written down of some futures; all but the last two have shape (futures, months + 1, ...).

    Attributes
    ----------
    series : every recorded measure.
    active : who of the members is active at the end of the month.
    another_person : in which seats another person sits than a month before.
    work : what each active member gives, in effort.
    posts : VACANT, SERVING or NEW_IN_POST.
    paying_months : months that each donor still pays after this one.
    donor_open : which donors are open.
    family_left : which families of donors leave this month.
    changes : NO_CHANGE, LEADER_CHANGED or PARTY_CHANGED, for each calendar.
    next_election : month of each calendar's next election.
    routine : mean institutionalised practice of governments.
    open_by_default : of each government.
    performance : how donors judge the community.
    donor_family : the family of each donor, shape (futures, donors).
    person : the number of the person in each seat, last; shape (futures, seats).
    """

    series: Array
    active: Array
    another_person: Array
    work: Array
    posts: Array
    paying_months: Array
    donor_open: Array
    family_left: Array
    changes: Array
    next_election: Array
    routine: Array
    open_by_default: Array
    performance: Array
    donor_family: Array
    person: Array


def empty_notes(world: World, futures: int) -> Notes:
    """Return room for the notes of so many futures of a world."""
    months = int(world.scale["months"][0]) + 1
    flag, number, real = np.uint8, np.int32, np.float32

    def room(kind: type, *shape: int) -> Array:
        return np.zeros((futures, *shape), dtype=kind)

    members, donors, calendars = len(world.activists), len(world.donors), len(world.calendars)
    return Notes(
        series=room(np.float64, months, N_MEASURES),
        active=room(flag, months, members),
        another_person=room(flag, months, members),
        work=room(real, months, members),
        posts=room(flag, months, len(world.champions)),
        paying_months=room(number, months, donors),
        donor_open=room(flag, months, donors),
        family_left=room(flag, months, FAMILIES),
        changes=room(flag, months, calendars),
        next_election=room(number, months, calendars),
        routine=room(np.float64, months),
        open_by_default=room(real, months, len(world.governments)),
        performance=room(np.float64, months),
        donor_family=room(number, donors),
        person=room(np.int32, members),
    )


def part_of(notes: Notes, some: slice) -> Notes:
    """Return the notes of some of the futures; what is written there is written in the whole."""
    return Notes(*(array[some] for array in notes))


@rule
def watch_members(world: Any, notes: Any, future: int, month: int) -> None:
    """Note who is active, what they give, and in which seats another person sits."""
    for index in range(len(world.activists)):
        member = world.activists[index]
        notes.active[future, month, index] = member.active
        if member.active:
            notes.work[future, month, index] = work_of(member)
        notes.another_person[future, month, index] = month > 0 and member.person != notes.person[future, index]
        notes.person[future, index] = member.person


@rule
def watch_posts(world: Any, notes: Any, future: int, month: int) -> None:
    """Note which posts are vacant, held or newly filled."""
    for index in range(len(world.champions)):
        champion = world.champions[index]
        if champion.in_post:
            notes.posts[future, month, index] = NEW_IN_POST if champion.is_new else SERVING


@rule
def watch_donors(world: Any, notes: Any, future: int, month: int) -> None:
    """Note which donors are open, how long each still pays, and which families leave this month."""
    for index in range(len(world.donors)):
        donor = world.donors[index]
        notes.paying_months[future, month, index] = donor.months_left
        notes.donor_open[future, month, index] = donor.is_open
        notes.donor_family[future, index] = donor.family
    if month > 0:
        for family in range(FAMILIES):
            notes.family_left[future, month, family] = world.commons[0].family_left[family]
        notes.performance[future, month] = world.commons[0].performance


@rule
def watch_governments(world: Any, notes: Any, future: int, month: int) -> None:
    """Note where another party or leader took office, when the next election is, and how much is routine."""
    for index in range(len(world.calendars)):
        calendar = world.calendars[index]
        if calendar.changed:
            notes.changes[future, month, index] = PARTY_CHANGED
        elif calendar.leader_changed:
            notes.changes[future, month, index] = LEADER_CHANGED
        notes.next_election[future, month, index] = calendar.next_election
    for index in range(len(world.governments)):
        government = world.governments[index]
        notes.routine[future, month] += government.institutionalised / len(world.governments)
        notes.open_by_default[future, month, index] = government.open_by_default


@rule
def watch(world: Any, notes: Any, future: int, month: int) -> None:
    """Write down one month of one future."""
    watch_members(world, notes, future, month)
    watch_posts(world, notes, future, month)
    watch_donors(world, notes, future, month)
    watch_governments(world, notes, future, month)


@engine
def observe_block(
    world: Any, parameter_sets: Any, futures: Any, seed: int, branch: int, branch_month: int, notes: Any
) -> None:
    """Live through some futures, as the ensemble engine does, and write down what happens to everybody.

    Parameters
    ----------
    world, parameter_sets, futures, seed, branch, branch_month : as for the ensemble engine.
    notes : written; of as many futures.
    """
    months = world.scale[0].months
    for index in range(len(futures)):
        future = futures[index]
        world.parameters[0] = parameter_sets[future % len(parameter_sets)]
        begin(world, seed, future, branch, branch_month)
        watch(world, notes, index, 0)
        for month in range(1, months + 1):
            live_month(world, month)
            watch(world, notes, index, month)
        write_down(world, notes.series[index])
