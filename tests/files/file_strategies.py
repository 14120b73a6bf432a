"""Random valid scenarios, plans and contexts, as the tables of their files."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sim.files.plan import WATCHED, measure_range
from sim.world.levers import ACTIVITIES, LEVERS, THEMES

SHARES = st.floats(0, 1) | st.integers(0, 1)
TENTHS = st.integers(0, 10).map(lambda tenths: tenths / 10)
WHEN = st.integers(1, 120) | st.builds("{}-{:02d}".format, st.integers(2028, 2036), st.integers(1, 12))
MONTHS = st.integers(1, 600)
GRANTS = st.floats(0.001, 10_000)
THEME = st.sampled_from(THEMES)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C",)) | st.sampled_from("\n\t\"'\\é"), max_size=60)
LINES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), max_size=60)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)
WEIGHTS = st.dictionaries(st.sampled_from([one.name for one in ACTIVITIES]), st.floats(0.01, 1000), min_size=1)
BLOWS = ("turnover", "hostile_turnover", "donors_exit", "champions_leave", "scandal", "radicalise", "newcomers")
PRESSURES = ("pandemic", "squeeze", "boom", "civic_space")


def table(needed: dict[str, Any], optional: dict[str, Any] | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """Draw a table with all needed keys and some optional ones."""
    return st.fixed_dictionaries(needed, optional=optional or {})


WORDS = {"title": LINES, "story": TEXTS, "idea": TEXTS}

LEAVING = {
    "donor": st.just("largest") | NAMES,
    "taper": st.lists(TENTHS, min_size=1, max_size=12).map(lambda steps: sorted(steps, reverse=True)),
    "breaks_contracts": st.booleans(),
}

EVENTS = st.one_of(
    table({"kind": st.sampled_from((*BLOWS, "key_people")), "when": WHEN, "share": SHARES}),
    table({"kind": st.sampled_from(BLOWS[:2]), "when": WHEN, "at": st.just("next election")}, {"chance": TENTHS}),
    table({"kind": st.just("donor_leaves"), "when": WHEN, "notice": st.integers(0, 600)}, LEAVING),
    table({"kind": st.just("donor_leaves"), "announced": WHEN, "notice": st.integers(0, 600)}, LEAVING),
    table({"kind": st.just("donors_move"), "when": WHEN, "share": SHARES, "theme": THEME | st.just("outside")}),
    table({"kind": st.sampled_from(PRESSURES), "when": WHEN, "level": SHARES, "months": MONTHS}),
    table({"kind": st.just("salience"), "when": WHEN, "theme": THEME, "change": st.floats(-1, 5)}, {"months": MONTHS}),
    table(
        {"kind": st.just("new_grant"), "when": WHEN, "staff_months": GRANTS, "months": MONTHS},
        {"theme": THEME, "unrestricted": st.booleans()},
    ),
)
SCENARIOS = table({}, {**WORDS, "event": st.lists(EVENTS, max_size=6)})


def _dial(name: str) -> st.SearchStrategy[float]:
    lever = next(one for one in LEVERS if one.name == name)
    return st.integers(int(lever.low), int(lever.high)) if lever.whole else st.floats(lever.low, lever.high)


LEVER_TABLES = table({}, {one.name: _dial(one.name) for one in LEVERS})


@st.composite
def triggers(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a signpost or a stage that does not contradict itself; its name is set by the plan."""
    drawn: dict[str, Any] = {}
    if draw(st.booleans()):
        drawn["measure"] = draw(st.sampled_from(WATCHED))
        allowed = measure_range(drawn["measure"])
        threshold = draw(st.floats(allowed.low, allowed.high, exclude_min=True, exclude_max=True))
        side = draw(st.sampled_from(("below", "above")))
        drawn |= {side: threshold, "months": draw(st.integers(1, 12)), "seen_late": draw(st.integers(0, 24))}
        ending = draw(st.sampled_from(("release", "latch", "neither")))
        if ending == "latch":
            drawn["latch"] = True
        if ending == "release":
            bounds = (threshold, allowed.high) if side == "below" else (allowed.low, threshold)
            drawn["release"] = draw(st.floats(*bounds))
    else:
        drawn["month"] = draw(st.integers(1, 120))
    action = draw(st.sampled_from(("shift", "levers", "retarget")))
    if action == "shift":
        drawn |= {"shift": draw(st.floats(0.01, 1)), "effort": draw(WEIGHTS)}
    elif action == "levers":
        drawn["levers"] = draw(LEVER_TABLES.filter(bool))
    else:
        drawn["retarget"] = True
    return drawn


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a plan."""
    drawn = draw(table({}, {**WORDS, "effort": WEIGHTS, "levers": LEVER_TABLES}))
    listed = draw(st.lists(triggers(), max_size=8, unique_by=lambda one: one.get("month", id(one))))
    drawn["trigger"] = [{"name": f"change {number}", **one} for number, one in enumerate(listed)]
    drawn["themes"] = draw(st.lists(THEME, unique=True))
    grant = table(
        {"from": WHEN, "months": MONTHS, "staff_months": GRANTS}, {"unrestricted": st.booleans(), "theme": THEME}
    )
    drawn["grant"] = draw(st.lists(grant, max_size=3))
    return drawn


COUNTS = st.integers(0, 1000)
ELECTIONS = table(
    {},
    {
        "system": st.sampled_from(("presidential", "parliamentary")),
        "term_months": st.integers(12, 120),
        "national": WHEN,
        "local": WHEN,
        "reelection_barred": st.booleans(),
        "turnover_probability": SHARES,
        "early_exit": st.floats(0, 0.2),
    },
)
BEGINNINGS = table(
    {},
    {
        "barometer": st.floats(0, 100),
        "government_support": st.integers(0, 100),
        "training": st.floats(0, 100),
        "open_by_default": SHARES,
        "leaders_disposition": SHARES,
    },
)


@st.composite
def contexts(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a context that lists some actors of its own."""
    drawn = draw(table({}, {**WORDS, "elections": ELECTIONS, "beginning": BEGINNINGS, "months": st.integers(12, 600)}))
    governments = draw(
        st.lists(
            table({"name": NAMES, "tier": st.sampled_from(("national", "local"))}, {"buy_in": SHARES}),
            max_size=4,
            unique_by=lambda one: one["name"],
        )
    )
    groups = draw(
        st.lists(
            table({"name": NAMES, "count": st.integers(1, 20)}, {"active": SHARES | st.booleans(), "theme": THEME}),
            max_size=3,
            unique_by=lambda one: one["name"],
        )
    )
    drawn["size"] = {
        "national_governments": draw(st.integers(4, 10)),
        "local_governments": draw(st.integers(4, 10)),
        "champions": draw(COUNTS),
        "donors": draw(COUNTS),
        "activists": draw(st.integers(60, 1000)),
    }
    multipliers = st.floats(0.1, 10)
    differences = ("recruiting", "turnover", "drive", "money", "officials", "freshness")
    drawn["community"] = draw(table({}, dict.fromkeys(differences, multipliers)))
    drawn |= {"government": governments, "members": groups}
    if governments and drawn["size"]["donors"]:
        drawn["donor"] = [{"name": "a donor", "monthly": draw(GRANTS), "government": governments[0]["name"]}]
    return drawn


TABLES = {"scenario": SCENARIOS, "plan": plans(), "context": contexts()}
