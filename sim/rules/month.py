"""START READING HERE: the order of a month, one line for each process.

The numbers are the steps of docs/model.md. Actors act in the order of their index. What is read before it is computed
in a month (momentum, vision, open doors, reuse) is last month's.
"""

from __future__ import annotations

from typing import Any

from sim.rules.activists import contribute, decide, meet_people
from sim.rules.champions import face_turnover, serve
from sim.rules.commons import (
    collect_data,
    coordinate,
    face_the_public,
    gather_momentum,
    rank_themes,
    record_month,
    review_milestones,
)
from sim.rules.community import turn_tides
from sim.rules.donors import choose_donors, decide_grant, pay, sign_grants
from sim.rules.events import begin_month, strike_events
from sim.rules.governments import (
    carry_relations,
    change_hands,
    decide_buy_in,
    hold_election,
    learn_routine,
    open_door,
    publish,
    settle,
)
from sim.rules.money import employ, open_books, receive_grants, share_out_effort
from sim.rules.plan import review_plan
from sim.world.compiled import rule


@rule
def live_month(world: Any, month: int) -> None:
    """Let one month pass for everybody."""
    calendars = range(len(world.calendars))
    governments = range(len(world.governments))
    champions = range(len(world.champions))
    donors = range(len(world.donors))
    activists = range(len(world.activists))
    # 0 better and worse times, and what the world does
    begin_month(world, month)
    turn_tides(world)
    strike_events(world)
    # 1 elections and changes of government
    for calendar in calendars:
        hold_election(world, calendar)
    for government in governments:
        change_hands(world, government)
    carry_relations(world)
    for champion in champions:
        face_turnover(world, champion)
    for government in governments:
        settle(world, government)
    # 2 signposts and plan
    review_plan(world)
    # 3 money, staff, effort
    open_books(world)
    sign_grants(world)
    for donor in donors:
        pay(world, donor)
    receive_grants(world)
    employ(world)
    for activist in activists:
        contribute(world, activist)
    share_out_effort(world)
    # 4 roles and records
    coordinate(world)
    # 5 champions
    for champion in champions:
        serve(world, champion)
    # 6 themes, publication, reuse, wins, routine
    rank_themes(world)
    collect_data(world)
    for government in governments:
        open_door(world, government)
    for government in governments:
        publish(world, government)
    for government in governments:
        learn_routine(world, government)
    gather_momentum(world)
    # 7 coverage, standing, buy-in
    face_the_public(world)
    for government in governments:
        decide_buy_in(world, government)
    # 8 milestones
    review_milestones(world)
    # 9 members
    meet_people(world)
    for activist in activists:
        decide(world, activist)
    # 10 donors
    choose_donors(world)
    for donor in donors:
        decide_grant(world, donor)
    # 11 record
    record_month(world)
