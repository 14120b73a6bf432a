"""What makes one community differ from others of its context for good, and what better and worse times bring (step 0).

Both are common luck: the same community and the same times in every scenario and under every plan.
"""

from __future__ import annotations

import math
from typing import Any

from sim.world.compiled import rule
from sim.world.dice import Decision, normal
from sim.world.elementary import exp


@rule
def passing(world: Any) -> float:
    """Return how much of a spread passes with the times, as a factor of its standard deviation."""
    parameters = world.parameters[0]
    return parameters.tides_gain * math.sqrt(max(0.0, 1.0 - parameters.lasting * parameters.lasting))


@rule
def turn_tide(world: Any, decision: int, tide: float) -> float:
    """Return a tide one month on: it comes back to the usual in about two years, and is pushed by luck."""
    time = world.parameters[0].medium_time
    return tide - tide / time + math.sqrt(2.0 / time) * normal(world, decision, 0)


@rule
def turn_tides(world: Any) -> None:
    """Move the four tides, and find what this community, in these times, has to reckon with this month."""
    community = world.community[0]
    if world.parameters[0].tides_gain > 0.0:
        community.recruiting_tide = turn_tide(world, Decision.TIDE_RECRUITING, community.recruiting_tide)
        community.turnover_tide = turn_tide(world, Decision.TIDE_TURNOVER, community.turnover_tide)
        community.money_tide = turn_tide(world, Decision.TIDE_MONEY, community.money_tide)
        community.officials_tide = turn_tide(world, Decision.TIDE_OFFICIALS, community.officials_tide)
    feel_the_times(world)


@rule
def feel_the_times(world: Any) -> None:
    """Put together what lasts and what passes: chances of joining, leaving and grants, and the flow of data."""
    community = world.community[0]
    parameters = world.parameters[0]
    passes = passing(world)
    people = passes * parameters.people_spread
    community.joining_now = community.recruiting * exp(people * community.recruiting_tide)
    community.leaving_now = community.turnover * exp(people * community.turnover_tide / 2.0)
    money = passes * parameters.money_spread
    community.granting_now = math.sqrt(community.money) * exp(money * community.money_tide)
    community.publishing_now = exp(passes * parameters.officials_spread * community.officials_tide)


@rule
def lasting_effect(world: Any, decision: int, spread: float, fixed: float) -> float:
    """Return the multiplier of one lasting difference: what the context fixes, or else drawn once a future."""
    if not math.isnan(fixed):
        return fixed
    parameters = world.parameters[0]
    return exp(parameters.community_gain * parameters.lasting * spread * normal(world, decision, 0))


@rule
def begin_community(world: Any) -> None:
    """Draw how this community differs, where its context does not say; begin in times like any other."""
    community = world.community[0]
    start = world.community_starts[0]
    parameters = world.parameters[0]
    scale = world.scale[0]
    people = parameters.people_spread
    officials = parameters.officials_spread
    community.recruiting = lasting_effect(world, Decision.COMMUNITY_RECRUITING, people, start.recruiting)
    community.turnover = lasting_effect(world, Decision.COMMUNITY_TURNOVER, people / 2.0, start.turnover)
    community.drive = lasting_effect(world, Decision.COMMUNITY_DRIVE, people, start.drive)
    community.money = lasting_effect(world, Decision.COMMUNITY_MONEY, parameters.money_spread, start.money)
    community.officials = lasting_effect(world, Decision.COMMUNITY_OFFICIALS, officials, start.officials)
    community.freshness = lasting_effect(world, Decision.COMMUNITY_AGEING, officials, start.freshness)
    community.recruiting_tide = 0.0
    community.turnover_tide = 0.0
    community.money_tide = 0.0
    community.officials_tide = 0.0
    community.base_income = scale.listed_income + scale.drawn_income * community.money
    community.rot_time = max(1.0, parameters.rot_time * community.freshness)  # nothing loses more than all in a month
    feel_the_times(world)
