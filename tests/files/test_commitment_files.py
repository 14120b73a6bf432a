"""Signed grants, donors that leave, awaited elections and one's own community, as files say them, and their slips."""

from __future__ import annotations

import pytest

from sim.files import library
from sim.files.context import Context
from sim.files.mistakes import Mistake
from sim.files.plan import Plan
from sim.files.scenario import DonorLeaves, Scenario, Turnover, size_of

HEAD = '[[event]]\nkind = "donor_leaves"\n'
LEAVES = HEAD + 'announced = "2029-01"\nlast_paid = "2031-12"\ndonor = "Avina"\ntaper = [1, 0.66, 0.33]\n'
AWAITED = '[[event]]\nkind = "hostile_turnover"\nwhen = 24\nat = "next election"\nchance = 0.6\n'
GRANT = '[[grant]]\ndonor = "Avina"\nfrom = "2028-01"\nmonths = 24\nstaff_months = 2\n'
PLACE = """
months = 120
start = "2027-01"
[[donor]]
name = "Avina"
monthly = 2
ends = "2027-12"
[[donor]]
name = "Hivos"
monthly = 1
"""


def parsed(kind: str, text: str) -> library.FileModel:
    return library.parse(kind, text.encode(), "mine")


def scenario(text: str) -> Scenario:
    made = parsed("scenario", text)
    assert isinstance(made, Scenario)
    return made


def fitted(world: str = "", plan: str = "", place: str = PLACE) -> None:
    files = (scenario(world), parsed("plan", plan), parsed("context", place))
    assert isinstance(files[1], Plan) and isinstance(files[2], Context)
    library.check_fit(files[0], files[1], files[2])


def refused(kind: str, text: str) -> str:
    with pytest.raises(Mistake) as caught:
        parsed(kind, text)
    return str(caught.value)


def test_an_exit_says_when_it_is_announced_and_when_the_last_payment_comes() -> None:
    event = scenario(LEAVES).events[0]
    assert isinstance(event, DonorLeaves)
    assert (event.when, event.notice, event.donor, event.taper) == ("2029-01", 35, "Avina", (1.0, 0.66, 0.33))
    assert not event.breaks_contracts
    assert size_of(event) == 35
    other = scenario(HEAD + "when = 24\nnotice = 35").events[0]
    assert scenario(HEAD + "announced = 24\nlast_paid = 59").events[0] == other
    assert isinstance(other, DonorLeaves) and (other.donor, other.taper) == ("largest", (1.0,))


def test_an_awaited_election_means_all_governments_unless_it_says_otherwise() -> None:
    event = scenario(AWAITED).events[0]
    assert isinstance(event, Turnover)
    assert (event.share, event.chance, size_of(event)) == (1.0, 0.6, 0.6)
    assert size_of(scenario(AWAITED + "share = 0.5").events[0]) == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "announced = 24", "event 1: notice is missing; it must be a whole number from 0 to 600"),
        (HEAD + "last_paid = 24", "event 1: when is missing; it must be a month number from 1 to 600"),
        (HEAD + "announced = 24\nlast_paid = 23", "last_paid is 23, but must be 24, when it is announced, or later"),
        (HEAD + 'announced = 24\nlast_paid = "2031-01"', "write both as dates or both as month numbers"),
        (HEAD + 'announced = 24\nlast_paid = "soon"', "last_paid is 'soon', but must be a month number from 1 to 1200"),
        (HEAD + "announced = 0\nlast_paid = 3", "announced is 0, but must be a month number"),
        (HEAD + "announced = 3\nwhen = 3\nnotice = 1", "event 1: announced and when say the same; give one of them"),
        (HEAD + "announced = 3\nlast_paid = 3\nnotice = 1", "event 1: last_paid and notice say the same"),
        (HEAD + "announced = 3\nnotice = 1.5", "event 1: notice is 1.5, but must be a whole number from 0 to 600"),
        (HEAD + "announce = 3\nnotice = 1", "announce is not a key of this file; did you mean 'announced'?"),
        (HEAD + "announced = 3\nnotice = 1\ntaper = [1.5]", "event 1: taper 1 is 1.5, but must be a number from 0"),
        (HEAD + "announced = 3\nnotice = 1\ntaper = [0.3, 0.6, 1]",
         "event 1: taper 2 is 0.6, but must be at most 0.3, the share before it"),
        (HEAD + f"announced = 3\nnotice = 1\ntaper = {[1] * 13}", "event 1: taper has more than 12 entries"),
        (HEAD + "announced = 3\nnotice = 1\nbreaks_contract = true", "did you mean 'breaks_contracts'?"),
        (AWAITED.replace("next election", "nxt election"), "at 'nxt election' does not exist; did you mean 'next"),
        (AWAITED.replace("0.6", "1.6"), "event 1: chance is 1.6, but must be a number from 0 to 1"),
        (AWAITED.replace('at = "next election"\n', "share = 1\n"), 'event 1: chance needs at = "next election"'),
        (AWAITED.replace('at = "next election"\n', ""), "event 1: share is missing"),
        (AWAITED.replace("hostile_turnover", "scandal"), "event 1: at is not a key of this file"),
        (HEAD.replace("donor_leaves", "donor_leave") + "announced = 3", "did you mean 'donor_leaves'?"),
    ],
)  # fmt: skip
def test_slips_in_events(text: str, said: str) -> None:
    assert said in refused("scenario", text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[community]\nrecruting = 2", "community.recruting is not a key of this file; did you mean 'recruiting'?"),
        ("[community]\nmoney = 0", "community.money is 0, but must be a number from 0.1 to 10"),
        ("[community]\nmoney = 11", "community.money is 11, but must be a number from 0.1 to 10"),
        ('[sources]\n"community.mony" = "assumption"', "did you mean 'community.money'?"),
    ],
)
def test_slips_in_a_community(text: str, said: str) -> None:
    assert said in refused("context", text)


def test_a_grant_of_a_listed_donor_is_money_for_anything() -> None:
    said = "grant 1: donor and unrestricted = false contradict one another"
    assert said in refused("plan", GRANT + "unrestricted = false")
    grant = '[[event]]\nkind = "new_grant"\nwhen = 3\nmonths = 3\nstaff_months = 1\ndonor = "A"\nunrestricted = false'
    assert "event 1: donor and unrestricted = false" in refused("scenario", grant)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"world": LEAVES.replace("Avina", "Avinna")},
         "scenario 'mine': event 1: donor 'Avinna' is not listed in context 'mine'; did you mean 'Avina'?"),
        ({"world": LEAVES, "place": "months = 120"}, "is not listed in context 'mine': it lists no donors"),
        ({"world": LEAVES.replace("2029-01", "2020-01")}, "scenario 'mine': event 1: when is '2020-01'"),
        ({"world": HEAD + "announced = 24\nlast_paid = 500"},
         "scenario 'mine': event 1: last_paid is 2068-09 (month 500), but in context 'mine' must be month 120 "
         "(2037-01) or earlier: a notice of at most 96"),
        ({"world": HEAD + "when = 100\nnotice = 21"}, "event 1: last_paid is 2037-02 (month 121), but"),
        ({"plan": GRANT.replace("Avina", "Hivo")},
         "plan 'mine': grant 1: donor 'Hivo' is not listed in context 'mine'; did you mean 'Hivos'?"),
        ({"plan": GRANT.replace("2028-01", "2027-12")},
         "plan 'mine': grant 1: the grant of donor 'Avina' begins in 2027-12, but donor 1 of context 'mine' says that "
         "it pays until 2027-12; a donor has one grant at a time"),
        ({"plan": GRANT + GRANT.replace("2028-01", "2029-12")},
         "plan 'mine': grant 2: the grant of donor 'Avina' begins in 2029-12, but plan 'mine': grant 1 says that"),
    ],
)  # fmt: skip
def test_what_does_not_fit_a_context(files: dict[str, str], said: str) -> None:
    with pytest.raises(Mistake) as caught:
        fitted(**files)
    assert said in str(caught.value)


def test_what_fits() -> None:
    fitted(LEAVES + AWAITED, GRANT + GRANT.replace("2028-01", "2030-01"))
    fitted(HEAD + "announced = 24\nlast_paid = 120", place="months = 120")
    fitted(HEAD + "when = 120\nnotice = 0\ntaper = [1, 0.5, 0.5]", place="months = 120")
