"""Run an experiment: find what is missing, live through it, keep it; in rounds where a design says what is enough."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from sim.engines.ensemble import thread_count
from sim.experiments.design import Design
from sim.experiments.enough import next_wanted
from sim.experiments.ledger import Ledger, add_to_ledger, divide, read_ledger, sum_of
from sim.experiments.living import Part, keep_part
from sim.experiments.lock import LOCK, locked
from sim.experiments.parts import FAILURES, OUTCOMES, Unit, all_beside, damaged_files, part_files, read_failures
from sim.experiments.preparing import Prepared, prepare
from sim.experiments.progress import Surplus, failed_futures, surplus
from sim.experiments.store import machine, refuse_adding, refuse_other_folder, sweep, write_design
from sim.files.mistakes import Mistake, printable

if TYPE_CHECKING:
    import pandas as pd

TRIES: Final = 20
"""How often work is given out anew because another process was faster; more means that something else is wrong."""


@dataclass(frozen=True)
class Progress:
    """How far an experiment is, in futures."""

    done: int
    total: int


@dataclass
class Ended:
    """How an experiment ended.

    Attributes
    ----------
    points, futures : how many the design has, and how many futures of them are kept.
    computed : futures that were lived through now; the others were there.
    failed : points of which something could not be lived through.
    damaged : files that did not hold what was written, and were computed again.
    failed_futures : futures that were tried and could not be lived through; ``futures`` counts them too.
    surplus : what the folder keeps of earlier designs and this one does not want.
    futures_of_points : with ``enough``, how many futures each point took.
    wide : with ``enough``, points whose interval is still wider at the most futures that the design allows.
    """

    points: int
    futures: int
    computed: int
    failed: int
    damaged: list[Path] = field(default_factory=list)
    futures_of_points: dict[str, int] = field(default_factory=dict)
    wide: frozenset[str] = frozenset()
    failed_futures: int = 0
    surplus: Surplus = field(default_factory=Surplus)


class Executor(Protocol):
    """Where parts are lived through: threads of this process, or workers of a cluster."""

    def run(
        self, parts: Iterable[Part], progress: Callable[[int], None], cancelled: Callable[[], bool]
    ) -> None:  # fmt: skip
        """Live through parts and keep them in the experiment's folder.

        Raises
        ------
        Mistake
            Where parts cannot be kept.
        Cancelled
            ``cancelled`` said so; every part that is there is whole.
        """

    def close(self) -> None:
        """Let go of whatever it holds."""


class Threads:
    """The threads of this process."""

    def __init__(self, threads: int | None = None) -> None:
        self._threads = threads or thread_count()

    def run(self, parts: Iterable[Part], progress: Callable[[int], None], cancelled: Callable[[], bool]) -> None:
        """Live through parts, as many at once as there are threads."""
        stop, lock = threading.Event(), threading.Lock()

        def done(futures: int) -> None:
            with lock:
                progress(futures)

        def asked() -> bool:
            return stop.is_set() or cancelled()

        waiting = iter(parts)
        with ThreadPoolExecutor(self._threads, thread_name_prefix="parts") as pool:
            running = {pool.submit(keep_part, part, done, asked) for part in islice(waiting, self._threads)}
            try:
                while running:
                    finished, running = wait(running, return_when=FIRST_COMPLETED)
                    for task in finished:
                        task.result()
                    running |= {pool.submit(keep_part, part, done, asked) for part in islice(waiting, len(finished))}
            finally:
                stop.set()

    def close(self) -> None:
        """Do nothing: the threads end with every run."""


def _never() -> bool:
    return False


def run_experiment(
    design: Design,
    folder: Path,
    *,
    design_folder: Path = Path(),
    executor: Executor | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] = _never,
) -> Ended:
    """Run a design in a folder: whatever it lacks is lived through, whatever is there already is used.

    Parameters
    ----------
    folder : of the experiment; made where it is missing.
    design_folder : the folder to which paths in the design are relative.
    executor : where parts are lived through; by default the threads of this process. It is closed at the end.
    progress : called with how far it is.
    cancelled : asked now and then whether to stop; what is kept by then stays.

    Raises
    ------
    Mistake
        A design or a folder that is wrong, another process at work in the folder, a full disk.
    Cancelled
        ``cancelled`` said so.
    """
    with closing(executor or Threads()) as place:
        refuse_other_folder(folder)
        prepared = prepare(design, design_folder)
        with locked(folder):
            refuse_adding(folder, prepared.design)
            sweep(folder, (folder / LOCK).stat().st_mtime)  # written when the lock was taken, by the folder's clock
            try:
                write_design(folder, prepared)
                return _Run(folder, prepared, place, progress, cancelled).finish()
            except Mistake as mistake:
                words = "what was kept stays; run the same command again to go on"
                raise Mistake(f"{mistake}; {words}") from mistake


class _Run:
    """One run of a design in its folder."""

    def __init__(
        self,
        folder: Path,
        prepared: Prepared,
        executor: Executor,
        progress: Callable[[Progress], None] | None,
        cancelled: Callable[[], bool],
    ) -> None:
        self._folder = folder.resolve()
        self._prepared = prepared
        self._executor = executor
        self._tell = progress
        self._cancelled = cancelled
        self._computed = 0
        self._machine = machine()
        self._damaged = remove_damaged(folder, prepared.design.seed)
        self._ready = 0
        self._total = 0

    def finish(self) -> Ended:
        """Do all that is missing, in one round or, where the design says what is enough, in several."""
        design, points = self._prepared.design, self._prepared.points
        if design.enough is None:
            wanted = dict.fromkeys(points.identities, design.futures)
            self._round(wanted)
            return self._ended(wanted)
        wanted = next_wanted(design, {}, points.identities, self._folder)
        while True:
            self._round(wanted)
            larger = next_wanted(design, wanted, points.identities, self._folder)
            if larger == wanted:
                return self._ended(wanted)
            wanted = larger

    def _round(self, wanted: dict[str, int]) -> None:
        """Live through what is missing so that every point has as many futures as wanted."""
        ledger = self._give_out(wanted)
        there = part_files(self._folder / OUTCOMES)
        mine = {key: units for key, units in ledger.parts.items() if any(unit.point in wanted for unit in units)}
        todo = {key: units for key, units in mine.items() if key not in there}
        self._total = sum(map(sum_of, mine.values()))
        self._ready = self._total - sum(map(sum_of, todo.values()))
        self._progress(0)
        if todo:
            self._executor.run((self.part(*one) for one in todo.items()), self._progress, self._cancelled)
            self._refuse_gaps(todo)
        self._computed += sum(map(sum_of, todo.values()))

    def _refuse_gaps(self, keys: Iterable[str]) -> None:
        """Make sure that what was lived through is there: somebody may delete files while an experiment runs."""
        lost = sorted(set(keys) - set(part_files(self._folder / OUTCOMES)))
        if lost:
            where = printable(str(self._folder / OUTCOMES))
            raise Mistake(
                f"{len(lost)} parts, first {lost[0]}, are not in '{where}' though they were written; run again"
            )

    def _progress(self, futures: int) -> None:
        self._ready += futures
        if self._tell is not None:
            self._tell(Progress(self._ready, self._total))

    def _give_out(self, wanted: dict[str, int]) -> Ledger:
        """Return the ledger after all that is wanted was given out as parts.

        Unfinished parts that also hold points of another design are given up: nobody here knows those points.
        """
        design, points = self._prepared.design, self._prepared.points
        for _ in range(TRIES):
            ledger = read_ledger(self._folder, design.seed)
            there = part_files(self._folder / OUTCOMES)
            strange = [
                key
                for key, units in ledger.parts.items()
                if key not in there
                and any(unit.point in wanted for unit in units)
                and any(unit.point not in points.numbers for unit in units)
            ]
            for key in strange:
                del ledger.parts[key]
            units = ledger.missing(wanted)
            if not units and not strange:
                return ledger
            parts = divide(units, points, sum(wanted.values()))
            add_to_ledger(self._folder, ledger, parts, strange, design.seed)
        raise Mistake(f"'{printable(str(self._folder))}': other processes give out work all the time; stop them")

    def part(self, key: str, units: Sequence[Unit]) -> Part:
        """Return a part as whoever lives through it needs it."""
        points = self._prepared.points
        return Part(
            folder=str(self._folder),
            key=key,
            units=tuple(units),
            points={unit.point: points.point(unit.point) for unit in units},
            files=self._prepared.inputs.hashes(),
            sets=self._prepared.sets,
            seed=self._prepared.design.seed,
            series=self._prepared.design.series,
            machine=self._machine,
        )

    def _ended(self, wanted: dict[str, int]) -> Ended:
        failures = failures_of(self._folder, self._prepared.design.seed, wanted)
        ended = Ended(
            len(wanted), sum(wanted.values()), self._computed, failures["point"].nunique(), self._damaged,
            failed_futures=failed_futures(failures, wanted),
            surplus=self._surplus(wanted),
        )  # fmt: skip
        if self._prepared.design.enough is not None:
            from sim.experiments.enough import still_wide

            failed = set(failures["point"])
            ended.futures_of_points = {point: futures for point, futures in wanted.items() if point not in failed}
            ended.wide = still_wide(self._prepared.design, ended.futures_of_points, self._folder)
        return ended

    def _surplus(self, wanted: Mapping[str, int]) -> Surplus:
        """Return what is kept of earlier designs."""
        there = part_files(self._folder / OUTCOMES)
        parts = read_ledger(self._folder, self._prepared.design.seed).parts
        units = (unit for key, units in parts.items() if key in there for unit in units)
        return surplus(units, wanted, self._prepared.design.futures)


def remove_damaged(folder: Path, seed: int) -> list[Path]:
    """Return the files of an experiment that do not hold what was written, after taking them away.

    A part is computed again where its outcomes, its series or its failures are damaged or missing. What a damaged file
    of the ledger said is given out again.
    """
    damaged: list[Path] = []
    for path in read_ledger(folder, seed).damaged:
        path.rename(path.with_suffix(".damaged"))
        damaged.append(path)
    for name, path in damaged_files(folder, part_files(folder / OUTCOMES).values()):
        damaged.append(path)
        (folder / OUTCOMES / name).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    return damaged


def failures_of(folder: Path, seed: int, wanted: Mapping[str, int]) -> pd.DataFrame:
    """Return what of the wanted futures could not be lived through, as the parts in the ledger say."""
    there = part_files(folder / OUTCOMES)
    names = [there[key] for key in read_ledger(folder, seed).parts if key in there]
    table = read_failures(folder, all_beside(folder, FAILURES, sorted(names)))
    return table[table["first_future"] < table["point"].map(wanted).astype(float)]
