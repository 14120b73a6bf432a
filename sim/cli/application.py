"""The commands put together: names, order, help texts and examples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, NoReturn

import typer

from sim.cli.analysing import discover, sensitivity
from sim.cli.breaking import breaking_point
from sim.cli.calibrating import calibrate
from sim.cli.checking import check
from sim.cli.comparing import compare
from sim.cli.dashboard import dashboard
from sim.cli.evidence import evidence
from sim.cli.experiment import row, run_design, status
from sim.cli.experiment import show as show_experiment
from sim.cli.explaining import why
from sim.cli.failures import Commands, leave
from sim.cli.forking import fork
from sim.cli.improving import improve
from sim.cli.levers import levers
from sim.cli.listing import list_files
from sim.cli.pathways import pathways
from sim.cli.querying import query
from sim.cli.robust import robust
from sim.cli.running import run
from sim.cli.schemas import schema
from sim.cli.showing import show
from sim.cli.stressing import stress
from sim.cli.watching import watch

PROGRAM: Final = "sobremesa"

app = typer.Typer(
    cls=Commands,
    name=PROGRAM,
    rich_markup_mode="rich",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Begin with [bold]sobremesa list[/bold], then [bold]sobremesa compare --context costa-rica "
    "--plans baseline,adaptive[/bold].",
)


def _version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        from sim.versions import sobremesa_version

        print(PROGRAM, sobremesa_version())
        raise typer.Exit


def _unwrapped(text: str | None) -> str:
    """Return a docstring with a line for each paragraph, so that the terminal decides where lines end."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in (text or "").split("\n\n"))


def sobremesa(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, metavar="", help="Print the version and end.")
    ] = False,
) -> None:
    """Does an open data community last when governments and funding change?

    Sobremesa lives through many possible decades of a community in a real country and counts in how many of them it
    is still working at the end, and what a plan changes about that. These are explorations, not predictions.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


app.callback(invoke_without_command=True, help=_unwrapped(sobremesa.__doc__))(sobremesa)


def _examples(*lines: str) -> str:
    """Return the end of a help page: commands to try, one a line."""
    return "\n\n".join(["Examples:", *(f"  [bold]sobremesa {line}[/bold]" for line in lines)])


_COMMANDS: Final[Mapping[str, tuple[tuple[str, Callable[..., Any], tuple[str, ...]], ...]]] = {
    "Look around": (
        ("list", list_files, ("list", "list scenarios", "list parameters --json")),
        ("show", show, ("show scenario hostile-successors", "show plan adaptive", "show context costa-rica")),
        ("check", check, ("check my-plan.toml", "check my-community/*.toml")),
        ("dashboard", dashboard, ("dashboard", "dashboard --port 8600 --no-browser")),
    ),
    "Compare futures": (
        (
            "run",
            run,
            (
                "run hostile-successors",
                "run pandemic --plan adaptive --context kenya",
                "run my-decade.toml --out results",
            ),
        ),
        (
            "compare",
            compare,
            (
                "compare",
                "compare pandemic long-squeeze --plans baseline,adaptive",
                "compare --context costa-rica --plans baseline,my-plan.toml --report page.html",
            ),
        ),
        ("watch", watch, ("watch hostile-successors --future 17", "watch pandemic --future 3 --plan adaptive")),
        ("evidence", evidence, ("evidence", "evidence --context kenya", "evidence --json > evidence.json")),
    ),
    "Understand": (
        (
            "why",
            why,
            (
                "why everything-at-once --future 17",
                "why hostile-successors --plan adaptive --context costa-rica",
                "why pandemic --future 3 --without 2029-01:pandemic",
            ),
        ),
        (
            "fork",
            fork,
            (
                "fork hostile-successors --future 17 --month 24 --plans baseline,adaptive",
                "fork big-funders-go --future 3 --month 2029-06 --plans baseline,fund-first,watchdog --out forked",
            ),
        ),
        (
            "stress",
            stress,
            (
                "stress adaptive",
                "stress baseline adaptive --context argentina --report stress.html",
                "stress my-plan.toml --shocks suite,my-shock.toml --require 0.6 --junit stress.xml",
            ),
        ),
        (
            "breaking-point",
            breaking_point,
            (
                "breaking-point --vary funding_cut --plan adaptive",
                "breaking-point hostile-successors --vary hostile_government.month --context kenya",
                "breaking-point --vary change_of_government,funding_cut --report frontier.html",
            ),
        ),
        (
            "pathways",
            pathways,
            (
                "pathways hostile-successors --plans adaptive,grassroots,insider",
                "pathways everything-at-once --plans baseline,my-plan.toml --context kenya --report map.html",
            ),
        ),
        (
            "robust",
            robust,
            ("robust", "robust --plans baseline,adaptive --context kenya", "robust pandemic --futures 4000 --sets 200"),
        ),
        (
            "levers",
            levers,
            (
                "levers",
                "levers breadth voice --context uruguay,kenya --report choices.html",
                "levers effort --plan adaptive --scenarios calm-decade,big-funders-go",
            ),
        ),
        (
            "improve",
            improve,
            (
                "improve baseline --context kenya --budget 10 --out better",
                "improve adaptive --free triggers,raise_funds --scenarios big-funders-go,long-squeeze",
            ),
        ),
    ),
    "Experiments": (
        (
            "query",
            query,
            (
                "query results 'select scenario, avg(working) from summary group by all'",
                "query results 'select * from failures' --csv",
            ),
        ),
        (
            "sensitivity",
            sensitivity,
            ("sensitivity results", "sensitivity results --outcome reuse --report drivers.html"),
        ),
        (
            "discover",
            discover,
            (
                "discover results",
                "discover results --outcome lost_reuse --above 12 --method cart",
                "discover results --plan baseline --save-scenario worst.toml --report when-it-fails.html",
            ),
        ),
    ),
    "Model": (
        ("calibrate", calibrate, ("calibrate my-calibration",)),
        ("schema", schema, ("schema plan > plan.json",)),
    ),
}
"""Commands with what to try, under the headings of the help page."""

for _panel, _commands in _COMMANDS.items():
    for _name, _command, _lines in _commands:
        about = _unwrapped(_command.__doc__)
        app.command(_name, help=about, epilog=_examples(*_lines), rich_help_panel=_panel)(_command)

experiments = typer.Typer(cls=Commands, rich_markup_mode="rich", help="Batch experiments: many points, kept on disk.")
"""The commands of ``sobremesa experiment``."""

_EXPERIMENT_COMMANDS: Final[tuple[tuple[str, Callable[..., Any], tuple[str, ...]], ...]] = (
    (
        "run",
        run_design,
        (
            "experiment run design.toml --out results",
            "experiment run design.toml --out results --workers 8",
            "experiment run design.toml --out /shared/results --cluster tcp://head-node:8786",
        ),
    ),
    ("status", status, ("experiment status results",)),
    ("show", show_experiment, ("experiment show results",)),
    ("row", row, ("experiment row results 3f9c01d2ab45e678 --future 17",)),
)

for _name, _command, _lines in _EXPERIMENT_COMMANDS:
    experiments.command(_name, help=_unwrapped(_command.__doc__), epilog=_examples(*_lines))(_command)

app.add_typer(experiments, name="experiment", rich_help_panel="Experiments")


def main() -> NoReturn:
    """Run the command that the user typed, and end the process with its exit code."""
    leave(typer.main.get_command(app), PROGRAM)
