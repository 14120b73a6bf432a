"""``sobremesa stress``: does a plan survive the same hard tests as everybody else's?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

import typer

from sim.cli import options
from sim.cli.options import ContextName, Futures, Json, Language, Parameters, Seed, Yes

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from sim.files.context import Context
    from sim.files.parameter_sets import ParameterSets
    from sim.files.plan import Plan
    from sim.files.scenario import Scenario
    from sim.stress.verdicts import StressTest

PlanNames = Annotated[
    list[str],
    typer.Argument(
        metavar="PLAN...", help="Shipped plans or paths of TOML files; the first is the one that the others are "
        "compared with.", show_default=False,
    ),
]  # fmt: skip
Require = Annotated[
    str, typer.Option("--require", metavar="SHARE", help="The share of futures that must still be working, 0 to 1.")
]
Shocks = Annotated[
    str,
    typer.Option(
        "--shocks", metavar="A,B,...", help="Shocks of the suite, shipped scenarios or paths, separated by commas; "
        "'suite' stands for the whole suite, so that 'suite,mine.toml' adds one.",
    ),
]  # fmt: skip
Junit = Annotated[
    str | None,
    typer.Option("--junit", metavar="FILE", help="Write the verdicts as JUnit XML, for builds.", show_default=False),
]
Report = Annotated[
    str | None,
    typer.Option("--report", metavar="FILE", help="Write the verdicts as a page to file.", show_default=False),
]
LONGEST_NAME: Final = 32
"""Characters of a shock's name in a line; longer ones take two, so that no figure is cut at 80 columns."""


@dataclass(frozen=True)
class Files:
    """Where the verdicts are to be written; each may be missing."""

    junit: Path | None
    report: Path | None


def stress(
    plans: PlanNames,
    context: ContextName = "uruguay",
    require: Require = "0.5",
    shocks: Shocks = "suite",
    futures: Futures = "1000",
    seed: Seed = "1",
    parameters: Parameters = "plausible",
    junit: Junit = None,
    report: Report = None,
    language: Language = "en",
    as_json: Json = False,
    yes: Yes = False,
) -> None:
    """Stress-test plans: which shocks in governments and funding do they survive?

    A plan holds in a shock if enough futures are still working at the end, with 95 % certainty. Exit code: 0 all hold,
    1 one breaks, 3 none breaks but one is too close to call, 2 wrong input.
    """
    from sim.language.catalogue import check_language

    required = required_share(require)
    number, luck = options.futures_and_seed(futures, seed)
    files = _checked(junit, report)
    check_language(language)
    names = options.names_in("--shocks", shocks)
    paths = [path for path in (files.junit, files.report) if path is not None]
    options.refuse_overwriting_inputs(paths, [*plans, *names, context, parameters])
    tested = _shocks(names)
    _, ways, place = options.read_files([], plans, context)
    _check_fit(tested, ways, place)
    sets = options.known_sets(parameters)
    command = options.to_repeat(
        "stress", *plans, "--shocks", shocks, "--require", f"{required:g}",
        context=context, futures=number, seed=luck, parameters=parameters,
    )  # fmt: skip
    test = _tested(ways, place, tested, required, number, luck, sets, yes=yes)
    written = _write(test, files, command, language)
    _print(test, command, written, as_json=as_json)
    raise typer.Exit(test.exit_code)


def required_share(text: str) -> float:
    """Return the share that a user requires.

    Raises
    ------
    Mistake
        Where it is no number from 0 to 1.
    """
    from sim.files.mistakes import Mistake, shown

    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0.0 <= share <= 1.0:
        raise Mistake(f"--require is {shown(text)}, but must be a share from 0 to 1, such as 0.5")
    return share


def _checked(junit: str | None, report: str | None) -> Files:
    """Return where to write, after making sure that it can be done."""
    from sim.cli.outputs import checked_file
    from sim.files.mistakes import Mistake, printable

    files = Files(checked_file("--junit", junit), checked_file("--report", report))
    if files.junit is not None and files.report is not None and files.junit.resolve() == files.report.resolve():
        raise Mistake(f"'{printable(str(files.junit))}' is given as the place of two outputs; each needs its own")
    return files


def _shocks(names: list[str]) -> tuple[Scenario, ...]:
    """Return the shocks."""
    from sim.stress.suite import shocks

    for name in names:
        options.refuse_folder("scenario", name)
    return shocks(names)


def _check_fit(shocks: tuple[Scenario, ...], plans: list[Plan], context: Context) -> None:
    """Refuse shocks and plans whose dates lie outside the context's months."""
    from sim.files import library

    for shock in shocks:
        for plan in plans:
            library.check_fit(shock, plan, context)


def _tested(
    plans: list[Plan], context: Context, shocks: tuple[Scenario, ...], require: float, futures: int, seed: int,
    sets: ParameterSets, *, yes: bool,
) -> StressTest:  # fmt: skip
    """Live through everything, with progress; what is absurd must have been confirmed."""
    from sim.cli.amount import amount, refuse_absurd
    from sim.cli.computing import computing
    from sim.stress.verdicts import stress_test

    runs = len(plans) * (1 + sum(bool(one.events) for one in shocks))
    refuse_absurd(amount(futures, runs, len(plans) * len(shocks), context), yes, writes=False)
    with computing() as run:
        return stress_test(
            plans, context, shocks,
            require=require, futures=futures, seed=seed, parameters=sets, progress=run.progress,
            cancelled=run.cancelled,
        )  # fmt: skip


def _write(test: StressTest, files: Files, command: str, language: str) -> list[Path]:
    """Write the files that were asked for, each whole or not at all."""
    from sim.files.writing import replace_file
    from sim.language.catalogue import texts
    from sim.report.facts import day
    from sim.stress.junit import junit_xml

    written = []
    if files.report is not None:
        from sim.report.stress_page import verdict_page

        page = verdict_page(test, command=command, language=language)
        written.append(replace_file(files.report, page.encode()))
    if files.junit is not None:
        written.append(replace_file(files.junit, junit_xml(test, command, day(None), texts())))
    return written


def _print(test: StressTest, command: str, written: list[Path], *, as_json: bool) -> None:
    """Print the verdicts."""
    from sim.cli.terminal import paragraph, print_json, terminal, whole_line
    from sim.language.catalogue import texts
    from sim.stress import sentences

    if as_json:
        print_json(test.to_dict())
        return
    words, console = texts(), terminal()
    for plan in test.plans:
        paragraph(console, sentences.summary(test, plan, words, typed=True), "bold")
        lower = sentences.summary_at_lower(test, plan, words)
        if lower:
            paragraph(console, lower)
    for plan in test.plans:
        console.print()
        console.print(_table(test, plan))
        paragraph(console, sentences.without_shock(test, plan, words))
    console.print()
    _print_notes(console, test)
    console.print()
    console.print("To repeat this:")
    whole_line(console, f"  {command}")
    for path in written:
        whole_line(console, f"Written: {path}")


def _table(test: StressTest, plan: Plan) -> object:
    """Return the verdicts on one plan as a table."""
    import textwrap

    from sim.cli.terminal import table
    from sim.cli.words import of_100, signed

    first = test.plans[0].name
    rows = []
    for verdict in test.verdicts(plan.name):
        name = "\n".join(textwrap.wrap(verdict.shock, LONGEST_NAME))
        row = [name, verdict.verdict.replace("-", " "), of_100(verdict.working)]
        row.append("-" if verdict.against_calm is None else signed(verdict.against_calm))
        if verdict.against_first is not None:
            row.append(signed(verdict.against_first))
        rows.append(row)
    columns = ["shock", "verdict", "working", "by shock", "by plan"]
    against = "" if plan.name == first else f" against {first}"
    title = f"Plan {plan.name}{against}: of 100 futures (95 %; ~ too close to call)"
    return table(columns[: len(rows[0])], rows, title=title, numbers=range(1, len(columns)))


def _print_notes(console: Console, test: StressTest) -> None:
    """Print what was required, of which suite, and how to read it."""
    from sim.cli.terminal import paragraph
    from sim.language.catalogue import texts
    from sim.stress import sentences

    words, futures = texts(), test.comparison.futures
    lines = [
        f"{futures:,} futures of each shock and plan, seed {test.comparison.seed}.",
        sentences.requirement(test, words),
        sentences.which_suite(test, words),
        *sentences.notes(test, words),
        "An exploration, not a prediction: most numbers of the model are assumptions (sobremesa list parameters).",
    ]
    paragraph(console, " ".join(lines))
