"""What is expected of governments, publication and standing. Criterion and futures: fixed.py; results: verdicts.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tests.behaviour.arms import Arm, Expectation, Lost, Mean, Working
from tests.behaviour.fixed import (
    AFTERWARDS,
    BEGINNING,
    BLOW,
    CALM,
    HOSTILE,
    LAST_YEAR,
    STRESSED,
    pulling,
    stressing,
    struck,
    under,
)

EVERYONE_VOTES: Final = Arm("everyone-votes-at-once")
SHIELDED: Final = ("reuse", "cover", "open_by_default")
QUICK_FIRST: Final = replace(pulling(purpose_share=1.0), later={"purpose_share": 0.2})
QUICK_LAST: Final = replace(pulling(purpose_share=0.2), later={"purpose_share": 1.0})
"""Publishing with a purpose first and by default from month 36 on, and the other way round."""

GOVERNMENTS: Final = (
    Expectation(
        "H4", "a wave of hostile successors costs political cover", "tip 5; who stands in the way",
        HOSTILE, CALM, Mean("cover", *AFTERWARDS), "lower",
    ),
    Expectation(
        "H5", "hostile successors cost more data in use than ordinary ones in as many governments", "tip 5",
        HOSTILE, Arm(struck("turnover", share=0.7)), Mean("reuse", *AFTERWARDS), "lower", tuned=True,
    ),
    *(
        Expectation(
            f"H6-{measure}", f"where routine shields, a hostile wave takes away less: {measure}",
            "officials' training; Agesic", HOSTILE, under(HOSTILE, shield_gain=0), Lost(measure), "lower",
        )
        for measure in SHIELDED
    ),
    *(
        Expectation(
            f"H6b-{measure}", f"where officials were trained, a hostile wave takes away less: {measure}",
            "officials' training; Mendoza, Abrelatam",
            stressing("train", STRESSED, HOSTILE), stressing("train", 0, HOSTILE), Lost(measure), "lower", tuned=True,
        )
        for measure in SHIELDED
    ),
    Expectation(
        "H7", "losing nine in ten champions costs data in use", "officials cannot do it alone",
        Arm(struck("champions_leave", share=0.9)), CALM, Mean("reuse", *AFTERWARDS), "lower",
    ),
    Expectation(
        "H8", "if officials do not teach one another, less remains that survives people", "Agesic: training as routine",
        under(officials_teach_gain=0), CALM, Mean("memory", *LAST_YEAR), "lower",
    ),
    Expectation(
        "H44", "where governments adopt courses, more remains that survives people", "Agesic: training as routine",
        CALM, under(course_gain=0), Mean("memory", *LAST_YEAR), "higher",
    ),
    Expectation(
        "H11", "where governments want to be number one their leaders buy in more", "tip 8: number one",
        CALM, under(ranking_gain=0), Mean("buy_in"), "higher",
    ),
    Expectation(
        "H12a", "insiders (-.6) have more buy-in before everyone votes", "tips 5, 8: non-partisan",
        pulling(EVERYONE_VOTES, stance=-0.6), EVERYONE_VOTES, Mean("buy_in", 1, BLOW - 1), "higher",
    ),
    Expectation(
        "H12b", "insiders (-.6) have less buy-in after everyone has voted", "tips 5, 8: non-partisan",
        pulling(EVERYONE_VOTES, stance=-0.6), EVERYONE_VOTES, Mean("buy_in", *AFTERWARDS), "lower",
    ),
    Expectation(
        "H12c", "insiders (-.6) have less standing", "tips 5, 8: non-partisan",
        pulling(stance=-0.6), CALM, Mean("standing"), "lower",
    ),
    Expectation(
        "H26", "elections every two years instead of four cost data in use", "political change",
        Arm(context={"elections": {"term_months": 24}}), CALM, Mean("reuse", *LAST_YEAR), "lower",
    ),
    Expectation(
        "H34a", "relations with every side bring cover", "tip 5: who decides, who stands in the way",
        CALM, under(relations_gain=0), Mean("cover"), "higher",
    ),
    Expectation(
        "H34b", "where allies were made, a hostile wave takes away less data in use", "tip 5",
        stressing("ally", STRESSED, HOSTILE), stressing("ally", 0, HOSTILE), Lost("reuse"), "lower",
    ),
)  # fmt: skip

PUBLICATION: Final = (
    Expectation(
        "H9", "publishing for a purpose (.8) beats publishing by default only (0) on use in years two and three",
        "tips 4, 7", pulling(purpose_share=0.8), pulling(purpose_share=0), Mean("reuse", 13, 36), "higher",
    ),
    Expectation(
        "H10a", "in the long run publishing both ways (.7) beats purpose alone (1) on data in use", "tip 4: the AND",
        pulling(purpose_share=0.7), pulling(purpose_share=1), Mean("reuse", *LAST_YEAR), "higher",
    ),
    Expectation(
        "H10b", "in the long run publishing both ways (.7) beats default alone (0) on data in use", "tip 4: the AND",
        pulling(purpose_share=0.7), pulling(purpose_share=0), Mean("reuse", *LAST_YEAR), "higher",
    ),
    Expectation(
        "H10c", "publishing both ways (.7) keeps more futures working than purpose alone (1)", "tip 4: the AND",
        pulling(purpose_share=0.7), pulling(purpose_share=1), Working(), "higher",
    ),
    Expectation(
        "H10d", "purpose first, openness by default from month 36 on, beats the reverse", "tip 4: quick wins first",
        QUICK_FIRST, QUICK_LAST, Working(), "higher",
    ),
    Expectation(
        "H21", "working through national agencies raises data in use in the first three years",
        "Gambia: external actors", pulling(partnering=1), pulling(partnering=0), Mean("reuse", 1, 36), "higher",
    ),
    Expectation(
        "H37", "data that the community collects itself is used", "Gambia: collecting data",
        CALM, under(grassroots_data_gain=0), Mean("reuse"), "higher",
    ),
)  # fmt: skip

STANDING: Final = (
    Expectation(
        "H13a", "confrontation (.8) costs buy-in", "tip 10: Overton window",
        pulling(stance=0.8), CALM, Mean("buy_in"), "lower",
    ),
    Expectation(
        "H13b", "a little confrontation (.2) widens what may be asked for", "tip 10: Overton window",
        pulling(stance=0.2), CALM, Mean("standing"), "higher",
    ),
    Expectation(
        "H13c", "full confrontation (1) narrows what may be asked for", "tip 10: Overton window",
        pulling(stance=1), CALM, Mean("standing"), "lower",
    ),
    Expectation(
        "H14a", "giving unusual opinions room keeps people when members radicalise", "tip 10: voice",
        pulling(Arm("polarisation"), voice=1), pulling(Arm("polarisation"), voice=0),
        Mean("people", *AFTERWARDS), "higher",
    ),
    Expectation(
        "H14b", "in calm times giving unusual opinions room costs data in use at first", "tip 10: voice",
        pulling(voice=1), pulling(voice=0), Mean("reuse", *BEGINNING), "lower",
    ),
    Expectation(
        "H15", "telling stories raises public standing", "tip 6: examples, journalists",
        stressing("tell_stories", STRESSED), stressing("tell_stories", 0), Mean("standing"), "higher",
    ),
    Expectation(
        "H42", "the press, as journalists report, makes data used", "tip 6: data journalists",
        CALM, under(coverage_gain=0), Mean("reuse", *LAST_YEAR), "higher",
    ),
)  # fmt: skip
