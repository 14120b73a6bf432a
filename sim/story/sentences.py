"""What happened in one future, a sentence for each entry, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from sim.files.plan import Plan
from sim.language import terms
from sim.language.actors import listed_names, shown_name
from sim.language.files import name_in
from sim.world.events import EVENT_KINDS, KIND_NUMBER

if TYPE_CHECKING:
    from sim.files.context import Context
    from sim.language.catalogue import Texts
    from sim.story.entries import Entry

_HOW: Final = {
    "election": "outcome",
    "government_falls": "outcome",
    "new_leader": "outcome",
    "state": "state",
    "end": "working",
}
"""Kinds of entry with several sentences, and the figure that says which."""


def sentence(entry: Entry, context: Context, plan: Plan, texts: Texts) -> str:
    """Return what happened as a sentence."""
    figures: Mapping[str, Any] = entry.figures
    number = int(figures.get("count", len(entry.who)))
    key = f"story.{entry.kind}"
    if entry.kind in _HOW:
        key += f".{str(figures[_HOW[entry.kind]]).replace(' ', '_').lower()}"
    if f"{key}.many" in texts.entries:
        key += f".{texts.plural(number)}"
    gaps = {name: texts.significant(value, 3) if isinstance(value, float) else value for name, value in figures.items()}
    gaps |= {"n": number, "who": _who(entry, context, texts), "money": _money(figures, texts)}
    for share in ("people", "reuse"):
        if share in figures:
            gaps[share] = texts.per_cent(figures[share])
    if "months" in figures:
        gaps["months"] = texts.counted("month", int(figures["months"]))
    if "event" in figures:
        gaps |= {"what": _event(entry, context, texts), "extent": _extent(figures, texts)}
    if "governments" in figures:
        gaps["where"] = _places(figures["governments"], context, texts)
        gaps["skill"] = texts("story.trained" if figures["trained"] else "story.untrained")
    if "theme" in figures:
        gaps["theme"] = _theme(figures, texts)
    if "measure" in figures:
        gaps["measure"] = terms.title("measure", str(figures["measure"]), texts.language)
        gaps["side"] = texts(f"story.{figures['side']}", bound=texts.significant(float(figures["bound"])))
    if "trigger" in figures:
        gaps["trigger"] = name_in(plan, str(figures["trigger"]), texts.language)
    return texts(key, **gaps)


def _who(entry: Entry, context: Context, texts: Texts) -> str:
    who = listed_names([shown_name(name, context, texts) for name in entry.who], texts)
    return texts("story.national", who=who) if entry.figures.get("national") else who


def _places(posts: Mapping[str, int], context: Context, texts: Texts) -> str:
    """Return in which governments posts are; where several are in one, how many, the most first."""
    ordered: Iterable[tuple[str, int]] = sorted(posts.items(), key=lambda one: -one[1])
    named = ((shown_name(name, context, texts), number) for name, number in ordered)
    return listed_names([name if number == 1 else f"{name} ({number})" for name, number in named], texts)


def _money(figures: Mapping[str, Any], texts: Texts) -> str:
    """Return what donors give in brackets; nothing where they gave nothing."""
    amount = float(figures.get("staff_months", 0.0))
    if amount == 0:
        return ""
    said = texts.number(amount, 1)
    if "months" not in figures:
        return " " + texts("story.money", amount=said)
    key = "story.money_for" if figures.get("count", 1) == 1 else "story.money_up_to"
    return " " + texts(key, amount=said, months=texts.counted("month", int(figures["months"])))


def _event(entry: Entry, context: Context, texts: Texts) -> str:
    """Return what the world does, as part of a sentence in which a share is said; of what is over only its name."""
    kind = str(entry.figures["event"])
    if entry.kind == "event_over":
        return terms.title("event", kind, texts.language)
    awaited = "_at_election" if entry.figures.get("at_election") else ""
    amount = float(str(entry.figures["amount"]))
    named = entry.figures.get("donor")
    donor = _who(entry, context, texts) if named is None else shown_name(str(named), context, texts)
    signed = entry.figures.get("signed")
    notice = texts.counted("month", round(amount if signed is None else float(str(signed))))
    return texts(
        f"why.what.{kind}{awaited}{'_signed' if signed else ''}", size=texts.per_cent(amount), notice=notice,
        donor=donor or texts("why.largest_donor"),
    )  # fmt: skip


def _extent(figures: Mapping[str, Any], texts: Texts) -> str:
    """Return in brackets what the sentence on an event does not say: its theme, its strength and how long it lasts."""
    said = [_theme(figures, texts)] if "theme" in figures else []
    if EVENT_KINDS[KIND_NUMBER[str(figures["event"])]].size not in ("share", "notice"):
        said.append(texts("story.strength", amount=texts.significant(float(figures["amount"]))))
    if "months" in figures:
        said.append(texts.counted("month", int(figures["months"])))
    return f" ({', '.join(said)})" if said else ""


def _theme(figures: Mapping[str, Any], texts: Texts) -> str:
    theme = str(figures["theme"])
    return texts("story.outside") if theme == "outside" else terms.title("theme", theme, texts.language)
