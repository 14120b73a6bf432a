"""Random contexts, plans, scenarios and parameter sets, as far as they may go."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st

from sim.files.plan import WATCHED, measure_range
from sim.world.levers import ACTIVITIES, LEVERS, THEMES
from sim.world.parameters import ALL_PARAMETERS
from tests.world.communities import words

SHARE = st.floats(0, 1) | st.sampled_from((0.0, 1.0))
THEME = st.sampled_from(THEMES)
MONTHS = st.integers(24, 48)
WHEN = st.integers(1, 24)
LASTING = st.integers(1, 60)

BLOWS = (
    "turnover", "hostile_turnover", "donors_exit", "champions_leave", "scandal", "radicalise", "newcomers",
    "key_people",
)  # fmt: skip

EVENTS = st.lists(
    st.one_of(
        st.fixed_dictionaries({"kind": st.sampled_from(BLOWS), "when": WHEN, "share": SHARE}),
        st.fixed_dictionaries(
            {"kind": st.just("donors_move"), "when": WHEN, "share": SHARE, "theme": THEME | st.just("outside")}
        ),
        st.fixed_dictionaries(
            {
                "kind": st.sampled_from(("pandemic", "squeeze", "boom", "civic_space")),
                "when": WHEN,
                "level": SHARE,
                "months": LASTING,
            }
        ),
        st.fixed_dictionaries(
            {"kind": st.sampled_from(BLOWS[:2]), "when": WHEN, "at": st.just("next election"), "chance": SHARE}
        ),
        st.fixed_dictionaries(
            {"kind": st.just("donor_leaves"), "when": WHEN, "notice": st.integers(0, 60)},
            optional={
                "taper": st.lists(SHARE, min_size=1, max_size=12).map(lambda steps: sorted(steps, reverse=True)),
                "breaks_contracts": st.booleans(),
            },
        ),
        st.fixed_dictionaries(
            {"kind": st.just("salience"), "when": WHEN, "theme": THEME, "change": st.floats(-1, 5)},
            optional={"months": LASTING},
        ),
        st.fixed_dictionaries(
            {"kind": st.just("new_grant"), "when": WHEN, "staff_months": st.floats(0.001, 10_000), "months": LASTING},
            optional={"theme": THEME, "unrestricted": st.booleans()},
        ),
    ),
    max_size=8,
)
"""Events of all kinds, several in a month too."""

WEIGHTS = st.dictionaries(
    st.sampled_from([activity.name for activity in ACTIVITIES]),
    st.sampled_from((0.0, 0.1, 1.0, 9.0, 1000.0)),
    min_size=1,
).filter(lambda weights: any(weights.values()))


def position(low: float, high: float) -> st.SearchStrategy[float]:
    """Draw a number of a range, its ends often."""
    return st.sampled_from((low, high)) | st.floats(low, high)


SOME_LEVERS = st.fixed_dictionaries(
    {},
    optional={
        lever.name: st.integers(int(lever.low), int(lever.high)) if lever.whole else position(lever.low, lever.high)
        for lever in LEVERS
    },
)


@st.composite
def triggers(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """Draw a signpost on any measure, or a stage."""
    trigger: dict[str, Any] = {"name": name}
    action = draw(st.sampled_from(("shift", "levers", "retarget")))
    if action == "shift":
        trigger |= {"shift": draw(st.floats(0.01, 1)), "effort": draw(WEIGHTS)}
    elif action == "levers":
        trigger["levers"] = draw(SOME_LEVERS.filter(bool))
    else:
        trigger["retarget"] = True
    if draw(st.integers(0, 3)) == 0:
        return {**trigger, "month": 1 + int(name)}  # no two stages in one month
    measure = draw(st.sampled_from(WATCHED))
    high = min(measure_range(measure).high, 50.0)
    side = draw(st.sampled_from(("below", "above")))
    trigger |= {"measure": measure, side: draw(st.floats(0.01 * high, 0.99 * high))}
    return trigger | {
        "months": draw(st.integers(1, 6)), "seen_late": draw(st.integers(0, 6)), "latch": draw(st.booleans()),
    }  # fmt: skip


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a plan: effort, levers, themes, up to eight triggers, grants."""
    plan: dict[str, Any] = {**words("random"), "levers": draw(SOME_LEVERS)}
    plan["effort"] = {activity.name: 0.0 for activity in ACTIVITIES} | draw(WEIGHTS)
    plan["themes"] = draw(st.permutations(THEMES))[: draw(st.integers(0, 5))]
    plan["trigger"] = [draw(triggers(str(number))) for number in range(draw(st.integers(0, 8)))]
    grant = st.fixed_dictionaries(
        {"from": WHEN, "months": LASTING, "staff_months": st.floats(0.001, 100)},
        optional={"unrestricted": st.booleans(), "theme": THEME},
    )
    return {**plan, "grant": draw(st.lists(grant, max_size=3))}


@st.composite
def sizes(draw: st.DrawFn) -> dict[str, int]:
    """Draw a small community, often without a tier, champions, donors or company."""
    national, local = draw(st.tuples(st.integers(0, 3), st.integers(0, 6)).filter(any))
    return {
        "national_governments": national,
        "local_governments": local,
        "champions": draw(st.sampled_from((0, 1)) | st.integers(0, 14)),
        "donors": draw(st.sampled_from((0, 1)) | st.integers(0, 9)),
        "activists": draw(st.sampled_from((1, 2)) | st.integers(1, 40)),
    }


@st.composite
def contexts(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a context: size, calendar, odds, beginning, funding."""
    size = draw(sizes())
    elections: dict[str, Any] = {
        "system": draw(st.sampled_from(("presidential", "parliamentary"))),
        "term_months": draw(st.integers(12, 72)),
        "turnover_probability": draw(SHARE),
        "early_exit": draw(position(0, 0.2)),
        "reelection_barred": draw(st.booleans()),
    }
    if draw(st.booleans()):
        elections |= {"national": draw(st.integers(1, 40)), "local": draw(st.integers(1, 40))}
    shares = ("open_by_default", "institutionalised", "officials_trained", "leaders_disposition")
    beginning = {name: draw(SHARE) for name in shares}
    funding = {
        "grant_size_log_mean": draw(position(-2, 3)),
        "grant_size_log_spread": draw(position(0, 1.5)),
        "government_donor_share": draw(SHARE),
    }
    return {
        **words("anywhere"), "months": draw(MONTHS), "size": size, "elections": elections, "beginning": beginning,
        "funding": funding,
    }  # fmt: skip


DIFFERENCES = st.dictionaries(
    st.sampled_from(("recruiting", "turnover", "drive", "money", "officials", "freshness")),
    st.sampled_from((0.05, 20.0)) | st.floats(0.05, 20),
)
"""How a community differs from others of its context, where that is not drawn: as far as nobody ever was."""

VARIED = {row.name: row for row in ALL_PARAMETERS.values() if not row.set_by_context}
PLACES = st.sampled_from((0.0, 1.0)) | st.floats(0, 1)

PARAMETER_SETS = st.builds(
    lambda end, some: (end, some),
    st.sampled_from(("default", "low", "high")) | st.integers(0, 2**32),
    st.dictionaries(st.sampled_from(sorted(VARIED)), PLACES, max_size=12),
)
"""All parameters at one end of their ranges or at the defaults, or (a number) each anywhere; some elsewhere again."""


def parameters_of(recipe: tuple[str | int, dict[str, float]]) -> dict[str, float]:
    """Return the parameter set that was drawn: a place of 0 is the low end of a range, 1 the high one."""
    where, some = recipe
    if isinstance(where, str):
        found = {name: float(getattr(row, where)) for name, row in VARIED.items()}
    else:
        luck = Random(where)
        found = {name: luck.uniform(row.low, row.high) for name, row in VARIED.items()}
    for name, place in some.items():
        found[name] = VARIED[name].low + place * (VARIED[name].high - VARIED[name].low)
    return found
