"""The search for better plans behind the page Lab: what is asked, where it is kept, how it is begun again."""

from __future__ import annotations

import json
import shlex
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dashboard import exports, lab_runs, lab_shelf
from dashboard.computing import IsCancelled, Progress
from dashboard.lab_runs import Run
from dashboard.state import MOST_COMPARED, State
from sim.files.mistakes import Mistake, printable
from sim.files.parameter_sets import PLAUSIBLE, parameter_sets
from sim.robustness.equal_effort import RANDOM_PLANS
from sim.search import evolution
from sim.search.improvement import Improvement, improve
from sim.search.judging import Simulation
from sim.search.question import Question, check_question, within
from sim.search.space import GROUPS, space

BUDGETS: Final = (2, 5, 10, 20, 30, 60)
FUTURES: Final = (10, 20, 50, 100, 200)
USUAL: Final = {"lab.budget": 5, "lab.looked": 50}
CHOICES: Final[Mapping[str, tuple[int, ...]]] = {"lab.budget": BUDGETS, "lab.looked": FUTURES}
WORLDS: Final = "lab.worlds"
FREE: Final = "lab.free"

POPULATION: Final = evolution.POPULATION
RANDOM: Final = RANDOM_PLANS


@dataclass(frozen=True, eq=False)
class Search:
    """A search for better plans: the question, the minutes it may take, and the folder that keeps what it finds."""

    question: Question
    minutes: int
    name: str


def choice(state: State, name: str) -> int:
    """Return a number that the page offers; what a link says that cannot be is not believed."""
    usual = USUAL[name]
    value = state.setting(name, usual)
    return value if value in CHOICES[name] and not isinstance(value, bool) else usual


def worlds(state: State) -> tuple[str, ...]:
    """Return the scenarios that a plan must withstand: those that were chosen, or the scenario of the page."""
    said = str(state.setting(WORLDS, "")).split(",")
    known = [name for name in dict.fromkeys(said) if name in state.names("scenario")]
    return tuple(known[:MOST_COMPARED]) or (state.scenario,)


def free(state: State) -> tuple[str, ...]:
    """Return what the search may turn; signposts only where the plan has some."""
    said = str(state.setting(FREE, "effort,levers,triggers")).split(",")
    there = tuple(one for one in GROUPS if one in said and (one != "triggers" or state.plan_file().triggers))
    return there or ("effort", "levers")


def search_of(state: State) -> Search:
    """Return the search that a session asks for; the same question has the same folder.

    Raises
    ------
    Mistake
        What cannot be searched.
    """
    question = Question(
        state.plan_file(), (state.context_file(),), tuple(map(state.scenario_file, worlds(state))),
        parameter_sets(state.parameters), free(state), choice(state, "lab.looked"), state.seed,
    )  # fmt: skip
    check_question(question)
    asked: dict[str, Any] = question.to_dict()
    name = lab_shelf.search_name(question.plan.name, json.dumps(asked, sort_keys=True, default=str))
    return Search(question, choice(state, "lab.budget"), name)


def begin(search: Search) -> Run:
    """Begin a search, or go on with one that was stopped.

    Raises
    ------
    Mistake
        A folder that cannot be written; too much that waits.
    """
    folder = lab_shelf.folder_of(search.name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Mistake(f"cannot write '{printable(lab_shelf.given())}': {error.strerror or error}") from error
    question = search.question

    def work(progress: Progress, stop: IsCancelled) -> Improvement:
        began, whole = time.monotonic(), 60 * search.minutes

        def lived(futures: int) -> None:
            progress(min(whole - 1, int(time.monotonic() - began)), whole)

        lived(0)
        judge = Simulation(question.contexts, question.scenarios, question.parameters, lived, stop)
        more = within(search.minutes, len(space(question.plan, question.free).dials))
        return improve(question, folder, more, judge, population=POPULATION, random_plans=RANDOM)

    return lab_runs.begin(search.name, work)


def found_by(search: Search) -> Improvement | None:
    """Return what a search found, where it is over."""
    run = lab_runs.of(search.name)
    return run.result if run is not None and isinstance(run.result, Improvement) else None


def command(state: State, search: Search) -> str:
    """Return the command that does the same search, and goes on with it."""
    question = search.question
    words = ["sobremesa", "improve", exports.given(question.plan), "--context", exports.given(question.contexts[0])]
    words += ["--scenarios", ",".join(map(exports.given, question.scenarios)), "--free", ",".join(question.free)]
    words += ["--budget", str(search.minutes), "--futures", str(question.futures), "--seed", str(question.seed)]
    if state.parameters != PLAUSIBLE:
        words += ["--parameters", state.parameters]
    return shlex.join([*words, "--out", f"{lab_shelf.given()}/{search.name}"])
