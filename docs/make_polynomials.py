"""Makes the coefficients of sim/world/elementary.py, and says how far they are from the functions themselves.

pip install mpmath                       # needed by this script only
python docs/make_polynomials.py          # print the constants, and the largest relative error of each
python docs/make_polynomials.py --check  # change nothing; exit code 1 where elementary.py holds others

Each polynomial meets its function at the Chebyshev points of an interval, computed with 60 digits: next to nothing is
gained by the best possible one. What is printed as the error is that of the polynomial with its coefficients rounded to
64 bits, evaluated with 60 digits; what rounding adds in every operation is what the tests measure.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

import mpmath as mp

MODULE: Final = Path(__file__).resolve().parent.parent / "sim" / "world" / "elementary.py"
DIGITS: Final = 60
TINY: Final = 1e-12
PROBES: Final = 2000
HIGH_BITS: Final = 32
"""Bits of the upper part of log 2: times a whole number below 2^21 it stays exact in 53 bits."""

Number = Any
"""A number of mpmath."""


class Fit(NamedTuple):
    """One polynomial: what it stands for and where.

    Attributes
    ----------
    target : the function whose values the polynomial takes.
    whole : what is computed with it, from the argument and the polynomial's value.
    exact : what that should be.
    """

    name: str
    terms: int
    low: Number
    high: Number
    target: Callable[[Number], Number]
    whole: Callable[[Number, Number], Number]
    exact: Callable[[Number], Number]


def fits() -> list[Fit]:
    """Return the polynomials of elementary.py."""
    half = mp.log(2) / 2
    widest = (3 - 2 * mp.sqrt(2)) ** 2
    quarter = mp.pi / 2

    def logarithm(square: Number) -> Number:
        return 2 * mp.atanh(mp.sqrt(square)) / mp.sqrt(square)

    def sine(square: Number) -> Number:
        return mp.sin(quarter * mp.sqrt(square)) / mp.sqrt(square)

    def cosine(square: Number) -> Number:
        return mp.cos(quarter * mp.sqrt(square))

    return [
        Fit("EXP", 11, -half, half, lambda r: (mp.exp(r) - 1 - r) / r**2, lambda r, p: 1 + r + r**2 * p, mp.exp),
        Fit("LOG", 7, mp.mpf(0), widest, lambda z: (logarithm(z) - 2) / z, lambda z, p: 2 + z * p, logarithm),
        Fit("SIN", 7, mp.mpf(0), mp.mpf(1) / 4, lambda z: (sine(z) - quarter) / z, lambda z, p: quarter + z * p, sine),
        Fit("COS", 7, mp.mpf(0), mp.mpf(1) / 4, lambda z: (cosine(z) - 1) / z, lambda z, p: 1 + z * p, cosine),
    ]


def coefficients(fit: Fit) -> list[float]:
    """Return the coefficients, lowest power first, rounded to 64 bits."""
    middle, half = (fit.low + fit.high) / 2, (fit.high - fit.low) / 2
    points = [
        middle + half * mp.cos(mp.pi * (2 * place + 1) / (2 * fit.terms)) + half * mp.mpf(TINY)
        for place in range(fit.terms)
    ]
    powers = mp.matrix([[point**power for power in range(fit.terms)] for point in points])
    found = mp.lu_solve(powers, mp.matrix([fit.target(point) for point in points]))
    return [float(one) for one in found]


def largest_error(fit: Fit, values: list[float]) -> Number:
    """Return the largest relative error on the interval."""
    worst = mp.mpf(0)
    for place in range(PROBES):
        x = fit.low + (fit.high - fit.low) * (place + mp.mpf(1) / 3) / PROBES
        found = fit.whole(x, sum(value * x**power for power, value in enumerate(values)))
        worst = max(worst, abs(found / fit.exact(x) - 1))
    return worst


def split(value: Number, bits: int) -> tuple[float, float]:
    """Return the first bits of a number, rounded down, and what they leave."""
    unit = mp.mpf(2) ** (mp.floor(mp.log(value, 2)) + 1 - bits)
    high = mp.floor(value / unit) * unit
    return float(high), float(value - high)


def lines() -> list[tuple[str, str]]:
    """Return each constant of elementary.py as it is written there, and what there is to say about it."""
    high, low = split(mp.log(2), HIGH_BITS)
    quarter = float(mp.pi / 2)
    made = [
        (f"_LOG_2_HIGH = {high!r}", ""),
        (f"_LOG_2_LOW = {low!r}", ""),
        (f"_PER_LOG_2 = {float(1 / mp.log(2))!r}", ""),
        (f"_QUARTER_HIGH = {quarter!r}", ""),
        (f"_QUARTER_LOW = {float(mp.pi / 2 - quarter)!r}", ""),
    ]
    for fit in fits():
        values = coefficients(fit)
        error = f"2^{float(mp.log(largest_error(fit, values), 2)):.1f}"
        made += [(f"_{fit.name}_{power} = {value!r}", error) for power, value in enumerate(values)]
    return made


def main() -> int:
    """Print, or compare."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, say whether elementary.py holds these")
    check = parser.parse_args().check
    mp.mp.dps = DIGITS
    made = lines()
    if not check:
        for line, error in made:
            print(f"{line}  # {error}" if error else line)  # noqa: T201 - a script
        return 0
    kept = set(MODULE.read_text().splitlines())
    missing = [line for line, _ in made if line not in kept]
    for line in missing:
        print(f"{MODULE.name} lacks: {line}")  # noqa: T201 - a script
    return bool(missing)


if __name__ == "__main__":
    sys.exit(main())
