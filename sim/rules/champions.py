"""Champions: officials who hold the door open. They face turnovers (step 1) and serve in their posts (step 5)."""

from __future__ import annotations

from typing import Any

from sim.rules.curves import either
from sim.rules.governments import partisanship
from sim.world.compiled import rule
from sim.world.dice import Decision, chance, ruled_chance
from sim.world.elementary import exp, log
from sim.world.levers import TRAIN
from sim.world.tables import NOBODY, PEERS


@rule
def face_turnover(world: Any, index: int) -> None:
    """Leave, perhaps, in the year after a change: political appointees more than career officials."""
    champion = world.champions[index]
    government = world.governments[champion.government]
    if not champion.in_post or government.upheaval_months == 0:
        return
    parameters = world.parameters[0]
    going = parameters.senior_exit if champion.senior else parameters.career_exit
    going *= (1.0 + partisanship(world)) * government.upheaval
    if world.calendars[government.calendar].hostile:
        going *= 1.0 + parameters.hostile_exit_factor
    going = min(parameters.exit_ceiling, going) * (1.0 - government.retention)
    this_month = 1.0 - exp(log(1.0 - going) / parameters.upheaval_months)
    if ruled_chance(world, Decision.TURNOVER_EXIT, index, this_month):
        champion.in_post = False


@rule
def peer_officials(world: Any, index: int) -> float:
    """Return the share of acquaintances who are in post and trained; a tie needs training at both ends."""
    champion = world.champions[index]
    if not champion.trained:
        return 0.0
    working = 0
    for place in range(PEERS):
        peer = champion.peers[place]
        if peer != NOBODY:
            other = world.champions[peer]
            working += other.in_post and other.trained
    return working / PEERS


@rule
def serve(world: Any, index: int) -> None:
    """Serve a month in the post, learn, perhaps leave; or be found for it where it is vacant.

    (Source text: officials' workshops; peers; political and horizontal support.)
    """
    champion = world.champions[index]
    government = world.governments[champion.government]
    parameters = world.parameters[0]
    champion.is_new = False
    if champion.in_post:
        support = government.buy_in + peer_officials(world, index) + government.institutionalised
        if not champion.trained:
            champion.trained = chance(world, Decision.TRAINED, index, training(world, champion.government))
        leaving = parameters.post_rotation * (parameters.support_ceiling - support / 3.0)
        if chance(world, Decision.CHAMPION_EXIT, index, leaving):
            champion.in_post = False
    else:
        wanted = either(government.buy_in, government.institutionalised) * (1.0 - world.commons[0].civic_space / 2.0)
        if chance(world, Decision.REFILLED, index, parameters.refill_rate * world.community[0].officials * wanted):
            champion.in_post = True
            champion.is_new = True
            champion.trained = chance(world, Decision.REFILL_TRAINED, index, government.institutionalised)
    if champion.in_post:
        government.hands += (1.0 if champion.trained else parameters.untrained) / government.posts
        government.trained_share += champion.trained / government.posts


@rule
def training(world: Any, government: int) -> float:
    """Return how likely an official is trained this month: by the community, or by other officials' courses."""
    parameters = world.parameters[0]
    commons = world.commons[0]
    course = 1.0 if world.governments[government].course else 0.0
    by_officials = parameters.officials_teach * parameters.officials_teach_gain * (course + commons.course_share)
    return float(parameters.training_rate * world.community[0].officials * (commons.tended[TRAIN] + by_officials))
