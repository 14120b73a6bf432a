"""What is declared in more than one file says the same everywhere, and nothing names a machine."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = [
    Requirement(line)
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")


def pins_on(python: str) -> dict[str, str]:
    """Version by package on one Python; fails where a package is pinned twice."""
    pins: dict[str, str] = {}
    for pin in PINS:
        if pin.marker is None or pin.marker.evaluate({"python_version": python, "python_full_version": f"{python}.0"}):
            (specifier,) = pin.specifier
            assert specifier.operator == "=="
            assert canonicalize_name(pin.name) not in pins
            pins[canonicalize_name(pin.name)] = specifier.version
    return pins


def declared() -> list[Requirement]:
    return [Requirement(text) for text in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]]


@pytest.mark.parametrize("python", PYTHONS)
def test_every_declared_package_is_pinned_within_its_bounds(python: str) -> None:
    pins, here = pins_on(python), {"python_version": python, "python_full_version": f"{python}.0"}
    for requirement in declared():
        if requirement.marker is None or requirement.marker.evaluate(here):
            assert pins[canonicalize_name(requirement.name)] in requirement.specifier


def test_the_supported_pythons_are_those_that_the_pins_are_checked_for() -> None:
    supported = SpecifierSet(PROJECT["requires-python"])
    assert [f"3.{minor}" for minor in range(30) if f"3.{minor}" in supported] == list(PYTHONS)


def test_pins_hold_versions_only() -> None:
    assert all(pin.url is None for pin in PINS)
    assert "--" not in (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in (ROOT / "constraints.txt").read_text(encoding="utf-8")


def test_the_changelog_begins_with_this_version_and_says_whether_results_change() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = re.findall(r"^## \[(\d+\.\d+\.\d+)\].*\n\nChanges results: (?:yes|no)\b", changelog, flags=re.MULTILINE)
    assert releases[0] == PROJECT["version"]
    assert len(releases) == len(re.findall(r"^## \[\d", changelog, flags=re.MULTILINE))


def test_the_citation_names_this_version() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {PROJECT['version']}\n" in citation
    assert f"\nlicense: {PROJECT['license']}\n" in citation
