"""What lies in the folder of an experiment.

    DIR/
      design.toml                the design run last; its files are those in inputs/, so that DIR stands alone
      manifest.json              seed, hash of every input, fingerprint of the machine, rules and package versions
      inputs/<hash>/<name>.toml  scenarios, plans, contexts as they were; parameter sets and tables of points likewise
      points.parquet             the points of the design run last, a row each
      samples.parquet            the sampled rows in the order of the sampling method, with the point that each one is
      work/<number>.parquet      which part holds which futures of which points; only ever added to; of six digits
      parts/<key>-<hash>.parquet     outcomes, a row for each point and future
      series/<key>-<hash>.parquet    the series that the design keeps, a row for each point, future and month
      failures/<key>-<hash>.parquet  points that could not be lived through, with the reason
      lock                       held by the process that runs the experiment

**points**: ``point`` (16 hexadecimal digits: the hash of what the point is, so that another design that holds the
same point finds it here), ``number`` (its place in the design, from 0), ``scenario``, ``plan``, ``context``, and a
column for each varied value under its name (``stance``, ``donors_exit_share``).

**samples**: ``sample`` (row of the sampling method, from 0), ``scenario``, ``plan``, ``context``, ``point``. Sampling
may hit a point twice (Morris often does); it then stands once in *points* and twice here. Sensitivity indices read
their outcomes in this order.

**outcomes**: ``point``, ``future``, and the columns of :func:`sim.results.outcomes.outcome_table`. Columns that only
scenarios with a blow have are null elsewhere.

**failures**: ``point``, ``first_future``, ``last_future``, ``reason``, ``command``.

**Why nothing is lost.** A part is written to a temporary name, flushed to the disk, and renamed to a name that holds
the hash of its bytes: it is there whole or not at all, and a damaged one is known by its name. Which futures of which
points a part holds was written to *work* before anybody computed it, and never changes. So a future belongs to
exactly one part, a part that is computed twice (by a process that was killed, or two at once) has the same name and
the same bytes, and what is missing is the list of work without the list of files.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim.experiments.design import Design, read_design
from sim.experiments.earlier import read_earlier_design
from sim.experiments.ledger import WORK
from sim.experiments.living import INPUTS
from sim.experiments.lock import LOCK
from sim.experiments.parts import FOLDERS, OUTCOMES, flush_folder, is_sound, made_by, part_files, refuse_unreadable
from sim.experiments.points import Points, points_from
from sim.experiments.preparing import Prepared, design_in_folder
from sim.files.mistakes import Mistake, printable
from sim.files.writing import replace_file

if TYPE_CHECKING:
    import pandas as pd

DESIGN: Final = "design.toml"
MANIFEST: Final = "manifest.json"
POINTS: Final = "points.parquet"
SAMPLES: Final = "samples.parquet"

_LONGEST_MANIFEST: Final = 100_000_000

_NEEDED: Final[Mapping[str, type]] = {
    "seed": int, "series": list, "sets": str, "rules": str, "outcomes": str, "fingerprint": str, "files": dict,
    "inputs": dict, "points": int, "samples": int,
}  # fmt: skip
"""What a manifest must hold to be one, and of what kind."""


def model_version() -> dict[str, str]:
    """Return what decides which results a design has: the rules, and the definitions of outcomes."""
    from sim.results import outcomes
    from sim.world.compiled import rules_version

    own = hashlib.sha256(Path(outcomes.__file__).read_bytes()).hexdigest()[:16]
    return {"rules": rules_version(), "outcomes": own}


def machine() -> str:
    """Return what must be equal wherever parts of one experiment are lived through: version of the model, and bits."""
    from sim.results.fingerprint import fingerprint

    return "-".join([*model_version().values(), fingerprint()])


def write_design(folder: Path, prepared: Prepared) -> None:
    """Make the folder of an experiment, or set the design of one that is there; the manifest comes last."""
    contents = {
        **prepared.kept,
        POINTS: _parquet(prepared.points.table()),
        SAMPLES: _parquet(prepared.samples),
        DESIGN: design_in_folder(prepared),
    }
    _make_folders(folder)
    for name, content in contents.items():
        _keep(folder / name, content)
    manifest = _manifest(prepared, contents)
    flush_folder(folder / INPUTS)
    _keep(folder / MANIFEST, json.dumps(manifest, indent=1).encode() + b"\n")
    flush_folder(folder)


def _make_folders(folder: Path) -> None:
    """Make the folder with those inside it."""
    try:
        for name in (INPUTS, WORK, *FOLDERS):
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Mistake(f"cannot write {printable(str(folder))}: {error.strerror or error}") from error


def sweep(folder: Path, before: float) -> None:
    """Take away the temporary files of writers that were killed; for whoever has the folder's lock.

    Parameters
    ----------
    before : seconds since the epoch, by the clock of the folder's file system. Younger files may be those of workers
        of this run; one of an earlier run that outlived it writes its part again, should its file be taken away.
    """
    for where in (folder, *(folder / name for name in (WORK, *FOLDERS)), *(folder / INPUTS).glob("*")):
        for path in where.glob(".*.part"):
            with contextlib.suppress(OSError):  # somebody else was faster
                if path.is_file() and path.stat().st_mtime < before:
                    path.unlink()


def _keep(path: Path, content: bytes) -> None:
    """Write a file unless it is there as it should be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.read_bytes() == content:
            return
    except OSError as error:
        raise Mistake(f"cannot write {printable(str(path))}: {error.strerror or error}") from error
    replace_file(path, content)
    flush_folder(path.parent)


def _parquet(table: pd.DataFrame) -> bytes:
    """Return a table as the content of a Parquet file."""
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False, compression="zstd")
    return buffer.getvalue()


def _manifest(prepared: Prepared, contents: Mapping[str, bytes]) -> dict[str, Any]:
    """Return what is said of an experiment: everything that its results depend on."""
    from sim.results.fingerprint import fingerprint
    from sim.versions import versions

    design, inputs = prepared.design, prepared.inputs
    return {
        "experiment": design.name,
        "title": design.title,
        "seed": design.seed,
        "series": list(design.series),
        "sets": prepared.sets,
        "parameters": design.parameters,
        "parameter_sets": {"number": len(inputs.sets), "fingerprint": inputs.sets.fingerprint()},
        "design": design.fingerprint(),
        "points": len(prepared.points),
        "samples": len(prepared.samples),
        "inputs": inputs.hashes(),
        **model_version(),
        "fingerprint": fingerprint(),
        "versions": versions(),
        "machine": f"{platform.system()} {platform.machine()}",
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
    }


def _refuse_name(folder: Path) -> None:
    """Refuse a folder whose name is no text: the readers of Parquet and SQL cannot find what lies in it."""
    try:
        str(folder.absolute()).encode()
    except UnicodeEncodeError as error:
        raise Mistake(f"folder '{printable(str(folder))}' has a name that is no text in UTF-8; rename it") from error


def refuse_other_folder(folder: Path) -> None:
    """Refuse a folder that holds something that is no experiment."""
    _refuse_name(folder)
    if folder.exists() and not folder.is_dir():
        raise Mistake(f"'{printable(str(folder))}' is a file, but must be a folder")
    own = {INPUTS, WORK, *FOLDERS, POINTS, SAMPLES, DESIGN, MANIFEST, LOCK}
    others = (
        [path.name for path in folder.iterdir() if path.name not in own and path.suffix != ".part"]
        if folder.is_dir()
        else []
    )
    if others:
        where = printable(str(folder))
        raise Mistake(
            f"'{where}' holds '{printable(sorted(others)[0])}' and no experiment; name a new or an empty folder"
        )


def refuse_adding(folder: Path, design: Design) -> None:
    """Refuse to add to an experiment what could not be told apart from it, or would not fit.

    Raises
    ------
    Mistake
        Another version of the model, a machine that gives other bits, another seed, or other series.
    """
    from sim.results.fingerprint import fingerprint

    if not (folder / MANIFEST).exists():
        _refuse_parts_of_others(folder)
        return
    manifest, where = read_manifest(folder), f"'{printable(str(folder))}'"
    for what, here in model_version().items():
        if manifest[what] != here:
            raise Mistake(
                f"{where} was made by another version of the model ({what} {manifest[what]}, here {here}): it can be "
                "read and queried, but not added to; name a new folder"
            )
    if manifest["fingerprint"] != fingerprint():
        raise Mistake(
            f"{where} was begun on a machine with fingerprint {manifest['fingerprint']}, but this one has "
            f"{fingerprint()}: it would add other bits; name a new folder"
        )
    if manifest["seed"] != design.seed:
        raise Mistake(f"{where} has seed {manifest['seed']}, but the design has {design.seed}; name a new folder")
    if manifest["series"] != list(design.series):
        kept = ", ".join(manifest["series"]) or "no series"
        wanted = ", ".join(design.series) or "none"
        raise Mistake(f"{where} keeps {kept}, but the design wants {wanted}; name a new folder")


def _refuse_parts_of_others(folder: Path) -> None:
    """Refuse to write the manifest of a folder anew where parts were made otherwise than they would be here."""
    here = machine()
    for name in part_files(folder / OUTCOMES).values():
        path = folder / OUTCOMES / name
        if is_sound(path) and made_by(path) != here:
            raise Mistake(
                f"'{printable(str(folder))}' has no {MANIFEST}, and parts that another version of the model made, or a "
                f"machine with other bits, such as {name}; put {MANIFEST} back, or name a new folder"
            )


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of an experiment.

    Raises
    ------
    Mistake
        A folder that does not exist or holds no experiment, or a damaged manifest.
    """
    _refuse_name(folder)
    where = printable(str(folder))
    path = folder / MANIFEST
    try:
        if path.stat().st_size > _LONGEST_MANIFEST:
            raise Mistake(f"'{where}': {MANIFEST} is too large to be one")
        read = json.loads(path.read_bytes())
        manifest: dict[str, Any] = read if isinstance(read, dict) else {}
    except FileNotFoundError:
        there = "holds no experiment" if folder.is_dir() else "does not exist"
        raise Mistake(f"folder '{where}' {there}") from None
    except (OSError, ValueError, RecursionError) as error:
        raise Mistake(
            f"'{where}': {MANIFEST} is damaged; take it away and run the same design again with the same version of "
            "sobremesa, which writes it anew"
        ) from error
    if any(not isinstance(manifest.get(name), kind) for name, kind in _NEEDED.items()):
        raise Mistake(f"'{where}': {MANIFEST} is not that of an experiment")
    return manifest


def damaged_inputs(folder: Path, manifest: Mapping[str, Any]) -> list[Path]:
    """Return the files of the design that are not as the manifest promises, or are missing."""
    return [folder / name for name, promised in manifest["files"].items() if _hash(folder / name) != promised]


def _hash(path: Path) -> str | None:
    """Return the hash of a file; None where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        refuse_unreadable(path, error)
        return None


def is_of_this_version(manifest: Mapping[str, Any]) -> bool:
    """Return whether this version of the model made a folder."""
    return all(manifest[what] == here for what, here in model_version().items())


def read_design_of(folder: Path, manifest: Mapping[str, Any]) -> Design:
    """Return the design that was run last; that of another version of the model as far as it can be read."""
    try:
        return read_design(folder / DESIGN)
    except Mistake:
        if is_of_this_version(manifest):
            raise
        return read_earlier_design(folder / DESIGN)


def read_points(folder: Path, manifest: Mapping[str, Any]) -> Points:
    """Return the points of the design that was run last."""
    return points_from(_checked_table(folder, POINTS, manifest))


def read_samples(folder: Path, manifest: Mapping[str, Any]) -> pd.DataFrame:
    """Return the sampled rows in the order of the sampling method."""
    return _checked_table(folder, SAMPLES, manifest)


def _checked_table(folder: Path, name: str, manifest: Mapping[str, Any]) -> pd.DataFrame:
    """Return a table whose bytes are those that the manifest promises."""
    import pandas as pd

    path = folder / name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Mistake(f"file '{printable(str(path))}' cannot be read: {error.strerror or error}") from error
    if hashlib.sha256(content).hexdigest() != manifest["files"].get(name):
        raise Mistake(f"'{printable(str(path))}' is damaged; run the design again, which writes it anew")
    return pd.read_parquet(io.BytesIO(content))
