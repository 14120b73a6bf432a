"""Answers for pages: 200 futures at once, 1,000 a moment later, and all work that goes on behind a page.

Nothing here knows Streamlit: threads of several sessions call it at once. A page asks; what is refined behind it waits
whenever anybody's page is computed or drawn, so that a slider answers at once while other answers settle.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from dashboard.memory import address, answers
from dashboard.state import FUTURES, State
from sim.engines.ensemble import Cancelled
from sim.files.context import Context
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import PLAUSIBLE
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.results.compare import Comparison, compare
from sim.results.counting import Progress as Progress

log = logging.getLogger(__name__)

LIVE: Final = 200
"""Futures behind an answer that is there at once: at worst seven of 100 futures from the settled one."""

BACKGROUND_THREADS: Final = 1
PATIENCE: Final = 30.0
"""Seconds that work in the background waits for pages before it goes on regardless."""

IsCancelled = Callable[[], bool]


@dataclass(frozen=True)
class Question:
    """What is to be compared."""

    scenarios: tuple[Scenario, ...]
    plans: tuple[Plan, ...]
    context: Context
    seed: int = 1
    parameters: str = PLAUSIBLE

    def key(self, futures: int, plan: Plan | None = None) -> str:
        """Return the address of its answer: a hash of everything that stands in the answer."""
        files = (*self.scenarios, *((plan,) if plan else self.plans), self.context)
        return address("comparison", files, self.seed, self.parameters, futures)


@dataclass(frozen=True)
class Answer:
    """A comparison, and whether it is the settled one."""

    comparison: Comparison
    settled: bool


class Job:
    """Work in the background.

    Attributes
    ----------
    done, total : how far it is, in futures or whatever is counted.
    result : what came out; None until then.
    error : what went wrong; None where nothing did.
    """

    def __init__(self, key: str) -> None:
        self.key = key
        self.done, self.total = 0, 0
        self.result: Any = None
        self.error: BaseException | None = None
        self._cancel, self._ended = threading.Event(), threading.Event()

    @property
    def ended(self) -> bool:
        """Whether it is over, for whatever reason."""
        return self._ended.is_set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody wanted it to stop."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask it to stop; it does between two blocks of futures."""
        self._cancel.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it is over, and return whether it is."""
        return self._ended.wait(seconds)

    def run(self, work: Callable[[Progress, IsCancelled], Any]) -> None:
        """Do the work."""
        try:
            if not self.cancelled:
                self.result = work(self._advance, self._stop_or_wait)
        except Cancelled:
            self.cancel()
        except Exception as error:
            if not isinstance(error, Mistake):  # whoever runs the server reads why; a page may only say that it stopped
                log.exception("work in the background failed")
            self.error = error
        finally:
            self._ended.set()

    def _advance(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def _stop_or_wait(self) -> bool:
        """Let pages go first, then return whether to stop."""
        _pages_first.wait(self)
        return self.cancelled


class _PagesFirst:
    """Counts pages that are computing, so that work in the background can wait for them."""

    def __init__(self) -> None:
        self._computing = 0
        self._nobody = threading.Condition()

    @contextmanager
    def computing(self) -> Iterator[None]:
        """Keep work in the background waiting."""
        with self._nobody:
            self._computing += 1
        try:
            yield
        finally:
            with self._nobody:
                self._computing -= 1
                self._nobody.notify_all()

    def wait(self, job: Job) -> None:
        """Wait until no page is computing."""
        with self._nobody:
            self._nobody.wait_for(lambda: not self._computing or job.cancelled, PATIENCE)


_pages_first = _PagesFirst()
pages_first: Final = _pages_first.computing
"""Keeps work in the background waiting while a page is drawn: it would take the processor from whoever looks on."""

_background = ThreadPoolExecutor(BACKGROUND_THREADS, thread_name_prefix="settling")


def question(
    state: State, scenarios: tuple[str, ...] | None = None, plans: tuple[str, ...] | None = None
) -> Question:  # fmt: skip
    """Return what a state asks: its scenario under its plan, or those that are named."""
    return Question(
        tuple(state.scenario_file(name) for name in scenarios or (state.scenario,)),
        tuple(state.plan_file(name) for name in plans or (state.plan,)),
        state.context_file(), state.seed, state.parameters,
    )  # fmt: skip


def computed(
    asked: Question, futures: int, progress: Progress | None = None, cancelled: IsCancelled | None = None
) -> Comparison:  # fmt: skip
    """Return the comparison that ``sim.compare`` gives; plans that were asked before are not computed again.

    Raises
    ------
    Mistake
        Dates outside the context's months.
    Cancelled
        ``cancelled`` said so.
    """
    number = len(asked.plans)
    found = []
    for place, plan in enumerate(asked.plans):

        def advance(done: int, total: int, place: int = place) -> None:
            if progress is not None:
                progress(place * total + done, number * total)

        found.append(_one_plan(asked, plan, futures, advance, cancelled))
    return _merged(asked, found)


def _merged(asked: Question, found: Sequence[Comparison]) -> Comparison:
    """Return the comparison of all plans, from that of each."""
    cells = {
        (scenario.name, plan.name): one.cell(scenario.name, plan.name)
        for scenario in asked.scenarios
        for plan, one in zip(asked.plans, found, strict=True)
    }
    return replace(found[0], plans=asked.plans, cells=cells, seconds=float(np.sum([one.seconds for one in found])))


def _one_plan(
    asked: Question, plan: Plan, futures: int, progress: Progress, cancelled: IsCancelled | None
) -> Comparison:  # fmt: skip
    """Return the comparison of one plan, remembered or computed."""
    key = asked.key(futures, plan)
    with answers.alone(key) if cancelled is None else nullcontext():  # a page must not wait for what waits for pages
        comparison: Comparison | None = answers.get(key)
        if comparison is None:
            comparison = compare(
                asked.scenarios, (plan,), asked.context, futures=futures, seed=asked.seed,
                parameters=asked.parameters, progress=progress, cancelled=cancelled,
            )  # fmt: skip
            answers.put(key, comparison)
    return comparison


def remembered(asked: Question, futures: int) -> Comparison | None:
    """Return a comparison if nothing needs to be computed for it."""
    found = [answers.get(asked.key(futures, plan)) for plan in asked.plans]
    return None if any(one is None for one in found) else _merged(asked, found)


def ask(asked: Question, slot: str, jobs: MutableMapping[str, Job]) -> Answer:
    """Return the settled answer if it is known; otherwise the live one, while the settled one is begun.

    Parameters
    ----------
    slot : where on the pages the answer is shown. Another question for the same place ends the work for the last one.
    jobs : the session's work in the background, by slot.
    """
    key = asked.key(FUTURES)
    settled = remembered(asked, FUTURES) or result_of(key, slot, jobs)
    if settled is not None:
        return Answer(settled, True)
    with _pages_first.computing():
        live = computed(asked, LIVE)
    begin(key, lambda progress, stop: computed(asked, FUTURES, progress, stop), slot, jobs)
    return Answer(live, False)


def result_of(key: str, slot: str, jobs: Mapping[str, Job]) -> Any:
    """Return what work in the background gave, even where other sessions pushed it out of memory; None until then."""
    job = jobs.get(slot)
    return job.result if job is not None and job.key == key else None


def known(key: str, slot: str, jobs: Mapping[str, Job]) -> Any:
    """Return an answer that is remembered, or that this session's own work gave; None where there is none."""
    answer = answers.get(key)
    return result_of(key, slot, jobs) if answer is None else answer


def once(
    key: str, work: Callable[[Progress, IsCancelled], Any], slot: str, jobs: MutableMapping[str, Job]
) -> Job:  # fmt: skip
    """Begin work in the background and remember its answer, unless the slot had it already, even if it was stopped."""
    before = jobs.get(slot)
    if before is not None and before.key == key:
        return before
    return begin(key, lambda progress, stop: answers.put(key, work(progress, stop)), slot, jobs)


def begin(
    key: str, work: Callable[[Progress, IsCancelled], Any], slot: str, jobs: MutableMapping[str, Job]
) -> Job:  # fmt: skip
    """Begin work in the background, unless the slot is already at it, and return it.

    Parameters
    ----------
    key : what the work is about; other work in the same slot is cancelled.
    work : is given a function to tell how far it is and one to ask whether to stop.
    """
    before = jobs.get(slot)
    if before is not None:
        if before.key == key and not before.cancelled:
            return before
        before.cancel()
    job = jobs[slot] = Job(key)
    _background.submit(job.run, work)
    return job


def rest() -> None:
    """Wait until nothing is left to do in the background; for tests and measurements."""
    _background.submit(lambda: None).result()
