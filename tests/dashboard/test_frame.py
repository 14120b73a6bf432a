"""Texts of files and links in which a browser's Markdown must find nothing."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import computing
from dashboard.frame import plain
from dashboard.views import start

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


def broken_off_once():
    import streamlit as st

    from dashboard.state import drawn, put

    put("dial", 3)
    st.slider("dial", 0, 12, key="dial")
    if "broken off" not in st.session_state:
        st.session_state["broken off"] = True
        st.rerun()
    drawn()


def test_a_browser_hears_of_a_value_whose_first_message_was_thrown_away():
    page = AppTest.from_function(broken_off_once).run()
    assert page.slider[0].value == 3
    assert page.slider[0].proto.set_value, "a browser would show the slider's lowest value"
    page.run()
    assert not page.slider[0].proto.set_value, "put once more, it would take back what the user is doing"


def test_work_in_the_background_waits_until_a_page_is_drawn(opened, monkeypatch):
    """On two cores it would take the processor, and the picture would come seconds later."""
    opened(lang="en")
    computing.rest()
    jobs: dict[str, computing.Job] = {}
    ended: list[bool] = []

    def pictures(*_: object) -> None:
        job = computing.begin("any", lambda progress, stop: stop(), "elsewhere", jobs)
        ended.append(job.wait(0.5))

    monkeypatch.setattr(start, "_pictures", pictures)
    opened(lang="en")
    assert ended == [False]
    assert jobs["elsewhere"].wait(30)
