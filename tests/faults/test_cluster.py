"""Workers of a cluster: the same bits as here, a worker that dies or is another machine costs nothing but time."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sim.experiments.cluster import GREETING, PATIENCE, Cluster
from sim.experiments.reading import open_experiment
from sim.files.mistakes import Mistake
from tests.experiments.small import bits, design, run, write_files

pytestmark = pytest.mark.slow

OTHER_BITS = """
import sim.results.fingerprint
sim.results.fingerprint.fingerprint = lambda: "0" * 16
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return write_files(tmp_path_factory.mktemp("files"))


@pytest.fixture
def scheduler(tmp_path):
    """A scheduler and workers as they are started by hand: as processes of their own."""
    started = []
    file = tmp_path / "scheduler.json"

    def start(module: str, *words: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", f"distributed.cli.{module}", "--no-dashboard", *words]
        started.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        return started[-1]

    def worker(*words: str) -> "subprocess.Popen[bytes]":
        return start("dask_worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", *words)

    process = start("dask_scheduler", "--port", "0", "--host", "127.0.0.1", "--scheduler-file", str(file))
    while not file.exists():
        assert process.poll() is None
        time.sleep(0.05)
    yield json.loads(file.read_text())["address"], worker, process
    for one in started:
        one.kill()
        one.wait()


@pytest.fixture(scope="module")
def local(files, tmp_path_factory):
    folder = tmp_path_factory.mktemp("local") / "out"
    run(design(futures=1500, series=["people"]), files, folder)
    return folder


def test_worker_processes_give_the_bits_of_threads(files, local, tmp_path):
    ended = run(design(futures=1500, series=["people"]), files, tmp_path / "out", executor=Cluster(workers=2))
    assert ended.computed == ended.futures == 18_000
    assert bits(tmp_path / "out") == bits(local)


@pytest.mark.parametrize("where", ["--workers", "--cluster"])
def test_the_command_gives_the_bits_of_a_local_run(where, files, local, tmp_path, scheduler):
    from sim.experiments.preparing import design_as_toml

    address, worker, _ = scheduler
    if where == "--cluster":
        worker()
    (files / "large.toml").write_bytes(design_as_toml(design(futures=1500, series=["people"]).file_content()))
    words = ["experiment", "run", str(files / "large.toml"), "--out", str(tmp_path / "out")]
    words += [where, address if where == "--cluster" else "2"]
    ended = subprocess.run([sys.executable, "-m", "sim.cli", *words], capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr
    assert "18,000 futures of 12 points are kept in" in ended.stdout
    assert bits(tmp_path / "out") == bits(local)


def test_a_notebook_whose_thread_runs_a_loop_of_its_own_reaches_the_scheduler(files, local, tmp_path, scheduler):
    address, worker, _ = scheduler
    worker()

    async def cell() -> None:
        run(design(futures=1500, series=["people"]), files, tmp_path / "out", executor=Cluster(address))

    with ThreadPoolExecutor(1) as notebook:
        notebook.submit(asyncio.run, cell()).result()
    assert bits(tmp_path / "out") == bits(local)


def test_a_worker_that_is_killed_costs_its_unfinished_parts_only(files, local, tmp_path, scheduler):
    address, worker, _ = scheduler
    out, workers, said = tmp_path / "out", [worker(), worker()], []
    times: dict[str, int] = {}

    def kill_one() -> None:
        while len(list((out / "parts").glob("*.parquet")) if out.is_dir() else []) < 3:
            time.sleep(0.005)
        times.update({path.name: path.stat().st_mtime_ns for path in (out / "parts").glob("*.parquet")})
        os.kill(workers[0].pid, signal.SIGKILL)

    killer = threading.Thread(target=kill_one)
    killer.start()
    ended = run(design(futures=1500, series=["people"]), files, out, executor=Cluster(address, say=said.append))
    killer.join()
    assert workers[0].wait() == -signal.SIGKILL
    assert ended.failed == 0 and bits(out) == bits(local)
    assert len(times) < 36
    assert {name: (out / "parts" / name).stat().st_mtime_ns for name in times} == times


def test_a_worker_that_would_give_other_bits_is_refused(files, local, tmp_path, scheduler):
    address, worker, _ = scheduler
    (tmp_path / "other_bits.py").write_text(OTHER_BITS)
    said: list[str] = []
    worker("--preload", str(tmp_path / "other_bits.py"))
    with pytest.raises(Mistake, match="none of the cluster's workers gives the bits of this experiment"):
        run(
            design(futures=1500, series=["people"]), files, tmp_path / "out", executor=Cluster(address, say=said.append)
        )
    assert len(bits(tmp_path / "out")) == 0
    worker()
    cluster = Cluster(address, say=said.append)
    while len(cluster._workers()) < 2:
        time.sleep(0.05)
    run(design(futures=1500, series=["people"]), files, tmp_path / "out", executor=cluster)
    assert bits(tmp_path / "out") == bits(local)
    assert all("is refused, it would give other bits" in words and "0" * 16 in words for words in said[1:])


def test_a_scheduler_that_dies_leaves_a_folder_that_goes_on(files, local, tmp_path, scheduler):
    address, worker, process = scheduler
    worker()
    out = tmp_path / "out"

    def kill() -> None:
        while len(list((out / "parts").glob("*.parquet")) if out.is_dir() else []) < 3:
            time.sleep(0.005)
        process.kill()

    threading.Thread(target=kill).start()
    with pytest.raises(Mistake, match="the scheduler is gone"):
        run(design(futures=1500, series=["people"]), files, out, executor=Cluster(address))
    kept = open_experiment(out).progress.kept
    ended = run(design(futures=1500, series=["people"]), files, out)
    assert kept > 0 and ended.computed <= 18_000 - kept
    assert bits(out) == bits(local)


def command(cluster: str, files: Path, out: Path) -> tuple[float, "subprocess.CompletedProcess[str]"]:
    from sim.experiments.preparing import design_as_toml

    (files / "design.toml").write_bytes(design_as_toml(design().file_content()))
    words = ["experiment", "run", str(files / "design.toml"), "--out", str(out), "--cluster", cluster]
    began = time.monotonic()
    ended = subprocess.run([sys.executable, "-m", "sim.cli", *words], capture_output=True, text=True, timeout=120)
    return time.monotonic() - began, ended


def test_a_scheduler_that_cannot_be_reached_is_said_in_one_line(files, tmp_path):
    assert 2 * GREETING < PATIENCE < 10
    with socket.socket() as taken:  # a port that nobody listens at
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        seconds, ended = command(address, files, tmp_path / "out")
    assert ended.returncode == 2 and seconds < 10
    assert ended.stderr.startswith(f"no Dask scheduler answers at '{address}': nobody answers there")
    assert ended.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "address", ["tcp://no.such.host.invalid:8786", "no scheme", "ftp://127.0.0.1:1", "tcp://", "::"]
)
def test_an_address_that_is_none_is_said_in_one_line(address, files, tmp_path):
    _, ended = command(address, files, tmp_path / "out")
    assert ended.returncode == 2
    assert ended.stderr.startswith("no Dask scheduler answers at") and ended.stderr.count("\n") == 1


def test_a_port_that_is_silent_is_said_in_time(files, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        seconds, ended = command(address, files, tmp_path / "out")
    assert ended.returncode == 2 and seconds < 10
    assert "something else answers there" in ended.stderr and ended.stderr.count("\n") == 1


def test_something_that_answers_but_is_no_scheduler_is_said_in_one_line(files, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def speak() -> None:
            held = []
            with contextlib.suppress(OSError):  # the test is over
                while True:
                    held.append(server.accept()[0])
                    with contextlib.suppress(OSError):  # whoever called has left again
                        held[-1].sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 20)

        threading.Thread(target=speak, daemon=True).start()
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        seconds, ended = command(address, files, tmp_path / "out")
    assert ended.returncode == 2 and seconds < 10
    assert "something else answers there" in ended.stderr and ended.stderr.count("\n") == 1
