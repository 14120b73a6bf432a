"""A point stops when its interval is narrow enough, and says how many futures that took."""

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engines.ensemble import Cancelled
from sim.experiments.enough import _next, next_wanted
from sim.experiments.reading import open_experiment
from sim.experiments.runner import Threads
from sim.experiments.studied import open_study, outcome_expression, values_of
from sim.results.intervals import wilson
from tests.experiments.small import bits, design, run


def test_points_stop_when_their_interval_is_narrower_and_no_sooner(files, tmp_path):
    made = design(futures=1500, enough=0.1, plans=["baseline"], scenarios=["blows.toml"])
    ended = run(made, files, tmp_path / "out")
    experiment = open_experiment(tmp_path / "out")
    outcomes = experiment.outcomes(["working"])
    assert ended.wide == frozenset()
    for point, futures in ended.futures_of_points.items():
        working = outcomes[outcomes["point"] == point]["working"].to_numpy()
        assert len(working) == futures
        share = wilson(int(working.sum()), futures)
        assert share.high - share.low < 0.1
        first = wilson(int(working[:100].sum()), 100)
        assert (futures == 100) == (first.high - first.low < 0.1)
    assert experiment.progress.complete
    assert run(made, files, tmp_path / "out").computed == 0


def test_the_most_futures_are_the_most_and_points_that_are_still_wide_are_counted(files, tmp_path):
    ended = run(design(futures=130, enough=0.01), files, tmp_path / "out")
    assert set(ended.futures_of_points.values()) <= {100, 130}
    outcomes = open_experiment(tmp_path / "out").outcomes(["working"])
    shares = [wilson(int(one.sum()), len(one)) for _, one in outcomes.groupby("point")["working"]]
    assert len(ended.wide) == sum(share.high - share.low >= 0.01 for share in shares) > 0


def test_the_interval_of_a_measure_is_that_of_its_mean(files, tmp_path):
    made = design(futures=3000, enough=1.0, outcome="people", plans=["baseline"], scenarios=["calm-decade"])
    ended = run(made, files, tmp_path / "out")
    outcomes = open_experiment(tmp_path / "out").outcomes(["people"])
    z = NormalDist().inv_cdf(0.975)
    for point, futures in ended.futures_of_points.items():
        people = outcomes[outcomes["point"] == point]["people"]
        width = 2 * z * people.std() / math.sqrt(futures)
        assert width < 1.0 or futures == 3000


def test_an_experiment_that_was_stopped_takes_the_same_futures(files, tmp_path):
    made = design(futures=1500, enough=0.08, plans=["baseline"])
    asked = iter(range(10**6))
    with pytest.raises(Cancelled):
        run(made, files, tmp_path / "out", executor=Threads(1), cancelled=lambda: next(asked) > 30)
    resumed = run(made, files, tmp_path / "out")
    at_once = run(made, files, tmp_path / "at once")
    assert resumed.futures_of_points == at_once.futures_of_points
    assert bits(tmp_path / "out") == bits(tmp_path / "at once")


def test_a_folder_that_was_killed_between_two_rounds_is_not_complete(files, tmp_path):
    made, out = design(futures=1500, enough=0.1, plans=["baseline"], scenarios=["blows.toml"]), tmp_path / "out"

    class KilledError(Exception):
        pass

    class OneRound(Threads):
        rounds = 0

        def run(self, *arguments):
            self.rounds += 1
            if self.rounds > 1:
                raise KilledError
            super().run(*arguments)

    with pytest.raises(KilledError):
        run(made, files, out, executor=OneRound())
    for path in sorted((out / "work").glob("*.parquet"))[1:]:
        path.unlink()  # killed a moment earlier, before the next round was given out
    experiment = open_experiment(out)
    far = experiment.progress
    assert far.kept == 300 and far.missing > 0 and not far.complete and far.unfinished
    assert any("futures wanted by now are missing" in caveat for caveat in experiment.caveats())
    study = open_study(out)
    values = values_of(study, study.samples, outcome_expression("working"), "working")
    assert values.unfinished == len(far.unfinished)
    ended = run(made, files, out)
    assert ended.computed >= far.missing and open_experiment(out).progress.complete


@given(st.integers(1, 400), st.floats(0.001, 1.5))
def test_batches_always_go_on_and_never_beyond_the_most(batches, width):
    made = design(futures=10_000, enough=0.02)
    futures = min(10_000, 50 * batches)
    following = _next(made, futures, width)
    if width < 0.02 or futures == 10_000:
        assert following == futures
    else:
        assert futures < following <= min(10_000, max(4 * futures, futures + 50))
    assert _next(made, futures, None) == futures


def test_the_first_batch_is_the_same_for_all(tmp_path):
    assert next_wanted(design(futures=60, enough=0.1), {}, ["a", "b"], tmp_path) == {"a": 60, "b": 60}
