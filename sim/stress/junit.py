"""Verdicts as JUnit XML, so that a plan can be tested in anybody's build: a suite for each plan, a case for each shock.

What breaks is a failure and what is too close to call is skipped. The elements and attributes are those that both the
schema of Ant's JUnit task and that of Jenkins ask for.
"""

from __future__ import annotations

import datetime
import xml.etree.ElementTree as ElementTree
from typing import Final

from sim.language.catalogue import Texts
from sim.language.files import title_of
from sim.results.intervals import of_hundred
from sim.stress import suite
from sim.stress.sentences import required
from sim.stress.verdicts import BREAKS, CLOSE, StressTest, Verdict
from sim.versions import sobremesa_version

HOST: Final = "localhost"
"""The schema wants a host; which machine computed it changes no verdict, and is nobody's business."""


def junit_xml(test: StressTest, command: str, day: datetime.date, words: Texts) -> bytes:
    """Return the verdicts of all plans as one JUnit file.

    Parameters
    ----------
    command : the command that gives the same verdicts again.
    day : the date that the file bears.
    """
    root = ElementTree.Element("testsuites")
    for number, plan in enumerate(test.plans):
        root.append(_suite(test, plan.name, number, command, day, words))
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _suite(
    test: StressTest, plan: str, number: int, command: str, day: datetime.date, words: Texts
) -> ElementTree.Element:  # fmt: skip
    """Return the cases of one plan."""
    verdicts = test.verdicts(plan)
    seconds = test.comparison.seconds / len(test.plans)
    place = test.comparison.context.name
    element = ElementTree.Element("testsuite", {
        "name": f"{plan} in {place}", "package": "sobremesa.stress", "id": str(number), "hostname": HOST,
        "timestamp": f"{day.isoformat()}T00:00:00", "tests": str(len(verdicts)),
        "failures": str(test.counted(plan, BREAKS)), "errors": "0", "skipped": str(test.counted(plan, CLOSE)),
        "time": f"{seconds:.3f}",
    })  # fmt: skip
    properties = ElementTree.SubElement(element, "properties")
    for name, value in _properties(test, plan, command).items():
        ElementTree.SubElement(properties, "property", {"name": name, "value": value})
    for verdict in verdicts:
        element.append(_case(test, verdict, seconds / len(verdicts), words))
    for stream in ("system-out", "system-err"):
        ElementTree.SubElement(element, stream)
    return element


def _properties(test: StressTest, plan: str, command: str) -> dict[str, str]:
    """Return what the verdicts depend on."""
    calm = test.without_shock(plan)
    about = test.to_dict()
    return {
        "command": command,
        "version": sobremesa_version(),
        "suite": str(suite.SUITE_VERSION) if test.is_whole_suite else "own",
        "shocks": about["shocks"],
        "require": str(test.require),
        "futures": str(about["futures"]),
        "seed": str(about["seed"]),
        "parameters": str(about["parameters"]),
        "fingerprint": about["fingerprint"],
        "working without shock": f"{calm.count} of {calm.futures}",
    }


def _case(test: StressTest, verdict: Verdict, seconds: float, words: Texts) -> ElementTree.Element:
    """Return one verdict."""
    place = test.comparison.context.name
    case = ElementTree.Element("testcase", {
        "name": verdict.shock, "classname": f"stress.{place}.{verdict.plan}", "time": f"{seconds:.3f}",
    })  # fmt: skip
    share = verdict.working
    title = title_of(test.shock(verdict.shock), words.language)
    message = (
        f"{title}: still working in {of_hundred(share.share)} of 100 futures "
        f"({of_hundred(share.low)}-{of_hundred(share.high)}), required {required(test.require, words)}"
    )
    if verdict.verdict == BREAKS:
        failure = ElementTree.SubElement(case, "failure", {"message": message, "type": BREAKS})
        failure.text = f"{share.count} of {share.futures} futures are still working"
    elif verdict.verdict == CLOSE:
        ElementTree.SubElement(case, "skipped", {"message": f"too close to call: {message}"})
    return case
