"""What happened in one future, a sentence for each entry, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from sim.files.plan import Plan
from sim.language import terms
from sim.language.files import name_in
from sim.report.network import shown_name
from sim.world.events import EVENT_KINDS, KIND_NUMBER

if TYPE_CHECKING:
    from sim.files.context import Context
    from sim.language.catalogue import Texts
    from sim.story import Entry

LISTED: Final = 4
"""So many names are listed before the others are only counted."""

_HOW: Final = {
    "election": "outcome",
    "government_falls": "outcome",
    "new_leader": "outcome",
    "state": "state",
    "end": "working",
}
"""Kinds of entry with several sentences, and the figure that says which."""


def sentence(entry: Entry, context: Context, plan: Plan, words: Texts) -> str:
    """Return what happened as a sentence."""
    figures: Mapping[str, Any] = entry.figures
    key = f"dashboard.log.{entry.kind}"
    if entry.kind in _HOW:
        key += f".{str(figures[_HOW[entry.kind]]).replace(' ', '_').lower()}"
    gaps = {name: words.significant(value, 3) if isinstance(value, float) else value for name, value in figures.items()}
    gaps |= {"who": _who(entry, context, words), "money": _money(figures, words)}
    for share in ("people", "reuse"):
        if share in figures:
            gaps[share] = words.per_cent(figures[share])
    if "months" in figures:
        gaps["months"] = words.counted("month", int(figures["months"]))
    if "event" in figures:
        gaps |= _event(figures, words)
    if "governments" in figures:
        gaps["where"] = _names(list(figures["governments"]), context, words)
    if "theme" in figures:
        gaps["theme"] = terms.title("theme", str(figures["theme"]), words.language)
    if "measure" in figures:
        gaps["measure"] = terms.title("measure", str(figures["measure"]), words.language)
    if "trigger" in figures:
        gaps["trigger"] = name_in(plan, str(figures["trigger"]), words.language)
    return words(key, **gaps)


def _who(entry: Entry, context: Context, words: Texts) -> str:
    who = _names(entry.who, context, words)
    return words("dashboard.log.national", who=who) if entry.figures.get("national") else who


def _names(names: Any, context: Context, words: Texts) -> str:
    """Return names as part of a sentence; of many the first ones, and how many others."""
    shown = [shown_name(name, context, words) for name in names]
    if len(shown) > LISTED + 1:
        return words("dashboard.log.others", who=", ".join(shown[:LISTED]), n=len(shown) - LISTED)
    return words.listed(shown)


def _money(figures: Mapping[str, Any], words: Texts) -> str:
    """Return what donors give in brackets; nothing where they gave nothing."""
    amount = float(figures.get("staff_months", 0.0))
    if amount == 0:
        return ""
    said = words.number(amount, 1)
    if "months" in figures:
        months = words.counted("month", int(figures["months"]))
        return " " + words("dashboard.log.money_for", amount=said, months=months)
    return " " + words("dashboard.log.money", amount=said)


def _event(figures: Mapping[str, Any], words: Texts) -> dict[str, str]:
    """Return what an event is called, and how large it is."""
    kind, amount = str(figures["event"]), float(figures["amount"])
    size = EVENT_KINDS[KIND_NUMBER[kind]].size
    said = words.per_cent(amount) if size in ("share", "level") else words.significant(amount)
    return {"what": terms.title("event", kind, words.language), "amount": said}
