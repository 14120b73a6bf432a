"""``sobremesa improve``: look for better plans, on some futures, and judge them on others."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Final

import typer

from sim.cli import options
from sim.cli.options import Json, Language, Parameters, Seed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sim.cli.computing import Run
    from sim.search.improvement import Improvement
    from sim.search.question import Question

LONGEST_BUDGET: Final = 60.0 * 24 * 30
"""Minutes: a month."""

MOST_FUTURES: Final = 10_000
"""The report lives through ten times as many futures of each scenario, which are all in memory at once."""

PlanToImprove = Annotated[str, typer.Argument(metavar="PLAN", help="A shipped plan, or a path.", show_default=False)]
Contexts = Annotated[
    str, typer.Option("--context", metavar="A,B,...", help="Where: shipped contexts or paths, separated by commas.")
]
Scenarios = Annotated[
    str,
    typer.Option("--scenarios", metavar="A,B,...", help="What the plan must withstand: shipped scenarios or paths."),
]
Free = Annotated[
    str,
    typer.Option(
        "--free", metavar="A,B,...", help="What may be turned: effort, levers, triggers (thresholds and shifts of the "
        "plan's signposts), or activities and levers by name.",
    ),
]  # fmt: skip
Budget = Annotated[str, typer.Option("--budget", metavar="MINUTES", help="How long to search and to check, about.")]
Folder = Annotated[
    str, typer.Option("--out", metavar="DIR", help="Where plans are written, and what is found is kept meanwhile.")
]
Futures = Annotated[
    str,
    typer.Option(
        "--futures", metavar="N", help="Futures of each context and scenario that the search looks at; ten times as "
        "many others for the report.",
    ),
]  # fmt: skip


def improve(
    plan: PlanToImprove,
    context: Contexts = "uruguay",
    scenarios: Scenarios = "calm-decade,hostile-successors,big-funders-go,everything-at-once",
    free: Free = "effort,levers,triggers",
    budget: Budget = "10",
    out: Folder = "improved",
    futures: Futures = "100",
    seed: Seed = "1",
    parameters: Parameters = "plausible",
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Look for plans that keep more futures working, fall short less, lose less work and cost less money.

    The search sees some futures; what it finds is chosen on others and reported on a third block, against the plan
    that it started from and against random plans of equal effort. "Not better" is a possible answer. A search that was
    stopped goes on where it was: give the same command again. Plans in the folder that an earlier search named are
    replaced.
    """
    from sim.cli.improvements import show, to_dict, write
    from sim.cli.terminal import print_json, terminal
    from sim.language.catalogue import check_language
    from sim.search.question import check_question

    minutes = _minutes(budget)
    check_language(language)
    question = _question(plan, context, scenarios, free, futures, seed, parameters)
    check_question(question)
    folder = _folder(out, plan)
    found = _searched(question, folder, minutes)
    commands = _commands(found, folder, context, scenarios, plan, parameters)
    written = write(found, folder, commands, language)
    if as_json:
        print_json(to_dict(found, commands))
        return
    show(terminal(), found, written, commands)


def _minutes(text: str) -> float:
    """Return the budget in minutes."""
    from sim.files.mistakes import Mistake, shown

    try:
        minutes = float(text)
    except ValueError:
        minutes = -1.0
    if not 0.0 < minutes <= LONGEST_BUDGET:
        raise Mistake(f"--budget is {shown(text)}, but must be minutes above 0, up to {LONGEST_BUDGET:g}")
    return minutes


def _question(
    plan: str, context: str, scenarios: str, free: str, futures: str, seed: str, parameters: str
) -> Question:  # fmt: skip
    """Return what is asked, read and checked."""
    from sim.files import library
    from sim.search.question import SEEDS, Question

    number = options.whole_number("--futures", futures, 1, MOST_FUTURES)
    luck = options.seed_number(seed, SEEDS)
    contexts = options.names_in("--context", context)
    worlds, ways, first = options.read_files(options.names_in("--scenarios", scenarios), [plan], contexts[0])
    for name in contexts[1:]:
        options.refuse_folder("context", name)
    places = (first, *(library.context(name) for name in contexts[1:]))
    known = options.known_sets(parameters)
    return Question(ways[0], places, tuple(worlds), known, tuple(options.names_in("--free", free)), number, luck)


def _folder(out: str, plan: str) -> Path:
    """Return the folder of the search, made where it was missing."""
    from sim.cli import outputs
    from sim.cli.improvements import file_names
    from sim.files.mistakes import Mistake, printable

    folder = outputs.checked(out).folder
    assert folder is not None
    options.refuse_overwriting_inputs([folder / f"{name}.toml" for name in file_names(plan)], [plan])
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Mistake(f"--out '{printable(out)}' cannot be made: {error.strerror or error}") from error
    return folder


def _searched(question: Question, folder: Path, minutes: float) -> Improvement:
    """Search and check, with progress; what is finished stays when the user stops it."""
    from sim.cli.computing import computing
    from sim.search.improvement import improve as improved
    from sim.search.judging import Simulation
    from sim.search.notebook import FILE
    from sim.search.question import within
    from sim.search.space import space

    dials = len(space(question.plan, question.free).dials)
    with computing(kept=folder / FILE) as run:
        judge = Simulation(
            question.contexts, question.scenarios, question.parameters, _clock(run, minutes), run.cancelled
        )
        return improved(question, folder, within(minutes, dials, _too_short), judge)


def _too_short(minutes: float) -> None:
    """Say before the search that the budget is too short for it."""
    import math
    import sys

    needed = math.ceil(minutes)
    print(
        f"This needs about {needed} {'minute' if needed == 1 else 'minutes'}, more than --budget: the search gets one "
        "generation and the check does the least; fewer --futures or --scenarios take less.", file=sys.stderr,
    )  # fmt: skip


def _clock(run: Run, minutes: float) -> Callable[[int], None]:
    """Return who counts the futures; how many there will be in all is guessed from the time that has passed."""
    began, lived = time.perf_counter(), [0]

    def done(futures: int) -> None:
        lived[0] += futures
        share = (time.perf_counter() - began) / (60.0 * minutes)
        run.progress(lived[0], round(lived[0] / min(1.0, max(share, 1e-6))))

    return done


def _commands(
    found: Improvement, folder: Path, contexts: str, scenarios: str, plan: str, parameters: str
) -> list[str]:  # fmt: skip
    """Return the commands that give the reported shares again, one for each context."""
    if not found.found:
        return []
    question = found.question
    if "," in f"{folder}{plan}":
        return []  # names of plans are separated by commas
    plans = ",".join([plan, *(str(folder / f"{one.plan.name}.toml") for one in found.found)])
    return [
        options.to_repeat(
            "compare", *options.names_in("--scenarios", scenarios), "--plans", plans, context=name,
            futures=found.check.reported * question.futures, seed=question.blocks()[2].seed, parameters=parameters,
        )
        for name in options.names_in("--context", contexts)
    ]  # fmt: skip
