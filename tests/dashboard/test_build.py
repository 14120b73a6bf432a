"""Build: what is changed becomes a file of the user's own, and the page shows what that file gives."""

from __future__ import annotations

import pytest

from dashboard import building, computing, frame, share
from dashboard.computing import LIVE, question
from dashboard.state import FUTURES, MOST_OWN, State
from sim.files import library
from sim.files.mistakes import Mistake
from sim.language.catalogue import texts
from sim.report import timeline
from sim.results.intervals import of_hundred
from tests.dashboard.conftest import words_on

WORDS = texts("en")


def state_of(page):
    return page.session_state["state"]


def answers_to(state) -> set[str]:
    """What the page may say: the live answer, or the settled one."""
    asked = question(state)
    found = {computing.computed(asked, LIVE), computing.remembered(asked, FUTURES)} - {None}
    shares = {of_hundred(one.cell(state.scenario, state.plan).working.share) for one in found}
    return {WORDS("dashboard.start.answer", n=n) for n in shares}


def test_readers_of_other_languages_are_told_that_a_file_s_mistake_is_said_in_english() -> None:
    mistake = Mistake("x.toml: levers.voice is 9.0, but must be a number from 0 to 1")
    assert frame.said(mistake, texts("en")) == frame.plain(str(mistake))
    for language in ("es", "fr"):
        sentence = frame.said(mistake, texts(language))
        assert sentence.endswith(frame.plain(str(mistake)))
        assert sentence != frame.plain(str(mistake))


def test_an_event_is_added_by_a_click_and_counted(opened):
    page = opened("build", lang="en")
    page.button(key="add donors_exit").click().run()
    assert not page.exception
    state = state_of(page)
    assert state.scenario == "my-calm-decade"
    (event,) = state.scenario_file().events
    assert (event.kind, event.share) == ("donors_exit", 0.4)
    assert state.context_file().month_of(event.when) == state.context_file().months // 2
    assert page.header[0].value in answers_to(state)
    page.button(key="add squeeze").click().run()
    assert [one.kind for one in state_of(page).scenario_file().events] == ["donors_exit", "squeeze"]
    assert state_of(page).scenario == "my-calm-decade"
    assert library.scenario("calm-decade").events == ()


def test_a_slider_changes_one_weight_and_leaves_the_rest_to_the_last_digit(opened):
    page = opened("build", lang="en")
    page.selectbox(key="field plan").set_value("grassroots").run()
    before = library.plan("grassroots")
    page.slider(key="plan effort raise_funds").set_value(3.25).run()
    assert not page.exception
    mine = state_of(page).plan_file()
    assert state_of(page).plan == "my-grassroots"
    assert mine.effort == {**before.effort, "raise_funds": 3.25}
    assert (mine.levers, mine.triggers) == (before.levers, before.triggers)
    assert mine.title == WORDS("dashboard.build.mine", title=before.title)
    assert (mine.story, mine.es.story if mine.es else "") == ("", "")  # it told of the plan as it was


def test_a_lever_is_changed(opened):
    page = opened("build", lang="en")
    page.slider(key="plan levers breadth").set_value(5).run()
    assert state_of(page).plan_file().levers["breadth"] == 5


def test_a_larger_community_is_a_context_of_ones_own(opened):
    page = opened("build", lang="en")
    page.number_input(key="size donors").set_value(20).run()
    assert not page.exception
    state = state_of(page)
    assert state.context == "my-uruguay"
    assert state.context_file().size.donors == 20
    assert state.context_file().elections == library.context("uruguay").elections
    assert page.header[0].value in answers_to(state)


def test_one_may_give_ones_file_a_title_with_markup_and_it_is_text(opened):
    page = opened("build", lang="en")
    page.button(key="add squeeze").click().run()
    page.text_input(key="title scenario").set_value("<script>alert(1)</script> [x](http://evil)").run()
    assert not page.exception
    file = state_of(page).scenario_file()
    assert file.title == "<script>alert(1)</script> [x](http://evil)"
    assert page.text_input(key="title scenario").value == file.title
    assert not any("<script>alert" in one.value for one in page.markdown)
    assert any(r"\<script\>alert" in one.value for one in page.markdown)


def test_too_many_files_are_refused_in_a_sentence(opened):
    state = State()
    for number in range(MOST_OWN - 1):
        content = b'[[event]]\nkind = "scandal"\nwhen = 24\nshare = 0.5\n'
        state = state.with_own(library.parse("scenario", content, f"mine-{number}"))
    page = opened("build", lang="en", s=share.encode(state))
    for name in library.names("scenario")[:2]:  # there is room for the first
        page.selectbox(key="field scenario").set_value(name).run()
        page.button(key="add squeeze").click().run()
    assert len(state_of(page).own_scenarios) == MOST_OWN
    assert any(WORDS("dashboard.slip.too_many", most=MOST_OWN) in one.value for one in page.warning)


def test_ones_own_file_is_taken_away_again(opened):
    page = opened("build", lang="en")
    page.button(key="add squeeze").click().run()
    page.button(key="remove scenario").click().run()
    assert not page.exception
    assert state_of(page).own_scenarios == ()
    assert state_of(page).scenario == "calm-decade"


def test_a_scenario_of_another_time_is_explained_and_can_be_mended(opened):
    page = opened("build", lang="en")
    content = b'# scenario\n[[event]]\nkind = "scandal"\nwhen = "1999-03"\nshare = 0.5\n'
    page.file_uploader[0].set_value(("old.toml", content, "application/toml")).run()
    assert not page.exception
    assert any("1999\\-03" in one.value for one in page.warning)
    assert len(page.tabs) == 4


def test_an_upload_is_chosen_and_counted(opened):
    page = opened("build", lang="en")
    content = b'# plan\ntitle = "Ours"\n[effort]\nally = 4.0\n'
    page.file_uploader[0].set_value(("our plan.toml", content, "application/toml")).run()
    assert not page.exception
    assert state_of(page).plan == "our-plan"
    assert state_of(page).plan_file().effort["ally"] == 4.0
    assert page.header[0].value in answers_to(state_of(page))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.toml", b"\xff\xfe", "no text in UTF\\-8"),
        ("a.toml", b"[[[", "no valid TOML"),
        ("a.toml", b"# scenario\n[effort]\nally = 1.0", "effort is a key of a plan"),
        ("a.toml", b"# plan\n[effort]\nalli = 1.0", "did you mean 'ally'"),
        ("<img src=x>.toml", b"# scenario\nevent = 3", "\\<img src\\=x\\>.toml"),
        ("big.toml", b"#" * 1_000_001, "must have at most 1 MB"),
    ],
)
def test_a_hostile_upload_is_a_sentence_and_changes_nothing(opened, name, content, said):
    page = opened("build", lang="en")
    before = state_of(page)
    page.file_uploader[0].set_value((name, content, "application/toml")).run()
    assert not page.exception
    assert not page.error
    assert any(said.replace("\\=", "=") in one.value for one in page.warning), [one.value for one in page.warning]
    assert state_of(page) == before
    assert page.header


def test_a_failing_panel_leaves_the_page_standing(opened, monkeypatch):
    def break_down(*given: object) -> None:
        raise RuntimeError("secret of the machine")

    monkeypatch.setattr(building.editing, "event_rows", break_down)
    page = opened("build", lang="en")
    assert [one.value for one in page.error] == [WORDS("dashboard.frame.failed")]
    assert page.header
    assert not any("secret of the machine" in said for said in words_on(page))


def test_the_calendar_is_read_aloud(opened):
    page = opened("build", lang="en")
    page.button(key="add hostile_turnover").click().run()
    state = state_of(page)
    said = timeline.event_timeline_words(state.scenario_file(), state.context_file(), WORDS, state.plan_file())
    assert any(said.split(".")[0] in one for one in words_on(page))
