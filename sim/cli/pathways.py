"""``sobremesa pathways``: when to change course, what waiting costs, and what warns in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from sim.cli import options
from sim.cli.options import ContextName, Futures, Json, Language, Parameters, ScenarioName, Seed, Yes

if TYPE_CHECKING:
    from rich.console import Console

    from sim.files.context import Context
    from sim.files.plan import Plan
    from sim.files.scenario import Scenario
    from sim.pathways.pathways import Pathways

RUNS_OF_A_SWITCH: Final = 2
PlanNames = Annotated[
    str,
    typer.Option(
        "--plans", metavar="A,B,...", help="The plan that the community begins with, then those that it could turn to: "
        "shipped plans or paths, separated by commas.",
    ),
]  # fmt: skip
Report = Annotated[
    str | None,
    typer.Option("--report", metavar="FILE", help="Write the map as a page that opens in any browser.",
                 show_default=False),
]  # fmt: skip

def pathways(
    scenario: ScenarioName,
    plans: PlanNames = "adaptive,baseline,grassroots,fund-first",
    context: ContextName = "uruguay",
    futures: Futures = "300",
    seed: Seed = "1",
    parameters: Parameters = "plausible",
    report: Report = None,
    language: Language = "en",
    as_json: Json = False,
    yes: Yes = False,
) -> None:
    """Say when each plan stops being good enough, what turning to another one a year late costs, and what warns.

    A plan stops being good enough in the first month of six in a row in which the community is not working. Switches
    are simulated in the same futures, in the month in which those six have been seen, and a year later.
    """
    from sim.cli import outputs
    from sim.cli.terminal import print_json, terminal
    from sim.files.writing import replace_file
    from sim.language.catalogue import check_language
    from sim.pathways.pathways import check_question

    number, luck = options.futures_and_seed(futures, seed)
    target = outputs.checked(report=report).report
    check_language(language)
    names = options.names_in("--plans", plans)
    options.refuse_overwriting_inputs([] if target is None else [target], [scenario, *names, context, parameters])
    worlds, ways, place = options.read_files([scenario], names, context)
    check_question(worlds[0], ways, place)
    words = ("pathways", scenario, "--plans", ",".join(names))
    command = options.to_repeat(*words, context=context, futures=number, seed=luck, parameters=parameters)
    found = computed(worlds[0], ways, place, number, luck, parameters, yes=yes)
    if target is not None:
        from sim.report.pathways_page import page

        replace_file(target, page(found, command, language).encode())
    if as_json:
        print_json(found.to_dict())
        return
    _print(terminal(), found, command, None if target is None else str(target))


def computed(
    scenario: Scenario, plans: list[Plan], context: Context, futures: int, seed: int, parameters: str, *, yes: bool
) -> Pathways:
    """Live through all futures, with progress; what is absurd must have been confirmed."""
    from sim.cli.amount import amount, refuse_absurd
    from sim.cli.computing import computing
    from sim.pathways.pathways import pathways as lay_out

    sets = options.known_sets(parameters)
    runs = len(plans) + RUNS_OF_A_SWITCH * (len(plans) - 1)
    refuse_absurd(amount(futures, runs, runs, context), yes, writes=False)
    with computing() as run:
        return lay_out(
            scenario, plans, context, futures=futures, seed=seed, parameters=sets, progress=run.progress,
            cancelled=run.cancelled,
        )  # fmt: skip


PLAN_COLUMNS: Final = ("plan", "working at the end", "of them after failing", "a quarter fails by", "half by", "3/4 by")
SWITCH_COLUMNS: Final = ("to", "never", "in time", "a year late", "gain", "cost of the year", "use lost, months")
SIGNPOST_COLUMNS: Final = ("signpost", "true", "false", "months before", "reliable?")


def _plan_rows(found: Pathways) -> list[tuple[str, ...]]:
    """Return when each plan stops being good enough."""
    from sim.cli.words import of_100
    from sim.results.intervals import of_hundred

    return [
        (
            one.name, of_100(found.working[one.name]), str(of_hundred(found.recovered[one.name].share)),
            *(_date(found, found.tipping[one.name].quartile(share)) for share in (0.25, 0.5, 0.75)),
        )
        for one in found.plans
    ]  # fmt: skip


def _date(found: Pathways, month: int | None) -> str:
    """Return a month as a date; a dash for never."""
    return "-" if month is None else found.context.date_of(month)


def _switch_rows(found: Pathways) -> list[tuple[str, ...]]:
    """Return what each switch does."""
    from sim.cli.words import signed
    from sim.results.intervals import of_hundred

    rows: list[tuple[str, ...]] = []
    for name, one in found.switches.items():
        if one is None:
            rows.append((name, *"-" * (len(SWITCH_COLUMNS) - 1)))
            continue
        shares = (str(of_hundred(share.share)) for share in (one.never, one.in_time, one.late))
        lost = one.work_lost
        work = f"{lost.difference:+.1f} ({lost.low:+.1f} to {lost.high:+.1f})"
        rows.append((name, *shares, signed(one.gain), signed(one.cost), work))
    return rows


def _signpost_rows(found: Pathways) -> list[tuple[str, ...]]:
    """Return how well signposts warn: the best, and the plan's own."""
    from sim.language.catalogue import texts
    from sim.report.pathways_page import MOST_SIGNPOSTS, watched
    from sim.results.intervals import of_hundred

    rows, words = [], texts()
    for one in (*found.signposts[:MOST_SIGNPOSTS], *found.own):
        lead = "-" if one.lead is None else f"{one.lead[1]:.0f} ({one.lead[0]:.0f}-{one.lead[2]:.0f})"
        own = "" if one.threshold is not None else f" ({found.first.name})"
        shares = (str(of_hundred(share.share)) for share in (one.true, one.false))
        rows.append((watched(found, one, words, typed=True) + own, *shares, lead, "yes" if one.reliable else "no"))
    return rows


def _print(console: Console, found: Pathways, command: str, written: str | None) -> None:
    """Print the findings."""
    from sim.cli.terminal import paragraph, table, whole_line
    from sim.language.catalogue import texts
    from sim.report import pathways_page as said

    words = texts()
    paragraph(console, said.headline(found, words, typed=True), "bold")
    console.print()
    console.print(table(PLAN_COLUMNS, _plan_rows(found), title=said.plan_title(words)))
    console.print()
    title = said.switch_title(found, words, typed=True)
    console.print(table(SWITCH_COLUMNS, _switch_rows(found), title=title, numbers=(1, 2, 3, 4, 5)))
    console.print()
    if found.signposts:
        title = said.signpost_title(found, words, typed=True)
        console.print(table(SIGNPOST_COLUMNS, _signpost_rows(found), title=title, numbers=(1, 2, 3)))
        console.print()
    paragraph(console, " ".join([*said.notes(found, words), "~ too close to call."]))
    console.print()
    console.print("To repeat this:")
    whole_line(console, f"  {command}")
    if written is not None:
        whole_line(console, f"Written: {written}")
