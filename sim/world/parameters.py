"""Every number of the model, once: name, unit, default, range, meaning, source.

Rules contain no bare numbers; whatever is not 0, 1, 2 or the count of things averaged stands here. Documentation,
sliders and sampling ranges derive from this table. "assumption" means that nobody measured it: the value was set by
hand so that the baseline is neither doomed nor immortal, and the range says how far one may doubt it. "calibrated" ones
were moved within such a range until simulated futures agreed with four observed patterns.

Mechanisms are switched by gains: 1 is as designed, 0 takes the mechanism out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MODEL_VERSION: Final = "2"
"""Raised whenever the same files give other results; files of parameter sets and of results name theirs."""

ASSUMPTION: Final = "assumption"
CALIBRATED: Final = "calibrated within an assumed range"
"""The value of the best single set (docs/validation.md): one of many that agree with what was observed."""


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


def _of_context(process: str, *rows: tuple[str, float, float, float, str, str, str]) -> tuple[Parameter, ...]:
    return tuple(Parameter(*row, process=process, set_by_context=True) for row in rows)


PARAMETERS: Final[tuple[Parameter, ...]] = (
    *_of("time",
        ("fast_time", 6, 3, 9, "months", "shared time constant of what changes fast", ASSUMPTION),
        ("medium_time", 25, 9, 27, "months", "shared time constant of what changes in a year or two", CALIBRATED),
        ("slow_time", 48, 24, 72, "months", "shared time constant of what changes over a term of office", ASSUMPTION),
    ),
    *_of("size",
        ("standard_governments", 12, 12, 12, "governments", "size to which wins are scaled", "definition"),
        ("standard_donors", 12, 12, 12, "donors", "size to which applications are scaled", "definition"),
        ("volunteer_effort", 0.14, 0.14, 0.14, "effort a seat",
         "effort that one seat of the membership is expected to give in month 0", "definition"),
        ("standard_donors_a_seat", 0.075, 0.075, 0.075, "donors a seat",
         "donors of a community of usual funding; needs follow people as well as money", "definition"),
        ("saturation_share", 0.15, 0.08, 0.23, "of expected effort",
         "effort at which any activity reaches half of its full effect", ASSUMPTION),
        ("upkeep_share", 0.95, 0.5, 1.4, "of expected effort", "standing workload at the usual success", ASSUMPTION),
    ),
    *_of_context("elections",
        ("term", 48, 12, 120, "months", "time between elections", "constitutions; parliamentary ones as observed"),
        ("turnover_probability", 0.55, 0, 1, "probability", "the governing party loses an election",
         "REIGN elections 1990-2020 (1,280): presidential .59 (.54-.64), parliamentary .52 (.48-.56), elsewhere .18"),
        ("early_exit", 0.006, 0, 0.2, "per month", "a leader goes between elections",
         "REIGN leaders 1990-2021: presidents' years 1-4 .012 .007 .005 .007, parliamentary higher"),
        ("leader_change", 0.3, 0, 1, "probability",
         "at an election that the party wins its leader is another one (1 where re-election is barred)", ASSUMPTION),
    ),
    *_of("elections",
        ("hostile_probability", 0.3, 0, 0.6, "probability", "a new government is hostile", ASSUMPTION),
        ("senior_exit", 0.6, 0.4, 0.8, "probability", "a political appointee loses the post when the party changes",
         "Chile: 57-70 % of agency heads left under three successive governments (La Tercera)"),
        ("career_exit", 0.17, 0.05, 0.35, "probability", "a career official loses the post when the party changes",
         "Brazil: new-hire share +11 points, headmasters +24, teachers +10 (Akhtari, Moreira and Trucco 2022)"),
        ("hostile_exit_factor", 0.3, 0, 1, "-", "how much more often under a hostile successor", ASSUMPTION),
        ("exit_ceiling", 0.95, 0.95, 0.95, "probability", "at most", "definition"),
        ("leader_change_exit_factor", 0.5, 0, 1, "of senior exit",
         "political appointees who go with a leader of the same party", ASSUMPTION),
        ("shield_of_routine", 0.7, 0, 1, "share", "how far institutionalised practice shields from a change",
         "assumption; direction: source text, Open Government Partnership"),
        ("shield_of_commitment", 0.3, 0, 0.6, "share", "how far a charter, decree or law shields", ASSUMPTION),
        ("commitment_repeal", 0.3, 0, 0.6, "probability", "a hostile successor repeals a commitment", ASSUMPTION),
        ("withdrawal_rate", 0.056, 0, 0.12, "per month",
         "data withdrawn by a hostile successor in the first year (half of it in a year)", ASSUMPTION),
        ("withdrawal_months", 12, 6, 18, "months", "how long a hostile successor withdraws data", ASSUMPTION),
        ("withdrawal_notice", 0.01, 0, 0.03, "per month", "withdrawing above this rate is a public matter",
         ASSUMPTION),
        ("hostile_disposition", 0.25, 0.1, 0.4, "share", "a hostile leader's disposition is below this", ASSUMPTION),
        ("leader_disposition_floor", 0.3, 0.1, 0.5, "share", "lowest disposition of any other new leader", ASSUMPTION),
        ("leader_disposition_spread", 0.6, 0.4, 0.7, "share", "width of that range", ASSUMPTION),
        ("bridge_against_hostility", 0.5, 0, 1, "share",
         "how much less often a successor is hostile to a community that talks with every side", ASSUMPTION),
        ("bridge_disposition", 0.2, 0, 0.5, "share", "and how much better disposed", ASSUMPTION),
        ("partisan_memory", 0.5, 0, 1, "share",
         "what having been the old government's friend costs with the next", ASSUMPTION),
    ),
    *_of_context("beginning",
        ("leaders_disposition_start", 0.55, 0, 1, "share", "mean disposition of leaders at the beginning", ASSUMPTION),
        ("institutionalised_start", 0.1, 0, 1, "share", "routine practice at the beginning", ASSUMPTION),
        ("open_by_default_start", 0.05, 0, 1, "share", "share of the catalogue that is open at the beginning",
         ASSUMPTION),
        ("officials_trained_start", 0.15, 0, 1, "share", "champions who are trained at the beginning", ASSUMPTION),
        ("grant_size_log_mean", 0.1, -2, 3, "log staff-months", "donors' monthly grant (log-normal)", ASSUMPTION),
        ("grant_size_log_spread", 0.7, 0, 1.5, "log staff-months", "spread of the same: how concentrated money is",
         ASSUMPTION),
        ("government_donor_share", 0.25, 0, 1, "share", "donors that are themselves a government", ASSUMPTION),
    ),
    *_of("beginning",
        ("disposition_spread_start", 0.7, 0.4, 0.8, "share", "width of the range of leaders' dispositions", ASSUMPTION),
        ("national_capacity_start", 0.8, 0.6, 1, "share", "data capacity of a national agency", ASSUMPTION),
        ("local_capacity_floor_start", 0.2, 0.1, 0.4, "share", "lowest data capacity of a city or council", ASSUMPTION),
        ("local_capacity_spread_start", 0.4, 0.2, 0.6, "share", "width of that range", ASSUMPTION),
        ("datasets_start", 0.2, 0, 1, "datasets a theme", "maintained purpose datasets of a government", ASSUMPTION),
        ("post_filled_start", 0.6, 0.3, 0.9, "probability", "a champion post is filled at the beginning", ASSUMPTION),
        ("champion_energy_start", 0.6, 0.4, 0.8, "share", "energy of a champion who begins or is new", ASSUMPTION),
        ("funded_start", 0.35, 0.1, 0.6, "probability", "a donor funds the community at the beginning", ASSUMPTION),
        ("activist_share", 0.6, 0.4, 0.8, "share", "members who are activists", ASSUMPTION),
        ("organisation_share", 0.28, 0.1, 0.4, "share", "members that are organisations; the rest are journalists",
         ASSUMPTION),
        ("active_start", 0.4, 0.2, 0.6, "probability", "a seat of the membership is active at the beginning",
         ASSUMPTION),
        ("member_energy_start", 0.5, 0.3, 0.7, "share", "mean energy of members at the beginning", ASSUMPTION),
        ("member_energy_spread_start", 0.2, 0, 0.4, "share", "width of that range", ASSUMPTION),
        ("active_literacy_start", 0.4, 0.2, 0.6, "share", "literacy of members who are active at the beginning",
         ASSUMPTION),
        ("newcomer_literacy", 0.1, 0, 0.3, "share", "lowest literacy of someone from outside", ASSUMPTION),
        ("newcomer_literacy_spread", 0.2, 0, 0.4, "share", "width of that range", ASSUMPTION),
        ("stance_mean", 0.45, 0.3, 0.6, "stance", "mean stance (0 gradual insider, 1 radical outsider)", ASSUMPTION),
        ("stance_spread", 0.22, 0.1, 0.35, "stance", "standard deviation of stances", ASSUMPTION),
        ("drive_floor", 0.4, 0.2, 0.6, "share", "lowest drive of a member (shared values)", ASSUMPTION),
        ("drive_spread", 0.4, 0.2, 0.6, "share", "width of that range", ASSUMPTION),
        ("reach_spread", 1, 0.5, 1.4, "log", "spread of members' reach (log-normal, mean 1)",
         "assumption; in 13 of 18 civic projects three people or fewer did half of the work"),
        ("rewiring", 0.2, 0, 1, "probability", "an acquaintance is a random one instead of a neighbour", ASSUMPTION),
        ("reserve_start", 3, 0, 12, "months of usual income", "money kept at the beginning",
         "assumption; 57 % of non-profits held less than three months (Blackwood and Pollak 2009)"),
        ("roles_start", 0.5, 0, 1, "share", "how clear roles are at the beginning", ASSUMPTION),
        ("vision_start", 0.5, 0, 1, "share", "how alive the vision is at the beginning", ASSUMPTION),
        ("documentation_start", 0.3, 0, 1, "share", "what is written down at the beginning", ASSUMPTION),
        ("window_start", 0.5, 0.3, 0.7, "stance", "where the Overton window rests", ASSUMPTION),
        ("trust_start", 0.5, 0.3, 0.7, "share", "where public legitimacy rests", ASSUMPTION),
        ("bridge_start", 0.3, 0, 0.6, "share", "relations with every side at the beginning", ASSUMPTION),
        ("wins_start", 0.6, 0.3, 1, "wins a month", "wins that people are used to at the beginning", ASSUMPTION),
        ("momentum_start", 0.3, 0.1, 0.5, "share", "momentum at the beginning", ASSUMPTION),
    ),
    *_of("plan",
        ("change_price", 0.2, 0, 0.4, "share", "effort lost in a month in which the plan changes course", ASSUMPTION),
    ),
    *_of("money",
        ("saving_share", 0.85, 0.7, 1, "share", "income that is spent while the reserve is below its target",
         ASSUMPTION),
        ("lean_spending", 0.5, 0.25, 0.75, "of usual income", "spending is held here from the reserve while saving",
         ASSUMPTION),
        ("absorption", 1.5, 1, 3, "of usual income", "spending above this is slowed", ASSUMPTION),
        ("absorption_slope", 0.5, 0.2, 1, "share", "how much of what lies above can be spent at once", ASSUMPTION),
        ("effort_of_money", 5, 2.5, 8, "effort a staff-month", "paid against volunteer effort", ASSUMPTION),
        ("effort_floor", 0.5, 0.2, 0.8, "share", "effort of a member without data literacy", ASSUMPTION),
        ("competition", 0.3, 0, 0.6, "share",
         "effort lost to fighting over shrinking money where roles are unclear", ASSUMPTION),
        ("voice_price", 0.5, 0, 1, "share", "effort spent on hearing everyone, at full disagreement", ASSUMPTION),
        ("pandemic_effort", 0.3, 0, 0.6, "share", "effort lost in a full pandemic", ASSUMPTION),
        ("pandemic_meeting", 1, 0.5, 1, "share", "meeting, training and teaching lost in a full pandemic", ASSUMPTION),
        ("pandemic_relations", 0.5, 0, 1, "share", "relations with governments lost in a full pandemic", ASSUMPTION),
        ("workload_floor", 0.6, 0.4, 0.8, "of standing workload", "workload without any data in use", ASSUMPTION),
        ("workload_of_reuse", 0.24, 0, 0.5, "of standing workload",
         "upkeep that each multiple of the first reuse adds: success brings work", ASSUMPTION),
    ),
    *_of("champions",
        ("officials_teach", 0.5, 0, 1, "share", "training that officials give to officials",
         "assumption; direction: individual training works (Azulai, Rasul, Rogger and Williams 2020)"),
        ("training_rate", 0.143, 0.05, 0.2, "per month", "an untrained champion is trained, at full effort",
         CALIBRATED),
        ("weak_support", 0.364, 0.25, 1, "weight", "momentum and vision beside buy-in, peers and routine", CALIBRATED),
        ("supports_needed", 3, 2, 4, "supports", "supports that keep a champion at full energy", ASSUMPTION),
        ("post_rotation", 0.01, 0.003, 0.03, "per month", "officials leave their posts for reasons of their own",
         ASSUMPTION),
        ("refill_rate", 0.08, 0.04, 0.12, "per month", "a vacant post is filled, at full buy-in and routine",
         ASSUMPTION),
        ("civic_space_posts", 0.5, 0, 1, "share", "posts not filled, doors shut when civic space is closed",
         ASSUMPTION),
    ),
    *_of("people",
        ("rotation", 0.0238, 0.01, 0.06, "per month", "members leave for reasons of their own lives",
         "calibrated within an assumed range; a secondary source: 2.8 % of people leave in a month"),
        ("returning", 0.141, 0, 1, "share", "how readily someone who left joins again, beside someone who never did",
         CALIBRATED),
        ("burnout", 0.07, 0.03, 0.1, "per month", "leaving at zero energy, on top", ASSUMPTION),
        ("newcomer_exit", 0.05, 0, 0.25, "per month", "a newcomer without the basics leaves, on top",
         "assumption; civic projects: most contributors stay less than a month"),
        ("newcomer_months", 6, 3, 12, "months", "how long one is a newcomer", ASSUMPTION),
        ("asking", 0.16, 0.08, 0.24, "per month", "someone who is asked joins, at full effort",
         "assumption; those asked are about four times as likely (Bryant and others 2003, secondary)"),
        ("peer_recruiting", 0.05, 0, 0.1, "per month", "someone joins whose acquaintances are all active", ASSUMPTION),
        ("off_theme_joining", 0.3, 0, 0.6, "share", "joining where one's theme is not worked on", ASSUMPTION),
        ("literacy_help", 0.495, 0.2, 0.8, "share",
         "how far talking of problems and teaching help those without data literacy to join", CALIBRATED),
        ("trust_floor", 0.5, 0.2, 0.8, "share", "joining when nobody trusts the community", ASSUMPTION),
        ("confrontation_draw", 0.5, 0, 1, "share", "more people join a confrontational community", ASSUMPTION),
        ("joining_energy", 0.6, 0.4, 0.8, "share", "energy of those who join", ASSUMPTION),
        ("onboarding", 0.6, 0, 1, "share", "literacy that good records give to those who join", ASSUMPTION),
        ("replacement", 0.02, 0, 0.05, "per month", "someone outside moves away and another person comes", ASSUMPTION),
        ("unheard_price", 0.2, 0, 0.4, "energy", "cost of standing outside the window unheard", ASSUMPTION),
        ("window_above", 0.05, 0, 0.2, "stance", "above the window by this much is outside", ASSUMPTION),
        ("window_below", 0.45, 0.2, 0.6, "stance", "below it by this much is outside", ASSUMPTION),
        ("pandemic_energy", 0.15, 0, 0.3, "energy", "cost of a full pandemic", ASSUMPTION),
        ("fight_energy", 0.25, 0, 0.5, "energy", "cost of fighting over money", ASSUMPTION),
        ("civic_space_energy", 0.2, 0, 0.4, "energy", "cost of closed civic space", ASSUMPTION),
    ),
    *_of("publication",
        ("public_share", 0.2, 0.1, 0.4, "of seats", "informed people that make the full public of a theme", ASSUMPTION),
        ("organised_weight", 1.5, 1, 2.5, "weight", "an organisation or journalist as a user of data", ASSUMPTION),
        ("partner_capacity", 0.7, 0, 1, "share", "of the gap to national capacity closed by partners", ASSUMPTION),
        ("partner_price", 0.25, 0, 0.5, "share", "output that working through partners costs", ASSUMPTION),
        ("publication_rate", 1.5, 0.75, 2.5, "datasets a month", "purpose datasets, at full effort and support",
         "assumption; Open Data Charter, publishing with purpose"),
        ("maintenance", 0.75, 0.5, 1, "share", "decay of datasets that cover and champions prevent", ASSUMPTION),
        ("maintenance_floor", 0.5, 0, 1, "share", "of that, without any champion", ASSUMPTION),
        ("default_threshold", 0.5, 0.25, 0.75, "buy-in", "needed before a government goes for open by default",
         ASSUMPTION),
        ("default_rate", 2, 1, 3, "-", "speed of opening by default", ASSUMPTION),
        ("default_spillover", 3, 0, 5, "datasets a theme", "what full open by default is worth to a theme",
         "assumption, tuned; 19 % of leaders' datasets are open (Open Data Barometer 2018)"),
        ("collection_rate", 0.3, 0, 1, "datasets a month", "data that the community collects, at full effort",
         ASSUMPTION),
        ("win_rate", 0.25, 0.1, 0.4, "-", "visible wins from data in use", ASSUMPTION),
        ("momentum_half", 0.5, 0.25, 1, "wins a month", "wins, beside what is usual, that halve momentum", ASSUMPTION),
        ("course_routine", 0.5, 0, 1, "share", "how much a course adds to routine practice", ASSUMPTION),
        ("course_threshold", 0.3, 0.15, 0.45, "routine", "needed before a government adopts a course", ASSUMPTION),
        ("course_buy_in", 0.4, 0.2, 0.6, "buy-in", "needed before a government adopts a course", ASSUMPTION),
        ("course_adoption", 0.03, 0, 0.1, "per month", "a ready government adopts a course",
         "assumption; Agesic, Uruguay (source text)"),
        ("commitment_buy_in", 0.6, 0.4, 0.8, "buy-in", "needed for a charter, decree or law", ASSUMPTION),
        ("commitment_adoption", 0.01, 0, 0.03, "per month", "adopting one, at full buy-in", ASSUMPTION),
    ),
    *_of("standing",
        ("journalist_half", 0.1, 0.05, 0.2, "share", "journalists among members for half of their effect", ASSUMPTION),
        ("coverage_floor", 0.5, 0.2, 0.8, "share", "coverage without journalists", ASSUMPTION),
        ("confrontation_news", 3, 0, 6, "wins", "news that full confrontation makes, in wins", ASSUMPTION),
        ("voice_quiet", 0.2, 0, 0.4, "share", "radical voice heard without confrontation", ASSUMPTION),
        ("window_speed", 0.03, 0, 0.06, "per month", "how fast the window moves",
         "assumption; radical tactics raised support for moderates (Simpson and others 2022), evidence mixed"),
        ("backlash_voice", 0.3, 0.15, 0.45, "share", "radical voice at which the flank turns into backlash",
         ASSUMPTION),
        ("window_coverage", 0.5, 0, 1, "-", "how far covered wins move the window", ASSUMPTION),
        ("window_low", 0.1, 0.1, 0.1, "stance", "the window's lowest place", "definition"),
        ("window_high", 0.95, 0.95, 0.95, "stance", "the window's highest place", "definition"),
        ("partisan_trust", 0.3, 0, 0.6, "share", "trust lost by taking sides", ASSUMPTION),
        ("withdrawal_trust", 2, 0, 4, "-", "trust lost when governments withdraw data", ASSUMPTION),
        ("trust_speed", 0.06, 0, 0.1, "per month", "how fast trust moves", ASSUMPTION),
        ("trust_asymmetry", 2, 1, 4, "ratio", "losing trust against winning it; 1 is symmetric",
         "Slovic 1993 through Poortinga and Pidgeon 2004; contested"),
        ("confrontation_gap", 0.4, 0, 0.8, "stance", "how far confrontation looks beyond the window", ASSUMPTION),
        ("confrontation_buy_in", 0.05, 0, 0.1, "per month", "buy-in lost to confrontation", ASSUMPTION),
        ("win_buy_in", 0.05, 0, 0.1, "per month", "buy-in won by a visible win", ASSUMPTION),
        ("coverage_credit", 2, 0, 4, "-", "how much coverage lets a leader claim credit for a win", ASSUMPTION),
        ("ally_buy_in", 0.05, 0, 0.1, "per month", "buy-in won by relations", ASSUMPTION),
        ("confrontation_ally", 0.5, 0, 1, "share", "relations lost to confrontation", ASSUMPTION),
        ("hostile_ally", 0.4, 0, 0.8, "share", "relations that still work with a hostile leader", ASSUMPTION),
        ("ranking_buy_in", 0.05, 0, 0.1, "per month", "buy-in won by wanting to be number one",
         "assumption; direction: Kelley and Simmons 2019"),
        ("ranking_quiet", 0.3, 0, 0.6, "share", "effect of the ranking without coverage", ASSUMPTION),
        ("vision_speed", 0.5, 0.2, 0.8, "share", "how far coordination keeps the vision alive", ASSUMPTION),
        ("milestone_months", 6, 6, 6, "months", "between two milestones", "definition"),
        ("milestone_lift", 0.5, 0.2, 0.8, "share", "vision won by reaching a milestone", ASSUMPTION),
        ("milestone_ambition", 6, 3, 12, "wins", "promise whose milestone counts half", ASSUMPTION),
        ("milestone_loss", 0.2, 0.1, 0.4, "share", "vision lost by missing one", ASSUMPTION),
    ),
    *_of("donors",
        ("grant_months", 22.7, 9, 36, "months", "middle length of a grant",
         "calibrated within an assumed range; 58 % of foundations made some grants of several years in 2014"),
        ("grant_months_low", 0.961, 0.5, 1, "share", "shortest grant, of the middle length", CALIBRATED),
        ("grant_months_spread", 0.66, 0, 1, "share", "width of that range", ASSUMPTION),
        ("drift", 0.028, 0, 0.084, "per month", "a donor's priorities change (about every three years)", ASSUMPTION),
        ("donor_exit", 0.011, 0, 0.018, "per month", "a donor closes", CALIBRATED),
        ("donor_entry", 0.017, 0, 0.051, "per month", "a closed donor comes back (after about five years)",
         ASSUMPTION),
        ("family_exit", 0.002, 0, 0.006, "per month", "a family of donors leaves together",
         "assumption; 83-86 % of one donor's programmes ended at once in 2025"),
        ("family_share", 0.85, 0.5, 1, "probability", "a donor of a leaving family closes",
         "83-86 % of one donor's programmes ended at once in 2025"),
        ("last_months", 3, 0, 6, "months", "a closing donor's grant runs on for at most", ASSUMPTION),
        ("off_theme_grant", 0.25, 0, 0.5, "share", "a donor's interest where its theme is not worked on", ASSUMPTION),
        ("government_donor_floor", 0.25, 0, 0.5, "share", "a government's interest as a donor without cover",
         ASSUMPTION),
        ("renewal", 0.57, 0.45, 1, "probability", "base of renewing a grant",
         "calibrated within an assumed range; grants persist by habit (Burger and Owens 2013, Uganda)"),
        ("renewal_performance", 0.8, 0.4, 1.2, "-", "renewal rises with performance", ASSUMPTION),
        ("grant_floor", 0.4, 0.2, 0.8, "share", "grants at no performance", ASSUMPTION),
        ("fundraising_floor", 0.5, 0.2, 0.8, "share", "renewals without fundraising", ASSUMPTION),
        ("application_success", 0.12, 0.06, 0.24, "per month", "an application succeeds", ASSUMPTION),
        ("application_effort", 3.98, 2, 8, "applications", "that full fundraising writes in a month", CALIBRATED),
        ("application_performance", 1.2, 0.6, 1.8, "-", "grants rise with performance", ASSUMPTION),
        ("unasked_share", 0.146, 0, 0.2, "share", "success with donors that are not pursued", CALIBRATED),
        ("pursued_floor", 2, 1, 4, "donors", "pursued without diversification", ASSUMPTION),
        ("pursued_spread", 10, 5, 10, "donors", "more, at full diversification", ASSUMPTION),
        ("moved_grant_months", 6, 3, 12, "months", "what runs on when a donor moves its money", ASSUMPTION),
        ("radicalised_step", 0.35, 0.2, 0.5, "stance", "how far an event moves a member's stance", ASSUMPTION),
    ),
)  # fmt: skip
"""All numbers but the gains of the mechanisms."""

MECHANISMS: Final[tuple[Mechanism, ...]] = (
    Mechanism("competition", "fighting over shrinking money"),
    Mechanism("peer_recruiting", "joining because acquaintances are active"),
    Mechanism("asking", "joining because one is asked"),
    Mechanism("burnout", "leaving for lack of energy"),
    Mechanism("shield", "routine practice shields from a change of government"),
    Mechanism("course", "governments adopt a training course"),
    Mechanism("officials_teach", "officials train officials"),
    Mechanism("ranking", "governments want to be number one"),
    Mechanism("window", "the Overton window moves"),
    Mechanism("hostile", "successors may be hostile, by luck or by an event"),
    Mechanism("turnover", "parties change in government, by luck or by an event"),
    Mechanism("default_spillover", "open by default serves every theme"),
    Mechanism("upkeep", "too much work for too little effort costs energy"),
    Mechanism("milestones", "kept and missed promises move the vision"),
    Mechanism("coverage", "the press reports"),
    Mechanism("partners", "national agencies lend capacity, at a price"),
    Mechanism("documentation", "records help to publish, win, teach and welcome"),
    Mechanism("bridge", "relations with every side pay at a change of government"),
    Mechanism("commitment", "charter, decree or law shields"),
    Mechanism("grassroots_data", "the community collects data"),
    Mechanism("government_donors", "donors that are governments follow politics"),
    Mechanism("donor_families", "donors leave together"),
    Mechanism("delay", "what a change of government does comes after it, not with it"),
    Mechanism("newcomer_exit", "newcomers without the basics leave first"),
    Mechanism("habituation", "momentum and scarcity are judged against what one got used to"),
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
