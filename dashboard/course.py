"""Answers of the page Pathways: when to change course, computed once for every question that pages ask."""

from __future__ import annotations

import json
import shlex
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dashboard import computing
from dashboard.computing import IsCancelled, Job, Progress
from dashboard.exports import given, in_python
from dashboard.memory import address
from dashboard.state import State
from sim.files.context import Context
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.language import terms
from sim.language.catalogue import Texts
from sim.language.files import title_of
from sim.pathways.pathways import Pathways, pathways
from sim.report.pathways_chart import signpost_in_words
from sim.results.intervals import of_hundred

if TYPE_CHECKING:
    import pandas as pd

FUTURES: Final = 200
"""Futures behind the page; each is lived through again for each change of course."""

SLOT: Final = "pathways"
PLANS: Final = "pathways.plans"
"""Where on the page work in the background belongs, and the setting that holds the names of alternatives."""

MOST_ALTERNATIVES: Final = 3
USUAL: Final = ("grassroots", "fund-first")
"""What a community could turn to, where nobody chose otherwise."""


@dataclass(frozen=True)
class Asked:
    """What the page asks; the first plan is the one that the community begins with."""

    scenario: Scenario
    plans: tuple[Plan, ...]
    context: Context
    seed: int
    parameters: str

    def key(self) -> str:
        """Return the address of the answer: a hash of everything that stands in it."""
        files = (self.scenario, *self.plans, self.context)
        return address("pathways", files, self.seed, self.parameters, FUTURES)


def alternatives(state: State) -> tuple[str, ...]:
    """Return the names of the plans that the community could turn to; never the one that it begins with."""
    known = [name for name in state.names("plan") if name != state.plan]
    chosen = [name for name in str(state.setting(PLANS, ",".join(USUAL))).split(",") if name in known]
    return tuple(dict.fromkeys(chosen or known[:1]))[:MOST_ALTERNATIVES]


def asked_by(state: State) -> Asked:
    """Return what a state asks."""
    plans = tuple(state.plan_file(name) for name in (state.plan, *alternatives(state)))
    return Asked(state.scenario_file(), plans, state.context_file(), state.seed, state.parameters)


def answer(asked: Asked, jobs: MutableMapping[str, Job]) -> tuple[Pathways | None, Job | None]:
    """Return the answer if it is known, or the work that makes it; what was stopped is not begun again."""
    key = asked.key()
    found: Pathways | None = computing.known(key, SLOT, jobs)
    if found is not None:
        return found, None

    def work(progress: Progress, stop: IsCancelled) -> Pathways:
        return pathways(
            asked.scenario, asked.plans, asked.context, futures=FUTURES, seed=asked.seed,
            parameters=asked.parameters, progress=progress, cancelled=stop,
        )  # fmt: skip

    return None, computing.once(key, work, SLOT, jobs)


def plan_table(found: Pathways, words: Texts) -> pd.DataFrame:
    """Return a row for each plan: when it stops being good enough, and what turning to it does."""
    import pandas as pd

    rows, nothing = [], words("short.nothing")
    for plan in found.plans:
        tips, change = found.tipping[plan.name], found.switches.get(plan.name)
        dates = [tips.quartile(share) for share in (0.25, 0.5, 0.75)]
        row = [title_of(plan, words.language), of_hundred(found.working[plan.name].share)]
        row += [
            words("short.nothing") if month is None else words.short_date(found.context.date_of(month))
            for month in dates
        ]
        for key in ("never", "in_time", "late"):
            row.append(nothing if change is None else str(of_hundred(getattr(change, key).share)))
        rows.append(row)
    columns = ("plan", "working", "quarter", "half", "three_quarters", "never", "in_time", "late")
    return pd.DataFrame(rows, columns=[words(f"dashboard.pathways.column.{name}") for name in columns])


def by_plan(found: Pathways, words: Texts) -> pd.DataFrame:
    """Return the same with a column for each plan, which a page has room for."""
    table = plan_table(found, words)
    corner = str(table.columns[0])
    return table.set_index(corner).T.rename_axis(None, axis=1).reset_index(names=corner)


def signpost_table(found: Pathways, words: Texts) -> pd.DataFrame:
    """Return a row for each signpost, the best first, then the plan's own."""
    import pandas as pd

    rows = [
        [
            signpost_in_words(found, one, words), of_hundred(one.true.share), of_hundred(one.false.share),
            words("short.nothing") if one.lead is None else words.number(one.lead[1]),
            words(f"dashboard.pathways.{'reliable' if one.reliable else 'unreliable'}"),
        ]
        for one in (*found.signposts, *found.own)
    ]  # fmt: skip
    columns = ("signpost", "true", "false", "lead", "verdict")
    return pd.DataFrame(rows, columns=[words(f"dashboard.pathways.column.{name}") for name in columns])


def measures_watched(words: Texts) -> str:
    """Return what is tried as a signpost, as part of a sentence."""
    from sim.pathways.signposts import WATCHED

    return words.listed([terms.title("measure", name, words.language) for name in WATCHED])


def command_line(asked: Asked) -> str:
    """Return the command that prints the numbers of the page."""
    plans = ",".join(given(plan) for plan in asked.plans)
    return shlex.join([
        "sobremesa", "pathways", given(asked.scenario), "--plans", plans, "--context", given(asked.context),
        "--futures", str(FUTURES), "--seed", str(asked.seed), "--parameters", asked.parameters,
    ])  # fmt: skip


def python_lines(asked: Asked) -> str:
    """Return the Python that computes the numbers of the page."""
    plans = ", ".join(map(in_python, asked.plans))
    return "\n".join(
        [
            "import sim",
            "from sim.pathways.pathways import pathways",
            "",
            "found = pathways(",
            f"    {in_python(asked.scenario)}, [{plans}], {in_python(asked.context)},",
            f"    futures={FUTURES}, seed={asked.seed}, parameters={json.dumps(asked.parameters)},",
            ")",
            "print(found.to_dict())",
        ]
    )
