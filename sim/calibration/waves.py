"""History matching: waves of parameter sets, each drawn from where the ones before ruled nothing out.

The first wave fills the ranges evenly. Every later wave is drawn as evenly from the part of the ranges that an
emulator, fitted to all waves before, does not rule out (Craig and others 1997; Vernon, Goldstein and Bower 2010). A set
is kept when its own simulated figures are plausible: the emulator only decides where to look.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.calibration.emulator import Emulator
from sim.calibration.folder import Folder, Progress
from sim.calibration.judging import DOUBT, distances, passes, plausible
from sim.calibration.measuring import CALIBRATION_SEED, ERROR, calibrated
from sim.calibration.screening import effects, importance, screening_sets
from sim.calibration.sets import NAMES, Points, as_sets, latin_hypercube
from sim.evidence.tallies import Estimate
from sim.evidence.verdicts import verdict
from sim.world.compiled import rules_version
from sim.world.parameters import ALL_PARAMETERS, MODEL_VERSION, UNCERTAIN

if TYPE_CHECKING:
    import pandas as pd

CANDIDATES: Final = 20_000
"""Sets that the emulator looks at in one go."""

MOST_TRIES: Final = 100
"""Goes after which a wave takes what was found: the plausible part may be too small to fill it."""

FINALISTS: Final = 10
MORE_FUTURES: Final = 10
"""The best single set is chosen among so many, with so many times the futures of a wave."""

MOVED: Final = 12
"""Parameters that the best single set may move: those that matter most for the calibrated figures. All others keep the
values that were set by hand, so that the defaults stay readable."""

NOT_MOVED: Final = ("beginning", "size")
"""Parts of the model whose defaults also say how big a context is and how it begins: left where they are."""

FAR: Final = 1e6
"""Beyond every distance of a set that was measured: first counts how much is inside, then how near."""

PRICE_OF_EFFORT: Final = "effort_of_money"
"""Its default says how much effort is usual in a context, which is a size, too."""

Cancelled = Callable[[], bool]


@dataclass(frozen=True)
class Settings:
    """What decides the results of a calibration."""

    trajectories: int = 8
    screening_futures: int = 60
    waves: int = 3
    sets: int = 1_500
    futures: int = 100
    seed: int = CALIBRATION_SEED


@dataclass(frozen=True, eq=False)
class Wave:
    """One wave: what was run, what was kept, and how good the emulator was that had chosen it (None for the first)."""

    measured: pd.DataFrame
    kept: Any
    explained: Mapping[str, float] | None

    @property
    def points(self) -> Points:
        """The sets that were run, shape (sets, uncertain parameters)."""
        return np.asarray(self.measured[[f"parameter {name}" for name in NAMES]].to_numpy())


@dataclass(frozen=True, eq=False)
class Calibration:
    """Everything that came out."""

    settings: Settings
    effects: pd.DataFrame
    waves: tuple[Wave, ...]
    best: Mapping[str, float]
    best_figures: Mapping[str, float]
    default_figures: Mapping[str, float]
    seconds: float

    def plausible_sets(self, number: int) -> tuple[list[dict[str, float]], list[float]]:
        """Return at most so many of the kept sets with their distances, in an order that says nothing about them."""
        points = np.concatenate([wave.points[wave.kept] for wave in self.waves])
        apart = np.concatenate([distances(figures_of(wave.measured))[wave.kept] for wave in self.waves])
        order = np.random.default_rng(self.settings.seed).permutation(len(points))[:number]
        return as_sets(points[order]), [float(one) for one in apart[order]]

    def to_dict(self) -> dict[str, Any]:
        """Return what documents tell: numbers of sets, what each comparison ruled out, what matters, the best set."""
        return {
            "model": MODEL_VERSION,
            "settings": asdict(self.settings),
            "seconds": round(self.seconds),
            "uncertain": len(UNCERTAIN),
            "waves": [_wave_in_words(wave) for wave in self.waves],
            "importance": {str(name): round(float(one), 4) for name, one in importance(self.effects).items()},
            "trajectories left out": self.effects.attrs["trajectories left out"],
            "largest effects": {
                figure: {str(name): round(float(one), 4) for name, one in column.nlargest(10).items()}
                for figure, column in self.effects.items()
            },
            "best": dict(self.best),
            "best figures": dict(self.best_figures),
            "default figures": dict(self.default_figures),
        }


def _wave_in_words(wave: Wave) -> dict[str, Any]:
    """Return how many sets a wave ran and kept, and how many each comparison let pass."""
    figures = figures_of(wave.measured)
    return {
        "sets": len(wave.measured),
        "plausible": int(wave.kept.sum()),
        "pass": {one.measure: int(passes(one, figures).sum()) for _, one in calibrated()},
        "emulator explains": None if wave.explained is None else {k: round(v, 3) for k, v in wave.explained.items()},
    }


def figures_of(measured: pd.DataFrame) -> dict[str, Any]:
    """Return the figures of the comparisons that decide, by name, with their standard errors."""
    names = [name for _, one in calibrated() for name in (one.measure, one.measure + ERROR)]
    return {name: measured[name].to_numpy(dtype=float) for name in names}


def calibrate(
    folder: Folder,
    settings: Settings,
    progress: Progress = lambda stage, done, total: None,
    cancelled: Cancelled = lambda: False,
) -> Calibration:
    """Screen, match, and choose the best single set; goes on where an earlier run in the same folder ended.

    Raises
    ------
    Mistake
        The folder was begun with other settings or for another model.
    Cancelled
        ``cancelled`` said so; what is finished stays in the folder.
    """
    folder.agree({**asdict(settings), "model": MODEL_VERSION, "rules": rules_version()})
    screened = folder.measured(
        "screening", screening_sets(settings.trajectories, settings.seed), settings.screening_futures,
        progress, cancelled,
    )  # fmt: skip
    outcomes = [name for name in screened if not str(name).startswith("parameter ") and name != "seconds"]
    found = effects(screened, [str(name) for name in outcomes if not str(name).endswith(ERROR)])
    waves: list[Wave] = []
    for number in range(1, settings.waves + 1):
        waves.append(_wave(number, waves, folder, settings, progress, cancelled))
    best, best_figures, default_figures, again = _best(found, folder, settings, progress, cancelled)
    tables = [screened, *(wave.measured for wave in waves), *again]
    seconds = float(sum(table["seconds"].sum() for table in tables))
    return Calibration(settings, found, tuple(waves), best, best_figures, default_figures, seconds)


def _wave(
    number: int, before: list[Wave], folder: Folder, settings: Settings, progress: Progress, cancelled: Cancelled
) -> Wave:
    """Draw, run and judge a wave."""
    explained = None
    if before:
        points = np.concatenate([wave.points for wave in before])
        figures = {
            name: np.concatenate([figures_of(wave.measured)[name] for wave in before])
            for name in figures_of(before[0].measured)
        }
        emulator = Emulator(points, figures, settings.seed)
        explained = emulator.explained
        drawn = _not_ruled_out(emulator, settings, number)
    else:
        drawn = latin_hypercube(settings.sets, settings.seed)
    measured = folder.measured(f"wave-{number}", as_sets(drawn), settings.futures, progress, cancelled)
    return Wave(measured, plausible(figures_of(measured)), explained)


def _not_ruled_out(emulator: Emulator, settings: Settings, number: int) -> Points:
    """Return sets spread over the part of the ranges that the emulator does not rule out."""
    found: list[Points] = []
    for attempt in range(MOST_TRIES):
        points = latin_hypercube(CANDIDATES, settings.seed + number * MOST_TRIES + attempt)
        found.append(points[emulator.not_ruled_out(points)])
        if sum(map(len, found)) >= settings.sets:
            break
    return np.concatenate(found)[: settings.sets]


def _best(
    effects_found: pd.DataFrame, folder: Folder, settings: Settings, progress: Progress, cancelled: Cancelled
) -> tuple[dict[str, float], dict[str, float], dict[str, float], list[pd.DataFrame]]:
    """Return the best set that moves few parameters, its figures and those of the defaults, and what was measured."""
    figures = [comparison.measure for _, comparison in calibrated()]
    ranked = [str(name) for name in importance(effects_found[figures]).index]
    moved = [name for name in ranked if name in NAMES and name != PRICE_OF_EFFORT]
    moved = [name for name in moved if ALL_PARAMETERS[name].process not in NOT_MOVED][:MOVED]
    columns = [NAMES.index(name) for name in moved]
    drawn = latin_hypercube(settings.sets // 5, settings.seed - 1)[:, columns]
    sets = [{name: float(f"{value:.3g}") for name, value in one.items()} for one in as_sets(drawn, tuple(moved))]
    first = folder.measured("best", sets, settings.futures, progress, cancelled)
    order = np.argsort(_badness(first), kind="stable")[:FINALISTS]
    finalists = [sets[place] for place in order]
    default = {name: float(ALL_PARAMETERS[name].default) for name in moved}
    many = MORE_FUTURES * settings.futures
    last = folder.measured("finalists", [default, *finalists], many, progress, cancelled)
    place = int(np.argmin(_badness(last)))
    names = list(figures_of(last))
    chosen, own = ({str(name): float(one) for name, one in last.iloc[row][names].items()} for row in (place, 0))
    return [default, *finalists][place], chosen, own, [first, last]


def _badness(measured: pd.DataFrame) -> Any:
    """Return how badly each set fits: how many comparisons are not inside, then its distance; missing ones are worst.

    Inside is what ``sobremesa evidence`` calls so: a sign, for one, has to be clear.
    """
    figures = figures_of(measured)
    outside = np.zeros(len(measured))
    for _, one in calibrated():
        found = zip(figures[one.measure], figures[one.measure + ERROR], strict=True)
        estimates = [Estimate(figure, figure - DOUBT * error, figure + DOUBT * error) for figure, error in found]
        outside += [verdict(one, estimate) != "inside" for estimate in estimates]
    return np.nan_to_num(outside + distances(figures) / FAR, nan=np.inf)
