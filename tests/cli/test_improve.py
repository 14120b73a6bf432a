"""``sobremesa improve``: plans that load, and shares that a comparison gives again."""

import json
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Sobremesa

FEW = ("--futures", "4", "--budget", "0.001", "--parameters", "default", "--scenarios", "calm-decade,long-squeeze")


@pytest.fixture
def small(tmp_path: Path) -> str:
    """A community small enough that a search takes seconds."""
    path = tmp_path / "small.toml"
    path.write_text(
        "# context\nmonths = 36\n[size]\nnational_governments = 1\nlocal_governments = 2\nchampions = 6\ndonors = 4\n"
        "activists = 24\n"
    )
    return str(path)


@pytest.mark.slow
def test_a_search_writes_plans_whose_shares_a_comparison_gives_again(
    sobremesa: Sobremesa, tmp_path: Path, small: str
) -> None:
    folder = tmp_path / "better"
    words = ("improve", "baseline", "--context", small, *FEW, "--out", str(folder))
    answer = sobremesa(*words, "--json")
    assert answer.code == 0, answer.err
    found = answer.json
    assert found == json.loads((folder / "improvement.json").read_text())
    assert (folder / "front.html").read_text().startswith("<!DOCTYPE html>")
    assert found["better"] in (None, *(one["plan"] for one in found["found"]))
    assert "No plan found" in found["headline"] or "is better than “baseline”" in found["headline"]
    for one in found["found"]:
        assert sobremesa("check", str(folder / f"{one['plan']}.toml")).code == 0
    for command in found["commands"]:
        rows = sobremesa(*shlex.split(command)[1:], "--json").json["rows"]
        shares = {(row["plan"], row["scenario"]): row["working"]["share"] for row in rows}
        for one in found["found"]:
            for place, share in one["working"].items():
                assert shares[one["plan"], place.split("/")[1]] == share
        for place in found["places"]:
            assert shares["baseline", place["scenario"]] == place["working"]
    again = sobremesa(*words)
    assert again.code == 0, "the same command goes on where it was"
    assert again.out.split()[:12] == found["headline"].split()[:12]


@pytest.mark.parametrize(
    ("words", "mistake"),
    [
        (("basline",), "did you mean 'baseline'?"),
        (("baseline", "--free", "triggers"), "plan 'baseline' has no signposts"),
        (("baseline", "--free", "stanse"), "did you mean 'stance'?"),
        (("baseline", "--language", "de"), "'de'"),
        (("baseline", "--budget", "0"), "--budget is '0', but must be minutes above 0"),
        (("baseline", "--budget", "nan"), "--budget is 'nan'"),
        (("baseline", "--context", "urugay"), "did you mean 'uruguay'?"),
        (("baseline", "--scenarios", "pandemic,pandemic"), "given 2 times"),
        (("baseline", "--context", "kenya,kenya"), "given twice"),
        (("baseline", "--futures", "1e9"), "--futures is '1e9'"),
    ],
)
def test_slips_write_nothing(
    sobremesa: Sobremesa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], mistake: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert mistake in sobremesa("improve", *words).mistake
    assert not list(tmp_path.iterdir())


def test_a_folder_with_another_search_is_refused(sobremesa: Sobremesa, tmp_path: Path) -> None:
    (tmp_path / "search.json").write_text("{}")
    assert "cannot be read as the notebook" in sobremesa("improve", "baseline", "--out", str(tmp_path)).mistake
    assert [path.name for path in tmp_path.iterdir()] == ["search.json"]
