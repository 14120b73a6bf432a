"""The actors of a community of the user's own, as a context lists them. What is not listed is drawn."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.files.format import (
    FURTHEST_MONTH,
    Moment,
    Name,
    Number,
    OneOf,
    Part,
    Share,
    StaffMonths,
    Theme,
    YesNoOrShare,
)

MOST_ACTORS = 100_000
"""The largest community, all kinds of actor together."""

Later = Annotated[int | str, Moment(1, FURTHEST_MONTH)]
LastPaid = Annotated[int | str, Moment(0, FURTHEST_MONTH)]


class Government(Part):
    """A government, agency, city or council."""

    name: Name = Field(description="what it is called")
    tier: Annotated[str, OneOf(("national", "local"))] = Field(description="national or local")
    takes_office: Later | None = Field(default=None, description="when the next government takes office")
    buy_in: Share | None = Field(default=None, description="how far its leadership supports open data now")


class Donor(Part):
    """A donor; its grant runs until the month `ends`."""

    name: Name = Field(description="what it is called")
    monthly: StaffMonths = Field(description="its grant, in staff-months a month")
    ends: LastPaid | None = Field(default=None, description="last paid month of the running grant; 0: none runs")
    theme: Theme | None = Field(default=None, description="what it pays for")
    government: Name | None = Field(default=None, description="the listed government that the money comes from")


class Champion(Part):
    """A post inside a government and the official who holds it."""

    name: Name = Field(description="what the post or the official is called")
    government: Name | None = Field(default=None, description="the listed government")
    senior: bool | None = Field(
        default=None, description="a political appointee, who leaves more often with the government"
    )
    trained: bool | None = Field(default=None, description="whether the official was at a workshop")
    in_post: bool | None = Field(default=None, description="whether the post is filled")


class Members(Part):
    """A group of members, or people who might be."""

    name: Name = Field(description="what the group is called")
    count: Annotated[int, Number(1, MOST_ACTORS, whole=True)] = Field(description="how many people")
    kind: Annotated[str, OneOf(("activist", "organisation", "journalist"))] | None = Field(
        default=None, description="what they are"
    )
    theme: Theme | None = Field(default=None, description="what they work on")
    active: Annotated[bool | float, YesNoOrShare()] | None = Field(
        default=None, description="whether they are active, or which share of them"
    )
    literacy: Share | None = Field(default=None, description="how well they read data")
    stance: Share | None = Field(default=None, description="0 gradual insider to 1 radical outsider")
