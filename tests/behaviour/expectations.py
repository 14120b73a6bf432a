"""What the rules are expected to bring about. Written down, and committed, before any of it was run on these futures.

Fixed beforehand:

- 400 futures: numbers 10000 to 10399 of seed 8, which nothing else uses; the same luck in both arms;
- the default context: no country, 12 governments, 40 posts for champions, 12 donors, 160 possible members;
- the criterion: the mean paired difference is more than two of its standard errors from zero (|z| > 2). No correction
  is made for the number of comparisons: of those without any effect, about one in twenty passes by luck;
- the months: events strike in month 24. "At first" is months 1-24 or 1-12, "afterwards" 25-60, "the last year" 109-120;
- an activity is stressed by weight 3 and dropped by weight 0 beside weight 1 of the eight others; a lever is moved
  between the two ends of its range where nothing else is said.

What came out stands in `verdicts.py`. A definition is changed only where it measured the wrong thing, and then
docs/validation.md says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sim.world.levers import ACTIVITIES
from tests.behaviour.arms import Arm, Event, Expectation, Kept, Lost, Mean, Working

SEED: Final = 8
FIRST_FUTURE: Final = 10_000
FUTURES: Final = 400
CRITERION: Final = 2.0

BLOW: Final = 24
STRESSED: Final = 3.0
ALONE: Final = 50.0
"""Weight that gives one activity 86 % of all effort."""

BEGINNING = (1, BLOW)
AFTERWARDS = (BLOW + 1, 60)
LAST_YEAR = (109, 120)

CALM = Arm()
HOSTILE = Arm("hostile-successors")
EVERYTHING = Arm("everything-at-once")
PENNILESS = Arm(parameters={"funded_start": 0.0, "application_success": 0.0})
"""Nobody funds the community at the beginning, and no application ever succeeds; needs stay what they were."""

UNASKED = {"asking_gain": 0.0, "peer_recruiting_gain": 0.0}


def struck(kind: str, **size: float) -> tuple[Event, ...]:
    """Return one event of month 24."""
    return ({"kind": kind, "when": BLOW, **size},)


def stressing(activity: str, weight: float, arm: Arm = CALM) -> Arm:
    """Return an arm that gives an activity another weight."""
    return replace(arm, effort={activity: weight})


def pulling(arm: Arm = CALM, **levers: float) -> Arm:
    """Return an arm with some levers moved."""
    return replace(arm, levers=levers)


def under(arm: Arm = CALM, **parameters: float) -> Arm:
    """Return an arm that lives with other parameters."""
    return replace(arm, parameters=parameters)


MONEY_AND_PEOPLE = (
    Expectation(
        "H1", "without money and without anybody who recruits, nobody is left working", "tip 2; the ugly",
        replace(PENNILESS, parameters={**PENNILESS.parameters, **UNASKED}), CALM, Working(), "lower",
    ),
    Expectation(
        "H2", "a community whose donors never give is less often working", "the ugly: competition for money",
        PENNILESS, CALM, Working(), "lower",
    ),
    Expectation(
        "H2b",
        "a community founded without donors, with smaller needs, less often keeps half of what it began with",
        "the ugly: competition for money",
        Arm(context={"size": {"donors": 0}}), CALM, Working(), "lower",
    ),
    Expectation(
        "H3", "without money, recruiting volunteers keeps more futures working than recruiting nobody",
        "tip 2; Gambia: volunteers", PENNILESS,
        replace(PENNILESS, parameters={**PENNILESS.parameters, **UNASKED}), Working(), "higher",
    ),
    Expectation(
        "H16a", "when donors turn to other themes the runway shrinks", "the ugly: donors' priorities",
        Arm("donor-fashion-changes"), CALM, Mean("runway", *AFTERWARDS), "lower",
    ),
    Expectation(
        "H16b", "a community that works on all five themes loses less of its runway by it than one that works on one",
        "tip 3; the ugly: donors' priorities",
        pulling(Arm("donor-fashion-changes"), breadth=5), pulling(Arm("donor-fashion-changes"), breadth=1),
        Lost("runway"), "lower",
    ),
    Expectation(
        "H17", "who applies to many donors keeps a larger share of the income when the three largest leave",
        "the ugly: competition for money",
        pulling(Arm(struck("donors_exit", share=0.25)), diversification=1),
        pulling(Arm(struck("donors_exit", share=0.25)), diversification=0),
        Kept("income", *AFTERWARDS), "higher",
    ),
    Expectation(
        "H17b", "in calm times applying to many donors brings less money than courting a few", "the ugly",
        pulling(diversification=1), pulling(diversification=0), Mean("income"), "lower", tuned=True,
    ),
    Expectation(
        "H18a", "saving nine months' money instead of none means less work in the first year", "the ugly; scenarios",
        pulling(Arm("long-squeeze"), reserve_months=9), pulling(Arm("long-squeeze"), reserve_months=0),
        Mean("spending", 1, 12), "lower",
    ),
    Expectation(
        "H18b", "saving nine months' money instead of none means more spending during a long squeeze",
        "the ugly; scenarios",
        pulling(Arm("long-squeeze"), reserve_months=9), pulling(Arm("long-squeeze"), reserve_months=0),
        Mean("spending", *AFTERWARDS), "higher",
    ),
    Expectation(
        "H18c", "saving nine months' money instead of none keeps more futures working through a long squeeze",
        "the ugly; scenarios",
        pulling(Arm("long-squeeze"), reserve_months=9), pulling(Arm("long-squeeze"), reserve_months=0),
        Working(), "higher",
    ),
    Expectation(
        "H19", "clear roles and care for one another keep people during a long squeeze", "the ugly: clear roles",
        stressing("coordinate", STRESSED, Arm("long-squeeze")), stressing("coordinate", 0, Arm("long-squeeze")),
        Mean("people", *AFTERWARDS), "higher",
    ),
    Expectation(
        "H19b", "without fights over shrinking money more futures keep working", "the ugly: competition for money",
        under(competition_gain=0), CALM, Working(), "higher",
    ),
    Expectation(
        "H27", "if donors change their minds three times as often, the runway is shorter",
        "the ugly: donors' priorities", under(drift=0.084), CALM, Mean("runway"), "lower",
    ),
    Expectation(
        "H28", "if grants last half as long, fewer futures keep working", "the good: it takes time",
        under(grant_months=9), CALM, Working(), "lower",
    ),
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
        stressing("document", STRESSED, Arm("key-people-leave")), stressing("document", 0, Arm("key-people-leave")),
        Lost("reuse"), "lower", tuned=True,
    ),
    Expectation(
        "H24a", "a promise of four wins in half a year keeps people's energy better than a promise of one",
        "tip 9: milestones", pulling(ambition=4), pulling(ambition=1), Mean("energy"), "higher",
    ),
    Expectation(
        "H24b", "a promise of twenty wins keeps people's energy worse than one of four", "tip 9: milestones",
        pulling(ambition=20), pulling(ambition=4), Mean("energy"), "lower",
    ),
)  # fmt: skip

POLITICS = (
    Expectation(
        "H4", "a wave of hostile successors costs political cover", "tip 5; who stands in the way",
        HOSTILE, CALM, Mean("cover", *AFTERWARDS), "lower",
    ),
    Expectation(
        "H5", "hostile successors cost more reuse than ordinary ones in as many governments", "tip 5",
        HOSTILE, Arm(struck("turnover", share=0.7)), Mean("reuse", *AFTERWARDS), "lower",
    ),
    *(
        Expectation(
            f"H6-{measure}", f"where routine shields, a hostile wave takes away less: {measure}",
            "officials' training; Agesic", under(HOSTILE, shield_of_routine=0.7), under(HOSTILE, shield_of_routine=0.0),
            Lost(measure), "lower",
        )
        for measure in ("reuse", "cover", "champions")
    ),
    *(
        Expectation(
            f"H6b-{measure}", f"where officials were trained, a hostile wave takes away less: {measure}",
            "officials' training; Mendoza, Abrelatam",
            stressing("train", STRESSED, HOSTILE), stressing("train", 0, HOSTILE), Lost(measure), "lower",
        )
        for measure in ("reuse", "cover", "champions")
    ),
    Expectation(
        "H7", "losing nine in ten champions costs reuse", "officials cannot do it alone",
        Arm(struck("champions_leave", share=0.9)), CALM, Mean("reuse", *AFTERWARDS), "lower",
    ),
    Expectation(
        "H8", "if officials do not teach one another, less remains that survives people", "Agesic: training as routine",
        under(officials_teach_gain=0), CALM, Mean("memory", *LAST_YEAR), "lower",
    ),
    Expectation(
        "H9", "publishing for a purpose (.8) beats publishing by default only (0) on reuse in years two and three",
        "tips 4, 7", pulling(purpose_share=0.8), pulling(purpose_share=0), Mean("reuse", 13, 36), "higher",
    ),
    Expectation(
        "H10a", "in the long run publishing both ways (.7) beats purpose alone (1) on reuse", "tip 4: the AND",
        pulling(purpose_share=0.7), pulling(purpose_share=1), Mean("reuse", *LAST_YEAR), "higher", tuned=True,
    ),
    Expectation(
        "H10b", "in the long run publishing both ways (.7) beats default alone (0) on reuse", "tip 4: the AND",
        pulling(purpose_share=0.7), pulling(purpose_share=0), Mean("reuse", *LAST_YEAR), "higher", tuned=True,
    ),
    Expectation(
        "H10c", "publishing both ways (.7) keeps more futures working than purpose alone (1)", "tip 4: the AND",
        pulling(purpose_share=0.7), pulling(purpose_share=1), Working(), "higher",
    ),
    Expectation(
        "H11", "where governments want to be number one their leaders buy in more", "tip 8: number one",
        CALM, under(ranking_gain=0), Mean("buy_in"), "higher",
    ),
    Expectation(
        "H12a", "insiders (-.6) have more buy-in before everyone votes", "tips 5, 8: non-partisan",
        pulling(Arm("everyone-votes-at-once"), stance=-0.6), Arm("everyone-votes-at-once"),
        Mean("buy_in", 1, BLOW - 1), "higher",
    ),
    Expectation(
        "H12b", "insiders (-.6) have less buy-in after everyone has voted", "tips 5, 8: non-partisan",
        pulling(Arm("everyone-votes-at-once"), stance=-0.6), Arm("everyone-votes-at-once"),
        Mean("buy_in", *AFTERWARDS), "lower",
    ),
    Expectation(
        "H13a", "confrontation (.8) costs buy-in", "tip 10: Overton window",
        pulling(stance=0.8), CALM, Mean("buy_in"), "lower",
    ),
    Expectation(
        "H13b", "a little confrontation (.2) widens what may be asked for", "tip 10: Overton window",
        pulling(stance=0.2), CALM, Mean("window"), "higher", tuned=True,
    ),
    Expectation(
        "H13c", "full confrontation (1) narrows what may be asked for", "tip 10: Overton window",
        pulling(stance=1), CALM, Mean("window"), "lower",
    ),
    Expectation(
        "H14a", "giving unusual opinions room keeps people when members radicalise", "tip 10: voice",
        pulling(Arm("polarisation"), voice=1), pulling(Arm("polarisation"), voice=0),
        Mean("people", *AFTERWARDS), "higher",
    ),
    Expectation(
        "H14b", "in calm times giving unusual opinions room costs output at first", "tip 10: voice",
        pulling(voice=1), pulling(voice=0), Mean("reuse", *BEGINNING), "lower",
    ),
    Expectation(
        "H15", "telling stories raises public trust", "tip 6: examples, journalists",
        stressing("tell_stories", STRESSED), stressing("tell_stories", 0), Mean("trust"), "higher",
    ),
    Expectation(
        "H21", "working through national agencies raises reuse in the first three years", "Gambia: external actors",
        pulling(partnering=1), pulling(partnering=0), Mean("reuse", 1, 36), "higher",
    ),
    Expectation(
        "H26", "elections every two years instead of four cost reuse", "political change",
        Arm(context={"elections": {"term_months": 24}}), CALM, Mean("reuse", *LAST_YEAR), "lower",
    ),
)  # fmt: skip

PANDEMIC_AND_FASHION = (
    {"kind": "pandemic", "when": BLOW, "level": 0.7, "months": 18},
    {"kind": "donors_move", "when": BLOW, "share": 0.9, "theme": "outside"},
)
HOSTILE_AND_FUNDERS = (
    {"kind": "hostile_turnover", "when": BLOW, "share": 0.7},
    {"kind": "donors_exit", "when": BLOW, "share": 0.4},
)
TURBULENCE = {
    "calm": "calm-decade",
    "pandemic-fashion": PANDEMIC_AND_FASHION,
    "hostile-funders": HOSTILE_AND_FUNDERS,
    "everything": "everything-at-once",
}


def adaptive(turbulence: str, *, retargets: bool = False) -> Arm:
    """Return the adaptive plan in some turbulence."""
    return Arm(TURBULENCE[turbulence], "adaptive", retargets=retargets)


STRATEGY = (
    *(
        Expectation(
            f"H25-{turbulence}", f"adapting beats the same plan without signposts ({turbulence})",
            "the bad: change mindset, several paths", adaptive(turbulence), Arm(TURBULENCE[turbulence]),
            Working(), "higher",
        )
        for turbulence in TURBULENCE
    ),
    *(
        Expectation(
            f"H25-{turbulence}-matched",
            f"adapting beats a fixed plan that shares effort as the adaptive one did on average ({turbulence})",
            "the bad: change mindset, several paths",
            adaptive(turbulence), Arm(TURBULENCE[turbulence], matched=adaptive(turbulence)), Working(), "higher",
        )
        for turbulence in TURBULENCE
    ),
    *(
        Expectation(
            f"H25-{turbulence}-themes",
            f"only turning to the themes that donors pay for beats not doing so ({turbulence})",
            "tip 3; the ugly: donors' priorities",
            Arm(TURBULENCE[turbulence], retargets=True), Arm(TURBULENCE[turbulence]), Working(), "higher",
        )
        for turbulence in ("calm", "everything")
    ),
    *(
        Expectation(
            f"H25-{turbulence}-both",
            f"adapting effort still adds something for those who already turn to donors' themes ({turbulence})",
            "the bad: change mindset, several paths",
            adaptive(turbulence, retargets=True), Arm(TURBULENCE[turbulence], retargets=True), Working(), "higher",
        )
        for turbulence in ("calm", "everything")
    ),
    *(
        Expectation(
            f"H29-{activity.name}", f"putting 86 % of all effort on one thing is worse than balance: {activity.title}",
            "tip 2: a campaign needs all of it", stressing(activity.name, ALONE), CALM, Working(), "lower",
        )
        for activity in ACTIVITIES
    ),
)  # fmt: skip

EXPECTATIONS: Final[tuple[Expectation, ...]] = (*MONEY_AND_PEOPLE, *POLITICS, *STRATEGY)
