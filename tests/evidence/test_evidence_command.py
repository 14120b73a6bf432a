"""``sobremesa evidence`` and its picture."""

from __future__ import annotations

import json
from functools import cache

import pytest
import typer

from sim.cli import app
from sim.cli.evidence import _observed, _simulated
from sim.cli.failures import answer
from sim.evidence.assessment import assess

QUICK = ("--futures", "25", "--seed", "5")


@pytest.fixture
def evidence(capsys):
    def typed(*arguments):
        code = answer(typer.main.get_command(app), "sobremesa", ("evidence", *arguments))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return typed


@cache
def found():
    return assess(futures=25, seed=5)


def test_json_is_what_the_library_gives(evidence):
    code, out, _ = evidence(*QUICK, "--json")
    assert code == 0
    assert json.loads(out) == json.loads(json.dumps(found().to_dict()))


def test_tables_name_every_pattern_with_its_verdict_and_how_long_it_took(evidence):
    code, out, _ = evidence(*QUICK)
    assert code == 0
    lines = [line.rstrip() for line in out.splitlines()]
    for row in found().rows:
        named = f"{row.pattern.number:<3} {row.pattern.title}"
        assert any(line.split() == [*named.split(), *row.verdict.split()] for line in lines), named
        for finding in row.findings:
            assert all(word in out for word in finding.comparison.label.split()), "long labels take two lines"
            if "+/-" in (figure := _simulated(finding.simulated)):
                assert any(_observed(finding.comparison) in line and figure in line for line in lines), "on one line"
    assert "seconds." in out
    assert "With 25 futures a verdict may be luck: take at least 200." in " ".join(out.split())
    assert "not of this place" not in out
    assert "a single set fits less well than their mixture" in " ".join(out.split())
    assert "of 11 observed patterns" in out.splitlines()[0]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--context", "kenyaa"), "context 'kenyaa' does not exist; did you mean 'kenya'?"),
        (("--futures", "0"), "--futures is '0', but must be a whole number from 1 to 5,000"),
        (("--futures", "5001"), "--futures is '5001', but must be a whole number from 1 to 5,000"),
        (("--seed", "-1"), "--seed is '-1', but must be a whole number from 0 to 9,223,372,036,854,775,807"),
    ],
)
def test_what_is_wrong_is_refused_before_anything_is_computed(evidence, arguments, sentence):
    assert evidence(*arguments) == (2, "", sentence + "\n")


def test_in_one_place_observed_figures_are_said_to_be_of_elsewhere(evidence):
    code, out, _ = evidence("--context", "uruguay", "--futures", "200")
    said = " ".join(out.split())
    assert code == 0
    assert "Observed figures are not of this place" in said
    assert "may be luck" not in said
