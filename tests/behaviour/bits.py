"""The bits of a few check futures, which are promised to be the same on every machine.

python -m tests.behaviour.bits 20              # print the hashes of the first 20 futures of each world, as JSON
python -m tests.behaviour.bits 20 --assembly   # and instructions that multiply and add in one step, if there are any
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from llvmlite import binding

from sim.engines.ensemble import simulate_block
from sim.results.fingerprint import check_series, hash_of_bits

KEPT: Final = Path(__file__).with_name("bits.json")

WORLDS: Final = (
    ("everything-at-once", "adaptive", "uruguay"),
    ("hostile-successors", "grassroots", "united-kingdom"),
    ("big-funders-go", "fund-first", "donor-dependent-african-organisation"),
)
"""Scenario, plan and context. Between them: signposts, both systems of government, listed and drawn donors."""

FUTURES: Final = 20
FEWER: Final = 1
"""For the interpreter, which is some ten thousand times slower."""

TARGETS: Final = (
    ("x86_64-unknown-linux-gnu", "haswell"),
    ("x86_64-unknown-linux-gnu", "skylake-avx512"),
    ("x86_64-unknown-linux-gnu", "znver4"),
    ("aarch64-unknown-linux-gnu", "neoverse-n1"),
    ("arm64-apple-macosx", "apple-m1"),
)
"""Machines whose processors can multiply and add in one step, rounding once where two roundings are promised."""

FUSED: Final = re.compile(r"^\s*(v?fn?m(add|sub|la|ls)\w*)\s", re.MULTILINE)
LOOSE: Final = re.compile(r"llvm\.(fma|fmuladd)|= f\w+ [^%]*\b(fast|contract|reassoc|arcp|afn)\b")


def hashes(futures: int) -> dict[str, str]:
    """Return the hash of each world's first futures."""
    return {" / ".join(world): hash_of_bits(check_series(*world, futures)) for world in WORLDS}


def kept() -> dict[str, Any]:
    """Return the committed hashes: a mapping of worlds for each number of futures."""
    found: dict[str, Any] = json.loads(KEPT.read_text())
    return found


def fused(assembly: str) -> list[str]:
    """Return the instructions that multiply and add in one step."""
    return [found.group(0).strip() for found in FUSED.finditer(assembly)]


def loose(code: str) -> list[str]:
    """Return what would allow LLVM to fuse or reorder arithmetic, from a module as text."""
    return [found.group(0) for found in LOOSE.finditer(code)]


def portable(code: str) -> str:
    """Return a module for other machines to compile: Numba's counting of references names an x86 instruction."""
    return code.replace("@llvm.x86.atomic", "@elsewhere.x86.atomic").replace(" immarg", "")


def assemblies(code: str) -> Iterator[tuple[str, str]]:
    """Yield the assembly of a module for each of some machines that are not this one."""
    binding.initialize_all_targets()
    binding.initialize_all_asmprinters()
    for triple, processor in TARGETS:
        machine = binding.Target.from_triple(triple).create_target_machine(cpu=processor, opt=3)
        module = binding.parse_assembly(portable(code))
        module.triple, module.data_layout = triple, str(machine.target_data)
        yield processor, machine.emit_assembly(module)


def suspicious() -> dict[str, list[str]]:
    """Return what is fused or loose in the engine as compiled just now, here and for other machines."""
    (code,) = simulate_block.inspect_llvm().values()  # type: ignore[attr-defined]
    (here,) = simulate_block.inspect_asm().values()  # type: ignore[attr-defined]
    found = {"module": loose(code), "here": fused(here)}
    return found | {processor: fused(assembly) for processor, assembly in assemblies(code)}


def main(futures: str, *more: str) -> None:
    """Print."""
    told: dict[str, Any] = {"hashes": hashes(int(futures))}
    if "--assembly" in more:
        told["suspicious"] = suspicious()
    print(json.dumps(told))  # noqa: T201 - a script


if __name__ == "__main__":
    main(*sys.argv[1:])
