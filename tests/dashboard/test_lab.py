"""The lab: designs that are built, run, stopped and gone on with on the shelf; nothing outside it is touched."""

from __future__ import annotations

import json
import shlex
import threading
import time
from dataclasses import replace

import numpy as np
import pytest
import typer

import sim
from dashboard import desk, lab_analyses, lab_design, lab_open, lab_runs, lab_search, lab_shelf, share
from dashboard.state import State
from sim.cli import app
from sim.cli.failures import answer
from sim.experiments.design import read_design
from sim.experiments.runner import run_experiment
from sim.files.mistakes import Mistake
from sim.language.catalogue import texts
from sim.search.judging import Judgement
from tests.dashboard.conftest import words_on

WORDS = texts("en")

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


def test_a_design_that_would_fill_the_disk_is_refused_before_anything_is_counted_out(shelf):
    """Twelve inputs of eleven steps each are three million million points."""
    spans = lab_design.spans(State().scenario_file(), State().context_file())
    wide = {lab_design.VARY + name: lab_design.said(span.low, span.high) for name, span in spans.items()}
    wide = dict(list(wide.items())[: lab_design.MOST_VARIED])
    state = State(settings={**wide, "lab.sampling": "full", "lab.steps": lab_design.STEPS[-1]})
    with pytest.raises(Mistake, match="at most"):
        lab_design.extent(state)
    with pytest.raises(Mistake, match="at most"):
        lab_design.put_on_shelf(state, "wide")
    assert not shelf.exists()


def test_points_times_futures_are_bounded(shelf, monkeypatch):
    monkeypatch.setattr(lab_design, "MOST_FUTURES", 8)
    assert lab_design.design_of(tiny(), "fits").sampled_rows() == 4
    with pytest.raises(Mistake, match=r"asks for 20 futures .* at most 8"):
        lab_design.design_of(tiny(**{"lab.futures": 5}), "large")


def test_runs_that_are_over_are_forgotten_and_those_at_work_are_not(shelf, monkeypatch):
    monkeypatch.setattr(lab_runs, "MOST_KEPT", 3)
    monkeypatch.setattr(lab_runs, "_runs", {})
    hold = threading.Event()
    over = []
    for number in range(5):
        over.append(lab_runs.begin(f"over-{number}", lambda progress, stop: "result"))
        assert over[-1].wait(30)
    assert [run for run in over if lab_runs.of(run.name) is run] == over[-3:]
    at_work = [lab_runs.begin(f"at-work-{number}", lambda progress, stop: hold.wait(30)) for number in range(5)]
    try:
        assert all(lab_runs.of(run.name) is run for run in at_work)
        assert not any(lab_runs.of(run.name) for run in over)
    finally:
        hold.set()
    assert all(run.wait(30) for run in at_work)


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
    """Stopped at its first progress and gone on with, against one that ran through: the same rows."""
    state = tiny(**{"lab.points": 64, "lab.futures": 5})
    design, folder = lab_design.put_on_shelf(state, "ours")
    run = lab_runs.begin_experiment("ours", design, folder)
    while not run.done and not run.ended:
        time.sleep(0.01)
    run.cancel()
    assert run.wait(120)
    assert run.error is None
    again = lab_runs.begin_experiment("ours", lab_shelf.kept_design("ours"), folder)
    assert again.wait(120)
    assert again.error is None
    run_to_its_end(state, "whole")
    ours, whole = (sim.open_experiment(shelf / name).outcomes() for name in ("ours", "whole"))
    assert ours.equals(whole)
    more = lab_runs.begin_experiment("ours", lab_shelf.kept_design("ours"), folder)
    assert more.wait(120)
    assert more.result.computed == 0


def test_a_failing_panel_leaves_the_page_standing(shelf, opened, monkeypatch):
    def break_down(*given: object) -> None:
        raise RuntimeError("secret of the machine")

    monkeypatch.setattr(lab_design, "extent", break_down)
    page = opened("lab", **linked())
    assert [one.value for one in page.error] == [WORDS("dashboard.frame.failed")]
    assert button(page, "search")
    assert not any("secret of the machine" in one for one in words_on(page))


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


def linked(**settings) -> dict[str, str]:
    """What stands in the address of a link to the page."""
    return {"lang": "en", "s": share.encode(tiny(**settings))}


def settled(page):
    """Run a page until nothing that it began is at work."""
    for _ in range(60):
        for job in list(page.session_state["jobs"].values()) if "jobs" in page.session_state else []:
            job.wait(60)
        for name in lab_shelf.experiments():
            run = lab_runs.of(name)
            if run is not None:
                run.wait(60)
        page.run()
        if not page.get("progress"):
            return page
    raise AssertionError("the page never settles")


def button(page, key: str):
    """The button that a text names."""
    (found,) = [one for one in page.button if one.label == WORDS(f"dashboard.lab.{key}")]
    return found


def test_an_experiment_is_run_on_the_page(shelf, opened):
    page = opened("lab", **linked())
    assert not page.exception
    assert not shelf.exists()
    page.text_input(key="lab name").set_value("ours").run()
    button(page, "run").click().run()
    page = settled(page)
    assert not page.exception
    assert [one.value for one in page.error] == []
    assert WORDS("dashboard.lab.complete", futures=8, points=4) in [one.value for one in page.markdown]
    assert len(page.dataframe[0].value) == 4
    page.radio(key="setting lab.section").set_value("files").run()
    assert any("sobremesa experiment status" in one.value for one in page.code)
    page.radio(key="setting lab.section").set_value("drives").run()
    assert WORDS("dashboard.lab.no_indices") in [one.value for one in page.info]


def test_a_name_that_leads_elsewhere_is_answered_with_a_sentence(shelf, opened):
    page = opened("lab", **linked())
    page.text_input(key="lab name").set_value("../elsewhere").run()
    button(page, "run").click().run()
    assert not page.exception
    assert any("small letters" in one.value for one in page.warning)
    assert not shelf.exists()


def test_what_failed_is_said_in_plain_sight_and_what_is_missing_is_gone_on_with(shelf, opened, monkeypatch):
    from sim.experiments import living

    original = living.build_world

    def fails_at_one_point(scenario, plan, *others, **named):
        if plan.levers["stance"] > 0.5:
            raise Mistake("planted")
        return original(scenario, plan, *others, **named)

    monkeypatch.setattr(living, "build_world", fails_at_one_point)
    run = run_to_its_end(tiny(), "ours")
    assert run.error is None
    number = run.result.failed
    assert 0 < number < 4
    for part in list((shelf / "ours" / "parts").iterdir())[:1]:
        part.unlink()
    page = opened("lab", **linked(**{"lab.opened": "ours"}))
    button(page, "go_on").click().run()
    page = settled(page)
    assert WORDS("dashboard.lab.failed", n=number, all=4) in [one.value for one in page.error]
    far = sim.open_experiment(shelf / "ours").progress
    assert far.complete and far.kept < far.futures
    tried = WORDS("dashboard.lab.tried", kept=far.kept, futures=far.futures, points=4)
    assert tried in [one.value for one in page.markdown], "what failed is not called complete"


def test_a_link_may_say_anything(shelf, opened):
    wrong = {
        "lab.opened": "../../etc", "lab.section": "x", "lab.limit": "x", "lab.outcome": 3, "lab.sampling": True,
        "lab.budget": 10**9, "lab.worlds": "nothing", "lab.free": "nothing", "lab.method": "x", "lab.x": 1,
    }  # fmt: skip
    page = opened("lab", **linked(**wrong))
    assert not page.exception
    assert [one.value for one in page.error] == []


def test_the_box_of_an_experiment_becomes_a_scenario_of_the_session(shelf, opened, monkeypatch):
    """A planted box: the community fails where many donors leave."""
    run_to_its_end(tiny(**{"lab.points": 128, "lab.futures": 1}), "ours")
    original = lab_analyses.values_of

    def planted(study, samples, expression, name):
        values = original(study, samples, expression, name)
        return replace(values, mean=(samples["donors_exit_share"] > 0.5).astype(float).rename(name))

    monkeypatch.setattr(lab_analyses, "values_of", planted)
    page = settled(opened("lab", **linked(**{"lab.opened": "ours", "lab.section": "fails"})))
    assert not page.exception
    assert any("100 of 100 futures" in one.value for one in page.markdown)
    with monkeypatch.context() as full:
        full.setattr(desk, "MOST_OWN", 0)
        button(page, "take_box").click().run()
        assert any(WORDS("dashboard.slip.too_many", most=0) in one.value for one in page.warning)
        assert page.session_state["state"].own("scenario") == ()
    button(page, "take_box").click().run()
    scenario = page.session_state["state"].scenario_file()
    assert scenario.name == "ours-box"
    assert 0.65 < scenario.events[0].share < 0.75


def test_indices_are_those_of_the_command_line(shelf, capsys):
    run_to_its_end(tiny(**{"lab.sampling": "sobol", "lab.points": 16, "lab.futures": 2}), "ours")
    ((_, found),) = lab_analyses.sensitivities(shelf / "ours", "reuse")
    words = shlex.split(next(one for one in lab_open.commands("ours") if one.startswith("sobremesa sensitivity")))
    command = typer.main.get_command(app)
    assert answer(command, words[0], [*words[1:], "--outcome", "reuse", "--json"]) == 0
    (printed,) = json.loads(capsys.readouterr().out)["analyses"]
    assert [row["total"] for row in printed["inputs"]] == pytest.approx(list(found.table["total"]))


def test_a_search_is_run_on_the_page_and_its_plan_taken_over(shelf, opened, monkeypatch):
    """A planted judge: the more is trained the better; the page names the plan, draws the front, and takes it over."""
    monkeypatch.setattr(lab_search, "Simulation", Planted)
    monkeypatch.setattr(lab_search, "POPULATION", 12)
    monkeypatch.setattr(lab_search, "RANDOM", 10)
    monkeypatch.setattr(lab_search, "within", lambda minutes, dials: lambda generations, seconds: generations < 8)
    page = opened("lab", **linked(**{"lab.free": "effort", "lab.looked": 100}))
    button(page, "search").click().run()
    search = lab_search.search_of(page.session_state["state"])
    assert lab_runs.of(search.name).wait(120)
    page.run()
    assert not page.exception
    assert [one.value for one in page.error] == []
    found = lab_search.found_by(search)
    key = "not_better" if found.best is None else "better"
    beginning = WORDS.entries[f"dashboard.lab.{key}"].split("{")[0]
    assert any(one.value.startswith(f"**{beginning}") for one in page.markdown)
    taken = next(one for one in page.button if one.label == WORDS("dashboard.lab.take_plan"))
    taken.click().run()
    assert page.session_state["state"].plan == found.found[0].plan.name
    assert page.session_state["state"].plan_file().effort == found.found[0].plan.effort


class Planted:
    """A judge in the place of the model."""

    def __init__(self, contexts, scenarios, parameters, done, cancelled) -> None:
        self.done, self.cancelled = done, cancelled
        self.places = tuple((context.name, one.name) for context in contexts for one in scenarios)

    def judge(self, plan, block) -> Judgement:
        self.done(len(block.futures))
        share_of_training = plan.effort["train"] / sum(plan.effort.values())
        luck = np.array([np.random.default_rng([block.seed, future]).random() for future in block.futures])
        return Judgement(np.stack([luck < 0.3 + 0.6 * share_of_training]), 1.0, 5.0)

    def control(self, plan, block):
        return self.judge(plan, block).working
