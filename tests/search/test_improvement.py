"""A planted better plan is found, a planted useless lever is not credited, and nothing is claimed where nothing is."""

import html
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from sim.cli.improvements import write
from sim.files import library
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import ParameterSets, parameter_sets
from sim.language.catalogue import LANGUAGES, texts
from sim.language.files import idea_of, name_in, story_of, title_of
from sim.report.improvement_page import headline, notes, page
from sim.results.compare import compare
from sim.results.intervals import of_hundred
from sim.robustness.rankings import clear_difference
from sim.robustness.reasons import NOT_BEYOND_CHANCE, NOT_BY_REACTING
from sim.search.improvement import improve
from sim.search.judging import Block, Judgement, Simulation
from sim.search.notebook import FILE
from sim.search.picking import Pick, simplified
from sim.search.question import Question, check_question, within
from tests.robustness.communities import SMALL
from tests.search.planted import PlantedJudge, generations, question

ROOT = Path(__file__).resolve().parents[2]


def share(plan, activity: str) -> float:  # type: ignore[no-untyped-def]
    return float(plan.effort[activity] / sum(plan.effort.values()))


def good_at_training(plan) -> float:  # type: ignore[no-untyped-def]
    """Better the more is trained and the less confrontational; voice, and all else, change nothing."""
    return 0.3 + 0.5 * share(plan, "train") - 0.15 * abs(plan.levers["stance"] + 0.5)


def test_a_planted_better_plan_is_found_and_a_useless_lever_is_not_credited(tmp_path: Path) -> None:
    found = improve(
        question("baseline", "effort", "stance", "voice", futures=60), tmp_path, generations(12),
        PlantedJudge(good_at_training, money=lambda _: 1.0),
    )  # fmt: skip
    best = found.best
    assert best is not None
    assert share(best.plan, "train") > 0.25
    assert best.plan.levers["stance"] < -0.2
    assert "train" in best.credited
    assert "voice" not in best.credited
    assert best.plan.levers["voice"] == library.plan("baseline").levers["voice"]
    luck = [np.random.default_rng([6, future]).random() for future in range(600)]
    expected = np.mean(np.array(luck) < good_at_training(best.plan))
    assert best.goals[0] == pytest.approx(expected), "reported on the third block, futures 0 to 599 of seed + 2"
    assert best.difference.difference == pytest.approx(
        expected - np.mean(np.array(luck) < good_at_training(library.plan("baseline")))
    )


def test_of_several_plans_that_are_found_each_has_its_part_of_the_error(tmp_path: Path) -> None:
    asked, judge = question("baseline", "effort", futures=60), PlantedJudge(good_at_training)
    found = improve(asked, tmp_path, generations(8), judge)
    assert len(found.found) > 1, "one plan alone shows nothing"
    reported = asked.blocks()[2]
    for one in found.found:
        working = (judge.judge(plan, reported).working for plan in (one.plan, asked.plan))
        assert one.difference == clear_difference(*working, asked.sets_of(reported), len(found.found))


def test_where_nothing_matters_nothing_is_claimed(tmp_path: Path) -> None:
    found = improve(question(), tmp_path, generations(3), PlantedJudge(lambda _: 0.5, money=lambda _: 1.0))
    assert found.best is None
    assert found.found == ()


def test_a_plan_that_random_mixes_reach_as_well_is_not_called_better(tmp_path: Path) -> None:
    def spoiled(plan) -> float:  # type: ignore[no-untyped-def]
        return 0.2 if plan.effort == library.plan("baseline").effort else 0.8

    found = improve(question("baseline", "effort"), tmp_path, generations(2), PlantedJudge(spoiled))
    assert found.found
    for one in found.found:
        assert one.difference.low > 0.0
        assert NOT_BEYOND_CHANCE in one.reasons
    assert found.best is None


@pytest.mark.slow
def test_a_plan_that_reacts_must_beat_the_same_effort_without_reacting(tmp_path: Path) -> None:
    asked = question("adaptive", "effort", futures=60)
    found = improve(asked, tmp_path, generations(8), PlantedJudge(good_at_training, money=lambda _: 1.0))
    assert found.found
    assert all(NOT_BY_REACTING in one.reasons for one in found.found), "here signposts change nothing"

    def reacting(plan) -> float:  # type: ignore[no-untyped-def]
        return good_at_training(plan) * (1.0 if plan.triggers else 0.3)

    again = improve(asked, _fresh(tmp_path), generations(8), PlantedJudge(reacting, money=lambda _: 1.0))
    assert any(one.better for one in again.found)


def _fresh(folder: Path) -> Path:
    (folder / "again").mkdir()
    return folder / "again"


def test_saving_money_by_giving_up_is_no_plan(tmp_path: Path) -> None:
    def costly(plan) -> float:  # type: ignore[no-untyped-def]
        return 0.2 + 0.7 * share(plan, "raise_funds")

    found = improve(question("baseline", "effort"), tmp_path, generations(6), PlantedJudge(costly))
    others = [one for one in found.found if "most-working" not in one.roles]
    assert others
    for one in others:
        assert one.goals[0] >= found.shipped[0] - 0.1


def test_a_search_that_is_resumed_takes_the_same_way_and_judges_nothing_twice(tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    for folder in (whole, parts):
        folder.mkdir()
    once = improve(question(), whole, generations(6), PlantedJudge(good_at_training), population=12)
    first = PlantedJudge(good_at_training)
    improve(question(), parts, generations(4), first, population=12)
    second = PlantedJudge(good_at_training)
    again = improve(question(), parts, generations(6), second, population=12)
    kept = [json.loads((folder / FILE).read_text()) for folder in (whole, parts)]
    assert kept[0]["scores"] == kept[1]["scores"]
    assert list(kept[0]["scores"]) == list(kept[1]["scores"]), "in the same order"
    assert [one.plan for one in once.found] == [one.plan for one in again.found]
    assert once.front == again.front
    searched = question().blocks()[0]
    tried = [
        {one.fingerprint() for one, block in judge.judged if block == searched and one.name == "tried"}
        for judge in (first, second)
    ]
    assert tried[0]
    assert tried[1]
    assert not tried[0] & tried[1], "the first four generations were not judged again"


KILLED = """
import sys, time
from pathlib import Path
from sim.search.improvement import improve
from tests.search.planted import PlantedJudge, generations, question
from tests.search.test_improvement import good_at_training

def slowly(plan):
    time.sleep(0.002)
    return good_at_training(plan)

improve(question(), Path(sys.argv[1]), generations(1000), PlantedJudge(slowly), population=12)
"""


@pytest.mark.slow
def test_a_search_that_is_killed_loses_nothing_that_was_finished(tmp_path: Path) -> None:
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    for folder in (killed, whole):
        folder.mkdir()
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{KILLED}"
    process = subprocess.Popen([sys.executable, "-c", code, str(killed)], cwd=tmp_path)
    try:
        deadline = time.monotonic() + 120
        while _generations(killed) < 3 and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        assert process.poll() is None, "it was still searching"
        os.kill(process.pid, signal.SIGKILL)
    finally:
        process.kill()
        process.wait()
    complete = _generations(killed)
    assert complete >= 3
    improve(question(), killed, generations(complete + 2), PlantedJudge(good_at_training), population=12)
    improve(question(), whole, generations(complete + 2), PlantedJudge(good_at_training), population=12)
    kept = [json.loads((folder / FILE).read_text())["scores"] for folder in (killed, whole)]
    assert kept[0] == kept[1]


def _generations(folder: Path) -> int:
    """Read the notebook while it is written: it is never half there."""
    path = folder / FILE
    return int(json.loads(path.read_text())["generations"]) if path.exists() else 0


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"question": {}, "scores": {"1": [1, 2]}, "generations": 1, "seconds": 1, "format": 1}',
        '{"question": {}, "scores": {"1": [1, 2, 3, NaN]}, "generations": 1, "seconds": 1, "format": 1}',
    ],
)
def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    with pytest.raises(Mistake, match=r"cannot be read as the notebook|belongs to a search"):
        improve(question(), tmp_path, generations(1), PlantedJudge(good_at_training))
    assert (tmp_path / FILE).read_text() == content


def test_a_folder_answers_one_question_only(tmp_path: Path) -> None:
    improve(question(), tmp_path, generations(1), PlantedJudge(good_at_training))
    for other in (question(seed=5), question("insider"), question("baseline", "stance"), question(futures=21)):
        with pytest.raises(Mistake, match="belongs to a search with other"):
            improve(other, tmp_path, generations(1), PlantedJudge(good_at_training))


def test_the_model_judges_as_the_comparison_does() -> None:
    sets = ParameterSets("two", ({"competition": 0.1}, {"competition": 0.5}))
    asked = Question(
        library.plan("baseline"), (SMALL,), tuple(map(library.scenario, ("long-squeeze", "calm-decade"))), sets
    )
    judge = Simulation(asked.contexts, asked.scenarios, asked.parameters)
    plan = library.plan("adaptive")
    found = judge.judge(plan, Block(7, tuple(range(30))))
    compared = compare(asked.scenarios, [plan], SMALL, futures=30, seed=7, parameters=sets)
    assert judge.places == (("small", "calm-decade"), ("small", "long-squeeze"))
    for (_, scenario), flags in zip(judge.places, found.working, strict=True):
        assert flags.tolist() == compared.cell(scenario, plan.name).outcomes["working"].tolist()
    assert found.months_lost == pytest.approx(compared.cell("long-squeeze", plan.name).outcomes["lost_reuse"].mean())
    without_calm = Simulation(asked.contexts, asked.scenarios[:1], sets).judge(plan, Block(7, tuple(range(30))))
    assert without_calm.months_lost == found.months_lost


def test_regret_is_the_largest_shortfall_of_any_place() -> None:
    flags = np.array([[True, True, True, False], [True, False, False, False]])
    found = Judgement(flags, 3.0, 2.0)
    assert found.goals((0.5, 0.75)) == (0.5, 0.5, 3.0, 2.0)
    assert found.goals((0.5, 0.0))[1] == -0.25


def test_blocks_have_no_luck_in_common_and_sets_are_shared_evenly() -> None:
    sets = ParameterSets("seven", tuple({"competition": 0.05 * number} for number in range(7)))
    searched, chosen, reported = question(futures=7, sets=sets).blocks()
    assert len({searched.seed, chosen.seed, reported.seed}) == 3
    assert reported.futures == tuple(range(70)), "so that a comparison gives the same shares again"
    assert sorted(future % 7 for future in searched.futures) == list(range(7))
    assert len(chosen.futures) == 28


def test_the_budget_leaves_time_for_the_check() -> None:
    more = within(10.0, dials=17)
    assert more(0, 1e9), "at least one generation"
    assert more(1, 10.0)
    assert not more(50, 500.0)
    assert more(50, 50.0)
    short = within(0.1, dials=17)
    assert short(1, 0.5), "the search gets a third of the time in any case"
    assert not short(1, 3.0)


def test_what_cannot_be_searched_is_refused() -> None:
    asked = question()
    with pytest.raises(Mistake, match="no scenario is given"):
        check_question(Question(asked.plan, asked.contexts, (), asked.parameters))
    with pytest.raises(Mistake, match="given twice"):
        check_question(Question(asked.plan, asked.contexts * 2, asked.scenarios, asked.parameters))
    with pytest.raises(Mistake, match="at least 1"):
        check_question(Question(asked.plan, asked.contexts, asked.scenarios, asked.parameters, futures=0))


def test_what_is_written_speaks_of_the_plan_that_was_found_in_every_language(tmp_path: Path) -> None:
    """No title or story of the shipped plan is left in any language, and signposts keep what they are called."""
    asked = question("adaptive", "effort", futures=60)
    found = improve(asked, tmp_path, generations(6), PlantedJudge(good_at_training))
    assert found.found
    shipped = asked.plan
    names = dict.fromkeys([title_of(shipped, language) for language in LANGUAGES])
    for path in write(found, tmp_path, []):
        if path.suffix != ".toml":
            continue
        plan = library.plan(path)
        for language in LANGUAGES:
            assert title_of(plan, language) not in names
            assert title_of(plan, language).startswith(title_of(shipped, language))
            assert story_of(plan, language) != story_of(shipped, language)
            assert idea_of(plan, language) == ""
            for trigger in shipped.triggers:
                assert name_in(plan, trigger.name, language) == name_in(shipped, trigger.name, language)
        assert len({story_of(plan, language) for language in LANGUAGES}) == len(LANGUAGES)


def test_the_headline_says_what_the_better_plan_costs_and_how_random_plans_did(tmp_path: Path) -> None:
    judge = PlantedJudge(good_at_training, money=lambda plan: 2.0 + share(plan, "train"))
    found = improve(question("baseline", "effort", futures=60), tmp_path, generations(12), judge)
    best = found.best
    assert best is not None
    said = headline(found, texts(), typed=True)
    assert f"{best.goals[3]:.1f} staff-months a month in place of {found.shipped[3]:.1f}" in said
    assert " more)" in said
    assert f"one in ten in more than {of_hundred(best.null.bar)}; this one in {of_hundred(best.null.own)}" in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rises", [True, False])
def test_the_page_speaks_the_language_that_is_asked_for_and_calls_plans_by_their_titles(
    tmp_path: Path, language: str, rises: bool
) -> None:
    words = texts(language)
    judge = PlantedJudge(good_at_training if rises else lambda plan: 0.5)
    found = improve(question("baseline", "effort", futures=60), tmp_path, generations(12), judge)
    assert (found.best is not None) == rises
    made = html.unescape(page(found, [], language))
    assert f'<html lang="{language}"' in made
    lead = re.search(r'<p class="lead">(.*?)</p>', made, re.DOTALL)
    assert lead is not None
    assert title_of(found.question.plan, language) in lead[1]
    assert "baseline" not in lead[1]
    assert words("improve.table") in made
    if language != "en":
        prose = re.sub(r"<(script|style|code).*?</\1>", "", made, flags=re.DOTALL)
        assert not re.search(r"\bfutures?\b|\bworking\b|\bof the\b", prose.replace("--futures", ""))


@pytest.mark.parametrize("futures", [60, 100])
def test_few_futures_under_the_bar_of_random_plans_are_told(tmp_path: Path, futures: int) -> None:
    asked = question("baseline", "effort", futures=futures)
    found = improve(asked, tmp_path, generations(6), PlantedJudge(good_at_training))
    assert found.found
    said = " ".join(notes(found, texts()))
    assert ("Random plans are judged on 60 futures of each context and scenario only" in said) == (futures == 60)


@pytest.mark.slow
def test_the_model_gives_no_credit_to_a_lever_that_its_rules_make_useless(tmp_path: Path) -> None:
    """Partners lend what national agencies can do better; where every government is national they lend nothing."""
    sizes = SMALL.size.model_copy(update={"national_governments": 4, "local_governments": 0})
    place = SMALL.model_copy(update={"size": sizes})
    asked = Question(
        library.plan("baseline"), (place,), (library.scenario("calm-decade"),), parameter_sets("default"),
        ("raise_funds", "train", "mobilise", "partnering"), 40, 4,
    )  # fmt: skip
    judge, block = Simulation(asked.contexts, asked.scenarios, asked.parameters), Block(4, tuple(range(40)))
    plans = [
        asked.plan.model_copy(update={"levers": {**asked.plan.levers, "partnering": value}}) for value in (0.0, 1.0)
    ]
    none, all_of_it = (judge.judge(plan, block) for plan in plans)
    assert none.working.tolist() == all_of_it.working.tolist()
    assert (none.months_lost, none.money) == (all_of_it.months_lost, all_of_it.money)
    found = improve(asked, tmp_path, generations(3), population=16, random_plans=10)
    own = asked.plan.levers["partnering"]
    assert any(one.values["partnering"] != own for one in found.front), "it was turned"
    dials = check_question(asked)
    full = {**dials.own(), "partnering": 1.0, "raise_funds": 3.0}
    shipped = judge.judge(asked.plan, block)
    values, credited = simplified(
        Pick(("most-working",), full, shipped.goals(shipped.shares)), dials.own(),
        lambda values: judge.judge(dials.made(values, "tried"), block), shipped.shares, asked.sets_of(block),
    )  # fmt: skip
    assert "partnering" not in credited
    assert values["partnering"] == own
    for one in found.found:
        assert "partnering" not in one.credited
        assert one.plan.levers["partnering"] == own
