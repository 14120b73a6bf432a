from __future__ import annotations

import mesa
import numpy as np
import pytest

from sim.engines.agents import KINDS, Activist, Actor, Champion, Donor, Government
from sim.engines.mesa_model import CommunityModel
from sim.files import library
from sim.files.mistakes import Mistake
from sim.rules import donors
from sim.world.dice import Decision, ruled_chance, uniform
from sim.world.tables import NOBODY, TABLES
from tests.engines.communities import EMPTY_SIZES, assert_same_world, community


class Loyal(Champion):
    """Champions who stay when the government goes."""

    def face_turnover(self) -> None:
        pass


class Noted(Champion):
    """Champions who write down, all in one list, when somebody goes with the government."""

    departures: list[tuple[int, int]]

    def __init__(self, model: CommunityModel, index: int) -> None:
        super().__init__(model, index)
        self.departures = [] if index == 0 else next(iter(model.agents_by_type[Noted])).departures

    def face_turnover(self) -> None:
        before = self.in_post
        super().face_turnover()
        if before and not self.in_post:
            self.departures.append((self.model.month, self.index))


class PlainDonor(Donor):
    """The rule again, in plain Python on attributes."""

    def pay(self) -> None:
        if self.months_left > 0:
            commons = self.model.world.commons[0]
            commons.income += self.monthly * (1.0 + commons.funding_boom)
            commons.grants_running += 1
            self.months_left -= 1


class Chatty(Activist):
    """Does what everybody does, and remembers that it was asked."""

    def decide(self) -> None:
        super().decide()
        self.asked = getattr(self, "asked", 0) + 1


class Hasty(Activist):
    """Leaves by a rule of its own, with the luck of the same address as everybody's."""

    def decide(self) -> None:
        if self.active and self.chance(Decision.MEMBER_EXIT, 0.2):
            self.active = False


def history(model: CommunityModel) -> np.ndarray:
    return model.world.history["measure"]


def lived(*given: object, **options: object) -> CommunityModel:
    model = CommunityModel(*given, **options)
    model.run_model()
    return model


def test_agents_are_views_of_their_rows() -> None:
    model = CommunityModel(context=community())
    champion = model.actor("champion", 3)
    member = model.actor("activist", 3)
    before = member.energy
    member.energy += 0.125
    assert model.world.activists[3].energy == before + 0.125 == member.row.energy
    model.world.champions["senior"][3] = True
    assert champion.senior is True
    government = model.actor("government", 1)
    government.datasets[2] = 7.5
    assert model.world.governments[1].datasets[2] == 7.5
    government.datasets = 1.0
    assert (model.world.governments[1].datasets == 1.0).all()
    with pytest.raises(AttributeError):
        _ = member.enregy


def test_every_field_of_a_row_is_an_attribute() -> None:
    model = CommunityModel(context=community())
    for kind, its_class in KINDS.items():
        agent = model.actor(kind, 0)
        for field in TABLES[its_class.table].names or ():
            attribute = "door" if field == "open_door" else field
            assert np.array_equal(getattr(agent, attribute), agent.row[field]), field
            assert f"{attribute}=" in repr(agent)


def test_a_class_whose_method_hides_a_field_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Hidden\.monthly is a field of table 'donors', but also something else"):

        class Hidden(Actor, table="donors"):
            def monthly(self) -> float:
                return 0.0


def test_agents_stand_in_the_order_of_their_rows() -> None:
    model = CommunityModel(context=library.context("uruguay"))
    assert isinstance(model, mesa.Model)
    for kind, agents in (
        ("government", model.governments),
        ("champion", model.champions),
        ("donor", model.donors),
        ("activist", model.activists),
    ):
        assert [agent.index for agent in agents] == list(range(len(agents)))
        assert list(agents)[5] is model.actor(kind, 5)
    assert len(model.agents) == 12 + 40 + 12 + 160
    assert model.agents_by_type.keys() == {Government, Champion, Donor, Activist}


def test_who_belongs_to_whom() -> None:
    model = CommunityModel(context=library.context("uruguay"), future=8)
    for champion in model.champions:
        assert champion in champion.employer.officials
        assert champion not in champion.acquaintances
        assert [other.index for other in champion.acquaintances] == list(champion.peers)
    assert sum(len(government.officials) for government in model.governments) == 40
    for donor in model.donors:
        assert (donor.payer is None) == (donor.government == NOBODY)
    member = model.actor("activist", 10)
    assert [other.index for other in member.acquaintances] == [one for one in member.neighbours if one != NOBODY]
    assert {agent.kind_name for agent in model.activists} == {"activist", "organisation", "journalist"}


def test_names_are_those_of_the_context_and_numbers_elsewhere() -> None:
    context = community(
        government=[
            {"name": "Sur", "tier": "local", "buy_in": 0.75},
            {"name": "Agency", "tier": "national"},
        ],
        champion=[
            {"name": "Ana", "senior": True, "trained": True},
            {"name": "Beto", "government": "Sur", "in_post": True, "senior": False},
        ],
        donor=[{"name": "Fund", "monthly": 2.5, "ends": 7, "government": "Sur"}],
        members=[
            {"name": "teachers", "count": 3, "kind": "activist", "literacy": 0.875},
            {"name": "the daily", "count": 1, "kind": "journalist"},
        ],
    )
    model = CommunityModel(context=context)
    assert model.names["governments"] == ["Agency", "Sur", "city 2", "city 3"]
    assert model.names["donors"] == ["Fund", "donor 2", "donor 3", "donor 4"]
    assert model.names["activists"][:4] == ["teachers 1", "teachers 2", "teachers 3", "the daily"]
    assert model.actor("activist", 19).name == model.actor("activist", 19).kind_name + " 20"
    champions = {agent.name: agent for agent in model.champions}
    assert champions["Ana"].senior and champions["Ana"].trained
    assert champions["Beto"].in_post and champions["Beto"].employer.name == "Sur"
    sur = champions["Beto"].employer
    assert sur.buy_in == 0.75
    assert model.actor("donor", 0).payer is sur
    assert model.actor("donor", 0).monthly == 2.5
    assert [agent.literacy for agent in list(model.activists)[:3]] == [0.875] * 3
    assert "'Sur'" in repr(sur)


def test_the_same_rule_in_plain_python_gives_the_same_bits() -> None:
    context = community(60)
    compiled = lived("boom-then-bust", "adaptive", context)
    plain = lived("boom-then-bust", "adaptive", context, agents={"donor": PlainDonor})
    assert all(isinstance(donor, PlainDonor) for donor in plain.donors)
    assert_same_world(compiled.world, plain.world)


def test_an_overridden_method_changes_what_it_should_and_nothing_before() -> None:
    usual = CommunityModel("hostile-successors", "baseline", "uruguay", future=5, agents={"champion": Noted})
    loyal = CommunityModel("hostile-successors", "baseline", "uruguay", future=5, agents={"champion": Loyal})
    departures = usual.actor("champion", 0).departures
    while not departures:
        assert np.array_equal(history(usual), history(loyal))
        usual.step()
        loyal.step()
    assert not np.array_equal(history(usual)[usual.month], history(loyal)[usual.month])
    stayed = {agent.index for agent in loyal.champions if agent.in_post}
    assert stayed >= {index for _, index in departures}


def test_a_subclass_that_only_adds_changes_nothing() -> None:
    context = community()
    chatty = lived("pandemic", "baseline", context, agents={"activist": Chatty})
    assert_same_world(chatty.world, lived("pandemic", "baseline", context).world)
    assert {agent.asked for agent in chatty.activists} == {24}


def test_an_agent_draws_at_its_own_address() -> None:
    model = CommunityModel(context=community(), rulings=[(0, 1, "grant", 2, True)])
    model.step()
    donor = model.actor("donor", 2)
    assert donor.uniform(Decision.DONOR_EXIT) == uniform(model.world, int(Decision.DONOR_EXIT), 2)
    assert donor.uniform(Decision.DONOR_EXIT) == donor.uniform(Decision.DONOR_EXIT)
    assert donor.chance(Decision.DONOR_EXIT, 1.0) is True
    assert donor.chance(Decision.GRANT, 0.0) is True, "a ruling overrules"
    assert model.actor("donor", 1).chance(Decision.GRANT, 0.0) is False
    assert ruled_chance(model.world, int(Decision.GRANT), 2, 0.0)


def test_a_subclass_with_luck_of_the_model_is_reproducible() -> None:
    context = community()
    one, other = (lived("pandemic", "baseline", context, agents={"activist": Hasty}) for _ in range(2))
    assert_same_world(one.world, other.world)
    usual = lived("pandemic", "baseline", context)
    assert history(one)[-1, 0] < history(usual)[-1, 0]


def test_a_patched_method_of_one_agent_counts() -> None:
    model = CommunityModel(context=community())
    donor = model.actor("donor", 0)
    donor.is_open, donor.months_left = True, 9
    donor.pay = lambda: None
    model.step()
    assert donor.months_left == 9


@pytest.mark.parametrize(
    ("agents", "message"),
    [
        ({"champoin": Loyal}, "agents: kind 'champoin' does not exist; did you mean 'champion'?"),
        ({"donor": Loyal}, "must be a subclass of sim.engines.agents.Donor"),
        ({"donor": "PlainDonor"}, "must be a subclass of sim.engines.agents.Donor"),
    ],
)
def test_what_is_no_kind_of_agent_is_refused(agents: dict[str, type], message: str) -> None:
    with pytest.raises(Mistake, match=message.replace("?", r"\?")):
        CommunityModel(context=community(), agents=agents)


@pytest.mark.parametrize("size", EMPTY_SIZES.values(), ids=EMPTY_SIZES)
def test_missing_actors_are_no_agents(size: dict[str, int]) -> None:
    context = community(12, size=size)
    model = lived(context=context)
    assert len(model.donors) == context.size.donors
    assert len(model.champions) == context.size.champions
    assert model.agents.agg("unique_id", max) == len(model.agents)


def test_rules_remain_the_module_level_ones() -> None:
    """The agents call the rules and hold no copies of them."""
    model = CommunityModel(context=community())
    before = model.actor("donor", 0).months_left
    donors.pay(model.world, 0)
    assert model.actor("donor", 0).months_left == max(0, before - 1)


@pytest.mark.parametrize(
    ("who", "field", "value"),
    [
        ("champion", "government", 12),
        ("champion", "government", -1),
        ("activist", "theme", 500),
        ("donor", "family", 3),
    ],
)
def test_a_number_that_belongs_to_nobody_is_refused(who: str, field: str, value: int) -> None:
    actor = CommunityModel("calm-decade", "baseline", "uruguay").actor(who, 0)
    with pytest.raises(Mistake, match=f"{field} is {value}, but must be a whole number from"):
        setattr(actor, field, value)


def test_acquaintances_and_tables_cannot_be_replaced() -> None:
    model = CommunityModel("calm-decade", "baseline", "uruguay")
    with pytest.raises(ValueError, match="read-only"):
        model.actor("champion", 0).peers[0] = 10**6
    with pytest.raises(Mistake, match="settled at the beginning"):
        model.actor("activist", 0).neighbours = [0] * 6
    with pytest.raises(AttributeError, match="cannot be replaced"):
        model.world.activists = model.world.activists.copy()
