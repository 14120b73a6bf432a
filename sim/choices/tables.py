"""The turned dials as plain values: for JSON, for spreadsheets, and for the tables of documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sim.choices.answers import Answer, Finding, Gain, findings, smallest_clear
from sim.choices.prices import Price, outcome_difference
from sim.choices.study import OUTCOMES
from sim.results.fingerprint import fingerprint

if TYPE_CHECKING:
    import pandas as pd

    from sim.choices.study import Levers


def to_dict(found: Levers) -> dict[str, Any]:
    """Return everything as ``sobremesa levers --json`` prints it."""
    known = findings(found)
    return {
        "plan": found.plan.name,
        "contexts": [one.name for one in found.contexts],
        "scenarios": [one.name for one in found.scenarios],
        "parameters": found.parameters,
        "futures": found.futures,
        "seed": found.seed,
        "smallest_clear": smallest_clear(known),
        "fingerprint": fingerprint(),
        "dials": [_finding(one) for one in known],
        "rows": list(rows(found)),
    }


def rows(found: Levers) -> Iterator[dict[str, Any]]:
    """Give a row for each dial, value, context and scenario: working, and everything against the plan's own value."""
    from sim.results.intervals import share_of
    from sim.robustness.rankings import clear_difference

    for dial, arms in zip(found.dials, found.arms, strict=True):
        for value, arm in zip(dial.values, arms, strict=True):
            for place, (context, scenario) in enumerate(found.places):
                share = share_of(arm.working[place])
                against = clear_difference(arm.working[[place]], found.usual.working[[place]], found.sets)
                others = {
                    name: vars(outcome_difference(arm, found.usual, found.usual, name, [place], found.sets))
                    for name in OUTCOMES
                }
                yield {
                    "dial": dial.name, "kind": dial.kind, "value": value, "own": value == dial.own,
                    "context": context.name, "scenario": scenario.name,
                    "working": {"share": share.share, "low": share.low, "high": share.high},
                    "against": {"working": vars(against), **others},
                }  # fmt: skip


def table(found: Levers) -> pd.DataFrame:
    """Return the rows as a data frame."""
    import pandas as pd

    return pd.DataFrame([_flat(one) for one in rows(found)])


def csv_bytes(found: Levers) -> bytes:
    """Return the rows as a table for spreadsheets."""
    return table(found).to_csv(index=False, lineterminator="\n").encode()


def _flat(row: dict[str, Any], before: str = "") -> dict[str, Any]:
    """Return nested figures under one name each, such as ``against_people_low``."""
    flat: dict[str, Any] = {}
    for key, value in row.items():
        flat |= _flat(value, f"{before}{key}_") if isinstance(value, dict) else {f"{before}{key}": value}
    return flat


def _finding(one: Finding) -> dict[str, Any]:
    """Return what is known of one dial."""
    return {
        "dial": one.dial.name,
        "kind": one.dial.kind,
        "own": one.dial.own,
        "values": list(one.dial.values),
        "best_value": one.verdict,
        "depends_on": list(one.depends_on),
        "serving": list(one.serving),
        "own_serves": one.own_serves,
        "free": one.is_free,
        "gain": None if one.gain is None else _gain(one, one.gain),
        "runner": {
            "value": one.dial.values[one.runner.value], **vars(one.runner.difference),
            "prices": [_price(each) for each in one.runner.prices],
        },
        "end_prices": [_price(each) for each in one.end_prices],
        "answers": [_answer(one, each) for each in one.answers],
    }  # fmt: skip


def _gain(one: Finding, gain: Gain) -> dict[str, Any]:
    """Return where the plan's own value is beaten most, and the price."""
    group = gain.answer.group
    elsewhere = None
    if gain.elsewhere is not None:
        there = gain.elsewhere
        elsewhere = {"group": there.group.kind, "name": there.group.name, **vars(there.against[gain.value])}
    return {
        "group": group.kind, "name": group.name, "value": one.dial.values[gain.value],
        **vars(gain.answer.against[gain.value]), "prices": [_price(each) for each in gain.prices],
        "elsewhere": elsewhere,
    }  # fmt: skip


def _price(price: Price) -> dict[str, Any]:
    """Return what gets worse."""
    return {"outcome": price.outcome, **vars(price.difference)}


def _answer(one: Finding, answer: Answer) -> dict[str, Any]:
    """Return what a dial does in one group."""
    values = zip(one.dial.values, answer.shares, answer.against, answer.beaten, strict=True)
    return {
        "group": answer.group.kind, "name": answer.group.name, "best": one.dial.values[answer.best],
        "values": [
            {"value": value, "working": share.share, "against_own": vars(against), "beaten": beaten}
            for value, share, against, beaten in values
        ],
    }  # fmt: skip
