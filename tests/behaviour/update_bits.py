"""Writes the promised bits anew, on purpose, and says which worlds changed.

python -m tests.behaviour.update_bits

Run it when a change of results is meant, and write in CHANGELOG.md: "changes results: yes".
"""

from __future__ import annotations

import json

from sim.files.writing import replace_file
from sim.results.fingerprint import fingerprint
from tests.behaviour.bits import FEWER, FUTURES, KEPT, hashes, kept


def main() -> None:
    """Compute, say what differs, write."""
    before = kept() if KEPT.exists() else {"hashes": {}}
    found = {str(futures): hashes(futures) for futures in (FEWER, FUTURES)}
    for futures, worlds in found.items():
        known = before["hashes"].get(futures, {})
        for world in {**known, **worlds}:
            said = "gone" if world not in worlds else "new" if world not in known else "changed"
            if known.get(world) != worlds.get(world):
                print(f"{world}, first {futures}: {said}")  # noqa: T201 - a script
    replace_file(KEPT, (json.dumps({"fingerprint": fingerprint(), "hashes": found}, indent=1) + "\n").encode())


if __name__ == "__main__":
    main()
