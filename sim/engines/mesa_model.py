"""The Mesa engine: one future, every actor an agent that can be looked at, and replaced by one of the user's own.

It calls the same rules in the same order as the ensemble engine and gives the same bits; it is some hundred times
slower. ``live_month`` below mirrors :func:`sim.rules.month.live_month` line by line.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import mesa
import pandas as pd
from mesa.agent import AgentSet
from mesa.datacollection import DataCollector

from sim.engines.agents import KINDS, Actor
from sim.engines.ensemble import NEVER, Luck
from sim.engines.names import name_rows
from sim.files import library
from sim.files.context import Context
from sim.files.mistakes import Mistake, unknown
from sim.files.parameter_sets import PLAUSIBLE, ParameterSets, parameter_sets
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.rules.activists import meet_people
from sim.rules.commons import (
    collect_data,
    coordinate,
    face_the_public,
    gather_momentum,
    rank_themes,
    record_month,
    review_milestones,
)
from sim.rules.community import turn_tides
from sim.rules.donors import choose_donors, sign_grants
from sim.rules.events import begin_month, strike_events
from sim.rules.governments import carry_relations, hold_election
from sim.rules.money import employ, open_books, receive_grants, share_out_effort
from sim.rules.plan import review_plan
from sim.world.assembly import Ruling, build_world
from sim.world.beginning import begin
from sim.world.dice import future_key
from sim.world.measures import MEASURES
from sim.world.parameters import ALL_PARAMETERS

DEFAULT_SEED: Final = 1


class CommunityModel(mesa.Model):
    """One future of a community as a Mesa model. A step is a month; ``running`` is False after the last.

    ``run_model()`` lives through all of it; ``datacollector.get_model_vars_dataframe()`` then has a column for each
    measure and a row for each month from 1 on. Mesa's two random generators (``random``, ``rng``) are not used: the
    luck is that of (seed, future), the same under every plan and scenario, and with or without agents of the user's.

    Parameters
    ----------
    scenario, plan, context : a shipped name, the path of a file, or what :mod:`sim.files.library` read.
    seed, future : which luck. None for the seed means the default, as Mesa's ``batch_run`` hands over None.
    rng : what Mesa seeds its generators with, for agents of the user's that draw from them; left out: the future's key.
    agents : a kind ("government", "champion", "donor", "activist") to the subclass that takes its place.
    parameters : "plausible" (the shipped set that this future lives with), "default", a Parquet file of sets, or what
        differs from the default parameters, by name.
    rulings : single draws that are overruled: (future, month, decision, actor, outcome).
    branch, branch_month : from this month on, another luck with the same past.

    Attributes
    ----------
    world : the tables that agents and rules read and write.
    governments, champions, donors, activists : the agents, in the order of their rows.
    names : for each table of actors, the name of each row.
    world_scenario, plan, context : the three files. (``scenario`` is a name of Mesa's own.)

    Raises
    ------
    Mistake
        A name that does not exist, a value outside its range, or dates outside the context's months.

    Examples
    --------
    >>> model = CommunityModel("hostile-successors", "adaptive", "uruguay", future=17)
    >>> model.run_model()
    >>> model.month, model.running
    (120, False)
    """

    def __init__(
        self,
        scenario: Scenario | str | os.PathLike[str] = "calm-decade",
        plan: Plan | str | os.PathLike[str] = "baseline",
        context: Context | str | os.PathLike[str] = "uruguay",
        *,
        seed: int | None = DEFAULT_SEED,
        future: int = 0,
        rng: Any = None,
        agents: Mapping[str, type[Actor]] | None = None,
        parameters: Mapping[str, float] | ParameterSets | str | os.PathLike[str] = PLAUSIBLE,
        rulings: Sequence[Ruling] = (),
        branch: int = 0,
        branch_month: int | None = None,
    ) -> None:
        what = scenario if isinstance(scenario, Scenario) else library.scenario(scenario)
        how = plan if isinstance(plan, Plan) else library.plan(plan)
        where = context if isinstance(context, Context) else library.context(context)
        library.check_fit(what, how, where)
        kinds = _kinds(agents or {})
        whose = DEFAULT_SEED if seed is None else int(seed)
        luck = Luck(whose, branch, NEVER if branch_month is None else branch_month)
        if future < 0:
            raise Mistake(f"future is {future}, but numbers of futures begin with 0")
        super().__init__(rng=int(future_key(luck.seed, int(future), 0)) if rng is None else rng)
        self.world_scenario, self.plan, self.context = what, how, where
        self.luck, self.future = luck, int(future)
        self.world = build_world(
            what,
            how,
            where,
            rulings=rulings,
            parameters=_set_of(parameters, int(future)),
        )
        begin(self.world, luck.seed, self.future, luck.branch, luck.branch_month)
        self.names = name_rows(where, self.world.activists["kind"].tolist())
        self._actors = {kind: self._populate(its_class) for kind, its_class in kinds.items()}
        self.governments = self._agent_set("government")
        self.champions = self._agent_set("champion")
        self.donors = self._agent_set("donor")
        self.activists = self._agent_set("activist")
        self.datacollector = MonthlyRecord(
            {measure.name: partial(_measured, number) for number, measure in enumerate(MEASURES)}
        )

    def _populate(self, kind: type[Actor]) -> tuple[Actor, ...]:
        return tuple(kind(self, index) for index in range(len(getattr(self.world, kind.table))))

    def _agent_set(self, kind: str) -> Any:
        return AgentSet(self._actors[kind], random=self.random)

    @property
    def month(self) -> int:
        """The last month that was lived through; 0 at the beginning."""
        return int(self.world.commons["month"][0])

    @property
    def date(self) -> str:
        """The calendar month of ``month``, such as 2029-03."""
        return self.context.date_of(self.month)

    @property
    def measures(self) -> dict[str, float]:
        """Every measure of this month, by name."""
        return {measure.name: _measured(number, self) for number, measure in enumerate(MEASURES)}

    def actor(self, kind: str, index: int) -> Any:
        """Return one agent by its kind ("champion") and the number of its row."""
        return self._actors[kind][index]

    def step(self) -> None:
        """Live through the next month and collect its measures.

        Raises
        ------
        Mistake
            The horizon of the context is reached.
        """
        month = self.month + 1
        if month > self.context.months:
            raise Mistake(f"month {month} does not exist: context '{self.context.name}' ends with month {month - 1}")
        self.live_month(month)
        self.running = month < self.context.months
        self.datacollector.collect(self)

    def live_month(self, month: int) -> None:
        """Let one month pass for everybody."""
        world = self.world
        # 0 better and worse times, and what the world does
        begin_month(world, month)
        turn_tides(world)
        strike_events(world)
        # 1 elections and changes of government
        for calendar in range(len(world.calendars)):
            hold_election(world, calendar)
        self.governments.do("change_hands")
        carry_relations(world)
        self.champions.do("face_turnover")
        self.governments.do("settle")
        # 2 signposts and plan
        review_plan(world)
        # 3 money, staff, effort
        open_books(world)
        sign_grants(world)
        self.donors.do("pay")
        receive_grants(world)
        employ(world)
        self.activists.do("contribute")
        share_out_effort(world)
        # 4 roles and records
        coordinate(world)
        # 5 champions
        self.champions.do("serve")
        # 6 themes, publication, reuse, wins, routine
        rank_themes(world)
        collect_data(world)
        self.governments.do("open_door")
        self.governments.do("publish")
        self.governments.do("learn_routine")
        gather_momentum(world)
        # 7 coverage, standing, buy-in
        face_the_public(world)
        self.governments.do("decide_buy_in")
        # 8 milestones
        review_milestones(world)
        # 9 members
        meet_people(world)
        self.activists.do("decide")
        # 10 donors
        choose_donors(world)
        self.donors.do("decide_grant")
        # 11 record
        record_month(world)


class MonthlyRecord(DataCollector):
    """Mesa's collector of data, with the months as the index of its table."""

    def get_model_vars_dataframe(self) -> pd.DataFrame:
        """Return every measure (columns) of every month so far (rows, from month 1)."""
        table = super().get_model_vars_dataframe()
        return table.set_axis(pd.RangeIndex(1, len(table) + 1, name="month"))


def _measured(number: int, model: CommunityModel) -> float:
    """Return one measure of the last month.

    It stands here and is no lambda, so that a collector can be pickled.
    """
    return float(model.world.history["measure"][model.month, number])


def _kinds(own: Mapping[str, Any]) -> dict[str, type[Actor]]:
    """Return the class of each kind of actor, with the user's own in place of ours.

    Raises
    ------
    Mistake
        A kind that does not exist, or a class that is not a subclass of the one that it replaces.
    """
    for kind, its_class in own.items():
        if kind not in KINDS:
            raise unknown("agents: kind", kind, tuple(KINDS))
        if not (isinstance(its_class, type) and issubclass(its_class, KINDS[kind])):
            ours = KINDS[kind].__name__
            raise Mistake(f"agents: {kind} is {its_class!r}, but must be a subclass of sim.engines.agents.{ours}")
    return {**KINDS, **own}


def _set_of(
    parameters: Mapping[str, float] | ParameterSets | str | os.PathLike[str], future: int
) -> Mapping[str, float]:
    """Return the parameters that a future lives with, as far as they differ from the defaults."""
    if isinstance(parameters, Mapping):
        return _checked(parameters)
    return parameter_sets(parameters).of_future(future)


def _checked(parameters: Mapping[str, float]) -> Mapping[str, float]:
    """Refuse parameters that do not exist, that the context sets, or that are outside their range."""
    for name, value in parameters.items():
        if name not in ALL_PARAMETERS:
            raise unknown("parameter", name, tuple(ALL_PARAMETERS))
        about = ALL_PARAMETERS[name]
        if about.set_by_context:
            raise Mistake(f"parameter {name} is a fact of a place; set it in the context")
        if not (math.isfinite(value) and about.low <= value <= about.high):
            raise Mistake(f"parameter {name} is {value}, but must be from {about.low} to {about.high} ({about.unit})")
    return parameters
