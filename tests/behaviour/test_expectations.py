"""The rules bring about what they are expected to, or fail to in the way that is recorded.

Definitions: `expectations.py`. Verdicts: `verdicts.py`. Both arms live through the same 400 futures.
"""

import pytest

from tests.behaviour.arms import Expectation
from tests.behaviour.expectations import EXPECTATIONS
from tests.behaviour.measuring import measure
from tests.behaviour.verdicts import VERDICTS

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("expectation", EXPECTATIONS, ids=lambda expectation: expectation.name)
def test_verdict_is_the_recorded_one(expectation: Expectation) -> None:
    found = measure(expectation)
    recorded = VERDICTS[expectation.name]
    assert found.verdict == recorded, (
        f"{expectation.name} is recorded as '{recorded}', but now it is '{found.verdict}' (z = {found.z:.2f}; "
        f"{found.first:.4g} against {found.second:.4g}, expected {expectation.side}): {expectation.expected}. "
        "If the change of the rules is meant, record it: run `python -m tests.behaviour.update_results expectations`, "
        "`python docs/make_validation.py` and `python docs/make_model.py`"
    )


def test_each_expectation_has_its_name_and_its_verdict() -> None:
    names = [expectation.name for expectation in EXPECTATIONS]
    assert len(names) == len(set(names))
    assert set(VERDICTS) == set(names)
