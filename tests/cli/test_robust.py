"""``sobremesa robust``."""

from pathlib import Path

import pytest

from sim.files.parameter_sets import written
from tests.cli.conftest import Sobremesa

FEW = ("--futures", "40", "--sets", "4", "--parameters", "default")


def test_pairs_are_told_in_words(sobremesa: Sobremesa) -> None:
    answer = sobremesa("robust", "calm-decade", "--plans", "baseline,quick-wins", *FEW)
    assert answer.code == 0, answer.err
    assert "of the two plans" in answer.out
    assert "is ahead of" in answer.out or "are level" in answer.out
    assert "--parameters default" in answer.out.replace("\n", "")
    assert "stands alone" not in answer.out


def test_of_many_pairs_it_is_said_that_some_seem_to_differ_by_luck(sobremesa: Sobremesa) -> None:
    words = ("robust", "calm-decade", "--plans", "baseline,quick-wins,insider", "--futures", "40", "--sets", "4")
    answer = sobremesa(*words)
    found = sobremesa(*words, "--json").json["pairs"]
    said = " ".join(answer.out.split())
    assert "1 scenario: of 3 pairs of plans" in said
    assert "of twenty pairs of equals one seems to differ by luck" in said
    for pair in found:
        sets = pair["parameter_sets"]
        assert f"{sets['ahead']}/{sets['level']}/{sets['behind']}" in said or pair["difference"]["difference"] == 0


def test_json_has_a_row_for_each_pair_and_plan(sobremesa: Sobremesa) -> None:
    found = sobremesa("robust", "calm-decade", "--plans", "baseline,quick-wins,adaptive", *FEW, "--json").json
    assert len(found["pairs"]) == len(found["plans"]) == 3
    for pair in found["pairs"]:
        assert set(pair["parameter_sets"]) == {"ahead", "level", "behind"}
        assert pair["sentence"].startswith(pair["ahead"])
        assert pair["better"] == (not pair["reasons"])
    assert [one["against_control"] is None for one in found["plans"]] == [True, True, False]


@pytest.mark.parametrize(
    ("words", "mistake"),
    [
        (("--plans", "baseline"), "at least 2 are needed"),
        (("--plans", "baseline,basline"), "did you mean 'baseline'?"),
        (("calm-decad",), "did you mean 'calm-decade'?"),
        (("--sets", "0"), "--sets is '0', but must be a whole number from 1"),
        (("--futures", "1e9"), "ask for fewer with --futures"),
        (("--parameters", "plausble"), "did you mean 'plausible'?"),
    ],
)
def test_slips_are_answered_with_one_sentence(sobremesa: Sobremesa, words: tuple[str, ...], mistake: str) -> None:
    assert mistake in sobremesa("robust", *words).mistake


def test_with_one_set_the_interval_is_said_to_be_over_futures(sobremesa: Sobremesa) -> None:
    words = ("robust", "calm-decade", "--plans", "baseline,adaptive", "--futures", "20", "--sets", "1")
    said = " ".join(sobremesa(*words).out.split())
    assert "all in one parameter set (plausible)" in said
    assert "is over futures: so few sets tell nothing of all" in said


def test_it_is_said_what_a_file_of_sets_leaves_at_the_defaults(sobremesa: Sobremesa, tmp_path: Path) -> None:
    file = tmp_path / "mine.parquet"
    file.write_bytes(written([{"burnout": 0.2}], [0.0]))
    words = ("robust", "calm-decade", "--plans", "baseline,quick-wins", "--futures", "20", "--sets", "1")
    answer = sobremesa(*words, "--parameters", str(file))
    assert answer.code == 0
    assert "gives 1 of " in answer.err
