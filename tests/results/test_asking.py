"""What Python may ask for, and what happens to a run that goes wrong."""

from __future__ import annotations

import multiprocessing
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.world.compiled import code_cache

ROOT = Path(__file__).resolve().parents[2]
ONE_FUTURE = "import sim; sim.simulate('calm-decade', futures=1)"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"futures": -3}, "futures is -3, but must be at least 1"),
        ({"futures": 2.0}, "futures is 2.0, but must be a whole number"),
        ({"futures": True}, "futures is True"),
        ({"futures": [0, -1]}, "begin with 0"),
        ({"futures": 1, "threads": -1}, "threads is -1, but must be at least 1"),
        ({"futures": 1, "seed": -1}, "seed is -1"),
        ({"futures": 1, "branch": 1}, "belong together"),
    ],
)
def test_what_cannot_be_is_refused(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(sim.Mistake, match=message):
        sim.simulate("calm-decade", **asked)


@pytest.mark.parametrize("asked", [{"scenarios": "pandemic"}, {"scenarios": []}, {"plans": []}, {"plans": "baseline"}])
def test_lists_are_lists(asked: dict[str, Any]) -> None:
    with pytest.raises(sim.Mistake, match="must be a list of at least one name"):
        sim.compare(futures=1, **asked)


def test_a_path_serves_as_a_name(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    sim.save(sim.scenario("pandemic"), own)
    assert sim.simulate(own, futures=1).attrs["scenario"] == "own"


def _simulate_in_a_child(_: int) -> int:
    return int(sim.simulate("calm-decade", futures=60).sizes["future"])


@pytest.mark.slow
@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="this system does not fork")
def test_a_forked_child_makes_threads_of_its_own() -> None:
    program = (
        "import multiprocessing, sim\n"
        "from tests.results.test_asking import _simulate_in_a_child as run\n"
        "run(0)\n"
        "with multiprocessing.get_context('fork').Pool(1) as pool:\n"
        "    print(pool.map(run, [0])[0])\n"
    )
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", program]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    assert finished.stdout.strip() == "60"


@pytest.mark.slow
@pytest.mark.parametrize("pattern", ["*.nbi", "*.nbc"])
def test_damaged_machine_code_is_deleted_and_said(
    pattern: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-m", "sim.cli", "run", "calm-decade", "--futures", "1", "--json"]
    subprocess.run(command, cwd=ROOT, capture_output=True, timeout=300, check=True)
    shutil.copytree(code_cache(), tmp_path / "code" / code_cache().name)
    monkeypatch.setenv("SOBREMESA_CACHE", str(tmp_path))
    damaged = list((tmp_path / "code").rglob(f"*simulate_block{pattern}"))
    assert damaged
    for file in damaged:
        file.write_bytes(file.read_bytes()[:1000] if pattern == "*.nbc" else b"")
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert refused.returncode == 2, refused.stderr
    assert "were damaged and have been deleted; run the command again" in refused.stderr
    subprocess.run(command, cwd=ROOT, capture_output=True, timeout=300, check=True)
