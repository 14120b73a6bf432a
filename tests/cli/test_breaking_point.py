"""``sobremesa breaking-point``: the same numbers as in Python, the page that it writes, and what it refuses."""

from __future__ import annotations

import json

import pytest

from sim.stress.breaking import breaking_point, frontier, ground

FEW = ("--futures", "20", "--parameters", "default")


def test_the_numbers_are_those_of_python(sobremesa):
    answer = sobremesa("breaking-point", "--vary", "funding_cut", "--json", *FEW)
    on = ground(["funding_cut"], futures=20, parameters="default")
    assert answer.code == 0
    assert answer.json == json.loads(json.dumps(breaking_point("funding_cut", on).to_dict()))


def test_two_shocks_at_once(sobremesa, tmp_path):
    page = tmp_path / "frontier.html"
    answer = sobremesa("breaking-point", "--vary", "turnover,donors_exit", "--json", "--report", str(page), *FEW)
    on = ground(["turnover", "donors_exit"], futures=20, parameters="default")
    assert answer.json == json.loads(json.dumps(frontier(("turnover", "donors_exit"), on).to_dict()))
    assert len(answer.json["cells"]) == 25
    text = page.read_text(encoding="utf-8")
    assert text.count("<td class=") == 25
    assert "<script" not in text


@pytest.mark.parametrize("vary", ["hostile_turnover.month", "1", "hostile_government"])
def test_what_is_varied_in_a_scenario(sobremesa, vary):
    answer = sobremesa("breaking-point", "hostile-successors", "--vary", vary, *FEW)
    assert answer.code == 0
    assert "Hostile change of government" in answer.out
    assert f"sobremesa breaking-point hostile-successors --vary {vary} --plan baseline" in answer.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("", "missing option '--vary'"),
        ("--vary fundng_cut", "event 'fundng_cut' does not exist; did you mean 'funding_cut'?"),
        ("--vary funding_cut.sise", "property 'sise' does not exist; did you mean 'size'?"),
        ("--vary funding_cut.duration", "event 1 of scenario 'donors_exit', donors_exit, happens once and"),
        ("--vary funding_cut,donors_exit", "--vary names donors_exit twice; without a scenario, each"),
        ("--vary a,b,c", "--vary names 3 things, but can name one or two"),
        ("pandemic --vary funding_cut", "event 'funding_cut' does not exist in scenario 'pandemic'; its"),
        ("calm-decade --vary funding_cut", "event 'funding_cut' does not exist in scenario 'calm-decade'"),
        ("pandemic --vary 2.size", "event '2' does not exist: scenario 'pandemic' has 1 event"),
        ("donor-after-donor --vary funding_cut", "scenario 'donor-after-donor' has 3 events of kind donors_exit; say"),
        ("pandemic --vary 1.size,pandemic.size", "--vary names the size of event 1 twice; name two that differ"),
        ("pandemc --vary funding_cut", "shock 'pandemc' does not exist; did you mean 'pandemic'?"),
        ("--vary funding_cut --plan adaptiv", "plan 'adaptiv' does not exist; did you mean 'adaptive'?"),
        ("--vary funding_cut --require 2", "--require is '2', but must be a share from 0 to 1"),
        ("--vary funding_cut --futures 0", "--futures is '0', but must be a whole number from 1"),
        ("--vary funding_cut --report page.txt", "--report is 'page.txt', but must end in .html or .htm"),
    ],
)  # fmt: skip
def test_mistakes(sobremesa, arguments, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    wanted = [] if "--report" in arguments else ["--report", "page.html"]
    assert sobremesa("breaking-point", *arguments.split(), *wanted).mistake.startswith(said)
    assert list(tmp_path.iterdir()) == []
