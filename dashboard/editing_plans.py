"""A plan as numbers and a table that people edit in a page, and back: effort, levers, and what triggers a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from dashboard.editing import Row, Slip, checked, dated, from_per_cent, in_per_cent, is_empty, rows_of
from sim.files.plan import USUAL_WEIGHT, Plan

if TYPE_CHECKING:
    from sim.files.context import Context
    from sim.files.plan import Trigger

TRIGGER_COLUMNS: Final = (
    "name", "measure", "side", "threshold", "months", "seen_late", "release", "latch", "month", "shift", "activities",
    "retarget",
)  # fmt: skip

BELOW, ABOVE = "below", "above"


def trigger_rows(plan: Plan, context: Context) -> list[dict[str, Any]]:
    """Return a plan's triggers as rows with the columns ``TRIGGER_COLUMNS``.

    A signpost has a measure with side and threshold; a planned stage has a date in their place. The levers that a
    trigger sets, and the weights among its activities, stand in no column: they stay with the trigger's name.
    """
    return rows_of(_row(trigger, context) for trigger in plan.triggers)


def _row(trigger: Trigger, context: Context) -> dict[str, Any]:
    signpost = trigger.month is None
    return {
        "name": trigger.name,
        "measure": trigger.measure,
        "side": None if not signpost else BELOW if trigger.below is not None else ABOVE,
        "threshold": trigger.below if trigger.below is not None else trigger.above,
        "months": trigger.months if signpost else None,
        "seen_late": trigger.seen_late if signpost else None,
        "release": trigger.release,
        "latch": trigger.latch,
        "month": dated(trigger.month, context),
        "shift": in_per_cent(trigger.shift),
        "activities": [name for name, weight in (trigger.effort or {}).items() if weight > 0],
        "retarget": trigger.retarget,
    }


def plan_with(effort: Mapping[str, float], levers: Mapping[str, float], rows: Sequence[Row], plan: Plan) -> Plan:
    """Return a plan with other effort, levers and triggers; everything else stays.

    Parameters
    ----------
    effort, levers : the weight of each activity, and the eight levers.
    rows : the triggers, with the columns ``TRIGGER_COLUMNS``.

    Raises
    ------
    Mistake
        Where a row is not finished, or the plan contradicts itself.
    """
    content = plan.file_content()
    for key in ("effort", "levers", "trigger"):
        content.pop(key, None)
    before = {trigger.name: trigger for trigger in plan.triggers}
    triggers = [_trigger(row, number, before) for number, row in enumerate(rows, 1) if not is_empty(row)]
    given: dict[str, Any] = {"effort": dict(effort), "levers": dict(levers), "trigger": triggers}
    return checked(Plan, {**content, **{key: value for key, value in given.items() if value}}, plan.name)


def _trigger(row: Row, number: int, before: Mapping[str, Trigger]) -> dict[str, Any]:
    """Return a row as the table of a file."""
    if row.get("name") is None:
        raise Slip("no_name", row=number)
    old = before.get(row["name"])
    found: dict[str, Any] = {"name": row["name"], **_when(row, number)}
    shift = from_per_cent(row.get("shift"), number, "shift")
    activities = row.get("activities") or []
    if shift and not activities:
        raise Slip("no_activities", row=number)
    if activities and not shift:
        raise Slip("no_shift", row=number)
    if shift:
        found |= {"shift": shift, "effort": _weights(activities, old)}
    if old is not None and old.levers:
        found["levers"] = dict(old.levers)
    if row.get("retarget"):
        found["retarget"] = True
    if not shift and "levers" not in found and "retarget" not in found:
        raise Slip("does_nothing", row=number)
    return found


def _when(row: Row, number: int) -> dict[str, Any]:
    """Return what fires a trigger: the date of a stage, or a measure that crosses a threshold."""
    if row.get("month") is not None:
        if row.get("measure") is not None:
            raise Slip("stage_and_signpost", row=number)
        return {"month": row["month"]}
    if row.get("measure") is None or row.get("side") is None or row.get("threshold") is None:
        raise Slip("no_signpost", row=number)
    found = {"measure": row["measure"], row["side"]: row["threshold"]}
    found |= {key: row[key] for key in ("months", "seen_late", "release") if row.get(key) is not None}
    return found | ({"latch": True} if row.get("latch") else {})


def _weights(activities: Sequence[str], old: Trigger | None) -> dict[str, float]:
    """Return where shifted effort goes: in the old proportions while the activities stay, else in equal parts."""
    weights = {name: weight for name, weight in ((old and old.effort) or {}).items() if weight > 0}
    return weights if set(weights) == set(activities) else dict.fromkeys(activities, USUAL_WEIGHT)
