"""Why a future went as it did, and what collapses hang on, in sentences of a language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.causes.attribution import Cause, Why
from sim.causes.case import Case, Fate
from sim.causes.collapses import Collapses, KindOfCause
from sim.causes.forking import Fork
from sim.causes.happenings import Happening
from sim.causes.kinds import DATED
from sim.files.context import Context
from sim.files.scenario import Event, size_of
from sim.language.actors import listed_names, shown_name
from sim.language.catalogue import Texts
from sim.language.events import who_leaves, word_for
from sim.language.files import horizon, name_in, title_of
from sim.results.intervals import Share, of_hundred

MOST_TIED = 3
"""So many kinds of event that tie are named before the others are only mentioned."""


def headline(why: Why, texts: Texts) -> str:
    """Return what became of the future."""
    case = why.case
    return texts(
        "why.headline",
        future=str(case.future),
        scenario=title_of(case.scenario, texts.language),
        plan=title_of(case.plan, texts.language),
        context=title_of(case.context, texts.language),
        months=months_of_work(why.fate.months_of_work, texts),
        years=horizon(case.context, texts),
        end=ended(why.fate, case.context, texts),
    )


def story(why: Why, texts: Texts) -> Iterator[tuple[Cause, str]]:
    """Yield each cause with its sentence, in the order of their dates."""
    for cause in sorted(why.causes, key=lambda one: one.happening.month):
        yield (
            cause,
            texts(
                "why.told",
                date=texts.date(cause.happening.date),
                what=what_happened(cause.happening, why.case, texts),
                without=without(cause, why, texts),
            ),
        )


def without(cause: Cause, why: Why, texts: Texts) -> str:
    """Return what becomes of the future without one cause."""
    return _otherwise("why.", cause.alone, why.fate, cause.without, why.case.context, texts)


def together(why: Why, texts: Texts) -> str:
    """Return what becomes of the future without all causes."""
    if not why.causes:
        return texts("why.no_causes")
    keys = "why." if len(why.causes) == 1 else "why.together."
    return _otherwise(keys, why.difference, why.fate, why.without_all, why.case.context, texts)


def _otherwise(keys: str, more: float, fate: Fate, other: Fate, context: Context, texts: Texts) -> str:
    end = _end(fate, other, context, texts)
    if more == 0.0:
        return texts(f"{keys}nothing", end=end)
    whole = round(abs(more))
    side = "more" if more > 0.0 else "fewer"
    months = texts(f"why.{side}.{texts.plural(whole) if whole else 'none'}", n=whole)
    return texts(f"{keys}cost", months=months, end=end)


def _end(fate: Fate, other: Fate, context: Context, texts: Texts) -> str:
    """Return what differs at the end: a collapse that never comes, or comes; working at the end, or not."""
    if fate.collapse_month is not None and other.collapse_month is None:
        return texts("why.end.saved_and_working" if other.working and not fate.working else "why.end.saved")
    if fate.collapse_month is None and other.collapse_month is not None:
        return texts("why.end.lost", date=texts.date(context.date_of(other.collapse_month)))
    if fate.working == other.working:
        return texts("why.end.same")
    return texts("why.end.working" if other.working else "why.end.not_working")


def ended(fate: Fate, context: Context, texts: Texts) -> str:
    """Return what became of a future at the end."""
    if fate.working:
        return texts("why.ended.working")
    if fate.collapse_month is not None:
        return texts("why.ended.collapsed", date=texts.date(context.date_of(fate.collapse_month)))
    return texts("why.ended.not_working")


def months_of_work(months: float, texts: Texts) -> str:
    """Return a number of months of work, rounded: 41 months."""
    whole = round(months)
    return texts("why.under_a_month") if whole == 0 and months > 0 else texts.counted("month", whole)


def what_happened(one: Happening, case: Case, texts: Texts) -> str:
    """Return what happened, as part of a sentence."""
    key = f"why.what.{one.kind}"
    if one.kind in DATED:
        return _event(case, case.scenario.events[one.events[0]], texts)
    gaps: dict[str, Any] = {"who": _who(one, case, texts), "n": len(one.who)}
    if one.kind == "plan":
        gaps = {"who": title_of(case.plan, texts.language), "instead": title_of(case.instead, texts.language)}
    if key in texts.entries:
        return texts(key, **gaps)
    return texts(f"{key}.{texts.plural(len(one.who))}", **gaps)


def _event(case: Case, event: Event, texts: Texts) -> str:
    """Return what a scenario's event does; of its size only what is a share or a notice is said."""
    size = size_of(event)
    return texts(
        f"why.what.{word_for(event)}", size=texts.per_cent(size), notice=texts.counted("month", round(size)),
        donor=who_leaves(event, case.context, texts),
    )  # fmt: skip


def _who(one: Happening, case: Case, texts: Texts) -> str:
    """Return the names of those whom it happened to."""
    if one.kind in ("signpost", "stage"):
        return name_in(case.plan, one.who[0], texts.language)
    names = [shown_name(name, case.context, texts) for name in one.who]
    listed = listed_names(names, texts)
    return texts("why.national", who=listed) if one.national else listed


def kind_in_words(kind: str, case: Case, texts: Texts) -> str:
    """Return what a kind of event is called."""
    return texts(f"why.kind.{kind}", instead=title_of(case.instead, texts.language))


def collapses_in_words(found: Collapses, texts: Texts) -> list[str]:
    """Return what the collapses hang on, in a few sentences."""
    if not found.examined:
        return [texts("why.collapses.nothing")]
    said = [texts("why.collapses.headline", examined=len(found.examined), **of_100(found.collapsed))]
    if len(found.examined) < found.collapsed.count:
        said.append(texts("why.collapses.some_examined", all=found.collapsed.count, examined=len(found.examined)))
    most = max((one.necessary.count for one in found.kinds), default=0)
    first = [one for one in found.kinds if one.necessary.count == most] if most else []
    if len(first) == 1:
        kind = kind_in_words(first[0].kind, found.case, texts)
        said.append(texts("why.collapses.first", kind=kind, **of_100(first[0].necessary)))
    elif first:
        names = [
            texts("why.collapses.tied_kind", kind=kind_in_words(one.kind, found.case, texts))
            for one in first[:MOST_TIED]
        ]
        if len(first) > MOST_TIED:
            names.append(texts(f"why.collapses.more.{texts.plural(len(first) - MOST_TIED)}"))
        said.append(texts("why.collapses.tied", kinds=texts.listed(names), **of_100(first[0].necessary)))
    said.append(texts("why.collapses.no_single", **of_100(found.no_single)))
    said.append(texts("why.collapses.read"))
    return said


def kind_alternative(one: KindOfCause, found: Collapses, texts: Texts) -> str:
    """Return how often a kind was necessary, for those who do not see the picture."""
    return texts("why.collapses.alternative", kind=kind_in_words(one.kind, found.case, texts), **of_100(one.necessary))


def of_100(share: Share) -> dict[str, int]:
    """Return a share and its interval of 100, as gaps of a sentence."""
    return {"n": of_hundred(share.share), "low": of_hundred(share.low), "high": of_hundred(share.high)}


def fork_in_words(fork: Fork, texts: Texts) -> list[str]:
    """Return what could become of a past under each plan, in a sentence each."""
    case, first = fork.case, fork.plans[0]
    said = [
        texts(
            "fork.headline",
            context=title_of(case.context, texts.language),
            scenario=title_of(case.scenario, texts.language),
            future=str(case.future),
            date=texts.date(case.context.date_of(fork.month - 1)),
            n=fork.branches,
        ),
        texts("fork.plan", plan=title_of(first.plan, texts.language), **of_100(first.working)),
    ]
    for one in fork.plans[1:]:
        against = one.against_first
        assert against is not None
        low, high = of_hundred(against.low), of_hundred(against.high)
        key = "close" if against.too_close else "more" if against.difference > 0 else "fewer"
        ends: dict[str, Any] = {"low": low, "high": high}
        if key == "close":
            ends = {"low": texts.signed(low), "high": texts.signed(high)}
        elif key == "fewer":
            ends = {"low": -high, "high": -low}
        said.append(
            texts(
                f"fork.{key}", plan=title_of(one.plan, texts.language), first=title_of(first.plan, texts.language),
                n=abs(of_hundred(against.difference)), **ends,
            )
        )  # fmt: skip
    said.append(
        texts(
            "fork.itself", months=months_of_work(fork.itself.months_of_work, texts),
            end=ended(fork.itself, case.context, texts),
        )
    )  # fmt: skip
    return said
