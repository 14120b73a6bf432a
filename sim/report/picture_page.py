"""A page of one finding: sentences, pictures, tables and the command that repeats it. One file, no network."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

import plotly.graph_objects as go

from sim.language.catalogue import texts
from sim.report import facts
from sim.report.pictures import Album
from sim.report.rendering import render
from sim.versions import versions


@dataclass(frozen=True)
class PageTable:
    """A table of the page; the first column names the rows."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class PicturePage:
    """What a page says.

    Attributes
    ----------
    kicker : what kind of page it is.
    pictures : each with the sentences for those who do not see it.
    command : the exact command that gives the same page again.
    """

    kicker: str
    title: str
    lead: str
    pictures: Sequence[tuple[go.Figure, str]]
    tables: Sequence[PageTable]
    notes: Sequence[str]
    command: str
    settings: Sequence[tuple[str, str]] = field(default=())

    def to_html(self, *, language: str = "en", generated: datetime.date | None = None) -> str:
        """Return the page.

        Parameters
        ----------
        generated : the date to print; by default that of SOURCE_DATE_EPOCH, or today.
        """
        words, album, day = texts(language), Album(), facts.day(generated)
        shown = [album.add(*one) for one in self.pictures]
        return render(
            "picture_page.html", album=album, t=words, page=self, title=self.title, shown=shown, date=words.day(day),
            iso_date=day.isoformat(), settings=[*self.settings, *versions().items()],
        )  # fmt: skip
