"""The verdicts of a stress test in words, in every language of the catalogue."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sim.files.context import Context
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.language.catalogue import Texts
from sim.language.files import title_of
from sim.results.intervals import Share, of_hundred
from sim.stress.suite import SUITE, shock
from sim.stress.verdicts import BREAKS, CLOSE, HOLDS, StressTest, Verdict, clearly_met, verdict_of

OF_DONORS: Final = frozenset({"donors_exit", "donors_move", "squeeze", "donor_leaves"})
"""Kinds of event that strike donors and the grants that they give, and nobody else."""

SIXTH: Final = 0.16
"""The share of the donors that leaves where the suite speaks of the two largest: of twelve, rounded up, two."""

WRONG_SIDE: Final = 0.025
"""How often an interval of 95 % lies wholly on the wrong side of the truth: half of what it misses."""

_ONE_SHOCK: Final = {BREAKS: "stress.one_breaks", HOLDS: "stress.one_holds", CLOSE: "stress.one_is_close"}


def when(scenario: Scenario, words: Texts) -> str:
    """Return a shock as the part of a sentence that says when a plan breaks."""
    if scenario.name in SUITE and scenario.title == shock(scenario.name).title:
        return words(f"stress.when.{scenario.name}")
    return words("stress.in_shock", title=title_of(scenario, words.language))


def summary(test: StressTest, plan: Plan, words: Texts, *, typed: bool = False) -> str:
    """Return what a funder reads first: how many shocks a plan survives, and what breaks it first.

    Where the plan does not clearly meet the requirement even without a shock, that comes first: then no shock can be
    said to break it, only which one costs most.

    Parameters
    ----------
    typed : name the option of the command line.
    """
    if not test.holds_without_shock(plan.name):
        return " ".join([*_misses_anyway(test, plan, words, typed), *_costs_most(test, plan, words)])
    verdicts = test.verdicts(plan.name)
    name, first, worst = title_of(plan, words.language), test.breaks_first(plan.name), test.worst(plan.name)
    shown = first or worst
    gaps = {
        "plan": name, "n": len(verdicts), "held": test.counted(plan.name, HOLDS),
        "close": test.counted(plan.name, CLOSE), "when": when(test.shock(shown.shock), words),
        "m": _of_100(shown.working),
    }  # fmt: skip
    if len(verdicts) == 1:
        return words(_ONE_SHOCK[verdicts[0].verdict], **gaps)
    if first is None:
        return words("stress.none_breaks" if gaps["close"] else "stress.all_hold", **gaps)
    sentence = words("stress.breaks_close" if gaps["close"] else "stress.breaks", **gaps)
    return sentence if worst.shock == first.shock else f"{sentence} {_worst(test, worst, words)}"


def _worst(test: StressTest, worst: Verdict, words: Texts) -> str:
    return words("stress.worst", when=when(test.shock(worst.shock), words), m=_of_100(worst.working))


def _misses_anyway(test: StressTest, plan: Plan, words: Texts, typed: bool) -> list[str]:
    """Return that a plan does not clearly meet the requirement without any shock, and which requirement it meets."""
    share = test.without_shock(plan.name)
    key = "stress.anyway_below" if verdict_of(share, test.require) == BREAKS else "stress.anyway_close"
    said = words(
        key, plan=title_of(plan, words.language), n=_of_100(share), low=of_hundred(share.low),
        high=of_hundred(share.high), require=required(test.require, words),
    )  # fmt: skip
    return [said, *lower_requirement(share, words, typed=typed)]


def lower_requirement(share: Share, words: Texts, *, typed: bool) -> list[str]:
    """Return which requirement would be clearly met; nothing where even the lowest is not."""
    met = clearly_met(share)
    if met is None:
        return []
    key = "stress.try_option" if typed else "stress.try_requirement"
    return [words(key, option=f"--require {met:g}", require=required(met, words))]


def summary_at_lower(test: StressTest, plan: Plan, words: Texts) -> str:
    """Return what the summary is at the highest requirement, in tenths, that is clearly met without any shock.

    Nothing where the plan meets the requirement of the test, or where it would meet none.
    """
    met = clearly_met(test.without_shock(plan.name))
    if test.holds_without_shock(plan.name) or met is None:
        return ""
    lower = replace(test, require=met)
    return words("stress.at_lower", require=required(met, words), summary=summary(lower, plan, words))


def _costs_most(test: StressTest, plan: Plan, words: Texts) -> list[str]:
    """Return which shock costs most working futures, in the very same futures."""
    verdicts = [one for one in test.verdicts(plan.name) if one.against_calm is not None]
    found = test.costliest(plan.name)
    if found is None or found.against_calm is None:
        return [words("stress.none_costs")] if verdicts else []
    cost = found.against_calm
    low, high, size = (abs(of_hundred(one)) for one in (cost.high, cost.low, cost.difference))
    key = "stress.costs_most" if len(verdicts) > 1 else "stress.costs"
    return [words(key, when=when(test.shock(found.shock), words), n=size, low=low, high=high)]


def without_shock(test: StressTest, plan: Plan, words: Texts) -> str:
    """Return in how many futures a plan works without any shock, and whether that alone misses the requirement."""
    share = test.without_shock(plan.name)
    key = "stress.without_below" if share.high < test.require else "stress.without"
    return words(key, n=_of_100(share), low=of_hundred(share.low), high=of_hundred(share.high))


def requirement(test: StressTest, words: Texts) -> str:
    """Return what was required."""
    years, months = divmod(test.comparison.context.months, 12)
    horizon = words.counted("month", test.comparison.context.months) if months else words.counted("year", years)
    return words("stress.requirement", years=horizon, require=required(test.require, words))


def required(require: float, words: Texts) -> str:
    """Return a requirement as so many of 100 futures, with the decimals that it has."""
    return words.significant(100 * require)


def which_suite(test: StressTest, words: Texts) -> str:
    """Return whether this is the whole shipped suite, and of which version."""
    from sim.stress.suite import SUITE_VERSION

    if test.is_whole_suite:
        return words("stress.whole_suite", version=SUITE_VERSION, n=len(test.shocks))
    if len(test.shocks) == 1:
        return words("stress.own_suite_one")
    return words("stress.own_suite", n=len(test.shocks))


def notes(test: StressTest, words: Texts) -> list[str]:
    """Return how the verdicts are to be read; only what this test needs."""
    working = test.comparison.thresholds.working
    found = [words("stress.working_meaning", share=words.per_cent(working)), words("stress.definitions")]
    if len(test.plans) > 1:
        first = title_of(test.plans[0], words.language)
        found += [
            words("stress.against_first", plan=title_of(plan, words.language), first=first) for plan in test.plans[1:]
        ]
    number = len(test.plans) * len(test.shocks)
    key = "stress.many" if number > 1 else "stress.many_one"
    found.append(words(key, n=number, wrong=words.significant(WRONG_SIDE * number, 1)))
    return found + donors(test.comparison.context, test.shocks, words)


def donors(context: Context, scenarios: Sequence[Scenario], words: Texts) -> list[str]:
    """Return what events that strike donors mean where there are none, or not the twelve that the suite speaks of."""
    number = context.size.donors
    struck = {event.kind for one in scenarios for event in one.events} & OF_DONORS
    if not number:
        return [words("stress.no_donors")] if struck else []
    told = [event for one in scenarios if one.name in SUITE for event in one.events if event.kind == "donors_exit"]
    if number == Context().size.donors or not told:
        return []
    return [words("stress.other_donors", n=number, m=math.ceil(SIXTH * number))]


def _of_100(share: Share) -> int:
    return of_hundred(share.share)
