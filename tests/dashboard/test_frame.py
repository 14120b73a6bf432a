"""Texts of files and links in which a browser's Markdown must find nothing."""

from __future__ import annotations

import re

import pytest

from dashboard.frame import plain

ADDRESS = re.compile(r"(https?://|www(?=\.))([-.\w]+)([^ \t\r\n]*)", re.IGNORECASE)
MAIL = re.compile(r"([-.\w+]+)@([-\w]+(?:\.[-\w]+)+)")
"""What GitHub's Markdown makes a link in text whose backslashes are gone already, as the page's library finds it."""


def read(text: str) -> str:
    """Return what is left of a text when Markdown has taken its backslashes away."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


@pytest.mark.parametrize(
    "title",
    [
        "https://evil.example", "HTTP://evil.example/a?b=c", "www.evil.example", "WWW.evil.example", "me@evil.example",
        "(www.evil.example)", "mailto:me@evil.example", "wwwww.evil.example", "https\\://evil.example",
        "https://www.a.example@b.example www.c.example",
    ],
)  # fmt: skip
def test_an_address_in_a_title_is_no_link_and_looks_the_same(title: str) -> None:
    shown = read(plain(title))
    assert not ADDRESS.search(shown)
    assert not MAIL.search(shown)
    assert shown.replace("\u200b", "") == title


@pytest.mark.parametrize("title", ["Our plan", "A/B: 3.5 % (mine)", "wwww", "a*b_c [d](e)"])
def test_other_titles_have_nothing_put_into_them(title: str) -> None:
    assert read(plain(title)) == title
