"""The lab: designs that are built, run, stopped and gone on with on the shelf; nothing outside it is touched."""

from __future__ import annotations

import pytest

import sim
from dashboard import lab_design, lab_runs, lab_shelf
from dashboard.state import State
from sim.experiments.design import read_design
from sim.experiments.runner import run_experiment
from sim.files.mistakes import Mistake

TINY = {
    "lab.vary.donors_exit_share": "0.1 0.9", "lab.vary.stance": "-1 1", "lab.points": 4, "lab.futures": 2,
}  # fmt: skip


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A shelf of the test's own, not made yet."""
    folder = tmp_path / "shelf"
    monkeypatch.setenv(lab_shelf.VARIABLE, str(folder))
    return folder


def tiny(**settings) -> State:
    """A state with a design of four points, two futures each."""
    return State(scenario="big-funders-go", settings={**TINY, **settings})


def run_to_its_end(state: State, name: str) -> lab_runs.Run:
    """Run the design of a state as the page does, and wait."""
    design, folder = lab_design.put_on_shelf(state, name)
    run = lab_runs.begin_experiment(name, design, folder)
    assert run.wait(120)
    return run


@pytest.mark.parametrize("name", ["", "..", "a/b", "/etc", "A", "a b", "-a", "a\0", "a.toml", "a" * 61, "..\\a", "é"])
def test_a_name_that_could_be_a_path_is_refused(shelf, name):
    with pytest.raises(Mistake, match="small letters"):
        lab_shelf.folder_of(name)
    with pytest.raises(Mistake):
        lab_design.put_on_shelf(tiny(), name)
    assert not shelf.exists()


def test_a_link_out_of_the_shelf_is_not_opened(shelf, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "manifest.json").write_text("{}")
    shelf.mkdir()
    (shelf / "link").symlink_to(tmp_path / "elsewhere")
    assert lab_shelf.experiments() == []
    with pytest.raises(Mistake, match="leads out"):
        lab_shelf.folder_of("link")


def test_a_design_that_names_files_elsewhere_is_not_gone_on_with(shelf):
    folder = lab_shelf.new_folder("strange")
    for elsewhere in ("/etc/passwd.toml", "../x.toml", "inputs/../../x.toml", "own.toml"):
        (folder / "design.toml").write_text(f'scenarios = ["{elsewhere}"]\n')
        with pytest.raises(Mistake, match="does not lie in its own folder"):
            lab_shelf.kept_design("strange")


def test_the_same_name_in_two_sessions(shelf):
    lab_design.put_on_shelf(tiny(), "ours")
    with pytest.raises(Mistake, match="exists already"):
        lab_design.put_on_shelf(tiny(**{"lab.points": 8}), "ours")
    assert lab_shelf.kept_design("ours").points == 4


def test_the_page_and_the_command_line_give_the_same_outcomes(shelf, tmp_path):
    """The design that is downloaded, run elsewhere, against the one that the page runs."""
    run = run_to_its_end(tiny(), "ours")
    assert run.error is None
    assert (run.done, run.total) == (8, 8)
    (tmp_path / "design.toml").write_bytes(lab_design.toml(tiny()))
    run_experiment(read_design(tmp_path / "design.toml"), tmp_path / "theirs", design_folder=tmp_path)
    ours, theirs = (sim.open_experiment(one).outcomes() for one in (shelf / "ours", tmp_path / "theirs"))
    assert ours.equals(theirs)
    assert len(ours) == 8


def test_an_experiment_is_stopped_and_gone_on_with(shelf):
    design, folder = lab_design.put_on_shelf(tiny(), "ours")
    run = lab_runs.Run("ours")
    run.cancel()
    run.run(lambda progress, stop: run_experiment(design, folder, design_folder=folder, cancelled=stop))
    assert run.ended
    again = lab_runs.begin_experiment("ours", lab_shelf.kept_design("ours"), folder)
    assert again.wait(120)
    assert again.error is None
    assert sim.open_experiment(folder).progress.complete
    more = lab_runs.begin_experiment("ours", lab_shelf.kept_design("ours"), folder)
    assert more.wait(120)
    assert more.result.computed == 0


def test_files_of_the_user_travel_with_the_experiment(shelf):
    state = tiny()
    own = state.scenario_file().model_copy(update={"name": "my-shock", "title": "Mine"})
    state = state.with_own(own)
    assert run_to_its_end(state, "ours").error is None
    assert lab_shelf.kept_design("ours").scenarios[0].endswith("/my-shock.toml")
    assert set(sim.open_experiment(shelf / "ours").points["scenario"]) == {"my-shock"}


def test_ranges_of_a_link_that_cannot_be_are_left_out():
    state = tiny(**{"lab.vary.voice": "9 1", "lab.vary.nothing": "0 1", "lab.vary.breadth": "x", "lab.points": 7})
    assert list(lab_design.varied(state)) == ["donors_exit_share", "stance"]
    assert lab_design.choice(state, "lab.points") == lab_design.USUAL["lab.points"]


def test_every_span_can_be_designed_from_end_to_end():
    """Everything that the page offers, under every scenario, is a design."""
    for name in sim.files.library.names("scenario"):
        state = State(scenario=name)
        offered = lab_design.spans(state.scenario_file(), state.context_file())
        for column, span in offered.items():
            one = state.changed(settings={lab_design.VARY + column: lab_design.said(span.low, span.high)})
            design = lab_design.design_of(one, "one")
            assert (design.vary[column].low, design.vary[column].high) == pytest.approx((span.low, span.high))
