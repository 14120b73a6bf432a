"""Donors: what they pay (step 3), whom they stay with, when they leave (step 10). (Source text: the ugly.)"""

from __future__ import annotations

from typing import Any

from sim.rules.curves import diminishing
from sim.world.compiled import rule
from sim.world.dice import Decision, chance, pick, ruled_chance, uniform
from sim.world.levers import DIVERSIFICATION, N_THEMES, RAISE_FUNDS
from sim.world.tables import FAMILIES, NOBODY


@rule
def cut_grant(donor: Any, longest: int) -> None:
    """Cut a running grant to so many months, but for what is signed: that is paid to its end."""
    donor.months_left = min(donor.months_left, max(longest, donor.signed_left))


@rule
def close_donor(donor: Any, longest: int) -> None:
    """Close a donor; a running grant goes on for at most so many months, or as long as it is signed."""
    donor.is_open = False
    cut_grant(donor, longest)


@rule
def break_contracts(donor: Any) -> None:
    """Let nothing that a donor signed bind it any more, begun or not."""
    donor.signed_left = 0
    donor.breaks_contracts = True


@rule
def sign_grants(world: Any) -> None:
    """Let the signed grants that begin this month take the place of what their donors paid before.

    From here on such a grant is its donor's running grant: paid to its end, and renewed or not as any other. A donor
    that closed in the meantime pays it all the same; one that breaks contracts does not.
    """
    month = world.commons[0].month
    for index in range(len(world.commitments)):
        commitment = world.commitments[index]
        donor = world.donors[commitment.donor]
        if commitment.first_month == month and not donor.breaks_contracts:
            donor.monthly = commitment.monthly
            donor.months_left = commitment.months
            donor.signed_left = commitment.months
            if commitment.theme != NOBODY:
                donor.theme = commitment.theme
            order_donors(world)


@rule
def pay(world: Any, index: int) -> None:
    """Pay this month's part of a running grant; a donor that leaves comes nearer to its last payment."""
    donor = world.donors[index]
    if donor.months_left > 0:
        commons = world.commons[0]
        commons.income += donor.monthly * paid_share(world, index, commons.month, 0) * (1.0 + commons.funding_boom)
        commons.grants_running += 1
        if donor.notice_left > 0:
            commons.announced_loss += donor.monthly
        donor.months_left -= 1
        donor.signed_left = max(0, donor.signed_left - 1)
    donor.notice_left = max(0, donor.notice_left - 1)


@rule
def order_donors(world: Any) -> None:
    """Note who is largest, second largest ...; among equals the first listed."""
    donors = world.donors
    for index in range(len(donors)):
        rank = index
        while rank > 0 and donors[donors[rank - 1].nth_largest].monthly < donors[index].monthly:
            donors[rank].nth_largest = donors[rank - 1].nth_largest
            rank -= 1
        donors[rank].nth_largest = index


# --- a donor that leaves --------------------------------------------------------------------------------------------


@rule
def who_leaves(world: Any, event: Any) -> int:
    """Return the donor that an event means: the one it names, or the largest open one that pays, or else might."""
    donors = world.donors
    if event.donor != NOBODY:
        return int(event.donor)
    might = NOBODY
    for rank in range(len(donors)):
        index = donors[rank].nth_largest
        if donors[index].is_open and donors[index].months_left > 0:
            return int(index)
        if donors[index].is_open and might == NOBODY:
            might = index
    return int(might)


@rule
def announce_exit(world: Any, number: int) -> None:
    """Let a donor announce its last payment: it gives nothing new, renews nothing and is applied to no more.

    If it pays now, it pays to that month for certain, and what it signed to the end, unless it breaks contracts. A
    donor that has closed already has nothing more to announce; it may still break what it signed.
    """
    event = world.events[number]
    index = who_leaves(world, event)
    if index == NOBODY:
        return
    donor = world.donors[index]
    if event.breaks_contracts:
        break_contracts(donor)
    payments = event.last_month - event.first_month + 1
    if not donor.is_open and donor.notice_left == 0:
        cut_grant(donor, payments)
        return
    donor.is_open = False
    donor.announced_by = number
    donor.notice_left = max(payments, donor.signed_left)
    if donor.months_left > 0:
        donor.months_left = donor.notice_left


@rule
def paid_share(world: Any, index: int, month: int, payments: int) -> float:
    """Return how much of its monthly grant a donor pays in a month that is so many payments ahead.

    All of what is signed; of the rest less and less, if it tapers off: the steps share the months from the
    announcement to the last payment evenly.
    """
    donor = world.donors[index]
    if donor.notice_left == 0 or payments < donor.signed_left:
        return 1.0
    event = world.events[donor.announced_by]
    step = (month - event.first_month) * event.steps // (event.last_month - event.first_month + 1)
    return float(event.taper[min(step, event.steps - 1)])


@rule
def promised_by(world: Any, index: int) -> float:
    """Return what a donor's running grant will still pay after this month (staff-months)."""
    donor = world.donors[index]
    if donor.notice_left == 0:
        return float(donor.months_left * donor.monthly)
    month = world.commons[0].month
    total = 0.0
    for later in range(donor.months_left):
        total += donor.monthly * paid_share(world, index, month + 1 + later, later)
    return total


# --- step 10: whom to apply to, who stays, who gives ------------------------------------------------------------------


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
        donor.pursued = is_applied_to(world, donor) and commons.pursued_donors < places
        commons.pursued_donors += donor.pursued


@rule
def is_applied_to(world: Any, donor: Any) -> bool:
    """Return whether one may apply to a donor; where nobody heeds an announcement, to one that leaves, in vain."""
    unheeded = world.parameters[0].announcement_gain == 0.0 and donor.notice_left > 0
    return bool(donor.is_open or unheeded)


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
        if donor.notice_left == 0 and chance(world, Decision.DONOR_ENTRY, index, parameters.donor_entry):
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
