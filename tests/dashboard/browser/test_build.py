"""Build in a real browser: a table is edited with the keyboard, a file saved, and files loaded that may be anything."""

from __future__ import annotations

import pytest

from dashboard.files import as_file
from sim.files import library
from sim.files.scenario import Scenario
from sim.language.catalogue import texts

pytestmark = pytest.mark.slow

WORDS = texts("en")


def tab(page, name: str) -> None:
    page.get_by_role("tab", name=WORDS(f"dashboard.build.tab.{name}")).click()


def save(page, kind: str, path):
    """Download the chosen file of a kind."""
    tab(page, "files")
    with page.expect_download() as given:
        page.locator(f".st-key-save-{kind} button").click()
    given.value.save_as(path)
    return path


def test_an_event_is_edited_in_the_table_and_saved_as_the_command_line_reads_it(visit, tmp_path):
    person = visit(locale="en-GB")
    page = person.open("build")
    page.get_by_role("button", name="Hostile change of government").click()
    page.get_by_text(WORDS("timeline.title", title="A calm decade (mine)")).wait_for()
    person.calm()
    page.locator('[data-testid="stDataFrame"] .dvn-scroller').first.click(position={"x": 60, "y": 52})
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.locator("#portal .gdg-input").fill("80")
    page.keyboard.press("Enter")
    person.calm()
    page.locator(".js-plotly-plot text", has_text="80%").first.wait_for()
    scenario = library.scenario(str(save(page, "scenario", tmp_path / "my-calm-decade.toml")))
    assert [(one.kind, one.share) for one in scenario.events] == [("hostile_turnover", 0.8)]
    assert person.complaints == []
    assert person.outside == []


def test_what_was_edited_is_still_there_after_another_page(visit, tmp_path):
    person = visit(locale="en-GB")
    page = person.open("build")
    page.get_by_role("button", name="Funding squeeze").click()
    page.get_by_text(WORDS("timeline.title", title="A calm decade (mine)")).wait_for()
    person.calm()
    page.get_by_role("link", name=WORDS("dashboard.page.compare")).first.click()
    page.get_by_role("heading", name=WORDS("dashboard.question.compare")).wait_for()
    person.calm()
    page.get_by_role("link", name=WORDS("dashboard.page.build")).first.click()
    page.get_by_role("heading", name=WORDS("dashboard.question.build")).wait_for()
    person.calm()
    scenario = library.scenario(str(save(page, "scenario", tmp_path / "again.toml")))
    assert [(one.kind, one.level, one.months) for one in scenario.events] == [("squeeze", 0.5, 24)]


def test_a_file_is_loaded_and_its_markup_is_never_executed(visit, tmp_path):
    title = "<script>window.hit=1</script><img src=x onerror='window.hit=1'>"
    path = tmp_path / "ours.toml"
    events = [{"kind": "scandal", "when": "2030-05", "share": 0.3}]
    path.write_bytes(as_file(Scenario.model_validate({"name": "ours", "title": title, "event": events}, by_alias=True)))
    person = visit(locale="en-GB")
    page = person.open("build")
    tab(page, "files")
    page.locator('input[type="file"]').set_input_files(str(path))
    page.locator("strong:visible", has_text="window.hit=1").first.wait_for()
    person.calm()
    tab(page, "world")
    page.wait_for_timeout(1000)
    assert page.evaluate("window.hit") is None
    saved = library.scenario(str(save(page, "scenario", tmp_path / "saved.toml")))
    assert (saved.title, saved.events[0].when) == (title, "2030-05")
    assert person.outside == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"# scenario\nevent = [", "this is no valid TOML"),
        (b"# scenario\n[effort]\nally = 1.0", "effort is a key of a plan"),
        (b"x" * 1_200_000, "must have at most 1 MB"),
    ],
    ids=["malformed", "of the wrong kind", "too large for a file"],
)
def test_a_file_that_is_none_is_answered(visit, tmp_path, content, said):
    path = tmp_path / "theirs.toml"
    path.write_bytes(content)
    person = visit(locale="en-GB")
    page = person.open("build")
    tab(page, "files")
    page.locator('input[type="file"]').set_input_files(str(path))
    page.get_by_text(said).first.wait_for()
    person.calm()
    assert page.locator(".stException").count() == 0
    assert page.locator(".st-key-answer h2").count() == 1


def test_a_file_that_is_too_large_is_never_sent(visit, tmp_path):
    path = tmp_path / "theirs.toml"
    path.write_bytes(b"# scenario\n" + b"#" * 6_000_000)
    person = visit(locale="en-GB")
    page = person.open("build")
    tab(page, "files")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if "upload_file" in request.url else None)
    page.locator('input[type="file"]').set_input_files(str(path))
    page.get_by_text("theirs.toml").first.wait_for(state="attached")
    person.calm()
    assert "PUT" not in sent
    page.locator(".st-key-answer h2").wait_for()
    assert page.get_by_role("button", name=WORDS("dashboard.build.remove"), exact=True).count() == 0
