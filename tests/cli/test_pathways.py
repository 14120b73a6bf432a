"""``sobremesa pathways``."""

import html
import re
from pathlib import Path

import pytest

from sim.files import library
from sim.language.catalogue import LANGUAGES, texts
from sim.language.files import title_of
from sim.report import pathways_page
from sim.results.intervals import Difference
from tests.cli.conftest import Sobremesa

FEW = ("--futures", "20", "--parameters", "default")


def test_a_map_is_written_and_the_findings_are_told(sobremesa: Sobremesa, tmp_path: Path) -> None:
    target = tmp_path / "map.html"
    words = ("pathways", "everything-at-once", "--plans", "adaptive,grassroots", *FEW)
    answer = sobremesa(*words, "--report", str(target))
    assert answer.code == 0, answer.err
    assert "Turning from “adaptive” to another plan" in answer.out
    assert "Too few futures collapse, or too few do not, to say what warns" in " ".join(answer.out.split())
    page = target.read_text()
    told = " ".join(answer.out.split())
    assert re.search(r"still working, of 100 of the \d+ futures that fail early enough", told)
    for part in ("of 100 of the", "true and false alarms of 100", "(working: of 100 futures)"):
        assert part in page, "the page says what its figures are of, as the terminal does"
    assert "When to change course: Everything at once, Uruguay" in page
    assert "<script src" not in page
    found = sobremesa(*words, "--json").json
    assert [one["plan"] for one in found["plans"]] == ["adaptive", "grassroots"]
    assert found["plans"][0]["switch"] is None
    assert found["futures"] == 20
    for one in found["plans"]:
        tipped = 20 - round(20 * one["tipping"]["never"])
        again, working = one["recovered"]["count"], one["working"]["count"]
        assert working <= again + 20 - tipped, "whoever works at the end never failed, or recovered"
        assert again <= min(tipped, working)
    again = round(100 * found["plans"][0]["recovered"]["share"])
    if found["plans"][0]["tipping"]["q50"] is not None and again:
        assert f"some recover: {again} of 100 fail" in " ".join(answer.out.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_language_that_is_asked_for_and_calls_plans_by_their_titles(
    sobremesa: Sobremesa, tmp_path: Path, language: str
) -> None:
    target, words = tmp_path / "map.html", texts(language)
    asked = ("pathways", "everything-at-once", "--plans", "adaptive,grassroots", "--futures", "60")
    answer = sobremesa(*asked, "--report", str(target), "--language", language)
    assert answer.code == 0, answer.err
    page = html.unescape(target.read_text())
    assert f'<html lang="{language}"' in page
    lead = re.search(r'<p class="lead">(.*?)</p>', page, re.DOTALL)
    assert lead is not None
    assert title_of(library.plan("adaptive"), language) in lead[1]
    assert "adaptive" not in lead[1]
    assert not re.search(r"(antes de|ici) [A-Z]", lead[1]), "months are small inside a sentence"
    body = page[: page.index("<pre><code>")]
    for key in ("pathways.table.plans", "dashboard.pathways.column.recovered"):
        assert words(key) in body
    if language != "en":
        prose = re.sub(r"<script.*?</script>", "", body, flags=re.DOTALL)
        assert not re.search(r"\bfutures?\b|\bworking\b|\bof the\b", prose)


@pytest.mark.parametrize(
    ("words", "mistake"),
    [
        (("everything-at-one",), "did you mean 'everything-at-once'?"),
        (("pandemic", "--plans", "baseline"), "at least 2 are needed"),
        (("pandemic", "--plans", "baseline,baseline"), "is given 2 times"),
        (("pandemic", "--report", "map.txt"), "must end in .html"),
        (("pandemic", "--futures", "0"), "--futures is '0'"),
        (("pandemic", "--report", "map.html", "--language", "de"), "'de'"),
    ],
)
def test_slips_write_nothing(
    sobremesa: Sobremesa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], mistake: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert mistake in sobremesa("pathways", *words).mistake
    assert not list(tmp_path.iterdir())


def test_a_difference_that_rounds_to_nothing_has_no_sign() -> None:
    """Nor does a clear one read 0."""
    words = texts()
    assert pathways_page._of_100(Difference(0.03, -0.001, 0.06), words) == {"n": "3", "low": "0", "high": "6"}
    assert pathways_page._of_100(Difference(0.02, 0.004, 0.06), words) == {"n": "2.0", "low": "0.4", "high": "6.0"}
