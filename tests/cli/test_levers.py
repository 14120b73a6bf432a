"""``sobremesa levers``: the same numbers as in Python, the files that it writes, and what it refuses."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from sim.choices.study import levers
from sim.choices.tables import to_dict

FEW = ("--scenarios", "calm-decade", "--futures", "20", "--parameters", "default")


def test_the_numbers_are_those_of_python(sobremesa, tmp_path):
    table, page = tmp_path / "levers.csv", tmp_path / "levers.html"
    files = ("--csv", str(table), "--report", str(page), "--language", "es")
    answer = sobremesa("levers", "breadth", "train", "--json", *FEW, *files)
    found = levers(("calm-decade",), only=("breadth", "train"), futures=20, parameters="default")
    assert answer.json == json.loads(json.dumps(to_dict(found)))
    assert len(table.read_text(encoding="utf-8").splitlines()) == 1 + len(answer.json["rows"])
    assert "¿Son reales las decisiones?" in page.read_text(encoding="utf-8")


def test_several_contexts_are_told_by_scenario_and_by_context(sobremesa):
    places = ("--scenarios", "calm-decade,big-funders-go", "--context", "uruguay,kenya")
    said = " ".join(sobremesa("levers", "breadth", *places, "--futures", "50", "--parameters", "default").out.split())
    assert "By scenario: the best value" in said
    assert "By context: the best value" in said
    assert "sobremesa levers breadth --plan baseline --scenarios calm-decade,big-funders-go --context" in said


def test_names_are_separated_by_commas_or_spaces(sobremesa):
    said = sobremesa("levers", "breadth,voice", "train", *FEW).out
    assert "20 futures are too few to say" in " ".join(said.split())
    assert "sobremesa levers breadth voice train --plan" in " ".join(said.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("bredth", "lever 'bredth' does not exist; did you mean 'breadth'?"),
        ("breadth,,voice", "LEVER is 'breadth,,voice', but must be names"),
        ("breadth --plan adaptiv", "plan 'adaptiv' does not exist; did you mean 'adaptive'?"),
        ("breadth --context uruguai", "context 'uruguai' does not exist; did you mean 'uruguay'?"),
        ("breadth --scenarios calm-decad", "scenario 'calm-decad' does not exist; did you mean 'calm-decade'?"),
        ("breadth --context uruguay,uruguay", "context 'uruguay' is given twice; give it once"),
        ("breadth --futures 0", "--futures is '0', but must be a whole number from 1"),
        ("breadth --csv page.txt", "--csv is 'page.txt', but must end in .csv"),
        ("breadth --language de", "language 'de' does not exist; there are en, es, fr"),
        ("--futures 1e9 --parameters default", "ask for fewer with --futures"),
    ],
)  # fmt: skip
def test_slips_are_answered_with_one_sentence(sobremesa, arguments, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    wanted = [] if "--csv" in arguments else ["--csv", "levers.csv"]
    mistake = sobremesa("levers", *arguments.split(), *wanted).mistake
    assert said in mistake
    assert list(tmp_path.iterdir()) == []


DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "levers.md"
COMMANDS = [
    line.removeprefix("$ ")
    for block in re.findall(r"```console\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), flags=re.DOTALL)
    for line in block.splitlines()
]


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_document_is_understood(sobremesa, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = shlex.split(command)[1:]
    answer = sobremesa(*words, "--futures", "4", "--parameters", "default")
    assert answer.code == 0, answer.err
    assert "To repeat this:" in answer.out
    for option in {"--report", "--csv"} & set(words):
        assert (tmp_path / words[words.index(option) + 1]).is_file()
