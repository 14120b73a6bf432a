"""A design with everything that it needs: its files are read, its points are chosen, nothing is written yet."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import tomlkit

from sim.experiments.design import Design
from sim.experiments.living import input_path
from sim.experiments.points import Inputs, Points, check_events, points_of
from sim.experiments.sampling import sampled_values
from sim.files import library
from sim.files.format import FileModel
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import DEFAULT, PLAUSIBLE, parameter_sets

if TYPE_CHECKING:
    import pandas as pd

_KINDS: Final[Mapping[str, str]] = {"scenario": "scenarios", "plan": "plans", "context": "contexts"}


@dataclass(frozen=True, eq=False)
class Prepared:
    """A design with its files and points.

    Attributes
    ----------
    sets : where the folder keeps the file of parameter sets, or "default".
    kept : the files that the folder keeps, by their path in it.
    """

    design: Design
    inputs: Inputs
    points: Points
    samples: pd.DataFrame
    sets: str
    kept: Mapping[str, bytes]


def prepare(design: Design, folder: Path) -> Prepared:
    """Read what a design needs and choose its points.

    Parameters
    ----------
    folder : the design's folder, to which paths in it are relative.

    Raises
    ------
    Mistake
        A file that does not exist or is wrong, two of one name, an event that a scenario does not have.
    """
    where = f"{design.name}.toml"
    files: dict[str, dict[str, Any]] = {}
    for kind, key in _KINDS.items():
        files[kind] = {}
        for name in getattr(design, key):
            with _named_by(f"{where}: {key}"):
                found = library.find(kind, path_of(name, folder))
            if found.name in files[kind]:
                raise Mistake(f"{where}: two {key} are called '{found.name}'; results could not be told apart")
            files[kind][found.name] = found
    with _named_by(where):
        sets_file = _sets_file(design.parameters, folder)
        sets = parameter_sets(DEFAULT if sets_file is None else sets_file)
    inputs = Inputs(files["scenario"], files["plan"], files["context"], sets)
    columns, rows = sampled_values(design, folder)
    check_events(inputs.scenarios, columns, where)
    points, samples = points_of(inputs, columns, rows)
    kept: dict[str, bytes] = {}
    for models in files.values():
        for model in models.values():
            kept[input_path(model.fingerprint(), f"{model.name}.toml")] = _as_toml(model)
    kept_sets = DEFAULT
    if sets_file is not None:
        kept_sets = input_path(sets.fingerprint(), "parameters.parquet")
        kept[kept_sets] = sets_file.read_bytes()
    if design.table is not None:
        content = (folder / design.table).read_bytes()
        kept[input_path(hashlib.sha256(content).hexdigest(), Path(design.table).name)] = content
    return Prepared(design, inputs, points, samples, kept_sets, kept)


@contextmanager
def _named_by(where: str) -> Iterator[None]:
    """Say in which design, and where there, a file is named that is wrong or does not exist."""
    try:
        yield
    except Mistake as mistake:
        raise Mistake(f"{where}: {mistake}") from None


def path_of(name: str, folder: Path) -> str:
    """Return a shipped name as it is, and a path as one relative to the design's folder."""
    return str(folder / name) if name.endswith(".toml") or "/" in name or os.sep in name else name


def _sets_file(parameters: str, folder: Path) -> Path | None:
    """Return the file of a design's parameter sets; None for the default."""
    if parameters == DEFAULT:
        return None
    if parameters == PLAUSIBLE:
        return library.shipped_folder() / "parameters" / f"{PLAUSIBLE}.parquet"
    parameter_sets(str(folder / parameters) if parameters.endswith(".parquet") else parameters)
    return folder / parameters


def _as_toml(model: FileModel) -> bytes:
    """Return a scenario, plan or context as it is kept."""
    document = tomlkit.document()
    document.add(tomlkit.comment(f"Sobremesa {model.kind_of_file}"))
    document.update(model.file_content())
    return tomlkit.dumps(document).encode()


def design_in_folder(prepared: Prepared) -> bytes:
    """Return the design as its folder keeps it: with the files in the folder, so that the folder stands alone."""
    content = prepared.design.file_content()
    models = (prepared.inputs.scenarios, prepared.inputs.plans, prepared.inputs.contexts)
    for key, named in zip(_KINDS.values(), models, strict=True):
        content[key] = [input_path(one.fingerprint(), f"{name}.toml") for name, one in named.items()]
    content["parameters"] = prepared.sets
    if prepared.design.table is not None:
        name = Path(prepared.design.table).name
        content["table"] = next(path for path in prepared.kept if path.endswith(f"/{name}"))
    return design_as_toml(content)


def design_as_toml(content: Mapping[str, Any]) -> bytes:
    """Return a design as a file. What varies keeps its order, by which sampled columns are dealt out."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Sobremesa experiment"))
    document.update({key: value for key, value in content.items() if key != "vary"})
    if content.get("vary"):
        vary = tomlkit.table()
        for name, given in content["vary"].items():
            vary.add(name, _inline(given))
        document.add("vary", vary)
    return tomlkit.dumps(document).encode()


def _inline(given: Any) -> Any:
    """Return a range, or the ranges of an event's properties, as a table on one line."""
    if not isinstance(given, Mapping):
        return given
    table = tomlkit.inline_table()
    for key, value in given.items():
        table.add(key, _inline(value))
    return table
