"""One future from the Mesa engine, kept month by month for a page to step through; and where to find telling ones."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from dashboard.exports import given, in_python
from sim.engines.mesa_model import CommunityModel
from sim.files.context import Context
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.report.network import Actors, actors_now
from sim.results.outcomes import STATES, live
from sim.story import tell
from sim.world.measures import MEASURES

if TYPE_CHECKING:
    import pandas as pd

    from sim.story import Entry
    from sim.world.tables import Table

_SHOWN: Final = ("commons", "calendars", "governments", "champions", "donors", "activists")
"""The tables that a picture of one month needs."""

MOST_SEARCHED: Final = 40
"""Futures that are looked through for a hostile national government: three seconds at most."""

BRANCH: Final = 1
"""The other luck of a fork."""


@dataclass(frozen=True)
class Choice:
    """Which future: everything that it depends on.

    Attributes
    ----------
    branch_month : from this month on it has another luck; None: it has not.
    """

    scenario: Scenario
    plan: Plan
    context: Context
    seed: int
    future: int
    parameters: str
    branch_month: int | None = None

    def key(self) -> str:
        """Return a text that is another one for another future."""
        files = (self.scenario, self.plan, self.context)
        rest = (self.seed, self.future, self.parameters, self.branch_month)
        return "\n".join([*(file.model_dump_json() for file in files), *map(str, rest)])

    def model(self) -> CommunityModel:
        """Return the model at its beginning."""
        return Remembering(
            self.scenario, self.plan, self.context, seed=self.seed, future=self.future, parameters=self.parameters,
            branch=0 if self.branch_month is None else BRANCH, branch_month=self.branch_month,
        )  # fmt: skip

    def command(self) -> str:
        """Return the command that tells the same future; there is none for a fork."""
        words = ["sobremesa", "watch", given(self.scenario), "--future", str(self.future), "--plan", given(self.plan)]
        words += ["--context", given(self.context), "--seed", str(self.seed)]
        return shlex.join(words if self.parameters == "plausible" else [*words, "--parameters", self.parameters])

    def python(self) -> str:
        """Return the Python that lives through the same future."""
        files = ", ".join(map(in_python, (self.scenario, self.plan, self.context)))
        fork = "" if self.branch_month is None else f", branch={BRANCH}, branch_month={self.branch_month}"
        return "\n".join(
            [
                "import sim",
                "",
                f"model = sim.CommunityModel({files}, seed={self.seed}, future={self.future},",
                f'                           parameters="{self.parameters}"{fork})',
                "model.run_model()",
                "print(model.datacollector.get_model_vars_dataframe())",
            ]
        )


class Remembering(CommunityModel):
    """A community that remembers what its actors were like in every month."""

    def __init__(self, *files: Any, **luck: Any) -> None:
        super().__init__(*files, **luck)
        self.months: list[dict[str, Table]] = [self._tables()]

    def step(self) -> None:
        """Live through the next month and remember it."""
        super().step()
        self.months.append(self._tables())

    def _tables(self) -> dict[str, Table]:
        return {name: getattr(self.world, name).copy() for name in _SHOWN}


@dataclass(frozen=True, eq=False)
class Life:
    """One future from beginning to end.

    Attributes
    ----------
    months : the tables of the actors after each month, from month 0 on.
    series : every measure of every month, shape (months + 1, measures).
    entries : what happened.
    states : of each month, as an index of ``STATES``.
    working : whether it is still working at the end.
    """

    choice: Choice
    months: tuple[dict[str, Table], ...]
    series: npt.NDArray[np.float64]
    entries: tuple[Entry, ...]
    states: npt.NDArray[np.int8]
    working: bool

    def actors(self, month: int) -> Actors:
        """Return everybody as they were after a month."""
        model = self.choice.model()
        for name, kept in self.months[month].items():
            getattr(model.world, name)[:] = kept
        return actors_now(model)

    def measure(self, name: str) -> npt.NDArray[np.float64]:
        """Return one measure from month 0 on."""
        return self.series[:, next(number for number, one in enumerate(MEASURES) if one.name == name)]

    def state(self, month: int) -> str:
        """Return in which state the community is."""
        return STATES[int(self.states[month])]

    def collapses_in(self) -> int | None:
        """Return the first month in which the community is seen to have collapsed; None where it never is."""
        collapsed = np.flatnonzero(self.states == STATES.index("collapsed"))
        return int(collapsed[0]) if len(collapsed) else None

    def table(self) -> pd.DataFrame:
        """Return every measure and the state, a row for each month."""
        import pandas as pd

        months = range(len(self.series))
        context = self.choice.context
        made = pd.DataFrame(self.series, columns=[one.name for one in MEASURES])
        made.insert(0, "date", [context.date_of(month) for month in months])
        made.insert(0, "month", list(months))
        return made.assign(state=[self.state(month) for month in months])


def lived(choice: Choice) -> Life:
    """Live through one future.

    Raises
    ------
    Mistake
        Dates outside the context's months.
    """
    model = choice.model()
    assert isinstance(model, Remembering)
    entries = tuple(tell(model))
    series = model.world.history["measure"].copy()
    lives = live(series[None])
    return Life(choice, tuple(model.months), series, entries, lives.states[0], bool(lives.working[0]))


def telling(outcomes: pd.DataFrame, what: str, after: int) -> int | None:
    """Return the number of a future that shows something; None where there is none.

    Parameters
    ----------
    outcomes : a row for each future (:attr:`sim.results.compare.Cell.outcomes`).
    what : "collapse" (the next after `after`), "best" or "middle" (by data in use in the last year).
    """
    numbers, reuse = outcomes.index.to_numpy(), outcomes["reuse"].to_numpy()
    if what == "best":
        return int(numbers[reuse.argmax()])
    if what == "middle":
        return int(numbers[np.abs(reuse - np.median(reuse)).argmin()])
    return _next(numbers[outcomes["collapsed"].to_numpy(bool)].tolist(), after)


def _next(numbers: list[int], after: int) -> int | None:
    """Return the next number of an ordered list, beginning anew at its end."""
    later = [number for number in numbers if number > after]
    return next(iter(later or numbers), None)


def next_hostile(choice: Choice, last: int) -> tuple[int, int] | None:
    """Return the next future in which a hostile government takes office, and the month in which it does.

    It is the national government, where there is one.

    Parameters
    ----------
    last : the largest number that there is; after it the search begins anew with 0.
    """
    for step in range(1, MOST_SEARCHED + 1):
        future = (choice.future + step) % (last + 1)
        model = CommunityModel(
            choice.scenario, choice.plan, choice.context, seed=choice.seed, future=future,
            parameters=choice.parameters,
        )  # fmt: skip
        month = 0
        while model.running:
            model.step()
            month += 1
            if model.world.calendars["hostile"][0]:
                return future, month
    return None
