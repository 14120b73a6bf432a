"""What the turned dials say, in sentences of every language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from sim.choices.answers import (
    DEPENDS,
    END,
    FEW,
    FEWEST_FUTURES,
    INSIDE,
    LEAST,
    SILENT,
    VERDICTS,
    Answer,
    Finding,
    smallest_clear,
)
from sim.choices.prices import ALL, CONTEXT, LEAST_PRICE, SCENARIO, Group, Price
from sim.language import terms
from sim.language.catalogue import MINUS
from sim.language.files import title_of
from sim.results.intervals import Difference, of_hundred

if TYPE_CHECKING:
    from sim.choices.dials import Dial
    from sim.choices.study import Levers
    from sim.language.catalogue import Texts

DIGITS: Final = 3
"""Significant digits of a dial's value."""


def dial_in_words(dial: Dial, words: Texts, *, typed: bool = False) -> str:
    """Return what a dial is called: by its title, or as it is typed."""
    return dial.name if typed else terms.title(dial.kind, dial.name, words.language)


def value_in_words(value: float, words: Texts) -> str:
    """Return a dial's value."""
    return words.significant(value, DIGITS)


def group_in_words(found: Levers, group: Group, words: Texts, *, typed: bool = False) -> str:
    """Return what a group of places is called."""
    if group.kind == ALL:
        return words("levers.group.all")
    if typed:
        return group.name
    files = found.scenarios if group.kind == SCENARIO else found.contexts
    file = next(one for one in files if one.name == group.name)
    return words(f"levers.group.{group.kind}", title=title_of(file, words.language))


def bottom_line(found: Levers, known: Sequence[Finding], words: Texts, *, typed: bool = False) -> str:
    """Return how many dials are real choices, which have one best end, and which never matter."""

    def counted(key: str, some: Sequence[Finding], **gaps: object) -> str:
        names = words.listed([dial_in_words(one.dial, words, typed=typed) for one in some])
        return words(key, n=len(some), names=f" ({names})" if names else "", **gaps)

    if found.futures < FEWEST_FUTURES:
        return words("levers.bottom.few", n=found.futures, least=FEWEST_FUTURES)
    of = {verdict: [one for one in known if one.verdict == verdict] for verdict in VERDICTS}
    asked = [kind for kind, files in ((SCENARIO, found.scenarios), (CONTEXT, found.contexts)) if len(files) > 1]
    which = "depends" if of[DEPENDS] else "none"
    said = [counted(f"levers.bottom.{which}.{asked[0] if len(asked) == 1 else 'both'}", of[DEPENDS], all=len(known))]
    said += [words("levers.bottom.luck", n=found.futures, least=of_hundred(smallest_clear(known)))]
    nowhere = [one for one in of[DEPENDS] if not one.serving]
    said += [counted("levers.bottom.nowhere", nowhere)] if nowhere else []
    said += [counted(f"levers.bottom.{one}", of[one]) for one in (INSIDE, END) if of[one]]
    free = [one for one in of[END] if one.is_free]
    said += [counted("levers.bottom.free", free)] if free else []
    said += [counted("levers.bottom.silent", of[SILENT], least=of_hundred(LEAST))] if of[SILENT] else []
    own = words("levers.bottom.own", n=sum(one.own_serves for one in known), all=len(known))
    return " ".join([*said, own])


def dial_sentences(found: Levers, one: Finding, words: Texts, *, typed: bool = False) -> str:
    """Return where a dial's best value lies, what it gains, what that costs, and what the wrong one costs."""
    if one.verdict == FEW:
        return words("levers.few", dial=dial_in_words(one.dial, words, typed=typed), least=FEWEST_FUTURES)
    said = [_where(found, one, words, typed)]
    if one.gain is not None:
        answer, place = one.gain.answer, one.gain.value
        group = group_in_words(found, answer.group, words, typed=typed)
        at, own = (value_in_words(each, words) for each in (one.dial.values[place], one.dial.own))
        said.append(words("levers.gain", value=at, own=own, group=group, **_more(answer.against[place], words)))
        said.append(_priced("levers.priced", "levers.unpriced", one.gain.prices, words))
        elsewhere = one.gain.elsewhere
        if elsewhere is not None:
            there = group_in_words(found, elsewhere.group, words, typed=typed)
            said.append(words("levers.elsewhere", group=there, **_fewer(elsewhere.against[place], words)))
    if one.verdict == END:
        said.append(_priced("levers.end_priced", "levers.end_unpriced", one.end_prices, words))
    if one.loss is not None and not _told(one):
        answer, place = one.loss
        group, value = group_in_words(found, answer.group, words, typed=typed), one.dial.values[place]
        gaps = {"value": value_in_words(value, words), "group": group}
        said.append(words("levers.loss", **gaps, **_fewer(answer.against[place], words)))
    elif one.loss is None and one.gain is None and one.verdict != SILENT:
        said.append(_behind(found, one, words, typed))
    return " ".join(said)


def _behind(found: Levers, one: Finding, words: Texts, typed: bool) -> str:
    """Return which value is furthest behind the best one: of a dial of which none is clearly behind the plan's own."""
    answer, place = one.widest
    group = group_in_words(found, answer.group, words, typed=typed)
    at, best = (value_in_words(one.dial.values[each], words) for each in (place, answer.best))
    return words("levers.behind", value=at, best=best, group=group, **_more(answer.behind[place], words))


def _told(one: Finding) -> bool:
    """Return whether the largest loss is that of the value that gains most elsewhere, which has been told."""
    gain, loss = one.gain, one.loss
    return gain is not None and gain.elsewhere is not None and (gain.elsewhere, gain.value) == loss


def _where(found: Levers, one: Finding, words: Texts, typed: bool) -> str:
    """Return where a dial's best value lies."""
    own, name = value_in_words(one.dial.own, words), dial_in_words(one.dial, words, typed=typed)
    if one.verdict == SILENT:
        return words("levers.silent", dial=name, least=of_hundred(LEAST))
    values = words.listed([value_in_words(value, words) for value in one.serving])
    if one.verdict == DEPENDS:
        looked_at = [answer for answer in one.answers if answer.group.kind in one.depends_on]
        on = one.depends_on[0] if len(one.depends_on) == 1 else "both"
        apart = [each for each in looked_at if not values or any(each.clashes(other) for other in looked_at)]
        answers = words.listed([_answer(found, one, answer, words, typed, best=bool(values)) for answer in apart])
        kind = "compromise" if values else "depends"
        safe = words(f"levers.safe.{words.plural(len(one.serving))}", values=values)
        return words(f"levers.{kind}.{on}", dial=name, answers=answers, safe=safe)
    which = "own" if one.own_serves else "other"
    return words(f"levers.{one.verdict}.{which}", dial=name, own=own, values=values)


def _answer(found: Levers, one: Finding, answer: Answer, words: Texts, typed: bool, *, best: bool) -> str:
    """Return the best value of one group: the best even where it is not clearly ahead of the plan's own, or not."""
    group, own = group_in_words(found, answer.group, words, typed=typed), one.dial.values.index(one.dial.own)
    if answer.best == own or not (best or answer.beaten[own]):
        return words("levers.answer.own", value=value_in_words(one.dial.own, words), group=group)
    value, gain = one.dial.values[answer.best], of_hundred(answer.against[answer.best].difference)
    return words("levers.answer.better", value=value_in_words(value, words), group=group, n=words.signed(gain))


def _priced(named: str, none: str, prices: Sequence[Price], words: Texts) -> str:
    """Return what gets worse, or that nothing does."""
    return words(named, prices=words.listed([price_in_words(one, words) for one in prices])) if prices else words(none)


def price_in_words(price: Price, words: Texts) -> str:
    """Return one thing that gets worse."""
    return words(f"levers.price.{price.outcome}", n=size_in_words(price.outcome, -price.difference.difference, words))


def size_in_words(outcome: str, size: float, words: Texts) -> str:
    """Return the size of a difference in an outcome, in its unit."""
    if outcome in ("years", "runway"):
        return words.number(size, 1)
    return words.number(of_hundred(size)) if outcome == "cover" else words.per_cent(size)


def outcome_cell(outcome: str, difference: Difference, words: Texts) -> str:
    """Return a difference in an outcome with its sign; in words where it is too close to call."""
    if difference.too_close:
        return words("short.close")
    sign = "+" if difference.difference > 0.0 else MINUS
    return sign + size_in_words(outcome, abs(difference.difference), words)


def working_cell(difference: Difference, words: Texts) -> str:
    """Return how many more of 100 futures still work, with the interval; nothing for the plan's own value."""
    low, middle, high = (
        words.signed(of_hundred(one)) for one in (difference.low, difference.difference, difference.high)
    )
    return words("pathways.work_lost", n=middle, low=low, high=high)


def best_cell(one: Finding, answer: Answer, words: Texts) -> str:
    """Return the best value of one group, or that the plan's own serves."""
    if not answer.beaten[one.dial.values.index(one.dial.own)]:
        return words("levers.own")
    gain = of_hundred(answer.against[answer.best].difference)
    return words("levers.best", value=value_in_words(one.dial.values[answer.best], words), n=words.signed(gain))


class Overview(NamedTuple):
    """The best value of each dial in each scenario, or in each context, as a table."""

    title: str
    columns: list[str]
    rows: Sequence[tuple[str, ...]]


def overviews(found: Levers, known: Sequence[Finding], words: Texts, *, typed: bool = False) -> list[Overview]:
    """Return the best values: a table by scenario, and one by context where there are several."""
    if found.futures < FEWEST_FUTURES:
        return []
    kinds = [kind for kind in (SCENARIO, CONTEXT) if any(one.group.kind == kind for one in known[0].answers)]
    return [*(_overview(found, known, kind, words, typed) for kind in kinds), _runners(known, words, typed)]


def _runners(known: Sequence[Finding], words: Texts, typed: bool) -> Overview:
    """Return the best value of each dial other than the plan's own, how much it gains, and what it costs."""
    columns = [words(f"levers.column.{name}") for name in ("dial", "own", "other", "working", "price")]
    rows = [
        (
            dial_in_words(one.dial, words, typed=typed), value_in_words(one.dial.own, words),
            value_in_words(one.dial.values[one.runner.value], words), working_cell(one.runner.difference, words),
            words.listed([price_in_words(each, words) for each in one.runner.prices]) or words("levers.nothing"),
        )
        for one in known
    ]  # fmt: skip
    return Overview(words("levers.runners"), columns, rows)


def _overview(found: Levers, known: Sequence[Finding], kind: str, words: Texts, typed: bool) -> Overview:
    """Return the best value of each dial in each group of one kind."""
    groups = [one.group for one in known[0].answers if one.group.kind == kind]
    names = [group_in_words(found, one, words, typed=typed) for one in groups]
    columns = [words("levers.column.dial"), words("levers.column.own"), *names, words("levers.column.verdict")]
    rows = [
        (
            dial_in_words(one.dial, words, typed=typed), value_in_words(one.dial.own, words),
            *(best_cell(one, answer, words) for answer in one.answers if answer.group.kind == kind),
            words(f"levers.verdict.{one.verdict}"),
        )
        for one in known
    ]  # fmt: skip
    return Overview(words(f"levers.by_{kind}"), columns, rows)


def notes(found: Levers, words: Texts) -> list[str]:
    """Return the sentences on how to read the answers."""
    read = words("levers.note.read", n=found.futures, seed=str(found.seed), parameters=found.parameters)
    groups = [words("levers.note.groups")] if len(found.contexts) > 1 else []
    price = words(
        "levers.note.price", share=words.per_cent(LEAST_PRICE["people"]), governments=of_hundred(LEAST_PRICE["cover"]),
        months=LEAST_PRICE["runway"], years=LEAST_PRICE["years"],
    )  # fmt: skip
    return [read, words("levers.note.serves", least=of_hundred(LEAST)), *groups, price]


def _more(difference: Difference, words: Texts) -> dict[str, str]:
    """Return a gain and its interval in futures of 100."""
    figures = {"n": difference.difference, "low": difference.low, "high": difference.high}
    return {name: words.number(of_hundred(one)) for name, one in figures.items()}


def _fewer(difference: Difference, words: Texts) -> dict[str, str]:
    """Return a loss and its interval in futures of 100."""
    figures = {"n": difference.difference, "low": difference.high, "high": difference.low}
    return {name: words.number(of_hundred(-one)) for name, one in figures.items()}
