from __future__ import annotations

import json
from collections import Counter
from typing import Any

import numpy as np
import pytest

from sim.engines.mesa_model import CommunityModel
from sim.files import library
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.language.catalogue import LANGUAGES, texts
from sim.results.simulate import outcomes, simulate
from sim.story import KINDS, Entry, sentence, tell
from sim.story.entries import Page, snapshot
from sim.story.money import tell_donors
from sim.story.politics import tell_officials, tell_politics
from sim.world.events import EVENT_KINDS
from tests.engines.communities import EMPTY_SIZES, community

WORDS = {"title": "t", "story": "s"}

EVERYTHING = Scenario.model_validate(
    {
        "name": "everything",
        **WORDS,
        "event": [
            *({"kind": kind, "when": 3 + number, "share": 0.6} for number, kind in enumerate(
                ("turnover", "hostile_turnover", "donors_exit", "champions_leave", "scandal", "radicalise", "newcomers",
                 "key_people"))),
            *({"kind": kind, "when": 4, "level": 0.3, "months": 6} for kind in ("pandemic", "squeeze", "boom",
                                                                             "civic_space")),
            {"kind": "donors_move", "when": 12, "share": 0.9, "theme": "outside"},
            {"kind": "salience", "when": 13, "theme": "housing", "change": -0.5, "months": 4},
            {"kind": "new_grant", "when": 14, "staff_months": 2.0, "months": 5, "unrestricted": False},
            {"kind": "donor_leaves", "when": 15, "notice": 6},
        ],
    }
)  # fmt: skip
STAGED = Plan.model_validate(
    {
        "name": "staged",
        **WORDS,
        "trigger": [
            {"name": "later", "month": 9, "levers": {"ambition": 1}},
            {"name": "few", "measure": "active_share", "below": 0.99, "levers": {"breadth": 2}},
            {"name": "rich", "measure": "runway", "below": 3.0, "levers": {"voice": 0.75}},
        ],
        "grant": [{"from": 2, "months": 3, "staff_months": 1.0}],
    }
)


def said(entry: Entry, page: Page, language: str = "en") -> str:
    return sentence(entry, page.model.context, page.model.plan, texts(language))


def story(*given: Any, **options: Any) -> list[Entry]:
    return list(tell(CommunityModel(*given, **options)))


def test_a_story_is_the_same_every_time_and_in_order() -> None:
    entries = story("everything-at-once", "adaptive", "uruguay", future=3)
    assert entries == story("everything-at-once", "adaptive", "uruguay", future=3)
    assert entries != story("everything-at-once", "adaptive", "uruguay", future=4)
    months = [entry.month for entry in entries]
    assert months == sorted(months)
    assert (months[0], months[-1]) == (0, 120)
    assert [entries[0].kind, entries[-1].kind] == ["beginning", "end"]


def test_entries_are_plain_sentences_and_plain_values() -> None:
    uruguay, insider = library.context("uruguay"), library.plan("insider")
    for entry in story("hostile-successors", insider, uruguay, future=1):
        assert entry.kind in KINDS
        assert entry.date == uruguay.date_of(entry.month)
        for language in LANGUAGES:
            told = sentence(entry, uruguay, insider, texts(language))
            assert told[0].isupper() or told[0].isdigit()
            assert told.endswith(".")
            assert not set("{}") & set(told) and "story." not in told
            assert "  " not in told and len(told) < 280
        written = json.loads(json.dumps(entry.as_dict()))
        assert written == entry.as_dict()


def test_every_kind_of_entry_is_told_somewhere() -> None:
    told: Counter[str] = Counter()
    told.update(entry.kind for entry in story(EVERYTHING, STAGED, community(60)))
    for scenario, plan, future in (
        ("hostile-successors", "adaptive", 1), ("everything-at-once", "adaptive", 3), ("calm-decade", "baseline", 2),
        *(("donor-fashion-changes", "baseline", future) for future in range(10)),
    ):  # fmt: skip
        told.update(entry.kind for entry in story(scenario, plan, "uruguay", future=future))
    rare = {"course_lost"}
    assert set(KINDS) - set(told) <= rare


def test_counts_add_up_to_what_the_measures_say() -> None:
    model = CommunityModel("champions-leave", "baseline", "uruguay", future=6)
    posts, members = int(model.world.champions["in_post"].sum()), int(model.world.activists["active"].sum())
    for entry in tell(model):
        if entry.kind == "champions_arrive":
            posts += int(entry.figures["count"])
        elif entry.kind == "champions_leave":
            posts -= int(entry.figures["count"])
        elif entry.kind == "members":
            members += int(entry.figures["joined"]) - int(entry.figures["left"])
            assert entry.figures["active"] == members
        assert entry.kind not in ("champions_arrive", "champions_leave") or entry.figures["count"] == len(entry.who)
    assert posts == model.world.champions["in_post"].sum()
    assert members == model.measures["active_members"]


@pytest.mark.parametrize("future", range(4))
def test_states_are_those_of_the_outcomes(future: int) -> None:
    dataset = simulate("everything-at-once", "baseline", "uruguay", futures=[future])
    table = outcomes(dataset)
    entries = story("everything-at-once", "baseline", "uruguay", future=future)
    states = {entry.month: entry.figures["state"] for entry in entries if entry.kind == "state"}
    assert list(states.values())[-1] == table["state"].iloc[0]
    assert entries[-1].figures["working"] == table["working"].iloc[0]
    names = str(dataset["state"].attrs["flag_meanings"]).split()
    by_month = [names[int(code)] for code in dataset["state"].to_numpy()[0]]
    for month in range(2, 121):
        assert (by_month[month - 1] != by_month[month - 2]) == (month in states)
    collapse = table["collapse_month"].iloc[0]
    if not np.isnan(collapse):
        assert states[int(collapse) + 5] == "collapsed"


def test_events_and_grants_of_the_files_are_told_when_they_begin_and_end() -> None:
    entries = story(EVERYTHING, STAGED, community(60))
    began = {entry.figures["event"]: entry.month for entry in entries if entry.kind == "event"}
    assert began == {event.kind: event.when for event in EVERYTHING.events if event.kind != "new_grant"}
    assert len(began) == len(EVENT_KINDS) - 1
    over = {entry.figures["event"]: entry.month for entry in entries if entry.kind == "event_over"}
    assert over == {"pandemic": 10, "squeeze": 10, "boom": 10, "civic_space": 10, "salience": 17}
    grants = [(entry.kind, entry.month) for entry in entries if entry.kind.startswith("grant_")]
    assert grants == [("grant_begins", 2), ("grant_over", 5), ("grant_begins", 14), ("grant_over", 19)]
    assert [entry.month for entry in entries if entry.kind == "stage"] == [9]
    assert next(entry for entry in entries if entry.kind == "signpost_on").figures["trigger"] == "few"


def blank_page(**tables: dict[str, Any]) -> Page:
    """Return a page on which nothing happened but the given fields of rows (table: {field: (row, before, now)})."""
    model = CommunityModel(context=community(12, size={"donors": 6}))
    world = model.world
    model.step()
    for name in ("changed", "leader_changed", "hostile"):
        world.calendars[name] = False
    world.champions["is_new"] = False
    world.donors["months_left"] = 0
    before = snapshot(model)
    before["calendars"]["next_election"] = 99
    for table, changes in tables.items():
        for field, (row, was, now) in changes.items():
            before[table][field][row] = was
            getattr(world, table)[field][row] = now
    return Page(model, before)


def test_an_election_names_its_governments_and_its_result() -> None:
    page = blank_page(calendars={"next_election": (2, 1, 49), "changed": (2, False, True), "hostile": (2, False, True)})
    (entry,) = tell_politics(page)
    assert (entry.kind, entry.who) == ("election", ("city 2",))
    assert said(entry, page) == "Election in city 2: another party takes office, hostile to open data."
    assert entry.figures["hostile"] is True and entry.figures["outcome"] == "hostile"
    page = blank_page(calendars={"next_election": (0, 1, 49)})
    (entry,) = tell_politics(page)
    assert said(entry, page) == (
        "Election in the national government (national agency 1): the party and its leader stay in office."
    )


def test_a_government_that_falls_and_a_leader_who_goes_are_no_election() -> None:
    page = blank_page(calendars={"changed": (1, False, True)})
    (entry,) = tell_politics(page)
    assert (entry.kind, said(entry, page)) == (
        "government_falls", "Without an election, another party takes office in city 1.",
    )  # fmt: skip
    (entry,) = tell_politics(blank_page(calendars={"leader_changed": (3, False, True)}))
    assert (entry.kind, entry.who) == ("new_leader", ("city 3",))


def test_a_champion_who_is_replaced_at_once_leaves_and_arrives() -> None:
    page = blank_page(champions={"in_post": (slice(None), True, True), "is_new": (4, False, True)})
    page.model.world.champions["trained"][4] = True
    page.before["champions"]["trained"][4] = False
    left, came = tell_officials(page)
    assert said(left, page) == "A champion leaves: champion 5, in national agency 1 (not trained)."
    assert said(came, page) == "A champion arrives: champion 5, in national agency 1 (trained)."
    assert said(came, page, "es") == "Llega un aliado: aliado 5, en organismo nacional 1 (con formación)."


@pytest.mark.parametrize(
    ("field", "has", "kind", "expected"),
    [
        ("course", True, "course_adopted", "A training course is adopted by city 3."),
        ("course", False, "course_lost", "A training course is given up by city 3."),
    ],
)  # fmt: skip
def test_what_outlasts_people(field: str, has: bool, kind: str, expected: str) -> None:
    page = blank_page(governments={field: (3, not has, has)}, champions={"in_post": (slice(None), True, True)})
    (entry,) = tell_officials(page)
    assert (entry.kind, said(entry, page), entry.who) == (kind, expected, ("city 3",))


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        ((True, 0), (False, 0), {"donors_close"}),
        ((True, 9), (False, 0), {"donors_close"}),
        ((False, 0), (True, 0), {"donors_return"}),
        ((True, 9), (True, 8), set()),
        ((True, 9), (True, 5), {"grants_cut"}),
        ((True, 0), (True, 12), {"grants_given"}),
        ((True, 1), (True, 12), {"grants_given"}),
        ((True, 2), (True, 13), {"grants_renewed"}),
        ((True, 1), (True, 0), {"grants_end"}),
        ((False, 1), (False, 0), {"grants_end"}),
    ],
)
def test_what_a_donor_did(before: tuple[bool, int], now: tuple[bool, int], kind: set[str]) -> None:
    page = blank_page(donors={"is_open": (1, before[0], now[0]), "months_left": (1, before[1], now[1])})
    entries = list(tell_donors(page))
    assert {entry.kind for entry in entries} == kind
    assert all(entry.who == ("donor 2",) for entry in entries)


def test_names_of_the_context_are_in_the_story() -> None:
    context = community(
        24,
        government=[{"name": "Villa Clara", "tier": "local", "takes_office": 7}],
        donor=[{"name": "The Fund", "monthly": 2.5, "ends": 3}],
    )
    entries = story("calm-decade", "baseline", context)
    assert any(entry.month == 7 and entry.kind == "election" and "Villa Clara" in entry.who for entry in entries)
    assert any(entry.kind.startswith("grants_") and "The Fund" in entry.who for entry in entries if entry.month <= 3)


def test_a_story_may_begin_in_the_middle() -> None:
    whole = story("pandemic", "adaptive", "uruguay", future=2)
    model = CommunityModel("pandemic", "adaptive", "uruguay", future=2)
    for _ in range(60):
        model.step()
    assert list(tell(model)) == [entry for entry in whole if entry.month > 60]


@pytest.mark.parametrize("size", EMPTY_SIZES.values(), ids=EMPTY_SIZES)
def test_stories_of_communities_without_some_actors(size: dict[str, int]) -> None:
    context = community(48, size=size)
    assert story("everything-at-once", "adaptive", context)[-1].kind == "end"


def test_one_and_many_are_told_apart() -> None:
    page = blank_page(donors={"is_open": (slice(0, 2), True, False), "months_left": (slice(0, 2), 9, 0)})
    (entry,) = tell_donors(page)
    assert said(entry, page).startswith("2 donors close: donor 1 and donor 2 (")
    page = blank_page(donors={"is_open": (slice(0, 3), True, True), "months_left": (slice(0, 3), 0, 12)})
    (entry,) = tell_donors(page)
    assert said(entry, page).endswith("staff-months a month, for up to 12 months).")


def test_many_names_are_counted() -> None:
    page = blank_page(champions={"in_post": (slice(None), True, True)})
    page.model.world.champions["government"][:3] = 0
    page.model.world.champions["government"][3:5] = (1, 2)
    page.before["champions"]["in_post"][:5] = False
    (entry,) = tell_officials(page)
    assert said(entry, page).startswith("5 champions arrive: in national agency 1 (3), city 1 and city 2. Of them")
    page = blank_page(donors={"is_open": (slice(0, 6), True, False), "months_left": (slice(0, 6), 0, 0)})
    (entry,) = tell_donors(page)
    assert said(entry, page) == "6 donors close: donor 1, donor 2, donor 3, donor 4 and 2 others."


def test_an_event_is_told_with_its_size_and_how_long_it_lasts() -> None:
    told = [
        sentence(entry, community(60), STAGED, texts("en"))
        for entry in story(EVERYTHING, STAGED, community(60))
        if entry.kind in ("event", "event_over")
    ]
    assert "What the world does: 60% of the governments change hands." in told
    assert "What the world does: a pandemic begins (strength 0.3, 6 months)." in told
    assert "Over: Pandemic (strength 0.3, 6 months)." in told
    changed = "public attention to a theme changes (Housing, strength \N{MINUS SIGN}0.5, 4 months)"
    assert f"What the world does: {changed}." in told
    moved = "90% of the donors turn to another theme (themes that the community does not work on)"
    assert f"What the world does: {moved}." in told


def test_a_donor_that_leaves_is_told_by_name_and_does_not_close_on_that_day() -> None:
    exit_of = {"kind": "donor_leaves", "when": 5, "notice": 12}
    at_election = {"kind": "hostile_turnover", "when": 6, "at": "next election", "chance": 0.6}
    scenario = Scenario.model_validate({"name": "exit", **WORDS, "event": [exit_of, at_election]})
    place = community(24, donor=[{"name": "Avina", "monthly": 3.0, "ends": 17}], size={"donors": 1})
    model = CommunityModel(scenario, context=place, parameters={"donor_exit": 0.002, "family_exit": 0.002})
    told = [entry for entry in tell(model) if entry.kind in ("event", "donors_close")]
    assert [(entry.kind, entry.month, entry.who) for entry in told[:2]] == [("event", 5, ("Avina",)), ("event", 6, ())]
    sentences = [sentence(entry, place, model.plan, texts("en")) for entry in told[:2]]
    assert sentences == [
        "What the world does: Avina announces its exit; the last payment comes 12 months later.",
        "What the world does: 60% of the governments are to fall to hostile successors at their next election.",
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Avina announces its exit; what it has signed it pays in full to its end, 13 months later, and no"),
        ("es", "Avina anuncia su salida; lo que firmó lo paga entero hasta el final, 13 meses después, y ninguna"),
        ("fr", "il le verse en entier jusqu\N{RIGHT SINGLE QUOTATION MARK}au bout, 13 mois plus tard, et aucune"),
    ],
)
def test_a_donor_that_leaves_pays_what_it_signed_to_its_end(language: str, said: str) -> None:
    exit_of = {"kind": "donor_leaves", "when": 5, "notice": 12, "donor": "Avina", "taper": [1, 0.5]}
    place = community(24, donor=[{"name": "Avina", "monthly": 3.0, "ends": 18}], size={"donors": 1})

    def told(**more: object) -> str:
        scenario = Scenario.model_validate({"name": "exit", **WORDS, "event": [{**exit_of, **more}]})
        model = CommunityModel(scenario, context=place)
        entry = next(entry for entry in tell(model) if entry.kind == "event")
        return sentence(entry, place, model.plan, texts(language))

    assert said in told()
    assert said not in told(breaks_contracts=True)


def test_a_signed_grant_that_begins_is_told_with_all_its_months() -> None:
    grant = {"donor": "Avina", "from": 4, "months": 9, "staff_months": 2.0}
    plan = Plan.model_validate({"name": "signed", **WORDS, "grant": [grant]})
    place = community(24, donor=[{"name": "Avina", "monthly": 2.0, "ends": 0}], size={"donors": 1})
    quiet = {"donor_exit": 0.002, "family_exit": 0.002, "application_success": 0.03}
    told = [entry for entry in tell(CommunityModel("calm-decade", plan, place, parameters=quiet)) if entry.month == 4]
    given = next(entry for entry in told if entry.kind == "grants_given")
    assert (given.who, given.figures["months"], given.figures["staff_months"]) == (("Avina",), 9, 2.0)
