"""What the rules are expected to bring about. Written down, and committed, before any of it was run on these futures.

Fixed beforehand (`fixed.py`):

- 400 futures: numbers 40000 to 40399 of seed 8, which nothing else uses; the same luck in both arms;
- the default context: no country, 12 governments, 40 posts for champions, 12 donors, 160 possible members;
- the criterion: the mean paired difference is more than two of its standard errors from zero (|z| > 2). No correction
  is made for the number of comparisons: of those without any effect, about one in twenty passes by luck;
- the months: events strike in month 24. "At first" is months 1-24 or 1-12, "afterwards" 25-60, "the last year" 109-120;
- an activity is stressed by weight 3, overdone by 4 and dropped by 0 beside weight 1 of the eight others; a lever is
  moved between the two ends of its range where nothing else is said;
- "working" is measured against the same future's own beginning, so arms that begin alike are compared by it; others by
  a measure.

They were read again for version 3 of the rules: what spoke of rules that are gone was deleted (commitments, champions'
energy, the window as a figure of its own), what still has a meaning kept its name, and what version 3 added is H30 to
H47. *Tuned* are those like which a question was in view when the defaults of version 3 were chosen.

What came out stands in `verdicts.py`. A definition is changed only where it measured the wrong thing, and then
docs/validation.md says so.
"""

from __future__ import annotations

from typing import Final

from tests.behaviour.arms import Expectation
from tests.behaviour.expected_of_people_and_money import BALANCE, MONEY, PEOPLE
from tests.behaviour.expected_of_politics import GOVERNMENTS, PUBLICATION, STANDING
from tests.behaviour.expected_of_strategy import STRATEGY

EXPECTATIONS: Final[tuple[Expectation, ...]] = (
    *MONEY, *PEOPLE, *GOVERNMENTS, *PUBLICATION, *STANDING, *STRATEGY, *BALANCE,
)  # fmt: skip
