"""A plan: what the community does. Its effort, its levers, its signposts and stages, and the grants it counts on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field, model_validator

from sim.files.format import (
    Dials,
    Duration,
    FileModel,
    Name,
    Number,
    OneOf,
    Part,
    StaffMonths,
    Theme,
    When,
    contradiction,
    refuse_restricted,
)
from sim.world.levers import ACTIVITIES, LEVERS, THEMES
from sim.world.measures import MEASURES, RUNWAY_CAP, SIGNPOSTS

USUAL_WEIGHT = 1.0
"""An activity that a plan does not name gets the same effort as every other one."""

HEAVIEST_WEIGHT = 1000.0
MOST_TRIGGERS = 8
MOST_GRANTS = 100
LATEST_SIGHT = 24
"""Months after which a community sees a figure at the latest."""

LARGEST_THRESHOLD = 1_000_000.0
"""Above every figure of the largest community that the model takes."""

WATCHED = tuple(measure.name for number, measure in enumerate(MEASURES) if number != SIGNPOSTS)
"""The measures that a signpost may watch: all but the record of the signposts themselves."""

_weight = Number(0, HEAVIEST_WEIGHT)
_activity_meanings = {activity.name: activity.meaning for activity in ACTIVITIES}
_weights = dict.fromkeys(_activity_meanings, _weight)
_lever_ranges = {lever.name: Number(lever.low, lever.high, whole=lever.whole) for lever in LEVERS}
_lever_meanings = {lever.name: f"{lever.meaning} ({lever.unit})" for lever in LEVERS}
_lever_defaults = {lever.name: int(lever.default) if lever.whole else lever.default for lever in LEVERS}

PlanEffort = Dials(_weights, _activity_meanings, dict.fromkeys(_weights, USUAL_WEIGHT), some_above_zero=True)
TargetEffort = Dials(_weights, _activity_meanings, dict.fromkeys(_weights, 0.0), some_above_zero=True)
PlanLevers = Dials(_lever_ranges, _lever_meanings, _lever_defaults)
SomeLevers = Dials(_lever_ranges, _lever_meanings, {})


def measure_range(name: str) -> Number:
    """Return the thresholds that make sense for a measure: 0 to 1 for a share, months up to the cap for the runway."""
    unit = next(measure.unit for measure in MEASURES if measure.name == name)
    if unit.startswith("share") or unit == "stance":
        return Number(0, 1)
    return Number(0, RUNWAY_CAP if name == "runway" else LARGEST_THRESHOLD)


class Trigger(Part):
    """A signpost that changes the plan when a measure crosses a threshold, or a stage planned for a month."""

    name: Name = Field(description="what the change is called in results")
    measure: Annotated[str, OneOf(WATCHED)] | None = Field(default=None, description="the measure that is watched")
    below: Annotated[float, Number(0, LARGEST_THRESHOLD)] | None = Field(default=None, description="fires below this")
    above: Annotated[float, Number(0, LARGEST_THRESHOLD)] | None = Field(default=None, description="fires above this")
    months: Duration = Field(default=1, description="so many months in a row beyond the threshold")
    seen_late: Annotated[int, Number(0, LATEST_SIGHT, whole=True)] = Field(
        default=0, description="months until the community sees the figure"
    )
    release: Annotated[float, Number(0, LARGEST_THRESHOLD)] | None = Field(
        default=None, description="ends beyond this; left out: at the threshold"
    )
    latch: bool = Field(default=False, description="never ends once it has fired")
    month: When | None = Field(default=None, description="a stage planned for this month, in place of a measure")
    shift: Annotated[float, Number(0, 1, above_low=True)] | None = Field(
        default=None, description="this share of all effort moves to the activities in `effort`"
    )
    effort: Annotated[dict[str, float], TargetEffort] | None = Field(
        default=None, description="where shifted effort goes"
    )
    levers: Annotated[dict[str, float], SomeLevers] = Field(default_factory=dict, description="levers that it sets")
    retarget: bool = Field(default=False, description="turn to the themes where open donors' money is")

    @model_validator(mode="after")
    def _refuse_contradictions(self) -> Trigger:
        """Refuse what cannot be meant: see each sentence."""
        for sentence in (*self._contradictory_signpost(), *self._contradictory_actions()):
            raise contradiction(sentence)
        return self

    def _contradictory_signpost(self) -> Iterable[str]:
        """Give the sentences on when it fires."""
        if self.month is not None:
            watching = ("measure", "below", "above", "months", "seen_late", "release", "latch")
            also = [key for key in watching if key in self.model_fields_set and getattr(self, key) is not None]
            if also:
                yield f"month and {also[0]} contradict one another: a stage has a month, a signpost has a measure"
            return
        if self.measure is None:
            yield "it needs a measure with below or above, or else a month"
            return
        if (self.below is None) == (self.above is None):
            yield "it needs exactly one of below and above"
            return
        key, threshold = ("below", self.below) if self.below is not None else ("above", self.above)
        assert threshold is not None
        allowed = measure_range(self.measure)
        if not allowed.low <= threshold <= allowed.high:
            yield f"{key} is {threshold:g}, but {self.measure} must be {allowed.expected}"
        never = allowed.low if key == "below" else allowed.high
        if threshold == never:
            yield f"{key} is {threshold:g}, but {self.measure} is never {key} that"
        if self.release is not None:
            if self.latch:
                yield "release and latch contradict one another: a latched trigger never ends"
            if self.release < threshold if key == "below" else self.release > threshold:
                side = "at least" if key == "below" else "at most"
                yield f"release is {self.release:g}, but must be {side} the threshold {key} = {threshold:g}"
            if not allowed.low <= self.release <= allowed.high:
                yield f"release is {self.release:g}, but {self.measure} must be {allowed.expected}"

    def _contradictory_actions(self) -> Iterable[str]:
        """Give the sentences on what it does."""
        if self.shift is not None and self.effort is None:
            yield "shift needs a table [trigger.effort] that says where the effort goes"
        if self.effort is not None and self.shift is None:
            yield "effort needs shift, the share of all effort that moves there"
        if self.shift is None and not self.levers and not self.retarget:
            yield "it does nothing; it needs shift with effort, levers, or retarget = true"


class Grant(Part):
    """A grant that the plan counts on: money that comes in every month."""

    start: When = Field(validation_alias="from", serialization_alias="from", description="first paid month")
    months: Duration = Field(description="how many months it is paid")
    staff_months: StaffMonths = Field(description="how much a month")
    unrestricted: bool = Field(default=True, description="whether part of it may be put aside for the reserve")
    theme: Theme | None = Field(default=None, description="a theme that it is meant for")
    donor: Name | None = Field(default=None, description="the listed donor that signed it, and may renew it")

    @model_validator(mode="after")
    def _refuse_contradictions(self) -> Grant:
        """Refuse restricted money of a listed donor."""
        refuse_restricted(self.donor, self.unrestricted)
        return self


def _each_once(themes: tuple[str, ...]) -> tuple[str, ...]:
    """Return all themes: those listed first, then the others in their usual order."""
    twice = [theme for theme, count in Counter(themes).items() if count > 1]
    if twice:
        raise contradiction(f"'{twice[0]}' is listed twice; each theme may be named once")
    return themes + tuple(theme for theme in THEMES if theme not in themes) if themes else ()


class Plan(FileModel):
    """What the community does.

    Attributes
    ----------
    effort : the weight of each of the nine activities; the shares are the weights over their sum.
    levers : the eight other levers, all of them.
    themes : the plan's own order of all themes; empty where it has none.
    triggers : signposts and planned stages, in the order in which they act.
    grants : money that the plan counts on.
    """

    kind_of_file: ClassVar[str] = "plan"

    effort: Annotated[dict[str, float], PlanEffort] = Field(
        default_factory=lambda: PlanEffort.complete({}), description="weights of the activities"
    )
    levers: Annotated[dict[str, float], PlanLevers] = Field(
        default_factory=lambda: PlanLevers.complete({}), description="the other levers"
    )
    themes: Annotated[tuple[Theme, ...], Field(strict=False), AfterValidator(_each_once)] = Field(
        default=(), description="the order in which themes are taken up; those left out follow in their usual order"
    )
    triggers: Annotated[tuple[Trigger, ...], Field(strict=False, max_length=MOST_TRIGGERS)] = Field(
        default=(),
        validation_alias="trigger",
        serialization_alias="trigger",
        description="signposts and planned stages",
    )
    grants: Annotated[tuple[Grant, ...], Field(strict=False, max_length=MOST_GRANTS)] = Field(
        default=(), validation_alias="grant", serialization_alias="grant", description="grants that the plan counts on"
    )

    @model_validator(mode="after")
    def _refuse_contradictions(self) -> Plan:
        """Refuse two triggers with one name, and two stages in one month."""
        for what, values in (
            ("name", [trigger.name for trigger in self.triggers]),
            ("month", [trigger.month for trigger in self.triggers if trigger.month is not None]),
        ):
            twice = [value for value, count in Counter(values).items() if count > 1]
            if twice:
                raise contradiction(f"two triggers have the {what} '{twice[0]}'; each needs its own")
        return self

    def own_names(self) -> tuple[str, ...]:
        """Return the names of the triggers."""
        return tuple(trigger.name for trigger in self.triggers)

    def file_content(self) -> dict[str, Any]:
        """Return what a file holds, without the weights and levers that are as usual."""
        content = super().file_content()
        _drop_usual(content, "effort", PlanEffort)
        _drop_usual(content, "levers", PlanLevers)
        for trigger in content.get("trigger", ()):
            _drop_usual(trigger, "effort", TargetEffort)
        return content


def _drop_usual(table: dict[str, Any], key: str, dials: Dials) -> None:
    """Leave out of a table what it would mean without being written."""
    given: Mapping[str, float] = table.get(key, {})
    if given:
        table[key] = {name: value for name, value in given.items() if dials.unset.get(name) != value}
