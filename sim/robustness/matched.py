"""The effort-matched static control of a plan that reacts: the same effort on average, but fixed from the beginning.

Only what an adaptive plan does better than this control is owed to reacting; the rest is owed to a better mix.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.engines.ensemble import Series
from sim.files.context import Context
from sim.files.plan import Plan
from sim.robustness.trial import Figures
from sim.world.assembly import ordered_triggers
from sim.world.levers import ACTIVITIES, LEVERS
from sim.world.measures import SIGNPOSTS

DIGITS: Final = 9
"""Decimals of realised means, so that sums in another order give the same control."""


def is_adaptive(plan: Plan) -> bool:
    """Return whether a plan reacts to anything; stages are planned and react to nothing."""
    return any(trigger.month is None for trigger in plan.triggers)


def realised(plan: Plan, context: Context, series: Series) -> tuple[Figures, Figures]:
    """Return the shares of effort and the levers that a plan had, on average over futures and months.

    Stages shape the plan's own base, the latest deciding; on top of it the first signpost that shifts effort, and the
    first that names a lever, decide: as the rules do it (docs/model.md, "Plan").

    Parameters
    ----------
    series : shape (futures, months + 1, measures), with the record of the signposts.
    """
    weights = np.array([plan.effort[activity.name] for activity in ACTIVITIES])
    own = weights / weights.sum()
    held = series[:, 1:, SIGNPOSTS].astype(np.int64)
    shares = np.broadcast_to(own, (*held.shape, len(own))).copy()
    levers = np.broadcast_to([plan.levers[lever.name] for lever in LEVERS], (*held.shape, len(LEVERS))).copy()
    shifted = np.zeros(held.shape, dtype=bool)
    named = np.zeros((*held.shape, len(LEVERS)), dtype=bool)
    for place, trigger in enumerate(ordered_triggers(plan, context)):
        holds = (held >> place) & 1 == 1
        planned = trigger.month is not None
        if trigger.shift is not None and trigger.effort is not None:
            target = np.array([trigger.effort[activity.name] for activity in ACTIVITIES])
            acts = holds & ~shifted
            before = own if planned else shares[acts]
            shares[acts] = (1.0 - trigger.shift) * before + trigger.shift * target / target.sum()
            if not planned:
                shifted |= acts
        for number, lever in enumerate(LEVERS):
            if lever.name in trigger.levers:
                acts = holds & ~named[:, :, number]
                levers[acts, number] = trigger.levers[lever.name]
                if not planned:
                    named[:, :, number] |= acts
    return shares.mean(axis=(0, 1)), levers.mean(axis=(0, 1))


def matched_control(plan: Plan, context: Context, series: Series) -> Plan:
    """Return the plan that never reacts and spends its effort as this one did on average in some futures."""
    shares, dials = realised(plan, context, series)
    levers = {
        lever.name: round(float(dial)) if lever.whole else round(float(dial), DIGITS)
        for lever, dial in zip(LEVERS, dials, strict=True)
    }
    effort = {one.name: round(float(share), DIGITS) for one, share in zip(ACTIVITIES, shares, strict=True)}
    update = {"name": f"{plan.name}, fixed", "effort": effort, "levers": levers, "triggers": ()}
    return plan.model_copy(update=update)
