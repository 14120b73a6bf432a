"""``sobremesa watch``: the story of one future."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options
from sim.cli.options import ContextName, Json, Parameters, PlanName, ScenarioName, Seed

if TYPE_CHECKING:
    from rich.console import Console

    from sim.engines.mesa_model import CommunityModel
    from sim.story import Entry

FutureNumber = Annotated[
    str,
    typer.Option(
        "--future", metavar="K", help="The number of the future, from 0; it is the same future in every command.",
        show_default=False,
    ),
]  # fmt: skip


def watch(
    scenario: ScenarioName,
    future: FutureNumber,
    plan: PlanName = "baseline",
    context: ContextName = "uruguay",
    seed: Seed = "1",
    parameters: Parameters = "plausible",
    as_json: Json = False,
) -> None:
    """Watch one future month by month: who was elected, who left, which donor went, when it tipped.

    What happens in every month, such as one member leaving, is printed with --json only.
    """
    from sim.cli.terminal import print_json, terminal

    number = options.whole_number("--future", future, 0, options.MOST_FUTURES - 1)
    luck = options.seed_number(seed)
    (world,), (way,), place = options.read_files([scenario], [plan], context)
    words = ("watch", scenario, "--future", str(number), "--plan", plan)
    command = options.to_repeat(*words, context=context, futures=None, seed=luck, parameters=parameters)
    from sim.cli.computing import computing
    from sim.engines.mesa_model import CommunityModel
    from sim.language.catalogue import texts
    from sim.story import sentence

    sets = options.known_sets(parameters)
    with computing():
        entries = _told(CommunityModel(world, way, place, seed=luck, future=number, parameters=sets))
    told = [(entry, sentence(entry, place, way, texts())) for entry in entries]
    if as_json:
        about = {
            "scenario": world.name, "plan": way.name, "context": place.name, "seed": luck, "future": number,
            "parameters": parameters,
        }  # fmt: skip
        print_json({**about, "entries": [{**entry.as_dict(), "sentence": said} for entry, said in told]})
        return
    title = f"Future {number} of {world.title or world.name}, plan {way.name}, {place.title or place.name}, seed {luck}"
    _print(terminal(), title, told, command)


def _told(model: CommunityModel) -> list[Entry]:
    """Live through the future, with the month shown on the error output where that is a terminal."""
    from rich.progress import Progress, ProgressColumn, SpinnerColumn, Task
    from rich.text import Text

    from sim.cli.terminal import terminal
    from sim.story import tell

    class Month(ProgressColumn):
        def render(self, task: Task) -> Text:
            """Show how far the model is."""
            return Text(f"month {model.month} of {model.context.months}")

    console = terminal(errors=True)
    if not console.is_terminal:
        return list(tell(model))
    with Progress(SpinnerColumn(), Month(), console=console, transient=True) as shown:
        shown.add_task("months", total=None)
        return list(tell(model))


def _print(console: Console, title: str, told: list[tuple[Entry, str]], command: str) -> None:
    """Print the story: what is notable, the date where a month begins."""
    from sim.cli.terminal import paragraph, table, whole_line

    notable = [(entry.date, said) for entry, said in told if entry.notable]
    rows, before = [], ""
    for date, said in notable:
        rows.append((date if date != before else "", said))
        before = date
    console.print(table(("", ""), rows, title=title))
    console.print()
    left_out = len(told) - len(notable)
    paragraph(
        console, f"{left_out} smaller things, such as single members who come and go, are left out; --json has all."
    )
    console.print()
    console.print("To repeat this:")
    whole_line(console, f"  {command}")
