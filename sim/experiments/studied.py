"""An experiment as its analyses see it: what was varied, which points have a value of an outcome, which have none."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from sim.experiments.factors import Factor
from sim.experiments.living import input_path, read_input
from sim.experiments.luck_share import LuckShare, luck_share
from sim.experiments.parts import outcome_schema
from sim.experiments.points import KINDS
from sim.experiments.reading import Experiment, open_experiment
from sim.experiments.store import is_of_this_version
from sim.experiments.varying import find_place
from sim.files import library
from sim.files.context import Context
from sim.files.mistakes import Mistake, printable, shown, unknown

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.design import Design
    from sim.experiments.discovery import Groups
    from sim.files.format import FileModel

NOT_OUTCOMES: Final = ("point", "future", "parameter_set", "state")
WELCOME: Final = ("working", "recovered")
"""Flags of which discovery looks for the absence."""

Side = Literal["true", "false", "above", "below"]


@dataclass(frozen=True)
class Happening:
    """What discovery looks for in a future.

    Attributes
    ----------
    outcome : a column of outcomes.
    side : whether a flag is true or false, or a number above or below the threshold.
    """

    outcome: str
    side: Side
    threshold: float = math.nan

    @property
    def expression(self) -> str:
        """The SQL that is true where it happens; unknown where the outcome is."""
        if self.side in ("above", "below"):
            return f'"{self.outcome}" {">" if self.side == "above" else "<"} {self.threshold!r}'
        return f'"{self.outcome}"' if self.side == "true" else f'NOT "{self.outcome}"'


def outcome_kinds() -> dict[str, str]:
    """Return every outcome that can be analysed, as "flag" or "number"."""
    fields = [one for one in outcome_schema() if one.name not in NOT_OUTCOMES]
    return {one.name: "flag" if str(one.type) == "bool" else "number" for one in fields}


def happening(outcome: str, above: float | None = None, below: float | None = None) -> Happening:
    """Return what discovery is to look for: of a flag the side that nobody wants, of a number what lies beyond a limit.

    Raises
    ------
    Mistake
        An outcome that does not exist, a number without a limit, a flag with one.
    """
    kinds = outcome_kinds()
    if outcome not in kinds:
        raise unknown("outcome", outcome, tuple(kinds))
    limits: list[tuple[Side, float]] = []
    if above is not None:
        limits.append(("above", above))
    if below is not None:
        limits.append(("below", below))
    if kinds[outcome] == "flag":
        if limits:
            raise Mistake(f"outcome {shown(outcome)} is so or not so; --above and --below are for numbers")
        return Happening(outcome, "false" if outcome in WELCOME else "true")
    if len(limits) != 1:
        raise Mistake(f"outcome {shown(outcome)} is a number: say with --above or --below from where on it matters")
    if not math.isfinite(limits[0][1]):
        raise Mistake(f"--{limits[0][0]} is {limits[0][1]}, but must be a number")
    return Happening(outcome, *limits[0])


@dataclass(frozen=True, eq=False)
class Study:
    """An experiment that was run, or is being run.

    Attributes
    ----------
    samples : a row for each sampled row under each scenario, plan and context: ``sample``, the three names, ``point``,
        and what is varied.
    factors : what is varied, in the order of the design.
    """

    experiment: Experiment
    samples: pd.DataFrame
    factors: tuple[Factor, ...]

    @property
    def design(self) -> Design:
        """The design that was run last."""
        return self.experiment.design


def open_study(folder: Path) -> Study:
    """Open an experiment's folder for an analysis.

    Raises
    ------
    Mistake
        No experiment, or nothing lived through yet.
    """
    experiment = open_experiment(folder)
    far = experiment.progress
    if far.failed == far.points:
        many = "its only point" if far.points == 1 else f"all {far.points:,} points"
        raise Mistake(f"'{printable(str(folder))}' holds no outcomes: {many} failed; see failures")
    if far.kept == 0:
        raise Mistake(f"'{printable(str(folder))}' holds no outcomes yet; run the experiment first")
    points = experiment.points
    columns = [str(name) for name in points.columns if name not in ("number", *KINDS)]
    samples = experiment.samples.join(points[columns], on="point")
    beginnings = {_context(experiment, str(name)).date_of(0) for name in points["context"].unique()}
    beginning = beginnings.pop() if len(beginnings) == 1 else ""
    factors = tuple(_factor(column, experiment.design, samples, beginning) for column in columns)
    return Study(experiment, samples, factors)


def _context(experiment: Experiment, name: str) -> Context:
    """Return a context as the folder keeps it."""
    found = kept_file(experiment, "context", name)
    assert isinstance(found, Context)
    return found


def kept_file(experiment: Experiment, kind: str, name: str) -> FileModel:
    """Return a scenario, plan or context as the experiment's folder keeps it.

    Whether it was changed since cannot be told where another version of the model made the folder: what a file's
    fingerprint covers has changed too.
    """
    fingerprint = experiment.manifest["inputs"][kind][name]
    if not is_of_this_version(experiment.manifest):
        return library.find(kind, Path(experiment.folder, input_path(fingerprint, f"{name}.toml")))
    return read_input(str(experiment.folder), kind, name, fingerprint)


def _factor(column: str, design: Design, samples: pd.DataFrame, beginning: str) -> Factor:
    """Return a varied value with its range: that of the design, or of a researcher's own table."""
    place = find_place(column)  # None: another version of the model made the folder
    values = samples[column]
    whole = place is not None and place.allowed.whole
    factor = Factor(column, low=float(values.min()), high=float(values.max()), stepwise=whole)
    if column in design.vary:
        one = design.vary[column]
        factor = replace(factor, low=one.low, high=one.high, stepwise=one.whole or bool(one.values))
    return replace(factor, beginning=beginning if place is not None and place.field == "when" else "")


def named_factors(study: Study) -> tuple[Factor, ...]:
    """Return scenario, plan and context as factors, where there are several, and then what is varied."""
    names = [(kind, tuple(dict.fromkeys(study.samples[kind]))) for kind in KINDS]
    return (*(Factor(kind, choices=choices) for kind, choices in names if len(choices) > 1), *study.factors)


def groups_of(study: Study, samples: pd.DataFrame) -> Groups | None:
    """Return which samples are alike because of how they were chosen: those of one base point of Sobol'; else None."""
    if study.design.sampling != "sobol":
        return None
    return (samples["sample"] // (len(study.factors) + 2)).to_numpy(dtype=np.int64)


def only(study: Study, **names: str | None) -> pd.DataFrame:
    """Return the samples of a scenario, plan or context; those of all where none is named.

    Raises
    ------
    Mistake
        A name that the experiment does not have.
    """
    kept = study.samples
    for kind, name in names.items():
        if name is None:
            continue
        there = tuple(dict.fromkeys(study.samples[kind]))
        if name not in there:
            raise unknown(f"{kind} of this experiment", name, there)
        kept = kept[kept[kind] == name]
    return kept.reset_index(drop=True)


def by_cell(samples: pd.DataFrame) -> Iterator[tuple[tuple[str, str, str], pd.DataFrame]]:
    """Give the samples of each combination of scenario, plan and context, in the order of the sampling method."""
    for cell, rows in samples.groupby(list(KINDS), sort=False):
        scenario, plan, context = cell
        yield (str(scenario), str(plan), str(context)), rows.sort_values("sample").reset_index(drop=True)


@dataclass(frozen=True, eq=False)
class Values:
    """An outcome of each sample.

    Attributes
    ----------
    mean : over the futures of its point; NaN where the point has no value.
    failed : samples whose point could not be lived through.
    unfinished : samples whose point lacks futures.
    undefined : samples of whose point some futures have no such outcome, such as the month of a collapse that was not.
    """

    mean: pd.Series
    failed: int
    unfinished: int
    undefined: int

    @property
    def missing(self) -> int:
        """How many samples have no value."""
        return self.failed + self.unfinished + self.undefined


def outcome_expression(outcome: str) -> str:
    """Return the SQL of an outcome as a number: of a flag, 1 where it is so.

    Raises
    ------
    Mistake
        An outcome that does not exist.
    """
    kinds = outcome_kinds()
    if outcome not in kinds:
        raise unknown("outcome", outcome, tuple(kinds))
    return f'"{outcome}"'


def values_of(study: Study, samples: pd.DataFrame, expression: str, name: str) -> Values:
    """Return an outcome of each sample, in the order of the samples.

    Parameters
    ----------
    expression : SQL over the columns of outcomes, from :func:`outcome_expression` or :attr:`Happening.expression`.
    """
    found = study.experiment.query(
        "select point, count(*) as futures, count(value) as known, avg(value) as mean "
        f"from ({_futures(study, expression)}) group by point"
    ).set_index("point")
    found = found.reindex(samples["point"])
    failed = samples["point"].isin(study.experiment.failures["point"]).to_numpy()
    futures = found["futures"].fillna(0).to_numpy()
    unfinished = samples["point"].isin(study.experiment.progress.unfinished).to_numpy() & ~failed
    undefined = (found["known"].fillna(0).to_numpy() < futures) & ~failed & ~unfinished
    mean = found["mean"].reset_index(drop=True).astype(float).rename(name)
    mean[failed | unfinished | undefined] = np.nan
    return Values(mean, int(failed.sum()), int(unfinished.sum()), int(undefined.sum()))


def luck_of(study: Study, cell: tuple[str, str, str], expression: str) -> LuckShare | None:
    """Return how much of an outcome's variance between the futures of one scenario, plan and context is luck."""
    where = " and ".join(f"{kind} = '{_quoted(name)}'" for kind, name in zip(KINDS, cell, strict=True))
    base = (
        f"({_futures(study, expression)}) semi join (select point from points where {where}) using (point) "
        "where value is not null"
    )
    ask = study.experiment.query
    by_point = ask(f"select count(*) as n, avg(value) as mean from {base} group by point order by point")
    by_future = ask(f"select avg(value) as mean from {base} group by future order by future")
    if by_point.empty:
        return None
    squares = ask(f"select var_pop(value) * count(*) as squares from {base}")["squares"]
    return luck_share(
        by_point["n"].to_numpy(), by_point["mean"].to_numpy(), by_future["mean"].to_numpy(), float(squares.iloc[0])
    )


def _quoted(text: str) -> str:
    """Return a text for use inside quotes of SQL."""
    return text.replace("'", "''")


def _futures(study: Study, expression: str) -> str:
    """Return the SQL that gives every future of the design with the value of an expression."""
    most = study.design.futures
    return f"select point, future, cast({expression} as double) as value from outcomes where future < {most}"
