"""``sobremesa fork``: one past, many continuations, under each of some plans."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import options
from sim.cli.options import ContextName, Json, Parameters, ScenarioName, Seed
from sim.cli.watching import FutureNumber

if TYPE_CHECKING:
    from sim.causes.forking import Fork

Month = Annotated[
    str,
    typer.Option(
        "--month", metavar="MONTH", help="The first month with another luck and another plan: a number, or a date "
        "such as 2029-03.", show_default=False,
    ),
]  # fmt: skip
Plans = Annotated[
    str,
    typer.Option(
        "--plans", metavar="A,B,...", help="Plans, separated by commas. The past is that of the first; from the month "
        "on, the community follows each of them.",
    ),
]  # fmt: skip
Branches = Annotated[str, typer.Option("--branches", metavar="N", help="How many continuations under each plan.")]
Out = Annotated[
    str | None,
    typer.Option(
        "--out", metavar="DIR", help="Write a row for each continuation, and a manifest, into this folder.",
        show_default=False,
    ),
]  # fmt: skip


def fork(
    scenario: ScenarioName,
    future: FutureNumber,
    month: Month,
    plans: Plans = "baseline",
    context: ContextName = "uruguay",
    branches: Branches = "100",
    seed: Seed = "1",
    parameters: Parameters = "plausible",
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Fork a future: the same past, and from a month on many continuations under each plan.

    Continuation 5 has the same luck under every plan, so that plans are compared in pairs.
    """
    from sim.causes.forking import MOST_BRANCHES
    from sim.causes.forking import fork as continued
    from sim.cli import outputs
    from sim.cli.computing import computing

    number = options.whole_number("--future", future, 0, options.MOST_FUTURES - 1)
    many = options.whole_number("--branches", branches, 1, MOST_BRANCHES)
    luck = options.seed_number(seed)
    names = options.names_in("--plans", plans)
    targets = outputs.checked(out)
    options.refuse_overwriting_inputs(targets.paths, [scenario, *names, context])
    (world,), ways, place = options.read_files([scenario], names, context)
    words = ("fork", scenario, "--future", str(number), "--month", month, "--plans", plans, "--branches", str(many))
    command = options.to_repeat(*words, context=context, futures=None, seed=luck, parameters=parameters)
    sets = options.known_sets(parameters)
    with computing() as run:
        found = continued(
            world, ways, place, future=number, month=_month(month), branches=many, seed=luck, parameters=sets,
            progress=run.progress, cancelled=run.cancelled,
        )  # fmt: skip
    written = [] if targets.folder is None else _write(targets.folder, found, command)
    with outputs.remembering(written):
        _print(found, command, written, as_json=as_json)


def _month(text: str) -> int | str:
    """Return a month as a file would hold it: a number, or a date."""
    return int(text) if text.isascii() and text.isdigit() else text


def _write(folder: Path, found: Fork, command: str) -> list[Path]:
    """Write the continuations and the manifest, which comes last, so that it is there only when all is."""
    from sim.files.mistakes import Mistake, printable
    from sim.files.writing import replace_file
    from sim.results.fingerprint import fingerprint
    from sim.versions import versions
    from sim.world.compiled import rules_version
    from sim.world.parameters import MODEL_VERSION

    buffer = io.BytesIO()
    found.outcomes().to_parquet(buffer, index=False)
    rows = buffer.getvalue()
    case = found.case
    files = {
        "scenario": case.scenario, "context": case.context, **{one.plan.name: one.plan for one in found.plans},
    }  # fmt: skip
    content: dict[str, Any] = {
        "command": command,
        **found.to_dict(),
        "inputs": {name: file.fingerprint() for name, file in files.items()},
        "parameters_fingerprint": case.parameters.fingerprint(),
        "model": MODEL_VERSION,
        "rules": rules_version(),
        "fingerprint": fingerprint(),
        "versions": versions(),
        "files": {"continuations.parquet": hashlib.sha256(rows).hexdigest()},
    }
    manifest = json.dumps(content, indent=2).encode() + b"\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [replace_file(folder / "continuations.parquet", rows), replace_file(folder / "manifest.json", manifest)]
    except OSError as error:
        raise Mistake(f"cannot write {printable(str(folder))}: {error.strerror or error}") from error


def _print(found: Fork, command: str, written: list[Path], *, as_json: bool) -> None:
    """Print what could become of the past, under each plan."""
    from sim.causes import sentences
    from sim.cli.terminal import paragraph, print_json, table, terminal, whole_line
    from sim.cli.words import difference_in_words, of_100
    from sim.language.catalogue import texts

    if as_json:
        print_json({**found.to_dict(), "command": command})
        return
    words, console = texts(), terminal()
    first, *others = sentences.fork_in_words(found, words)
    paragraph(console, first, "bold")
    for sentence in others:
        paragraph(console, sentence)
    rows = [
        (
            one.plan.name,
            of_100(one.working),
            of_100(one.collapsed),
            f"{sum(one.months_of_work) / len(one.months_of_work):.1f}",
            "" if one.against_first is None else difference_in_words(one.against_first),
        )
        for one in found.plans
    ]
    console.print()
    columns = ("from then on", "working", "collapsed", "months of use", "against the first")
    console.print(table(columns, rows, numbers=(1, 2, 3)))
    console.print()
    paragraph(console, words("fork.switch"), "dim")
    for path in written:
        whole_line(console, f"written: {path}")
    console.print()
    console.print("To repeat this:")
    whole_line(console, f"  {command}")
