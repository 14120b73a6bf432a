"""A page of one finding: sentences, pictures, tables and the command that repeats it. One file, no network."""

from __future__ import annotations

import base64
import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import jinja2
import plotly.graph_objects as go
import plotly.offline

from sim.language.catalogue import texts
from sim.report import facts
from sim.report.pictures import Album
from sim.versions import versions

TEMPLATES: Final = Path(__file__).parent / "templates"


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
        script = (TEMPLATES / "report.js").read_text(encoding="utf-8")
        plotly_script = plotly.offline.get_plotlyjs()
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined,
            trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        )  # fmt: skip
        return environment.get_template("picture_page.html").render(
            t=words, page=self, shown=[album.add(*one) for one in self.pictures], pictures=album.to_json(),
            script=script, plotly_script=plotly_script, script_hashes=[_hash(script), _hash(plotly_script)],
            style=(TEMPLATES / "report.css").read_text(encoding="utf-8"), date=words.day(day),
            iso_date=day.isoformat(), settings=[*self.settings, *versions().items()],
        )  # fmt: skip


def _hash(script: str) -> str:
    """Return the hash by which the page allows a script of its own, and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
