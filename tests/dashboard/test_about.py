"""About: the evidence is that of ``sobremesa evidence``, computed once, and can be stopped and begun again."""

from __future__ import annotations

import pytest

from dashboard.views import about
from sim.evidence.assessment import assess
from sim.language.catalogue import texts
from sim.report import evidence_chart as picture
from sim.world.parameters import PARAMETERS
from tests.dashboard.conftest import words_on

FEW = 60


@pytest.fixture(autouse=True)
def _few_futures(monkeypatch):
    monkeypatch.setattr(about, "FUTURES", FEW)
    monkeypatch.setattr(about, "_known", {})


def test_the_evidence_is_that_of_the_command(opened):
    page = opened("about", lang="es")
    job = page.session_state["jobs"]["evidence"]
    assert job.wait(300)
    page.run()
    found = assess(futures=FEW)
    said = "\n".join(words_on(page))
    assert picture.headline(found, texts("es")) in said
    rows = page.dataframe[0].value
    assert len(rows) == sum(len(row.findings) for row in found.rows)
    verdicts = [picture.verdict_in_words(one.verdict, texts("es")) for row in found.rows for one in row.findings]
    assert list(rows.iloc[:, -1]) == verdicts
    assert len(page.dataframe[1].value) == len(PARAMETERS)
    another = opened("about", lang="fr")
    assert picture.headline(found, texts("fr")) in "\n".join(words_on(another)), "known to every session"


def test_what_was_stopped_is_begun_again_only_when_asked_for(opened):
    page = opened("about", lang="en")
    first = page.session_state["jobs"]["evidence"]
    first.cancel()
    page.run()
    again = next(one for one in page.button if one.label == texts("en")("dashboard.about.again"))
    assert page.session_state["jobs"]["evidence"] is first
    again.click().run()
    second = page.session_state["jobs"]["evidence"]
    assert second is not first
    assert second.wait(300) and second.result is not None


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_pattern_label_and_verdict_has_words(language):
    words = texts(language)
    for row in assess(futures=2).rows:
        assert not picture.pattern_title(row, words).startswith("evidence.")
        for finding in row.findings:
            assert "evidence." not in picture.compared_in_words(finding, words)
            assert not picture.verdict_in_words(finding.verdict, words).startswith("evidence.")
        assert not picture.role_in_words(row.pattern.role, words).startswith("evidence.")
