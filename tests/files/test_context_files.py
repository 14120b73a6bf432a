"""How a context's raw figures enter the model, its dates, and the actors that it lists."""

from __future__ import annotations

from typing import Any

import pytest

from sim.files import library
from sim.files.context import Context
from sim.files.elections import (
    PARLIAMENTARY_EXIT,
    PARLIAMENTARY_PARTY_LOSS,
    PRESIDENTIAL_PARTY_LOSS,
    parliamentary_early_exit,
    shrunk_party_loss,
)
from sim.files.mistakes import Mistake
from sim.world.parameters import ALL_PARAMETERS


def context(**table: Any) -> Context:
    return Context.model_validate(table, by_alias=True, by_name=False)


def parsed(text: str) -> Context:
    model = library.parse("context", text.encode(), "mine")
    assert isinstance(model, Context)
    return model


def sentence(text: str) -> str:
    with pytest.raises(Mistake) as caught:
        library.parse("context", text.encode(), "mine")
    return str(caught.value)


def test_uruguays_odds_are_drawn_towards_south_america() -> None:
    by_hand = (2 + 8 * 45 / 75) / (5 + 8)
    assert by_hand == pytest.approx(0.523, abs=0.0005)
    assert shrunk_party_loss(2, 5, 45, 75) == by_hand
    assert library.context("uruguay").elections.turnover_probability == by_hand


def test_without_elections_of_its_own_the_region_speaks() -> None:
    assert shrunk_party_loss(0, 0, 65, 121) == pytest.approx(65 / 121)


def test_odds_given_directly_win_over_nothing() -> None:
    assert context(elections={"turnover_probability": 0.4}).elections.turnover_probability == 0.4
    assert context().elections.turnover_probability == PRESIDENTIAL_PARTY_LOSS
    assert context(elections={"system": "parliamentary"}).elections.turnover_probability == PARLIAMENTARY_PARTY_LOSS


def test_early_exits() -> None:
    assert library.context("uruguay").elections.early_exit == pytest.approx(0.00775)
    canada = library.context("canada").elections
    odds = (3 + 8 * 292 / 561) / (9 + 8)
    assert canada.early_exit == pytest.approx(0.0240 - odds / 40)
    assert parliamentary_early_exit(1.0, 12) == 0.0
    assert parliamentary_early_exit(0.0, 12) == PARLIAMENTARY_EXIT
    african = library.context("donor-dependent-african-organisation").elections
    assert african.early_exit == pytest.approx(0.0105 - african.turnover_probability / 60, abs=0.0001)


def test_the_barometer_sets_the_beginning() -> None:
    beginning = library.context("uruguay").beginning
    assert beginning.open_by_default == pytest.approx(0.19 * 0.55)
    assert beginning.institutionalised == pytest.approx(0.3 * 0.81)
    assert beginning.officials_trained == pytest.approx(0.3 * 0.81)
    assert beginning.leaders_disposition == pytest.approx(0.4 + 0.3 * 0.55)


def test_without_a_barometer_the_beginning_is_the_models() -> None:
    beginning = context().beginning
    for name in ("open_by_default", "institutionalised", "officials_trained", "leaders_disposition"):
        assert getattr(beginning, name) == ALL_PARAMETERS[f"{name}_start"].default


def test_a_share_given_directly_wins_over_the_barometer() -> None:
    beginning = context(beginning={"barometer": 100, "open_by_default": 0.5}).beginning
    assert beginning.open_by_default == 0.5
    assert beginning.leaders_disposition == pytest.approx(0.7)


def test_dates_and_months() -> None:
    here = context(start="2027-01")
    assert here.month_of("2027-01") == 0
    assert here.month_of("2027-02") == 1
    assert here.month_of("2030-03") == 38
    assert here.month_of("2026-12") == -1
    assert here.month_of(17) == 17
    assert here.date_of(38) == "2030-03"
    assert here.end == "2037-01"
    assert context(start="2026-12").month_of("2027-01") == 1


@pytest.mark.parametrize("when", ["2027-1", "2027-13", "march", "", True, 1.5, None])
def test_no_month_at_all(when: Any) -> None:
    with pytest.raises(Mistake, match=r"^event 1: when is .* must be a month number or a date such as"):
        context().month_of(when, "event 1: when")


def test_the_calendars_of_the_shipped_contexts() -> None:
    months = {}
    for name in library.names("context"):
        place = library.context(name)
        if place.elections.national is not None:
            months[name] = place.month_of(place.elections.national)
    assert months == {
        "uruguay": 38, "costa-rica": 40, "argentina": 11, "mexico": 45, "gambia": 1, "kenya": 7, "canada": 33,
        "united-kingdom": 31,
    }  # fmt: skip


OWN = """
[size]
national_governments = 1
local_governments = 1
donors = 2
champions = 2
activists = 30

[[government]]
name = "Digital agency"
tier = "national"
takes_office = "2030-03"
buy_in = 0.7

[[donor]]
name = "A foundation"
monthly = 1.5
ends = "2028-06"
theme = "housing"

[[donor]]
name = "The ministry"
monthly = 2
government = "Digital agency"

[[champion]]
name = "Head of data"
government = "Digital agency"
senior = true

[[members]]
name = "Neighbours"
count = 20
kind = "activist"
active = 0.5
stance = 0.3
"""


def test_a_community_of_ones_own() -> None:
    own = parsed(OWN)
    assert own.governments[0].buy_in == 0.7
    assert own.donors[1].government == "Digital agency"
    assert own.champions[0].trained is None
    assert own.members[0].count == 20


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("donors = 2", "donors = 1", "size.donors is 1, but 2 donors are listed; make it at least 2"),
        ("activists = 30", "activists = 19", "size.activists is 19, but 20 people in groups of members are listed"),
        ("national_governments = 1", "national_governments = 0", "but 1 national governments are listed"),
        ("champions = 2", "champions = 0", "size.champions is 0, but 1 champions are listed"),
        ('government = "Digital agency"\n\n', 'government = "Digital agenci"\n\n',
         "donor 2: government 'Digital agenci' is not listed; did you mean 'Digital agency'?"),
        ('name = "The ministry"', 'name = "A foundation"', "two entries [[donor]] have the name 'A foundation'"),
        ('ends = "2028-06"', 'ends = "2026-06"', "donor 1: ends is '2026-06', but must be month 0 (2027-01) or later"),
        ('ends = "2028-06"', "ends = 2028-06", "line 18: this is no valid TOML"),
        ('ends = "2028-06"', "ends = 2028-06-01",
         'donor 1: ends is the bare date 2028-06-01, but must be a month number from 0 to 1200 or a date such as '
         '"2029-03", in quotes: "2028-06"'),
        ("monthly = 2", "monthly = 0", "donor 2: monthly is 0, but must be a number above 0 and at most 10000"),
        ("active = 0.5", "active = 1.5", "active is 1.5, but must be true, false, or a share from 0 to 1"),
        ("count = 20", "count = 0", "members 1: count is 0, but must be a whole number from 1 to 100000"),
        ('tier = "national"', 'tier = "nation"', "government 1: tier 'nation' does not exist; did you mean 'national'"),
    ],
)  # fmt: skip
def test_mistakes_in_a_community_of_ones_own(before: str, after: str, said: str) -> None:
    assert before in OWN
    assert said in sentence(OWN.replace(before, after))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[size]\nactivists = 0", "size: activists is 0, but must be at least 1"),
        ("[size]\nnational_governments = 0\nlocal_governments = 0", "at least one government is needed"),
        ("[size]\nactivists = -5", "size.activists is -5, but must be a whole number from 0 to 100000"),
        ("[size]\nactivists = 100000", "all actors together are 100064, but must be at most 100000"),
        ("[size]\ndonors = 1e300", "size.donors is 1e+300, but must be a whole number from 0 to 100000"),
        ("[size]\ndonors = 99999999999999999999", "size.donors is a very large number, but must be"),
        ("[elections]\nparty_losses = 3", "party_losses needs region_elections"),
        ("[elections]\nterm_months = true", "elections.term_months is true, but must be a whole number from 12 to 120"),
        ('[elections]\nsystem = "presidental"', "system 'presidental' does not exist; did you mean 'presidential'?"),
        ("[elections]\nturnover_probability = nan", "is nan, but must be a number from 0 to 1"),
        ("[elections]\nearly_exit = inf", "is inf, but must be a number from 0 to 0.2"),
        ('[elections]\nnational = "2026-10"', "elections.national is '2026-10', but must be month 1 (2027-02)"),
        ("[elections]\nturnover_probability = 0.5\nparty_losses = 1\nelections = 2\nregion_elections = 5",
         "turnover_probability and party_losses contradict one another"),
        ("[elections]\nparty_losses = 6\nelections = 5\nregion_elections = 9",
         "party_losses is 6, but must be at most elections = 5"),
        ("[beginning]\nbarometer = 101", "beginning.barometer is 101, but must be a number from 0 to 100"),
        ("months = 1000000", "months is 1000000, but must be a whole number from 12 to 600"),
        ('start = "January"', "start is 'January', but must be a date such as \"2027-01\""),
        ('[sources]\n"size.donor" = "me"', "sources.size.donor is the source of no field; did you mean 'size.donors'?"),
        ('currency = "EUR"', "staff_month_cost is missing; currency and staff_month_cost belong together"),
        ("[sise]\ndonors = 3", "sise is not a key of this file; did you mean 'size'?"),
    ],
)  # fmt: skip
def test_mistakes_in_a_context(text: str, said: str) -> None:
    assert said in sentence(text)


def test_national_governments_share_one_calendar() -> None:
    two = """
        [elections]
        national = "2030-03"

        [[government]]
        name = "Agency"
        tier = "national"
        takes_office = {first}

        [[government]]
        name = "Ministry"
        tier = "national"
        takes_office = {second}
    """
    assert parsed(two.format(first=38, second='"2030-03"')).governments[1].takes_office == "2030-03"
    said = "takes_office is 39, but national governments change together, and elections.national is '2030-03'"
    assert said in sentence(two.format(first=38, second=39))
    said = "takes_office is 12, but national governments change together, and government 1: takes_office is 11"
    assert said in sentence(two.replace('national = "2030-03"', "").format(first=11, second=12))


def test_too_many_sources() -> None:
    assert "sources has more than 1000 entries" in sentence(
        "[sources]\n" + "\n".join(f"a{n} = 'x'" for n in range(1001))
    )


def test_only_words_do_not_change_the_fingerprint() -> None:
    plain = context()
    assert context(title="Here", sources={"size.donors": "me"}, country="X").fingerprint() == plain.fingerprint()
    assert context(size={"donors": 12}).fingerprint() == plain.fingerprint()
    assert context(size={"donors": 13}).fingerprint() != plain.fingerprint()
    assert context(start="2027-02").fingerprint() != plain.fingerprint()
