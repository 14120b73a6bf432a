"""Are the choices real? Twenty-one lines that must hold before a question about plans has an answer worth having.

    python -m tests.behaviour.update_results choices     # two and a half minutes of one core: two seeds

Each line says in a user's words what would be wrong with the model if it failed. `test_choices.py` asks them in one
seed; what both seeds gave is recorded, and stands in docs/validation.md. Lines that are not met stand in ``UNMET``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from sim.choices.dominance import beginners, shipped_plans
from sim.files import library
from sim.search.space import space
from tests.behaviour import lines_of_choices, lines_of_futures
from tests.behaviour.dials_turned import Turned
from tests.behaviour.lines import Answer, Line
from tests.behaviour.places import CALM, CONTEXTS, EVERYTHING, FUNDERS_GO, HOSTILE, PLACES, SHORT, Luck, PerFuture

LINES: Final[tuple[Line, ...]] = (*lines_of_futures.LINES, *lines_of_choices.LINES)

SEEDS: Final = (1, 2)
"""Both are recorded; the first is asked again whenever tests run."""

RANDOM_PLANS, RANDOM_FUTURES, RANDOM_SEED = 120, 60, 1
RANDOM_PLACES: Final = tuple(zip((CALM, HOSTILE, EVERYTHING, FUNDERS_GO), CONTEXTS, strict=True))
"""Random plans are tried in each context and in each scenario once."""

MOST_UNMET: Final = 3

UNMET: Final[Mapping[str, str]] = {
    "two things": (
        "A community has collapsed when both its people and the use of its data are below a third of what they were. "
        "Futures that end there are low on both, and others are not, which ties the logarithms together. Established "
        "organisations were seen to end at about {observed_end:.3g} a year, which is {in_ten_years:.0f} in 100 in ten "
        "years; here {collapsed} of 100 futures collapse in a calm decade. That is part of it only: among futures that "
        "never collapse the correlation is {alone}. The rest is what the rules say: people publish, keep up and teach "
        "what is used, so that who loses people loses use."
    ),
}
"""Lines that fail honestly, and why. At most three; one that holds in every recorded seed has to leave the list."""

# --- what is recorded -------------------------------------------------------------------------------------------------


def of_the_plan(working: PerFuture) -> float:
    """Return the share of the variance of working that is the plan's, of plans that met the same futures.

    What the means of plans differ by through the luck of so many futures is taken off (analysis of variance, futures as
    blocks).

    Parameters
    ----------
    working : 1 or 0, shape (plans, futures).
    """
    plans, futures = working.shape
    means, mean = working.mean(axis=1), float(working.mean())
    left = working - means[:, None] - working.mean(axis=0) + mean
    luck = float((left**2).sum()) / ((plans - 1) * (futures - 1)) / futures
    between = float(means.var()) - luck * (plans - 1) / plans
    return between / (mean * (1.0 - mean)) if 0.0 < mean < 1.0 else 0.0


def shipped_share(luck: Luck) -> float:
    """Return the share of the variance that is the shipped plan's, within places, averaged over them."""
    plans = shipped_plans()
    return float(
        np.mean(
            [
                of_the_plan(np.stack([luck.working(place, one, lines_of_choices.EACH_PLAN) for one in plans]))
                for place in PLACES
            ]
        )
    )


def random_share(luck: Luck) -> float:
    """Return the same of random plans: half of them with the baseline's levers, half with any."""
    around = space(library.plan("baseline"), ("effort", "levers"))
    plans = beginners(around, RANDOM_PLANS, RANDOM_SEED, np.random.default_rng(RANDOM_SEED))
    found = [
        of_the_plan(np.stack([luck.working(place, one, RANDOM_FUTURES) for one in plans])) for place in RANDOM_PLACES
    ]
    return float(np.mean(found))


def asked(luck: Luck) -> Iterator[tuple[str, Answer]]:
    """Ask every line of one seed."""
    dials = Turned.of(luck)
    for one in LINES:
        yield one.name, one.answer(luck, dials)


def choices() -> dict[str, Any]:
    """Return what came of every line in each seed, what ties people to use, and how much the plan decides."""
    lucks = {seed: Luck(seed) for seed in SEEDS}
    answers = {seed: dict(asked(luck)) for seed, luck in lucks.items()}
    first = lucks[SEEDS[0]]
    return {
        "lines": {
            one.name: {
                str(seed): {"holds": answers[seed][one.name][0], "figures": answers[seed][one.name][1]}
                for seed in SEEDS
            }
            for one in LINES
        },
        "tied": {SHORT[context]: lines_of_futures.tied(first, context) for context in CONTEXTS},
        "plans' share": {str(seed): shipped_share(luck) for seed, luck in lucks.items()},
        "random plans' share": random_share(first),
    }
