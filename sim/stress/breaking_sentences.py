"""Breaking points and frontiers in words, in every language of the catalogue."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from sim.files.context import Context
from sim.language import terms
from sim.language.catalogue import Texts
from sim.language.files import title_of
from sim.results.intervals import Share, of_hundred
from sim.stress.breaking import BreakingPoint, Frontier, Ground
from sim.stress.dials import Dial
from sim.stress.sentences import OF_DONORS, lower_requirement, required
from sim.stress.thresholds import Crossing
from sim.stress.verdicts import BREAKS, CLOSE, HOLDS, verdict_of


def dial_in_words(dial: Dial, words: Texts) -> str:
    """Return what a dial turns."""
    of = "notice" if dial.field == "notice" else dial.of
    return words(f"stress.dial.{of}", event=terms.title("event", dial.kind, words.language))


def value_in_words(dial: Dial, value: float, context: Context, words: Texts) -> str:
    """Return a value of a dial: a date, a number of months, a share in hundredths, or staff-months."""
    if dial.of == "month":
        return words.date(context.date_of(int(value)))
    if dial.of == "duration" or dial.field == "notice":
        return words.counted("month", int(value))
    if dial.field == "staff_months":
        return words.significant(value, 3)
    tenths = 0 if abs(100 * value - round(100 * value)) < 1e-9 else 1
    return words.per_cent(value, tenths)


def breaking_point(found: BreakingPoint, words: Texts, *, typed: bool = False) -> str:
    """Return where a plan breaks, how sure that is, and whether it is the whole story.

    Where the plan does not clearly meet the requirement even without the shock, that comes first.

    Parameters
    ----------
    typed : name the option of the command line.
    """
    threshold = found.threshold
    first = threshold.first
    misses = []
    if _is_none(found.dial, threshold.sizes[0]):
        key = "anyway" if first is None or first.falls else "rising"
        misses = _misses_anyway(threshold.shares[0], threshold.require, found.ground, words, typed, key)
    parts = [*_no_donors(found.ground, (found.dial,), words), *misses]
    if first is None:
        return " ".join([*parts, _no_crossing(found, words), *_turns(found, words)])
    gaps = _gaps(found, words) | {
        "before": _value(found, first.before, words), "after": _value(found, first.after, words)
    }  # fmt: skip
    told = not (misses and first.falls)
    if told:
        parts.append(words("stress.breaking.falls" if first.falls else "stress.breaking.rises", **gaps))
    parts.append(_how_sure(found, first, words))
    if told and len(threshold.crossings) > 1:
        parts.append(words("stress.breaking.more", n=len(threshold.crossings)))
    return " ".join([*parts, *_turns(found, words)])


def _is_none(dial: Dial, size: float) -> bool:
    """Return whether a size of a dial means that the event does not happen; without notice, an exit does."""
    return dial.of == "size" and size == 0.0 and dial.field != "notice"


def _misses_anyway(share: Share, require: float, on: Ground, words: Texts, typed: bool, key: str) -> list[str]:
    """Return that a plan does not clearly meet the requirement without what is varied; nothing where it does."""
    verdict = verdict_of(share, require)
    if verdict == HOLDS:
        return []
    said = words(
        f"stress.breaking.{key}_{'below' if verdict == BREAKS else 'close'}",
        plan=title_of(on.plan, words.language), n=of_hundred(share.share), low=of_hundred(share.low),
        high=of_hundred(share.high), require=required(require, words),
    )  # fmt: skip
    return [said] if key == "rising" else [said, *lower_requirement(share, words, typed=typed)]


def _no_donors(on: Ground, dials: Sequence[Dial], words: Texts) -> list[str]:
    """Return that a shock has nobody to strike, where it strikes donors and there are none."""
    kinds = {dial.kind for dial in dials}
    return [words("stress.no_donors")] if not on.context.size.donors and kinds & OF_DONORS else []


def _gaps(found: BreakingPoint, words: Texts) -> dict[str, str]:
    return {
        "plan": title_of(found.ground.plan, words.language),
        "dial": dial_in_words(found.dial, words),
        "require": required(found.threshold.require, words),
    }


def _value(found: BreakingPoint, value: float, words: Texts) -> str:
    return value_in_words(found.dial, value, found.ground.context, words)


def _how_sure(found: BreakingPoint, crossing: Crossing, words: Texts) -> str:
    """Return between which sizes that many futures cannot tell."""
    ends = {(True, True): "range", (False, True): "range_open_low", (True, False): "range_open_high"}
    key = ends.get((crossing.low_is_clear, crossing.high_is_clear), "range_open")
    futures = words.counted("future", found.threshold.futures)
    low, high = (_value(found, one, words) for one in (crossing.low, crossing.high))
    return words(f"stress.breaking.{key}", low=low, high=high, futures=futures)


def _no_crossing(found: BreakingPoint, words: Texts) -> str:
    """Return that a plan never breaks, or is broken all along; clearly or not."""
    threshold = found.threshold
    shares = [share.share for share in threshold.shares]
    holds = shares[0] >= threshold.require
    low, high = (_value(found, one, words) for one in (threshold.scale.low, threshold.scale.high))
    worst = of_hundred(min(shares) if holds else max(shares))
    is_clear = all(verdict_of(share, threshold.require) != CLOSE for share in threshold.shares)
    key = f"stress.breaking.{'always' if holds else 'never'}{'' if is_clear else '_close'}"
    return words(key, n=worst, low=low, high=high, **_gaps(found, words))


def _turns(found: BreakingPoint, words: Texts) -> list[str]:
    """Return where the share goes back; nothing where it is steady."""
    pairs = found.threshold.turns[:1]
    return [
        words("stress.breaking.turns", low=_value(found, low, words), high=_value(found, high, words))
        for low, high in pairs
    ]


def frontier(found: Frontier, words: Texts, *, typed: bool = False) -> str:
    """Return in how many pairs of sizes a plan holds; first, where it misses the requirement without either shock."""
    anyway = []
    if all(_is_none(dial, sizes[0]) for dial, sizes in zip(found.dials, found.sizes, strict=True)):
        anyway = _misses_anyway(found.shares[0][0], found.require, found.ground, words, typed, "neither")
    verdicts = [found.verdict(i, j) for i in range(len(found.sizes[0])) for j in range(len(found.sizes[1]))]
    counts = words(
        "stress.breaking.frontier", plan=title_of(found.ground.plan, words.language), n=len(verdicts),
        held=verdicts.count(HOLDS), broken=verdicts.count(BREAKS), close=verdicts.count(CLOSE),
    )  # fmt: skip
    return " ".join([*_no_donors(found.ground, found.dials, words), *anyway, counts])


def frontier_rows(found: Frontier, words: Texts) -> list[str]:
    """Return between which sizes of the second shock the share falls too low; a sentence for each run of equal rows."""
    down, across = found.dials
    shown = [value_in_words(down, size, found.ground.context, words) for size in found.sizes[0]]
    sentences = []
    verdicts = [[found.verdict(row, place) for place in range(len(found.sizes[1]))] for row in range(len(shown))]
    alike = itertools.groupby(
        range(len(shown)), key=lambda row: (found.breaks_between(row), verdicts[row][0], CLOSE in verdicts[row])
    )
    for (ends, begins, some_close), rows in alike:
        run = list(rows)
        sizes = shown[run[0]]
        if len(run) > 1:
            sizes = words("stress.breaking.sizes_from_to", low=sizes, high=shown[run[-1]])
        gaps = {"dial": dial_in_words(down, words), "size": sizes, "other": dial_in_words(across, words)}
        low, high = ends
        for name, one in (("low", low), ("high", high)):
            gaps |= {} if one is None else {name: value_in_words(across, one, found.ground.context, words)}
        if high is None:
            key = "alone_open" if some_close else "alone_always"
        elif low is None:
            key = "alone_close" if begins == CLOSE else "alone_never"
        else:
            key = "alone"
        sentences.append(words(f"stress.breaking.{key}", **gaps))
    return sentences
