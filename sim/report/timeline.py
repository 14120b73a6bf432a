"""When things happen: elections of a context, events of a scenario, and what a plan has dated, on one calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import plotly.graph_objects as go

from sim.files.scenario import size_of
from sim.language import terms
from sim.language.files import name_in, title_of
from sim.report.drawing import new_figure, plain, time_axis
from sim.report.theme import NEUTRAL, PALETTE
from sim.world.events import EVENT_KINDS, KIND_NUMBER

if TYPE_CHECKING:
    from sim.files.context import Context
    from sim.files.plan import Plan
    from sim.files.scenario import Event, Scenario
    from sim.language.catalogue import Texts

ELECTION, HARM, HELP, PLANNED = "election", "harm", "help", "planned"

LOOKS: Final = {
    ELECTION: (NEUTRAL, "line-ns-open"),
    HARM: (PALETTE[1], "x"),
    HELP: (PALETTE[2], "circle"),
    PLANNED: (PALETTE[0], "diamond"),
}
"""Colour and shape of each sort of date."""

ROW: Final = 34
BAR: Final = 9
"""Pixels of a row, and of the bar of something that lasts."""


@dataclass(frozen=True)
class Happening:
    """Something with a date.

    Attributes
    ----------
    row : the line of the picture on which it stands.
    sort : election, harm, help or planned.
    month, end : first and last month; the same where it does not last.
    size : how large it is, in words; may be empty.
    """

    row: str
    sort: str
    month: int
    end: int
    size: str = ""


def happenings(scenario: Scenario, context: Context, texts: Texts, plan: Plan | None = None) -> list[Happening]:
    """Return everything that has a date within the horizon, in the order of the calendar within each row."""
    found = [*_elections(context, texts), *_events(scenario, context, texts), *_planned(plan, context, texts)]
    return [one for one in found if 1 <= one.month <= context.months]


def event_timeline(scenario: Scenario, context: Context, texts: Texts, plan: Plan | None = None) -> go.Figure:
    """Return the dates of a scenario in a context on a calendar; with a plan, its stages and grants too."""
    found = happenings(scenario, context, texts, plan)
    rows = list(dict.fromkeys([*_always(texts), *(one.row for one in found)]))
    title = texts("timeline.title", title=title_of(scenario, texts.language))
    figure = new_figure(texts, title, height=110 + ROW * len(rows))
    for one, label, place in _labelled(found):
        colour, symbol = LOOKS[one.sort]
        dates = [context.date_of(month) for month in (one.month, min(one.end, context.months))]
        mode = "lines+text" if one.end > one.month else "markers+text"
        figure.add_scatter(
            x=dates, y=[plain(one.row)] * 2, mode=mode, meta=one.sort, text=["", plain(label)], textposition=place,
            line={"color": colour, "width": BAR}, showlegend=False, cliponaxis=False, textfont={"size": 11},
            marker={"color": colour, "symbol": symbol, "size": 11, "line": {"width": 2, "color": colour}},
            hovertext=[_in_words(one, context, texts)] * 2, hoverinfo="text",
        )  # fmt: skip
    figure.update_yaxes(categoryorder="array", categoryarray=[plain(row) for row in rows[::-1]])
    figure.update_yaxes(range=[-0.7, len(rows) - 0.3], showgrid=True)
    time_axis(figure, context, texts)
    for row, known in zip(_always(texts), (context.elections.national, context.elections.local), strict=True):
        if known is None and not any(one.row == row for one in found):
            figure.add_annotation(
                x=context.date_of(context.months // 2), y=plain(row), text=texts("timeline.drawn"), showarrow=False,
                font={"size": 11, "color": NEUTRAL},
            )  # fmt: skip
    return figure


def _labelled(found: list[Happening]) -> Iterator[tuple[Happening, str, str]]:
    """Give each happening with its label and where that stands: beside the last of a row, above those before it.

    What is as large as the next one in its row has no label of its own.
    """
    for place, one in enumerate(found):
        later = [other for other in found[place + 1 :] if other.row == one.row]
        same = later and later[0].size == one.size
        yield one, "" if same else f" {one.size}", "top center" if later else "middle right"


def event_timeline_words(scenario: Scenario, context: Context, texts: Texts, plan: Plan | None = None) -> str:
    """Say every date in the order of the calendar."""
    found = sorted(happenings(scenario, context, texts, plan), key=lambda one: one.month)
    return " ".join(_in_words(one, context, texts) for one in found) or texts("timeline.nothing")


def _in_words(one: Happening, context: Context, texts: Texts) -> str:
    """Say what happens, when, and how much."""
    gaps = {"what": one.row, "date": texts.date(context.date_of(one.month)), "size": one.size}
    key = "sized" if one.size else "plain"
    if one.end > one.month:
        return texts(f"timeline.lasts_{key}", end=texts.date(context.date_of(min(one.end, context.months))), **gaps)
    return texts(f"timeline.{key}", **gaps)


def _always(texts: Texts) -> tuple[str, str]:
    """Return the rows of the elections."""
    return texts("timeline.national"), texts("timeline.local")


def _elections(context: Context, texts: Texts) -> Iterator[Happening]:
    """Give the elections whose dates are known, term after term; the others are drawn by luck."""
    national, local = _always(texts)
    known = {(national, context.elections.national), (local, context.elections.local)}
    known |= {(national if one.tier == "national" else local, one.takes_office) for one in context.governments}
    months: dict[str, set[int]] = {national: set(), local: set()}
    for row, when in known:
        if when is not None:
            months[row] |= set(range(context.month_of(when), context.months + 1, context.elections.term_months))
    yield from (Happening(row, ELECTION, month, month) for row, all_of in months.items() for month in sorted(all_of))


def _events(scenario: Scenario, context: Context, texts: Texts) -> Iterator[Happening]:
    """Give the scenario's events."""
    for event in sorted(scenario.events, key=lambda one: context.month_of(one.when)):
        month, about = context.month_of(event.when), EVENT_KINDS[KIND_NUMBER[event.kind]]
        harms = about.harmful and getattr(event, "change", -1.0) < 0
        lasts = about.lasts != "once"
        months = getattr(event, "months", None) or context.months
        end = month + months - 1 if lasts else month + getattr(event, "notice", 0)
        row = terms.title("event", event.kind, texts.language)
        yield Happening(row, HARM if harms else HELP, month, end, _size(event, texts))


def _size(event: Event, texts: Texts) -> str:
    """Return how large an event is."""
    field = EVENT_KINDS[KIND_NUMBER[event.kind]].size
    amount = size_of(event)
    theme = getattr(event, "theme", None)
    if field in ("share", "level"):
        said = texts(f"timeline.size.{field}", n=texts.per_cent(amount))
    elif field == "change":
        said = texts("timeline.size.change", n=("+" if amount > 0 else "") + texts.significant(amount))
    elif field == "notice":
        said = texts("timeline.size.notice", n=texts.counted("month", round(amount)))
    else:
        said = texts("timeline.size.staff_months", n=texts.significant(amount))
    return f"{said} · {terms.title('theme', theme, texts.language)}" if theme else said


def _planned(plan: Plan | None, context: Context, texts: Texts) -> Iterator[Happening]:
    """Give the stages and grants of a plan."""
    if plan is None:
        return
    for trigger in plan.triggers:
        if trigger.month is not None:
            month = context.month_of(trigger.month)
            yield Happening(texts("timeline.stage"), PLANNED, month, month, name_in(plan, trigger.name, texts.language))
    for grant in plan.grants:
        month = context.month_of(grant.start)
        size = texts("timeline.size.staff_months", n=texts.significant(grant.staff_months))
        yield Happening(texts("timeline.grant"), PLANNED, month, month + grant.months - 1, size)
