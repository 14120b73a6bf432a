"""What importing `sim` does and does not do, looked at from a fresh process."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Every module of the package but the entry points that run on import.
LISTED = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "sim").rglob("*.py")
    if path.name != "__main__.py"
)
WITHOUT_REPORT = [name for name in LISTED if not f"{name}.".startswith("sim.report.")]


def run(code: str, folder: Path) -> str:
    """Return what a fresh Python prints, run in a folder where `sim` is not."""
    finished = subprocess.run(
        [sys.executable, "-B", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{code}"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def test_nothing_outside_the_report_loads_the_dashboard_or_plotly(tmp_path: Path) -> None:
    code = f"""
for name in {WITHOUT_REPORT}:
    __import__(name)
print(sorted({{"dashboard", "streamlit", "plotly"}} & {{name.partition(".")[0] for name in sys.modules}}))
"""
    assert run(code, tmp_path).strip() == "[]"


def test_the_report_does_not_load_the_dashboard(tmp_path: Path) -> None:
    code = f"""
for name in {LISTED}:
    __import__(name)
print(sorted({{"dashboard", "streamlit"}} & {{name.partition(".")[0] for name in sys.modules}}))
"""
    assert run(code, tmp_path).strip() == "[]"


def test_the_public_names_are_about_ten_and_all_there(tmp_path: Path) -> None:
    printed = run("import sim; print(*[name for name in sim.__all__ if getattr(sim, name) is not None])", tmp_path)
    names = printed.split()
    assert 8 <= len(names) <= 14
    assert {"scenario", "plan", "context", "load", "simulate", "outcomes", "compare", "CommunityModel"} <= set(names)


def test_importing_sim_writes_nothing_and_asks_nobody(tmp_path: Path) -> None:
    # An audit hook hears of each file opened for writing, folder made, process started and connection.
    code = """
heard = []
WATCHED = {"os.mkdir", "os.rename", "os.remove", "socket.connect", "subprocess.Popen", "os.system"}
def hear(event, arguments):
    if event in WATCHED or (event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")):
        heard.append((event, str(arguments[0])))
sys.addaudithook(hear)
import sim
print(heard)
"""
    assert run(code, tmp_path).strip() == "[]"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("module", ["sim", "sim.cli"])
def test_importing_leaves_the_process_as_it_was(module: str, tmp_path: Path) -> None:
    code = f"""
import multiprocessing, os, random, warnings
import numpy
before = random.getstate(), str(numpy.random.get_state()), dict(os.environ), os.getcwd(), list(warnings.filters)
__import__({module!r})
after = random.getstate(), str(numpy.random.get_state()), dict(os.environ), os.getcwd(), list(warnings.filters)
print(before == after, multiprocessing.get_start_method(allow_none=True))
"""
    assert run(code, tmp_path).strip() == "True None"
