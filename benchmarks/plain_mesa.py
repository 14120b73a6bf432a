"""The model's month in plain Mesa: ordinary Python objects, sequential luck, no compilation.

This is what somebody who knows Mesa would otherwise write, and it has two uses: the benchmark beside the product's
engines, and an independent reading of the model's description to hold the compiled rules against, statistically.
It imports nothing of `sim`: it was written from docs/model.md, reads its numbers off the tables there, and reads the
shipped scenarios, plans and contexts. Left out is what none of them uses: actors listed by name, signed grants,
awaited elections, scandals, public attention to themes, stages of a plan, and the switches of mechanisms.

    python benchmarks/plain_mesa.py --futures 100 --scenario calm-decade --plan adaptive --context uruguay
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import fmean, pstdev
from types import SimpleNamespace
from typing import Any

import mesa

ROOT = Path(__file__).resolve().parents[1]
ROW = r"^\| `(\w+)` \| (-?[\d.]+) \| (?:fixed|-?[\d.]+ to [-\d.]+(?: \(set by the context\))?) \|"
DEFAULTS = {name: float(value) for name, value in re.findall(ROW, (ROOT / "docs/model.md").read_text("utf-8"), re.M)}
"""Parameters and levers, as they stand in the tables of the description."""

SIZES = {"national_governments": 2, "local_governments": 10, "champions": 40, "donors": 12, "activists": 160}
THEMES = ("climate", "housing", "poverty", "smart-city", "anti-corruption")
ACTIVITIES = ("mobilise", "train", "publish", "ally", "tell_stories", "teach", "raise_funds", "coordinate", "document")
LEVERS = (
    "stance", "purpose_share", "voice", "breadth", "ambition", "reserve_months", "diversification", "partnering",
)  # fmt: skip
DIFFERENCES = ("recruiting", "turnover", "drive", "money", "officials", "freshness")
TIDES = ("recruiting", "turnover", "money", "officials")
FIRST_MONTH = "2027-01"
FAMILIES, NEIGHBOURS, PEERS, MOST_RUNWAY = 3, (1, -1, 2, -2, 3, -3), 4, 36.0


# --- the curves that rules share


def either(first: float, second: float) -> float:
    """At least one of two supports holds."""
    return 1 - (1 - first) * (1 - second)


def clip(value: float) -> float:
    """Keep a share between 0 and 1."""
    return min(1.0, max(0.0, value))


def diminishing(effort: float, half: float) -> float:
    """Returns that fall from the first bit on."""
    return effort / (effort + half)


def after_a_minimum(effort: float, half: float) -> float:
    """Next to nothing far below the half."""
    return effort**2 / (effort**2 + half**2)


def helped_by(stock: float) -> float:
    """How much a stock helps: 1 where it is at two thirds."""
    return DEFAULTS["helped_floor"] + (1 - DEFAULTS["helped_floor"]) * 1.5 * stock


def mean(values: Iterable[float]) -> float:
    """Mean of the values, if there are any."""
    numbers = list(values)
    return fmean(numbers) if numbers else 0.0


# --- what is read from files


def load(name: str) -> dict[str, Any]:
    """Read a shipped scenario, plan or context by its name; the default context says nothing."""
    if name == "default":
        return {}
    return tomllib.loads(next((ROOT / "scenarios").glob(f"*/{name}.toml")).read_text(encoding="utf-8"))


def month_number(date: str) -> int:
    """Count months by a date."""
    year, month = date.split("-")
    return 12 * int(year) + int(month)


def facts_of(context: dict[str, Any]) -> SimpleNamespace:
    """Everything that a context decides, laid over the defaults."""
    facts: dict[str, Any] = {**DEFAULTS, **SIZES, **context.get("size", {}), **context.get("funding", {})}
    votes, beginning = context.get("elections", {}), context.get("beginning", {})
    parliamentary = votes.get("system") == "parliamentary"
    losing = 292 / 561 if parliamentary else 200 / 339
    if "elections" in votes:
        of_region = votes["region_party_losses"] / votes["region_elections"]
        losing = (votes["party_losses"] + 8 * of_region) / (votes["elections"] + 8)
    losing = votes.get("turnover_probability", losing)
    term = votes.get("term_months", 48)
    early = max(0.0, 0.024 - losing / term) if parliamentary else (0.012 + 0.007 + 0.005 + 0.007) / 4
    facts |= {"parliamentary": parliamentary, "turnover_probability": losing, "term": term}
    facts |= {"early_exit": votes.get("early_exit", early), "fixed": context.get("community", {})}
    if votes.get("reelection_barred"):
        facts["leader_change"] = 1.0
    start = month_number(context.get("start", FIRST_MONTH))
    facts["dates"] = {tier: month_number(votes[tier]) - start for tier in ("national", "local") if tier in votes}
    if "barometer" in beginning:
        facts["open_by_default_start"] = 0.19 * beginning["barometer"] / 100
        facts["leaders_disposition_start"] = 0.4 + 0.3 * beginning["barometer"] / 100
    if "government_support" in beginning:
        facts["institutionalised_start"] = 0.3 * beginning["government_support"] / 100
    if "training" in beginning:
        facts["officials_trained_start"] = 0.3 * beginning["training"] / 100
    return SimpleNamespace(**facts)


def shares(weights: dict[str, float], otherwise: float = 0.0) -> dict[str, float]:
    """Divide weights by their sum."""
    named = {activity: weights.get(activity, otherwise) for activity in ACTIVITIES}
    return {activity: weight / sum(named.values()) for activity, weight in named.items()}


class Signpost:
    """Watches a measure, late, and shifts effort."""

    def __init__(self, trigger: dict[str, Any]) -> None:
        self.trigger = trigger
        self.holds = False

    def look(self, recorded: dict[str, list[float]], month: int, base_income: float) -> None:
        """Go on after enough months beyond the threshold, off after as many without."""
        trigger = self.trigger
        last, months = month - 1 - trigger["seen_late"], trigger["months"]
        if last - months + 1 < 1:
            return
        seen = recorded[trigger["measure"]][last - months + 1 : last + 1]
        low, high = trigger.get("below", -math.inf), trigger.get("above", math.inf)
        beyond = sum(value < low or value > high for value in seen)
        if trigger["measure"] == "runway" and base_income == 0:
            beyond = 0
        self.holds = beyond > 0 if self.holds else beyond == months


# --- actors


class Actor(mesa.Agent):
    """An agent that leaves things to chance."""

    model: Community

    @property
    def p(self) -> SimpleNamespace:
        """The parameters of this future."""
        return self.model.p

    def happens(self, probability: float) -> bool:
        """Throw the dice once."""
        return self.random.random() < probability

    def around(self, middle: float, width: float) -> float:
        """Draw evenly from a range."""
        return middle + width * (self.random.random() - 0.5)


class Calendar(Actor):
    """An election calendar: one result for every government that hangs on it."""

    def __init__(self, model: Community, tier: str) -> None:
        super().__init__(model)
        self.disposition = clip(self.around(self.p.leaders_disposition_start, self.p.disposition_spread_start))
        self.next_election = self.p.dates.get(tier, 1 + int(int(self.p.term) * self.random.random()))
        self.hostile = self.changed = self.leader_changed = False
        self.forced = 0

    def vote(self) -> None:
        """Elections and early exits: another party, another leader of the same party, or nothing."""
        p, month = self.p, self.model.month
        self.changed, self.leader_changed = self.forced > 0, False
        if month == self.next_election:
            self.changed = self.changed or self.happens(p.turnover_probability)
            self.leader_changed = not self.changed and self.happens(p.leader_change)
            self.next_election = month + int(p.term)
        else:
            self.leader_changed = self.happens(p.early_exit) and not self.changed
            if p.parliamentary and self.changed:
                self.next_election = month + int(p.term)
        if self.changed:
            hostility = p.hostile_probability * (1 - p.bridge_against_hostility * self.model.relations)
            self.hostile = self.happens(hostility) or self.forced == 2
        elif self.leader_changed:
            self.hostile = False
        if self.changed or self.leader_changed:
            luck = self.random.random()
            ordinary = min(1.0, p.disposition_floor + p.disposition_spread * luck)
            self.disposition = p.hostile_disposition * luck if self.hostile else ordinary
        self.forced = 0


class Government(Actor):
    """A national agency or a city: its leader's buy-in, its routine, its data."""

    def __init__(self, model: Community, calendar: Calendar, national: bool, weight: float) -> None:
        super().__init__(model)
        p = self.p
        self.calendar, self.national, self.weight = calendar, national, weight
        self.posts: list[Champion] = []
        local = max(0.0, self.around(p.local_capacity, p.local_capacity_spread))
        self.capacity = min(1.0, (p.national_capacity_start if national else local) * model.officials)
        self.buy_in = calendar.disposition + (1 - calendar.disposition) * p.relations_weight * p.relations_start
        self.institutionalised = p.institutionalised_start
        self.open_by_default = p.open_by_default_start
        self.course = self.won = False
        self.pull = self.retention = self.upheaval = self.open_door = self.reuse = 0.0
        self.upheaval_months, self.changed_month = 0, -math.inf
        pub = after_a_minimum(model.even / p.usual_breadth, p.theme_effort)
        hands = p.post_filled_start * (p.untrained + (1 - p.untrained) * p.officials_trained_start)
        flow = p.publication_rate * p.usual_purpose_share * pub * self.willingness * hands * self.capacity
        flow *= helped_by(p.records_start) * helped_by(p.relations_start)
        fading = (1 - either(either(self.buy_in, self.institutionalised) * hands, pub / 2)) / model.rot_time
        self.datasets = [p.data_start * flow / fading for _ in THEMES]

    @property
    def willingness(self) -> float:
        """Who lets new data out: a leader, or half as far a routine that goes on without one."""
        return either(self.buy_in, self.institutionalised / 2) * (1 - self.model.civic_space / 2)

    @property
    def hands(self) -> float:
        """Officials' work; routine where nobody has a post."""
        work = [post.in_post * (1.0 if post.trained else self.p.untrained) for post in self.posts]
        return mean(work) if work else self.institutionalised

    @property
    def trained_share(self) -> float:
        """Posts filled by somebody trained."""
        return mean(post.in_post and post.trained for post in self.posts)

    def change_hands(self) -> None:
        """Go through what the calendar brought."""
        model, calendar = self.model, self.calendar
        self.retention = self.p.shield * self.institutionalised
        if calendar.leader_changed:
            self.pull, self.upheaval, self.upheaval_months = 0.0, self.p.leader_upheaval, int(self.p.upheaval_months)
        if calendar.changed:
            self.pull = (1 - self.retention) * (calendar.disposition - self.buy_in)
            self.upheaval, self.upheaval_months = 1.0, int(self.p.upheaval_months)
            self.changed_month = model.month
            model.changed_weight += self.weight
            if calendar.hostile:
                model.withdrawn += self.weight * (1 - self.retention)
                self.course = self.course and not self.happens(1 - self.retention)

    def settle(self) -> None:
        """The fall comes after the change, not with it; a hostile government takes data down."""
        self.buy_in = clip(self.buy_in + self.pull / self.p.fast_time)
        self.pull *= 1 - 1 / self.p.fast_time
        self.upheaval_months = max(0, self.upheaval_months - 1)
        if self.calendar.hostile:
            kept = 1 - self.p.withdrawal * (1 - self.retention)
            self.datasets = [kept * datasets for datasets in self.datasets]
            self.open_by_default *= kept

    def open_the_door(self) -> None:
        """A willing leader or routine."""
        self.open_door = either(self.buy_in, self.institutionalised) * (1 - self.model.civic_space / 2)

    def publish(self) -> None:
        """Publish with purpose, keep what is there in date, and open by default; see the data used."""
        p, model, plan = self.p, self.model, self.model.plan
        nation = [other for other in model.governments if other.national]
        partners = plan.partnering if nation and not self.national else 0.0
        national_capacity = mean(agency.capacity for agency in nation)
        capacity = self.capacity + partners * p.partner_capacity * max(0.0, national_capacity - self.capacity)
        will = (1 - partners) * self.willingness + partners * mean(agency.willingness for agency in nation)
        flow = p.publication_rate * model.publishing_now * plan.purpose_share * model.publishing * will * self.hands
        flow *= capacity * helped_by(model.records) * helped_by(model.relations)
        inside = self.open_door * self.hands
        for theme in range(len(THEMES)):
            targeted = theme in model.targeted
            upkeep = either(inside, model.publishing / 2 * targeted)
            self.datasets[theme] += flow * targeted - self.datasets[theme] * (1 - upkeep) / model.rot_time
        opening = p.default_rate * model.tended["publish"] * helped_by(model.relations) * (1 - plan.purpose_share)
        opening *= max(0.0, 2 * self.open_door - 1) * capacity * (1 - self.open_by_default) / p.medium_time
        closing = self.open_by_default * (1 - either(self.institutionalised, inside))
        closing /= p.catalogue_ageing * model.rot_time
        self.open_by_default = clip(self.open_by_default + opening - closing)
        self.count_reuse()

    def count_reuse(self) -> None:
        """Data in use: the harmonic mean of data and users."""
        p, model = self.p, self.model
        used = []
        for theme in range(len(THEMES)):
            data = self.datasets[theme] + p.default_worth * self.open_by_default + model.collected[theme]
            users = p.outside_users * 2 * model.standing + (1 - p.outside_users) * model.use[theme]
            used.append(2 * users * data / (users + data) if users + data > 0 else 0.0)
        self.reuse = mean(used)

    def learn_routine(self) -> None:
        """Win by use, turn practice into routine, adopt a course."""
        p = self.p
        self.won = self.happens(1 - math.exp(-p.win_rate * self.reuse * helped_by(self.model.records)))
        learned = (self.trained_share * self.open_door + p.course_routine * self.course) / p.medium_time
        faded = self.institutionalised * (1 - self.course / 2) / p.slow_time
        self.institutionalised = clip(self.institutionalised + learned * (1 - self.institutionalised) - faded)
        self.course = self.course or self.happens(p.course_adoption * self.institutionalised * self.buy_in)

    def decide_buy_in(self) -> None:
        """Relations and ranking draw it, wins lift it, confrontation costs."""
        p, model = self.p, self.model
        best = max(government.reuse for government in model.governments)
        behind = (best - self.reuse) / best if best > 0 else 0.0
        lift = p.relations_weight * model.relations * (1 - model.confrontation)
        if self.calendar.hostile:
            lift *= p.hostile_ally
        else:
            envy = p.ranking * helped_by(model.standing) * 4 * behind * (1 - behind)
            lift = either(clip(lift), model.partisanship) + envy
        target = self.calendar.disposition + (1 - self.calendar.disposition) * clip(lift)
        change = (target - self.buy_in) / p.medium_time
        change += p.win_credit * self.won * helped_by(model.coverage) * (1 - self.buy_in)
        change -= p.confrontation_price * model.confrontation * (1 - model.standing) * self.buy_in
        self.buy_in = clip(self.buy_in + change)


class Champion(Actor):
    """A post inside a government, held by somebody or vacant."""

    def __init__(self, model: Community, government: Government) -> None:
        super().__init__(model)
        self.government, self.senior = government, False
        self.in_post = self.happens(self.p.post_filled_start)
        self.trained = self.happens(self.p.officials_trained_start)
        self.peers: list[Champion] = []

    def face_turnover(self) -> None:
        """Leave, perhaps, in the year after a change."""
        p, government = self.p, self.government
        if not self.in_post or government.upheaval_months == 0:
            return
        leaving = (p.senior_exit if self.senior else p.career_exit) * (1 + self.model.partisanship)
        leaving *= government.upheaval * (1 + p.hostile_exit_factor * government.calendar.hostile)
        leaving = min(p.exit_ceiling, leaving) * (1 - government.retention)
        self.in_post = not self.happens(1 - (1 - leaving) ** (1 / p.upheaval_months))

    def serve(self) -> None:
        """Serve a month, learn, perhaps leave; or the vacant post is filled."""
        p, model, government = self.p, self.model, self.government
        if self.in_post:
            peers = sum(peer.in_post and peer.trained for peer in self.peers) / PEERS if self.trained else 0.0
            support = government.buy_in + peers + government.institutionalised
            courses = p.officials_teach * (government.course + model.course_share)
            training = p.training_rate * model.officials * (model.tended["train"] + courses)
            self.trained = self.trained or self.happens(training)
            self.in_post = not self.happens(p.post_rotation * (p.support_ceiling - support / 3))
        else:
            wanted = either(government.buy_in, government.institutionalised) * (1 - model.civic_space / 2)
            if self.happens(p.refill_rate * model.officials * wanted):
                self.in_post, self.trained = True, self.happens(government.institutionalised)


class Donor(Actor):
    """A funder, open to this community or not, with or without a grant running."""

    def __init__(self, model: Community, funds: bool) -> None:
        super().__init__(model)
        p, random = self.p, self.random
        self.monthly = math.exp(random.gauss(p.grant_size_log_mean, p.grant_size_log_spread)) * math.sqrt(model.money)
        self.theme = random.randrange(len(THEMES))
        self.months_left = 1 + random.randrange(int(p.grant_months)) if funds else 0
        self.family = random.randrange(FAMILIES)
        self.government = random.choice(model.governments) if self.happens(p.government_donor_share) else None
        self.is_open = True
        self.notice, self.notice_left, self.announced, self.taper = 0, 0, 0, [1.0]

    def announce_exit(self, notice: int, taper: list[float]) -> None:
        """Give nothing new; pay for the last time so many months later."""
        self.is_open, self.notice, self.announced, self.taper = False, notice, self.model.month, taper
        self.notice_left = notice + 1
        if self.months_left > 0:
            self.months_left = self.notice_left

    def payment(self, month: int) -> float:
        """What it pays in a month while its grant runs: less and less where an announced exit tapers off."""
        if self.notice_left == 0:
            return self.monthly
        step = (month - self.announced) * len(self.taper) // (self.notice + 1)
        return self.monthly * self.taper[min(step, len(self.taper) - 1)]

    def close(self, months: int) -> None:
        """Give nothing new; what runs is paid for some months more at most."""
        self.is_open, self.months_left = False, min(self.months_left, months)

    def leaves(self) -> bool:
        """By itself, with its family, or with a hostile government that it is."""
        if self.happens(self.p.donor_exit):
            return True
        if self.family in self.model.families_leaving and self.happens(self.p.family_share):
            return True
        state = self.government
        falls = state is not None and state.calendar.changed and state.calendar.hostile
        return state is not None and falls and self.happens(1 - state.retention)

    @property
    def interest(self) -> float:
        """What it thinks of the community."""
        p, model = self.p, self.model
        worth = 1.0 if self.theme in model.targeted else p.off_theme_grant
        if self.government is not None:
            worth *= 1 - (1 - p.government_donor_floor) * (1 - self.government.open_door)
        if model.base_income > 0:
            worth *= 1 - p.reserve_price * min(1.0, model.reserve / (12 * model.base_income))
        return worth * (1 - model.squeeze) * (p.performance_floor + model.performance)

    def decide(self) -> None:
        """Stay, leave or come back; renew the grant that ends, or give a new one."""
        p, model = self.p, self.model
        if not self.is_open:
            if self.notice_left == 0 and self.happens(p.donor_entry):
                self.is_open, self.theme = True, self.random.randrange(len(THEMES))
            return
        if self.leaves():
            self.close(int(p.last_months))
            return
        if self.happens(p.drift):
            self.theme = self.random.randrange(len(THEMES))
        length = int(p.grant_months * (p.shortest_grant + 2 * (1 - p.shortest_grant) * self.random.random()))
        application = diminishing((1 - model.plan.diversification) * model.effort["raise_funds"], p.half_effort)
        if self.months_left == 1:
            if self.happens(p.renewal * self.interest * (0.5 + application)):
                self.months_left = 1 + length
        elif self.months_left == 0:
            applied = application * (1 - model.fight) if self in model.pursued else 0.0
            success = p.application_success * model.granting_now * self.interest
            if self.happens(success * max(p.unasked_share, applied)):
                self.months_left = length


class Member(Actor):
    """A seat in the community: an activist, an organisation or a journalist, active or not."""

    def __init__(self, model: Community) -> None:
        super().__init__(model)
        p = self.p
        kinds = (p.activist_share, p.organisation_share, 1 - p.activist_share - p.organisation_share)
        self.kind = self.random.choices(("activist", "organisation", "journalist"), kinds)[0]
        self.become_someone_else()
        self.active = self.was_active = self.happens(p.active_start)
        if self.active:
            self.literacy = p.active_literacy_start
        self.left_before = not self.active and self.happens(p.left_before_start)
        self.energy = self.around(p.member_energy_start, p.member_energy_spread_start)
        drive = clip(self.around(p.drive, p.drive_spread))
        self.drive = drive * model.drive / (drive * model.drive + 1 - drive)
        self.months_since_joining = math.inf
        self.neighbours: list[Member] = []

    def become_someone_else(self) -> None:
        """Another person, not active, takes the seat."""
        p = self.p
        self.active = self.left_before = False
        self.literacy = clip(self.around(p.newcomer_literacy, p.newcomer_literacy_spread))
        self.stance = clip(self.random.gauss(p.stance_mean, p.stance_spread))
        self.theme = self.random.randrange(len(THEMES))
        self.reach = math.exp(self.random.gauss(-(p.reach_spread**2) / 2, p.reach_spread))

    def join(self, literacy: float) -> None:
        """Become active."""
        self.active, self.energy, self.literacy, self.months_since_joining = True, self.drive, literacy, 0

    @property
    def work(self) -> float:
        """The effort of an active member."""
        return self.reach * self.energy * (1 + self.literacy) / 2

    @property
    def active_neighbours(self) -> float:
        """Acquaintances that were active before anybody joined or left this month."""
        return sum(neighbour.was_active for neighbour in self.neighbours) / len(NEIGHBOURS)

    def hand_over(self, share: float) -> None:
        """Acquaintances take over the role of somebody who leads."""
        above, heirs = self.reach - 1, [neighbour for neighbour in self.neighbours if neighbour.active]
        if above > 0:
            self.reach = 1.0
            for heir in heirs:
                heir.reach += share * above / len(heirs)

    def go_without_notice(self) -> None:
        """A key person goes: only what is on record is handed over."""
        model = self.model
        lost = clip(self.work / model.member_effort) * (1 - model.records) if model.member_effort > 0 else 0.0
        model.relations *= 1 - lost
        model.roles *= 1 - lost
        model.vision *= 1 - lost
        self.hand_over(self.p.take_over * model.records)
        self.become_someone_else()

    def decide(self) -> None:
        """One month in or out of the community."""
        if self.was_active:
            self.stay_or_leave()
        else:
            self.perhaps_join()

    def stay_or_leave(self) -> None:
        """Energy follows five supports; tired people and newcomers without the basics leave."""
        p, model = self.p, self.model
        level = (2 * self.drive + model.momentum + self.active_neighbours + model.vision) / 5
        if self.stance > model.standing + p.window_width:
            level -= p.unheard * (1 - model.plan.voice)
        level -= p.strain * (model.pandemic + model.fight + model.civic_space / 2)
        self.energy += (clip(level) - self.energy) / p.fast_time
        self.literacy += (1 - self.literacy) * (model.tended["teach"] + model.records) / (2 * p.medium_time)
        self.months_since_joining += 1
        leaving = (p.rotation + p.burnout * (1 - self.energy) ** 2) * model.leaving_now
        if self.months_since_joining <= p.newcomer_months:
            leaving += p.newcomer_exit * (1 - self.literacy)
        if self.happens(leaving):
            self.hand_over(p.take_over * (1 + model.records) / 2)
            self.active, self.left_before = False, True

    def perhaps_join(self) -> None:
        """Another person may come near; people join when asked, by their acquaintances, or unasked."""
        p, model, plan = self.p, self.model, self.model.plan
        if self.happens(p.replacement):
            self.become_someone_else()
        if self.left_before:
            return
        attention = model.effort["mobilise"] * p.asking_reach / max(1.0, plan.breadth)
        joining = p.asking * diminishing(attention, p.half_effort) + p.peer_recruiting * self.active_neighbours
        if self.theme not in model.targeted:
            joining *= p.off_theme_joining
        help_ = clip(p.literacy_help * (plan.purpose_share + model.tended["teach"]))
        joining *= self.literacy + (1 - self.literacy) * help_
        joining *= helped_by(model.standing)
        joining *= 1 + p.confrontation_draw * model.confrontation * (1 + model.hostile_weight)
        joining += p.founding * helped_by(model.records)
        if self.happens(joining * (1 - model.civic_space / 2) * model.joining_now):
            self.join(max(self.literacy, p.onboarding * model.records))


class Community(mesa.Model):
    """An open data community, its governments and its funders."""

    def __init__(
        self, scenario: str = "calm-decade", plan: str = "baseline", context: str = "default", rng: int | None = None
    ) -> None:
        super().__init__(rng=rng)
        self.p = facts_of(load(context))
        self.events = [{"when": event.get("announced"), **event} for event in load(scenario).get("event", [])]
        intended = load(plan)
        self.own_effort = shares(intended.get("effort", {}), otherwise=1.0)
        self.plan = SimpleNamespace(**{lever: DEFAULTS[lever] for lever in LEVERS} | intended.get("levers", {}))
        self.signposts = [Signpost(trigger) for trigger in intended.get("trigger", [])]
        self.shares = self.own_effort
        self.month = 0
        self.begin_community()
        self.begin_commons()
        self.begin_actors()
        self.begin_counts()
        self.datacollector = mesa.DataCollector(model_reporters=MEASURES)
        self.datacollector.collect(self)

    # --- month 0

    def begin_community(self) -> None:
        """What is expected of a community of this context, and how this one differs."""
        p = self.p
        usual = p.donors * p.funded_start * math.exp(p.grant_size_log_mean + p.grant_size_log_spread**2 / 2)
        volunteers = p.volunteer_effort * p.activists
        self.even = p.usual_effort * (volunteers + p.effort_of_money * usual) / len(ACTIVITIES)
        self.usual_members = p.active_start * p.activists
        spreads = (p.people_spread, p.people_spread / 2, p.people_spread, p.money_spread) + 2 * (p.officials_spread,)
        for name, spread in zip(DIFFERENCES, spreads, strict=True):
            drawn = math.exp(p.lasting * spread * self.random.gauss(0, 1))
            setattr(self, name, p.fixed.get(name, drawn))
        self.base_income = usual * self.money
        self.rot_time = max(1.0, p.rot_time * self.freshness)
        self.tides = dict.fromkeys(TIDES, 0.0)

    def begin_commons(self) -> None:
        """What belongs to nobody in particular."""
        p = self.p
        self.reserve = p.reserve_start * self.base_income
        self.roles, self.vision, self.records = p.roles_start, p.vision_start, p.records_start
        self.standing, self.relations, self.experience = p.standing_start, p.relations_start, p.experience_start
        self.usual_wins = p.standard_governments * p.win_rate
        self.wins_fast = self.wins_slow = self.usual_wins
        self.momentum = 0.5
        self.milestone_wins = self.fight = self.restricted = 0.0
        self.collected = [0.0 for _ in THEMES]
        self.ranked = self.random.sample(range(len(THEMES)), len(THEMES))
        self.set_levels()

    def begin_actors(self) -> None:
        """Create every actor and tie them together."""
        p = self.p
        nations, towns = p.national_governments, p.local_governments
        weight = p.national_weight if nations and towns else nations / (nations + towns)
        shared = [Calendar(self, "national")] * nations
        own = [Calendar(self, "local") for _ in range(towns)]
        self.calendars = [*shared[:1], *own]
        self.governments = [Government(self, calendar, True, weight / nations) for calendar in shared]
        self.governments += [Government(self, calendar, False, (1 - weight) / towns) for calendar in own]
        self.posts = [Champion(self, self.governments[i % len(self.governments)]) for i in range(p.champions)]
        for post in self.posts:
            others = [other for other in self.posts if other is not post]
            post.peers = self.random.choices(others, k=PEERS) if others else []
            post.government.posts.append(post)
        for government in self.governments:
            for post in government.posts[: math.ceil(p.senior_posts * len(government.posts))]:
                post.senior = True
        luck, share = self.random.random(), min(p.funded_ceiling, p.funded_start * math.sqrt(self.money))
        funds = [int(luck + share * (i + 1)) > int(luck + share * i) for i in range(p.donors)]
        self.donors = [Donor(self, funded) for funded in funds]
        self.by_size = sorted(self.donors, key=lambda donor: -donor.monthly)
        self.members = [Member(self) for _ in range(p.activists)]
        for place, member in enumerate(self.members):
            others = [other for other in self.members if other is not member]
            for step in NEIGHBOURS:
                near = self.members[(place + step) % len(self.members)]
                chosen = self.random.choice(others) if others and self.random.random() < p.rewiring else near
                member.neighbours += [chosen] if chosen is not member else []

    def begin_counts(self) -> None:
        """The paid team, and what the record of month 0 needs."""
        self.staff = sum(donor.monthly for donor in self.donors if donor.months_left > 0)
        self.income_slow = self.base_income or self.staff
        self.income = self.dues = self.dues_of(self.usual_members, self.p.usual_diversification)
        self.count_members()
        for government in self.governments:
            government.open_the_door()
            government.count_reuse()

    # --- one month

    def step(self) -> None:
        """One month."""
        self.month += 1
        self.set_levels()
        self.turn_tides()
        for event in self.events:
            if event["when"] == self.month:
                self.strike(event)
        self.change_governments()
        self.review_plan()
        self.earn()
        self.employ()
        self.count_members()
        self.share_out_effort()
        self.coordinate()
        for post in self.posts:
            post.serve()
        self.open_data()
        self.face_the_public()
        for government in self.governments:
            government.decide_buy_in()
        self.review_milestones()
        for member in self.members:
            member.decide()
        self.choose_donors()
        for donor in self.donors:
            donor.decide()
        self.datacollector.collect(self)

    # --- step 0: better and worse times, events

    def lasting(self, kind: str) -> Iterator[dict[str, Any]]:
        """Events of a kind that last through this month."""
        for event in self.events:
            if event["kind"] == kind and event["when"] <= self.month < event["when"] + event.get("months", math.inf):
                yield event

    def set_levels(self) -> None:
        """The larger of overlapping levels."""
        self.pandemic, self.squeeze, self.boom, self.civic_space = (
            max((event["level"] for event in self.lasting(kind)), default=0.0)
            for kind in ("pandemic", "squeeze", "boom", "civic_space")
        )

    def turn_tides(self) -> None:
        """Better and worse times, and what this community has to reckon with in them."""
        p = self.p
        for name, tide in self.tides.items():
            push = math.sqrt(2 / p.medium_time) * self.random.gauss(0, 1)
            self.tides[name] = tide - tide / p.medium_time + push
        passing = math.sqrt(max(0.0, 1 - p.lasting**2))
        self.joining_now = self.recruiting * math.exp(passing * p.people_spread * self.tides["recruiting"])
        self.leaving_now = self.turnover * math.exp(passing * p.people_spread * self.tides["turnover"] / 2)
        self.granting_now = math.sqrt(self.money) * math.exp(passing * p.money_spread * self.tides["money"])
        self.publishing_now = math.exp(passing * p.officials_spread * self.tides["officials"])

    def strike(self, event: dict[str, Any]) -> None:
        """What happens once."""
        kind, share = event["kind"], event.get("share", 0.0)

        def struck(actors: Iterable[Any]) -> list[Any]:
            return [actor for actor in actors if self.random.random() < share]

        open_donors = [donor for donor in self.by_size if donor.is_open]
        active = [member for member in self.members if member.active]
        if kind in ("turnover", "hostile_turnover"):
            for calendar in struck(self.calendars):
                calendar.forced = max(calendar.forced, 2 if kind == "hostile_turnover" else 1)
        elif kind == "donors_exit":
            for donor in open_donors[: math.ceil(share * len(open_donors) - 1e-9)]:
                donor.close(0)
        elif kind == "donor_leaves" and open_donors:
            leaving = next((donor for donor in open_donors if donor.months_left > 0), open_donors[0])
            notice = event["notice"] if "notice" in event else event["last_paid"] - event["announced"]
            leaving.announce_exit(notice, event.get("taper", [1.0]))
        elif kind == "donors_move":
            for donor in struck(open_donors):
                donor.theme = self.ranked[-1] if event["theme"] == "outside" else THEMES.index(event["theme"])
                donor.months_left = min(donor.months_left, int(self.p.moved_grant_months))
        elif kind == "champions_leave":
            for post in struck(post for post in self.posts if post.in_post):
                post.in_post = False
        elif kind == "radicalise":
            for member in struck(active):
                member.stance = min(1.0, member.stance + self.p.radicalised_step)
        elif kind == "newcomers":
            for member in struck(member for member in self.members if not member.active):
                member.join(self.p.newcomer_literacy)
        elif kind == "key_people":
            usual = mean(member.literacy for member in active)
            for member in struck(member for member in active if member.literacy > usual):
                member.go_without_notice()

    # --- steps 1 and 2: elections, the plan

    def change_governments(self) -> None:
        """Elections and what follows from them."""
        self.changed_weight = self.withdrawn = 0.0
        for calendar in self.calendars:
            calendar.vote()
        for government in self.governments:
            government.change_hands()
        went = self.p.relations_lost + (1 - self.p.relations_lost) * self.partisanship
        self.relations *= 1 - self.changed_weight * went
        for post in self.posts:
            post.face_turnover()
        for government in self.governments:
            government.settle()
        self.course_share = self.over_governments("course")
        self.hostile_weight = sum(one.weight for one in self.governments if one.calendar.hostile)

    def review_plan(self) -> None:
        """Update the signposts; the first that holds shifts effort, and a change of course has its price."""
        held_before = [signpost.holds for signpost in self.signposts]
        for signpost in self.signposts:
            signpost.look(self.datacollector.model_vars, self.month, self.base_income)
        switched = held_before != [signpost.holds for signpost in self.signposts]
        before, self.shares = self.shares, self.own_effort
        for trigger in [signpost.trigger for signpost in self.signposts if signpost.holds][:1]:
            shift, target = trigger["shift"], shares(trigger["effort"])
            self.shares = {name: (1 - shift) * self.own_effort[name] + shift * target[name] for name in ACTIVITIES}
        self.changed_course = self.month > 1 and switched and self.shares != before

    @property
    def targeted(self) -> list[int]:
        """The themes worked on: all have the public's attention alike, so the order of this future decides."""
        return self.ranked[: int(self.plan.breadth)]

    @property
    def partisanship(self) -> float:
        """How close to the party in office."""
        return max(0.0, -self.plan.stance)

    @property
    def confrontation(self) -> float:
        """How far against those in office."""
        return max(0.0, self.plan.stance)

    # --- step 3: money, the paid team, effort

    def earn(self) -> None:
        """Dues of last month, grants of donors, and the grants that events bring."""
        self.income, self.restricted = self.dues, 0.0
        paying = [donor for donor in self.donors if donor.months_left > 0]
        self.announced_loss = sum(donor.monthly for donor in paying if donor.notice_left > 0)
        for donor in paying:
            self.income += donor.payment(self.month) * (1 + self.boom)
            donor.months_left -= 1
        for donor in self.donors:
            donor.notice_left = max(0, donor.notice_left - 1)
        grants = list(self.lasting("new_grant"))
        self.grants_running = len(paying) + len(grants)
        self.income += sum(grant["staff_months"] for grant in grants if grant.get("unrestricted", True))
        self.restricted += sum(grant["staff_months"] for grant in grants if not grant.get("unrestricted", True))

    def employ(self) -> None:
        """Hire slowly, dismiss at once, pay; who leaves takes along what is written nowhere."""
        p = self.p
        target = self.plan.reserve_months * self.base_income
        if self.reserve < target:
            budget = self.restricted + self.income * (1 - p.saving_share)
        else:
            budget = self.restricted + self.income + (self.reserve - target) / p.fast_time
        affordable = budget + min(max(0.0, self.staff - budget), self.reserve / p.reserve_stretch)
        before = self.staff
        team = before + (affordable - before) / (p.hiring_time if affordable > before else p.dismissal_time)
        available = self.reserve + self.income + self.restricted
        self.staff = max(0.0, min(team, available))
        self.reserve = max(0.0, available - self.staff)
        looking = 0.0
        if self.announced_loss > 0:
            worry = self.announced_loss / max(self.income_slow, self.announced_loss)
            looking = p.staff_rotation * p.looking_round * worry
        self.experience += (1 - self.experience) / p.medium_time
        self.experience *= 1 - clip(p.staff_rotation + looking)
        if self.staff > before:
            self.experience *= before / self.staff
        everything = p.effort_of_money * max(before, self.staff) + self.member_effort
        if everything > 0:
            gone = max(0.0, before - self.staff) + looking * min(before, self.staff)
            lost = clip(p.effort_of_money * gone / everything)
            self.records *= 1 - lost
            self.relations *= 1 - lost
        self.income_slow += (self.income + self.restricted - self.income_slow) / p.slow_time
        self.fight = 0.0
        if self.income_slow > 0:
            money = p.effort_of_money * self.income_slow
            scarcity = max(0.0, 1 - self.staff / self.income_slow) * money / (money + self.member_effort)
            self.fight = p.competition * (1 - self.roles) * scarcity

    def count_members(self) -> None:
        """Who is active, what they give, and who can use data on each theme."""
        p = self.p
        self.use = [0.0 for _ in THEMES]
        for member in self.members:
            member.was_active = member.active
            if member.active:
                weight = 1.0 if member.kind == "activist" else p.organised_weight
                self.use[member.theme] += weight * member.reach * member.literacy / (p.public_unit * p.activists)
        active = [member for member in self.members if member.active]
        self.active_members = len(active)
        self.member_effort = sum(member.work for member in active)
        self.disagreement = pstdev(member.stance for member in active) if active else 0.0
        self.journalists = mean(member.kind == "journalist" for member in active)

    def dues_of(self, members: float, asking: float) -> float:
        """Dues and small gifts: not every further member pays as much as the first."""
        payers = 2 * self.usual_members * diminishing(members, self.usual_members)
        return self.p.own_income * self.money * payers * diminishing(asking, self.p.half_effort)

    def share_out_effort(self) -> None:
        """Turn people and money into effort, and effort into how far each activity keeps up what it tends."""
        p, plan = self.p, self.plan
        given = self.member_effort + p.effort_of_money * self.staff * helped_by(self.experience)
        kept = 1 - self.fight - p.friction * (1 - self.roles)
        kept *= 1 - p.voice_price * plan.voice * self.disagreement
        kept *= 1 - p.change_price * self.changed_course
        common = max(0.0, given * kept - p.reporting * self.grants_running)
        self.effort = {activity: share * common / self.even for activity, share in self.shares.items()}
        continuity = 1 - self.member_effort / given * (1 - p.volunteer_continuity) if given > 0 else 1.0
        for activity in ("raise_funds", "coordinate", "document"):
            self.effort[activity] *= continuity
        for activity in ("mobilise", "train", "teach", "ally"):
            self.effort[activity] *= 1 - p.pandemic_meeting * self.pandemic
        self.tended = {activity: diminishing(effort, p.half_effort) for activity, effort in self.effort.items()}
        per_theme = self.even / max(1.0, plan.breadth)
        self.publishing = after_a_minimum(self.effort["publish"] * per_theme, p.theme_effort)
        self.collecting = after_a_minimum(self.effort["teach"] * per_theme, p.theme_effort)
        self.dues = self.dues_of(self.active_members, plan.diversification * self.effort["raise_funds"])
        self.relations += (self.tended["ally"] * (1 - abs(plan.stance)) - self.relations) / p.medium_time

    # --- steps 4 to 8: roles, data, standing, milestones

    def coordinate(self) -> None:
        """Make roles clearer and write down; a crowd on many themes needs more."""
        p = self.p
        crowd = max(p.smallest_crowd, self.active_members / self.usual_members)
        crowd *= (1 + self.plan.breadth) / (1 + p.usual_breadth)
        self.roles += (diminishing(self.effort["coordinate"], p.half_effort * crowd) - self.roles) / p.fast_time
        self.records += (self.tended["document"] - self.records) / p.medium_time

    def open_data(self) -> None:
        """Collect and publish data, see it used, win, and judge the wins."""
        p = self.p
        for theme in range(len(THEMES)):
            gathered = p.collection_rate * self.collecting * (theme in self.targeted)
            self.collected[theme] += gathered - self.collected[theme] / self.rot_time
        for government in self.governments:
            government.open_the_door()
        for government in self.governments:
            government.publish()
        for government in self.governments:
            government.learn_routine()
        wins = p.standard_governments * self.over_governments("won")
        self.wins_fast += (wins - self.wins_fast) / p.fast_time
        self.wins_slow += (wins - self.wins_slow) / p.slow_time
        judged = self.wins_fast + math.sqrt(self.wins_slow * self.usual_wins)
        self.momentum = self.wins_fast / judged if judged > 0 else 0.0
        self.milestone_wins += wins

    def face_the_public(self) -> None:
        """Be reported on, and win or lose public standing."""
        p = self.p
        reported = p.unreported + (1 - p.unreported) * diminishing(self.journalists, p.journalist_half)
        news = min(1.0, self.momentum + self.confrontation / 2)
        self.coverage = self.tended["tell_stories"] * reported * news
        told = p.known + (1 - p.known) * min(1.0, 2 * self.coverage)
        against = p.partisan_price * self.partisanship + self.fight + 2 * self.withdrawn
        self.standing = clip(self.standing + (told - self.standing * (1 + 2 * against)) / p.medium_time)

    def review_milestones(self) -> None:
        """Every half year the vision lives on promises kept."""
        p, ambition = self.p, self.plan.ambition
        self.vision += (self.roles - self.vision) / p.medium_time
        if self.month % int(p.milestone_months) == 0:
            if self.milestone_wins >= ambition:
                lift = p.milestone_lift * after_a_minimum(ambition, p.milestone_half)
                self.vision += lift * (1 - self.vision)
            else:
                self.vision *= 1 - p.milestone_loss
            self.milestone_wins = 0.0

    # --- steps 10 and 11: donors, the record

    def choose_donors(self) -> None:
        """Judge the community as donors do, and apply to the largest that are open."""
        p = self.p
        self.performance = (self.momentum + self.standing + self.over_governments("open_door")) / 3
        self.families_leaving = [family for family in range(FAMILIES) if self.random.random() < p.family_exit]
        places = max(1, int(p.pursued_share * p.donors + 0.5))
        self.pursued = [donor for donor in self.by_size if donor.is_open][:places]

    def over_governments(self, figure: str) -> float:
        """The mean of a figure of every government, by the data that matters."""
        return sum(government.weight * getattr(government, figure) for government in self.governments)


def runway(community: Community) -> float:
    """Months of usual income that reserve and promised grants would pay."""
    next_month = community.month + 1
    promised = sum(donor.payment(next_month + k) for donor in community.donors for k in range(donor.months_left))
    for grant in community.lasting("new_grant"):
        promised += grant["staff_months"] * (grant["when"] + grant["months"] - 1 - community.month)
    usual = community.base_income
    return min(MOST_RUNWAY, (community.reserve + promised) / usual) if usual > 0 else 0.0


def active(community: Community) -> list[Member]:
    """Who is active by now."""
    return [member for member in community.members if member.active]


MEASURES: dict[str, Callable[[Community], float]] = {
    "people": lambda community: len(active(community)) + community.staff,
    "runway": runway,
    "reuse": lambda community: community.over_governments("reuse"),
    "memory": lambda community: (community.records + community.over_governments("institutionalised")) / 2,
    "standing": lambda community: community.standing,
    "cover": lambda community: community.over_governments("open_door"),
    "active_members": lambda community: len(active(community)),
    "active_share": lambda community: len(active(community)) / len(community.members),
    "turned_over": lambda community: sum(
        one.weight for one in community.governments if one.changed_month >= community.month - 1
    ),
    "energy": lambda community: mean(member.energy for member in active(community)),
    "buy_in": lambda community: community.over_governments("buy_in"),
    "open_by_default": lambda community: community.over_governments("open_by_default"),
    "course_share": lambda community: community.over_governments("course"),
    "spending": lambda community: community.staff,
    "income": lambda community: community.income + community.restricted,
}


def live(number: int, scenario: str, plan: str, context: str, months: int) -> dict[str, list[float]]:
    """Simulate a future: every measure of every month, from month 0 on."""
    community = Community(scenario, plan, context, rng=number)
    for _ in range(months):
        community.step()
    return {name: [float(value) for value in values] for name, values in community.datacollector.model_vars.items()}


def run_futures(
    scenario: str, futures: int, months: int, seed: int, plan: str = "baseline", context: str = "default"
) -> dict[str, object]:
    """Simulate futures one after the other; time them and average the measures."""
    began = time.perf_counter()
    lived = [live(seed * 1_000_000 + number, scenario, plan, context, months) for number in range(futures)]
    seconds = (time.perf_counter() - began) / futures
    means = {
        month: {name: mean(one[name][month] for one in lived) for name in MEASURES}
        for month in (12, 60, 120) if month <= months
    }  # fmt: skip
    told = {"scenario": scenario, "plan": plan, "context": context, "futures": futures, "months": months, "seed": seed}
    return told | {"mesa": mesa.__version__, "seconds_per_future": seconds, "means": means}


def main() -> None:
    """Read the options, run, print JSON."""
    parser = argparse.ArgumentParser(description="The model in plain Mesa, timed: prints JSON.")
    parser.add_argument("--futures", type=int, default=100)
    parser.add_argument("--months", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    for option, usual in (("scenario", "calm-decade"), ("plan", "baseline"), ("context", "default")):
        parser.add_argument(f"--{option}", default=usual, help=f"name of a shipped {option} (default: {usual})")
    options = parser.parse_args()
    json.dump(run_futures(**vars(options)), sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
