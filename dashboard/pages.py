"""The table of pages: which there are, in which order, and under which address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Final

from dashboard.state import State
from sim.language.catalogue import Texts


@dataclass(frozen=True)
class Page:
    """A page of the dashboard.

    Attributes
    ----------
    name : the module ``dashboard/views/NAME.py`` and the keys of its texts, ``dashboard.page.NAME`` (in the menu) and
        ``dashboard.question.NAME`` (its title).
    address : what stands behind the last slash of its address.
    """

    name: str
    address: str

    @property
    def module(self) -> str:
        """Where its view is."""
        return f"dashboard.views.{self.name}"

    def exists(self) -> bool:
        """Return whether somebody has written its view."""
        return find_spec(self.module) is not None

    def view(self) -> Callable[[Texts, State], None]:
        """Return the function that draws the page."""
        show: Callable[[Texts, State], None] = import_module(self.module).show
        return show


PAGES: Final[tuple[Page, ...]] = (
    Page("start", ""),
    Page("build", "build"),
    Page("compare", "compare"),
    Page("stress", "stress"),
    Page("future", "future"),
    Page("why", "why"),
    Page("pathways", "pathways"),
    Page("lab", "lab"),
    Page("report", "report"),
    Page("about", "about"),
)


def pages() -> tuple[Page, ...]:
    """Return the pages that can be shown."""
    return tuple(page for page in PAGES if page.exists())
