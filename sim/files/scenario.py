"""A scenario: what the world does, as dated events. Nobody in the community chooses it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.files.format import (
    Duration,
    FileModel,
    Number,
    OneOf,
    Part,
    Share,
    StaffMonths,
    Theme,
    When,
)
from sim.world.levers import THEMES

OUTSIDE = "outside"
"""The target of donors who move to none of the plan's themes: the one that ranks lowest."""

MOST_EVENTS = 1000
"""More events than months in the longest run are taken for a slip."""


class Blow(Part):
    """An event that happens once and takes a share of something."""

    kind: Literal[
        "turnover",
        "hostile_turnover",
        "donors_exit",
        "champions_leave",
        "scandal",
        "radicalise",
        "newcomers",
        "key_people",
    ] = Field(description="what happens")
    when: When = Field(description="month number, or a date such as 2029-03")
    share: Share = Field(description="share of governments, donors, champions or members, or of public standing")


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


Event = Annotated[Blow | DonorsMove | Pressure | Salience | NewGrant, Field(discriminator="kind")]


class Scenario(FileModel):
    """What the world does. Several events in one month act in the order of the file."""

    kind_of_file: ClassVar[str] = "scenario"

    events: Annotated[tuple[Event, ...], Field(strict=False, max_length=MOST_EVENTS)] = Field(
        default=(), validation_alias="event", serialization_alias="event", description="what happens, and when"
    )

    def twin(self) -> Scenario:
        """Return the same scenario without its events: the calm decade that losses are measured against."""
        return self.model_copy(update={"events": ()})
