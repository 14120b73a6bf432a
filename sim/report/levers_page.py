"""Whether the choices are real, as a page: the bottom line, the best values, every curve that matters, every price."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from sim.choices import sentences
from sim.choices.answers import FEW, SILENT, findings
from sim.choices.prices import ALL, outcome_difference
from sim.choices.study import OUTCOMES
from sim.language.catalogue import texts
from sim.language.files import title_of
from sim.report.levers_chart import curve_in_words, response_curve
from sim.report.picture_page import PageTable, PicturePage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.choices.answers import Finding
    from sim.choices.study import Levers
    from sim.language.catalogue import Texts


def page(found: Levers, command: str, language: str = "en", generated: datetime.date | None = None) -> str:
    """Return the answers as a page; everything is called by its title."""
    words, known = texts(language), findings(found)
    place = words.listed([title_of(one, language) for one in found.contexts])
    matter = [one for one in known if one.verdict not in (SILENT, FEW)]
    return PicturePage(
        kicker=words("levers.kicker"), title=words("levers.title", plan=title_of(found.plan, language), place=place),
        lead=sentences.bottom_line(found, known, words),
        pictures=[(response_curve(found, one, words), curve_in_words(found, one, words)) for one in matter],
        tables=[*(PageTable(*one) for one in sentences.overviews(found, known, words)), _every(found, known, words)],
        notes=[*(sentences.dial_sentences(found, one, words) for one in known), *sentences.notes(found, words)],
        command=command,
    ).to_html(language=language, generated=generated)  # fmt: skip


def _every(found: Levers, known: Sequence[Finding], words: Texts) -> PageTable:
    """Return every value of every dial against the plan's own."""
    shown = [one.group for one in known[0].answers if one.group.kind != ALL]
    names = [sentences.group_in_words(found, one, words) for one in shown]
    whole = range(len(found.places))
    columns = [words("levers.column.dial"), words("levers.column.value"), *names,
               *(words(f"levers.column.{name}") for name in OUTCOMES)]  # fmt: skip
    rows = []
    for one in known:
        _, arms = found.dial(one.dial.name)
        for place, value in enumerate(one.dial.values):
            if value == one.dial.own:
                continue
            working = [sentences.working_cell(answer.against[place], words)
                       for answer in one.answers if answer.group.kind != ALL]  # fmt: skip
            others = [
                sentences.outcome_cell(
                    name, outcome_difference(arms[place], found.usual, found.usual, name, whole, found.sets), words
                )
                for name in OUTCOMES
            ]
            name = sentences.dial_in_words(one.dial, words)
            rows.append((name, sentences.value_in_words(value, words), *working, *others))
    return PageTable(words("levers.every"), columns, rows)
