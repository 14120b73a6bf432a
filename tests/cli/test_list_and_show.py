"""What there is, and one thing in full."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.files import library
from sim.world.measures import MEASURES
from sim.world.parameters import ALL_PARAMETERS, GAINS, UNCERTAIN

KINDS = ("scenario", "plan", "context")
EVERY_FILE = [(kind, name) for kind in KINDS for name in library.names(kind)]


def test_list_shows_every_shipped_file(sobremesa, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    answer = sobremesa("list")
    assert answer.code == 0
    for kind, name in EVERY_FILE:
        assert name in answer.out
        assert library.find(kind, name).title in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


@pytest.mark.parametrize("kind", KINDS)
def test_one_list(sobremesa, kind):
    assert [one["name"] for one in sobremesa("list", f"{kind}s", "--json").json] == list(library.names(kind))


def test_lists_of_the_model(sobremesa):
    assert len(sobremesa("list", "measures", "--json").json) == len(MEASURES)
    assert [one["name"] for one in sobremesa("list", "parameters", "--json").json] == list(ALL_PARAMETERS)
    assert "senior_exit" in sobremesa("list", "parameters").out
    assert set(sobremesa("list", "--json").json) == {"scenarios", "plans", "contexts"}


def test_the_list_of_parameters_says_how_many_are_uncertain_and_which(sobremesa, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    said = sobremesa("list", "parameters").out
    assert f"Parameters ({len(ALL_PARAMETERS)}): {len(UNCERTAIN)} uncertain (marked ?), 11 facts of a place, " in said
    assert f" held fixed or definitions, {len(GAINS)} switches of mechanisms" in said
    marked = [line.split()[0] for line in said.splitlines() if line.split()[1:2] == ["?"]]
    assert marked == [one.name for one in UNCERTAIN]
    roles = {one["name"]: one["role"] for one in sobremesa("list", "parameters", "--json").json}
    assert [name for name, role in roles.items() if role == "uncertain"] == marked


@pytest.mark.parametrize(("kind", "name"), EVERY_FILE)
def test_every_shipped_file_can_be_shown(sobremesa, kind, name):
    answer = sobremesa("show", kind, name)
    assert (answer.code, answer.err) == (0, "")
    assert f"({kind} {name})" in answer.out
    shown = sobremesa("show", kind, name, "--json").json
    assert (shown["kind"], shown["name"]) == (kind, name)


def test_a_plan_is_shown_with_the_keys_of_its_file(sobremesa, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    answer = sobremesa("show", "plan", "adaptive")
    for key in (*library.plan("adaptive").effort, *library.plan("adaptive").levers):
        assert f"\n{key} " in answer.out
    assert "Mobilise: meet people where" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


@pytest.mark.parametrize("measure", [measure.name for measure in MEASURES])
def test_every_measure_can_be_shown(sobremesa, measure):
    assert measure in sobremesa("show", "measure", measure).out
    assert sobremesa("show", "measure", measure, "--json").json["name"] == measure


def test_a_parameter_with_its_source(sobremesa):
    answer = sobremesa("show", "parameter", "senior_exit")
    assert "0.4 to 0.8" in answer.out
    assert "La Tercera" in answer.out
    assert sobremesa("show", "parameter", "senior_exit", "--json").json["default"] == 0.6


def test_a_scenario_with_its_dates(sobremesa):
    assert "January 2029 (month 24)" in sobremesa("show", "scenario", "everything-at-once").out


def test_triggers_are_sentences(sobremesa, tmp_path):
    plan = tmp_path / "own.toml"
    plan.write_text(
        """# plan
        themes = ["housing"]
        [[trigger]]
        name = "late"
        measure = "runway"
        below = 6
        months = 3
        seen_late = 1
        release = 9
        shift = 0.3
        effort = { raise_funds = 3, ally = 1 }
        [[trigger]]
        name = "second half"
        month = "2030-01"
        levers = { stance = 0.5 }
        retarget = true
        [[trigger]]
        name = "once"
        measure = "standing"
        above = 0.7
        latch = true
        levers = { voice = 1.0 }
        [[grant]]
        from = 5
        months = 12
        staff_months = 1.5
        theme = "climate"
        """
    )
    words = " ".join(sobremesa("show", "plan", str(plan)).out.split())
    assert "when runway (months) is below 6 for 3 months in a row, seen 1 month late, 30 % of all effort moves" in words
    assert "ally (25 %)" in words
    assert "raise funds (75 %)" in words
    assert "until it is 9 again." in words
    assert "second half: from January 2030 (month 36) on, stance becomes 0.5 and the themes become" in words
    assert "voice becomes 1, for good." in words
    assert "Grant from June 2027 (month 5): 1.5 staff-months a month for 12 months, unrestricted, for climate." in words
    assert "Themes, in this order: housing, climate" in words


def test_named_actors_of_a_context(sobremesa, tmp_path):
    context = tmp_path / "town.toml"
    context.write_text(
        '# context\n[[government]]\nname = "Town hall"\ntier = "local"\n[[members]]\nname = "Neighbours"\ncount = 20\n'
    )
    words = sobremesa("show", "context", str(context)).out
    assert "Named governments: Town hall." in words
    assert "Named groups of members: Neighbours (20)." in words


@pytest.mark.parametrize("kind", KINDS)
def test_schema_is_json(sobremesa, kind):
    assert sobremesa("schema", kind).json == library.schema(kind)


def test_markup_in_a_title_is_text(sobremesa, tmp_path):
    plan = tmp_path / "own.toml"
    plan.write_text('# plan\ntitle = "[red]x[/red] [/]"\nstory = "[link=x]y"\n')
    answer = sobremesa("show", "plan", str(plan))
    assert "[red]x[/red] [/]" in answer.out
    assert "[link=x]y" in answer.out


def test_check_says_what_a_file_holds(sobremesa, tmp_path):
    good = [library.shipped_folder() / library.FOLDERS[kind] / f"{library.names(kind)[-1]}.toml" for kind in KINDS]
    answer = sobremesa("check", *map(str, good))
    assert (answer.code, answer.err) == (0, "")
    assert [line.split(": ")[1].split(",")[0] for line in answer.out.splitlines()] == ["ok"] * 3
    bad = tmp_path / "bad.toml"
    bad.write_text("[effort]\nmobilize = 3\n")
    answer = sobremesa("check", str(good[0]), str(bad), str(good[1]))
    assert answer.code == 2
    assert len(answer.out.splitlines()) == 2
    assert answer.err.count("\n") == 1
    assert "did you mean 'mobilise'?" in answer.err


def test_check_as_json(sobremesa, tmp_path):
    missing = str(tmp_path / "no.toml")
    plan = library.shipped_folder() / "plans" / "adaptive.toml"
    answer = sobremesa("check", str(plan), missing, "--json")
    assert answer.code == 2
    right, wrong = answer.json["files"]
    assert right == {"file": str(plan), "ok": True, "kind": "plan", "title": "Adaptive", "holds": "3 triggers"}
    assert wrong == {"file": missing, "ok": False, "mistake": f"file '{missing}' does not exist"}
    assert not answer.json["ok"]


def test_files_by_path_as_by_name(sobremesa):
    path = Path(library.shipped_folder(), "plans", "adaptive.toml")
    assert json.dumps(sobremesa("show", "plan", str(path), "--json").json) == json.dumps(
        sobremesa("show", "plan", "adaptive", "--json").json
    )


def test_the_differences_of_a_community_are_shown_in_words(sobremesa, monkeypatch, tmp_path):
    monkeypatch.setenv("COLUMNS", "160")
    names = [name for name, _ in library.context("uruguay").community]
    file = tmp_path / "town.toml"
    file.write_text("# context\n[community]\n" + "".join(f"{name} = 3\n" for name in names), encoding="utf-8")
    said = sobremesa("show", "context", str(file)).out
    assert "data stays in date 3 times as long as usual" in said
    assert said.count("3 times as") == len(names)


def test_an_exit_says_that_what_is_signed_does_not_taper_off(sobremesa, monkeypatch, tmp_path):
    monkeypatch.setenv("COLUMNS", "400")
    assert "does not taper off" in sobremesa("show", "scenario", "largest-donor-announces-its-exit").out
    file = tmp_path / "gone.toml"
    exit_of = 'kind = "donor_leaves"\nwhen = 3\nnotice = 5\nbreaks_contracts = true\n'
    file.write_text("# scenario\n[[event]]\n" + exit_of, encoding="utf-8")
    said = sobremesa("show", "scenario", str(file)).out
    assert "breaks contracts" in said and "does not taper off" not in said
