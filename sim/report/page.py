"""The report: one HTML file that needs nothing else. It opens without a network, prints, and reads on a telephone."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim.evidence.recorded import recorded_evidence
from sim.files.parameter_sets import DEFAULT, PLAUSIBLE
from sim.files.writing import replace_file
from sim.language.catalogue import Texts, texts
from sim.language.files import horizon, idea_of, story_of, title_of
from sim.report import alternatives, charts, evidence_chart, facts, findings, ranking, tables, variance
from sim.report.pictures import Album, Picture
from sim.report.rendering import render
from sim.report.theme import NEUTRAL, PALETTE, STATE_STYLES
from sim.results.intervals import CONFIDENCE
from sim.results.variance import futures_needed
from sim.versions import versions
from sim.world.measures import BY_DOMAIN, DOMAINS

if TYPE_CHECKING:
    from sim.files.context import Context
    from sim.files.scenario import Scenario
    from sim.results.compare import Cell, Comparison

MOST_OPEN_SCENARIOS: Final = 4
"""With more scenarios than that, each is folded up to one line, so that the page can be seen over."""

FEW_SCENARIOS: Final = 8
"""Up to so many scenarios, the ranges of all six measures are drawn; beyond, only three, to keep the file small."""

MAIN_MEASURES: Final = ("people", "reuse", "runway")
"""What "working" is judged by, and the money."""

DOTS_HEIGHT: Final = 180
FAN_HEIGHT: Final = 230
"""Pixels of the pictures that stand beside others of their kind."""

CALIBRATIONS: Final = {DEFAULT: "calibration", PLAUSIBLE: "plausible"}
"""What a page says about its parameters, by the sets that its futures lived with."""


@dataclass(frozen=True)
class ScenarioSection:
    """One scenario of the page, with the first plan and the best of the others."""

    name: str
    title: str
    story: str
    idea: str
    in_short: str
    working: str
    sentences: list[str]
    other_plan: str
    dots: list[tuple[str, Picture]]
    survival: Picture
    states: list[tuple[str, Picture]]
    some_ranges: str
    fans: list[Picture]
    plans: list[tables.PlanRow]
    measures: list[tuple[str, list[str]]]


def write_report(
    comparison: Comparison,
    path: str | os.PathLike[str],
    *,
    command: str,
    generated: datetime.date | None = None,
    language: str = "en",
) -> Path:
    """Write a report about a comparison as one HTML file, whole or not at all.

    Parameters
    ----------
    command : the exact command that made the comparison, printed so that anybody can run it again.
    generated : the date to print; by default that of SOURCE_DATE_EPOCH, or today. With the same date and inputs the
        file is the same byte for byte.

    Raises
    ------
    Mistake
        Where the file cannot be written; then nothing was changed.
    """
    return replace_file(path, report_html(comparison, command=command, generated=generated, language=language).encode())


def report_html(
    comparison: Comparison, *, command: str, generated: datetime.date | None = None, language: str = "en"
) -> str:
    """Return the report as HTML (see :func:`write_report`)."""
    words, album = texts(language), Album()
    content = _content(comparison, album, words)
    return render(
        "report.html", album=album, t=words, **content, **_made(comparison, command, generated, words)
    )  # fmt: skip


def _content(comparison: Comparison, album: Album, words: Texts) -> dict[str, Any]:
    """Return what the page says about the results."""
    first = comparison.plans[0]
    ordered = findings.ordered_scenarios(comparison)
    scenarios = {one.name: one for one in comparison.scenarios}
    return {
        "title": words("page.title", title=title_of(comparison.context, words.language)),
        "headline": " ".join((findings.headline(comparison, words), ranking.best_and_worst(comparison, words))).strip(),
        "not_odds": words("page.not_calibrated" if comparison.parameters == DEFAULT else "page.not_odds"),
        "summary": _summary(comparison, words),
        "plans_in_short": ranking.plans_in_short(comparison, words),
        "first": title_of(first, words.language),
        "years": horizon(comparison.context, words),
        "dots": [_overview_dots(comparison.cell(name, first.name), scenarios[name], album, words) for name in ordered],
        "states": list(STATE_STYLES.items()),
        "line_colour": PALETTE[0],
        "neutral": NEUTRAL,
        "plans": [(title_of(plan, words.language), plan.name) for plan in comparison.plans],
        "folded": len(ordered) > MOST_OPEN_SCENARIOS,
        "states_in_short": findings.states_in_short(comparison, words),
        "overview": tables.overview(comparison, words),
        "differences": _differences(comparison, album, words),
        "comparisons": _comparisons(comparison, words),
        "ignorance": _ignorance(comparison, album, words),
        "scenarios": [_scenario(comparison, scenarios[name], album, words) for name in ordered],
        "domains": [(words(f"domain.{name}"), len(those)) for name, those in DOMAINS.items()],
        "measures": [words(f"measure.{name}") for name in BY_DOMAIN],
        "signpost_pictures": _signpost_pictures(comparison, album, words),
        "signposts": tables.signposts(comparison, words),
        "reading": _reading(comparison, words),
        "state_meanings": _state_meanings(comparison, words),
        "measure_meanings": [(words(f"measure.{name}"), words(f"measure_meaning.{name}")) for name in BY_DOMAIN],
        "story": story_of(comparison.context, words.language),
        "facts": facts.facts(comparison.context, words),
        "listed": facts.listed_by_name(comparison.context, words),
        "evidence": _evidence(comparison, album, words),
    }


def _summary(comparison: Comparison, words: Texts) -> str:
    counts = {"future": comparison.futures, "scenario": len(comparison.scenarios), "plan": len(comparison.plans)}
    gaps = {f"{what}s": words.counted(what, number) for what, number in counts.items()}
    return words("page.summary", first=title_of(comparison.plans[0], words.language), **gaps)


def _overview_dots(cell: Cell, scenario: Scenario, album: Album, words: Texts) -> tuple[str, str, Picture]:
    """Return a scenario's title, its share in words, and its small picture."""
    small = charts.as_small_multiple(charts.hundred_dots(cell, words), DOTS_HEIGHT)
    working = findings.share_in_words(cell.working, "working.sentence", words)
    return title_of(scenario, words.language), working, album.add(small, alternatives.hundred_dots(cell, words))


def _differences(comparison: Comparison, album: Album, words: Texts) -> list[Picture]:
    """Return a picture for each plan but the first, from best to worst, each with a scale that shows its intervals."""
    first, found = title_of(comparison.plans[0], words.language), []
    for plan in ranking.ranked_plans(comparison):
        contrasts = findings.contrasts_of_plan(comparison, plan.name, words.language)
        title = ranking.plan_in_short(contrasts, title_of(plan, words.language), first, words)
        figure = charts.paired_differences(contrasts, title, words)
        found.append(album.add(figure, alternatives.paired_differences(contrasts, words)))
    return found


def _ignorance(comparison: Comparison, album: Album, words: Texts) -> tuple[str, Picture | None] | None:
    """Return how the spread splits under the first plan, or that there are too few futures to tell.

    None where all futures live with the same parameters.
    """
    first, titles = comparison.plans[0], {one.name: title_of(one, words.language) for one in comparison.scenarios}
    splits = []
    for name in findings.ordered_scenarios(comparison):
        found = comparison.cell(name, first.name).spread_of("working")
        if found is not None:
            doubtful = not found.shows_community
            splits.append(variance.Split(titles[name], found.luck, found.ignorance, found.community, doubtful))
    if not splits:
        needed = futures_needed(len(comparison.parameter_sets))
        if needed is None or needed <= comparison.futures:
            return None
        return words("variance.too_few", sets=len(comparison.parameter_sets), n=needed), None
    sets = words.number(len(comparison.parameter_sets), 0)
    about = words("variance.intro", n=sets, plan=title_of(first, words.language))
    return about, album.add(variance.variance_split(splits, words), variance.variance_split_words(splits, words))


def _evidence(comparison: Comparison, album: Album, words: Texts) -> tuple[list[str], Picture] | None:
    """Return how far these parameters agree with the world, what does not fit first; None for a user's own sets."""
    found = recorded_evidence(comparison.parameter_sets)
    if found is None:
        return None
    sentences = [*evidence_chart.misfits(found, words), words("evidence.measured", n=found.futures)]
    picture = evidence_chart.evidence_picture(found, words)
    return sentences, album.add(picture, evidence_chart.alternative(found, words))


def _comparisons(comparison: Comparison, words: Texts) -> str:
    """Return how many differences are reported, and how many would look clear by chance alone."""
    number = comparison.comparisons
    if number == 0:
        return words("intro.comparisons_none")
    by_chance = number * (1 - CONFIDENCE)
    return words("intro.comparisons", n=number, chance=words.number(by_chance, 0 if by_chance >= 2 else 1))


def _scenario(comparison: Comparison, scenario: Scenario, album: Album, words: Texts) -> ScenarioSection:
    """Return everything about one scenario."""
    context, first = comparison.context, comparison.plans[0]
    best = findings.best_other_plan(comparison, scenario.name)
    other = next((plan for plan in comparison.plans[1:] if plan.name == best), None)
    shown = {
        title_of(plan, words.language): comparison.cell(scenario.name, plan.name) for plan in (first, other) if plan
    }
    cell = comparison.cell(scenario.name, first.name)
    curves = shown | _calm_curve(comparison, scenario, words)
    measures = BY_DOMAIN if len(comparison.scenarios) <= FEW_SCENARIOS else MAIN_MEASURES
    some = words("scenario.some_ranges") if len(measures) < len(BY_DOMAIN) else ""
    return ScenarioSection(
        name=scenario.name,
        title=title_of(scenario, words.language),
        story=story_of(scenario, words.language),
        idea=idea_of(scenario, words.language),
        in_short=findings.share_in_words(cell.working, "working.in_short", words),
        working=findings.share_in_words(cell.working, "working.sentence", words),
        sentences=_sentences(comparison, scenario.name, cell, words),
        other_plan=title_of(other, words.language) if other else "",
        dots=[(name, _small_dots(one, album, words)) for name, one in shown.items()],
        survival=album.add(
            charts.survival_curves(curves, context, words), alternatives.survival_curves(curves, context, words)
        ),
        states=[(name, _states(one, context, album, words)) for name, one in shown.items()],
        some_ranges=some,
        fans=[_fan(cell, name, context, album, words) for name in measures],
        plans=tables.plans_in(comparison, scenario.name, words),
        measures=tables.measures_in(comparison, scenario.name, words),
    )


def _small_dots(cell: Cell, album: Album, words: Texts) -> Picture:
    small = charts.as_small_multiple(charts.hundred_dots(cell, words), DOTS_HEIGHT)
    return album.add(small, alternatives.hundred_dots(cell, words))


def _states(cell: Cell, context: Context, album: Album, words: Texts) -> Picture:
    figure = charts.states_over_time(cell, context, words)
    return album.add(figure, alternatives.states_over_time(cell, context, words))


def _fan(cell: Cell, measure: str, context: Context, album: Album, words: Texts) -> Picture:
    figure = charts.as_small_multiple(charts.fan(cell, measure, context, words), FAN_HEIGHT)
    return album.add(figure, alternatives.fan(cell, measure, context, words))


def _calm_curve(comparison: Comparison, scenario: Scenario, words: Texts) -> dict[str, Cell]:
    """Return the first plan without any events, to stand beside a scenario with events, where the comparison has it."""
    first = comparison.plans[0]
    calm = next((one for one in comparison.scenarios if not one.events), None)
    if calm is None or not scenario.events:
        return {}
    return {words("scenario.no_events", title=title_of(first, words.language)): comparison.cell(calm.name, first.name)}


def _sentences(comparison: Comparison, scenario: str, cell: Cell, words: Texts) -> list[str]:
    """Return what became of the first plan in a scenario, and what the best other plan changes."""
    context = comparison.context
    found = [
        findings.against_twin_in_words(cell, words),
        findings.years_lost_in_words(cell, words),
        findings.loss_in_words(cell, context, comparison.thresholds.loss_window, words),
        findings.recovery_in_words(cell, words),
        findings.collapse_in_words(cell, words),
        findings.tipping_in_words(cell, context, words),
    ]
    best = findings.best_other_plan(comparison, scenario)
    for plan in comparison.plans[1:]:
        if plan.name == best:
            difference = comparison.against_first_plan(scenario, plan.name)
            found.append(findings.difference_in_words(difference, title_of(plan, words.language), words))
    return [one for one in found if one]


def _signpost_pictures(comparison: Comparison, album: Album, words: Texts) -> list[tuple[str, Picture]]:
    """Return a picture for each plan with triggers, in the hardest scenario."""
    context, hardest = comparison.context, findings.ordered_scenarios(comparison)[-1]
    title = next(title_of(one, words.language) for one in comparison.scenarios if one.name == hardest)
    found = []
    for plan in comparison.plans:
        if plan.triggers:
            cell = comparison.cell(hardest, plan.name)
            figure = charts.signposts(cell, plan, context, words)
            picture = album.add(figure, alternatives.signposts(cell, plan, context, words))
            found.append((words("scenario.signposts", plan=title_of(plan, words.language), scenario=title), picture))
    return found


def _reading(comparison: Comparison, words: Texts) -> list[str]:
    """Return the paragraphs on how to read the page and what it assumes."""
    window = words.counted("month", comparison.thresholds.loss_window)
    left_out = {f"reading.{key}" for sets, key in CALIBRATIONS.items() if comparison.parameters != sets}
    return [words(key, window=window) for key in words.keys_of("reading") if key not in left_out]


def _state_meanings(comparison: Comparison, words: Texts) -> list[tuple[str, str]]:
    """Return what each state means, with the lines that were drawn."""
    gaps = findings.lines(comparison, words)
    return [(words(f"state.{state}"), words(f"state_meaning.{state}", **gaps)) for state in STATE_STYLES]


def _months(context: Context, words: Texts) -> str:
    """Return how many months there are, and which."""
    first, last = (words.date(date) for date in (context.start, context.end))
    return words("made.from_to", n=context.months, first=first, last=last)


def _made(comparison: Comparison, command: str, generated: datetime.date | None, words: Texts) -> dict[str, Any]:
    """Return how the report was made."""
    day = facts.day(generated)
    settings = [
        (words("made.context"), comparison.context.name),
        (words("made.months"), _months(comparison.context, words)),
        (words("made.futures"), words.number(comparison.futures)),
        (words("made.seed"), str(comparison.seed)),
        (words("made.parameters"), comparison.parameters),
    ]
    return {
        "command": command,
        "date": words.day(day),
        "iso_date": day.isoformat(),
        "settings": settings,
        "versions": [*versions().items(), facts.machine(words)],
        "fingerprints": list(facts.fingerprints(comparison, words).items()),
    }
