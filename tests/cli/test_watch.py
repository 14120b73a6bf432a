"""The story of one future."""

from __future__ import annotations

import pytest

from sim.engines.mesa_model import CommunityModel
from sim.language.catalogue import texts
from sim.story import sentence, tell

WATCH = (
    "watch",
    "hostile-successors",
    "--context",
    "costa-rica",
    "--plan",
    "adaptive",
    "--future",
    "17",
    "--seed",
    "2",
)


def test_watch_tells_what_the_model_lives_through(sobremesa):
    told = sobremesa(*WATCH, "--json").json
    model = CommunityModel("hostile-successors", "adaptive", "costa-rica", seed=2, future=17)
    assert told["entries"] == [
        {**entry.as_dict(), "sentence": sentence(entry, model.context, model.plan, texts())} for entry in tell(model)
    ]
    assert {key: told[key] for key in ("scenario", "plan", "context", "seed", "future")} == {
        "scenario": "hostile-successors", "plan": "adaptive", "context": "costa-rica", "seed": 2, "future": 17,
    }  # fmt: skip


def test_watch_for_people(sobremesa):
    answer = sobremesa(*WATCH)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Future 17 of ")
    assert "\n2027-01" in answer.out
    assert "hostile" in answer.out
    assert (
        "sobremesa watch hostile-successors --future 17 --plan adaptive --context costa-rica --seed 2 "
        "--parameters plausible\n" in answer.out
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "missing option '--future'"),
        (("--future", "-1"), "--future is '-1', but must be a whole number from 0 to 999,999,999,999"),
        (("--future", "1e12"), "--future is '1e12', but must be a whole number from 0 to 999,999,999,999"),
        (("--future", "first"), "--future is 'first', but must be a whole number"),
        (("--future", "1", "--plan", "basline"), "plan 'basline' does not exist; did you mean 'baseline'?"),
        (("--futures", "1"), "option '--futures' of 'sobremesa watch' does not exist; did you mean '--future'?"),
    ],
)
def test_slips(sobremesa, options, said):
    assert sobremesa("watch", "pandemic", *options).mistake.startswith(said)
