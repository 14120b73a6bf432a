"""What ``sobremesa improve`` found: as plan files, a page, JSON, and on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.robustness.reasons import KEYS

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from sim.search.improvement import Found, Improvement


def file_names(plan: str) -> list[str]:
    """Return what the plans of a search may be called."""
    from pathlib import Path

    from sim.search.picking import BALANCED, ROLES

    stem = Path(plan).name.removesuffix(".toml")
    return [f"{stem}-{role}" for role in (*ROLES, BALANCED)]


def write(found: Improvement, folder: Path, commands: list[str], language: str = "en") -> list[Path]:
    """Write the plans, the picture and all figures; plans that an earlier search named and this one does not go."""
    import json

    from sim.cli.terminal import plain
    from sim.files import library
    from sim.files.writing import replace_file
    from sim.report.improvement_page import page

    written = [library.save(told(one, found), folder / f"{one.plan.name}.toml") for one in found.found]
    for name in file_names(found.question.plan.name):
        stale = folder / f"{name}.toml"
        if stale not in written:
            stale.unlink(missing_ok=True)
    written.append(replace_file(folder / "front.html", page(found, commands, language).encode()))
    content = json.dumps(plain(to_dict(found, commands)), indent=2).encode()
    written.append(replace_file(folder / "improvement.json", content))
    return written


def told(one: Found, found: Improvement) -> Any:
    """Return a plan with a title and a story for people, in every language: those of the shipped plan are another's."""
    from sim.cli.words import difference_in_words
    from sim.files.format import LONGEST_NAME, TRANSLATED, Translation
    from sim.report.improvement_page import title_of_found

    shipped = found.question.plan
    against = difference_in_words(one.difference)
    verdict = "It may be called better" if one.better else f"Not called better: {'; '.join(one.reasons)}"
    turned, places = ", ".join(one.credited), ", ".join(place.name for place in found.question.contexts)
    story = (
        f"Found by a search that began with '{shipped.name}', for {places}. Still working on fresh futures, against "
        f"that plan: {against}. {verdict}. What was turned and matters: {turned}."
    )
    said: dict[str, Any] = {"title": title_of_found(one, found, "en")[:LONGEST_NAME], "story": story, "idea": ""}
    for language in TRANSLATED:
        own = getattr(shipped, language)
        title, explained = title_of_found(one, found, language)[:LONGEST_NAME], _story(one, found, language)
        said[language] = Translation(title=title, story=explained, names=dict(own.names) if own else {})
    return one.plan.model_copy(update=said)


def _story(one: Found, found: Improvement, language: str) -> str:
    """Return in a sentence or two where a plan comes from, and what may be said of it."""
    from sim.language.catalogue import texts
    from sim.language.files import title_of
    from sim.results.intervals import of_hundred

    words = texts(language)
    reasons = [words(f"dashboard.lab.reason.{KEYS[reason]}") for reason in one.reasons]
    verdict = words("dashboard.lab.may_be_called")
    if reasons:
        verdict = words("dashboard.lab.may_not", reasons=words.listed(reasons))
    return words(
        "dashboard.lab.story_of_plan", plan=title_of(found.question.plan, language), n=of_hundred(one.goals[0]),
        before=of_hundred(found.shipped[0]), verdict=verdict,
    )  # fmt: skip


def to_dict(found: Improvement, commands: list[str]) -> dict[str, Any]:
    """Return everything as ``--json`` prints it."""
    from sim.language.catalogue import texts
    from sim.report.improvement_page import headline, reduced
    from sim.search.judging import GOALS

    best, words = found.best, texts()
    return {
        "plan": found.question.plan.name,
        "better": None if best is None else best.plan.name,
        "headline": headline(found, words, typed=True),
        "generations": found.generations,
        "tried": found.tried,
        "seconds": found.seconds,
        "check": {**vars(found.check)},
        "reduced": reduced(found, words),
        "shipped": dict(zip(GOALS, found.shipped, strict=True)),
        "places": [
            {"context": context, "scenario": scenario, "working": share}
            for (context, scenario), share in zip(found.places, found.shipped_shares, strict=True)
        ],
        "found": [_found(one, found) for one in found.found],
        "front": [
            {"values": one.values, "goals": dict(zip(GOALS, one.goals, strict=True))} for one in found.front
        ],
        "commands": commands,
    }  # fmt: skip


def _found(one: Found, found: Improvement) -> dict[str, Any]:
    """Return one plan that was found."""
    from sim.search.judging import GOALS

    control = one.against_control
    return {
        "plan": one.plan.name,
        "best_at": list(one.roles),
        "goals": dict(zip(GOALS, one.goals, strict=True)),
        "working": {"/".join(place): share for place, share in zip(found.places, one.shares, strict=True)},
        "against_shipped": {**vars(one.difference)},
        "random_plans": {"own": one.null.own, "to_beat": one.null.bar, "rank": one.null.rank},
        "against_control": None if control is None else {**vars(control)},
        "turned": {name: one.values[name] for name in one.credited},
        "better": one.better,
        "reasons": list(one.reasons),
    }


def show(console: Console, found: Improvement, written: list[Path], commands: list[str]) -> None:
    """Print what was found, and what was written."""
    from sim.cli.terminal import paragraph, table, whole_line
    from sim.cli.words import signed
    from sim.language.catalogue import texts
    from sim.report.improvement_page import headline, notes
    from sim.results.intervals import of_hundred

    words = texts()
    paragraph(console, headline(found, words, typed=True), "bold")
    rows = [(found.question.plan.name, *_goals(found.shipped), "-", "-", "-")]
    for one in found.found:
        verdict = "yes" if one.better else "; ".join(one.reasons)
        rows.append(
            (one.plan.name, *_goals(one.goals), signed(one.difference), str(of_hundred(one.null.rank)), verdict)
        )
    columns = ("plan", "working", "regret", "lost", "money", "more", "beats", "better?")
    console.print()
    console.print(table(columns, rows, title=words("improve.table"), numbers=(1, 2, 3, 4, 5, 6)))
    for one in found.found:
        turned = ", ".join(f"{name} {one.values[name]:g}" for name in one.credited)
        paragraph(console, f"{one.plan.name} ({', '.join(one.roles)}): {turned}.")
    console.print()
    columns_read = (
        "More: of 100 futures, against the plan to be improved (~ too close to call). Beats: of 100 random plans of "
        f"equal effort ({found.check.random_plans} were drawn)."
    )
    paragraph(console, " ".join([*notes(found, words), columns_read]))
    console.print()
    if commands:
        console.print("To see these shares again:")
    for command in commands:
        whole_line(console, f"  {command}")
    for path in written:
        whole_line(console, f"Written: {path}")


def _goals(goals: tuple[float, float, float, float]) -> tuple[str, ...]:
    """Return the four goals in words."""
    from sim.results.intervals import of_hundred

    working, regret, months_lost, money = goals
    return str(of_hundred(working)), f"{of_hundred(regret):+d}", f"{months_lost:.1f}", f"{money:.1f}"
