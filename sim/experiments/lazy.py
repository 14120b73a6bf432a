"""Outcomes and series larger than memory, as xarray over Dask: read in slabs of points when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from sim.experiments.parts import OUTCOMES, SERIES

if TYPE_CHECKING:
    import pyarrow as pa
    import xarray as xr

    from sim.experiments.querying import Readable
    from sim.experiments.reading import Experiment

NUMBERS_AT_ONCE: Final = 4_000_000
"""Figures in one slab: 32 MB."""


def lazy_dataset(experiment: Experiment, what: str) -> xr.Dataset:
    """Return a dataset whose variables are read slab by slab.

    Points that have fewer futures than others, and points that failed, hold NaN; states are indices of
    :data:`sim.results.outcomes.STATES`.
    """
    import dask.array as da
    import xarray as xr
    from dask import delayed

    readable, points = experiment.readable, experiment.points
    futures = int(experiment.query("select coalesce(max(future), -1) + 1 as n from outcomes")["n"].iloc[0])
    months = _months(experiment) if what == "series" else 0
    shape = (futures, months) if what == "series" else (futures,)
    slab = max(1, NUMBERS_AT_ONCE // max(1, int(np.prod(shape))))
    names = list(readable.measures) if what == "series" else _numbers(readable.schema)
    identities = points.index.to_numpy()
    slabs = [list(identities[first : first + slab]) for first in range(0, len(identities), slab)]
    dimensions = ("point", "future", "month") if what == "series" else ("point", "future")
    variables: dict[str, Any] = {}
    for name in names:
        blocks = [
            da.from_delayed(delayed(_read)(readable, what, name, one, shape), (len(one), *shape), dtype=float)
            for one in slabs
        ]
        variables[name] = (dimensions, da.concatenate(blocks))
    own = {str(name): ("point", points[name].to_numpy()) for name in points.columns}
    coordinates = {"point": identities, "future": np.arange(futures), **own}
    if what == "series":
        coordinates["month"] = np.arange(1, months + 1)
    return xr.Dataset(variables, coordinates, attrs={"caveats": "; ".join(experiment.caveats())})


def _months(experiment: Experiment) -> int:
    if not experiment.design.series:
        from sim.files.mistakes import Mistake

        raise Mistake("the design keeps no series; name them with series = [...] and use a new folder")
    return int(experiment.query("select coalesce(max(month), 0) as n from series")["n"].iloc[0])


def _numbers(schema: pa.Schema) -> list[str]:
    """Return the outcomes that are numbers or truth values."""
    return [field.name for field in schema if field.name not in ("point", "future", "state")]


def _read(
    readable: Readable, what: str, name: str, points: list[str], shape: tuple[int, ...]
) -> npt.NDArray[np.float64]:  # fmt: skip
    """Return one variable of some points."""
    import pyarrow.parquet as pq

    folder, files = (SERIES, readable.series) if what == "series" else (OUTCOMES, readable.outcomes)
    keys = ["point", "future", "month"] if what == "series" else ["point", "future"]
    places = {point: place for place, point in enumerate(points)}
    values = np.full((len(points), *shape), np.nan)
    for file in files:
        filters = [("point", "in", points), ("future", "<", shape[0])]
        table = pq.read_table(readable.folder / folder / file, columns=[*keys, name], filters=filters).to_pandas()
        if len(table):
            where = [table["point"].map(places).to_numpy(), table["future"].to_numpy()]
            where += [table["month"].to_numpy() - 1] if what == "series" else []
            values[tuple(where)] = table[name].to_numpy(dtype=float, na_value=np.nan)
    return values
