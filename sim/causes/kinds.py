"""The kinds of happening whose absence can be tried, with what "without" means for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.world.events import EVENT_KINDS

RULED: Final[Mapping[str, str]] = {
    "election": "the incumbent stays",
    "hostile_election": "the incumbent stays",
    "hostile_successor": "the successor is not hostile",
    "turnover_exit": "the champions stay",
    "donor_exit": "the donor stays",
    "grant_refused": "the grant is renewed",
    "grant_given": "the grant is not given",
    "grant_renewed": "the grant is not renewed",
    "course_adopted": "the course is not adopted",
}
"""Draws that a ruling turns round."""

CHOSEN: Final[Mapping[str, str]] = {
    "plan": "the community follows the other plan from the beginning",
    "signpost": "the plan has no such signpost",
    "stage": "the plan has no such stage",
    "plan_grant": "the plan's grant does not come",
}
"""What the community chose itself."""

DATED: Final[Mapping[str, str]] = {
    kind.name: "the scenario's event is dropped, with all that it does" for kind in EVENT_KINDS
}
"""What the scenario brings."""

CAUSE_KINDS: Final[Mapping[str, str]] = {**DATED, **RULED, **CHOSEN}
"""Every kind of happening that can be removed, and what stands in its place."""
