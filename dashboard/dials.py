"""Three dials of a plan for people who have never seen one: money kept aside, and where the work goes.

The work adds up to a whole. Each dial of work keeps the other's share, and what is left is divided among the remaining
activities as it was before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sim.files.format import TRANSLATED, Translation
from sim.files.plan import Plan
from sim.language.catalogue import ENGLISH
from sim.world.levers import LEVERS

RESERVE: Final = next(lever for lever in LEVERS if lever.name == "reserve_months")

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "people": ("mobilise", "teach", "coordinate"),
    "governments": ("train", "ally"),
}
"""Activities that one dial moves together: work with people who might join, and work with people in office."""

LARGEST_SHARE: Final = 0.45
"""Two dials at their end leave a tenth for everything else."""


@dataclass(frozen=True)
class Dials:
    """Where the three dials of a plan stand: months of usual income, and two shares of all effort."""

    reserve: float
    people: float
    governments: float


def dials(plan: Plan) -> Dials:
    """Return where the dials of a plan stand."""
    shares = _shares(plan)
    groups = {group: sum(shares[name] for name in names) for group, names in GROUPS.items()}
    return Dials(plan.levers[RESERVE.name], groups["people"], groups["governments"])


def with_reserve(plan: Plan, months: float) -> Plan:
    """Return a plan that keeps another reserve."""
    return plan.model_copy(update={"levers": {**plan.levers, RESERVE.name: float(months)}})


def with_share(plan: Plan, group: str, share: float) -> Plan:
    """Return a plan that spends another share of its effort on a group of activities.

    Parameters
    ----------
    group : a key of `GROUPS`.
    share : 0 to `LARGEST_SHARE`.
    """
    shares = _shares(plan)
    fixed = [name for other, names in GROUPS.items() if other != group for name in names]
    others = [name for name in shares if name not in fixed and name not in GROUPS[group]]
    left = max(0.0, 1.0 - share - sum(shares[name] for name in fixed))
    weights = {name: shares[name] for name in fixed}
    weights |= _divided(share, GROUPS[group], shares) | _divided(left, others, shares)
    return plan.model_copy(update={"effort": {name: weights[name] for name in shares}})


def named(plan: Plan, name: str, titles: Mapping[str, str]) -> Plan:
    """Return a plan under another name; its story is no longer that of the plan that it was made from.

    Parameters
    ----------
    titles : what it is called, by language.
    """
    fields: dict[str, object] = {"name": name, "title": titles[ENGLISH], "story": "", "idea": ""}
    for language in TRANSLATED:
        before: Translation | None = getattr(plan, language)
        fields[language] = Translation(title=titles[language], names=before.names if before else {})
    return plan.model_copy(update=fields)


def _shares(plan: Plan) -> dict[str, float]:
    """Return each activity's share of all effort."""
    total = sum(plan.effort.values())
    return {name: weight / total for name, weight in plan.effort.items()}


def _divided(share: float, names: Iterable[str], before: Mapping[str, float]) -> dict[str, float]:
    """Divide a share among activities as it was before; evenly where they had nothing."""
    listed = list(names)
    total = sum(before[name] for name in listed)
    return {name: share * (before[name] / total if total else 1 / len(listed)) for name in listed}
