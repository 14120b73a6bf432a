"""The actors as Mesa agents: views of their rows, with one method for each process in which they act.

An agent holds no figures of its own. ``activist.energy`` reads the row's field and ``activist.energy += 0.1`` writes
it, so that agents and compiled rules always see the same. What the fields mean stands in :mod:`sim.world.tables`.

To try another behaviour, inherit from one of the four kinds and override a method in plain Python::

    class Loyal(Champion):
        def face_turnover(self) -> None:
            pass  # nobody leaves because the government does

    CommunityModel("hostile-successors", agents={"champion": Loyal}).run_model()
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

import mesa
import numpy as np

from sim.files.mistakes import Mistake
from sim.rules import activists, champions, donors, governments
from sim.world import dice
from sim.world.assembly import MEMBER_KINDS
from sim.world.levers import N_THEMES
from sim.world.tables import FAMILIES, NOBODY, TABLES

if TYPE_CHECKING:
    from sim.engines.mesa_model import CommunityModel

OTHER_NAMES: Final[Mapping[str, str]] = {"open_door": "door"}
"""Fields that an agent shows under another name, because a process is called the same."""

SHOWN_DIGITS: Final = 3

ACQUAINTANCES: Final = ("peers", "neighbours")

_NUMBERS_OF: Final[Mapping[str, str | int]] = {
    "government": "governments",
    "calendar": "calendars",
    "theme": N_THEMES,
    "family": FAMILIES,
    "kind": len(MEMBER_KINDS),
    "nth_largest": "donors",
}
"""Fields that hold the number of something, with how many there are of it."""


class Field:
    """A field of the actor's row as an attribute of the agent; a field with several places is an array."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, agent: Actor | None, _owner: type | None = None) -> Any:
        if agent is None:
            return self
        value = agent.row[self.name]
        if isinstance(value, np.generic):
            return value.item()
        if self.name in ACQUAINTANCES:
            value.flags.writeable = False
        return value

    def __set__(self, agent: Actor, value: Any) -> None:
        if self.name in ACQUAINTANCES:
            raise Mistake(f"{self.name} cannot be set: whom an actor knows is settled at the beginning")
        if self.name in _NUMBERS_OF:
            self._refuse_nobody(agent, value)
        agent.row[self.name] = value

    def _refuse_nobody(self, agent: Actor, value: Any) -> None:
        """Refuse a number that belongs to nobody: compiled rules follow it without looking."""
        of = _NUMBERS_OF[self.name]
        last = (of if isinstance(of, int) else len(getattr(agent.model.world, of))) - 1
        first = NOBODY if (agent.table, self.name) == ("donors", "government") else 0
        if not isinstance(value, int | np.integer) or not first <= value <= last:
            raise Mistake(f"{self.name} is {value}, but must be a whole number from {first} to {last}")


class Actor(mesa.Agent):
    """Somebody who acts: a view of one row of a table of the world.

    Attributes
    ----------
    index : the number of the row; also the actor's number in every draw and ruling.
    """

    table: ClassVar[str]
    model: CommunityModel

    def __init_subclass__(cls, table: str | None = None, **others: Any) -> None:
        super().__init_subclass__(**others)
        if table is None:
            return
        cls.table = table
        for field in TABLES[table].names or ():
            attribute = _attribute(field)
            if hasattr(cls, attribute):
                raise TypeError(f"{cls.__name__}.{attribute} is a field of table {table!r}, but also something else")
            setattr(cls, attribute, Field(field))

    def __init__(self, model: CommunityModel, index: int) -> None:
        super().__init__(model)
        self.index = index

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

    @property
    def row(self) -> Any:
        """The actor's row; what is written into it is seen by everybody."""
        return getattr(self.model.world, self.table)[self.index]

    @property
    def name(self) -> str:
        """What the context calls the actor, or its kind and number."""
        return self.model.names[self.table][self.index]

    def uniform(self, decision: int) -> float:
        """Draw this month's number in [0, 1) for one of the actor's decisions (:class:`sim.world.dice.Decision`).

        Luck has an address: the same number every time that it is asked for in this month of this future.
        """
        return float(dice.uniform(self.model.world, int(decision), self.index))

    def chance(self, decision: int, probability: float) -> bool:
        """Return whether something of this probability happens to the actor this month, unless a ruling overrules."""
        return bool(dice.ruled_chance(self.model.world, int(decision), self.index, float(probability)))

    def __repr__(self) -> str:
        fields = ", ".join(f"{_attribute(field)}={_shown(self.row[field])}" for field in TABLES[self.table].names or ())
        return f"<{type(self).__name__} {self.index} {self.name!r}: {fields}>"


def _attribute(field: str) -> str:
    """Return what an agent calls a field of its row."""
    return OTHER_NAMES.get(field, field)


def _shown(value: Any) -> str:
    """Return a field's value, short."""
    if isinstance(value, np.ndarray):
        return "[" + " ".join(_shown(one) for one in value) + "]"
    plain = value.item()
    return str(round(plain, SHOWN_DIGITS)) if isinstance(plain, float) else str(plain)


class Government(Actor, table="governments"):
    """A government, agency, city or council. Its ``door`` says how far it is open this month."""

    @property
    def officials(self) -> list[Champion]:
        """The posts for champions in this government, filled or not."""
        posts = self.model.world.champions["government"]
        return [self.model.actor("champion", int(post)) for post in np.flatnonzero(posts == self.index)]

    def change_hands(self) -> None:
        """Go through what an election brought."""
        governments.change_hands(self.model.world, self.index)

    def settle(self) -> None:
        """Feel the change of government arrive, month by month."""
        governments.settle(self.model.world, self.index)

    def open_door(self) -> None:
        """Find out how far the door is open."""
        governments.open_door(self.model.world, self.index)

    def publish(self) -> None:
        """Publish data."""
        governments.publish(self.model.world, self.index)

    def learn_routine(self) -> None:
        """Win by use, turn practice into routine, adopt a course."""
        governments.learn_routine(self.model.world, self.index)

    def decide_buy_in(self) -> None:
        """Let the leader's commitment move."""
        governments.decide_buy_in(self.model.world, self.index)


class Champion(Actor, table="champions"):
    """A post inside a government and the official who holds it, if it is filled."""

    @property
    def employer(self) -> Government:
        """The government in which the post is."""
        return self.model.actor("government", self.government)

    @property
    def acquaintances(self) -> list[Champion]:
        """The officials whom this one met at a workshop."""
        return [self.model.actor("champion", int(peer)) for peer in self.peers if peer != NOBODY]

    def face_turnover(self) -> None:
        """Leave, perhaps, because the party or the leader changed."""
        champions.face_turnover(self.model.world, self.index)

    def serve(self) -> None:
        """Serve a month in the post, or be found for it."""
        champions.serve(self.model.world, self.index)


class Donor(Actor, table="donors"):
    """Somebody who might give."""

    @property
    def payer(self) -> Government | None:
        """The government that the donor is, or None."""
        return None if self.government == NOBODY else self.model.actor("government", self.government)

    def pay(self) -> None:
        """Pay this month's part of a running grant."""
        donors.pay(self.model.world, self.index)

    def decide_grant(self) -> None:
        """Stay, leave or come back; renew a grant or give a new one."""
        donors.decide_grant(self.model.world, self.index)


class Activist(Actor, table="activists"):
    """A seat of the membership: a grassroots activist, an organisation or a journalist, active or not."""

    @property
    def kind_name(self) -> str:
        """What it is: activist, organisation or journalist."""
        return MEMBER_KINDS[self.kind]

    @property
    def acquaintances(self) -> list[Activist]:
        """The others whose activity this one sees."""
        return [self.model.actor("activist", int(neighbour)) for neighbour in self.neighbours if neighbour != NOBODY]

    def contribute(self) -> None:
        """Give this month's effort."""
        activists.contribute(self.model.world, self.index)

    def decide(self) -> None:
        """Stay or leave, or join."""
        activists.decide(self.model.world, self.index)


KINDS: Final[Mapping[str, type[Actor]]] = {
    "government": Government,
    "champion": Champion,
    "donor": Donor,
    "activist": Activist,
}
"""The four kinds of actor, by the names under which a model takes a user's own."""
