"""What is expected of plans that react. Criterion and futures: fixed.py; what came out: verdicts.py."""

from __future__ import annotations

from typing import Final

from tests.behaviour.arms import Arm, Expectation, Working
from tests.behaviour.fixed import BLOW

PANDEMIC_AND_FASHION: Final = (
    {"kind": "pandemic", "when": BLOW, "level": 0.7, "months": 18},
    {"kind": "donors_move", "when": BLOW, "share": 0.9, "theme": "outside"},
)
HOSTILE_AND_FUNDERS: Final = (
    {"kind": "hostile_turnover", "when": BLOW, "share": 0.7},
    {"kind": "donors_exit", "when": BLOW, "share": 0.4},
)
TURBULENCE: Final = {
    "calm": "calm-decade",
    "pandemic-fashion": PANDEMIC_AND_FASHION,
    "hostile-funders": HOSTILE_AND_FUNDERS,
    "everything": "everything-at-once",
}


def adaptive(turbulence: str, *, retargets: bool = False) -> Arm:
    """Return the adaptive plan in some turbulence."""
    return Arm(TURBULENCE[turbulence], "adaptive", retargets=retargets)


STRATEGY: Final = (
    *(
        Expectation(
            f"H25-{turbulence}", f"adapting beats the same plan without signposts ({turbulence})",
            "the bad: change mindset, several paths", adaptive(turbulence), Arm(TURBULENCE[turbulence]),
            Working(), "higher",
        )
        for turbulence in TURBULENCE
    ),
    *(
        Expectation(
            f"H25-{turbulence}-matched",
            f"adapting beats a fixed plan that shares effort as the adaptive one did on average ({turbulence})",
            "the bad: change mindset, several paths",
            adaptive(turbulence), Arm(TURBULENCE[turbulence], matched=adaptive(turbulence)), Working(), "higher",
        )
        for turbulence in TURBULENCE
    ),
    *(
        Expectation(
            f"H25-{turbulence}-themes",
            f"only turning to the themes that donors pay for beats not doing so ({turbulence})",
            "tip 3; the ugly: donors' priorities",
            Arm(TURBULENCE[turbulence], retargets=True), Arm(TURBULENCE[turbulence]), Working(), "higher",
        )
        for turbulence in ("calm", "everything")
    ),
    *(
        Expectation(
            f"H25-{turbulence}-both",
            f"adapting effort still adds something for those who already turn to donors' themes ({turbulence})",
            "the bad: change mindset, several paths",
            adaptive(turbulence, retargets=True), Arm(TURBULENCE[turbulence], retargets=True), Working(), "higher",
        )
        for turbulence in ("calm", "everything")
    ),
)  # fmt: skip
