"""About: the evidence is that of ``sobremesa evidence``: kept for the shipped sets, else computed once, and stopped."""

from __future__ import annotations

import pytest

from dashboard import share
from dashboard.frame import plain
from dashboard.state import State
from dashboard.views import about
from sim.evidence.assessment import assess
from sim.evidence.recorded import recorded_evidence
from sim.files.parameter_sets import PLAUSIBLE, parameter_sets
from sim.language.catalogue import texts
from sim.report import evidence_chart as picture
from sim.world.parameters import PARAMETERS
from tests.dashboard.conftest import words_on

FEW = 60


@pytest.fixture
def nothing_kept(monkeypatch, nothing_remembered):
    """Nothing is kept of this seed and these sets: it has to be computed."""
    monkeypatch.setattr(about, "FUTURES", FEW)
    monkeypatch.setattr(about, "recorded_evidence", lambda sets: None)


def test_what_is_kept_is_shown_at_once_and_what_does_not_fit_comes_first(opened):
    page = opened("about", lang="en")
    assert "jobs" not in page.session_state, "nothing is computed"
    found = recorded_evidence(parameter_sets(PLAUSIBLE))
    said = "\n".join(one.value for one in page.markdown)
    *missed, _ = picture.misfits(found, texts("en"))
    places = [said.index(plain(one)) for one in missed]
    assert places and places[-1] < said.index(plain(picture.headline(found, texts("en"))))


def test_another_seed_is_computed(opened):
    page = opened("about", s=share.encode(State(seed=2)))
    assert about.EVIDENCE in page.session_state["jobs"]


def test_the_evidence_is_that_of_the_command(opened, nothing_kept):
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
    assert list(rows.iloc[:, 1]) == verdicts
    assert len(page.dataframe[1].value) == len(PARAMETERS)
    another = opened("about", lang="fr")
    assert picture.headline(found, texts("fr")) in "\n".join(words_on(another)), "known to every session"


def test_what_was_stopped_is_begun_again_only_when_asked_for(opened, nothing_kept):
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
