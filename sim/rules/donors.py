"""Donors: what they pay (step 3), whom they stay with, when they leave (step 10). (Source text: the ugly.)"""

from __future__ import annotations

from typing import Any

from sim.rules.curves import diminishing
from sim.world.compiled import rule
from sim.world.dice import Decision, chance, pick, ruled_chance, uniform
from sim.world.levers import DIVERSIFICATION, N_THEMES, RAISE_FUNDS
from sim.world.tables import FAMILIES, NOBODY


@rule
def close_donor(donor: Any, longest: int) -> None:
    """Close a donor; a running grant goes on for at most so many months."""
    donor.is_open = False
    donor.months_left = min(donor.months_left, longest)


@rule
def pay(world: Any, index: int) -> None:
    """Pay this month's part of a running grant."""
    donor = world.donors[index]
    if donor.months_left > 0:
        commons = world.commons[0]
        commons.income += donor.monthly * (1.0 + commons.funding_boom)
        commons.grants_running += 1
        donor.months_left -= 1


@rule
def choose_donors(world: Any) -> None:
    """Choose whom to apply to: the largest open donors, half of all.

    Also judges the community as donors do, and lets whole families of donors leave.
    """
    commons = world.commons[0]
    parameters = world.parameters[0]
    donors = world.donors
    commons.performance = (commons.momentum + commons.standing + commons.mean_door) / 3.0
    for family in range(FAMILIES):
        leaving = parameters.family_exit * parameters.donor_families_gain
        commons.family_left[family] = chance(world, Decision.FAMILY_EXIT, family, leaving)
    places = max(1, int(parameters.pursued_share * len(donors) + 0.5))
    commons.pursued_donors = 0
    for rank in range(len(donors)):
        donor = donors[donors[rank].nth_largest]
        donor.pursued = donor.is_open and commons.pursued_donors < places
        commons.pursued_donors += donor.pursued


@rule
def is_leaving(world: Any, index: int) -> bool:
    """Return whether a donor closes this month: for itself, with its family, or as a government that turned hostile."""
    donor = world.donors[index]
    parameters = world.parameters[0]
    if ruled_chance(world, Decision.DONOR_EXIT, index, parameters.donor_exit):
        return True
    if world.commons[0].family_left[donor.family] and ruled_chance(
        world, Decision.FAMILY_DONOR_EXIT, index, parameters.family_share
    ):
        return True
    if donor.government == NOBODY:
        return False
    government = world.governments[donor.government]
    calendar = world.calendars[government.calendar]
    if not (calendar.changed and calendar.hostile):
        return False
    closing = (1.0 - government.retention) * parameters.government_donors_gain
    return ruled_chance(world, Decision.GOVERNMENT_DONOR_EXIT, index, closing)


@rule
def interest(world: Any, index: int) -> float:
    """Return a donor's interest: its theme is worked on, the community performs, and no full purse makes it ask why.

    A government that pays needs an open door.
    """
    donor = world.donors[index]
    parameters = world.parameters[0]
    commons = world.commons[0]
    usual = world.community[0].base_income
    willing = 1.0 if commons.targeted[donor.theme] else parameters.off_theme_grant
    if donor.government != NOBODY:
        shut = 1.0 - world.governments[donor.government].open_door
        willing *= 1.0 - parameters.government_donors_gain * (1.0 - parameters.government_donor_floor) * shut
    if usual > 0.0:
        willing *= 1.0 - parameters.reserve_price * min(1.0, commons.reserve / (12.0 * usual))
    return float(willing * (1.0 - commons.funding_squeeze) * (parameters.performance_floor + commons.performance))


@rule
def grant_length(world: Any, index: int) -> int:
    """Draw the months of a grant."""
    parameters = world.parameters[0]
    draw = uniform(world, Decision.GRANT_LENGTH, index)
    shortest = parameters.shortest_grant
    return int(parameters.grant_months * (shortest + 2.0 * (1.0 - shortest) * draw))


@rule
def decide_grant(world: Any, index: int) -> None:
    """Stay, leave or come back; renew a grant in its last paid month; give a new one where none runs."""
    donor = world.donors[index]
    parameters = world.parameters[0]
    commons = world.commons[0]
    if not donor.is_open:
        if chance(world, Decision.DONOR_ENTRY, index, parameters.donor_entry):
            donor.is_open = True
            donor.theme = pick(world, Decision.DONOR_NEW_THEME, index, N_THEMES)
        return
    if is_leaving(world, index):
        close_donor(donor, int(parameters.last_months))
        return
    if chance(world, Decision.DONOR_DRIFT, index, parameters.drift):
        donor.theme = pick(world, Decision.DONOR_NEW_THEME, index, N_THEMES)
    asking = (1.0 - world.levers[0].dial[DIVERSIFICATION]) * commons.effort[RAISE_FUNDS]
    application = diminishing(asking, parameters.half_effort)
    willing = interest(world, index)
    if donor.months_left == 1:
        if ruled_chance(world, Decision.RENEWAL, index, parameters.renewal * willing * (0.5 + application)):
            donor.months_left = 1 + grant_length(world, index)
    elif donor.months_left == 0:
        applied = application * (1.0 - commons.fight) if donor.pursued else 0.0
        success = parameters.application_success * world.community[0].granting_now * willing
        if ruled_chance(world, Decision.GRANT, index, success * max(parameters.unasked_share, applied)):
            donor.months_left = grant_length(world, index)
