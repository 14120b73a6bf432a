"""Experiments whose outcomes were written by hand: what an analysis has to find is known."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from sim.experiments.parts import OUTCOMES, made_by, part_files, write_part
from sim.experiments.reading import open_experiment

Planted = Callable[[pd.DataFrame, np.random.Generator], pd.DataFrame]
"""From outcomes with the columns of their points to outcomes."""


def plant(folder: Path, change: Planted) -> None:
    """Replace the outcomes of an experiment that was run."""
    points = open_experiment(folder).points
    luck = np.random.default_rng(11)
    for key, name in part_files(folder / OUTCOMES).items():
        path = folder / OUTCOMES / name
        table = pd.read_parquet(path)
        changed = change(table.join(points, on="point"), luck)[list(table.columns)]
        made = made_by(path)
        path.unlink()
        write_part(folder, key, [changed], [], [], made)
