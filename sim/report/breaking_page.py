"""A breaking point, or the frontier of two shocks at once, as a page without script or network."""

from __future__ import annotations

import datetime
from typing import Any, Final

from sim.language import terms
from sim.language.catalogue import Texts, texts
from sim.language.files import horizon, title_of
from sim.report import facts
from sim.report.rendering import render
from sim.report.stress_page import STYLE, VERDICT_STYLES, key, line, told
from sim.report.tables import DARK_TEXT_FROM, SHADES
from sim.results.intervals import of_hundred
from sim.stress import breaking_sentences, sentences
from sim.stress.breaking import BreakingPoint, Frontier, Ground
from sim.stress.breaking_sentences import dial_in_words, value_in_words
from sim.versions import versions

READING: Final = ("reading.exploration", "reading.futures", "reading.own_start", "reading.thresholds")


def breaking_page(
    found: BreakingPoint | Frontier, *, command: str, language: str = "en", generated: datetime.date | None = None
) -> str:  # fmt: skip
    """Return a breaking point or a frontier as an HTML page.

    Parameters
    ----------
    command : the exact command that gives the same again.
    generated : the date to print; by default that of SOURCE_DATE_EPOCH, or today.
    """
    words, day, on = texts(language), facts.day(generated), found.ground
    content = _point(found, words) if isinstance(found, BreakingPoint) else _frontier(found, words)
    return render(
        "breaking.html", STYLE,
        **content,
        t=words,
        title=words("stress.breaking.title", title=title_of(on.context, words.language)),
        date=words.day(day),
        iso_date=day.isoformat(),
        scenario=_scenario(found, words),
        reading=_reading(on, words),
        styles=key(words),
        command=command,
        settings=_settings(on, words),
    )  # fmt: skip


def _point(found: BreakingPoint, words: Texts) -> dict[str, Any]:
    """Return what the page says about one breaking point."""
    threshold, context = found.threshold, found.ground.context
    rows = [
        line(value_in_words(found.dial, size, context, words), share, threshold.require, words)
        for size, share in zip(threshold.sizes, threshold.shares, strict=True)
    ]
    return {
        "grid": None,
        "summary": breaking_sentences.breaking_point(found, words),
        "dial": dial_in_words(found.dial, words),
        "rows": rows,
        "require": 100 * threshold.require,
        "required": sentences.required(threshold.require, words),
    }


def _frontier(found: Frontier, words: Texts) -> dict[str, Any]:
    """Return what the page says about two shocks at once."""
    down, across = found.dials
    context = found.ground.context
    columns = [value_in_words(across, size, context, words) for size in found.sizes[1]]
    rows = []
    for i, size in enumerate(found.sizes[0]):
        name = value_in_words(down, size, context, words)
        rows.append((name, [_cell(found, i, j, name, columns[j], words) for j in range(len(columns))]))
    return {
        "grid": {"columns": columns, "rows": rows},
        "summary": breaking_sentences.frontier(found, words),
        "grid_meaning": words(
            "stress.breaking.grid_meaning", down=dial_in_words(down, words), across=dial_in_words(across, words)
        ),
        "sentences": breaking_sentences.frontier_rows(found, words),
    }


def _cell(found: Frontier, i: int, j: int, down: str, across: str, words: Texts) -> dict[str, str]:
    """Return one pair of sizes: darker is fewer, and a sign says the verdict."""
    share, verdict = found.shares[i][j], found.verdict(i, j)
    step = min(int(share.share * len(SHADES)), len(SHADES) - 1)
    return {
        "share": str(of_hundred(share.share)),
        "sign": VERDICT_STYLES[verdict][1],
        "verdict": verdict,
        "background": SHADES[step],
        "ink": "#000000" if step >= DARK_TEXT_FROM else "#ffffff",
        "alternative": words(
            "stress.breaking.cell", down=down, across=across, n=of_hundred(share.share), low=of_hundred(share.low),
            high=of_hundred(share.high), verdict=words(f"stress.verdict.{verdict}"),
        ),
    }  # fmt: skip


def _scenario(found: BreakingPoint | Frontier, words: Texts) -> dict[str, Any]:
    """Return what happens in the scenario, and what of it is varied."""
    on = found.ground
    dials = (found.dial,) if isinstance(found, BreakingPoint) else found.dials
    about = told(on.scenario, on.context, words)
    for turned in dials:
        gaps = {"dial": dial_in_words(turned, words)}
        if turned.of == "month":
            about["events"][turned.event] = words("stress.breaking.varied", **gaps)
        else:
            date = words.date(on.context.date_of(on.context.month_of(on.scenario.events[turned.event].when)))
            about["events"][turned.event] = words("stress.breaking.varied_from", date=date, **gaps)
    if not on.scenario.title:
        about["title"] = words.listed(
            [terms.title("event", event.kind, words.language) for event in on.scenario.events]
        )
    return about


def _reading(on: Ground, words: Texts) -> list[str]:
    """Return how the page is to be read."""
    calibration = ("reading.calibration",) if on.parameter_sets.name == "default" else ()
    return [words(one) for one in (*READING, *calibration)]


def _settings(on: Ground, words: Texts) -> list[tuple[str, str]]:
    """Return what the page depends on."""
    return [
        (words("made.context"), on.context.name),
        (words("stress.page.plan"), on.plan.name),
        (words("made.months"), horizon(on.context, words)),
        (words("made.futures"), words.number(on.futures)),
        (words("made.seed"), str(on.seed)),
        (words("made.parameters"), on.parameter_sets.name),
        *versions().items(),
        facts.machine(words),
    ]
