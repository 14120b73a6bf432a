"""Why a plan that is ahead may not be called better, in words that end a sentence."""

from __future__ import annotations

from typing import Final

TOO_CLOSE: Final = "the difference is too close to call"
NOT_BEYOND_CHANCE: Final = "it does not beat nine in ten random plans of equal effort"
NOT_BY_REACTING: Final = "it does not beat the same effort without reacting"
FEWER: Final = "fewer futures are still working under it"

KEYS: Final = {
    FEWER: "fewer", TOO_CLOSE: "too_close", NOT_BEYOND_CHANCE: "not_beyond_chance", NOT_BY_REACTING: "not_by_reacting",
}  # fmt: skip
"""Under which key the catalogue says it in every language."""
