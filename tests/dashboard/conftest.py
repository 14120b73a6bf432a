"""Pages driven as a browser drives them, from ``dashboard/app.py``, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard import computing
from dashboard.memory import answers

APP = Path(__file__).parents[2] / "dashboard" / "app.py"


def open_page(address: str = "", **parameters: str) -> AppTest:
    """Open a page of the dashboard, in a session of its own."""
    page = AppTest.from_file(str(APP), default_timeout=120)
    page._page_hash = calc_hash(address)
    for name, value in parameters.items():
        page.query_params[name] = value
    return page.run()


@pytest.fixture
def opened():
    """A function that opens a page of the dashboard, in a session of its own."""
    return open_page


@pytest.fixture(autouse=True)
def _nothing_left_over():
    """No work in the background of one test while the next one is measured by what it computes."""
    yield
    computing.rest()


def words_on(page: AppTest) -> list[str]:
    """Every text that a page shows, as Streamlit sends it to the browser."""
    found: list[str] = []

    def walk(node: object) -> None:
        children = getattr(node, "children", None)
        if children:
            for child in children.values():
                walk(child)
        proto = getattr(node, "proto", None)
        if proto is not None:
            found.append(str(proto))

    walk(page.main)
    walk(page.sidebar)
    return found


@pytest.fixture
def nothing_remembered() -> Iterator[None]:
    """No answer of another test is remembered, and none of this one is."""
    answers.clear()
    yield
    answers.clear()
