"""The two sides of a comparison, what is read off them, and what one expects to see; as data, without any result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Event = Mapping[str, Any]
Side = Literal["higher", "lower"]


@dataclass(frozen=True)
class Arm:
    """One side of a comparison: a community, what it does, and what happens to it.

    Attributes
    ----------
    scenario : a shipped scenario, or a list of events.
    plan : a shipped plan that effort and levers below are laid over.
    effort, levers : weights of activities and levers that differ from the plan's.
    later : levers that the plan sets from month 36 on, as a stage of its roadmap.
    parameters : what differs from the default parameters (or gains of mechanisms).
    context : what differs from the default context, as in a file.
    retargets : whether the plan always turns to the themes where open donors' money is.
    matched : effort is shared as the plan of this arm really shared it, on average over its futures and months.
    """

    scenario: str | tuple[Event, ...] = "calm-decade"
    plan: str = "baseline"
    effort: Mapping[str, float] = field(default_factory=dict)
    levers: Mapping[str, float] = field(default_factory=dict)
    later: Mapping[str, float] = field(default_factory=dict)
    parameters: Mapping[str, float] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    retargets: bool = False
    matched: Arm | None = None


@dataclass(frozen=True)
class Mean:
    """The mean of a measure over some months of each future."""

    measure: str
    first: int = 1
    last: int = 120


@dataclass(frozen=True)
class Working:
    """Whether a future is still working at the end."""


@dataclass(frozen=True)
class Lost:
    """Months of work lost in the three years from month 24, against the same future without the events."""

    measure: str


@dataclass(frozen=True)
class Kept:
    """The mean of a measure over some months, as a share of the mean without the events: a ratio of two means.

    The ratio of each future would be heavy-tailed where a twin has next to nothing.
    """

    measure: str
    first: int
    last: int


Statistic = Mean | Working | Lost | Kept


@dataclass(frozen=True)
class Expectation:
    """Something that the rules should bring about if the idea behind them is right.

    Attributes
    ----------
    name : as in the list of expectations that the model was designed with; letters tell apart what it bundles.
    idea : the idea of the source text that it comes from.
    side : what the first arm is expected to be, compared with the second.
    tuned : whether a question like it was in view when the defaults were chosen; then it is no evidence.
    """

    name: str
    expected: str
    idea: str
    first: Arm
    second: Arm
    statistic: Statistic
    side: Side
    tuned: bool = False
