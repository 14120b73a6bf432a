"""What is asked of futures: that data, collapses, politics, money and training do what a choice can be made by."""

from __future__ import annotations

from typing import Final

import numpy as np

from tests.behaviour.dials_turned import Turned
from tests.behaviour.lines import DEEP, Answer, Line, adding_to, foretells, gain, hundred, told
from tests.behaviour.places import CALM, CONTEXTS, FUNDED, FUNDERS_GO, HOSTILE, SCENARIOS, SHORT, Luck, turned

LINES: Final[list[Line]] = []
line = adding_to(LINES)


# --- people, data, collapse -------------------------------------------------------------------------------------------


@line("publishing counts", "Could we stop publishing and do as well?", "no: at most half as many work, 3 of 4 contexts")
def publishing_counts(luck: Luck, _: Turned) -> Answer:
    """Compare the plan without any publishing with the plan, in a calm decade."""
    halved, figures = 0, {}
    for context in CONTEXTS:
        none, usual = (
            float(luck.working((CALM, context), plan, DEEP).mean()) for plan in (turned({"publish": 0.0}), turned())
        )
        halved += none <= usual / 2
        figures[SHORT[context]] = f"{hundred(none)} against {hundred(usual)} working"
    return halved >= 3, figures


@line("two things", "Is the use of data more than another count of people?", "correlation of logarithms below .7")
def two_things(luck: Luck, _: Turned) -> Answer:
    """Correlate what is left of people and of use at the end of a calm decade."""
    found = {context: tied(luck, context)["all"] for context in CONTEXTS}
    return max(found.values()) < 0.7, told(found)


def tied(luck: Luck, context: str) -> dict[str, float]:
    """Return how people and use correlate, in all futures and in those that never collapse, and how many collapse."""
    fates = luck.fates((CALM, context), turned(), DEEP)
    never = fates.collapsed == 0.0
    both = np.stack([fates.log_people, fates.log_use])
    return {
        "all": float(np.corrcoef(both)[0, 1]),
        "never collapsed": float(np.corrcoef(both[:, never])[0, 1]),
        "collapsed": float(fates.collapsed.mean()),
    }


@line("way back", "Is a collapse the end?", ".1 to .5 of the collapsed recover, wherever 5 in 100 collapse")
def way_back(luck: Luck, _: Turned) -> Answer:
    """Count recoveries over the four scenarios of each context."""
    holds, figures = True, {}
    for context in CONTEXTS:
        fates = [luck.fates((scenario, context), turned(), DEEP) for scenario in SCENARIOS]
        collapsed = np.concatenate([one.collapsed for one in fates])
        recovered = np.concatenate([one.recovered for one in fates])[collapsed > 0.0]
        share = float(recovered.mean()) if len(recovered) else float("nan")
        holds &= bool(collapsed.mean() < 0.05 or 0.1 <= share <= 0.5)
        figures[SHORT[context]] = f"{share:.2f} of the {hundred(float(collapsed.mean()))} in 100 that collapse"
    return holds, figures


# --- politics ---------------------------------------------------------------------------------------------------------


@line("cover tells", "Do officials who shield us tell early how it ends?", "AUC of at least .6 in 2 of 3 contexts")
def cover_tells(luck: Luck, _: Turned) -> Answer:
    """Ask whether cover in the third year foretells working under hostile successors."""
    found = {}
    for context in FUNDED:
        fates = luck.fates((HOSTILE, context), turned(), DEEP)
        found[context] = foretells(fates.early_cover, fates.working)
    return sum(one >= 0.6 for one in found.values()) >= 2, told(found)


@line("politics matters", "Do hostile governments hurt?", "at least 8 points in 2 of 4 contexts")
def politics_matters(luck: Luck, _: Turned) -> Answer:
    """Compare hostile successors with a calm decade."""
    found = {}
    for context in CONTEXTS:
        hostile, calm = (luck.working((scenario, context), turned(), DEEP) for scenario in (HOSTILE, CALM))
        found[context] = 100.0 * float((hostile - calm).mean())
    return sum(one <= -8.0 for one in found.values()) >= 2, told(found, "{:+.0f}")


@line(
    "fair measure", "Do we begin where we are measured from?", "use in month 1 is .85 to 1.15 of the start, 90 of 100"
)
def fair_measure(luck: Luck, _: Turned) -> Answer:
    """Compare the first month with the beginning that futures are measured against."""
    holds, figures = True, {}
    for context in CONTEXTS:
        low, high = np.quantile(luck.fates((CALM, context), turned(), DEEP).first_use, (0.05, 0.95))
        holds &= bool(low > 0.85 and high < 1.15)
        figures[SHORT[context]] = f"{low:.2f} to {high:.2f}"
    return holds, figures


# --- money ------------------------------------------------------------------------------------------------------------


def helps(luck: Luck, lever: str, value: float) -> Answer:
    """Say what a lever does where big funders go, against none of it."""
    some, none = (turned(levers={lever: one}) for one in (value, 0.0))
    found = {context: gain(luck, FUNDERS_GO, context, some, none) for context in FUNDED}
    return max(found.values()) >= 4.0, told(found, "{:+.0f}")


def costs(luck: Luck, lever: str, value: float) -> Answer:
    """Say what a lever costs in a calm decade, in futures working and in the work of the first three years."""
    much, none = (turned(levers={lever: one}) for one in (value, 0.0))
    prices, figures = [], {}
    for context in FUNDED:
        working = gain(luck, CALM, context, much, none)
        one, other = (luck.fates((CALM, context), plan, DEEP) for plan in (much, none))
        pairs = ((one.early_people, other.early_people), (one.early_use, other.early_use))
        early = 100.0 * min(float(more.mean() / less.mean() - 1.0) for more, less in pairs)
        prices += [working, early]
        figures[SHORT[context]] = f"working {working:+.0f}, first three years {early:+.1f} %"
    return min(prices) <= -1.0, figures


@line("a reserve helps", "Is it worth having nine months of money aside?", "4 points somewhere where big funders go")
def a_reserve_helps(luck: Luck, _: Turned) -> Answer:
    """Nine months against none."""
    return helps(luck, "reserve_months", 9.0)


@line(
    "a reserve costs", "What does that money aside cost in a calm decade?", "1 point, or 1 % of early work, somewhere"
)
def a_reserve_costs(luck: Luck, _: Turned) -> Answer:
    """Nine months against none."""
    return costs(luck, "reserve_months", 9.0)


@line("own income helps", "Is income of our own worth the work?", "4 points somewhere where big funders go")
def own_income_helps(luck: Luck, _: Turned) -> Answer:
    """Six tenths against none."""
    return helps(luck, "diversification", 0.6)


@line(
    "own income costs", "What does income of our own cost in a calm decade?", "1 point, or 1 % of early work, somewhere"
)
def own_income_costs(luck: Luck, _: Turned) -> Answer:
    """All of it against none."""
    return costs(luck, "diversification", 1.0)


# --- training, and the first year -------------------------------------------------------------------------------------


@line(
    "training pays", "Does training officials pay when governments turn hostile?",
    "cover +.05, openness +10 %, working not below -8",
)  # fmt: skip
def training_pays(luck: Luck, _: Turned) -> Answer:
    """Three times the weight against none."""
    much, none = (turned({"train": weight}) for weight in (3.0, 0.0))
    holds, figures = True, {}
    for context in FUNDED:
        one, other = (luck.fates((HOSTILE, context), plan, DEEP) for plan in (much, none))
        cover = float((one.late_cover - other.late_cover).mean())
        openness = float(one.late_openness.mean() / other.late_openness.mean() - 1.0)
        working = gain(luck, HOSTILE, context, much, none)
        holds &= cover >= 0.05 and openness >= 0.1 and working >= -8.0
        figures[SHORT[context]] = f"cover {cover:+.2f}, openness {100 * openness:+.0f} %, working {working:+.0f}"
    return holds, figures


@line("not over in a year", "Is it all decided after a year?", "no: AUC of people in month 12 at most .7")
def not_over_in_a_year(luck: Luck, _: Turned) -> Answer:
    """Ask whether people in month 12 foretell working at the end of a calm decade."""
    found = {}
    for context in CONTEXTS:
        fates = luck.fates((CALM, context), turned(), DEEP)
        found[context] = foretells(fates.people_in_month_12, fates.working)
    return not any(one > 0.7 for one in found.values()), told(found)
