"""Adaptive pathways as a map of lines: a line for each plan, years across, stations where one can change."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

import plotly.graph_objects as go

from sim.language import terms
from sim.language.catalogue import Texts
from sim.language.files import name_in, title_of
from sim.report.drawing import new_figure, plain, time_axis
from sim.report.theme import DASHES, NEUTRAL, PALETTE
from sim.results.intervals import of_hundred

if TYPE_CHECKING:
    from sim.files.plan import Plan
    from sim.pathways.pathways import Pathways
    from sim.pathways.signposts import Signpost
    from sim.results.intervals import Difference

ROW: Final = 100
ABOVE_AND_BELOW: Final = 170
"""Pixels for each plan's line, and for everything else."""

THICK: Final = 7
THIN: Final = 2
STATION: Final = 15

LABEL_LINE: Final = 20
"""Characters in a line of what stands left of a plan's line."""

QUARTILES: Final = (0.25, 0.5, 0.75)


def pathways_map(found: Pathways, texts: Texts) -> go.Figure:
    """Return the map.

    The line of a plan is thick until half of all futures have seen it fail, and thin from there on; small marks stand
    where a quarter and three quarters have. From the line that the community begins on, one changes at a station: a
    full circle as soon as the failure is seen, an open one a year later. A diamond is the earliest reliable warning.
    """
    rows = {plan.name: len(found.plans) - 1 - place for place, plan in enumerate(found.plans)}
    title = texts("pathways.map.title", scenario=title_of(found.scenario, texts.language))
    figure = new_figure(texts, title, ABOVE_AND_BELOW + ROW * len(rows))
    for place, (name, row) in enumerate(rows.items()):
        colour = PALETTE[place % len(PALETTE)]
        dash = DASHES[(place // len(PALETTE)) % len(DASHES)]
        _plan(figure, found, name, row, {"color": colour, "dash": dash}, texts)
    _changes(figure, found, rows, texts)
    if found.warning is not None and found.warning.first is not None:
        _warning(figure, found, found.warning, rows[found.first.name], texts)
    time_axis(figure, found.context, texts)
    titles = [_row_label(found, plan, texts) for plan in found.plans]
    figure.update_yaxes(
        tickmode="array", tickvals=list(rows.values()), ticktext=titles, range=[-0.6, len(rows) - 0.4], showgrid=False
    )
    figure.update_layout(legend={"y": -0.22, "yanchor": "top"}, margin_b=80)
    return figure


def _row_label(found: Pathways, plan: Plan, texts: Texts) -> str:
    """Return a plan's name, and below it how many futures work at the end: inside the map lines would cross it."""
    working = texts("pathways.map.working", n=of_hundred(found.working[plan.name].share))
    name = textwrap.wrap(title_of(plan, texts.language), LABEL_LINE)
    smaller = [f'<span style="font-size:11px">{plain(line)}</span>' for line in textwrap.wrap(working, LABEL_LINE)]
    return "<br>".join([*(f"<b>{plain(line)}</b>" for line in name), *smaller])


def _date(found: Pathways, month: float) -> str:
    """Return a month's date, within the horizon."""
    return found.context.date_of(min(found.context.months, max(0, round(month))))


def _plan(figure: go.Figure, found: Pathways, name: str, row: int, line: dict[str, str], texts: Texts) -> None:
    """Draw the line of one plan, with the marks of its tipping points."""
    tips, horizon = found.tipping[name], found.context.months
    half = tips.quartile(0.5)
    for start, end, width in ((0, half or horizon, THICK), (half or horizon, horizon, THIN)):
        if start < end:
            figure.add_scatter(
                x=[_date(found, start), _date(found, end)], y=[row, row], mode="lines", line={**line, "width": width},
                hoverinfo="skip", showlegend=False, meta=f"{name}:{'good' if width == THICK else 'failing'}",
            )  # fmt: skip
    marks = [(share, tips.quartile(share)) for share in QUARTILES]
    seen = [(share, month) for share, month in marks if month is not None]
    figure.add_scatter(
        x=[_date(found, month) for _, month in seen], y=[row] * len(seen), mode="markers", showlegend=False,
        marker={
            "symbol": "line-ns-open", "size": [24 if share == 0.5 else 14 for share, _ in seen],
            "line": {"width": 3}, "color": line["color"],
        },
        text=[
            texts("pathways.map.tipped", n=of_hundred(share), date=texts.date(_date(found, month)))
            for share, month in seen
        ],
        hovertemplate="%{text}<extra></extra>", meta=f"{name}:tipping",
    )  # fmt: skip


def _changes(figure: go.Figure, found: Pathways, rows: dict[str, int], texts: Texts) -> None:
    """Draw where the community can change from its first line to the others: in time, and a year late."""
    from sim.pathways.switching import LATE
    from sim.pathways.tipping import USUAL

    tip = found.tipping[found.first.name].quartile(0.5) or found.tipping[found.first.name].quartile(0.25)
    if tip is None:
        return
    start = rows[found.first.name]
    for waited, symbol, dash, key in ((0, "circle", "solid", "in_time"), (LATE, "circle-open", "dot", "late")):
        month = tip + USUAL.in_a_row + waited
        if month > found.context.months:
            continue
        shown = False
        for name, change in found.switches.items():
            if change is None:
                continue
            share = change.in_time if waited == 0 else change.late
            way = next(plan for plan in found.plans if plan.name == name)
            words = texts(
                f"pathways.map.{key}", plan=plain(title_of(way, texts.language)), date=texts.date(_date(found, month)),
                n=of_hundred(share.share), never=of_hundred(change.never.share),
            )  # fmt: skip
            figure.add_scatter(
                x=[_date(found, month)] * 2, y=[start, rows[name]], mode="lines+markers",
                line={"color": NEUTRAL, "width": 2, "dash": dash},
                marker={"symbol": symbol, "size": STATION, "line": {"width": 2}, "color": NEUTRAL},
                name=texts(f"pathways.map.legend.{key}"), showlegend=not shown, legendgroup=key, text=[words] * 2,
                hovertemplate="%{text}<extra></extra>", meta=f"{name}:{key}",
            )  # fmt: skip
            shown = True


def _warning(figure: go.Figure, found: Pathways, warning: Signpost, row: int, texts: Texts) -> None:
    """Draw the earliest reliable warning on the first line."""
    assert warning.first is not None
    words = plain(warning_in_words(found, warning, texts))
    figure.add_scatter(
        x=[_date(found, warning.first)], y=[row], mode="markers", name=texts("pathways.map.legend.warning"),
        marker={"symbol": "diamond", "size": STATION, "color": PALETTE[1], "line": {"width": 2, "color": NEUTRAL}},
        text=[words], hovertemplate="%{text}<extra></extra>", meta="warning",
    )  # fmt: skip


def warning_in_words(found: Pathways, one: Signpost, texts: Texts) -> str:
    """Return what a signpost warns of, how well, and how long before."""
    what = signpost_in_words(found, one, texts)
    alarms = texts("pathways.alarms", true=of_hundred(one.true.share), false=of_hundred(one.false.share))
    said = texts("short.colon", what=what, said=alarms)
    return said if one.lead is None else f"{said} {texts('pathways.lead', n=round(one.lead[1]))}"


def signpost_in_words(found: Pathways, one: Signpost, texts: Texts) -> str:
    """Return what a signpost watches, or what the plan calls it."""
    if one.threshold is None:
        return name_in(found.first, one.name, texts.language)
    measure = terms.title("measure", one.name, texts.language)
    return texts("pathways.signpost", measure=measure, level=texts.significant(one.threshold))


def pathways_in_words(found: Pathways, texts: Texts) -> str:
    """Return what the map shows, for those who do not see it."""
    return " ".join(pathways_sentences(found, texts))


def pathways_sentences(found: Pathways, texts: Texts) -> list[str]:
    """Return what the map shows: a sentence or two for how long each plan lasts, for each change, for the warning."""
    sentences = []
    for plan in found.plans:
        half = found.tipping[plan.name].quartile(0.5)
        name = title_of(plan, texts.language)
        if half is None:
            sentences.append(texts("pathways.lasts", plan=name))
        else:
            sentences.append(texts("pathways.tips", plan=name, date=texts.date(_date(found, half))))
        change = found.switches.get(plan.name)
        if change is not None:
            shares = {key: of_hundred(getattr(change, key).share) for key in ("never", "in_time", "late")}
            told = texts("pathways.switching", plan=name, **shares)
            sentences.append(
                f"{told} {_what_differs('gain', change.gain, texts)} {_what_differs('cost', change.cost, texts)}"
            )
    if found.warning is not None:
        warns = warning_in_words(found, found.warning, texts)
    elif found.signposts:
        warns = texts("pathways.no_warning")
    else:
        warns = texts("dashboard.pathways.too_few", n=found.collapses, all=found.futures)
    return [*sentences, warns]


def _what_differs(what: str, found: Difference, texts: Texts) -> str:
    """Return what a change at once brings, or what the year of waiting costs, with its range; or that none can tell."""
    n, low, high = (of_hundred(one) for one in (found.difference, found.low, found.high))
    if found.too_close:
        return texts(f"pathways.{what}.close", low=texts.signed(low), high=texts.signed(high))
    return texts(f"pathways.{what}.clear", n=texts.signed(n), low=texts.signed(low), high=texts.signed(high))
