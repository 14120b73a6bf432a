"""Scenarios, plans and contexts in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from sim.cli.terminal import bar, paragraph, table
from sim.cli.words import month_in_words, years_in_words
from sim.world.events import EVENT_KINDS, KIND_NUMBER
from sim.world.levers import ACTIVITIES, LEVERS
from sim.world.measures import MEASURES

if TYPE_CHECKING:
    from rich.console import Console

    from sim.files.context import Context
    from sim.files.format import FileModel
    from sim.files.plan import Plan, Trigger
    from sim.files.scenario import Event, Scenario


DIFFERENCES: Final[Mapping[str, str]] = {
    "recruiting": "people join {} easily as usual",
    "turnover": "members leave {} often as usual",
    "drive": "the odds that what drives members lasts are {} high as usual",
    "money": "donors and members give {} much as usual",
    "officials": "officials can and do help {} much as usual",
    "freshness": "data stays in date {} long as usual",
}
"""What the multipliers of a context's community say."""


def describe(console: Console, model: FileModel) -> None:
    """Print a file: its title, story and idea, and what is in it."""
    from sim.files.context import Context
    from sim.files.plan import Plan
    from sim.files.scenario import Scenario

    title = model.title or model.name
    paragraph(console, f"{title} ({model.kind_of_file} {model.name})", "bold")
    if model.story:
        paragraph(console, model.story)
    if model.idea:
        paragraph(console, f"Idea: {model.idea}", "italic")
    console.print()
    if isinstance(model, Scenario):
        _describe_scenario(console, model)
    elif isinstance(model, Plan):
        _describe_plan(console, model)
    elif isinstance(model, Context):
        _describe_context(console, model)


def _describe_scenario(console: Console, scenario: Scenario) -> None:
    """Print the events with their dates."""
    from sim.files.context import Context

    usual = Context()
    if not scenario.events:
        paragraph(console, "No events: only the luck of any decade.")
        return
    rows = [(_when(usual, event.when), *_event(event)) for event in scenario.events]
    console.print(table(("when", "what", "what it means"), rows, title="Events"))
    console.print()
    paragraph(console, f"Months count from {month_in_words(usual, 0)}, where the context says nothing else.")


def _event(event: Event) -> tuple[str, str]:
    """Return what happens, with its size, and what that means."""
    from sim.files.scenario import size_of

    kind = EVENT_KINDS[KIND_NUMBER[event.kind]]
    amount = size_of(event)
    size = {
        "share": f"{100 * amount:g} %",
        "level": f"at {100 * amount:g} %",
        "change": f"{amount:+g}",
        "staff_months": f"{amount:g} staff-months a month",
        "notice": f"last payment {amount:g} months later",
    }[kind.size]
    theme, months = getattr(event, "theme", None), getattr(event, "months", None)
    parts = [kind.title, size]
    if theme is not None:
        parts.append(theme)
    if months is not None:
        parts.append(f"{months} months")
    return ", ".join([*parts, *_further(event)]), kind.meaning


def _further(event: Event) -> list[str]:
    """Return what only some events say: when they wait for an election, who gives or leaves, how it tapers off."""
    from sim.files.scenario import DonorLeaves

    said = []
    if getattr(event, "at", None) is not None:
        said.append("at the next election")
    donor = getattr(event, "donor", None)
    if donor is not None:
        said.append(f"donor: {donor}")
    if isinstance(event, DonorLeaves):
        if len(event.taper) > 1:
            said.append("tapering off: " + ", ".join(f"{100 * step:g} %" for step in event.taper))
        honoured = "what is signed is paid in full to its end, even beyond the last payment, and does not taper off"
        said.append("breaks contracts" if event.breaks_contracts else honoured)
    return said


def _when(context: Context, when: int | str) -> str:
    """Return a month as a file says it, with its date."""
    return month_in_words(context, context.month_of(when))


def _describe_plan(console: Console, plan: Plan) -> None:
    """Print effort, levers, themes, triggers and grants."""
    from sim.files.context import Context

    usual = Context()
    total = sum(plan.effort.values())
    largest = max(plan.effort.values()) / total
    rows: list[tuple[str, ...]] = [
        (
            one.name,
            f"{one.title}: {one.meaning}",
            f"{100 * plan.effort[one.name] / total:.0f} %",
            bar(plan.effort[one.name] / total, largest),
        )
        for one in ACTIVITIES
    ]
    console.print(table(("key", "activity", "share", ""), rows, title="Effort", numbers=(2,)))
    console.print()
    rows = [
        (
            one.name,
            f"{one.title}: {one.meaning}",
            f"{plan.levers[one.name]:g}",
            "" if plan.levers[one.name] != one.default else "usual",
            one.unit,
        )
        for one in LEVERS
    ]
    console.print(table(("key", "lever", "", "", "unit"), rows, title="Levers", numbers=(2,)))
    if plan.themes:
        console.print()
        paragraph(console, f"Themes, in this order: {', '.join(plan.themes)}.")
    if plan.triggers:
        console.print()
        paragraph(console, "Triggers", "bold")
        for trigger in plan.triggers:
            paragraph(console, trigger_in_words(usual, trigger), indent=2)
    for grant in plan.grants:
        paragraph(
            console,
            f"Grant from {_when(usual, grant.start)}: {grant.staff_months:g} staff-months a month for {grant.months} "
            f"months, {'unrestricted' if grant.unrestricted else 'restricted'}"
            + (f", for {grant.theme}" if grant.theme else "")
            + (f", signed by {grant.donor}." if grant.donor else "."),
        )


def trigger_in_words(context: Context, trigger: Trigger) -> str:
    """Return a trigger as a sentence."""
    return f"{trigger.name}: {_condition(context, trigger)}, {' and '.join(_actions(trigger))}{_end(trigger)}."


def _condition(context: Context, trigger: Trigger) -> str:
    """Return when it fires."""
    if trigger.month is not None:
        return f"from {_when(context, trigger.month)} on"
    measure = next(one for one in MEASURES if one.name == trigger.measure)
    side, threshold = ("below", trigger.below) if trigger.below is not None else ("above", trigger.above)
    words = f"when {measure.name} ({measure.unit}) is {side} {threshold:g}"
    if trigger.months > 1:
        words += f" for {trigger.months} months in a row"
    if trigger.seen_late:
        words += f", seen {trigger.seen_late} {'month' if trigger.seen_late == 1 else 'months'} late"
    return words


def _actions(trigger: Trigger) -> Iterable[str]:
    """Give what it does."""
    if trigger.shift is not None and trigger.effort is not None:
        titles = {one.name: one.title.lower() for one in ACTIVITIES}
        total = sum(trigger.effort.values())
        goes = [
            f"{titles[name]}" + (f" ({100 * weight / total:.0f} %)" if weight < total else "")
            for name, weight in trigger.effort.items()
            if weight > 0
        ]
        yield f"{100 * trigger.shift:g} % of all effort moves to {' and '.join(goes)}"
    titles = {one.name: one.title.lower() for one in LEVERS}
    for name, value in trigger.levers.items():
        yield f"{titles[name]} becomes {value:g}"
    if trigger.retarget:
        yield "the themes become those that open donors pay for"


def _end(trigger: Trigger) -> str:
    """Return until when it lasts."""
    if trigger.month is not None:
        return ""
    if trigger.latch:
        return ", for good"
    if trigger.release is None:
        return ", as long as that is so"
    return f", until it is {trigger.release:g} again"


def _describe_context(console: Console, context: Context) -> None:
    """Print when governments change and how likely, who there is, what is there at the beginning, and the sources."""
    elections, beginning = context.elections, context.beginning
    rows = [
        ("horizon", f"{context.start} to {context.end}, {years_in_words(context.months)}"),
        ("system", f"{elections.system}, terms of {elections.term_months} months"),
        ("national election", "drawn" if elections.national is None else _when(context, elections.national)),
        ("local elections", "drawn" if elections.local is None else _when(context, elections.local)),
        ("the governing party loses", f"{100 * elections.turnover_probability:.0f} % of elections"),
        ("the leader goes early", f"{100 * elections.early_exit:.1f} % a month"),
        ("re-election", "barred" if elections.reelection_barred else "possible"),
    ]
    console.print(table(("", ""), rows, title="Elections"))
    size = context.size
    rows = [
        ("governments", f"{size.national_governments} national, {size.local_governments} local"),
        ("champion posts", f"{size.champions:,}"),
        ("donors", f"{size.donors:,}"),
        ("members and possible members", f"{size.activists:,}"),
    ]
    console.print()
    console.print(table(("", ""), rows, title="Who there is"))
    rows = [
        ("catalogues open by default", f"{100 * beginning.open_by_default:.0f} %"),
        ("practice that survives people", f"{100 * beginning.institutionalised:.0f} %"),
        ("champions trained", f"{100 * beginning.officials_trained:.0f} %"),
        ("leaders in favour", f"{100 * beginning.leaders_disposition:.0f} %"),
        *((name.replace("_", " "), f"{value:g}") for name, value in context.funding if value is not None),
        *((name, _difference(name, value)) for name, value in context.community if value is not None),
    ]
    console.print()
    console.print(table(("", ""), rows, title="In month 0"))
    _listed(console, context)
    if context.sources:
        console.print()
        rows = [(name, " ".join(words.split())) for name, words in context.sources.items()]
        console.print(table(("figure", "source"), rows, title="Sources"))


def _difference(name: str, value: float) -> str:
    """Return in words how a community differs from a usual one."""
    return DIFFERENCES[name].format("as" if value == 1 else f"{value:g} times as")


def _listed(console: Console, context: Context) -> None:
    """Print the actors that a context names."""
    lists: dict[str, tuple[Any, ...]] = {
        "governments": context.governments,
        "donors": context.donors,
        "champions": context.champions,
        "groups of members": context.members,
    }
    for what, actors in lists.items():
        if actors:
            names = ", ".join(f"{one.name} ({one.count})" if what.startswith("groups") else one.name for one in actors)
            console.print()
            paragraph(console, f"Named {what}: {names}.")
