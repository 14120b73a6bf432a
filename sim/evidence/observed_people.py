"""Observed of people: how long they stay, what a few of them carry, and which groups last."""

from __future__ import annotations

from typing import Final

from sim.evidence.pattern import CHAPTER, CONTEXTS, URUGUAY, Comparison, Observed, Pattern, reported_share, share, span

PROJECTS: Final = Pattern(
    5, "Civic projects die fast, then slowly", "no counterpart", "solid",
    "Still active after 1, 3, 6, 12, 24, 36 and 60 months: .61, .50, .42, .33, .24, .19 and .13. Of those that outlive "
    "their first 30 days half are over after 14 months, and .20 reach five years.",
    "civictechindex brigade-project-index, April 2023, 5,189 repositories (dead: no commit for 12 months); computed",
    note="The model knows people, governments and donors, but no single projects.",
    elsewhere=False,
)  # fmt: skip

STAYS: Final = Pattern(
    6, "Most people stay briefly, a core stays for years", "calibration", "solid",
    "Contributors stay .8 month (median); those with at least 5 contributions 5.9 months; the core, with 50 or more, "
    "25.7 months, and .26 of the core are still there after five years.",
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
    ),
)  # fmt: skip

FADING: Final = Pattern(
    7, "Groups fade more than they close", "written with", "medium",
    "Of 149 groups listed by mid-2016, 118 (79 %) were still listed in 2023; with groups merged by their web address "
    "90 % of 172. The list was kept up until 2018 only. Of 144 groups with at least three projects 53 % had any "
    "activity in the last 12 months.",
    "Code for America brigade information, year by year, and brigade-project-index, April 2023; computed",
    (CHAPTER,),
    (
        Comparison(
            "listed", "still listed",
            "Share of communities that would still be listed after seven years: anybody active, or anything "
            "formal left.",
            "share", span(0.79, 0.90, "from groups as they were listed to groups merged by web address", 149),
        ),
        Comparison(
            "active_last_year", "active in the last year",
            "Share with at least a quarter of the people it began with in any of the last 12 of these months. Somebody "
            "begins again somewhere nearly always, so that less would say nothing.",
            "share", reported_share(0.53, 144),
        ),
        Comparison(
            "anybody_last_year", "anybody in the last year",
            "Share with anybody active in any of the last 12 of these months, which is what counted as active before "
            "communities were founded again. Shown only.",
            "share", reported_share(0.53, 144), decides=False,
        ),
    ),
    elsewhere=False,
    note="Activity was observed as commits to projects, which the model does not have.",
)  # fmt: skip

ESTABLISHED: Final = Pattern(
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

HACKATHONS: Final = Pattern(
    11, "Hackathon projects rarely live on", "no counterpart", "good",
    "7 % show any activity after 6 months.",
    "McIntosh and Hardin 2021, about 12,000 projects; read in excerpts",
    note="The model knows no single projects.",
    elsewhere=False,
)  # fmt: skip

STAFF: Final = Pattern(
    12, "A fifth of the staff goes each year", "calibration", "medium",
    "Staff turnover in non-profits is 14-21 % a year (US); 22 % of open-source maintainers quit, 36 % considered it.",
    "Nonprofit HR; Tidelift; read in excerpts",
    CONTEXTS,
    (
        Comparison(
            "post_turnover", "champions leaving",
            "Champions who leave their posts, for each filled post and year, where neither party nor leader changed "
            "in the year before: the model's only people whose posts are paid and known.",
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

KEY_PERSON: Final = Pattern(
    14, "Work goes on without the key person", "written with", "medium",
    "Somebody who did at least 30 % of a year's work falls silent for 12 months: the work of the next year is .79 of "
    "that of the last (median; bootstrap .28-.99; 35 events in 26 projects), the others do 1.45 times what they did "
    "(.44-1.86), and in 23 of 32 the second year is back to half. In ordinary years it is .91 (200 project-years).",
    "git histories of 26 civic and open-data projects, chosen by hand; computed",
    (CHAPTER,),
    (
        Comparison(
            "after_key_person", "work in the next year",
            "Work of all members in the 12 months after somebody's last month of activity, over that in the 12 months "
            "up to it, median over those who did at least 30 % of it and do not come back within 12 months.",
            "share", Observed(0.79, 0.28, 0.99, "bootstrap, 95 %", 35),
        ),
        Comparison(
            "others_after_key_person", "others' work",
            "The same for the others alone, where they did anything before.",
            "share", Observed(1.45, 0.44, 1.86, "bootstrap, 95 %", 35),
        ),
        Comparison(
            "recovery_after_key_person", "back to half",
            "Share of these losses after which the work of the second year is at least half of that of the year "
            "before the loss.",
            "share", share(23, 32),
        ),
        Comparison(
            "ordinary_year", "ordinary years",
            "Work of all members in a year over that of the year before, median over calendar years in which nobody "
            "of the kind was lost and there was any work before. Shown only: no interval was reported.",
            "share", Observed(0.91, None, None, "no interval reported", 200), "none", decides=False,
        ),
    ),
    note="Commits are not all work, names were merged crudely, and projects that nobody kept are not among the 26. In "
    "the model work is what a member can give in a month.",
)  # fmt: skip

A_FEW: Final = Pattern(
    19, "A few people do half of the work", "check", "solid",
    "In 13 of 18 projects three people or fewer did half of the work.",
    "histories of 18 civic and open-data projects, 3,020 people; computed",
    (CHAPTER,),
    (
        Comparison(
            "work_of_three", "three do half the work",
            "Share of futures in which the three members who give most give half of what all give in ten years.",
            "share", share(13, 18),
        ),
    ),
    note="Ten years of a community stand beside whole histories of projects, most of them shorter.",
)  # fmt: skip
