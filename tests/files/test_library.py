"""Finding, reading and writing files: from a shipped name to the worst that a path can lead to."""

from __future__ import annotations

import os
import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.files import library
from sim.files.format import FileModel
from sim.files.mistakes import Mistake
from sim.files.scenario import Scenario
from tests.files.file_strategies import TABLES

KINDS = tuple(library.FORMATS)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def mistake(action: Any, *arguments: Any) -> str:
    with pytest.raises(Mistake) as caught:
        action(*arguments)
    said = str(caught.value)
    assert said.isprintable()
    return said


def model(kind: str, table: dict[str, Any]) -> FileModel:
    return library.FORMATS[kind].model_validate({"name": "mine", **table}, by_alias=True, by_name=False)


def test_names_that_do_not_exist() -> None:
    assert mistake(library.plan, "basline") == "plan 'basline' does not exist; did you mean 'baseline'?"
    assert "there are uruguay, costa-rica" in mistake(library.context, "zzz")
    assert mistake(library.plan, "uruguay") == "plan 'uruguay' does not exist; that is the name of a context"
    assert mistake(library.names, "plans") == "kind of file 'plans' does not exist; did you mean 'plan'?"
    assert "does not exist" in mistake(library.scenario, "")
    assert "does not exist" in mistake(library.scenario, "\x00\x1b[2J" * 100)


def test_a_file_nearby_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_text("")
    assert mistake(library.plan, "mine") == "plan 'mine' does not exist; did you mean the file 'mine.toml'?"
    assert library.plan("mine.toml").name == "mine"
    assert library.plan(Path("mine.toml")).name == "mine"
    assert library.plan("./mine.toml").name == "mine"


def test_names_never_lead_out_of_the_shipped_folder() -> None:
    assert mistake(library.plan, "..") == "plan '..' does not exist; there are " + ", ".join(library.names("plan"))
    assert mistake(library.plan, "../plans/baseline") == "file '../plans/baseline' does not exist"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("#:schema ../schemas/plan.json\n", "plan"),
        ("# scenario\n", "scenario"),
        ("# Sobremesa context", "context"),
        ("[effort]\nally = 2", "plan"),
        ("[[event]]\nkind = 'boom'\nwhen = 1\nlevel = 1\nmonths = 1", "scenario"),
        ("title = 'Here'\n[size]\ndonors = 3", "context"),
    ],
)
def test_the_kind_of_a_file_is_recognised(tmp_path: Path, text: str, kind: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    assert library.load(path).kind_of_file == kind


def test_a_file_that_could_be_anything(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("title = 'x'")
    assert "nothing says what this is" in mistake(library.load, path)
    path.write_text("[effort]\nally = 2\n[size]\ndonors = 3")
    assert "it has effort (of a plan) and size (of a context)" in mistake(library.load, path)


def test_a_file_of_another_kind() -> None:
    path = library.shipped_folder() / "futures" / "pandemic.toml"
    assert mistake(library.plan, path).endswith("event is a key of a scenario, but this must be a plan")
    assert "effort is a key of a plan, but this must be a context" in mistake(
        library.parse, "context", b"[effort]\nally = 1", "upload"
    )


def test_paths_that_are_no_file(tmp_path: Path) -> None:
    assert "does not exist" in mistake(library.load, tmp_path / "none.toml")
    assert "this is a folder, but must be a TOML file" in mistake(library.load, tmp_path)
    assert "this is a folder" in mistake(library.plan, f"{tmp_path}/")
    assert "a device, pipe or socket" in mistake(library.load, "/dev/null")
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    assert "a device, pipe or socket" in mistake(library.load, pipe)
    assert "cannot be read" in mistake(library.load, "null\0byte.toml")
    assert "cannot be read: File name too long" in mistake(library.load, "x" * 5000 + ".toml")


def test_links(tmp_path: Path) -> None:
    real, link, loop = tmp_path / "real.toml", tmp_path / "link.toml", tmp_path / "loop.toml"
    real.write_text("# plan")
    link.symlink_to(real)
    loop.symlink_to(loop)
    assert library.load(link).name == "link"
    real.unlink()
    assert "is a link to a file that does not exist" in mistake(library.load, link)
    assert "cannot be read" in mistake(library.load, loop)
    link.unlink()
    link.symlink_to("/dev/zero")
    assert "a device, pipe or socket" in mistake(library.load, link)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("# plan")
    path.chmod(0)
    assert "cannot be read: Permission denied" in mistake(library.load, path)


def test_a_file_of_100_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.toml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    assert mistake(library.load, path).endswith("huge.toml: the file has 100.0 MB, but must have at most 1 MB")
    assert "2.0 MB" in mistake(library.parse, "plan", b"#" * 2_000_000, "upload")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a = 1\nb = = 2", "line 2: this is no valid TOML: Invalid value"),
        (b"a = 1\na = 2", "line 2: this is no valid TOML: Cannot overwrite a value"),
        (b'story = "unfinished', "this is no valid TOML"),
        (b"a = 1\n\xff", "line 2: this is no text in UTF-8"),
        ("title = 'é'".encode("utf-16"), "line 1: this is no text in UTF-8"),
        (b"\x00", "this is no valid TOML"),
        (b"title = '\x1b[2J'", "this is no valid TOML"),
        (b'title = "\\u001b[2J"', "title is '\\x1b[2J', but must be a text of at most 100 characters"),
        (b'story = "\\u202e"', "story is '\\u202e', but must be a text without characters that turn"),
        (b"a = " + b"[" * 20_000, "nested too deeply"),
        (b"a = " + b"{a=" * 20_000, "nested too deeply"),
        (b"a." * 100_000 + b"a = 1", "line 1: a key with more than 16 parts is too deep"),
        (b"x = 1\n[" + b"'a' . " * 100 + b"a]", "line 2: a key with more than 16 parts is too deep"),
        (b"a = " + b"9" * 5000, "this is no valid TOML"),
        (b"a = 2029-99-99", "this is no valid TOML"),
        (b"[a]\n[a]", "line 2: this is no valid TOML"),
        (b"title = 3", "title is 3, but must be a text of at most 100 characters"),
        (b"title = 2029-01-01T00:00:00", "title is the bare date 2029-01-01T00:00:00"),
    ],
)
def test_content_that_is_no_toml_or_unsafe(content: bytes, said: str) -> None:
    assert said in mistake(library.parse, "plan", content, "upload")


def test_windows_line_ends_and_a_byte_order_mark_are_fine() -> None:
    made = library.parse("plan", b"\xef\xbb\xbf# plan\r\n[effort]\r\nally = 2\r\n", "mine")
    assert made.file_content() == {"effort": {"ally": 2.0}}


def test_prose_with_many_points_is_fine() -> None:
    story = "Wait" + "." * 200 + " a. b. c. d. e. f. g"
    assert library.parse("plan", f'story = "{story}"'.encode(), "mine").story == story


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@MANY
def test_what_is_written_is_read_back(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    made = model(kind, data.draw(TABLES[kind]))
    path = library.save(made, tmp_path / "mine.toml")
    again = library.find(kind, path)
    assert again == made
    assert again.fingerprint() == made.fingerprint()
    assert library.load(path) == made
    assert again.file_content() == made.file_content()
    assert library.save(again, tmp_path / "mine.toml").read_bytes() == path.read_bytes()


GARBAGE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("kind", KINDS)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
@MANY
def test_garbage_never_raises_anything_but_a_mistake(kind: str, content: bytes) -> None:
    try:
        library.parse(kind, content, "upload")
    except Mistake as caught:
        assert str(caught).isprintable()


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@MANY
def test_a_valid_table_with_one_value_spoilt(kind: str, data: st.DataObject) -> None:
    table = data.draw(TABLES[kind])
    properties = library.schema(kind)["properties"]
    table[data.draw(st.sampled_from(sorted(properties)) | st.text(max_size=10))] = data.draw(GARBAGE)
    checked(kind, table)


@given(event=st.dictionaries(st.sampled_from(("kind", "when", "share", "months", "theme", "level", "")), GARBAGE))
@MANY
def test_a_spoilt_event(event: dict[str, Any]) -> None:
    checked("scenario", {"event": [{"kind": "pandemic", "when": 3, **event}]})


def checked(kind: str, table: dict[str, Any]) -> None:
    """Check a table as the library does; whatever is wrong is one printable sentence."""
    try:
        library._checked(library.FORMATS[kind], table, "mine", "upload")
    except Mistake as caught:
        assert str(caught).startswith("upload: ")
        assert str(caught).isprintable()


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@MANY
def test_a_shipped_file_with_some_bytes_spoilt(kind: str, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(library.names(kind)))
    content = bytearray((library.shipped_folder() / library.FOLDERS[kind] / f"{name}.toml").read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        library.parse(kind, bytes(content), "upload")
    except Mistake as caught:
        assert str(caught).isprintable()


def test_saving_needs_a_folder_that_exists(tmp_path: Path) -> None:
    said = mistake(library.save, Scenario(), tmp_path / "none" / "mine.toml")
    assert "cannot write" in said and "nothing was written" in said
    assert "it is no ordinary file" in mistake(library.save, Scenario(), tmp_path)


def test_saving_replaces_whole_files_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("old")
    path.chmod(0o640)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert "No space left on device; nothing was written" in mistake(library.save, Scenario(), path)
    assert path.read_text() == "old"
    library.save(Scenario(title="New"), path)
    assert tomllib.loads(path.read_text()) == {"title": "New"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["mine.toml"]


def test_files_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        library.scenario("pandemic").title = "Other"
