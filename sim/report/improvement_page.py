"""What a search for better plans found, in words of every language, and as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.language.catalogue import texts
from sim.language.files import title_of
from sim.report.front_chart import front_in_words, parallel_coordinates
from sim.report.picture_page import PageTable, PicturePage
from sim.results.intervals import of_hundred
from sim.robustness.reasons import KEYS
from sim.search.judging import GOALS

if TYPE_CHECKING:
    from sim.language.catalogue import Texts
    from sim.results.intervals import Difference
    from sim.search.improvement import Found, Improvement

FEW: Final = 100
"""With fewer futures in each place, which is fewer than usual, the bar that random plans set is said to be unsure."""


def page(found: Improvement, commands: list[str], language: str = "en") -> str:
    """Return the front as a page; plans are called by their titles."""
    words = texts(language)
    shipped = title_of(found.question.plan, language)
    named = {title_of_found(one, found, language): one for one in found.found}
    chosen = {title: one.chosen_goals for title, one in named.items()}
    before = (shipped, found.shipped_chosen)
    figure = parallel_coordinates(
        [one.goals for one in found.front], chosen, before, words, title=words("front.title")
    )  # fmt: skip
    fresh = {shipped: found.shipped, **{title: one.goals for title, one in named.items()}}
    rows = [
        (
            title, words.number(of_hundred(working)), words.signed(of_hundred(regret)), words.number(months_lost, 1),
            words.number(money, 1),
        )
        for title, (working, regret, months_lost, money) in fresh.items()
    ]  # fmt: skip
    columns = (words("dashboard.lab.column.plan"), *(words(f"front.goal.{goal}") for goal in GOALS))
    return PicturePage(
        kicker=words("improve.kicker"), title=words("improve.title", plan=shipped), lead=headline(found, words),
        pictures=[(figure, front_in_words(chosen, before, words))],
        tables=[PageTable(words("improve.table"), columns, rows)], notes=notes(found, words),
        command="\n".join(commands) or "sobremesa improve " + found.question.plan.name,
    ).to_html(language=language)  # fmt: skip


def title_of_found(one: Found, found: Improvement, language: str) -> str:
    """Return what a plan is called: after the shipped one, and what it is best at."""
    words = texts(language)
    role = words(f"dashboard.lab.role.{one.roles[0]}")
    return words("dashboard.lab.title_of_plan", plan=title_of(found.question.plan, language), role=role)


def headline(found: Improvement, words: Texts, *, typed: bool = False) -> str:
    """Return whether anything better was found.

    Parameters
    ----------
    typed : call plans as they are typed on the command line.
    """
    shipped = found.question.plan.name if typed else title_of(found.question.plan, words.language)
    best = found.best
    if best is None:
        why = words("improve.nothing_matters")
        if found.found:
            reasons = [words(f"dashboard.lab.reason.{KEYS[reason]}") for reason in found.found[0].reasons]
            why = words("improve.of_the_best", reasons=words.listed(reasons))
        return words("improve.none", plan=shipped, n=found.tried, why=why)
    plan = best.plan.name if typed else title_of_found(best, found, words.language)
    better = words(
        "improve.better", plan=plan, shipped=shipped, before=of_hundred(found.shipped[0]),
        **_more(best.difference, words),
    )  # fmt: skip
    return " ".join([better, _cost(best, found, words), _chance(best, words)])


def _more(found: Difference, words: Texts) -> dict[str, str]:
    """Return a difference and its interval in futures of 100; with a decimal, where one would otherwise read 0."""
    figures = {"n": found.difference, "low": found.low, "high": found.high}
    if all(of_hundred(one) for one in figures.values()):
        return {name: words.number(of_hundred(one)) for name, one in figures.items()}
    return {name: words.number(100 * one, 1) for name, one in figures.items()}


def _cost(best: Found, found: Improvement, words: Texts) -> str:
    """Return what a better plan spends, and whether that is more than before."""
    money = GOALS.index("money")
    own, before = best.goals[money], found.shipped[money]
    said, was = words.number(own, 1), words.number(before, 1)
    if said == was:
        return words("improve.spends_as_much", n=said)
    if before <= 0.0:
        return words("improve.spends", n=said, before=was)
    key = "improve.spends_more" if own > before else "improve.spends_less"
    return words(key, n=said, before=was, share=words.per_cent(abs(own / before - 1.0)))


def _chance(best: Found, words: Texts) -> str:
    """Return how random plans of equal effort did in the same futures."""
    null = best.null
    return words(
        "improve.chance", n=len(null.shares), middle=of_hundred(float(null.shares[len(null.shares) // 2])),
        bar=of_hundred(null.bar), own=of_hundred(null.own), rank=of_hundred(null.rank),
    )  # fmt: skip


def notes(found: Improvement, words: Texts) -> list[str]:
    """Return the sentences on how to read the figures."""
    question, check = found.question, found.check
    less = reduced(found, words)
    few = words("improve.few", n=words.counted("future", question.futures))
    return [
        *([words("improve.reduced", less=words.listed(less))] if less else []),
        words(
            "improve.tried", n=found.tried, generations=found.generations, futures=question.futures,
            places=len(question.contexts) * len(question.scenarios), chosen=check.chosen * question.futures,
            reported=check.reported * question.futures, parameters=question.parameters.name,
        ),
        words("improve.read"),
        *([few] if found.found and question.futures < FEW else []),
        words("improve.picture"),
        words("improve.dials"),
    ]  # fmt: skip


def reduced(found: Improvement, words: Texts) -> list[str]:
    """Return what the check did less of than a full one."""
    less = found.check.reduced(found.full_check)
    return [words(f"improve.less.{name}", own=own, usual=usual) for name, own, usual in less]
