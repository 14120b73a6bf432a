"""A design: what a researcher writes to describe an experiment, as one TOML file.

    title = "Does diversifying help when the largest donors leave?"
    scenarios = ["big-funders-go", "long-squeeze"]
    plans = ["baseline", "fund-first"]
    contexts = ["uruguay"]
    sampling = "latin-hypercube"
    points = 64
    futures = 200
    seed = 1
    series = ["people", "reuse"]

    [vary]
    hostile_probability = { low = 0.3, high = 0.5 }     # a parameter
    diversification = { low = 0, high = 1 }             # a lever
    raise_funds = [0.5, 1, 2]                           # the weight of an activity
    donors_exit.share = { low = 0.1, high = 0.6 }       # a property of the scenario's first event of that kind
    donors_exit_2.when = [36, 60]                       # and of its second

A sampled row of ``[vary]`` under one scenario, plan and context is a **point**; each point is lived through in the same
futures.
"""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final

from pydantic import Field, ValidationError, model_validator

from sim.engines.ensemble import LARGEST_SEED
from sim.experiments.varying import Variation, VaryTable
from sim.files import library, reading
from sim.files.fields import from_validation
from sim.files.format import FileModel, Number, OneOf, Words, contradiction
from sim.files.mistakes import Mistake, printable, unknown
from sim.files.parameter_sets import PLAUSIBLE
from sim.world.measures import MEASURES, PRIMARY

SAMPLINGS: Final = ("full", "latin-hypercube", "sobol", "morris", "table")
SIZED: Final = ("latin-hypercube", "sobol", "morris")
"""Samplings whose size the key ``points`` says."""

MOST_POINTS: Final = 100_000_000
MOST_FUTURES: Final = 10**9
MOST_FILES: Final = 1000

ENOUGH_OUTCOMES: Final = ("working", "collapsed", "recovered", *PRIMARY)
"""Outcomes whose interval may say when enough futures have been lived through."""

FileName = Annotated[str, Words(1000, lines=False, shortest=1)]
Names = Annotated[tuple[FileName, ...], Field(strict=False, max_length=MOST_FILES)]


class Design(FileModel):
    """An experiment.

    Attributes
    ----------
    scenarios, plans, contexts : shipped names, or paths relative to the design's folder. Every combination is run.
    vary : for each column of the table of points, its range or list (see :class:`sim.experiments.varying.Variation`).
    points : how many rows of ``vary`` are sampled: rows of a Latin hypercube, base points of Sobol' (a power of 2;
        N(D+2) rows for D varied values), trajectories of Morris (each D+1 rows).
    futures : of each point; with ``enough`` the most that a point gets.
    enough : a point stops when the whole 95 % interval of ``outcome`` is narrower than this: of a share, or of a mean.
    series : measures that are kept month by month too.
    parameters : "plausible", "default", or a Parquet file of parameter sets: future k lives with set k modulo n.
    """

    kind_of_file: ClassVar[str] = "experiment"

    scenarios: Names = Field(description="shipped scenarios by name, or paths")
    plans: Names = Field(default=("baseline",), description="shipped plans by name, or paths")
    contexts: Names = Field(default=("uruguay",), description="shipped contexts by name, or paths")
    vary: Annotated[dict[str, Variation], VaryTable()] = Field(
        default_factory=dict, description="what varies: a range or a list for each name"
    )
    sampling: Annotated[str, OneOf(SAMPLINGS)] = Field(default="full", description="how points are chosen")
    points: Annotated[int, Number(1, MOST_POINTS, whole=True)] | None = Field(
        default=None, description="how many rows are sampled; of sobol base points, of morris trajectories"
    )
    table: FileName | None = Field(default=None, description="a CSV or Parquet file with a row for each point")
    futures: Annotated[int, Number(1, MOST_FUTURES, whole=True)] = Field(
        default=100, description="futures of each point; with enough, the most that a point gets"
    )
    enough: Annotated[float, Number(0, 1000, above_low=True)] | None = Field(
        default=None, description="stop a point when the interval of its outcome is narrower"
    )
    outcome: Annotated[str, OneOf(ENOUGH_OUTCOMES)] = Field(default="working", description="the outcome for enough")
    seed: Annotated[int, Number(0, LARGEST_SEED, whole=True)] = Field(default=1, description="which luck")
    series: Annotated[tuple[Annotated[str, OneOf(tuple(one.name for one in MEASURES))], ...], Field(strict=False)] = (
        Field(default=(), description="measures that are kept month by month")
    )
    parameters: FileName = Field(default=PLAUSIBLE, description="plausible, default, or a Parquet file of sets")

    @model_validator(mode="after")
    def _refuse_contradictions(self) -> Design:
        """Refuse what cannot be meant: see each sentence."""
        for sentence in self._contradictions():
            raise contradiction(sentence)
        return self

    def _contradictions(self) -> list[str]:
        """Return the sentences on keys that do not go together."""
        files = ("scenarios", "plans", "contexts")
        found = [f"{key} lists nothing; list at least one name" for key in files if not getattr(self, key)]
        for key in (*files, "series"):
            names: tuple[str, ...] = getattr(self, key)
            found += [f"{key} lists '{name}' twice; list it once" for name in names if names.count(name) > 1]
        if self.sampling in SIZED and self.points is None:
            found.append(f"points is missing; sampling '{self.sampling}' needs a whole number from 1 to {MOST_POINTS}")
        if self.sampling not in SIZED and self.points is not None:
            found.append(f"points does not go with sampling '{self.sampling}', which says itself how many there are")
        if self.sampling == "table" and (self.table is None or self.vary):
            found.append(
                "sampling 'table' needs table, a CSV or Parquet file, and no [vary]: its columns say what varies"
            )
        if self.sampling != "table" and self.table is not None:
            found.append(f"table does not go with sampling '{self.sampling}'; write sampling = 'table'")
        if self.sampling in SIZED and not self.vary:
            found.append(f"sampling '{self.sampling}' needs [vary], which says what varies")
        if self.sampling == "sobol" and self.points is not None and self.points & (self.points - 1):
            found.append(
                f"points is {self.points}, but for sampling 'sobol' must be a power of 2, such as {_power(self.points)}"
            )
        if self.sampling == "full":
            found += [
                f"vary: {column} is a range; sampling 'full' needs a list, or steps in the range"
                for column, one in self.vary.items()
                if not one.levels()
            ]
        if self.enough is not None and "futures" not in self.model_fields_set:
            found.append("futures is missing; enough needs the most futures that a point may get, such as 10000")
        if self.outcome != "working" and self.enough is None:
            found.append("outcome says for what the futures are enough, but enough is missing")
        if not found and (self.sampled_rows() or 0) > MOST_POINTS:
            found.append(
                f"vary: sampling '{self.sampling}' gives {self.sampled_rows():,} points, but there may be at most "
                f"{MOST_POINTS:,}; take fewer"
            )
        return found

    def sampled_rows(self) -> int | None:
        """Return how many rows are sampled for each scenario, plan and context; None for a table (see its length)."""
        varied = len(self.vary)
        if self.sampling == "table":
            return None
        if self.sampling == "full":
            return math.prod(len(one.levels()) for one in self.vary.values())
        assert self.points is not None
        factor = {"latin-hypercube": 1, "sobol": varied + 2, "morris": varied + 1}[self.sampling]
        return self.points * factor

    def file_content(self) -> dict[str, Any]:
        """Return what a file holds: only what was set, ``vary`` as a researcher writes it."""
        content = self.model_dump(mode="json", exclude={"name", "vary"}, exclude_unset=True, exclude_none=True)
        vary: dict[str, Any] = {}
        for column, one in self.vary.items():
            if one.place.home == "event":
                vary.setdefault(column.removesuffix(f"_{one.place.field}"), {})[one.place.field] = one.written()
            else:
                vary[column] = one.written()
        return content | ({"vary": vary} if vary else {})


def _power(points: int) -> int:
    """Return the next power of 2."""
    return 1 << points.bit_length()


def read_design(path: str | os.PathLike[str]) -> Design:
    """Return a design by its shipped name or its path; a name that ends in ``.toml`` or contains a slash is a path.

    Raises
    ------
    Mistake
        Where it is wrong: file, field, value, what is allowed, and the nearest name.
    """
    file = _shipped(os.fspath(path)) or Path(path)
    where = printable(str(file))
    return parse_design(reading.table(reading.read_bytes(file), where), file.stem, where)


def _shipped(name: str) -> Path | None:
    """Return the file of a shipped design; None for a path.

    Raises
    ------
    Mistake
        No design of this name is shipped.
    """
    if name.endswith(".toml") or os.sep in name:
        return None
    designs = {file.stem: file for file in sorted((library.shipped_folder() / "experiments").glob("*.toml"))}
    if name not in designs:
        raise unknown("design", name, tuple(designs))
    return designs[name]


def parse_design(table: dict[str, Any], name: str, where: str) -> Design:
    """Return a table, such as one built by a page, as a design.

    Parameters
    ----------
    where : what messages call it.
    """
    if "name" in table:
        raise Mistake(f"{where}: name is not a key of this file; it is called after the file, write title for people")
    try:
        return Design.model_validate({**table, "name": name}, by_alias=True, by_name=False)
    except ValidationError as error:
        raise from_validation(error, Design, where) from None
