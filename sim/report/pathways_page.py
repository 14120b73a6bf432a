"""When to change course, in words and tables of every language, and as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.language.catalogue import MINUS, texts
from sim.language.files import name_in, title_of
from sim.report.pathways_chart import pathways_in_words, pathways_map, signpost_in_words
from sim.report.picture_page import PageTable, PicturePage
from sim.results.intervals import of_hundred

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.files.plan import Plan
    from sim.language.catalogue import Texts
    from sim.pathways.pathways import Pathways
    from sim.pathways.signposts import Signpost
    from sim.pathways.switching import Switch
    from sim.results.intervals import Difference, Share

MOST_SIGNPOSTS: Final = 5
"""Signposts that are shown; --json has all."""

PLAN_COLUMNS: Final = ("plan", "working", "recovered", "quarter", "half", "three_quarters")
SWITCH_COLUMNS: Final = ("plan", "never", "in_time", "late", "gain", "cost", "work_lost")
SIGNPOST_COLUMNS: Final = ("signpost", "true", "false", "lead", "verdict")


def page(found: Pathways, command: str, language: str = "en") -> str:
    """Return the map as a page; plans are called by their titles."""
    words = texts(language)
    title = words(
        "pathways.title", scenario=title_of(found.scenario, language), context=title_of(found.context, language)
    )  # fmt: skip
    tables = (
        (plan_title(words), PLAN_COLUMNS, _plan_rows(found, words)),
        (switch_title(found, words), SWITCH_COLUMNS, _switch_rows(found, words)),
        (signpost_title(found, words), SIGNPOST_COLUMNS, _signpost_rows(found, words)),
    )
    return PicturePage(
        kicker=words("pathways.kicker"), title=title, lead=headline(found, words),
        pictures=[(pathways_map(found, words), pathways_in_words(found, words))],
        tables=[PageTable(name, _columns(columns, words), rows) for name, columns, rows in tables],
        notes=notes(found, words), command=command,
    ).to_html(language=language)  # fmt: skip


def _columns(names: Sequence[str], words: Texts) -> list[str]:
    return [words(f"dashboard.pathways.column.{name}") for name in names]


def called(plan: Plan, words: Texts, *, typed: bool) -> str:
    """Return what a plan is called: by its title, or as it is typed on the command line."""
    return plan.name if typed else title_of(plan, words.language)


def headline(found: Pathways, words: Texts, *, typed: bool = False) -> str:
    """Return when the first plan fails, whether switching helps, and what warns.

    Parameters
    ----------
    typed : call plans and measures as they are typed.
    """
    return " ".join([*_fails(found, words, typed), *_switching(found, words, typed), *_warning(found, words, typed)])


def _fails(found: Pathways, words: Texts, typed: bool) -> list[str]:
    """Return by when the first plan has failed in half of all futures."""
    plan, half = called(found.first, words, typed=typed), found.tipping[found.first.name].quartile(0.5)
    if half is None:
        return [words("pathways.headline.lasts", plan=plan)]
    date, again = words.date(found.context.date_of(half)), of_hundred(found.recovered[found.first.name].share)
    if again:
        return [words("pathways.headline.recovers", plan=plan, date=date, month=half, n=again)]
    return [words("pathways.headline.fails", plan=plan, date=date, month=half)]


def _switching(found: Pathways, words: Texts, typed: bool) -> list[str]:
    """Return what the best switch keeps working, and what a year's wait costs."""
    helpful = [one for one in found.switches.values() if one is not None and one.gain.low > 0.0]
    if not helpful:
        return [words("pathways.headline.no_switch")]
    best = max(helpful, key=lambda one: one.gain.difference)
    plan = next(one for one in found.plans if one.name == best.plan)
    helps = words(
        "pathways.headline.switch", futures=best.futures, all=found.futures, plan=called(plan, words, typed=typed),
        **_of_100(best.gain, words),
    )  # fmt: skip
    key = "cost_close" if best.cost.low <= 0.0 <= best.cost.high else "cost"
    gaps = {name: said for name, said in _of_100(best.cost, words).items() if name != "n" or key == "cost"}
    return [helps, words(f"pathways.headline.{key}", **gaps)]


def _of_100(found: Difference, words: Texts) -> dict[str, str]:
    """Return a difference and its interval in futures of 100; with a decimal, where one would otherwise read 0."""
    figures = {"n": found.difference, "low": found.low, "high": found.high}
    if found.too_close or all(of_hundred(one) for one in figures.values()):
        return {name: words.number(of_hundred(one)) for name, one in figures.items()}
    return {name: words.number(100 * one, 1) for name, one in figures.items()}


def _warning(found: Pathways, words: Texts, typed: bool) -> list[str]:
    """Return which signpost warns earliest."""
    if not found.signposts:
        return [words("pathways.headline.too_few")]
    warning = found.warning
    if warning is None or warning.first is None:
        return [words("pathways.no_warning")]
    what = watched(found, warning, words, typed=typed)
    month = round(warning.first)
    date = words.date(found.context.date_of(month))
    return [words("pathways.headline.warning", what=what, date=date, month=month)]


def watched(found: Pathways, one: Signpost, words: Texts, *, typed: bool) -> str:
    """Return what a signpost watches."""
    if not typed:
        return signpost_in_words(found, one, words)
    return one.name if one.threshold is None else f"{one.name} below {one.threshold:g}"


def plan_title(words: Texts) -> str:
    """Return what the table of plans counts."""
    return words("pathways.table.plans")


def switch_title(found: Pathways, words: Texts, *, typed: bool = False) -> str:
    """Return of which futures the table of switches counts."""
    usable = next((one.futures for one in found.switches.values() if one is not None), 0)
    return words("pathways.table.switches", plan=called(found.first, words, typed=typed), n=usable)


def signpost_title(found: Pathways, words: Texts, *, typed: bool = False) -> str:
    """Return what the table of signposts counts."""
    return words("pathways.table.signposts", plan=called(found.first, words, typed=typed))


def _plan_rows(found: Pathways, words: Texts) -> list[tuple[str, ...]]:
    """Return when each plan stops being good enough."""
    return [
        (
            title_of(one, words.language), _share(found.working[one.name], words),
            words.number(of_hundred(found.recovered[one.name].share)),
            *(_date(found, found.tipping[one.name].quartile(share), words) for share in (0.25, 0.5, 0.75)),
        )
        for one in found.plans
    ]  # fmt: skip


def _share(share: Share, words: Texts) -> str:
    n, low, high = (of_hundred(one) for one in (share.share, share.low, share.high))
    return words("short.months", n=n, low=low, high=high)


def _date(found: Pathways, month: int | None, words: Texts) -> str:
    """Return a month's date; a dash for never."""
    return words("short.nothing") if month is None else words.date(found.context.date_of(month))


def _switch_rows(found: Pathways, words: Texts) -> list[tuple[str, ...]]:
    """Return what each switch does."""
    rows: list[tuple[str, ...]] = []
    for plan in found.plans[1:]:
        one = found.switches[plan.name]
        cells = [words("short.nothing")] * (len(SWITCH_COLUMNS) - 1) if one is None else _switch_cells(one, words)
        rows.append((title_of(plan, words.language), *cells))
    return rows


def _switch_cells(one: Switch, words: Texts) -> list[str]:
    lost = one.work_lost
    work = {name: _tenths(value, words) for name, value in (("n", lost.difference), ("low", lost.low),
                                                            ("high", lost.high))}  # fmt: skip
    return [
        *(words.number(of_hundred(share.share)) for share in (one.never, one.in_time, one.late)),
        _signed(one.gain, words), _signed(one.cost, words), words("pathways.work_lost", **work),
    ]  # fmt: skip


def _tenths(value: float, words: Texts) -> str:
    """Return months of work with their sign and a decimal."""
    return f"{'+' if value >= 0 else MINUS}{words.number(abs(value), 1)}"


def _signed(found: Difference, words: Texts) -> str:
    """Return a difference of 100 futures with its sign; in words where it is too close to call."""
    return words("short.close") if found.too_close else words.signed(of_hundred(found.difference))


def _signpost_rows(found: Pathways, words: Texts) -> list[tuple[str, ...]]:
    """Return how well signposts warn: the best, and the plan's own."""
    rows = []
    for one in (*found.signposts[:MOST_SIGNPOSTS], *found.own):
        what, lead = watched(found, one, words, typed=False), words("short.nothing")
        if one.threshold is None:
            what = words(
                "pathways.own", what=name_in(found.first, one.name, words.language),
                plan=title_of(found.first, words.language),
            )  # fmt: skip
        if one.lead is not None:
            low, middle, high = (round(month) for month in one.lead)
            lead = words("short.months", n=middle, low=low, high=high)
        verdict = words(f"dashboard.pathways.{'reliable' if one.reliable else 'unreliable'}")
        rows.append((what, *(words.number(of_hundred(share.share)) for share in (one.true, one.false)), lead, verdict))
    return rows


def notes(found: Pathways, words: Texts) -> list[str]:
    """Return the sentences on how to read the tables."""
    from sim.pathways.signposts import FALSE_ENOUGH, FEWEST, PATIENCE, SEEN_LATE, TRUE_ENOUGH

    read = words("pathways.notes.read", n=found.futures, seed=str(found.seed), parameters=found.parameters)
    if found.signposts:
        alarms = words(
            "pathways.notes.alarms", patience=PATIENCE, late=SEEN_LATE, true=of_hundred(TRUE_ENOUGH),
            false=of_hundred(FALSE_ENOUGH),
        )  # fmt: skip
        return [read, alarms]
    return [read, words("pathways.notes.too_few", n=found.collapses, all=found.futures, fewest=FEWEST)]
