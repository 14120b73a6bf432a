"""Machine code on disk: never stale, kept wherever it can be kept, and one for communities of every size."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

import sim.rules
from sim.engines.ensemble import Luck, simulate_block, simulate_series
from sim.world import compiled
from sim.world.compiled import COMPILED_SOURCES, code_cache, rules_version, user_cache
from sim.world.parameters import defaults
from tests.world.communities import EVERY_KIND, context_of, plan_of, run, scenario_of, world_of

PACKAGE = Path(sim.rules.__path__[0]).parent
FILES = [path.relative_to(PACKAGE) for pattern in COMPILED_SOURCES for path in sorted(PACKAGE.glob(pattern))]


def copied(destination: Path) -> Path:
    """Copy the package and return its new place."""
    return Path(shutil.copytree(PACKAGE, destination / "sim", ignore=shutil.ignore_patterns("__pycache__")))


def python(top: Path, program: str, **environment: str) -> str:
    """Run a program with the package of a folder, in a process of its own."""
    surroundings = {**os.environ, "PYTHONPATH": str(top), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=surroundings, cwd=top, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


# --- the key ----------------------------------------------------------------------------------------------------------


def version_in(package: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(compiled, "SOURCES", package)
    return rules_version()


@pytest.mark.parametrize("file", FILES, ids=str)
def test_an_edit_in_any_file_changes_the_version(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = copied(tmp_path)
    before = version_in(package, monkeypatch)
    assert version_in(PACKAGE, monkeypatch) == before  # a copy is the same version
    (package / file).write_text((package / file).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert version_in(package, monkeypatch) != before


def test_a_new_a_lost_and_a_renamed_file_change_the_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = copied(tmp_path)
    versions = [version_in(package, monkeypatch)]
    (package / "rules" / "more.py").write_text("", encoding="utf-8")
    versions.append(version_in(package, monkeypatch))
    (package / "rules" / "more.py").rename(package / "rules" / "most.py")
    versions.append(version_in(package, monkeypatch))
    (package / "rules" / "most.py").unlink()
    (package / "rules" / "plan.py").unlink()
    versions.append(version_in(package, monkeypatch))
    assert len(set(versions)) == 4


def test_whatever_is_compiled_takes_part() -> None:
    compiler = re.compile(r"^ *from [\w.]+ import .*\b(rule|engine|njit|jit|vectorize)\b", re.MULTILINE)
    compiling = {
        path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if compiler.search(path.read_text(encoding="utf-8"))
    }
    assert Path("rules/month.py") in compiling
    assert compiling <= set(FILES)


PROGRAM = """
from sim.files.context import Context
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.rules.governments import change_hands, open_door
from sim.world import compiled_world
from sim.world.assembly import build_world
words = {"name": "a", "title": "a", "story": "a", "idea": "a"}
world = build_world(Scenario(**words), Plan(**words), Context(**words))
government = world.governments[0]
government.institutionalised = government.buy_in = 0.5
open_door(world, 0)
world.calendars[0].changed = True
change_hands(world, 0)
print(float(government.open_door), float(government.retention))
"""


def doors_and_retention(top: Path, cache: str) -> list[float]:
    """Return how far a door is open, and what a government keeps through a change, by the rules of a folder."""
    return [float(number) for number in python(top, PROGRAM, SOBREMESA_CACHE=cache).split()]


KEPT = defaults()["shield"] / 2


@pytest.mark.slow
def test_an_edit_in_what_a_rule_calls_is_never_answered_by_old_code(tmp_path: Path) -> None:
    package, cache = copied(tmp_path), str(tmp_path / "cache")
    assert doors_and_retention(tmp_path, cache) == pytest.approx([0.75, KEPT])
    assert list((tmp_path / "cache").rglob("*change_hands*.nbc")), "nothing was kept, so this shows nothing"
    assert doors_and_retention(tmp_path, cache) == pytest.approx([0.75, KEPT])
    # `either` stands in another file and is called by `open_door`; only `either` is edited.
    file = package / "rules" / "curves.py"
    text = file.read_text(encoding="utf-8")
    edited = text.replace("return 1.0 - (1.0 - first) * (1.0 - second)", "return 1.0 - (1.0 - first) * 0.2")
    assert edited != text
    file.write_text(edited, encoding="utf-8")
    assert doors_and_retention(tmp_path, cache) == pytest.approx([0.9, KEPT])
    file.write_text(text, encoding="utf-8")
    assert doors_and_retention(tmp_path, cache) == pytest.approx([0.75, KEPT])


@pytest.mark.slow
def test_a_changed_default_is_never_answered_by_old_code(tmp_path: Path) -> None:
    package, cache = copied(tmp_path), str(tmp_path / "cache")
    assert doors_and_retention(tmp_path, cache)[1] == pytest.approx(KEPT)
    file = package / "world" / "parameters.py"
    text = file.read_text(encoding="utf-8")
    edited = re.sub(r'\("shield", [\d.]+,', '("shield", 0.55,', text)
    assert edited != text
    file.write_text(edited, encoding="utf-8")
    assert doors_and_retention(tmp_path, cache)[1] == pytest.approx(0.275)


# --- the folder -------------------------------------------------------------------------------------------------------


def test_the_users_choice_of_a_folder_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "usual"))
    monkeypatch.delenv("SOBREMESA_CACHE", raising=False)
    assert user_cache() == tmp_path / "usual" / "sobremesa"
    monkeypatch.setenv("SOBREMESA_CACHE", str(tmp_path / "chosen"))
    assert user_cache() == tmp_path / "chosen"
    folder = code_cache.__wrapped__()
    assert folder.parent == tmp_path / "chosen" / "code"
    assert folder.name.startswith(rules_version())


def unwritable(tmp_path: Path) -> str:
    """Return a folder that nobody can make, not even the superuser: it would lie inside a file."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    return str(tmp_path / "file" / "cache")


def test_without_a_folder_that_can_be_written_the_temporary_files_serve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOBREMESA_CACHE", unwritable(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    folder = code_cache.__wrapped__()
    assert folder.is_relative_to(tmp_path / "temporary")
    assert folder.name.startswith("sobremesa-code-")  # and then a name that nobody can guess


@pytest.mark.slow
def test_rules_run_without_a_folder_that_can_be_written(tmp_path: Path) -> None:
    printed = python(PACKAGE.parent, PROGRAM, SOBREMESA_CACHE=unwritable(tmp_path), TMPDIR=str(tmp_path))
    assert [float(number) for number in printed.split()] == pytest.approx([0.75, KEPT])


# --- one machine code for all -----------------------------------------------------------------------------------------


def test_one_compiled_signature_serves_every_size_and_shape() -> None:
    small = {"national_governments": 1, "local_governments": 0, "champions": 0, "donors": 0, "activists": 3}
    trigger = {"name": "t", "measure": "runway", "below": 6, "retarget": True}
    worlds = [
        world_of(context=context_of(months=12)),
        world_of(scenario_of(*EVERY_KIND), plan_of(trigger=[trigger]), context_of(months=36, size=small)),
        world_of(rulings=[(0, 1, "grant", 0, True)], context=context_of(months=24)),
    ]
    for world in worlds:
        run(world, range(3))
        simulate_series(world, world.parameters.repeat(2), [5, 1, 9], Luck(3, 2, 6))
    assert len(simulate_block.signatures) == 1


UNCOMPILED = """
import json
from numba import config
from tests.world.communities import EVERY_KIND, context_of, plan_of, run, scenario_of, world_of
assert config.DISABLE_JIT
size = {"national_governments": 1, "local_governments": 3, "champions": 8, "donors": 5, "activists": 20}
trigger = {"name": "t", "measure": "runway", "below": 12, "shift": 0.3, "effort": {"raise_funds": 1}}
world = world_of(scenario_of(*EVERY_KIND), plan_of(trigger=[trigger]), context_of(size=size, months=36))
print(json.dumps([float(number).hex() for number in run(world, (0, 5)).ravel()]))
"""


@pytest.mark.slow
def test_the_engine_gives_the_same_bits_without_a_compiler() -> None:
    environment = {"NUMBA_DISABLE_JIT": "1", "PYTHONWARNINGS": "ignore"}
    found = [float.fromhex(number) for number in json.loads(python(PACKAGE.parent, UNCOMPILED, **environment))]
    size = {"national_governments": 1, "local_governments": 3, "champions": 8, "donors": 5, "activists": 20}
    trigger = {"name": "t", "measure": "runway", "below": 12, "shift": 0.3, "effort": {"raise_funds": 1}}
    world = world_of(scenario_of(*EVERY_KIND), plan_of(trigger=[trigger]), context_of(size=size, months=36))
    assert np.array_equal(np.array(found), run(world, (0, 5)).ravel())
