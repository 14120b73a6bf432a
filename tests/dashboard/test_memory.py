"""What all sessions remember: bounded by weight, the least wanted forgotten first, whole under many threads."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass

import pytest

import sim
from dashboard import memory
from dashboard.memory import LEAST, Memory, address
from sim.files import library
from sim.results.compare import Comparison


@dataclass(frozen=True)
class Holder:
    """An answer with a comparison inside, as a stress test is."""

    comparison: Comparison


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return sim.compare(["calm-decade", "big-funders-go"], ["baseline"], "uruguay", futures=60)


def test_the_least_wanted_is_forgotten_first():
    kept = Memory(2 * LEAST)
    kept.put("first", 1)
    kept.put("second", 2)
    assert kept.get("first") == 1
    assert kept.put("third", 3) == 3
    assert [kept.get(key) for key in ("first", "second", "third")] == [1, None, 3]


def test_an_answer_weighs_the_futures_that_it_keeps(comparison, monkeypatch):
    monkeypatch.setattr(memory, "LEAST", 1)
    for heavy in (comparison, Holder(comparison)):
        kept = Memory(125)
        kept.put("small", 1)
        kept.put("heavy", heavy)
        assert kept.weight == 121, "60 futures of two cells, and something small"
        kept.put("another", heavy)
        assert [kept.get(key) is None for key in ("small", "heavy", "another")] == [True, True, False]


def test_an_answer_too_heavy_for_everything_else_is_there_all_the_same(comparison, monkeypatch):
    monkeypatch.setattr(memory, "LEAST", 1)
    kept = Memory(10)
    kept.put("small", 1)
    kept.put("heavy", comparison)
    assert kept.get("heavy") is comparison and kept.get("small") is None


def test_answers_of_two_kinds_never_share_an_address():
    files = (library.scenario("calm-decade"), library.plan("baseline"), library.context("uruguay"))
    kinds = {address(kind, files, 1, "plausible", 200) for kind in ("comparison", "pathways", "stress", "why")}
    assert len(kinds) == 4
    assert address("why", files, 1, "2") != address("why", files, 1, 2)


def test_only_one_thread_computes_an_answer():
    kept, computed = Memory(), []

    def ask() -> None:
        with kept.alone("key"):
            if kept.get("key") is None:
                computed.append(1)
                kept.put("key", 1)

    together(ask, ask, ask, ask)
    assert computed == [1]


def test_many_threads_do_not_harm_it():
    kept, mistakes = Memory(3 * LEAST), []

    def hammer(seed: int) -> None:
        try:
            for number in range(4000):
                kept.put(f"{(number * seed) % 7}", number)
                kept.get(f"{number % 7}")
        except (KeyError, RuntimeError) as error:
            mistakes.append(error)

    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        together(*(lambda seed=seed: hammer(seed) for seed in (1, 2, 3, 5)))
    finally:
        sys.setswitchinterval(usual)
    assert mistakes == []
    assert kept.weight <= 3 * LEAST


def together(*works) -> None:
    """Do several things at once."""
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
