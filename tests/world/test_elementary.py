"""Exponential, logarithm and cosine: near to the exact value, and the same compiled and uncompiled."""

from __future__ import annotations

import ast
import math
import struct
from collections.abc import Callable
from decimal import Decimal, localcontext
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.world import compiled
from sim.world.compiled import as_python
from sim.world.elementary import cos_turns, exp, log, rounded_up

Function = Callable[[float], float]

DIGITS = 50
PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494")
MOST_ULPS = {"exp": 0.9, "log": 0.9, "cos_turns": 1.3}
"""What is reached, a little rounded; in units of the last place of the exact value."""

POINTS = 4000
LARGEST, SMALLEST, SMALLEST_NORMAL = 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308
NUMBERS = st.floats(allow_nan=True, allow_infinity=True)


def exact_exp(x: float) -> Decimal:
    return Decimal(x).exp()


def exact_log(x: float) -> Decimal:
    return Decimal(x).ln()


def exact_cos_turns(u: float) -> Decimal:
    """Return the cosine of the turns by its series, reduced to an eighth of a turn around zero."""
    rest = abs(Decimal(u)) % 1
    quarter = int(4 * rest + Decimal("0.5"))
    angle = (rest - Decimal(quarter) / 4) * 2 * PI
    first = quarter % 2
    term = angle if first else Decimal(1)
    total, place = term, first
    while abs(term) > Decimal(10) ** -DIGITS:
        term *= -angle * angle / ((place + 1) * (place + 2))
        total, place = total + term, place + 2
    return total if quarter in (0, 3, 4) else -total


EXACT = {"exp": (exp, exact_exp), "log": (log, exact_log), "cos_turns": (cos_turns, exact_cos_turns)}


def arguments(name: str) -> list[float]:
    """Return random arguments, and those around which the method changes."""
    dice = np.random.default_rng(2026)
    if name == "exp":
        spread = [dice.uniform(-1, 1, POINTS), dice.uniform(-30, 30, POINTS), dice.uniform(-708, 709.7, POINTS)]
        seams = [math.log(2) * (whole + 0.5) for whole in range(-1000, 1000, 7)]
    elif name == "log":
        spread = [dice.uniform(0, 1, POINTS), dice.uniform(0.6, 1.6, POINTS), np.exp(dice.uniform(-740, 709, POINTS))]
        seams = [math.sqrt(0.5) * 2.0**whole for whole in range(-1000, 1000, 7)]
    else:
        near_zero = [0.25 + dice.normal(0, 10.0**-size, POINTS // 8) for size in range(1, 17, 2)]
        spread = [dice.uniform(0, 1, POINTS), dice.uniform(-100, 100, POINTS), *near_zero]
        seams = [place / 8 for place in range(1, 16, 2)]
    around = [np.nextafter(seam, seam + side) for seam in seams for side in (-1.0, 0.0, 1.0)]
    return [float(one) for one in np.concatenate([*spread, around])]


@pytest.mark.parametrize("name", EXACT)
def test_values_are_within_the_last_place(name: str) -> None:
    function, exact = EXACT[name]
    worst = 0.0
    with localcontext(prec=DIGITS):
        for x in arguments(name):
            value = exact(x)
            error = abs(Decimal(function(x)) - value)
            worst = max(worst, float(error / Decimal(math.ulp(float(value)))))
    assert worst <= MOST_ULPS[name]


@pytest.mark.parametrize("name", ["exp", "log"])
def test_larger_arguments_never_have_smaller_values(name: str) -> None:
    function, _ = EXACT[name]
    for x in arguments(name):
        steps = [x]
        for _ in range(4):
            steps.append(math.nextafter(steps[-1], math.inf))
        values = [function(step) for step in steps]
        assert values == sorted(values), x


def test_exponentials_too_large_or_too_small_for_a_number() -> None:
    assert exp(709.782712893384) == pytest.approx(LARGEST, rel=1e-12)
    assert exp(709.7827128933841) == math.inf == exp(math.inf) == exp(1e300)
    assert exp(-745.1332191019411) == SMALLEST
    assert exp(-745.1332191019412) == 0.0 == exp(-math.inf) == exp(-1e300)
    for x in np.linspace(-745.0, -708.0, 500):  # the result has fewer bits here, and is rounded once more
        assert abs(exp(float(x)) - math.exp(x)) <= SMALLEST
    assert math.isnan(exp(math.nan))
    assert exp(0.0) == 1.0 == exp(-0.0) == exp(SMALLEST)


def test_logarithms_at_the_ends() -> None:
    assert log(0.0) == -math.inf == log(-0.0)
    assert log(math.inf) == math.inf
    assert math.isnan(log(-1.0)) and math.isnan(log(-math.inf)) and math.isnan(log(math.nan))
    assert math.isnan(log(-SMALLEST))
    assert log(1.0) == 0.0
    for x in (SMALLEST, 3 * SMALLEST, math.nextafter(SMALLEST_NORMAL, 0.0), SMALLEST_NORMAL, LARGEST):
        assert log(x) == pytest.approx(math.log(x), rel=1e-15)


def test_quarters_of_a_turn_are_exact() -> None:
    for whole in (0, 1, 2, 1000, 2**40):
        assert [cos_turns(whole + part) for part in (0.0, 0.25, 0.5, 0.75)] == [1.0, 0.0, -1.0, 0.0]
        assert [cos_turns(-whole - part) for part in (0.0, 0.25, 0.5, 0.75)] == [1.0, 0.0, -1.0, 0.0]
    assert math.copysign(1.0, cos_turns(0.25)) == 1.0
    assert cos_turns(2.0**52) == cos_turns(2.0**60 + 2.0**40) == cos_turns(LARGEST) == 1.0
    assert cos_turns(2.0**52 - 0.5) == -1.0
    assert math.isnan(cos_turns(math.inf)) and math.isnan(cos_turns(math.nan))


def test_cosines_are_even_and_never_beyond_1() -> None:
    for u in arguments("cos_turns"):
        assert cos_turns(u) == cos_turns(-u)
        assert -1.0 <= cos_turns(u) <= 1.0


@given(st.floats(-1e15, 1e15))
@example(-1e-9)
@example(3.0)
@example(3.0000000000000004)
def test_rounding_up(x: float) -> None:
    assert rounded_up(x) == math.ceil(x)


@pytest.mark.parametrize("function", [exp, log, cos_turns])
@given(x=NUMBERS)
@example(x=709.782712893384)
@example(x=-745.1332191019411)
@example(x=SMALLEST)
@example(x=SMALLEST_NORMAL)
@example(x=0.25)
@example(x=0.125)
def test_compiled_and_uncompiled_give_the_same_bits(function: Function, x: float) -> None:
    one, other = function(x), as_python(function)(x)
    assert struct.pack("<d", one) == struct.pack("<d", other) or (math.isnan(one) and math.isnan(other))


# --- what else would differ between machines --------------------------------------------------------------------------

EXACT_EVERYWHERE = {"sqrt", "isnan", "isfinite", "inf", "nan", "fsum"}
"""Of Python's math: a square root is rounded correctly everywhere, the others do not round."""

ARRAYS = {"argsort", "cos", "dot", "exp", "log", "matmul", "mean", "power", "sin", "sort", "sum", "tan"}
"""Of NumPy: what is rounded, or added up in no promised order."""


def sources() -> list[Path]:
    found = [path for pattern in compiled.COMPILED_SOURCES for path in compiled.SOURCES.glob(pattern)]
    assert len(found) > 20
    return sorted(found)


def broken_promises(source: str) -> list[str]:
    """Return what a source uses that machines or versions of Python round or add up differently."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "math" and node.attr not in EXACT_EVERYWHERE:
                found.append(f"line {node.lineno}: math.{node.attr}")
            if node.value.id == "np" and node.attr in ARRAYS:
                found.append(f"line {node.lineno}: np.{node.attr}")
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Pow | ast.MatMult):
            constant = isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant)
            if not (constant and isinstance(node.right, ast.Constant)):
                found.append(f"line {node.lineno}: a power")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"sum", "pow"}:
            found.append(f"line {node.lineno}: {node.func.id}()")
        if isinstance(node, ast.keyword) and node.arg == "fastmath":
            found.append(f"line {node.value.lineno}: fastmath")
        if isinstance(node, ast.ImportFrom) and node.module in {"math", "cmath", "scipy"}:
            found.append(f"line {node.lineno}: from {node.module}")
    return found


@pytest.mark.parametrize("path", sources(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_that_rounds_differently_goes_into_the_rules(path: Path) -> None:
    assert broken_promises(path.read_text()) == []


@pytest.mark.parametrize(
    "code",
    ["math.exp(x)", "np.mean(x)", "x **= 2", "sum(x)", "njit(fastmath=True)", "from math import exp", "x @ y"],
)
def test_what_rounds_differently_is_found(code: str) -> None:
    assert broken_promises(code)
    assert not broken_promises("y = math.sqrt(x) + 10**9")
