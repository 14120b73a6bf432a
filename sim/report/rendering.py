"""How pages are made of templates: escaped, whole in one file, and with no script but their own."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2
import plotly.offline

from sim.report.pictures import Album

TEMPLATES: Final = Path(__file__).parent / "templates"

SCRIPT: Final = "report.js"


def render(template: str, *sheets: str, album: Album | None = None, **content: Any) -> str:
    """Return a page.

    Parameters
    ----------
    template : a file of the folder of templates; it fills the blocks of ``skeleton.html``.
    sheets : style sheets of the same folder, beside that of every page.
    album : the pictures; without any, the page runs no script at all.
    content : what the template shows. All of it is escaped.
    """
    scripts = [] if album is None else [plotly.offline.get_plotlyjs(), _text(SCRIPT)]
    return _templates().get_template(template).render(
        **content, sheets=[_text(name) for name in ("report.css", *sheets)], scripts=scripts,
        script_hashes=[_hash(one) for one in scripts], pictures=None if album is None else album.to_json(),
    )  # fmt: skip


@cache
def _templates() -> jinja2.Environment:
    """Return the templates; every text that is put into a page is escaped."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip


@cache
def _text(name: str) -> str:
    """Return a file of the folder of templates."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    """Return what the page's security policy knows a script by: no other script may run."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
