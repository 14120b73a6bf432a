"""Every command of docs/analysis.md runs, and its pictures show what the tables hold."""

from __future__ import annotations

import math
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.experiments.boxes import Restriction
from sim.experiments.conditions import condition, in_words, title_of
from sim.experiments.discovery import discover
from sim.experiments.factors import Factor, salib_problem
from sim.experiments.sensitivity import sensitivity
from sim.experiments.varying import places
from sim.language.catalogue import LANGUAGES, texts
from sim.report.discovery_chart import box_ranges
from sim.report.sensitivity_chart import sensitivity_bars, sensitivity_in_words
from sim.world.events import EVENT_KINDS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "analysis.md").read_text(encoding="utf-8")
WORDS = texts()

SHARE = Factor("donors_exit_share", low=0.1, high=0.9)
WHEN = Factor("donors_exit_when", low=6, high=60, stepwise=True, beginning="2027-01")
STANCE = Factor("stance", low=-1, high=1, stepwise=True)
AMBITION = Factor("ambition", low=1, high=20)
PLAN = Factor("plan", choices=("baseline", "adaptive", "insider"))


@pytest.mark.slow
def test_every_command_of_the_page_runs(tmp_path: Path) -> None:
    design_file = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)[0]
    (tmp_path / "donors.toml").write_text(design_file, encoding="utf-8")
    commands = re.findall(r"^\$ sobremesa (.*)$", PAGE, flags=re.MULTILINE)
    assert len(commands) == 5
    for command in commands:
        finished = subprocess.run(
            [sys.executable, "-m", "sim.cli", *shlex.split(command)], cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip
        assert finished.returncode == 0, finished.stderr
        assert finished.stdout.strip()
    assert (tmp_path / "drivers.html").stat().st_size > 1_000_000
    assert (tmp_path / "when.html").stat().st_size > 1_000_000


@pytest.mark.parametrize(
    ("restriction", "sentence"),
    [
        (Restriction(SHARE, low=0.25), "the share of donors that leave is above 25%"),
        (Restriction(SHARE, high=0.125), "the share of donors that leave is below 12.5%"),
        (Restriction(SHARE, 0.2, 0.4), "the share of donors that leave is between 20% and 40%"),
        (Restriction(WHEN, high=29), "the largest donors leave before July 2029"),
        (Restriction(WHEN, low=30), "the largest donors leave in July 2029 or later"),
        (Restriction(WHEN, 12, 24), "the largest donors leave from January 2028 to January 2029"),
        (Restriction(STANCE, low=0), "stance is at least 0"),
        (Restriction(STANCE, high=0), "stance is at most 0"),
        (Restriction(STANCE, 1, 1), "stance is 1"),
        (Restriction(AMBITION, high=3.25), "ambition is below 3.25"),
        (Restriction(PLAN, allowed=("baseline", "insider")), "the plan is baseline or insider"),
        (Restriction(PLAN, allowed=("adaptive",)), "the plan is adaptive"),
        (Restriction(Factor("train"), low=1.5), "the weight of “Train officials” is above 1.5"),
        (Restriction(Factor("donors_exit_2_share"), low=0.5),
         "the share of donors that leave (event 2 of its kind) is above 50%"),
        (Restriction(Factor("pandemic_months", stepwise=True), low=6),
         "the duration of “Pandemic” in months is at least 6"),
        (Restriction(Factor("donors_exit_when", stepwise=True), high=29), "the largest donors leave before month 30"),
    ],
)  # fmt: skip
def test_conditions_are_said_in_plain_words(restriction: Restriction, sentence: str) -> None:
    assert condition(restriction, WORDS) == sentence


def test_several_conditions_are_one_part_of_a_sentence() -> None:
    box = (Restriction(WHEN, high=29), Restriction(SHARE, low=0.4), Restriction(STANCE, 1, 1))
    assert in_words(box, WORDS) == (
        "the largest donors leave before July 2029, the share of donors that leave is above 40% and stance is 1"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_may_vary_has_words(language: str) -> None:
    words = texts(language)
    names = [*places(), *(f"{kind.name}_when" for kind in EVENT_KINDS)]
    names += [f"{kind.name}_{kind.size}" for kind in EVENT_KINDS]
    for name in names:
        found = title_of(name, words)
        assert found and "{" not in found and "condition." not in found


def planted_sensitivity() -> tuple[pd.DataFrame, tuple[Factor, ...]]:
    from SALib.sample import sobol

    factors = (SHARE, AMBITION)
    rows = sobol.sample(salib_problem(factors), 64, calc_second_order=False, seed=1)
    return pd.DataFrame(rows, columns=[factor.name for factor in factors]), factors


def test_bars_are_the_table_with_its_intervals() -> None:
    points, factors = planted_sensitivity()
    found = sensitivity(points, (points.donors_exit_share + points.ambition).rename("reuse"), factors, "sobol")
    figure = sensitivity_bars(found, WORDS)
    assert figure.layout.title.text == "What drives “reuse”"
    for trace in figure.data:
        assert list(trace.x) == pytest.approx(found.table[trace.meta].to_list(), rel=5e-3, abs=1e-4)
        high = np.array(trace.x) + np.array(trace.error_x.array)
        assert list(high) == pytest.approx(found.table[f"{trace.meta}_high"].to_list(), rel=1e-2, abs=1e-3)
    assert [trace.meta for trace in figure.data] == ["total", "first"]
    assert figure.data[0].y == ("ambition", "the share of donors that leave")
    assert "ambition 1" in sensitivity_in_words(found, WORDS)


def test_the_picture_of_a_box_shows_its_part_of_each_range() -> None:
    rng = np.random.default_rng(3)
    points = pd.DataFrame({"donors_exit_share": rng.uniform(0.1, 0.9, 600), "ambition": rng.uniform(1, 20, 600)})
    happens = ((points.donors_exit_share > 0.5) & (points.ambition < 10.5)).astype(float)
    found = discover(points, happens, (SHARE, AMBITION))
    figure = box_ranges(found, "Where", WORDS)
    (box,) = [trace for trace in figure.data if trace.meta == "range"]
    spans = {box.y[place]: (box.x[place], box.x[place + 1]) for place in range(0, len(box.x), 3)}
    assert spans["donors_exit_share"] == pytest.approx((0.5, 1.0), abs=0.03)
    assert spans["ambition"] == pytest.approx((0.0, 0.5), abs=0.03)
    said = [one.text for one in figure.layout.annotations if one.name == "condition"]
    assert sorted(said) == sorted(condition(one, WORDS) for one in found.box)
    assert not any(math.isnan(value) for value in box.x if value is not None)
