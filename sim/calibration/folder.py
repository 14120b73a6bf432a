"""The folder of a calibration: what was computed stays computed, whatever interrupts it.

A stage (the screening, a wave) has a file of its points, and a part for every few sets that are done. Files are written
under another name and renamed, so that a part is whole or absent; one that cannot be read is computed again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.calibration.measuring import Row, measure_sets
from sim.files.mistakes import Mistake, printable
from sim.files.writing import replace_file

if TYPE_CHECKING:
    import pandas as pd

PART: Final = 40
"""Sets in a part: some seconds of work, the most that an interruption costs."""

SETTINGS: Final = "settings.json"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Folder:
    """Where a calibration lies."""

    path: Path

    def agree(self, settings: Mapping[str, Any]) -> None:
        """Keep what decides the results, or check that the folder was begun with the same.

        Raises
        ------
        Mistake
            It was begun with other settings or another model, or holds something else.
        """
        file = self.path / SETTINGS
        shown = f"'{printable(str(self.path))}'"
        if not file.exists():
            if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
                raise Mistake(f"{shown} is not empty and holds no calibration; choose a new folder")
            self._make(self.path)
            replace_file(file, json.dumps(settings, indent=1).encode() + b"\n")
            return
        try:
            before = json.loads(file.read_text(encoding="utf-8"))
            if not isinstance(before, dict):
                raise ValueError("it holds no settings")
        except (OSError, ValueError) as error:
            raise Mistake(f"{shown}: {SETTINGS} cannot be read ({printable(str(error))})") from None
        for name, value in settings.items():
            if before.get(name) != value:
                raise Mistake(f"{shown} was begun with {name} {before.get(name)}, not {value}; choose a new folder")

    @staticmethod
    def _make(path: Path) -> None:
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Mistake(f"'{printable(str(path))}' cannot be made: {error.strerror or error}") from None

    def measured(
        self,
        stage: str,
        sets: Sequence[Mapping[str, float]],
        futures: int,
        progress: Progress = lambda stage, done, total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> pd.DataFrame:
        """Return the figures of all sets of a stage, a row each (see `measure_set`); computes only what is missing.

        Raises
        ------
        Cancelled
            ``cancelled`` said so; finished parts are kept.
        """
        import pandas as pd

        folder = self.path / stage
        self._make(folder)
        tables = []
        for start in range(0, len(sets), PART):
            part = sets[start : start + PART]
            file = folder / f"{start // PART:05d}.parquet"
            table = _read(file, part)
            if table is None:
                began = time.perf_counter()

                def tell(done: int, start: int = start) -> None:
                    progress(stage, start + done, len(sets))

                table = _compute(part, futures, tell, cancelled)
                table.insert(0, "seconds", (time.perf_counter() - began) / len(part))
                replace_file(file, table.to_parquet())
            progress(stage, start + len(part), len(sets))
            tables.append(table)
        return pd.concat(tables, ignore_index=True)


def _compute(
    sets: Sequence[Mapping[str, float]],
    futures: int,
    tell: Callable[[int], None],
    cancelled: Callable[[], bool],
) -> pd.DataFrame:
    """Measure a part: its parameters and figures, a row for each set."""
    import pandas as pd

    rows: dict[int, Row] = {}
    for place, row in measure_sets(sets, futures, cancelled):
        rows[place] = row
        tell(len(rows))
    figures = pd.DataFrame([rows[place] for place in range(len(sets))])
    return pd.concat([pd.DataFrame(list(sets)).add_prefix("parameter "), figures], axis=1)


def _read(file: Path, sets: Sequence[Mapping[str, float]]) -> pd.DataFrame | None:
    """Return a finished part; None where there is none, it is damaged, or it is of other sets."""
    import pandas as pd
    import pyarrow as pa

    try:
        table = pd.read_parquet(file)
        wanted = pd.DataFrame(list(sets)).add_prefix("parameter ")
        same = np.array_equal(table[list(wanted.columns)].to_numpy(), wanted.to_numpy())
    except (OSError, KeyError, ValueError, pa.ArrowException):
        return None
    return table if same else None
