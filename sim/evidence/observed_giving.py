"""Observed of donors and grants."""

from __future__ import annotations

from typing import Final

from sim.evidence.pattern import DEPENDENT, STATES, Comparison, Observed, Pattern, share, span

DONOR_SHOCKS: Final = Pattern(
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

HABIT: Final = Pattern(
    9, "Grants persist by habit, and small organisations die first", "check", "medium",
    "Grants persist by habit, not merit; small and young organisations die first. General support is 3 % of foundation "
    "money to local organisations in six countries, and 11 % of that is for longer than a year.",
    "Burger and Owens 2013 (Uganda); LINC; read in excerpts",
    (DEPENDENT,),
    (
        Comparison(
            "habit", "habit",
            "Share of grants at their end that are followed, within a year, by another of the same donor, less the "
            "share of open donors without a grant that begin one within a year. Donors that close within the year do "
            "not count. Required: above zero.",
            "share", test="positive",
        ),
        Comparison(
            "habit_over_merit", "habit less merit",
            "That difference less the difference that merit makes: among grants at their end, those whose community "
            "performed in the best third in the year up to it, less those in the worst third. Required: above zero.",
            "share", test="positive",
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

GRANTS: Final = Pattern(
    15, "Grants last three years, and few are followed by another", "calibration", "weak",
    "Median length 34.7 months, lower quartile 18, upper quartile 41; funded again within a year of a grant's end .20 "
    "(.125-.31; n 69).",
    "384 grants 2015-20 of one large international grant-maker, 360Giving standard; computed",
    STATES,
    (
        Comparison(
            "funded_again", "funded again",
            "Share of grants at their end that are followed by another of the same donor within a year. Donors that "
            "close within the year do not count.",
            "share", Observed(0.20, 0.125, 0.31, "95 %, as reported", 69),
        ),
        Comparison(
            "grant_length", "median length",
            "Months for which a new grant is promised, median. The model's own length is taken from this figure, so "
            "that it is shown only.",
            "months", Observed(34.7, 18.0, 41.0, "from the lower to the upper quartile of the grants", 384),
            decides=False,
        ),
        Comparison(
            "short_grants", "grants up to 18 months",
            "Share of new grants of at most 18 months, which were a quarter. How far lengths spread is an assumption "
            "of the model. Shown only.",
            "share", share(96, 384), decides=False,
        ),
        Comparison(
            "long_grants", "grants from 41 months",
            "Share of new grants of at least 41 months, which were a quarter. Shown only.",
            "share", share(96, 384), decides=False,
        ),
    ),
    note="One funder, and a large one.",
)  # fmt: skip

BUDGETS: Final = Pattern(
    16, "Funders' budgets move", "no counterpart", "medium",
    "Median absolute log change .35 a year; halved or worse in 6.7 % of funder-years.",
    "57 funders that publish by the 360Giving standard, 285 funder-years; computed",
    note="A donor of the model gives grants of one size as long as it is there.",
    elsewhere=False,
)  # fmt: skip
