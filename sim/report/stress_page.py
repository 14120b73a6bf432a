"""The verdicts of a stress test as one page that a funder can file: no script, no network, prints on a few sheets."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sim.files.scenario import size_of
from sim.language import terms
from sim.language.catalogue import Texts, texts
from sim.language.events import who_leaves, word_for
from sim.language.files import horizon, idea_of, name_in, story_of, title_of
from sim.report import facts
from sim.report.page import CALIBRATIONS
from sim.report.rendering import render
from sim.report.theme import NEUTRAL, PALETTE
from sim.results.intervals import Difference, Share, of_hundred
from sim.stress import sentences
from sim.stress.verdicts import BREAKS, CLOSE, HOLDS, StressTest, Verdict, verdict_of
from sim.versions import sobremesa_version, versions

if TYPE_CHECKING:
    from sim.files.context import Context
    from sim.files.plan import Plan
    from sim.files.scenario import Event, Scenario

STYLE: Final = "stress.css"
"""The style sheet of the pages on stress."""

VERDICT_STYLES: Final = {HOLDS: (PALETTE[0], "●"), CLOSE: (NEUTRAL, "○"), BREAKS: (PALETTE[1], "✕")}
"""Colour and sign of each verdict: never colour alone."""

WHOLE: Final = 100
"""Futures that a line of a picture stands for."""


@dataclass(frozen=True)
class Row:
    """One verdict as a line of the page; figures of 100 futures, and where they lie on the picture's line."""

    title: str
    verdict: str
    word: str
    sign: str
    colour: str
    share: str
    interval: str
    middle: float
    low: float
    high: float
    alternative: str
    by_shock: str = ""
    by_plan: str = ""


def verdict_page(
    test: StressTest, *, command: str, language: str = "en", generated: datetime.date | None = None
) -> str:  # fmt: skip
    """Return the verdicts as an HTML page.

    Parameters
    ----------
    command : the exact command that gives the same verdicts again.
    generated : the date to print; by default that of SOURCE_DATE_EPOCH, or today.
    """
    words, day = texts(language), facts.day(generated)
    return render(
        "stress.html", STYLE,
        t=words,
        title=words("stress.page.title", title=title_of(test.comparison.context, words.language)),
        date=words.day(day),
        iso_date=day.isoformat(),
        summaries=[
            sentence
            for plan in test.plans
            for sentence in (sentences.summary(test, plan, words), sentences.summary_at_lower(test, plan, words))
            if sentence
        ],
        requirement=sentences.requirement(test, words),
        suite=sentences.which_suite(test, words),
        require=WHOLE * test.require,
        required=sentences.required(test.require, words),
        plans=[_plan(test, plan, words) for plan in test.plans],
        tested=[described(plan, words) for plan in test.plans],
        place=title_of(test.comparison.context, words.language),
        place_name=test.comparison.context.name,
        place_story=story_of(test.comparison.context, words.language),
        made_with=words("stress.page.made_with", version=sobremesa_version()),
        shocks=[told(one, test.comparison.context, words) for one in test.shocks],
        reading=[*sentences.notes(test, words), *_reading(test, words)],
        styles=key(words),
        command=command,
        settings=_settings(test, words),
        fingerprints=list(facts.fingerprints(test.comparison, words).items()),
    )  # fmt: skip


def key(words: Texts) -> list[tuple[str, str, str]]:
    """Return each verdict with its colour and sign."""
    return [(words(f"stress.verdict.{name}"), *style) for name, style in VERDICT_STYLES.items()]


def _plan(test: StressTest, plan: Plan, words: Texts) -> dict[str, Any]:
    """Return what the page says about one plan."""
    first = test.plans[0]
    return {
        "title": title_of(plan, words.language),
        "name": plan.name,
        "counts": [test.counted(plan.name, verdict) for verdict in VERDICT_STYLES],
        "without": sentences.without_shock(test, plan, words),
        "calm": _interval(test.without_shock(plan.name), words),
        "against": "" if plan.name == first.name else title_of(first, words.language),
        "rows": [_row(test, verdict, words) for verdict in test.verdicts(plan.name)],
    }


def described(plan: Plan, words: Texts) -> dict[str, Any]:
    """Return what a plan does, so that the page says what was tested without its file."""
    language, total = words.language, sum(plan.effort.values())
    effort = [
        f"{terms.title('activity', name, language)} {words.per_cent(weight / total)}"
        for name, weight in plan.effort.items()
    ]
    levers = [
        f"{terms.title('lever', name, language)} {words.significant(value)}" for name, value in plan.levers.items()
    ]
    lines = [
        words("stress.page.effort", list=", ".join(effort)),
        words("stress.page.levers", list=", ".join(levers)),
    ]
    if plan.triggers:
        names = [name_in(plan, one.name, language) for one in plan.triggers]
        lines.append(words("stress.page.triggers", list=", ".join(names)))
    if plan.grants:
        lines.append(words("stress.page.grants", n=len(plan.grants)))
    return {
        "title": title_of(plan, language), "name": plan.name, "story": story_of(plan, language), "lines": lines
    }  # fmt: skip


def _row(test: StressTest, verdict: Verdict, words: Texts) -> Row:
    """Return the verdict on one shock as a line."""
    title = title_of(test.shock(verdict.shock), words.language)
    row = line(title, verdict.working, test.require, words)
    return replace(
        row, by_shock=signed(verdict.against_calm, words), by_plan=signed(verdict.against_first, words)
    )  # fmt: skip


def line(title: str, share: Share, require: float, words: Texts) -> Row:
    """Return a share with its verdict as a line of a page."""
    verdict = verdict_of(share, require)
    colour, sign = VERDICT_STYLES[verdict]
    word = words(f"stress.verdict.{verdict}")
    low, high = of_hundred(share.low), of_hundred(share.high)
    return Row(
        title=title, verdict=verdict, word=word, sign=sign, colour=colour,
        share=str(of_hundred(share.share)), interval=words("short.interval", low=low, high=high),
        middle=WHOLE * share.share, low=WHOLE * share.low, high=WHOLE * share.high,
        alternative=words(
            "stress.page.alternative", shock=title, verdict=word, n=of_hundred(share.share), low=low, high=high,
            require=sentences.required(require, words),
        ),
    )  # fmt: skip


def _interval(share: Share, words: Texts) -> str:
    """Return a share with its range, of 100 futures."""
    return words(
        "short.months", n=of_hundred(share.share), low=of_hundred(share.low), high=of_hundred(share.high)
    )  # fmt: skip


def signed(difference: Difference | None, words: Texts) -> str:
    """Return a difference of 100 futures with its sign; ~ where it is too close to call."""
    if difference is None:
        return words("short.nothing")
    return "~" if difference.too_close else words.signed(of_hundred(difference.difference))


def told(scenario: Scenario, context: Context, words: Texts) -> dict[str, Any]:
    """Return what happens in a shock, when, and where it comes from."""
    return {
        "title": title_of(scenario, words.language),
        "name": scenario.name,
        "story": story_of(scenario, words.language),
        "source": idea_of(scenario, words.language),
        "events": [event_in_words(event, context, words) for event in scenario.events],
    }


def event_in_words(event: Event, context: Context, words: Texts) -> str:
    """Return one dated event as a sentence."""
    values = event.model_dump()
    size = size_of(event)
    months = values.get("months")
    return words(
        f"stress.event.{word_for(event)}",
        date=words.date(context.date_of(context.month_of(event.when))),
        size=words.per_cent(size),
        amount=words.significant(size),
        months="" if months is None else words.counted("month", months),
        notice=words.counted("month", round(size)),
        donor=who_leaves(event, context, words),
    )


def _reading(test: StressTest, words: Texts) -> list[str]:
    """Return how any figure of the model is to be read."""
    of_numbers = [f"reading.{key}" for sets, key in CALIBRATIONS.items() if test.comparison.parameters == sets]
    keys = ("reading.exploration", "reading.futures", "reading.own_start", "reading.thresholds", *of_numbers)
    return [words("stress.page.by_shock_meaning"), *(words(key) for key in keys)]


def _settings(test: StressTest, words: Texts) -> list[tuple[str, str]]:
    """Return what the verdicts depend on."""
    comparison = test.comparison
    return [
        (words("made.context"), comparison.context.name),
        (words("made.months"), horizon(comparison.context, words)),
        (words("made.futures"), words.number(comparison.futures)),
        (words("made.seed"), str(comparison.seed)),
        (words("made.parameters"), comparison.parameters),
        *versions().items(),
        facts.machine(words),
    ]
