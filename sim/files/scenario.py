"""A scenario: what the world does, as dated events. Nobody in the community chooses it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from sim.files.format import (
    FURTHEST_MONTH,
    LONGEST_RUN,
    Duration,
    FileModel,
    Moment,
    Name,
    Number,
    OneOf,
    Part,
    Share,
    StaffMonths,
    Theme,
    When,
    contradiction,
    month_count,
    refuse_restricted,
)
from sim.files.mistakes import shown
from sim.world.events import EVENT_KINDS, KIND_NUMBER, LARGEST, MOST_STEPS
from sim.world.levers import THEMES

OUTSIDE = "outside"
"""The target of donors who move to none of the plan's themes: the one that ranks lowest."""

NEXT_ELECTION: Final = "next election"

LAST_PAID: Final = Moment(1, FURTHEST_MONTH)

MOST_EVENTS = 1000
"""More events than months in the longest run are taken for a slip."""


class Blow(Part):
    """An event that happens once and takes a share of something."""

    kind: Literal[
        "donors_exit",
        "champions_leave",
        "scandal",
        "radicalise",
        "newcomers",
        "key_people",
    ] = Field(description="what happens")
    when: When = Field(description="month number, or a date such as 2029-03")
    share: Share = Field(description="share of donors, champions or members, or of public standing")


class Turnover(Part):
    """Another party takes office: at once, or at the next election."""

    model_config = ConfigDict(json_schema_extra=lambda schema: _or_else(schema, "share", "at"))

    kind: Literal["turnover", "hostile_turnover"] = Field(description="what happens")
    when: When = Field(description="month number, or a date such as 2029-03")
    share: Share = Field(description="of the governments, by their own luck; with `at` it may be left out: all")
    at: Annotated[str, OneOf((NEXT_ELECTION,))] | None = Field(
        default=None, description="next election: each government's first one from `when` on; left out: at once"
    )
    chance: Share = Field(default=1.0, description="how likely it is at that election")

    @model_validator(mode="before")
    @classmethod
    def _all_at_the_election(cls, given: Any) -> Any:
        """Let an event that waits for elections mean all of them, where it does not say which share."""
        return {"share": 1.0, **given} if isinstance(given, Mapping) and "at" in given else given

    @model_validator(mode="after")
    def _refuse_contradictions(self) -> Turnover:
        """Refuse a chance of what happens at once: that is its share."""
        if self.at is None and self.chance < 1.0:
            raise contradiction(f'chance needs at = "{NEXT_ELECTION}"; of what happens at once, share is the chance')
        return self


class DonorsMove(Part):
    """Open donors turn to another theme; their running grants are cut short."""

    kind: Literal["donors_move"] = Field(description="what happens")
    when: When = Field(description="month number, or a date such as 2029-03")
    share: Share = Field(description="chance of each open donor")
    theme: Annotated[str, OneOf((*THEMES, OUTSIDE))] = Field(
        description="where they go; outside is the theme that ranks lowest"
    )


class Pressure(Part):
    """An event that lasts for some months at a level."""

    kind: Literal["pandemic", "squeeze", "boom", "civic_space"] = Field(description="what happens")
    when: When = Field(description="month number, or a date such as 2029-03")
    level: Share = Field(description="how strong; where two overlap, the stronger counts")
    months: Duration = Field(description="how long")


class Salience(Part):
    """Public attention to a theme rises or falls."""

    kind: Literal["salience"] = Field(description="what happens")
    when: When = Field(description="month number, or a date such as 2029-03")
    theme: Theme = Field(description="the theme")
    change: Annotated[float, Number(-1, 5)] = Field(description="added to the theme's salience, which begins at 1")
    months: Duration | None = Field(default=None, description="how long; left out: to the end")


class NewGrant(Part):
    """Money that comes in every month without an application."""

    kind: Literal["new_grant"] = Field(description="what happens")
    when: When = Field(description="month number, or a date such as 2029-03")
    staff_months: StaffMonths = Field(description="how much a month")
    months: Duration = Field(description="how long")
    theme: Theme | None = Field(default=None, description="a theme that it is meant for")
    unrestricted: bool = Field(default=True, description="whether part of it may be put aside for the reserve")
    donor: Name | None = Field(default=None, description="the listed donor that signed it, and may renew it")

    @model_validator(mode="after")
    def _refuse_contradictions(self) -> NewGrant:
        """Refuse restricted money of a listed donor."""
        refuse_restricted(self.donor, self.unrestricted)
        return self


class DonorLeaves(Part):
    """A donor announces when it pays for the last time. What it signed it pays to the end, unless it breaks contracts.

    The two dates may also be written as `announced` and `last_paid`.
    """

    also_written: ClassVar[tuple[str, ...]] = ("announced", "last_paid")
    model_config = ConfigDict(json_schema_extra=lambda schema: _other_ways(schema))

    kind: Literal["donor_leaves"] = Field(description="what happens")
    when: When = Field(description="the announcement: month number, or a date such as 2029-03")
    notice: Annotated[int, Number(0, LONGEST_RUN, whole=True)] = Field(
        description="months from the announcement to the last payment"
    )
    donor: Name = Field(default=LARGEST, description="a listed donor, or largest: the largest that pays then")
    taper: Annotated[tuple[Share, ...], Field(strict=False, min_length=1, max_length=MOST_STEPS)] = Field(
        default=(1.0,),
        description="what is still paid, in equal steps of the notice, such as 1, .66, .33; never rising",
    )
    breaks_contracts: bool = Field(default=False, description="whether it stops even what it signed for longer")

    @model_validator(mode="after")
    def _refuse_rising(self) -> DonorLeaves:
        """Refuse a taper that rises: who tapers off pays less and less."""
        for number, (before, share) in enumerate(pairwise(self.taper), 2):
            if share > before:
                raise contradiction(f"taper {number} is {share:g}, but must be at most {before:g}, the share before it")
        return self

    @model_validator(mode="before")
    @classmethod
    def _read_dates(cls, given: Any) -> Any:
        """Read the announcement and the last payment where they are written as such."""
        if not isinstance(given, Mapping):
            return given
        found = dict(given)
        for key, other in (("announced", "when"), ("last_paid", "notice")):
            if key in found and other in found:
                raise contradiction(f"{key} and {other} say the same; give one of them")
        if "announced" in found:
            found["when"] = found.pop("announced")
        if "last_paid" in found:
            last_paid = found.pop("last_paid")
            found["notice"] = _notice(found["when"], last_paid) if "when" in found else 0  # what is missing is said
        return found


def _notice(announced: Any, last_paid: Any) -> int:
    """Return the months from an announcement to the last payment, both month numbers or both dates."""
    numbers = []
    for key, when in (("announced", announced), ("last_paid", last_paid)):
        try:
            checked = LAST_PAID.check(when)
        except PydanticCustomError:
            raise contradiction(f"{key} is {shown(when)}, but must be {LAST_PAID.expected}") from None
        numbers.append(checked)
    first, last = numbers
    if isinstance(first, int) != isinstance(last, int):
        raise contradiction(
            f"announced is {shown(first)} and last_paid is {shown(last)}; write both as dates or both as month numbers"
        )
    notice = month_count(last) - month_count(first)
    if notice < 0:
        raise contradiction(f"last_paid is {shown(last)}, but must be {shown(first)}, when it is announced, or later")
    return notice


def _other_ways(schema: dict[str, Any]) -> None:
    """Let the schema know the other way to write the two dates."""
    for key, other in (("announced", "when"), ("last_paid", "notice")):
        schema["properties"][key] = LAST_PAID.describe() | {"description": f"instead of {other}, the month itself"}
        _or_else(schema, other, key)


def _or_else(schema: dict[str, Any], key: str, other: str) -> None:
    """Let the schema need one of two keys."""
    schema["required"].remove(key)
    schema.setdefault("allOf", []).append({"anyOf": [{"required": [key]}, {"required": [other]}]})


Event = Annotated[
    Turnover | Blow | DonorsMove | Pressure | Salience | NewGrant | DonorLeaves, Field(discriminator="kind")
]


def size_of(event: Event) -> float:
    """Return how large an event is; of changes of government at an election, how likely one of them is."""
    if isinstance(event, Turnover):
        return event.share * event.chance
    return float(getattr(event, EVENT_KINDS[KIND_NUMBER[event.kind]].size))


class Scenario(FileModel):
    """What the world does. Several events in one month act in the order of the file."""

    kind_of_file: ClassVar[str] = "scenario"

    events: Annotated[tuple[Event, ...], Field(strict=False, max_length=MOST_EVENTS)] = Field(
        default=(), validation_alias="event", serialization_alias="event", description="what happens, and when"
    )

    def twin(self) -> Scenario:
        """Return the same scenario without its events: the calm decade that losses are measured against."""
        return self.model_copy(update={"events": ()})
