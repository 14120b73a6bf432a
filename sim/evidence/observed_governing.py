"""Observed of governments: who goes when, what becomes of open data, what training does."""

from __future__ import annotations

from typing import Final

from sim.evidence.pattern import STATES, Comparison, Observed, Pattern, estimate, share, span

TURNOVER: Final = Pattern(
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

PARTY_LOSS: Final = Pattern(
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

SENIOR_EXIT: Final = Pattern(
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

DELAYED_FALL: Final = Pattern(
    4, "Open data falls in the year after a change of party", "written with", "medium",
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

TRAINING: Final = Pattern(
    13, "Training officials one by one changes practice", "check", "sign only",
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

CIVIC_SPACE: Final = Pattern(
    17, "Civic space falls steeply, and often comes back", "no counterpart", "solid",
    "Major falls: .068 a country-year (.061-.076) where the index is above .3, 1990-2020 (.122 since 2010; nine of the "
    "contexts .025, .012-.051). Of 116 falls (median -18 %) .56 (.47-.65) are back at 90 % within five years.",
    "V-Dem core civil society index; computed",
    note="In the model civic space closes only where a scenario says so.",
    elsewhere=False,
)  # fmt: skip

ROT: Final = Pattern(
    18, "Catalogues rot", "written with", "medium",
    "Without upkeep data goes out of date, and portals disappear over a decade: openness does not only rise.",
    "published documents whose names were not kept; read in excerpts",
    STATES,
    (
        Comparison(
            "falling_catalogues", "catalogues that fall",
            "Share of governments whose open by default is lower at the end of five years than at their beginning, "
            "over the two spans of five years of a calm decade. Required: above zero.",
            "share", test="positive",
        ),
        Comparison(
            "open_unpublished", "openness without publishing",
            "Open by default, mean of the fifth year, less that of the beginning, where the baseline plan gives "
            "publishing no effort. Required: a fall.",
            "share", test="negative",
        ),
        Comparison(
            "open_after_ten_years", "openness after the decade",
            "Open by default, mean of the last year, less that of the beginning, under the baseline plan. Shown only.",
            "share", test="none", decides=False,
        ),
    ),
    note="No size was observed: that it falls somewhere, and falls where nobody publishes, is all that is asked.",
)  # fmt: skip
