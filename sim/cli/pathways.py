"""``sobremesa pathways``: when to change course, what waiting costs, and what warns in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from sim.cli import options
from sim.cli.options import ContextName, Futures, Json, Parameters, ScenarioName, Seed, Yes

if TYPE_CHECKING:
    from rich.console import Console

    from sim.files.context import Context
    from sim.files.plan import Plan
    from sim.files.scenario import Scenario
    from sim.pathways.pathways import Pathways
    from sim.pathways.signposts import Signpost

RUNS_OF_A_SWITCH: Final = 2
MOST_SIGNPOSTS: Final = 5
"""Signposts that are printed; --json has all."""

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
    as_json: Json = False,
    yes: Yes = False,
) -> None:
    """Say when each plan stops being good enough, what turning to another one a year late costs, and what warns.

    A plan stops being good enough in the first month of six in a row in which the community is not working. Switches
    are lived through in the same futures, in the month in which those six have been seen, and a year later.
    """
    from sim.cli import outputs
    from sim.cli.terminal import print_json, terminal
    from sim.files.writing import replace_file
    from sim.pathways.pathways import check_question

    number, luck = options.futures_and_seed(futures, seed)
    target = outputs.checked(report=report).report
    names = options.names_in("--plans", plans)
    options.refuse_overwriting_inputs([] if target is None else [target], [scenario, *names, context, parameters])
    worlds, ways, place = options.read_files([scenario], names, context)
    check_question(worlds[0], ways, place)
    words = ("pathways", scenario, "--plans", ",".join(names))
    command = options.to_repeat(*words, context=context, futures=number, seed=luck, parameters=parameters)
    found = computed(worlds[0], ways, place, number, luck, parameters, yes=yes)
    if target is not None:
        replace_file(target, page(found, command).encode())
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


def page(found: Pathways, command: str) -> str:
    """Return the map as a page."""
    from sim.language.catalogue import texts
    from sim.language.files import title_of
    from sim.report.pathways_chart import pathways_in_words, pathways_map
    from sim.report.picture_page import PageTable, PicturePage

    words = texts()
    title = words(
        "pathways.title", scenario=title_of(found.scenario, "en"), context=title_of(found.context, "en")
    )  # fmt: skip
    return PicturePage(
        kicker="Sobremesa pathways", title=title, lead=headline(found),
        pictures=[(pathways_map(found, words), pathways_in_words(found, words))],
        tables=[
            PageTable(PLAN_TITLE, PLAN_COLUMNS, _plan_rows(found)),
            PageTable(_switch_title(found), SWITCH_COLUMNS, _switch_rows(found)),
            PageTable(_signpost_title(found), SIGNPOST_COLUMNS, _signpost_rows(found)),
        ],
        notes=notes(found), command=command,
    ).to_html()  # fmt: skip


def headline(found: Pathways) -> str:
    """Return when the first plan fails, whether switching helps, and what warns."""
    from sim.cli.words import difference_in_words, month_in_words
    from sim.results.intervals import of_hundred

    half = found.tipping[found.first.name].quartile(0.5)
    lasts = "goes on working to the end in more than half of all futures"
    fails = "" if half is None else f"has failed at least once in half of all futures by {_when(found, half)}"
    again = of_hundred(found.recovered[found.first.name].share)
    if fails and again:
        fails += f"; some recover: {again} of 100 fail and are working again at the end"
    sentence = f"{found.first.name} {fails or lasts}."
    helpful = [one for one in found.switches.values() if one is not None and one.gain.low > 0.0]
    if helpful:
        best = max(helpful, key=lambda one: one.gain.difference)
        sentence += f" In the {best.futures:,} of {found.futures:,} futures that fail early enough, turning to"
        sentence += f" {best.plan} in time keeps {difference_in_words(best.gain)} working; a year's wait costs"
        sentence += f" {_cost(best.cost.low, best.cost.high, best.cost.difference)}."
    else:
        sentence += " Turning to none of the other plans then clearly helps."
    if not found.signposts:
        return f"{sentence} Too few futures collapse, or too few do not, to say what warns of it."
    warning = found.warning
    if warning is None or warning.first is None:
        return f"{sentence} No signpost warns reliably of a collapse."
    when = month_in_words(found.context, round(warning.first))
    return f"{sentence} The earliest reliable warning is {_watched(warning)}, typically in {when}."


def _cost(low: float, high: float, difference: float) -> str:
    """Return what waiting costs, in futures of 100."""
    from sim.results.intervals import of_hundred

    if low <= 0.0 <= high:
        return f"too little to tell ({of_hundred(low)} to {of_hundred(high)} of 100)"
    return f"{of_hundred(difference)} of them ({of_hundred(low)} to {of_hundred(high)})"


def _when(found: Pathways, month: int | None) -> str:
    """Return a month with its date; a dash for never."""
    from sim.cli.words import month_in_words

    return "-" if month is None else month_in_words(found.context, month)


def _watched(one: Signpost) -> str:
    """Return what a signpost watches."""
    return one.name if one.threshold is None else f"{one.name} below {one.threshold:g}"


PLAN_TITLE: Final = "How long plans are good enough (working: of 100 futures)"
PLAN_COLUMNS: Final = ("plan", "working at the end", "of them after failing", "a quarter fails by", "half by", "3/4 by")
SWITCH_COLUMNS: Final = ("to", "never", "in time", "a year late", "gain", "cost of the year", "work lost")
SIGNPOST_COLUMNS: Final = ("signpost", "true", "false", "months before", "reliable?")


def _switch_title(found: Pathways) -> str:
    """Return of which futures the table of switches counts."""
    usable = next((one.futures for one in found.switches.values() if one is not None), 0)
    of = f"of 100 of the {usable:,} futures that fail early enough"
    return f"Turning from {found.first.name} to another plan: still working, {of}"


def _signpost_title(found: Pathways) -> str:
    """Return what the table of signposts counts."""
    return f"What warns of a collapse under {found.first.name}: true and false alarms of 100"


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
    from sim.results.intervals import of_hundred

    rows = []
    for one in (*found.signposts[:MOST_SIGNPOSTS], *found.own):
        lead = "-" if one.lead is None else f"{one.lead[1]:.0f} ({one.lead[0]:.0f}-{one.lead[2]:.0f})"
        own = "" if one.threshold is not None else f" ({found.first.name})"
        shares = (str(of_hundred(share.share)) for share in (one.true, one.false))
        rows.append((_watched(one) + own, *shares, lead, "yes" if one.reliable else "no"))
    return rows


def _print(console: Console, found: Pathways, command: str, written: str | None) -> None:
    """Print the findings."""
    from sim.cli.terminal import paragraph, table, whole_line

    paragraph(console, headline(found), "bold")
    console.print()
    console.print(table(PLAN_COLUMNS, _plan_rows(found), title=PLAN_TITLE))
    console.print()
    console.print(table(SWITCH_COLUMNS, _switch_rows(found), title=_switch_title(found), numbers=(1, 2, 3, 4, 5)))
    console.print()
    if found.signposts:
        title = _signpost_title(found)
        console.print(table(SIGNPOST_COLUMNS, _signpost_rows(found), title=title, numbers=(1, 2, 3)))
        console.print()
    paragraph(console, " ".join(notes(found)))
    console.print()
    console.print("To repeat this:")
    whole_line(console, f"  {command}")
    if written is not None:
        whole_line(console, f"Written: {written}")


def notes(found: Pathways) -> list[str]:
    """Return the sentences on how to read the tables."""
    from sim.pathways.signposts import FALSE_ENOUGH, FEWEST, PATIENCE, SEEN_LATE, TRUE_ENOUGH

    lines = [
        (
            f"{found.futures:,} futures, seed {found.seed}, {found.parameters} parameters. A plan fails in the first "
            "of six months in a row that are not working; a switch in time comes when the six have been seen, a late "
            "one twelve months later, in the same futures. Only futures count that leave time for both. Work lost: "
            "months of work (data use as a share of what is usual) that the year of waiting costs. ~ too close to call."
        )
    ]
    if found.signposts:
        lines.append(
            f"A signpost gives an alarm after {PATIENCE} months in a row below its threshold, seen {SEEN_LATE} months "
            "late. Thresholds were chosen on one half of the futures and judged on the other. True: collapses that it "
            "warned of before they began; false: alarms in futures without any collapse; reliable: at least "
            f"{100 * TRUE_ENOUGH:.0f} true and at most {100 * FALSE_ENOUGH:.0f} false of 100."
        )
    else:
        lines.append(
            f"Of {found.futures:,} futures {found.collapses:,} collapse: too few, or nearly all, so that no signpost "
            f"can be judged (at least {FEWEST} with and {FEWEST} without a collapse are needed in each half of the "
            "futures)."
        )
    return lines
