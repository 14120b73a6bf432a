"""Donors: what they pay (step 3), whom they stay with, when they leave (step 10). (Source text: the ugly.)"""

from __future__ import annotations

from typing import Any

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
        donor.months_left -= 1


@rule
def choose_donors(world: Any) -> None:
    """Choose whom to apply to: the largest open donors, more of them where money is diversified.

    Also judges the community as donors do, and lets whole families of donors leave.
    """
    commons = world.commons[0]
    parameters = world.parameters[0]
    donors = world.donors
    commons.performance = (commons.momentum + commons.trust + commons.mean_door) / 3.0
    for family in range(FAMILIES):
        leaving = parameters.family_exit * parameters.donor_families_gain
        commons.family_left[family] = chance(world, Decision.FAMILY_EXIT, family, leaving)
    wanted = parameters.pursued_floor + parameters.pursued_spread * world.levers[0].dial[DIVERSIFICATION]
    wanted *= len(donors) / parameters.standard_donors
    places = max(1, int(wanted + 0.5))
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
    """Return a donor's interest in the community: its theme is worked on; a government that pays needs cover."""
    donor = world.donors[index]
    parameters = world.parameters[0]
    match = 1.0 if world.commons[0].targeted[donor.theme] else parameters.off_theme_grant
    if donor.government != NOBODY:
        door = world.governments[donor.government].open_door
        uncovered = (1.0 - parameters.government_donor_floor) * (1.0 - door)
        match *= 1.0 - parameters.government_donors_gain * uncovered
    return match


@rule
def grant_length(world: Any, index: int) -> int:
    """Draw the months of a grant."""
    parameters = world.parameters[0]
    draw = uniform(world, Decision.GRANT_LENGTH, index)
    return int(parameters.grant_months * (parameters.grant_months_low + parameters.grant_months_spread * draw))


@rule
def decide_grant(world: Any, index: int) -> None:
    """Stay, leave or come back; renew a grant in its last paid month; give a new one where none runs.

    The effort of applying is constant: more donors pursued means less for each.
    """
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
    willing = interest(world, index) * (1.0 - commons.funding_squeeze)
    fundraising = commons.intensity[RAISE_FUNDS]
    if donor.months_left == 1:
        renewal = parameters.renewal * willing
        renewal *= parameters.grant_floor + parameters.renewal_performance * commons.performance
        renewal *= parameters.fundraising_floor + fundraising
        if ruled_chance(world, Decision.RENEWAL, index, renewal):
            donor.months_left = 1 + grant_length(world, index)
    elif donor.months_left == 0:
        if donor.pursued:
            applications = parameters.application_effort * len(world.donors) / parameters.standard_donors
            success = parameters.application_success * applications * fundraising / commons.pursued_donors
            success *= parameters.grant_floor + parameters.application_performance * commons.performance
            success *= 1.0 - commons.fight
        else:
            success = parameters.unasked_share * parameters.application_success * commons.performance
        if ruled_chance(world, Decision.GRANT, index, success * willing):
            donor.months_left = grant_length(world, index)
