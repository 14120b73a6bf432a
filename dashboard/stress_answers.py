"""Answers of the stress page: the grid of two shocks, and the verdicts of the suite, each computed once."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from dashboard.computing import LIVE, IsCancelled, Job, Progress, known, once
from dashboard.exports import given
from dashboard.memory import address
from dashboard.state import FUTURES, MOST_COMPARED, State
from sim.files.context import Context
from sim.files.parameter_sets import PLAUSIBLE
from sim.files.plan import Plan
from sim.stress.breaking import STEPS, Frontier, frontier, ground
from sim.stress.verdicts import StressTest, stress_test

KINDS: Final = (
    "turnover", "hostile_turnover", "donors_exit", "donors_move", "squeeze", "champions_leave", "civic_space",
    "pandemic", "scandal", "key_people", "radicalise",
)  # fmt: skip
"""Shocks that the grid can cross: those that harm, and go from none to all."""

GRID: Final = "stress grid"
SUITE: Final = "stress suite"
PLANS: Final = "stress.plans"
"""Where on the page work in the background belongs, and the setting that holds the names of plans."""

USUAL: Final = {"down": "hostile_turnover", "across": "donors_exit"}
"""The shocks of the grid, where nobody chose others."""


@dataclass(frozen=True)
class Asked:
    """What the page asks: two shocks for the grid, plans for the suite."""

    down: str
    across: str
    plans: tuple[Plan, ...]
    context: Context
    seed: int
    parameters: str = PLAUSIBLE

    def key(self, futures: int) -> str:
        """Return the address of the answer: a hash of everything that stands in it."""
        files = (*self.plans, self.context)
        return address("stress", files, self.down, self.across, self.seed, self.parameters, futures)


def grid(asked: Asked, jobs: MutableMapping[str, Job]) -> tuple[Frontier | None, Job | None]:
    """Return the best grid that is known, and the work that makes a better one (None: there is none to make).

    First 200 futures in each square, then 1,000. What was stopped is not begun again.
    """
    settled = known(asked.key(FUTURES), GRID, jobs)
    if settled is not None:
        return settled, None
    live = known(asked.key(LIVE), GRID, jobs)
    before = jobs.get(GRID)
    settling = before is not None and before.key == asked.key(FUTURES) and not before.cancelled
    futures = LIVE if live is None and not settling else FUTURES  # whoever settles does not go back to 200
    key = asked.key(futures)

    def work(progress: Progress, stop: IsCancelled) -> Frontier:
        on = ground(
            [asked.down, asked.across], None, asked.plans[0], asked.context,
            futures=futures, seed=asked.seed, parameters=asked.parameters, cancelled=stop,
        )  # fmt: skip
        return frontier((asked.down, asked.across), on, progress=progress)

    return live, once(key, work, GRID, jobs)


def suite_key(asked: Asked) -> str:
    """Return the address of the verdicts."""
    return replace(asked, down="", across="").key(FUTURES)


def verdicts(asked: Asked, require: float, jobs: Mapping[str, Job]) -> StressTest | None:
    """Return the verdicts, if they are known; the requirement only draws the line elsewhere."""
    found = known(suite_key(asked), SUITE, jobs)
    return None if found is None else replace(found, require=require)


def begin_suite(asked: Asked, jobs: MutableMapping[str, Job]) -> Job:
    """Begin to put plans through the suite; a grid that is still settling makes way, and begins again behind it."""
    settling = jobs.get(GRID)
    if settling is not None and not settling.ended:
        jobs.pop(GRID).cancel()

    def work(progress: Progress, stop: IsCancelled) -> StressTest:
        return stress_test(
            asked.plans, asked.context, futures=FUTURES, seed=asked.seed, parameters=asked.parameters,
            progress=progress, cancelled=stop,
        )  # fmt: skip

    before = jobs.get(SUITE)
    if before is not None and before.cancelled:
        del jobs[SUITE]
    return once(suite_key(asked), work, SUITE, jobs)


def asked_by(state: State, plans: tuple[str, ...]) -> Asked:
    """Return what a state asks."""
    down, across = (state.setting(f"stress.{place}", usual) for place, usual in USUAL.items())
    files = tuple(state.plan_file(name) for name in plans)
    return Asked(down, across, files, state.context_file(), state.seed, state.parameters)


def suite_plans(state: State) -> tuple[str, ...]:
    """Return which plans are put through the suite: those that were chosen, or the plan of the page."""
    chosen = str(state.setting(PLANS, "")).split(",")
    known = [name for name in dict.fromkeys(chosen) if name in state.names("plan")]
    return tuple(known[:MOST_COMPARED]) or (state.plan,)


def cleaned(state: State) -> State:
    """Return the state without settings of this page that make no sense; a link may carry anything."""
    left = {name: value for name, value in state.settings.items() if _makes_sense(name, value)}
    shocks = [left.get(f"stress.{place}", usual) for place, usual in USUAL.items()]
    if shocks[0] == shocks[1]:
        left = {name: value for name, value in left.items() if name.removeprefix("stress.") not in USUAL}
    return state if left == state.settings else state.change(settings=left)


def _makes_sense(name: str, value: object) -> bool:
    """Return whether a setting of this page is one that the page itself could have made."""
    page, _, what = name.partition(".")
    if page != "stress":
        return True
    if what in USUAL:
        return value in KINDS
    most = {"require": 100, "row": STEPS - 1, "column": STEPS - 1}.get(what)
    if most is not None:
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most
    return name == PLANS and isinstance(value, str)


def grid_table(found: Frontier) -> pd.DataFrame:
    """Return every square of the grid, a row each."""
    rows = []
    for cell in found.to_dict()["cells"]:
        working = cell.pop("working")
        rows.append({**cell, "working": working["share"], "low": working["low"], "high": working["high"]})
    return pd.DataFrame(rows)


def verdict_table(test: StressTest) -> pd.DataFrame:
    """Return every verdict, a row for each plan and shock."""
    rows = []
    for plan in test.plans:
        for one in test.verdicts(plan.name):
            row = one.to_dict()
            share = {key: row["working"][key] for key in ("share", "low", "high")}
            by_shock = row.get("against_calm", {}).get("difference")
            by_plan = row.get("against_first", {}).get("difference")
            rows.append({
                "plan": plan.name, "shock": one.shock, "verdict": one.verdict, **share, "by_shock": by_shock,
                "by_plan": by_plan,
            })  # fmt: skip
    return pd.DataFrame(rows)


def grid_command(asked: Asked, futures: int) -> str:
    """Return the command that prints the grid."""
    words = ["sobremesa", "breaking-point", "--vary", f"{asked.down},{asked.across}", "--plan", given(asked.plans[0])]
    return shlex.join([*words, *_place(asked, futures)])


def suite_command(asked: Asked, require: float) -> str:
    """Return the command that prints the verdicts."""
    words = ["sobremesa", "stress", *map(given, asked.plans), "--require", f"{require:g}"]
    return shlex.join([*words, *_place(asked, FUTURES)])


def _place(asked: Asked, futures: int) -> list[str]:
    words = ["--context", given(asked.context), "--futures", str(futures), "--seed", str(asked.seed)]
    return words if asked.parameters == PLAUSIBLE else [*words, "--parameters", asked.parameters]


def grid_lines(asked: Asked, futures: int) -> str:
    """Return the Python that computes the grid."""
    parameters = "" if asked.parameters == PLAUSIBLE else f', parameters="{asked.parameters}"'
    vary = f'"{asked.down}", "{asked.across}"'
    return "\n".join([
        "from sim.stress.breaking import frontier, ground",
        "",
        f'on = ground([{vary}], None, "{given(asked.plans[0])}", "{given(asked.context)}",',
        f"            futures={futures}, seed={asked.seed}{parameters})",
        f"found = frontier(({vary}), on)",
        "for sizes, shares in zip(found.sizes[0], found.shares):",
        "    print(sizes, [share.share for share in shares])",
    ])  # fmt: skip
