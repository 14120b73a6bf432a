"""`make environment` says in one line what is wrong with the Python that it finds, and stops."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHELL = shutil.which("sh")
MAKE = shutil.which("make")

pytestmark = pytest.mark.skipif(SHELL is None or MAKE is None, reason="needs a POSIX shell and make")

# Stands in for a Python: passes everything on, but tells another version or lacks a module.
WRONG_VERSION = """#!/bin/sh
echo "CPython-{version} $0"
"""
WITHOUT_MODULES = """#!/bin/sh
case "$*" in *ensurepip*) exit 1 ;; *os.path.realpath*) echo "CPython-{version} $0" ;; *) exec {python} "$@" ;; esac
"""


def interpreter(folder: Path, text: str, version: str, name: str = "python3") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text.format(version=version, python=sys.executable), encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a copy of what `make environment` reads, so that a mistake here cannot harm the real .venv."""
    folder = tmp_path / "check out"  # a path with a space in it
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / ".ci", folder / ".ci")
    return folder


def make(checkout: Path, target: str = "environment", **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "PYTHON", "MFLAGS"))}
    return subprocess.run(
        [str(MAKE), target],
        cwd=checkout,
        env=kept | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def sentences(finished: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the lines that are not make's own report of the failed target."""
    lines = (finished.stdout + finished.stderr).splitlines()
    return [line for line in lines if not line.startswith(("make", "gmake"))]


@pytest.mark.parametrize("target", ["environment", "demo", "test", "quick"])
@pytest.mark.parametrize("version", ["3.10.13", "3.16.0", "2.7.18"])
def test_a_python_outside_the_range_is_refused_in_one_line(
    checkout: Path, tmp_path: Path, target: str, version: str
) -> None:
    python = interpreter(tmp_path / "bin", WRONG_VERSION, version)
    finished = make(checkout, target, PYTHON=str(python))
    assert finished.returncode != 0
    (sentence,) = sentences(finished)
    assert sentence.startswith(f"sobremesa: needs Python 3.11 to 3.15, but {python} is {version};")
    assert not (checkout / ".venv").exists()


def test_without_any_supported_python_on_the_path_the_default_one_is_named(checkout: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    interpreter(folder, WRONG_VERSION, "3.9.2")
    for tool in ("sh", "sed", "dirname", "cat", "cksum"):
        (folder / tool).symlink_to(str(shutil.which(tool)))
    finished = make(checkout, PATH=str(folder))
    assert finished.returncode != 0
    (sentence,) = sentences(finished)
    assert "python3 is 3.9.2" in sentence


def test_a_missing_python_is_refused_in_one_line(checkout: Path) -> None:
    finished = make(checkout, PYTHON="python-that-is-not-there")
    assert finished.returncode != 0
    (sentence,) = sentences(finished)
    assert "there is no python-that-is-not-there" in sentence


def test_a_python_without_venv_is_refused_in_one_line(checkout: Path, tmp_path: Path) -> None:
    python = interpreter(tmp_path / "bin", WITHOUT_MODULES, "3.12.1")
    finished = make(checkout, PYTHON=str(python))
    assert finished.returncode != 0
    (sentence,) = sentences(finished)
    assert "lacks its venv or ensurepip module" in sentence
    assert "apt-get install python3.12-venv" in sentence
    assert not (checkout / ".venv").exists()


def test_a_supported_python_on_the_path_serves_where_python3_is_too_old(checkout: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    interpreter(folder, WRONG_VERSION, "3.9.2")
    newer = interpreter(folder, WRONG_VERSION, "3.15.9", name="python3.15")
    finished = subprocess.run(
        [str(SHELL), str(checkout / ".ci/interpreters"), "default"],
        env={"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert finished.stdout == f"3.15.9 {newer}\n"


def test_the_range_is_the_one_that_pyproject_states(checkout: Path, tmp_path: Path) -> None:
    declarations = checkout / "pyproject.toml"
    text = declarations.read_text(encoding="utf-8")
    declarations.write_text(text.replace('">=3.11,<3.16"', '">=3.14,<3.20"'), encoding="utf-8")
    python = interpreter(tmp_path / "bin", WRONG_VERSION, "3.13.0")
    (sentence,) = sentences(make(checkout, PYTHON=str(python)))
    assert "needs Python 3.14 to 3.19" in sentence
