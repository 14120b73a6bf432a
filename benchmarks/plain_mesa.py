"""The model's month in plain Mesa: ordinary Python objects, sequential luck, no compilation.

This is what somebody who knows Mesa would otherwise write, and it has two uses: the benchmark beside the product's
engines, and an independent reading of the model's description to hold the compiled rules against, statistically.
It is a stand-in and imports nothing of `sim`: one context (the default sizes, fixed terms, nobody named) and the twelve
main scenarios are written into this file, plans have levers but no triggers.

    python benchmarks/plain_mesa.py --futures 100 --scenario calm-decade
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import pstdev, stdev
from typing import NamedTuple

import mesa

# Time constants (months), then people, governments, publishing, opinion, money: the model's default parameters.
FAST, MEDIUM, SLOW = 6.0, 18.0, 48.0
HALF_SATURATION, NEED, EFFORT_PER_STAFF_MONTH = 0.15, 0.95, 5.0
ROTATION, BURNOUT, NEWCOMER_EXIT, NEWCOMER_MONTHS = 0.02, 0.07, 0.05, 6
POST_ROTATION, RETURNING = 0.01, 0.2
ASKING, PEER_RECRUITING, REPLACEMENT, UNHEARD = 0.16, 0.05, 0.02, 0.2
SENIOR_EXIT, CAREER_EXIT, HOSTILE_EXIT, MOST_EXIT = 0.60, 0.17, 0.3, 0.95
SHIELD, COMMITMENT_SHIELD, COMMITMENT_REPEAL, WITHDRAWAL, NOTICED_WITHDRAWAL = 0.7, 0.3, 0.3, 0.056, 0.01
REFILL, TRAINING, OFFICIALS_TEACH = 0.08, 0.10, 0.5
COURSE_READY, COURSE_BUY_IN, COURSE_CHANCE, COMMITMENT_BUY_IN, COMMITMENT_CHANCE = 0.3, 0.4, 0.03, 0.6, 0.01
WIN_GAIN, ALLY_GAIN, RANK_GAIN, CONFRONT_LOSS, HOSTILE_EAR = 0.05, 0.05, 0.05, 0.05, 0.4
PUBLISHING, DEFAULT_GATE, DEFAULT_SPILL, COLLECTING, WINNING = 1.5, 0.5, 3.0, 0.3, 0.25
BORROWED_CAPACITY, PARTNER_PRICE = 0.7, 0.25
WINDOW_SPEED, BACKLASH, WINDOW_LOW, WINDOW_HIGH, TOO_RADICAL, TOO_TAME = 0.03, 0.30, 0.1, 0.95, 0.05, 0.45
TRUST_SPEED, TRUST_ASYMMETRY = 0.06, 2.0
GRANT_LOG_MEAN, GRANT_LOG_SD, GRANT_MONTHS, GRANTED_AT_START = 0.1, 0.7, 18.0, 0.35
DRIFT, DONOR_EXIT, DONOR_ENTRY, FAMILY_EXIT, FAMILY_FOLLOWS, LAST_MONTHS = 0.028, 0.006, 0.017, 0.002, 0.85, 3
APPLYING, RENEWING, OFF_THEME_GRANT, OFF_THEME_MEMBER = 0.12, 0.9, 0.25, 0.3
COMPETITION, SAVED_SHARE, MOST_RUNWAY = 0.3, 0.85, 36.0

THEMES = range(5)
ACTIVITIES = ("mobilise", "train", "publish", "ally", "tell_stories", "teach", "raise_funds", "coordinate", "document")
RESTRICTED_TO = ("publish", "tell_stories", "train")


class Event(NamedTuple):
    """Something that the world does. `size` is a share, a level or an amount; `duration` is in months."""

    month: int
    kind: str
    size: float
    duration: int = 0
    theme: int | None = None
    restricted: bool = False


SCENARIOS: dict[str, tuple[Event, ...]] = {
    "calm-decade": (),
    "everyone-votes-at-once": (Event(24, "turnover", 1.0),),
    "hostile-successors": (Event(24, "hostile_turnover", 0.7),),
    "champions-leave": (Event(24, "champions_leave", 0.8),),
    "big-funders-go": (Event(24, "donors_exit", 0.4),),
    "donor-fashion-changes": (Event(24, "donors_move", 0.9),),
    "long-squeeze": (Event(24, "squeeze", 0.8, 36),),
    "boom-then-bust": (Event(6, "boom", 1.0, 30), Event(36, "squeeze", 0.9, 30)),
    "pandemic": (Event(24, "pandemic", 0.7, 18),),
    "polarisation": (Event(24, "radicalise", 0.6),),
    "newcomers-flood-in": (Event(24, "newcomers", 0.5),),
    "everything-at-once": (
        Event(24, "hostile_turnover", 0.5),
        Event(26, "donors_exit", 0.4),
        Event(30, "pandemic", 0.6, 12),
    ),
}


@dataclass(frozen=True)
class Context:
    """Where the community lives: sizes and political odds (probabilities; months)."""

    national: int = 2
    local: int = 10
    champions: int = 40
    donors: int = 12
    activists: int = 160
    term: int = 48
    losing: float = 0.55
    hostility: float = 0.3
    early_exit: float = 0.006
    leader_goes: float = 0.3
    government_donors: float = 0.25


@dataclass(frozen=True)
class Plan:
    """What the community does: the weights of its activities, and its levers. The defaults are the baseline."""

    weights: dict[str, float] = field(default_factory=dict)
    stance: float = 0.0
    purpose_share: float = 0.6
    voice: float = 0.5
    breadth: int = 3
    ambition: float = 4.0
    reserve_months: float = 3.0
    diversification: float = 0.4
    partnering: float = 0.2


def average(values: Iterable[float], otherwise: float = 0.0) -> float:
    """Mean of the values, if there are any."""
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else otherwise


def clip(value: float) -> float:
    """Keep a share between 0 and 1."""
    return min(1.0, max(0.0, value))


class Actor(mesa.Agent):
    """An agent that leaves things to chance."""

    model: Community

    def happens(self, probability: float) -> bool:
        """Throw the dice once."""
        return self.random.random() < probability


class Calendar(Actor):
    """An election calendar: one result for every government that hangs on it."""

    def __init__(self, model: Community) -> None:
        super().__init__(model)
        self.governments: list[Government] = []
        self.disposition = 0.2 + 0.7 * self.random.random()
        self.next_office = 1 + int(model.context.term * self.random.random())
        self.hostile = False
        self.forced = self.forced_hostile = False
        self.changed = -math.inf

    def turn(self) -> None:
        """Elections and early exits: a new party, a new leader of the same party, or nothing."""
        model, context = self.model, self.model.context
        party_goes, leader_goes = self.forced or self.forced_hostile, False
        if model.month == self.next_office:
            party_goes |= self.happens(context.losing)
            leader_goes = self.happens(context.leader_goes)
            self.next_office += context.term
        elif self.happens(context.early_exit):
            leader_goes = True
        if party_goes:
            self.change_party()
        elif leader_goes:
            self.disposition, self.hostile = 0.3 + 0.6 * self.random.random(), False
            for government in self.governments:
                for champion in government.posts:
                    if champion.in_post and champion.senior and self.happens(SENIOR_EXIT / 2):
                        champion.in_post = False
        self.forced = self.forced_hostile = False

    def change_party(self) -> None:
        """Another party takes office, hostile or not; good relations with every side pay here."""
        model = self.model
        risk = model.context.hostility * (1 - 0.5 * model.bridge)
        self.hostile = self.forced_hostile or self.happens(risk)
        self.changed = model.month
        luck = self.random.random()
        self.disposition = 0.25 * luck if self.hostile else 0.3 + 0.6 * luck
        self.disposition += 0.2 * model.bridge * (1 - self.disposition)
        for government in self.governments:
            government.lose_office()


class Government(Actor):
    """A national agency or a city: its leaders' buy-in, its routine, its data."""

    def __init__(self, model: Community, calendar: Calendar, national: bool) -> None:
        super().__init__(model)
        self.calendar, self.national = calendar, national
        calendar.governments.append(self)
        self.posts: list[Champion] = []
        self.capacity = 0.8 if national else 0.2 + 0.4 * self.random.random()
        self.buy_in = calendar.disposition
        self.routine = 0.1
        self.course = self.commitment = False
        self.pull = 0.0
        self.withdrawing = 0  # months left of a hostile successor's first year
        self.kept = 1.0  # share that survived the last change of party
        self.purpose = [0.2 for _ in THEMES]
        self.open_by_default = 0.05
        self.cover = self.use = 0.0
        self.win = False

    @property
    def survival(self) -> float:
        """Share of the practice that does not depend on people: routine, and a charter or law."""
        return 1 - (1 - SHIELD * self.routine) * (1 - COMMITMENT_SHIELD * self.commitment)

    @property
    def backing(self) -> float:
        """Leadership or routine: either keeps the door open."""
        return 1 - (1 - self.buy_in) * (1 - self.routine)

    @property
    def datasets(self) -> list[float]:
        """Datasets usable per theme: on purpose, by default, and collected by the community itself."""
        spill = DEFAULT_SPILL * self.open_by_default
        return [own + spill + collected for own, collected in zip(self.purpose, self.model.collected, strict=True)]

    def lose_office(self) -> None:
        """The party changes: what is kept, who leaves, what is repealed."""
        model, hostile = self.model, self.calendar.hostile
        kept = self.kept = self.survival
        newcomer = self.calendar.disposition * (1 - 0.5 * model.partisan)
        self.pull = kept * self.buy_in + (1 - kept) * newcomer - self.buy_in
        for champion in self.posts:
            exposed = SENIOR_EXIT if champion.senior else CAREER_EXIT
            exposed = min(MOST_EXIT, exposed * (1 + model.partisan) * (1 + hostile * HOSTILE_EXIT))
            if champion.in_post and self.happens(exposed * (1 - kept)):
                champion.in_post = False
        if hostile:
            self.course = self.course and not self.happens(1 - kept)
            self.commitment = self.commitment and not self.happens(COMMITMENT_REPEAL)
            self.withdrawing = 12
            model.withdrawn += WITHDRAWAL * (1 - kept) > NOTICED_WITHDRAWAL

    def absorb_change(self) -> None:
        """The fall comes after the change, not with it; a hostile successor withdraws data for a year."""
        self.buy_in = clip(self.buy_in + self.pull / FAST)
        self.pull *= 1 - 1 / FAST
        if self.withdrawing > 0:
            left = 1 - WITHDRAWAL * (1 - self.survival)
            self.purpose = [datasets * left for datasets in self.purpose]
            self.open_by_default *= left
            self.withdrawing -= 1

    def publish(self) -> None:
        """Publish with purpose and by default, see the data used, and turn practice into routine."""
        model, plan = self.model, self.model.plan
        seats = len(self.posts) or 1
        drive = sum(champion.energy for champion in self.posts if champion.in_post) / seats
        trained = sum(champion.in_post and champion.trained for champion in self.posts) / seats
        cover = self.cover = self.backing * (1 - 0.5 * model.civic_closure)
        borrowed = BORROWED_CAPACITY * plan.partnering * max(0.0, model.national_capacity - self.capacity)
        capacity = self.capacity + borrowed
        output = 1 - PARTNER_PRICE * plan.partnering if borrowed > 0 else 1.0
        effort = model.intensity["publish"]
        new = PUBLISHING * effort * plan.purpose_share * drive * cover * capacity * output * (1 + model.documentation)
        decay = (1 - 0.75 * cover * (0.5 + 0.5 * drive)) / MEDIUM
        for theme in THEMES:
            self.purpose[theme] += new * model.attention[theme] - self.purpose[theme] * decay
        gate = max(0.0, (self.buy_in - DEFAULT_GATE) / (1 - DEFAULT_GATE))
        opened = effort * (1 - plan.purpose_share) * (gate + self.routine) * 2 * capacity
        self.open_by_default = clip(
            self.open_by_default
            + opened * (1 - self.open_by_default) / MEDIUM
            - self.open_by_default * (1 - cover) / SLOW
        )
        self.use = model.use_of(self)
        self.win = self.happens(1 - math.exp(-WINNING * self.use * (1 + model.documentation)))
        learned = (trained * cover + 0.5 * self.course) * (1 - self.routine) / MEDIUM
        self.routine = clip(self.routine + learned - self.routine * (1 - self.course) / SLOW)
        if not self.course and self.routine > COURSE_READY and self.buy_in > COURSE_BUY_IN:
            self.course = self.happens(COURSE_CHANCE)
        if not self.commitment and self.buy_in > COMMITMENT_BUY_IN:
            self.commitment = self.happens(COMMITMENT_CHANCE * self.buy_in)

    def listen(self) -> None:
        """Leaders warm to wins they can claim, to allies they trust and to near rivals; confrontation costs."""
        model, hostile = self.model, self.calendar.hostile
        behind = (model.best_use - self.use) / model.best_use if model.best_use > 0 else 0.0
        wins = WIN_GAIN * self.win * (1 + 2 * model.coverage)
        closeness = 1 + model.partisan - 0.5 * model.confrontation
        allies = ALLY_GAIN * model.intensity["ally"] * closeness * (HOSTILE_EAR if hostile else 1.0) * 2 * model.trust
        rank = 0.0 if hostile else RANK_GAIN * 4 * behind * (1 - behind) * (0.3 + 0.7 * model.coverage)
        self.buy_in = clip(
            self.buy_in
            + (self.calendar.disposition - self.buy_in) / MEDIUM
            - CONFRONT_LOSS * (model.confrontation + model.gap) * self.buy_in
            + (1 - self.buy_in) * (wins + allies + rank)
        )


class Champion(Actor):
    """A post inside a government, held by somebody or vacant."""

    def __init__(self, model: Community, government: Government) -> None:
        super().__init__(model)
        self.government = government
        government.posts.append(self)
        self.senior = False
        self.in_post = self.happens(0.6)
        self.energy = 0.6
        self.trained = self.happens(0.15)
        self.peers: list[Champion] = []

    def serve(self) -> None:
        """Keep going, learn, leave; or the vacant post is filled again."""
        model, government = self.model, self.government
        if not self.in_post:
            if self.happens(REFILL * 0.5 * (government.buy_in + government.routine) * (1 - 0.5 * model.civic_closure)):
                self.in_post, self.energy, self.trained = True, 0.6, self.happens(government.routine)
            return
        peers = 0.0
        if self.trained and self.peers:
            peers = sum(peer.in_post and peer.trained for peer in self.peers) / len(self.peers)
        support = government.buy_in + peers + government.routine + 0.5 * model.momentum + 0.5 * model.vision
        self.energy += (clip(support / 3) - self.energy) / FAST
        teaching = OFFICIALS_TEACH * (government.course + model.course_share)
        self.trained = self.trained or self.happens(TRAINING * (model.intensity["train"] + teaching))
        if self.happens(POST_ROTATION + BURNOUT * (1 - self.energy) ** 2):
            self.in_post = False


class Donor(Actor):
    """A funder, open to this community or not, with or without a grant running."""

    def __init__(self, model: Community) -> None:
        super().__init__(model)
        self.monthly = math.exp(self.random.gauss(GRANT_LOG_MEAN, GRANT_LOG_SD))
        self.theme = self.random.choice(THEMES)
        self.open = True
        self.months_left = 1 + int(GRANT_MONTHS * self.random.random()) if self.happens(GRANTED_AT_START) else 0
        self.family = self.random.randrange(3)
        state = self.happens(model.context.government_donors)
        self.government = self.random.choice(list(model.governments)) if state else None

    def reconsider(self) -> None:
        """Close, return, or change priorities."""
        model = self.model
        if not self.open:
            if self.happens(DONOR_ENTRY):
                self.open, self.theme = True, self.random.choice(THEMES)
            return
        goes = self.happens(DONOR_EXIT)
        goes |= self.family in model.families_leaving and self.happens(FAMILY_FOLLOWS)
        if self.government is not None:
            calendar = self.government.calendar
            goes |= calendar.hostile and calendar.changed == model.month and self.happens(1 - self.government.kept)
        if goes:
            self.open, self.months_left = False, min(self.months_left, LAST_MONTHS)
        elif self.happens(DRIFT):
            self.theme = self.random.choice(THEMES)

    def decide(self) -> None:
        """Renew the grant that ends, or answer an application."""
        model = self.model
        if not self.open or self.months_left > 1:
            return
        fit = (1.0 if model.attention[self.theme] > 0 else OFF_THEME_GRANT) * (1 - model.squeeze)
        if self.government is not None:
            fit *= 0.25 + 0.75 * self.government.cover
        merit = (model.momentum + model.trust + model.mean_cover) / 3
        effort = model.intensity["raise_funds"]
        length = int(GRANT_MONTHS * (0.67 + 0.66 * self.random.random()))
        if self.months_left == 1:
            if self.happens(RENEWING * fit * (0.4 + 0.8 * merit) * (0.5 + effort)):
                self.months_left = 1 + length
            return
        if self in model.pursued:
            attention = 4 * APPLYING * (model.context.donors / 12) * effort / len(model.pursued)
            granted = attention * fit * (0.4 + 1.2 * merit) * (1 - model.fight)
        else:
            granted = 0.1 * APPLYING * fit * merit
        if self.happens(granted):
            self.months_left = length


class Activist(Actor):
    """A seat in the community: an activist, an organisation or a journalist, active or not."""

    def __init__(self, model: Community) -> None:
        super().__init__(model)
        self.kind = self.random.choices(("activist", "organisation", "journalist"), (60, 28, 12))[0]
        self.drive = 0.4 + 0.4 * self.random.random()
        self.neighbours: list[Activist] = []
        self.become_somebody_new()
        self.active = self.happens(0.4)
        self.energy = 0.5 + 0.2 * (self.random.random() - 0.5)
        if self.active:
            self.literacy = 0.4
        self.months_in = math.inf  # those of the beginning are no newcomers
        self.active_neighbours = 0.0

    def become_somebody_new(self) -> None:
        """Another person, still inactive, takes the seat."""
        self.active, self.left_before = False, False
        self.theme = self.random.choice(THEMES)
        self.stance = clip(self.random.gauss(0.45, 0.22))
        self.reach = math.exp(self.random.gauss(-0.5, 1.0))
        self.literacy = 0.1 + 0.2 * self.random.random()

    def join(self, literacy: float) -> None:
        """Become active."""
        self.active, self.energy, self.literacy, self.months_in = True, 0.6, literacy, 0

    @property
    def weight_of_use(self) -> float:
        """How much this person makes of data."""
        return self.reach * self.literacy * (1.0 if self.kind == "activist" else 1.5)

    def look_around(self) -> None:
        """Everybody sees last month's neighbours."""
        self.active_neighbours = average(neighbour.active for neighbour in self.neighbours)

    def live(self) -> None:
        """One month in or out of the community."""
        if self.active:
            self.stay_or_leave()
        else:
            self.stay_out_or_join()

    def stay_or_leave(self) -> None:
        """Energy follows six supports; tired people and newcomers without the basics leave."""
        model = self.model
        unheard = self.stance > model.window + TOO_RADICAL or self.stance < model.window - TOO_TAME
        supports = self.drive + model.momentum + self.active_neighbours + model.vision + 1 - model.overload
        support = (supports + model.mean_cover) / 6 - UNHEARD * (1 - model.plan.voice) * unheard
        support -= 0.15 * model.pandemic + 0.25 * model.fight + 0.2 * model.civic_closure
        self.energy += (clip(support) - self.energy) / FAST
        learning = (model.intensity["teach"] + model.documentation) / (2 * MEDIUM)
        self.literacy += (1 - self.literacy) * learning
        self.months_in += 1
        leaving = ROTATION + BURNOUT * (1 - self.energy) ** 2
        if self.months_in <= NEWCOMER_MONTHS:
            leaving += NEWCOMER_EXIT * (1 - self.literacy)
        if self.happens(leaving):
            self.active, self.left_before = False, True

    def stay_out_or_join(self) -> None:
        """People join when asked or when their peers are in, past the literacy barrier."""
        model, plan = self.model, self.model.plan
        self.literacy -= self.literacy / SLOW
        if self.happens(REPLACEMENT):
            self.become_somebody_new()
        called = ASKING * model.intensity["mobilise"] + PEER_RECRUITING * self.active_neighbours
        called *= (1.0 if model.attention[self.theme] > 0 else OFF_THEME_MEMBER) * model.salience[self.theme]
        barrier = self.literacy + (1 - self.literacy) * 0.5 * (plan.purpose_share + model.intensity["teach"])
        climate = (0.5 + model.trust) * (1 - model.civic_closure) * (1 + 0.5 * model.confrontation)
        again = RETURNING if self.left_before else 1.0
        if self.happens(called * barrier * climate * again):
            self.join(max(self.literacy, 0.6 * model.documentation))


class Community(mesa.Model):
    """An open data community, its governments and its funders, over ten years."""

    def __init__(
        self,
        events: tuple[Event, ...] = (),
        plan: Plan | None = None,
        context: Context | None = None,
        reference_use: float = 1.0,
        rng: int | None = None,
    ) -> None:
        super().__init__(rng=rng)
        self.events, self.plan, self.context = events, plan or Plan(), context or Context()
        self.reference_use = reference_use
        weights = {activity: self.plan.weights.get(activity, 1.0) for activity in ACTIVITIES}
        self.shares = {activity: weight / sum(weights.values()) for activity, weight in weights.items()}
        self.partisan, self.confrontation = max(0.0, -self.plan.stance), max(0.0, self.plan.stance)
        self.month = 0
        self.set_scale()
        self.set_surroundings()
        self.people_world()
        self.theme_order = self.random.sample(THEMES, len(THEMES))
        self.choose_themes()
        self.reuse = sum(self.use_of(government) for government in self.governments)
        self.datacollector = mesa.DataCollector(model_reporters=MEASURES)

    def set_scale(self) -> None:
        """Everything extensive is tied to the sizes of the context, once."""
        context = self.context
        expected_grant = GRANTED_AT_START * math.exp(GRANT_LOG_MEAN + GRANT_LOG_SD**2 / 2)
        self.usual_income = context.donors * expected_grant
        standard_income = 0.075 * context.activists * expected_grant
        paid = EFFORT_PER_STAFF_MONTH * (self.usual_income + standard_income) / 2
        self.expected_effort = 0.14 * context.activists + paid

    def set_surroundings(self) -> None:
        """Month 0 of what belongs to nobody in particular."""
        self.reserve = 3 * self.usual_income
        self.fast_income = self.slow_income = self.income = self.spending = self.usual_income
        self.roles = self.vision = self.window = self.trust = 0.5
        self.documentation, self.bridge, self.momentum = 0.3, 0.3, 0.3
        self.fast_wins = self.slow_wins = 0.6
        self.half_year_wins = 0.0
        self.collected = [0.0 for _ in THEMES]
        self.salience = [1.0 for _ in THEMES]
        self.pandemic = self.squeeze = self.boom = self.civic_closure = 0.0
        self.fight = self.overload = self.coverage = self.gap = self.best_use = self.mean_cover = 0.0
        self.withdrawn = 0
        self.intensity = dict.fromkeys(ACTIVITIES, 0.0)

    def people_world(self) -> None:
        """Create every actor and tie them together."""
        context = self.context
        shared = Calendar(self) if context.national else None
        for index in range(context.national + context.local):
            national = index < context.national
            Government(self, shared if national and shared else Calendar(self), national)
        self.calendars, self.governments = self.agents_by_type[Calendar], self.agents_by_type[Government]
        everywhere = list(self.governments)
        posts = [Champion(self, everywhere[index % len(everywhere)]) for index in range(context.champions)]
        for government in everywhere:
            for champion in government.posts[: math.ceil(len(government.posts) / 4)]:
                champion.senior = True
        for champion in posts:
            others = [other for other in posts if other is not champion]
            champion.peers = self.random.sample(others, min(4, len(others)))
        for _ in range(context.donors):
            Donor(self)
        crowd = [Activist(self) for _ in range(context.activists)]
        for index, activist in enumerate(crowd):
            for offset in (1, 2, 3, -1, -2, -3):
                rewired = len(crowd) > 1 and self.random.random() < 0.2
                step = self.random.randrange(1, len(crowd)) if rewired else offset
                activist.neighbours.append(crowd[(index + step) % len(crowd)])
        self.champions = self.agents.select(agent_type=Champion)
        self.donors = self.agents.select(agent_type=Donor)
        self.activists = self.agents.select(agent_type=Activist)
        self.see_who_is_active()
        self.pursued: list[Donor] = []
        self.families_leaving: set[int] = set()

    def step(self) -> None:
        """One month."""
        self.month += 1
        self.withdrawn = 0
        self.suffer_events()
        self.calendars.do("turn")
        self.governments.do("absorb_change")
        self.earn_and_spend()
        self.work()
        self.roles += (self.intensity["coordinate"] - self.roles) / FAST
        written = self.intensity["document"] * (1 - self.documentation) / MEDIUM
        self.documentation += written - self.documentation / SLOW
        self.course_share = average(government.course for government in self.governments)
        self.champions.do("serve")
        self.open_data()
        self.speak()
        self.governments.do("listen")
        self.review_milestones()
        self.activists.do("look_around")
        self.activists.do("live")
        self.raise_money()
        self.see_who_is_active()
        self.datacollector.collect(self)

    def see_who_is_active(self) -> None:
        """List the active once, for whatever looks at all of them."""
        self.active = [activist for activist in self.activists if activist.active]

    # --- step 0: events

    def suffer_events(self) -> None:
        """Apply what happens once this month, and the levels that last."""
        for event in self.events:
            if event.month == self.month:
                self.suffer(event)
                self.see_who_is_active()
        self.pandemic, self.squeeze = self.level("pandemic"), self.level("squeeze")
        self.boom, self.civic_closure = self.level("boom"), self.level("civic_space")
        self.salience = [1.0 for _ in THEMES]
        for event in self.lasting("salience"):
            self.salience[event.theme] = max(0.0, self.salience[event.theme] + event.size)

    def lasting(self, kind: str) -> list[Event]:
        """Events of a kind that are on; without a duration they last to the end."""
        return [
            event
            for event in self.events
            if event.kind == kind and event.month <= self.month < event.month + (event.duration or math.inf)
        ]

    def level(self, kind: str) -> float:
        """The larger of overlapping levels."""
        return max((event.size for event in self.lasting(kind)), default=0.0)

    def suffer(self, event: Event) -> None:
        """What happens once."""

        def struck(agents: Iterable[Actor]) -> list[Actor]:
            return [agent for agent in agents if self.random.random() < event.size]

        if event.kind in ("turnover", "hostile_turnover"):
            for calendar in struck(self.calendars):
                calendar.forced = True
                calendar.forced_hostile |= event.kind == "hostile_turnover"
        elif event.kind == "donors_exit":
            largest = sorted((donor for donor in self.donors if donor.open), key=lambda donor: -donor.monthly)
            for donor in largest[: math.ceil(event.size * len(largest) - 1e-9)]:
                donor.open, donor.months_left = False, 0
        elif event.kind == "donors_move":
            target = self.ranked_themes()[-1] if event.theme is None else event.theme
            for donor in struck(donor for donor in self.donors if donor.open):
                donor.theme, donor.months_left = target, min(donor.months_left, 6)
        elif event.kind == "champions_leave":
            for champion in struck(champion for champion in self.champions if champion.in_post):
                champion.in_post = False
        elif event.kind == "scandal":
            self.trust *= 1 - event.size
        elif event.kind == "radicalise":
            for activist in struck(self.active):
                activist.stance = clip(activist.stance + 0.35)
        elif event.kind == "newcomers":
            for activist in struck(activist for activist in self.activists if not activist.active):
                activist.join(literacy=0.1)
        elif event.kind == "key_people":
            mean = average(activist.literacy for activist in self.active)
            for activist in struck(activist for activist in self.active if activist.literacy > mean):
                activist.become_somebody_new()

    # --- step 3: money and effort

    def earn_and_spend(self) -> None:
        """Collect the grants, save or spend; restricted money is spent in the month in which it comes."""
        usual = self.usual_income
        free = 0.0
        for donor in self.donors:
            if donor.months_left > 0:
                free += donor.monthly * (1 + self.boom)
                donor.months_left -= 1
        grants = self.lasting("new_grant")
        free += sum(grant.size for grant in grants if not grant.restricted)
        self.restricted = sum(grant.size for grant in grants if grant.restricted)
        self.income = free + self.restricted
        self.fast_income += (self.income - self.fast_income) / FAST
        self.slow_income += (self.income - self.slow_income) / SLOW
        target = self.plan.reserve_months * usual
        if self.reserve < target:
            spending = SAVED_SHARE * free
            if spending < 0.5 * usual:
                spending += min(0.5 * usual - spending, self.reserve + free - spending)
        else:
            spending = free + (self.reserve - target) / FAST
            if spending < usual:
                spending += max(0.0, min(usual - spending, self.reserve + free - spending - target))
        spending = min(spending, 1.5 * usual + 0.5 * (spending - 1.5 * usual))
        self.reserve = max(0.0, self.reserve + free - spending)
        self.paid_effort = EFFORT_PER_STAFF_MONTH * spending
        self.spending = spending + self.restricted
        scarcity = max(0.0, 1 - self.fast_income / self.slow_income) if self.slow_income > 0 else 0.0
        self.fight = COMPETITION * (1 - self.roles) * scarcity

    def work(self) -> None:
        """Turn people and money into the intensity of the nine activities."""
        effort = self.paid_effort
        effort += sum(person.reach * person.energy * (0.5 + 0.5 * person.literacy) for person in self.active)
        disagreement = pstdev(person.stance for person in self.active) if self.active else 0.0
        effort *= (1 - self.fight) * (1 - 0.5 * self.plan.voice * disagreement) * (1 - 0.3 * self.pandemic)
        restricted_share = sum(self.shares[activity] for activity in RESTRICTED_TO)
        for activity, share in self.shares.items():
            work = share * effort
            if activity in RESTRICTED_TO and restricted_share > 0:
                work += EFFORT_PER_STAFF_MONTH * self.restricted * share / restricted_share
            self.intensity[activity] = work / (work + HALF_SATURATION * self.expected_effort)
        for activity in ("mobilise", "train", "teach"):
            self.intensity[activity] *= 1 - self.pandemic
        self.intensity["ally"] *= 1 - 0.5 * self.pandemic
        load = NEED * self.expected_effort * (0.6 + 0.24 * self.reuse / self.reference_use)
        self.overload = max(0.0, 1 - effort / load)
        neutrality = 1 - abs(self.plan.stance)
        self.bridge += (self.intensity["ally"] * neutrality - self.bridge) / MEDIUM

    # --- steps 6 to 8: data, opinion, milestones

    def ranked_themes(self) -> list[int]:
        """Themes by salience; the order of the future breaks ties."""
        return sorted(THEMES, key=lambda theme: (-self.salience[theme], self.theme_order.index(theme)))

    def choose_themes(self) -> None:
        """Spread the attention evenly over the first themes, and see who can use data on each."""
        chosen = self.ranked_themes()[: self.plan.breadth]
        self.attention = [1 / self.plan.breadth if theme in chosen else 0.0 for theme in THEMES]
        self.users = [0.0 for _ in THEMES]
        for person in self.active:
            self.users[person.theme] += person.weight_of_use / (0.2 * self.context.activists)

    def use_of(self, government: Government) -> float:
        """Use of a government's data by the publics of all themes."""
        return sum(
            users * salience * datasets / (datasets + 1)
            for users, salience, datasets in zip(self.users, self.salience, government.datasets, strict=True)
        )

    def open_data(self) -> None:
        """Governments publish, people use it, wins follow."""
        self.choose_themes()
        agencies = [government.capacity * government.backing for government in self.governments if government.national]
        self.national_capacity = average(agencies)
        for theme in THEMES:
            gathered = COLLECTING * self.intensity["teach"] * self.attention[theme]
            self.collected[theme] += gathered - self.collected[theme] / MEDIUM
        self.governments.do("publish")
        self.reuse = sum(government.use for government in self.governments)
        self.best_use = max(government.use for government in self.governments)
        self.mean_cover = average(government.cover for government in self.governments)
        self.wins = 12 * sum(government.win for government in self.governments) / len(self.governments)
        self.fast_wins += (self.wins - self.fast_wins) / FAST
        self.slow_wins += (self.wins - self.slow_wins) / SLOW
        self.momentum = self.fast_wins / (self.fast_wins + self.slow_wins + 0.5)

    def speak(self) -> None:
        """Coverage, the window of what may be asked for, and trust."""
        journalists = average(person.kind == "journalist" for person in self.active)
        press = 0.5 + 0.5 * journalists / (journalists + 0.1)
        news = 1 - math.exp(-(self.wins + 3 * self.confrontation) / 2)
        self.coverage = self.intensity["tell_stories"] * press * news
        credit = self.coverage if self.wins > 0 else 0.0
        radical = average(person.stance > self.window for person in self.active)
        radical *= clip(0.2 + self.confrontation)
        flank = WINDOW_SPEED * radical * (1 - radical / BACKLASH) * (1 - self.partisan)
        self.window += flank + 0.5 * WINDOW_SPEED * credit - (self.window - 0.5) / SLOW
        self.window = min(WINDOW_HIGH, max(WINDOW_LOW, self.window))
        lost = 2 * self.withdrawn / len(self.governments)
        harm = 0.3 * self.partisan + lost + self.fight + max(0.0, radical - BACKLASH)
        gained = TRUST_SPEED * ((1 - self.trust) * credit - TRUST_ASYMMETRY * self.trust * harm)
        self.trust = clip(self.trust + gained - (self.trust - 0.5) / SLOW)
        stance = average((person.stance for person in self.active), otherwise=0.5)
        self.gap = max(0.0, stance + 0.4 * self.confrontation - self.window)

    def review_milestones(self) -> None:
        """Every half year the vision lives on promises kept."""
        self.vision += 0.5 * (self.intensity["coordinate"] - self.vision) / MEDIUM
        self.half_year_wins += self.wins
        if self.month % 6 == 0:
            ambition = self.plan.ambition
            if self.half_year_wins >= ambition:
                self.vision += 0.5 * (1 - self.vision) * ambition / (ambition + 6)
            else:
                self.vision *= 0.8
            self.half_year_wins = 0.0

    # --- step 10: donors

    def raise_money(self) -> None:
        """Donors come, go and decide; the community pursues the largest that are open."""
        self.families_leaving = {family for family in range(3) if self.random.random() < FAMILY_EXIT}
        self.donors.do("reconsider")
        candidates = sorted((donor for donor in self.donors if donor.open), key=lambda donor: -donor.monthly)
        reachable = round((2 + 10 * self.plan.diversification) * self.context.donors / 12)
        self.pursued = candidates[: max(1, reachable)]
        self.donors.do("decide")


def runway(community: Community) -> float:
    """Months for which reserve and promised grants would pay a usual month."""
    promised = sum(donor.months_left * donor.monthly for donor in community.donors)
    usual = community.usual_income
    return min(MOST_RUNWAY, (community.reserve + promised) / usual) if usual else 0.0


def over_governments(figure: Callable[[Government], float]) -> Callable[[Community], float]:
    """The mean of a figure of every government."""
    return lambda community: average(figure(government) for government in community.governments)


routine = over_governments(lambda government: government.routine)

MEASURES: dict[str, Callable[[Community], float]] = {
    "people": lambda community: len(community.active) + sum(champion.in_post for champion in community.champions),
    "runway": runway,
    "reuse": lambda community: community.reuse,
    "memory": lambda community: (community.documentation + routine(community)) / 2,
    "trust": lambda community: community.trust,
    "cover": over_governments(lambda government: government.cover >= 0.5),
    "active_members": lambda community: len(community.active),
    "energy": lambda community: average(activist.energy for activist in community.active),
    "buy_in": over_governments(lambda government: government.buy_in),
    "open_by_default": over_governments(lambda government: government.open_by_default),
    "window": lambda community: community.window,
    "course_share": over_governments(lambda government: government.course),
    "spending": lambda community: community.spending,
    "income": lambda community: community.income,
}


def estimate_reference_use(beginnings: int = 500) -> float:
    """Mean reuse of month 0, the scale of the workload."""
    return average(Community(rng=number).reuse for number in range(beginnings))


def run_futures(scenario: str, futures: int, months: int, seed: int) -> dict[str, object]:
    """Simulate the futures of a scenario one after the other; time them and average the measures."""
    reference_use = estimate_reference_use()
    marks = [month for month in (12, 60, 120) if month <= months]
    seen: dict[int, list[dict[str, float]]] = {month: [] for month in marks}
    began = time.perf_counter()
    for future in range(futures):
        community = Community(SCENARIOS[scenario], reference_use=reference_use, rng=seed * 1_000_000 + future)
        for _ in range(months):
            community.step()
        for month in marks:
            collected = community.datacollector.model_vars
            seen[month].append({name: float(values[month - 1]) for name, values in collected.items()})
    seconds = (time.perf_counter() - began) / futures
    means, errors = {}, {}
    for month, rows in seen.items():
        columns = {name: [row[name] for row in rows] for name in MEASURES}
        means[month] = {name: average(values) for name, values in columns.items()}
        if futures > 1:
            errors[month] = {name: stdev(values) / math.sqrt(futures) for name, values in columns.items()}
    return {
        "scenario": scenario,
        "futures": futures,
        "months": months,
        "seed": seed,
        "mesa": mesa.__version__,
        "seconds_per_future": seconds,
        "reference_reuse": reference_use,
        "means": means,
        "standard_errors": errors,
    }


def main() -> None:
    """Read the options, run, print JSON."""
    parser = argparse.ArgumentParser(description="The model in plain Mesa, timed: prints JSON.")
    parser.add_argument("--futures", type=int, default=100)
    parser.add_argument("--scenario", choices=sorted(SCENARIOS), default="calm-decade")
    parser.add_argument("--months", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.futures < 1 or options.months < 1:
        parser.error("--futures and --months must be at least 1")
    json.dump(run_futures(options.scenario, options.futures, options.months, options.seed), sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
