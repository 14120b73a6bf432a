"""What was observed: thirteen patterns of turnover, projects, people, groups, donors, grants and staff, as data.

Every figure has its source, its size and how far it is trusted. A pattern holds one or more comparisons: each says in
plain words what is set beside what, and how one is judged. Definitions were written before any result was seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from sim.results.intervals import wilson

Role = Literal["input", "calibration", "check", "no counterpart"]
Test = Literal["interval", "at most", "positive", "negative", "none"]

ROLES: Final[tuple[Role, ...]] = ("calibration", "check", "input", "no counterpart")
COUNTED_ROLES: Final[tuple[Role, ...]] = ("calibration", "check")
"""Patterns that the model has to reproduce; the others are shown and not counted."""

SIGN_ONLY: Final = "sign only"
MIDDLE: Final = "range given in the source; the figure is its middle"
_TWO_SIDED: Final = 1.96


@dataclass(frozen=True)
class Observed:
    """A figure of the real world.

    Attributes
    ----------
    figure, low, high : in the unit of the comparison; None where nothing was reported.
    interval : where low and high come from.
    n : how many cases the figure rests on; None where that was not reported.
    """

    figure: float | None = None
    low: float | None = None
    high: float | None = None
    interval: str = SIGN_ONLY
    n: int | None = None


def share(count: int, n: int) -> Observed:
    """Return an observed share with Wilson's interval, which the source does not give."""
    found = wilson(count, n)
    return Observed(found.share, found.low, found.high, f"Wilson, 95 %, from n = {n:,}", n)


def reported_share(figure: float, n: int) -> Observed:
    """Return an observed share of which only the percentage was reported, with Wilson's interval."""
    found = wilson(round(figure * n), n)
    return Observed(figure, found.low, found.high, f"Wilson, 95 %, from n = {n:,}", n)


def span(low: float, high: float, interval: str = MIDDLE, n: int | None = None) -> Observed:
    """Return an observed range; its middle stands for the figure."""
    return Observed((low + high) / 2, low, high, interval, n)


def estimate(figure: float, error: float, n: int) -> Observed:
    """Return an estimate with the interval of its standard error."""
    half = _TWO_SIDED * error
    return Observed(figure, figure - half, figure + half, f"95 %, from the standard error {error:g}", n)


@dataclass(frozen=True)
class Comparison:
    """One figure of the world beside one figure of the model.

    Attributes
    ----------
    measure : name of the measure in :mod:`sim.evidence.measures`.
    label : the same in a few words, for tables and pictures.
    what : what is compared and how.
    unit : of the simulated figure, and of the observed one unless ``observed_unit`` says otherwise.
    test : "interval": inside it, near it (within twice its half-width) or outside. "at most": inside up to the figure.
        "positive", "negative": inside where the simulated interval lies on that side of zero. "none": shown only.
    decides : whether the pattern's verdict depends on it.
    """

    measure: str
    label: str
    what: str
    unit: str
    observed: Observed = Observed()
    test: Test = "interval"
    decides: bool = True
    observed_unit: str = ""


@dataclass(frozen=True)
class Pattern:
    """Something that was observed in the world.

    Attributes
    ----------
    number : the pattern's number, which never changes.
    found : everything that was reported, with all figures.
    contexts : names of the contexts in which it is measured.
    elsewhere : whether a user may have it measured in any other context.
    note : what the comparison cannot say.
    """

    number: int
    title: str
    role: Role
    trust: str
    found: str
    source: str
    contexts: tuple[str, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    elsewhere: bool = True
    note: str = ""


URUGUAY: Final = "uruguay"
CHAPTER: Final = "us-city-chapter"
DEPENDENT: Final = "donor-dependent-african-organisation"
CONTEXTS: Final = (URUGUAY, CHAPTER, DEPENDENT)
"""Where the patterns are measured unless a user chooses one context."""

STATES: Final = (URUGUAY, DEPENDENT)
"""Of these, the contexts with a national government."""

_TURNOVER = Pattern(
    1, "Leaders go when the calendar says so", "input", "solid",
    "A president's monthly chance to go is .012, .007, .005 and .007 in years 1 to 4, then .032 (year 5) and .051 "
    "(year 6); a prime minister's is flat, .020 to .031. Overall: parliamentary .0240 (600 changes in 25,021 "
    "country-months), presidential .0169 (282 in 16,730), autocracies .0069 (185 in 26,786). South America .0195, "
    "Mexico and Central America .0183, sub-Saharan Africa .0105, Europe .0265, North America .0133.",
    "REIGN leader list, January 1990 to March 2021, about 200 states (Bell, Besaw and Frank 2021); computed",
    STATES,
    (
        Comparison(
            "leader_exit", "leaders going",
            "Chance a month that a national leader goes, by election or early, with or without a change of party; "
            "observed in presidential systems.",
            "per month", share(282, 16_730),
        ),
    ),
    note="Terms, odds and early exits of a context are taken from the same list.",
)  # fmt: skip

_PARTY_LOSS = Pattern(
    2, "The governing party often loses", "input", "solid",
    "It loses 59 % of presidential elections (200 of 339; .54-.64) and 52 % of parliamentary ones (292 of 561; "
    ".48-.56), 18 % elsewhere (70 of 380). South America .60 (45 of 75), Mexico and Central America .68 (30 of 44), "
    "African democracies .54 (65 of 121).",
    "REIGN election list, 1,280 elections 1990-2020; computed",
    STATES,
    (
        Comparison(
            "party_loss", "elections lost",
            "Share of national elections that the governing party loses; observed in presidential ones.",
            "share", Observed(0.59, 0.54, 0.64, "95 %, as reported", 339),
        ),
    ),
    note="A context has its own country's odds, drawn towards its region, so it need not have the world's.",
)  # fmt: skip

_SENIOR_EXIT = Pattern(
    3, "Senior officials leave with the government", "input", "solid",
    "Chile: 57-70 % of agency heads left under three successive governments, nearly all of them in the first year "
    "(39-48 % of both senior levels together). Career staff less: in Brazil a new party in the municipality raised the "
    "share of new hires by 11 points, of headmasters by 24, of teachers by 10.",
    "La Tercera on Chile's senior public service; Akhtari, Moreira and Trucco (AER 2022; 2015 draft); read in excerpts",
    STATES,
    (
        Comparison(
            "senior_exit", "senior officials gone",
            "Share of senior champions in post before a change of party who are no longer in it, without a break, a "
            "year later, for whatever reason.",
            "share", span(0.57, 0.70, "range over three governments; the figure is its middle"),
        ),
    ),
)  # fmt: skip

_DELAYED_FALL = Pattern(
    4, "Open data falls in the year after a change of party", "check", "medium",
    "The Barometer's score fell by 2.6 in the year after a change of the governing party and rose by 2.7 where no "
    "leader changed: a difference of -5.4 (standard error 1.6); with year effects and baseline -4.7 (1.45). In the "
    "year of the change itself +1.3 (1.5), so nothing. 24 changes, not an experiment, and single cases go both ways.",
    "Open Data Barometer 2013-16 (CC BY 4.0, World Wide Web Foundation), 370 country-years, joined to REIGN; computed",
    STATES,
    (
        Comparison(
            "open_next_year", "openness, next year",
            "Open by default, mean of the calendar year after the change less what the year of the change had already "
            "lost, against the same futures without it. The change, of party in every government, comes in each "
            "month of the third year in turn. Required: a fall.",
            "share of the twin", estimate(-5.4, 1.6, 24), "negative", observed_unit="Barometer points",
        ),
        Comparison(
            "open_delay", "openness, delay",
            "How much larger, in size, the further change in the next year is than the one in the year itself. "
            "Required: above zero.",
            "share of the twin", test="positive",
        ),
        Comparison(
            "reuse_next_year", "reuse, next year",
            "The same as the first, for data in use. Required: a fall.", "share of the twin",
            estimate(-5.4, 1.6, 24), "negative", observed_unit="Barometer points",
        ),
        Comparison(
            "reuse_delay", "reuse, delay",
            "The same as the second, for data in use. Required: above zero.", "share of the twin",
            test="positive",
        ),
        Comparison(
            "open_same_year", "openness, same year",
            "Open by default in the calendar year of the change.", "share of the twin",
            estimate(1.3, 1.5, 24), "none", decides=False, observed_unit="Barometer points",
        ),
        Comparison(
            "reuse_same_year", "reuse, same year",
            "Data in use in the calendar year of the change.", "share of the twin",
            estimate(1.3, 1.5, 24), "none", decides=False, observed_unit="Barometer points",
        ),
    ),
    note="The Barometer's points have no unit in the model: sign and delay are required, not the size.",
)  # fmt: skip

_PROJECTS = Pattern(
    5, "Civic projects die fast, then slowly", "no counterpart", "solid",
    "Still active after 1, 3, 6, 12, 24, 36 and 60 months: .61, .50, .42, .33, .24, .19 and .13. Of those that outlive "
    "their first 30 days half are over after 14 months, and .20 reach five years.",
    "civictechindex brigade-project-index, April 2023, 5,189 repositories (dead: no commit for 12 months); computed",
    note="The model knows people, governments and donors, but no single projects.",
    elsewhere=False,
)  # fmt: skip

_STAYS = Pattern(
    6, "Most people stay briefly, a core stays for years", "calibration", "solid",
    "Contributors stay .8 month (median); those with at least 5 contributions 5.9 months; the core, with 50 or more, "
    "25.7 months, and .26 of the core are still there after five years. In 13 of 18 projects three people or fewer did "
    "half of the work.",
    "histories of 18 civic and open-data projects, 3,020 people; computed",
    (CHAPTER,),
    (
        Comparison(
            "stay_median", "median stay",
            "Months from the first to the last month of activity, median (Kaplan-Meier), of people who join after the "
            "beginning. A member of the model works every month, which is more than one contribution and includes "
            "others than the core: the figure has to lie between those of the two groups.",
            "months",
            span(5.9, 25.7, "from the group with at least 5 contributions to the core; sizes of groups not reported"),
        ),
        Comparison(
            "stay_five_years", "stays beyond five years",
            "Share of the same people whose stay exceeds five years. Observed for the core only, and members of the "
            "model are not only core: at most that share.",
            "share", Observed(0.26, None, 0.26, "upper bound; size of the core not reported"), "at most",
        ),
        Comparison(
            "work_of_three", "three do half the work",
            "Share of futures in which the three members who give most give half of what all give in ten years.",
            "share", share(13, 18), decides=False,
        ),
        Comparison(
            "spell_median", "median unbroken spell",
            "Months of unbroken activity, median (Kaplan-Meier), of all who become active after the beginning. Added "
            "after the first results: how much of a stay is coming back. Shown only.",
            "months",
            span(5.9, 25.7, "from the group with at least 5 contributions to the core; sizes of groups not reported"),
            decides=False,
        ),
        Comparison(
            "spell_five_years", "spells beyond five years",
            "Share of these spells of activity that exceed five years. Added with the one before. Shown only.",
            "share", Observed(0.26, None, 0.26, "upper bound; size of the core not reported"), "at most",
            decides=False,
        ),
    ),
    note="The spread of members' reach, an assumption, refers to the work of three, so that this one does not decide.",
)  # fmt: skip

_FADING = Pattern(
    7, "Groups fade more than they close", "check", "medium",
    "Of 149 groups listed by mid-2016, 118 (79 %) were still listed in 2023; of 144 groups with at least three "
    "projects 53 % had any activity in the last 12 months.",
    "Code for America brigade information and brigade-project-index, April 2023; computed",
    (CHAPTER,),
    (
        Comparison(
            "listed", "still listed",
            "Share of communities that would still be listed after seven years: anybody active, or anything "
            "formal left.", "share", share(118, 149),
        ),
        Comparison(
            "active_last_year", "active in the last year",
            "Share with at least a quarter of the people of their own beginning in any of the last 12 of these months.",
            "share", reported_share(0.53, 144),
        ),
        Comparison(
            "not_a_shell", "more than on paper",
            "Share that is working or struggling, and not on paper only or collapsed, in any of the last 12 of these "
            "months: a stricter reading of activity, shown only.",
            "share", reported_share(0.53, 144), decides=False,
        ),
    ),
    elsewhere=False,
    note="Activity was observed as commits to projects, which the model does not have.",
)  # fmt: skip

_DONOR_SHOCKS = Pattern(
    8, "Donors' exits are rare, large and shared", "input", "medium",
    "83-86 % of one donor's programmes ended at once in 2025; 61-67 % of the organisations surveyed were hit, 40 % of "
    "those lost up to half of their budget, and 45 % had no reserves. Aid fell by 9 % in 2024, and a further 9-17 % "
    "was projected for 2025 (sub-Saharan Africa 16-28 %).",
    "programme figures; EU SEE and Eastern Partnership surveys (self-selected); OECD; read in excerpts",
    STATES,
    (
        Comparison(
            "family_exit", "donors leaving together",
            "Share of the open donors of a family that close in the month in which the family leaves.",
            "share", span(0.83, 0.86),
        ),
    ),
)  # fmt: skip

_HABIT = Pattern(
    9, "Grants persist by habit, and small organisations die first", "calibration", "medium",
    "Grants persist by habit, not merit; small and young organisations die first. General support is 3 % of foundation "
    "money to local organisations in six countries, and 11 % of that is for longer than a year.",
    "Burger and Owens 2013 (Uganda); LINC; read in excerpts",
    (DEPENDENT,),
    (
        Comparison(
            "habit", "habit",
            "Share of donors paying today that pay two years later, by when every grant of today has run out, less the "
            "same share of open donors that do not pay today. Required: above zero.",
            "share", test="positive",
        ),
        Comparison(
            "habit_over_merit", "habit less merit",
            "That difference less the difference that merit makes: among donors paying today, those whose community "
            "performs in the best third over the two years less those in the worst third. Required: above zero.",
            "share", test="positive",
        ),
        Comparison(
            "habit_over_earlier_merit", "habit less earlier merit",
            "The same with performance as it is today. Added after the first results: over the two years, money also "
            "makes performance, which belittles habit. Shown only.",
            "share", test="positive", decides=False,
        ),
        Comparison(
            "small_first", "small less large",
            "Collapses a year after the third year: of the third of communities with fewest people then, less the "
            "third with most. Required: above zero.",
            "per year", test="positive",
        ),
        Comparison(
            "young_first", "young less old",
            "Collapses a year in the first three years less those later. The communities of the model are not young at "
            "the beginning, so that this is shown only.",
            "per year", test="none", decides=False,
        ),
    ),
)  # fmt: skip

_ESTABLISHED = Pattern(
    10, "Established organisations seldom die", "calibration", "weak",
    "About 1.1-2.8 % of established organisations die each year.",
    "Urban Institute 2013; Bielefeld; read in excerpts",
    (URUGUAY,),
    (
        Comparison(
            "established_collapse", "collapses",
            "First collapses a year after month 36 among communities that work in month 36 and never collapsed.",
            "per year", span(0.011, 0.028),
        ),
    ),
)  # fmt: skip

_HACKATHONS = Pattern(
    11, "Hackathon projects rarely live on", "no counterpart", "good",
    "7 % show any activity after 6 months.",
    "McIntosh and Hardin 2021, about 12,000 projects; read in excerpts",
    note="The model knows no single projects.",
    elsewhere=False,
)  # fmt: skip

_STAFF = Pattern(
    12, "A fifth of the staff goes each year", "check", "medium",
    "Staff turnover in non-profits is 14-21 % a year (US); 22 % of open-source maintainers quit, 36 % considered it.",
    "Nonprofit HR; Tidelift; read in excerpts",
    CONTEXTS,
    (
        Comparison(
            "post_turnover", "champions leaving",
            "Champions who leave their posts, for each filled post and year, in months without a change of party or "
            "leader: the model's only people in paid posts.",
            "per year", span(0.14, 0.21),
        ),
        Comparison(
            "member_turnover", "members leaving",
            "Members who become inactive, for each active member and year; beside it the maintainers who quit, of whom "
            "no period is reported.",
            "per year", Observed(0.22, None, None, "no period reported"), "none", decides=False, observed_unit="share",
        ),
    ),
    note="Champions are officials, not staff of a non-profit organisation.",
)  # fmt: skip

_TRAINING = Pattern(
    13, "Training officials one by one changes practice", "calibration", "sign only",
    "Individual training of officials improves culture and performance 6-18 months later; training whole teams "
    "does not.",
    "Azulai, Rasul, Rogger and Williams 2020 (Ghana, randomised); read in excerpts",
    STATES,
    (
        Comparison(
            "training_routine", "routine practice",
            "Routine practice of governments, mean of months 6 to 18, where the baseline plan gives training twice the "
            "weight, less the same futures without. Required: above zero.",
            "share", test="positive",
        ),
        Comparison(
            "training_reuse", "data in use",
            "Data in use in the same months, shown only: in the model more training means less of everything else.",
            "active-use index", test="none", decides=False,
        ),
    ),
    note="There are no teams in the model.",
)  # fmt: skip

PATTERNS: Final[tuple[Pattern, ...]] = (
    _TURNOVER, _PARTY_LOSS, _SENIOR_EXIT, _DELAYED_FALL, _PROJECTS, _STAYS, _FADING, _DONOR_SHOCKS, _HABIT,
    _ESTABLISHED, _HACKATHONS, _STAFF, _TRAINING,
)  # fmt: skip
"""All patterns, in the order of their numbers."""
