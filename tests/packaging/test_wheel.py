"""What is installed from a wheel works where no checkout is near."""

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "scenarios"

pytestmark = pytest.mark.slow


def shipped(kind: str) -> set[str]:
    return {path.stem for path in (SCENARIOS / kind).glob("*.toml")}


def finish(*command: str | Path, folder: Path, **environment: str) -> str:
    """Run a command in a folder and return what it prints; a failure shows what it said."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PIP_TARGET", "PIP_USER")}
    finished = subprocess.run(
        [*map(str, command)],
        cwd=folder,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


def build(target: str, source: Path, folder: Path) -> Path:
    """Build one wheel or source archive with the backend of this environment, as pip would, but without a network."""
    # Written to the error output, so that nothing that the backend prints can be taken for the name.
    code = f"import sys; import hatchling.build as backend; print(backend.build_{target}(sys.argv[1]), file=sys.stderr)"
    finish(sys.executable, "-c", code, folder, folder=source)
    (built,) = folder.glob("*.whl" if target == "wheel" else "*.tar.gz")
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def source_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel, without its dependencies, into a folder of its own."""
    folder = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", folder)
    finish(*pip, wheel, folder=folder)
    return folder


def files_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_the_packages_the_scenarios_and_nothing_else(wheel: Path) -> None:
    names = files_in(wheel)
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"sim", "dashboard"}
    for kind in ("futures", "plans", "contexts"):
        found = {Path(name).stem for name in names if name.startswith(f"sim/shipped/{kind}/")}
        assert found == shipped(kind)
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_source_archive_builds_the_same_wheel(source_archive: Path, wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(source_archive) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    (unpacked,) = (tmp_path / "source").iterdir()
    again = build("wheel", unpacked, tmp_path)
    assert files_in(again) == files_in(wheel)


def test_an_installed_wheel_finds_what_is_shipped_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    wanted = [("scenario", sorted(shipped("futures"))), ("plan", sorted(shipped("plans")))]
    wanted += [("context", sorted(shipped("contexts")))]
    code = f"""
import json, sim
found = [
    [getattr(sim, kind)(name).name for name in names]
    for kind, names in {wanted}
]
print(json.dumps([sim.__file__, found]))
"""
    where, found = json.loads(finish(sys.executable, "-c", code, folder=tmp_path, PYTHONPATH=str(installed)))
    assert Path(where).is_relative_to(installed)
    assert found == [names for _, names in wanted]
    assert list(tmp_path.iterdir()) == []


def test_the_command_of_an_installed_wheel_runs_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    command = installed / "bin" / "sobremesa"
    printed = finish(sys.executable, command, "list", "scenarios", "--json", folder=tmp_path, PYTHONPATH=str(installed))
    assert all(name in printed for name in shipped("futures"))
    assert list(tmp_path.iterdir()) == []
