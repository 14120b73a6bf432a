"""``sobremesa levers``: are the choices real? Each dial of a plan along its range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options
from sim.cli.options import Futures, Json, Language, Parameters, PlanName, Seed, Yes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from sim.choices.study import Levers
    from sim.files.context import Context
    from sim.files.plan import Plan
    from sim.files.scenario import Scenario

LeverNames = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="LEVER", show_default=False,
        help="Levers and activities by name, with spaces or commas between; or levers, or effort; none: all.",
    ),
]  # fmt: skip
Contexts = Annotated[
    str, typer.Option("--context", metavar="A,B,...", help="Where: shipped contexts or paths, separated by commas.")
]
Scenarios = Annotated[
    str, typer.Option("--scenarios", metavar="A,B,...", help="What happens: shipped scenarios or paths.")
]
Csv = Annotated[
    str | None,
    typer.Option(
        "--csv", metavar="FILE", help="Write one line for each value, context and scenario, for spreadsheets.",
        show_default=False,
    ),
]  # fmt: skip
Report = Annotated[
    str | None, typer.Option("--report", metavar="FILE", help="Write the answers as a page.", show_default=False)
]


def levers(
    names: LeverNames = None,
    plan: PlanName = "baseline",
    context: Contexts = "uruguay",
    scenarios: Scenarios = "calm-decade,hostile-successors,big-funders-go,everything-at-once",
    futures: Futures = "200",
    seed: Seed = "1",
    parameters: Parameters = "plausible",
    csv: Csv = None,
    report: Report = None,
    language: Language = "en",
    as_json: Json = False,
    yes: Yes = False,
) -> None:
    """Ask whether the choices are real: each lever and activity of a plan along its range, one at a time.

    In the same futures, against the plan as it is: where the best value lies, whether it depends on the scenario or the
    context, what it costs, and which choices never matter.
    """
    from sim.choices.study import check_question
    from sim.cli import outputs

    number, luck = options.futures_and_seed(futures, seed)
    targets = outputs.checked(None, csv, report, language)
    places, worlds = options.names_in("--context", context), options.names_in("--scenarios", scenarios)
    options.refuse_overwriting_inputs(targets.paths, [plan, *places, *worlds, parameters])
    only = [name for text in names or () for name in options.names_in("LEVER", text)]
    asked = _asked(plan, places, worlds)
    check_question(asked[1], asked[0], asked[2], only)
    found = _found(asked, only, number, luck, parameters, yes=yes)
    words = ("levers", *only, "--plan", plan, "--scenarios", scenarios)
    command = options.to_repeat(*words, context=context, futures=number, seed=luck, parameters=parameters)
    _write(found, targets.table, targets.report, command, language)
    if as_json:
        from sim.choices.tables import to_dict
        from sim.cli.terminal import print_json

        print_json(to_dict(found))
        return
    from sim.cli.terminal import terminal

    _print(terminal(), found, command, targets.paths)


def _asked(
    plan: str, places: Sequence[str], worlds: list[str]
) -> tuple[Plan, tuple[Scenario, ...], tuple[Context, ...]]:
    """Return the files that are named, read and checked."""
    from sim.files import library

    scenarios, ways, first = options.read_files(worlds, [plan], places[0])
    for name in places[1:]:
        options.refuse_folder("context", name)
    return ways[0], tuple(scenarios), (first, *(library.context(name) for name in places[1:]))


def _found(
    asked: tuple[Plan, tuple[Scenario, ...], tuple[Context, ...]],
    names: Sequence[str],
    futures: int,
    seed: int,
    parameters: str,
    *,
    yes: bool,
) -> Levers:
    """Live through everything, with progress; what is absurd must have been confirmed."""
    from sim.choices.dials import dials_of
    from sim.choices.study import levers as turned
    from sim.choices.study import runs
    from sim.cli.amount import amount, refuse_absurd
    from sim.cli.computing import computing

    plan, scenarios, contexts = asked
    known = options.known_sets(parameters)
    needed = runs(dials_of(plan, names), scenarios, contexts)
    refuse_absurd(amount(futures, needed, 0, contexts[0]), yes, writes=False)
    with computing() as run:
        return turned(
            scenarios, plan, contexts, only=names, futures=futures, seed=seed, parameters=known,
            progress=run.progress, cancelled=run.cancelled,
        )  # fmt: skip


def _write(found: Levers, table: Path | None, report: Path | None, command: str, language: str) -> None:
    """Write the files that were asked for."""
    from sim.files.writing import replace_file

    if table is not None:
        from sim.choices.tables import csv_bytes

        replace_file(table, csv_bytes(found))
    if report is not None:
        from sim.report.levers_page import page

        replace_file(report, page(found, command, language).encode())


def _print(console: Console, found: Levers, command: str, written: Sequence[Path]) -> None:
    """Print the bottom line, the best value of each dial, a paragraph for each that matters, and how to read it."""
    from sim.choices import sentences
    from sim.choices.answers import FEW, SILENT, findings
    from sim.cli.terminal import paragraph, table, whole_line
    from sim.language.catalogue import texts

    words, known = texts(), findings(found)
    paragraph(console, sentences.bottom_line(found, known, words, typed=True), "bold")
    for one in sentences.overviews(found, known, words, typed=True):
        console.print()
        console.print(table(one.columns, one.rows, title=one.title))
    told = [one for one in known if one.verdict not in (SILENT, FEW)]
    for number, finding in enumerate(told):
        if not number:
            console.print()
        paragraph(console, sentences.dial_sentences(found, finding, words, typed=True))
    console.print()
    for note in sentences.notes(found, words):
        paragraph(console, note)
    paragraph(
        console, f"{found.seconds:.0f} seconds. An exploration, not a prediction: most numbers of the model are "
        "assumptions (sobremesa list parameters).",
    )  # fmt: skip
    console.print()
    console.print("To repeat this:")
    whole_line(console, f"  {command}")
    for path in written:
        whole_line(console, f"Written: {path}")
