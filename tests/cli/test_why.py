"""``sobremesa why``: the story of causes, the collapses of many futures, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from tests.cli.conftest import Sobremesa

FUTURE = ("why", "everything-at-once", "--plan", "adaptive", "--future", "3")


def test_the_story_says_what_happened_and_what_would_have_been(sobremesa: Sobremesa) -> None:
    answer = sobremesa(*FUTURE)
    assert (answer.code, answer.err) == (0, "")
    said = " ".join(answer.out.split())
    found = sim.why("everything-at-once", "adaptive", "uruguay", future=3)
    assert said.startswith("Future 3 of “Everything at once” with the plan “Adaptive”, Uruguay:")
    for cause in found.causes:
        assert cause.happening.date in said
        assert f"{-cause.share:+.1f}" in said
        assert cause.happening.name in answer.out, "the name that --without takes"
    assert "Without it the community would have had" in said
    assert "--future 3 --context uruguay --seed 1 --parameters plausible" in said


def test_the_json_holds_the_same_numbers_as_the_api(sobremesa: Sobremesa) -> None:
    content = sobremesa(*FUTURE, "--json").json
    found = sim.why("everything-at-once", "adaptive", "uruguay", future=3)
    assert content["difference"] == found.difference
    assert [cause["share"] for cause in content["causes"]] == [cause.share for cause in found.causes]
    assert content["alone"] == found.alone
    assert sum(cause["share"] for cause in content["causes"]) == pytest.approx(content["difference"], abs=1e-9)
    assert all(cause["sentence"].endswith(".") for cause in content["causes"])


def test_what_the_json_names_can_be_taken_out(sobremesa: Sobremesa) -> None:
    content = sobremesa(*FUTURE, "--json").json
    first = content["causes"][0]
    again = sobremesa(*FUTURE, "--without", first["name"], "--json").json
    assert [cause["name"] for cause in again["causes"]] == [first["name"]]
    assert again["difference"] == first["alone"]
    rulings = [tuple(ruling) for ruling in first["rulings"]]
    if rulings:
        dataset = sim.simulate("everything-at-once", "adaptive", "uruguay", futures=[3], rulings=rulings)
        assert bool(sim.outcomes(dataset)["working"].iloc[0]) == first["without"]["working"]


def test_one_event_alone_is_not_called_several(sobremesa: Sobremesa) -> None:
    name = sobremesa(*FUTURE, "--json").json["causes"][0]["name"]
    said = " ".join(sobremesa(*FUTURE, "--without", name).out.split())
    assert "Without it the community would have had" in said
    assert "all of these" not in said


def test_the_repeated_command_gives_the_same_answer(sobremesa: Sobremesa) -> None:
    once = sobremesa(*FUTURE, "--json")
    words = once.json["command"].split()[1:]
    assert sobremesa(*words, "--json").json == once.json


def test_another_plan_may_stand_in_the_place_of_the_own(sobremesa: Sobremesa) -> None:
    content = sobremesa(
        "why", "calm-decade", "--future", "1", "--instead", "watchdog", "--without", "2027-02:plan", "--json"
    ).json
    (plan,) = content["causes"]
    other = sim.simulate("calm-decade", "watchdog", "uruguay", futures=[1])
    row = sim.outcomes(other).iloc[0]
    assert plan["without"]["working"] == row["working"]


def test_over_all_futures_it_says_what_collapses_hang_on(sobremesa: Sobremesa) -> None:
    answer = sobremesa("why", "everything-at-once", "--futures", "30")
    assert (answer.code, answer.err) == (0, "")
    assert "What was necessary" in answer.out
    content = sobremesa("why", "everything-at-once", "--futures", "30", "--json").json
    found = sim.collapse_causes("everything-at-once", futures=30)
    assert content["examined"] == list(found.examined)
    assert {one["kind"]: one["necessary"]["count"] for one in content["kinds"]} == {
        one.kind: one.necessary.count for one in found.kinds
    }


REFUSED: list[tuple[tuple[str, ...], str]] = [
    (("why", "everything-at-onc", "--future", "3"), "did you mean 'everything-at-once'?"),
    (("why", "pandemic", "--future", "-1"), "--future is '-1', but must be a whole number from 0"),
    (("why", "pandemic", "--future", "third"), "--future is 'third', but must be a whole number"),
    (("why", "pandemic", "--future", "1", "--plan", "adaptve"), "did you mean 'adaptive'?"),
    (("why", "pandemic", "--future", "1", "--instead", "x"), "plan 'x' does not exist"),
    (("why", "pandemic", "--future", "1", "--without", "2029-01:pandemi"), "did you mean '2029-01:pandemic'?"),
    (("why", "pandemic", "--future", "1", "--without", "2029-01:members"), "no ruling can undo 'members'"),
    (("why", "pandemic", "--future", "1", "--without", "2029-01:burnout"), "no ruling can undo 'burnout': who burns"),
    (("why", "pandemic", "--future", "1", "--without", "2029-01:joining"), "no ruling can undo 'joining': who joins"),
    (("why", "pandemic", "--future", "1", "--without", "1999-01:squeeze"), "nothing of its kind or in its month can"),
    (
        ("why", "pandemic", "--future", "1", "--without", "2029-01:pandemic,2029-01:pandemic"),
        "event '2029-01:pandemic' is given 2 times; give it once",
    ),
    (("why", "pandemic", "--without", "2029-01:pandemic"), "--without needs --future"),
    (("why", "pandemic", "--future", "1", "--futures", "10"), "contradict one another"),
    (("why", "pandemic", "--futures", "0"), "--futures is '0', but must be a whole number from 1"),
    (("why", "pandemic", "--future", "1", "--parameters", "plausibel"), "did you mean 'plausible'?"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "message"), REFUSED)
def test_bad_input_is_one_sentence(sobremesa: Sobremesa, words: tuple[str, ...], message: str) -> None:
    assert message in sobremesa(*words).mistake


def test_words_of_a_users_file_are_printed_as_they_are(sobremesa: Sobremesa, tmp_path: Path) -> None:
    file = tmp_path / "strange.toml"
    event = '[[event]]\nkind = "scandal"\nwhen = 3\nshare = 0.9\n'
    file.write_text(f'title = "[bold]Odd[/bold] <b>"\nstory = "s"\nidea = "i"\n{event}')
    answer = sobremesa("why", str(file), "--future", "1")
    assert answer.code == 0
    assert "[bold]Odd[/bold] <b>" in answer.out
