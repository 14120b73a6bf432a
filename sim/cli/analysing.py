"""``sobremesa sensitivity`` and ``sobremesa discover``: what drives an outcome of an experiment, and when it fails."""

from __future__ import annotations

import math
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from sim.cli.options import Json, Language

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from sim.experiments.discovery import Discovery
    from sim.experiments.sensitivity import Sensitivity
    from sim.experiments.studied import Happening, Study, Values

MOST_ROWS: Final = 40
"""Inputs that are printed; --json has all."""

Folder = Annotated[
    str, typer.Argument(metavar="DIR", help="The folder of an experiment that was run.", show_default=False)
]
Outcome = Annotated[
    str,
    typer.Option(
        "--outcome", metavar="OUTCOME", help="Which outcome of a future: working, collapsed, reuse, lost_reuse ..."
    ),
]
OnlyScenario = Annotated[
    str | None, typer.Option("--scenario", metavar="NAME", help="Only this one of its scenarios.", show_default=False)
]
OnlyPlan = Annotated[
    str | None, typer.Option("--plan", metavar="NAME", help="Only this one of its plans.", show_default=False)
]
OnlyContext = Annotated[
    str | None, typer.Option("--context", metavar="NAME", help="Only this one of its contexts.", show_default=False)
]
Report = Annotated[
    str | None,
    typer.Option("--report", metavar="FILE", help="Write a page with the picture (.html).", show_default=False),
]
Limit = Annotated[
    float | None,
    typer.Option("--above", metavar="X", help="Of a number: look for futures above this.", show_default=False),
]
LowLimit = Annotated[
    float | None,
    typer.Option("--below", metavar="X", help="Of a number: look for futures below this.", show_default=False),
]
Method = Annotated[str, typer.Option("--method", metavar="METHOD", help="How to search: prim or cart.")]
SaveScenario = Annotated[
    str | None,
    typer.Option(
        "--save-scenario", metavar="FILE", help="Write the middle of the box as a scenario (.toml).", show_default=False
    ),
]


def sensitivity(
    folder: Folder,
    outcome: Outcome = "working",
    scenario: OnlyScenario = None,
    plan: OnlyPlan = None,
    context: OnlyContext = None,
    report: Report = None,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Say what drives an outcome of an experiment: Sobol' indices or Morris effects, with intervals.

    For designs with sampling "sobol" or "morris". Points without a value are counted, and too many of them refused; it
    says whether the indices have converged, and how much of the outcome is luck.
    """
    from sim.cli.outputs import checked_file
    from sim.cli.terminal import print_json, terminal
    from sim.language.catalogue import check_language, texts

    check_language(language)
    page = checked_file("--report", report)
    study = _opened(folder)
    with _caveats_first(study):
        found = _sensitivities(study, outcome, scenario=scenario, plan=plan, context=context)
    command = _command("sensitivity", folder, outcome=outcome, scenario=scenario, plan=plan, context=context)
    if page is not None:
        from sim.files.writing import replace_file
        from sim.report.analysis_page import sensitivity_page

        replace_file(page, sensitivity_page(study, found, command, texts(language)).to_html(language=language).encode())
    if as_json:
        print_json(_sensitivity_json(study, found, command))
        return
    _print_sensitivity(terminal(), study, found, command, page)


def discover(
    folder: Folder,
    outcome: Outcome = "working",
    above: Limit = None,
    below: LowLimit = None,
    method: Method = "prim",
    scenario: OnlyScenario = None,
    plan: OnlyPlan = None,
    context: OnlyContext = None,
    save_scenario: SaveScenario = None,
    report: Report = None,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Say under which conditions an experiment's futures fail, in a sentence that was checked on futures put aside.

    The search (PRIM or CART) sees two thirds of the points; what it finds counts only where it holds on the others. For
    another outcome than working: a flag is looked for where it is bad, a number above or below a limit.
    """
    from sim.cli.outputs import checked_file
    from sim.cli.terminal import print_json, terminal
    from sim.experiments.studied import happening
    from sim.language.catalogue import check_language, texts

    check_language(language)
    what = happening(outcome, above, below)
    page, target = checked_file("--report", report), checked_file("--save-scenario", save_scenario)
    study = _opened(folder)
    with _caveats_first(study):
        values, found = _discovered(study, what, method, scenario=scenario, plan=plan, context=context)
    command = _command(
        "discover", folder, outcome=outcome, above=above, below=below, method=method, scenario=scenario, plan=plan,
        context=context,
    )  # fmt: skip
    with _caveats_first(study):
        written = [] if target is None else [
            _saved(study, found, what, target, scenario=scenario, plan=plan, context=context)
        ]  # fmt: skip
    if page is not None:
        from sim.files.writing import replace_file
        from sim.report.analysis_page import discovery_page

        made = discovery_page(study, found, what, values, command, texts(language))
        written.append(replace_file(page, made.to_html(language=language).encode()))
    if as_json:
        print_json(_discovery_json(study, found, what, values, command))
        return
    _print_discovery(terminal(), study, found, what, values, command, written)


def _opened(folder: str) -> Study:
    """Return the experiment in a folder."""
    from pathlib import Path

    from sim.experiments.studied import open_study

    return open_study(Path(folder))


@contextmanager
def _caveats_first(study: Study) -> Iterator[None]:
    """Say what is missing or failed also where an analysis is refused: it is often why."""
    from sim.files.mistakes import Mistake

    try:
        yield
    except Mistake as mistake:
        caveats = [caveat.replace("; ", ", ") for caveat in study.experiment.caveats()]
        raise Mistake("; ".join([*caveats, str(mistake)])) from mistake


def _command(name: str, folder: str, **options: Any) -> str:
    """Return the command that says the same again."""
    words = ["sobremesa", name, folder]
    for option, value in options.items():
        if value is not None:
            words += [f"--{option}", str(value)]
    return shlex.join(words)


Cell = tuple[str, str, str]


def _sensitivities(study: Study, outcome: str, **names: str | None) -> list[tuple[Cell, Sensitivity]]:
    """Return the analysis of each combination of scenario, plan and context."""
    from sim.experiments.sensitivity import METHODS, sensitivity
    from sim.experiments.studied import by_cell, luck_of, only, outcome_expression, values_of
    from sim.files.mistakes import Mistake

    method = study.design.sampling
    if method not in METHODS:
        raise Mistake(
            f"this experiment's sampling is '{method}', but sensitivity indices need 'sobol' or 'morris'; "
            "sobremesa discover takes any sampling"
        )
    expression = outcome_expression(outcome)
    found = []
    for cell, rows in by_cell(only(study, **names)):
        values = values_of(study, rows, expression, outcome)
        luck = luck_of(study, cell, expression)
        found.append((cell, sensitivity(rows, values.mean, study.factors, method, luck)))
    return found


def _discovered(study: Study, what: Happening, method: str, **names: str | None) -> tuple[Values, Discovery]:
    """Return what was looked for at each point, and the box."""
    from sim.experiments.discovery import discover
    from sim.experiments.studied import groups_of, named_factors, only, values_of

    samples = only(study, **names)
    values = values_of(study, samples, what.expression, what.outcome)
    factors = named_factors(study)
    return values, discover(samples, values.mean, factors, method, groups_of(study, samples))


def _saved(study: Study, found: Discovery, what: Happening, target: Path, **names: str | None) -> Path:
    """Write the middle of the box as a scenario."""
    from sim.experiments.box_scenario import scenario_of_box
    from sim.files import library
    from sim.language.catalogue import texts

    made = scenario_of_box(study, found, what, target.stem, texts=texts(), **names)
    return library.save(made, target)


def _sensitivity_json(study: Study, found: list[tuple[Cell, Sensitivity]], command: str) -> dict[str, Any]:
    from sim.experiments.points import KINDS
    from sim.experiments.sensitivity import to_dict

    analyses = [dict(zip(KINDS, cell, strict=True)) | to_dict(one) for cell, one in found]
    return {"command": command, "caveats": study.experiment.caveats(), "analyses": analyses}


def _discovery_json(
    study: Study, found: Discovery, what: Happening, values: Values, command: str
) -> dict[str, Any]:  # fmt: skip
    from sim.experiments.discovery import to_dict
    from sim.experiments.saying import of_discovery
    from sim.language.catalogue import texts

    looked_for = {"outcome": what.outcome, "side": what.side, "threshold": what.threshold}
    missing = {"failed": values.failed, "unfinished": values.unfinished, "undefined": values.undefined}
    return {
        "command": command, "caveats": study.experiment.caveats(), "happening": looked_for, "without_value": missing,
        "sentences": of_discovery(found, what, texts()), **to_dict(found),
    }  # fmt: skip


def _print_sensitivity(
    console: Console, study: Study, found: list[tuple[Cell, Sensitivity]], command: str, page: Path | None
) -> None:
    """Print a table for each scenario, plan and context, with what to think of it."""
    from sim.cli.terminal import paragraph
    from sim.experiments.saying import of_sensitivity
    from sim.language.catalogue import texts

    _print_caveats(console, study)
    for cell, one in found:
        paragraph(console, texts()("sensitivity.title", outcome=one.outcome) + f": {', '.join(cell)}", "bold")
        console.print(_table(one))
        console.print()
        paragraph(console, " ".join(of_sensitivity(one, texts())))
        console.print()
    _print_end(console, command, [] if page is None else [page])


def _table(found: Sensitivity) -> object:
    """Return the inputs with their indices and intervals, the strongest first."""
    from sim.cli.terminal import table

    columns: dict[str, tuple[str, ...]] = {
        "sobol": ("total", "first"),
        "morris": ("effect",),
    }
    names = columns[found.method]
    head = [part for name in names for part in (name, "95 %")]
    extra = ("direction", "spread") if found.method == "morris" else ()
    rows = [
        (
            str(name),
            *(
                text
                for column in names
                for text in (f"{row[column]:.3f}", f"{row[column + '_low']:.2f} to {row[column + '_high']:.2f}")
            ),
            *(f"{row[column]:+.3f}" if column == "direction" else f"{row[column]:.3f}" for column in extra),
        )
        for name, row in found.table.iloc[:MOST_ROWS].iterrows()
    ]
    return table(("input", *head, *extra), rows, numbers=tuple(range(1, 1 + len(head) + len(extra))))


def _print_discovery(
    console: Console, study: Study, found: Discovery, what: Happening, values: Values, command: str,
    written: list[Path],
) -> None:  # fmt: skip
    """Print the sentence, the figures behind it, and how far to trust it."""
    from sim.cli.terminal import paragraph, table
    from sim.experiments.conditions import condition
    from sim.experiments.saying import of_discovery, of_missing
    from sim.language.catalogue import texts

    _print_caveats(console, study)
    first, *others = of_discovery(found, what, texts())
    paragraph(console, first, "bold")
    if found.box:
        console.print()
        rows = [
            (one.factor.name, condition(one, texts()), _chance(found, one.factor.name)) for one in found.box
        ]  # fmt: skip
        console.print(table(("input", "condition", "by chance"), rows, numbers=(2,)))
        console.print()
        sizes = [
            (name, f"{100 * size.density:.0f}", f"{100 * size.elsewhere:.0f}", f"{100 * size.coverage:.0f}",
             f"{size.points_inside:,} of {size.points:,}")
            for name, size in (("found in", found.learned), ("checked on", found.held_out))
        ]  # fmt: skip
        console.print(table(("", "inside", "elsewhere", "coverage", "points inside"), sizes, numbers=(1, 2, 3, 4)))
    console.print()
    missing = of_missing(values, texts())
    paragraph(console, " ".join([*others, missing]).strip())
    _print_end(console, command, written)


def _chance(found: Discovery, name: str) -> str:
    """Return how likely it is that a restriction looks so good by chance, on the points put aside."""
    chance = found.without[name].chance
    if math.isnan(chance):
        return "-"
    return "< 0.001" if chance < 0.001 else f"{chance:.3f}"


def _print_caveats(console: Console, study: Study) -> None:
    """Print first what is missing or failed."""
    from sim.cli.terminal import paragraph

    for caveat in study.experiment.caveats():
        paragraph(console, f"Note: {caveat}.", "yellow")


def _print_end(console: Console, command: str, written: list[Path]) -> None:
    """Print which files were written, and the command that says the same again."""
    from sim.cli.terminal import whole_line
    from sim.files.mistakes import printable

    console.print()
    for path in written:
        whole_line(console, f"Written: {printable(str(path))}")
    whole_line(console, command)
