"""Writes the generated parts of docs/model.md: tables that must say what the code says.

python docs/make_model.py            # rewrite them in place
python docs/make_model.py --check    # change nothing; exit code 1 where the document is out of date
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
DOCUMENT: Final = ROOT / "docs" / "model.md"
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from docs import generated  # noqa: E402  (the script runs from any folder)
from docs.generated import table  # noqa: E402
from docs.ideas import ideas_table  # noqa: E402
from sim.world.events import EVENT_KINDS  # noqa: E402
from sim.world.levers import ACTIVITIES, LEVERS, THEMES  # noqa: E402
from sim.world.measures import MEASURES  # noqa: E402
from sim.world.parameters import MECHANISMS, PARAMETERS, Parameter, gain_name  # noqa: E402

RULES: Final = ROOT / "sim" / "rules"
DICE: Final = ROOT / "sim" / "world" / "dice.py"
DRAWING: Final = (*sorted(RULES.glob("*.py")), ROOT / "sim" / "world" / "beginning.py")

ACTORS_BY_FUNCTION: Final = {
    "ordinary_disposition": "calendar",
    "take_office": "calendar",
    "grant_length": "donor",
    "choose_donors": "family of donors",
    "order_themes": "place in the order",
    "is_funding": "0",
    "turn_tides": "0",
    "begin_community": "0",
}
"""Whose number is the actor of a draw, where the function's own first row does not say it."""

DRAWS: Final = {
    "chance": "yes or no",
    "ruled_chance": "yes or no",
    "uniform": "uniform [0, 1)",
    "normal": "standard normal",
    "normal_of": "standard normal",
    "pick": "one of several",
    "another": "one of the others",
    "turn_tide": "standard normal",
    "lasting_effect": "standard normal",
}


def parameter_tables() -> str:
    """Return the parameters, a table for each process."""
    parts = []
    for process, rows in groupby(sorted(PARAMETERS, key=_process_place), key=lambda one: one.process):
        cells = [(f"`{one.name}`", f"{one.default:g}", _range(one), one.unit, one.meaning, one.source) for one in rows]
        heads = ("name", "default", "range", "unit", "meaning", "source")
        parts.append(f"**{process[0].upper()}{process[1:]}**\n\n" + table(heads, cells))
    return "\n\n".join(parts)


def _process_place(parameter: Parameter) -> int:
    """Return where a process first stands in the table of parameters."""
    return next(place for place, one in enumerate(PARAMETERS) if one.process == parameter.process)


def _range(parameter: Parameter) -> str:
    if parameter.low == parameter.high:
        return "fixed"
    span = f"{parameter.low:g} to {parameter.high:g}"
    return f"{span} (set by the context)" if parameter.set_by_context else span


def mechanism_table() -> str:
    """Return what can be taken out of the model."""
    return table(("gain", "what 0 takes out"), [(f"`{gain_name(one.name)}`", one.meaning) for one in MECHANISMS])


def measure_table() -> str:
    """Return the monthly measures."""
    rows = [(f"`{one.name}`", one.unit, "yes" if one.primary else "", one.meaning) for one in MEASURES]
    return table(("measure", "unit", "primary", "meaning"), rows)


def lever_tables() -> str:
    """Return the activities, the other levers and the themes."""
    activities = table(("activity", "meaning"), [(f"`{one.name}`", one.meaning) for one in ACTIVITIES])
    rows = [(f"`{one.name}`", f"{one.default:g}", f"{one.low:g} to {one.high:g}", one.unit, one.meaning)
            for one in LEVERS]  # fmt: skip
    levers = table(("lever", "default", "range", "unit", "meaning"), rows)
    themes = ", ".join(f"{number} `{theme}`" for number, theme in enumerate(THEMES))
    return f"{activities}\n\n{levers}\n\nThemes, with their index: {themes}."


def event_table() -> str:
    """Return the kinds of event."""
    lasts = {"once": "once", "months": "`months`, required", "open": "`months`, or to the end"}
    rows = [(f"`{one.name}`", f"`{one.size}`", lasts[one.lasts], "yes" if one.harmful else "", one.meaning)
            for one in EVENT_KINDS]  # fmt: skip
    return table(("kind", "size", "how long", "a blow", "meaning"), rows)


def schedule_table() -> str:
    """Return the order of a month, as ``live_month`` states it."""
    source = (RULES / "month.py").read_text(encoding="utf-8")
    steps = {number: line.strip()[2:] for number, line in enumerate(source.splitlines(), 1)
             if re.match(r"    # \d+ ", line)}  # fmt: skip
    summaries = {name: ast.get_docstring(function) or "" for name, function, _ in rule_functions()}
    live = next(node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    rows = []
    for node in live.body:
        call = node.body[0] if isinstance(node, ast.For) else node
        if not (isinstance(call, ast.Expr) and isinstance(call.value, ast.Call)):
            continue
        name = ast.unparse(call.value.func)
        runs_over = f"each of the {ast.unparse(node.iter)}" if isinstance(node, ast.For) else "once"
        step = steps[max(line for line in steps if line < node.lineno)]
        rows.append((step, f"`{name}`", runs_over, summaries[name].splitlines()[0]))
    return table(("step", "rule", "for", "what happens"), rows)


def rule_functions() -> Iterator[tuple[str, ast.FunctionDef, Path]]:
    """Give every function of the rules and of the beginning: name, definition, file."""
    for path in DRAWING:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                yield node.name, node, path


def decision_table() -> str:
    """Return every decision with its number, who draws it and for whom."""
    enumeration = next(
        node for node in ast.parse(DICE.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name == "Decision"
    )  # fmt: skip
    numbers = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in enumeration.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    drawn: dict[str, tuple[str, str, str, str]] = {}
    for name, row in _draws(numbers):
        before = drawn.get(name, row)
        drawn[name] = row if row[0] in before[0] else (f"{before[0]}, {row[0]}", *row[1:])
    rows = [(number, f"`{name}`", *drawn.get(name, ("never drawn; the number stays taken", "", "", "")))
            for name, number in numbers.items()]  # fmt: skip
    return table(("number", "decision", "rule", "actor", "draw", "may be overruled"), rows)


def _draws(numbers: dict[str, int]) -> Iterator[tuple[str, tuple[str, str, str, str]]]:
    """Give, for each decision, its rule, actor, kind of draw, and whether a ruling may overrule it."""
    for name, function, _ in rule_functions():
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            kind = ast.unparse(call.func)
            for decision in _decisions_of(function, call) if kind in DRAWS else ():
                actor = ACTORS_BY_FUNCTION.get(name) or _row_of(function)
                row = (f"`{name}`", actor, DRAWS[kind], "yes" if kind == "ruled_chance" else "")
                for one in _series(decision, numbers):
                    yield one, row


def _decisions_of(function: ast.FunctionDef, call: ast.Call) -> list[str]:
    """Return what ``Decision.X`` a draw names, directly or through a variable of its function."""
    wanted: ast.AST = call.args[1]
    if isinstance(wanted, ast.Name):
        variable = wanted.id
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == variable:
                wanted = node.value
    names = [node for node in ast.walk(wanted) if isinstance(node, ast.Attribute)]
    found = [node.attr for node in names if ast.unparse(node.value) == "Decision"]
    return [f"{one}+" if isinstance(wanted, ast.BinOp) else one for one in found]


def _series(decision: str, numbers: dict[str, int]) -> list[str]:
    """Return the decisions that a name with a plus stands for: the numbered ones of its kind, such as peers 1 to 4."""
    if not decision.endswith("+"):
        return [decision]
    stem = decision.rstrip("+").rstrip("0123456789")
    return [name for name in numbers if re.fullmatch(stem + r"\d+", name)]


def _row_of(function: ast.FunctionDef) -> str:
    """Return whose row a function reads first, in the singular."""
    for node in ast.walk(function):
        is_row = isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Constant)
        if is_row and ast.unparse(node.value).startswith("world."):
            return ast.unparse(node.value).removeprefix("world.").removesuffix("s").replace("activist", "member")
    raise LookupError(f"nothing says whose number {function.name} draws with; add it to ACTORS_BY_FUNCTION")


PARTS: Final[dict[str, Callable[[], str]]] = {
    "schedule": schedule_table,
    "measures": measure_table,
    "levers": lever_tables,
    "events": event_table,
    "decisions": decision_table,
    "parameters": parameter_tables,
    "mechanisms": mechanism_table,
    "ideas": ideas_table,
}


def renewed(text: str) -> str:
    """Return the document with its generated parts as the code has them."""
    return generated.renewed(text, DOCUMENT.name, lambda part: f"\n{PARTS[part]()}\n", PARTS)


def main() -> int:
    """Rewrite the document, or check it."""
    parser = argparse.ArgumentParser(description="Write the generated parts of docs/model.md.")
    parser.add_argument("--check", action="store_true", help="change nothing; exit code 1 where it is out of date")
    only_check = parser.parse_args().check
    before = DOCUMENT.read_text(encoding="utf-8")
    after = renewed(before)
    if only_check and after != before:
        sys.stderr.write("docs/model.md is out of date; run: python docs/make_model.py\n")
        return 1
    if after != before:
        DOCUMENT.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
