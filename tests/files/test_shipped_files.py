"""What ships with Sobremesa: everything loads, says where its figures come from, and matches its schema."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sim.files import library
from sim.files.scenario import Scenario
from sim.world.events import EVENT_KINDS

KINDS = ("scenario", "plan", "context")
SHIPPED = [(kind, name) for kind in KINDS for name in library.names(kind)]
PUBLISHED = re.compile(r"REIGN|Global Data Barometer|Constitution|Act 20|Elections Act|Electoral Commission|"
                       r"Corte Electoral|Tribunal Supremo|Los Andes")  # fmt: skip


def path_of(kind: str, name: str) -> Path:
    return library.shipped_folder() / library.FOLDERS[kind] / f"{name}.toml"


def test_the_promised_names_are_there() -> None:
    assert len(library.names("scenario")) == 17
    assert len(library.names("plan")) == 8
    assert len(library.names("context")) == 10
    for kind in KINDS:
        assert library.names(kind) == library.ORDER[kind]


@pytest.mark.parametrize(("kind", "name"), SHIPPED)
def test_it_loads_by_name_and_by_path(kind: str, name: str) -> None:
    model = library.find(kind, name)
    assert model.name == name
    assert library.load(path_of(kind, name)) == model
    assert library.find(kind, str(path_of(kind, name))) == model


@pytest.mark.parametrize(("kind", "name"), SHIPPED)
def test_it_has_a_title_a_short_story_and_an_idea(kind: str, name: str) -> None:
    model = library.find(kind, name)
    assert model.title and model.idea
    assert 2 <= len(re.findall(r"[.?!](?:\s|$)", model.story)) <= 4
    assert "\n" not in model.story


def test_every_plan_says_what_it_gives_up() -> None:
    assert all("gives up" in library.plan(name).story for name in library.names("plan"))


@pytest.mark.parametrize(("kind", "name"), SHIPPED)
def test_it_matches_its_schema_and_points_to_it(kind: str, name: str) -> None:
    text = path_of(kind, name).read_text(encoding="utf-8")
    assert text.startswith(f"#:schema ../schemas/{kind}.json\n")
    schema = json.loads((library.shipped_folder() / "schemas" / f"{kind}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(tomllib.loads(text), schema)


@pytest.mark.parametrize("kind", KINDS)
def test_the_committed_schema_is_current(kind: str) -> None:
    committed = json.loads((library.shipped_folder() / "schemas" / f"{kind}.json").read_text(encoding="utf-8"))
    assert committed == library.schema(kind)


def test_the_schema_says_what_the_checks_say() -> None:
    check = jsonschema.Draft202012Validator(library.schema("plan"))
    assert check.is_valid({"effort": {"mobilise": 2}})
    assert not check.is_valid({"effort": {"mobilize": 2}})
    assert not check.is_valid({"effort": {"mobilise": -1}})
    assert not check.is_valid({"name": "mine"})
    assert not jsonschema.Draft202012Validator(library.schema("scenario")).is_valid(
        {"event": [{"kind": "turnover", "when": "2029-13", "share": 0.5}]}
    )


def figures(table: dict[str, Any], prefix: str = "") -> list[str]:
    """Return the dotted names of every number, truth value and date that a context sets."""
    found: list[str] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += figures(value, f"{prefix}{key}.")
        elif isinstance(value, int | float) or (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d", value)):
            found.append(prefix + key)
    return found


@pytest.mark.parametrize("name", library.names("context"))
def test_every_figure_has_a_source_or_is_called_an_assumption(name: str) -> None:
    table = tomllib.loads(path_of("context", name).read_text(encoding="utf-8"))
    sources = table.pop("sources")
    assert sorted(sources) == sorted(figures(table))
    for source in sources.values():
        assert source.startswith("assumption") or PUBLISHED.search(source), source


def test_every_kind_of_event_can_be_written() -> None:
    for kind in EVENT_KINDS:
        event: dict[str, Any] = {"kind": kind.name, "when": 3, kind.size: 1}
        if kind.lasts == "months":
            event["months"] = 3
        if kind.name in ("donors_move", "salience"):
            event["theme"] = "climate"
        made = Scenario.model_validate({"event": [event]})
        assert made.events[0].kind == kind.name
        assert getattr(made.events[0], kind.size) == 1


def test_every_scenario_and_plan_fits_every_context() -> None:
    for place in map(library.context, library.names("context")):
        for world in map(library.scenario, library.names("scenario")):
            for plan in map(library.plan, library.names("plan")):
                library.check_fit(world, plan, place)


def test_the_calm_decade_is_everyones_twin() -> None:
    calm = library.scenario("calm-decade")
    for name in library.names("scenario"):
        twin = library.scenario(name).twin()
        assert twin.events == ()
        assert twin.fingerprint() == calm.fingerprint()
        assert twin.name == name


def test_the_adaptive_plan_is_the_baseline_with_three_signposts() -> None:
    adaptive, baseline = library.plan("adaptive"), library.plan("baseline")
    assert adaptive.effort == baseline.effort == dict.fromkeys(baseline.effort, 1.0)
    assert adaptive.levers == baseline.levers
    money, people, politics = adaptive.triggers
    assert (money.measure, money.below, money.months, money.seen_late, money.shift) == ("runway", 6, 3, 2, 0.3)
    assert (people.measure, people.below, people.months, people.seen_late) == ("active_share", 0.28, 3, 2)
    assert (politics.measure, politics.months, politics.seen_late) == ("turned_over", 1, 0)
    assert politics.above is not None and 2 / 12 < politics.above < 3 / 12
    assert people.effort is not None and people.effort["mobilise"] == people.effort["coordinate"] == 0.5


def test_both_ways_to_give_a_grant_pay_the_same() -> None:
    totals = []
    for name in ("one-long-grant", "three-short-grants"):
        totals.append(sum(one.staff_months * one.months for one in library.scenario(name).events))  # type: ignore[union-attr]
    assert totals == [72, 72]


README = library.shipped_folder() / "README.md"
EXAMPLES = re.findall(r"```toml\n(# (\w+)\n.*?)```", README.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize(("text", "kind"), EXAMPLES)
def test_the_examples_of_the_readme_work(text: str, kind: str) -> None:
    library.parse(kind, text.encode(), "example")


def test_the_readme_shows_each_kind_of_file_and_event() -> None:
    assert [kind for _, kind in EXAMPLES] == [*KINDS, "plan"]  # the last one is translated
    assert all(f"`{kind.name}`" in README.read_text(encoding="utf-8") for kind in EVENT_KINDS)
