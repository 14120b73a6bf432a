"""Folders that another version of the model made: they are read and queried, and neither added to nor run again.

Their measures, outcomes and what varied in them may not exist in this version. So the columns of outcomes are those of
the files themselves, and of the design only that is checked which belongs to no version.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import PydanticCustomError

from sim.experiments.design import Design, parse_design
from sim.experiments.parts import OUTCOMES, outcome_schema
from sim.experiments.varying import Variation, VaryTable
from sim.files import reading
from sim.files.mistakes import printable

if TYPE_CHECKING:
    import pyarrow as pa

_OF_THE_MODEL: Final = ("series", "vary", "outcome", "enough", "points", "sampling", "table")
"""Keys of a design that name what belongs to a version of the model, or that contradict others without such names."""

_FLAGS: Final = ("working", "collapsed", "recovered")
_LOST: Final = "lost_"
"""What a future lost of each primary measure stands in a column of this beginning."""


def read_earlier_design(file: Path) -> Design:
    """Return the design of a folder that another version of the model made, as far as it can be read.

    Measures and outcomes are taken as they stand; what varied is left out where this version does not know it (the
    table of points has it). Nothing can be run from such a design.

    Raises
    ------
    Mistake
        What belongs to no version of the model is wrong.
    """
    where = printable(str(file))
    table = reading.table(reading.read_bytes(file), where)
    design = parse_design({key: table[key] for key in table if key not in _OF_THE_MODEL}, file.stem, where)
    plain = ("sampling", "points", "table", "outcome", "enough")
    taken: dict[str, Any] = {key: table[key] for key in plain if key in table}
    series = tuple(str(one) for one in table.get("series", ()) if str(one).isidentifier())
    return design.model_copy(update={**taken, "series": series, "vary": _known(table.get("vary", {}))})


def _known(table: Any) -> dict[str, Variation]:
    """Return what varied, where this version knows it and allows the values."""
    found: dict[str, Variation] = {}
    for name, given in table.items() if isinstance(table, Mapping) else ():
        with suppress(PydanticCustomError):
            found |= VaryTable().check({name: given})
    return found


def kept_schema(folder: Path, names: Sequence[str]) -> pa.Schema:
    """Return the columns of the outcomes that a folder keeps; where there are none yet, those of this version."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not names:
        return outcome_schema()
    schema = pq.read_schema(folder / OUTCOMES / names[0])
    return pa.schema([field for field in schema if field.name.isidentifier()])


def summarised(schema: pa.Schema) -> list[str]:
    """Return the outcomes whose means a summary gives: what became of futures, and the primary measures."""
    return [name for name in schema.names if name in _FLAGS or _LOST + name in schema.names]
