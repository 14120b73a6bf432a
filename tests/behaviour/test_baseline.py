"""Results are those that were committed; who means to change them updates the baseline."""

import pytest

from sim.files import library
from sim.world.measures import MEASURES
from tests.behaviour import baseline

ON_PURPOSE = (
    "If results are meant to change, run `python -m tests.behaviour.update_baseline`, read what it prints, commit "
    "tests/behaviour/baseline.json and say in CHANGELOG.md that results change"
)


@pytest.mark.parametrize("plan", baseline.PLANS)
@pytest.mark.parametrize("scenario", library.names("scenario"))
def test_results_are_those_of_the_baseline(scenario: str, plan: str) -> None:
    kept = baseline.read()
    changed = list(baseline.differences(kept["cells"][f"{scenario} / {plan}"], baseline.summary(scenario, plan)))
    assert not changed, f"{scenario} / {plan}: {'; '.join(changed)}. {ON_PURPOSE}"


def test_baseline_covers_every_shipped_scenario() -> None:
    kept = baseline.read()
    wanted = {f"{scenario} / {plan}" for scenario in library.names("scenario") for plan in baseline.PLANS}
    assert kept["cells"].keys() == wanted, ON_PURPOSE
    assert {name for cell in kept["cells"].values() for name in cell["medians"]} == {one.name for one in MEASURES}


def test_every_kind_of_difference_is_named() -> None:
    kept = baseline.read()["cells"]["calm-decade / baseline"]
    other = {
        "working": kept["working"] + 1,
        "medians": {**kept["medians"], "people": [median + 1.0 for median in kept["medians"]["people"]]},
        "checksum": "0" * 64,
    }
    assert not list(baseline.differences(kept, kept))
    assert len(list(baseline.differences(kept, other))) == 1 + len(baseline.MONTHS) + 1
    hardly = {**kept, "medians": {name: [one * (1 + 1e-12) for one in row] for name, row in kept["medians"].items()}}
    assert not list(baseline.differences(kept, hardly))
