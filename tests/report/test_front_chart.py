"""The front of a search as parallel coordinates: better is always up."""

import pytest

from sim.language.catalogue import LANGUAGES, texts
from sim.report.front_chart import front_in_words, parallel_coordinates
from sim.report.picture_page import PageTable, PicturePage

FRONT = [(0.9, -0.05, 2.0, 8.0), (0.4, 0.3, 6.0, 1.0)]
NAMED = {"<i>best</i>": (0.9, -0.05, 2.0, 8.0), "thrifty": (0.4, 0.3, 6.0, 1.0)}
SHIPPED = ("baseline", (0.65, 0.3, 4.0, 4.5))


def test_better_is_up_on_every_axis() -> None:
    figure = parallel_coordinates(FRONT, NAMED, SHIPPED, texts(), title="t")
    named = {trace.name: trace for trace in figure.data if trace.meta == "named"}
    assert named["&lt;i&gt;best&lt;/i&gt;"].y == (1.0, 1.0, 1.0, 0.0), "more working, less of all else"
    assert named["thrifty"].y == (0.0, 0.0, 0.0, 1.0)
    assert named["baseline"].y == (0.5, 0.0, 0.5, 0.5)
    assert named["baseline"].text[0] == "65 of 100 futures"
    assert len([trace for trace in figure.data if trace.meta == "front"]) == 2
    looks = {(trace.line.color, trace.line.dash) for trace in named.values()}
    assert len(looks) == 3


def test_ends_of_axes_are_their_best_and_worst_values() -> None:
    figure = parallel_coordinates(FRONT, NAMED, SHIPPED, texts())
    ends = {(note.x, note.y): note.text for note in figure.layout.annotations}
    assert (ends[0, 1.0], ends[0, 0.0]) == ("90 of 100 futures", "40 of 100 futures")
    assert ends[1, 1.0] == "5 of 100 ahead of the best shipped plan"
    assert ends[1, 0.0] == "30 of 100 behind the best shipped plan"
    assert ends[3, 1.0] == "1.0 staff-months a month"


def test_a_goal_on_which_all_are_equal_is_drawn_in_the_middle() -> None:
    figure = parallel_coordinates([], {"a": (0.5, 0.1, 0.0, 2.0)}, ("b", (0.6, 0.2, 0.0, 2.0)), texts())
    assert {trace.y[2] for trace in figure.data} == {0.5}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there(language: str) -> None:
    words = texts(language)
    figure = parallel_coordinates(FRONT, NAMED, SHIPPED, words, title=words("front.title"))
    assert "front." not in str(figure.to_dict()) + front_in_words(NAMED, SHIPPED, words)


def test_a_page_of_pictures_needs_no_network_and_escapes_names() -> None:
    words = texts()
    figure = parallel_coordinates(FRONT, NAMED, SHIPPED, words, title="A picture")
    table = PageTable("A table", ("plan", "x"), [("<script>alert(1)</script>", "1")])
    page = PicturePage("kicker", "<b>title</b>", "lead", [(figure, "what it shows")], [table], ["note"], "a & b")
    html = page.to_html()
    assert "<script>alert" not in html
    assert "&lt;b&gt;title&lt;/b&gt;" in html
    assert 'aria-label="what it shows"' in html
    assert "<script src" not in html
    assert "a &amp; b" in html
