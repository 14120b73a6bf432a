"""Does a plan survive? One verdict for each shock, on the same futures for every plan.

A plan *holds* in a shock if the whole interval (Wilson, 95 %) of the share of futures that are still working lies at or
above the requirement, and *breaks* if the whole interval lies below it. Everything between is too close to call with
that many futures.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sim.files import library
from sim.files.context import Context
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import PLAUSIBLE, ParameterSets
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.results.compare import Comparison, compare
from sim.results.intervals import Difference, Share
from sim.stress import suite

REQUIRED: Final = 0.5
"""The share of futures that must still be working, where nobody says otherwise: a convention."""

HOLDS, CLOSE, BREAKS = "holds", "too-close", "breaks"
VERDICTS: Final = (HOLDS, CLOSE, BREAKS)

ALL_HOLD: Final = 0
ONE_BREAKS: Final = 1
ONE_IS_CLOSE: Final = 3
"""What the process answers, so that somebody's build can test a plan; 2 is taken by wrong input."""


def verdict_of(share: Share, require: float) -> str:
    """Return whether a share of working futures holds, breaks, or is too close to the requirement to call."""
    if share.low >= require:
        return HOLDS
    return BREAKS if share.high < require else CLOSE


def clearly_met(share: Share) -> float | None:
    """Return the largest requirement, in tenths, that a share clearly meets; None where it does not even meet 0.1."""
    return max((tenth / 10 for tenth in range(1, 10) if share.low >= tenth / 10), default=None)


def check_requirement(require: object) -> float:
    """Return a requirement, or refuse what is no share.

    Raises
    ------
    Mistake
        Outside 0 to 1, or no number.
    """
    if isinstance(require, bool) or not isinstance(require, int | float) or not 0.0 <= require <= 1.0:
        raise Mistake(f"require is {require}, but must be a share from 0 to 1")
    return float(require)


@dataclass(frozen=True)
class Verdict:
    """What one shock does to one plan.

    Attributes
    ----------
    working : the share of futures that are still working at the end.
    verdict : one of ``VERDICTS``.
    against_calm : working share less that of the very same futures without the shock; None for a shock without events.
    against_first : working share less that of the first plan in the same futures; None for the first plan.
    """

    plan: str
    shock: str
    blows: int
    working: Share
    verdict: str
    against_calm: Difference | None
    against_first: Difference | None

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict as ``sobremesa stress --json`` prints it."""
        share = self.working
        row: dict[str, Any] = {
            "plan": self.plan, "shock": self.shock, "events": self.blows, "verdict": self.verdict,
            "working": {"share": share.share, "low": share.low, "high": share.high, "count": share.count},
        }  # fmt: skip
        for name in ("against_calm", "against_first"):
            difference: Difference | None = getattr(self, name)
            if difference is not None:
                row[name] = {**vars(difference), "too_close": difference.too_close}
        return row


@dataclass(frozen=True, eq=False)
class StressTest:
    """Some plans under some shocks, in the same futures.

    Attributes
    ----------
    comparison : every shock under every plan, and ``calm``, a decade without events.
    shocks : in the order in which they are shown.
    require : the share of futures that must still be working.
    """

    comparison: Comparison
    shocks: tuple[Scenario, ...]
    calm: str
    require: float

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans; the first is the one that the others are compared with."""
        return self.comparison.plans

    @property
    def is_whole_suite(self) -> bool:
        """Whether these are exactly the shocks of the shipped suite."""
        return suite.fingerprint(self.shocks) == suite.fingerprint(suite.suite())

    def without_shock(self, plan: str) -> Share:
        """Return in how many futures a plan still works if nothing unusual happens."""
        return self.comparison.cell(self.calm, plan).working

    def verdict(self, plan: str, shock: str) -> Verdict:
        """Return what one shock does to one plan."""
        cell = self.comparison.cell(shock, plan)
        first = plan == self.plans[0].name
        return Verdict(
            plan=plan,
            shock=shock,
            blows=len(self.shock(shock).events),
            working=cell.working,
            verdict=verdict_of(cell.working, self.require),
            against_calm=cell.against_twin,
            against_first=None if first else self.comparison.against_first_plan(shock, plan),
        )

    def shock(self, name: str) -> Scenario:
        """Return a shock by its name."""
        return next(one for one in self.shocks if one.name == name)

    def verdicts(self, plan: str) -> tuple[Verdict, ...]:
        """Return the verdicts on a plan, in the order of the shocks."""
        return tuple(self.verdict(plan, one.name) for one in self.shocks)

    def counted(self, plan: str, verdict: str) -> int:
        """Return how many shocks end in a verdict."""
        return sum(one.verdict == verdict for one in self.verdicts(plan))

    def breaks_first(self, plan: str) -> Verdict | None:
        """Return the mildest shock that breaks a plan: of those that do, the one that most futures get through.

        As shocks get harder, this is the first to press the plan below the requirement. Of several alike, the one of
        fewest events counts.
        """
        broken = [one for one in self.verdicts(plan) if one.verdict == BREAKS]
        return min(broken, key=lambda one: (-one.working.count, one.blows), default=None)

    def worst(self, plan: str) -> Verdict:
        """Return the shock in which fewest futures work."""
        return min(self.verdicts(plan), key=lambda one: one.working.count)

    def holds_without_shock(self, plan: str) -> bool:
        """Return whether a plan clearly meets the requirement if nothing happens; else it fails with no shock."""
        return verdict_of(self.without_shock(plan), self.require) == HOLDS

    def costliest(self, plan: str) -> Verdict | None:
        """Return the shock that clearly costs most working futures, each against its own twin; None: none clearly."""
        clear = [
            (one.against_calm.difference, one)
            for one in self.verdicts(plan)
            if one.against_calm is not None and one.against_calm.high < 0
        ]
        return min(clear, key=lambda pair: pair[0])[1] if clear else None

    @property
    def exit_code(self) -> int:
        """0 where every plan holds in every shock, 1 where one breaks, 3 where none breaks but one is too close."""
        found = {one.verdict for plan in self.plans for one in self.verdicts(plan.name)}
        if BREAKS in found:
            return ONE_BREAKS
        return ONE_IS_CLOSE if CLOSE in found else ALL_HOLD

    def to_dict(self) -> dict[str, Any]:
        """Return the test as ``sobremesa stress --json`` prints it."""
        about = self.comparison.to_dict()
        del about["rows"]
        return {
            **about,
            "suite": suite.SUITE_VERSION if self.is_whole_suite else None,
            "shocks": suite.fingerprint(self.shocks),
            "require": self.require,
            "plans": [self._plan(plan.name) for plan in self.plans],
        }

    def _plan(self, plan: str) -> dict[str, Any]:
        first = self.breaks_first(plan)
        calm = self.without_shock(plan)
        return {
            "plan": plan,
            "without_shock": {"share": calm.share, "low": calm.low, "high": calm.high, "count": calm.count},
            **{verdict.replace("-", "_"): self.counted(plan, verdict) for verdict in VERDICTS},
            "breaks_first": None if first is None else first.shock,
            "verdicts": [one.to_dict() for one in self.verdicts(plan)],
        }


def stress_test(
    plans: Sequence[Plan | str],
    context: Context | str = "uruguay",
    shocks: Sequence[Scenario] | None = None,
    *,
    require: float = REQUIRED,
    futures: int = 1000,
    seed: int = 1,
    parameters: ParameterSets | str | os.PathLike[str] = PLAUSIBLE,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> StressTest:
    """Put plans through shocks, all in the same futures.

    Parameters
    ----------
    shocks : by default the shipped suite (see :mod:`sim.stress.suite`).
    require : the share of futures that must still be working at the end.
    parameters : see :func:`sim.results.simulate.simulate`.

    Raises
    ------
    Mistake
        A name that does not exist, a date outside the context's months, or a requirement that is no share.
    """
    share = check_requirement(require)
    tested = suite.suite() if shocks is None else tuple(shocks)
    if not tested:
        raise Mistake("shocks is empty, but must hold at least one")
    calm = next((one for one in tested if not one.events), None)
    scenarios = tested if calm is not None else (library.scenario("calm-decade"), *tested)
    comparison = compare(
        scenarios, plans, context,
        futures=futures, seed=seed, parameters=parameters, progress=progress, cancelled=cancelled,
    )  # fmt: skip
    return StressTest(comparison, tested, scenarios[0].name if calm is None else calm.name, share)
