"""``sobremesa breaking-point``: how large must a shock be before too few futures work?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from sim.cli import options
from sim.cli.options import ContextName, Futures, Json, Language, Parameters, PlanName, Seed, Yes
from sim.cli.stressing import Report, Require, required_share

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from sim.stress.breaking import BreakingPoint, Frontier, Ground

MOST_DIALS: Final = 2

SIGNS: Final = {"holds": "", "too-close": "~", "breaks": "x"}
"""What stands behind the number of a cell."""

ScenarioName = Annotated[
    str | None,
    typer.Argument(
        metavar="SCENARIO", help="The scenario whose event is varied: a shipped one, a shock of the suite, or a path; "
        "none: the event alone, two years after the beginning.", show_default=False,
    ),
]  # fmt: skip
Vary = Annotated[
    str,
    typer.Option(
        "--vary", metavar="WHAT,...", help="What grows: funding_cut, change_of_government or any other kind of event, "
        "or the number of an event of the scenario; with .month or .duration instead of its size. Two, separated by a "
        "comma, give every pair of sizes.", show_default=False,
    ),
]  # fmt: skip


def breaking_point(
    vary: Vary,
    scenario: ScenarioName = None,
    plan: PlanName = "baseline",
    context: ContextName = "uruguay",
    require: Require = "0.5",
    futures: Futures = "1000",
    seed: Seed = "1",
    parameters: Parameters = "plausible",
    report: Report = None,
    language: Language = "en",
    as_json: Json = False,
    yes: Yes = False,
) -> None:
    """Find how large a shock must be before fewer than half of the futures are still working.

    The same futures are simulated with a smaller and a larger shock until the breaking point is found, with the
    range in which that many futures cannot tell.
    """
    from sim.cli.outputs import checked_file
    from sim.language.catalogue import check_language

    required = required_share(require)
    number, luck = options.futures_and_seed(futures, seed)
    names = _names(vary)
    check_language(language)
    page = checked_file("--report", report)
    inputs = [one for one in (scenario, plan, context, parameters) if one is not None]
    options.refuse_overwriting_inputs([] if page is None else [page], inputs)
    on = _ground(names, scenario, plan, context, number, luck, parameters)
    words = ("breaking-point", *([scenario] if scenario else ()), "--vary", vary, "--plan", plan)
    command = options.to_repeat(
        *words, "--require", f"{required:g}", context=context, futures=number, seed=luck, parameters=parameters
    )
    found = _found(names, on, required, yes=yes)
    _write(found, page, command, language)
    _print(found, command, page, as_json=as_json)


def _names(vary: str) -> list[str]:
    """Return what is to be varied."""
    from sim.files.mistakes import Mistake

    names = options.names_in("--vary", vary)
    if len(names) > MOST_DIALS:
        raise Mistake(f"--vary names {len(names)} things, but can name one or two")
    return names


def _ground(
    names: list[str], scenario: str | None, plan: str, context: str, futures: int, seed: int, parameters: str
) -> Ground:  # fmt: skip
    """Read everything, and check that all that is to be varied is there."""
    from sim.files import library
    from sim.stress.breaking import ground
    from sim.stress.dials import dial
    from sim.stress.suite import shock

    for kind, name in (("scenario", scenario), ("plan", plan), ("context", context)):
        if name is not None:
            options.refuse_folder(kind, name)
    what = None if scenario is None else shock(scenario)
    on = ground(
        names, what, library.plan(plan), library.context(context), futures=futures, seed=seed,
        parameters=options.known_sets(parameters),
    )  # fmt: skip
    for name in names:
        dial(name, on.scenario, on.context)
    return on


def _found(names: list[str], on: Ground, require: float, *, yes: bool) -> BreakingPoint | Frontier:
    """Live through everything, with progress; what is absurd must have been confirmed."""
    from dataclasses import replace

    from sim.cli.amount import amount, refuse_absurd
    from sim.cli.computing import computing
    from sim.stress.breaking import STEPS, breaking_point, frontier
    from sim.stress.thresholds import COARSE, HALVINGS

    runs = COARSE + 3 * HALVINGS if len(names) == 1 else STEPS**2
    refuse_absurd(amount(on.futures, runs, 0, on.context), yes, writes=False)
    with computing() as run:
        watched = replace(on, cancelled=run.cancelled)
        if len(names) == 1:
            return breaking_point(names[0], watched, require=require, progress=run.progress)
        return frontier((names[0], names[1]), watched, require=require, progress=run.progress)


def _write(found: BreakingPoint | Frontier, page: Path | None, command: str, language: str) -> None:
    """Write the page, where one was asked for."""
    if page is None:
        return
    from sim.files.writing import replace_file
    from sim.report.breaking_page import breaking_page

    replace_file(page, breaking_page(found, command=command, language=language).encode())


def _print(found: BreakingPoint | Frontier, command: str, page: Path | None, *, as_json: bool) -> None:
    """Print what was found."""
    from sim.cli.terminal import paragraph, print_json, terminal, whole_line
    from sim.stress.breaking import BreakingPoint

    if as_json:
        print_json(found.to_dict())
        return
    console = terminal()
    if isinstance(found, BreakingPoint):
        _print_point(console, found)
    else:
        _print_frontier(console, found)
    console.print()
    on = found.ground
    paragraph(
        console, f"{on.futures:,} futures of every size, always the same ones, seed {on.seed}. Still working means "
        "at least half of the people and half of the data use that a future began with, over the last year. An "
        "exploration, not a prediction: most numbers of the model are assumptions (sobremesa list parameters).",
    )  # fmt: skip
    console.print()
    console.print("To repeat this:")
    whole_line(console, f"  {command}")
    if page is not None:
        whole_line(console, f"Written: {page}")


def _print_point(console: Console, found: BreakingPoint) -> None:
    """Print one breaking point and every size that was looked at."""
    from sim.cli.terminal import bar, paragraph, table
    from sim.cli.words import of_100
    from sim.language.catalogue import texts
    from sim.stress import breaking_sentences as sentences
    from sim.stress.verdicts import verdict_of

    words, threshold = texts(), found.threshold
    paragraph(console, sentences.breaking_point(found, words, typed=True), "bold")
    rows = []
    for size, share in zip(threshold.sizes, threshold.shares, strict=True):
        verdict = words(f"stress.verdict.{verdict_of(share, threshold.require)}")
        shown = sentences.value_in_words(found.dial, size, found.ground.context, words)
        rows.append((shown, of_100(share), verdict, bar(share.share)))
    what, where = sentences.dial_in_words(found.dial, words), found.ground.scenario.name
    title = f"{what} in {where}: still working, of 100 futures (95 % interval)"
    console.print()
    console.print(table((found.dial.of, "working", "verdict", ""), rows, title=title))


def _print_frontier(console: Console, found: Frontier) -> None:
    """Print every pair of sizes as a grid."""
    from sim.cli.terminal import paragraph, table
    from sim.language.catalogue import texts
    from sim.results.intervals import of_hundred
    from sim.stress import breaking_sentences as sentences

    words, context = texts(), found.ground.context
    down, across = found.dials
    paragraph(console, sentences.frontier(found, words, typed=True), "bold")
    rows = []
    for i, size in enumerate(found.sizes[0]):
        cells = [f"{of_hundred(share.share)}{SIGNS[found.verdict(i, j)]}" for j, share in enumerate(found.shares[i])]
        rows.append((sentences.value_in_words(down, size, context, words), *cells))
    columns = ("", *(sentences.value_in_words(across, size, context, words) for size in found.sizes[1]))
    title = f"Still working, of 100 futures (~ too close to call, x breaks at {100 * found.require:g})"
    console.print()
    console.print(table(columns, rows, title=title, numbers=range(1, len(columns))))
    paragraph(console, words(
        "stress.breaking.grid_meaning", down=sentences.dial_in_words(down, words),
        across=sentences.dial_in_words(across, words),
    ))  # fmt: skip
    console.print()
    for sentence in sentences.frontier_rows(found, words):
        paragraph(console, sentence)
