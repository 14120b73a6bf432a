"""``sobremesa run``: one scenario under one plan, in detail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.cli import comparing, options
from sim.cli.options import ContextName, Futures, Json, Out, Parameters, PlanName, ScenarioName, Seed, Yes

if TYPE_CHECKING:
    from rich.console import Console

    from sim.results.compare import Cell, Comparison


def run(
    scenario: ScenarioName,
    plan: PlanName = "baseline",
    context: ContextName = "uruguay",
    futures: Futures = "1000",
    seed: Seed = "1",
    parameters: Parameters = "plausible",
    split: comparing.Split = False,
    out: Out = None,
    as_json: Json = False,
    yes: Yes = False,
) -> None:
    """Look at one scenario in detail: what becomes of the community, what is lost, how long recovery takes.

    With --out, the results are kept as tables: a row for each future, and figures by month. Files that are already
    there are replaced.
    """
    from sim.cli import outputs
    from sim.cli.terminal import print_json, terminal

    number, luck = options.futures_and_seed(futures, seed)
    _refuse_several(scenario, plan)
    targets = outputs.checked(out)
    options.refuse_overwriting_inputs(targets.paths, [scenario, plan, context, parameters])
    worlds, ways, place = options.read_files([scenario], [plan], context)
    words = ("run", scenario, "--plan", plan, *(("--split",) if split else ()))
    command = options.to_repeat(*words, context=context, futures=number, seed=luck, parameters=parameters)
    comparison = comparing.computed(
        worlds, ways, place, number, luck, parameters, yes=yes, writes=out is not None, split=split
    )  # fmt: skip
    written = outputs.write_all(targets, comparison, command)
    with outputs.remembering(written):
        if as_json:
            print_json(details(comparison))
            return
        console = terminal()
        _print(console, comparison)
        comparing.print_end(console, comparison, command, written)


def _refuse_several(scenario: str, plan: str) -> None:
    """Refuse a list of plans, and say which command takes one."""
    from pathlib import Path

    from sim.files.mistakes import Mistake, printable

    if "," in plan and not Path(plan).exists():
        given = printable(f"{scenario} --plans {plan}")
        raise Mistake(f"--plan takes one plan; to compare several: sobremesa compare {given}")


def details(comparison: Comparison) -> dict[str, Any]:
    """Return everything that is printed: what ``compare`` says of the scenario and plan, and more."""
    from sim.results.outcomes import STATES
    from sim.world.measures import PRIMARY

    result = comparison.to_dict()
    (row,) = result.pop("rows")
    (cell,) = comparison.cells.values()
    lost = {name: cell.months_lost(name) for name in PRIMARY}
    row["states_at_the_end"] = {name: float(cell.state_shares[-1, place]) for place, name in enumerate(STATES)}
    row["months_lost_by_measure"] = {
        name: None if one is None else {"median": one.median, "q25": one.low, "q75": one.high}
        for name, one in lost.items()
    }
    recovery = cell.recovery
    row["recovery"] = None if recovery is None else {**vars(recovery), "twins_collapsed": cell.twins_collapsed}
    row["triggers"] = [
        {"name": name, "fired": share, "first_month": month} for name, share, month in _fired(cell)
    ]  # fmt: skip
    result |= row
    return result


def _fired(cell: Cell) -> list[tuple[str, float, float | None]]:
    """Return for each trigger in how many futures it fired, and the median first month of those."""
    import numpy as np

    rows = []
    for name, first in cell.first_fired.items():
        months = first[~np.isnan(first)]
        rows.append((name, len(months) / len(first), float(np.median(months)) if len(months) else None))
    return rows


def _print(console: Console, comparison: Comparison) -> None:
    """Print one scenario in detail."""
    from sim.cli.terminal import paragraph
    from sim.cli.words import headline

    (cell,) = comparison.cells.values()
    (scenario,) = comparison.scenarios
    paragraph(console, headline(comparison), "bold")
    if scenario.story:
        paragraph(console, scenario.story, "dim")
    for made in (_outcomes(comparison, cell), _measures(comparison, cell), _triggers(comparison, cell)):
        if made is not None:
            console.print()
            console.print(made)


SAID: Final = {"paper": "on paper only"}
"""What a state is called where its name alone says too little."""


def _outcomes(comparison: Comparison, cell: Cell) -> Any:
    """Return the table of what became of the futures."""
    from rich.console import Group

    from sim.cli.terminal import bar, table
    from sim.cli.words import difference_in_words, mean_in_words, month_in_words, of_100, waiting_in_words
    from sim.results.outcomes import STATES

    rows = [
        ("still working at the end", of_100(cell.working), bar(cell.working.share)),
        ("collapsed at some time", of_100(cell.collapsed), bar(cell.collapsed.share)),
        ("collapsed and recovered", of_100(cell.recovered), bar(cell.recovered.share)),
    ]
    for place, name in enumerate(STATES):
        share = float(cell.state_shares[-1, place])
        rows.append((f"in the last month: {SAID.get(name, name)}", f"{100 * share:.0f}", bar(share)))
    made = table(("", "of 100 futures", ""), rows, title="What becomes of it", numbers=(1,))
    made = Group(made, "", table(("", ""), [(f"years of work, of {cell.all_years:.3g}", mean_in_words(cell.years))]))
    if cell.against_twin is None and cell.blow is None:
        return made
    lines = []
    if cell.against_twin is not None:
        words = difference_in_words(cell.against_twin)
        lines.append(("working, against no events", words))
    if cell.years_lost is not None:
        lines.append(("years of work lost to the events", mean_in_words(cell.years_lost)))
    if cell.blow is not None:
        lines.append(("first blow", month_in_words(comparison.context, cell.blow)))
        lines.append(("data use is back", waiting_in_words(cell.recovery)))
    if cell.twins_collapsed:
        share = 100 * cell.twins_collapsed / comparison.futures
        lines.append(("down before the blow", f"{share:.0f} of 100 futures; they count neither as lost nor as back"))
    return Group(made, "", table(("", ""), lines, title="What the events change"))


def _measures(comparison: Comparison, cell: Cell) -> Any:
    """Return the table of the six measures."""
    from sim.cli.terminal import table
    from sim.cli.words import spread_in_words
    from sim.world.measures import BY_DOMAIN, MEASURES

    rows: list[tuple[str, ...]] = []
    units = {measure.name: measure.unit for measure in MEASURES}
    for name in BY_DOMAIN:
        end = cell.at_the_end(name)
        figures = [f"{value:.2f}" for value in (end.low, end.median, end.high)]
        rows.append((name, *figures, units[name], spread_in_words(cell.months_lost(name))))
    columns: tuple[str, ...] = ("mean of the last year", "p10", "median", "p90", "unit", "months lost")
    title = "Measures: the middle four fifths of futures, and months lost after the blow"
    if cell.blow is None:
        columns, rows, title = columns[:-1], [row[:-1] for row in rows], "Measures: the middle four fifths of futures"
    return table(columns, rows, title=title, numbers=(1, 2, 3, 5))


def _triggers(comparison: Comparison, cell: Cell) -> Any:
    """Return the table of when triggers fired; None where the plan has none."""
    from sim.cli.terminal import table
    from sim.cli.words import month_in_words

    rows = [
        (
            name,
            f"{100 * share:.0f} of 100 futures",
            "-" if month is None else month_in_words(comparison.context, round(month)),
        )
        for name, share, month in _fired(cell)
    ]
    if not rows:
        return None
    return table(("trigger", "fired in", "first time (median of those)"), rows, title="When the plan changed course")
