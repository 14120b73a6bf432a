"""Run an experiment on Dask: on a cluster's scheduler, or on worker processes of this machine.

Workers write parts into the experiment's folder themselves, so that no process ever holds all results, and a worker
that dies costs the parts that it had not finished. A worker that would give other bits is refused.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import socket
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim.engines.ensemble import Cancelled
from sim.experiments.living import Part, keep_part
from sim.experiments.parts import OUTCOMES, is_sound, part_files
from sim.experiments.store import MANIFEST, machine
from sim.files.mistakes import Mistake, printable

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster

PATIENCE: Final = 7
"""Seconds in which a scheduler has to answer, however often it is asked; with the start of Python below ten."""

GREETING: Final = 3
"""Seconds of these for taking the connection, and as many for the first greetings."""

UNREACHABLE: Final = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN)

TICK: Final = 0.05
"""Seconds between two looks at what has been done."""

ENDED: Final = ("finished", "error", "cancelled", "lost")
"""Dask's words for a task on which nobody works any more."""

AHEAD: Final = 2
"""Parts that are given to the cluster for each of its threads: one at work, one waiting beside it."""

MOST_TRIES: Final = 10
"""How often a part is given out whose worker died; more means that the part itself kills them."""


class OtherMachine(Exception):  # noqa: N818 - a refusal, caught by whoever gave out the work
    """A worker would give other bits than those that the experiment was begun with."""


def keep_on_worker(part: Part) -> str:
    """Live through a part on a worker and keep it, unless it is there already; return the name of its file.

    Raises
    ------
    OtherMachine
        This worker gives other bits, or has another version of the model.
    Mistake
        It does not see the experiment's folder, or cannot write there.
    """
    folder = Path(part.folder)
    refuse_machine(folder, part.machine)
    found = part_files(folder / OUTCOMES).get(part.key)
    if found is not None and is_sound(folder / OUTCOMES / found):
        return found
    return keep_part(part)


def refuse_machine(folder: Path, wanted: str) -> None:
    """Refuse to work on a machine that does not see the experiment's folder or would give other bits."""
    import socket

    if not (folder / MANIFEST).is_file():
        where = f"worker on {socket.gethostname()}"
        raise Mistake(f"a {where} does not see '{folder}'; every worker needs the folder under the same path")
    here = machine()
    if here != wanted:
        raise OtherMachine(f"{socket.gethostname()} has fingerprint {here}, the experiment has {wanted}")


@dataclass
class _Given:
    """A part that was given to the cluster."""

    part: Part
    tries: int
    workers: tuple[str, ...] | None


class Cluster:
    """The workers of a Dask scheduler.

    Parameters
    ----------
    address : of a scheduler, such as ``tcp://head-node:8786``; None starts worker processes on this machine.
    workers : how many of them.
    say : told what the user should know, such as that a worker was refused.

    Raises
    ------
    Mistake
        The scheduler does not answer.
    """

    def __init__(
        self, address: str | None = None, workers: int | None = None, say: Callable[[str], None] = lambda words: None
    ) -> None:
        self._say = say
        self._refused: set[str] = set()
        self._local: LocalCluster | None = None
        for name in ("distributed", "distributed.nanny", "distributed.worker", "distributed.scheduler"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        if address is None:
            self._local = _local_workers(workers or 1)
            self._client = _connect(self._local)
        else:
            self._client = _connect(address)

    def run(self, parts: Iterable[Part], progress: Callable[[int], None], cancelled: Callable[[], bool]) -> None:
        """Give parts to the workers until all are kept.

        Raises
        ------
        Mistake
            No worker may take part, parts cannot be kept, or the scheduler is gone.
        Cancelled
            ``cancelled`` said so.
        """
        waiting, given = iter(parts), dict[Any, _Given]()
        try:
            self._await_workers(cancelled)
            while True:
                for part in islice(waiting, max(0, AHEAD * self._threads() - len(given))):
                    self._give(_Given(part, 1, None), given)
                if not given:
                    return
                self._collect(given, progress)
                if cancelled():
                    raise Cancelled
        except OSError as error:
            raise Mistake(f"the scheduler is gone ({error}); what was kept stays, run the command again") from error
        finally:
            with contextlib.suppress(Exception):  # nothing that goes wrong here may hide why it ends
                self._client.cancel(list(given))

    def close(self) -> None:
        """Leave the scheduler; end the workers that were started here."""
        with contextlib.suppress(Exception):  # a scheduler that is gone has nothing left to close
            self._client.close()
        if self._local is not None:
            self._local.close()

    def _await_workers(self, cancelled: Callable[[], bool]) -> None:
        """Wait until there is a worker: on a queued cluster the first may take minutes."""
        told = False
        while not self._workers():
            if not told:
                self._say("the scheduler has no workers yet; waiting for the first (Ctrl-C ends it)")
                told = True
            if cancelled():
                raise Cancelled
            if self._client.status != "running":
                raise OSError("no connection")
            time.sleep(TICK)

    def _workers(self) -> dict[str, int]:
        """Return the workers that there are now, by address, with the number of their threads."""
        found: dict[str, int] = self._client.nthreads()
        return found

    def _threads(self) -> int:
        """Return how many parts the workers that may take part can live through at once."""
        return sum(threads for name, threads in self._workers().items() if name not in self._refused)

    def _give(self, one: _Given, given: dict[Any, _Given]) -> None:
        """Give a part to the workers, but to none that was refused."""
        if self._refused:
            one.workers = tuple(name for name in self._workers() if name not in self._refused)
            if not one.workers:
                raise Mistake(
                    f"none of the cluster's workers gives the bits of this experiment ({len(self._refused)} were "
                    "refused); install the same packages on them, or name a new folder"
                )
        future = self._client.submit(
            keep_on_worker, one.part, key=f"sobremesa-{one.part.key}-{one.tries}", pure=False, workers=one.workers
        )
        given[future] = one

    def _collect(self, given: dict[Any, _Given], progress: Callable[[int], None]) -> None:
        """Take note of what is done, and give out again what has to be."""
        if not any(future.status in ENDED for future in given):
            time.sleep(TICK)
        if self._client.status != "running":
            raise OSError("no connection")
        there = set(self._workers()) if self._refused else set()
        for future in list(given):
            one = given[future]
            if future.status == "finished":
                progress(one.part.futures)
                del given[future]
            elif future.status in ENDED:
                del given[future]
                self._note_failure(future, one)
                self._give(_Given(one.part, one.tries + 1, None), given)
            elif one.workers is not None and there.isdisjoint(one.workers):
                del given[future]
                self._client.cancel([future])
                self._give(_Given(one.part, one.tries + 1, None), given)

    def _note_failure(self, future: Future[Any], one: _Given) -> None:
        """Find out why a part failed: a worker that is refused, one that died, or something that ends the run."""
        from distributed import KilledWorker

        error = future.exception() if future.status == "error" else None
        if isinstance(error, OtherMachine):
            self._refuse(future, str(error))
        elif isinstance(error, Mistake | MemoryError):
            raise error
        elif error is not None and not isinstance(error, KilledWorker):
            kind = type(error).__name__
            raise Mistake(
                f"the workers cannot live through parts: {kind}: {printable(str(error))[:300]}; install the same "
                "version of sobremesa on them"
            ) from error
        elif one.tries >= MOST_TRIES:
            raise Mistake(f"part {one.part.key} ended {one.tries} workers; do they have enough memory?")

    def _refuse(self, future: Future[Any], why: str) -> None:
        """Give no more work to the worker that could not live through a part."""
        asked = self._client.run_on_scheduler(_who_failed, key=future.key)
        names = [name for name in asked if name not in self._refused]
        self._refused.update(names)
        for name in names:
            self._say(f"worker {printable(name)} is refused, it would give other bits: {why}")


def _who_failed(key: str, dask_scheduler: Any) -> list[str]:
    """Return the worker on which a task failed, as the scheduler knows it."""
    task = dask_scheduler.tasks.get(key)
    return [] if task is None or not task.erred_on else list(task.erred_on)


def _connect(address: Any) -> Client:
    """Return a connection to a scheduler, or refuse within :data:`PATIENCE`, all attempts together."""
    from distributed import Client

    until = time.monotonic() + PATIENCE
    try:
        if isinstance(address, str):  # a client that found nobody would take long to end
            with ThreadPoolExecutor(1) as aside:  # a notebook's own thread runs a loop already
                aside.submit(asyncio.run, _greet(address)).result()
        return Client(address, timeout=max(1.0, until - time.monotonic()), set_as_default=False)
    except Exception as error:  # whatever answers there need not speak Dask's language
        raise Mistake(f"no Dask scheduler answers at '{printable(str(address))}': {_why(error)}") from error


def _why(error: BaseException) -> str:
    """Return in words why there is no connection, from what Dask raised and what had been raised before that."""
    kinds: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in kinds:
        kinds.append(cause)
        cause = cause.__cause__ or cause.__context__
    if any(isinstance(one, socket.gaierror) for one in kinds):
        return "no machine of that name is known here"
    if any(isinstance(one, ConnectionRefusedError) or "refused" in str(one) for one in kinds):
        return "nobody answers there; is the scheduler running, and is the port right?"
    if any(isinstance(one, OSError) and one.errno in UNREACHABLE for one in kinds):
        return "nothing there can be reached from this machine"
    if any(isinstance(one, ValueError) and not isinstance(one, UnicodeError) for one in kinds):
        return "an address looks like tcp://head-node:8786"
    if any(isinstance(one, _SilentError) for one in kinds):
        return (
            f"nobody answers there within {GREETING} seconds; is it the right machine, and does a firewall let one in?"
        )
    return "something else answers there, or a scheduler of another version of Dask"


class _SilentError(Exception):
    """Nobody took the connection in time."""


async def _greet(address: str) -> None:
    """Exchange greetings with whoever listens at an address, as Dask's processes do."""
    from distributed.comm import connect, parse_host_port
    from distributed.comm.addressing import parse_address

    scheme, place = parse_address(address, strict=True)
    if scheme == "tcp":
        host, port = parse_host_port(place)
        if not host or not port:
            raise ValueError(address)
        try:
            async with asyncio.timeout(GREETING):
                _, writer = await asyncio.open_connection(host, port)
        except TimeoutError as error:
            raise _SilentError from error
        writer.close()
    async with asyncio.timeout(GREETING):
        connection = await connect(address, timeout=GREETING)
        await connection.close()


def _local_workers(number: int) -> LocalCluster:
    """Return worker processes on this machine, each with one thread."""
    from distributed import LocalCluster

    return LocalCluster(
        n_workers=number, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0,
        silence_logs=logging.CRITICAL,
    )  # fmt: skip
