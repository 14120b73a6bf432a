"""The options that several commands share, declared once, and how their values are read."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING, Annotated, Final

import typer

from sim.files.mistakes import Mistake, printable, shown

if TYPE_CHECKING:
    from pathlib import Path

    from sim.files.context import Context
    from sim.files.parameter_sets import ParameterSets
    from sim.files.plan import Plan
    from sim.files.scenario import Scenario

MOST_FUTURES: Final = 10**12
"""More than anybody can wait for; what is slow but possible has to be confirmed."""

ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A shipped scenario, or the path of a TOML file.", show_default=False)
]
PlanName = Annotated[
    str, typer.Option("--plan", metavar="PLAN", help="What the community does: a shipped plan, or a path.")
]
ContextName = Annotated[str, typer.Option("--context", metavar="CONTEXT", help="Where: a shipped context, or a path.")]
Futures = Annotated[
    str, typer.Option("--futures", metavar="N", help="How many futures to live through; 1e4 is 10,000.")
]
Seed = Annotated[
    str, typer.Option("--seed", metavar="N", help="Which luck. The same seed gives the same futures everywhere.")
]
Parameters = Annotated[
    str,
    typer.Option(
        "--parameters", metavar="SETS", help="Which numbers the rules use: plausible (every future with "
        "another set that agrees with what was observed), default (the numbers as they stand in the model), or a "
        "Parquet file of sets.",
    ),
]  # fmt: skip
Json = Annotated[bool, typer.Option("--json", metavar="", help="Print JSON, for other programs.")]
Language = Annotated[
    str,
    typer.Option(
        "--language", metavar="en|es|fr", help="What the page is written in; the terminal speaks English.",
    ),
]  # fmt: skip
Yes = Annotated[bool, typer.Option("--yes", metavar="", help="Begin even if it takes very long.")]
Out = Annotated[
    str | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Write a row for each future, figures by month, and a manifest into this folder.",
        show_default=False,
    ),
]


def whole_number(option: str, text: str, low: int, high: int) -> int:
    """Return the whole number that a user wrote, also as 1e4 or 1_000.

    Raises
    ------
    Mistake
        Where it is none, or outside the range.
    """
    number = _number(text)
    if number is None or not low <= number <= high:
        raise Mistake(f"{option} is {shown(text)}, but must be a whole number from {low:,} to {high:,}")
    return number


def _number(text: str) -> int | None:
    """Return a text as a whole number, or None."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
        return int(number) if number.is_integer() else None
    except (ValueError, OverflowError):
        return None


def futures_and_seed(futures: str, seed: str) -> tuple[int, int]:
    """Return both numbers of a run."""
    return whole_number("--futures", futures, 1, MOST_FUTURES), seed_number(seed)


def seed_number(text: str, spare: int = 0) -> int:
    """Return the seed that a user wrote; `spare`: how many seeds after it have to exist, too."""
    from sim.engines.ensemble import LARGEST_SEED

    return whole_number("--seed", text, 0, LARGEST_SEED - spare)


def names_in(option: str, text: str) -> list[str]:
    """Return names that are separated by commas."""
    names = [name.strip() for name in text.split(",")]
    if not all(names):
        raise Mistake(f"{option} is {shown(text)}, but must be names or paths with one comma between two of them")
    return names


def read_files(scenarios: list[str], plans: list[str], context: str) -> tuple[list[Scenario], list[Plan], Context]:
    """Read everything that a run needs, and check that it fits together; the first mistake ends it."""
    from sim.files import library

    for kind, given in (("scenario", scenarios), ("plan", plans), ("context", [context])):
        for name in given:
            refuse_folder(kind, name)
    worlds = [library.scenario(name) for name in scenarios]
    ways = [library.plan(name) for name in plans]
    place = library.context(context)
    for kind, names in (("scenario", [one.name for one in worlds]), ("plan", [one.name for one in ways])):
        for name in names:
            if names.count(name) > 1:
                raise Mistake(f"{kind} {shown(name)} is given {names.count(name)} times; give it once")
    for world in worlds:
        for way in ways:
            library.check_fit(world, way, place)
    return worlds, ways, place


def refuse_folder(kind: str, name: str) -> None:
    """Refuse a folder where the name or the file of a scenario, plan or context is expected."""
    from sim.files import library

    folder = os.path.isdir(name)  # noqa: PTH112 - unlike Path.is_dir, it takes names that are too long or no names
    if folder and name not in library.names(kind):
        raise Mistake(f"{shown(name)} is a folder, but must be the name of a shipped {kind} or the path of a TOML file")


def to_repeat(*words: str, context: str, futures: int | None, seed: int, parameters: str) -> str:
    """Return the command that gives the same results again, with everything that they depend on."""
    number = () if futures is None else ("--futures", str(futures))
    numbers = (*number, "--seed", str(seed), "--parameters", parameters)
    return shlex.join(["sobremesa", *words, "--context", context, *numbers])


def refuse_overwriting_inputs(targets: list[Path], inputs: list[str]) -> None:
    """Refuse to write a result over a file that it is computed from."""
    sources = {name for name in inputs if name.endswith((".toml", ".parquet")) or "/" in name}
    for target in targets:
        for source in sources:
            if target.resolve() == target.__class__(source).resolve():
                raise Mistake(f"'{printable(source)}' is read by this command and cannot be its output too")


def known_sets(parameters: str) -> ParameterSets:
    """Return the sets of parameters that a user names; what a file leaves at the defaults is said on the error output.

    Raises
    ------
    Mistake
        A name that does not exist, or a file that is wrong.
    """
    import sys

    from sim.files.parameter_sets import parameter_sets

    sets = parameter_sets(parameters)
    if sets.incomplete:
        print(sets.incomplete, file=sys.stderr, flush=True)
    return sets
