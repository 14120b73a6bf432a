"""``sobremesa robust``: does the ranking of plans hold when the model is doubted?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from sim.cli import options
from sim.cli.options import ContextName, Futures, Json, Parameters, Seed, Yes
from sim.robustness.reasons import NOT_BEYOND_CHANCE, NOT_BY_REACTING, TOO_CLOSE

if TYPE_CHECKING:
    from rich.console import Console

    from sim.files.context import Context
    from sim.files.plan import Plan
    from sim.files.scenario import Scenario
    from sim.robustness.assessment import Robustness
    from sim.robustness.rankings import Ranking

MOST_SENTENCES: Final = 6
"""Of more pairs only the table is printed; --json has a sentence for each."""

ScenarioNames = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SCENARIO", help="What plans are ranked over: shipped scenarios or paths; none: calm-decade, "
        "hostile-successors, big-funders-go and everything-at-once.", show_default=False,
    ),
]  # fmt: skip
PlanNames = Annotated[
    str | None,
    typer.Option(
        "--plans", metavar="A,B,...", help="Two or more shipped plans or paths, separated by commas; by default all "
        "shipped ones.", show_default=False,
    ),
]  # fmt: skip
Sets = Annotated[
    str, typer.Option("--sets", metavar="N", help="How many parameter sets the futures are shared by, evenly.")
]


def robust(
    scenarios: ScenarioNames = None,
    plans: PlanNames = None,
    context: ContextName = "uruguay",
    futures: Futures = "2000",
    sets: Sets = "100",
    seed: Seed = "1",
    parameters: Parameters = "plausible",
    as_json: Json = False,
    yes: Yes = False,
) -> None:
    """Ask how far rankings of plans can be trusted: over parameters, thresholds and variants of the model.

    A plan is called better than another only if the difference is clear, if it also beats nine in ten random plans of
    equal effort, and, where it reacts to signposts, if it beats the same effort without reacting.
    """
    from sim.cli.terminal import print_json, terminal
    from sim.files import library
    from sim.robustness.assessment import SCENARIOS, check_question
    from sim.robustness.equal_effort import RANDOM_PLANS

    number, luck = options.futures_and_seed(futures, seed)
    lived_with = options.whole_number("--sets", sets, 1, options.MOST_FUTURES)
    names = list(library.names("plan")) if plans is None else options.names_in("--plans", plans)
    worlds, ways, place = options.read_files(scenarios or list(SCENARIOS), names, context)
    check_question(ways, worlds, place, RANDOM_PLANS)
    found = computed(worlds, ways, place, number, lived_with, luck, parameters, yes=yes)
    if as_json:
        print_json(found.to_dict())
        return
    words = ("robust", *(scenarios or ()), *(() if plans is None else ("--plans", ",".join(names))), "--sets", sets)
    command = options.to_repeat(*words, context=context, futures=number, seed=luck, parameters=parameters)
    _print(terminal(), found, command)


def computed(
    scenarios: list[Scenario],
    plans: list[Plan],
    context: Context,
    futures: int,
    sets: int,
    seed: int,
    parameters: str,
    *,
    yes: bool,
) -> Robustness:
    """Live through all futures, with progress; what is absurd must have been confirmed."""
    from sim.cli.amount import amount, refuse_absurd
    from sim.cli.computing import computing
    from sim.robustness.assessment import futures_needed
    from sim.robustness.assessment import robust as assess

    known = options.known_sets(parameters)
    needed = futures_needed(plans, len(scenarios), futures)
    refuse_absurd(amount(futures, max(1, round(needed / futures)), 1, context), yes, writes=False)
    with computing() as run:
        return assess(
            plans, scenarios, context, futures=futures, sets=sets, seed=seed, parameters=known,
            progress=run.progress, cancelled=run.cancelled,
        )  # fmt: skip


def _print(console: Console, found: Robustness, command: str) -> None:
    """Print what may be said, every pair, every plan, and how to read it."""
    from sim.cli.terminal import paragraph, whole_line

    paragraph(console, headline(found), "bold")
    for made in (_pairs(found), _plans(found)):
        console.print()
        console.print(made)
    console.print()
    if len(found.rankings) <= MOST_SENTENCES:
        for one in found.rankings:
            paragraph(console, one.sentence(found.parameters))
        console.print()
    paragraph(console, notes(found))
    console.print()
    console.print("To repeat this:")
    whole_line(console, f"  {command}")


def headline(found: Robustness) -> str:
    """Return what may be said of the rankings."""
    better = [one for one in found.rankings if one.better]
    where = found.context.title or found.context.name
    pairs = len(found.rankings)
    scenarios = len(found.scenarios)
    over = "1 scenario" if scenarios == 1 else f"{scenarios} scenarios"
    sentence = f"{where}, {over}: of {pairs} pairs of plans, in {len(better)} one may be"
    if pairs == 1:
        sentence = f"{where}: of the two plans, {'one' if better else 'neither'} may be"
    return f"{sentence} called better."


def _pairs(found: Robustness) -> object:
    """Return the table of all pairs."""
    from sim.cli.terminal import table

    rows = [_pair(one) for one in found.rankings]
    columns = ("ahead", "of", "more", f"of {found.sets}", "of 3", "of 4", "better?")
    title = (
        "How many more of 100 futures are still working (~ too close to call), and in how many "
        f"parameter {'set' if found.sets == 1 else 'sets'} (of {found.sets}: ahead/level/behind), "
        "thresholds (of 3) and variants of the model (of 4) that holds"
    )
    return table(columns, rows, title=title, numbers=(2, 3, 4, 5))


SHORT: Final = {TOO_CLOSE: "too close", NOT_BEYOND_CHANCE: "random does it", NOT_BY_REACTING: "fixed does it"}
"""Reasons why a plan may not be called better, for the table."""


def _pair(one: Ranking) -> tuple[str, ...]:
    """Return one pair's row."""
    from sim.cli.words import signed

    if one.is_level:
        return (one.ahead, one.behind, "level", "-", "-", "-", "no")
    verdict = "yes" if one.better else ", ".join(SHORT[reason] for reason in one.reasons)
    held = ("/".join(map(str, one.sets)), str(one.thresholds_held), str(one.variants_held))
    return (one.ahead, one.behind, signed(one.difference), *held, verdict)


def _plans(found: Robustness) -> object:
    """Return the table of all plans."""
    from sim.cli.terminal import table
    from sim.cli.words import signed
    from sim.results.intervals import of_hundred

    rows = []
    for one in sorted(found.standings, key=lambda standing: -standing.null.rank):
        control = "-" if one.against_control is None else signed(one.against_control)
        null = one.null
        verdict = "yes" if null.beaten else "no"
        figures = (str(of_hundred(null.own)), str(of_hundred(null.bar)), str(of_hundred(null.rank)))
        rows.append((one.name, *figures, verdict, control))
    columns = ("plan", "working", "to beat", "beats", "enough?", "reacting adds")
    title = (
        f"Each plan against {found.random_plans} random plans of equal effort: of 100 futures still working, what has "
        f"to be exceeded, and how many of 100 random plans do worse ({found.in_null} futures of each scenario)"
    )
    return table(columns, rows, title=title, numbers=(1, 2, 3))


def _in_sets(found: Robustness) -> str:
    """Return how the futures are shared by parameter sets."""
    each = found.futures // found.sets
    if found.sets == 1:
        return f"all in one parameter set ({found.parameters})"
    return f"{each} in each parameter set ({found.sets} of the {found.parameters} ones)"


def notes(found: Robustness) -> str:
    """Return the sentences on how to read the tables."""
    from sim.robustness.rankings import FEWEST_GROUPS

    each = found.futures // found.sets
    scenarios = ", ".join(one.name for one in found.scenarios)
    many = len(found.rankings) > 1
    alone = "Each interval stands alone: of twenty pairs of equals one seems to differ by luck. " if many else ""
    over = "all sets" if found.sets >= FEWEST_GROUPS else "futures: so few sets tell nothing of all"
    return (
        f"Over {scenarios}; {found.futures:,} futures of each, {_in_sets(found)}; "
        f"seed {found.seed}; {found.seconds:.0f} seconds. "
        f"In each set the plan with more of its {each * len(found.scenarios)} futures working is ahead, so some sets "
        f"are won by luck; the interval (95 %) of the difference is over {over}. "
        f"{alone}"
        "Thresholds: a third, half or two thirds of the people and the data use that a future began with. "
        f"Variants ({found.in_variants:,} futures of each scenario): no better or worse times, teams without "
        "experience to lose, no fighting over money, fierce fighting. "
        "A random plan has the plan's levers, a random mix of activities, and does not react; to beat: nine in ten of "
        "them. Reacting is compared with the same plan fixed at the mean effort that it really spent."
    )
