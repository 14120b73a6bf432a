"""The design that the lab builds: what the session has chosen, made into a file that the command line runs too."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from dashboard import exports, lab_shelf
from dashboard.computing import Question, question
from dashboard.state import State
from sim.experiments.design import Design, parse_design
from sim.experiments.living import input_path
from sim.experiments.preparing import design_as_toml
from sim.experiments.store import DESIGN
from sim.experiments.varying import Place, event_properties, find_place, places
from sim.files import library
from sim.files.context import Context
from sim.files.format import FileModel
from sim.files.mistakes import Mistake
from sim.files.scenario import Scenario
from sim.files.writing import replace_file
from sim.results.compare import compare
from sim.world.events import EVENT_KINDS

VARY: Final = "lab.vary."
"""Beginning of the settings that hold what varies: under each column its two ends, as text."""

MOST_VARIED: Final = 12
"""More would make a table that nobody reads, and a link that nobody can send; a file may vary many more."""

SAMPLINGS: Final = ("latin-hypercube", "sobol", "morris", "full")
SIZES: Final = (4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096)
FUTURES: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
STEPS: Final = tuple(range(2, 12))
USUAL: Final = {"lab.sampling": "latin-hypercube", "lab.points": 128, "lab.futures": 20, "lab.steps": 5}
CHOICES: Final[Mapping[str, tuple[str | int, ...]]] = {
    "lab.sampling": SAMPLINGS, "lab.points": SIZES, "lab.futures": FUTURES, "lab.steps": STEPS,
}  # fmt: skip

HEAVIEST: Final = 3.0
"""Weight of an activity up to which it varies here, where 1 is usual."""

LARGEST_GRANT: Final = 60.0
"""Staff-months a month; a country's whole community spends less."""

FEW: Final = 8
MEASURED: Final = 160
"""Futures whose time is taken, to know how long all of them will take."""

BYTES_OF_FUTURE: Final = 150

MOST_FUTURES: Final = 10_000_000
"""Futures of all points: 1.5 GB on a disk, and a thread, that all visitors share."""

_KINDS: Final = {kind.name: kind for kind in EVENT_KINDS}


@dataclass(frozen=True)
class Span:
    """What may vary, between which numbers."""

    place: Place
    low: float
    high: float

    @property
    def whole(self) -> bool:
        """Whether only whole numbers make sense."""
        return self.place.allowed.whole


def spans(scenario: Scenario, context: Context) -> dict[str, Span]:
    """Return everything that may vary under a scenario, by column: events, then levers, effort, parameters."""
    found: dict[str, Span] = {}
    seen: dict[str, int] = {}
    for event in scenario.events:
        seen[event.kind] = number = seen.get(event.kind, 0) + 1
        for field in event_properties(_KINDS[event.kind]):
            column = f"{event.kind}{f'_{number}' if number > 1 else ''}_{field}"
            place = find_place(column)
            if place is not None:
                found[column] = _span(place, context)
    homes = {"lever": 0, "effort": 1, "parameter": 2}
    for column, place in sorted(places().items(), key=lambda item: homes[item[1].home]):
        found[column] = _span(place, context)
    return found


def _span(place: Place, context: Context) -> Span:
    """Return the declared range, cut to what makes sense on a slider."""
    low, high = float(place.allowed.low), float(place.allowed.high)
    if place.field in ("when", "months", "notice"):
        high = float(context.months)
    elif place.field == "staff_months":
        low, high = 1.0, LARGEST_GRANT
    elif place.home == "effort":
        high = HEAVIEST
    return Span(place, low, high)


def varied(state: State) -> dict[str, tuple[float, float]]:
    """Return what a session varies, by column; what a link says that cannot be is left out."""
    found: dict[str, tuple[float, float]] = {}
    for column, span in spans(state.scenario_file(), state.context_file()).items():
        ends = _ends(state.setting(VARY + column, ""), span)
        if ends is not None and len(found) < MOST_VARIED:
            found[column] = ends
    return found


def _ends(said: object, span: Span) -> tuple[float, float] | None:
    """Return both ends of a range as a setting says them."""
    try:
        low, high = (float(part) for part in str(said).split())
    except ValueError:
        return None
    return (low, high) if span.low <= low < high <= span.high else None


def said(low: float, high: float) -> str:
    """Return both ends of a range as a setting keeps them."""
    return f"{low:.6g} {high:.6g}"


def choice(state: State, name: str) -> Any:
    """Return how points are chosen, or how many; what a link says that cannot be is not believed."""
    usual: Any = USUAL[name]
    value = state.setting(name, usual)
    return value if value in CHOICES[name] and not isinstance(value, bool) else usual


def content(state: State, named: Mapping[str, str]) -> dict[str, Any]:
    """Return the design of a session, as a file says it.

    Parameters
    ----------
    named : how it names its scenario, plan and context.
    """
    sampling = choice(state, "lab.sampling")
    table: dict[str, Any] = {f"{kind}s": [name] for kind, name in named.items()}
    table |= {"sampling": sampling}
    if sampling != "full":
        table["points"] = choice(state, "lab.points")
    table |= {"futures": choice(state, "lab.futures"), "seed": state.seed, "parameters": state.parameters}
    ranges = {column: _written(state, column, ends) for column, ends in varied(state).items()}
    return table | {"vary": _by_event(ranges)}


def _written(state: State, column: str, ends: tuple[float, float]) -> dict[str, float]:
    place = find_place(column)
    low, high = (int(end) if place is not None and place.allowed.whole else end for end in ends)
    steps = {"steps": choice(state, "lab.steps")} if choice(state, "lab.sampling") == "full" else {}
    return {"low": low, "high": high, **steps}


def _by_event(ranges: Mapping[str, Any]) -> dict[str, Any]:
    """Return ranges as a design writes them: properties of an event in a table of theirs."""
    found: dict[str, Any] = {}
    for column, one in ranges.items():
        place = find_place(column)
        if place is not None and place.home == "event":
            found.setdefault(column.removesuffix(f"_{place.field}"), {})[place.field] = one
        else:
            found[column] = one
    return found


def files_of(state: State) -> dict[str, FileModel]:
    """Return the scenario, plan and context of a session."""
    return {"scenario": state.scenario_file(), "plan": state.plan_file(), "context": state.context_file()}


def as_given(state: State) -> dict[str, str]:
    """Return how a design beside its files names them."""
    return {kind: exports.given(file) for kind, file in files_of(state).items()}


def design_of(state: State, name: str) -> Design:
    """Return the design of a session.

    Raises
    ------
    Mistake
        Nothing varies; more futures than one visitor may ask for; a name that could be a path.
    """
    if not varied(state):
        raise Mistake("nothing varies yet; choose what is to vary")
    design = parse_design(content(state, as_given(state)), lab_shelf.checked(name), name)
    total = (design.sampled_rows() or 0) * design.futures
    if total > MOST_FUTURES:
        raise Mistake(
            f"the design asks for {total:,} futures (points times futures), but the page runs at most "
            f"{MOST_FUTURES:,}; vary less, take fewer steps, points or futures, or run the file on the command line"
        )
    return design


def toml(state: State) -> bytes:
    """Return the design as a file."""
    return design_as_toml(content(state, as_given(state)))


def put_on_shelf(state: State, name: str) -> tuple[Design, Path]:
    """Make the folder of an experiment with its design and its files, so that it can be run there and gone on with.

    Raises
    ------
    Mistake
        A name that is taken or could be a path, nothing that varies, a folder that cannot be written.
    """
    design_of(state, name)
    named = {}
    files = files_of(state)
    folder = lab_shelf.new_folder(name)
    for kind, file in files.items():
        named[kind] = file.name
        if file.name not in library.names(kind):
            named[kind] = input_path(file.fingerprint(), f"{file.name}.toml")
            (folder / named[kind]).parent.mkdir(parents=True, exist_ok=True)
            replace_file(folder / named[kind], exports.toml_of(file))
    table = content(state, named)
    replace_file(folder / DESIGN, design_as_toml(table))
    return parse_design(table, name, name), folder


@dataclass(frozen=True)
class Extent:
    """How large a design is, and how long it takes here.

    Attributes
    ----------
    rate : futures a second, as was measured; those without the events are lived through beside them.
    """

    points: int
    futures: int
    rate: float

    @property
    def seconds(self) -> float:
        """How long it will take."""
        return self.futures / self.rate

    @property
    def megabytes(self) -> float:
        """What it takes on the disk."""
        return self.futures * BYTES_OF_FUTURE / 1e6


def extent(state: State) -> Extent:
    """Return how large a session's design is, and how long it takes at the speed that is measured here and now."""
    design = design_of(state, "design")
    points = design.sampled_rows()
    assert points is not None
    asked = question(state)
    return Extent(points, points * design.futures, measured_rate(asked, asked.key(MEASURED)))


class _Asked:
    """A question that is remembered by its key: files themselves are not hashable."""

    def __init__(self, asked: Question, key: str) -> None:
        self.asked, self.key = asked, key

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.key == other.key


def measured_rate(asked: Question, key: str) -> float:
    """Return how many futures a second this machine lives through, with those without the events beside them."""
    return _rate(_Asked(asked, key))


@lru_cache(maxsize=64)
def _rate(of: _Asked) -> float:
    asked = of.asked
    given = (asked.scenarios, asked.plans, asked.context)
    compare(*given, futures=1, seed=asked.seed, parameters=asked.parameters)  # compiles
    times = []
    for futures in (FEW, FEW + MEASURED):  # what both take alike, such as building the world, is no matter of futures
        began = time.perf_counter()
        compare(*given, futures=futures, seed=asked.seed, parameters=asked.parameters)
        times.append(time.perf_counter() - began)
    return max(MEASURED / max(0.001, times[1] - times[0]) if times[1] > 2 * times[0] else 0.0, MEASURED / times[1])
