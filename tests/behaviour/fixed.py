"""What is fixed before any comparison is run: futures, criterion, months, and the arms that comparisons are made of."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tests.behaviour.arms import Arm, Event

SEED: Final = 8
FIRST_FUTURE: Final = 40_000
FUTURES: Final = 400
CRITERION: Final = 2.0

BLOW: Final = 24
LATER: Final = 36
"""The month in which an arm's later levers begin."""

OVERDONE: Final = 4.0
STRESSED: Final = 3.0
ALONE: Final = 50.0
"""Weight that gives one activity 86 % of all effort."""

BEGINNING: Final = (1, BLOW)
AFTERWARDS: Final = (BLOW + 1, 60)
LAST_YEAR: Final = (109, 120)

CALM: Final = Arm()
HOSTILE: Final = Arm("hostile-successors")
FUNDERS_GO: Final = Arm("big-funders-go")
SQUEEZE: Final = Arm("long-squeeze")
EVERYTHING: Final = Arm("everything-at-once")
NO_GRANTS: Final = Arm(parameters={"application_success": 0.0, "renewal": 0.0})
"""The grants of the beginning run out, and no other ever comes."""

UNASKED: Final = {"asking_gain": 0.0, "peer_recruiting_gain": 0.0, "founding_gain": 0.0}
"""Nobody joins in any way."""


def struck(kind: str, **size: float) -> tuple[Event, ...]:
    """Return one event of month 24."""
    return ({"kind": kind, "when": BLOW, **size},)


def stressing(activity: str, weight: float, arm: Arm = CALM) -> Arm:
    """Return an arm that gives an activity another weight."""
    return replace(arm, effort={activity: weight})


def pulling(arm: Arm = CALM, **levers: float) -> Arm:
    """Return an arm with some levers moved."""
    return replace(arm, levers=levers)


def under(arm: Arm = CALM, **parameters: float) -> Arm:
    """Return an arm that lives with other parameters besides its own."""
    return replace(arm, parameters={**arm.parameters, **parameters})
