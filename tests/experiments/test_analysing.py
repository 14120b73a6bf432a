"""``sobremesa sensitivity`` and ``sobremesa discover`` on experiments in which the answer was planted."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import typer

import sim
from sim.cli import app
from sim.cli.failures import answer
from sim.experiments.design import Design
from sim.experiments.reading import open_experiment
from sim.files import library
from sim.files.scenario import Scenario
from sim.world.levers import ACTIVITIES
from tests.experiments.planted import plant
from tests.experiments.small import design, run, write_files

VARY = {
    "diversification": {"low": 0, "high": 1},
    "donors_exit": {"share": {"low": 0, "high": 1}, "when": {"low": 1, "high": 30}},
}


def small(**keys: object) -> Design:
    own: dict[str, object] = {
        "scenarios": ["blows.toml"], "plans": ["baseline"], "futures": 10, "points": 64, "sampling": "sobol",
        "vary": VARY,
    }  # fmt: skip
    return design(**{**own, **keys})


def lived(folder: Path, wanted: Design, change: Callable[..., pd.DataFrame] | None = None) -> Path:
    run(wanted, write_files(folder / "files"), folder / "out")
    if change is not None:
        plant(folder / "out", change)
    return folder / "out"


def failing(outcomes: pd.DataFrame, luck: np.random.Generator) -> pd.DataFrame:
    """Futures fail with a chance of .85 where many donors leave early, and of .2 elsewhere."""
    inside = (outcomes["donors_exit_share"] > 0.5) & (outcomes["donors_exit_when"] <= 15)
    chance = np.where(inside, 0.85, 0.2)
    return outcomes.assign(working=luck.random(len(outcomes)) >= chance, reuse=_line(outcomes, luck))


def _line(outcomes: pd.DataFrame, luck: np.random.Generator) -> pd.Series:
    """A line of variance 9 : 1 in two inputs; luck doubles the variance between single futures."""
    line = 3 * outcomes["donors_exit_share"] + outcomes["diversification"]
    return line + luck.normal(0, np.sqrt(10 / 12), len(outcomes))


@pytest.fixture(scope="module")
def sobol(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lived(tmp_path_factory.mktemp("sobol"), small(), failing)


@pytest.fixture(scope="module")
def hypercube(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wanted = small(sampling="latin-hypercube", points=400, plans=["baseline", "adaptive"], futures=3)
    return lived(tmp_path_factory.mktemp("hypercube"), wanted, failing)


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


Typed = Callable[..., Answer]


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Typed:
    def type_in(*words: object) -> Answer:
        code = answer(typer.main.get_command(app), "sobremesa", [str(word) for word in words])
        printed = capsys.readouterr()
        return Answer(code, printed.out, printed.err)

    return type_in


def in_json(typed: Typed, *words: object) -> Any:
    found = typed(*words, "--json")
    assert found.code == 0, found.err
    return json.loads(found.out)


def test_planted_indices_are_found_in_an_experiment(sobol: Path, typed: Typed) -> None:
    (found,) = in_json(typed, "sensitivity", sobol, "--outcome", "reuse")["analyses"]
    assert [one["input"] for one in found["inputs"]] == ["donors_exit_share", "diversification", "donors_exit_when"]
    # Variances 9, 1 and 0; ten futures leave a luck of 1 that belongs to no input and so to every total index.
    for one, exact in zip(found["inputs"], (10 / 11, 2 / 11, 1 / 11), strict=True):
        assert one["total_low"] - 0.03 <= exact <= one["total_high"] + 0.03
    assert (found["points"], found["points_without_value"], found["base"]) == (320, 0, 64)
    assert found["luck"]["luck"] == pytest.approx(0.5, abs=0.06)
    assert found["luck"]["left_over"] == pytest.approx(1 / 11, abs=0.04)


def test_the_table_says_how_far_to_trust_it(sobol: Path, typed: Typed) -> None:
    found = typed("sensitivity", sobol, "--outcome", "reuse")
    assert found.code == 0
    words = " ".join(found.out.split())
    assert "What drives “reuse”: blows, baseline, small" in words
    assert "All 320 points have a value." in words
    assert "converged" in words and "Each half of the points gives the same order" in words
    assert "of luck" in words or "from luck" in words
    assert f"sobremesa sensitivity {sobol} --outcome reuse" in found.out.replace("'", "")


def test_a_planted_box_is_found_and_checked_on_points_put_aside(hypercube: Path, typed: Typed) -> None:
    found = in_json(typed, "discover", hypercube)
    assert found["holds"]
    box = {one["input"]: one for one in found["box"]}
    assert set(box) == {"donors_exit_share", "donors_exit_when"}
    assert box["donors_exit_share"]["low"] == pytest.approx(0.5, abs=0.06)
    assert box["donors_exit_when"]["high"] == pytest.approx(15, abs=2)
    assert found["held_out"]["density"] == pytest.approx(0.85, abs=0.1)
    assert found["held_out"]["elsewhere"] == pytest.approx(0.2, abs=0.06)
    assert found["held_out"]["points"] + found["learned"]["points"] == 800
    sentence = found["sentences"][0]
    assert sentence.startswith("The community fails (it is not working at the end) in ")
    assert "the share of donors that leave is above " in sentence
    assert "the largest donors leave before " in sentence and " 2028" in sentence


def test_both_methods_and_both_kinds_of_outcome(hypercube: Path, typed: Typed) -> None:
    found = in_json(typed, "discover", hypercube, "--outcome", "reuse", "--above", "2.5", "--method", "cart")
    assert found["holds"]
    assert found["happening"] == {"outcome": "reuse", "side": "above", "threshold": 2.5}
    assert "donors_exit_share" in {one["input"] for one in found["box"]}
    assert found["sentences"][0].startswith("“reuse” is above 2.5 in ")


def test_the_box_is_saved_as_a_scenario_that_can_be_run(hypercube: Path, typed: Typed, tmp_path: Path) -> None:
    target, page = tmp_path / "when it fails.toml", tmp_path / "page.html"
    found = typed("discover", hypercube, "--save-scenario", target, "--report", page)
    assert found.code == 0, found.err
    assert f"Written: {target}" in found.out
    saved = library.load(target)
    assert isinstance(saved, Scenario)
    original = library.scenario(hypercube.parent / "files" / "blows.toml")
    first, *others = saved.events
    assert (first.kind, others) == ("donors_exit", list(original.events[1:]))
    assert first.share == pytest.approx(0.75, abs=0.04)
    assert first.when == pytest.approx(8, abs=1)
    assert "a whole box of futures: those where the share of donors that leave" in saved.story
    assert "in the middle of its range: donors_exit_share = 0.7" in saved.story
    assert len(sim.outcomes(sim.simulate(target, context=hypercube.parent / "files" / "small.toml", futures=3))) == 3
    html = page.read_text(encoding="utf-8")
    assert "the share of donors that leave is above" in html
    assert "Plotly" in html and "http-equiv" in html


def test_a_saved_scenario_tells_its_own_story_and_not_that_of_the_one_it_was_made_from(
    tmp_path: Path, typed: Typed
) -> None:  # fmt: skip
    """The shipped scenario has translations and an idea, which are untrue of what is made from it."""
    out = lived(
        tmp_path, small(scenarios=["big-funders-go"], points=300, sampling="latin-hypercube", futures=2),
        lambda table, luck: table.assign(reuse=10.0 * (table["donors_exit_share"] > 0.5)),
    )  # fmt: skip
    target = tmp_path / "mine.toml"
    found = typed("discover", out, "--outcome", "reuse", "--above", "5", "--save-scenario", target)
    assert found.code == 0, found.err
    original, saved = library.scenario("big-funders-go"), library.load(target)
    assert original.es is not None and saved.es is None and saved.fr is None and not saved.idea
    for untrue in (original.story, original.es.title, "[es]", "[fr]"):
        assert str(untrue) not in target.read_text(encoding="utf-8")
    assert saved.title == f"{original.title}: where reuse is above 5"
    for words in (
        "experiment 'small design'", "“reuse” is above 5", "scenario 'big-funders-go'", "plan 'baseline'",
        "context 'small'",
    ):  # fmt: skip
        assert words in saved.story


def test_a_page_of_indices_in_every_language(sobol: Path, typed: Typed, tmp_path: Path) -> None:
    for language, words in (("en", "What drives"), ("es", "De qué depende"), ("fr", "De quoi dépend")):
        page = tmp_path / f"{language}.html"
        assert typed("sensitivity", sobol, "--report", page, "--language", language).code == 0
        assert words in page.read_text(encoding="utf-8")


def test_failed_points_are_said_and_too_many_are_refused(tmp_path: Path, typed: Typed) -> None:
    files = write_files(tmp_path / "files")
    idle = "".join(f"{one.name} = {int(one.name == 'train')}\n" for one in ACTIVITIES)
    (files / "idle.toml").write_text(f'title = "Only training"\n[effort]\n{idle}')
    vary = {"train": [0, 1, 2, 3], "burnout": {"low": 0.16, "high": 0.26}}
    run(small(plans=["idle.toml"], points=32, vary=vary, futures=3), files, tmp_path / "out")
    found = typed("sensitivity", tmp_path / "out")
    assert found.code == 2
    assert "outcome 'working' has no value at 32 of 128 points" in found.err
    middle = open_experiment(tmp_path / "out").outcomes(["reuse"])["reuse"].median()
    said = in_json(typed, "discover", tmp_path / "out", "--outcome", "reuse", "--above", middle)
    assert said["without_value"] == {"failed": 32, "unfinished": 0, "undefined": 0}
    assert "points failed" in said["caveats"][0]


def test_undefined_outcomes_are_refused_with_a_way_out(sobol: Path, typed: Typed) -> None:
    found = typed("sensitivity", sobol, "--outcome", "recovery_month")
    assert found.code == 2
    assert "outcome 'recovery_month' has no value at " in found.err
    assert "take an outcome that every future has" in found.err


def test_a_box_of_parameters_only_is_no_scenario(tmp_path: Path, typed: Typed) -> None:
    wanted = small(sampling="latin-hypercube", points=200, futures=2)
    out = lived(tmp_path, wanted, lambda table, luck: table.assign(working=table["diversification"] > 0.4))
    found = typed("discover", out, "--save-scenario", tmp_path / "mine.toml")
    assert found.code == 2
    assert "the box concerns only diversification; a scenario holds what the world does" in found.err
    assert not (tmp_path / "mine.toml").exists()


def test_noise_is_no_scenario_and_no_finding(tmp_path: Path, typed: Typed) -> None:
    wanted = small(sampling="latin-hypercube", points=150, futures=2)
    out = lived(tmp_path, wanted, lambda table, luck: table.assign(working=luck.random(len(table)) > 0.5))
    found = typed("discover", out)
    assert found.code == 0
    words = " ".join(found.out.split())
    assert "do not rely on it" in words or "No condition was found" in words
    refused = typed("discover", out, "--save-scenario", tmp_path / "mine.toml")
    assert refused.code == 2
    assert "no condition holds on the points put aside" in refused.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("sensitivity", "{hypercube}"), "sampling is 'latin-hypercube', but sensitivity indices need 'sobol' or"),
        (("sensitivity", "{sobol}", "--outcome", "workin"), "outcome 'workin' does not exist; did you mean 'working'?"),
        (("sensitivity", "{sobol}", "--plan", "insider"), "plan of this experiment 'insider' does not exist"),
        (("sensitivity", "{sobol}", "--report", "page.txt"), "--report is 'page.txt', but must end in .html"),
        (("sensitivity", "nowhere"), "folder 'nowhere' does not exist"),
        (("discover", "{sobol}", "--outcome", "reuse"), "say with --above or --below from where on it matters"),
        (("discover", "{sobol}", "--outcome", "working", "--above", "1"), "--above and --below are for numbers"),
        (("discover", "{sobol}", "--outcome", "reuse", "--above", "nan"), "--above is nan, but must be a number"),
        (("discover", "{sobol}", "--outcome", "reuse", "--above", "1", "--below", "0"), "say with --above or --below"),
        (("discover", "{sobol}", "--method", "prime"), "method 'prime' does not exist; did you mean 'prim'?"),
        (("discover", "{sobol}", "--save-scenario", "x.txt"), "--save-scenario is 'x.txt', but must end in .toml"),
        (("discover", "{sobol}", "--language", "de"), "language 'de' does not exist"),
    ],
)
def test_mistakes_are_said(
    words: tuple[str, ...], message: str, sobol: Path, hypercube: Path, typed: Typed, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    found = typed(*(word.format(sobol=sobol, hypercube=hypercube) for word in words))
    assert (found.code, found.out) == (2, "")
    assert message in found.err
    assert not list(tmp_path.iterdir())
