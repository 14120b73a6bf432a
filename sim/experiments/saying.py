"""What analyses found, in sentences: what drives an outcome, under which conditions it happens, how far to trust it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.experiments.conditions import in_words, title_of
from sim.experiments.discovery import Discovery
from sim.experiments.sensitivity import NARROW, Sensitivity
from sim.results.intervals import of_hundred

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.experiments.studied import Happening, Values
    from sim.language.catalogue import Texts

SURE: Final = 0.05
"""A restriction whose own check is less sure than this is said to be doubtful."""

SELDOM: Final = 0.1
"""Inputs that fewer resamples than this come upon are not listed."""


def happens(what: Happening, texts: Texts) -> str:
    """Return what discovery looked for, as the beginning of a sentence."""
    if what.side in ("above", "below"):
        return texts(f"happening.{what.side}", outcome=what.outcome, threshold=what.threshold)
    return texts(f"happening.{what.outcome}")


def of_discovery(found: Discovery, what: Happening, texts: Texts) -> list[str]:
    """Return what was discovered: the condition in one sentence, and then how far to trust it."""
    size, learned = found.held_out, found.learned
    if not found.box:
        return [texts("discovery.nothing")]
    conditions = in_words(found.box, texts)
    if math.isnan(found.check.difference):
        return [texts("discovery.too_few", conditions=conditions)]
    inside, outside = of_hundred(size.density), of_hundred(size.elsewhere)
    if not found.holds:
        gaps = {"conditions": conditions, "points": size.points, "inside": inside, "outside": outside}
        return [texts("discovery.not_confirmed", **gaps)]
    low, high = of_hundred(found.inside_low), of_hundred(found.inside_high)
    sentences = [
        texts(
            "discovery.sentence", happens=happens(what, texts), inside=inside, low=low, high=high,
            conditions=conditions, outside=outside,
        ),
        texts("discovery.covered", covered=of_hundred(size.coverage), mass=of_hundred(size.mass)),
        texts("discovery.held_out", points=size.points, learned=of_hundred(learned.density)),
    ]  # fmt: skip
    doubtful = [title_of(name, texts) for name, one in found.without.items() if not one.chance <= SURE]
    if doubtful and len(found.box) > 1:
        sentences.append(texts("discovery.doubtful", inputs=texts.listed(doubtful)))
    return [*sentences, texts("discovery.stable", inputs=stable(found, texts))]


def stable(found: Discovery, texts: Texts) -> str:
    """Return how often resamples come upon each input, the most frequent first."""
    order = sorted(found.stability.items(), key=lambda item: -item[1])
    parts = [f"{title_of(name, texts)} {of_hundred(share)}" for name, share in order if share >= SELDOM]
    return ", ".join(parts) or "0"


def of_sensitivity(found: Sensitivity, texts: Texts) -> list[str]:
    """Return how far the indices can be trusted: missing points, convergence, and how much is luck."""
    return [_points(found, texts), *convergence(found, texts), *of_luck(found, texts)]


def _points(found: Sensitivity, texts: Texts) -> str:
    if found.missing == 0:
        return texts("sensitivity.complete", points=found.points)
    return texts(
        "sensitivity.left_out", missing=found.missing, points=found.points, left_out=found.left_out,
        all=found.base + found.left_out,
    )  # fmt: skip


def convergence(found: Sensitivity, texts: Texts) -> list[str]:
    """Return whether intervals are narrow and the order of inputs is the same in each half of the points."""
    width = texts.significant(found.half_width, 2)
    if found.method == "morris":  # effects have the outcome's unit: how wide is said as a share
        width = texts("sensitivity.of_largest", share=texts.per_cent(found.half_width))
    if found.converged:
        return [texts("sensitivity.converged", width=width)]
    first = texts(f"sensitivity.{'narrow' if found.half_width <= NARROW else 'wide'}", width=width)
    if len(found.settled) == len(found.table):
        return [first, texts("sensitivity.order_all")]
    if found.settled:
        return [first, texts("sensitivity.order_some", inputs=texts.listed(_titles(found.settled, texts)))]
    return [first, texts("sensitivity.order_none")]


def _titles(names: Iterable[str], texts: Texts) -> list[str]:
    return [title_of(name, texts) for name in names]


def of_luck(found: Sensitivity, texts: Texts) -> list[str]:
    """Return how much of an outcome is luck."""
    luck = found.luck
    if luck is None:
        return [texts("sensitivity.no_luck")]
    futures = texts.number(luck.futures)
    return [
        texts("sensitivity.luck", inputs=texts.per_cent(luck.inputs), luck=texts.per_cent(luck.luck)),
        texts("sensitivity.left_over", share=texts.per_cent(luck.left_over), futures=futures),
    ]


def of_missing(values: Values, texts: Texts) -> str:
    """Return how many points have no value; "" where all have one."""
    if values.missing == 0:
        return ""
    return texts("discovery.missing", missing=values.missing, points=len(values.mean))
