"""Uploads: whatever somebody sends is a file of theirs, or one sentence; downloads are what the command line reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.files import as_file, free_name, uploaded
from sim.files import library
from sim.files.mistakes import Mistake
from sim.files.reading import LARGEST_FILE
from tests.files.file_strategies import TABLES

NOBODY: tuple[str, ...] = ()


@pytest.mark.parametrize("kind", list(library.FORMATS))
def test_every_shipped_file_can_be_downloaded_and_uploaded(kind: str) -> None:
    for name in library.names(kind):
        file = library.find(kind, name)
        again = uploaded(as_file(file), f"{name}.toml", NOBODY)
        assert again == file


@pytest.mark.parametrize("kind", list(library.FORMATS))
@given(data=st.data())
def test_any_file_can_be_downloaded_and_uploaded(kind: str, data: st.DataObject) -> None:
    file = library.FORMATS[kind].model_validate({**data.draw(TABLES[kind]), "name": "x"}, by_alias=True, by_name=False)
    assert uploaded(as_file(file), "x.toml", NOBODY) == file


def test_a_download_is_what_the_command_line_reads(tmp_path: Path) -> None:
    file = library.scenario("everything-at-once")
    path = tmp_path / "everything-at-once.toml"
    path.write_bytes(as_file(file))
    assert library.scenario(str(path)) == file


HOSTILE = {
    "not text": (b"\xff\xfe\x00", "no text in UTF-8"),
    "not TOML": (b"# scenario\nevent = [", "no valid TOML"),
    "empty": (b"", "nothing says what this is"),
    "too large": (b"#" * (LARGEST_FILE + 1), "must have at most 1 MB"),
    "nested": (b"a" + b".a" * 5000 + b" = 1", "too deep"),
    "of another kind": (b"# plan\n[[event]]\nkind = 'scandal'\nwhen = 3\nshare = 0.1", "must be a plan"),
    "unknown key": (b"# scenario\ntitel = 'x'", "did you mean 'title'"),
    "out of range": (b"[[event]]\nkind = 'scandal'\nwhen = 3\nshare = 3.0", "event 1: share is 3.0"),
    "bare date": (b"[[event]]\nkind = 'scandal'\nwhen = 2029-03\nshare = 0.3", '"2029-03"'),
    "control characters": (b'# scenario\ntitle = "a\\u001b[31m"', "title"),
    "not a number": (b"[[event]]\nkind = 'scandal'\nwhen = 3\nshare = nan", "event 1: share is nan"),
}


@pytest.mark.parametrize("what", list(HOSTILE))
def test_a_hostile_upload_is_one_sentence_with_the_file(what: str) -> None:
    content, said = HOSTILE[what]
    with pytest.raises(Mistake) as found:
        uploaded(content, "their file.toml", NOBODY)
    sentence = str(found.value)
    assert said in sentence
    assert sentence.startswith("their file.toml: ")
    assert "\n" not in sentence
    assert "/tmp" not in sentence


@given(st.binary(max_size=400), st.text(max_size=40))
def test_whatever_comes_is_a_file_or_a_mistake(content: bytes, name: str) -> None:
    try:
        file = uploaded(content, name, NOBODY)
    except Mistake as mistake:
        assert "\n" not in str(mistake)
    else:
        assert file.kind_of_file in library.FORMATS


@given(st.text(max_size=80), st.lists(st.text("abc-", max_size=8), max_size=5))
def test_names_are_plain_and_free(wanted: str, taken: list[str]) -> None:
    name = free_name(wanted, taken)
    assert name not in taken
    assert name
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize("name", ["../../etc/passwd.toml", "C:\\secrets\\a.toml", "<script>alert(1)</script>.toml", ""])
def test_the_name_of_an_upload_is_never_a_path(name: str) -> None:
    file = uploaded(b"# scenario\ntitle = '<script>alert(1)</script>'", name, NOBODY)
    assert "/" not in file.name
    assert "<" not in file.name
    assert file.title == "<script>alert(1)</script>"  # kept as it is: pages write it as text


def test_an_upload_cannot_hide_under_the_name_of_a_shipped_file() -> None:
    assert uploaded(b"# scenario", "pandemic.toml", library.names("scenario")).name == "my-pandemic"
