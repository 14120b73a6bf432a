"""``sobremesa check``: are these files right?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.options import Json

if TYPE_CHECKING:
    from sim.files.format import FileModel

Files = Annotated[
    list[str], typer.Argument(metavar="FILE...", help="Scenarios, plans or contexts.", show_default=False)
]


def check(files: Files, as_json: Json = False) -> None:
    """Check scenarios, plans and contexts before using them: each is right, or its first mistake is shown.

    The exit code is 2 if any file is wrong.
    """
    from sim.cli.failures import BAD_INPUT
    from sim.cli.terminal import print_json

    results = [_checked(file) for file in files]
    if as_json:
        print_json({"ok": all(result["ok"] for result in results), "files": results})
    else:
        for result in results:
            _say(result)
    if not all(result["ok"] for result in results):
        raise typer.Exit(BAD_INPUT)


def _checked(file: str) -> dict[str, Any]:
    """Return what a file is and holds, or what is wrong with it."""
    from sim.files import library
    from sim.files.mistakes import Mistake

    try:
        model = library.load(file)
    except Mistake as mistake:
        return {"file": file, "ok": False, "mistake": str(mistake)}
    return {"file": file, "ok": True, "kind": model.kind_of_file, "title": model.title, "holds": holds(model)}


def _say(result: dict[str, Any]) -> None:
    """Print a right file on the output, and a wrong one on the error output: a line each."""
    from sim.files.mistakes import printable

    if result["ok"]:
        title = f" '{printable(result['title'])}'" if result["title"] else ""
        print(f"{printable(result['file'])}: ok, a {result['kind']}{title}: {result['holds']}")
    else:
        typer.echo(result["mistake"], err=True)


def holds(model: FileModel) -> str:
    """Return in a line what a file contains."""
    from sim.files.context import Context
    from sim.files.plan import Plan
    from sim.files.scenario import Scenario

    if isinstance(model, Scenario):
        return _counted((len(model.events), "event")) or "no events"
    if isinstance(model, Plan):
        given = model.file_content()
        found = _counted(
            (len(given.get("effort", ())), "weight"), (len(given.get("levers", ())), "lever"),
            (len(model.triggers), "trigger"), (len(model.grants), "grant"),
        )  # fmt: skip
        return found or "everything as usual"
    assert isinstance(model, Context)
    size = model.size
    return f"{model.start} to {model.end}, " + _counted(
        (size.national_governments + size.local_governments, "government"), (size.champions, "champion post"),
        (size.donors, "donor"), (size.activists, "member or possible member", "members and possible members"),
    )  # fmt: skip


def _counted(*things: tuple[int, str] | tuple[int, str, str]) -> str:
    """Return things with their numbers; what there is none of is left out."""
    parts = []
    for number, one, *more in things:
        if number:
            parts.append(f"{number:,} {one if number == 1 else (more[0] if more else one + 's')}")
    return ", ".join(parts)
