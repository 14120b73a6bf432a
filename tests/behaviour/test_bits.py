"""Some futures have the same bits on every machine: native, for any processor, and without the compiler."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sim.results.fingerprint import fingerprint
from tests.behaviour import bits

ROOT = Path(__file__).resolve().parents[2]

ON_PURPOSE = (
    "If results are meant to change, run `python -m tests.behaviour.update_bits`, commit tests/behaviour/bits.json and "
    "say in CHANGELOG.md that results change. If they are not, this machine breaks the promise of equal bits."
)

CONTRACTED = """
define double @multiply_and_add(double %a, double %b, double %c) {
  %product = fmul ALLOWED double %a, %b
  %sum = fadd ALLOWED double %product, %c
  ret double %sum
}
"""


def told(*arguments: str, **environment: str) -> Any:
    """Return what ``tests.behaviour.bits`` prints in a process of its own."""
    finished = subprocess.run(
        [sys.executable, "-m", "tests.behaviour.bits", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


def test_futures_have_the_promised_bits() -> None:
    assert bits.hashes(bits.FUTURES) == bits.kept()["hashes"][str(bits.FUTURES)], ON_PURPOSE
    assert fingerprint() == bits.kept()["fingerprint"], ON_PURPOSE


@pytest.mark.slow
@pytest.mark.parametrize("processor", ["generic", "this machine's"])
def test_a_fresh_compilation_gives_them_and_fuses_nothing(processor: str, tmp_path: Path) -> None:
    chosen = {"NUMBA_CPU_NAME": processor} if processor == "generic" else {}
    found = told(str(bits.FUTURES), "--assembly", SOBREMESA_CACHE=str(tmp_path), **chosen)
    assert found["hashes"] == bits.kept()["hashes"][str(bits.FUTURES)], ON_PURPOSE
    assert len(found["suspicious"]) == 2 + len(bits.TARGETS)
    assert not any(found["suspicious"].values()), found["suspicious"]


@pytest.mark.slow
def test_rules_without_the_compiler_give_them() -> None:
    found = told(str(bits.FEWER), NUMBA_DISABLE_JIT="1")
    assert found["hashes"] == bits.kept()["hashes"][str(bits.FEWER)], ON_PURPOSE


def test_fused_instructions_would_be_found_on_every_machine() -> None:
    fusing, strict = (CONTRACTED.replace("ALLOWED ", allowed) for allowed in ("contract ", ""))
    assert all(bits.fused(assembly) for _, assembly in bits.assemblies(fusing))
    assert not any(bits.fused(assembly) for _, assembly in bits.assemblies(strict))
    assert bits.loose(fusing) and not bits.loose(strict)
    assert bits.loose(CONTRACTED.replace("ALLOWED", "fast"))
    assert bits.loose("%x = tail call double @llvm.fma.f64(double %a, double %b, double %c)")
