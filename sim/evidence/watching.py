"""The futures in which the patterns are looked for: the calm decade under the baseline plan, watched actor by actor.

Some patterns need pairs: the same futures with a change of party in the third year, with more training, or without
anything being published.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

from sim.engines.ensemble import BLOCK, Cancelled, Luck, Series, simulate_series, thread_count
from sim.evidence.observer import Array, Notes, empty_notes, observe_block, part_of
from sim.files import library
from sim.files.context import Context
from sim.files.format import MONTHS_IN_YEAR
from sim.files.parameter_sets import DEFAULT, ParameterSets, parameter_sets
from sim.files.plan import Plan
from sim.files.scenario import Turnover
from sim.results.outcomes import Lives, live
from sim.world.assembly import build_world, parameter_table
from sim.world.compiled import code_cache
from sim.world.tables import Table, World

CHANGE_YEAR: Final = slice(24, 36)
"""The year in which the party changes in the paired futures: the third, in each of its months in turn."""

NEXT_YEAR: Final = slice(36, 48)

TRAINING_MONTHS: Final = slice(6, 19)
"""When more training is looked for: 6 to 18 months after it began."""

TRAINING_WEIGHT: Final = 2.0
"""How much more weight training has in the paired plan."""

UNPUBLISHED_MONTHS: Final = 60
"""How long nobody publishes in the paired futures without."""

Pair = Literal["change", "training", "unpublished"]
PAIRS: Final[tuple[Pair, ...]] = get_args(Pair)
"""What else may be lived through beside the calm decade, each for the measures that say so."""

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Watched:
    """Futures of one context.

    Attributes
    ----------
    notes : of the calm decade.
    lives : in which state each future is each month.
    post_calendar, post_senior : of each champion's post.
    national : which calendars are national.
    with_change : every measure to the end of the year after the change; None where the horizon is shorter.
    with_training : routine and every measure for as long as training is looked for; None where it is shorter.
    unpublished : every measure to the end of five years in which nobody publishes; None where it is shorter.
    """

    context: Context
    notes: Notes
    lives: Lives
    post_calendar: Array
    post_senior: Array
    national: Array
    with_change: Series | None
    with_training: Notes | None
    unpublished: Series | None = None

    @property
    def months(self) -> int:
        """The horizon."""
        return self.context.months


@dataclass(frozen=True)
class Asked:
    """Which futures, with which luck and parameters, and whom to tell."""

    numbers: Numbers
    luck: Luck
    parameters: ParameterSets = field(default_factory=lambda: parameter_sets(DEFAULT))
    progress: Callable[[int], None] = lambda done: None
    cancelled: Callable[[], bool] = lambda: False


def watch_context(context: Context, asked: Asked, *, pairs: Collection[Pair] = PAIRS) -> Watched:
    """Live through a context's futures, and through those that are paired with them.

    Parameters
    ----------
    pairs : which paired futures are wanted.
    """
    calm, baseline = library.scenario("calm-decade"), library.plan("baseline")
    sets = parameter_table(context, asked.parameters.sets)

    def world_of(plan: Plan, months: int = context.months) -> World:
        world = build_world(calm, plan, context)
        world.scale["months"] = months
        return world

    def wanted(pair: Pair, rows: int) -> bool:
        return pair in pairs and context.months + 1 >= rows

    world = world_of(baseline)
    notes = observe(world, sets, asked)
    with_change = with_training = unpublished = None
    if wanted("change", NEXT_YEAR.stop):
        with_change = _with_change(context, asked)
    if wanted("training", TRAINING_MONTHS.stop):
        more = _with_weight(baseline, "train", TRAINING_WEIGHT)
        with_training = observe(world_of(more, TRAINING_MONTHS.stop - 1), sets, asked)
    if wanted("unpublished", UNPUBLISHED_MONTHS + 1):
        silent = world_of(_with_weight(baseline, "publish", 0.0), UNPUBLISHED_MONTHS)
        unpublished = simulate_series(
            silent, sets, asked.numbers, asked.luck, progress=asked.progress, cancelled=asked.cancelled
        )
    employers = world.government_starts[world.champion_starts["government"]]
    national = np.zeros(len(world.calendars), dtype=bool)
    national[world.government_starts["calendar"][world.government_starts["national"]]] = True
    return Watched(
        context, notes, live(notes.series), employers["calendar"],
        world.champion_starts["senior"].copy(), national, with_change, with_training, unpublished,
    )  # fmt: skip


def _with_weight(plan: Plan, activity: str, times: float) -> Plan:
    """Return a plan that gives an activity so many times the weight."""
    return plan.model_copy(update={"effort": {**plan.effort, activity: times * plan.effort[activity]}})


def observe(world: World, parameter_sets: Table, asked: Asked) -> Notes:
    """Return the notes of all futures that are asked for, over all threads.

    Raises
    ------
    Cancelled
        ``asked.cancelled`` said so.
    """
    notes = empty_notes(world, len(asked.numbers))

    def watch(block: slice) -> int:
        if asked.cancelled():
            raise Cancelled
        own, luck = world.duplicate(), asked.luck
        observe_block(
            own, parameter_sets, asked.numbers[block], luck.seed, luck.branch, luck.branch_month, part_of(notes, block)
        )
        return len(asked.numbers[block])

    with ThreadPoolExecutor(max_workers=thread_count(), thread_name_prefix="observed") as pool:
        for done in pool.map(watch, _blocks(len(asked.numbers))):
            asked.progress(done)
    return notes


def _blocks(number: int) -> Iterator[slice]:
    """Give the futures that one compiled call lives through."""
    for start in range(0, number, BLOCK):
        yield slice(start, start + BLOCK)


def _with_change(context: Context, asked: Asked) -> Series:
    """Return the same futures with a change of party in every government, in a month that differs by future."""
    calm, baseline = library.scenario("calm-decade"), library.plan("baseline")
    sets = parameter_table(context, asked.parameters.sets)
    months = np.arange(CHANGE_YEAR.start, CHANGE_YEAR.stop)
    series: Series | None = None
    for month in months:
        mine = asked.numbers % MONTHS_IN_YEAR == month - CHANGE_YEAR.start
        if not mine.any():
            continue
        change = Turnover(kind="turnover", when=int(month), share=1.0)
        world = build_world(calm.model_copy(update={"events": (change,)}), baseline, context)
        world.scale["months"] = NEXT_YEAR.stop - 1
        found = simulate_series(
            world, sets, asked.numbers[mine], asked.luck, progress=asked.progress, cancelled=asked.cancelled
        )
        if series is None:
            series = np.empty((len(asked.numbers), *found.shape[1:]))
        series[mine] = found
    assert series is not None
    return series


def steps(contexts: int, futures: int) -> int:
    """Return how often ``progress`` will be told of a future, at most."""
    return (1 + len(PAIRS)) * contexts * futures


def is_compiled() -> bool:
    """Return whether the observer is already compiled on this machine; if not, the first run takes longer."""
    return any(code_cache().rglob("*observe_block*.nbi"))
