"""Every number of the model, once: name, unit, default, range, meaning, source.

Rules contain no bare numbers; whatever is not 0, 1, 2 or the count of things averaged stands here. Documentation,
sliders and sampling ranges derive from this table. "assumption" means that nobody measured it: the value was set by
hand so that the baseline is neither doomed nor immortal, and the range says how far one may doubt it.

Mechanisms are switched by gains: 1 is as designed, 0 takes the mechanism out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MODEL_VERSION: Final = "3"
"""Raised whenever the same files give other results; files of parameter sets and of results name theirs."""

ASSUMPTION: Final = "assumption"
HELD: Final = "assumption, held fixed"
"""Nobody measured it either; docs/validation.md shows how little the outcome moves when it does."""
DEFINITION: Final = "definition"
KEPT_UP: Final = "what an even plan roughly keeps up"


@dataclass(frozen=True)
class Parameter:
    """One number of the model.

    Attributes
    ----------
    process : the part of the month that uses it, as in docs/model.md.
    set_by_context : a fact of a place; never varied by ranges or parameter sets.
    """

    name: str
    default: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str
    process: str
    set_by_context: bool = False


@dataclass(frozen=True)
class Mechanism:
    """A part of the model that can be taken out; its gain is the parameter ``<name>_gain``."""

    name: str
    meaning: str


def _of(process: str, *rows: tuple[str, float, float, float, str, str, str]) -> tuple[Parameter, ...]:
    return tuple(Parameter(*row, process=process) for row in rows)


def _fixed(process: str, *rows: tuple[str, float, str, str, str]) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(name, value, value, value, unit, meaning, source, process=process)
        for name, value, unit, meaning, source in rows
    )


def _of_context(process: str, *rows: tuple[str, float, float, float, str, str, str]) -> tuple[Parameter, ...]:
    return tuple(Parameter(*row, process=process, set_by_context=True) for row in rows)


PARAMETERS: Final[tuple[Parameter, ...]] = (
    *_of("time",
        ("fast_time", 6, 3, 9, "months", "how long energy, roles and momentum take to change", ASSUMPTION),
        ("medium_time", 26, 16, 36, "months",
         "how long records, relations, standing, buy-in and learning take to change, and good or bad times to pass",
         ASSUMPTION),
        ("slow_time", 60, 36, 84, "months",
         "how long routine takes to fade, and people to get used to an income", ASSUMPTION),
        ("rot_time", 8, 5, 11, "months", "how long data stays up to date when nobody tends it",
         "assumption; direction: catalogues rot and portals disappear"),
    ),
    *_fixed("size",
        ("standard_governments", 12, "governments", "number of governments to which wins are scaled", DEFINITION),
        ("volunteer_effort", 0.14, "effort a seat",
         "effort that one seat (a possible member) is expected to give in month 0", DEFINITION),
        ("usual_effort", 0.8, "share",
         "expected effort, as a share of what volunteers and money could give", DEFINITION),
        ("public_unit", 0.048, "users a seat",
         "informed users of one theme in a community of the usual size", DEFINITION),
    ),
    *_of("size",
        ("helped_floor", 0.5, 0.35, 0.65, "share",
         "of the usual effect that is left without records, relations or standing", ASSUMPTION),
        ("half_effort", 0.47, 0.35, 0.6, "of an even share", "effort at which an activity has half of its full effect",
         ASSUMPTION),
        ("national_weight", 0.5, 0.3, 0.7, "share",
         "how much of the data that matters lies with the national tier, where there are two tiers", ASSUMPTION),
    ),
    *_of_context("elections",
        ("term", 48, 12, 120, "months", "time between elections", "constitutions; parliamentary ones as observed"),
        ("turnover_probability", 0.55, 0, 1, "probability", "the governing party loses an election",
         "REIGN elections 1990-2020 (1,280): presidential .59 (.54-.64), parliamentary .52 (.48-.56), elsewhere .18"),
        ("early_exit", 0.006, 0, 0.2, "per month", "a leader leaves between elections",
         "REIGN leaders 1990-2021: presidents' years 1-4 .012 .007 .005 .007, parliamentary higher"),
        ("leader_change", 0.3, 0, 1, "probability",
         "the leader changes at an election that the party wins (1 where re-election is barred)", ASSUMPTION),
    ),
    *_of("elections",
        ("hostile_probability", 0.4, 0.25, 0.55, "probability", "a new government is hostile", ASSUMPTION),
        ("senior_exit", 0.6, 0.4, 0.8, "probability",
         "a political appointee loses the post in the year after the party changes",
         "Chile: 57-70 % of agency heads left under three successive governments (La Tercera)"),
        ("career_exit", 0.17, 0.05, 0.35, "probability",
         "a career official loses the post in the year after the party changes",
         "Brazil: new-hire share +11 points, headmasters +24, teachers +10 (Akhtari, Moreira and Trucco 2022)"),
        ("shield", 0.9, 0.6, 1, "share", "how far routine shields people, practice and data from a change",
         "assumption; direction: source text, Open Government Partnership"),
        ("withdrawal", 0.06, 0.03, 0.09, "per month", "data that a hostile government without routine takes down",
         ASSUMPTION),
        ("disposition_floor", 0.3, 0.15, 0.45, "share",
         "lowest disposition of a new leader who is not hostile", ASSUMPTION),
        ("relations_lost", 0.5, 0.2, 0.8, "share", "relations lost when the people in office change", ASSUMPTION),
        ("bridge_against_hostility", 0.65, 0.4, 0.9, "share",
         "how much less often a successor is hostile to a community on good terms with every side", ASSUMPTION),
    ),
    *_fixed("elections",
        ("hostile_exit_factor", 0.5, "-",
         "how much more often officials lose their posts under a hostile successor", HELD),
        ("exit_ceiling", 0.95, "probability",
         "highest chance that an official loses the post in the year after a change", DEFINITION),
        ("upheaval_months", 12, "months",
         "time after a change of government in which officials lose their posts", DEFINITION),
        ("leader_upheaval", 0.5, "of a change of party", "upheaval when only the leader changes, not the party", HELD),
        ("disposition_spread", 0.6, "share",
         "width of the range of dispositions of new leaders who are not hostile", HELD),
        ("hostile_disposition", 0.25, "share", "highest disposition of a hostile leader", HELD),
    ),
    *_of_context("beginning",
        ("leaders_disposition_start", 0.55, 0, 1, "share", "mean disposition of leaders at the beginning", ASSUMPTION),
        ("institutionalised_start", 0.1, 0, 1, "share", "routine practice at the beginning", ASSUMPTION),
        ("open_by_default_start", 0.05, 0, 1, "share", "share of the catalogue that is open at the beginning",
         ASSUMPTION),
        ("officials_trained_start", 0.15, 0, 1, "share", "champions who are trained at the beginning", ASSUMPTION),
        ("grant_size_log_mean", 0.1, -2, 3, "log staff-months",
         "size of donors' monthly grants (log-normal)", ASSUMPTION),
        ("grant_size_log_spread", 0.7, 0, 1.5, "log staff-months",
         "how much donors' grants differ in size: how concentrated money is", ASSUMPTION),
        ("government_donor_share", 0.25, 0, 1, "share", "donors that are themselves a government", ASSUMPTION),
    ),
    *_of("beginning",
        ("local_capacity", 0.26, 0.18, 0.34, "share", "mean data capacity of a city or council", ASSUMPTION),
        ("data_start", 3, 2.2, 3.8, "ratio",
         "purpose data at the beginning, relative to what an even plan keeps up with the officials of month 0",
         ASSUMPTION),
        ("post_filled_start", 0.6, 0.4, 0.8, "probability", "a champion's post is filled at the beginning", ASSUMPTION),
        ("newcomer_literacy", 0.2, 0.1, 0.3, "share", "mean data literacy of someone from outside", ASSUMPTION),
        ("stance_mean", 0.45, 0.3, 0.6, "stance",
         "mean stance of members (0 gradual insider, 1 radical outsider)", ASSUMPTION),
        ("drive", 0.6, 0.45, 0.75, "share", "mean drive of a member, from shared values", ASSUMPTION),
        ("reach_spread", 1.2, 0.8, 1.6, "log", "how much members differ in reach (log-normal, mean 1)",
         "assumption; in 13 of 18 civic projects three people or fewer did half of the work"),
    ),
    *_fixed("beginning",
        ("disposition_spread_start", 0.6, "share",
         "width of the range of leaders' dispositions at the beginning", HELD),
        ("national_capacity_start", 0.8, "share", "data capacity of a national agency", HELD),
        ("local_capacity_spread", 0.4, "share", "width of the range of data capacities of cities and councils", HELD),
        ("newcomer_literacy_spread", 0.2, "share", "width of the range of data literacy of people from outside", HELD),
        ("stance_spread", 0.22, "stance", "standard deviation of members' stances", HELD),
        ("drive_spread", 0.4, "share", "width of the range of members' drive", HELD),
        ("funded_start", 0.35, "share", "donors that fund the community at the beginning", HELD),
        ("funded_ceiling", 0.9, "share",
         "most donors that can fund a community at the beginning, where it has more money than is usual", DEFINITION),
        ("activist_share", 0.6, "share", "members who are activists", HELD),
        ("organisation_share", 0.28, "share", "members that are organisations; the rest are journalists", HELD),
        ("active_start", 0.4, "probability", "a seat is taken by an active member at the beginning", DEFINITION),
        ("left_before_start", 0.5, "probability", "someone inactive at the beginning has been a member before", HELD),
        ("member_energy_start", 0.5, "share", "mean energy of members at the beginning", HELD),
        ("member_energy_spread_start", 0.2, "share", "width of the range of members' energy at the beginning", HELD),
        ("active_literacy_start", 0.45, "share", "data literacy of members who are active at the beginning", HELD),
        ("rewiring", 0.2, "probability", "an acquaintance is somebody at random instead of a neighbour", HELD),
        ("reserve_start", 3, "months of usual income", "money kept at the beginning",
         "57 % of non-profits held less than three months (Blackwood and Pollak 2009)"),
        ("roles_start", 0.65, "share", "how clear roles are at the beginning", KEPT_UP),
        ("vision_start", 0.6, "share", "how alive the vision is at the beginning", KEPT_UP),
        ("records_start", 0.6, "share", "what is written down at the beginning", KEPT_UP),
        ("standing_start", 0.5, "share", "public standing at the beginning", KEPT_UP),
        ("relations_start", 0.55, "share", "relations with every side at the beginning", KEPT_UP),
        ("experience_start", 0.7, "share", "experience of the paid team at the beginning", KEPT_UP),
        ("usual_purpose_share", 0.6, "share", "share of publishing that usually serves a purpose", DEFINITION),
        ("usual_breadth", 3, "themes", "number of themes that a community usually works on", DEFINITION),
        ("usual_diversification", 0.3, "share", "share of fund-raising that usually goes into income of one's own",
         DEFINITION),
    ),
    *_of("community",
        ("people_spread", 1.3, 0.9, 1.7, "log",
         "how much recruiting, turnover and drive differ between communities and between times", ASSUMPTION),
        ("money_spread", 0.9, 0.6, 1.2, "log",
         "how much money from donors and members differs between communities and between times", ASSUMPTION),
        ("officials_spread", 1.2, 0.8, 1.6, "log",
         "how much officials' work and the ageing of data differ between communities and between times", ASSUMPTION),
        ("lasting", 0.3, 0.2, 0.6, "share",
         "how much of each spread lies between communities and lasts; the rest passes with the times", ASSUMPTION),
    ),
    *_of("money",
        ("effort_of_money", 4.2, 3, 5.4, "effort a staff-month",
         "effort that one month of paid work gives", ASSUMPTION),
        ("reserve_price", 0.35, 0.2, 0.5, "share",
         "grants lost by a reserve of a year's income: donors ask why it is not spent", ASSUMPTION),
        ("own_income", 0.08, 0.05, 0.11, "staff-months a member",
         "dues, fees and small gifts that an active member brings each month, at full effort", ASSUMPTION),
        ("reporting", 0.8, 0.4, 1.2, "effort a grant",
         "effort that a running grant takes each month for reports", ASSUMPTION),
        ("volunteer_continuity", 0.85, 0.7, 1, "share",
         "how much of volunteers' effort counts in work that needs continuity", ASSUMPTION),
        ("friction", 0.25, 0.1, 0.4, "share", "effort lost where nobody's role is clear", ASSUMPTION),
        ("competition", 0.5, 0.2, 0.8, "share",
         "further effort lost to fighting when all money is gone and no role is clear", ASSUMPTION),
        ("voice_price", 0.7, 0.4, 1, "share",
         "effort spent on hearing everyone, when members disagree completely", ASSUMPTION),
    ),
    *_fixed("money",
        ("change_price", 0.2, "share", "effort lost in a month in which the plan changes course", HELD),
        ("saving_share", 0.25, "share", "income put aside while the reserve is below its target", HELD),
        ("reserve_stretch", 9, "months", "how long a reserve is made to last when it replaces lost money", DEFINITION),
        ("pandemic_meeting", 0.8, "share",
         "mobilising, training, teaching and relations lost in a full pandemic", HELD),
        ("hiring_time", 12, "months", "how long a team takes to grow to what its money can pay", HELD),
        ("dismissal_time", 2, "months", "how long a team takes to shrink when its money runs out", HELD),
        ("staff_rotation", 0.018, "per month", "paid people leave and take their experience along",
         "staff turnover 14-22 % a year (Nonprofit HR, Tidelift)"),
    ),
    *_of("champions",
        ("training_rate", 0.05, 0.03, 0.07, "per month", "an untrained champion is trained, at full effort",
         ASSUMPTION),
        ("untrained", 0.25, 0.1, 0.4, "share",
         "how much of a trained official's work an untrained one does", ASSUMPTION),
        ("post_rotation", 0.015, 0.01, 0.02, "per month",
         "officials leave posts for reasons of their own, where nothing supports them",
         "staff turnover 14-21 % a year (Nonprofit HR, Tidelift)"),
        ("refill_rate", 0.06, 0.03, 0.12, "per month",
         "a vacant post is filled, where the door is fully open", ASSUMPTION),
        ("course_adoption", 0.02, 0, 0.04, "per month", "a government adopts a course, at full buy-in and routine",
         "assumption; Agesic, Uruguay (source text)"),
    ),
    *_fixed("champions",
        ("officials_teach", 0.5, "share",
         "how much officials' own courses train, compared with the community at full effort",
         "assumption, held fixed; direction: individual training works (Azulai, Rasul, Rogger and Williams 2020)"),
        ("course_routine", 0.5, "share", "how much a course adds to routine", HELD),
        ("support_ceiling", 1.25, "-", "support at which no official would leave a post", HELD),
        ("senior_posts", 0.25, "share", "posts that are political appointments", DEFINITION),
    ),
    *_of("people",
        ("rotation", 0.012, 0.008, 0.016, "per month", "members leave for reasons in their own lives",
         "assumption; a secondary source: 2.8 % of people leave in a month, for all reasons"),
        ("burnout", 0.21, 0.15, 0.27, "per month", "members without any energy leave, on top of that", ASSUMPTION),
        ("newcomer_exit", 0.02, 0.005, 0.035, "per month", "newcomers without the basics leave, on top of that",
         "assumption; civic projects: most contributors stay less than a month"),
        ("asking", 0.08, 0.05, 0.11, "per month", "someone who is asked joins, at full effort",
         "assumption; those asked are about four times as likely (Bryant and others 2003, secondary)"),
        ("peer_recruiting", 0.075, 0.05, 0.1, "per month", "someone whose acquaintances are all active joins",
         ASSUMPTION),
        ("founding", 0.0055, 0.003, 0.008, "per month", "someone joins unasked", ASSUMPTION),
        ("off_theme_joining", 0.65, 0.4, 0.9, "share",
         "how often people join whose theme is not worked on, compared with others", ASSUMPTION),
        ("literacy_help", 0.5, 0.2, 0.8, "share",
         "how far concrete problems and teaching help those without data literacy to join", ASSUMPTION),
        ("replacement", 0.06, 0.04, 0.08, "per month", "another person takes an inactive seat", ASSUMPTION),
        ("take_over", 0.7, 0.4, 1, "share", "how much of a leaving lead's role others take over, with complete records",
         "26 civic git histories: work in the year after losing the key person .79, others' work 1.45 times"),
        ("unheard", 0.4, 0.2, 0.6, "energy",
         "energy lost by those who want more than the public accepts and are not heard", ASSUMPTION),
        ("confrontation_draw", 0.5, 0.2, 0.8, "share",
         "how many more people join a fully confrontational community", ASSUMPTION),
        ("strain", 0.25, 0.1, 0.4, "energy",
         "energy lost to fighting, to a pandemic or to closed civic space, at its worst", ASSUMPTION),
    ),
    *_fixed("people",
        ("newcomer_months", 6, "months", "how long somebody counts as a newcomer", DEFINITION),
        ("asking_reach", 3, "of an even share",
         "how much more asking reaches people when all of it goes into one theme", DEFINITION),
        ("smallest_crowd", 0.1, "of the usual members",
         "below this number of members, coordination gets no easier", DEFINITION),
        ("window_width", 0.2, "stance",
         "how far a stance may lie above public standing and still be accepted in public", HELD),
        ("onboarding", 0.6, "share", "data literacy that complete records give to those who join", HELD),
        ("organised_weight", 1.5, "weight",
         "how much an organisation or journalist counts as a user of data, compared with an activist", HELD),
        ("radicalised_step", 0.5, "stance",
         "how far a member's stance moves when an event radicalises members", DEFINITION),
    ),
    *_of("publication",
        ("outside_users", 0.55, 0.4, 0.7, "share",
         "share of the usual users of data who are not members of the community", ASSUMPTION),
        ("theme_effort", 1.5, 0.9, 2.1, "effort", "effort that a theme takes for half of what publishing can give",
         ASSUMPTION),
        ("publication_rate", 0.9, 0.6, 1.2, "datasets a month",
         "purpose data published on a theme, at full effort and support",
         "assumption; Open Data Charter, publishing with purpose"),
        ("default_rate", 0.8, 0.4, 1.2, "-", "speed at which catalogues open by default", ASSUMPTION),
        ("default_worth", 1.5, 0.75, 2.25, "datasets a theme",
         "what a catalogue that is fully open by default is worth to a theme",
         "assumption; 19 % of leaders' datasets are open (Open Data Barometer 2018)"),
        ("collection_rate", 0.03, 0, 0.06, "datasets a month",
         "data that the community collects itself on a theme, at full effort", ASSUMPTION),
        ("partner_capacity", 0.9, 0.6, 1, "share",
         "how much of the gap to national capacity partners close", ASSUMPTION),
        ("win_rate", 0.08, 0.04, 0.12, "per month",
         "visible wins of a government whose data is used as usual", ASSUMPTION),
    ),
    *_fixed("publication",
        ("catalogue_ageing", 2, "ratio", "how much longer a catalogue stays up to date than purpose data", HELD),
    ),
    *_of("standing",
        ("relations_weight", 0.8, 0.5, 1, "share", "how much of the gap to full buy-in relations close", ASSUMPTION),
        ("hostile_ally", 0.4, 0, 0.8, "share", "relations that still work with a hostile leader", ASSUMPTION),
        ("ranking", 0.1, 0, 0.2, "share", "how much of the gap to full buy-in the wish to be number one closes",
         "assumption; direction: Kelley and Simmons 2019"),
        ("confrontation_price", 0.05, 0, 0.1, "per month", "buy-in lost to confrontation without public standing",
         ASSUMPTION),
        ("partisan_price", 0.3, 0.1, 0.5, "share", "standing lost by siding with those in office", ASSUMPTION),
        ("milestone_lift", 0.8, 0.4, 1, "share", "vision won by keeping a large promise", ASSUMPTION),
    ),
    *_fixed("standing",
        ("known", 0.3, "share", "standing of a community that tells no stories", HELD),
        ("journalist_half", 0.1, "share", "journalists among members that give half of their full effect", HELD),
        ("unreported", 0.5, "share", "coverage that is left without journalists", HELD),
        ("win_credit", 0.05, "share", "a leader's buy-in won by a visible win", HELD),
        ("milestone_loss", 0.08, "share", "vision lost by missing a promise", HELD),
        ("milestone_half", 6, "wins", "promise that lifts the vision half as much as the largest could", HELD),
        ("milestone_months", 6, "months", "time between two milestones", DEFINITION),
    ),
    *_of("donors",
        ("grant_months", 34, 24, 44, "months", "median length of a grant",
         "384 grants of one large grant-maker, 360Giving: median 34.7 months (quarter 18, three quarters 41)"),
        ("drift", 0.02, 0, 0.04, "per month", "a donor's priorities change", ASSUMPTION),
        ("donor_exit", 0.005, 0.002, 0.01, "per month", "a donor closes its programme", ASSUMPTION),
        ("donor_entry", 0.04, 0.02, 0.06, "per month", "a donor that closed comes back", ASSUMPTION),
        ("family_exit", 0.004, 0.002, 0.006, "per month", "a family of donors leaves together", ASSUMPTION),
        ("off_theme_grant", 0.55, 0.3, 0.8, "share",
         "a donor's interest in a community that does not work on its theme", ASSUMPTION),
        ("renewal", 0.05, 0, 0.1, "probability", "base chance that a grant is renewed",
         "assumption; 360Giving: funded again within a year of the end .20 (.125-.31)"),
        ("application_success", 0.05, 0.03, 0.07, "per month", "a well-prepared application succeeds", ASSUMPTION),
        ("looking_round", 2, 0, 4, "ratio", "how much more often paid people leave when all money is announced to end",
         ASSUMPTION),
    ),
    *_fixed("donors",
        ("family_share", 0.85, "probability", "a donor closes when its family leaves",
         "83-86 % of one donor's programmes ended at once in 2025"),
        ("last_months", 3, "months", "how long the grant of a closing donor runs on, at most", DEFINITION),
        ("unasked_share", 0.15, "share", "success with donors that nobody applies to, compared with others", HELD),
        ("pursued_share", 0.5, "share", "donors that the community applies to, the largest first", DEFINITION),
        ("government_donor_floor", 0.25, "share", "interest of a government as a donor while its door is shut", HELD),
        ("performance_floor", 0.5, "-", "a donor's interest in a community that achieves nothing", HELD),
        ("shortest_grant", 0.5, "share",
         "shortest grant, as a share of the median; the longest is as much longer", HELD),
        ("moved_grant_months", 6, "months",
         "how long running grants go on when a donor changes its priorities", DEFINITION),
    ),
)  # fmt: skip
"""All numbers but the gains of the mechanisms."""

MECHANISMS: Final[tuple[Mechanism, ...]] = (
    Mechanism("community", "communities of one context differ in lasting ways"),
    Mechanism("tides", "better and worse times come and go"),
    Mechanism("turnover", "governing parties change, by chance or by an event"),
    Mechanism("hostile", "new governments may be hostile, by chance or by an event"),
    Mechanism("shield", "routine shields from a change of government"),
    Mechanism("relations", "relations with every side open doors and make hostility less likely"),
    Mechanism("ranking", "governments want to be number one"),
    Mechanism("course", "governments adopt a training course"),
    Mechanism("officials_teach", "officials train officials"),
    Mechanism("partners", "national agencies lend capacity to local governments"),
    Mechanism("default_worth", "open by default serves every theme"),
    Mechanism("grassroots_data", "the community collects data"),
    Mechanism("records", "records help to publish, win, teach, welcome and hand over"),
    Mechanism("coverage", "the press reports"),
    Mechanism("milestones", "kept and missed promises change the vision"),
    Mechanism("asking", "people join because they are asked"),
    Mechanism("peer_recruiting", "people join because acquaintances are active"),
    Mechanism("window", "who stands beyond the Overton window unheard loses energy"),
    Mechanism("founding", "people join unasked"),
    Mechanism("take_over", "others take over the role of those who leave"),
    Mechanism("burnout", "people leave for lack of energy"),
    Mechanism("newcomer_exit", "newcomers without the basics leave first"),
    Mechanism("friction", "effort is lost where roles are unclear"),
    Mechanism("competition", "people fight over shrinking money"),
    Mechanism("experience", "a paid team has to learn, and those who leave take along what they know"),
    Mechanism("own_income", "dues and small gifts that no donor can take away"),
    Mechanism("government_donors", "donors that are governments follow politics"),
    Mechanism("donor_families", "donors leave together"),
    Mechanism("announcement", "an announced exit of a donor is heeded: others are applied to, paid people look round"),
)
"""What can be taken out of the model, for ablations."""


def gain_name(mechanism: str) -> str:
    """Return the name of the parameter that switches a mechanism."""
    return f"{mechanism}_gain"


GAINS: Final[tuple[Parameter, ...]] = tuple(
    Parameter(gain_name(m.name), 1, 0, 1, "gain", f"0 takes out: {m.meaning}", "switch", "mechanisms")
    for m in MECHANISMS
)

ALL_PARAMETERS: Final[Mapping[str, Parameter]] = {p.name: p for p in (*PARAMETERS, *GAINS)}
PARAMETER_FIELDS: Final[tuple[str, ...]] = tuple(ALL_PARAMETERS)
"""Fields of the record that rules read, in order."""


def defaults() -> dict[str, float]:
    """Return every parameter's default."""
    return {name: float(parameter.default) for name, parameter in ALL_PARAMETERS.items()}


UNCERTAIN: Final[tuple[Parameter, ...]] = tuple(
    one
    for one in ALL_PARAMETERS.values()
    if not one.set_by_context and one.process != "mechanisms" and one.low < one.high
)
"""Everything that is neither a fact of a place, nor a definition, nor a switch."""


def role_of(parameter: Parameter) -> str:
    """Return what a parameter is: uncertain, a fact of a place, held (fixed or by definition) or a switch."""
    if parameter.set_by_context:
        return "place"
    if parameter.process == "mechanisms":
        return "switch"
    return "uncertain" if parameter.low < parameter.high else "held"
