"""Where results are written: checked before anything is computed, and each file whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim.cli.failures import Stopped
from sim.files.mistakes import Mistake, printable
from sim.files.writing import replace_file
from sim.language.catalogue import check_language

if TYPE_CHECKING:
    from sim.results.compare import Comparison

ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "--csv": (".csv",), "--report": (".html", ".htm"), "--junit": (".xml",), "--save-scenario": (".toml",),
}  # fmt: skip
"""How the file of an option must end, so that a slip replaces no other file, such as a plan."""


@dataclass(frozen=True)
class Outputs:
    """What a command is to write; each may be missing.

    Attributes
    ----------
    folder : for a row a future, figures by month and the manifest (``--out``).
    table : one line for each scenario and plan (``--csv``).
    report : the page (``--report``).
    language : what the page is written in (``--language``).
    """

    folder: Path | None = None
    table: Path | None = None
    report: Path | None = None
    language: str = "en"

    @property
    def paths(self) -> list[Path]:
        """All that is to be written."""
        return [path for path in (self.folder, self.table, self.report) if path is not None]


def checked(
    out: str | None = None, table: str | None = None, report: str | None = None, language: str = "en"
) -> Outputs:
    """Return where results are to be written, after making sure that they can be.

    Files that are already there are replaced.

    Raises
    ------
    Mistake
        A folder that is a file or cannot be written, a file in a folder that does not exist, one path given twice, a
        language that there is not.
    """
    check_language(language)
    folder = None if out is None else _folder(out)
    spreadsheet, page = checked_file("--csv", table), checked_file("--report", report)
    outputs = Outputs(folder, spreadsheet, page, language)
    resolved = [path.resolve() for path in outputs.paths]
    for path in outputs.paths:
        if resolved.count(path.resolve()) > 1:
            raise Mistake(f"'{printable(str(path))}' is given as the place of two outputs; each needs its own")
    return outputs


def checked_file(option: str, text: str | None) -> Path | None:
    """Return where the file of an option is to be written, after making sure that it can be; None where it is not."""
    return None if text is None else _file(option, text)


def _folder(text: str) -> Path:
    """Return a folder that exists and can be written, or can be made."""
    folder = _path("--out", text)
    if _exists(folder) and not folder.is_dir():
        raise Mistake(f"--out '{printable(text)}' is a file, but must be a folder")
    nearest = folder
    while not _exists(nearest):
        nearest = nearest.parent
    _try_writing("--out", text, nearest)
    return folder


def _file(option: str, text: str) -> Path:
    """Return the path of a file that can be written."""
    path = _path(option, text)
    if path.is_dir():
        raise Mistake(f"{option} '{printable(text)}' is a folder, but must be a file")
    if _exists(path) and not path.is_file():
        raise Mistake(f"{option} '{printable(text)}' is no ordinary file")
    endings = ENDINGS[option]
    if path.suffix.lower() not in endings:
        raise Mistake(f"{option} is '{printable(text)}', but must end in {' or '.join(endings)}")
    if not path.parent.is_dir():
        raise Mistake(
            f"{option} '{printable(text)}' cannot be written: there is no folder '{printable(str(path.parent))}'"
        )
    _try_writing(option, text, path.parent)
    return path


def _path(option: str, text: str) -> Path:
    """Return a text as a path that a file may have."""
    if not text or "\0" in text:
        raise Mistake(f"{option} is '{printable(text)}', but must be a path")
    return Path(text)


def _exists(path: Path) -> bool:
    """Return whether there is anything at a path, a broken link too."""
    return os.path.lexists(path)


def _try_writing(option: str, text: str, folder: Path) -> None:
    """Refuse a folder in which no file can be made; trying is the only check that every system answers honestly."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as error:
        reason = error.strerror or str(error)
        raise Mistake(f"{option} '{printable(text)}' cannot be written: {reason}") from error


def write_all(outputs: Outputs, comparison: Comparison, command: str) -> list[Path]:
    """Write everything, and return the files.

    Raises
    ------
    Stopped
        The user stopped it; with the files that were whole by then.
    """
    written: list[Path] = []
    try:
        if outputs.folder is not None:
            for name, content in _folder_contents(comparison, command):
                written.append(_write(outputs.folder / name, content, written))
        if outputs.table is not None:
            written.append(_write(outputs.table, csv_bytes(comparison.to_dict()), written))
        if outputs.report is not None:
            from sim.report import write_report

            write_report(comparison, outputs.report, command=command, language=outputs.language)
            written.append(outputs.report)
    except KeyboardInterrupt:
        raise Stopped(written) from None
    return written


@contextmanager
def remembering(written: Sequence[Path]) -> Iterator[None]:
    """Say what was written where the user stops the command while its results are printed."""
    try:
        yield
    except KeyboardInterrupt:
        raise Stopped(written) from None


def _write(path: Path, content: bytes, before: Sequence[Path]) -> Path:
    """Write one file; where that fails, say what was written before it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return replace_file(path, content)
    except OSError as error:
        raise Mistake(f"cannot write {printable(str(path))}: {error.strerror or error}{_so_far(before)}") from error
    except Mistake as mistake:
        raise Mistake(f"{mistake}{_so_far(before)}") from mistake


def _so_far(before: Sequence[Path]) -> str:
    return f"; written before it: {', '.join(printable(str(path)) for path in before)}" if before else ""


def _folder_contents(comparison: Comparison, command: str) -> Any:
    """Give the files of an output folder; the manifest comes last, so that it is there only when all are."""
    from sim.cli.manifest import manifest
    from sim.cli.monthly import monthly_table

    contents: dict[str, bytes] = {}
    makers: Mapping[str, Callable[[], Any]] = {
        "outcomes.parquet": comparison.outcomes,
        "months.parquet": lambda: monthly_table(comparison),
    }
    for name, make in makers.items():
        buffer = io.BytesIO()
        make().to_parquet(buffer, index=False)
        contents[name] = buffer.getvalue()
        yield name, contents[name]
    yield "manifest.json", manifest(comparison, command, contents)


def csv_bytes(result: Mapping[str, Any]) -> bytes:
    """Return a comparison as a table for spreadsheets: a line for each scenario and plan."""
    lines = [{key: result[key] for key in ("context", "seed", "futures")} | _flat(row) for row in result["rows"]]
    columns = list(dict.fromkeys(column for line in lines for column in line))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode()


def _flat(row: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Return nested figures under one name each, such as ``working_share``; what is missing stays out."""
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{before}{key}_")
        elif value is not None:
            flat[f"{before}{key}"] = value
    return flat
