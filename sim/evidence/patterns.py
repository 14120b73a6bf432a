"""What was observed: patterns of turnover, projects, people, groups, donors, grants and staff, as data.

Every figure has its source, its size and how far it is trusted. A pattern holds one or more comparisons: each says in
plain words what is set beside what, and how one is judged. Definitions, and what each pattern is used for, were written
before any result of the present rules was seen (docs/decisions.md).
"""

from __future__ import annotations

from typing import Final

from sim.evidence import observed_giving as giving
from sim.evidence import observed_governing as governing
from sim.evidence import observed_people as people
from sim.evidence.pattern import Pattern

PATTERNS: Final[tuple[Pattern, ...]] = (
    governing.TURNOVER, governing.PARTY_LOSS, governing.SENIOR_EXIT, governing.DELAYED_FALL, people.PROJECTS,
    people.STAYS, people.FADING, giving.DONOR_SHOCKS, giving.HABIT, people.ESTABLISHED, people.HACKATHONS, people.STAFF,
    governing.TRAINING, people.KEY_PERSON, giving.GRANTS, giving.BUDGETS, governing.CIVIC_SPACE, governing.ROT,
    people.A_FEW,
)  # fmt: skip
"""All patterns, in the order of their numbers."""
