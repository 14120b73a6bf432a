"""Draws docs/pictures/ablations.svg: what each mechanism, taken out, does to the share of futures working.

Part of `python docs/make_validation.py`; plain SVG, so that the same results give the same file.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Final

STAGES: Final = (("calm", "calm decade", "#0072B2", 0.0), ("everything", "everything at once", "#D55E00", 9.0))
ROW: Final = 30
LEFT, WIDTH, TOP, REACH = 190, 560, 64, 80
"""Pixels left of and across the plot and above its rows; futures in 100 to either side of none."""

INK: Final = "#5c6670"
"""Readable on white and on black: the picture is shown on both."""


def ablation_picture(ablations: Mapping[str, Any]) -> str:
    """Return the picture: a row for each mechanism, the largest effect first; dots with their intervals (95 %)."""
    ordered = sorted(
        ablations.items(), key=lambda one: -max(abs(one[1][stage]["against"]["difference"]) for stage, *_ in STAGES)
    )
    height = TOP + ROW * len(ordered) + 46
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 20} {height}" '
            f'font-family="sans-serif" font-size="13" fill="{INK}" role="img">'
        ),
        "<title>Futures in 100 still working without each mechanism, more or fewer than with it</title>",
        (
            '<text x="10" y="20" font-size="15" font-weight="bold">Without each mechanism: futures in 100 still '
            "working, more (right) or fewer (left)</text>"
        ),
    ]
    for place, (_, name, colour, _) in enumerate(STAGES):
        across = LEFT + place * 170
        parts.append(f'<circle cx="{across}" cy="40" r="4.5" fill="{colour}"/>')
        parts.append(f'<text x="{across + 10}" y="44" fill="{colour}">{escape(name)}</text>')
    for mark in range(-REACH, REACH + 1, 20):
        parts.append(
            f'<path d="M{_across(mark):.1f} {TOP - 8}V{height - 34}" stroke="{INK}" '
            f'stroke-opacity="{0.9 if mark == 0 else 0.2}"/>'
        )
        parts.append(f'<text x="{_across(mark):.1f}" y="{height - 16}" text-anchor="middle">{mark:+d}</text>')
    for row, (name, found) in enumerate(ordered):
        down = TOP + ROW * row + 8
        parts.append(f'<text x="{LEFT - 12}" y="{down + 9}" text-anchor="end">{escape(name.replace("_", " "))}</text>')
        for stage, _, colour, below in STAGES:
            difference = {key: 100 * value for key, value in found[stage]["against"].items()}
            low, middle, high = (_across(difference[key]) for key in ("low", "difference", "high"))
            parts.append(f'<path d="M{low:.1f} {down + below}H{high:.1f}" stroke="{colour}" stroke-width="2.5"/>')
            parts.append(f'<circle cx="{middle:.1f}" cy="{down + below}" r="4" fill="{colour}"/>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _across(difference: float) -> float:
    """Return where a difference of so many futures in 100 lies."""
    return LEFT + WIDTH * (0.5 + max(-REACH, min(REACH, difference)) / (2 * REACH))
