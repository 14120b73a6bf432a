"""A discovered box as a scenario: what the scenario format can hold of it, and in its story what it cannot."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sim.experiments.boxes import Box, Restriction
from sim.experiments.conditions import condition, in_words
from sim.experiments.discovery import Discovery
from sim.experiments.points import KINDS, scenario_at
from sim.experiments.saying import happens
from sim.experiments.studied import Happening, Study, kept_file
from sim.experiments.varying import find_place
from sim.files.context import Context
from sim.files.format import TRANSLATED
from sim.files.mistakes import Mistake
from sim.files.scenario import Scenario

if TYPE_CHECKING:
    from sim.language.catalogue import Texts


def scenario_of_box(
    study: Study, found: Discovery, what: Happening, name: str, scenario: str | None, texts: Texts,
    plan: str | None = None, context: str | None = None,
) -> Scenario:  # fmt: skip
    """Return the middle of a box as a scenario: each event that the box concerns in the middle of what it allows.

    A scenario file holds events with one date and one size each, and neither ranges nor parameters nor levers. What is
    left out is said in the story.

    Parameters
    ----------
    name : what the scenario is to be called.
    scenario : the scenario of the experiment whose events are changed; None where there is only one.
    plan, context : the only ones that were looked at; None where all of the experiment were.

    Raises
    ------
    Mistake
        A box that does not hold, that concerns no event, or of several scenarios.
    """
    if not found.holds:
        raise Mistake("no condition holds on the points put aside, so there is no scenario to save")
    base = _base(study, found.box, scenario)
    of_events = [one for one in found.box if _is_event(one)]
    if not of_events:
        raise Mistake(
            f"the box concerns only {', '.join(one.factor.name for one in found.box)}; a scenario holds what the world "
            "does, as events, and no parameters, levers or plans: vary properties of events to save one"
        )
    values = {one.factor.name: middle(one) for one in of_events}
    made = scenario_at(base, values)
    events = [
        event.model_copy(update={"when": _as_written(event.when, old.when, of_events)})
        for event, old in zip(made.events, base.events, strict=True)
    ]
    title = base.title or base.name
    content = made.model_copy(update={"events": tuple(events)}).file_content()
    content |= {
        "name": name,
        "title": f"{title}: {_where(what)}",
        "story": " ".join([
            *_origin(study, found, what, base, texts, plan, context), *_meaning(found, of_events, texts),
        ]),
    }  # fmt: skip
    for untrue in ("idea", *TRANSLATED):  # they tell the story of the scenario that this one was made from
        content.pop(untrue, None)
    return Scenario.model_validate(content, by_alias=True, by_name=False)


def _base(study: Study, box: Box, scenario: str | None) -> Scenario:
    """Return the scenario whose events the box changes."""
    names = tuple(dict.fromkeys(study.samples["scenario"])) if scenario is None else (scenario,)
    for one in box:
        if one.factor.name == "scenario":
            names = tuple(name for name in names if name in one.allowed)
    if len(names) != 1:
        raise Mistake(
            f"the box was found over {len(names)} scenarios ({', '.join(names)}); name one of them with --scenario"
        )
    found = kept_file(study.experiment, "scenario", names[0])
    assert isinstance(found, Scenario)
    return found


def _is_event(one: Restriction) -> bool:
    place = find_place(one.factor.name)
    return place is not None and place.home == "event"


def middle(one: Restriction) -> float:
    """Return the middle of what a restriction allows; a stepwise number is rounded down where it is a whole one."""
    low = max(one.low, one.factor.low)
    high = min(one.high, one.factor.high)
    place = find_place(one.factor.name)
    value = (low + high) / 2
    if place is not None and place.allowed.whole:
        return float(math.floor(value))
    return float(f"{value:.3g}")


def _as_written(when: Any, before: Any, restricted: list[Restriction]) -> Any:
    """Return the month of an event; as a date where the scenario was written with dates and the beginning is known."""
    beginnings = {one.factor.beginning for one in restricted if one.factor.beginning}
    if isinstance(before, str) and isinstance(when, int) and len(beginnings) == 1:
        return Context(start=beginnings.pop()).date_of(when)
    return when


def _where(what: Happening) -> str:
    """Return what happens there, in a few words."""
    if what.side in ("above", "below"):
        return f"where {what.outcome} is {what.side} {what.threshold:g}"
    return "where it fails" if what.outcome == "working" else "where it happens"


def _origin(
    study: Study, found: Discovery, what: Happening, base: Scenario, texts: Texts, plan: str | None, context: str | None
) -> list[str]:  # fmt: skip
    """Return where the scenario comes from: the experiment, what was looked for, under which plans and contexts."""
    samples = study.samples[study.samples["scenario"] == base.name]
    whose = []
    for kind, chosen in (("plan", plan), ("context", context)):
        names = [chosen] if chosen else list(dict.fromkeys(samples[kind]))
        listed = ", ".join(f"'{name}'" for name in names)
        whose.append(f"{kind}{'' if len(names) == 1 else 's'} {listed}")
    experiment = study.experiment.manifest.get("experiment", study.design.name)
    of_whom = f"for scenario '{base.name}' with {' and '.join(whose)}"
    return [
        f"Found in the experiment '{experiment}', among {found.points:,} points, {of_whom}.",
        f"What was looked for: {happens(what, texts)}.",
    ]


def _meaning(found: Discovery, of_events: list[Restriction], texts: Texts) -> list[str]:
    """Return what the scenario stands for, and what of the box it does not hold."""
    size = found.held_out
    others = [one for one in found.box if not _is_event(one) and one.factor.name not in KINDS]
    kinds = [one for one in found.box if one.factor.name in KINDS and one.factor.name != "scenario"]
    middles = ", ".join(f"{one.factor.name} = {middle(one):g}" for one in of_events)
    left_out = "; ".join(condition(one, texts) for one in (*others, *kinds))
    parts = [
        f"It stands for a whole box of futures: those where {in_words(found.box, texts)}.",
        f"There it happened in {100 * size.density:.0f} of 100 futures, elsewhere in {100 * size.elsewhere:.0f}.",
        f"An event has one date and one size here, so each of these is in the middle of its range: {middles}.",
    ]
    if left_out:
        parts.append(f"Not in this file, because no scenario holds it: {left_out}.")
    return parts
