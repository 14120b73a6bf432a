"""What is asked of dials and of whole plans: that none decides everything, and none nothing."""

from __future__ import annotations

from itertools import combinations
from typing import Final

import numpy as np
from scipy.stats import rankdata

from sim.choices.dominance import shipped_plans
from tests.behaviour.dials_turned import Turned
from tests.behaviour.lines import Answer, Line, adding_to, hundred, told
from tests.behaviour.places import CALM, CONTEXTS, PLACES, Luck, PerFuture

EACH_PLAN: Final = 200
"""Futures of each place and shipped plan."""

LINES: Final[list[Line]] = []
line = adding_to(LINES)


# --- one dial at a time -----------------------------------------------------------------------------------------------


@line("no free lunch", "Is there one dial to turn, and all is well?", "none gains more than 8 points everywhere")
def no_free_lunch(_: Luck, dials: Turned) -> Answer:
    """Look for the value whose least gain over all places is largest."""
    least, where = max((float(one.by_place.min()), f"{one.dial} {one.value:g}") for one in dials.arms)
    return least <= 8.0, {"largest least gain": f"{least:+.0f} ({where})"}


@line("no best end", "Is 'all of it' or 'none of it' always right?", "no dial: best inside, or it depends")
def no_best_end(_: Luck, dials: Turned) -> Answer:
    """Look for dials whose best value is the same end in every context and scenario."""
    found = dials.best_at_one_end()
    return not found, {"best at one end": ", ".join(found) or "none"}


@line("nothing is decoration", "Which dials do nothing?", "none: each moves working by 3 points somewhere")
def nothing_is_decoration(_: Luck, dials: Turned) -> Answer:
    """Look for dials that move nothing clearly anywhere."""
    found = dials.silent()
    dial, points = dials.least_moved()
    return not found, {
        "silent": ", ".join(found) or "none",
        "moves least": f"{dial}, by {points:.1f} where it does most",
    }


@line("nothing to leave out", "Which activity can we drop?", "none: weight 0 costs 3 points somewhere")
def nothing_to_leave_out(_: Luck, dials: Turned) -> Answer:
    """Look for activities that are missed nowhere."""
    found = dials.free_at(0.0)
    activity, points = dials.least_harmed(0.0)
    return not found, {
        "missed nowhere": ", ".join(found) or "none",
        "costs least": f"{activity}, {points:+.1f} where it costs most",
    }


@line("nothing to overdo", "Of which activity can there be no harm in more?", "none: weight 4 costs 3 somewhere")
def nothing_to_overdo(_: Luck, dials: Turned) -> Answer:
    """Look for activities that four times the effort harms nowhere."""
    found = dials.free_at(4.0)
    activity, points = dials.least_harmed(4.0)
    return not found, {
        "harmless": ", ".join(found) or "none",
        "costs least": f"{activity}, {points:+.1f} where it costs most",
    }


# --- whole plans ------------------------------------------------------------------------------------------------------


def shares(luck: Luck) -> PerFuture:
    """Return the share working of each place and shipped plan."""
    plans = shipped_plans()
    return np.array([[luck.working(place, one, EACH_PLAN).mean() for one in plans] for place in PLACES])


@line(
    "plans decide something", "Is there a plan that always works, or never?", "none beyond 95, or below 5, everywhere"
)
def plans_decide_something(luck: Luck, _: Turned) -> Answer:
    """Look for plans that are at one extreme in all places."""
    lowest, highest = (pick(shares(luck), axis=0) for pick in (np.min, np.max))
    names = [one.name for one in shipped_plans()]
    found = [name for name, low, high in zip(names, lowest, highest, strict=True) if low > 0.95 or high < 0.05]
    return not found, {"always or never": ", ".join(found) or "none"}


@line("plans differ", "Does it matter which plan we take?", "10 points in a calm decade, 3 of 4 contexts")
def plans_differ(luck: Luck, _: Turned) -> Answer:
    """Compare the best and the worst of the shipped plans."""
    calm = [row for row, (scenario, _) in enumerate(PLACES) if scenario == CALM]
    apart = np.ptp(shares(luck)[calm], axis=1)
    return bool((apart >= 0.1).sum() >= 3), told(dict(zip(CONTEXTS, 100.0 * apart, strict=True)), "{:.0f}")


@line("it depends", "Is the order of plans the same everywhere?", "no: rank correlation below .8 in a quarter of pairs")
def it_depends(luck: Luck, _: Turned) -> Answer:
    """Compare how plans rank in every pair of places. Where all plans are level there is no order to be the same."""
    ranked = [rankdata(row) for row in shares(luck)]
    with np.errstate(invalid="ignore"):
        alike = np.array([np.corrcoef(one, other)[0, 1] for one, other in combinations(ranked, 2)])
    other_order = float((~(alike >= 0.8)).mean())
    middle = float(np.nanmedian(alike))
    return other_order >= 0.25, {"pairs": f"{hundred(other_order)} in 100 of {len(alike)}", "median": f"{middle:.2f}"}


@line("no champion", "Is one plan best nearly everywhere?", "none is first in more than 10 of 16 places")
def no_champion(luck: Luck, _: Turned) -> Answer:
    """Count in how many places each plan is first."""
    names = [one.name for one in shipped_plans()]
    first = [names[int(row.argmax())] for row in shares(luck)]
    counts = {name: first.count(name) for name in names if name in first}
    return max(counts.values()) <= 10, {name: str(count) for name, count in counts.items()}
