"""What a page gives away: tables and pictures as files, and how to get the same numbers without the page."""

from __future__ import annotations

import io
import json
import shlex
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import streamlit as st
import tomlkit

from dashboard.computing import Question
from dashboard.frame import panel, reading
from sim.files import library
from sim.files.format import FileModel
from sim.files.parameter_sets import PLAUSIBLE
from sim.language.catalogue import Texts

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

PICTURE_SIZE: Final = (1000, 560)
"""Width and height of a downloaded picture, in pixels; PNG has twice as many."""

MadeTable = Callable[[], "pd.DataFrame"]
MadePicture = Callable[[], "go.Figure"]


def foot(
    words: Texts,
    question: Question,
    *,
    compared: str,
    sure: str,
    assumed: str,
    futures: int,
    tables: Mapping[str, MadeTable] | None = None,
    pictures: Mapping[str, MadePicture] | None = None,
    called: Mapping[str, str] | None = None,
) -> None:
    """End a page: compared with what, how sure, what is assumed; downloads; the same numbers elsewhere.

    Parameters
    ----------
    question : what the page answers with :func:`sim.compare`.
    compared, sure, assumed : whole sentences.
    futures : how many the page shows now.
    tables, pictures : by file name without ending; made when they are asked for.
    called : what a picture is called, by file name, where the catalogue has no name for it.
    """
    with panel(words):
        reading(words, compared, sure, assumed)
    with panel(words), st.expander(words("dashboard.frame.downloads"), icon=":material/download:"):
        downloads(words, tables or {}, pictures or {}, called or {})
    with panel(words), st.expander(words("dashboard.frame.same_numbers"), icon=":material/terminal:"):
        same_numbers(words, question, futures)


def downloads(
    words: Texts,
    tables: Mapping[str, MadeTable],
    pictures: Mapping[str, MadePicture],
    called: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Offer tables as CSV and Parquet, and pictures as PNG and SVG where a browser is installed to draw them."""
    for name, made in tables.items():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write(words(f"dashboard.table.{name}"))
            _button(f"{name}.csv", "text/csv", partial(_made, csv_of, made))
            _button(f"{name}.parquet", "application/vnd.apache.parquet", partial(_made, parquet_of, made))
    if pictures and not can_draw():
        st.caption(words("dashboard.frame.no_pictures"))
        return
    for name, drawn in pictures.items():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write(called.get(name) or words(f"dashboard.picture.{name}"))
            _button(f"{name}.png", "image/png", partial(_drawn, drawn, "png"))
            _button(f"{name}.svg", "image/svg+xml", partial(_drawn, drawn, "svg"))


def _made(write: Callable[[pd.DataFrame], bytes], made: MadeTable) -> bytes:
    return write(made())


def _drawn(drawn: MadePicture, ending: str) -> bytes:
    return picture_of(drawn(), ending)


def _button(file: str, kind: str, content: Callable[[], bytes]) -> None:
    """Offer a file that is made when it is asked for."""
    ending = file.rsplit(".", 1)[1].upper()
    st.download_button(ending, content, file_name=file, mime=kind, on_click="ignore", key=f"download {file}")


def csv_of(table: pd.DataFrame) -> bytes:
    """Return a table as spreadsheets read it: UTF-8 with its mark, and no text that a spreadsheet would compute."""
    safe = table.copy()
    for column in safe.columns:
        if safe[column].dtype.kind not in "biufM":
            safe[column] = safe[column].map(_no_formula)
    text: str = safe.to_csv(index=False)
    return text.encode("utf-8-sig")


def _no_formula(value: object) -> object:
    """Return a text so that no spreadsheet takes it for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" else value


def parquet_of(table: pd.DataFrame) -> bytes:
    """Return a table as Parquet."""
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False)
    return buffer.getvalue()


@cache
def can_draw() -> bool:
    """Return whether pictures can be made: the package kaleido, and a Chrome or Chromium for it."""
    if find_spec("kaleido") is None:
        return False
    from choreographer.browsers.chromium import Chromium

    try:
        return Chromium.find_browser(skip_local=False) is not None
    except (AttributeError, OSError, TypeError):
        return False


def picture_of(figure: go.Figure, ending: str) -> bytes:
    """Return a picture as PNG or SVG, on white, with its title."""
    from dashboard.looks import on_paper

    width, height = PICTURE_SIZE
    made: bytes = on_paper(figure).to_image(
        format=ending, width=width, height=height, scale=2 if ending == "png" else 1
    )
    return made


def same_numbers(words: Texts, question: Question, futures: int) -> None:
    """Say how the command line and Python give the numbers that the page shows now."""
    st.write(words("dashboard.frame.same_explained"))
    st.code(command_line(question, futures), language="bash", wrap_lines=True)
    st.code(python_lines(question, futures), language="python", wrap_lines=True)
    give(words, (*question.scenarios, *question.plans, question.context))


def give(words: Texts, files: Iterable[FileModel]) -> None:
    """Offer the user's own files that a command or Python names: whoever wants its numbers needs them."""
    for file in not_shipped(files):
        st.download_button(
            words("dashboard.frame.file", file=f"{file.name}.toml"), toml_of(file), file_name=f"{file.name}.toml",
            mime="application/toml", on_click="ignore", key=f"toml {file.kind_of_file} {file.name}",
        )  # fmt: skip


def own_files(question: Question) -> list[FileModel]:
    """Return the files of a question that are not shipped."""
    return not_shipped((*question.scenarios, *question.plans, question.context))


def not_shipped(files: Iterable[FileModel]) -> list[FileModel]:
    """Return those of some files that are the user's own, each once."""
    own = {(file.kind_of_file, file.name): file for file in files}
    return [file for (kind, name), file in own.items() if name not in library.names(kind)]


def toml_of(file: FileModel) -> bytes:
    """Return a file of the user's own as the command line reads it."""
    document = tomlkit.document()
    document.add(tomlkit.comment(f"Sobremesa {file.kind_of_file}"))
    document.update(file.file_content())
    return tomlkit.dumps(document).encode()


def given(file: FileModel) -> str:
    """Return what stands on a command line for a file: its shipped name, or its path."""
    return file.name if file.name in library.names(file.kind_of_file) else f"./{file.name}.toml"


def in_python(file: FileModel) -> str:
    """Return what stands in Python for a file: its shipped name, or how it is read."""
    name = json.dumps(given(file))
    return name if file.name in library.names(file.kind_of_file) else f"sim.{file.kind_of_file}({name})"


def command_line(question: Question, futures: int) -> str:
    """Return the command that prints the numbers of a question."""
    plans = ",".join(given(plan) for plan in question.plans)
    command = ["sobremesa", "compare", *map(given, question.scenarios), "--plans", plans, "--context"]
    command += [given(question.context), "--futures", str(futures), "--seed", str(question.seed)]
    if question.parameters != PLAUSIBLE:
        command += ["--parameters", question.parameters]
    return shlex.join(command)


def python_lines(question: Question, futures: int) -> str:
    """Return the Python that computes the comparison of a question."""
    parameters = "" if question.parameters == PLAUSIBLE else f", parameters={json.dumps(question.parameters)}"
    return "\n".join(
        [
            "import sim",
            "",
            "comparison = sim.compare(",
            f"    [{', '.join(map(in_python, question.scenarios))}],",
            f"    [{', '.join(map(in_python, question.plans))}],",
            f"    {in_python(question.context)}, futures={futures}, seed={question.seed}{parameters},",
            ")",
            "for (scenario, plan), cell in comparison.cells.items():",
            "    print(scenario, plan, cell.working.share)",
        ]
    )
