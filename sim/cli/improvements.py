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


def write(found: Improvement, folder: Path, commands: list[str]) -> list[Path]:
    """Write the plans, the picture and all figures; plans that an earlier search named and this one does not go."""
    import json

    from sim.cli.terminal import plain
    from sim.files import library
    from sim.files.writing import replace_file

    written = [library.save(told(one, found), folder / f"{one.plan.name}.toml") for one in found.found]
    for name in file_names(found.question.plan.name):
        stale = folder / f"{name}.toml"
        if stale not in written:
            stale.unlink(missing_ok=True)
    written.append(replace_file(folder / "front.html", page(found, commands).encode()))
    content = json.dumps(plain(to_dict(found, commands)), indent=2).encode()
    written.append(replace_file(folder / "improvement.json", content))
    return written


def told(one: Found, found: Improvement) -> Any:
    """Return a plan with a title and a story for people, in every language: those of the shipped plan are another's."""
    from sim.cli.words import difference_in_words
    from sim.files.format import LONGEST_NAME, TRANSLATED, Translation

    shipped = found.question.plan
    against = difference_in_words(one.difference)
    verdict = "It may be called better" if one.better else f"Not called better: {'; '.join(one.reasons)}"
    turned, places = ", ".join(one.credited), ", ".join(place.name for place in found.question.contexts)
    story = (
        f"Found by a search that began with '{shipped.name}', for {places}. Still working on fresh futures, against "
        f"that plan: {against}. {verdict}. What was turned and matters: {turned}."
    )
    said: dict[str, Any] = {"title": _title(one, found, "en")[:LONGEST_NAME], "story": story, "idea": ""}
    for language in TRANSLATED:
        own = getattr(shipped, language)
        title, explained = _title(one, found, language)[:LONGEST_NAME], _story(one, found, language)
        said[language] = Translation(title=title, story=explained, names=dict(own.names) if own else {})
    return one.plan.model_copy(update=said)


def _title(one: Found, found: Improvement, language: str) -> str:
    """Return what a plan is called: after the shipped one, and what it is best at."""
    from sim.language.catalogue import texts
    from sim.language.files import title_of

    words = texts(language)
    role = words(f"dashboard.lab.role.{one.roles[0]}")
    return words("dashboard.lab.title_of_plan", plan=title_of(found.question.plan, language), role=role)


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


def page(found: Improvement, commands: list[str]) -> str:
    """Return the front as a page."""
    from sim.language.catalogue import texts
    from sim.report.front_chart import front_in_words, parallel_coordinates
    from sim.report.picture_page import PicturePage

    words = texts()
    named = {one.plan.name: one.chosen_goals for one in found.found}
    shipped = (found.question.plan.name, found.shipped_chosen)
    figure = parallel_coordinates(
        [one.goals for one in found.front], named, shipped, words, title=words("front.title")
    )  # fmt: skip
    fresh = {shipped[0]: found.shipped, **{one.plan.name: one.goals for one in found.found}}
    rows = [(name, *(f"{goal:.3f}" for goal in goals)) for name, goals in fresh.items()]
    from sim.report.picture_page import PageTable

    columns = ("Plan", *(words(f"front.goal.{goal}") for goal in ("working", "regret", "months_lost", "money")))
    return PicturePage(
        kicker="Sobremesa improve", title=f"Better plans than {shipped[0]}?", lead=headline(found),
        pictures=[(figure, front_in_words(named, shipped, words))],
        tables=[PageTable("On fresh futures", columns, rows)], notes=notes(found),
        command="\n".join(commands) or "sobremesa improve " + shipped[0],
    ).to_html()  # fmt: skip


def headline(found: Improvement) -> str:
    """Return whether anything better was found."""
    from sim.cli.words import difference_in_words
    from sim.results.intervals import of_hundred

    shipped, best = found.question.plan.name, found.best
    if best is None:
        return f"No plan found that may be called better than {shipped}, in {found.tried:,} tried: {_why_not(found)}."
    return (
        f"{best.plan.name} is better than {shipped}: still working in {difference_in_words(best.difference)}, on fresh "
        f"futures ({of_hundred(found.shipped[0])} under {shipped}). {_cost(best, found)} {_chance(best)}"
    )


def _cost(best: Found, found: Improvement) -> str:
    """Return what a better plan spends, and whether that is more than before."""
    from sim.search.judging import GOALS

    money = GOALS.index("money")
    own, before = best.goals[money], found.shipped[money]
    if f"{own:.1f}" == f"{before:.1f}":
        return f"It spends as much: {own:.1f} staff-months a month."
    more = "more" if own > before else "less"
    share = f" ({100 * abs(own / before - 1.0):.0f} % {more})" if before > 0.0 else ""
    return f"It spends {own:.1f} staff-months a month in place of {before:.1f}{share}."


def _chance(best: Found) -> str:
    """Return how random plans of equal effort did in the same futures."""
    from sim.results.intervals import of_hundred

    null = best.null
    return (
        f"Of {len(null.shares)} random plans of equal effort the middle one is still working in "
        f"{of_hundred(float(null.shares[len(null.shares) // 2]))} of 100 futures and one in ten in more than "
        f"{of_hundred(null.bar)}; this one in {of_hundred(null.own)}, and it beats {of_hundred(null.rank)} of 100."
    )


def _why_not(found: Improvement) -> str:
    """Return why nothing that was found is called better."""
    if not found.found:
        return "nothing that was turned matters on other futures"
    first = found.found[0]
    return f"of the best, {'; '.join(first.reasons)}"


def to_dict(found: Improvement, commands: list[str]) -> dict[str, Any]:
    """Return everything as ``--json`` prints it."""
    from sim.search.judging import GOALS

    best = found.best
    return {
        "plan": found.question.plan.name,
        "better": None if best is None else best.plan.name,
        "headline": headline(found),
        "generations": found.generations,
        "tried": found.tried,
        "seconds": found.seconds,
        "check": {**vars(found.check)},
        "reduced": found.check.reduced(found.full_check),
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
    from sim.results.intervals import of_hundred

    paragraph(console, headline(found), "bold")
    rows = [(found.question.plan.name, *_goals(found.shipped), "-", "-", "-")]
    for one in found.found:
        verdict = "yes" if one.better else "; ".join(one.reasons)
        rows.append(
            (one.plan.name, *_goals(one.goals), signed(one.difference), str(of_hundred(one.null.rank)), verdict)
        )
    columns = ("plan", "working", "regret", "lost", "money", "more", "beats", "better?")
    console.print()
    console.print(table(columns, rows, title="On fresh futures", numbers=(1, 2, 3, 4, 5, 6)))
    for one in found.found:
        turned = ", ".join(f"{name} {one.values[name]:g}" for name in one.credited)
        paragraph(console, f"{one.plan.name} ({', '.join(one.roles)}): {turned}.")
    console.print()
    paragraph(console, " ".join(notes(found)))
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


def notes(found: Improvement) -> list[str]:
    """Return the sentences on how to read the figures."""
    question, check = found.question, found.check
    reduced = check.reduced(found.full_check)
    places = len(question.contexts) * len(question.scenarios)
    less = f"For want of time the check did less: {'; '.join(reduced)}. A larger --budget repeats it in full."
    return [
        *([less] if reduced else []),
        (
            f"{found.tried:,} plans tried (generations: {found.generations}; futures in each context and scenario: "
            f"{question.futures:,}; contexts times scenarios: {places}), chosen on {check.chosen * question.futures:,} "
            f"other futures of each, reported on {check.reported * question.futures:,} more; "
            f"{question.parameters.name} parameters."
        ),
        (
            "Working: of 100 futures. Regret: by how many of 100 it falls short of the best shipped plan, in the "
            "scenario where it falls short most. Lost: months of data use lost after the first blow. Money: "
            "staff-months spent in a month. More: of 100 futures, against the plan to be improved (~ too close to "
            f"call). Beats: of 100 random plans of equal effort ({check.random_plans} were drawn)."
        ),
        "The picture shows plans on the futures that they were chosen on.",
        (
            "A dial is only listed where putting it back clearly costs working futures, or a tenth of what the plan "
            "gains on the goal that it is named for, on other futures than those searched."
        ),
    ]
