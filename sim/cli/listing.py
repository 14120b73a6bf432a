"""``sobremesa list``: what there is to choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any, Final

import typer

from sim.cli.options import Json
from sim.files.mistakes import unknown

FILES: Final[Mapping[str, str]] = {"scenarios": "scenario", "plans": "plan", "contexts": "context"}
KINDS: Final = (*FILES, "measures", "parameters")

MARK: Final = "?"

ROLES: Final[Mapping[str, str]] = {
    "uncertain": f"uncertain (marked {MARK})",
    "place": "facts of a place",
    "held": "held fixed or definitions",
    "switch": "switches of mechanisms",
}
"""What parameters are, as the list of them says it."""

Kind = Annotated[
    str | None, typer.Argument(metavar="[" + "|".join(KINDS) + "]", help="What to list.", show_default=False)
]


def list_files(kind: Kind = None, as_json: Json = False) -> None:
    """List what there is: scenarios, plans and contexts; or the measures and parameters of the model."""
    from sim.cli.terminal import paragraph, print_json, terminal

    if kind is not None and kind not in KINDS:
        raise unknown("list", kind, KINDS)
    kinds = tuple(FILES) if kind is None else (kind,)
    entries = {one: _entries(one) for one in kinds}
    if as_json:
        print_json(entries if kind is None else entries[kind])
        return
    console = terminal()
    for one in kinds:
        console.print(_table(one, entries[one]))
        console.print()
    singular = FILES.get(kinds[-1], kinds[-1].removesuffix("s"))
    more = "There are also lists of measures and parameters. " if kind is None else ""
    paragraph(console, f"{more}'sobremesa show {singular} NAME' says more about one.")


def _entries(kind: str) -> list[dict[str, Any]]:
    """Return what there is of a kind."""
    from sim.world.measures import MEASURES
    from sim.world.parameters import ALL_PARAMETERS, role_of

    if kind == "measures":
        return [asdict(measure) for measure in MEASURES]
    if kind == "parameters":
        return [asdict(one) | {"role": role_of(one)} for one in ALL_PARAMETERS.values()]
    from sim.files import library

    found = [library.find(FILES[kind], name) for name in library.names(FILES[kind])]
    return [{"name": one.name, "title": one.title, "story": one.story, "idea": one.idea} for one in found]


def _table(kind: str, entries: Sequence[Mapping[str, Any]]) -> Any:
    """Return the table for people."""
    from sim.cli.terminal import table

    title = f"{kind.capitalize()} ({len(entries)})"
    if kind == "measures":
        rows: list[tuple[str, ...]] = [(one["name"], one["unit"], one["meaning"]) for one in entries]
        return table(("name", "unit", "meaning"), rows, title=title)
    if kind == "parameters":
        counts = Counter(one["role"] for one in entries)
        title += ": " + ", ".join(f"{counts[role]} {words}" for role, words in ROLES.items())
        rows = [
            (
                one["name"], MARK if one["role"] == "uncertain" else "", f"{one['default']:g}",
                f"{one['low']:g}-{one['high']:g}", f"{one['unit']}: {one['meaning']}",
            )
            for one in entries
        ]  # fmt: skip
        return table(("name", "", "default", "range", "unit and meaning"), rows, title=title, numbers=(2, 3))
    rows = [
        (one["name"], "\n".join(words for words in (one["title"], _first_sentence(one["story"])) if words))
        for one in entries
    ]
    return table(("name", "title, and how its story begins"), rows, title=title)


def _first_sentence(story: str) -> str:
    """Return how a story begins."""
    words = " ".join(story.split())
    first, stop, _ = words.partition(". ")
    return first + "." if stop else words
