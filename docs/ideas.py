"""The sixteen ideas of the source text: where each lives in the model, and what came out of it.

What came out is read from tests/behaviour/results.json; nothing is measured here, and no sign is written by hand.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from docs.generated import table
from tests.behaviour.expectations import EXPECTATIONS

RESULTS: Final = Path(__file__).resolve().parent.parent / "tests" / "behaviour" / "results.json"
SIGNS: Final = {"holds": "+", "contradicted": "-", "not shown": "0"}
UNMEASURED: Final = "?"
"""For an expectation that was not measured since it was written."""


@dataclass(frozen=True)
class Idea:
    """An idea of the source text.

    Attributes
    ----------
    rules : the rules of section 7 that carry it.
    switches : gains of mechanisms, or levers and activities that a plan decides.
    seen : where it shows: measures, or commands.
    expectations : names of comparisons in tests/behaviour/expectations.py that ask whether it shows.
    """

    title: str
    rules: tuple[str, ...]
    switches: tuple[str, ...]
    seen: tuple[str, ...]
    expectations: tuple[str, ...]


IDEAS: Final[tuple[Idea, ...]] = (
    Idea("tip 1: open data is political; the strategy stays, tactics vary",
         ("hold_election", "take_office", "review_plan"), ("turnover_gain", "hostile_gain", "stance", "triggers"),
         ("cover", "turned_over", "sobremesa pathways"),
         ("H4", "H5", "H26", "H25-everything")),
    Idea("tip 2: work as a campaign does: people, organisation, records",
         ("share_out_effort", "coordinate"), ("mobilise", "coordinate", "document", "friction_gain", "records_gain"),
         ("people", "energy", "memory"),
         ("H30-mobilise", "H30-coordinate", "H30-document", "H23", "H40")),
    Idea("tip 3: themes of other fields, going to where people are",
         ("rank_themes", "joining", "interest"), ("breadth",), ("active_members", "runway"),
         ("H32a", "H32b", "H16b")),
    Idea("tip 4: by default and with purpose, quick wins first",
         ("publish", "publication_flow", "learn_routine"), ("publish", "purpose_share", "default_worth_gain"),
         ("reuse", "open_by_default"),
         ("H30-publish", "H9", "H10a", "H10b", "H10c", "H10d")),
    Idea("tip 5: know who decides and who stands in the way; give credit",
         ("decide_buy_in", "take_office"), ("ally", "relations_gain"), ("buy_in", "cover"),
         ("H30-ally", "H34a", "H34b", "H12b")),
    Idea("tip 6: democratic values, examples, data journalists",
         ("face_the_public", "count_reuse"), ("tell_stories", "coverage_gain"), ("standing", "reuse"),
         ("H15", "H30-tell_stories", "H42")),
    Idea("tip 7: specific problems, people who cannot read data",
         ("joining", "stay_or_leave"), ("teach", "purpose_share"), ("people", "reuse"),
         ("H22", "H30-teach", "H35")),
    Idea("tip 8: collaborate and compete, help to be first, stay non-partisan",
         ("decide_buy_in", "carry_relations"), ("ranking_gain", "stance", "document"), ("buy_in", "standing"),
         ("H11", "H12a", "H12b", "H12c")),
    Idea("tip 9: vision, concrete goals, roadmap",
         ("review_milestones", "review_plan"), ("ambition", "milestones_gain", "stages"), ("energy",),
         ("H24a", "H24b")),
    Idea("tip 10: Overton window, a voice for everyone",
         ("is_unheard", "face_the_public", "common_effort"), ("stance", "voice"), ("standing", "people"),
         ("H13a", "H13b", "H13c", "H14a", "H14b")),
    Idea("workshops for officials; Agesic; Mendoza's network; meeting in the region",
         ("serve", "training", "peer_officials", "learn_routine", "retention"),
         ("train", "course_gain", "officials_teach_gain", "shield_gain"), ("memory", "cover", "course_share"),
         ("H30-train", "H6-reuse", "H6-cover", "H6-open_by_default", "H6b-reuse", "H6b-cover", "H6b-open_by_default",
          "H7", "H8", "H44")),
    Idea("Gambia: collecting data, a strategy, existing means, outside partners, the pandemic",
         ("collect_data", "partnership", "earn_dues"), ("grassroots_data_gain", "partnering", "own_income_gain"),
         ("reuse", "people"),
         ("H37", "H21", "H3", "H20")),
    Idea("the good: shared values; it takes time, with steps back",
         ("stay_or_leave", "turn_tides", "joining"), ("founding_gain", "tides_gain", "community_gain"),
         ("energy", "people"),
         ("H38a", "H38b", "H28")),
    Idea("the bad: things change, so think in scenarios and several paths",
         ("review_plan", "act"), ("triggers",), ("sobremesa compare", "sobremesa pathways"),
         ("H25-calm", "H25-pandemic-fashion", "H25-hostile-funders", "H25-everything", "H25-calm-matched",
          "H25-pandemic-fashion-matched", "H25-hostile-funders-matched", "H25-everything-matched")),
    Idea("the ugly: fighting for money, clear roles, donors' priorities",
         ("feel_scarcity", "employ", "decide_grant", "interest"),
         ("competition_gain", "raise_funds", "reserve_months", "diversification", "experience_gain", "own_income_gain",
          "donor_families_gain"),
         ("income", "runway", "spending"),
         ("H2", "H16a", "H17", "H17b", "H18a", "H18b", "H18c", "H18d", "H18e", "H19", "H19b", "H27",
          "H30-raise_funds", "H39", "H47")),
    Idea("back to basics: newcomers, basic conversations, teaching",
         ("become_someone_else", "leaving", "perhaps_join"), ("teach", "newcomer_exit_gain", "take_over_gain"),
         ("people", "active_share"),
         ("H36a", "H36b", "H22")),
)  # fmt: skip


def measured() -> dict[str, Any]:
    """Return what came out of every expectation, as it was recorded."""
    found: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return dict(found["expectations"])


def sign(name: str, found: dict[str, Any]) -> str:
    """Return an expectation's name with its sign."""
    return f"{name} {SIGNS[found[name]['verdict']] if name in found else UNMEASURED}"


def in_words(found: dict[str, Any], verdict: str) -> str:
    """Return what was expected of these ideas and came out with this verdict."""
    asked = {name for idea in IDEAS for name in idea.expectations}
    named = [f"{one.name}, {one.expected}" for one in EXPECTATIONS if one.name in asked]
    came_out = [words for words in named if found.get(words.split(",")[0], {}).get("verdict") == verdict]
    return "; ".join(came_out) or "none"


def ideas_table() -> str:
    """Return the sixteen ideas with the measured sign of each of their expectations; then in words what is no plus."""
    found = measured()
    rows = []
    for number, idea in enumerate(IDEAS, 1):
        code = (", ".join(f"`{one}`" for one in words) for words in (idea.rules, idea.switches, idea.seen))
        rows.append((number, idea.title, *code, ", ".join(sign(name, found) for name in idea.expectations)))
    head = ("", "idea", "rule", "switch, lever or activity", "seen in", "sign")
    return (
        f"{table(head, rows)}\n\n**Against the text**, expected and found the other way round: "
        f"{in_words(found, 'contradicted')}.\n\n**Not shown**: {in_words(found, 'not shown')}."
    )
