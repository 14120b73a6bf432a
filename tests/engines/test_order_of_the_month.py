"""The Mesa engine spells out the order of the month a second time; here both are read and compared."""

from __future__ import annotations

import ast
import inspect
import textwrap

from sim.engines.mesa_model import CommunityModel
from sim.rules import month


def calls(function: ast.AST) -> list[tuple[str, str]]:
    """Return each process in order, with the table whose rows go through it, or "community"."""
    found: list[tuple[str, str]] = []
    for node in function.body:
        if isinstance(node, ast.For):
            (statement,) = node.body
            rule = statement.value.func.id
            table = node.iter.id if isinstance(node.iter, ast.Name) else node.iter.args[0].args[0].attr
            found.append((rule, table))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            call = node.value
            if isinstance(call.func, ast.Name):
                found.append((call.func.id, "community"))
            else:
                assert call.func.attr == "do", "agents act in the order of their rows"
                found.append((call.args[0].value, call.func.value.attr))
    return found


def comments(source: str) -> list[str]:
    """Return the lines that name the steps."""
    return [line.strip() for line in source.splitlines() if line.strip().startswith("#")]


def order(function: object) -> list[tuple[str, str]]:
    source = textwrap.dedent(inspect.getsource(function))
    return calls(ast.parse(source).body[0])


def test_both_engines_have_the_same_order() -> None:
    compiled = order(getattr(month.live_month, "py_func", month.live_month))
    assert order(CommunityModel.live_month) == compiled
    assert len(compiled) > 25
    assert ("hold_election", "calendars") in compiled
    assert ("decide", "activists") in compiled


def test_both_engines_name_the_same_steps() -> None:
    compiled = inspect.getsource(getattr(month.live_month, "py_func", month.live_month))
    assert comments(inspect.getsource(CommunityModel.live_month)) == comments(compiled)
