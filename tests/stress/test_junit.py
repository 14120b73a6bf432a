"""The JUnit file: what the schema of Ant's JUnit task and that of Jenkins ask for, checked element by element."""

from __future__ import annotations

import datetime
import re
import xml.etree.ElementTree as ElementTree
from decimal import Decimal
from pathlib import Path

import pytest
import xmlschema

from sim.language.catalogue import texts
from sim.stress.junit import junit_xml
from sim.stress.suite import shock
from sim.stress.verdicts import BREAKS, CLOSE, StressTest, stress_test

DAY = datetime.date(2027, 1, 31)
COMMAND = "sobremesa stress baseline --shocks '<&>'"

SUITE_ATTRIBUTES = {
    "name": r"\S(.*\S)?", "package": r"\S(.*\S)?", "id": r"\d+", "hostname": r"\S+",
    "timestamp": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", "tests": r"\d+", "failures": r"\d+", "errors": r"\d+",
    "skipped": r"\d+", "time": r"\d+(\.\d+)?",
}  # fmt: skip
CASE_ATTRIBUTES = {"name": r"\S(.*\S)?", "classname": r"\S(.*\S)?", "time": r"\d+(\.\d+)?"}


def check(root: ElementTree.Element) -> None:
    """Refuse what the schemas refuse: unknown, missing or misplaced elements and attributes, and wrong counts."""
    assert (root.tag, root.attrib) == ("testsuites", {})
    assert [suite.get("id") for suite in root] == [str(number) for number in range(len(root))]
    for suite in root:
        assert suite.tag == "testsuite"
        assert_attributes(suite, SUITE_ATTRIBUTES)
        properties, *cases, out, err = suite
        assert [properties.tag, out.tag, err.tag] == ["properties", "system-out", "system-err"]
        for one in properties:
            assert (one.tag, len(one)) == ("property", 0)
            assert_attributes(one, {"name": r"\S(.*\S)?", "value": r".*"})
        results = [check_case(case) for case in cases]
        for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(attribute)) == results.count(tag)
        assert int(suite.get("tests")) == len(cases)
        names = [(case.get("classname"), case.get("name")) for case in cases]
        assert len(set(names)) == len(names)
        assert abs(sum(Decimal(case.get("time")) for case in cases) - Decimal(suite.get("time"))) < Decimal("0.1")


def check_case(case: ElementTree.Element) -> str | None:
    """Return what a case says, after checking it."""
    assert case.tag == "testcase"
    assert_attributes(case, CASE_ATTRIBUTES)
    assert len(case) <= 1
    if len(case) == 0:
        return None
    assert case[0].tag in ("failure", "skipped")
    assert set(case[0].attrib) == ({"message", "type"} if case[0].tag == "failure" else {"message"})
    return case[0].tag


def assert_attributes(element: ElementTree.Element, patterns: dict[str, str]) -> None:
    assert set(element.attrib) == set(patterns)
    for name, pattern in patterns.items():
        assert re.fullmatch(pattern, element.get(name)), (element.tag, name, element.get(name))
        assert "  " not in element.get(name)


@pytest.fixture(scope="module")
def two_plans() -> StressTest:
    tested = [shock(name) for name in ("landslide", "two-hostile-elections", "four-blows-in-a-year")]
    return stress_test(["baseline", "adaptive"], "argentina", tested, futures=50, require=0.55)


def test_the_file_has_the_form_that_builds_read(two_plans):
    root = ElementTree.fromstring(junit_xml(two_plans, COMMAND, DAY, texts()))
    check(root)
    assert [suite.get("name") for suite in root] == ["baseline in argentina", "adaptive in argentina"]
    assert {suite.get("timestamp") for suite in root} == {"2027-01-31T00:00:00"}


def test_a_failure_for_what_breaks_and_nothing_run_for_what_is_too_close(two_plans):
    root = ElementTree.fromstring(junit_xml(two_plans, COMMAND, DAY, texts()))
    for plan, suite in zip(two_plans.plans, root, strict=True):
        for verdict in two_plans.verdicts(plan.name):
            (case,) = [one for one in suite.iter("testcase") if one.get("name") == verdict.shock]
            assert (case.find("failure") is not None) == (verdict.verdict == BREAKS)
            assert (case.find("skipped") is not None) == (verdict.verdict == CLOSE)
            if verdict.verdict == BREAKS:
                assert case.find("failure").text.startswith(f"{verdict.working.count} of 50 ")


def test_what_the_verdicts_depend_on_is_in_the_file(two_plans):
    root = ElementTree.fromstring(junit_xml(two_plans, COMMAND, DAY, texts()))
    found = {one.get("name"): one.get("value") for one in root[0].find("properties")}
    assert found["command"] == COMMAND
    assert found["require"] == "0.55"
    assert found["suite"] == "own"
    assert found["futures"] == "50"


def test_the_check_would_notice(two_plans):
    whole = junit_xml(two_plans, COMMAND, DAY, texts()).decode()
    spoilt = (
        whole.replace('errors="0" ', "", 1),
        whole.replace('failures="', 'failures="1', 1),
        whole.replace("T00:00:00", "T00:00:00Z", 1),
        whole.replace("<system-err />", "", 1),
        whole.replace("<testsuites>", '<testsuites tests="3">', 1),
        whole.replace('classname="stress.argentina.baseline" ', "", 1),
    )
    for text in spoilt:
        assert text != whole
        with pytest.raises((AssertionError, ValueError)):
            check(ElementTree.fromstring(text))


def test_the_file_is_valid_by_its_schema_and_spoilt_ones_are_not(two_plans):
    schema = xmlschema.XMLSchema(Path(__file__).parent / "junit.xsd")
    whole = junit_xml(two_plans, COMMAND, DAY, texts()).decode()
    schema.validate(whole)
    spoilt = (
        whole.replace('errors="0" ', "", 1),
        whole.replace("T00:00:00", "T00:00:00Z", 1),
        whole.replace("<system-err />", "", 1),
        whole.replace("<testsuites>", '<testsuites odd="3">', 1),
        whole.replace('classname="stress.argentina.baseline" ', "", 1),
        whole.replace('name="two-hostile-elections"', 'name="landslide"', 1),
    )
    for text in spoilt:
        assert text != whole
        assert not schema.is_valid(text)
