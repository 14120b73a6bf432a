"""docs/model.md says what the code says, leaves nothing out, and its links lead somewhere."""

import ast
import re
from pathlib import Path

import pytest

from docs import ideas, make_model
from sim.files import library
from sim.files.context import Context
from sim.world import tables
from sim.world.assembly import expected_effort, expected_income
from sim.world.levers import ACTIVITIES, LEVERS
from sim.world.measures import MEASURES
from sim.world.parameters import ALL_PARAMETERS
from tests.behaviour.expectations import EXPECTATIONS

ROOT = Path(__file__).resolve().parents[2]
TEXT = make_model.DOCUMENT.read_text(encoding="utf-8")
LINKING = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])

NOT_IN_FORMULAS: frozenset[str] = frozenset()
"""Parameters that need no place in sections 5 and 7 beside the table. None, so far."""

STATE = ("CALENDAR", "GOVERNMENT", "CHAMPION", "DONOR", "ACTIVIST", "COMMUNITY", "COMMONS")
BOOKKEEPING = {"month", "nth_largest", "theme_worth", "theme_money"}
"""Fields that hold how something is computed, and say nothing of the world."""


def by_hand(text: str) -> str:
    """Return what is not generated."""
    return re.sub(r"<!-- begin generated.*?<!-- end generated[^\n]*", "", text, flags=re.DOTALL)


def section(number: int) -> str:
    """Return the hand-written text of one section."""
    found = re.search(rf"^## {number} .*?(?=^## \d |\Z)", by_hand(TEXT), flags=re.DOTALL | re.MULTILINE)
    assert found is not None, f"docs/model.md has no section {number}"
    return found.group()


def words(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z_][A-Za-z_0-9]*", text))


def test_generated_parts_are_current():
    assert make_model.renewed(TEXT) == TEXT, "docs/model.md is out of date; run: python docs/make_model.py"


def test_check_tells_a_stale_document_and_changes_nothing(tmp_path, monkeypatch, capsys):
    stale = TEXT.replace("| `people` |", "| `persons` |", 1)
    assert stale != TEXT
    document = tmp_path / "model.md"
    document.write_text(stale, encoding="utf-8")
    monkeypatch.setattr(make_model, "DOCUMENT", document)
    monkeypatch.setattr("sys.argv", ["make_model.py", "--check"])
    assert make_model.main() == 1
    assert "python docs/make_model.py" in capsys.readouterr().err
    assert document.read_text(encoding="utf-8") == stale
    monkeypatch.setattr("sys.argv", ["make_model.py"])
    assert make_model.main() == 0
    assert document.read_text(encoding="utf-8") == TEXT


def test_a_missing_part_is_noticed():
    with pytest.raises(LookupError, match="schedule"):
        make_model.renewed(TEXT.replace("generated: schedule", "generated: something"))


@pytest.mark.parametrize("number", range(1, 8))
def test_the_seven_parts_of_the_protocol_are_there_in_order(number):
    titles = (
        "Purpose and patterns", "Entities, state variables and scales", "Process overview and scheduling",
        "Design concepts", "Initialisation", "Input data", "Submodels",
    )  # fmt: skip
    assert section(number).startswith(f"## {number} {titles[number - 1]}\n")


def test_every_parameter_stands_in_a_formula_or_sentence_beside_its_table():
    told = words(section(5) + section(7))
    assert set(ALL_PARAMETERS) - told - NOT_IN_FORMULAS == set()
    assert set(ALL_PARAMETERS) - told >= NOT_IN_FORMULAS, "these need no exception any more"


def test_every_rule_is_named():
    rules = {
        node.name
        for path in make_model.RULES.glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert len(rules) > 60
    assert rules - words(section(5) + section(7)) - {"live_month"} == set()
    assert "`live_month`" in section(3)


def test_every_state_variable_is_named():
    fields = {name for kind in STATE for name in (getattr(tables, kind).names or ())}
    assert len(fields) > 80
    assert fields - BOOKKEEPING - words(section(2)) == set()


def test_every_decision_has_a_rule_or_is_said_to_be_unused():
    table = make_model.decision_table()
    unused = set(re.findall(r"`(\w+)` \| never drawn", table))
    drawn = set(re.findall(r"Decision\.(\w+)", "".join(path.read_text() for path in make_model.DRAWING)))
    assert unused.isdisjoint(drawn)
    assert len(re.findall(r"^\| \d+ \|", table, flags=re.MULTILINE)) == len(set(re.findall(r"`([A-Z_0-9]+)`", table)))


def test_the_scenarios_of_the_document_are_the_shipped_ones():
    rows = re.findall(r"^\| `([a-z-]+)` \| (none|month \d.*) \|$", section(6), flags=re.MULTILINE)
    assert len(rows) == 4
    for name, told in rows:
        events = [
            f"month {one.when}: `{one.kind}`, " + (
                f"share {one.share:g}" if hasattr(one, "share") else f"level {one.level:g}, {one.months} months"
            )
            for one in library.scenario(name).events
        ]  # fmt: skip
        assert told.replace(" .", " 0.") == ("; ".join(events) or "none")


def test_the_usual_effort_and_income_are_those_of_the_defaults():
    effort, income = expected_effort(Context()), sum(expected_income(Context()))
    assert f"({effort:.1f} at the default sizes and parameters; its income is {income:.1f})" in section(5)


PLANNED = {"triggers", "stages", *(one.name for one in (*ACTIVITIES, *LEVERS))}
"""What a plan decides: it switches an idea on and off as a mechanism's gain does."""


def test_sixteen_ideas_name_rules_switches_measures_and_expectations_that_exist():
    rules = {name for name, _, _ in make_model.rule_functions()}
    gains = {name for name in ALL_PARAMETERS if name.endswith("_gain")}
    seen = {one.name for one in MEASURES}
    asked = {one.name for one in EXPECTATIONS}
    assert len(ideas.IDEAS) == 16
    for idea in ideas.IDEAS:
        assert set(idea.rules) <= rules, idea.title
        assert set(idea.switches) <= gains | PLANNED, idea.title
        assert {one for one in idea.seen if not one.startswith("sobremesa ")} <= seen, idea.title
        assert set(idea.expectations) <= asked and idea.expectations, idea.title


def anchors(path: Path) -> set[str]:
    """Return the anchors of a document's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", LINKING, ids=lambda path: path.name)
def test_relative_links_lead_somewhere(path):
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        there = (path.parent / target).resolve() if target else path
        assert there.exists(), f"{path.name} links to {link}, which does not exist"
        if anchor:
            assert anchor in anchors(there), f"{path.name} links to {link}, which has no such heading"
