"""Why one future went as it did: what mattered most, alone and together.

Each happening is taken out alone; those that move the months of work most are then taken out in every combination, and
each is credited with its Shapley value: what it adds, on average over all orders in which they could be taken out
(Shapley, "A value for n-person games", 1953). The values sum to the difference that all of them make together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from sim.causes.case import NAMED, Case, Fate, File, case_of
from sim.causes.happenings import Happening, chosen_by_name, happenings
from sim.files.context import Context
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import PLAUSIBLE, ParameterSets
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.results.counting import Progress
from sim.world.tables import MAX_RULINGS

if TYPE_CHECKING:
    import pandas as pd

MOST_CAUSES: Final = 6
"""All combinations of so many are 64 runs; of one more, twice as many."""


@dataclass(frozen=True)
class Cause:
    """Something that mattered.

    Attributes
    ----------
    alone : months of work that the future would have had more without it, and all else as it was; negative: it helped.
    share : its Shapley value, in months of work: its part of what all causes together cost.
    without : what becomes of the future without it alone.
    """

    happening: Happening
    alone: float
    share: float
    without: Fate

    @property
    def prevents_collapse(self) -> bool:
        """Whether the future never collapses without it alone (where it did)."""
        return self.without.collapse_month is None


@dataclass(frozen=True, eq=False)
class Why:
    """Why one future went as it did.

    Attributes
    ----------
    causes : at most six, the one that mattered most alone first.
    fate, without_all : what became of the future, and what becomes of it without all of the causes.
    alone : for everything that was taken out alone, by name, the months of work that the future would have had more.
    left_out : happenings that are more draws than can be ruled on (together with those that mattered more).
    """

    case: Case
    fate: Fate
    without_all: Fate
    causes: tuple[Cause, ...]
    alone: dict[str, float]
    left_out: tuple[Happening, ...]

    @property
    def difference(self) -> float:
        """Months of work that all causes together cost; the shares sum to it."""
        return self.without_all.months_of_work - self.fate.months_of_work

    def table(self) -> pd.DataFrame:
        """Return a row for each cause; months of work, and of its fate without it alone."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "name": one.happening.name, "date": one.happening.date, "kind": one.happening.kind,
                    "who": ", ".join(one.happening.who), "alone": one.alone, "share": one.share,
                    **{f"without_{name}": value for name, value in asdict(one.without).items()},
                }
                for one in self.causes
            ]
        )  # fmt: skip

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
            "future": case.future,
            "fate": asdict(self.fate),
            "without_all": asdict(self.without_all),
            "difference": self.difference,
            "alone": self.alone,
            "causes": [
                {**one.happening.as_dict(), "alone": one.alone, "share": one.share, "without": asdict(one.without)}
                for one in self.causes
            ],
            "left_out": [one.as_dict() for one in self.left_out],
        }


def why(
    scenario: Scenario | File,
    plan: Plan | File = "baseline",
    context: Context | File = "uruguay",
    *,
    future: int,
    seed: int = 1,
    parameters: ParameterSets | File = PLAUSIBLE,
    instead: Plan | File = NAMED,
    without: Sequence[str] = (),
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Why:
    """Return what mattered in one future.

    Parameters
    ----------
    future, seed : which one.
    parameters : "plausible", "default", a Parquet file of sets, or what was read of one.
    instead : the plan that is followed where the community's own is taken away.
    without : names of happenings (as :class:`~sim.causes.happenings.Happening` gives them) to be looked at in place of
        those that matter most; at most six.
    progress : called with the runs done, and all of them.
    cancelled : asked between runs.

    Raises
    ------
    Mistake
        A name that does not exist, or something that cannot be taken out.
    Cancelled
        ``cancelled`` said so.

    Examples
    --------
    >>> found = why("everything-at-once", "adaptive", "uruguay", future=17)
    >>> abs(sum(cause.share for cause in found.causes) - found.difference) < 1e-9
    True
    """
    case = case_of(scenario, plan, context, future=future, seed=seed, parameters=parameters, instead=instead)
    all_found = happenings(case)
    wanted = chosen_by_name(all_found, without) if without else [one for one in all_found if not one.too_many]
    if without and len(wanted) > MOST_CAUSES:
        raise Mistake(f"{len(wanted)} events are to be looked at together, but at most {MOST_CAUSES} can be")
    runs = len(wanted) + 2 ** min(MOST_CAUSES, len(wanted))
    told = (lambda done, _: progress(done, runs)) if progress is not None else None
    fate, *alone = case.fates([(), *((one,) for one in wanted)], progress=told, cancelled=cancelled)
    effects = {one.name: other.months_of_work - fate.months_of_work for one, other in zip(wanted, alone, strict=True)}
    chosen, beyond = _chosen(wanted, effects, keep_all=bool(without))
    values = _values(case, chosen, fate, dict(zip((one.name for one in wanted), alone, strict=True)), cancelled)
    if progress is not None:
        progress(runs, runs)
    shares = shapley({places: value.months_of_work for places, value in values.items()}, len(chosen))
    causes = tuple(
        Cause(one, effects[one.name], shares[place], values[frozenset({place})]) for place, one in enumerate(chosen)
    )
    case.worlds.clear()  # an answer may be kept for long
    left_out = tuple([one for one in all_found if one.too_many and not without] + beyond)
    return Why(case, fate, values[frozenset(range(len(chosen)))], causes, effects, left_out)


def _chosen(
    found: Sequence[Happening], effects: dict[str, float], *, keep_all: bool
) -> tuple[list[Happening], list[Happening]]:
    """Return those that move the months of work most, as many as can be ruled on together, and those beyond that."""
    ordered = sorted(found, key=lambda one: (-abs(effects[one.name]), one.month, one.name))
    chosen: list[Happening] = []
    beyond: list[Happening] = []
    draws = 0
    for one in ordered:
        if len(chosen) == MOST_CAUSES or (effects[one.name] == 0.0 and not keep_all):
            break
        if draws + len(one.rulings) > MAX_RULINGS:
            beyond.append(one)
            continue
        draws += len(one.rulings)
        chosen.append(one)
    if keep_all and beyond:
        too_many = f"they are more than {MAX_RULINGS} draws"
        raise Mistake(f"event '{beyond[0].name}' cannot be removed together with the others: {too_many}")
    return chosen, beyond


def _values(
    case: Case,
    chosen: Sequence[Happening],
    fate: Fate,
    alone: dict[str, Fate],
    cancelled: Callable[[], bool] | None,
) -> dict[frozenset[int], Fate]:
    """Return what becomes of the future without each combination of the causes, by their places."""
    values = {frozenset[int](): fate} | {frozenset({place}): alone[one.name] for place, one in enumerate(chosen)}
    several = [
        frozenset(places)
        for number in range(2, len(chosen) + 1)
        for places in combinations(range(len(chosen)), number)
    ]  # fmt: skip
    lived = case.fates([[chosen[place] for place in sorted(places)] for places in several], cancelled=cancelled)
    return values | dict(zip(several, lived, strict=True))


def shapley(values: dict[frozenset[int], float], players: int) -> list[float]:
    """Return each player's Shapley value.

    Parameters
    ----------
    values : what each coalition is worth, by its members' numbers; all 2 ** ``players`` of them.

    Examples
    --------
    >>> glove = {frozenset(): 0.0, frozenset({0}): 0.0, frozenset({1}): 0.0, frozenset({0, 1}): 1.0}
    >>> shapley(glove, 2)
    [0.5, 0.5]
    """
    weights = [
        math.factorial(size) * math.factorial(players - size - 1) / math.factorial(players) for size in range(players)
    ]
    return [
        math.fsum(
            weights[len(others)] * (values[others | {player}] - values[others])
            for others in values
            if player not in others
        )
        for player in range(players)
    ]
