"""The yardsticks of a context: what "working" is measured against. Fixed for each context, stored with its hash.

They come from 1,000 futures of the calm decade under the baseline plan with the default parameters; never from the
future, plan, scenario or parameter set that is judged.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.engines.ensemble import Luck, simulate_series
from sim.files import library
from sim.files.context import Context
from sim.files.writing import replace_file
from sim.world.assembly import build_world, parameter_table
from sim.world.compiled import rules_version, user_cache
from sim.world.measures import PEOPLE, REUSE
from sim.world.parameters import defaults

YARDSTICK_FUTURES: Final = 1000
YARDSTICK_SEED: Final = 4_611_686_018_427_387_847
"""Its own luck, so that nobody's futures are measured against themselves."""

ALIVE_SHARE: Final = 0.5
"""Futures with fewer people than this share of the beginning's do not count for the median of a month. Assumption."""

Line = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Yardsticks:
    """What a usual community of this context has in each month.

    Attributes
    ----------
    people, reuse : shape (months + 1,); the larger of the beginning's and the month's median in the calm decade.
    reference_reuse : mean reuse of month 0, by which the workload of success is measured too.
    """

    people: Line
    reuse: Line
    reference_reuse: float

    def fingerprint(self) -> str:
        """Return the hash that a manifest stores (SHA-256)."""
        digest = hashlib.sha256(self.people.tobytes() + self.reuse.tobytes())
        digest.update(np.float64(self.reference_reuse).tobytes())
        return digest.hexdigest()


_known: dict[str, Yardsticks] = {}


def yardsticks(context: Context) -> Yardsticks:
    """Return a context's yardsticks: known to this process, kept on disk, or computed (under a second) and kept."""
    key = _key(context)
    if key not in _known:
        path = user_cache() / "yardsticks" / f"{key}.json"
        found = _read(path, context.months)
        if found is None:
            found = usual(context, {})
            _keep(path, found)
        _known[key] = found
    return _known[key]


def _key(context: Context) -> str:
    """Return what the yardsticks depend on: rules, this file, the context, and the plan and scenario that set them."""
    own = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    files = (context, library.plan("baseline"), library.scenario("calm-decade"))
    parts = [rules_version(), own, *(one.fingerprint() for one in files)]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:32]


def usual(context: Context, parameters: Mapping[str, float], futures: int = YARDSTICK_FUTURES) -> Yardsticks:
    """Return what would be the yardsticks if these parameters were the defaults; computed anew each time."""
    calm, baseline = library.scenario("calm-decade"), library.plan("baseline")
    sets = parameter_table(context, [parameters])
    numbers, luck = np.arange(futures), Luck(YARDSTICK_SEED)
    beginning = build_world(calm, baseline, context, reference_reuse=1.0)
    beginning.scale["months"] = 0
    reference = float(simulate_series(beginning, sets, numbers, luck)[:, 0, REUSE].mean())
    world = build_world(calm, baseline, context, reference_reuse=max(reference, np.finfo(float).tiny))
    series = simulate_series(world, sets, numbers, luck)
    default = defaults()
    people_start = default["active_start"] * context.size.activists
    people_start += default["post_filled_start"] * context.size.champions
    people, reuse = np.full(context.months + 1, people_start), np.full(context.months + 1, reference)
    for month in range(1, context.months + 1):
        alive = series[:, month, PEOPLE] >= ALIVE_SHARE * people_start
        if alive.any():
            people[month] = max(people_start, float(np.median(series[alive, month, PEOPLE])))
            reuse[month] = max(reference, float(np.median(series[alive, month, REUSE])))
    return Yardsticks(people, reuse, float(world.scale["reference_reuse"][0]))


def _read(path: Path, months: int) -> Yardsticks | None:
    """Return yardsticks kept on disk, or None where there are none that can be read."""
    try:
        kept: dict[str, Any] = json.loads(path.read_text())
        people, reuse = np.array(kept["people"], dtype=float), np.array(kept["reuse"], dtype=float)
        found = Yardsticks(people, reuse, float(kept["reference_reuse"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    whole = people.shape == reuse.shape == (months + 1,) and kept.get("fingerprint") == found.fingerprint()
    return found if whole else None


def _keep(path: Path, found: Yardsticks) -> None:
    """Keep yardsticks on disk where that is possible; they can always be computed again."""
    kept = {
        "people": found.people.tolist(),
        "reuse": found.reuse.tolist(),
        "reference_reuse": found.reference_reuse,
        "fingerprint": found.fingerprint(),
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, json.dumps(kept).encode())
    except (OSError, ValueError):
        return
