"""The main commands: what they print, what they write, and that Python gives the same numbers."""

from __future__ import annotations

import csv
import hashlib
import json
import re

import pandas as pd
import pytest

import sim
from sim.files import library
from sim.world.measures import PRIMARY

SHARES = {"share", "low", "high"}
FEW = ("--futures", "30", "--seed", "4")
TWO_BY_TWO = ("compare", "calm-decade", "pandemic", "--plans", "baseline,adaptive", "--context", "costa-rica", *FEW)
AS_REPEATED = (*TWO_BY_TWO, "--parameters", "plausible")


def test_compare_prints_the_contract(sobremesa):
    answer = sobremesa(*TWO_BY_TWO, "--json")
    assert answer.code == 0
    result = answer.json
    assert (result["seed"], result["futures"], result["context"]) == (4, 30, "costa-rica")
    assert [(row["scenario"], row["plan"]) for row in result["rows"]] == [
        ("calm-decade", "baseline"), ("calm-decade", "adaptive"), ("pandemic", "baseline"), ("pandemic", "adaptive"),
    ]  # fmt: skip
    for row in result["rows"]:
        for share in ("working", "collapsed", "recovered"):
            assert set(row[share]) == SHARES
        assert row["months_lost"] is None or set(row["months_lost"]) == {"median", "q25", "q75"}
        assert set(row["measures"]) == set(PRIMARY)
        assert all(set(one) == {"p10", "median", "p90"} for one in row["measures"].values())
        if row["plan"] != "baseline":
            assert set(row["against"]) == {"plan", "difference", "low", "high", "years"}
            assert row["against"]["plan"] == "baseline"


def test_the_command_and_python_give_the_same_numbers(sobremesa):
    comparison = sim.compare(["calm-decade", "pandemic"], ["baseline", "adaptive"], "costa-rica", futures=30, seed=4)
    assert sobremesa(*TWO_BY_TWO, "--json").json == json.loads(json.dumps(comparison.to_dict()))


def test_run_gives_the_numbers_of_compare(sobremesa):
    compared = sobremesa(*TWO_BY_TWO, "--json").json["rows"][3]
    run = sobremesa("run", "pandemic", "--plan", "adaptive", "--context", "costa-rica", *FEW, "--json").json
    assert compared.pop("against")
    assert {key: run[key] for key in compared} == compared
    assert sum(run["states_at_the_end"].values()) == pytest.approx(1)
    assert [trigger["name"] for trigger in run["triggers"]] == [one.name for one in library.plan("adaptive").triggers]
    assert run["months_lost_by_measure"]["reuse"] == run["months_lost"]
    assert 0 <= run["recovery"]["never"] <= 1


def test_a_split_says_which_community_it_is(sobremesa):
    asked = ("calm-decade", "--context", "costa-rica", "--futures", "200")
    told = {}
    for command in (("compare", *asked), ("run", *asked)):
        assert "--split" in sobremesa(*command).out.split("To repeat this:")[0]
        answer = sobremesa(*command, "--split")
        assert f"sobremesa {command[0]} calm-decade" in answer.out
        assert "--split" in answer.out.split("To repeat this:")[1]
        told[command[0]] = re.findall(r"of the spread .* months after", " ".join(answer.out.split()))
    assert told["compare"] == told["run"] != []
    assert "from which community it is, how it differs and how it begins" in told["run"][0]
    split = sobremesa("compare", *asked, "--split", "--json").json["rows"][0]["ignorance"]["working"]
    assert 0 <= split["community_low"] <= split["community"] <= split["community_high"] <= 1


def test_compare_for_people(sobremesa):
    answer = sobremesa(*TWO_BY_TWO)
    assert (answer.code, answer.err) == (0, "")
    assert "\x1b" not in answer.out
    for words in (
        "Costa Rica, plan baseline: after 10 years",
        "Still working under adaptive against baseline, in the same futures",
        "Paired differences made: 4",
        "30 futures of each scenario and plan, seed 4.",
        "An exploration, not a prediction.".replace(" ", " "),
    ):
        assert words in " ".join(answer.out.split())
    assert f"  sobremesa {' '.join(AS_REPEATED)}\n" in answer.out


def test_many_plans_are_printed_side_by_side(sobremesa, monkeypatch, tmp_path):
    idle = tmp_path / "idle.toml"
    idle.write_text('title = "Idle"\n[effort]\ndocument = 900.0\n')
    plans = [*library.names("plan"), str(idle)]
    typed = ("compare", "big-funders-go", "--plans", ",".join(plans), "--futures", "100")
    monkeypatch.setenv("COLUMNS", "80")
    narrow = " ".join(sobremesa(*typed).out.split())
    sentence = r"against baseline, .*worst: clearly fewer (futures still working )?in 1 of 1 scenarios \(-\d+\)\."
    assert re.search(rf"Of {len(plans)} plans, {sentence}", narrow)
    assert "Plans: 1 baseline, 2 quick-wins," in narrow
    assert "Of 20 comparisons without a real difference, about one would still look clear by luck." in narrow
    assert "Months lost" not in narrow
    monkeypatch.setenv("COLUMNS", "120")
    wide = sobremesa(*typed).out
    assert "Plans: 1" not in wide
    assert "institution-builder grassroots watchdog insider" in " ".join(wide.split())


@pytest.mark.parametrize("width", [40, 80])
def test_tables_fit_eighty_columns(sobremesa, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    tables, command = sobremesa(
        "compare", "everyone-votes-at-once", "--plans", "baseline,institution-builder", "--futures", "10"
    ).out.split("To repeat this:")
    assert max(map(len, tables.splitlines())) <= 80
    assert "everyone-votes-at-once" in tables
    assert command.count("\n") == 2


def test_run_for_people(sobremesa):
    answer = sobremesa("run", "everything-at-once", "--plan", "adaptive", "--futures", "20")
    assert (answer.code, answer.err) == (0, "")
    for words in ("What becomes of it", "What the events change", "January 2029 (month 24)", "money runs short"):
        assert words in answer.out
    assert "sobremesa run everything-at-once --plan adaptive --context uruguay --futures 20 --seed 1" in answer.out


def test_run_without_a_blow(sobremesa):
    answer = sobremesa("run", "calm-decade", "--futures", "5")
    assert answer.code == 0
    assert "months lost" not in answer.out
    assert sobremesa("run", "calm-decade", "--futures", "5", "--json").json["recovery"] is None


def test_the_default_is_every_scenario(sobremesa):
    rows = sobremesa("compare", "--futures", "2", "--json").json["rows"]
    assert [(row["scenario"], row["plan"]) for row in rows] == [(one, "baseline") for one in library.names("scenario")]


def test_paths_work_where_names_do(sobremesa, tmp_path):
    folders = {kind: tmp_path / f"own-{kind}.toml" for kind in ("scenario", "plan", "context")}
    for kind, path in folders.items():
        name = {"scenario": "pandemic", "plan": "adaptive", "context": "kenya"}[kind]
        path.write_bytes((library.shipped_folder() / library.FOLDERS[kind] / f"{name}.toml").read_bytes())
    own = sobremesa(
        "compare", str(folders["scenario"]), "--plans", f"baseline,{folders['plan']}", "--context",
        str(folders["context"]), *FEW, "--json",
    ).json  # fmt: skip
    shipped = sobremesa(
        "compare", "pandemic", "--plans", "baseline,adaptive", "--context", "kenya", *FEW, "--json"
    ).json  # fmt: skip
    assert [row["working"] for row in own["rows"]] == [row["working"] for row in shipped["rows"]]
    assert own["rows"][1]["plan"] == "own-plan"


def test_out_writes_tables_and_a_manifest(sobremesa, tmp_path):
    folder = tmp_path / "new" / "results"
    answer = sobremesa(*TWO_BY_TWO, "--out", str(folder), "--json")
    assert answer.code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", "months.parquet", "outcomes.parquet"]
    outcomes = pd.read_parquet(folder / "outcomes.parquet")
    assert len(outcomes) == 4 * 30
    for row in answer.json["rows"]:
        mine = outcomes[(outcomes["scenario"] == row["scenario"]) & (outcomes["plan"] == row["plan"])]
        assert mine["working"].mean() == pytest.approx(row["working"]["share"])
    months = pd.read_parquet(folder / "months.parquet")
    assert len(months) == 4 * 121
    assert (months["people_q10"] <= months["people_q50"]).all()
    assert months[["working", "collapsed", "paper", "struggling"]].sum(axis=1).to_numpy() == pytest.approx(1)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["command"] == f"sobremesa {' '.join(AS_REPEATED)}"
    assert manifest["inputs"]["plans"]["adaptive"] == library.plan("adaptive").fingerprint()
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_run_writes_the_same_tables(sobremesa, tmp_path):
    assert sobremesa("run", "pandemic", "--futures", "5", "--out", str(tmp_path)).code == 0
    assert len(pd.read_parquet(tmp_path / "outcomes.parquet")) == 5
    assert sobremesa("run", "pandemic", "--futures", "6", "--out", str(tmp_path)).code == 0
    assert len(pd.read_parquet(tmp_path / "outcomes.parquet")) == 6


def test_csv_has_a_line_for_each_scenario_and_plan(sobremesa, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("old")
    answer = sobremesa(*TWO_BY_TWO, "--csv", str(path), "--json")
    with path.open(newline="") as file:
        lines = list(csv.DictReader(file))
    assert [(line["scenario"], line["plan"]) for line in lines] == [
        (row["scenario"], row["plan"]) for row in answer.json["rows"]
    ]
    assert [float(line["working_share"]) for line in lines] == [row["working"]["share"] for row in answer.json["rows"]]
    assert lines[0]["months_lost_median"] == ""
    assert float(lines[3]["against_difference"]) == answer.json["rows"][3]["against"]["difference"]


def test_a_report_is_written_in_the_language_that_is_asked_for(sobremesa, tmp_path):
    path = tmp_path / "informe.html"
    answer = sobremesa(*TWO_BY_TWO, "--report", str(path), "--language", "es")
    assert "still working" in answer.out
    assert '<html lang="es">' in path.read_text(encoding="utf-8")
    refused = sobremesa(*TWO_BY_TWO, "--report", str(path), "--language", "de")
    assert refused.mistake.endswith("language 'de' does not exist; there are en, es, fr")


def test_report_is_written(sobremesa, tmp_path):
    path = tmp_path / "page.html"
    answer = sobremesa(*TWO_BY_TWO, "--report", str(path))
    assert answer.code == 0
    assert f"Written: {path}" in answer.out
    page = path.read_text()
    assert page.lstrip().lower().startswith("<!doctype html")
    assert "sobremesa compare calm-decade pandemic" in page


def test_a_plan_against_itself_makes_no_difference(sobremesa, tmp_path):
    same = tmp_path / "same.toml"
    same.write_text("# plan\n")
    answer = sobremesa("compare", "pandemic", "--plans", f"baseline,{same}", *FEW)
    assert "too close to call" in answer.out


def test_large_numbers_may_be_written_short(sobremesa):
    assert sobremesa("run", "calm-decade", "--futures", "1e1", "--json").json["futures"] == 10
