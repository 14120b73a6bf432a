"""What a plan decides: how effort is shared among nine activities, and eight further levers. Declared once, here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Activity:
    """One of the nine things that a community spends its effort on."""

    name: str
    title: str
    meaning: str


@dataclass(frozen=True)
class Lever:
    """A dial of the plan with its unit, default and range."""

    name: str
    title: str
    default: float
    low: float
    high: float
    unit: str
    meaning: str
    whole: bool = False


ACTIVITIES: Final[tuple[Activity, ...]] = (
    Activity("mobilise", "Mobilise", "meet people where they are and ask them to take part"),
    Activity("train", "Train officials", "workshops for officials, who keep what they learn when governments change"),
    Activity("publish", "Publish", "work with governments so that data is opened, on purpose or by default"),
    Activity("ally", "Ally", "relations with governments and with every side of politics"),
    Activity("tell_stories", "Tell stories", "examples and coverage, with journalists"),
    Activity("teach", "Teach", "data literacy for newcomers, and data that the community collects itself"),
    Activity("raise_funds", "Raise funds", "applications to donors and renewals"),
    Activity("coordinate", "Coordinate", "clear roles, a shared vision, care for one another"),
    Activity("document", "Document", "keep records and adapt what other communities learned"),
)
"""Shares of effort, in the order of every array of efforts and intensities."""

LEVERS: Final[tuple[Lever, ...]] = (
    Lever("stance", "Stance", 0.0, -1.0, 1.0, "-1 partisan insider, 0 non-partisan, 1 confrontational",
          "how the community stands towards the government of the day"),
    Lever("purpose_share", "Publish with purpose", 0.6, 0.0, 1.0, "share",
          "share of publishing that serves a chosen problem; the rest works towards open by default"),
    Lever("voice", "Voice", 0.5, 0.0, 1.0, "share", "how far unusual opinions are given room; it costs effort"),
    Lever("breadth", "Breadth", 3.0, 1.0, 5.0, "themes", "how many themes are worked on at once", whole=True),
    Lever("ambition", "Ambition", 4.0, 1.0, 20.0, "wins a half-year", "the wins that the community promises itself"),
    Lever("reserve_months", "Reserve", 3.0, 0.0, 12.0, "months", "money kept aside, in months of usual income"),
    Lever("diversification", "Diversification", 0.3, 0.0, 1.0, "share",
          "share of fund-raising that goes into income of one's own: dues, fees, small gifts"),
    Lever("partnering", "Partnering", 0.2, 0.0, 1.0, "share",
          "local work that goes through national agencies: their capacity, and their leaders' will"),
)  # fmt: skip
"""The plan's other dials, in the order of every array of dials."""

THEMES: Final[tuple[str, ...]] = ("climate", "housing", "poverty", "smart-city", "anti-corruption")
"""The problems that data is opened for."""

MOBILISE, TRAIN, PUBLISH, ALLY, TELL_STORIES, TEACH, RAISE_FUNDS, COORDINATE, DOCUMENT = range(len(ACTIVITIES))
STANCE, PURPOSE_SHARE, VOICE, BREADTH, AMBITION, RESERVE_MONTHS, DIVERSIFICATION, PARTNERING = range(len(LEVERS))

N_ACTIVITIES: Final = len(ACTIVITIES)
N_LEVERS: Final = len(LEVERS)
N_THEMES: Final = len(THEMES)
