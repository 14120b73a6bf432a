"""What drives the result: parameters pulled one at a time, mechanisms taken out, scenarios against the calm decade.

These are no expectations: they describe the rules at their defaults. The futures are those of the expectations, except
for the search for the parameters that matter most, which uses others so that the winners are not chosen by their luck.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from sim.files import library
from sim.results.intervals import paired_difference, share_of
from sim.results.outcomes import first_blow, working_at_the_end
from sim.world.measures import PRIMARY
from sim.world.parameters import MECHANISMS, PARAMETERS, Parameter, gain_name
from tests.behaviour.arms import Arm, Lost, Mean, Working
from tests.behaviour.expected_of_strategy import TURBULENCE, adaptive
from tests.behaviour.fixed import CALM, EVERYTHING, LAST_YEAR
from tests.behaviour.measuring import (
    column,
    context_of,
    overlay,
    run,
    scenario_of,
    series_of,
    values,
)

STAGES: Final = {"calm": CALM, "everything": EVERYTHING}
SCREENING: Final = np.arange(20_000, 20_100)
INFLUENTIAL: Final = 12
FACTORS: Final = (0.5, 1.5)
COMPETITION: Final = (0.0, 0.5, 1.0)
BINS: Final = (0.0, 0.25, 0.5, 0.75, 1.0, np.inf)


def share_working(arm: Arm) -> dict[str, Any]:
    """Return the share of futures still working at the end, with its interval."""
    share = share_of(values(arm, Working()).astype(bool))
    return {"share": share.share, "low": share.low, "high": share.high}


def against(arm: Arm, other: Arm) -> dict[str, Any]:
    """Return the difference in the share working, future by future."""
    difference = paired_difference(*(values(one, Working()).astype(bool) for one in (arm, other)))
    return {"difference": difference.difference, "low": difference.low, "high": difference.high}


def scenarios() -> dict[str, Any]:
    """Return what each shipped scenario does to the baseline plan."""
    found = {}
    for name in library.names("scenario"):
        arm = Arm(name)
        row = {"working": share_working(arm), "against_calm": against(arm, CALM)}
        blow = first_blow(scenario_of(arm), context_of(arm))
        row["lost"] = {one: float(np.median(values(arm, Lost(one)))) for one in PRIMARY} if blow == 24 else None
        found[name] = row
    return found


def varied(parameter: Parameter) -> list[float]:
    """Return half and one and a half times the default, as far as the parameter's range allows."""
    return [min(parameter.high, max(parameter.low, factor * parameter.default)) for factor in FACTORS]


def screen() -> list[str]:
    """Return the names of the most influential parameters, by the share working in either stage."""
    influence = {}
    for parameter in PARAMETERS:
        if parameter.set_by_context or parameter.low == parameter.high:
            continue
        swings = []
        for arm in STAGES.values():
            shares = [
                working_at_the_end(run(overlay(arm, {parameter.name: value}), SCREENING)).mean()
                for value in varied(parameter)
            ]
            swings.append(abs(shares[1] - shares[0]))
        influence[parameter.name] = max(swings)
    return sorted(influence, key=lambda name: -influence[name])[:INFLUENTIAL]


def parameters() -> dict[str, Any]:
    """Return what the most influential parameters do, one at a time."""
    known = {parameter.name: parameter for parameter in PARAMETERS}
    found = {}
    for name in screen():
        parameter = known[name]
        low, high = varied(parameter)
        found[name] = {"low": low, "high": high, "default": parameter.default, "process": parameter.process}
        for stage, arm in STAGES.items():
            found[name][stage] = [share_working(overlay(arm, {name: value}))["share"] for value in (low, high)]
    swing = {name: max(abs(np.subtract(*row[stage])) for stage in STAGES) for name, row in found.items()}
    return dict(sorted(found.items(), key=lambda item: -swing[item[0]]))


def ablations() -> dict[str, Any]:
    """Return what is left when each mechanism is taken out, and by how much the last year's measures move."""
    found = {}
    for mechanism in MECHANISMS:
        row: dict[str, Any] = {}
        for stage, arm in STAGES.items():
            without = overlay(arm, {gain_name(mechanism.name): 0.0})
            moved = {}
            for measure in PRIMARY:
                usual = values(arm, Mean(measure, *LAST_YEAR)).mean()
                moved[measure] = float(values(without, Mean(measure, *LAST_YEAR)).mean() / usual - 1.0)
            row[stage] = {**share_working(without), "against": against(without, arm), "moved": moved}
        found[mechanism.name] = row
    return found


def competition() -> dict[str, Any]:
    """Return the share working at each strength of the fight over money."""
    return {
        f"{strength:g}": {
            stage: share_working(overlay(arm, {"competition": strength})) for stage, arm in STAGES.items()
        }
        for strength in COMPETITION
    }


def spread() -> dict[str, Any]:
    """Return how many futures end at which share of their own beginning: thin middles show two resting places."""
    found = {}
    for stage, arm in STAGES.items():
        ends = slice(LAST_YEAR[0], LAST_YEAR[1] + 1)
        for name in ("people", "reuse"):
            course = column(series_of(arm), name)
            share = course[:, ends].mean(axis=1) / course[:, 0]
            found[f"{stage}: {name}"] = (np.histogram(share, BINS)[0] / len(share)).tolist()
    return found


def adaptation() -> dict[str, Any]:
    """Return what changing course costs the adaptive plan; looked at after its comparisons had come out."""
    found = {}
    for turbulence, scenario in TURBULENCE.items():
        plan = adaptive(turbulence)
        switches = np.diff(column(series_of(plan), "signposts"), axis=1) != 0
        found[turbulence] = {
            "static": share_working(Arm(scenario))["share"],
            "adaptive": share_working(plan)["share"],
            "adaptive without the price of changing": share_working(overlay(plan, {"change_price": 0.0}))["share"],
            "fixed, same effort on average": share_working(Arm(scenario, matched=plan))["share"],
            "switches": float(switches.sum(axis=1).mean()),
        }
    return found
