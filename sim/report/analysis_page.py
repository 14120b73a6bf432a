"""Pages of analyses: what drives an outcome, and under which conditions it happens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sim.experiments.conditions import condition, title_of
from sim.experiments.saying import happens, of_discovery, of_missing, of_sensitivity
from sim.report.discovery_chart import box_in_words, box_ranges
from sim.report.picture_page import PageTable, PicturePage
from sim.report.sensitivity_chart import sensitivity_bars, sensitivity_in_words

if TYPE_CHECKING:
    from sim.experiments.discovery import Discovery
    from sim.experiments.sensitivity import Sensitivity
    from sim.experiments.studied import Happening, Study, Values
    from sim.language.catalogue import Texts

INTERVAL: Final = 0.95


def sensitivity_page(
    study: Study, found: Sequence[tuple[tuple[str, str, str], Sensitivity]], command: str, texts: Texts
) -> PicturePage:  # fmt: skip
    """Return a picture and a table for each scenario, plan and context, and what to think of them."""
    several = len(found) > 1
    notes = [
        (f"{', '.join(cell)}: " if several else "") + " ".join(of_sensitivity(one, texts)) for cell, one in found
    ]  # fmt: skip
    outcome = found[0][1].outcome
    return PicturePage(
        kicker=study.design.title or study.design.name,
        title=texts("sensitivity.title", outcome=outcome),
        lead=" ".join(of_sensitivity(found[0][1], texts)[:2]),
        pictures=[(sensitivity_bars(one, texts), sensitivity_in_words(one, texts)) for _, one in found],
        tables=[_indices(", ".join(cell), one, texts) for cell, one in found],
        notes=[*study.experiment.caveats(), *notes],
        command=command,
    )


def _indices(title: str, found: Sensitivity, texts: Texts) -> PageTable:
    """Return all inputs with their indices and intervals."""
    names = ("total", "first") if found.method == "sobol" else ("effect",)
    columns = ["", *(part for name in names for part in (texts(f"sensitivity.{name}"), texts.per_cent(INTERVAL)))]
    rows = []
    for name, row in found.table.iterrows():
        cells = [title_of(str(name), texts)]
        for column in names:
            low, high = (texts.number(float(row[f"{column}_{side}"]), 2) for side in ("low", "high"))
            cells += [texts.number(float(row[column]), 3), f"{low} / {high}"]
        rows.append(cells)
    return PageTable(title, columns, rows)


def discovery_page(
    study: Study, found: Discovery, what: Happening, values: Values, command: str, texts: Texts
) -> PicturePage:  # fmt: skip
    """Return the sentence, the picture of the box, and how far to trust it."""
    first, *others = of_discovery(found, what, texts)
    title = texts("discovery.title", outcome=happens(what, texts))
    pictures = [(box_ranges(found, title, texts), box_in_words(found.box, texts))] if found.box else []
    missing = of_missing(values, texts)
    return PicturePage(
        kicker=study.design.title or study.design.name,
        title=title,
        lead=first,
        pictures=pictures,
        tables=[_sizes(found, texts)] if found.box else [],
        notes=[*study.experiment.caveats(), *others, *([missing] if missing else [])],
        command=command,
    )


def _sizes(found: Discovery, texts: Texts) -> PageTable:
    """Return how often it happens inside and outside, on the points put aside."""
    size = found.held_out
    rows = [
        (texts("discovery.inside"), texts.per_cent(size.density), texts.number(size.points_inside)),
        (texts("discovery.outside"), texts.per_cent(size.elsewhere), texts.number(size.points - size.points_inside)),
    ]
    title = texts.listed([condition(one, texts) for one in found.box])
    return PageTable(title, ("", texts("discovery.futures"), texts("discovery.points")), rows)
