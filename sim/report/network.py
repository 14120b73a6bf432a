"""The actors of one future in one month: who pays, who is active, who holds the door open, who is burning out.

Where somebody stands never changes, so that two months, or two plans, can be compared by eye.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import plotly.graph_objects as go

from sim.language.actors import shown_name as shown_name
from sim.report.drawing import new_figure, plain
from sim.report.theme import NEUTRAL, PALETTE, faint
from sim.world.levers import THEMES

if TYPE_CHECKING:
    from sim.engines.mesa_model import CommunityModel
    from sim.files.context import Context
    from sim.language.catalogue import Texts

TIRED: Final = 0.4
"""Energy below which somebody is shown as burning out: a convention of the picture, no rule of the model."""

OPEN_DOOR: Final = 1 / 2
"""How far a door must be open to be drawn and told as open: a convention of the picture too."""

WELL, WORN, AWAY = "well", "worn", "away"

LOOKS: Final = {WELL: (PALETTE[0], "circle"), WORN: (PALETTE[1], "diamond"), AWAY: (NEUTRAL, "circle-open")}
"""Colour and shape of people who are there, who are burning out, and of empty posts and inactive members."""

DONORS_AT, PEOPLE_AT, GOVERNMENTS_AT = 0.0, 1.0, 2.0
"""From left to right: who pays, the community, governments with their champions."""

CROWD_WIDTH: Final = 0.42
CROWD_HEIGHT: Final = 0.44
POST_GAP: Final = 0.1
TALLEST: Final = 640
LEAST: Final = 380
ROW: Final = 36

NAME_LINE: Final = 14
NAME_LINES: Final = 2
HEADING_LINE: Final = 16
"""Characters in a line of a name and of a heading, and lines of a name at most: two columns of names leave a phone room
for the picture between them, and the whole name is shown under the pointer."""

LETTER: Final = 6
"""Pixels that a letter of a name takes at most, on average."""

GOLDEN: Final = math.pi * (3 - math.sqrt(5))
"""Angle by which sunflowers turn from seed to seed: members fill a disc evenly, however many there are."""


@dataclass(frozen=True)
class Donor:
    """A donor: what it gives a month while a grant runs, and whether one runs."""

    name: str
    monthly: float
    is_open: bool
    months_left: int
    theme: str


@dataclass(frozen=True)
class Official:
    """A post for a champion."""

    name: str
    in_post: bool
    trained: bool


@dataclass(frozen=True)
class Government:
    """A government with its posts; its door is how far its leaders or its routine support the work."""

    name: str
    national: bool
    hostile: bool
    door: float
    posts: tuple[Official, ...]


@dataclass(frozen=True)
class Member:
    """A seat of the membership."""

    name: str
    kind: str
    active: bool
    energy: float


@dataclass(frozen=True)
class Actors:
    """Everybody in one month of one future, as plain values that can be kept."""

    date: str
    context: Context
    donors: tuple[Donor, ...]
    governments: tuple[Government, ...]
    members: tuple[Member, ...]


def actors_now(model: CommunityModel) -> Actors:
    """Return everybody as they are after the last month that a model lived through."""
    donors = tuple(
        Donor(one.name, one.monthly, one.is_open, one.months_left, THEMES[one.theme]) for one in model.donors
    )
    governments = tuple(
        Government(
            one.name, one.national, bool(model.world.calendars["hostile"][one.calendar]), one.door,
            tuple(Official(each.name, each.in_post, each.trained) for each in one.officials),
        )
        for one in model.governments
    )  # fmt: skip
    members = tuple(Member(one.name, one.kind_name, one.active, one.energy) for one in model.activists)
    return Actors(model.date, model.context, donors, governments, members)


def actor_network(actors: Actors, texts: Texts) -> go.Figure:
    """Return everybody in their place: donors, members, and governments with their champions; lines are what holds.

    A line from a donor is a running grant, as thick as it is large. A line to a government is a door that its leaders
    or its routine keep open, as thick as that is far.
    """
    rows = max(len(actors.donors), len(actors.governments), 1)
    height = min(TALLEST, max(LEAST, 110 + ROW * rows))
    figure = new_figure(texts, _title(actors, texts), height=height)
    for (x, y), (other_x, other_y), width, colour in _lines(actors):
        figure.add_scatter(
            x=[x, other_x], y=[y, other_y], mode="lines", line={"color": faint(colour, 0.45), "width": width},
            hoverinfo="skip", showlegend=False, meta="line",
        )  # fmt: skip
    _draw_donors(figure, actors, texts)
    _draw_people(figure, actors, texts)
    _draw_governments(figure, actors, texts)
    most = max((len(one.posts) for one in actors.governments), default=0)
    figure.update_xaxes(visible=False, range=[DONORS_AT - 0.12, GOVERNMENTS_AT + POST_GAP * (most + 1.6)])
    figure.update_yaxes(visible=False, range=[-0.04, 1.08])
    left, right = _side(actors.donors, actors, texts), _side(actors.governments, actors, texts)
    _head(figure, actors, left, right, texts)
    figure.update_layout(legend={"y": -0.02, "yanchor": "top"}, margin={"b": 40, "l": left, "r": right})
    return figure


def _head(figure: go.Figure, actors: Actors, left: int, right: int, texts: Texts) -> None:
    """Write what each column is above it: the outer ones at the edges of the picture, so that none meets another."""
    places = {
        "donors": {"x": 0, "xref": "paper", "xshift": -left, "xanchor": "left", "align": "left"},
        "members": {"x": PEOPLE_AT, "xanchor": "center"},
        "governments": {"x": 1, "xref": "paper", "xshift": right, "xanchor": "right", "align": "right"},
    }
    for key, place in places.items():
        if getattr(actors, key):
            heading = "<br>".join(textwrap.wrap(texts(f"network.{key}"), HEADING_LINE))
            figure.add_annotation(
                y=1.06, text=heading, showarrow=False, font={"size": 12}, yanchor="bottom", **place
            )  # fmt: skip


def _name_lines(name: str) -> list[str]:
    """Return a name in short lines."""
    return textwrap.wrap(name, NAME_LINE, max_lines=NAME_LINES, placeholder="…")


def _written(name: str) -> str:
    """Return a name as Plotly breaks it."""
    return "<br>".join(plain(line) for line in _name_lines(name))


def _side(column: Sequence[Donor | Government], actors: Actors, texts: Texts) -> int:
    """Return the pixels that the names of a column take beside the picture."""
    lines = [line for one in column for line in _name_lines(shown_name(one.name, actors.context, texts))]
    return 12 + LETTER * max(map(len, lines), default=0)


def actor_network_words(actors: Actors, texts: Texts) -> str:
    """Say who is there, who is burning out, who pays and which governments keep the door open."""
    paying = [shown_name(one.name, actors.context, texts) for one in actors.donors if one.months_left > 0]
    covered = [shown_name(one.name, actors.context, texts) for one in actors.governments if one.door >= OPEN_DOOR]
    nobody = texts("network.nobody")
    return " ".join(
        (
            _title(actors, texts) + ".",
            texts("network.worn", members=sum(one.active and one.energy < TIRED for one in actors.members)),
            texts("network.paying", who=texts.listed(paying) or nobody),
            texts("network.covered", who=texts.listed(covered) or nobody),
        )
    )


def _title(actors: Actors, texts: Texts) -> str:
    posts = [post for one in actors.governments for post in one.posts]
    return texts(
        "network.title", date=texts.date(actors.date),
        members=texts.counted("active_member", sum(one.active for one in actors.members)),
        posts=sum(post.in_post for post in posts), all_posts=len(posts),
        donors=texts.counted("paying_donor", sum(one.months_left > 0 for one in actors.donors)),
    )  # fmt: skip


def _height(place: int, number: int) -> float:
    """Return where one of some in a column stands, the first on top."""
    return 1 - (place + 0.5) / number


def _lines(actors: Actors) -> Iterator[tuple[tuple[float, float], tuple[float, float], float, str]]:
    """Give running grants and open doors as lines with width and colour."""
    largest = max((one.monthly for one in actors.donors), default=0) or 1
    for place, donor in enumerate(actors.donors):
        if donor.months_left > 0:
            start = (DONORS_AT, _height(place, len(actors.donors)))
            yield start, (PEOPLE_AT - CROWD_WIDTH, 0.5), 1 + 9 * donor.monthly / largest, PALETTE[2]
    for place, government in enumerate(actors.governments):
        if government.door >= OPEN_DOOR:
            end = (GOVERNMENTS_AT, _height(place, len(actors.governments)))
            yield (PEOPLE_AT + CROWD_WIDTH, 0.5), end, 1 + 5 * government.door, PALETTE[0]


def _draw_donors(figure: go.Figure, actors: Actors, texts: Texts) -> None:
    """Draw donors: full where a grant runs, hollow where none does, crossed out where they have closed."""
    largest = max((one.monthly for one in actors.donors), default=0) or 1
    looks = {"paying": (PALETTE[2], "square"), "open": (PALETTE[2], "square-open"), "closed": (NEUTRAL, "x-thin-open")}
    for state, (colour, symbol) in looks.items():
        those = [(place, one) for place, one in enumerate(actors.donors) if _donor_state(one) == state]
        names = [shown_name(one.name, actors.context, texts) for _, one in those]
        figure.add_scatter(
            x=[DONORS_AT] * len(those), y=[_height(place, len(actors.donors)) for place, _ in those],
            mode="markers+text", text=[_written(name) for name in names], textposition="middle left",
            cliponaxis=False, textfont={"size": 10},
            name=texts(f"network.donor.{state}"), showlegend=bool(those), meta=f"donor {state}",
            marker={
                "color": colour, "symbol": symbol, "line": {"width": 2, "color": colour}, "opacity": 1,
                "size": [8 + 12 * math.sqrt(one.monthly / largest) for _, one in those], "sizemode": "diameter",
            },
            hovertext=[
                plain(texts("network.about.donor", name=name, amount=texts.number(one.monthly, 1), n=one.months_left))
                for name, (_, one) in zip(names, those, strict=True)
            ],
            hoverinfo="text",
        )  # fmt: skip


def _donor_state(donor: Donor) -> str:
    if donor.months_left > 0:
        return "paying"
    return "open" if donor.is_open else "closed"


def _draw_people(figure: go.Figure, actors: Actors, texts: Texts) -> None:
    """Draw members as a disc: active, burning out, not active."""
    places = list(_disc(len(actors.members)))
    for state, (colour, symbol) in LOOKS.items():
        those = [number for number, one in enumerate(actors.members) if _condition(one.active, one.energy) == state]
        members = [actors.members[number] for number in those]
        figure.add_scatter(
            x=[places[number][0] for number in those], y=[places[number][1] for number in those], mode="markers",
            marker={"color": colour, "symbol": symbol, "size": 7 if state != AWAY else 5}, showlegend=bool(those),
            name=texts(f"network.person.{state}"), legendgroup=state, meta=f"member {state}", hoverinfo="text",
            opacity=1 if state != AWAY else 0.6,
            hovertext=[
                plain(texts(f"network.about.{state}", name=shown_name(one.name, actors.context, texts),
                            energy=texts.per_cent(one.energy)))
                for one in members
            ],
        )  # fmt: skip


def _disc(number: int) -> Iterator[tuple[float, float]]:
    """Give places that fill the middle of the picture evenly."""
    for seed in range(number):
        radius, angle = math.sqrt((seed + 0.5) / number), seed * GOLDEN
        yield PEOPLE_AT + CROWD_WIDTH * radius * math.cos(angle), 0.5 + CROWD_HEIGHT * radius * math.sin(angle)


def _condition(there: bool, energy: float) -> str:
    if not there:
        return AWAY
    return WORN if energy < TIRED else WELL


def _post_in_short(post: Official) -> str:
    if not post.in_post:
        return AWAY
    return "trained" if post.trained else "untrained"


def _draw_governments(figure: go.Figure, actors: Actors, texts: Texts) -> None:
    """Draw governments, each with its posts in a row beside it and its name behind them."""
    number = len(actors.governments)
    for hostile, symbol in ((False, "square"), (True, "hash-open")):
        those = [(place, one) for place, one in enumerate(actors.governments) if one.hostile == hostile]
        names = [shown_name(one.name, actors.context, texts) for _, one in those]
        figure.add_scatter(
            x=[GOVERNMENTS_AT] * len(those), y=[_height(place, number) for place, _ in those], mode="markers",
            marker={"color": PALETTE[3], "symbol": symbol, "size": [15 if one.national else 10 for _, one in those]},
            name=texts(f"network.government.{'hostile' if hostile else 'other'}"), showlegend=bool(those),
            hovertext=[
                plain(texts("network.about.government", name=name, door=texts.per_cent(one.door)))
                for name, (_, one) in zip(names, those, strict=True)
            ],
            hoverinfo="text", meta="government hostile" if hostile else "government other",
        )  # fmt: skip
    for state in (WELL, AWAY):
        colour, symbol = LOOKS[state]
        those_posts = [
            (place, seat, post) for place, one in enumerate(actors.governments) for seat, post in enumerate(one.posts)
            if post.in_post == (state == WELL)
        ]  # fmt: skip
        figure.add_scatter(
            x=[GOVERNMENTS_AT + POST_GAP * (seat + 1.6) for _, seat, _ in those_posts],
            y=[_height(place, number) for place, _, _ in those_posts], mode="markers", legendgroup=state,
            marker={"color": colour, "symbol": symbol, "size": 8}, showlegend=False, meta=f"post {state}",
            hovertext=[
                plain(texts(f"network.about.{_post_in_short(post)}", name=shown_name(post.name, actors.context, texts)))
                for _, _, post in those_posts
            ],
            hoverinfo="text",
        )  # fmt: skip
    for place, one in enumerate(actors.governments):
        figure.add_annotation(
            x=GOVERNMENTS_AT + POST_GAP * (len(one.posts) + 1.6), y=_height(place, number), xanchor="left",
            text=_written(shown_name(one.name, actors.context, texts)), showarrow=False, font={"size": 10},
            align="left",
        )  # fmt: skip
