"""A run is killed, damaged, or runs out of disk: nothing is lost, doubled or different."""

import itertools
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.experiments import store
from sim.experiments.reading import open_experiment
from sim.files.mistakes import Mistake
from tests.experiments.small import bits, design, run, write_files

pytestmark = pytest.mark.slow

LARGE = {"futures": 1500, "points": 3, "series": ["people"], "parameters": "default"}
RUNS = """
import sys
from pathlib import Path
from tests.experiments.small import design, run
from tests.faults.test_killed import LARGE
print(run(design(**LARGE), Path(sys.argv[1]), Path(sys.argv[2])).computed)
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return write_files(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def undisturbed(files, tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed") / "out"
    run(design(**LARGE), files, folder)
    return folder


def begin(files: Path, out: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", RUNS, str(files), str(out)], stdout=-1, stderr=-1, text=True)


def wait_for_work(process: "subprocess.Popen[str]", out: Path, parts: int) -> None:
    """Wait until so many parts are there, or the process has ended."""
    while process.poll() is None and len(list((out / "parts").glob("*.parquet")) if out.is_dir() else []) < parts:
        time.sleep(0.005)


def test_killed_ten_times_at_random_moments_nothing_is_lost_doubled_or_different(files, undisturbed, tmp_path):
    out = tmp_path / "out"
    moments = random.Random(11)
    killed, between, folders = 0, 0, [out]
    while killed < 10:
        out = folders[-1]
        process = begin(files, out)
        there = len(list((out / "parts").glob("*.parquet"))) if out.is_dir() else 0
        wait_for_work(process, out, there + (killed > 2))  # the first three: while it begins
        time.sleep(moments.uniform(0, 0.15) if killed > 2 else moments.uniform(0.2, 2.5))
        process.kill()
        process.communicate()
        if process.returncode != -signal.SIGKILL:  # faster than the killer: everything is there; begin another folder
            folders.append(tmp_path / f"out {len(folders)}")
            assert len(folders) < 20
            continue
        killed += 1
        if (out / "manifest.json").is_file():
            assert open_experiment(out).damaged == []
            parts = len(list((out / "parts").glob("*.parquet")))
            between += 0 < parts < len(list((undisturbed / "parts").glob("*.parquet")))
    assert killed == 10 and between >= 3
    for out in folders:
        run(design(**LARGE), files, out)
        assert not list(out.rglob("*.part"))
        assert bits(out) == bits(undisturbed)
    mine, theirs = (open_experiment(folder).outcomes() for folder in (out, undisturbed))
    assert not mine.duplicated(["point", "future"]).any()
    pd.testing.assert_frame_equal(mine, theirs, check_exact=True)


@pytest.mark.parametrize("kind", ["parts", "series", "work"])
@pytest.mark.parametrize("harm", ["cut short", "bit flipped", "emptied", "deleted"])
def test_a_damaged_file_is_named_left_out_and_computed_again(kind, harm, files, tmp_path):
    made = design(futures=300, series=["people"])
    out = tmp_path / "out"
    run(made, files, out)
    whole = bits(out)
    before = open_experiment(out).outcomes()
    path = sorted((out / kind).glob("*.parquet"))[-1]
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 4
    if harm == "deleted":
        path.unlink()
    else:
        path.write_bytes({"cut short": content[: len(content) // 2], "bit flipped": content, "emptied": b""}[harm])
    experiment = open_experiment(out)
    left = experiment.outcomes()
    if (kind, harm) not in {("parts", "deleted"), ("work", "deleted")}:
        assert path in experiment.damaged
        assert any("damaged and left out" in caveat for caveat in experiment.caveats())
    merged = left.merge(before, how="left", indicator=True) if len(left) else left
    assert len(left) < len(before) and (not len(left) or (merged["_merge"] == "both").all())
    ended = run(made, files, out)
    assert ended.damaged == [] or [found.name for found in ended.damaged] == [path.name]
    assert harm == "deleted" or ended.damaged
    assert kind == "work" or 0 < ended.computed < 3600
    pd.testing.assert_frame_equal(open_experiment(out).outcomes(), before, check_exact=True)
    assert {name: content for name, content in bits(out).items() if name in whole} == whole


def test_every_bit_of_a_part_is_watched(files, tmp_path):
    out = tmp_path / "out"
    run(design(futures=5), files, out)
    (path,) = (out / "parts").glob("*.parquet")
    content = path.read_bytes()
    for place in np.random.default_rng(3).integers(0, 8 * len(content), 60):
        flipped = bytearray(content)
        flipped[place // 8] ^= 1 << (place % 8)
        path.write_bytes(flipped)
        assert open_experiment(out).damaged == [path]


FULL = """
import resource, sys
from pathlib import Path
from sim.files.mistakes import Mistake
from tests.experiments.small import design, run
from tests.faults.test_killed import LARGE
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    run(design(**LARGE), Path(sys.argv[1]), Path(sys.argv[2]))
except Mistake as mistake:
    print(mistake)
    sys.exit(2)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limit on the size of files here")
@pytest.mark.parametrize("limit", [2_000, 16_000])
def test_a_full_disk_ends_with_a_message_and_a_folder_that_goes_on(limit, files, undisturbed, tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-c", FULL, str(files), str(out), str(limit)]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 2, ended.stderr
    assert ended.stdout.startswith("cannot write ") and "File too large" in ended.stdout
    assert "what was kept stays; run the same command again" in ended.stdout
    assert not list(out.rglob("*.part"))
    run(design(**LARGE), files, out)
    assert bits(out) == bits(undisturbed)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of a megabyte, where this process may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("no disk may be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(shutil.which("mount") is None, reason="no disk can be mounted here")
def test_a_disk_that_is_full_indeed_keeps_what_was_done_and_goes_on_when_there_is_room(files, undisturbed, small_disk):
    out = small_disk / "out"
    with pytest.raises(Mistake, match=r"No space left on device.*what was kept stays; run the same command again"):
        run(design(**LARGE), files, out)
    kept = {path: path.stat().st_mtime_ns for path in (out / "parts").glob("*.parquet")}
    assert 0 < len(kept) < len(list((undisturbed / "parts").glob("*.parquet")))
    assert not list(out.rglob("*.part"))
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    run(design(**LARGE), files, out)
    assert bits(out) == bits(undisturbed)
    assert {path: path.stat().st_mtime_ns for path in kept} == kept, "nothing was done twice"


def test_what_killed_writers_left_is_swept_but_not_what_is_being_written(files, tmp_path):
    out = tmp_path / "out"
    run(design(futures=20), files, out)
    folders = [out, out / "parts", out / "work", out / "failures", next((out / "inputs").iterdir())]
    old = [folder / ".left.parquet.ab12.part" for folder in folders]
    young = out / "parts" / ".young.parquet.cd34.part"
    for path in (*old, young):
        path.write_bytes(b"half")
    past, future = time.time() - 3600, time.time() + 3600
    for path in old:
        os.utime(path, (past, past))
    os.utime(young, (future, future))
    run(design(futures=20), files, out)
    assert not any(path.exists() for path in old) and young.exists()


@pytest.mark.parametrize("step", ["write", "replace", "link"])
@pytest.mark.parametrize("fatal", [1, 2, 4, 6, 8])
def test_no_space_left_in_a_write_or_a_rename_is_said_and_what_is_there_stays(
    step, fatal, files, tmp_path, monkeypatch
):  # fmt: skip
    """The n-th file cannot be filled, or cannot be given its name."""
    made, out = design(futures=200, series=["people"]), tmp_path / "out"
    with monkeypatch.context() as disk:
        reached = _full_disk(disk, step, fatal if step != "link" else 1)
        with pytest.raises(Mistake, match=r"cannot write .*No space left on device"):
            run(made, files, out)
        assert reached == [fatal if step != "link" else 1]
    assert not list(out.rglob("*.part"))
    run(made, files, out)
    run(made, files, tmp_path / "alone")
    assert bits(out) == bits(tmp_path / "alone")


def _full_disk(disk: pytest.MonkeyPatch, step: str, fatal: int) -> list[int]:
    """Let the n-th write, rename or link fail; return a list to which n is added when it does."""
    calls, reached = itertools.count(1), []

    def fails() -> None:
        if next(calls) == fatal:
            reached.append(fatal)
            raise OSError(28, "No space left on device")

    if step == "write":
        usual = os.fdopen

        def opened(*arguments, **options):
            file = usual(*arguments, **options)

            class Full:
                def __enter__(self):
                    return self

                def __exit__(self, *gone):
                    file.close()

                def write(self, content):
                    fails()
                    return file.write(content)

                def __getattr__(self, name):
                    return getattr(file, name)

            return Full()

        disk.setattr(os, "fdopen", opened)
        return reached
    owner, name = (Path, "replace") if step == "replace" else (os, "link")
    before = getattr(owner, name)

    def changed(*arguments):
        fails()
        return before(*arguments)

    disk.setattr(owner, name, changed)
    return reached


@pytest.mark.parametrize("fatal", [1, 2, 3, 5, 8, 9, 10, 11, 12, 14, 17])
def test_no_space_left_at_any_write_is_said_and_what_is_there_stays(fatal, files, tmp_path, monkeypatch):
    """The n-th flush to the disk fails, whatever file it is of."""
    made, out = design(futures=200, series=["people"]), tmp_path / "out"
    usual, flushes = os.fsync, iter(range(1, 10**6))

    def full(descriptor: int) -> None:
        if next(flushes) == fatal:
            raise OSError(28, "No space left on device")
        usual(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Mistake, match="No space left on device"):
        run(made, files, out)
    monkeypatch.setattr(os, "fsync", usual)
    assert not list(out.rglob("*.part"))
    run(made, files, out)
    run(made, files, tmp_path / "alone")
    assert bits(out) == bits(tmp_path / "alone")


@pytest.mark.parametrize("what", ["rules", "outcomes"])
def test_a_folder_of_another_version_of_the_model_is_read_but_not_added_to(what, files, tmp_path, monkeypatch):
    out = tmp_path / "out"
    run(design(futures=20), files, out)
    version = store.model_version()
    monkeypatch.setattr(store, "model_version", lambda: {**version, what: "0123456789abcdef"})
    with pytest.raises(Mistake, match=f"made by another version of the model \\({what} "):
        run(design(futures=40), files, out)
    experiment = open_experiment(out)
    assert len(experiment.outcomes()) == 240
    assert experiment.query("select count(*) as n from outcomes")["n"].tolist() == [240]


def test_a_machine_that_gives_other_bits_does_not_add(files, tmp_path, monkeypatch):
    out = tmp_path / "out"
    run(design(futures=20), files, out)
    monkeypatch.setattr("sim.results.fingerprint.fingerprint", lambda: "0" * 16)
    with pytest.raises(Mistake, match=r"this one has 0{16}: it would add other bits"):
        run(design(futures=40), files, out)
    assert len(open_experiment(out).outcomes()) == 240


def test_every_file_may_be_read_by_whoever_may_read_a_new_file(files, tmp_path):
    """A colleague, or a worker under another name, to whom the ledger is closed would see nothing but gaps."""
    out, usual = tmp_path / "out", tmp_path / "usual"
    usual.touch()
    run(design(futures=20, series=["people"]), files, out)
    assert {path.stat().st_mode for path in out.rglob("*") if path.is_file()} == {usual.stat().st_mode}


@pytest.mark.parametrize("kind", ["parts", "work", "inputs"])
def test_a_file_that_may_not_be_read_is_not_taken_for_damaged(kind, files, tmp_path, monkeypatch):
    made, out = design(futures=20), tmp_path / "out"
    run(made, files, out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file() and path.name != "lock"}
    closed = next(path for path in sorted((out / kind).rglob("*")) if path.is_file())
    usual = Path.open

    def denied(path: Path, *arguments: object, **keys: object) -> object:
        if path == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return usual(path, *arguments, **keys)

    monkeypatch.setattr(Path, "open", denied)
    for attempt in (lambda: open_experiment(out), lambda: run(made, files, out)):
        with pytest.raises(Mistake, match=f"{closed.name}.*Permission denied"):
            attempt()
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file() and path.name != "lock"} == before


@pytest.mark.parametrize("name", ["samples.parquet", "design.toml", "parameters.parquet"])
def test_a_damaged_file_of_the_design_is_said_and_written_anew(name, files, tmp_path):
    made, out = design(futures=20, parameters="plausible"), tmp_path / "out"
    run(made, files, out)
    (path,) = out.rglob(name)
    content = path.read_bytes()
    path.write_bytes(content.replace(b"futures = 20", b"futures = 90") if name == "design.toml" else content[:-9])
    experiment = open_experiment(out)
    assert experiment.damaged == [path] and name in experiment.caveats()[0]
    run(made, files, out)
    assert path.read_bytes() == content and not open_experiment(out).damaged


def test_what_a_damaged_manifest_says_to_do_works(files, tmp_path):
    made, out = design(futures=20), tmp_path / "out"
    run(made, files, out)
    manifest = out / "manifest.json"
    content = manifest.read_bytes()
    manifest.write_bytes(content[:-9])
    for attempt in (lambda: open_experiment(out), lambda: run(made, files, out)):
        with pytest.raises(Mistake, match="take it away and run the same design again"):
            attempt()
    manifest.unlink()
    assert run(made, files, out).computed == 0
    assert manifest.read_bytes() == content


def test_failures_that_no_part_speaks_of_do_not_count(files, tmp_path):
    """A run that was killed between two files may leave one, and another design may never write the second."""
    vary = {"train": [0, 1], **{name: [0] for name in (
        "mobilise", "publish", "ally", "tell_stories", "teach", "raise_funds", "coordinate", "document")}}  # fmt: skip
    made = design(sampling="full", points=None, vary=vary, plans=["baseline"], futures=5)
    out = tmp_path / "out"
    assert run(made, files, out).failed_futures == 10
    (path,) = (out / "failures").glob("*.parquet")
    stray = path.with_name("0123456789abcdef-0123456789abcdef.parquet")
    shutil.copy(path, stray)
    assert run(made, files, out).failed_futures == 10
    stray.write_bytes(b"PAR1")
    assert run(made, files, out).failed_futures == 10


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_a_lock_that_is_no_file_is_not_written_to(kind, files, tmp_path):
    out, other = tmp_path / "out", tmp_path / "other"
    other.write_text("precious")
    out.mkdir()
    (out / "lock").symlink_to(other) if kind == "link" else os.mkfifo(out / "lock")
    with pytest.raises(Mistake, match="cannot write"):
        run(design(futures=5), files, out)
    assert other.read_text() == "precious"


def test_a_file_system_without_locks_is_said(files, tmp_path, monkeypatch):
    fcntl = pytest.importorskip("fcntl")

    def none(handle: int, how: int) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", none)
    with pytest.raises(Mistake, match=r"cannot be locked against other processes \(Function not implemented\)"):
        run(design(futures=5), files, tmp_path / "out")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_folder_whose_name_is_no_text_is_refused_before_anything_is_touched(files, tmp_path):
    out = tmp_path / os.fsdecode(b"caf\xe9")
    run(design(futures=5), files, tmp_path / "out")
    shutil.copytree(tmp_path / "out", out)
    for attempt in (lambda: open_experiment(out), lambda: run(design(futures=5), files, out)):
        with pytest.raises(Mistake, match="no text in UTF-8"):
            attempt()
    assert bits(out) == bits(tmp_path / "out")
