"""Small communities, so that thousands of futures take no time."""

from typing import Any

from sim.files.context import Context
from sim.files.plan import Plan

SMALL = Context.model_validate(
    {
        "months": 48,
        "size": {"national_governments": 1, "local_governments": 2, "champions": 6, "donors": 4, "activists": 24},
        "name": "small",
    }
)


def plan(name: str = "a", **content: Any) -> Plan:
    """Return a plan."""
    return Plan.model_validate({"name": name, **content})
