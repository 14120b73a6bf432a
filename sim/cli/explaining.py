"""``sobremesa why``: what mattered in one future, or what the collapses of many hang on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import options
from sim.cli.options import ContextName, Json, Parameters, PlanName, ScenarioName, Seed

if TYPE_CHECKING:
    from sim.causes.attribution import Why
    from sim.causes.collapses import Collapses
    from sim.files.context import Context
    from sim.files.plan import Plan
    from sim.files.scenario import Scenario

OneFuture = Annotated[
    str | None,
    typer.Option(
        "--future", metavar="K", help="The number of the future, from 0. Left out: what the collapses of all futures "
        "hang on.", show_default=False,
    ),
]  # fmt: skip
AllFutures = Annotated[
    str | None,
    typer.Option(
        "--futures", metavar="N", help="Without --future: how many futures to live through (1,000).",
        show_default=False,
    ),
]  # fmt: skip
Instead = Annotated[
    str, typer.Option("--instead", metavar="PLAN", help="The plan that is followed where --plan is taken away.")
]
Without = Annotated[
    str | None,
    typer.Option(
        "--without", metavar="A,B,...", help="Look at these events, by the names in brackets below each (such as "
        "2029-07:pandemic), in place of those that matter most; at most six.", show_default=False,
    ),
]  # fmt: skip

USUAL_FUTURES = "1000"


def why(
    scenario: ScenarioName,
    future: OneFuture = None,
    plan: PlanName = "baseline",
    context: ContextName = "uruguay",
    instead: Instead = "baseline",
    without: Without = None,
    futures: AllFutures = None,
    seed: Seed = "1",
    parameters: Parameters = "plausible",
    as_json: Json = False,
) -> None:
    """Find out why: the same future without each thing that happened in it.

    With --future: which elections, exits, grants and choices of one future mattered most, and how many months of data
    use each cost. Without it: what causes the collapses of many futures.
    """
    from sim.files.mistakes import Mistake

    luck = options.seed_number(seed)
    given = ["why", scenario, "--plan", plan, "--instead", instead]
    if future is None:
        if without is not None:
            raise Mistake("--without needs --future: names of events belong to one future")
        number = options.whole_number("--futures", futures or USUAL_FUTURES, 1, options.MOST_FUTURES)
        files = _files(scenario, plan, context, instead)
        command = options.to_repeat(*given, context=context, futures=number, seed=luck, parameters=parameters)
        _print_collapses(_collapses(files, number, luck, parameters), command, as_json=as_json)
        return
    if futures is not None:
        raise Mistake("--future and --futures contradict one another; give one of them")
    number = options.whole_number("--future", future, 0, options.MOST_FUTURES - 1)
    names = [] if without is None else options.names_in("--without", without)
    files = _files(scenario, plan, context, instead)
    given += ["--future", str(number), *([] if without is None else ["--without", without])]
    command = options.to_repeat(*given, context=context, futures=None, seed=luck, parameters=parameters)
    _print_why(_why(files, number, luck, parameters, names), command, as_json=as_json)


Files = tuple["Scenario", "Plan", "Context", "Plan"]


def _files(scenario: str, plan: str, context: str, instead: str) -> Files:
    """Read everything that is needed; the first mistake ends it."""
    (world,), (way,), place = options.read_files([scenario], [plan], context)
    _, (other,), _ = options.read_files([scenario], [instead], context)
    return world, way, place, other


def _why(files: Files, future: int, seed: int, parameters: str, without: list[str]) -> Why:
    from sim.causes.attribution import why as find_out
    from sim.cli.computing import computing

    world, way, place, other = files
    sets = options.known_sets(parameters)
    with computing() as run:
        return find_out(
            world, way, place, future=future, seed=seed, parameters=sets, instead=other, without=without,
            progress=run.progress, cancelled=run.cancelled,
        )  # fmt: skip


def _collapses(files: Files, futures: int, seed: int, parameters: str) -> Collapses:
    from sim.causes.collapses import collapse_causes
    from sim.cli.computing import computing

    world, way, place, other = files
    sets = options.known_sets(parameters)
    with computing() as run:
        return collapse_causes(
            world, way, place, futures=futures, seed=seed, parameters=sets, instead=other,
            progress=run.progress, cancelled=run.cancelled,
        )  # fmt: skip


def _print_why(found: Why, command: str, *, as_json: bool) -> None:
    """Print the story of a future with what each thing changed, in the order of their dates."""
    from sim.causes import sentences
    from sim.cli.terminal import paragraph, print_json, table, terminal
    from sim.language.catalogue import texts

    words = texts()
    told = list(sentences.story(found, words))
    if as_json:
        said = {cause.happening.name: sentence for cause, sentence in told}
        content = found.to_dict()
        for cause in content["causes"]:
            cause["sentence"] = said[cause["name"]]
        print_json({**content, "headline": sentences.headline(found, words), "command": command})
        return
    console = terminal()
    paragraph(console, sentences.headline(found, words), "bold")
    console.print()
    rows = []
    for cause, _ in told:
        happened = _capital(sentences.what_happened(cause.happening, found.case, words))
        sentence = f"{happened}. {sentences.without(cause, found, words)}"
        rows.append((cause.happening.date, f"{sentence}\n({cause.happening.name})", f"{-cause.share:+.1f}"))
    if rows:
        console.print(table(("", "what, and its name for --without", "share, months"), rows, numbers=(2,)))
        console.print()
    paragraph(console, sentences.together(found, words))
    if rows:
        counted = "" if len(rows) == 1 else words("why.shares")
        paragraph(console, f"{counted} {words('why.month_of_work')}".strip(), "dim")
    if found.left_out:
        paragraph(console, words("why.left_out", n=len(found.left_out)))
    _print_command(console, command)


def _print_collapses(found: Collapses, command: str, *, as_json: bool) -> None:
    """Print what collapses hang on."""
    from sim.causes import sentences
    from sim.cli.terminal import paragraph, print_json, table, terminal
    from sim.cli.words import of_100
    from sim.language.catalogue import texts

    if as_json:
        print_json({**found.to_dict(), "command": command})
        return
    words, console = texts(), terminal()
    first, *others = sentences.collapses_in_words(found, words)
    paragraph(console, first, "bold")
    for sentence in others:
        paragraph(console, sentence)
    if found.kinds:
        rows = [
            (
                sentences.kind_in_words(one.kind, found.case, words),
                of_100(one.necessary),
                str(one.happened),
            )
            for one in found.kinds
        ]
        columns = tuple(words(f"why.column.{name}") for name in ("kind", "necessary", "happened"))
        console.print()
        console.print(table(columns, rows, numbers=(1, 2)))
        console.print()
        paragraph(console, words("why.month_of_work").partition(". ")[2], "dim")
    _print_command(console, command)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _print_command(console: Any, command: str) -> None:
    from sim.cli.terminal import whole_line

    console.print()
    console.print("To repeat this:")
    whole_line(console, f"  {command}")
