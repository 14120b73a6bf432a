"""A small comparison that the tests of reports share; it takes a few seconds, so it is made once."""

from __future__ import annotations

import pytest

from sim.report import report_html
from sim.results.compare import Comparison, compare
from tests.report.reading_pages import COMMAND, DAY


@pytest.fixture(scope="session")
def comparison() -> Comparison:
    scenarios = ("calm-decade", "big-funders-go", "everything-at-once")
    return compare(scenarios, ("baseline", "adaptive", "insider"), futures=60)


@pytest.fixture(scope="session")
def page(comparison: Comparison) -> str:
    return report_html(comparison, command=COMMAND, generated=DAY)
