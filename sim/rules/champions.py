"""Champions: officials who hold the door open. They face turnovers (step 1) and serve in their posts (step 5)."""

from __future__ import annotations

from typing import Any

from sim.rules.governments import partisanship
from sim.world.compiled import rule
from sim.world.dice import Decision, chance, ruled_chance
from sim.world.levers import TRAIN
from sim.world.tables import NOBODY, PEERS


@rule
def face_turnover(world: Any, index: int) -> None:
    """Leave, perhaps, because the party or the leader changed: political appointees more than career officials."""
    champion = world.champions[index]
    if not champion.in_post:
        return
    government = world.governments[champion.government]
    calendar = world.calendars[government.calendar]
    parameters = world.parameters[0]
    if calendar.changed:
        leaving = parameters.senior_exit if champion.senior else parameters.career_exit
        leaving *= 1.0 + partisanship(world)
        if calendar.hostile:
            leaving *= 1.0 + parameters.hostile_exit_factor
        leaving = min(parameters.exit_ceiling, leaving) * (1.0 - government.retention)
        if ruled_chance(world, Decision.TURNOVER_EXIT, index, leaving):
            champion.in_post = False
    elif calendar.leader_changed and champion.senior:
        leaving = parameters.senior_exit * parameters.leader_change_exit_factor
        if chance(world, Decision.LEADER_EXIT, index, leaving):
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
def leaving_rate(world: Any, rotation: float, energy: float) -> float:
    """Return how likely someone of this energy leaves this month: for reasons of life or office, or of burnout."""
    parameters = world.parameters[0]
    tired = 1.0 - energy
    return rotation + parameters.burnout * parameters.burnout_gain * tired * tired


@rule
def serve(world: Any, index: int) -> None:
    """Serve a month in the post, learn, perhaps leave; or be found for it where it is vacant.

    (Source text: officials' workshops; peers; political and horizontal support.)
    """
    champion = world.champions[index]
    government = world.governments[champion.government]
    parameters = world.parameters[0]
    commons = world.commons[0]
    if champion.in_post:
        support = government.buy_in + peer_officials(world, index) + government.institutionalised
        support += parameters.weak_support * (commons.momentum + commons.vision)
        level = min(1.0, max(0.0, support / parameters.supports_needed))
        champion.energy += (level - champion.energy) / parameters.fast_time
        if not champion.trained:
            course = 1.0 if government.course else 0.0
            taught = parameters.officials_teach * parameters.officials_teach_gain * (course + commons.course_share)
            training = parameters.training_rate * (commons.intensity[TRAIN] + taught)
            champion.trained = chance(world, Decision.TRAINED, index, training)
        if chance(world, Decision.CHAMPION_EXIT, index, leaving_rate(world, parameters.post_rotation, champion.energy)):
            champion.in_post = False
    else:
        wanted = 0.5 * (government.buy_in + government.institutionalised)
        wanted *= 1.0 - parameters.civic_space_posts * commons.civic_space
        if chance(world, Decision.REFILLED, index, parameters.refill_rate * wanted):
            champion.in_post = True
            champion.energy = parameters.champion_energy_start
            champion.trained = chance(world, Decision.REFILL_TRAINED, index, government.institutionalised)
    if champion.in_post:
        government.champion_energy += champion.energy / government.posts
        government.champions_trained += champion.trained / government.posts
