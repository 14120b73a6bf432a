"""``sobremesa show``: one thing in full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from sim.cli.options import Json, refuse_folder
from sim.files.mistakes import Mistake, nearest, shown, unknown

if TYPE_CHECKING:
    from rich.console import Console

    from sim.world.measures import Measure
    from sim.world.parameters import Parameter

FILES: Final = ("scenario", "plan", "context")
KINDS: Final = (*FILES, "measure", "parameter")

Kind = Annotated[str, typer.Argument(metavar="|".join(KINDS), help="What it is.", show_default=False)]
Name = Annotated[
    str | None, typer.Argument(metavar="NAME", help="Its name; for the first three also a path.", show_default=False)
]


def show(kind: Kind, name: Name = None, as_json: Json = False) -> None:
    """Show a scenario, plan, context, measure or parameter: its story, what is in it, and where figures come from."""
    from sim.cli.terminal import print_json, terminal

    if name is None:
        raise _half_said(kind)
    if kind not in KINDS:
        raise unknown("kind", kind, KINDS)
    console = terminal()
    if kind in FILES:
        from sim.cli.describing import describe
        from sim.files import library

        refuse_folder(kind, name)
        model = library.find(kind, name)
        if as_json:
            print_json({"kind": kind, "name": model.name, **model.model_dump(mode="json", by_alias=True)})
        else:
            describe(console, model)
        return
    found = _find(kind, name)
    if as_json:
        print_json({"kind": kind, **asdict(found)})
    else:
        _print(console, found)


def _half_said(word: str) -> Mistake:
    """Return the mistake for one word where two are needed; a name is guessed to be meant where one is like it."""
    from sim.files import library
    from sim.world.measures import MEASURES
    from sim.world.parameters import ALL_PARAMETERS

    if word in KINDS:
        return Mistake("missing argument 'NAME'; see 'sobremesa show --help'")
    kinds: dict[str, str] = dict.fromkeys(ALL_PARAMETERS, "parameter")
    kinds |= {one.name: "measure" for one in MEASURES}
    for kind in reversed(FILES):
        kinds |= dict.fromkeys(library.names(kind), kind)
    name = nearest(word, kinds)
    guess = "see 'sobremesa show --help'" if name is None else f"did you mean 'sobremesa show {kinds[name]} {name}'?"
    return Mistake(f"{shown(word)} alone does not say what to show; {guess}")


def _find(kind: str, name: str) -> Measure | Parameter:
    """Return a measure or a parameter by its name."""
    from sim.world.measures import MEASURES
    from sim.world.parameters import ALL_PARAMETERS

    known: Mapping[str, Any] = {one.name: one for one in MEASURES} if kind == "measure" else ALL_PARAMETERS
    if name not in known:
        raise unknown(kind, name, tuple(known))
    found: Measure | Parameter = known[name]
    return found


def _print(console: Console, found: Any) -> None:
    """Print what is declared of a measure or a parameter."""
    from sim.cli.terminal import paragraph, table

    paragraph(console, found.name, "bold")
    paragraph(console, found.meaning)
    console.print()
    words = {
        "unit": found.unit,
        "default": f"{found.default:g}" if hasattr(found, "default") else None,
        "range": f"{found.low:g} to {found.high:g}" if hasattr(found, "low") else None,
        "source": getattr(found, "source", None),
        "used by": getattr(found, "process", None),
        "set by": "the context" if getattr(found, "set_by_context", False) else None,
        "kind": ("one of the six shown side by side" if found.primary else "secondary")
        if hasattr(found, "primary")
        else None,
    }
    console.print(table(("", ""), [(key, value) for key, value in words.items() if value is not None]))
