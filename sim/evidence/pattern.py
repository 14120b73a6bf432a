"""What a pattern is: something that was observed, what is set beside it, how one judges, and what it was used for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from sim.results.intervals import wilson

Role = Literal["calibration", "check", "written with", "input", "no counterpart"]
Test = Literal["interval", "at most", "positive", "negative", "none"]

ROLES: Final[tuple[Role, ...]] = ("calibration", "check", "written with", "input", "no counterpart")
"""What a pattern is used for, as it was written down before anything was run (docs/decisions.md):

calibration: parameter sets are chosen with it. check: no rule, default, range or set is. written with: a rule has its
form or a number from it, so that it proves little; no set is chosen with it either. input: it sets parameters."""

COUNTED_ROLES: Final[tuple[Role, ...]] = ("calibration", "check", "written with")
"""Patterns that the model has to reproduce; the others are shown and not counted."""

SIGN_ONLY: Final = "sign only"
MIDDLE: Final = "range given in the source; the figure is its middle"
_TWO_SIDED: Final = 1.96


@dataclass(frozen=True)
class Observed:
    """A figure of the real world.

    Attributes
    ----------
    figure, low, high : in the unit of the comparison; None where nothing was reported.
    interval : where low and high come from.
    n : how many cases the figure rests on; None where that was not reported.
    """

    figure: float | None = None
    low: float | None = None
    high: float | None = None
    interval: str = SIGN_ONLY
    n: int | None = None


def share(count: int, n: int) -> Observed:
    """Return an observed share with Wilson's interval, which the source does not give."""
    found = wilson(count, n)
    return Observed(found.share, found.low, found.high, f"Wilson, 95 %, from n = {n:,}", n)


def reported_share(figure: float, n: int) -> Observed:
    """Return an observed share of which only the percentage was reported, with Wilson's interval."""
    found = wilson(round(figure * n), n)
    return Observed(figure, found.low, found.high, f"Wilson, 95 %, from n = {n:,}", n)


def span(low: float, high: float, interval: str = MIDDLE, n: int | None = None) -> Observed:
    """Return an observed range; its middle stands for the figure."""
    return Observed((low + high) / 2, low, high, interval, n)


def estimate(figure: float, error: float, n: int) -> Observed:
    """Return an estimate with the interval of its standard error."""
    half = _TWO_SIDED * error
    return Observed(figure, figure - half, figure + half, f"95 %, from the standard error {error:g}", n)


@dataclass(frozen=True)
class Comparison:
    """One figure of the world beside one figure of the model.

    Attributes
    ----------
    measure : name of the measure in :mod:`sim.evidence.measures`.
    label : the same in a few words, for tables and pictures.
    what : what is compared and how.
    unit : of the simulated figure, and of the observed one unless ``observed_unit`` says otherwise.
    test : "interval": inside it, near it (within twice its half-width) or outside. "at most": inside up to the figure.
        "positive", "negative": inside where the simulated interval lies on that side of zero. "none": shown only.
    decides : whether the pattern's verdict depends on it.
    """

    measure: str
    label: str
    what: str
    unit: str
    observed: Observed = Observed()
    test: Test = "interval"
    decides: bool = True
    observed_unit: str = ""


@dataclass(frozen=True)
class Pattern:
    """Something that was observed in the world.

    Attributes
    ----------
    number : the pattern's number, which never changes.
    found : everything that was reported, with all figures.
    contexts : names of the contexts in which it is measured.
    elsewhere : whether a user may have it measured in any other context.
    note : what the comparison cannot say.
    """

    number: int
    title: str
    role: Role
    trust: str
    found: str
    source: str
    contexts: tuple[str, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    elsewhere: bool = True
    note: str = ""


URUGUAY: Final = "uruguay"
CHAPTER: Final = "us-city-chapter"
DEPENDENT: Final = "donor-dependent-african-organisation"
CONTEXTS: Final = (URUGUAY, CHAPTER, DEPENDENT)
"""Where the patterns are measured unless a user chooses one context."""

STATES: Final = (URUGUAY, DEPENDENT)
"""Of these, the contexts with a national government."""
