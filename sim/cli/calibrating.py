"""``sobremesa calibrate``: which parameter sets agree with what was observed?"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from sim.cli import options

if TYPE_CHECKING:
    from sim.calibration.waves import Calibration

SHIPPED: Final = 600
"""Plausible sets that are written, where so many were found."""

Target = Annotated[
    str,
    typer.Argument(metavar="DIR", help="A new folder, or one in which a calibration goes on.", show_default=False),
]
Sets = Annotated[str, typer.Option("--sets", metavar="N", help="Parameter sets of each wave.")]
Waves = Annotated[str, typer.Option("--waves", metavar="N", help="Waves of history matching.")]
Futures = Annotated[str, typer.Option("--futures", metavar="N", help="Futures of each set, in each of three contexts.")]
Trajectories = Annotated[str, typer.Option("--trajectories", metavar="N", help="Trajectories of the Morris screening.")]


def calibrate(
    target: Target, sets: Sets = "1500", waves: Waves = "3", futures: Futures = "100", trajectories: Trajectories = "8"
) -> None:
    """Search for parameter sets whose futures agree with what was observed, and write those that are plausible.

    First a Morris screening says which parameters matter; then waves of sets are run and judged against the patterns
    meant for calibration (the others are kept back, to check); then the best single set is chosen. An interrupted
    calibration goes on with the same command. DIR then holds plausible.parquet, for --parameters, and calibration.json.
    """
    from sim.calibration.folder import Folder
    from sim.calibration.waves import Settings
    from sim.calibration.waves import calibrate as run
    from sim.cli.computing import computing
    from sim.cli.terminal import terminal
    from sim.files.parameter_sets import written
    from sim.files.writing import replace_file

    numbers = {
        "trajectories": options.whole_number("--trajectories", trajectories, 2, 1_000),
        "waves": options.whole_number("--waves", waves, 1, 20),
        "sets": options.whole_number("--sets", sets, 50, 100_000),
        "futures": options.whole_number("--futures", futures, 20, 5_000),
    }
    folder = Folder(Path(target))
    with computing(kept=folder.path, what="parameter sets") as shown:
        begun: set[str] = set()

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in begun:
                begun.add(stage)
                print(f"{stage}: {total:,} parameter sets", file=sys.stderr, flush=True)
            shown.progress(done, total)

        found = run(folder, Settings(**numbers), progress, shown.cancelled)
    kept, apart = found.plausible_sets(SHIPPED)
    if kept:
        replace_file(folder.path / "plausible.parquet", written(kept, apart))
    replace_file(folder.path / "calibration.json", json.dumps(found.to_dict(), indent=1).encode() + b"\n")
    _print(terminal(), found, len(kept), folder.path)


def _print(console: Any, found: Calibration, kept: int, folder: Path) -> None:
    """Print what came out."""
    from sim.calibration.screening import MATTERS, importance
    from sim.cli.terminal import paragraph, table

    ranked = importance(found.effects)
    rows = [
        (str(number), f"{len(wave.measured):,}", f"{int(wave.kept.sum()):,}")
        for number, wave in enumerate(found.waves, 1)
    ]
    total = sum(int(wave.kept.sum()) for wave in found.waves)
    paragraph(
        console,
        f"{total:,} plausible sets of {sum(len(one.measured) for one in found.waves):,} in {len(found.waves)} waves; "
        f"{int((ranked >= MATTERS).sum())} of {len(ranked)} parameters and mechanisms matter for any figure.",
        "bold",
    )
    console.print()
    console.print(table(("wave", "sets run", "plausible"), rows, numbers=(1, 2)))
    console.print()
    most = [(str(name), f"{share:.2f}") for name, share in ranked.head(15).items()]
    title = "What matters most (largest effect on any figure, as a share of the largest of all)"
    console.print(table(("parameter", "effect"), most, title=title, numbers=(1,)))
    console.print()
    console.print(table(("best single set", "value"), [(name, f"{one:g}") for name, one in found.best.items()]))
    console.print()
    paragraph(
        console,
        f"{found.seconds / 60:.0f} minutes of computing in all. Written: {folder / 'calibration.json'}"
        + (f" and {folder / 'plausible.parquet'} ({kept} sets)." if kept else "; no set was plausible."),
    )
