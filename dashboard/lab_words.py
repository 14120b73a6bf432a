"""What things are called in the lab: what varies, how long something takes, how a number was meant."""

from __future__ import annotations

from typing import Final

from sim.experiments import conditions
from sim.experiments.varying import find_place
from sim.language import terms
from sim.language.catalogue import Texts

MINUTES_FROM: Final = 100.0
HOURS_FROM: Final = 100.0 * 60


def title_of(column: str, words: Texts) -> str:
    """Return what a column of the table of points is, in the reader's language."""
    place = find_place(column)
    if place is None:
        return column
    if place.home == "lever":
        return terms.title("lever", place.name, words.language)
    if place.home == "effort":
        return words("condition.weight", title=terms.title("activity", place.name, words.language))
    if place.home == "parameter":
        meaning = terms.parameter_meaning(place.name, words.language)
        return words("condition.parameter", meaning=meaning, name=place.name)
    return conditions.title_of(column, words)


def duration(seconds: float, words: Texts) -> str:
    """Return a time in the unit that people would use."""
    if seconds < MINUTES_FROM:
        return words("dashboard.lab.seconds", n=max(2, round(seconds)))
    if seconds < HOURS_FROM:
        return words("dashboard.lab.minutes", n=round(seconds / 60))
    return words("dashboard.lab.hours", n=round(seconds / 3600))


def outcome_of(name: str, words: Texts) -> str:
    """Return what an outcome is called."""
    return terms.title("outcome", name, words.language)
