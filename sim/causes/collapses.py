"""Across futures: what collapses hang on. In how many of them was a kind of event necessary?

A happening was necessary for a collapse if the same future without it, and with all else as it was, never collapses. A
kind of event was necessary if one happening of that kind was. Several kinds may have been necessary for one collapse,
so that the shares do not add up to one; where none was, no single event would have had to be prevented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.causes.case import NAMED, Case, File, another_future, case_of
from sim.causes.happenings import happenings
from sim.causes.kinds import CAUSE_KINDS
from sim.engines.ensemble import Cancelled, simulate_series, thread_count
from sim.files.context import Context
from sim.files.parameter_sets import PLAUSIBLE, ParameterSets
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.results.intervals import Share, wilson
from sim.results.outcomes import Thresholds, live
from sim.results.simulate import future_numbers
from sim.world.assembly import parameter_table

if TYPE_CHECKING:
    import pandas as pd

MOST_EXAMINED: Final = 200
"""So many collapses are looked into at most, the first by number: each takes as long as a hundred futures."""


@dataclass(frozen=True)
class KindOfCause:
    """A kind of event, and the collapses that it was necessary for.

    Attributes
    ----------
    kind : one of :data:`sim.causes.kinds.CAUSE_KINDS`.
    happened : in how many of the examined collapses it happened at all before the collapse.
    necessary : share of the examined collapses that would not have come without one happening of this kind.
    """

    kind: str
    happened: int
    necessary: Share


@dataclass(frozen=True, eq=False)
class Collapses:
    """What the collapses of many futures hang on.

    Attributes
    ----------
    futures : how many were lived through.
    collapsed : share of them that collapsed at some time.
    examined : the numbers of the collapsed futures that were looked into.
    kinds : the one that was necessary most often first; those that never happened are not listed.
    no_single : share of the examined collapses for which no single happening was necessary.
    """

    case: Case
    futures: int
    collapsed: Share
    examined: tuple[int, ...]
    kinds: tuple[KindOfCause, ...]
    no_single: Share

    def table(self) -> pd.DataFrame:
        """Return a row for each kind of event."""
        import pandas as pd

        return pd.DataFrame(
            [{"kind": one.kind, "happened": one.happened, **asdict(one.necessary)} for one in self.kinds],
            columns=["kind", "happened", "count", "futures", "share", "low", "high"],
        )

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values, ready for JSON."""
        case = self.case
        return {
            "scenario": case.scenario.name,
            "plan": case.plan.name,
            "instead": case.instead.name,
            "context": case.context.name,
            "seed": case.luck.seed,
            "parameters": case.parameters.name,
            "futures": self.futures,
            "collapsed": asdict(self.collapsed),
            "examined": list(self.examined),
            "kinds": [asdict(one) for one in self.kinds],
            "no_single": asdict(self.no_single),
        }


def collapse_causes(
    scenario: Scenario | File,
    plan: Plan | File = "baseline",
    context: Context | File = "uruguay",
    *,
    futures: int = 1000,
    seed: int = 1,
    parameters: ParameterSets | File = PLAUSIBLE,
    instead: Plan | File = NAMED,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Collapses:
    """Return what the collapses of many futures hang on.

    Parameters
    ----------
    futures : how many are lived through; of those that collapse, at most 200 are looked into.
    instead : the plan that is followed where the community's own is taken away.
    progress : called with the collapses looked into, and all of them.
    cancelled : asked between two of them.

    Raises
    ------
    Mistake
        A name that does not exist, or fewer than one future.
    Cancelled
        ``cancelled`` said so.
    """
    numbers = future_numbers(futures)
    case = case_of(scenario, plan, context, future=0, seed=seed, parameters=parameters, instead=instead)
    series = simulate_series(
        case.world(), parameter_table(case.context, case.parameters.sets), numbers, case.luck, cancelled=cancelled
    )
    months = live(series).collapse_month
    collapsed = np.flatnonzero(~np.isnan(months))
    examined = collapsed[:MOST_EXAMINED]

    def look_into(future: int) -> tuple[set[str], set[str]]:
        if cancelled is not None and cancelled():
            raise Cancelled
        return necessary_kinds(another_future(case, future), int(months[future]))

    found = []
    with ThreadPoolExecutor(max_workers=thread_count(), thread_name_prefix="collapses") as pool:
        for one in pool.map(look_into, examined.tolist()):
            found.append(one)
            if progress is not None:
                progress(len(found), len(examined))
    case.worlds.clear()  # an answer may be kept for long
    kinds, none = _counted(found)
    share = wilson(len(collapsed), len(numbers))
    return Collapses(case, len(numbers), share, tuple(examined.tolist()), kinds, none)


def necessary_kinds(case: Case, collapse_month: int) -> tuple[set[str], set[str]]:
    """Return which kinds of event happened before a collapse was complete, and which of them were necessary for it."""
    last = min(case.context.months, collapse_month + Thresholds().in_a_row - 1)
    found = [one for one in happenings(case, last) if not one.too_many]
    fates = case.fates([(one,) for one in found])
    necessary = {one.kind for one, fate in zip(found, fates, strict=True) if fate.collapse_month is None}
    return {one.kind for one in found}, necessary


def _counted(found: Iterable[tuple[set[str], set[str]]]) -> tuple[tuple[KindOfCause, ...], Share]:
    """Return the kinds in the order of how often they were necessary, and how often none was."""
    happened: Counter[str] = Counter()
    necessary: Counter[str] = Counter()
    collapses = none = 0
    for there, needed in found:
        collapses += 1
        none += not needed
        happened.update(there)
        necessary.update(needed)
    order = list(CAUSE_KINDS)
    kinds = sorted(happened, key=lambda kind: (-necessary[kind], -happened[kind], order.index(kind)))
    made = tuple(KindOfCause(kind, happened[kind], wilson(necessary[kind], collapses)) for kind in kinds)
    return made, wilson(none, collapses)
