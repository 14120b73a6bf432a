"""What is expected of people, effort and money. Criterion and futures: fixed.py; what came out: verdicts.py."""

from __future__ import annotations

from typing import Final

from sim.world.levers import ACTIVITIES
from tests.behaviour.arms import Arm, Expectation, Kept, Lost, Mean, Working
from tests.behaviour.fixed import (
    AFTERWARDS,
    ALONE,
    BLOW,
    CALM,
    FUNDERS_GO,
    LAST_YEAR,
    NO_GRANTS,
    OVERDONE,
    SQUEEZE,
    STRESSED,
    UNASKED,
    pulling,
    stressing,
    struck,
    under,
)

THREE_LARGEST_GO: Final = Arm(struck("donors_exit", share=0.25))
FASHION: Final = Arm("donor-fashion-changes")
KEY_PEOPLE: Final = Arm("key-people-leave")
FLOOD: Final = Arm("newcomers-flood-in")

KEPT_UP: Final = {
    "mobilise": "people", "train": "memory", "publish": "reuse", "ally": "buy_in", "tell_stories": "standing",
    "teach": "reuse", "raise_funds": "income", "coordinate": "energy", "document": "memory",
}  # fmt: skip
"""What each activity is there for, as a measure that shows it."""

MONEY: Final = (
    Expectation(
        "H1", "without grants and without anybody who joins, fewer futures keep working", "tip 2; the ugly",
        under(NO_GRANTS, **UNASKED), CALM, Working(), "lower",
    ),
    Expectation(
        "H2", "a community that no donor gives to after the first grants is less often working",
        "the ugly: competition for money", NO_GRANTS, CALM, Working(), "lower",
    ),
    Expectation(
        "H2b", "a community founded without donors, with smaller needs, less often keeps half of what it began with",
        "the ugly: competition for money", Arm(context={"size": {"donors": 0}}), CALM, Working(), "lower",
    ),
    Expectation(
        "H3", "without grants, a community that people may join keeps more futures working than one nobody joins",
        "tip 2; Gambia: volunteers", NO_GRANTS, under(NO_GRANTS, **UNASKED), Working(), "higher",
    ),
    Expectation(
        "H16a", "when donors turn to other themes the runway shrinks", "the ugly: donors' priorities",
        FASHION, CALM, Mean("runway", *AFTERWARDS), "lower",
    ),
    Expectation(
        "H16b", "a community that works on all five themes loses less of its runway by it than one that works on one",
        "tip 3; the ugly: donors' priorities", pulling(FASHION, breadth=5), pulling(FASHION, breadth=1),
        Lost("runway"), "lower",
    ),
    Expectation(
        "H17", "who raises money of its own only keeps a larger share of the income when the three largest donors go",
        "the ugly: competition for money",
        pulling(THREE_LARGEST_GO, diversification=1), pulling(THREE_LARGEST_GO, diversification=0),
        Kept("income", *AFTERWARDS), "higher",
    ),
    Expectation(
        "H17b", "in calm times raising money of one's own only brings less than asking donors only", "the ugly",
        pulling(diversification=1), pulling(diversification=0), Mean("income"), "lower",
    ),
    Expectation(
        "H18a", "saving for nine months instead of none means a smaller team in the first year", "the ugly; scenarios",
        pulling(reserve_months=9), pulling(reserve_months=0), Mean("spending", 1, 12), "lower",
    ),
    Expectation(
        "H18b", "saving for nine months instead of none means a larger team during a long squeeze",
        "the ugly; scenarios", pulling(SQUEEZE, reserve_months=9), pulling(SQUEEZE, reserve_months=0),
        Mean("spending", *AFTERWARDS), "higher",
    ),
    Expectation(
        "H18c", "saving for nine months instead of none keeps more futures working through a long squeeze",
        "the ugly; scenarios", pulling(SQUEEZE, reserve_months=9), pulling(SQUEEZE, reserve_months=0),
        Working(), "higher",
    ),
    Expectation(
        "H18d", "when the big funders go, who saved for nine months has more data in use in the next three years",
        "the ugly; scenarios", pulling(FUNDERS_GO, reserve_months=9), pulling(FUNDERS_GO, reserve_months=0),
        Mean("reuse", *AFTERWARDS), "higher", tuned=True,
    ),
    Expectation(
        "H18e", "in calm times saving for nine months instead of none brings less money: donors ask why", "the ugly",
        pulling(reserve_months=9), pulling(reserve_months=0), Mean("income"), "lower",
    ),
    Expectation(
        "H19", "clear roles and care for one another keep people during a long squeeze", "the ugly: clear roles",
        stressing("coordinate", STRESSED, SQUEEZE), stressing("coordinate", 0, SQUEEZE),
        Mean("people", *AFTERWARDS), "higher",
    ),
    Expectation(
        "H19b", "without fights over shrinking money more futures keep working", "the ugly: competition for money",
        under(competition_gain=0), CALM, Working(), "higher",
    ),
    Expectation(
        "H27", "if donors change their minds three times as often, the runway is shorter",
        "the ugly: donors' priorities", under(drift=0.06), CALM, Mean("runway"), "lower",
    ),
    Expectation(
        "H28", "if grants last half as long, fewer futures keep working", "the good: it takes time",
        under(grant_months=17), CALM, Working(), "lower",
    ),
    Expectation(
        "H39", "when the big funders go, that a lost team takes along what it knew costs data in use", "the ugly",
        FUNDERS_GO, under(FUNDERS_GO, experience_gain=0), Mean("reuse", *AFTERWARDS), "lower",
    ),
    Expectation(
        "H47", "when the big funders go, dues and small gifts keep people", "Gambia: existing means; the ugly",
        FUNDERS_GO, under(FUNDERS_GO, own_income_gain=0), Mean("people", *AFTERWARDS), "higher", tuned=True,
    ),
)  # fmt: skip

PEOPLE: Final = (
    Expectation(
        "H20", "a pandemic costs people", "Gambia: pandemic",
        Arm("pandemic"), CALM, Mean("people", *AFTERWARDS), "lower",
    ),
    Expectation(
        "H22", "teaching data literacy brings people in and keeps them", "tip 7; back to basics",
        stressing("teach", STRESSED), stressing("teach", 0), Mean("people"), "higher",
    ),
    Expectation(
        "H23", "good records soften the loss of key people: less work is lost", "tip 2: document",
        stressing("document", STRESSED, KEY_PEOPLE), stressing("document", 0, KEY_PEOPLE), Lost("reuse"), "lower",
    ),
    Expectation(
        "H24a", "a promise of four wins in half a year keeps people's energy better than a promise of one",
        "tip 9: milestones", pulling(ambition=4), pulling(ambition=1), Mean("energy"), "higher",
    ),
    Expectation(
        "H24b", "a promise of twenty wins keeps people's energy worse than one of four", "tip 9: milestones",
        pulling(ambition=20), pulling(ambition=4), Mean("energy"), "lower",
    ),
    Expectation(
        "H32a", "working on five themes instead of one brings more people", "tip 3: themes of other fields",
        pulling(breadth=5), pulling(breadth=1), Mean("active_members"), "higher",
    ),
    Expectation(
        "H32b", "working on five themes instead of two spreads effort thin: less data in use in years two and three",
        "tip 3: themes of other fields", pulling(breadth=5), pulling(breadth=2), Mean("reuse", 13, 36), "lower",
    ),
    Expectation(
        "H35", "concrete problems and teaching bring in those who cannot read data", "tip 7",
        CALM, under(literacy_help=0), Mean("active_members"), "higher",
    ),
    Expectation(
        "H36a", "when newcomers flood in, teaching them keeps more people", "back to basics",
        stressing("teach", STRESSED, FLOOD), stressing("teach", 0, FLOOD), Mean("people", *AFTERWARDS), "higher",
    ),
    Expectation(
        "H36b", "when newcomers flood in, that they leave for want of the basics costs people", "back to basics",
        FLOOD, under(FLOOD, newcomer_exit_gain=0), Mean("people", *AFTERWARDS), "lower",
    ),
    Expectation(
        "H38a", "that somebody begins again unasked keeps more futures working", "the good: it takes time, steps back",
        CALM, under(founding_gain=0), Working(), "higher",
    ),
    Expectation(
        "H38b", "shared values keep people", "the good: shared values",
        under(drive=0.75), under(drive=0.45), Mean("people", *LAST_YEAR), "higher",
    ),
    Expectation(
        "H40", "where others take over, less work is lost with key people", "tip 2: organise",
        KEY_PEOPLE, under(KEY_PEOPLE, take_over_gain=0), Mean("reuse", BLOW + 1, BLOW + 12), "higher",
    ),
)  # fmt: skip

BALANCE: Final = (
    *(
        Expectation(
            f"H29-{activity.name}", f"putting 86 % of all effort on one thing is worse than balance: {activity.title}",
            "tip 2: a campaign needs all of it", stressing(activity.name, ALONE), CALM, Working(), "lower",
        )
        for activity in ACTIVITIES
    ),
    *(
        Expectation(
            f"H30-{activity.name}", f"what an activity keeps up fades without it: {activity.title}",
            "tip 2: a campaign needs all of it", stressing(activity.name, 0), CALM,
            Mean(KEPT_UP[activity.name], *LAST_YEAR), "lower", tuned=activity.name == "publish",
        )
        for activity in ACTIVITIES
    ),
    *(
        Expectation(
            f"H31-{activity.name}", f"four times as much of one activity costs data in use: {activity.title}",
            "tip 2: a campaign needs all of it", stressing(activity.name, OVERDONE), CALM,
            Mean("reuse", *LAST_YEAR), "lower",
        )
        for activity in ACTIVITIES
    ),
)  # fmt: skip
