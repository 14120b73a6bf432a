"""``sobremesa compare``: scenarios by plans, in the same futures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from sim.cli import options
from sim.cli.options import ContextName, Futures, Json, Language, Out, Parameters, Seed, Yes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from sim.cli.outputs import Outputs
    from sim.files.context import Context
    from sim.files.plan import Plan
    from sim.files.scenario import Scenario
    from sim.results.compare import Comparison

MANY_COMPARISONS: Final = 10
"""From so many differences on, the reader is told that luck alone makes some of them look clear."""

ScenarioNames = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SCENARIO", help="Shipped scenarios or paths of TOML files; none: all shipped ones.",
        show_default=False,
    ),
]  # fmt: skip
PlanNames = Annotated[
    str,
    typer.Option(
        "--plans", metavar="A,B,...", help="Shipped plans or paths, separated by commas; the first is the one that "
        "the others are compared with.",
    ),
]  # fmt: skip
Report = Annotated[
    str | None,
    typer.Option("--report", metavar="FILE", help="Write a page that opens in any browser.", show_default=False),
]
Csv = Annotated[
    str | None,
    typer.Option(
        "--csv", metavar="FILE", help="Write one line for each scenario and plan, for spreadsheets.", show_default=False
    ),
]

Split = Annotated[
    bool,
    typer.Option(
        "--split",
        help="Say where the spread comes from: luck, which community it is, parameters. Lives as many "
        "futures as the first plan has once more.",
    ),
]


def compare(
    scenarios: ScenarioNames = None,
    plans: PlanNames = "baseline",
    context: ContextName = "uruguay",
    futures: Futures = "1000",
    seed: Seed = "1",
    parameters: Parameters = "plausible",
    split: Split = False,
    report: Report = None,
    language: Language = "en",
    csv: Csv = None,
    out: Out = None,
    as_json: Json = False,
    yes: Yes = False,
) -> None:
    """Compare plans over scenarios: in how many of 100 futures is the community still working?

    Every scenario is simulated under every plan, with the same luck, so that any difference is what the plan
    changes. Files that are already there are replaced.
    """
    from sim.cli import outputs

    number, luck = options.futures_and_seed(futures, seed)
    targets = outputs.checked(out, csv, report, language)
    names = options.names_in("--plans", plans)
    options.refuse_overwriting_inputs(targets.paths, [*(scenarios or ()), *names, context, parameters])
    worlds, ways, place = options.read_files(scenarios or _all_scenarios(), names, context)
    words = (
        "compare",
        *(scenarios or ()),
        "--plans",
        ",".join(names),
        *(() if language == "en" else ("--language", language)),
        *(("--split",) if split else ()),
    )
    command = options.to_repeat(*words, context=context, futures=number, seed=luck, parameters=parameters)
    writes = targets.folder is not None
    comparison = computed(worlds, ways, place, number, luck, parameters, yes=yes, writes=writes, split=split)
    present(comparison, targets, command, as_json=as_json)


def _all_scenarios() -> list[str]:
    from sim.files import library

    return list(library.names("scenario"))


def computed(
    scenarios: list[Scenario],
    plans: list[Plan],
    context: Context,
    futures: int,
    seed: int,
    parameters: str,
    *,
    yes: bool,
    writes: bool,
    split: bool = False,
) -> Comparison:
    """Live through all futures, with progress; what is absurd must have been confirmed."""
    from sim.cli.amount import amount, refuse_absurd
    from sim.cli.computing import computing
    from sim.results.compare import compare as compare_all
    from sim.results.second_lives import with_second_lives

    sets = options.known_sets(parameters)
    runs = (len(plans) + split) * (1 + sum(bool(one.events) for one in scenarios))
    refuse_absurd(amount(futures, runs, len(plans) * len(scenarios), context), yes, writes)
    with computing() as run:
        comparison = compare_all(
            scenarios,
            plans,
            context,
            futures=futures,
            seed=seed,
            parameters=sets,
            progress=run.progress,
            cancelled=run.cancelled,
        )
        if split:
            comparison = with_second_lives(comparison, progress=run.progress, cancelled=run.cancelled)
    return comparison


def present(comparison: Comparison, targets: Outputs, command: str, *, as_json: bool) -> None:
    """Write the files, then print the comparison."""
    from sim.cli import outputs
    from sim.cli.terminal import print_json, terminal

    written = outputs.write_all(targets, comparison, command)
    with outputs.remembering(written):
        if as_json:
            print_json(comparison.to_dict())
            return
        console = terminal()
        _print(console, comparison)
        print_end(console, comparison, command, written)


def _print(console: Console, comparison: Comparison) -> None:
    """Print the headline and the tables."""
    from sim.cli.terminal import paragraph, table
    from sim.cli.words import MOST_PLANS_IN_DETAIL, difference_in_words, headline, years_difference_in_words

    paragraph(console, headline(comparison), "bold")
    _print_given_up(console, comparison)
    first = comparison.plans[0].name
    if len(comparison.plans) > MOST_PLANS_IN_DETAIL:
        _print_overview(console, comparison)
        return
    for plan in comparison.plans:
        console.print()
        console.print(_shares(comparison, plan.name))
        if plan.name != first:
            rows = [
                (
                    one.name,
                    difference_in_words(comparison.against_first_plan(one.name, plan.name)),
                    years_difference_in_words(comparison.years_against_first_plan(one.name, plan.name)),
                )
                for one in comparison.scenarios
            ]
            console.print()
            title = f"Still working under {plan.name} against {first}, in the same futures"
            console.print(table(("scenario", "difference", "years of work"), rows, title=title))


def _print_given_up(console: Console, comparison: Comparison) -> None:
    """Print a line for each plan but the first: what it gives up against that."""
    from sim.cli.terminal import paragraph
    from sim.cli.words import given_up_in_words

    first, *others = [plan.name for plan in comparison.plans]
    if others:
        console.print()
        paragraph(console, f"Against {first}, at the end of {comparison.scenarios[0].name}:")
    for name in others:
        paragraph(console, given_up_in_words(comparison, name))


def _print_overview(console: Console, comparison: Comparison) -> None:
    """Print many plans side by side: a row for each scenario, a column for each plan."""
    from sim.cli.terminal import paragraph, table
    from sim.cli.words import signed
    from sim.results.intervals import of_hundred

    names = [plan.name for plan in comparison.plans]
    scenarios = [one.name for one in comparison.scenarios]
    first, *others = names
    headings = _headings(console, scenarios, names)
    if headings != names:
        console.print()
        paragraph(console, f"Plans: {', '.join(map(' '.join, zip(headings, names, strict=True)))}.")
        first = f"{headings[0]} {first}"
    numbers = tuple(range(1, len(names) + 1))
    working = [
        (one, *(str(of_hundred(comparison.cell(one, name).working.share)) for name in names)) for one in scenarios
    ]
    console.print()
    console.print(table(("scenario", *headings), working, title="Still working, of 100 futures", numbers=numbers))
    changed = [(one, *(signed(comparison.against_first_plan(one, name)) for name in others)) for one in scenarios]
    console.print()
    title = f"More or fewer than under {first}, in the same futures (~ too close to call)"
    console.print(table(("scenario", *headings[1:]), changed, title=title, numbers=numbers[:-1]))
    years = [(one, *(f"{comparison.cell(one, name).years.mean:.1f}" for name in names)) for one in scenarios]
    console.print()
    title = "Years of work: months in which it is working, in years, on average"
    console.print(table(("scenario", *headings), years, title=title, numbers=numbers))
    console.print()
    paragraph(console, "Every interval, collapse and month lost: --report, --csv or --json, or compare fewer plans.")


def _headings(console: Console, scenarios: list[str], names: list[str]) -> list[str]:
    """Return what stands above the columns of plans: their names where the terminal is wide enough, or numbers."""
    width = max(map(len, ("scenario", *scenarios))) + sum(max(len(name), 3) + 1 for name in names)
    return names if width <= console.width else [str(number) for number in range(1, len(names) + 1)]


def _shares(comparison: Comparison, plan: str) -> object:
    """Return the table of one plan."""
    from sim.cli.terminal import table
    from sim.cli.words import of_100, spread_in_words

    rows = []
    for scenario in comparison.scenarios:
        cell = comparison.cell(scenario.name, plan)
        shares = [of_100(share) for share in (cell.working, cell.collapsed, cell.recovered)]
        working, *others = shares
        rows.append((scenario.name, working, f"{cell.years.mean:.1f}", *others, spread_in_words(cell.months_lost())))
    columns = ("scenario", "working", "years", "collapsed", "recovered", "months lost")
    return table(columns, rows, title=f"Plan {plan}: of 100 futures (95 % interval)", numbers=(1, 2, 3, 4, 5))


def print_end(console: Console, comparison: Comparison, command: str, written: Sequence[Path]) -> None:
    """Print how to read the figures, what is assumed, how to repeat them, and which files were written."""
    from sim.cli.terminal import paragraph, whole_line

    console.print()
    paragraph(console, " ".join(notes(comparison)))
    console.print()
    console.print("To repeat this:")
    whole_line(console, f"  {command}")
    for path in written:
        whole_line(console, f"Written: {path}")


def ignorance(comparison: Comparison) -> list[str]:
    """Return how the spread between futures splits, under the first plan where it breaks most often."""
    first = comparison.plans[0].name
    hardest = min((comparison.cell(one.name, first) for one in comparison.scenarios), key=lambda one: one.working.share)
    found = hardest.spread_of("working")
    if found is None:
        from sim.language.catalogue import texts
        from sim.results.variance import futures_needed

        there = len(comparison.parameter_sets)
        needed = futures_needed(there)
        if needed is None or comparison.futures >= needed or hardest.again is not None:
            return []
        other = "With --split, futures of the first plan are lived once more, which tells it of fewer."
        return [texts()("variance.too_few", sets=there, n=needed), other]
    sets = f"{len(comparison.parameter_sets)} {comparison.parameters} parameter sets"
    where = f"({hardest.scenario}, {first})"
    sentence = f"Each future lives with one of {sets}: of the spread between futures working and not {where}, "
    sentence += f"{100 * found.ignorance:.0f} % come from the parameters ({100 * found.low:.0f}-{100 * found.high:.0f})"
    if found.community is None:
        return [f"{sentence}, the rest from luck and from which community it is (--split tells them apart)."]
    community = f"{100 * found.community:.0f} % from which community it is, how it differs and how it begins"
    interval = f"{100 * found.community_low:.0f}-{100 * found.community_high:.0f}"
    doubt = "" if found.shows_community else ", too little to be told from none"
    return [f"{sentence}, {community} ({interval}{doubt}), and {100 * found.luck:.0f} % from luck in the months after."]


def notes(comparison: Comparison) -> list[str]:
    """Return the sentences on how to read the figures; only of what is printed."""
    from sim.cli.words import MOST_PLANS_IN_DETAIL

    lines = [f"{comparison.futures:,} futures of each scenario and plan, seed {comparison.seed}."]
    if len(comparison.plans) > 1:
        lines.append(f"Every plan is compared with {comparison.plans[0].name}, future by future.")
    in_detail = len(comparison.plans) <= MOST_PLANS_IN_DETAIL
    if in_detail:
        lines.append("Years: months in which it is working, in years, on average.")
    if in_detail and any(cell.blow is not None for cell in comparison.cells.values()):
        lines.append(
            "Months lost (median, quartiles): data use that is missing in the 36 months after the first blow, compared "
            "with the same futures without the scenario's events."
        )
    lines.extend(ignorance(comparison))
    if comparison.comparisons:
        lines.append(f"Paired differences made: {comparison.comparisons}.")
    if comparison.comparisons >= MANY_COMPARISONS:
        lines.append("Of 20 comparisons without a real difference, about one would still look clear by luck.")
    lines.append(
        "Assumed: most numbers of the model (sobremesa list parameters), and that working means at least half of the "
        "people and half of the data use that a future began with. Figures of different contexts are not to be "
        "compared: each future is judged by its own beginning. An exploration, not a prediction."
    )
    return lines
