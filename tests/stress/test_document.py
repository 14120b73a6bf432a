"""docs/stress.md: its commands and its Python do what a reader expects, and its tables are those of the program."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer

from sim.cli import app
from sim.cli.failures import answer
from sim.language.catalogue import texts
from sim.stress import sentences
from sim.stress.dials import ALIASES
from sim.stress.suite import SUITE, suite
from sim.stress.verdicts import stress_test

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "stress.md").read_text(encoding="utf-8")
COMMANDS = [
    line.removeprefix("$ ")
    for block in re.findall(r"```console\n(.*?)```", DOCUMENT, flags=re.DOTALL)
    for line in block.splitlines()
]
OWN = {
    "my-plan.toml": '# plan\ntitle = "Ours"\n',
    "my-flood.toml": '# scenario\n[[event]]\nkind = "scandal"\nwhen = 24\nshare = 0.1\n',
}


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_document_is_understood(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name, content in OWN.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    words = [*shlex.split(command)[1:], "--futures", "4", "--parameters", "default"]
    code = answer(typer.main.get_command(app), "sobremesa", words)
    printed = capsys.readouterr()
    assert code in ({0, 1, 3} if words[0] == "stress" else {0}), printed.err
    assert "To repeat this:" in printed.out
    if "--report" in words:
        assert (tmp_path / words[words.index("--report") + 1]).is_file()


@pytest.mark.slow
@pytest.mark.parametrize("program", re.findall(r"```python\n(.*?)```", DOCUMENT, flags=re.DOTALL))
def test_the_python_of_the_document_runs(program, capsys):
    exec(re.sub(r"futures=\d+", "futures=4", program), {})  # noqa: S102 - our own document
    assert capsys.readouterr().out.strip()


def test_the_table_lists_the_suite_in_its_order():
    rows = re.findall(r"^\| `([a-z-]+)` \| (single|double|compound|repeated) \|", DOCUMENT, flags=re.MULTILINE)
    assert tuple(name for name, _ in rows) == SUITE
    for (_, sort), one in zip(rows, suite(), strict=True):
        kinds = [event.kind for event in one.events]
        assert (len(kinds) == 1) == (sort == "single")
        assert (len(set(kinds)) == 1 and len(kinds) > 1) == (sort == "repeated")
        assert (sort == "double") == (len(kinds) == len(set(kinds)) == 2)


def test_every_everyday_name_is_listed():
    for name in ALIASES:
        assert f"`{name}`" in DOCUMENT


@pytest.mark.slow
def test_the_first_command_says_what_the_document_promises(capsys):
    """Without any shock neither plan meets the requirement: the words of both routes are the same."""
    promised = " ".join(DOCUMENT.split())
    assert "the test cannot tell shocks apart" in promised
    assert "how many of 12 shocks the plan survives and what breaks it first" in promised
    words = [*shlex.split(COMMANDS[0])[1:], "--futures", "200"]
    del words[words.index("--report") : words.index("--report") + 2]
    answer(typer.main.get_command(app), "sobremesa", words)
    printed = " ".join(capsys.readouterr().out.split())
    test, english = stress_test(["baseline", "adaptive"], "argentina", futures=200), texts()
    for plan in test.plans:
        said, lower = (
            sentences.summary(test, plan, english, typed=True),
            sentences.summary_at_lower(test, plan, english),
        )
        assert said in printed
        assert lower in printed
        assert "cannot tell shocks apart" in said
        assert re.search(r"survives (\d+|all) (of )?12 shocks", lower)
