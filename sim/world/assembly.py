"""From validated files to tables: the world of one scenario, one plan and one context, before any luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.files.mistakes import Mistake, unknown
from sim.files.scenario import size_of
from sim.world.compiled import as_python
from sim.world.dice import RULABLE, Decision
from sim.world.elementary import exp, rounded_up
from sim.world.events import EVENT_KINDS, KIND_NUMBER, LARGEST
from sim.world.levers import ACTIVITIES, LEVERS, THEMES
from sim.world.measures import MEASURES
from sim.world.parameters import ALL_PARAMETERS, defaults
from sim.world.tables import COMMUNITY_START, MAX_RULINGS, NOBODY, Table, World, rows

if TYPE_CHECKING:
    from sim.files.context import Context
    from sim.files.plan import Grant, Plan, Trigger
    from sim.files.scenario import DonorLeaves, NewGrant, Scenario

ALWAYS = np.iinfo(np.int32).max
MEMBER_KINDS = ("activist", "organisation", "journalist")
_MEASURE_NUMBER = {measure.name: number for number, measure in enumerate(MEASURES)}


def context_parameters(context: Context) -> dict[str, float]:
    """Return the parameters that are facts of a place; they win over every parameter set."""
    elections, beginning, funding = context.elections, context.beginning, context.funding
    facts: dict[str, float | None] = {
        "term": elections.term_months,
        "turnover_probability": elections.turnover_probability,
        "early_exit": elections.early_exit,
        "leader_change": 1.0 if elections.reelection_barred else None,
        "leaders_disposition_start": beginning.leaders_disposition,
        "institutionalised_start": beginning.institutionalised,
        "open_by_default_start": beginning.open_by_default,
        "officials_trained_start": beginning.officials_trained,
        "grant_size_log_mean": funding.grant_size_log_mean,
        "grant_size_log_spread": funding.grant_size_log_spread,
        "government_donor_share": funding.government_donor_share,
    }
    default = defaults()
    return {name: float(default[name] if fact is None else fact) for name, fact in facts.items()}


def parameter_table(context: Context, sets: Sequence[Mapping[str, float]] = ({},)) -> Table:
    """Return one record for each parameter set: the defaults, what the set changes, and the context's facts.

    Parameters
    ----------
    sets : each a mapping of parameter names to values; names of facts of a place are ignored in favour of the context.
    """
    table = rows("parameters", len(sets))
    facts = context_parameters(context)
    for name, default in defaults().items():
        table[name] = facts[name] if name in facts else [one.get(name, default) for one in sets]
    return table


def expected_income(context: Context) -> tuple[float, float]:
    """Return the usual income of a community of the context (staff-months a month), before any draw.

    Returns
    -------
    From donors that the context lists: what they give, with the probability of funding at the beginning, or with
    certainty where the end of the grant is listed. From all others: the mean of the log-normal, with that probability.
    """
    facts = context_parameters(context)
    funded = ALL_PARAMETERS["funded_start"].default
    mean = _mean_grant(facts)
    listed = 0.0
    for donor in context.donors:
        if donor.ends is None:
            listed += funded * donor.monthly
        elif context.month_of(donor.ends) > 0:
            listed += donor.monthly
    return listed, (context.size.donors - len(context.donors)) * funded * mean


def _mean_grant(facts: Mapping[str, float]) -> float:
    """Return the mean of the log-normal from which donors' gifts are drawn (staff-months a month)."""
    spread = facts["grant_size_log_spread"]
    return as_python(exp)(facts["grant_size_log_mean"] + spread * spread / 2.0)


def expected_effort(context: Context) -> float:
    """Return the effort that a usual community of the context is expected to give (docs/model.md, "Size")."""
    default = defaults()
    listed, others = expected_income(context)
    money = default["effort_of_money"] * (listed + others)
    return default["usual_effort"] * (default["volunteer_effort"] * context.size.activists + money)


def build_world(
    scenario: Scenario,
    plan: Plan,
    context: Context,
    *,
    rulings: Sequence[Ruling] = (),
    parameters: Mapping[str, float] | None = None,
) -> World:
    """Return the tables of one scenario, plan and context; every future begins from them.

    Parameters
    ----------
    rulings : draws that are overruled, at most 64 (see :func:`ruling_table`).
    parameters : what differs from the defaults in the one parameter set that the world begins with.
    """
    context = with_running_grants(plan, context)
    size = context.size
    governments = size.national_governments + size.local_governments
    scale = rows("scale")
    scale["months"] = context.months
    scale["parliamentary"] = context.elections.system == "parliamentary"
    scale["national_governments"] = size.national_governments
    scale["listed_income"], scale["drawn_income"] = expected_income(context)
    scale["expected_effort"] = expected_effort(context)
    ruled = ruling_table(rulings)
    _refuse_idle_rulings(rulings, context)
    levers = _levers(plan.effort, plan.levers)
    dice = rows("dice")
    dice["rulings"] = len(rulings)
    government_starts = _government_starts(context)
    champion_starts, posts = _champion_starts(context, governments)
    government_table = rows("governments", governments)
    government_table["posts"] = posts
    return World(
        {
            "scale": scale,
            "parameters": parameter_table(context, [parameters or {}]),
            "plan": _own_themes(plan),
            "base_levers": levers,
            "levers": levers.copy(),
            "last_levers": levers.copy(),
            "triggers": _triggers(plan, context),
            "grants": _grants(scenario, plan, context),
            "commitments": _commitments(scenario, plan, context),
            "events": _events(scenario, context),
            "rulings": ruled,
            "dice": dice,
            "commons": rows("commons"),
            "community": rows("community"),
            "community_starts": _community_starts(context),
            "calendars": rows("calendars", _calendars(context)),
            "governments": government_table,
            "champions": rows("champions", size.champions),
            "donors": rows("donors", size.donors),
            "activists": rows("activists", size.activists),
            "calendar_starts": _calendar_starts(context),
            "government_starts": government_starts,
            "champion_starts": champion_starts,
            "donor_starts": _donor_starts(context),
            "activist_starts": _activist_starts(context),
            "history": rows("history", context.months + 1),
        }
    )


Ruling = tuple[int, int, str, int, bool]
"""Future, month, decision (a name of :class:`~sim.world.dice.Decision`, such as "election"), actor, outcome."""


def ruling_table(rulings: Sequence[Ruling]) -> Table:
    """Return rulings as a table of 64 places.

    Raises
    ------
    Mistake
        More than 64, or a decision that cannot be overruled.
    """
    if len(rulings) > MAX_RULINGS:
        raise Mistake(f"{len(rulings)} rulings are given, but at most {MAX_RULINGS} are possible")
    allowed = {decision.name.lower(): decision for decision in RULABLE}
    table = rows("rulings", MAX_RULINGS)
    for index, (future, month, decision, actor, outcome) in enumerate(rulings):
        if decision not in allowed:
            raise unknown(f"ruling {index + 1}: decision", decision, tuple(allowed))
        table[index] = (future, month, int(Decision(allowed[decision])), actor, outcome)
    return table


_RULED_ACTORS = {
    "election": "calendars", "hostility": "calendars", "turnover_exit": "champions", "course": "governments",
}  # fmt: skip
"""Of whom the draws of a decision are; all other decisions that may be overruled are donors'."""


def _refuse_idle_rulings(rulings: Sequence[Ruling], context: Context) -> None:
    """Refuse rulings on months or actors that do not exist: they would change nothing, without a word."""
    size = context.size
    numbers = {
        "calendars": _calendars(context),
        "governments": size.national_governments + size.local_governments,
        "champions": size.champions,
        "donors": size.donors,
    }
    for place, (_, month, decision, actor, _) in enumerate(rulings, 1):
        if not 1 <= month <= context.months:
            raise Mistake(f"ruling {place}: month is {month}, but must be from 1 to {context.months}")
        actors = _RULED_ACTORS.get(decision, "donors")
        if not 0 <= actor < numbers[actors]:
            known = f"there are {numbers[actors]} {actors}, numbered from 0"
            raise Mistake(f"ruling {place}: actor is {actor}, but {known}")


def _levers(effort: Mapping[str, float], dials: Mapping[str, float]) -> Table:
    table = rows("levers")
    table["effort"][0] = _shares(effort)
    table["dial"][0] = [dials[lever.name] for lever in LEVERS]
    return table


def _shares(weights: Mapping[str, float]) -> list[float]:
    total = 0.0
    for activity in ACTIVITIES:
        total += weights.get(activity.name, 0.0)
    return [weights.get(activity.name, 0.0) / total for activity in ACTIVITIES]


def _own_themes(plan: Plan) -> Table:
    table = rows("plan")
    table["has_themes"] = bool(plan.themes)
    table["themes"][0] = [THEMES.index(theme) for theme in plan.themes or THEMES]
    return table


def _triggers(plan: Plan, context: Context) -> Table:
    """Return stages first, in the order of their months (the latest decides), then signposts in file order.

    Bits of the recorded measure "signposts" follow this order.
    """
    table = rows("triggers", len(plan.triggers))
    for row, trigger in zip(table, ordered_triggers(plan, context), strict=True):
        row.stage_month = 0 if trigger.month is None else context.month_of(trigger.month)
        if trigger.measure is not None:
            threshold = trigger.above if trigger.below is None else trigger.below
            row.measure = _MEASURE_NUMBER[trigger.measure]
            row.above = trigger.below is None
            row.threshold = threshold
            row.release = threshold if trigger.release is None else trigger.release
            row.latch = trigger.latch
            row.months = trigger.months
            row.seen_late = trigger.seen_late
        if trigger.shift is not None and trigger.effort is not None:
            row.shifts = True
            row.shift = trigger.shift
            row.effort[:] = _shares(trigger.effort)
        for place, lever in enumerate(LEVERS):
            if lever.name in trigger.levers:
                row.sets[place] = 1
                row.dial[place] = trigger.levers[lever.name]
        row.retarget = trigger.retarget
    return table


def ordered_triggers(plan: Plan, context: Context) -> list[Trigger]:
    """Return a plan's triggers in the order in which they act: stages by month, then signposts as listed."""
    stages = [trigger for trigger in plan.triggers if trigger.month is not None]
    stages.sort(key=lambda stage: context.month_of(stage.month or 0))
    return stages + [trigger for trigger in plan.triggers if trigger.month is None]


def with_running_grants(plan: Plan, context: Context) -> Context:
    """Return the context with the plan's grants that a listed donor pays from the first month on.

    They are running grants of that donor, and the community begins with them, whichever file says so.
    """
    running = {grant.donor: grant for grant in plan.grants if grant.donor and context.month_of(grant.start) <= 1}
    if not running:
        return context
    donors = []
    for donor in context.donors:
        if donor.name in running:
            grant = running[donor.name]
            ends = context.month_of(grant.start) + grant.months - 1
            signed = {"monthly": grant.staff_months, "ends": ends, "theme": grant.theme or donor.theme}
            donors.append(donor.model_copy(update=signed))
        else:
            donors.append(donor)
    return context.model_copy(update={"donors": tuple(donors)})


def _planned(plan: Plan, context: Context) -> list[tuple[int, Grant | NewGrant]]:
    """Return the grants that the plan counts on, each with its first month."""
    return [(context.month_of(grant.start), grant) for grant in plan.grants]


def _brought(scenario: Scenario, context: Context) -> list[tuple[int, Grant | NewGrant]]:
    """Return the grants that the scenario brings, each with its first month."""
    return [(context.month_of(event.when), event) for event in scenario.events if event.kind == "new_grant"]


def _commitments(scenario: Scenario, plan: Plan, context: Context) -> Table:
    """Return what listed donors signed and what begins later; what runs from the beginning is in the donors' rows."""
    later = [(month, grant) for month, grant in _planned(plan, context) if month > 1]
    granted = [(month, grant) for month, grant in later + _brought(scenario, context) if grant.donor is not None]
    table = rows("commitments", len(granted))
    for row, (month, grant) in zip(table, granted, strict=True):
        row.donor = context.donor_number(grant.donor or "", "grant: donor")
        row.first_month = month
        row.months = grant.months
        row.monthly = grant.staff_months
        row.theme = _theme_number(grant.theme)
    return table


def _grants(scenario: Scenario, plan: Plan, context: Context) -> Table:
    """Return the grants that no listed donor pays."""
    both = _planned(plan, context) + _brought(scenario, context)
    granted = [(month, grant) for month, grant in both if grant.donor is None]
    table = rows("grants", len(granted))
    for row, (month, grant) in zip(table, granted, strict=True):
        row.first_month = month
        row.last_month = month + grant.months - 1
        row.staff_months = grant.staff_months
        row.unrestricted = grant.unrestricted
        row.theme = _theme_number(grant.theme)
    return table


def _events(scenario: Scenario, context: Context) -> Table:
    events = [event for event in scenario.events if event.kind != "new_grant"]
    table = rows("events", len(events))
    for row, event in zip(table, events, strict=True):
        kind = EVENT_KINDS[KIND_NUMBER[event.kind]]
        months = getattr(event, "months", None)
        row.kind = KIND_NUMBER[event.kind]
        row.first_month = context.month_of(event.when)
        row.last_month = row.first_month if kind.lasts == "once" else ALWAYS
        if months is not None:
            row.last_month = row.first_month + months - 1
        row.amount = size_of(event)
        row.theme = _theme_number(getattr(event, "theme", None))
        row.donor = NOBODY
        if event.kind == "donor_leaves":
            _announce(row, event, context)
        elif event.kind in ("turnover", "hostile_turnover"):
            row.at_election = event.at is not None
    return table


def _announce(row: Any, event: DonorLeaves, context: Context) -> None:
    """Say in the row of an event who leaves, until when it pays, and how much."""
    row.last_month = row.first_month + event.notice
    row.breaks_contracts = event.breaks_contracts
    row.steps = len(event.taper)
    row.taper[: len(event.taper)] = event.taper
    if event.donor != LARGEST:
        row.donor = context.donor_number(event.donor, "donor_leaves: donor")


def _theme_number(theme: str | None) -> int:
    """Return a theme's index; none, and the word "outside", are nobody's."""
    return THEMES.index(theme) if theme in THEMES else NOBODY


def _calendars(context: Context) -> int:
    return (1 if context.size.national_governments else 0) + context.size.local_governments


def _listed_by_tier(context: Context) -> list[str | None]:
    """Return, for each government in the order of the table, the name of the listed one that it is, or None."""
    size = context.size
    national = [government.name for government in context.governments if government.tier == "national"]
    local = [government.name for government in context.governments if government.tier == "local"]
    return [
        *national, *[None] * (size.national_governments - len(national)),
        *local, *[None] * (size.local_governments - len(local)),
    ]  # fmt: skip


def _community_starts(context: Context) -> Table:
    """Return the lasting differences that a context fixes; NaN where they are drawn."""
    table = rows("community_starts")
    for name in COMMUNITY_START.fields or ():
        value = getattr(context.community, name)
        table[name] = np.nan if value is None else value
    return table


def _government_starts(context: Context) -> Table:
    listed = {government.name: government for government in context.governments}
    names = _listed_by_tier(context)
    table = rows("government_starts", len(names))
    national = context.size.national_governments
    for index, name in enumerate(names):
        table["national"][index] = index < national
        table["calendar"][index] = 0 if index < national else index - national + (1 if national else 0)
        buy_in = listed[name].buy_in if name is not None else None
        table["buy_in"][index] = np.nan if buy_in is None else buy_in
    return table


def _calendar_starts(context: Context) -> Table:
    """Return when the next governments take office and how leaders are disposed, where the context says so.

    A listed government's own date and buy-in win; national agencies share a calendar, so the first that is listed with
    one decides for all.
    """
    table = rows("calendar_starts", _calendars(context))
    table["next_election"] = NOBODY
    table["disposition"] = np.nan
    national, elections = context.size.national_governments, context.elections
    if elections.local is not None:
        table["next_election"] = context.month_of(elections.local)
    if national and elections.national is not None:
        table["next_election"][0] = context.month_of(elections.national)
    elif national:
        table["next_election"][0] = NOBODY
    starts, listed = _government_starts(context), {government.name: government for government in context.governments}
    for index, name in reversed(list(enumerate(_listed_by_tier(context)))):
        calendar = int(starts["calendar"][index])
        if name is not None and listed[name].takes_office is not None:
            table["next_election"][calendar] = context.month_of(listed[name].takes_office or 0)
        if name is not None and listed[name].buy_in is not None:
            table["disposition"][calendar] = listed[name].buy_in
    return table


def _champion_starts(context: Context, governments: int) -> tuple[Table, Table]:
    """Return where each post is and what is known of its holder, and the number of posts of each government.

    Posts go round the governments; the first of each (a share, rounded up) are political appointees. A listed champion
    takes the first free post of its government, or of any.
    """
    table = rows("champion_starts", context.size.champions)
    table["government"] = np.arange(len(table)) % governments
    table["trained"] = NOBODY
    table["in_post"] = NOBODY
    places = _listed_posts(context, table["government"])
    posts = np.bincount(table["government"], minlength=governments)
    seen = np.zeros(governments, dtype=int)
    senior = ALL_PARAMETERS["senior_posts"].default
    for row in table:
        row.senior = seen[row.government] < as_python(rounded_up)(senior * posts[row.government])
        seen[row.government] += 1
    for champion, place in zip(context.champions, places, strict=True):
        for field in ("senior", "trained", "in_post"):
            value = getattr(champion, field)
            if value is not None:
                table[field][place] = value
    return table, posts


def _listed_posts(context: Context, post_governments: Table) -> list[int]:
    """Return the post of each listed champion; where its government has none free, the last free one moves there."""
    names = _listed_by_tier(context)
    free = list(range(len(post_governments)))
    places = [NOBODY] * len(context.champions)
    by_need = sorted(range(len(places)), key=lambda number: context.champions[number].government is None)
    for number in by_need:
        government = context.champions[number].government
        wanted = None if government is None else names.index(government)
        place = next((post for post in free if wanted is None or post_governments[post] == wanted), free[-1])
        if wanted is not None:
            post_governments[place] = wanted
        free.remove(place)
        places[number] = place
    return places


def _donor_starts(context: Context) -> Table:
    table = rows("donor_starts", context.size.donors)
    table["monthly"] = np.nan
    for field in ("months_left", "theme", "government"):
        table[field] = NOBODY
    names = _listed_by_tier(context)
    for index, donor in enumerate(context.donors):
        table["listed"][index] = True
        table["monthly"][index] = donor.monthly
        if donor.ends is not None:
            table["months_left"][index] = context.month_of(donor.ends)
        table["theme"][index] = _theme_number(donor.theme)
        if donor.government is not None:
            table["government"][index] = names.index(donor.government)
    return table


def _activist_starts(context: Context) -> Table:
    table = rows("activist_starts", context.size.activists)
    for field in ("kind", "theme"):
        table[field] = NOBODY
    for field in ("active", "literacy", "stance"):
        table[field] = np.nan
    first = 0
    for group in context.members:
        seats = slice(first, first + group.count)
        first += group.count
        if group.kind is not None:
            table["kind"][seats] = MEMBER_KINDS.index(group.kind)
        table["theme"][seats] = _theme_number(group.theme)
        for field in ("active", "literacy", "stance"):
            value = getattr(group, field)
            if value is not None:
                table[field][seats] = float(value)
    return table
